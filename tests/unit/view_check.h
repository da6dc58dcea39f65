/* SPDX-License-Identifier: MIT
 *
 * view_check: what holds for everything that is shown, whatever people typed:
 * Slack's limits, and that no user text becomes markup. Written from Slack's
 * rules, not from our escaping, so that both must be wrong to agree.
 */
#ifndef INCBOT_TESTS_VIEW_CHECK_H
#define INCBOT_TESTS_VIEW_CHECK_H

#include "tests/unit/view_drawings.h"

/* What is wrong, or NULL; lives until the next call. */
const char *view_markup_problem(const json_t *json);
const char *view_limits_problem(const json_t *json, enum surface_kind is);
/* Block Kit's limits, by the stand-in workspace's tables. */
const char *slack_blocks_problem(const json_t *blocks);
const char *slack_view_problem(const json_t *view);
/* A line of mrkdwn that begins with these words, or NULL. */
const char *view_line_beginning(const json_t *json, const char *words);

#endif
