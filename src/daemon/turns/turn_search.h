/* SPDX-License-Identifier: MIT
 *
 * turn_search: looking through the index of all incidents for the words of a
 * request, part after part, so that no part holds up the ledger.
 */
#ifndef INCBOT_DAEMON_TURN_SEARCH_H
#define INCBOT_DAEMON_TURN_SEARCH_H

#include "base/base.h"
#include "core/request.h"
#include "core/summary.h"
#include "services/ledger/ledger.h"

struct arena;

/* At most FOUND_MAX (handlers/handler.h), the latest first, in the arena;
 * `total` may exceed them. What is private is neither told nor counted. Not
 * good: the ledger does not answer. */
typedef void turn_search_cb(void *arg, bool good,
    const struct summary *found, int count, int total);

/* A typed line's first word is the command's own. */
void turn_search(struct ledger *ledger, struct arena *arena,
    const struct request *request, turn_search_cb *callback, void *arg);

#endif
