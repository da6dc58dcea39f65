/* SPDX-License-Identifier: MIT
 *
 * comms: see comms.h.
 */
#include "core/comms.h"
#include "base/text.h"
#include "core/decision.h"

bool comms_says(const struct event *event)
{
	switch (event->kind) {
	case EVENT_UPDATE_PUBLISHED:
	case EVENT_UPDATE_SNOOZED:
	case EVENT_PLACE_RETRIED:
	case EVENT_RESOLVED:	/* the final update's words */
	case EVENT_REOPENED:	/* without the reason */
	case EVENT_CLOSED:
		return true;
	case EVENT_ROLE_TAKEN:
		return event->number == ROLE_COMMS;
	default:
		return false;
	}
}

/* Of those in whom anybody there is interested. */
static bool holders_differ(const struct incident *before,
    const struct incident *after)
{
	return strcmp(before->roles[ROLE_COMMS].user,
	    after->roles[ROLE_COMMS].user) != 0 ||
	    strcmp(before->roles[ROLE_COMMANDER].user,
	    after->roles[ROLE_COMMANDER].user) != 0;
}

bool comms_differ(const struct incident *before,
    const struct incident *after)
{
	return before->severity != after->severity ||
	    before->phase != after->phase || before->flags != after->flags ||
	    before->update_count != after->update_count ||
	    before->update_due_ms != after->update_due_ms ||
	    before->update_every_ms != after->update_every_ms ||
	    before->places_failed != after->places_failed ||
	    before->places_waiting != after->places_waiting ||
	    before->draft_ms != after->draft_ms ||
	    before->public_status != after->public_status ||
	    strcmp(before->public_title, after->public_title) != 0 ||
	    strcmp(before->affected, after->affected) != 0 ||
	    strcmp(before->room_id, after->room_id) != 0 ||
	    holders_differ(before, after);
}

bool announcement_differs(const struct incident *before,
    const struct incident *after)
{
	return before->severity != after->severity ||
	    before->phase != after->phase ||
	    strcmp(before->title, after->title) != 0 ||
	    strcmp(before->room_id, after->room_id) != 0 ||
	    strcmp(before->roles[ROLE_COMMANDER].user,
	    after->roles[ROLE_COMMANDER].user) != 0;
}

static bool wants(const struct decision *decision,
    const struct incident *incident)
{
	return decision->policy && *incident->room_id &&
	    incident_is_open(incident) &&
	    decision->policy->severities[incident->severity].opens_comms;
}

static void add(struct decision *decision, int kind, const char *user)
{
	struct effect effect = { .kind = kind };

	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(decision, &effect);
}

static bool has_event(const struct decision *decision, int kind)
{
	for (int i = 0; i < decision->event_count; i++) {
		if (decision->events[i]->kind == kind)
			return true;
	}
	return false;
}

/* What the whole channel is reminded of is said there too. */
static void remind(struct decision *decision)
{
	for (int i = decision->effect_count - 1; i >= 0; i--) {
		struct effect effect = { .kind = EFFECT_COMMS_NAG };

		if (decision->effects[i]->kind != EFFECT_NAG_ROOM)
			continue;
		effect.number = decision->effects[i]->number;
		effect.cycle = decision->effects[i]->cycle;
		decision_effect(decision, &effect);
		return;
	}
}

/* Resolving publishes the final update in the same turn: said once. */
static bool is_said_twice(const struct decision *decision, int index)
{
	const struct event *event = decision->events[index];

	for (int i = 0; i < index && event->kind == EVENT_RESOLVED; i++) {
		if (decision->events[i]->kind == EVENT_UPDATE_PUBLISHED &&
		    strcmp(decision->events[i]->text, event->text) == 0)
			return true;
	}
	return false;
}

static void say(struct decision *decision)
{
	for (int i = 0; i < decision->event_count; i++) {
		const struct event *event = decision->events[i];
		struct effect effect = { .kind = EFFECT_COMMS_SAY,
		    .event = *event };

		if (event->kind == EVENT_REOPENED)
			effect.event.text[0] = '\0';	/* from inside */
		if (comms_says(event) && !is_said_twice(decision, i))
			decision_effect(decision, &effect);
	}
}

void comms_follow(struct decision *decision, const struct incident *before)
{
	const struct incident *after = &decision->incident;
	const char *lead = after->roles[ROLE_COMMS].user;

	if (!*after->comms_id) {
		if (wants(decision, after) && !wants(decision, before))
			add(decision, EFFECT_COMMS_OPEN, "");
		return;
	}
	if (has_event(decision, EVENT_COMMS_OPENED))
		return;		/* it is furnished by whoever opened it */
	if (*lead && strcmp(lead, before->roles[ROLE_COMMS].user) != 0)
		add(decision, EFFECT_COMMS_INVITE, lead);
	say(decision);
	remind(decision);
	if (*after->comms_card_ts && comms_differ(before, after))
		add(decision, EFFECT_COMMS_CARD_REFRESH, "");
}
