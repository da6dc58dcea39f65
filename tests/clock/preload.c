/* SPDX-License-Identifier: MIT
 *
 * preload.c: libworldclock.so, for LD_PRELOAD: the wall clock of a program
 * that knows nothing of it comes from the file named in WORLD_CLOCK_FILE.
 * Without that variable, or without that file, everything is as before. The
 * monotonic clocks are not touched, so timeouts and sleeps stay real: a
 * program sees a jump of the world only when it next looks at the wall clock.
 *
 * With WORLD_CLOCK_ALL=1 every clock is the world's, and waits for descriptors
 * last as long as the world says: a program then lives at the world's speed,
 * its timeouts, leases and back-offs included, and cannot tell. Read next:
 * world_clock.h.
 */
#define _GNU_SOURCE
#include "tests/clock/world_clock.h"

#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define MILLION 1000000

static struct world_clock *world;
static bool all_clocks;

/* Before main(), so that no thread can race with it. */
static __attribute__((constructor)) void attach(void)
{
	const char *path = getenv("WORLD_CLOCK_FILE");
	const char *all = getenv("WORLD_CLOCK_ALL");

	if (path && *path)
		world = world_clock_map(path, false);
	all_clocks = world && all && *all == '1';
}

static bool is_worlds(clockid_t id)
{
	if (!world)
		return false;
	if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)
		return true;
	/* Not the processor's clocks. */
	return all_clocks && (id == CLOCK_MONOTONIC ||
		id == CLOCK_MONOTONIC_RAW || id == CLOCK_MONOTONIC_COARSE ||
		id == CLOCK_BOOTTIME);
}

/* A wait of the world's in real time; -1, 0 and short ones are what they
 * are. */
static int real_wait_ms(int wait_ms)
{
	int64_t speed_milli = all_clocks ? world_clock_speed_milli(world) : 0;
	int64_t real_ms;

	if (wait_ms <= 1 || speed_milli <= 0)
		return wait_ms;
	real_ms = (int64_t)wait_ms * 1000 / speed_milli;
	return real_ms < 1 ? 1 : real_ms > INT32_MAX ? INT32_MAX :
		(int)real_ms;
}

EXPORT int clock_gettime(clockid_t id, struct timespec *now)
{
	int64_t us;

	if (!is_worlds(id))
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

EXPORT int poll(struct pollfd *all, nfds_t count, int wait_ms)
{
	struct timespec wait;

	wait_ms = real_wait_ms(wait_ms);
	wait.tv_sec = wait_ms / 1000;
	wait.tv_nsec = (long)(wait_ms % 1000) * MILLION;
	return (int)syscall(SYS_ppoll, all, count, wait_ms < 0 ? NULL : &wait,
		NULL, 0);
}

EXPORT int epoll_wait(int set, struct epoll_event *events, int room,
	int wait_ms)
{
	return (int)syscall(SYS_epoll_pwait, set, events, room,
		real_wait_ms(wait_ms), NULL, 0);
}
