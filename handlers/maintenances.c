/* SPDX-License-Identifier: MIT
 *
 * maintenances: see maintenances.h.
 */
#include "handlers/letters.h"
#include "handlers/maintenances.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/maintenance.h"

static void write_board(struct turn *turn)
{
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	effect->kind = EFFECT_SITE_BOARD;
	if (policy_has_board(turn->policy))
		decision_effect(turn->out, effect);
}

static void send(struct turn *turn, const struct event *event, int places,
    bool again)
{
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	effect->kind = EFFECT_MAINTENANCE_SEND;
	effect->event = *event;
	effect->number = again;	/* it may be there: look first */
	for (int place = 1; place <= PLACES_ALL; place *= 2) {
		if (!(places & PLACES_PLANNED & place))
			continue;
		(void)text_copy(effect->way, sizeof(effect->way),
		    place_way(place));
		decision_effect(turn->out, effect);
	}
}

static bool serves(const struct component *component, const char *service)
{
	for (int i = 0; i < COMPONENT_SERVICES_MAX; i++) {
		if (*component->services[i] &&
		    text_equal_fold(component->services[i], service))
			return true;
	}
	return false;
}

/* Of all severities, and of all services or one that is affected. */
static bool wants_it(const struct turn *turn, const struct subscription *one,
    const char *affected, bool by_mail)
{
	const struct board_policy *board = &turn->policy->board;
	char id[ID_SIZE];
	int state;

	if (one->severity != SEV3 || one->by_mail != by_mail)
		return false;
	if (!*one->service)
		return true;
	while (affected_next(&affected, id, &state)) {
		int at = component_find(board, id);

		if (at >= 0 && serves(&board->components[at], one->service))
			return true;
	}
	return false;
}

static bool is_told_before(const struct turn *turn, int index,
    const char *affected, bool by_mail)
{
	const struct subscription *all = turn->site->subscriptions;

	for (int i = 0; i < index; i++) {
		if (strcmp(all[i].user, all[index].user) == 0 &&
		    wants_it(turn, &all[i], affected, by_mail))
			return true;
	}
	return false;
}

static void tell_people(struct turn *turn, const struct event *event,
    const char *affected)
{
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));
	int count = site_subscription_count(turn->site);

	effect->kind = EFFECT_SITE_TELL;
	effect->event = *event;
	for (int i = 0; i < count; i++) {
		const struct subscription *one = &turn->site->subscriptions[i];

		if (!wants_it(turn, one, affected, false) ||
		    is_told_before(turn, i, affected, false))
			continue;
		(void)text_copy(effect->user, sizeof(effect->user),
		    one->user);
		decision_effect(turn->out, effect);
	}
	memset(effect->user, 0, sizeof(effect->user));
	effect->kind = EFFECT_SITE_SAY;
	(void)text_copy(effect->place, sizeof(effect->place),
	    turn->policy->broadcast_channel);
	if (*effect->place)
		decision_effect(turn->out, effect);
}

static void note_for_letters(struct turn *turn, int number,
    const char *affected)
{
	int count = site_subscription_count(turn->site);
	struct text users = text_new(turn->arena, TEXT_SIZE - 1);

	for (int i = 0; i < count; i++) {
		const struct subscription *one = &turn->site->subscriptions[i];

		if (wants_it(turn, one, affected, true) &&
		    !is_told_before(turn, i, affected, true))
			text_addf(&users, "%s%s", users.length > 0 ? " " : "",
			    one->user);
	}
	letters_note_maintenance(turn, number, users.data);
}

void maintenance_tell(struct turn *turn, struct event *event)
{
	const struct maintenance *one;
	struct event *told;

	event->flags = turn->policy->places & PLACES_PLANNED;
	decision_event(turn->out, event);
	one = maintenance_find(turn->site, event->number);
	told = arena_alloc(turn->arena, sizeof(*told));
	*told = *turn->out->events[turn->out->event_count - 1];
	told->key[0] = '\0';
	tell_people(turn, told, one->affected);
	send(turn, told, event->flags, false);
	write_board(turn);
	note_for_letters(turn, told->number, one->affected);
}

/* What was told last, so that a place does not take an end for more of it. */
static int last_told(const struct maintenance *one)
{
	if (one->state == MAINTENANCE_DONE)
		return EVENT_MAINTENANCE_FINISHED;
	return one->state == MAINTENANCE_DROPPED ?
	    EVENT_MAINTENANCE_CANCELLED : EVENT_MAINTENANCE_TOLD;
}

void maintenance_resend(struct turn *turn, int number, int places)
{
	const struct maintenance *one = maintenance_find(turn->site, number);
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	event->kind = last_told(one);
	event->at_ms = one->told_ms;
	event->number = number;
	event->flags = places;
	(void)text_copy(event->text, sizeof(event->text), one->text);
	send(turn, event, places, true);
	if (places & PLACE_BOARD)
		write_board(turn);
}

static bool is_latest(const struct maintenance *one,
    const struct effect *effect)
{
	return one->told_ms == effect->event.at_ms;
}

/* Whoever planned it is told: nobody else looks at the list by chance. */
static void fail(struct turn *turn, const struct maintenance *one)
{
	const struct effect *sent = turn->request->effect;
	struct event *event = arena_alloc(turn->arena, sizeof(*event));
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	event->kind = EVENT_MAINTENANCE_FAILED;
	event->number = one->number;
	event->flags = is_latest(one, sent) ? place_of_way(sent->way) : 0;
	(void)text_copy(event->name, sizeof(event->name),
	    place_name(place_of_way(sent->way)));
	(void)text_copy(event->text, sizeof(event->text),
	    turn->request->error);
	effect->kind = EFFECT_SITE_TELL;
	(void)text_copy(effect->user, sizeof(effect->user), one->by);
	decision_event(turn->out, event);
	effect->event = *turn->out->events[turn->out->event_count - 1];
	effect->event.key[0] = '\0';
	if (*effect->user)
		decision_effect(turn->out, effect);
}

enum outcome maintenance_result(struct turn *turn)
{
	const struct request *request = turn->request;
	const struct effect *sent = request->effect;
	const struct maintenance *one = maintenance_find(turn->site,
	    sent->event.number);
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	if (!one || place_of_way(sent->way) == 0)
		return DECIDED;	/* over for so long that it was forgotten */
	if (!request->succeeded) {
		fail(turn, one);
		return DECIDED;
	}
	event->kind = EVENT_MAINTENANCE_PLACED;
	event->number = one->number;
	event->flags = is_latest(one, sent) ? place_of_way(sent->way) : 0;
	(void)text_copy(event->name, sizeof(event->name), sent->way);
	(void)text_copy(event->ref, sizeof(event->ref), request->made_ref);
	decision_event(turn->out, event);
	return DECIDED;
}
