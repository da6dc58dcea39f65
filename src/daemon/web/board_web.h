/* SPDX-License-Identifier: MIT
 *
 * board_web: serves the files of the public page below /status/, for sites
 * that have no web server for them. Only what lies in the page's folder, and
 * only names that incbot itself gives.
 */
#ifndef INCBOT_DAEMON_BOARD_WEB_H
#define INCBOT_DAEMON_BOARD_WEB_H

#include "core/policy.h"

struct board_web;
struct web;

#define BOARD_WEB_PATH "/status/"

/* Hangs itself on the listener. */
struct board_web *board_web_new(struct web *web, const struct policy *policy);
void board_web_free(struct board_web *board);
void board_web_set_policy(struct board_web *board,
    const struct policy *policy);

#endif
