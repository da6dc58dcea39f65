/* SPDX-License-Identifier: MIT
 *
 * json_read: JSON text read in one pass, without building a tree: the caller
 * knows what it expects and asks for it. Total on hostile bytes: every
 * function ends in a value or in false, after which the reader is to be
 * thrown away; nothing is read behind the end, nothing recurses. What means
 * what is the caller's affair; read next: core/record.c.
 */
#ifndef INCBOT_CORE_JSON_READ_H
#define INCBOT_CORE_JSON_READ_H

#include "base/base.h"

/* Arrays and objects within what json_read_skip() skips; deeper is refused. */
#define JSON_DEPTH_MAX 64
#define JSON_KEY_SIZE 64

struct json_reader {
	const char *at;
	const char *end;
	bool after_one;		/* a comma must come before the next */
};

struct json_reader json_reader(const char *json, size_t length);

/* '{' or '['; then until its end is reached json_read_more() says whether
 * another member or element follows ('}' or ']' is taken if not). *more is
 * only set if the function returns true. */
NODISCARD bool json_read_open(struct json_reader *reader, char bracket);
NODISCARD bool json_read_more(struct json_reader *reader, char bracket,
    bool *more);

/* A member's name and its colon. A name that is too long for any of ours is
 * given as "". The text need not end in NUL; it is valid until the next key. */
struct json_key {
	const char *text;
	size_t length;
	char decoded[JSON_KEY_SIZE];
};
NODISCARD bool json_read_key(struct json_reader *reader,
    struct json_key *key);

/* Values. False if the next value is of another type, malformed or beyond
 * what the caller allows (a text with a NUL in it always is). */
NODISCARD bool json_read_text(struct json_reader *reader, char *out,
    size_t size);
NODISCARD bool json_read_integer(struct json_reader *reader, int64_t min,
    int64_t max, int64_t *out);
NODISCARD bool json_read_truth(struct json_reader *reader, bool *out);

/* The character that the next value begins with; NUL if there is none. */
char json_read_peek(struct json_reader *reader);

/* Any one value. */
NODISCARD bool json_read_skip(struct json_reader *reader);

/* Nothing but white space is left. */
NODISCARD bool json_read_end(struct json_reader *reader);

#endif
