/* SPDX-License-Identifier: MIT
 *
 * turn_queue: so many turns at a time hold an incident in memory; the others
 * wait, the oldest first, as long as the ledger answers. And of those on the
 * same incident one at a time is at work. For turns.c alone.
 */
#include "daemon/turns/turn_parts.h"
#include "services/clock.h"

static void let_in(struct running *running)
{
	struct turns *turns = running->turns;

	running->queues = false;
	running->works = true;
	turns->working++;
	clock_wake(turns->options.clock, 0, turn_begin, running);
}

static void patrol(struct turns *turns);

/* The ledger is slow, or away: whoever asks has to hear so in time. */
static void on_patrol(void *arg)
{
	struct turns *turns = arg;
	int64_t now_ms = clock_uptime_ms(turns->options.clock);
	bool left = false;

	turns->patrols = false;
	for (struct running *other = turns->first; other; other = other->next) {
		if (!other->queues)
			continue;
		if (now_ms - other->queued_ms >= TURN_QUEUE_MAX_MS)
			let_in(other);
		else
			left = true;
	}
	if (left)
		patrol(turns);
}

static void patrol(struct turns *turns)
{
	if (turns->patrols)
		return;
	turns->patrols = true;
	clock_wake(turns->options.clock, TURN_QUEUE_MAX_MS, on_patrol, turns);
}

bool turn_queue_enter(struct running *running)
{
	struct turns *turns = running->turns;

	if (running->works)
		return true;
	if (turns->working < TURNS_AT_ONCE) {
		running->works = true;
		turns->working++;
		return true;
	}
	running->queues = true;
	running->queued_ms = clock_uptime_ms(turns->options.clock);
	patrol(turns);
	return false;
}

void turn_queue_leave(struct running *running)
{
	struct turns *turns = running->turns;
	struct running *oldest = NULL;

	if (!running->works)
		return;
	running->works = false;
	if (--turns->working >= TURNS_AT_ONCE)
		return;
	for (struct running *other = turns->first; other; other = other->next)
		if (other->queues)
			oldest = other;
	if (oldest)
		let_in(oldest);
}

bool turn_queue_hold(struct running *running)
{
	for (struct running *other = running->turns->first; other;
	    other = other->next) {
		if (other != running && other->holds &&
		    strcmp(other->incident_id, running->incident_id) == 0) {
			running->waits = true;
			return false;
		}
	}
	running->holds = true;
	return true;
}

/* New turns are put in front, so the last one found has waited longest. */
void turn_queue_let_go(struct turns *turns, const char *incident_id)
{
	struct running *oldest = NULL;

	for (struct running *other = turns->first; other; other = other->next) {
		if (other->waits &&
		    strcmp(other->incident_id, incident_id) == 0)
			oldest = other;
	}
	if (!oldest)
		return;
	oldest->waits = false;
	clock_wake(turns->options.clock, 0, turn_begin, oldest);
}
