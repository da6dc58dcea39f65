/* SPDX-License-Identifier: MIT
 *
 * postmortem, owner: how the postmortem stands and who writes it (P6.2). Its
 * parts: cmd_section.c; action items: cmd_action.c; when it is owed and the
 * reminders: due_postmortem.c.
 */
#include "handlers/postmortems.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/postmortem.h"
#include "core/views/view.h"
#include "core/views/view_postmortem.h"

const char *postmortem_command(const struct turn *turn)
{
	if (*turn->incident->room_id)
		return turn->policy->command;
	return arena_printf(turn->arena, "%s INC-%s", turn->policy->command,
	    turn->incident->id);
}

static enum outcome snooze(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	struct event event = turn_event(turn, EVENT_POSTMORTEM_SNOOZED);
	int64_t next_ms = postmortem_reminder_ms(incident);

	if (next_ms == 0)
		return decision_refuse(turn->out, "No postmortem is due, so "
		    "there is no reminder to put off.");
	if (incident->postmortem_snoozed)
		return decision_refuse(turn->out, "It was put off already; "
		    "the next reminder comes %s.", mrkdwn_time(turn->arena,
		    next_ms, "{date_short_pretty} {time}"));
	event.due_ms = turn->now_ms + POSTMORTEM_SNOOZE_MS;
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "You are reminded again %s. The "
	    "postmortem stays due.", mrkdwn_time(turn->arena, event.due_ms,
	    "{date_short_pretty} {time}"));
}

static enum outcome run_postmortem(struct turn *turn)
{
	const char *what = turn_text(turn, "what");
	const char *fallback;
	json_t *blocks;

	if (text_equal_fold(what, "snooze"))
		return snooze(turn);
	if (*what && !text_list_has("draft,review,show,status", what))
		return decision_refuse(turn->out, "To see how the postmortem "
		    "stands type `%s postmortem`; to give it to somebody, "
		    "`%s owner @user`; to put its reminder off, "
		    "`%s postmortem snooze`.", postmortem_command(turn),
		    postmortem_command(turn), postmortem_command(turn));
	blocks = view_postmortem(turn->arena, turn->incident, turn->policy,
	    turn->timeline, turn->timeline_count, &fallback);
	return decision_reply_blocks(turn->out, fallback, blocks);
}

static enum outcome run_owner(struct turn *turn)
{
	const char *user = turn_text(turn, "user");
	struct event event = turn_event(turn, EVENT_POSTMORTEM_GIVEN);
	struct effect effect = { .kind = EFFECT_NAG_POSTMORTEM };

	if (!postmortem_is_owed(turn->incident))
		return decision_refuse(turn->out, "No postmortem is owed "
		    "here%s.", incident_is_open(turn->incident) ?
		    ": that is decided when the incident is resolved" : "");
	if (strcmp(user, turn->incident->postmortem_owner) == 0)
		return decision_refuse(turn->out, "%s writes it already.",
		    mrkdwn_user(turn->arena, user));
	(void)text_copy(event.user, sizeof(event.user), user);
	decision_event(turn->out, &event);
	effect.cycle = turn->incident->postmortem_due_ms;
	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
	return decision_reply(turn->out, "%s writes the postmortem, and was "
	    "told.", mrkdwn_user(turn->arena, user));
}

static json_t *form_owner(struct turn *turn)
{
	return view_owner_form(turn->arena, turn->incident);
}

const struct handler cmd_postmortem = {
	.name = "postmortem", .aliases = "pm,review",
	.arguments = "what:any?", .usage = "postmortem [snooze]",
	.help = "How the postmortem stands, and its parts to write.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.run = run_postmortem,
};

const struct handler cmd_owner = {
	.name = "owner", .aliases = "",
	.arguments = "user:user", .usage = "owner @user",
	.help = "Say who writes the postmortem.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.form = form_owner, .run = run_owner,
};
