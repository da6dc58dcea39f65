/* SPDX-License-Identifier: MIT
 *
 * health: two pages for machines. GET /healthz: 200 while people are heard
 * and what they say is kept, else 503 and why, for load balancers and
 * watchdogs; behind that, a line each for what else is wrong. GET /metrics: a
 * few figures in the Prometheus text format.
 */
#ifndef INCBOT_DAEMON_HEALTH_H
#define INCBOT_DAEMON_HEALTH_H

#include "base/base.h"
#include "daemon/turns/turns.h"

struct arena;
struct clock;
struct health;
struct health_config;
struct ledger;
struct loop;
struct runner;

/* Longer without an OK of the ledger is too long: more than a slow disk, less
 * than anybody waits. */
#define HEALTH_LEDGER_MAX_MS 15000

struct health_facts {
	bool socket_up;		/* Slack can reach us */
	int socket_others;	/* connections that Slack counts beside ours */
	bool redis_up;
	bool stopping;
	const char *exports;	/* folder that cannot be written; NULL = it can,
				   or there is none */
	const char *page;	/* the same of the public page's */
	bool config_differs;	/* from what other replicas run */
	int64_t answer_age_ms;	/* of the ledger's last OK; -1 = none yet */
	int64_t oldest_due_age_ms;	/* 0 = nothing is late */
	uint64_t turns[TURN_RESULT_COUNT];
	uint64_t effects_done;
	uint64_t effects_given_up;
};

/* The pages' text, in the arena; *status is the HTTP status. */
const char *health_page(struct arena *arena, const struct health_facts *facts,
    int *status);
const char *health_metrics(struct arena *arena,
    const struct health_facts *facts);

struct health_options {
	struct clock *clock;
	struct ledger *ledger;
	struct turns *turns;
	struct runner *runner;
	/* Sets what only the daemon knows: both connections, stopping. */
	void (*look)(void *arg, struct health_facts *facts);
	void *arg;
};

/* NULL if it cannot listen there. Either way the log tells. */
NODISCARD struct health *health_new(struct loop *loop,
    const struct health_config *config, const struct health_options *options);
/* Before the loop. */
void health_free(struct health *health);

#endif
