/* SPDX-License-Identifier: MIT
 *
 * turn_timeline: the timeline that a handler asks for, read part after part,
 * however long it is. A turn holds TIMELINE_KEPT_MAX entries: of more, the
 * oldest are left out, but not what people wrote for good (the postmortem's
 * parts, the named cause, parked thoughts), which handlers look for, nor the
 * entry that is asked about, with what was said of it later.
 */
#ifndef INCBOT_DAEMON_TURN_TIMELINE_H
#define INCBOT_DAEMON_TURN_TIMELINE_H

#include "base/base.h"
#include "core/event.h"
#include "services/ledger/ledger.h"

struct arena;

#define TIMELINE_KEPT_MAX 1000

struct turn_timeline {
	struct event *events;	/* oldest first, in the arena */
	int *numbers;		/* of each in all of it, from 1 */
	int count;
	int left_out;
};

/* At most `kept_max` of them; TIMELINE_KEPT_MAX in a turn. `asked`: the number
 * of an entry, 0 = none. */
typedef void turn_timeline_cb(void *arg, enum ledger_status status,
    const struct turn_timeline *timeline);
void turn_timeline(struct ledger *ledger, struct arena *arena,
    const char *incident, int kept_max, int asked,
    turn_timeline_cb *callback, void *arg);

/* Leaves out the oldest quarter, what was written for good only if there is nothing
 * else; false if nothing is left. */
NODISCARD bool turn_timeline_shorten(struct turn_timeline *timeline);

#endif
