/* SPDX-License-Identifier: MIT
 *
 * arena: see arena.h. A list of blocks, newest first, filled from the bottom.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>

#include "base/format.h"
#include "base/memory.h"

enum {
	FIRST_BLOCK_BYTES = 3 * 1024,	/* most requests fit, and hundreds may wait */
	BLOCK_BYTES = 16 * 1024,
	ALIGNMENT = alignof(max_align_t),
};

struct block {
	struct block *older;
	size_t size;
	size_t used;
	max_align_t data[];
};

struct arena {
	struct block *newest;
	size_t limit;
	size_t used;
};

static size_t round_up(size_t size)
{
	return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void block_push(struct arena *a, size_t at_least)
{
	size_t usual = a->newest ? BLOCK_BYTES : FIRST_BLOCK_BYTES;
	size_t size = at_least > usual ? at_least : usual;
	struct block *b = xmalloc(sizeof(*b) + size);

	b->older = a->newest;
	b->size = size;
	b->used = 0;
	a->newest = b;
}

struct arena *arena_new(size_t limit_bytes)
{
	struct arena *a = xcalloc(1, sizeof(*a));

	assert(limit_bytes <= SIZE_MAX / 4);
	a->limit = round_up(limit_bytes);
	block_push(a, 0);
	return a;
}

void *arena_reserve(struct arena *a, size_t size)
{
	size_t rounded;
	char *p;

	assert(size <= a->limit);
	rounded = round_up(size);
	assert(rounded <= a->limit - a->used);
	if (a->newest->size - a->newest->used < rounded)
		block_push(a, rounded);
	p = (char *)a->newest->data + a->newest->used;
	a->newest->used += rounded;
	a->used += rounded;
	return p;
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p = arena_reserve(a, size);

	memset(p, 0, size);
	return p;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	size_t length = strnlen(s, n);
	char *copy = arena_reserve(a, length + 1);

	memcpy(copy, s, length);
	copy[length] = '\0';
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

/* Mostly it fits into what is left of the block, and is written once. */
char *arena_printf(struct arena *a, const char *fmt, ...)
{
	size_t room = a->newest->size - a->newest->used;
	char *s = (char *)a->newest->data + a->newest->used;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = format_into(s, room, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	if ((size_t)n < room)
		return arena_reserve(a, (size_t)n + 1);
	s = arena_reserve(a, (size_t)n + 1);
	va_start(ap, fmt);
	(void)format_into(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

void arena_reset(struct arena *a)
{
	while (a->newest->older != NULL) {
		struct block *b = a->newest;

		a->newest = b->older;
		free(b);
	}
	a->newest->used = 0;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	free(a->newest);
	free(a);
}
