/* SPDX-License-Identifier: MIT
 *
 * due: an appointment fell due. Each ends in exactly one event: what was
 * done about it, or that it was skipped and why. A late one (incbot or Redis
 * was away) speaks once, for the step that has been reached by now, never
 * for all that were missed. When the next is due follows from the events.
 */
#include "handlers/handler.h"
#include "handlers/keeping.h"
#include "base/text.h"
#include "base/when.h"
#include "core/oncall/oncall.h"
#include "core/views/view.h"
#include "handlers/ladder.h"
#include "handlers/notices.h"
#include "handlers/postmortems.h"
#include "handlers/proposals.h"
#include "handlers/tickets.h"

static void nag(struct turn *turn, int kind, const char *user)
{
	struct effect effect = { .kind = kind };

	effect.number = turn->incident->update_stage;
	effect.cycle = turn->incident->update_count;
	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
}

/* The ladder: comms lead, then the commander too, then the channel (P4.1), at
 * last the engineering manager beside the channel.
 * Without an owner the channel from the start; without a channel whoever can
 * be found. */
static void nag_update(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	const char *owner = incident_update_owner(incident);
	const char *commander = incident->roles[ROLE_COMMANDER].user;
	const char *manager = oncall_user(turn->policy, turn->site,
	    incident->service, ONCALL_MANAGER, turn->now_ms);
	bool room = incident->flags & FLAG_ROOM;

	if (room && (!*owner ||
	    incident->update_stage >= UPDATE_STAGE_CHANNEL)) {
		nag(turn, EFFECT_NAG_ROOM, "");
		if (incident->update_stage > UPDATE_STAGE_CHANNEL &&
		    *manager)
			nag(turn, EFFECT_NAG_PERSON, manager);
		return;
	}
	nag(turn, EFFECT_NAG_PERSON, *owner ? owner : incident->declared_by);
	if (incident->update_stage >= UPDATE_STAGE_COMMANDER &&
	    *commander && strcmp(commander, owner) != 0)
		nag(turn, EFFECT_NAG_PERSON, commander);
}

static void run_update(struct turn *turn, int64_t late_ms)
{
	static const char *const names[] = {
		"due", "due soon", "due now", "overdue", "overdue",
	};
	struct event event = turn_event(turn, EVENT_UPDATE_NAGGED);

	event.number = appointment_update_stage(turn->incident,
	    turn->now_ms);
	event.span_ms = late_ms;
	(void)text_copy(event.name, sizeof(event.name),
	    names[event.number < UPDATE_STAGE_CHANNEL ?
	    event.number : UPDATE_STAGE_CHANNEL]);
	decision_event(turn->out, &event);
	nag_update(turn);
}

static void run_ack_target(struct turn *turn, int64_t late_ms)
{
	struct event event = turn_event(turn, EVENT_ACK_MISSED);

	event.span_ms = late_ms;
	when_format_duration(event.name, sizeof(event.name),
	    turn->policy->severities[turn->incident->severity].ack_target_ms);
	decision_event(turn->out, &event);
}

static void run_role_empty(struct turn *turn, int role, int64_t late_ms)
{
	struct event event = turn_event(turn, EVENT_ROLE_NAGGED);
	struct effect effect = { .kind = EFFECT_NAG_ROLE, .number = role };

	event.number = role;
	event.span_ms = late_ms;
	effect.cycle = turn->incident->roles[role].since_ms;
	decision_event(turn->out, &event);
	decision_effect(turn->out, &effect);
}

/* P5.4: the commander hears it with the open steps, or everybody if there is
 * none; without a channel whoever declared it. */
static void run_stable(struct turn *turn, int64_t late_ms)
{
	const struct incident *incident = turn->incident;
	const char *commander = incident->roles[ROLE_COMMANDER].user;
	struct event event = turn_event(turn, EVENT_STABLE_MISSED);
	struct effect effect = { .kind = EFFECT_NAG_STABLE };

	event.span_ms = late_ms;
	when_format_duration(event.name, sizeof(event.name),
	    turn->now_ms - late_ms - incident->declared_ms);
	decision_event(turn->out, &event);
	if (!*commander && (incident->flags & FLAG_ROOM)) {
		effect.kind = EFFECT_NAG_STABLE_ROOM;
		decision_effect(turn->out, &effect);
		return;
	}
	(void)text_copy(effect.user, sizeof(effect.user),
	    *commander ? commander : incident->declared_by);
	if (*effect.user)
		decision_effect(turn->out, &effect);
}

static void skip(struct turn *turn, int kind, const char *why)
{
	struct event event = turn_event(turn, EVENT_REMINDER_SKIPPED);

	(void)text_copy(event.name, sizeof(event.name),
	    appointment_word(kind));
	(void)text_copy(event.text, sizeof(event.text), why);
	decision_event(turn->out, &event);
}

/* Due is what the ledger's clock says. Ours may be some seconds behind it;
 * what was to come now has come, else it would come again at once, and again,
 * until the clocks meet. */
static bool was_moved(const struct turn *turn, int64_t due_ms)
{
	return due_ms > turn->now_ms && due_ms > turn->request->due_ms;
}

static void run_commander_empty(struct turn *turn, int64_t late_ms)
{
	run_role_empty(turn, ROLE_COMMANDER, late_ms);
}

static void run_technical_empty(struct turn *turn, int64_t late_ms)
{
	run_role_empty(turn, ROLE_TECHNICAL, late_ms);
}

static void run_comms_empty(struct turn *turn, int64_t late_ms)
{
	run_role_empty(turn, ROLE_COMMS, late_ms);
}

static void run_export(struct turn *turn, int64_t late_ms)
{
	(void)late_ms;
	keeping_ask(turn);
}

static void run_actions(struct turn *turn, int64_t late_ms)
{
	(void)late_ms;
	due_actions(turn);
}

typedef void due_fn(struct turn *turn, int64_t late_ms);

/* The site's have handlers of their own. */
static due_fn *const runs[APPOINTMENT_SITE_FIRST] = {
	[APPOINTMENT_ACK_TARGET] = run_ack_target,
	[APPOINTMENT_ESCALATE] = ladder_climb,
	[APPOINTMENT_PAGE_AGAIN] = ladder_again,
	[APPOINTMENT_UPDATE_DUE] = run_update,
	[APPOINTMENT_COMMANDER_EMPTY] = run_commander_empty,
	[APPOINTMENT_TECHNICAL_EMPTY] = run_technical_empty,
	[APPOINTMENT_COMMS_EMPTY] = run_comms_empty,
	[APPOINTMENT_STABLE_DUE] = run_stable,
	[APPOINTMENT_POSTMORTEM_DUE] = due_postmortem,
	[APPOINTMENT_TRIAGE_DUE] = triage_due,
	[APPOINTMENT_PROPOSAL_DUE] = proposal_due,
	[APPOINTMENT_NOTICES_DUE] = notices_due,
	[APPOINTMENT_EXPORT_DUE] = run_export,
	[APPOINTMENT_ACTION_DUE] = run_actions,
};

static enum outcome run(struct turn *turn)
{
	int kind = turn->request->number;
	int64_t due_ms = appointment_due_ms(turn->incident, kind);
	int64_t late_ms = turn->now_ms - turn->request->due_ms;

	if (due_ms == 0)
		skip(turn, kind, "its reason is gone");
	else if (was_moved(turn, due_ms))
		skip(turn, kind, "it was moved");
	else
		runs[kind](turn, late_ms > 0 ? late_ms : 0);
	return DECIDED;
}

const struct handler on_due = {
	.name = "due", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .who = WHO_ITSELF,
	.run = run,
};
