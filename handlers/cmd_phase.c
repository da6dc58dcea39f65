/* SPDX-License-Identifier: MIT
 *
 * mitigated, resolved, reopen, close: from broken to stable to over. Resolving
 * publishes the final update in the same commit, so it cannot be forgotten
 * (P4.4); closing asks for a resolved incident.
 */
#include "handlers/publish.h"
#include "handlers/handler.h"
#include "base/text.h"
#include "base/when.h"
#include "core/postmortem.h"
#include "core/views/view.h"
#include "handlers/keeping.h"
#include "handlers/ladder.h"
#include "handlers/postmortems.h"

#define PAGE_AGAIN_MS WHEN_HOUR_MS

static void record(struct turn *turn, int kind, const char *text)
{
	struct event event = turn_event(turn, kind);

	(void)text_copy(event.text, sizeof(event.text), text);
	decision_event(turn->out, &event);
}

static enum outcome run_mitigated(struct turn *turn)
{
	record(turn, EVENT_MITIGATED, turn_text(turn, "text"));
	return decision_reply(turn->out, "Marked stable. Before anything is "
	    "cleaned up: keep the logs and traces. Updates go on until it is "
	    "resolved.");
}

static enum outcome run_resolved(struct turn *turn)
{
	struct publication publication = { .status = PUBLIC_RESOLVED,
		.title = "", .text = turn_text(turn, "text") };

	publication_affected(turn, publication.affected);
	if (publication_points_out(turn, &publication, ""))
		return DECIDED;
	return publication_submit(turn, &publication);
}

/* Whoever acknowledged it may be asleep by now. */
static bool is_long_over(const struct turn *turn)
{
	return turn->incident->phase == PHASE_CLOSED ||
	    turn->now_ms - turn->incident->resolved_ms >= PAGE_AGAIN_MS;
}

/* Its channel was archived when all of it was exported, or by somebody: what
 * goes on needs a place. Slack does not let an app have an archived one back. */
static bool needs_room(const struct turn *turn)
{
	return turn->policy->severities[turn->incident->severity].opens_room &&
	    !(turn->incident->flags & FLAG_ROOM);
}

static enum outcome run_reopen(struct turn *turn)
{
	const struct severity_policy *level =
	    &turn->policy->severities[turn->incident->severity];
	struct event event = turn_event(turn, EVENT_REOPENED);
	bool anew = !turn->incident->acknowledged_ms || is_long_over(turn);
	bool room = needs_room(turn);

	event.flags = room ? FLAG_ROOM : 0;
	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "reason"));
	if (level->ack_target_ms && anew)
		event.due_ms = turn->now_ms + level->ack_target_ms;
	if (level->stable_target_ms)
		event.stable_due_ms = turn->now_ms + level->stable_target_ms;
	decision_event(turn->out, &event);
	if (room)
		decision_effect(turn->out,
		    &(struct effect){ .kind = EFFECT_ROOM_OPEN });
	ladder_plan(turn);
	return decision_reply(turn->out, "Reopened: %s%sroles, reminders and "
	    "updates go on.", room ? "it gets a new channel; " : "",
	    level->pages &&
	    incident_is_paging(turn->incident) &&
	    !(turn->incident->flags & FLAG_DRILL) ?
	    "whoever is on call is paged; " : "");
}

static bool reopen_calls(const struct turn *turn)
{
	return turn->policy->severities[turn->incident->severity].pages &&
	    (!turn->incident->acknowledged_ms || is_long_over(turn)) &&
	    !(turn->incident->flags & FLAG_DRILL);
}

/* P6.7: what is missing is named, each with what to type. */
static enum outcome run_close(struct turn *turn)
{
	struct event closed = turn_event(turn, EVENT_CLOSED);
	const char *missing = postmortem_missing(turn->arena, turn->incident,
	    postmortem_command(turn));

	if (*missing)
		return decision_refuse(turn->out, "INC-%s cannot be closed "
		    "yet. Missing:%s", turn->incident->id, missing);
	closed.due_ms = keeping_due_ms(turn);
	decision_event(turn->out, &closed);
	return decision_reply(turn->out, "Closed.");
}

static json_t *form_mitigated(struct turn *turn)
{
	return view_text_form(turn->arena, turn->incident, "mitigated",
	    "Mark stable", "What stopped the harm?",
	    "For example: rolled back to 2026.6.14.", "");
}

static json_t *form_resolved(struct turn *turn)
{
	return view_resolve_form(turn->arena, turn->incident, turn->policy);
}

const struct handler cmd_mitigated = {
	.name = "mitigated", .aliases = "mitigate,stable",
	.arguments = "text:text", .usage = "mitigated what stopped the harm",
	.help = "Mark the service stable.",
	.needs = NEEDS_INCIDENT, .phases = IN_OPEN,
	.form = form_mitigated, .run = run_mitigated,
};

const struct handler cmd_resolved = {
	.right = RIGHT_PUBLISH, .name = "resolved", .aliases = "resolve,fixed",
	.arguments = "text:text", .usage = "resolved final public text",
	.help = "End the incident with the final public update.",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .phases = IN_LIVE,
	.form = form_resolved, .run = run_resolved,
};

const struct handler cmd_reopen = {
	.name = "reopen", .aliases = "",
	.arguments = "reason:text?", .usage = "reopen [why]",
	.help = "It is back: go on with the same incident.",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .phases = IN_RESOLVED | IN_CLOSED,
	.calls = reopen_calls, .run = run_reopen,
};

const struct handler cmd_close = {
	.right = RIGHT_CLOSE, .name = "close", .aliases = "",
	.arguments = "", .usage = "close",
	.help = "Close a resolved incident.",
	.needs = NEEDS_INCIDENT, .phases = IN_RESOLVED,
	.run = run_close,
};
