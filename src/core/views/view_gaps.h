/* SPDX-License-Identifier: MIT
 *
 * view_gaps: the pre-launch checklist (core/gaps.h) in Slack.
 */
#ifndef INCBOT_CORE_VIEW_GAPS_H
#define INCBOT_CORE_VIEW_GAPS_H

#include "core/gaps.h"
#include "core/policy.h"
#include <jansson.h>

/* Service by service, each item with what marks it; `service` as it was asked
 * for. */
json_t *view_gaps(struct arena *arena, const struct gap_list *list,
    const struct policy *policy, const char *service, const char **fallback);

/* The same as Markdown to be copied. */
json_t *view_gaps_export(struct arena *arena, const struct gap_list *list,
    const struct policy *policy, const char **fallback);

#endif
