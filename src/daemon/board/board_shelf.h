/* SPDX-License-Identifier: MIT
 *
 * board_shelf: what the public knows of each incident, kept between two
 * drawings of the page, so that only what changed is read again. A list of
 * places in memory; filled by board_keeper.c, drawn by board_draw.c.
 */
#ifndef INCBOT_DAEMON_BOARD_SHELF_H
#define INCBOT_DAEMON_BOARD_SHELF_H

#include "core/board/board.h"

#define SHELF_MAX 4096		/* incidents; the ones longest over go first */

#define BOARD_FILES_MAX 16	/* beside the incidents' own pages */

struct shelf_place {
	char id[ID_SIZE];
	int64_t version;	/* of what is known */
	bool open;
	bool seen;		/* in this pass */
	bool changed;		/* its timeline is to be read */
	bool drawn;		/* its own page is as it should be */
	uint64_t written;	/* hash of its own page */
	bool withdrawn;		/* not public any more: its page has to go */
	struct board_incident *known;	/* NULL = nothing, yet or any more */
};

struct board_shelf {
	struct shelf_place *places;
	int count;
	int room;
	uint64_t written[BOARD_FILES_MAX];	/* hashes of the files that are
					   always there; 0 = unknown */
};

void shelf_clear(struct board_shelf *shelf);

/* A pass begins: nothing is seen yet. */
void shelf_begin(struct board_shelf *shelf);

/* Notes how an incident is now. One that was over before the page looks back
 * is not taken. */
void shelf_put(struct board_shelf *shelf, const struct incident *incident,
    int64_t now_ms);

/* What is known of it, from its timeline. */
void shelf_fill(struct shelf_place *place, const struct incident *incident,
    const struct board_event *events, int count);

/* One more of the site's events about planned maintenance. */
void shelf_take_planned(struct board_shelf *shelf, const struct event *event);

/* Everything is to be drawn anew: the policy changed. */
void shelf_redraw(struct board_shelf *shelf);

#endif
