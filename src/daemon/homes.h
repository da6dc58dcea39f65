/* SPDX-License-Identifier: MIT
 *
 * homes: keeps open Home tabs current. Slack tells when a tab is opened, not
 * when it is closed, so those opened lately are published anew, together, a
 * moment after something changed. Best effort and in memory: a tab opened
 * again is always right.
 */
#ifndef INCBOT_DAEMON_HOMES_H
#define INCBOT_DAEMON_HOMES_H

#include "base/base.h"

struct clock;
struct homes;
struct slack;
struct turns;

#define HOMES_MAX 32			/* the ones opened last */
#define HOMES_FRESH_MS (30 * 60 * 1000)	/* how long one counts as open */
#define HOMES_DELAY_MS 1500		/* changes are taken together */

struct homes *homes_new(struct clock *clock, struct turns *turns,
    struct slack *slack);
void homes_free(struct homes *homes);

/* This person opened theirs. */
void homes_opened(struct homes *homes, const char *user, const char *team);

/* Something was committed. */
void homes_changed(struct homes *homes);

/* Publishes one Home tab; `view` is borrowed. */
struct json_t;
void homes_publish(struct slack *slack, const char *user,
    struct json_t *view);

#endif
