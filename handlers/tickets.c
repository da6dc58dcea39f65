/* SPDX-License-Identifier: MIT
 *
 * tickets: see tickets.h.
 */
#include "handlers/tickets.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/calendar/business.h"
#include "core/oncall/oncall.h"
#include "core/postmortem.h"
#include "core/ticket.h"

void ticket_ask(struct turn *turn, int number, const char *way)
{
	struct event event = turn_event(turn, EVENT_TICKET_ASKED);
	struct effect effect = { .kind = EFFECT_TICKET_OPEN,
		.number = number };

	event.number = number;
	(void)text_copy(event.name, sizeof(event.name), way);
	(void)text_copy(effect.way, sizeof(effect.way), way);
	decision_event(turn->out, &event);
	decision_effect(turn->out, &effect);
}

void ticket_ask_by_policy(struct turn *turn, int number)
{
	const struct ticket_policy *policy = &turn->policy->tickets;
	const struct ticket *ticket = ticket_by_number(turn->incident,
	    number);
	const char *way = number == 0 ? policy->sev3 : policy->actions;

	if (*way && !*ticket->way &&
	    !(turn->incident->flags & (FLAG_DRILL | FLAG_PRIVATE)))
		ticket_ask(turn, number, way);
}

void ticket_say(struct turn *turn, const struct event *event)
{
	const struct action *action = action_by_number(turn->incident,
	    event->number);
	const char *user = action && *action->owner ? action->owner :
	    turn->incident->declared_by;
	bool room = turn->incident->flags & FLAG_ROOM;
	struct effect effect = { .kind = room ? EFFECT_SAY : EFFECT_TELL,
		.event = *event };

	if (!room && !*user)
		return;
	effect.event.at_ms = turn->now_ms;
	if (!room)
		(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
}

/* --- triage --------------------------------------------------------------- */

void triage_plan(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	struct event event = turn_event(turn, EVENT_TRIAGE_SET);

	if (incident->severity != SEV3)
		return;
	ticket_ask_by_policy(turn, 0);
	if (incident->acknowledged_ms || (incident->flags & FLAG_DRILL) ||
	    turn->policy->tickets.triage_ms == 0)
		return;
	event.due_ms = business_add_ms(&turn->policy->business,
	    turn->policy->zone, turn->now_ms,
	    turn->policy->tickets.triage_ms);
	decision_event(turn->out, &event);
}

/* Whoever is on call now, as a reminder, not as a page; again at the
 * beginning of every business day. */
void triage_due(struct turn *turn, int64_t late_ms)
{
	const struct incident *incident = turn->incident;
	const char *user = oncall_user(turn->policy, turn->site,
	    incident->service, ONCALL_PRIMARY, turn->now_ms);
	struct event event = turn_event(turn, EVENT_TRIAGE_NAGGED);
	struct effect effect = { .kind = EFFECT_NAG_TRIAGE };

	if (!*user)
		user = incident->declared_by;
	event.span_ms = late_ms;
	event.due_ms = business_next_ms(&turn->policy->business,
	    turn->policy->zone, turn->now_ms);
	(void)text_copy(event.user, sizeof(event.user), user);
	decision_event(turn->out, &event);
	(void)text_copy(effect.user, sizeof(effect.user), user);
	if (*user)
		decision_effect(turn->out, &effect);
}
