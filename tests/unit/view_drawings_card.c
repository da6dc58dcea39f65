/* SPDX-License-Identifier: MIT
 *
 * view_drawings_card: the card and what says the same, and lists of
 * incidents and of what happened.
 * See view_drawings.h.
 */
#include "tests/unit/view_drawings.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/timeline.h"
#include "core/views/view.h"

/* --- the card and what says the same ------------------------------------- */

json_t *drawing_card(const struct world *w, const struct incident *incident)
{
	const char *fallback;
	json_t *blocks = view_card(w->arena, incident, &w->policy, &fallback);

	return drawing_message(blocks, fallback);
}

#define CARD(name, severity, flags, stage) \
	DRAW(name) \
	{ \
		struct incident i = world_incident(w, severity, flags, stage); \
		return drawing_card(w, &i); \
	}

CARD(card_declared, SEV1, 0, DECLARED)
CARD(card_missed, SEV1, 0, MISSED)
CARD(card_acked, SEV1, 0, ACKED)
CARD(card_commanded, SEV2, 0, COMMANDED)
CARD(card_staffed, SEV1, 0, STAFFED)
CARD(card_stable, SEV1, 0, STABLE)
CARD(card_resolved, SEV1, 0, RESOLVED)
CARD(card_closed, SEV1, 0, CLOSED)
CARD(card_held, SEV1, 0, HELD)
CARD(card_reopened, SEV1, 0, REOPENED)
CARD(card_drill, SEV2, FLAG_DRILL, DECLARED)
CARD(card_security, SEV1, FLAG_PRIVATE | FLAG_SECURITY | FLAG_DATA_LOSS, ACKED)
CARD(card_lowered, SEV3, FLAG_ROOM, DECLARED)

DRAW(card_one_hand)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	COPY(i.roles[ROLE_TECHNICAL].user, "U0ANA");
	COPY(i.roles[ROLE_COMMS].offered_to, "U0DAN");
	COPY(i.roles[ROLE_COMMS].offered_by, "U0CHLOE");
	return drawing_card(w, &i);
}

/* As many as have a receipt, with all that a receipt says. */
DRAW(card_called)
{
	struct incident i = world_incident(w, SEV1, 0, DECLARED);

	for (int n = 0; n < PAGES_MAX; n++) {
		struct page *page = &i.pages[n];

		COPY(page->user, n % 2 ? "U0CHLOE" : "U0DAN");
		page->rung = n < RUNGS_MAX ? n : RUNG_CALLED;
		page->epoch = i.epoch;
		page->asked_ms = page->sent_ms = AT(1);
		page->accepted_ms = page->delivered_ms = AT(2);
		page->again_ms = AT(7);
		COPY(page->way, "pagerduty");
		COPY(page->note, "the pager has lost it");
	}
	return drawing_card(w, &i);
}

static json_t *status(const struct world *w, enum stage stage, int minutes)
{
	struct incident i = world_incident(w, SEV1, 0, stage);
	const char *fallback;
	json_t *blocks = view_status(w->arena, &i, &w->policy, AT(minutes),
	    &fallback);

	return drawing_message(blocks, fallback);
}

DRAW(status_declared) { return status(w, DECLARED, 1); }
DRAW(status_unsaid) { return status(w, MISSED, 13); }
DRAW(status_staffed) { return status(w, STAFFED, 20); }
DRAW(status_overdue) { return status(w, STAFFED, 40); }
DRAW(status_resolved) { return status(w, RESOLVED, 50); }

static json_t *panel(const struct world *w, enum stage stage)
{
	struct incident i = world_incident(w, SEV1, 0, stage);
	const char *fallback;
	json_t *blocks = view_panel(w->arena, &i, &w->policy, &fallback);

	return drawing_message(blocks, fallback);
}

DRAW(panel_declared) { return panel(w, DECLARED); }
DRAW(panel_staffed) { return panel(w, STAFFED); }
DRAW(panel_stable) { return panel(w, STABLE); }
DRAW(panel_resolved) { return panel(w, RESOLVED); }
DRAW(panel_closed) { return panel(w, CLOSED); }
DRAW(panel_held) { return panel(w, HELD); }

DRAW(panel_ticket)
{
	struct incident i = world_incident(w, SEV3, 0, ACKED);
	const char *fallback;
	json_t *blocks;

	i.room_id[0] = '\0';
	blocks = view_panel(w->arena, &i, &w->policy, &fallback);
	return drawing_message(blocks, fallback);
}

static json_t *steps(const struct world *w, int severity, enum stage stage)
{
	struct incident i = world_incident(w, severity, 0, stage);
	const char *text;
	json_t *blocks = view_steps(w->arena, &i, &w->policy, &text);

	return drawing_message(blocks, text);
}

DRAW(steps_declared) { return steps(w, SEV1, DECLARED); }
DRAW(steps_second) { return steps(w, SEV2, STAFFED); }
DRAW(steps_stable) { return steps(w, SEV1, STABLE); }

DRAW(topics)
{
	json_t *list = json_array();
	int stage;

	for (stage = DECLARED; stage <= REOPENED; stage++) {
		struct incident i = world_incident(w, SEV1,
		    stage == ACKED ? FLAG_DRILL : 0, (enum stage)stage);

		json_array_append_new(list,
		    json_string(view_topic(w->arena, &i)));
	}
	return json_pack("{s:o}", "topics", list);
}

