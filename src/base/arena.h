/* SPDX-License-Identifier: MIT
 *
 * arena: memory that is given back all at once. A turn allocates freely, its
 * decision points into the arena, and one arena_reset() ends it all; nothing
 * in the pure half is freed one by one. Knows nothing of what is stored.
 */
#ifndef INCBOT_BASE_ARENA_H
#define INCBOT_BASE_ARENA_H

#include "base/base.h"

struct arena;

/* The caller owns the arena and ends it with arena_free(). limit_bytes is
 * what may be handed out (alignment included) between two resets: asking for
 * more is a bug, since every input was capped before, and aborts. */
NODISCARD struct arena *arena_new(size_t limit_bytes);

/* Zeroed and aligned for any type. Never NULL; valid until the next reset. */
NODISCARD void *arena_alloc(struct arena *a, size_t size);
/* The same, with anything in it: for what is filled at once. */
NODISCARD void *arena_reserve(struct arena *a, size_t size);
NODISCARD char *arena_strdup(struct arena *a, const char *s);
/* At most n bytes of s, always NUL-terminated. */
NODISCARD char *arena_strndup(struct arena *a, const char *s, size_t n);
NODISCARD char *arena_printf(struct arena *a, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

/* Everything handed out becomes invalid; the first block is kept for reuse. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
