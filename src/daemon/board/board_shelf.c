/* SPDX-License-Identifier: MIT
 *
 * board_shelf: see board_shelf.h.
 */
#include "daemon/board/board_shelf.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"

#define ROOM_FIRST 16

void shelf_clear(struct board_shelf *shelf)
{
	for (int i = 0; i < shelf->count; i++)
		free(shelf->places[i].known);
	free(shelf->places);
	memset(shelf, 0, sizeof(*shelf));
}

void shelf_begin(struct board_shelf *shelf)
{
	for (int i = 0; i < shelf->count; i++)
		shelf->places[i].seen = false;
}

void shelf_redraw(struct board_shelf *shelf)
{
	for (int i = 0; i < shelf->count; i++)
		shelf->places[i].drawn = false;
}

static struct shelf_place *find(struct board_shelf *shelf, const char *id)
{
	for (int i = 0; i < shelf->count; i++) {
		if (strcmp(shelf->places[i].id, id) == 0)
			return &shelf->places[i];
	}
	return NULL;
}

/* The one that began first of those that are over; -1 = all are open. */
static int oldest(const struct board_shelf *shelf)
{
	int oldest = -1;

	for (int i = 0; i < shelf->count; i++) {
		const struct shelf_place *place = &shelf->places[i];

		if (place->open || !place->known)
			continue;
		if (oldest < 0 || place->known->started_ms <
		    shelf->places[oldest].known->started_ms)
			oldest = i;
	}
	return oldest;
}

static struct shelf_place *make_place(struct board_shelf *shelf)
{
	if (shelf->count == SHELF_MAX) {
		int old = oldest(shelf);

		if (old < 0)
			return NULL;
		free(shelf->places[old].known);
		memset(&shelf->places[old], 0, sizeof(*shelf->places));
		return &shelf->places[old];
	}
	if (shelf->count == shelf->room) {
		shelf->room = shelf->room ? 2 * shelf->room : ROOM_FIRST;
		shelf->places = xrealloc(shelf->places,
		    (size_t)shelf->room * sizeof(*shelf->places));
	}
	memset(&shelf->places[shelf->count], 0, sizeof(*shelf->places));
	return &shelf->places[shelf->count++];
}

/* What the world read of is taken back. */
static void withdraw(struct shelf_place *place)
{
	place->withdrawn = place->known != NULL;
	place->changed = false;
	free(place->known);
	place->known = NULL;
}

static bool is_past(const struct incident *incident, int64_t now_ms)
{
	return !incident_is_open(incident) &&
	    now_ms - incident->resolved_ms > BOARD_DAYS * WHEN_DAY_MS;
}

void shelf_put(struct board_shelf *shelf, const struct incident *incident,
    int64_t now_ms)
{
	struct shelf_place *place = find(shelf, incident->id);

	if (!place && (!board_is_public(incident) ||
	    is_past(incident, now_ms)))
		return;
	if (!place)
		place = make_place(shelf);
	if (!place)
		return;
	(void)text_copy(place->id, sizeof(place->id), incident->id);
	place->seen = true;
	place->open = incident_is_open(incident);
	if (!board_is_public(incident))
		withdraw(place);
	else if (!place->known || place->version != incident->version)
		place->changed = true;
}

void shelf_take_planned(struct board_shelf *shelf, const struct event *event)
{
	struct shelf_place *place;
	char id[ID_SIZE];

	board_planned_id(event->number, id);
	place = find(shelf, id);
	if (!place)
		place = make_place(shelf);
	if (!place)
		return;
	(void)text_copy(place->id, sizeof(place->id), id);
	place->known = board_planned_take(place->known, event);
	place->drawn = false;
}

void shelf_fill(struct shelf_place *place, const struct incident *incident,
    const struct board_event *events, int count)
{
	place->changed = false;
	place->open = incident_is_open(incident);
	place->version = incident->version;
	if (!board_is_public(incident)) {
		withdraw(place);
		return;
	}
	free(place->known);
	place->known = board_incident_new(incident, events, count);
	place->drawn = false;
	place->withdrawn = false;
}
