/* SPDX-License-Identifier: MIT
 *
 * responders: whom the config names for an incident's service, and paging
 * them. Shared by declare, severity and on_result.
 */
#ifndef INCBOT_HANDLERS_RESPONDERS_H
#define INCBOT_HANDLERS_RESPONDERS_H

#include "handlers/handler.h"

#define RESPONDERS_TOTAL_MAX (2 * RESPONDERS_MAX)

/* User ids, the service's first, none twice. Returns how many. */
int responders_list(const struct policy *policy,
    const struct incident *incident,
    const char *out[RESPONDERS_TOTAL_MAX]);

/* Pages them all, at most PAGES_MAX, unless it is a drill. For when an
 * incident becomes one that pages, not for every change while it does. */
void page_responders(struct turn *turn);

#endif
