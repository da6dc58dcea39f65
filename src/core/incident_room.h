/* SPDX-License-Identifier: MIT
 *
 * incident_room: an incident over what stood in its place before, touching only
 * what is used; see core/room.h for what that asks of it.
 */
#ifndef INCBOT_CORE_INCIDENT_ROOM_H
#define INCBOT_CORE_INCIDENT_ROOM_H

#include "core/incident.h"

/* As good as all zero. */
void incident_clear(struct incident *incident);

/* The same as *to = *from. */
void incident_copy(struct incident *to, const struct incident *from);

/* The same as incident_decode(), over what stood there before. */
NODISCARD bool incident_decode_over(const char *json, size_t length,
    struct incident *incident);

/* After a change: the arrays may used further. By incident_apply(). */
void incident_used_note(struct incident *incident);

#endif
