/* SPDX-License-Identifier: MIT
 *
 * turn_commit: a decision as the one commit that makes it true: events,
 * snapshot, jobs added and cancelled, the consumed job, the input's key.
 */
#ifndef INCBOT_DAEMON_TURN_COMMIT_H
#define INCBOT_DAEMON_TURN_COMMIT_H

#include "core/decision.h"
#include "services/ledger/ledger.h"

/* `job` and `token` as for turn_run(). In the decision's memory, and pointing
 * into the decision. */
struct ledger_commit *turn_commit(const struct decision *decision,
    const char *job, const char *token);

#endif
