/* SPDX-License-Identifier: MIT
 *
 * ladder: the escalation of P2: who is paged now, and who will be if nobody
 * acknowledges. Shared by everything that changes how bad an incident is and by
 * the clock; they declare NEEDS_SITE. Whom a rung means: core/oncall/oncall.h.
 * That an acknowledgement ends it all is not said here: incident_apply() takes
 * the plan away and voids what has not left yet.
 */
#ifndef INCBOT_HANDLERS_LADDER_H
#define INCBOT_HANDLERS_LADDER_H

#include "handlers/handler.h"

/* After the events that changed severity, flags or phase: pages whoever is
 * wanted now and plans the rest anew, counted from the first page, so that a
 * severity that was raised late has nobody wait twice. */
void ladder_plan(struct turn *turn);

/* The clock: takes every rung that is due by now. */
void ladder_climb(struct turn *turn, int64_t late_ms);

/* A person has somebody paged, for a rung or as RUNG_CALLED; `why` may be "". */
void ladder_call(struct turn *turn, const char *user, int rung,
    const char *why);

/* Nobody is named for it: that is said, and the rung counts as taken. */
void ladder_skip(struct turn *turn, int rung);

/* Pages by this pager; false if it is "". */
bool ladder_page_by(struct turn *turn, const char *user, int rung,
    const char *way);

/* PAGE_AGAIN fell due: those whom no pager has reached are called once more, by
 * all their ways in turn. */
void ladder_again(struct turn *turn, int64_t late_ms);

#endif
