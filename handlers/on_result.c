/* SPDX-License-Identifier: MIT
 *
 * result: an effect was done and made something (a channel, a message), or
 * was given up. What it made becomes part of the incident, and what had to
 * wait for it follows.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "handlers/documents.h"
#include "handlers/keeping.h"
#include "handlers/marks.h"
#include "handlers/page_look.h"
#include "handlers/page_result.h"
#include "handlers/responders.h"
#include "handlers/rooms.h"

static struct event result_event(const struct turn *turn, int kind)
{
	const struct request *request = turn->request;
	struct event event = { .kind = kind };

	(void)text_copy(event.ref, sizeof(event.ref), request->made_ref);
	(void)text_copy(event.name, sizeof(event.name), request->made_name);
	(void)text_copy(event.user, sizeof(event.user),
	    request->effect->user);
	return event;
}

/* The channel may have been lost meanwhile: then nothing more goes there. */
static void add(struct turn *turn, int kind, const char *user, int number)
{
	struct effect effect = { .kind = kind, .number = number };

	if (effect_target(kind) == TARGET_ROOM &&
	    !(turn->incident->flags & FLAG_ROOM))
		return;
	(void)text_copy(effect.user, sizeof(effect.user), user);
	decision_effect(turn->out, &effect);
}

static bool was_drawn_before(const struct turn *turn)
{
	return turn->request->rendered_version < turn->incident->version;
}

static int count_links(const struct turn *turn)
{
	const struct service *service = policy_service(turn->policy,
	    turn->incident->service);
	int count = *turn->policy->status_page_url ? 1 : 0;

	for (int i = 0; i < LINKS_MAX; i++)
		count += (*turn->policy->links[i].title != '\0') +
		    (service && *service->links[i].title);
	return count;
}

static bool is_listed(const char *user, const char *const *users, int count)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(users[i], user) == 0)
			return true;
	}
	return false;
}

#define INVITED_MAX (RESPONDERS_TOTAL_MAX + PAGES_MAX + ROLE_COUNT)
#define LINKS_SHOWN_MAX (2 * LINKS_MAX + 1)
#define FURNISHED_MAX 16	/* what else room_opened() adds, and
				   decision_finish() */
_Static_assert(INVITED_MAX + RUNGS_MAX + LINKS_SHOWN_MAX + FURNISHED_MAX <=
    EFFECTS_MAX,
    "a channel can be furnished in one turn");

/* Whom the config names, and whoever was paged already, or holds a role. */
static void invite(struct turn *turn)
{
	const char *users[INVITED_MAX] = { NULL };
	const char *declarer = turn->incident->declared_by;
	int count = responders_list(turn->policy, turn->incident, users);

	for (int i = 0; i < PAGES_MAX; i++) {
		const char *user = turn->incident->pages[i].user;

		if (*user && !is_listed(user, users, count))
			users[count++] = user;
	}
	for (int i = 0; i < ROLE_COUNT; i++) {
		const char *user = turn->incident->roles[i].user;

		if (*user && !is_listed(user, users, count))
			users[count++] = user;
	}
	for (int i = 0; i < count; i++) {
		if (strcmp(users[i], declarer) != 0)
			add(turn, EFFECT_ROOM_INVITE, users[i], 0);
	}
}

/* Whoever was called before there was a channel is shown the way to it; of
 * those there are no more than rungs. */
static void show_paged(struct turn *turn)
{
	int shown = 0;

	for (int i = 0; i < PAGES_MAX && shown < RUNGS_MAX; i++) {
		const struct page *page = &turn->incident->pages[i];

		if (!*page->ts || page->skipped)
			continue;
		add(turn, EFFECT_PAGE_REFRESH, page->user, page->rung);
		shown++;
	}
}

