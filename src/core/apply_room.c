/* SPDX-License-Identifier: MIT
 *
 * apply_room: how the events of the incident's channel change it: opened, not to
 * be had, taken away; the checklist in it deleted. For the table in incident_apply.c alone.
 */
#include "base/text.h"
#include "core/apply_record.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

void apply_ROOM_OPENED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->room_id, event->ref);
	COPY(incident->room_name, event->name);
	incident->lost_room_id[0] = '\0';
}

/* Without a channel nothing more is sent there. */
void apply_ROOM_FAILED(struct incident *incident,
    const struct event *event)
{
	incident->flags &= ~FLAG_ROOM;
	incident->room_since = event->version;
}

/* Archived or deleted by somebody: as if there had never been one. */
void apply_ROOM_LOST(struct incident *incident,
    const struct event *event)
{
	incident->flags &= ~FLAG_ROOM;
	incident->room_since = event->version;
	if (*incident->room_id)
		COPY(incident->lost_room_id, incident->room_id);
	incident->room_id[0] = '\0';
	incident->card_ts[0] = '\0';
	incident->checklist_ts[0] = '\0';
	incident->canvas_id[0] = '\0';
	incident->draft_ts[0] = '\0';
	incident->offer_ts[0] = '\0';
}

void apply_CHECKLIST_LOST(struct incident *incident,
    const struct event *event)
{
	(void)event;
	incident->checklist_ts[0] = '\0';
}
