/* SPDX-License-Identifier: MIT
 *
 * decision: collects what a handler concludes, and adds what follows from
 * the change by itself, in one place, so that no handler can forget to
 * refresh the card or to stop a reminder.
 */
#include "core/decision.h"
#include "base/arena.h"
#include "base/format.h"
#include "base/text.h"
#include "core/comms.h"
#include "core/documents.h"
#include "core/incident_alerts.h"
#include "core/news_instant.h"
#include "core/steps.h"
#include "core/ticket_follow.h"
#include "core/board/board.h"
#include "core/views/view.h"
#include "core/views/view_words.h"
#include <stdarg.h>

#define REPLY_BYTES_MAX 8000

const char *decision_subject(const struct decision *decision)
{
	return decision->about_site ? SITE_ID : decision->incident.id;
}

void decision_release(struct decision *decision)
{
	json_decref(decision->reply_blocks);
	json_decref(decision->form);
	json_decref(decision->home);
	decision->reply_blocks = decision->form = decision->home = NULL;
}

void decision_event(struct decision *decision, const struct event *event)
{
	struct event *copy = arena_reserve(decision->arena, sizeof(*copy));

	assert(decision->outcome == DECIDED && !decision->form);
	assert(decision->event_count < EVENTS_MAX);
	event_copy(copy, event);
	copy->at_ms = decision->about_site ?
	    news_instant_site_ms(decision->site, event, decision->now_ms) :
	    news_instant_ms(&decision->incident, event, decision->now_ms);
	assert(event_is_sane(copy));
	if (decision->event_count == 0)
		(void)text_copy(copy->key, sizeof(copy->key),
		    decision->request->key);
	if (decision->about_site)
		site_apply(decision->site, copy);
	else
		incident_apply(&decision->incident, copy);
	decision->events[decision->event_count++] = copy;
}

/* One that stands in the decision's arena. */
static void keep_effect(struct decision *decision, struct effect *effect)
{
	assert(decision->outcome == DECIDED && decision->event_count > 0);
	assert(decision->effect_count < EFFECTS_MAX);
	(void)text_copy(effect->incident, sizeof(effect->incident),
	    decision_subject(decision));
	effect->version = (decision->about_site ? decision->site->version :
	    decision->incident.version) + 1;
	effect->created_ms = decision->now_ms;
	assert(effect_is_sane(effect));
	decision->effects[decision->effect_count++] = effect;
}

void decision_effect(struct decision *decision, const struct effect *effect)
{
	struct effect *copy = arena_reserve(decision->arena, sizeof(*copy));

	effect_copy(copy, effect);
	keep_effect(decision, copy);
}

/* An event is 9 kB: it is copied to where it stays, and to nowhere else. */
static struct effect *effect_about(const struct decision *decision, int kind,
    const struct event *event)
{
	struct effect *effect = arena_reserve(decision->arena,
	    sizeof(*effect));

	memset(effect, 0, offsetof(struct effect, event));
	effect->kind = kind;
	event_copy(&effect->event, event);
	return effect;
}

PRINTF_LIKE(2, 0)
static const char *format_text(struct arena *arena, const char *format,
    va_list arguments)
{
	FILLED_LATER char buffer[REPLY_BYTES_MAX + 4];
	struct text text = text_new(arena, REPLY_BYTES_MAX);

	/* A character that the buffer's end cut in two lies beyond the limit
	 * of the text, which cuts at a whole one. */
	(void)format_into(buffer, sizeof(buffer), format, arguments);
	text_add(&text, buffer);
	return text.data;
}

enum outcome decision_refuse(struct decision *decision, const char *format,
    ...)
{
	va_list arguments;

	assert(decision->event_count == 0 && decision->effect_count == 0);
	va_start(arguments, format);
	decision->reply = format_text(decision->arena, format, arguments);
	va_end(arguments);
	decision->outcome = REFUSED;
	return REFUSED;
}

enum outcome decision_reply(struct decision *decision, const char *format,
    ...)
{
	va_list arguments;

	va_start(arguments, format);
	decision->reply = format_text(decision->arena, format, arguments);
	va_end(arguments);
	return DECIDED;
}

enum outcome decision_reply_blocks(struct decision *decision,
    const char *fallback, json_t *blocks)
{
	decision->reply = fallback;
	decision->reply_blocks = blocks;
	return DECIDED;
}