/* Furnishes the new channel (P3.2): the declarer first, then the card. */
static void room_opened(struct turn *turn)
{
	const char *declarer = turn->incident->declared_by;
	struct event event = result_event(turn, EVENT_ROOM_OPENED);
	int links;

	decision_event(turn->out, &event);
	add(turn, EFFECT_ROOM_MARK, "", 0);
	if (*declarer)
		add(turn, EFFECT_ROOM_INVITE, declarer, 0);
	add(turn, EFFECT_CARD_POST, "", 0);
	add(turn, EFFECT_CHECKLIST_POST, "", 0);
	add(turn, EFFECT_ROOM_TOPIC, "", 0);
	invite(turn);
	show_paged(turn);
	if (turn->incident->update_every_ms > 0 &&
	    turn->incident->update_count == 0 &&
	    incident_is_open(turn->incident))
		add(turn, EFFECT_OFFER_DRAFT, "", 0);
	links = count_links(turn);
	for (int i = 0; i < links; i++)
		add(turn, EFFECT_ROOM_BOOKMARK, "", i);
	if (*turn->policy->broadcast_channel &&
	    !(turn->incident->flags & FLAG_PRIVATE))
		add(turn, EFFECT_COMPANY_POST, "", 0);
}

/* The comms channel: whoever writes to the public, and who declared it. */
static void comms_opened(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	struct event event = result_event(turn, EVENT_COMMS_OPENED);
	const char *users[] = { incident->declared_by,
		incident->roles[ROLE_COMMS].user,
		incident->roles[ROLE_COMMANDER].user };

	decision_event(turn->out, &event);
	add(turn, EFFECT_COMMS_MARK, "", 0);
	add(turn, EFFECT_COMMS_CARD_POST, "", 0);
	for (size_t i = 0; i < ARRAY_LEN(users); i++) {
		if (*users[i] && !is_listed(users[i], users, (int)i))
			add(turn, EFFECT_COMMS_INVITE, users[i], 0);
	}
}

static void settle_late(struct turn *turn, const struct event *event)
{
	struct effect effect = { .kind = EFFECT_SETTLE, .event = *event };

	effect.event.at_ms = turn->now_ms;
	if (turn->incident->flags & FLAG_ROOM)
		decision_effect(turn->out, &effect);
}

/* Messages that are kept as they should be: what else a new one wants, and what
 * draws it anew if it was posted as it is no more. */
static const struct kept {
	int posted;		/* effect */
	int event;
	int pin;		/* effect; 0 = none */
	int refresh;		/* effect */
} kept[] = {
	{ EFFECT_CARD_POST, EVENT_CARD_POSTED, EFFECT_CARD_PIN,
	    EFFECT_CARD_REFRESH },
	{ EFFECT_COMMS_CARD_POST, EVENT_COMMS_CARD_POSTED,
	    EFFECT_COMMS_CARD_PIN, EFFECT_COMMS_CARD_REFRESH },
	{ EFFECT_PROPOSAL_POST, EVENT_PROPOSAL_POSTED, 0,
	    EFFECT_PROPOSAL_REFRESH },
	{ EFFECT_CHECKLIST_POST, EVENT_CHECKLIST_POSTED, 0,
	    EFFECT_CHECKLIST_REFRESH },
	{ EFFECT_COMPANY_POST, EVENT_BROADCAST_POSTED, 0,
	    EFFECT_COMPANY_REFRESH },
};

static void kept_posted(struct turn *turn, const struct kept *one)
{
	struct event event = result_event(turn, one->event);
	bool old = was_drawn_before(turn);

	decision_event(turn->out, &event);
	if (one->pin)
		add(turn, one->pin, "", 0);
	if (old)
		add(turn, one->refresh, "", 0);
}

/* A draft that was settled before its message stood there. */
static void approval_asked(struct turn *turn)
{
	struct event event = result_event(turn, EVENT_DRAFT_POSTED);

	event.due_ms = turn->request->effect->cycle;
	decision_event(turn->out, &event);
	if (turn->incident->draft_ms != event.due_ms)
		settle_late(turn, &event);
}

/* An update was published, or it was over, before the offer stood there. */
static void draft_offered(struct turn *turn)
{
	struct event event = result_event(turn, EVENT_OFFER_POSTED);

	decision_event(turn->out, &event);
	if (!*turn->incident->offer_ts)
		settle_late(turn, &event);
}

/* What nobody may miss is said in the channel; without one the declarer is
 * told: the channel itself, and what was to be announced. */
