/* SPDX-License-Identifier: MIT
 *
 * slack_shared: somebody shares a Markdown file in a channel, as Slack tells
 * it. What is in the file is read later.
 */
#ifndef INCBOT_SERVICES_SLACK_SHARED_H
#define INCBOT_SERVICES_SLACK_SHARED_H

#include "core/request.h"
#include <jansson.h>

struct arena;

/* Is it a message with files? */
bool slack_shared_is(const json_t *event);
/* NULL, or why it is nobody's affair. */
const char *slack_shared_event(struct arena *arena, const json_t *event,
    struct request *request);

/* The letters and digits of an id; "" if it is none. */
const char *slack_keep_word(struct arena *arena, const char *s);

#endif
