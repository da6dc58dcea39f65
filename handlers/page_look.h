/* SPDX-License-Identifier: MIT
 *
 * page_look: what a pager says when it is asked, a while after it has taken a
 * page, whether that still stands there: it was acknowledged or resolved, and
 * that had not come to us, or it knows nothing of it. Then it is sent once more,
 * and after that the pager counts as one that has failed (P2.8).
 */
#ifndef INCBOT_HANDLERS_PAGE_LOOK_H
#define INCBOT_HANDLERS_PAGE_LOOK_H

#include "handlers/handler.h"

/* A pager has taken the page of the turn's request: it is asked about it, if it
 * can be. */
void page_look_plan(struct turn *turn);

/* The turn's request is the result of a PAGE_LOOK that has found something:
 * made_name is "acknowledged", "resolved" or "forgotten", made_ref who did it,
 * as the pager calls them. */
void page_look_result(struct turn *turn);

/* on_pager.c's: somebody did it there. */
void pager_acknowledged(struct turn *turn);
void pager_resolved(struct turn *turn);

#endif
