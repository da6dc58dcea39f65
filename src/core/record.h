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
				   by `fields`; JSON array, empty ones at the
				   end are left out */
};

struct record;

struct field {
	const char *name;	/* key in the JSON object */
	enum field_type type;
	size_t offset;
	size_t size;		/* of one element */
	size_t count;		/* arrays only */
	const struct record *of;	/* FIELD_RECORDS only */
};

struct record {
	const struct field *fields;
	size_t field_count;
	size_t size;		/* of the whole struct */
};

#define RECORD_TEXT(S, f) \
	{ #f, FIELD_TEXT, offsetof(struct S, f), \
	  sizeof(((struct S *)0)->f), 0, NULL }
#define RECORD_INT(S, f) \
	{ #f, FIELD_INT, offsetof(struct S, f), sizeof(int), 0, NULL }
#define RECORD_MS(S, f) \
	{ #f, FIELD_MS, offsetof(struct S, f), sizeof(int64_t), 0, NULL }
#define RECORD_BOOL(S, f) \
	{ #f, FIELD_BOOL, offsetof(struct S, f), sizeof(bool), 0, NULL }
#define RECORD_TEXTS(S, f) \
	{ #f, FIELD_TEXTS, offsetof(struct S, f), \
	  sizeof(((struct S *)0)->f[0]), \
	  ARRAY_LEN(((struct S *)0)->f), NULL }
#define RECORD_RECORDS(S, f, r) \
	{ #f, FIELD_RECORDS, offsetof(struct S, f), \
	  sizeof(((struct S *)0)->f[0]), \
	  ARRAY_LEN(((struct S *)0)->f), (r) }

/* A new JSON object (the caller owns it); keys in the table's order. */
json_t *record_to_json(const struct record *record, const void *data);

/* Fills *data, which is zeroed first. False if a field has the wrong type or
 * does not fit; *data is then to be thrown away. Unknown keys are ignored so
 * that a newer replica's snapshots can be read. */
NODISCARD bool record_from_json(const struct record *record, json_t *object,
    void *data);

/* The same as compact JSON text in the arena. */
struct arena;
char *json_encode(struct arena *arena, const json_t *value);
char *record_encode(struct arena *arena, const struct record *record,
    const void *data);
NODISCARD bool record_decode(const struct record *record, const char *json,
    size_t length, void *data);

#endif
