/* SPDX-License-Identifier: MIT
 *
 * blame: does a text name a person? A root cause that does is pointed out
 * before it is saved (P6.5), so a false alarm costs one more click and a miss
 * costs a colleague. Knows names and mentions, nothing of incidents.
 */
#ifndef INCBOT_CORE_BLAME_H
#define INCBOT_CORE_BLAME_H

#include "base/base.h"
#include "core/policy.h"

struct arena;

#define BLAME_PART_MIN 3	/* letters of a first or last name that count
				   by themselves */

/* The first that is named, ready for mrkdwn ("<@U0BEN>", "Ben Okafor"); NULL
 * if nobody is. A mention counts, and so does a word that begins with "@"; a
 * name of several words counts in whatever case, and so does one of its words, but
 * for those that mean something else in small letters ("will", "mark"). `people`
 * may be NULL. */
const char *blame_find(struct arena *arena, const struct people *people,
    const char *raw);

#endif
