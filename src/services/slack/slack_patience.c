/* SPDX-License-Identifier: MIT
 *
 * slack_patience: see slack_patience.h.
 */
#include "services/slack/slack_patience.h"

void slack_patience_count(struct slack_patience *patience, int64_t lived_ms)
{
	if (lived_ms >= patience->proven_ms)
		patience->failures = 0;
	else if (patience->failures < INT32_MAX)
		patience->failures++;
}

int64_t slack_patience_wait_ms(struct slack_patience *patience)
{
	int64_t limit = patience->min_ms;
	int i;

	if (patience->failures == 0)
		return 0;
	for (i = 1; i < patience->failures && limit < patience->max_ms; i++)
		limit *= 2;
	if (limit > patience->max_ms)
		limit = patience->max_ms;
	return prng_between(&patience->prng, 0, limit);
}

int64_t slack_patience_slow_ms(struct slack_patience *patience)
{
	return prng_between(&patience->prng, patience->slow_ms,
	    patience->slow_ms * 2);
}
