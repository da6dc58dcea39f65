/* SPDX-License-Identifier: MIT
 *
 * still_clock: preloaded into a test's redis-server. Its wall clock then
 * shows what stands in the file named by STILL_CLOCK, as eight bytes of
 * microseconds: it stands still until the test moves it. 0 means the real
 * time.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *still_us;

static void __attribute__((constructor)) map_clock(void)
{
	const char *path = getenv("STILL_CLOCK");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *memory;

	if (fd < 0)
		return;
	memory = mmap(NULL, sizeof(*still_us), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (memory != MAP_FAILED)
		still_us = memory;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
	int64_t us = still_us ? *still_us : 0;
	struct timespec real;

	(void)zone;
	if (us == 0) {
		clock_gettime(CLOCK_REALTIME, &real);
		us = (int64_t)real.tv_sec * 1000000 + real.tv_nsec / 1000;
	}
	now->tv_sec = us / 1000000;
	now->tv_usec = us % 1000000;
	return 0;
}
