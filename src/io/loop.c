/* SPDX-License-Identifier: MIT
 *
 * loop: see loop.h. libwebsockets polls; one epoll set, adopted by it as a
 * raw file, holds every descriptor that is not libwebsockets'. All timers
 * share one libwebsockets timer, since its own lists insert in linear time.
 */
#include "io/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <libwebsockets.h>

#include "base/log.h"
#include "base/memory.h"
#include "io/timer_heap.h"

enum {
	BATCH = 64,		/* events taken from epoll at once */
	LWS_DESCRIPTORS = 256,	/* sockets libwebsockets may hold */
	SOON_US = 100,		/* see on_wake() */
};

struct hook {
	loop_hook_cb *callback;
	void *arg;
};

struct loop {
	struct lws_context *context;
	int epoll_fd;
	bool running;
	int64_t now_ms;
	int64_t monotonic_us;

	struct epoll_event batch[BATCH];
	int batch_count;	/* of the batch being handled, else 0 */

	struct timer_heap timers;
	lws_sorted_usec_list_t wake;	/* ends libwebsockets' wait in time */

	struct hook hooks[LOOP_HOOKS_MAX];
	size_t hook_count;

	struct watch signals;
	loop_signal_cb *signal_callback;
	void *signal_arg;
};

static int64_t read_clock_us(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void refresh_clock(struct loop *loop)
{
	loop->now_ms = read_clock_us(CLOCK_REALTIME) / 1000;
	loop->monotonic_us = read_clock_us(CLOCK_MONOTONIC);
}

int64_t loop_now_ms(const struct loop *loop)
{
	return loop->now_ms;
}

int64_t loop_monotonic_ms(const struct loop *loop)
{
	return loop->monotonic_us / 1000;
}

static void handle_event(struct loop *loop, int i)
{
	const struct epoll_event *event = &loop->batch[i];
	const struct watch *w = event->data.ptr;
	bool error = (event->events & (EPOLLERR | EPOLLHUP)) != 0;

	/* An earlier callback of this batch may have stopped it. */
	if (w == NULL)
		return;
	w->callback(w->arg, error || (event->events & EPOLLIN) != 0,
	    (event->events & EPOLLOUT) != 0, error);
}

static void handle_batch(struct loop *loop)
{
	int i;

	refresh_clock(loop);
	loop->batch_count = epoll_wait(loop->epoll_fd, loop->batch, BATCH, 0);
	for (i = 0; i < loop->batch_count; i++)
		handle_event(loop, i);
	loop->batch_count = 0;
}

/* The "protocol" of the adopted epoll set. Never anything but 0: that would
 * close the set. */
static int on_epoll_readable(struct lws *wsi,
    enum lws_callback_reasons reason, void *user UNUSED, void *in UNUSED,
    size_t length UNUSED)
{
	if (reason == LWS_CALLBACK_RAW_RX_FILE)
		handle_batch(lws_context_user(lws_get_context(wsi)));
	return 0;
}

static const struct lws_protocols protocols[] = {
	{ .name = "loop-epoll", .callback = on_epoll_readable },
	{ .name = NULL },
};

static void on_library_log(int level, const char *line)
{
	char quoted[LOG_QUOTE_SIZE];
	char copy[LOG_QUOTE_SIZE];
	size_t n = strcspn(line, "\n");

	if (n >= sizeof(copy))
		n = sizeof(copy) - 1;
	memcpy(copy, line, n);
	copy[n] = '\0';
	log_quote(quoted, sizeof(quoted), copy);
	if (level == LLL_ERR)
		log_warn("libwebsockets", "text=%s", quoted);
	else
		log_debug("libwebsockets", "text=%s", quoted);
}

static bool adopt_epoll(struct loop *loop)
{
	struct lws_context_creation_info info;
	struct lws_vhost *vhost;
	lws_sock_file_fd_type fd;

	memset(&info, 0, sizeof(info));
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.vhost_name = "loop";
	vhost = lws_create_vhost(loop->context, &info);
	if (vhost == NULL)
		return false;
	/* libwebsockets closes what it adopts; ours is kept apart. */
	fd.filefd = (lws_filefd_type)fcntl(loop->epoll_fd, F_DUPFD_CLOEXEC, 0);
	if (fd.filefd < 0)
		return false;
	return lws_adopt_descriptor_vhost(vhost, LWS_ADOPT_RAW_FILE_DESC, fd,
	    protocols[0].name, NULL) != NULL;
}

struct loop *loop_new(void)
{
	struct loop *loop = xcalloc(1, sizeof(*loop));
	struct lws_context_creation_info info;

	lws_set_log_level(LLL_ERR | LLL_WARN | LLL_NOTICE, on_library_log);
	signal(SIGPIPE, SIG_IGN);
	/* A proxy is something to configure, not to inherit. */
	unsetenv("http_proxy");
	loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	memset(&info, 0, sizeof(info));
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
	    LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info.fd_limit_per_thread = LWS_DESCRIPTORS;
	info.user = loop;
	loop->context = lws_create_context(&info);
	if (loop->epoll_fd < 0 || loop->context == NULL ||
	    !adopt_epoll(loop)) {
		loop_free(loop);
		return NULL;
	}
	refresh_clock(loop);
	return loop;
}

void loop_free(struct loop *loop)
{
	if (loop == NULL)
		return;
	if (loop->signals.loop != NULL) {
		watch_stop(&loop->signals);
		close(loop->signals.fd);
	}
	if (loop->context != NULL) {
		lws_sul_schedule(loop->context, 0, &loop->wake, NULL,
		    LWS_SET_TIMER_USEC_CANCEL);
		lws_context_destroy(loop->context);
	}
	timer_heap_release(&loop->timers);
	if (loop->epoll_fd >= 0)
		close(loop->epoll_fd);
	free(loop);
}

static void run_hooks(struct loop *loop)
{
	size_t i;

	for (i = 0; i < loop->hook_count; i++)
		loop->hooks[i].callback(loop->hooks[i].arg);
}

static void fire_timers(struct loop *loop)
{
	uint64_t from_here = loop->timers.next_order;
	struct timer *t;

	/* What a callback starts now waits for the next tick. */
	while ((t = timer_heap_first(&loop->timers)) != NULL &&
	    t->due_us <= loop->monotonic_us && t->order < from_here) {
		timer_heap_remove(&loop->timers, t);
		t->callback(t->arg);
	}
}

/* Runs only where libwebsockets looks at its timers right before it polls:
 * then the wait must be short, as there is work for fire_timers() or the
 * hooks. A delay of 0 would be served at once, and the wait be long again;
 * less than a millisecond is cut to no wait at all. */
static void on_wake(lws_sorted_usec_list_t *wake)
{
	struct loop *loop = lws_container_of(wake, struct loop, wake);

	lws_sul_schedule(loop->context, 0, wake, on_wake, SOON_US);
}

/* Bounds the coming wait by the soonest timer. False: it is due already. */
static bool may_wait(struct loop *loop)
{
	const struct timer *first = timer_heap_first(&loop->timers);
	int64_t delay_us = LWS_SET_TIMER_USEC_CANCEL;

	if (first != NULL) {
		delay_us = first->due_us - read_clock_us(CLOCK_MONOTONIC);
		if (delay_us <= 0)
			return false;
		/* The library cuts to whole milliseconds and would spin
		 * through the last one. */
		delay_us += 999;
	}
	lws_sul_schedule(loop->context, 0, &loop->wake, on_wake, delay_us);
	return true;
}

void loop_enter(struct loop *loop)
{
	refresh_clock(loop);
	lws_sul_schedule(loop->context, 0, &loop->wake, on_wake, SOON_US);
}

void loop_run(struct loop *loop)
{
	loop->running = true;
	for (;;) {
		refresh_clock(loop);
		fire_timers(loop);
		run_hooks(loop);
		if (!loop->running)
			break;
		/* Any negative timeout means: look, but do not wait. */
		if (lws_service(loop->context, may_wait(loop) ? 0 : -1) < 0)
			break;
	}
}

void loop_stop(struct loop *loop)
{
	loop->running = false;
}

void loop_after_tick(struct loop *loop, loop_hook_cb *callback, void *arg)
{
	assert(loop->hook_count < LOOP_HOOKS_MAX);
	loop->hooks[loop->hook_count].callback = callback;
	loop->hooks[loop->hook_count].arg = arg;
	loop->hook_count++;
}

struct lws_context *loop_context(struct loop *loop)
{
	return loop->context;
}

static void on_signal_readable(void *arg, bool readable UNUSED,
    bool writable UNUSED, bool error UNUSED)
{
	struct loop *loop = arg;
	struct signalfd_siginfo info;

	while (read(loop->signals.fd, &info, sizeof(info)) ==
	    (ssize_t)sizeof(info))
		loop->signal_callback(loop->signal_arg,
		    (int)info.ssi_signo);
}

bool loop_on_signal(struct loop *loop, loop_signal_cb *callback, void *arg)
{
	sigset_t set;
	int fd;

	assert(loop->signals.loop == NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		return false;
	loop->signal_callback = callback;
	loop->signal_arg = arg;
	watch_set_callback(&loop->signals, on_signal_readable, loop);
	watch_start(&loop->signals, loop, fd, WATCH_READ);
	return true;
}

static void control(struct watch *w, int operation)
{
	struct epoll_event event;
	int failed;

	memset(&event, 0, sizeof(event));
	event.events = ((w->want & WATCH_READ) != 0 ? EPOLLIN : 0u) |
	    ((w->want & WATCH_WRITE) != 0 ? EPOLLOUT : 0u);
	event.data.ptr = w;
	failed = epoll_ctl(w->loop->epoll_fd, operation, w->fd, &event);
	/* Out of memory, only that it is the kernel's. */
	if (failed != 0 && (errno == ENOMEM || errno == ENOSPC))
		abort();
	/* A closed or foreign descriptor is a bug of the owner. */
	assert(failed == 0);
}

void watch_set_callback(struct watch *w, watch_cb *callback, void *arg)
{
	w->callback = callback;
	w->arg = arg;
}

void watch_start(struct watch *w, struct loop *loop, int fd, unsigned wanted)
{
	assert(w->loop == NULL && w->callback != NULL && fd >= 0);
	w->loop = loop;
	w->fd = fd;
	w->want = wanted;
	control(w, EPOLL_CTL_ADD);
}

void watch_want(struct watch *w, unsigned wanted)
{
	assert(w->loop != NULL);
	if (w->want == wanted)
		return;
	w->want = wanted;
	control(w, EPOLL_CTL_MOD);
}

void watch_stop(struct watch *w)
{
	if (w->loop == NULL)
		return;
	control(w, EPOLL_CTL_DEL);
	watch_forget(w);
}

void watch_forget(struct watch *w)
{
	int i;

	for (i = 0; i < w->loop->batch_count; i++)
		if (w->loop->batch[i].data.ptr == w)
			w->loop->batch[i].data.ptr = NULL;
	w->loop = NULL;
}

void timer_start(struct timer *t, struct loop *loop, int64_t delay_ms,
    timer_cb *callback, void *arg)
{
	timer_stop(t);
	t->loop = loop;
	t->callback = callback;
	t->arg = arg;
	t->due_us = read_clock_us(CLOCK_MONOTONIC) +
	    (delay_ms > 0 ? delay_ms : 0) * 1000;
	timer_heap_push(&loop->timers, t);
}

void timer_stop(struct timer *t)
{
	if (t->place != 0)
		timer_heap_remove(&t->loop->timers, t);
}

bool timer_is_running(const struct timer *t)
{
	return t->place != 0;
}
