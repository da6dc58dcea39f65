/* SPDX-License-Identifier: MIT
 *
 * slack_owed: the acks that one connection still owes. Says in the log when
 * one is about to come too late (Slack waits 3 s), so that a turn that hangs
 * shows up there and not only on people's screens. Sends nothing itself.
 */
#ifndef INCBOT_SERVICES_SLACK_OWED_H
#define INCBOT_SERVICES_SLACK_OWED_H

#include "base/base.h"
#include "io/loop.h"

#define SLACK_OWED_MAX 64	/* watched; more at once go unwatched */

struct slack_owed {
	struct loop *loop;
	int64_t late_ms;	/* said after so long */
	struct timer timer;
	int count;
	struct slack_owed_ack {
		char id[64];
		int64_t since_ms;
		bool said;
	} acks[SLACK_OWED_MAX];
};

void slack_owed_init(struct slack_owed *owed, struct loop *loop,
    int64_t late_ms);
void slack_owed_add(struct slack_owed *owed, const char *id);
/* Acked; an id that is not owed is fine. */
void slack_owed_settle(struct slack_owed *owed, const char *id);
/* Forgets them all, and stops watching. */
void slack_owed_release(struct slack_owed *owed);

#endif
