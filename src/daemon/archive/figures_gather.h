/* SPDX-License-Identifier: MIT
 *
 * figures_gather: reads what counts of each incident out of the index, part
 * after part, so that no part holds up the ledger, the latest first, at most so
 * many. What is made of it: core/report/figures.h.
 */
#ifndef INCBOT_DAEMON_FIGURES_GATHER_H
#define INCBOT_DAEMON_FIGURES_GATHER_H

#include "base/base.h"
#include "core/report/figures.h"

struct arena;
struct ledger;

/* Not good: the ledger does not answer. */
typedef void figures_gather_cb(void *arg, bool good);

/* Fills the facts, whose zone and max are given, and which live in the arena
 * with what belongs to them. */
void figures_gather(struct ledger *ledger, struct arena *arena,
    struct figures_facts *facts, figures_gather_cb *callback, void *arg);

#endif
