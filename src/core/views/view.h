/* SPDX-License-Identifier: MIT
 *
 * view: what people see, as Block Kit (JSON) or mrkdwn. Pure functions of the
 * incident, the policy and now. Obeys Slack's limits (facts: Block Kit
 * reference; 50 blocks and about 10,000 characters a message, 100 blocks a
 * view, 3,000 characters a section). All user text passes core/views/mrkdwn.h,
 * and every mrkdwn object is verbatim. Every returned json_t is new; the caller
 * owns it.
 *
 * A click carries what it asks for in its action_id and value:
 * action_id "do:<handler>[:<n>]", value "<incident>|<epoch>|<words>". A choice
 * of the menu "More" (action_id "do:menu") names its handler in the value:
 * "<handler>|<incident>|<epoch>|<words>". The epoch is given (not 0) only
 * where an outdated click would do harm: reopen, close. (Who acknowledges
 * second is better told who was first.) A form carries its handler in
 * callback_id "do:<handler>", the incident in private_metadata
 * "<incident>|<epoch>|", and names its input blocks after the handler's
 * arguments; words left over would be refused.
 */
#ifndef INCBOT_CORE_VIEW_H
#define INCBOT_CORE_VIEW_H

#include "base/base.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/views/mrkdwn.h"
#include "core/policy.h"
#include <jansson.h>

struct arena;
struct numbered;

/* The sentence of event.def with its placeholders filled, as mrkdwn on one
 * line, at most about 2,500 characters (longer texts are cut with "…"). */
const char *view_sentence(struct arena *arena, const struct event *event);

/* The card: how bad, who owns it, what everybody needs to know; buttons for
 * the phase. Returns a blocks array; *fallback the notification text. */
json_t *view_card(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const char **fallback);
/* The same facts for one person's eyes (`/incident status`). */
json_t *view_status(struct arena *arena, const struct incident *incident,
    const struct policy *policy, int64_t now_ms, const char **fallback);
/* What an alert is part of the incident, as mrkdwn; there must be one. */
const char *view_alerts(struct arena *arena,
    const struct incident *incident);
/* The checklist of the first ten minutes (P5). */
json_t *view_steps(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const char **fallback);
/* What can be done now (bare `/incident` in an incident's channel). */
json_t *view_panel(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const char **fallback);
/* The channel's topic, at most 250 characters. Holders of roles are written
 * as mentions: a topic resolves them to names (and notifies nobody), while
 * nothing else in a topic is markup; a date cannot be, so the time is UTC. */
const char *view_topic(struct arena *arena, const struct incident *incident);
/* One line for the broadcast channel, kept up to date. It does not say what a
 * private incident is about, nor where. */
json_t *view_company_line(struct arena *arena,
    const struct incident *incident, const char **fallback);

/* Lists; `page` starts at 0, with buttons to turn pages; past the end is the
 * last page. Titles of private incidents are not shown in the list, and at
 * home only to those who take part. The timeline's page 0 is the latest
 * part, told in order, since a responder asks what happened just now. */
json_t *view_list(struct arena *arena, const struct incident *open,
    int count, int total, int page, const char **fallback);
json_t *view_timeline(struct arena *arena, const struct incident *incident,
    const struct numbered *timeline, int page, const char **fallback);
#define HOME_SUMMARY_BLOCKS 2	/* what it begins with; warnings follow */
json_t *view_home(struct arena *arena, const struct incident *open,
    int count, int total, const char *user, int64_t now_ms,
    const struct policy *policy);

/* Forms (modals). `title` and `severity` (0 = not given: the highest, P1.2)
 * prefill the declaration. */
json_t *view_declare_form(struct arena *arena, const struct policy *policy,
    const char *title, int severity);
/* What an update says unless it is changed: phase, components and title are
 * asked for where there is a public page. `leaks` is what was found in the
 * text (mrkdwn) and `seen` what tells that it was pointed out: "" = none. */
struct update_draft {
	int status;
	const char *affected;
	const char *title;
	const char *text;	/* "" = the last one, or how one may begin */
	const char *leaks;
	const char *seen;
};
json_t *view_update_form(struct arena *arena,
    const struct incident *incident, const struct policy *policy,
    const struct update_draft *draft);
json_t *view_text_form(struct arena *arena, const struct incident *incident,
    const char *handler, const char *heading, const char *label,
    const char *hint, const char *initial);	/* one input named "text" */
json_t *view_resolve_form(struct arena *arena,
    const struct incident *incident, const struct policy *policy);
json_t *view_severity_form(struct arena *arena,
    const struct incident *incident, const struct policy *policy,
    int severity);	/* chosen beforehand */
/* The three things of P5.2, with what is known of them so far. */
json_t *view_assess_form(struct arena *arena,
    const struct incident *incident, const char *broken, const char *reach,
    const char *since);
json_t *view_page_form(struct arena *arena, const struct incident *incident);
json_t *view_role_form(struct arena *arena, const struct incident *incident,
    const char *handler, int role);	/* "role" (set to role) and "user" */

/* The draft of the first public update (P4.2), plain text. */
const char *view_first_draft(struct arena *arena,
    const struct incident *incident, const struct policy *policy);

#endif
