/* SPDX-License-Identifier: MIT
 *
 * record: one codec for every plain struct that is kept as JSON (incident,
 * event, effect). A struct is described by a table of fields; zero values
 * are left out; decoding starts from an all-zero struct and refuses what is
 * out of bounds, since whoever can write to Redis is not trusted.
 */
#ifndef INCBOT_CORE_RECORD_H
#define INCBOT_CORE_RECORD_H

#include "base/base.h"
#include <jansson.h>

enum field_type {
	FIELD_TEXT,		/* char[size], valid UTF-8 */
	FIELD_INT,		/* int */
	FIELD_MS,		/* int64_t, milliseconds */
	FIELD_BOOL,		/* bool */
	FIELD_TEXTS,		/* char[count][size]; JSON array, "" at the end
				   is left out */
	FIELD_RECORDS,		/* struct[count] of size bytes each, described
				   by `of`; JSON array, empty ones at the end
				   are left out */
	FIELD_RECORD,		/* one struct, described by `of`; JSON object,
				   left out if empty */
	FIELD_WORD,		/* int in [1, count), as its word; 0 = none */
	FIELD_SIGN,		/* takes no room: what kind of record this is,
				   always written, and must be there */
};

#define FIELDS_MAX 256		/* of one record */

struct record;

struct field {
	const char *name;	/* key in the JSON object */
	enum field_type type;
	size_t offset;
	size_t size;		/* of one element */
	size_t count;		/* arrays and words only */
	size_t used;		/* FIELD_RECORDS: of an int beside it that says
				   how many were read into; 0 = there is none */
	const struct record *of;	/* FIELD_RECORDS, FIELD_RECORD */
	const char *(*word)(int number);	/* FIELD_WORD */
	const char *sign;	/* FIELD_SIGN */
};

struct record {
	const struct field *fields;
	size_t field_count;
	size_t size;		/* of the whole struct */
};

#define RECORD_PLAIN(S, f, t) \
	.name = #f, .type = (t), .offset = offsetof(struct S, f), \
	.size = sizeof(((struct S *)0)->f)
#define RECORD_ARRAY(S, f, t) \
	.name = #f, .type = (t), .offset = offsetof(struct S, f), \
	.size = sizeof(((struct S *)0)->f[0]), \
	.count = ARRAY_LEN(((struct S *)0)->f)

#define RECORD_TEXT(S, f) { RECORD_PLAIN(S, f, FIELD_TEXT) }
#define RECORD_INT(S, f) { RECORD_PLAIN(S, f, FIELD_INT) }
#define RECORD_MS(S, f) { RECORD_PLAIN(S, f, FIELD_MS) }
#define RECORD_BOOL(S, f) { RECORD_PLAIN(S, f, FIELD_BOOL) }
#define RECORD_TEXTS(S, f) { RECORD_ARRAY(S, f, FIELD_TEXTS) }
#define RECORD_RECORDS(S, f, r) \
	{ RECORD_ARRAY(S, f, FIELD_RECORDS), .of = (r) }
/* With S.used.f. */
#define RECORD_USED(S, f, r) \
	{ RECORD_ARRAY(S, f, FIELD_RECORDS), .of = (r), \
	  .used = offsetof(struct S, used.f) }
#define RECORD_RECORD(S, f, r) { RECORD_PLAIN(S, f, FIELD_RECORD), .of = (r) }
/* The member f, under another name, as w(f) of n words. */
#define RECORD_WORD(S, f, called, w, n) \
	{ .name = (called), .type = FIELD_WORD, \
	  .offset = offsetof(struct S, f), .size = sizeof(int), \
	  .count = (n), .word = (w) }
#define RECORD_SIGN(called, s) \
	{ .name = (called), .type = FIELD_SIGN, .sign = (s) }

struct arena;

/* Compact JSON text in the arena; keys in the table's order. */
char *record_encode(struct arena *arena, const struct record *record,
    const void *data);

/* A tree, the same way. */
char *json_encode(struct arena *arena, const json_t *value);

/* Fills *data, which is zeroed first. False if the text is no JSON object, or
 * if a field stands there twice, has the wrong type or does not fit; *data is
 * then to be thrown away. Unknown keys are ignored so that a newer replica's
 * snapshots can be read. */
NODISCARD bool record_decode(const struct record *record, const char *json,
    size_t length, void *data);

/* The same where *data is as good as all zero already: long texts may have
 * anything behind their NUL. */
NODISCARD bool record_decode_cleared(const struct record *record,
    const char *json, size_t length, void *data);

/* Elements of an array field, without the empty ones at its end. */
size_t record_used_count(const struct field *field, const void *data);

/* Fields of it and of what is within it. */
int record_name_count(const struct record *record);

#endif