static void tell_failure(struct turn *turn, const struct event *event)
{
	int kind = turn->request->effect->kind;
	bool room = turn->incident->flags & FLAG_ROOM;
	struct effect tell = { .event = *event };

	if (kind != EFFECT_ROOM_OPEN && kind != EFFECT_COMPANY_POST &&
	    kind != EFFECT_COMPANY_UPDATE && kind != EFFECT_BOARD_WRITE &&
	    kind != EFFECT_PLACE_UPDATE && kind != EFFECT_ASK_APPROVAL &&
	    kind != EFFECT_COMMS_OPEN)
		return;
	if (room && event_is_said(event->kind))
		return;		/* decision_finish() does it */
	if (!room && !*turn->incident->declared_by)
		return;
	tell.kind = room ? EFFECT_SAY : EFFECT_TELL;
	if (!room)
		(void)text_copy(tell.user, sizeof(tell.user),
		    turn->incident->declared_by);
	decision_effect(turn->out, &tell);
}

/* What Slack says where somebody archived or deleted the channel, or put incbot
 * out of it; is_inactive of a message to be drawn again. */
static bool says_lost(const struct turn *turn)
{
	return text_list_has("is_archived,is_inactive,channel_not_found,"
	    "not_in_channel", turn->request->error);
}

static bool is_room_lost(const struct turn *turn, int kind)
{
	return effect_target(kind) == TARGET_ROOM &&
	    *turn->incident->room_id && says_lost(turn);
}

/* What was asked for before the channel was given back says nothing of it: it
 * was refused before, or came before incbot had joined again. */
static bool is_refused_before(const struct turn *turn)
{
	return turn->request->effect->version < turn->incident->room_since;
}

static bool is_comms_lost(const struct turn *turn, int kind)
{
	return effect_target(kind) == TARGET_COMMS &&
	    *turn->incident->comms_id && says_lost(turn);
}

/* Somebody deleted the message that was to be drawn again, or pinned. */
static bool is_message_lost(const struct turn *turn)
{
	return strcmp(turn->request->error, "message_not_found") == 0;
}

static bool is_card_lost(const struct turn *turn, int kind)
{
	return (kind == EFFECT_CARD_REFRESH || kind == EFFECT_CARD_PIN) &&
	    *turn->incident->card_ts && is_message_lost(turn);
}

static bool is_checklist_lost(const struct turn *turn, int kind)
{
	return kind == EFFECT_CHECKLIST_REFRESH &&
	    *turn->incident->checklist_ts && is_message_lost(turn);
}

static int failure_of(const struct turn *turn, int kind)
{
	if (kind == EFFECT_ROOM_OPEN)
		return EVENT_ROOM_FAILED;
	if (is_room_lost(turn, kind))
		return is_refused_before(turn) ? EVENT_EFFECT_DEAD :
		    EVENT_ROOM_LOST;
	if (is_comms_lost(turn, kind))
		return EVENT_COMMS_LOST;
	if (is_card_lost(turn, kind))
		return EVENT_CARD_LOST;
	return is_checklist_lost(turn, kind) ? EVENT_CHECKLIST_LOST :
	    EVENT_EFFECT_DEAD;
}

static int place_of(const struct effect *effect)
{
	return effect->kind == EFFECT_BOARD_WRITE ? PLACE_BOARD :
	    effect->kind == EFFECT_COMPANY_UPDATE ? PLACE_COMPANY :
	    effect->kind == EFFECT_PLACE_UPDATE ? place_of_way(effect->way) : 0;
}

/* Was it the last update, or one before? */
static bool is_latest(const struct turn *turn)
{
	return turn->request->effect->event.at_ms == turn->incident->update_ms;
}

/* The page is always written as it is now; an update may be behind a newer
 * one, which brings its own answer. */
static bool is_superseded(const struct turn *turn)
{
	return turn->request->effect->event.at_ms > 0 && !is_latest(turn);
}

static void place_reached(struct turn *turn)
{
	struct event event = result_event(turn, EVENT_PLACE_REACHED);

	event.number = place_of(turn->request->effect);
	event.flags = is_latest(turn) ? event.number : 0;
	if (!*event.ref)
		(void)text_copy(event.ref, sizeof(event.ref),
		    event.number == PLACE_INSTATUS ?
		    turn->incident->instatus_id :
		    turn->incident->statuspage_id);
	(void)text_copy(event.name, sizeof(event.name),
	    place_name(event.number));
	decision_event(turn->out, &event);
}

/* Partial success is never told as success (P4.3): the card shows it until
 * it is sent again, or the next update is out. */
