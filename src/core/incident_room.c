/* SPDX-License-Identifier: MIT
 *
 * incident_room: see incident_room.h: the long members.
 */
#include "core/incident_room.h"
#include "core/room.h"

static const struct room_part parts[] = {
	ROOM_ARRAY(incident, pages),
	ROOM_TEXT(incident, update_text),
	ROOM_TEXT(incident, affected),
	ROOM_TEXT(incident, draft_affected),
	ROOM_TEXT(incident, draft_text),
	ROOM_TEXT(incident, touched),
	ROOM_ARRAY(incident, alerts),
	ROOM_TEXT(incident, mitigation),
	ROOM_TEXT(incident, resolution),
	ROOM_ARRAY(incident, actions),
	ROOM_ARRAY(incident, marks),
};

static const struct room room = {
	parts, ARRAY_LEN(parts), sizeof(struct incident),
};

/* Behind all of them, so that it is still there when they are gone through. */
_Static_assert(offsetof(struct incident, used) >
    offsetof(struct incident, marks), "it stands last");

void incident_used_note(struct incident *incident)
{
	room_note(&room, incident);
}

void incident_clear(struct incident *incident)
{
	room_clear(&room, incident);
}

void incident_copy(struct incident *to, const struct incident *from)
{
	room_copy(&room, to, from);
}
