/* SPDX-License-Identifier: MIT
 *
 * alerts_in: takes alerts that monitoring systems send (POST /alerts/NAME,
 * one source of the config each): judges who sends, reads, looks up each
 * alert's incident in the ledger and runs the turn that follows. Answers when
 * all is committed, so that a sender who is told 503 sends it again and
 * nothing is lost; what comes twice changes nothing.
 */
#ifndef INCBOT_DAEMON_ALERTS_IN_H
#define INCBOT_DAEMON_ALERTS_IN_H

#include "base/base.h"

struct alerts_in;
struct clock;
struct config;
struct ledger;
struct outbound;
struct turns;
struct web;

/* Hangs itself on the listener. The config must outlive it. */
struct alerts_in *alerts_in_new(struct web *web, const struct config *config,
    struct clock *clock, struct ledger *ledger, struct turns *turns,
    struct outbound *outbound);
/* After the listener, the ledger and the turns. NULL is allowed. */
void alerts_in_free(struct alerts_in *in);
void alerts_in_set_config(struct alerts_in *in, const struct config *config);

#endif
