/* SPDX-License-Identifier: MIT
 *
 * effect_protocol: a small model of how one effect is sent by two workers,
 * with crashes, pauses beyond the lease, lost answers to sends and to claims,
 * claims that arrive late and a history that may lag, each at any moment. Every
 * reachable state is visited, breadth first, and the number of posts is noted
 * wherever the world has come to rest. It knows the protocol, not the code; the
 * simulator tests the code.
 */
#ifndef INCBOT_TESTS_MODEL_EFFECT_PROTOCOL_H
#define INCBOT_TESTS_MODEL_EFFECT_PROTOCOL_H

#include "base/base.h"

/* What a protocol does beyond claiming and sending. */
enum {
	GUARD_LEASE = 1,	/* a claim moves the score; else it pops */
	GUARD_RECONCILE = 2,	/* claimed before: look in the history first */
	GUARD_CHECK = 4,	/* right before the send: still the owner? */
	GUARD_VERIFY = 8,	/* afterwards a job deletes surplus posts */
	GUARD_GRACE = 16,	/* ... when nobody can be sending any more */
	GUARD_MESSAGE_ID = 32,	/* the service drops a repeated post */
	GUARD_ASK_AGAIN = 64,	/* a claim gives back what earlier ones took
				   whose answers were lost */
	CARELESS_GIVING = 128,	/* ... or all that is its own, a weakness */
};

struct protocol {
	unsigned guards;
	unsigned crashes;	/* at most, of both workers together */
	unsigned expiries;	/* a lease that ends while its owner lives */
	unsigned lost_answers;	/* the call itself may have arrived or not */
	unsigned lost_claims;	/* the same of a claim; it may also arrive late,
				   behind the next one */
	bool history_lags;	/* a post is seen some time after its answer */
};

#define POSTS_MAX 12

struct findings {
	size_t states;
	unsigned posts;		/* bit n: some run ends with n posts */
};

void effect_protocol_explore(const struct protocol *protocol,
    struct findings *findings);

#endif
