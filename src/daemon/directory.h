/* SPDX-License-Identifier: MIT
 *
 * directory: who is in the workspace, as far as incbot must know: the ids of
 * guests, who may do nothing by default (core/rights.h), and people's names,
 * so that a text that blames somebody is noticed. Asked of Slack in the
 * background after the start and every hour; until the first answer nobody is
 * known to be a guest, since an incident does not wait.
 */
#ifndef INCBOT_DAEMON_DIRECTORY_H
#define INCBOT_DAEMON_DIRECTORY_H

#include "base/base.h"
#include "core/policy.h"

struct clock;
struct directory;
struct slack;

#define DIRECTORY_PEOPLE_MAX 20000	/* more are not looked at */
#define DIRECTORY_NAMES_MAX (1u << 20)	/* bytes of all names */
#define DIRECTORY_AGAIN_MS (60 * 60 * 1000)
#define DIRECTORY_RETRY_MS 30000

/* `changed` is told when there is news: directory_fill() then. */
struct directory *directory_new(struct slack *slack, struct clock *clock,
    void (*changed)(void *arg), void *arg);
/* After what looks at a policy that it filled. NULL is allowed. */
void directory_free(struct directory *directory);
void directory_start(struct directory *directory);

/* Points the policy to what is known; stays right until the next news. */
void directory_fill(const struct directory *directory,
    struct policy *policy);

#endif
