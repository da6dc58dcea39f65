/* SPDX-License-Identifier: MIT
 *
 * curl_loop: see curl_loop.h. libcurl is never called from inside its own
 * callbacks, as its manual asks.
 *
 * libcurl 7.88 closes sockets that did not get connected without a word. The
 * kernel then drops them from the epoll set, and the next socket, for the
 * next address, gets the same number: libcurl sees no change and tells us
 * nothing. Hence on_open_socket(), and a look before a watch is stopped.
 */
#include "io/curl_loop.h"

#include <fcntl.h>
#include <sys/socket.h>

#include "base/memory.h"

struct curl_watch {
	struct watch watch;
	struct curl_loop *owner;
	struct curl_watch *next;
};

static void act(struct curl_loop *c, curl_socket_t socket, int events)
{
	int running = 0;

	(void)curl_multi_socket_action(c->multi, socket, events, &running);
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
	w->next = c->watches;
	c->watches = w;
	watch_set_callback(&w->watch, on_ready, w);
	watch_start(&w->watch, c->loop, fd, wanted);
	curl_multi_assign(c->multi, fd, w);
	return w;
}

static void watch_free(struct curl_watch *w)
{
	struct curl_watch **at = &w->owner->watches;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
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

static curl_socket_t on_open_socket(void *arg, curlsocktype purpose UNUSED,
    struct curl_sockaddr *address)
{
	const struct curl_loop *c = arg;
	struct curl_watch *w;
	int fd;

	fd = socket(address->family, address->socktype | SOCK_CLOEXEC,
	    address->protocol);
	if (fd < 0)
		return CURL_SOCKET_BAD;
	for (w = c->watches; w != NULL; w = w->next) {
		if (w->watch.fd != fd)
			continue;
		watch_forget(&w->watch);
		watch_start(&w->watch, c->loop, fd, w->watch.want);
	}
	return fd;
}

void curl_loop_prepare(struct curl_loop *c, CURL *easy)
{
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, c);
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
