/* SPDX-License-Identifier: MIT
 *
 * pump: runs a loop until something awaited is true, or a deadline passed.
 * The tests of src/io wait with this and never sleep.
 */
#ifndef INCBOT_TESTS_PUMP_H
#define INCBOT_TESTS_PUMP_H

#include "io/loop.h"

#define PUMP_DEADLINE_MS 10000

struct pump {
	struct loop *loop;
	struct timer deadline;
	const bool *done;
	bool late;
};

static inline void pump_on_deadline(void *arg)
{
	struct pump *p = arg;

	p->late = true;
	loop_stop(p->loop);
}

static inline void pump_on_tick(void *arg)
{
	struct pump *p = arg;

	if (p->done != NULL && *p->done)
		loop_stop(p->loop);
}

/* Makes the loop as well; ends with pump_release(). */
static inline void pump_init(struct pump *p)
{
	memset(p, 0, sizeof(*p));
	p->loop = loop_new();
	assert(p->loop != NULL);
	loop_after_tick(p->loop, pump_on_tick, p);
}

static inline void pump_release(struct pump *p)
{
	loop_free(p->loop);
}

/* False if it took longer than within_ms. */
static inline bool pump_within(struct pump *p, const bool *done,
    int64_t within_ms)
{
	p->done = done;
	p->late = false;
	timer_start(&p->deadline, p->loop, within_ms, pump_on_deadline, p);
	loop_run(p->loop);
	timer_stop(&p->deadline);
	p->done = NULL;
	return !p->late;
}

static inline bool pump_until(struct pump *p, const bool *done)
{
	return pump_within(p, done, PUMP_DEADLINE_MS);
}

/* Lets the loop run for a while, for what must not happen. */
static inline void pump_for(struct pump *p, int64_t ms)
{
	static const bool never = false;

	(void)pump_within(p, &never, ms);
}

#endif
