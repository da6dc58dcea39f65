/* SPDX-License-Identifier: MIT
 *
 * slack_shortcut: the shortcuts on a message: which handler each asks for, and
 * what it is told of the message. For slack_request.c; pure and total.
 */
#ifndef INCBOT_SERVICES_SLACK_SHORTCUT_H
#define INCBOT_SERVICES_SLACK_SHORTCUT_H

#include "core/request.h"
#include <jansson.h>

struct arena;

/* The handler's name, with the request's words filled in, and of what is
 * parked the author (made_ref) and where it stands (made_name); NULL for a
 * shortcut that is not ours. */
const char *slack_shortcut_read(struct arena *arena, const json_t *payload,
    struct request *request);

#endif
