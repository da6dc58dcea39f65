/* SPDX-License-Identifier: MIT
 *
 * view_oncall: who is on call, until when and who is next, as people see it
 * (P2.1), and the forms by which it is changed. Pure, like core/views/view.h.
 */
#ifndef INCBOT_CORE_VIEW_ONCALL_H
#define INCBOT_CORE_VIEW_ONCALL_H

#include "base/base.h"
#include "core/policy.h"
#include "core/site.h"
#include <jansson.h>

struct arena;

/* One service, or all of them (NULL). */
json_t *view_oncall(struct arena *arena, const struct policy *policy,
    const struct site *site, const struct service *service, int64_t now_ms,
    const char **fallback);

/* When nobody will be on call, put into the Home tab's blocks at that place;
 * nothing if somebody always is. Each rotation once. */
void view_oncall_home(struct arena *arena, json_t *blocks, size_t at,
    const struct policy *policy, const struct site *site, int64_t now_ms);

/* "user", "when" and, for a cover, "service". */
json_t *view_cover_form(struct arena *arena, const struct policy *policy);
json_t *view_swap_form(struct arena *arena);

#endif
