/* SPDX-License-Identifier: MIT
 *
 * report, canvas: the postmortem to read in Slack (P6.8): as a file in the
 * incident's channel, and as the channel's canvas, which is written anew
 * whenever somebody writes a part of it. What they show: core/report/.
 */
#include "handlers/documents.h"
#include "base/text.h"
#include "core/documents.h"
#include "core/views/view.h"

static enum outcome run_report(struct turn *turn)
{
	const char *word = turn_text(turn, "format");
	struct event event = turn_event(turn, EVENT_REPORT_ASKED);
	struct effect effect = { .kind = EFFECT_REPORT_UPLOAD };

	if (*word && !report_format_parse(word, &effect.number))
		return decision_refuse(turn->out, "As what? `%s report md`, "
		    "`%s report html`, or `%s report public` for the version "
		    "without names.", turn->policy->command,
		    turn->policy->command, turn->policy->command);
	(void)text_copy(effect.user, sizeof(effect.user),
	    turn->request->actor);
	(void)text_copy(event.name, sizeof(event.name),
	    report_format_word(effect.number));
	decision_event(turn->out, &event);
	decision_effect(turn->out, &effect);
	if (*turn->incident->room_id)
		return decision_reply(turn->out, "The report is on its way "
		    "into %s.", mrkdwn_channel(turn->arena,
		    turn->incident->room_id));
	return decision_reply(turn->out, "The report is on its way to you, as "
	    "a direct message.");
}

void canvas_ask(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_CANVAS_ASKED);
	static const struct effect effect = { .kind = EFFECT_CANVAS_MAKE };

	if (*turn->incident->canvas_id ||
	    !(turn->incident->flags & FLAG_ROOM))
		return;
	decision_event(turn->out, &event);
	decision_effect(turn->out, &effect);
}

static enum outcome run_canvas(struct turn *turn)
{
	if (!(turn->incident->flags & FLAG_ROOM))
		return decision_refuse(turn->out, "INC-%s has no channel, so "
		    "there is no place for a canvas. As a file: `%s INC-%s "
		    "report`.", turn->incident->id, turn->policy->command,
		    turn->incident->id);
	if (*turn->incident->canvas_id)
		return decision_refuse(turn->out, "There is one: the canvas "
		    "of this channel. It is written anew whenever a part of "
		    "the postmortem is; write those with `%s postmortem`.",
		    turn->policy->command);
	canvas_ask(turn);
	return decision_reply(turn->out, "The canvas is being made; the "
	    "channel is told when it is there.");
}

/* --- answers ------------------------------------------------------------- */

/* What somebody asked for is not there: they are told, and only they. */
static void tell_asker(struct turn *turn)
{
	const struct effect *effect = turn->request->effect;
	struct event event = { .kind = EVENT_EFFECT_DEAD };
	struct effect tell = { .kind = EFFECT_TELL };

	(void)text_copy(event.name, sizeof(event.name),
	    effect_meaning(effect->kind));
	(void)text_copy(event.text, sizeof(event.text),
	    document_refusal(turn->request->error));
	decision_event(turn->out, &event);
	if (!*effect->user)
		return;
	tell.event = event;
	tell.event.at_ms = turn->now_ms;
	(void)text_copy(tell.user, sizeof(tell.user), effect->user);
	decision_effect(turn->out, &tell);
}

static void canvas_lost(struct turn *turn, int kind)
{
	struct event event = { .kind = kind };

	(void)text_copy(event.text, sizeof(event.text),
	    document_refusal(turn->request->error));
	decision_event(turn->out, &event);
}

/* What was written while it was made is not in it. */
static void canvas_made(struct turn *turn)
{
	struct event event = { .kind = EVENT_CANVAS_MADE };
	static const struct effect again = { .kind = EFFECT_CANVAS_WRITE };

	(void)text_copy(event.ref, sizeof(event.ref),
	    turn->request->made_ref);
	decision_event(turn->out, &event);
	if (turn->request->rendered_version < turn->incident->version)
		decision_effect(turn->out, &again);
}

void document_result(struct turn *turn)
{
	int kind = turn->request->effect->kind;
	bool good = turn->request->succeeded;

	if (kind == EFFECT_CANVAS_MAKE && good)
		canvas_made(turn);
	else if (kind == EFFECT_CANVAS_MAKE)
		canvas_lost(turn, EVENT_CANVAS_FAILED);
	else if (kind == EFFECT_CANVAS_WRITE && !good && text_list_has(
	    "canvas_not_found,canvas_deleted,canvas_disabled_user_team,"
	    "free_teams_cannot_edit_standalone_canvases",
	    turn->request->error))
		canvas_lost(turn, EVENT_CANVAS_LOST);
	else if (!good)
		tell_asker(turn);
}

const struct handler cmd_report = {
	.name = "report", .aliases = "",
	.arguments = "format:word?", .usage = "report [md|html|public]",
	.help = "Share the incident's report as a file in its channel.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.run = run_report,
};

const struct handler cmd_canvas = {
	.name = "canvas", .aliases = "",
	.arguments = "", .usage = "canvas",
	.help = "Show the postmortem in the canvas of the incident's channel, "
	    "and keep it there as it is written.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.run = run_canvas,
};
