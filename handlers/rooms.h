/* SPDX-License-Identifier: MIT
 *
 * rooms: what becomes of people when the incident's channel goes, or comes
 * back (on_room.c). That it has gone shows when something cannot be sent there
 * (on_result.c).
 */
#ifndef INCBOT_HANDLERS_ROOMS_H
#define INCBOT_HANDLERS_ROOMS_H

#include "handlers/handler.h"

/* Once for each: whoever declared, acknowledged or holds a role hears of it in
 * a direct message, but for the event's own actor. */
void rooms_tell(struct turn *turn, const struct event *event);

#endif
