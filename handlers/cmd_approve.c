/* SPDX-License-Identifier: MIT
 *
 * approve, sendback: the second pair of eyes. Where a severity asks for it an
 * update is a draft until somebody else than its author lets it out; until then
 * nothing is published and the clock of the updates goes on.
 */
#include "handlers/publish.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"

static enum outcome refuse_none(struct turn *turn)
{
	return decision_refuse(turn->out, "No draft waits for anybody. To "
	    "write an update: `%s update what customers should know`.",
	    turn->policy->command);
}

/* A button of a message whose draft was replaced meanwhile. */
static bool is_another(const struct turn *turn)
{
	const char *name = turn_text(turn, "draft");

	return *name && strcmp(name, arena_printf(turn->arena, "%lld",
	    (long long)turn->incident->draft_ms)) != 0;
}

static enum outcome run_approve(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	struct publication publication = { .status = incident->draft_status };

	if (incident->draft_ms == 0)
		return refuse_none(turn);
	if (is_another(turn))
		return decision_refuse(turn->out, "That draft was replaced. "
		    "`%s approve` publishes the one that waits now; read it "
		    "first.", turn->policy->command);
	if (strcmp(incident->draft_by, turn->request->actor) == 0)
		return decision_refuse(turn->out, "It is your own draft: a "
		    "second pair of eyes is somebody else's. To change it: "
		    "`%s update another text`.", turn->policy->command);
	(void)text_copy(publication.affected, AFFECTED_SIZE,
	    incident->draft_affected);
	publication.title = arena_strdup(turn->arena, incident->draft_title);
	publication.text = arena_strdup(turn->arena, incident->draft_text);
	publication.author = arena_strdup(turn->arena, incident->draft_by);
	return publication_go(turn, &publication);
}

static enum outcome run_sendback(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_DRAFT_SENT_BACK);

	if (turn->incident->draft_ms == 0)
		return refuse_none(turn);
	(void)text_copy(event.user, sizeof(event.user),
	    turn->incident->draft_by);
	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "text"));
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "Sent back; nothing was "
	    "published.");
}

static json_t *form_sendback(struct turn *turn)
{
	return view_text_form(turn->arena, turn->incident, "sendback",
	    "Send the draft back", "What is to be changed?",
	    "Its author reads it in the channel.", "");
}

const struct handler cmd_approve = {
	.right = RIGHT_PUBLISH, .name = "approve", .aliases = "",
	.arguments = "draft:any?", .usage = "approve",
	.help = "Publish the draft that waits for a second pair of eyes.",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .phases = IN_LIVE,
	.run = run_approve,
};

const struct handler cmd_sendback = {
	.right = RIGHT_PUBLISH, .name = "sendback", .aliases = "",
	.arguments = "text:text", .usage = "sendback what to change",
	.help = "Send the draft back to its author.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.form = form_sendback, .run = run_sendback,
};
