/* SPDX-License-Identifier: MIT
 *
 * prng: a small seeded generator (xoshiro256**) for jitter and for the
 * simulator. The same seed gives the same numbers on every machine. Never for
 * tokens or keys.
 */
#ifndef INCBOT_BASE_PRNG_H
#define INCBOT_BASE_PRNG_H

#include "base/base.h"

struct prng {
	uint64_t state[4];
};

/* Any seed is good, 0 as well. */
void prng_seed(struct prng *p, uint64_t seed);
uint64_t prng_next(struct prng *p);
/* Evenly in [0, bound); bound > 0. */
uint64_t prng_below(struct prng *p, uint64_t bound);
/* Evenly in [low, high], both included; low <= high. */
int64_t prng_between(struct prng *p, int64_t low, int64_t high);
/* True that many times in a thousand. */
bool prng_chance(struct prng *p, unsigned per_mille);

#endif
