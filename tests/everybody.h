/* SPDX-License-Identifier: MIT
 *
 * everybody: the people of the tests, as Slack would have told of them: all
 * are members but gus, who is a guest. Without them nobody may do anything (core/rights.h).
 */
#ifndef INCBOT_TESTS_EVERYBODY_H
#define INCBOT_TESTS_EVERYBODY_H

#include "core/policy.h"

static inline void everybody_is_known(struct policy *policy)
{
	static const char ids[][ID_SIZE] = {	/* sorted */
		"U0A", "U0ANA", "U0B", "U0BEN", "U0BOSS", "U0CAT", "U0CEM",
		"U0CHLOE", "U0CLO", "U0DAN", "U0EVA", "U0EVE", "U0FAY",
		"U0GIL", "U0HAL", "U0IDA", "U0MAX", "U0ME", "U0OLA", "U0PIA",
		"U0SUE", "U0ZOE",
	};
	static const char guests[][ID_SIZE] = { "U0GUS" };
	static const struct roster roster = {
		.members = { ids, ARRAY_LEN(ids) },
		.guests = { guests, ARRAY_LEN(guests) },
	};

	policy->roster = &roster;
}

#endif