enum outcome decision_open_form(struct decision *decision, json_t *view)
{
	assert(decision->event_count == 0 && !decision->form);
	decision->form = view;
	return DECIDED;
}

static void add_effect(struct decision *decision, int kind)
{
	struct effect *effect = arena_reserve(decision->arena,
	    sizeof(*effect));

	effect_clear(effect);
	effect->kind = kind;
	keep_effect(decision, effect);
}

static void say_events(struct decision *decision)
{
	if (!(decision->incident.flags & FLAG_ROOM))
		return;
	for (int i = 0; i < decision->event_count; i++) {
		const struct event *event = decision->events[i];

		if (event_is_said(event->kind))
			keep_effect(decision, effect_about(decision,
			    EFFECT_SAY, event));
	}
}

/* Bookkeeping that the card does not show. */
static bool shows_on_card(int kind)
{
	return kind != EVENT_CARD_POSTED && kind != EVENT_CARD_LOST &&
	    kind != EVENT_CHECKLIST_POSTED && kind != EVENT_CHECKLIST_LOST &&
	    kind != EVENT_DRAFT_POSTED && kind != EVENT_OFFER_POSTED &&
	    kind != EVENT_COMMS_CARD_POSTED &&
	    kind != EVENT_COMMS_OPENED && kind != EVENT_COMMS_LOST &&
	    kind != EVENT_COMMS_ARCHIVED &&
	    kind != EVENT_PROPOSAL_POSTED && kind != EVENT_ALERTS_GROUPED &&
	    kind != EVENT_ACK_KEPT && kind != EVENT_STABLE_MISSED && kind != EVENT_TRIED &&
	    kind != EVENT_PARKED && kind != EVENT_BROADCAST_POSTED &&
	    kind != EVENT_NOTED && kind != EVENT_ROLE_NAGGED &&
	    kind != EVENT_UPDATE_NAGGED && kind != EVENT_REMINDER_SKIPPED &&
	    kind != EVENT_MESSAGE_MARKED && kind != EVENT_MESSAGE_UNMARKED &&
	    kind != EVENT_MESSAGE_EDITED && kind != EVENT_MESSAGE_KEPT &&
	    kind != EVENT_MESSAGE_DROPPED &&
	    kind != EVENT_EXPORT_ASKED && kind != EVENT_EXPORTED &&
	    kind != EVENT_MESSAGE_UNKEPT && kind != EVENT_ENTRY_ADDED &&
	    kind != EVENT_ENTRY_CORRECTED && kind != EVENT_ENTRY_HIDDEN &&
	    kind != EVENT_ENTRY_SHOWN &&
	    kind != EVENT_REPORT_ASKED && kind != EVENT_CANVAS_ASKED &&
	    kind != EVENT_CANVAS_MADE && kind != EVENT_CANVAS_FAILED &&
	    kind != EVENT_CANVAS_LOST && kind != EVENT_MANUSCRIPT_SHARED &&
	    kind != EVENT_MANUSCRIPT_ASKED &&
	    kind != EVENT_MANUSCRIPT_TAKEN && kind != EVENT_MANUSCRIPT_LEFT &&
	    kind != EVENT_TICKET_ASKED && kind != EVENT_TRIAGE_SET &&
	    kind != EVENT_TRIAGE_NAGGED && kind != EVENT_PROPOSAL_NAGGED &&
	    kind != EVENT_NOTICE_HELD && kind != EVENT_NOTICES_TOLD &&
	    kind != EVENT_EFFECT_DEAD;
}

static bool changes_card(const struct decision *decision,
    const struct incident *before)
{
	for (int i = 0; i < decision->event_count; i++) {
		if (shows_on_card(decision->events[i]->kind))
			return true;
	}
	/* By a reminder that the card does not show else. */
	return first_update_is_due(before) !=
	    first_update_is_due(&decision->incident);
}

static void refresh_card(struct decision *decision,
    const struct incident *before)
{
	if (*decision->incident.card_ts &&
	    (decision->incident.flags & FLAG_ROOM) &&
	    changes_card(decision, before))
		add_effect(decision, EFFECT_CARD_REFRESH);
}

static void refresh_checklist(struct decision *decision,
    const struct incident *before)
{
	if (*decision->incident.checklist_ts &&
	    (decision->incident.flags & FLAG_ROOM) &&
	    steps_differ(before, &decision->incident))
		add_effect(decision, EFFECT_CHECKLIST_REFRESH);
}

