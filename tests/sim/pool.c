/* SPDX-License-Identifier: MIT
 *
 * pool: malloc for the simulator, which asks for blocks by the hundred thousand
 * a second, in one thread, and does not live long: a list of free blocks for
 * each size, the last one freed first; nothing is merged, nothing given back to
 * the system. Not for builds with sanitizers, which bring their own. Knows
 * nothing of the world.
 */
#include "base/base.h"
#include <errno.h>
#include <malloc.h>
#include <sys/mman.h>

#define GRAIN 16		/* what every block is aligned to */
#define SMALL_MAX 1024		/* up to here a list for every GRAIN */
#define SMALL_LISTS (SMALL_MAX / GRAIN)
#define SMALL_BITS 10
#define STEPS 4			/* beyond, lists between two powers of two */
#define LISTS (SMALL_LISTS + (63 - SMALL_BITS) * STEPS)
#define UNLISTED LISTS		/* is never used again */
#define CHUNK_BYTES ((size_t)16 << 20)	/* of the system, at once */
#define PAGE_BYTES ((size_t)2 << 20)	/* a large one, if the system has them */

#define EXPORT __attribute__((visibility("default")))

struct block {			/* what stands before the bytes that are given */
	union {
		size_t list;
		struct block *next;	/* while it is free */
	};
	size_t size;		/* that fits */
};

_Static_assert(sizeof(struct block) == GRAIN, "bytes are aligned, too");

static struct block *lists[LISTS];
static char *chunk;
static size_t chunk_left;

/* Sizes up to a list's are served by it: *size becomes that. */
static size_t list_of(size_t *size)
{
	size_t bits;
	size_t step;
	size_t n;

	if (*size <= SMALL_MAX) {
		n = *size == 0 ? 0 : (*size - 1) / GRAIN;
		*size = (n + 1) * GRAIN;
		return n;
	}
	bits = 63 - (size_t)__builtin_clzl(*size - 1);
	step = ((size_t)1 << bits) / STEPS;
	n = (*size - 1 - ((size_t)1 << bits)) / step;
	*size = ((size_t)1 << bits) + (n + 1) * step;
	return SMALL_LISTS + (bits - SMALL_BITS) * STEPS + n;
}

/* In large pages, as far as there are any: a world goes to and fro between
 * incidents, and thousands of small pages would have to be looked up. */
static bool get_chunk(size_t at_least)
{
	size_t bytes = (at_least > CHUNK_BYTES ? at_least : CHUNK_BYTES) +
	    PAGE_BYTES;
	char *fresh = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t over;

	if (fresh == MAP_FAILED)
		return false;
	over = (size_t)(uintptr_t)fresh % PAGE_BYTES;
	over = over == 0 ? 0 : PAGE_BYTES - over;
	chunk = fresh + over;
	chunk_left = bytes - over;
	(void)madvise(chunk, chunk_left, MADV_HUGEPAGE);
	return true;
}

/* Never used before, so it is all zero. NULL if there is none. */
static struct block *cut(size_t size)
{
	size_t whole = size + sizeof(struct block);
	struct block *block;

	if (whole > chunk_left && !get_chunk(whole))
		return NULL;
	block = (struct block *)(void *)chunk;
	chunk += whole;
	chunk_left -= whole;
	block->size = size;
	return block;
}

static void *take(size_t size, bool zeroed)
{
	size_t wanted = size;
	size_t list;
	struct block *block;

	if (size > SIZE_MAX / 4) {
		errno = ENOMEM;
		return NULL;
	}
	list = list_of(&size);
	block = lists[list];
	if (block) {
		lists[list] = block->next;
		__builtin_prefetch(block->next);	/* asked for next */
		if (zeroed)
			memset(block + 1, 0, wanted);
	} else {
		block = cut(size);
		if (!block)
			return NULL;
	}
	block->list = list;
	return block + 1;
}

EXPORT void *malloc(size_t size)
{
	return take(size, false);
}

EXPORT void free(void *bytes)
{
	struct block *block = (struct block *)bytes - 1;
	size_t list;

	if (!bytes || block->list == UNLISTED)
		return;
	list = block->list;
	block->next = lists[list];
	lists[list] = block;
}

EXPORT void *calloc(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	return take(bytes, true);
}

EXPORT void *realloc(void *old, size_t size)
{
	const struct block *block = (const struct block *)old - 1;
	void *bytes;

	if (old && size <= block->size)
		return old;
	bytes = take(size, false);
	if (!bytes || !old)
		return bytes;
	memcpy(bytes, old, block->size);
	free(old);
	return bytes;
}

/* Libraries ask for such at their start, if ever. */
EXPORT void *memalign(size_t alignment, size_t size)
{
	char *bytes = take(size + alignment + sizeof(struct block), false);
	struct block *block;
	size_t over;

	if (!bytes || alignment <= GRAIN)
		return bytes;
	bytes += sizeof(struct block);
	over = (size_t)(uintptr_t)bytes % alignment;
	bytes += over == 0 ? 0 : alignment - over;
	block = (struct block *)(void *)bytes - 1;
	block->list = UNLISTED;
	block->size = size;
	return bytes;
}

EXPORT void *aligned_alloc(size_t alignment, size_t size)
{
	return memalign(alignment, size);
}

EXPORT int posix_memalign(void **out, size_t alignment, size_t size)
{
	void *bytes = memalign(alignment, size);

	if (!bytes)
		return ENOMEM;
	*out = bytes;
	return 0;
}

EXPORT size_t malloc_usable_size(void *bytes)
{
	return bytes ? ((struct block *)bytes - 1)->size : 0;
}
