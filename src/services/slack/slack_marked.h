/* SPDX-License-Identifier: MIT
 *
 * slack_marked: reads what Slack says of marked messages (core/marked.h): the
 * events that say that something changed, and the answer of reactions.get,
 * which is the message as it is now. Pure and total, like slack_request.h.
 */
#ifndef INCBOT_SERVICES_SLACK_MARKED_H
#define INCBOT_SERVICES_SLACK_MARKED_H

#include "base/base.h"
#include "core/marked.h"
#include "core/request.h"
#include "services/slack/slack_request.h"
#include <jansson.h>

/* An event of this type may be about a mark. */
bool slack_marked_is(const char *type);

/* Fills the request of a reaction_*, pin_* or message event but for its key
 * and team; or the reason why it is none. */
const char *slack_marked_event(struct arena *arena,
    const struct slack_self *self, const json_t *event,
    struct request *request);

/* The message in an answer of reactions.get; false if there is none: deleted,
 * or what is left of it when its thread goes on. `permalink` is used if the
 * message does not bring its own. */
NODISCARD bool slack_marked_read(struct arena *arena, const json_t *body,
    const char *permalink, struct marked *out);

#endif
