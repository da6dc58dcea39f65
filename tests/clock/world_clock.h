/* SPDX-License-Identifier: MIT
 *
 * world_clock: the 64 bytes that several processes map to agree on what time
 * it is. One writer (the workspace server), any number of readers (the
 * preload library in redis-server and incbot). The wall clock is computed
 * from CLOCK_MONOTONIC, which stays real and is the same in all processes:
 *
 *     wall = base_virtual + (monotonic - base_real) * speed
 *
 * Readers never block: a sequence lock, odd while the writer is at it. Read
 * next: preload.c.
 */
#ifndef WORLD_CLOCK_H
#define WORLD_CLOCK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct world_clock {
	_Atomic uint64_t sequence;
	_Atomic int64_t base_real_us;    /* CLOCK_MONOTONIC at the base */
	_Atomic int64_t base_virtual_us; /* Unix time at the base */
	_Atomic int64_t speed_milli;     /* 1000 = as fast as real time */
	uint64_t spare[4];
};

_Static_assert(sizeof(struct world_clock) == 64, "the file has 64 bytes");

/* Maps the file; make: creates it with real time at speed 1 when it is empty.
 * NULL with errno set on failure. */
struct world_clock *world_clock_map(const char *path, bool make);
void world_clock_unmap(struct world_clock *clock);

int64_t world_clock_now_us(const struct world_clock *clock);
int64_t world_clock_speed_milli(const struct world_clock *clock);

/* One writer only. Time never goes back: advance_us >= 0. */
void world_clock_change(struct world_clock *clock, int64_t advance_us,
	int64_t speed_milli);

#endif
