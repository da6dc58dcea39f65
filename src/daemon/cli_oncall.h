/* SPDX-License-Identifier: MIT
 *
 * cli_oncall: `incbot oncall`: who is on call by the config, and a rotation's
 * calendar. What was changed in Slack is not in it: it needs no Redis.
 */
#ifndef INCBOT_DAEMON_CLI_ONCALL_H
#define INCBOT_DAEMON_CLI_ONCALL_H

#include "base/base.h"

struct policy;

/* A line for each service and rung. */
void cli_oncall_print(const struct policy *policy, FILE *out);

/* The feed of the rotation; false, and a sentence, if there is none. */
NODISCARD bool cli_oncall_ical(const struct policy *policy,
    const char *rotation, FILE *out, FILE *err);

#endif
