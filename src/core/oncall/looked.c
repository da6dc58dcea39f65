/* SPDX-License-Identifier: MIT
 *
 * looked: see looked.h.
 */
#include "core/oncall/looked.h"

/* Of several at once the one that began last: it overrides the others. */
const char *looked_user(const struct looked *looked, int64_t at_ms)
{
	const char *user = "";

	if (!looked || looked->looked_ms == 0)
		return user;
	if (at_ms >= looked->until_ms)
		at_ms = looked->until_ms - 1;
	for (int i = 0; i < looked->count; i++) {
		const struct looked_shift *shift = &looked->shifts[i];

		if (shift->from_ms <= at_ms && at_ms < shift->until_ms &&
		    *shift->user)
			user = shift->user;
	}
	return user;
}

int64_t looked_next(const struct looked *looked, int64_t at_ms)
{
	int64_t best_ms = INT64_MAX;

	for (int i = 0; looked && i < looked->count; i++) {
		const struct looked_shift *shift = &looked->shifts[i];

		if (shift->from_ms > at_ms && shift->from_ms < best_ms)
			best_ms = shift->from_ms;
		if (shift->until_ms > at_ms && shift->until_ms < best_ms)
			best_ms = shift->until_ms;
	}
	return looked && best_ms < looked->until_ms ? best_ms : INT64_MAX;
}
