/* SPDX-License-Identifier: MIT
 *
 * ledger_memory: the ledger in memory, for the simulator, transcripts and
 * everybody who builds on services/ledger/ledger.h without Redis. Each handle
 * is one replica's; handles may share a store. A call takes effect at once, its
 * answer waits for ledger_memory_step(). Time is what the test says.
 *
 * Link it before libio.a, which holds the ledger over Redis.
 */
#ifndef INCBOT_TESTS_LEDGER_MEMORY_H
#define INCBOT_TESTS_LEDGER_MEMORY_H

#include "base/base.h"
#include "services/ledger/ledger.h"

/* A handle on a store of its own, which does not exist before
 * ledger_open(..., true, ...); and another handle on the same store. Both end
 * with ledger_free(), which is also how a replica dies: its answers are never
 * given. */
NODISCARD struct ledger *ledger_memory_new(void);
NODISCARD struct ledger *ledger_memory_attach(struct ledger *ledger);

/* The store's clock: all its handles see it. 0 at first; may go back. */
void ledger_memory_set_now(struct ledger *ledger, int64_t now_ms);
/* This replica's own clock is wrong: the store's minus its own. */
void ledger_memory_set_skew(struct ledger *ledger, int64_t skew_ms);

/* Gives the oldest answer that waits on this handle. False if none did. */
bool ledger_memory_step(struct ledger *ledger);
size_t ledger_memory_waiting(const struct ledger *ledger);

enum ledger_fault {
	LEDGER_FAULT_NONE,
	LEDGER_FAULT_UNAVAILABLE,	/* nothing happens; UNKNOWN */
	LEDGER_FAULT_ANSWER_LOST,	/* it happens; UNKNOWN */
	LEDGER_FAULT_UNCONFIRMED,	/* it happens; commits and claims say
					   UNCONFIRMED */
	LEDGER_FAULT_FULL,	/* commits and new numbers are refused */
};

/* After `after` more calls on this handle, the next `times` calls fail. */
void ledger_memory_fail(struct ledger *ledger, enum ledger_fault fault,
    unsigned after, unsigned times);

/* Tells of every commit that took effect and every completion, whoever of the
 * store's handles asked for it; handles attached later are watched too. */
struct ledger_watch {
	void *arg;
	/* finished_due_ms: the consumed job's, 0 if there was none. */
	void (*committed)(void *arg, const struct ledger_commit *commit,
	    int64_t finished_due_ms);
	void (*completed)(void *arg,
	    const struct ledger_completion *completion);
};
void ledger_memory_watch(struct ledger *ledger,
    const struct ledger_watch *watch);

/* Every job that is left, in no order. */
typedef void ledger_job_cb(void *arg, const struct ledger_job *job);
void ledger_memory_jobs(const struct ledger *ledger, ledger_job_cb *callback,
    void *arg);

/* All input keys have expired, as after a jump of the ledger's clock. */
void ledger_memory_forget_inputs(struct ledger *ledger);
/* FLUSHALL. */
void ledger_memory_wipe(struct ledger *ledger);
/* Leaves the incident's snapshot and timeline in disagreement. */
void ledger_memory_split(struct ledger *ledger, const char *id);
/* It cannot be loaded any more. */
void ledger_memory_garble(struct ledger *ledger, const char *id);

#endif
