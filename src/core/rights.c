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

bool id_list_has(const struct id_list *list, const char *id)
{
	return list->count > 0 && bsearch(id, list->ids, list->count, ID_SIZE,
	    compare_ids) != NULL;
}

bool is_group_id(const char *id)
{
	return id[0] == 'S';
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

static const struct user_group *find_group(const struct roster *roster,
    const char *id)
{
	for (int i = 0; i < roster->group_count; i++) {
		if (strcmp(roster->groups[i].id, id) == 0)
			return &roster->groups[i];
	}
	return NULL;
}

/* Of a member: is he or she in one of the groups that are listed? As long as
 * one of them is not known, nobody can say no. */
static enum standing judge_groups(const struct roster *roster,
    const char ids[RIGHT_USERS_MAX][ID_SIZE], const char *user)
{
	enum standing standing = STANDING_NOT_LISTED;

	for (size_t i = 0; i < RIGHT_USERS_MAX && *ids[i]; i++) {
		const struct user_group *group;

		if (!is_group_id(ids[i]))
			continue;
		group = find_group(roster, ids[i]);
		if (!group || !group->known)
			standing = STANDING_NOT_KNOWN;
		else if (id_list_has(&group->users, user))
			return STANDING_MAY;
	}
	return standing;
}

enum standing rights_judge(const struct policy *policy, enum right right,
    const char *user)
{
	static const struct roster nobody;
	const struct roster *roster = policy->roster ? policy->roster :
	    &nobody;
	const char (*ids)[ID_SIZE] = policy->rights[right];

	if (is_listed(ids, user))
		return STANDING_MAY;
	if (id_list_has(&roster->guests, user))
		return STANDING_GUEST;
	if (!id_list_has(&roster->members, user))
		return STANDING_NOT_KNOWN;
	return *ids[0] ? judge_groups(roster, ids, user) : STANDING_MAY;
}

bool rights_allow(const struct policy *policy, enum right right,
    const char *user)
{
	return rights_judge(policy, right, user) == STANDING_MAY;
}

const char *right_words(enum right right)
{
	static const char *const words[RIGHT_COUNT] = {
		[RIGHT_TAKE_PART] = "command incidents",
		[RIGHT_DECLARE] = "declare incidents",
		[RIGHT_PAGE] = "have people paged",
		[RIGHT_PUBLISH] = "publish updates",
		[RIGHT_CLOSE] = "close incidents",
	};

	assert(right < RIGHT_COUNT);
	return words[right];
}

static bool is_among(const char *const *groups, int count, const char *id)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(groups[i], id) == 0)
			return true;
	}
	return false;
}

int rights_groups(const struct policy *policy,
    const char *groups[ROSTER_GROUPS_MAX])
{
	int count = 0;

	for (int right = 0; right < RIGHT_COUNT; right++) {
		const char (*ids)[ID_SIZE] = policy->rights[right];

		for (size_t i = 0; i < RIGHT_USERS_MAX && *ids[i]; i++) {
			if (is_group_id(ids[i]) && count < ROSTER_GROUPS_MAX &&
			    !is_among(groups, count, ids[i]))
				groups[count++] = ids[i];
		}
	}
	return count;
}
