/* SPDX-License-Identifier: MIT
 *
 * room_unarchived, room_joined: somebody gave the incident's channel back. Who
 * archives a channel puts incbot out of it; so after an unarchiving incbot
 * joins again, which Slack allows where the channel is public. Into a private
 * one, or one that it was put out of, somebody has to invite it. What was told
 * in direct messages meanwhile goes to the channel again.
 */
#include "handlers/rooms.h"
#include "base/text.h"

static bool is_told(const char *user, const char *const *users, int count)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(users[i], user) == 0)
			return true;
	}
	return false;
}

void rooms_tell(struct turn *turn, const struct event *event)
{
	const struct incident *incident = turn->incident;
	const char *users[ROLE_COUNT + 2] = {NULL};
	int count = 0;

	for (int i = -2; i < ROLE_COUNT; i++) {
		const char *user = i == -2   ? incident->declared_by
				   : i == -1 ? incident->acknowledged_by
					     : incident->roles[i].user;
		struct effect tell = {.kind = EFFECT_TELL, .event = *event};

		if (!*user || strcmp(user, event->actor) == 0 ||
		    is_told(user, users, count))
			continue;
		users[count++] = user;
		(void)text_copy(tell.user, sizeof(tell.user), user);
		decision_effect(turn->out, &tell);
	}
}

static void add(struct turn *turn, int kind)
{
	decision_effect(turn->out, &(struct effect){.kind = kind});
}

/* It was taken away and came back before anybody was told: what it shows still
 * stands, and what was refused meanwhile is asked for again (on_result.c). */
static bool is_unnoticed(const struct turn *turn)
{
	return strcmp(turn->request->channel, turn->incident->room_id) == 0;
}

static void give_back(struct turn *turn, bool joins)
{
	struct event event = turn_event(turn, EVENT_ROOM_RETURNED);
	bool unnoticed = is_unnoticed(turn);

	(void)text_copy(event.ref, sizeof(event.ref), turn->request->channel);
	(void)text_copy(
	    event.name, sizeof(event.name), turn->incident->room_name);
	event.version = turn->incident->version + 1;
	decision_event(turn->out, &event);
	if (joins)
		add(turn, EFFECT_ROOM_JOIN);
	if (unnoticed)
		return;
	add(turn, EFFECT_CARD_POST);
	add(turn, EFFECT_CHECKLIST_POST);
	add(turn, EFFECT_ROOM_TOPIC);
	rooms_tell(turn, turn->out->events[0]);
}

/* Neither the comms channel nor one that another has taken the place of. Who
 * looks into the channel of a closed incident wants no more of it. */
static bool is_lost_one(const struct turn *turn)
{
	return strcmp(turn->request->channel, turn->incident->lost_room_id) ==
		   0 &&
	       !(turn->incident->flags & FLAG_ROOM);
}

static bool is_over(const struct turn *turn)
{
	return turn->incident->phase == PHASE_CLOSED;
}

static enum outcome run_unarchived(struct turn *turn)
{
	if (!is_over(turn) && (is_lost_one(turn) || is_unnoticed(turn)))
		give_back(turn, true);
	return DECIDED;
}

/* Uninvited it comes into a channel that it makes, or joins again. */
static enum outcome run_joined(struct turn *turn)
{
	if (*turn->request->actor && !is_over(turn) &&
	    (is_lost_one(turn) || is_unnoticed(turn)))
		give_back(turn, false);
	return DECIDED;
}

const struct handler on_room_unarchived = {
    .name = "room_unarchived",
    .aliases = "",
    .arguments = "",
    .usage = "",
    .help = "",
    .needs = NEEDS_INCIDENT,
    .run = run_unarchived,
};

const struct handler on_room_joined = {
    .name = "room_joined",
    .aliases = "",
    .arguments = "",
    .usage = "",
    .help = "",
    .needs = NEEDS_INCIDENT,
    .run = run_joined,
};
