/* SPDX-License-Identifier: MIT
 *
 * slack_patience: how long to wait before the next connection. Failures add
 * up until a connection has lived; spans are drawn at random, so that
 * replicas that lost their sockets together do not come back together. Pure:
 * spans are arguments, the randomness is seeded.
 */
#ifndef INCBOT_SERVICES_SLACK_PATIENCE_H
#define INCBOT_SERVICES_SLACK_PATIENCE_H

#include "base/base.h"
#include "base/prng.h"

struct slack_patience {
	int64_t min_ms;
	int64_t max_ms;
	int64_t slow_ms;
	int64_t proven_ms;
	int failures;
	struct prng prng;
};

/* A connection ended, or is to be replaced, lived_ms after its hello (0 if
 * there was none). Forgets the failures if it lived long enough, else this
 * is one more. */
void slack_patience_count(struct slack_patience *patience, int64_t lived_ms);

/* 0 without failures; else anything up to min_ms doubled with each failure,
 * at most max_ms. */
int64_t slack_patience_wait_ms(struct slack_patience *patience);

/* When Slack does not want us just now: between one and two slow_ms. */
int64_t slack_patience_slow_ms(struct slack_patience *patience);

#endif
