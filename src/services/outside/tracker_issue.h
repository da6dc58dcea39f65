/* SPDX-License-Identifier: MIT
 *
 * tracker_issue: what GitHub and GitLab have in common: an issue is a JSON
 * object with a number, an address and a text that holds our mark; only the
 * names differ. For tracker_github.c and tracker_gitlab.c.
 */
#ifndef INCBOT_SERVICES_TRACKER_ISSUE_H
#define INCBOT_SERVICES_TRACKER_ISSUE_H

#include "base/when.h"
#include "services/outside/tracker.h"

#define ISSUE_SKEW_MS (5 * WHEN_MINUTE_MS)	/* between clocks */

struct issue_words {
	const char *number;
	const char *url;
	const char *text;
};

/* One issue, as the answer to opening it. */
bool issue_made(const struct issue_words *words,
    const struct outbound_answer *answer, struct errand_made *made);
/* A list: is that of the effect at hand in it? */
bool issue_found(const struct issue_words *words,
    const struct errand_scene *scene, const struct outbound_answer *answer,
    struct errand_made *made);
/* The same of a comment. */
bool issue_comment_found(const struct errand_scene *scene,
    const struct outbound_answer *answer, struct errand_made *made);
/* Nothing older than this can be of the effect at hand. */
const char *issue_since(const struct errand_scene *scene);
/* The page is full, and what stands last on it not older than that. */
bool issue_more(const struct errand_scene *scene, const json_t *list);
/* A list: all of ours; how many there are in all, -1 if it is none. */
int issue_look(const struct issue_words *words, const struct config *config,
    const char *body, ticket_sight_fn *see, void *arg);

/* "2026-06-15T14:05:00Z" */
const char *issue_time(struct arena *arena, int64_t ms);

#endif
