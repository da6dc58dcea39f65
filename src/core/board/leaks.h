/* SPDX-License-Identifier: MIT
 *
 * leaks: what in a public text looks as if it were from inside: names of
 * hosts and people, channels, internal links, jargon. Points out, decides
 * nothing: whoever writes knows better.
 */
#ifndef INCBOT_CORE_LEAKS_H
#define INCBOT_CORE_LEAKS_H

#include "base/base.h"
#include "core/policy.h"

struct arena;

#define LEAKS_MAX 8		/* pointed out; more are not needed to look */

struct leak {
	const char *what;	/* "a host's name" */
	const char *words;	/* as it stands in the text, raw */
};

/* Each thing once, in the text's order. Returns how many. */
int leaks_find(struct arena *arena, const struct policy *policy,
    const char *text, struct leak out[LEAKS_MAX]);

/* "`db-7` (a host's name), `OOM` (jargon)", mrkdwn; "" if there are none. */
const char *leaks_words(struct arena *arena, const struct policy *policy,
    const char *text);

#endif
