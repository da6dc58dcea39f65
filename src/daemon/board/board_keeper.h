/* SPDX-License-Identifier: MIT
 *
 * board_keeper: keeps the public page's files as the ledger says: reads what
 * has changed since it last looked, draws (core/board/board.h), writes
 * (services/folder.h). Every replica that has a folder keeps its own; one that
 * starts writes all of it anew, so whatever was lost heals. What is kept in
 * memory is only what the public may know.
 */
#ifndef INCBOT_DAEMON_BOARD_KEEPER_H
#define INCBOT_DAEMON_BOARD_KEEPER_H

#include "base/base.h"

struct board_keeper;
struct clock;
struct ledger;
struct policy;

#define BOARD_EVERY_MS (60 * 1000)	/* written anew, so that its age tells
					   whether anybody still does */

struct board_keeper_options {
	struct clock *clock;
	struct ledger *ledger;
	const struct policy *policy;
};

struct board_keeper *board_keeper_new(
    const struct board_keeper_options *options);
/* Callbacks that are due are never called. NULL is allowed. */
void board_keeper_free(struct board_keeper *keeper);
void board_keeper_set_policy(struct board_keeper *keeper,
    const struct policy *policy);

/* Begins to write; from then on every BOARD_EVERY_MS. */
void board_keeper_start(struct board_keeper *keeper);
/* No more of its own accord. */
void board_keeper_stop(struct board_keeper *keeper);

/* Writes the page as the ledger is now, or later, with this incident ("" =
 * none, or "site") as it is then: the callback runs once, never inside the
 * call. `error` is "" if all is written, else why not: of the ledger the name of
 * its status. */
typedef void board_keeper_cb(void *arg, const char *error);
void board_keeper_write(struct board_keeper *keeper, const char *incident,
    board_keeper_cb *callback, void *arg);

#endif