static void place_failed(struct turn *turn)
{
	struct event event = { .kind = EVENT_PLACE_FAILED,
		.number = place_of(turn->request->effect) };

	(void)text_copy(event.name, sizeof(event.name),
	    place_name(event.number));
	(void)text_copy(event.text, sizeof(event.text),
	    turn->request->error);
	decision_event(turn->out, &event);
}

/* A reminder that its one person cannot get, somebody switched off for one,
 * goes to everybody in the channel: nobody else would know that it is due. */
static void remind_room_instead(struct turn *turn)
{
	static const int for_all[EFFECT_COUNT] = {
		[EFFECT_NAG_PERSON] = EFFECT_NAG_ROOM,
		[EFFECT_NAG_STABLE] = EFFECT_NAG_STABLE_ROOM,
	};
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	*effect = *turn->request->effect;
	effect->kind = for_all[effect->kind];
	effect->user[0] = '\0';
	/* From this stage on the channel gets its own. */
	if (effect->kind == EFFECT_NAG_ROOM &&
	    effect->number >= UPDATE_STAGE_CHANNEL)
		return;
	if (effect->kind && (turn->incident->flags & FLAG_ROOM))
		decision_effect(turn->out, effect);
}

/* Behind what joins the channel. */
static void ask_again(struct turn *turn)
{
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	*effect = *turn->request->effect;
	decision_effect(turn->out, effect);
}

static void given_up(struct turn *turn)
{
	int kind = turn->request->effect->kind;
	struct event event = result_event(turn, failure_of(turn, kind));

	(void)text_copy(event.name, sizeof(event.name),
	    kind == EFFECT_PLACE_UPDATE ? arena_printf(turn->arena,
	    "publish the update: %s",
	    place_name(place_of(turn->request->effect))) :
	    effect_meaning(kind));
	(void)text_copy(event.text, sizeof(event.text),
	    turn->request->error);
	if (event.kind == EVENT_ROOM_LOST || event.kind == EVENT_ROOM_FAILED)
		event.version = turn->incident->version + 1;
	decision_event(turn->out, &event);
	if (place_of(turn->request->effect) && !is_superseded(turn))
		place_failed(turn);
	if (event.kind == EVENT_ROOM_LOST)
		rooms_tell(turn, turn->out->events[0]);
	else if (event.kind == EVENT_CARD_LOST)
		add(turn, EFFECT_CARD_POST, "", 0);
	else if (event.kind == EVENT_CHECKLIST_LOST)
		add(turn, EFFECT_CHECKLIST_POST, "", 0);
	else if (is_room_lost(turn, kind))
		ask_again(turn);
	else
		tell_failure(turn, turn->out->events[0]);
	remind_room_instead(turn);
}

/* What follows from an effect that was done. */
static const struct done {
	int effect;
	void (*run)(struct turn *turn);
} done[] = {
	{ EFFECT_ROOM_OPEN, room_opened },
	{ EFFECT_ROOM_ARCHIVE, keeping_archived },
	{ EFFECT_COMMS_ARCHIVE, keeping_archived },
	{ EFFECT_COMMS_OPEN, comms_opened },
	{ EFFECT_ASK_APPROVAL, approval_asked },
	{ EFFECT_OFFER_DRAFT, draft_offered },
	{ EFFECT_PLACE_UPDATE, place_reached },
};

static void succeeded(struct turn *turn, int kind)
{
	for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
		if (kept[i].posted == kind) {
			kept_posted(turn, &kept[i]);
			return;
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(done); i++) {
		if (done[i].effect == kind) {
			done[i].run(turn);
			return;
		}
	}
	abort();	/* effect.def says it answers; answer it here */
}

static enum outcome run(struct turn *turn)
{
	int kind = turn->request->effect->kind;

	if (kind == EFFECT_PAGE || kind == EFFECT_PAGE_OUT)
		page_result(turn);
	else if (kind == EFFECT_PAGE_LOOK && turn->request->succeeded)
		page_look_result(turn);
	else if (kind == EFFECT_MARK_READ)
		marks_result(turn);
	else if (kind == EFFECT_EXPORT_WRITE)
		keeping_exported(turn);
	else if (effect_target(kind) == TARGET_DOCUMENTS)
		document_result(turn);
	else if (!turn->request->succeeded)
		given_up(turn);
	else
		succeeded(turn, kind);
	return DECIDED;
}

const struct handler on_result = {
	.name = "result", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT, .who = WHO_ITSELF,
	.run = run,
};
