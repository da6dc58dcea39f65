/* SPDX-License-Identifier: MIT
 *
 * update, snooze: the public text, and its clock. Due times count from the
 * last published update; the reminder can be put off once a cycle. What
 * customers read is written here, never scraped from the channel (P3.5).
 */
#include "handlers/handler.h"
#include "base/text.h"
#include "core/view.h"

#define SNOOZE_MS (5 * 60 * 1000)

static enum outcome run_update(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_UPDATE_PUBLISHED);
	int64_t every_ms = turn->incident->update_every_ms;

	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "text"));
	event.due_ms = every_ms ? turn->now_ms + every_ms : 0;
	decision_event(turn->out, &event);
	if (turn->incident->flags & FLAG_DRILL)
		return decision_reply(turn->out, "Noted as the update. This "
		    "is a drill: nothing was published outside.");
	if (!event.due_ms)
		return decision_reply(turn->out, "Published.");
	return decision_reply(turn->out, "Published. The next one is due at "
	    "%s.", mrkdwn_time(turn->arena, event.due_ms, "{time}"));
}

static json_t *form_update(struct turn *turn)
{
	return view_update_form(turn->arena, turn->incident);
}

static enum outcome run_snooze(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_UPDATE_SNOOZED);

	if (turn->incident->update_every_ms == 0)
		return decision_refuse(turn->out, "No update is due: %s has "
		    "no cadence.", severity_name(turn->incident->severity));
	if (turn->incident->update_snoozed)
		return decision_refuse(turn->out, "It was snoozed already; it "
		    "can be put off once. To publish: `%s update what "
		    "customers should know`.", turn->policy->command);
	event.due_ms = turn->now_ms + SNOOZE_MS;
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "The reminder comes back at %s. "
	    "The update stays due.",
	    mrkdwn_time(turn->arena, event.due_ms, "{time}"));
}

const struct handler cmd_update = {
	.name = "update", .aliases = "publish",
	.arguments = "text:text", .usage = "update what customers should know",
	.help = "Publish an update.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.form = form_update, .run = run_update,
};

const struct handler cmd_snooze = {
	.name = "snooze", .aliases = "",
	.arguments = "", .usage = "snooze",
	.help = "Put the update reminder off by 5 minutes, once.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.run = run_snooze,
};
