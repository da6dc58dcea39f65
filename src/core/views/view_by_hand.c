/* SPDX-License-Identifier: MIT
 *
 * view_by_hand: see view_by_hand.h.
 */
#include "core/views/view_by_hand.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/views/mrkdwn.h"
#include "core/oncall/oncall.h"
#include "core/policy.h"

#define BY_HAND_MAX 4000	/* bytes */

/* "<@U1>, then <@U2>" in the order of the escalation; 0 = nobody. */
static int add_people(struct text *text, struct arena *arena,
    const struct policy *policy, const char *service, int64_t now_ms)
{
	const char *before = "";
	int count = 0;

	for (int rung = ONCALL_PRIMARY; rung <= ONCALL_MANAGER; rung++) {
		const char *user = oncall_scheduled(policy, service,
		    (enum oncall_rung)rung, now_ms);

		if (!*user || strcmp(user, before) == 0)
			continue;
		text_add(text, count++ > 0 ? ", then " : "");
		text_add(text, mrkdwn_user(arena, user));
		before = user;
	}
	return count;
}

/* Whoever is called for it is called for everything. */
static bool is_like_all(const struct policy *policy, const char *service,
    int64_t now_ms)
{
	return strcmp(oncall_scheduled(policy, service, ONCALL_PRIMARY,
	    now_ms), oncall_scheduled(policy, "", ONCALL_PRIMARY,
	    now_ms)) == 0;
}

/* "For checkout: <@U3>." for each service with people of its own. */
static void add_services(struct text *text, struct arena *arena,
    const struct policy *policy, int64_t now_ms)
{
	int named = 0, left = 0;

	for (int i = 0; i < policy->service_count; i++) {
		const char *name = policy->services[i].name;

		if (is_like_all(policy, name, now_ms))
			continue;
		if (named == BY_HAND_SERVICES_MAX) {
			left++;
			continue;
		}
		named++;
		text_addf(text, " For %s: ", mrkdwn_escape(arena, name));
		(void)add_people(text, arena, policy, name, now_ms);
		text_add(text, ".");
	}
	if (left > 0)
		text_addf(text, " (%d more in the config.)", left);
}

/* "15 min for SEV1, 30 min for SEV2" */
static void add_cadences(struct text *text, const struct policy *policy)
{
	bool first = true;

	for (int severity = SEV1; severity <= SEVERITY_COUNT; severity++) {
		char span[WHEN_TEXT_SIZE];
		int64_t every_ms = policy->severities[severity].update_every_ms;

		if (every_ms == 0)
			continue;
		when_format_duration(span, sizeof(span), every_ms);
		text_addf(text, "%s%s for %s", first ? "" : ", ", span,
		    severity_name(severity));
		first = false;
	}
}

const char *view_by_hand(struct arena *arena, const struct policy *policy,
    int64_t now_ms)
{
	struct text text = text_new(arena, BY_HAND_MAX);

	text_add(&text, "Until then, by hand: call ");
	if (add_people(&text, arena, policy, "", now_ms) == 0)
		text_add(&text, "whoever is on call");
	text_add(&text, ".");
	add_services(&text, arena, policy, now_ms);
	text_add(&text, " Open a channel, write down there what happens and "
	    "when, and say who is in command. Publish an update every ");
	add_cadences(&text, policy);
	text_add(&text, ".");
	return text.data;
}
