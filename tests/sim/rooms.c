/* SPDX-License-Identifier: MIT
 *
 * rooms: see rooms.h.
 */
#include "tests/sim/rooms.h"
#include "base/memory.h"
#include "core/event.h"
#include "core/incident.h"
#include "services/ledger/ledger.h"
#include "tests/sim/books.h"
#include "tests/sim/world.h"

struct room *rooms_find(const struct books *books, const char *id)
{
	for (size_t i = 0; i < books->room_count; i++) {
		if (strcmp(books->rooms[i].id, id) == 0)
			return &books->rooms[i];
	}
	return NULL;
}

struct room *rooms_of(const struct books *books, int number)
{
	for (size_t i = books->room_count; number > 0 && i > 0; i--) {
		if (books->rooms[i - 1].number == number)
			return &books->rooms[i - 1];
	}
	return NULL;
}

bool rooms_is_open(const struct room *room)
{
	return !room->archived && !room->gone;
}

/* --- what people do -------------------------------------------------------- */

static bool is_of_room(const struct owed *owed)
{
	return effect_target(owed->kind) == TARGET_ROOM;
}

/* Slack does not show the history to who is not in the channel, so that what
 * may have been sent is sent again: twice rather than never. */
static void cannot_look(struct books *books, const struct room *room)
{
	struct case_book *book = &books->cases[room->number];

	for (size_t i = 0; i < book->owed_count; i++)
		book->owed[i].unseen |= is_of_room(&book->owed[i]);
}

void rooms_taken(struct books *books, struct room *room)
{
	room->takes++;
	room->is_given = false;
	room->heard = false;
	cannot_look(books, room);
}

void rooms_given(struct books *books, struct room *room)
{
	room->gives++;
	room->is_given = true;
	room->heard = false;
	cannot_look(books, room);
}

void rooms_heard(struct books *books, const char *id)
{
	struct room *room = rooms_find(books, id);

	/* That it came back once says nothing when it was taken since. */
	if (room && room->is_given)
		room->heard = true;
}

void rooms_unposted(struct books *books, struct shown_post *post)
{
	struct owed *owed = books_owed(books, post->number,
	    post->owed.version, post->owed.index);

	post->deleted = true;
	post->taken_version = books->cases[post->number].version;
	owed->shown--;
	owed->taken = true;
}

/* --- what the ledger says -------------------------------------------------- */

/* What was to be said there may be given up without a word. */
static void excuse(struct case_book *book)
{
	for (size_t i = 0; i < book->owed_count; i++) {
		struct owed *owed = &book->owed[i];

		if (is_of_room(owed) && owed->shown == 0)
			owed->exempt = true;
	}
}

static void room_opened(struct books *books, int number, const char *event)
{
	struct event *opened = xmalloc(sizeof(*opened));
	struct room *room;

	if (!event_decode(event, strlen(event), opened))
		world_broken(books->world, "I4", "unreadable %s", event);
	room = rooms_find(books, opened->ref);
	if (room)
		room->number = number;
	free(opened);
}

static void room_lost(struct books *books, int number)
{
	struct case_book *book = &books->cases[number];
	struct room *room = rooms_of(books, number);

	excuse(book);
	if (!room || ++room->told_lost > room->takes)
		world_broken(books->world, "I27", "incident %d lost its "
		    "channel %d times, of %d", number,
		    room ? room->told_lost : 1, room ? room->takes : 0);
	room->lost_version = book->version;
}

static void room_returned(struct books *books, int number)
{
	struct room *room = rooms_of(books, number);

	if (!room || ++room->told_back > room->gives)
		world_broken(books->world, "I27", "incident %d got its "
		    "channel back %d times, of %d", number,
		    room ? room->told_back : 1, room ? room->gives : 0);
}

void rooms_committed(struct books *books, int number,
    const struct ledger_commit *commit)
{
	for (size_t i = 0; i < commit->event_count; i++) {
		int kind = books_event_kind(commit->events[i]);

		if (kind == EVENT_ROOM_OPENED)
			room_opened(books, number, commit->events[i]);
		else if (kind == EVENT_ROOM_LOST)
			room_lost(books, number);
		else if (kind == EVENT_ROOM_RETURNED)
			room_returned(books, number);
		else if (kind == EVENT_CLOSED)
			books->cases[number].was_closed = true;
	}
}

void rooms_note_post(struct books *books, int number, struct owed *owed)
{
	const struct room *room = is_of_room(owed) ?
	    rooms_of(books, number) : NULL;

	owed->unseen |= room && room->away;
}

/* --- at rest --------------------------------------------------------------- */

/* Who looks into the channel of a closed incident wants no more of it. */
void rooms_check(struct world *world, int number,
    const struct incident *incident)
{
	const struct room *room = rooms_of(world->books, number);

	if (!room || !world_loses_rooms(world->seed))
		return;
	if (!*incident->room_id && room->told_lost == 0)
		world_broken(world, "I27", "incident %d has no channel, and "
		    "nobody was told", number);
	if (room->gives > 0 && room->heard && rooms_is_open(room) &&
	    !world->books->cases[number].was_closed &&
	    strcmp(incident->room_id, room->id) != 0)
		world_broken(world, "I27", "incident %d was given %s back, and "
		    "does not know", number, room->id);
	if (room->heard && *incident->room_id && rooms_is_open(room) &&
	    !world->books->cases[number].was_closed && room->away)
		world_broken(world, "I27", "incbot is not in %s, where incident "
		    "%d lives", room->id, number);
}

bool rooms_may_be_missing(const struct books *books, int number, int kind,
    const struct shown_post *post)
{
	const struct case_book *book = &books->cases[number];

	if (post->taken_version == 0)
		return false;
	for (size_t i = 0; i < book->owed_count; i++) {
		const struct owed *owed = &book->owed[i];

		if (owed->kind == kind &&
		    owed->version > post->taken_version)
			return false;
	}
	return true;
}