static void refresh_proposal(struct decision *decision,
    const struct incident *before)
{
	const struct incident *after = &decision->incident;

	if (*after->proposal_ts && (before->phase != after->phase ||
	    before->severity != after->severity ||
	    strcmp(before->room_id, after->room_id) != 0 ||
	    incident_firing_count(before) != incident_firing_count(after) ||
	    incident_alert_count(before) != incident_alert_count(after)))
		add_effect(decision, EFFECT_PROPOSAL_REFRESH);
}

static void refresh_topic(struct decision *decision,
    const struct incident *before)
{
	const struct incident *after = &decision->incident;

	if (!*after->room_id || !*before->room_id)
		return;
	if (strcmp(view_topic(decision->arena, before),
	    view_topic(decision->arena, after)) != 0)
		add_effect(decision, EFFECT_ROOM_TOPIC);
}

static void tell_company(struct decision *decision,
    const struct incident *before)
{
	const struct incident *after = &decision->incident;
	bool drill = after->flags & FLAG_DRILL;

	for (int i = 0; i < decision->event_count && !drill; i++) {
		if (decision->events[i]->kind == EVENT_UPDATE_PUBLISHED)
			decision_effect(decision, &(struct effect){
			    .kind = EFFECT_COMPANY_UPDATE,
			    .event = *decision->events[i] });
	}
	/* A channel that incbot itself archived can be read as before. */
	if (*after->broadcast_ts && announcement_differs(before, after) &&
	    decision->events[0]->kind != EVENT_ROOM_ARCHIVED)
		add_effect(decision, EFFECT_COMPANY_REFRESH);
}

/* To each place outside in a lane of its own, so that one that is away keeps
 * nobody else waiting and each gets the updates in order. */
static void tell_places(struct decision *decision)
{
	for (int i = 0; i < decision->event_count; i++) {
		const struct event *event = decision->events[i];

		if (event->kind != EVENT_UPDATE_PUBLISHED)
			continue;
		for (int place = 1; place <= PLACES_ALL; place *= 2) {
			struct effect *effect;

			if (!(event->flags & PLACES_OUTSIDE & place))
				continue;
			effect = effect_about(decision, EFFECT_PLACE_UPDATE,
			    event);
			(void)text_copy(effect->way, sizeof(effect->way),
			    place_way(place));
			keep_effect(decision, effect);
		}
	}
}

/* Whatever the public may read of has changed: the page is written anew; also
 * to take something off. */
static void write_board(struct decision *decision,
    const struct incident *before)
{
	if (!decision->policy || !policy_has_board(decision->policy))
		return;
	if (!board_is_public(before) && !board_is_public(&decision->incident))
		return;
	for (int i = 0; i < decision->event_count; i++) {
		int kind = decision->events[i]->kind;

		if (kind == EVENT_UPDATE_PUBLISHED || kind == EVENT_RESOLVED ||
		    kind == EVENT_REOPENED || kind == EVENT_SEVERITY_SET ||
		    kind == EVENT_FLAGS_SET ||
		    kind == EVENT_PUBLIC_TITLE_SET) {
			add_effect(decision, EFFECT_BOARD_WRITE);
			return;
		}
	}
}

static void settle_message(struct decision *decision, const char *ts)
{
	struct effect effect = { .kind = EFFECT_SETTLE };

	effect.event = *decision->events[decision->event_count - 1];
	for (int i = 0; i < decision->event_count; i++) {
		int kind = decision->events[i]->kind;

		if (kind == EVENT_UPDATE_PUBLISHED ||
		    kind == EVENT_UPDATE_DRAFTED ||
		    kind == EVENT_DRAFT_SENT_BACK)
			effect.event = *decision->events[i];
	}
	(void)text_copy(effect.event.ref, ID_SIZE, ts);
	decision_effect(decision, &effect);
}

/* Buttons that nobody can use any more go. */
static void settle_drafts(struct decision *decision,
    const struct incident *before)
{
	const struct incident *after = &decision->incident;

	if (!(after->flags & FLAG_ROOM))
		return;
	if (*before->draft_ts && !*after->draft_ts)
		settle_message(decision, before->draft_ts);
	if (*before->offer_ts && !*after->offer_ts)
		settle_message(decision, before->offer_ts);
}

