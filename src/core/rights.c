/* SPDX-License-Identifier: MIT
 *
 * rights: see rights.h.
 */
#include "core/rights.h"
#include "core/policy.h"

static int compare_ids(const void *left, const void *right)
{
	return strcmp(left, right);
}

bool rights_is_guest(const struct policy *policy, const char *user)
{
	const struct guests *guests = policy->guests;

	return guests && guests->count > 0 && bsearch(user, guests->ids,
	    guests->count, ID_SIZE, compare_ids) != NULL;
}

static bool is_listed(const char ids[RIGHT_USERS_MAX][ID_SIZE],
    const char *user)
{
	for (size_t i = 0; i < RIGHT_USERS_MAX && *ids[i]; i++) {
		if (strcmp(ids[i], user) == 0)
			return true;
	}
	return false;
}

bool rights_allow(const struct policy *policy, enum right right,
    const char *user)
{
	const char (*ids)[ID_SIZE] = policy->rights[right];

	if (is_listed(ids, user))
		return true;
	return !*ids[0] && !rights_is_guest(policy, user);
}

const char *right_words(enum right right)
{
	static const char *const words[RIGHT_COUNT] = {
		[RIGHT_TAKE_PART] = "command incidents",
		[RIGHT_DECLARE] = "declare incidents",
		[RIGHT_PUBLISH] = "publish updates",
		[RIGHT_CLOSE] = "close incidents",
	};

	assert(right < RIGHT_COUNT);
	return words[right];
}
