/* SPDX-License-Identifier: MIT
 *
 * view_postmortem: what people see of a postmortem in Slack: how it stands, its
 * forms, its line on the card, and the reminders (in view_message.h's shape).
 * The rules of core/views/view.h hold here too. Documents outside Slack:
 * core/report/report.h.
 */
#ifndef INCBOT_CORE_VIEW_POSTMORTEM_H
#define INCBOT_CORE_VIEW_POSTMORTEM_H

#include "base/base.h"
#include "core/incident.h"
#include "core/policy.h"
#include "core/postmortem.h"
#include "core/views/view_message.h"

struct arena;

/* One incident's postmortem, for one person's eyes: the sections as the
 * timeline has them, the items with what can be done to each, what is
 * missing. */
json_t *view_postmortem(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const struct event *timeline, int count,
    const char **fallback);

/* "Postmortem: @ana, due ..., root cause and impact missing, 2 items open"
 * with what can be clicked, for card and status; NULL if there is nothing to
 * say. */
json_t *view_postmortem_facts(struct arena *arena,
    const struct incident *incident, bool buttons);

/* Adds the Home tab's list of what is owed: resolved incidents whose
 * postmortem is due and open action items; mine first. */
void view_postmortem_home(struct arena *arena, json_t *blocks,
    const struct incident *owed, int count, const char *user);

/* What a form of sections begins with. */
struct section_form {
	const char *texts[SECTION_COUNT];
	const char *named;	/* whom they name, as blame_find() says it: a
				   warning stands above, and what is sent next
				   is saved as it is; NULL = nobody */
	const char *base;	/* names what stands there now: it comes back
				   with what is sent */
	const char *newer;	/* who has written since the form was opened,
				   whose words `now` are; NULL = nobody */
	const char *now[SECTION_COUNT];
};

/* Root cause and five whys (inputs "text", "why1" to "why5"). */
json_t *view_cause_form(struct arena *arena, const struct incident *incident,
    const struct section_form *form);
/* A section of one text, handler "impact" or "worked". */
json_t *view_section_form(struct arena *arena,
    const struct incident *incident, int section,
    const struct section_form *form);
/* A new item (number 0) or an edited one: inputs "text", "owner", "due" and
 * "category". */
json_t *view_action_form(struct arena *arena,
    const struct incident *incident, const struct policy *policy, int number);
json_t *view_owner_form(struct arena *arena, const struct incident *incident);
/* The input "owner" of the form that resolves. */
json_t *view_owner_input(const char *initial);

message_fn message_nag_postmortem;
message_fn message_nag_action;

#endif
