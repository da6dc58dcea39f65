/* SPDX-License-Identifier: MIT
 *
 * calendar_web: the rotations' calendars for programs that subscribe to them:
 * GET /calendar/NAME.ics?token=TOKEN on the common listener. Drawn anew for
 * each request, with what was changed in Slack; while Redis is away, with the
 * changes as they were last known.
 */
#ifndef INCBOT_DAEMON_CALENDAR_WEB_H
#define INCBOT_DAEMON_CALENDAR_WEB_H

#include "base/base.h"
#include "base/secret.h"
#include "core/policy.h"

struct calendar_web;
struct clock;
struct ledger;
struct web;

#define CALENDAR_WEB_PATH "/calendar/"
#define CALENDAR_ASKED_MAX 32	/* at once; more are told 503 */

struct calendar_web_options {
	struct clock *clock;
	struct ledger *ledger;
	const struct policy *policy;
	const struct secret *token;	/* copied; not set: no calendars */
};

/* Hangs itself on the listener. */
struct calendar_web *calendar_web_new(struct web *web,
    const struct calendar_web_options *options);
/* After the ledger, which may still owe an answer. */
void calendar_web_free(struct calendar_web *calendars);
void calendar_web_set_policy(struct calendar_web *calendars,
    const struct policy *policy);

#endif
