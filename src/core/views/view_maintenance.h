/* SPDX-License-Identifier: MIT
 *
 * view_maintenance: planned maintenance (core/maintenance.h) as people see it:
 * the list with its buttons, the forms by which it is planned and changed, and
 * what is said of it in the broadcast channel. Pure, like core/views/view.h.
 */
#ifndef INCBOT_CORE_VIEW_MAINTENANCE_H
#define INCBOT_CORE_VIEW_MAINTENANCE_H

#include "base/base.h"
#include "core/effect.h"
#include "core/policy.h"
#include "core/site.h"
#include <jansson.h>

struct arena;

/* What is planned or under way. */
json_t *view_maintenances(struct arena *arena, const struct policy *policy,
    const struct site *site, const char **fallback);

/* What the form says unless it is changed; "" = nothing. `leaks` and `seen`
 * as in core/views/view.h. */
struct maintenance_draft {
	const char *when;
	const char *title;
	const char *affected;
	const char *text;
	const char *leaks;
	const char *seen;
};
json_t *view_plan_form(struct arena *arena, const struct policy *policy,
    const struct maintenance_draft *draft);
/* Another text, another time, or the reason for which it is cancelled. */
json_t *view_maintenance_text_form(struct arena *arena,
    const struct maintenance *maintenance, const char *text,
    const char *leaks, const char *seen);
json_t *view_maintenance_move_form(struct arena *arena,
    const struct maintenance *maintenance);
json_t *view_maintenance_cancel_form(struct arena *arena,
    const struct maintenance *maintenance);

/* What is told of it in Slack: what happens when; the effect's own words come
 * below it, as a quote. */
const char *maintenance_lead(struct arena *arena,
    const struct effect *effect, const struct site *site,
    const struct policy *policy);

/* "Checkout and 2 more", mrkdwn; "" = nothing is affected. */
const char *maintenance_affects(struct arena *arena,
    const struct policy *policy, const char *affected);

#endif
