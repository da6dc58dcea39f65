/* SPDX-License-Identifier: MIT
 *
 * preload.c: libworldclock.so, for LD_PRELOAD: the wall clock of a program
 * that knows nothing of it comes from the file named in WORLD_CLOCK_FILE.
 * Without that variable, or without that file, everything is as before. The
 * monotonic clocks are never touched, so timeouts and sleeps stay real: a
 * program sees a jump of the world only when it next looks at the wall clock.
 * Read next: world_clock.h.
 */
#define _GNU_SOURCE
#include "tests/clock/world_clock.h"

#include <stddef.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define MILLION 1000000

static struct world_clock *world;

/* Before main(), so that no thread can race with it. */
static __attribute__((constructor)) void attach(void)
{
	const char *path = getenv("WORLD_CLOCK_FILE");

	if (path && *path)
		world = world_clock_map(path, false);
}

EXPORT int clock_gettime(clockid_t id, struct timespec *now)
{
	int64_t us;

	if (!world || (id != CLOCK_REALTIME && id != CLOCK_REALTIME_COARSE))
		return (int)syscall(SYS_clock_gettime, id, now);
	us = world_clock_now_us(world);
	now->tv_sec = (time_t)(us / MILLION);
	now->tv_nsec = (long)(us % MILLION) * 1000;
	return 0;
}

EXPORT int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	struct timespec fine;
	int result = clock_gettime(CLOCK_REALTIME, &fine);

	(void)zone;
	now->tv_sec = fine.tv_sec;
	now->tv_usec = fine.tv_nsec / 1000;
	return result;
}

EXPORT time_t time(time_t *store)
{
	struct timespec fine;

	(void)clock_gettime(CLOCK_REALTIME, &fine);
	if (store)
		*store = fine.tv_sec;
	return fine.tv_sec;
}
