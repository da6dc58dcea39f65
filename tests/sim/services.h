/* SPDX-License-Identifier: MIT
 *
 * services: what public updates go to beside Slack: a small Statuspage and a
 * small Instatus, which keep incidents and know no idempotency keys, a receiver
 * of signed webhooks, and a mail server. Each tells news.h what it took.
 * Faults on the way are courier.c's affair.
 */
#ifndef INCBOT_TESTS_SIM_SERVICES_H
#define INCBOT_TESTS_SIM_SERVICES_H

#include "base/base.h"

struct config;
struct world;

/* Where those are that the policy names, and who may write there. */
void services_configure(struct config *config);

struct arrival {
	const char *target;	/* "statuspage", ...: core/place.h; or "mail" */
	const char *method;
	const char *path;
	const char *body;
	const char *key;	/* X-Incbot-Event; "" = none */
	const char *to;		/* of a letter */
	bool stopped;		/* the sender, right before it left */
};

/* A call arrives: its HTTP status, and the answer's body or NULL. */
int services_take(struct world *world, const struct arrival *arrival,
    char **answered);
/* A call that the service refuses instead. False if that would make no sense:
 * a mail server does not refuse what it took before. */
bool services_may_refuse(const struct world *world,
    const struct arrival *arrival);

#endif
