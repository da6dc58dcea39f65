/* SPDX-License-Identifier: MIT
 *
 * turn_list: lists of incidents that a turn looks at besides its own. Where one
 * was read before, the next one is read over it (core/incident_room.h): fifty
 * incidents are room for 5 MB, of which some kB are used. For turns.c and its
 * files alone.
 */
#include "daemon/turns/turn_parts.h"
#include "base/arena.h"
#include "base/memory.h"
#include "core/incident_room.h"

static void make_room(struct turn_list *list, size_t count)
{
	size_t room = list->count > 0 ? list->count : 1;

	if (count <= list->count)
		return;
	while (room < count)
		room *= 2;
	free(list->incidents);
	list->incidents = xcalloc(room, sizeof(*list->incidents));
	list->count = room;
}

/* NULL if all are in use. */
static struct turn_list *take(struct running *running, size_t count)
{
	for (size_t i = 0; i < TURN_LISTS_MAX; i++) {
		struct turn_list *list = &running->turns->lists[i];

		if (list->holder)
			continue;
		make_room(list, count);
		list->holder = running;
		return list;
	}
	return NULL;
}

static bool read_one(const struct ledger_snapshot *snapshot,
    const struct turn_list *list, struct incident *incident)
{
	if (list ? !incident_decode_over(snapshot->data, snapshot->length,
	    incident) : !incident_decode(snapshot->data, snapshot->length,
	    incident))
		return false;
	incident->version = snapshot->version;
	return true;
}

int turn_list_read(struct running *running,
    const struct ledger_snapshot *snapshots, size_t count,
    const struct incident **out)
{
	struct turn_list *list = take(running, count + 1);
	struct incident *incidents = list ? list->incidents :
	    arena_reserve(running->scratch, (count + 1) * sizeof(*incidents));
	int taken = 0;

	for (size_t i = 0; i < count; i++)
		taken += read_one(&snapshots[i], list, &incidents[taken]);
	*out = incidents;
	return taken;
}

void turn_list_leave(struct running *running)
{
	for (size_t i = 0; i < TURN_LISTS_MAX; i++) {
		if (running->turns->lists[i].holder == running)
			running->turns->lists[i].holder = NULL;
	}
}

void turn_lists_free(struct turns *turns)
{
	for (size_t i = 0; i < TURN_LISTS_MAX; i++)
		free(turns->lists[i].incidents);
}
