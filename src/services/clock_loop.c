/* SPDX-License-Identifier: MIT
 *
 * clock_loop: see clock_loop.h.
 */
#include "services/clock_loop.h"
#include "base/memory.h"
#include "base/prng.h"
#include "io/loop.h"
#include <sys/random.h>

struct wake {
	struct clock *clock;
	struct wake *next;
	struct timer timer;
	clock_cb *callback;
	void *arg;
};

struct clock {
	struct loop *loop;
	struct prng prng;
	struct wake *first;
};

struct clock *clock_loop_new(struct loop *loop)
{
	struct clock *clock = xcalloc(1, sizeof(*clock));
	uint64_t seed;

	clock->loop = loop;
	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = (uint64_t)loop_now_ms(loop);
	prng_seed(&clock->prng, seed);
	return clock;
}

void clock_loop_free(struct clock *clock)
{
	if (!clock)
		return;
	while (clock->first) {
		struct wake *wake = clock->first;

		clock->first = wake->next;
		timer_stop(&wake->timer);
		free(wake);
	}
	free(clock);
}

int64_t clock_now_ms(struct clock *clock)
{
	return loop_now_ms(clock->loop);
}

int64_t clock_uptime_ms(struct clock *clock)
{
	struct timespec now;

	(void)clock;
	/* Not the loop's: a process that was stopped must see its age. */
	clock_gettime(CLOCK_BOOTTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void on_timer(void *arg)
{
	struct wake *wake = arg;
	struct wake **place = &wake->clock->first;
	clock_cb *callback = wake->callback;
	void *callback_arg = wake->arg;

	while (*place != wake)
		place = &(*place)->next;
	*place = wake->next;
	free(wake);
	callback(callback_arg);
}

void clock_wake(struct clock *clock, int64_t delay_ms, clock_cb *callback,
    void *arg)
{
	struct wake *wake = xcalloc(1, sizeof(*wake));

	wake->clock = clock;
	wake->callback = callback;
	wake->arg = arg;
	wake->next = clock->first;
	clock->first = wake;
	timer_start(&wake->timer, clock->loop, delay_ms, on_timer, wake);
}

uint32_t clock_dice(struct clock *clock, uint32_t below)
{
	return below ? (uint32_t)prng_below(&clock->prng, below) : 0;
}
