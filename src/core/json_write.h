/* SPDX-License-Identifier: MIT
 *
 * json_write: compact JSON written in one pass into a buffer that grows. Knows
 * commas and escapes, nothing of what is written; the bytes are those that
 * jansson's JSON_COMPACT gives for the same value. Read next: core/record.c.
 */
#ifndef INCBOT_CORE_JSON_WRITE_H
#define INCBOT_CORE_JSON_WRITE_H

#include "base/base.h"

struct arena;

struct json_writer {
	char *data;
	size_t length;
	size_t size;
};

/* Begins; json_write_finish() ends it, with the text in the arena. */
struct json_writer json_writer(void);
char *json_write_finish(struct json_writer *writer, struct arena *arena);
/* Or this; free() it. */
char *json_write_take(struct json_writer *writer, size_t *length);

/* '{' or '[', and the '}' or ']' for it. */
void json_write_open(struct json_writer *writer, char bracket);
void json_write_close(struct json_writer *writer, char bracket);

/* The name of the next value, one of ours: nothing in it needs an escape. */
void json_write_key(struct json_writer *writer, const char *key);

/* A value. A text must be valid UTF-8. */
void json_write_text(struct json_writer *writer, const char *text);
void json_write_integer(struct json_writer *writer, int64_t number);
void json_write_word(struct json_writer *writer, const char *word);	/* as
						   it is: "true", "1.5" */

/* The name of the next value, anybody's. */
void json_write_name(struct json_writer *writer, const char *name);

#endif
