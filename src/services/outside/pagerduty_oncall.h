/* SPDX-License-Identifier: MIT
 *
 * pagerduty_oncall: who is on call by a schedule of PagerDuty's, asked by its
 * REST API (GET /oncalls, which hides how the schedule is kept). Draws the
 * question and reads the answer; who asks, and when:
 * daemon/jobs/oncall_watch.h.
 */
#ifndef INCBOT_SERVICES_PAGERDUTY_ONCALL_H
#define INCBOT_SERVICES_PAGERDUTY_ONCALL_H

#include "base/base.h"
#include "core/limits.h"
#include "core/oncall/looked.h"
#include "services/outside/outbound.h"

struct arena;
struct config;

#define ONCALL_PAGE 100		/* entries of one answer */

/* Somebody of PagerDuty's from then until then. */
struct pagerduty_shift {
	char id[ID_SIZE];	/* the person's, there */
	char name[NAME_SIZE];
	char email[NAME_SIZE];
	int64_t from_ms;
	int64_t until_ms;	/* INT64_MAX = for good */
};

struct pagerduty_shifts {
	struct pagerduty_shift all[LOOKED_SHIFTS_MAX];	/* by their begin */
	int count;
	bool full;	/* there are more; the last known begin is the end */
};

struct pagerduty_question {
	const char *schedule;
	int64_t from_ms;
	int64_t until_ms;
	int offset;
};

void pagerduty_oncall_ask(const struct config *config, struct arena *arena,
    const struct pagerduty_question *question,
    struct outbound_request *request);

/* A GET of the REST API. */
void pagerduty_address(const struct config *config, const char *path,
    struct outbound_request *request);

/* Whether the token is good and the schedule there. */
void pagerduty_oncall_check(const struct config *config, struct arena *arena,
    const char *schedule, struct outbound_request *request);

/* Adds what an answer says of the schedule; each shift once, whatever policies
 * it stands in. False if it is no such answer. *more: another page follows. */
NODISCARD bool pagerduty_oncall_read(const char *body, size_t length,
    const struct pagerduty_question *question,
    struct pagerduty_shifts *shifts, bool *more);

#endif
