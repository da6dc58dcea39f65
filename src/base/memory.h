/* SPDX-License-Identifier: MIT
 *
 * memory: the malloc family for people who do not check. When memory is gone
 * the process ends: a restart is cheap, a half-done turn is not. What lives
 * for one turn belongs in an arena instead (base/arena.h).
 */
#ifndef INCBOT_BASE_MEMORY_H
#define INCBOT_BASE_MEMORY_H

#include "base/base.h"

/* Each returns memory the caller frees with free(); never NULL. A size of 0
 * is allowed and gives a pointer that may only be freed. */
NODISCARD void *xmalloc(size_t size);
/* Zeroed room for count members of size bytes; an overflow ends the process. */
NODISCARD void *xcalloc(size_t count, size_t size);
/* The old pointer is invalid afterwards; NULL works like xmalloc. */
NODISCARD void *xrealloc(void *old, size_t size);
NODISCARD char *xstrdup(const char *s);
/* At most n bytes of s, always NUL-terminated. */
NODISCARD char *xstrndup(const char *s, size_t n);

#endif
