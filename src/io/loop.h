/* SPDX-License-Identifier: MIT
 *
 * loop: the one place where the process waits. Watches descriptors, keeps
 * timers, turns signals into callbacks, and reads the clock. One thread; a
 * callback never blocks. Knows nothing of what the bytes mean. Underneath is
 * libwebsockets' own poll loop with one nested epoll set of ours.
 *
 * Collect, then work: callbacks of watches and timers only take in what
 * happened; the work is done by the hooks given to loop_after_tick().
 */
#ifndef INCBOT_IO_LOOP_H
#define INCBOT_IO_LOOP_H

#include "base/base.h"

struct loop;
struct lws_context;

/* Hooks that loop_after_tick() takes. */
#define LOOP_HOOKS_MAX 8

/* One loop a process (libwebsockets' log is process-wide). Ignores SIGPIPE.
 * NULL if the kernel refuses descriptors. The caller frees it last, after
 * everything that has a watch, a timer or a libwebsockets vhost. */
NODISCARD struct loop *loop_new(void);
void loop_free(struct loop *loop);

/* Runs until loop_stop(). Hooks run once before the first wait. */
void loop_run(struct loop *loop);
/* May be called from any callback; the current tick is finished first. */
void loop_stop(struct loop *loop);

/* Milliseconds since 1970 UTC, read once a batch of callbacks: equal for all
 * that is handled together, may jump when somebody sets the clock. */
int64_t loop_now_ms(const struct loop *loop);
/* Milliseconds that never jump, for spans; read with the other. */
int64_t loop_monotonic_ms(const struct loop *loop);

/* Runs after every batch of I/O and timers, in the order given, for as long
 * as the loop lives. More than LOOP_HOOKS_MAX is a bug. */
typedef void loop_hook_cb(void *arg);
void loop_after_tick(struct loop *loop, loop_hook_cb *callback, void *arg);

/* TERM, INT and HUP arrive here from now on, and no longer end the process.
 * Once a loop, before any thread is started. False: no descriptor was left. */
typedef void loop_signal_cb(void *arg, int signal_number);
NODISCARD bool loop_on_signal(struct loop *loop, loop_signal_cb *callback,
    void *arg);

/* A descriptor being watched. The owner keeps the struct in place while it
 * is started; all zero is a stopped watch. `error` means the peer hung up or
 * the descriptor failed: readable is set too, and reading tells which. */
typedef void watch_cb(void *arg, bool readable, bool writable, bool error);

enum {
	WATCH_READ = 1,
	WATCH_WRITE = 2,
};

struct watch {
	struct loop *loop;	/* NULL while stopped */
	int fd;
	unsigned want;
	watch_cb *callback;
	void *arg;
};

/* wanted is WATCH_READ | WATCH_WRITE or 0 (errors only). The descriptor is
 * not owned: stop the watch before closing it. */
void watch_start(struct watch *w, struct loop *loop, int fd, unsigned wanted);
/* Who is called; set before watch_start(). */
void watch_set_callback(struct watch *w, watch_cb *callback, void *arg);
void watch_want(struct watch *w, unsigned wanted);
/* The callback does not run any more, not even for what this batch already
 * holds. Stopping a stopped watch is allowed. */
void watch_stop(struct watch *w);
/* The same for a descriptor that a library has closed behind our back. */
void watch_forget(struct watch *w);

/* A one-shot timer. The owner keeps the struct in place while it runs; all
 * zero is a stopped timer. */
typedef void timer_cb(void *arg);

struct timer {
	struct loop *loop;
	timer_cb *callback;
	void *arg;
	int64_t due_us;
	uint64_t order;		/* equal dues fire as they were started */
	size_t place;		/* in the heap, from 1; 0 while stopped */
};

/* Fires once, never early, delay_ms from now (negative counts as 0); never
 * inside this call. 0 means: in the next tick, which does not wait.
 * Starting a running timer moves it. */
void timer_start(struct timer *t, struct loop *loop, int64_t delay_ms,
    timer_cb *callback, void *arg);
void timer_stop(struct timer *t);
bool timer_is_running(const struct timer *t);

/* For the files of this folder that speak through libwebsockets: its context,
 * and what each of their callbacks calls first. It makes the clock fresh and
 * sees to it that the hooks run soon even if libwebsockets, having called
 * back on account of a timer of its own, waits afterwards. */
struct lws_context *loop_context(struct loop *loop);
void loop_enter(struct loop *loop);

#endif
