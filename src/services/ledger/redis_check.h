/* SPDX-License-Identifier: MIT
 *
 * redis_check: is this Redis fit to keep incidents? Judged from the text of
 * INFO alone, which the least of accounts may ask. Pure: who asks, when, and
 * who is told, is decided above (`incbot doctor`, and the daemon at start).
 */
#ifndef INCBOT_SERVICES_REDIS_CHECK_H
#define INCBOT_SERVICES_REDIS_CHECK_H

#include "base/base.h"

#define REDIS_FINDINGS_MAX 24
#define REDIS_INFO_VALUE_SIZE 64

struct redis_finding {
	bool serious;		/* something may be lost, or it cannot work;
				   else: it works, and should be better */
	char text[240];		/* "aof_enabled is 0: what that means: how to
				   mend it" */
};

/* Fills findings, serious ones first, and returns how many: 0 = fit. Lines
 * that INFO leaves out are not held against it, but for the version: a text
 * without one is not INFO. replicas_wanted as in ledger_redis_options. */
size_t redis_check(const char *info, int replicas_wanted,
    struct redis_finding findings[REDIS_FINDINGS_MAX]);

/* The value of INFO's line "key:value", cut to fit. False and "" if there is
 * none. */
bool redis_info_get(const char *info, const char *key,
    char value[REDIS_INFO_VALUE_SIZE]);

#endif
