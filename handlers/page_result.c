/* SPDX-License-Identifier: MIT
 *
 * page_result: see page_result.h.
 */
#include "handlers/page_result.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "handlers/ladder.h"
#include "handlers/page_look.h"

static struct event page_event(const struct turn *turn, int kind)
{
	const struct effect *effect = turn->request->effect;
	struct event event = { .kind = kind, .number = effect->number };

	(void)text_copy(event.user, sizeof(event.user), effect->user);
	(void)text_copy(event.name, sizeof(event.name), effect->way);
	return event;
}

static void add(struct turn *turn, int kind)
{
	struct effect effect = { .kind = kind,
		.number = turn->request->effect->number };

	(void)text_copy(effect.user, sizeof(effect.user),
	    turn->request->effect->user);
	if (kind == EFFECT_PAGE_SETTLE)
		(void)text_copy(effect.way, sizeof(effect.way),
		    turn->request->effect->way);
	decision_effect(turn->out, &effect);
}

/* It is said in the channel (decision_finish() does it); where there is none,
 * to whoever declared. */
static void record(struct turn *turn, const struct event *event)
{
	struct effect tell = { .kind = EFFECT_TELL };

	decision_event(turn->out, event);
	if ((turn->incident->flags & FLAG_ROOM) ||
	    !*turn->incident->declared_by)
		return;
	tell.event = *turn->out->events[turn->out->event_count - 1];
	(void)text_copy(tell.user, sizeof(tell.user),
	    turn->incident->declared_by);
	decision_effect(turn->out, &tell);
}

/* All pagers have failed. The direct message may have arrived all the same:
 * that wakes nobody, but it is not nothing. */
static void unreached(struct turn *turn)
{
	const struct contact *contact = policy_contact(turn->policy,
	    turn->request->effect->user);
	const struct page *page = incident_page(turn->incident,
	    turn->request->effect->user, turn->request->effect->number);
	struct event event = page_event(turn, EVENT_PAGE_UNREACHED);
	struct text text;

	event.name[0] = '\0';
	if (turn->policy->page_again_ms > 0)
		event.due_ms = turn->now_ms + turn->policy->page_again_ms;
	text_init(&text, event.text, sizeof(event.text));
	if (page && page->sent_ms)
		text_add(&text, "The direct message has arrived. ");
	if (contact && *contact->phone)
		text_addf(&text, "Call %s", contact->phone);
	else
		text_add(&text, "No phone number is known: call them another "
		    "way");
	record(turn, &event);
}

/* The server said "not now" (greylisting): nothing was taken, so that the same
 * page is asked for again a while later, beside the next way. It ends with the
 * last of these, with an acknowledgement, or once another way has worked. */
static bool put_off(struct turn *turn)
{
	static const int wait_min[] = { 1, 2, 4, 8, 15, 30 };
	const struct effect *effect = turn->request->effect;
	struct effect *again = arena_alloc(turn->arena, sizeof(*again));
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	if (!text_starts_with(turn->request->error, "smtp_4") ||
	    effect->tries >= (int)ARRAY_LEN(wait_min) ||
	    incident_voids_page(turn->incident, (int)effect->cycle))
		return false;
	again->kind = EFFECT_PAGE_OUT;
	again->number = effect->number;
	again->cycle = effect->cycle;
	again->tries = effect->tries + 1;
	again->due_ms = turn->now_ms +
	    wait_min[effect->tries] * WHEN_MINUTE_MS;
	(void)text_copy(again->user, sizeof(again->user), effect->user);
	(void)text_copy(again->way, sizeof(again->way), effect->way);
	event->kind = EVENT_PAGE_PUT_OFF;
	event->number = effect->number;
	event->due_ms = again->due_ms;
	(void)text_copy(event->user, sizeof(event->user), effect->user);
	(void)text_copy(event->name, sizeof(event->name), effect->way);
	(void)text_copy(event->text, sizeof(event->text),
	    turn->request->error);
	decision_event(turn->out, event);
	decision_effect(turn->out, again);
	return true;
}

/* No answer, or one that leaves open what was done (as in outbound_judge()): the
 * pager may call people all the same. */
static bool may_have_arrived(const struct turn *turn)
{
	const char *error = turn->request->error;

	return turn->request->effect->kind == EFFECT_PAGE_OUT &&
	    (strcmp(error, "no_answer") == 0 ||
	    strcmp(error, "http_408") == 0 ||
	    strcmp(error, PAGE_FORGOTTEN_WORD) == 0 ||
	    text_starts_with(error, "http_5"));
}

/* Whoever was called need not be reached any more. */
static bool is_called_off(const struct turn *turn)
{
	return incident_voids_page(turn->incident,
	    (int)turn->request->effect->cycle) ||
	    !turn->policy->severities[turn->incident->severity].pages;
}

static void failed(struct turn *turn)
{
	const struct effect *effect = turn->request->effect;
	bool direct = effect->kind == EFFECT_PAGE;
	struct event event = page_event(turn, EVENT_PAGE_FAILED);
	const char *next = policy_next_way(turn->policy, effect->user,
	    effect->way);

	if (put_off(turn) && effect->due_ms > 0)
		return;		/* the rest was done when it failed first */
	if (direct)
		(void)text_copy(event.name, sizeof(event.name), "Slack");
	(void)text_copy(event.text, sizeof(event.text),
	    turn->request->error);
	if (may_have_arrived(turn))
		(void)text_copy(event.ref, sizeof(event.ref), effect->way);
	record(turn, &event);
	if (is_called_off(turn)) {
		if (*event.ref)
			add(turn, EFFECT_PAGE_SETTLE);
		return;
	}
	/* The pagers go their own way beside the direct message, and what was
	 * put off was overtaken by the next way at once. */
	if ((direct && *next) || effect->due_ms > 0)
		return;
	if (!ladder_page_by(turn, effect->user, effect->number, next))
		unreached(turn);
}

/* The message may have been drawn before there was a channel to go to. */
static bool may_lack_room(const struct turn *turn)
{
	return *turn->incident->room_id &&
	    turn->request->rendered_version < turn->incident->version;
}

static void sent(struct turn *turn)
{
	struct event event = page_event(turn, EVENT_PAGE_SENT);
	bool lacks_room = may_lack_room(turn);

	(void)text_copy(event.name, sizeof(event.name),
	    turn->request->made_name);
	(void)text_copy(event.ref, sizeof(event.ref),
	    turn->request->made_ref);
	decision_event(turn->out, &event);
	if (turn->incident->acknowledged_ms || lacks_room ||
	    !incident_is_open(turn->incident))
		add(turn, EFFECT_PAGE_REFRESH);
}

/* Somebody may have been faster: then the pager must not go on. */
static void accepted(struct turn *turn)
{
	struct event event = page_event(turn, EVENT_PAGE_ACCEPTED);

	(void)text_copy(event.ref, sizeof(event.ref),
	    turn->request->made_ref);
	decision_event(turn->out, &event);
	if (incident_voids_page(turn->incident,
	    (int)turn->request->effect->cycle))
		add(turn, EFFECT_PAGE_SETTLE);
	else
		page_look_plan(turn);
}

void page_result(struct turn *turn)
{
	if (!turn->request->succeeded)
		failed(turn);
	else if (turn->request->effect->kind == EFFECT_PAGE)
		sent(turn);
	else
		accepted(turn);
}
