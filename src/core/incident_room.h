/* SPDX-License-Identifier: MIT
 *
 * incident_room: an incident is a struct of 92 kB, nearly all of it room for
 * what few incidents have: two dozen action items, texts of 6 kB. A place in
 * which one stood before is made ready for another one by these, which touch
 * only what is used: a few kB. Of a long text that is all up to its NUL; what
 * lies behind means nothing to anybody. Of the long arrays `used` says how far
 * they were ever used; all beyond is zero.
 *
 * Each takes an incident that is as one of these, incident_decode() or
 * incident_apply() left it, or is all zero; so does what a refused snapshot
 * left behind. Knows nothing of what the members mean.
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
