/* SPDX-License-Identifier: MIT
 *
 * fail_once: libfailonce.so, for LD_PRELOAD: one call of a program that knows
 * nothing of it fails, the n-th from now on among its allocations or among its
 * calls of the kernel. What is to fail stands in a page shared with whoever
 * drives the test (the file FAIL_ONCE_FILE names), which also counts. Where it
 * failed is written to stderr, one frame a line. Without that file everything
 * is as before. Read next: torture.mjs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
#define FRAMES 12

enum kind { ALLOCATION, KERNEL, KINDS };

/* As torture.mjs knows it. */
static struct page {
	int64_t left[KINDS];	/* the call that brings it to 0 fails */
	int64_t calls[KINDS];	/* so many there were */
	int64_t failed;		/* so many failed */
} *page;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static __attribute__((constructor)) void attach(void)
{
	const char *path = getenv("FAIL_ONCE_FILE");
	void *frame[1];
	void *mapped;
	int fd;

	if (!path)
		return;
	/* The first one loads a library. */
	(void)backtrace(frame, 1);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return;
	mapped = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED,
	    fd, 0);
	close(fd);
	if (mapped != MAP_FAILED)
		page = mapped;
}

/* Counts a call; true: it is the one. Nothing here allocates, and none of
 * the program's own calls are made. */
static bool fails(enum kind kind, const char *name, size_t length)
{
	void *frames[FRAMES];
	int count;

	if (!page)
		return false;
	__atomic_add_fetch(&page->calls[kind], 1, __ATOMIC_RELAXED);
	if (__atomic_load_n(&page->left[kind], __ATOMIC_RELAXED) <= 0 ||
	    __atomic_sub_fetch(&page->left[kind], 1, __ATOMIC_RELAXED) != 0)
		return false;
	__atomic_add_fetch(&page->failed, 1, __ATOMIC_RELAXED);
	(void)syscall(SYS_write, 2, "made to fail: ", 14);
	(void)syscall(SYS_write, 2, name, length);
	(void)syscall(SYS_write, 2, "\n", 1);
	count = backtrace(frames, FRAMES);
	backtrace_symbols_fd(frames, count, 2);
	return true;
}

#define FAILS(kind, name) fails(kind, name, sizeof(name) - 1)

EXPORT void *malloc(size_t size)
{
	if (FAILS(ALLOCATION, "malloc")) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_malloc(size);
}

EXPORT void *calloc(size_t count, size_t size)
{
	if (FAILS(ALLOCATION, "calloc")) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_calloc(count, size);
}

EXPORT void *realloc(void *old, size_t size)
{
	if (FAILS(ALLOCATION, "realloc")) {
		errno = ENOMEM;
		return NULL;
	}
	return __libc_realloc(old, size);
}

/* A call of the kernel under its own name: fails with this error, or goes on
 * to libc's. */
#define KERNEL_CALL(type, name, error, parameters, arguments)		\
EXPORT type name parameters						\
{									\
	static type (*next) parameters;				\
									\
	if (FAILS(KERNEL, #name)) {					\
		errno = (error);					\
		return -1;						\
	}								\
	if (!next)							\
		*(void **)&next = dlsym(RTLD_NEXT, #name);		\
	return next arguments;						\
}

static int broken(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode)
	    ? ECONNRESET : EIO;
}

/* The kernel's dice never fail, and libwebsockets 4.1, which reads them for
 * each mask of a frame, does not look whether they did: it goes on with what
 * was in the buffer, or aborts by an assertion of its own. What cannot happen
 * is not made to. */
static bool is_dice(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 && S_ISCHR(status.st_mode) &&
	    status.st_rdev == makedev(1, 9);
}

EXPORT ssize_t read(int fd, void *to, size_t n)
{
	static ssize_t (*next)(int, void *, size_t);

	if (!is_dice(fd) && FAILS(KERNEL, "read")) {
		errno = broken(fd);
		return -1;
	}
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "read");
	return next(fd, to, n);
}

KERNEL_CALL(ssize_t, write, broken(fd), (int fd, const void *from, size_t n),
    (fd, from, n))
KERNEL_CALL(ssize_t, recv, ECONNRESET, (int fd, void *to, size_t n, int flags),
    (fd, to, n, flags))
KERNEL_CALL(ssize_t, recvfrom, ECONNRESET, (int fd, void *restrict to,
    size_t n, int flags, __SOCKADDR_ARG who,
    socklen_t *restrict length), (fd, to, n, flags, who, length))
KERNEL_CALL(ssize_t, send, EPIPE, (int fd, const void *from, size_t n,
    int flags), (fd, from, n, flags))
KERNEL_CALL(ssize_t, sendto, EPIPE, (int fd, const void *from, size_t n,
    int flags, __CONST_SOCKADDR_ARG who, socklen_t length),
    (fd, from, n, flags, who, length))
KERNEL_CALL(int, connect, ECONNREFUSED, (int fd, __CONST_SOCKADDR_ARG who,
    socklen_t length), (fd, who, length))
KERNEL_CALL(int, accept, EMFILE, (int fd, __SOCKADDR_ARG who,
    socklen_t *restrict length), (fd, who, length))
KERNEL_CALL(int, socket, EMFILE, (int domain, int type, int protocol),
    (domain, type, protocol))
KERNEL_CALL(int, poll, EINTR, (struct pollfd *fds, nfds_t n, int ms),
    (fds, n, ms))
KERNEL_CALL(int, epoll_wait, EINTR, (int fd, struct epoll_event *events,
    int n, int ms), (fd, events, n, ms))
KERNEL_CALL(int, epoll_create1, EMFILE, (int flags), (flags))
KERNEL_CALL(int, epoll_ctl, ENOMEM, (int fd, int operation, int on,
    struct epoll_event *event), (fd, operation, on, event))
KERNEL_CALL(int, eventfd, EMFILE, (unsigned value, int flags), (value, flags))

EXPORT int pthread_create(pthread_t *restrict thread,
    const pthread_attr_t *restrict attributes, void *(*run)(void *),
    void *restrict argument)
{
	static int (*next)(pthread_t *restrict, const pthread_attr_t *restrict,
	    void *(*)(void *), void *restrict);

	if (FAILS(KERNEL, "pthread_create"))
		return EAGAIN;
	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "pthread_create");
	return next(thread, attributes, run, argument);
}

/* The mode is there only where a file may be made; handed on, it does no
 * harm where it is not. */
#define OPEN_CALL(name)							\
EXPORT int name(const char *path, int flags, ...)			\
{									\
	static int (*next)(const char *, int, ...);			\
	va_list more;							\
	unsigned mode;							\
									\
	va_start(more, flags);						\
	mode = (flags & O_CREAT) != 0 ? va_arg(more, unsigned) : 0;	\
	va_end(more);							\
	if (FAILS(KERNEL, #name)) {					\
		errno = EMFILE;						\
		return -1;						\
	}								\
	if (!next)							\
		*(void **)&next = dlsym(RTLD_NEXT, #name);		\
	return next(path, flags, mode);				\
}

OPEN_CALL(open)
OPEN_CALL(open64)
