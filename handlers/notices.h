/* SPDX-License-Identifier: MIT
 *
 * notices: a SEV3 disturbs people only when they want it to (core/notices.h).
 * What a turn would tell them at another time waits in the incident, one place
 * a person, and is told in one message afterwards, as things stand then: the
 * sentences of the night are in the timeline. No handler has to think of it:
 * the dispatcher does this for all of them, by the site as far as the handler
 * asks for it (NEEDS_SITE), else by the config alone.
 */
#ifndef INCBOT_HANDLERS_NOTICES_H
#define INCBOT_HANDLERS_NOTICES_H

#include "handlers/handler.h"

/* After a handler's own effects: takes back what has to wait. */
void notices_hold(struct turn *turn);

/* NOTICES_DUE fell due. */
void notices_due(struct turn *turn, int64_t late_ms);

#endif
