/* SPDX-License-Identifier: MIT
 *
 * directory: who is in the workspace, as far as incbot must know: who is a
 * member and who a guest (core/rights.h), who is in the user groups that the
 * config's rights name, and people's names, so that a text that blames
 * somebody is noticed. Asked of Slack in the background after the start and
 * again and again; who acts and is not known is asked for at once
 * (directory_meet()), so that nobody has to wait for a long list. The last
 * answer is kept in a file and goes on to count after a restart until there is
 * a new one. What it cannot find out, nobody may rely on: rights fail closed.
 */
#ifndef INCBOT_DAEMON_DIRECTORY_H
#define INCBOT_DAEMON_DIRECTORY_H

#include "base/base.h"
#include "core/policy.h"

struct clock;
struct directory;
struct json_t;
struct slack;

#define DIRECTORY_PEOPLE_MAX 20000	/* of a list; whoever is behind them is
					   asked for when they act */
#define DIRECTORY_NAMES_MAX (1u << 20)	/* bytes of all names */
#define DIRECTORY_AGAIN_MS (60 * 60 * 1000)
#define DIRECTORY_GROUPS_AGAIN_MS (2 * 60 * 1000)	/* another replica may
							   have heard of it */
#define DIRECTORY_RETRY_MS 30000
#define DIRECTORY_MEET_MS 1000	/* nobody waits longer for what is not known */
#define DIRECTORY_MEETINGS_MAX 64	/* at once; more do not wait */
#define DIRECTORY_KEPT_MAX_MS (INT64_C(7) * 24 * 60 * 60 * 1000)	/* older
							   answers do not count */

struct directory *directory_new(struct slack *slack, struct clock *clock);
/* After what looks at a policy that it filled. NULL is allowed. */
void directory_free(struct directory *directory);

/* Points the policy to what is known, which stays up to date, and takes the
 * groups that it names for those to ask about. */
void directory_serve(struct directory *directory, struct policy *policy);

/* Once team_id stands in the policy. */
void directory_start(struct directory *directory);

/* The payload of an event of Slack: true if it was about a user group, and so
 * is nobody else's. */
bool directory_hears(struct directory *directory,
    const struct json_t *payload);

/* Calls back once it is known who this is and who is in the groups, at the
 * latest after DIRECTORY_MEET_MS; at once, inside the call, if it is. */
typedef void directory_cb(void *arg);
void directory_meet(struct directory *directory, const char *user,
    directory_cb *callback, void *arg);

#endif
