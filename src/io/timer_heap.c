/* SPDX-License-Identifier: MIT
 *
 * timer_heap: see timer_heap.h. A binary heap; each timer knows its place,
 * so removing one from the middle is as cheap as taking the first.
 */
#include "io/timer_heap.h"

#include "base/memory.h"

static bool is_sooner(const struct timer *a, const struct timer *b)
{
	if (a->due_us != b->due_us)
		return a->due_us < b->due_us;
	return a->order < b->order;
}

static void put(struct timer_heap *h, size_t place, struct timer *t)
{
	h->slots[place] = t;
	t->place = place;
}

static void sift_up(struct timer_heap *h, struct timer *t)
{
	size_t place = t->place;

	while (place > 1 && is_sooner(t, h->slots[place / 2])) {
		put(h, place, h->slots[place / 2]);
		place /= 2;
	}
	put(h, place, t);
}

static void sift_down(struct timer_heap *h, struct timer *t)
{
	size_t place = t->place;

	for (;;) {
		size_t child = place * 2;

		if (child < h->count &&
		    is_sooner(h->slots[child + 1], h->slots[child]))
			child++;
		if (child > h->count || is_sooner(t, h->slots[child]))
			break;
		put(h, place, h->slots[child]);
		place = child;
	}
	put(h, place, t);
}

void timer_heap_push(struct timer_heap *h, struct timer *t)
{
	assert(t->place == 0);
	if (h->count + 1 >= h->capacity) {
		h->capacity = h->capacity == 0 ? 64 : h->capacity * 2;
		h->slots = xrealloc(h->slots,
		    h->capacity * sizeof(*h->slots));
	}
	t->order = h->next_order++;
	h->count++;
	put(h, h->count, t);
	sift_up(h, t);
}

void timer_heap_remove(struct timer_heap *h, struct timer *t)
{
	struct timer *last = h->slots[h->count];
	size_t hole = t->place;

	assert(hole >= 1 && hole <= h->count && h->slots[hole] == t);
	h->count--;
	t->place = 0;
	if (last == t)
		return;
	put(h, hole, last);
	sift_up(h, last);
	sift_down(h, last);
}

struct timer *timer_heap_first(const struct timer_heap *h)
{
	return h->count > 0 ? h->slots[1] : NULL;
}

void timer_heap_release(struct timer_heap *h)
{
	size_t i;

	for (i = 1; i <= h->count; i++)
		h->slots[i]->place = 0;
	free(h->slots);
	memset(h, 0, sizeof(*h));
}
