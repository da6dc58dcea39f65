/* SPDX-License-Identifier: MIT
 *
 * turn_after: what a handler adds to its reply once the commit has made it
 * true: of two who declare at the same instant the second to commit is told of
 * the first, which no look before the commit can promise. Whoever waits for
 * the reply is not kept waiting for it: where the ledger is slow, the reply
 * goes as it is. Read next: daemon/turns/turns.c.
 */
#include "daemon/turns/turn_parts.h"
#include "services/clock.h"

#define AFTER_AGE_MAX_MS 500	/* of a turn that may still look */

static void on_open_list(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct running *running = arg;
	struct turn *turn = &running->turn;

	if (status == LEDGER_OK) {
		/* The config may have been read anew meanwhile. */
		turn->policy = running->turns->options.policy;
		turn->open_count = turn_list_read(running, snapshots, count,
		    &turn->open);
		turn->open_total = (int)total;
		running->handler->after(turn);
	}
	turn_end(running, TURN_DONE);
}

void turn_after(struct running *running)
{
	struct turns *turns = running->turns;
	int64_t age_ms = clock_uptime_ms(turns->options.clock) -
	    running->started_ms;

	if (!running->handler->after || age_ms > AFTER_AGE_MAX_MS) {
		turn_end(running, TURN_DONE);
		return;
	}
	ledger_list_open(turns->options.ledger, 0, OPEN_LIST_MAX,
	    on_open_list, running);
}
