/* SPDX-License-Identifier: MIT
 *
 * looked: who is on call by a schedule that somebody else keeps (PagerDuty), as
 * it was last looked at: shifts from then until some time ahead. Plain data,
 * filled by daemon/jobs/oncall_watch.c; knows no service. What was last known
 * goes on to count while nobody can be asked.
 */
#ifndef INCBOT_CORE_LOOKED_H
#define INCBOT_CORE_LOOKED_H

#include "base/base.h"
#include "core/limits.h"

#define SCHEDULES_MAX 32	/* that are looked at */
#define LOOKED_SHIFTS_MAX 64	/* the first ones; the horizon ends with them */

struct looked_shift {
	char user[ID_SIZE];	/* "" = somebody whom Slack does not know */
	int64_t from_ms;
	int64_t until_ms;	/* INT64_MAX = for good */
};

struct looked {
	struct looked_shift shifts[LOOKED_SHIFTS_MAX];	/* by their begin */
	int count;
	int64_t looked_ms;	/* 0 = never */
	int64_t until_ms;	/* nothing is known from then on */
	int64_t away_ms;	/* looking has failed since; 0 = it has not */
	char trouble[NAME_SIZE];	/* why, or who is not known; "" =
					   nothing */
};

/* A user id; "" if it is nobody's turn, or nothing is known. Beyond what is
 * known the last one stays on call. `looked` may be NULL. */
const char *looked_user(const struct looked *looked, int64_t at_ms);

/* The next instant after at_ms at which that may be somebody else; INT64_MAX
 * if none. */
int64_t looked_next(const struct looked *looked, int64_t at_ms);

#endif
