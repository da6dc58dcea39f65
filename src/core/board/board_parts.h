/* SPDX-License-Identifier: MIT
 *
 * board_parts: what the drawings of the public page have in common. Only
 * board*.c include this; core/board/board.h is for everybody else.
 */
#ifndef INCBOT_CORE_BOARD_PARTS_H
#define INCBOT_CORE_BOARD_PARTS_H

#include "core/board/board.h"
#include "base/text.h"

/* "Jan" for 1. */
const char *board_month(int month);

/* "15 Jun 2026", "14:05 UTC", both in the site's zone. */
void board_add_date(const struct board *board, int64_t ms, struct text *out);
void board_add_clock(const struct board *board, int64_t ms, struct text *out);
/* <time datetime="...">15 Jun 2026, 14:05 UTC</time> */
void board_add_time(const struct board *board, int64_t ms, struct text *out);
/* "2026-06-15T14:05:00.000Z" */
void board_add_stamp(int64_t ms, struct text *out);

/* Head and banner; `depth` is how many folders below the top this page is.
 * Its title is raw. */
void board_add_head(const struct board *board, const char *title, int depth,
    struct text *out);
/* How old the page is, links, and the end. A lasting page is written once. */
void board_add_foot(const struct board *board, int depth, bool lasting,
    struct text *out);

/* One incident with all its updates, the newest first, under a heading of the
 * level; `linked`: the heading leads to its own page. */
void board_add_incident(const struct board *board,
    const struct board_incident *incident, int level, bool linked,
    struct text *out);

/* "Checkout: Major outage, Payments: Partial outage"; without the states, if
 * they are not so yet. */
void board_add_affected(const struct board *board, const char *affected,
    bool states, struct text *out);

/* When anything that the public knows of changed last; now if it never did. */
int64_t board_changed_ms(const struct board *board);

/* The row of bars of one component. */
void board_add_bars(const struct board *board,
    const struct board_times *times, int component, struct text *out);

/* "in_progress", as clients know it; "Under way", for people: of an update's
 * status. */
const char *board_status_word(int status);
const char *board_status_name(int status);
/* That of an incident, or of planned work by what time it is. */
int board_status_now(const struct board *board,
    const struct board_incident *incident);

/* Planned work that never began. */
bool board_is_dropped(const struct board_incident *incident);

/* When it is, and what it affects. */
void board_add_planned_facts(const struct board *board,
    const struct board_incident *incident, struct text *out);

/* The section on planned work; nothing if there is none. */
void board_add_planned(const struct board *board, struct text *out);

/* Planned work, not an incident. */
bool board_is_planned(const struct board_incident *incident);

#endif