static json_t *company(const struct world *w, int flags, enum stage stage)
{
	struct incident i = world_incident(w, SEV1, flags, stage);
	const char *fallback;
	json_t *blocks = view_company_line(w->arena, &i, &fallback);

	return drawing_message(blocks, fallback);
}

DRAW(company_open) { return company(w, 0, COMMANDED); }
DRAW(company_stable) { return company(w, 0, STABLE); }
DRAW(company_resolved) { return company(w, 0, RESOLVED); }
DRAW(company_private) { return company(w, FLAG_PRIVATE, ACKED); }

/* --- lists --------------------------------------------------------------- */

static struct incident *many(const struct world *w, int count)
{
	struct incident *list = arena_alloc(w->arena,
	    (size_t)count * sizeof(*list));
	int n;

	for (n = 0; n < count; n++) {
		list[n] = world_incident(w, SEV1 + n % 3,
		    n == 2 ? FLAG_PRIVATE : n == 3 ? FLAG_DRILL : 0,
		    (enum stage)(DECLARED + n % (STABLE + 1)));
		if (list[n].severity == SEV3)
			list[n].room_id[0] = '\0';
		(void)snprintf(list[n].id, sizeof(list[n].id), "%d", n + 7);
	}
	return list;
}

static json_t *list(const struct world *w, int count, int total, int page)
{
	const char *fallback;
	json_t *blocks = view_list(w->arena, many(w, count), count, total,
	    page, &fallback);

	return drawing_message(blocks, fallback);
}

DRAW(list_one) { return list(w, 1, 1, 0); }
DRAW(list_first_page) { return list(w, 20, 20, 0); }
DRAW(list_last_page) { return list(w, 50, 63, 6); }

/* Every kind of event, so that every sentence is read: `kinds` of them. */
static struct event *happenings_of(const struct world *w, int kinds,
    int count)
{
	struct event *events = arena_alloc(w->arena,
	    (size_t)count * sizeof(*events));
	int n;

	for (n = 0; n < count; n++) {
		struct event *event = &events[n];

		event->kind = 1 + n % kinds;
		event->at_ms = AT(n);
		event->number = 1 + n % 2;
		event->span_ms = n * 10000;
		event->due_ms = AT(n + 5);
		event->flags = FLAG_SECURITY | FLAG_DATA_LOSS;
		COPY(event->actor, n % 5 ? "U0ANA" : "");
		COPY(event->user, "U0BEN");
		COPY(event->ref, event_is_of_site(event->kind) ? "U0BEN" :
		    "C0INC");
		COPY(event->name, "5 min");
		COPY(event->text, w->text);
	}
	return events;
}

/* An incident's timeline has no others. */
struct event *drawing_events(const struct world *w, int count)
{
	return happenings_of(w, EVENT_INCIDENT_COUNT - 1, count);
}

static json_t *timeline(const struct world *w, int count, int page)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);
	const char *fallback;
	json_t *blocks = view_timeline(w->arena, &i, &(struct numbered){
	    drawing_events(w, count), count, NULL }, page, &fallback);

	return drawing_message(blocks, fallback);
}

DRAW(timeline_short) { return timeline(w, 3, 0); }
DRAW(timeline_latest) { return timeline(w, 45, 0); }
DRAW(timeline_first) { return timeline(w, 45, 2); }

DRAW(timeline_notes)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);
	struct event *events = drawing_events(w, 20);
	const char *fallback;
	json_t *blocks;
	int n;

	for (n = 0; n < 20; n++)
		events[n].kind = EVENT_NOTED;
	blocks = view_timeline(w->arena, &i, &(struct numbered){
	    events, 20, NULL }, 0, &fallback);
	return drawing_message(blocks, fallback);
}

DRAW(sentences)
{
	struct event *events = happenings_of(w, EVENT_COUNT - 1,
	    EVENT_COUNT - 1);
	json_t *lines = json_array();
	int n;

	for (n = 0; n < EVENT_COUNT - 1; n++)
		json_array_append_new(lines,
		    json_string(view_sentence(w->arena, &events[n])));
	return json_pack("{s:o}", "mrkdwn", lines);
}

static json_t *home(const struct world *w, int count, int total,
    const char *user)
{
	return view_home(w->arena, many(w, count), count, total, user,
	    AT(25), &w->policy);
}

DRAW(home_empty) { return home(w, 0, 0, "U0ANA"); }
DRAW(home_mine) { return home(w, 4, 4, "U0ANA"); }
DRAW(home_others) { return home(w, 4, 4, "U0EVE"); }

DRAW(home_unreached)
{
	struct incident *open = many(w, 3);

	COPY(open[0].update_text, "We know why.");
	open[0].update_count = 1;
	open[0].places_failed = PLACE_STATUSPAGE | PLACE_WEBHOOK;
	open[1].update_count = 1;
	open[1].places_failed = PLACE_BOARD;
	return view_home(w->arena, open, 3, 3, "U0ANA", AT(25), &w->policy);
}

DRAW(home_unreached_hidden)
{
	struct incident *open = many(w, 1);

	open[0].flags |= FLAG_PRIVATE;
	open[0].update_count = 1;
	open[0].places_failed = PLACE_STATUSPAGE;
	return view_home(w->arena, open, 1, 1, "U0EVE", AT(25), &w->policy);
}

DRAW(home_many) { return home(w, 50, 63, "U0BEN"); }
