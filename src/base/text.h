/* SPDX-License-Identifier: MIT
 *
 * text: strings with a ceiling. struct text builds, const char * is handed
 * out. Nothing here allocates on its own or fails: what does not fit is cut
 * at a whole UTF-8 character and the cut is remembered. Escaping for Slack or
 * HTML is done elsewhere; this file knows bytes and code points only.
 */
#ifndef INCBOT_BASE_TEXT_H
#define INCBOT_BASE_TEXT_H

#include "base/base.h"

struct arena;

/* Always NUL-terminated: data[length] == '\0' and length <= limit. After the
 * first cut nothing more is added, so a truncated text is a true prefix. */
struct text {
	char *data;
	size_t length;		/* bytes, without the NUL */
	size_t limit;		/* bytes it may hold, without the NUL */
	bool truncated;
};

/* Build in the caller's buffer of size bytes (at least 1), NUL included. */
void text_init(struct text *t, char *buffer, size_t size);
/* Build in the arena; all limit + 1 bytes are taken at once. */
NODISCARD struct text text_new(struct arena *a, size_t limit);

void text_add(struct text *t, const char *s);
void text_add_n(struct text *t, const char *s, size_t n);
void text_add_char(struct text *t, char c);
void text_addf(struct text *t, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Bounded copy, always NUL-terminated (size >= 1). False if it was cut. */
bool text_copy(char *to, size_t size, const char *from);

/* Two digits a byte, small letters; `to` has room for 2 * n + 1. */
void text_hex(char *to, const unsigned char *bytes, size_t n);

/* Code points; a stray byte of broken UTF-8 counts as one. */
size_t utf8_length(const char *s);
/* Bytes of the longest prefix that has at most max_code_points. */
size_t utf8_prefix(const char *s, size_t max_code_points);
/* Strict: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_valid(const char *s, size_t n);

/* A decimal number and nothing else ("-12", "+3"; no spaces) in [min, max].
 * False, and *out untouched, otherwise. */
NODISCARD bool text_parse_int(const char *s, int64_t min, int64_t max,
    int64_t *out);

/* ASCII letters compare without case; other bytes exactly. */
bool text_equal_fold(const char *a, const char *b);
bool text_starts_with(const char *s, const char *prefix);
/* Is the word one of a list such as "open, new,start"? ASCII case ignored. */
bool text_list_has(const char *list, const char *word);
/* Removes ASCII white space at both ends, in place. Returns s. */
char *text_trim(char *s);

/* For "did you mean": insertions, deletions, replacements and swaps of
 * neighbours that turn a into b, ASCII case ignored. Looks at the first
 * TEXT_DISTANCE_MAX bytes of each only. */
#define TEXT_DISTANCE_MAX 32
unsigned text_distance(const char *a, const char *b);

#endif
