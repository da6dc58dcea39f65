/* SPDX-License-Identifier: MIT
 *
 * board_finder: which incidents the public page does not know yet and has to
 * look at, beside the open ones: those that were over before this replica
 * began, that came and went between two looks, or that were imported. Walks the
 * ledger's index of all incidents, the latest first, and remembers whom it has
 * met, so that the next walk ends where nothing is new. Used by
 * board_keeper.c only.
 */
#ifndef INCBOT_DAEMON_BOARD_FINDER_H
#define INCBOT_DAEMON_BOARD_FINDER_H

#include "core/limits.h"
#include "services/ledger/ledger.h"

struct board_finder;

struct board_finder *board_finder_new(struct ledger *ledger);
/* NULL is allowed. */
void board_finder_free(struct board_finder *finder);

/* A look begins; then each open incident that is listed. */
void board_finder_begin(struct board_finder *finder);
void board_finder_saw_open(struct board_finder *finder, const char *id);

/* This one is to be looked at in any case. "site" is none. */
void board_finder_want(struct board_finder *finder, const char *id);

/* Walks; then board_finder_next() gives what was found. The callback runs
 * once, never inside the call. */
typedef void board_finder_cb(void *arg, enum ledger_status status);
void board_finder_walk(struct board_finder *finder, int64_t now_ms,
    board_finder_cb *callback, void *arg);

/* The id of one that is to be looked at; false if there is none left. It is
 * given again until board_finder_done(), so that a failure loses none. */
NODISCARD bool board_finder_next(const struct board_finder *finder,
    char id[ID_SIZE]);
void board_finder_done(struct board_finder *finder);

#endif
