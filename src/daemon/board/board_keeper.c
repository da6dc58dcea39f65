/* SPDX-License-Identifier: MIT
 *
 * board_keeper: see board_keeper.h. One pass at a time: list what is open,
 * find what is in no such list (board_finder.c), read what was planned, load
 * what was open and is not listed any more, read the timelines of what changed,
 * then draw and write. Whoever asks during a pass is served by the
 * next one. The drawing itself is in board_draw.c.
 */
#include "daemon/board/board_keeper.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "core/maintenance.h"
#include "core/site.h"
#include "daemon/board/board_draw.h"
#include "daemon/board/board_finder.h"
#include "services/clock.h"
#include "services/ledger/ledger.h"

#define WAITERS_MAX 64
#define EVENTS_ROOM_FIRST 8
#define FRESH_MS (2 * WHEN_HOUR_MS)	/* the finder meets all every hour */

/* How far a timeline was read. */
struct reached {
	int64_t version;
	int index;		/* within the turn */
};

struct waiter {
	char incident[ID_SIZE];	/* is looked at in any case */
	board_keeper_cb *callback;
	void *arg;
};

struct board_keeper {
	struct board_keeper_options options;
	struct board_shelf shelf;	/* what the public knows */
	struct waiter waiting[WAITERS_MAX];	/* for the next pass */
	int waiting_count;
	struct waiter served[WAITERS_MAX];	/* by the pass under way */
	int served_count;
	bool started;
	bool running;		/* a pass is under way */
	bool woken;		/* one is about to begin */
	struct board_finder *finder;
	struct reached planned;	/* of the site's timeline, for good */

	/* Of the pass under way. */
	size_t offset;		/* into the list of open incidents */
	int next;		/* place on the shelf that is looked at */
	struct incident *incident;	/* whose timeline is being read */
	struct board_event *events;	/* the public ones of it; they own
					   their strings */
	int event_count;
	int event_room;
	struct reached reached;
	struct event event;	/* being read */
};

static void pass_begin(void *arg);
static void list_open(struct board_keeper *keeper);
static void look_at_found(struct board_keeper *keeper);
static void read_planned(struct board_keeper *keeper);
static void look_at_next(struct board_keeper *keeper);
static void read_timeline(struct board_keeper *keeper);

struct board_keeper *board_keeper_new(
    const struct board_keeper_options *options)
{
	struct board_keeper *keeper = xcalloc(1, sizeof(*keeper));

	keeper->options = *options;
	keeper->incident = xcalloc(1, sizeof(*keeper->incident));
	keeper->finder = board_finder_new(options->ledger);
	return keeper;
}

static void forget_events(struct board_keeper *keeper)
{
	for (int i = 0; i < keeper->event_count; i++) {
		free((char *)(uintptr_t)keeper->events[i].text);
		free((char *)(uintptr_t)keeper->events[i].list);
	}
	keeper->event_count = 0;
}

void board_keeper_free(struct board_keeper *keeper)
{
	if (!keeper)
		return;
	shelf_clear(&keeper->shelf);
	board_finder_free(keeper->finder);
	forget_events(keeper);
	free(keeper->events);
	free(keeper->incident);
	free(keeper);
}

void board_keeper_set_policy(struct board_keeper *keeper,
    const struct policy *policy)
{
	shelf_redraw(&keeper->shelf);
	keeper->options.policy = policy;
}

static bool is_wanted(const struct board_keeper *keeper)
{
	return policy_has_board(keeper->options.policy);
}

static void wake(struct board_keeper *keeper)
{
	if (keeper->running || keeper->woken)
		return;
	keeper->woken = true;
	clock_wake(keeper->options.clock, 0, pass_begin, keeper);
}

static void on_time(void *arg)
{
	struct board_keeper *keeper = arg;

	if (!keeper->started)
		return;
	if (is_wanted(keeper))
		wake(keeper);
	clock_wake(keeper->options.clock, BOARD_EVERY_MS, on_time, keeper);
}

void board_keeper_start(struct board_keeper *keeper)
{
	keeper->started = true;
	on_time(keeper);
}

void board_keeper_stop(struct board_keeper *keeper)
{
	keeper->started = false;
}

void board_keeper_write(struct board_keeper *keeper, const char *incident,
    board_keeper_cb *callback, void *arg)
{
	struct waiter *waiter;

	assert(keeper->waiting_count < WAITERS_MAX);
	waiter = &keeper->waiting[keeper->waiting_count++];
	(void)text_copy(waiter->incident, ID_SIZE, incident);
	waiter->callback = callback;
	waiter->arg = arg;
	wake(keeper);
}

