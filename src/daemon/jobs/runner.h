/* SPDX-License-Identifier: MIT
 *
 * runner: takes what is due from the agenda, under a lease, and does it: an
 * appointment becomes a request and a turn; an effect becomes a call to Slack
 * or to another service. Each is done at least once by its lease and made once
 * by looking before repeating (reconcile), by asking right before the send
 * whether it is still ours, and by a verify job that removes a surplus post.
 * The steps of one effect are in effect_job.c.
 */
#ifndef INCBOT_DAEMON_RUNNER_H
#define INCBOT_DAEMON_RUNNER_H

#include "base/base.h"

struct board_keeper;
struct clock;
struct errands;
struct ledger;
struct policy;
struct runner;
struct slack;
struct turns;

#define LEASE_MS 30000
#define SEND_MAX_MS 7000	/* Slack's 5 s and 2 s to spare */
#define POLL_MS 500		/* others may have added something */
#define JOBS_AT_ONCE 16
#define PLACES_URGENT 4		/* more, for SEV1 only */
#define PLACES_PAGES 12		/* and more, for pages and escalation only */
#define FULL_POLL_MS 100	/* for those, while the others are full */
#define EFFECT_AGE_MAX_MS (INT64_C(24) * 60 * 60 * 1000)

struct runner_options {
	struct clock *clock;
	struct ledger *ledger;
	struct slack *slack;
	const struct errands *errands;	/* what is not Slack's */
	struct turns *turns;
	const struct policy *policy;
	struct board_keeper *board;	/* writes the public page */
	const char *worker;	/* this process's name, nobody else's ever */
};

struct runner *runner_new(const struct runner_options *options);
void runner_free(struct runner *runner);
void runner_set_policy(struct runner *runner, const struct policy *policy);

/* Begins to claim; runner_poke() says that new jobs may be due now. */
void runner_start(struct runner *runner);
void runner_poke(struct runner *runner);

/* No more claims; what is under way is finished. */
void runner_stop(struct runner *runner);
bool runner_is_idle(const struct runner *runner);

struct runner_state {
	int64_t answered_ms;	/* uptime of the ledger's last OK; 0 = none */
	int64_t oldest_due_ms;	/* of what is not done yet, maybe in the
				   future; 0 = the agenda is empty */
	uint64_t effects_done;	/* since the start, as far as known here */
	uint64_t effects_given_up;
};

void runner_look(const struct runner *runner, struct runner_state *state);

#endif
