/* SPDX-License-Identifier: MIT
 *
 * people_rooms: what people do to an incident's channel, at random: archive it,
 * put incbot out of it, delete it, rename it, delete what incbot posted there;
 * and mostly they give it back, at once or after minutes.
 */
#include "base/memory.h"
#include "base/text.h"
#include "tests/sim/books.h"
#include "tests/sim/outside.h"
#include "tests/sim/rooms.h"
#include "tests/sim/world.h"

#define LOSES_IN_SEED 4		/* nobody does any of it in the other seeds */
#define ACTS 15			/* in a thousand acts */
#define SOON_MS 4000		/* before anybody has noticed, or just then */
#define LATE_MS 240000

bool world_loses_rooms(uint64_t seed)
{
	return seed % LOSES_IN_SEED == 1;
}

struct gift {
	struct world *world;
	const char *user;		/* static */
	char channel[ID_SIZE];
};

static void on_given(void *arg)
{
	struct gift *gift = arg;
	struct world *world = gift->world;
	struct room *room = rooms_find(world->books, gift->channel);

	if (room->gone || (!room->archived && !room->away)) {
		free(gift);
		return;
	}
	world_tell(world, "%s gives %s back%s", gift->user, room->id,
	    room->archived ? ", unarchived" : "");
	rooms_given(world->books, room);
	if (room->archived) {
		outside_unarchive(world->outside, gift->user, room->id);
		room->archived = false;
	} else {
		outside_invite(world->outside, gift->user, room->id);
		room->away = false;
	}
	free(gift);
}

static void give_later(struct world *world, const char *user,
    const struct room *room)
{
	struct gift *gift;

	if (world_chance(world, 150))
		return;
	gift = xcalloc(1, sizeof(*gift));
	gift->world = world;
	gift->user = user;
	(void)text_copy(gift->channel, ID_SIZE, room->id);
	world_at_or_drop(world, NULL, world_chance(world, 500) ?
	    world_between(world, 50, SOON_MS) :
	    world_between(world, SOON_MS, LATE_MS), on_given, free, gift);
}

static void archive(struct world *world, const char *user, struct room *room)
{
	world_tell(world, "%s archives %s", user, room->id);
	room->archived = room->away = true;
	rooms_taken(world->books, room);
	outside_archive(world->outside, room->id);
	give_later(world, user, room);
}

static void put_out(struct world *world, const char *user, struct room *room)
{
	world_tell(world, "%s puts incbot out of %s", user, room->id);
	room->away = true;
	rooms_taken(world->books, room);
	outside_put_out(world->outside, room->id);
	give_later(world, user, room);
}

static void take_for_good(struct world *world, const char *user,
    struct room *room)
{
	world_tell(world, "%s deletes %s", user, room->id);
	room->gone = true;
	(void)text_copy(room->name, NAME_SIZE, room->id);	/* it is free */
	rooms_taken(world->books, room);
	outside_remove(world->outside, room->id);
}

static void give_name(struct world *world, const char *user,
    struct room *room)
{
	char name[NAME_SIZE];

	snprintf(name, sizeof(name), "renamed-%llu",
	    (unsigned long long)++world->said);
	if (!outside_rename(world->outside, room->id, name))
		return;
	world_tell(world, "%s renames %s: %s", user, room->id, name);
	(void)text_copy(room->name, NAME_SIZE, name);
}

/* The card or checklist, or anything. */
static void unpost(struct world *world, const char *user, struct room *room)
{
	struct books *books = world->books;
	bool kept = world_chance(world, 700);
	struct shown_post *chosen = NULL;
	unsigned seen = 0;

	for (size_t i = 0; i < books->post_count; i++) {
		struct shown_post *post = &books->posts[i];

		if (post->deleted || strcmp(post->channel, room->id) != 0 ||
		    (kept && !post->blocks) ||
		    prng_below(&world->dice, ++seen) != 0)
			continue;
		chosen = post;
	}
	if (!chosen || !outside_unpost(world->outside, room->id, chosen->ts))
		return;
	world_tell(world, "%s deletes %s in %s", user, chosen->ts, room->id);
	rooms_unposted(books, chosen);
}

static const struct act {
	int below;		/* of a hundred */
	void (*act)(struct world *world, const char *user, struct room *room);
} acts[] = {
	{ 30, archive }, { 55, put_out }, { 60, take_for_good },
	{ 72, give_name }, { 100, unpost },
};

bool people_act_on_room(struct world *world, const char *user)
{
	const struct books *books = world->books;
	const struct act *act = acts;
	struct room *room;
	int64_t dice;

	if (!world_loses_rooms(world->seed) || books->room_count == 0 ||
	    !world_chance(world, ACTS))
		return false;
	room = &books->rooms[prng_below(&world->dice, books->room_count)];
	if (room->number == 0 || room->archived || room->away || room->gone)
		return false;
	dice = world_between(world, 0, 99);
	while (act->below <= dice)
		act++;
	act->act(world, user, room);
	return true;
}
