/* SPDX-License-Identifier: MIT
 *
 * handoffs: whose shift begins when, by the rotations that tell of it: the
 * site's record knows who was last said to be on call by each (struct duty)
 * and when the next look is due. The look itself: due_handoff.c.
 */
#ifndef INCBOT_HANDLERS_HANDOFFS_H
#define INCBOT_HANDLERS_HANDOFFS_H

#include "handlers/handler.h"

/* Sets the next look, if the turn moved it; the dispatcher calls it after
 * every change of the site, so that no cover can forget to. */
void handoffs_plan(struct turn *turn);

#endif
