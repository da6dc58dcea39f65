/* SPDX-License-Identifier: MIT
 *
 * turn_kept: looking for incidents that may be dropped (core/keeping.h), from
 * the oldest on, part after part.
 */
#ifndef INCBOT_DAEMON_TURN_KEPT_H
#define INCBOT_DAEMON_TURN_KEPT_H

#include "core/incident.h"
#include "core/policy.h"
#include "services/ledger/ledger.h"

struct arena;

/* At most DROPS_MAX, in the arena. Not good: the ledger does not answer. */
typedef void turn_kept_cb(void *arg, bool good, const struct incident *kept,
    int count);

struct turn_kept_wish {
	struct ledger *ledger;
	struct arena *arena;
	const struct policy *policy;
	int64_t now_ms;
};

void turn_kept(const struct turn_kept_wish *wish, turn_kept_cb *callback,
    void *arg);

#endif
