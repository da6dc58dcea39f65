/* SPDX-License-Identifier: MIT
 *
 * view_notices: when a SEV3 may disturb a person, as that person is shown it.
 */
#ifndef INCBOT_CORE_VIEW_NOTICES_H
#define INCBOT_CORE_VIEW_NOTICES_H

#include "core/policy.h"
#include "core/site.h"
#include <jansson.h>

struct arena;

/* Blocks for one person, with buttons for what is chosen most. */
json_t *view_notices(struct arena *arena, const struct policy *policy,
    const struct site *site, const char *user, const char **fallback);

#endif
