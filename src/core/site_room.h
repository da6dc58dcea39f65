/* SPDX-License-Identifier: MIT
 *
 * site_room: the site's record over what stood in its place before, touching
 * only what is used; see core/room.h for what that asks of it.
 */
#ifndef INCBOT_CORE_SITE_ROOM_H
#define INCBOT_CORE_SITE_ROOM_H

#include "core/site.h"

/* As good as all zero. */
void site_clear(struct site *site);

/* The same as *to = *from. */
void site_copy(struct site *to, const struct site *from);

/* The same as site_decode(), over what stood there before. */
NODISCARD bool site_decode_over(const char *json, size_t length,
    struct site *site);

/* After a change: the arrays may be used further. By site_apply(). */
void site_used_note(struct site *site);

#endif
