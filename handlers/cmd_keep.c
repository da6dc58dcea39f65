/* SPDX-License-Identifier: MIT
 *
 * export, hold, release: what becomes of an incident after it is closed
 * (core/keeping.h): everything is exported, then its channel is archived,
 * unless somebody put it under legal hold.
 */
#include "handlers/keeping.h"
#include "base/text.h"
#include "base/when.h"
#include "core/keeping.h"

int64_t keeping_due_ms(const struct turn *turn)
{
	const struct keep_policy *keep = &turn->policy->keep;

	return *keep->folder ? turn->now_ms +
	    keep->after_days * WHEN_DAY_MS : 0;
}

void keeping_ask(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_EXPORT_ASKED);
	static const struct effect effect = {
		.kind = EFFECT_EXPORT_WRITE };

	decision_event(turn->out, &event);
	decision_effect(turn->out, &effect);
}

static void export_failed(struct turn *turn)
{
	struct event event = { .kind = EVENT_EXPORT_FAILED,
		.due_ms = turn->now_ms + EXPORT_RETRY_MS };

	(void)text_copy(event.text, sizeof(event.text),
	    turn->request->error);
	decision_event(turn->out, &event);
}

/* What was said while it was written is not in it: once more. */
void keeping_exported(struct turn *turn)
{
	struct event event = { .kind = EVENT_EXPORTED };
	static const struct effect archive = {
		.kind = EFFECT_ROOM_ARCHIVE };
	static const struct effect archive_comms = {
		.kind = EFFECT_COMMS_ARCHIVE };

	if (!turn->request->succeeded) {
		export_failed(turn);
		return;
	}
	if (turn->request->rendered_version < turn->incident->version) {
		keeping_ask(turn);
		return;
	}
	(void)text_copy(event.name, sizeof(event.name),
	    turn->request->made_name);
	decision_event(turn->out, &event);
	if (!turn->policy->keep.archives_rooms ||
	    !keeping_may_archive(turn->incident))
		return;
	if (turn->incident->flags & FLAG_ROOM)
		decision_effect(turn->out, &archive);
	if (*turn->incident->comms_id)
		decision_effect(turn->out, &archive_comms);
}

void keeping_archived(struct turn *turn)
{
	struct event event = { .kind = turn->request->effect->kind ==
		EFFECT_COMMS_ARCHIVE ? EVENT_COMMS_ARCHIVED :
		EVENT_ROOM_ARCHIVED,
	    .version = turn->incident->version + 1 };

	decision_event(turn->out, &event);
}

static enum outcome run_export(struct turn *turn)
{
	if (!*turn->policy->keep.folder)
		return decision_refuse(turn->out, "This site has no folder for "
		    "exports (archive.folder in its config). On the command "
		    "line: `incbot export`.");
	if (turn->incident->phase != PHASE_CLOSED)
		return decision_refuse(turn->out, "INC-%s is not closed yet, "
		    "and more may come: `%s close` first.",
		    turn->incident->id, turn->policy->command);
	keeping_ask(turn);
	return decision_reply(turn->out, "Everything of INC-%s is being "
	    "exported; the timeline says when it is done.",
	    turn->incident->id);
}

static enum outcome set_hold(struct turn *turn, int kind)
{
	struct event event = turn_event(turn, kind);
	bool held = turn->incident->held_ms > 0;

	if (held == (kind == EVENT_HELD))
		return decision_refuse(turn->out, held ? "INC-%s is under "
		    "legal hold already; `%s release` ends it." : "INC-%s is "
		    "not under legal hold; `%s hold why` puts it there.",
		    turn->incident->id, turn->policy->command);
	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "reason"));
	decision_event(turn->out, &event);
	return decision_reply(turn->out, kind == EVENT_HELD ? "INC-%s is under "
	    "legal hold: its channel is not archived and nothing of it is "
	    "dropped, until somebody releases it." : "The legal hold on "
	    "INC-%s has ended.", turn->incident->id);
}

static enum outcome run_hold(struct turn *turn)
{
	return set_hold(turn, EVENT_HELD);
}

static enum outcome run_release(struct turn *turn)
{
	return set_hold(turn, EVENT_RELEASED);
}

const struct handler cmd_export = {
	.right = RIGHT_CLOSE, .name = "export", .aliases = "",
	.arguments = "", .usage = "export",
	.help = "Export everything of a closed incident into the site's "
	    "folder now.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.run = run_export,
};

const struct handler cmd_hold = {
	.right = RIGHT_CLOSE, .name = "hold", .aliases = "",
	.arguments = "reason:text?", .usage = "hold [why]",
	.help = "Put an incident under legal hold: nothing of it is archived "
	    "or dropped.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.run = run_hold,
};

const struct handler cmd_release = {
	.right = RIGHT_CLOSE, .name = "release", .aliases = "",
	.arguments = "reason:text?", .usage = "release [why]",
	.help = "End an incident's legal hold.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.run = run_release,
};
