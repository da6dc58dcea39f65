/* SPDX-License-Identifier: MIT
 *
 * rights: who may do what. Decided at the commit, from the request, the
 * incident as it is and the policy as it is; never from the button. A site
 * that lists nobody for an act lets every member do it. Whoever is listed is
 * a person, or a user group of Slack, of whose people the members count.
 *
 * It fails closed: who is not known to be a member is none, so that a guest,
 * or somebody of another company (Slack Connect), is never taken for one.
 * Only a person whom the config names needs no answer from Slack.
 */
#ifndef INCBOT_CORE_RIGHTS_H
#define INCBOT_CORE_RIGHTS_H

#include "base/base.h"
#include "core/limits.h"

#define RIGHT_USERS_MAX 64
#define ROSTER_GROUPS_MAX 16	/* user groups that the config may name */

enum right {
	RIGHT_TAKE_PART,	/* all that is not one of these */
	RIGHT_DECLARE,
	RIGHT_PAGE,		/* to have people called, by whatever act */
	RIGHT_PUBLISH,
	RIGHT_CLOSE,
	RIGHT_COUNT
};

/* Why, or why not. */
enum standing {
	STANDING_MAY,
	STANDING_GUEST,		/* or of another company */
	STANDING_NOT_LISTED,
	STANDING_NOT_KNOWN,	/* Slack has not told yet */
};

struct policy;

/* Ids, sorted. */
struct id_list {
	const char (*ids)[ID_SIZE];
	size_t count;
};

struct user_group {
	char id[ID_SIZE];
	bool known;		/* Slack has told who is in it */
	struct id_list users;
};

/* Who is who, as far as Slack has told. */
struct roster {
	struct id_list members;
	struct id_list guests;
	struct user_group groups[ROSTER_GROUPS_MAX];
	int group_count;
};

bool id_list_has(const struct id_list *list, const char *id);

/* "S0123456789" names a group, everything else a person. */
bool is_group_id(const char *id);

enum standing rights_judge(const struct policy *policy, enum right right,
    const char *user);
bool rights_allow(const struct policy *policy, enum right right,
    const char *user);

/* "declare incidents", for the sentence that refuses. */
const char *right_words(enum right right);

/* The user groups that the config names for any right, each once; returns how
 * many (more than ROSTER_GROUPS_MAX are not among them). */
int rights_groups(const struct policy *policy,
    const char *groups[ROSTER_GROUPS_MAX]);

#endif
