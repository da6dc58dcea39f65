/* SPDX-License-Identifier: MIT
 *
 * fail_once: libfailonce.so, for LD_PRELOAD: one call of a program that knows
 * nothing of it fails, the n-th from now on among its allocations or among its
 * calls of the kernel, or the next, or each, that comes by a way by which none
 * failed yet. A stream (a connected socket) also gives or takes only one byte
 * of many, or is not ready after all. What is to fail stands in a page shared
 * with whoever drives the test (the file FAIL_ONCE_FILE names), which also
 * counts. Where it failed is written to stderr, one frame a line. Without that
 * file everything is as before.
 *
 * The way to a call is its whole stack, each return address as the distance
 * from where its library begins, so that it is the same in every process, and
 * what the driver says is going on. The ways stand in the file FAIL_ONCE_STACKS
 * names, which several programs share. It must come before other libraries that
 * put themselves in front of libc. Read next: page.mjs, torture.mjs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <dirent.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define EXPORT __attribute__((visibility("default")))
/* Deeper stacks are told apart by these innermost frames. */
#define FRAMES 128
#define STACKS (1 << 17)
#define HASH_START UINT64_C(14695981039346656037)
#define HASH_PRIME UINT64_C(1099511628211)

enum kind {
	ALLOCATION,
	KERNEL,		/* an error that ends what was tried */
	PART,		/* one byte of many: nothing is lost */
	AGAIN,		/* EAGAIN, or EINTR of one that waits */
	KINDS
};

/* Both as page.mjs knows them. */
static struct page {
	int64_t left[KINDS];	/* the call that brings it to 0 fails */
	int64_t calls[KINDS];	/* so many there were */
	int64_t failed;		/* so many failed */
	int64_t hunted;		/* so many new ways fail, one after the other */
	int64_t context;	/* what is going on; part of the way; if < 0,
				   ways do not matter now */
} *page;

static struct stacks {
	int64_t known[KINDS];
	int64_t failed[KINDS];
	int64_t calls[KINDS];
	int64_t deepest;
	int64_t overflowed;	/* calls for which there was no room */
	struct stack {
		uint64_t hash;
		int64_t calls;
		int64_t failed;
	} at[STACKS];
} *stacks;

/* Where the unwinder itself would come here. */
static _Thread_local __attribute__((tls_model("initial-exec"))) bool inside;

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static void *map_shared(const char *variable, size_t size)
{
	const char *path = getenv(variable);
	void *mapped;
	int fd;

	if (!path)
		return NULL;
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	mapped = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)syscall(SYS_close, fd);
	return mapped == MAP_FAILED ? NULL : mapped;
}

static __attribute__((constructor)) void attach(void)
{
	void *frame[1];

	/* The first one loads a library. */
	(void)backtrace(frame, 1);
	stacks = map_shared("FAIL_ONCE_STACKS", sizeof(*stacks));
	page = map_shared("FAIL_ONCE_FILE", sizeof(*page));
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * HASH_PRIME;
	return hash ^ (hash >> 29);
}

/* The same in every process: a library is known by its size. */
static uint64_t stack_hash(void *const *frames, int count, enum kind kind,
    const char *name, int64_t context)
{
	uint64_t hash = mix(HASH_START, (uint64_t)kind);
	struct dl_find_object module;
	int i;

	for (; *name != '\0'; name++)
		hash = mix(hash, (unsigned char)*name);
	hash = mix(hash, (uint64_t)context);
	for (i = 0; i < count; i++) {
		/* The unwinder lost its way. */
		if (_dl_find_object(frames[i], &module) != 0)
			break;
		hash = mix(hash, (uint64_t)((char *)module.dlfo_map_end -
			(char *)module.dlfo_map_start));
		hash = mix(hash, (uint64_t)((char *)frames[i] -
			(char *)module.dlfo_map_start));
	}
	return hash != 0 ? hash : 1;
}

/* The entry of this stack, a new one if need be; NULL: there is no room. */
static struct stack *stack_find(uint64_t hash, enum kind kind)
{
	uint64_t found;
	size_t i;

