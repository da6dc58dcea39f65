/* SPDX-License-Identifier: MIT
 *
 * clock_loop: the clock over the event loop.
 */
#ifndef INCBOT_SERVICES_CLOCK_LOOP_H
#define INCBOT_SERVICES_CLOCK_LOOP_H

#include "services/clock.h"

struct loop;

struct clock *clock_loop_new(struct loop *loop);
/* Wakes that have not come yet never will. */
void clock_loop_free(struct clock *clock);

#endif