static void pass_end(struct board_keeper *keeper, const char *error)
{
	int count = keeper->served_count;
	struct waiter served[WAITERS_MAX];

	memcpy(served, keeper->served, sizeof(served));
	keeper->served_count = 0;
	keeper->running = false;
	if (*error)
		log_warn("board_not_written", "folder=%s error=\"%s\"",
		    keeper->options.policy->board.folder, error);
	for (int i = 0; i < count; i++)
		served[i].callback(served[i].arg, error);
	if (keeper->waiting_count > 0)
		wake(keeper);
}

static void pass_draw(struct board_keeper *keeper)
{
	pass_end(keeper, board_draw(&keeper->shelf, keeper->options.policy,
	    clock_now_ms(keeper->options.clock)));
}

static void pass_begin(void *arg)
{
	struct board_keeper *keeper = arg;

	keeper->woken = false;
	keeper->running = true;
	memcpy(keeper->served, keeper->waiting, sizeof(keeper->served));
	keeper->served_count = keeper->waiting_count;
	keeper->waiting_count = 0;
	keeper->offset = 0;
	shelf_begin(&keeper->shelf);
	board_finder_begin(keeper->finder);
	for (int i = 0; i < keeper->served_count; i++)
		board_finder_want(keeper->finder, keeper->served[i].incident);
	list_open(keeper);
}

/* Takes an incident as it is now to the shelf; what changed is read. */
static void take_snapshot(struct board_keeper *keeper,
    const struct ledger_snapshot *snapshot)
{
	struct incident *incident = keeper->incident;

	if (!incident_decode(snapshot->data, snapshot->length, incident))
		return;		/* left as it was: a damaged record stops
				   only itself */
	incident->version = snapshot->version;
	shelf_put(&keeper->shelf, incident,
	    clock_now_ms(keeper->options.clock));
}

static void on_walk(void *arg, enum ledger_status status)
{
	struct board_keeper *keeper = arg;

	if (status == LEDGER_OK)
		look_at_found(keeper);
	else
		pass_end(keeper, ledger_status_name(status));
}

static void on_list(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct board_keeper *keeper = arg;

	if (status != LEDGER_OK) {
		pass_end(keeper, ledger_status_name(status));
		return;
	}
	for (size_t i = 0; i < count; i++) {
		board_finder_saw_open(keeper->finder, snapshots[i].id);
		take_snapshot(keeper, &snapshots[i]);
	}
	keeper->offset += count;
	if (count > 0 && keeper->offset < total) {
		list_open(keeper);
		return;
	}
	board_finder_walk(keeper->finder, clock_now_ms(
	    keeper->options.clock), on_walk, keeper);
}

static void list_open(struct board_keeper *keeper)
{
	ledger_list_open(keeper->options.ledger, keeper->offset,
	    LEDGER_LIST_MAX, on_list, keeper);
}

static void on_found(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct board_keeper *keeper = arg;

	if (status == LEDGER_OK) {
		take_snapshot(keeper, snapshot);
	} else if (status != LEDGER_ABSENT && status != LEDGER_SPLIT) {
		pass_end(keeper, ledger_status_name(status));
		return;
	}
	board_finder_done(keeper->finder);
	look_at_found(keeper);
}

static void look_at_found(struct board_keeper *keeper)
{
	char id[ID_SIZE];

	if (board_finder_next(keeper->finder, id))
		ledger_load(keeper->options.ledger, id, "", on_found, keeper);
	else
		read_planned(keeper);
}

/* Not read before? The turn that an answer's end cut comes again whole. */
static bool reach(struct reached *reached, const struct ledger_entry *entry)
{
	if (entry->version < reached->version ||
	    (entry->version == reached->version &&
	    entry->index <= reached->index))
		return false;
	reached->version = entry->version;
	reached->index = entry->index;
	return true;
}

static void on_planned(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct board_keeper *keeper = arg;
	struct event *event = &keeper->event;

	if (status != LEDGER_OK && status != LEDGER_ABSENT) {
		pass_end(keeper, ledger_status_name(status));
		return;
	}
	for (size_t i = 0; status == LEDGER_OK && i < count; i++) {
		if (reach(&keeper->planned, &entries[i]) &&
		    event_decode(entries[i].data, entries[i].length, event) &&
		    maintenance_is_news(event->kind))
			shelf_take_planned(&keeper->shelf, event);
	}
	if (status == LEDGER_OK && count == LEDGER_TIMELINE_MAX) {
		read_planned(keeper);
		return;
	}
	keeper->next = 0;
	look_at_next(keeper);
}

