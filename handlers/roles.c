/* SPDX-License-Identifier: MIT
 *
 * roles: see roles.h.
 */
#include "handlers/roles.h"
#include "base/text.h"
#include "core/views/view.h"

void role_effect(struct turn *turn, int kind, int role, const char *user)
{
	struct effect effect = { .kind = kind, .number = role };

	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
}

void role_take(struct turn *turn, int role, const char *user)
{
	struct event event = turn_event(turn, EVENT_ROLE_TAKEN);

	event.number = role;
	(void)text_copy(event.user, sizeof(event.user), user);
	decision_event(turn->out, &event);
	role_effect(turn, EFFECT_BRIEF, role, user);
	if (strcmp(user, turn->request->actor) == 0 ||
	    !(turn->incident->flags & FLAG_ROOM))
		return;
	role_effect(turn, EFFECT_ROOM_INVITE, 0, user);
}

enum outcome role_reply(struct turn *turn, int role, const char *user)
{
	const struct holder *roles = turn->incident->roles;
	bool both = strcmp(roles[ROLE_COMMANDER].user,
	    roles[ROLE_TECHNICAL].user) == 0 &&
	    strcmp(roles[ROLE_COMMANDER].user, user) == 0;

	return decision_reply(turn->out, "%s is %s.%s",
	    mrkdwn_user(turn->arena, user), role_name(role),
	    both && role != ROLE_COMMS ? " That is commander and technical "
	    "lead in one hand: whoever fixes cannot also keep the overview. "
	    "Give one away as soon as somebody is there." : "");
}
