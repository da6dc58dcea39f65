/* SPDX-License-Identifier: MIT
 *
 * prng: see prng.h. The state is filled by splitmix64, which never leaves it
 * all zero.
 */
#include "base/prng.h"

static uint64_t splitmix(uint64_t *x)
{
	uint64_t z = *x += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t x, int left)
{
	return (x << left) | (x >> (64 - left));
}

void prng_seed(struct prng *p, uint64_t seed)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(p->state); i++)
		p->state[i] = splitmix(&seed);
}

uint64_t prng_next(struct prng *p)
{
	uint64_t *s = p->state;
	uint64_t result = rotate(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

uint64_t prng_below(struct prng *p, uint64_t bound)
{
	uint64_t uneven, x;

	assert(bound > 0);
	/* 2^64 mod bound: the lowest numbers would come once too often. */
	uneven = (0 - bound) % bound;
	do {
		x = prng_next(p);
	} while (x < uneven);
	return x % bound;
}

int64_t prng_between(struct prng *p, int64_t low, int64_t high)
{
	uint64_t width;

	assert(low <= high);
	width = (uint64_t)high - (uint64_t)low;
	if (width == UINT64_MAX)
		return (int64_t)prng_next(p);
	return (int64_t)((uint64_t)low + prng_below(p, width + 1));
}

bool prng_chance(struct prng *p, unsigned per_mille)
{
	return prng_below(p, 1000) < per_mille;
}