	for (i = 0; i < STACKS; i++) {
		struct stack *s = &stacks->at[(hash + i) % STACKS];

		found = 0;
		if (__atomic_compare_exchange_n(&s->hash, &found, hash, false,
			__ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
			__atomic_add_fetch(&stacks->known[kind], 1,
			    __ATOMIC_RELAXED);
			return s;
		}
		if (found == hash)
			return s;
	}
	__atomic_add_fetch(&stacks->overflowed, 1, __ATOMIC_RELAXED);
	return NULL;
}

/* Each new way is given to one call of one program. */
static bool is_hunted(enum kind kind, struct stack *s)
{
	int64_t no = 0;

	if (__atomic_load_n(&page->hunted, __ATOMIC_RELAXED) <= 0 ||
	    __atomic_load_n(&s->failed, __ATOMIC_RELAXED) != 0 ||
	    !__atomic_compare_exchange_n(&s->failed, &no, 1, false,
		__ATOMIC_RELAXED, __ATOMIC_RELAXED))
		return false;
	__atomic_sub_fetch(&page->hunted, 1, __ATOMIC_RELAXED);
	__atomic_add_fetch(&stacks->failed[kind], 1, __ATOMIC_RELAXED);
	return true;
}

/* Counts a call by its stack; true: it is the one. */
static bool stack_fails(enum kind kind, const char *name)
{
	void *frames[FRAMES];
	int64_t context = __atomic_load_n(&page->context, __ATOMIC_RELAXED);
	struct stack *s;
	int count;

	if (context < 0)
		return false;
	count = backtrace(frames, FRAMES);
	s = stack_find(stack_hash(frames, count, kind, name, context), kind);
	if (count > __atomic_load_n(&stacks->deepest, __ATOMIC_RELAXED))
		__atomic_store_n(&stacks->deepest, count, __ATOMIC_RELAXED);
	__atomic_add_fetch(&stacks->calls[kind], 1, __ATOMIC_RELAXED);
	if (!s)
		return false;
	__atomic_add_fetch(&s->calls, 1, __ATOMIC_RELAXED);
	return is_hunted(kind, s);
}

static bool is_nth(enum kind kind)
{
	return __atomic_load_n(&page->left[kind], __ATOMIC_RELAXED) > 0 &&
	    __atomic_sub_fetch(&page->left[kind], 1, __ATOMIC_RELAXED) == 0;
}

static void tell(enum kind kind, const char *name, size_t length)
{
	static const char *const how[] = { "\n", "\n", " in part\n",
		" for now\n" };
	void *frames[FRAMES];

	__atomic_add_fetch(&page->failed, 1, __ATOMIC_RELAXED);
	(void)syscall(SYS_write, 2, "made to fail: ", 14);
	(void)syscall(SYS_write, 2, name, length);
	(void)syscall(SYS_write, 2, how[kind], strlen(how[kind]));
	backtrace_symbols_fd(frames, backtrace(frames, FRAMES), 2);
}

/* Counts a call; true: it is the one. Nothing here allocates, and none of
 * the program's own calls are made. */
static bool fails(enum kind kind, const char *name, size_t length)
{
	bool is_it;

	if (!page || inside)
		return false;
	inside = true;
	__atomic_add_fetch(&page->calls[kind], 1, __ATOMIC_RELAXED);
	is_it = (stacks && stack_fails(kind, name)) || is_nth(kind);
	if (is_it)
		tell(kind, name, length);
	inside = false;
	return is_it;
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

static bool is_stream(int fd)
{
	socklen_t length = sizeof(int);
	int type = 0;

	return syscall(SYS_getsockopt, fd, SOL_SOCKET, SO_TYPE, &type,
	    &length) == 0 && type == SOCK_STREAM;
}

static int not_yet(int fd)
{
	long flags = syscall(SYS_fcntl, fd, F_GETFL);

	return flags >= 0 && (flags & O_NONBLOCK) != 0 ? EAGAIN : EINTR;
}

/* Reads or writes n bytes: of a stream that may also be done in part, or not
 * just now. */
#define STREAM_CALL(name, error, parameters, arguments)			\
EXPORT ssize_t name parameters						\
{									\
	static ssize_t (*next) parameters;				\
									\
	if (page && !is_dice(fd) && FAILS(KERNEL, #name)) {		\
		errno = (error);					\
		return -1;						\
	}								\
	if (page && n > 0 && is_stream(fd)) {				\
		if (FAILS(AGAIN, #name)) {				\
			errno = not_yet(fd);				\
			return -1;					\
		}							\
		if (n > 1 && FAILS(PART, #name))			\
			n = 1;						\
	}								\
	if (!next)							\
		*(void **)&next = dlsym(RTLD_NEXT, #name);		\
	return next arguments;						\
}

STREAM_CALL(read, broken(fd), (int fd, void *to, size_t n), (fd, to, n))
STREAM_CALL(write, broken(fd), (int fd, const void *from, size_t n),
    (fd, from, n))
STREAM_CALL(recv, ECONNRESET, (int fd, void *to, size_t n, int flags),
    (fd, to, n, flags))
STREAM_CALL(recvfrom, ECONNRESET, (int fd, void *restrict to,
    size_t n, int flags, __SOCKADDR_ARG who,
    socklen_t *restrict length), (fd, to, n, flags, who, length))
STREAM_CALL(send, EPIPE, (int fd, const void *from, size_t n,
    int flags), (fd, from, n, flags))
STREAM_CALL(sendto, EPIPE, (int fd, const void *from, size_t n,
    int flags, __CONST_SOCKADDR_ARG who, socklen_t length),
    (fd, from, n, flags, who, length))
KERNEL_CALL(int, connect, ECONNREFUSED, (int fd, __CONST_SOCKADDR_ARG who,
    socklen_t length), (fd, who, length))
KERNEL_CALL(int, accept, EMFILE, (int fd, __SOCKADDR_ARG who,
    socklen_t *restrict length), (fd, who, length))
KERNEL_CALL(int, socket, EMFILE, (int domain, int type, int protocol),
    (domain, type, protocol))
KERNEL_CALL(int, bind, EADDRINUSE, (int fd, __CONST_SOCKADDR_ARG who,
    socklen_t length), (fd, who, length))
KERNEL_CALL(int, listen, EADDRINUSE, (int fd, int backlog), (fd, backlog))
KERNEL_CALL(int, socketpair, EMFILE, (int domain, int type, int protocol,
    int fds[2]), (domain, type, protocol, fds))
KERNEL_CALL(int, setsockopt, ENOBUFS, (int fd, int level, int name,
    const void *value, socklen_t length), (fd, level, name, value, length))
KERNEL_CALL(int, getsockopt, ENOBUFS, (int fd, int level, int name,
    void *restrict value, socklen_t *restrict length),
    (fd, level, name, value, length))
KERNEL_CALL(int, getsockname, ENOBUFS, (int fd, __SOCKADDR_ARG who,
    socklen_t *restrict length), (fd, who, length))
KERNEL_CALL(int, getpeername, ENOTCONN, (int fd, __SOCKADDR_ARG who,
    socklen_t *restrict length), (fd, who, length))
KERNEL_CALL(int, signalfd, EMFILE, (int fd, const sigset_t *mask, int flags),
    (fd, mask, flags))
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

#define POINTER_CALL(type, name, error, parameters, arguments)		\
EXPORT type *name parameters						\
{									\
	static type *(*next) parameters;				\
									\
	if (FAILS(KERNEL, #name)) {					\
		errno = (error);					\
		return NULL;						\
	}								\
	if (!next)							\
		*(void **)&next = dlsym(RTLD_NEXT, #name);		\
	return next arguments;						\
}

POINTER_CALL(FILE, fopen, EMFILE, (const char *restrict path,
    const char *restrict mode), (path, mode))
POINTER_CALL(FILE, fopen64, EMFILE, (const char *restrict path,
    const char *restrict mode), (path, mode))
POINTER_CALL(DIR, opendir, EMFILE, (const char *path), (path))
