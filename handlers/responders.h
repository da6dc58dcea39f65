/* SPDX-License-Identifier: MIT
 *
 * responders: whom the config names for an incident's service: they are
 * invited (on_result.c). Who of them is paged, and when: handlers/ladder.h.
 */
#ifndef INCBOT_HANDLERS_RESPONDERS_H
#define INCBOT_HANDLERS_RESPONDERS_H

#include "handlers/handler.h"

#define RESPONDERS_TOTAL_MAX (2 * RESPONDERS_MAX)

/* User ids, the service's first, none twice. Returns how many. */
int responders_list(const struct policy *policy,
    const struct incident *incident,
    const char *out[RESPONDERS_TOTAL_MAX]);

#endif
