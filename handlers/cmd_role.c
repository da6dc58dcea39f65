/* SPDX-License-Identifier: MIT
 *
 * ic, tech, comms, assign: who holds which role (P3.3). Without a name the
 * speaker takes it; with one it is given at once. Whoever takes one is told
 * in private what it entails.
 */
#include "handlers/roles.h"
#include "base/text.h"
#include "core/views/view.h"

/* The buttons offer what nobody had: on an older message, or pressed by two
 * at once, they take it from nobody. */
static enum outcome refuse_taken(struct turn *turn, int role)
{
	const struct holder *holder = &turn->incident->roles[role];

	return decision_refuse(turn->out, "%s is %s since %s. To take it over "
	    "all the same: `%s %s`.", mrkdwn_user(turn->arena, holder->user),
	    role_name(role), mrkdwn_time(turn->arena, holder->since_ms,
	    "{time}"), turn->policy->command, role_word(role));
}

/* Nobody loses a role without hearing of it. */
static void tell_before(struct turn *turn, const char *before)
{
	struct effect tell = { .kind = EFFECT_TELL,
		.event = *turn->out->events[0] };

	if (!*before || strcmp(before, turn->request->actor) == 0)
		return;
	(void)text_copy(tell.user, sizeof(tell.user), before);
	decision_effect(turn->out, &tell);
}

static enum outcome run_role(struct turn *turn, int role, const char *user)
{
	const struct holder *holder = &turn->incident->roles[role];
	const char *actor = turn->request->actor;
	bool claimed = !*user;
	char before[ID_SIZE];

	if (!*user)
		user = actor;
	if (strcmp(holder->user, user) == 0)
		return decision_refuse(turn->out, "%s already %s %s.",
		    strcmp(user, actor) == 0 ? "You" :
		    mrkdwn_user(turn->arena, user),
		    strcmp(user, actor) == 0 ? "are" : "is",
		    role_name(role));
	if (claimed && *holder->user && turn->request->kind == REQUEST_CLICK)
		return refuse_taken(turn, role);
	(void)text_copy(before, sizeof(before), holder->user);
	role_take(turn, role, user);
	tell_before(turn, before);
	return role_reply(turn, role, user);
}

static enum outcome run_commander(struct turn *turn)
{
	return run_role(turn, ROLE_COMMANDER, turn_text(turn, "user"));
}

static enum outcome run_technical(struct turn *turn)
{
	return run_role(turn, ROLE_TECHNICAL, turn_text(turn, "user"));
}

static enum outcome run_comms(struct turn *turn)
{
	return run_role(turn, ROLE_COMMS, turn_text(turn, "user"));
}

static enum outcome run_assign(struct turn *turn)
{
	return run_role(turn, turn_number(turn, "role"),
	    turn_text(turn, "user"));
}

static json_t *form_assign(struct turn *turn)
{
	return view_role_form(turn->arena, turn->incident, "assign",
	    turn_number(turn, "role"));
}

const struct handler cmd_commander = {
	.name = "ic", .aliases = "commander",
	.arguments = "user:user?", .usage = "ic [@user]",
	.help = "Take the role of incident commander, or give it to somebody.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.run = run_commander,
};

const struct handler cmd_technical = {
	.name = "tech", .aliases = "technical,lead,tl",
	.arguments = "user:user?", .usage = "tech [@user]",
	.help = "Take the role of technical lead, or give it to somebody.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.run = run_technical,
};

const struct handler cmd_comms = {
	.name = "comms", .aliases = "communications",
	.arguments = "user:user?", .usage = "comms [@user]",
	.help = "Take the role of comms lead, or give it to somebody.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.run = run_comms,
};

const struct handler cmd_assign = {
	.name = "assign", .aliases = "",
	.arguments = "role:role user:user",
	.usage = "assign ic|tech|comms @user",
	.help = "Give a role to somebody.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.form = form_assign, .run = run_assign,
};
