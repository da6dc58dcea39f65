/* SPDX-License-Identifier: MIT
 *
 * rights: who may do what. Decided at the commit, from the request, the
 * incident as it is and the policy as it is; never from the button. A site
 * that lists nobody for an act lets every member do it; guests may do
 * nothing unless they are listed.
 */
#ifndef INCBOT_CORE_RIGHTS_H
#define INCBOT_CORE_RIGHTS_H

#include "base/base.h"
#include "core/limits.h"

#define RIGHT_USERS_MAX 64

enum right {
	RIGHT_TAKE_PART,	/* all that is not one of these */
	RIGHT_DECLARE,
	RIGHT_PUBLISH,
	RIGHT_CLOSE,
	RIGHT_COUNT
};

struct policy;

/* Ids of guests, sorted; as far as Slack has told. */
struct guests {
	const char (*ids)[ID_SIZE];
	size_t count;
};

bool rights_is_guest(const struct policy *policy, const char *user);
bool rights_allow(const struct policy *policy, enum right right,
    const char *user);

/* "declare incidents", for the sentence that refuses. */
const char *right_words(enum right right);

#endif
