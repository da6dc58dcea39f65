/* SPDX-License-Identifier: MIT
 *
 * board_draw: draws the public page from what is on the shelf and writes its
 * files.
 */
#ifndef INCBOT_DAEMON_BOARD_DRAW_H
#define INCBOT_DAEMON_BOARD_DRAW_H

#include "daemon/board/board_shelf.h"

/* "" if all is written, else what is wrong, for the log; valid until the next
 * call. */
const char *board_draw(struct board_shelf *shelf, const struct policy *policy,
    int64_t now_ms);

#endif
