/* SPDX-License-Identifier: MIT
 *
 * blockkit: the shape of Block Kit as tables, and how a table row is read.
 * Lengths are in code points. Read next: blockkit_tables.c (the facts), then
 * blockkit_fields.c (the reader).
 */
#ifndef WORKSPACE_BLOCKKIT_H
#define WORKSPACE_BLOCKKIT_H

#include "tests/workspace/model.h"

enum field_kind {
	FIELD_STRING,   /* min..max characters */
	FIELD_PLAIN,    /* plain_text object of min..max characters */
	FIELD_TEXT,     /* text object of either kind */
	FIELD_BOOL,
	FIELD_INT,      /* min..max */
	FIELD_NUMBER,   /* a number in a string */
	FIELD_WORD,     /* one of `words`, which are separated by | */
	FIELD_STRINGS,  /* min..max strings */
	FIELD_OPTION,   /* one option */
	FIELD_OPTIONS,  /* min..max options */
	FIELD_GROUPS,   /* min..max option groups */
	FIELD_CONFIRM,
	FIELD_DATE,     /* YYYY-MM-DD */
	FIELD_TIME,     /* HH:mm */
	FIELD_ELEMENT,  /* one element that may stand at places `min` */
	FIELD_ELEMENTS, /* 1..max elements that may stand at places `min` */
	FIELD_TEXTS,    /* min..max text objects of <= 2000 */
	FIELD_ANY,      /* not looked into */
};

/* Where an element may stand. */
enum place {
	PLACE_ACCESSORY = 1,
	PLACE_ACTIONS = 2,
	PLACE_INPUT = 4,
	PLACE_CONTEXT = 8,
	PLACE_CONTEXT_ACTIONS = 16,
};

struct field {
	const char *name;
	enum field_kind kind;
	bool required;
	int min, max;
	const char *words;
};

/* where: surfaces for blocks, places for elements. fields end with a NULL
 * name; no fields = the inside is not looked into. */
struct shape {
	const char *type;
	unsigned where;
	const struct field *fields;
	bool mrkdwn_options;    /* option texts may be mrkdwn */
};

extern const struct field option_fields[], overflow_option_fields[];
extern const struct field group_fields[], confirm_fields[];
extern const struct field modal_fields[], home_fields[];

const struct shape *block_shape(const char *type);
const struct shape *element_shape(const char *type);

/* One pass over blocks: where it is, what it has found. */
struct check {
	char path[300];
	json_t *errors;
	enum surface surface;
	bool mrkdwn_options, is_overflow;
	size_t markdown, focused;
};

/* blockkit_fields.c */
PRINTF_LIKE(2, 3) void complain(struct check *check, const char *format, ...);
/* Goes one step down the pointer; returns what climb() needs. */
size_t descend(struct check *check, const char *key, size_t at);
void climb(struct check *check, size_t before);
void check_fields(struct check *check, const json_t *object,
	const struct field *fields);
void check_array(struct check *check, const json_t *array,
	const struct field *field);
bool count_is_fine(struct check *check, const json_t *array, int min,
	int max);

#endif
