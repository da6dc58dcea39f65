/* SPDX-License-Identifier: MIT
 *
 * hand_clock: the clock's seam for tests that turn it by hand: what it wakes
 * waits in a short list, and the test says when (services/clock.h). To be
 * included by one source of a program, which it links instead of the loop's.
 */
#ifndef INCBOT_TESTS_HAND_CLOCK_H
#define INCBOT_TESTS_HAND_CLOCK_H

#include "services/clock.h"
#include "tests/unit/unit.h"

#define HAND_CLOCK_MS INT64_C(1781514000000)	/* it stands still there */
#define HAND_CLOCK_WAKES_MAX 32

struct clock {
	struct { clock_cb *callback; void *arg; }
	    wakes[HAND_CLOCK_WAKES_MAX];
	int count;
};

int64_t clock_now_ms(struct clock *clock UNUSED)
{
	return HAND_CLOCK_MS;
}

int64_t clock_uptime_ms(struct clock *clock UNUSED)
{
	return 1;
}

void clock_wake(struct clock *clock, int64_t delay_ms UNUSED,
    clock_cb *callback, void *arg)
{
	ck_assert_int_lt(clock->count, HAND_CLOCK_WAKES_MAX);
	clock->wakes[clock->count].callback = callback;
	clock->wakes[clock->count++].arg = arg;
}

uint32_t clock_dice(struct clock *clock UNUSED, uint32_t below UNUSED)
{
	return 0;
}

/* The oldest; false if none waits. */
static inline bool hand_clock_turn(struct clock *clock)
{
	clock_cb *callback = clock->wakes[0].callback;
	void *arg = clock->wakes[0].arg;

	if (clock->count == 0)
		return false;
	memmove(clock->wakes, clock->wakes + 1, sizeof(clock->wakes[0]) *
	    (size_t)--clock->count);
	callback(arg);
	return true;
}

#endif
