/* SPDX-License-Identifier: MIT
 *
 * severity: how bad it is now, both ways, at any time (P1.3). Everything that
 * hangs on it is planned anew in the same commit: channel, pages, the
 * acknowledgement target, the cadence of updates. Lowering it takes people
 * away from the incident, so that needs a reason; raising it never waits for
 * one.
 */
#include "handlers/handler.h"
#include "base/text.h"
#include "core/views/view.h"
#include "handlers/ladder.h"
#include "handlers/tickets.h"

/* What is wanted already stays wanted by then. */
static int64_t stable_due_ms(const struct turn *turn,
    const struct severity_policy *level)
{
	if (level->stable_target_ms == 0)
		return 0;
	if (turn->incident->stable_due_ms > 0)
		return turn->incident->stable_due_ms;
	return turn->now_ms + level->stable_target_ms;
}

static json_t *form(struct turn *turn)
{
	int level = *turn_text(turn, "level") ? turn_number(turn, "level") :
	    turn->incident->severity;

	return view_severity_form(turn->arena, turn->incident, turn->policy,
	    level);
}

/* Nobody is called off without a word: whoever clicked is asked for it,
 * whoever typed is told how. */
static enum outcome ask_reason(struct turn *turn, int severity)
{
	if (turn->request->kind == REQUEST_CLICK &&
	    *turn->request->trigger_id)
		return decision_open_form(turn->out, form(turn));
	turn->out->error_field = "reason";
	return decision_refuse(turn->out, "Lowering the severity needs a "
	    "reason, which goes into the channel and the postmortem: "
	    "`%s sev %d why it is less`.", turn->policy->command, severity);
}

static enum outcome run(struct turn *turn)
{
	int severity = turn_number(turn, "level");
	int before = turn->incident->severity;
	bool had_room = turn->incident->flags & FLAG_ROOM;
	const struct severity_policy *level =
	    &turn->policy->severities[severity];
	struct event event = turn_event(turn, EVENT_SEVERITY_SET);

	if (severity == before)
		return decision_refuse(turn->out, "It is already %s.",
		    severity_name(severity));
	if (severity > before && !*turn_text(turn, "reason"))
		return ask_reason(turn, severity);
	event.number = severity;
	event.flags = level->opens_room ? FLAG_ROOM : 0;
	event.span_ms = level->update_every_ms;
	event.due_ms = level->ack_target_ms ?
	    turn->now_ms + level->ack_target_ms : 0;
	event.stable_due_ms = stable_due_ms(turn, level);
	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "reason"));
	decision_event(turn->out, &event);

	if (level->opens_room && !had_room)
		decision_effect(turn->out,
		    &(struct effect){ .kind = EFFECT_ROOM_OPEN });
	ladder_plan(turn);
	triage_plan(turn);
	return decision_reply(turn->out, "It is %s now; reminders and paging "
	    "follow.", severity_name(severity));
}

/* Lowering it calls nobody anew. */
static bool calls(const struct turn *turn)
{
	int severity = turn_number(turn, "level");

	return severity < turn->incident->severity &&
	    turn->policy->severities[severity].pages &&
	    !(turn->incident->flags & FLAG_DRILL);
}

const struct handler cmd_severity = {
	.name = "severity", .aliases = "sev",
	.arguments = "level:severity reason:text?",
	.usage = "sev 1|2|3 [why]",
	.help = "Raise or lower the severity; lowering needs the why.",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .phases = IN_LIVE,
	.calls = calls, .form = form, .run = run,
};
