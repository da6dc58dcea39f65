/* SPDX-License-Identifier: MIT
 *
 * handover, accept, decline: a role moves from hand to hand, and not before
 * the other one has taken it: until Accept the old holder keeps it.
 */
#include "handlers/roles.h"
#include "base/text.h"
#include "core/views/view.h"

static enum outcome run_handover(struct turn *turn)
{
	int role = turn_number(turn, "role");
	const char *user = turn_text(turn, "user");
	struct event event = turn_event(turn, EVENT_ROLE_OFFERED);

	if (!*turn->incident->roles[role].user)
		return decision_refuse(turn->out, "Nobody is %s yet. To name "
		    "somebody: `%s %s @user`.", role_name(role),
		    turn->policy->command, role_word(role));
	if (strcmp(turn->incident->roles[role].user, user) == 0)
		return decision_refuse(turn->out, "%s is %s already.",
		    mrkdwn_user(turn->arena, user), role_name(role));
	if (!(turn->incident->flags & FLAG_ROOM))
		return decision_refuse(turn->out, "There is no channel where "
		    "they could be asked. To give it at once: `%s INC-%s "
		    "assign %s @user`.", turn->policy->command,
		    turn->incident->id, role_word(role));
	event.number = role;
	(void)text_copy(event.user, sizeof(event.user), user);
	decision_event(turn->out, &event);
	role_effect(turn, EFFECT_ROOM_INVITE, 0, user);
	role_effect(turn, EFFECT_ASK_HANDOVER, role, user);
	return decision_reply(turn->out, "%s was asked to take over as %s. "
	    "Until they accept nothing changes.",
	    mrkdwn_user(turn->arena, user), role_name(role));
}

/* The role that is being handed to the asker: the one they named, or else
 * whichever it is. ROLE_COUNT if none is. */
static int offered_role(const struct turn *turn)
{
	bool named = *turn_text(turn, "role");

	for (int role = 0; role < ROLE_COUNT; role++) {
		if (named && role != turn_number(turn, "role"))
			continue;
		if (strcmp(turn->incident->roles[role].offered_to,
		    turn->request->actor) == 0)
			return role;
	}
	return ROLE_COUNT;
}

static enum outcome refuse_unoffered(struct turn *turn)
{
	int role = turn_number(turn, "role");

	if (!*turn_text(turn, "role"))
		return decision_refuse(turn->out, "Nobody is handing a role "
		    "to you now. To take one: `%s ic`, `tech` or `comms`.",
		    turn->policy->command);
	return decision_refuse(turn->out, "Nobody is handing %s to you now. "
	    "To take it: `%s %s`.", role_name(role), turn->policy->command,
	    role_word(role));
}

static enum outcome run_accept(struct turn *turn)
{
	int role = offered_role(turn);

	if (role == ROLE_COUNT)
		return refuse_unoffered(turn);
	role_take(turn, role, turn->request->actor);
	return role_reply(turn, role, turn->request->actor);
}

static enum outcome run_decline(struct turn *turn)
{
	int role = offered_role(turn);
	struct event event = turn_event(turn, EVENT_ROLE_DECLINED);

	if (role == ROLE_COUNT)
		return refuse_unoffered(turn);
	event.number = role;
	(void)text_copy(event.user, sizeof(event.user), turn->request->actor);
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "You declined; %s stays %s.",
	    mrkdwn_user(turn->arena, turn->incident->roles[role].user),
	    role_name(role));
}

static json_t *form_handover(struct turn *turn)
{
	return view_role_form(turn->arena, turn->incident, "handover",
	    turn_number(turn, "role"));
}

const struct handler cmd_handover = {
	.name = "handover", .aliases = "handoff",
	.arguments = "role:role user:user",
	.usage = "handover ic|tech|comms @user",
	.help = "Hand a role over; it moves when the other one accepts.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.form = form_handover, .run = run_handover,
};

const struct handler cmd_accept = {
	.name = "accept", .aliases = "",
	.arguments = "role:role?", .usage = "accept [ic|tech|comms]",
	.help = "Accept a role that is being handed to you.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.run = run_accept,
};

const struct handler cmd_decline = {
	.name = "decline", .aliases = "",
	.arguments = "role:role?", .usage = "decline [ic|tech|comms]",
	.help = "Decline a role that is being handed to you.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.run = run_decline,
};