/* With every pager that has taken the page, or may have. */
static void settle_page(struct decision *decision, const struct page *page)
{
	struct effect effect = { .kind = EFFECT_PAGE_SETTLE,
	    .number = page->rung };
	const char *way = page->doubtful;

	(void)text_copy(effect.user, sizeof(effect.user), page->user);
	if (page->accepted_ms) {
		(void)text_copy(effect.way, sizeof(effect.way), page->way);
		decision_effect(decision, &effect);
	}
	for (size_t length; *way != '\0'; way += length + (way[length] == ',')) {
		length = strcspn(way, ",");
		snprintf(effect.way, sizeof(effect.way), "%.*s", (int)length,
		    way);
		if (!page->accepted_ms || strcmp(effect.way, page->way) != 0)
			decision_effect(decision, &effect);
	}
}

/* Who was paged need not act any more. */
static void settle_pages(struct decision *decision,
    const struct incident *before)
{
	const struct incident *after = &decision->incident;

	if (before->epoch == after->epoch)
		return;
	for (size_t i = 0; i < PAGES_MAX && *after->pages[i].user; i++) {
		struct effect effect = { .kind = EFFECT_PAGE_REFRESH,
		    .number = after->pages[i].rung };

		if (after->pages[i].skipped ||
		    after->pages[i].asked_ms == decision->now_ms)
			continue;	/* there is nothing to settle yet */
		(void)text_copy(effect.user, sizeof(effect.user),
		    after->pages[i].user);
		decision_effect(decision, &effect);
		settle_page(decision, &after->pages[i]);
	}
}

static int64_t due_before(const struct decision *decision,
    const struct incident *before, int kind)
{
	if (decision->about_site)
		return appointment_site_due_ms(decision->site_before, kind);
	return before->phase == 0 ? 0 : appointment_due_ms(before, kind);
}

static int64_t due_after(const struct decision *decision, int kind)
{
	return decision->about_site ?
	    appointment_site_due_ms(decision->site, kind) :
	    appointment_due_ms(&decision->incident, kind);
}

/* Sets what is due at another time than before, cancels what has lost its
 * reason. An appointment that has just fired is consumed by this turn, so it
 * is set again even if its time did not move. */
static void plan_appointments(struct decision *decision,
    const struct incident *before)
{
	const struct request *request = decision->request;

	for (int kind = 0; kind < APPOINTMENT_COUNT; kind++) {
		int64_t was_ms = due_before(decision, before, kind);
		int64_t due_ms = due_after(decision, kind);
		bool fired = request->kind == REQUEST_DUE &&
		    request->number == kind;

		if (due_ms == was_ms && !(fired && due_ms > 0))
			continue;
		if (fired && due_ms == 0)
			continue;
		/* Planned into the past it is due now, and not late. */
		if (due_ms > 0 && due_ms < decision->now_ms)
			due_ms = decision->now_ms;
		decision->appointments[decision->appointment_count++] =
		    (struct appointment_change){ kind, due_ms };
	}
}

/* What an incident's change entails outside; the site's handlers say it
 * themselves. */
static void follow_incident(struct decision *decision,
    const struct incident *before)
{
	assert(*decision->incident.id);
	say_events(decision);
	refresh_topic(decision, before);
	refresh_card(decision, before);
	refresh_checklist(decision, before);
	refresh_proposal(decision, before);
	tell_company(decision, before);
	tell_places(decision);
	write_board(decision, before);
	settle_pages(decision, before);
	tickets_follow(decision, before);
	settle_drafts(decision, before);
	comms_follow(decision, before);
	documents_follow(decision);
}

/* So that the timeline can be read without Slack. After all else: effects need
 * no names, and nothing is decided by one. */
static void name_people(struct decision *decision)
{
	const struct people *people = decision->policy ?
	    decision->policy->people : NULL;

	for (int i = 0; i < decision->event_count; i++) {
		struct event *event = decision->events[i];

		(void)text_copy(event->actor_name, sizeof(event->actor_name),
		    people_name(people, event->actor));
		(void)text_copy(event->user_name, sizeof(event->user_name),
		    people_name(people, event->user));
	}
}

void decision_finish(struct decision *decision,
    const struct incident *before)
{
	if (decision->outcome == REFUSED || decision->event_count == 0)
		return;
	if (!decision->about_site)
		follow_incident(decision, before);
	plan_appointments(decision, before);
	name_people(decision);
}
