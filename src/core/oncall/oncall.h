/* SPDX-License-Identifier: MIT
 *
 * oncall: who is on call for a service, at any instant (P2.1): from the
 * config (core/policy.h) and what was changed in Slack (core/site.h). A pure
 * function of both and the instant, so that it can be asked of the past, of
 * the future, and while the ledger is away (with an empty site: the config
 * alone).
 */
#ifndef INCBOT_CORE_ONCALL_H
#define INCBOT_CORE_ONCALL_H

#include "base/base.h"

struct oncall_names;
struct rotation;
struct policy;
struct site;

/* Whom to page, in the order of the escalation (P2.2 to P2.4). */
enum oncall_rung {
	ONCALL_PRIMARY,
	ONCALL_SECONDARY,
	ONCALL_MANAGER,		/* after 30 minutes */
	ONCALL_SECURITY,	/* beside the others, for data loss or a */
	ONCALL_EXECUTIVE,	/* breach */
	ONCALL_RUNG_COUNT
};

/* The longest change of who is on call. */
#define COVER_SPAN_MAX_MS (INT64_C(60) * 24 * 60 * 60 * 1000)

/* The user id, or "" if nobody is named. The service may be unknown or "":
 * then the site's own people count. Lives as long as policy and site do. */
const char *oncall_user(const struct policy *policy, const struct site *site,
    const char *service, enum oncall_rung rung, int64_t now_ms);

/* The same as the config alone has it, changes made in Slack left out. */
const char *oncall_scheduled(const struct policy *policy,
    const char *service, enum oncall_rung rung, int64_t now_ms);

/* Where the config says who it is on that rung: the service, or the site for
 * all; NULL if neither does (then the responders count). */
const struct oncall_names *oncall_source(const struct policy *policy,
    const char *service, enum oncall_rung rung);

/* When the next one takes over, changes made in Slack included; 0 if nobody
 * does within ONCALL_AHEAD_MS. */
#define ONCALL_AHEAD_MS (INT64_C(400) * 24 * 60 * 60 * 1000)
int64_t oncall_change(const struct policy *policy, const struct site *site,
    const char *service, enum oncall_rung rung, int64_t now_ms);

/* Who is on call by this rotation, changes made in Slack included as far as
 * they are about the service and rung that it serves (the first such); and the
 * next instant at which that is somebody else, at most end_ms. */
const char *oncall_rotation_user(const struct policy *policy,
    const struct site *site, const struct rotation *rotation, int64_t at_ms);
int64_t oncall_rotation_change(const struct policy *policy,
    const struct site *site, const struct rotation *rotation, int64_t at_ms,
    int64_t end_ms);

/* True if anybody is called by it for this service. */
bool oncall_rotation_serves(const struct policy *policy, const char *service,
    const struct rotation *rotation);

/* "primary", "secondary", "manager", "security", "executive": as typed and
 * shown. */
const char *oncall_rung_word(int rung);

#endif
