/* SPDX-License-Identifier: MIT
 *
 * news_instant: when something is told to the public, or waits to be approved.
 * That instant names it (a place's mark, a draft's button), so no two of one
 * incident, or of one maintenance, may have the same: turns that waited for the
 * ledger are decided in one millisecond, and a replica's clock may be behind
 * that of another. The later one is moved behind the earlier one. So is a hand-off
 * behind the one that was told before: who is on call is asked for that instant,
 * and a clock that is behind would give the duty back. Everything else happens
 * when it happens.
 */
#ifndef INCBOT_CORE_NEWS_INSTANT_H
#define INCBOT_CORE_NEWS_INSTANT_H

#include "base/base.h"

struct event;
struct incident;
struct site;

int64_t news_instant_ms(const struct incident *incident,
    const struct event *event, int64_t now_ms);
int64_t news_instant_site_ms(const struct site *site,
    const struct event *event, int64_t now_ms);

#endif
