/* SPDX-License-Identifier: MIT
 *
 * world_clock.c: mapping, reading and changing the shared clock file. It asks
 * the kernel directly for the time, since the library functions may be the
 * ones of preload.c.
 */
#define _GNU_SOURCE
#include "tests/clock/world_clock.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MILLION 1000000

static int64_t real_us(clockid_t id)
{
	struct timespec now = { 0, 0 };

	(void)syscall(SYS_clock_gettime, id, &now);
	return (int64_t)now.tv_sec * MILLION + now.tv_nsec / 1000;
}

struct world_clock *world_clock_map(const char *path, bool make)
{
	int flags = make ? O_RDWR | O_CREAT : O_RDONLY;
	int fd = open(path, flags | O_CLOEXEC, 0600);
	struct world_clock *clock;
	struct stat info;
	void *at;

	if (fd < 0)
		return NULL;
	if (make && ftruncate(fd, sizeof(*clock)) != 0) {
		close(fd);
		return NULL;
	}
	if (fstat(fd, &info) != 0 || info.st_size < (off_t)sizeof(*clock)) {
		close(fd);
		errno = EINVAL;
		return NULL;
	}
	at = mmap(NULL, sizeof(*clock), make ? PROT_READ | PROT_WRITE :
		PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (at == MAP_FAILED)
		return NULL;
	clock = at;
	if (make && atomic_load(&clock->speed_milli) == 0) {
		atomic_store(&clock->base_real_us, real_us(CLOCK_MONOTONIC));
		atomic_store(&clock->base_virtual_us, real_us(CLOCK_REALTIME));
		atomic_store(&clock->speed_milli, 1000);
	}
	return clock;
}

void world_clock_unmap(struct world_clock *clock)
{
	if (clock)
		(void)munmap(clock, sizeof(*clock));
}

static int64_t virtual_us(int64_t base_real_us, int64_t base_virtual_us,
	int64_t speed_milli)
{
	int64_t passed_us = real_us(CLOCK_MONOTONIC) - base_real_us;

	return base_virtual_us + passed_us / 1000 * speed_milli +
		passed_us % 1000 * speed_milli / 1000;
}

int64_t world_clock_now_us(const struct world_clock *clock)
{
	uint64_t before, after;
	int64_t real, base, speed;

	do {
		before = atomic_load_explicit(&clock->sequence,
			memory_order_acquire);
		real = atomic_load_explicit(&clock->base_real_us,
			memory_order_relaxed);
		base = atomic_load_explicit(&clock->base_virtual_us,
			memory_order_relaxed);
		speed = atomic_load_explicit(&clock->speed_milli,
			memory_order_relaxed);
		atomic_thread_fence(memory_order_acquire);
		after = atomic_load_explicit(&clock->sequence,
			memory_order_relaxed);
	} while (before != after || (before & 1));
	if (speed == 0) /* not set up yet: real time */
		return real_us(CLOCK_REALTIME);
	return virtual_us(real, base, speed);
}

int64_t world_clock_speed_milli(const struct world_clock *clock)
{
	return atomic_load(&clock->speed_milli);
}

void world_clock_change(struct world_clock *clock, int64_t advance_us,
	int64_t speed_milli)
{
	int64_t now_us = world_clock_now_us(clock) + advance_us;

	atomic_fetch_add(&clock->sequence, 1);
	atomic_store(&clock->base_real_us, real_us(CLOCK_MONOTONIC));
	atomic_store(&clock->base_virtual_us, now_us);
	atomic_store(&clock->speed_milli, speed_milli);
	atomic_fetch_add(&clock->sequence, 1);
}
