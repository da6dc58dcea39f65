/* SPDX-License-Identifier: MIT
 *
 * timer_heap: the timers of one loop, soonest first. Holds pointers to the
 * owners' structs, never allocates for a single timer but grows its array.
 * Reads no clock: io/loop.c does. Only loop.c includes this.
 */
#ifndef INCBOT_IO_TIMER_HEAP_H
#define INCBOT_IO_TIMER_HEAP_H

#include "base/base.h"
#include "io/loop.h"

struct timer_heap {
	struct timer **slots;	/* slots[1..count]; slot 0 is not used */
	size_t count;
	size_t capacity;
	uint64_t next_order;
};

/* All zero is an empty heap. Frees the array, not the timers, and leaves
 * each of them stopped. */
void timer_heap_release(struct timer_heap *h);

/* due_us is set by the caller; the timer must not be in the heap. */
void timer_heap_push(struct timer_heap *h, struct timer *t);
void timer_heap_remove(struct timer_heap *h, struct timer *t);
/* The soonest, or NULL; it stays in. */
struct timer *timer_heap_first(const struct timer_heap *h);

#endif
