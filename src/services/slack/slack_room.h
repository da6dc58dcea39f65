/* SPDX-License-Identifier: MIT
 *
 * slack_room: reads what Slack says of a channel that is there again: it was
 * unarchived, or somebody brought incbot into it. Whether it is an incident's
 * is handlers/on_room.c's question. Pure and total, like slack_request.h.
 */
#ifndef INCBOT_SERVICES_SLACK_ROOM_H
#define INCBOT_SERVICES_SLACK_ROOM_H

#include "base/base.h"
#include "core/request.h"
#include "services/slack/slack_request.h"
#include <jansson.h>

/* An event of this type may be about that. */
bool slack_room_is(const char *type);

/* Fills the request but for its key and team; or the reason why it is none. */
const char *slack_room_event(struct arena *arena, const struct slack_self *self,
    const json_t *event, struct request *request);

#endif