/* What is planned stands in the site's timeline, which only grows: each pass
 * goes on where the last one ended. */
static void read_planned(struct board_keeper *keeper)
{
	ledger_timeline(keeper->options.ledger, SITE_ID,
	    keeper->planned.version, LEDGER_TIMELINE_MAX, on_planned, keeper);
}

/* One that is not listed any more was resolved, or is listed no more for
 * whatever reason: how it is now is asked for. */
static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct board_keeper *keeper = arg;
	struct shelf_place *place = &keeper->shelf.places[keeper->next];

	place->seen = true;
	if (status == LEDGER_OK) {
		take_snapshot(keeper, snapshot);
		place = &keeper->shelf.places[keeper->next];
	} else if (status != LEDGER_ABSENT && status != LEDGER_SPLIT) {
		pass_end(keeper, ledger_status_name(status));
		return;
	}
	if (!place->changed)
		keeper->next++;
	look_at_next(keeper);
}

/* The incident on hand is the one whose timeline is read: its present state
 * belongs to it. */
static void on_load_changed(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct board_keeper *keeper = arg;

	if (status != LEDGER_OK || !incident_decode(snapshot->data,
	    snapshot->length, keeper->incident)) {
		if (status == LEDGER_OK || status == LEDGER_SPLIT) {
			keeper->shelf.places[keeper->next++].changed = false;
			look_at_next(keeper);
		} else {
			pass_end(keeper, ledger_status_name(status));
		}
		return;
	}
	keeper->incident->version = snapshot->version;
	forget_events(keeper);
	keeper->reached = (struct reached){ 0, 0 };
	read_timeline(keeper);
}

/* Lately over: it may have been reopened and be over once more since the last
 * look, with another last word. */
static bool is_fresh(const struct board_keeper *keeper,
    const struct shelf_place *place)
{
	return place->known && place->known->resolved_ms > 0 &&
	    clock_now_ms(keeper->options.clock) -
	    place->known->resolved_ms < FRESH_MS;
}

static void look_at_next(struct board_keeper *keeper)
{
	struct board_shelf *shelf = &keeper->shelf;

	for (; keeper->next < shelf->count; keeper->next++) {
		const struct shelf_place *place =
		    &shelf->places[keeper->next];

		if (place->changed) {
			ledger_load(keeper->options.ledger, place->id, "",
			    on_load_changed, keeper);
			return;
		}
		if (!place->seen && (place->open || is_fresh(keeper, place))) {
			ledger_load(keeper->options.ledger, place->id, "",
			    on_load, keeper);
			return;
		}
	}
	pass_draw(keeper);
}

/* None is left out, however many there are: the page may have to. */
static void keep_event(struct board_keeper *keeper)
{
	struct board_event *kept;

	if (keeper->event_count == keeper->event_room) {
		keeper->event_room = keeper->event_room ?
		    2 * keeper->event_room : EVENTS_ROOM_FIRST;
		keeper->events = xrealloc(keeper->events,
		    (size_t)keeper->event_room * sizeof(*keeper->events));
	}
	kept = &keeper->events[keeper->event_count++];
	*kept = board_event(&keeper->event);
	kept->text = xstrdup(kept->text);
	kept->list = xstrdup(kept->list);
}

static void take_entry(struct board_keeper *keeper,
    const struct ledger_entry *entry)
{
	if (reach(&keeper->reached, entry) &&
	    event_decode(entry->data, entry->length, &keeper->event) &&
	    board_event_is_public(keeper->event.kind))
		keep_event(keeper);
}

static void on_timeline(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct board_keeper *keeper = arg;

	if (status != LEDGER_OK) {
		pass_end(keeper, ledger_status_name(status));
		return;
	}
	for (size_t i = 0; i < count; i++)
		take_entry(keeper, &entries[i]);
	if (count == LEDGER_TIMELINE_MAX) {
		read_timeline(keeper);
		return;
	}
	shelf_fill(&keeper->shelf.places[keeper->next], keeper->incident,
	    keeper->events, keeper->event_count);
	keeper->next++;
	look_at_next(keeper);
}

static void read_timeline(struct board_keeper *keeper)
{
	ledger_timeline(keeper->options.ledger, keeper->incident->id,
	    keeper->reached.version, LEDGER_TIMELINE_MAX, on_timeline, keeper);
}
