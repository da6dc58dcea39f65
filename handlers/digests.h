/* SPDX-License-Identifier: MIT
 *
 * digests: what the company is told by itself: every week what is overdue, on
 * the first of a month how the last one was. The site's record knows when the
 * next of each is due; the telling: due_digest.c.
 */
#ifndef INCBOT_HANDLERS_DIGESTS_H
#define INCBOT_HANDLERS_DIGESTS_H

#include "handlers/handler.h"

/* Sets the next of both, where the config has moved them. */
void digests_plan(struct turn *turn);

/* The same of what is dropped after a while (due_retention.c). */
void retention_plan(struct turn *turn);

#endif
