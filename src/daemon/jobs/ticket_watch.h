/* SPDX-License-Identifier: MIT
 *
 * ticket_watch: reads, again and again, which of our tickets were closed or
 * opened in the trackers, and makes a turn of each that differs. One call a
 * tracker and interval (tickets.look_every), however many incidents there are.
 * /tickets/NAME at webhooks.listen takes their signed webhooks, as a hint to
 * look now: what is true is read from the tracker itself, so that an old or
 * repeated delivery does no harm.
 *
 * Each replica looks; turns that say what is known already change nothing.
 */
#ifndef INCBOT_DAEMON_TICKET_WATCH_H
#define INCBOT_DAEMON_TICKET_WATCH_H

#include "base/base.h"

struct clock;
struct config;
struct outbound;
struct ticket_watch;
struct turns;
struct web;

/* What was changed before the start is looked for so far back. */
#define TICKET_LOOK_BACK_MS (INT64_C(7) * 24 * 60 * 60 * 1000)

struct ticket_watch_options {
	struct clock *clock;
	struct outbound *outbound;
	struct turns *turns;
	const struct config *config;
};

/* All outlive it. */
struct ticket_watch *ticket_watch_new(
    const struct ticket_watch_options *options);
/* After the web, the outbound calls and the clock's wakes have ended. */
void ticket_watch_free(struct ticket_watch *watch);
void ticket_watch_set_config(struct ticket_watch *watch,
    const struct config *config);

/* Hangs up the routes. */
void ticket_watch_listen(struct ticket_watch *watch, struct web *web);

/* From when on turns can run. */
void ticket_watch_start(struct ticket_watch *watch);
void ticket_watch_stop(struct ticket_watch *watch);

#endif
