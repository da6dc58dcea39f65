/* SPDX-License-Identifier: MIT
 *
 * view_message: the messages that effects send: what is said in the
 * incident's channel, the reminders, pages and announcements. Each is drawn
 * from the effect and the incident as it is when the message goes out.
 * Whether a message still has a reason is core/views/render.c's question.
 */
#ifndef INCBOT_CORE_VIEW_MESSAGE_H
#define INCBOT_CORE_VIEW_MESSAGE_H

#include "base/base.h"
#include "core/effect.h"
#include "core/incident.h"
#include "core/policy.h"
#include <jansson.h>

struct arena;

struct message {
	json_t *blocks;		/* owned by whoever has the message */
	const char *text;	/* for notifications, in mrkdwn */
};

typedef struct message message_fn(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy);

message_fn message_card;
message_fn message_comms_card;
message_fn message_company_line;
message_fn message_proposal;
message_fn message_nag_proposal;
message_fn message_held;
message_fn message_checklist;
message_fn message_nag_stable;
message_fn message_say;
message_fn message_tell;
message_fn message_draft;
message_fn message_approval;
message_fn message_settled;
message_fn message_nag_role;
message_fn message_nag_room;
message_fn message_nag_person;
message_fn message_handover;
message_fn message_brief;
message_fn message_page;
message_fn message_company_update;
message_fn message_notify;

/* What can be done about a proposal: buttons, and the same by typing. */
void view_add_choice(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy);

/* The event's sentence with its text cut to what fits a line of a list. */
const char *view_sentence_short(struct arena *arena,
    const struct event *event);

/* The event's sentence up to the people's own words, which are then quoted
 * below it in full: "@ana noted:" */
const char *view_sentence_lead(struct arena *arena,
    const struct event *event);

#endif
