/* SPDX-License-Identifier: MIT
 *
 * doctor_steps: what the steps of the doctor share. A step looks at one
 * thing, says what it found with doctor_ok(), _fail(), _warn() or _skip(),
 * and ends with doctor_next(), then or later. Only doctor*.c include this.
 */
#ifndef INCBOT_DAEMON_DOCTOR_STEPS_H
#define INCBOT_DAEMON_DOCTOR_STEPS_H

#include "base/base.h"
#include "io/loop.h"

struct config;
struct doctor_redis;
struct http_client;
struct outbound;
struct redis_connection;
struct resolver;
struct slack;
struct tls_trust;

#define DOCTOR_STEP_MS 8000	/* a step that takes longer has failed */
#define DOCTOR_SKEW_MAX_MS 2000

struct doctor {
	char *const *environment;
	FILE *out;
	bool failed;
	struct config *config;
	bool config_good, tokens_good;
	bool slack_answers;	/* whatever it says */
	bool slack_good;	/* the bot token works */

	struct loop *loop;
	struct resolver *resolver;
	struct tls_trust *trust;
	struct http_client *http;
	struct slack *slack;
	struct outbound *outbound;	/* NULL until something asks */
	size_t knock;		/* of doctor_pagers.c */
	struct redis_connection *redis;
	struct ssl_ctx_st *redis_tls;
	bool redis_answered;

	size_t tracker;		/* that is being asked */

	size_t step;		/* the one that is under way */
	struct timer deadline;
	char scopes[1024];	/* what the bot token may */
};

/* "ok    what" */
void doctor_ok(struct doctor *doctor, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* "FAIL  what: how to mend it" */
void doctor_fail(struct doctor *doctor, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* "warn  what: how to make it better"; not a failure */
void doctor_warn(struct doctor *doctor, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* "skip  what: why" */
void doctor_skip(struct doctor *doctor, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* Ends the step; the next begins in the next tick. */
void doctor_next(struct doctor *doctor);

/* The steps that ask others. */
void doctor_slack(struct doctor *doctor);
void doctor_scopes(struct doctor *doctor);
void doctor_socket(struct doctor *doctor);
void doctor_broadcast(struct doctor *doctor);
void doctor_groups(struct doctor *doctor);
void doctor_redis(struct doctor *doctor);
void doctor_archive(struct doctor *doctor);
void doctor_page(struct doctor *doctor);
void doctor_figures(struct doctor *doctor);
void doctor_oncall(struct doctor *doctor);
void doctor_pagers(struct doctor *doctor);
void doctor_statuspage(struct doctor *doctor);
void doctor_instatus(struct doctor *doctor);
void doctor_tickets(struct doctor *doctor);

/* The scopes that the bot token needs, NULL at the end; the same as in
 * config/incbot-manifest.json. */
extern const char *const doctor_scopes_needed[];

#endif
