/* SPDX-License-Identifier: MIT
 *
 * site_room: see site_room.h: the long members.
 */
#include "core/site_room.h"
#include "core/room.h"

static const struct room_part parts[] = {
	ROOM_ARRAY(site, covers),
	ROOM_ARRAY(site, subscriptions),
	ROOM_ARRAY(site, mailboxes),
	ROOM_ARRAY(site, duties),
	ROOM_ARRAY(site, maintenances),
	ROOM_ARRAY(site, wishes),
};

static const struct room room = {
	parts, ARRAY_LEN(parts), sizeof(struct site),
};

/* Behind all of them, so that it is still there when they are gone through. */
_Static_assert(offsetof(struct site, used) > offsetof(struct site, wishes),
    "it stands last");

void site_used_note(struct site *site)
{
	room_note(&room, site);
}

void site_clear(struct site *site)
{
	room_clear(&room, site);
}

void site_copy(struct site *to, const struct site *from)
{
	room_copy(&room, to, from);
}
