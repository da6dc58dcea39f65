/* SPDX-License-Identifier: MIT
 *
 * declare, drill: open an incident. One line is enough; without a severity it
 * is the highest (P1.2). The channel is asked for first, everything that
 * stands in it follows in on_result.c when it is there. A drill is the same,
 * marked, and pages nobody (P7.4).
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"
#include "handlers/declare.h"
#include "handlers/ladder.h"
#include "handlers/tickets.h"

static int read_flags(const char *words)
{
	static const int known[] = {
		FLAG_DRILL, FLAG_PRIVATE, FLAG_DATA_LOSS, FLAG_SECURITY,
	};
	int flags = 0;

	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (text_list_has(words, flag_word(known[i])))
			flags |= known[i];
	}
	return flags;
}

/* Without a channel of its own it is reached by its number. */
static const char *how_to_go_on(struct turn *turn)
{
	return arena_printf(turn->arena, " It has no channel, and nobody was "
	    "called. To go on, from anywhere: `%s INC-%s note what you know`, "
	    "or `%s INC-%s sev 2` if it gets worse.", turn->policy->command,
	    turn->new_id, turn->policy->command, turn->new_id);
}

void declare_incident(struct turn *turn, const struct declaration *what)
{
	const struct severity_policy *level =
	    &turn->policy->severities[what->severity];
	struct event event = turn_event(turn, EVENT_DECLARED);

	(void)text_copy(event.ref, sizeof(event.ref), what->id);
	(void)text_copy(event.name, sizeof(event.name), what->service);
	(void)text_copy(event.text, sizeof(event.text), what->title);
	event.number = what->severity;
	event.flags = what->flags | (level->opens_room ? FLAG_ROOM : 0);
	event.span_ms = level->update_every_ms;
	event.due_ms = level->ack_target_ms ?
	    turn->now_ms + level->ack_target_ms : 0;
	event.stable_due_ms = level->stable_target_ms ?
	    turn->now_ms + level->stable_target_ms : 0;
	decision_event(turn->out, &event);

	if (level->opens_room)
		decision_effect(turn->out,
		    &(struct effect){ .kind = EFFECT_ROOM_OPEN });
	ladder_plan(turn);
	triage_plan(turn);
}

static int asked_severity(const struct turn *turn)
{
	return *turn_text(turn, "severity") ?
	    turn_number(turn, "severity") : SEV1;
}

static enum outcome run_flagged(struct turn *turn, int flags)
{
	const char *title = turn_text(turn, "title");
	int severity = asked_severity(turn);
	int all = flags | read_flags(request_value(turn->request, "flags"));

	declare_incident(turn, &(struct declaration){ .id = turn->new_id,
	    .title = title, .severity = severity, .flags = all,
	    .service = request_value(turn->request, "service") });
	similar_offer(turn);
	return decision_reply(turn->out,
	    "%sINC-%s declared: %s %s.%s%s",
	    all & FLAG_DRILL ? "DRILL: " : "", turn->new_id,
	    severity_name(severity), mrkdwn_escape(turn->arena, title),
	    *turn_text(turn, "severity") ? "" :
	    " No severity was given, so it is the highest; "
	    "the card lets you lower it.",
	    turn->incident->flags & FLAG_ROOM ?
	    " Its channel is being opened; "
	    "you will be invited." : how_to_go_on(turn));
}

static enum outcome run_declare(struct turn *turn)
{
	return run_flagged(turn, 0);
}

static enum outcome run_drill(struct turn *turn)
{
	return run_flagged(turn, FLAG_DRILL);
}

static bool calls(const struct turn *turn)
{
	return turn->policy->severities[asked_severity(turn)].pages &&
	    !(read_flags(request_value(turn->request, "flags")) & FLAG_DRILL);
}

/* From a message shortcut the words are the message's, already one line. */
static json_t *form(struct turn *turn)
{
	const char *words = turn->request->kind == REQUEST_COMMAND ?
	    "" : turn->request->words;
	size_t cut = utf8_prefix(words, TITLE_CHARS);

	return view_declare_form(turn->arena, turn->policy,
	    arena_strndup(turn->arena, words, cut),
	    *turn_text(turn, "severity") ? turn_number(turn, "severity") : 0);
}

const struct handler cmd_declare = {
	.right = RIGHT_DECLARE, .name = "declare", .aliases = "new,open,start",
	.arguments = "severity:severity? title:title",
	.usage = "[declare] sev1|sev2|sev3 what is broken",
	.help = "Open an incident: channel, pages, roles and reminders.",
	.needs = NEEDS_NEW_ID | NEEDS_SITE | NEEDS_SIMILAR,
	.calls = calls, .form = form, .run = run_declare,
	.after = duplicate_hint,
};

const struct handler cmd_drill = {
	.right = RIGHT_DECLARE, .name = "drill", .aliases = "",
	.arguments = "severity:severity? title:title",
	.usage = "drill sev2 what to rehearse",
	.help = "Rehearse: the same, marked DRILL, with no real page and no "
	    "public update.",
	.needs = NEEDS_NEW_ID | NEEDS_SITE,
	.run = run_drill,
};
