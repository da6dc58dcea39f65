/* SPDX-License-Identifier: MIT
 *
 * wire: a replica's line to Slack: the seam services/slack/slack.h over the
 * simulator's outside, with faults.
 */
#ifndef INCBOT_TESTS_SIM_WIRE_H
#define INCBOT_TESTS_SIM_WIRE_H

#include "base/base.h"
#include <jansson.h>

struct replica;
struct slack;

NODISCARD struct slack *wire_new(struct replica *replica);
/* What has left goes on by itself. */
void wire_free(struct slack *slack);

/* What a call is about, for the transcript; static. */
const char *wire_what(const json_t *args);

#endif
