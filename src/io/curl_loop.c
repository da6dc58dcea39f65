/* SPDX-License-Identifier: MIT
 *
 * curl_loop: see curl_loop.h. libcurl is never called from inside its own
 * callbacks, as its manual asks.
 */
#include "io/curl_loop.h"

#include <fcntl.h>

#include "base/memory.h"

struct curl_watch {
	struct watch watch;
	struct curl_loop *owner;
};

static void act(struct curl_loop *c, curl_socket_t socket, int events)
{
	int running = 0;

	/* libcurl 7.88 leaves what it had no memory for half made, and divides
	 * by zero when it comes by again. */
	if (curl_multi_socket_action(c->multi, socket, events, &running) ==
	    CURLM_OUT_OF_MEMORY)
		abort();
	c->progressed(c->arg);
}

static void on_ready(void *arg, bool readable, bool writable, bool error)
{
	const struct curl_watch *w = arg;

	/* libcurl may free w during the call. */
	act(w->owner, w->watch.fd, (readable ? CURL_CSELECT_IN : 0) |
	    (writable ? CURL_CSELECT_OUT : 0) |
	    (error ? CURL_CSELECT_ERR : 0));
}

static void on_timer(void *arg)
{
	act(arg, CURL_SOCKET_TIMEOUT, 0);
}

static int on_timeout(CURLM *multi UNUSED, long timeout_ms, void *arg)
{
	struct curl_loop *c = arg;

	if (timeout_ms < 0)
		timer_stop(&c->timer);
	else
		timer_start(&c->timer, c->loop, timeout_ms, on_timer, c);
	return 0;
}

static struct curl_watch *watch_new(struct curl_loop *c, curl_socket_t fd,
    unsigned wanted)
{
	struct curl_watch *w = xcalloc(1, sizeof(*w));

	w->owner = c;
	watch_set_callback(&w->watch, on_ready, w);
	watch_start(&w->watch, c->loop, fd, wanted);
	curl_multi_assign(c->multi, fd, w);
	return w;
}

static void watch_free(struct curl_watch *w)
{
	/* libcurl 7.88 closes sockets that did not get connected before it
	 * tells us. */
	if (fcntl(w->watch.fd, F_GETFD) < 0)
		watch_forget(&w->watch);
	else
		watch_stop(&w->watch);
	free(w);
}

static int on_socket(CURL *easy UNUSED, curl_socket_t fd, int what, void *arg,
    void *watch)
{
	struct curl_loop *c = arg;
	struct curl_watch *w = watch;
	unsigned wanted = 0;

	if (what == CURL_POLL_REMOVE) {
		if (w != NULL)
			watch_free(w);
		return 0;
	}
	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		wanted |= WATCH_READ;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		wanted |= WATCH_WRITE;
	if (w == NULL)
		(void)watch_new(c, fd, wanted);
	else
		watch_want(&w->watch, wanted);
	return 0;
}

void curl_loop_init(struct curl_loop *c, struct loop *loop,
    void (*progressed)(void *arg), void *arg)
{
	memset(c, 0, sizeof(*c));
	c->loop = loop;
	c->progressed = progressed;
	c->arg = arg;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		abort();
	c->multi = curl_multi_init();
	if (c->multi == NULL)
		abort();
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
	curl_multi_setopt(c->multi, CURLMOPT_SOCKETDATA, c);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERFUNCTION, on_timeout);
	curl_multi_setopt(c->multi, CURLMOPT_TIMERDATA, c);
}

void curl_loop_release(struct curl_loop *c)
{
	curl_multi_cleanup(c->multi);
	timer_stop(&c->timer);
	curl_global_cleanup();
}
