/* SPDX-License-Identifier: MIT
 *
 * clock: what time it is, and being woken later. A seam: clock_loop.c over
 * the event loop; in the simulator a virtual one, so that a year of
 * incidents runs in a second.
 */
#ifndef INCBOT_SERVICES_CLOCK_H
#define INCBOT_SERVICES_CLOCK_H

#include "base/base.h"

struct clock;

/* Milliseconds since 1970, UTC; may be set by somebody. */
int64_t clock_now_ms(struct clock *clock);

/* Milliseconds that never jump and go on while the host is suspended: for the
 * age of a lease. */
int64_t clock_uptime_ms(struct clock *clock);

/* Calls back once, never inside this call. There is no way to cancel: the
 * callback checks whether it is still wanted. */
typedef void clock_cb(void *arg);
void clock_wake(struct clock *clock, int64_t delay_ms, clock_cb *callback,
    void *arg);

/* A number in [0, below), for jitter. */
uint32_t clock_dice(struct clock *clock, uint32_t below);

#endif
