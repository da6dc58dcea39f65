/* SPDX-License-Identifier: MIT
 *
 * doctor: `incbot doctor`: is everything there that incbot needs, and if not,
 * what to do about it. Looks at the config, the tokens, Slack, the scopes,
 * Socket Mode, the broadcast channel, Redis and the time zones; changes
 * nothing anywhere. No secret is printed.
 */
#ifndef INCBOT_DAEMON_DOCTOR_H
#define INCBOT_DAEMON_DOCTOR_H

#include "base/base.h"

/* One line a check: "ok    what", "FAIL  what: how to mend it", "warn  what:
 * how to make it better" or "skip  what: why". True if nothing failed. Ends
 * within a minute. */
bool doctor_run(char *const *environment, FILE *out);

#endif
