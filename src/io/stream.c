/* SPDX-License-Identifier: MIT
 *
 * stream: see stream.h. States go one way: looking up, connecting (one address
 * after the other), shaking hands, open, lost.
 */
#include "io/stream.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/url.h"
#include "io/resolver.h"
#include "io/tls.h"

enum {
	READ_BYTES = 15 * 1024,
	READS_MAX = 16,		/* in a row, then others have their turn */
	REASON_SIZE = 120,
};

enum state {
	LOOKING_UP,
	CONNECTING,
	SHAKING_HANDS,
	OPEN,
	LOST,
};

struct stream {
	struct stream_options options;
	struct loop *loop;
	enum state state;
	bool is_unix, is_tls;
	char host[RESOLVER_HOST_SIZE];
	struct resolver_query query;
	struct address addresses[RESOLVER_ADDRESSES_MAX];
	size_t address_count;
	size_t address_next;
	int fd;
	struct watch watch;
	struct ssl_st *session;
	struct timer deadline;
	int64_t give_up_ms;	/* monotonic */
	struct timer flush;
	struct timer more;	/* bytes that only the TLS session knows of */
	char *output;
	size_t output_used, output_sent, output_capacity;
	char reason[REASON_SIZE];
	int busy;		/* callbacks of ours on the stack */
	bool freed;
};

static void hang_up(struct stream *s)
{
	watch_stop(&s->watch);
	timer_stop(&s->more);
	timer_stop(&s->flush);
	tls_session_free(s->session);
	s->session = NULL;
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

static void destroy(struct stream *s)
{
	hang_up(s);
	timer_stop(&s->deadline);
	resolver_cancel(&s->query);
	free(s->output);
	free(s);
}

void stream_free(struct stream *s)
{
	if (s == NULL)
		return;
	s->freed = true;
	s->state = LOST;
	if (s->busy == 0)
		destroy(s);
}

/* Around everything that calls the owner back, who may free the stream. */
static void enter(struct stream *s)
{
	s->busy++;
}

static void leave(struct stream *s)
{
	s->busy--;
	if (s->busy == 0 && s->freed)
		destroy(s);
}

static void lose(struct stream *s, const char *reason)
{
	if (s->state == LOST)
		return;
	/* The addresses may be what is wrong. */
	if (s->state != OPEN && !s->is_unix)
		resolver_forget(s->options.resolver, s->host);
	s->state = LOST;
	hang_up(s);
	timer_stop(&s->deadline);
	resolver_cancel(&s->query);
	s->options.lost(s->options.arg, reason);
}

static void lose_with_error(struct stream *s, const char *what, int error)
{
	struct text t;

	text_init(&t, s->reason, sizeof(s->reason));
	text_addf(&t, "%s: %s", what, strerrordesc_np(error));
	lose(s, s->reason);
}

static enum io_result plain_result(void)
{
	return errno == EAGAIN || errno == EINTR ? IO_WANT_READ : IO_FAILED;
}

static enum io_result read_some(struct stream *s, char *to, size_t *n)
{
	ssize_t got;

	if (s->is_tls)
		return tls_read(s->session, to, READ_BYTES, n);
	got = recv(s->fd, to, READ_BYTES, 0);
	if (got < 0)
		return plain_result();
	*n = (size_t)got;
	return got == 0 ? IO_CLOSED : IO_DONE;
}

static enum io_result write_some(struct stream *s, size_t *n)
{
	const char *from = s->output + s->output_sent;
	size_t size = s->output_used - s->output_sent;
	ssize_t put;

	if (s->is_tls)
		return tls_write(s->session, from, size, n);
	put = send(s->fd, from, size, MSG_NOSIGNAL);
	if (put < 0)
		return plain_result() == IO_FAILED ? IO_FAILED : IO_WANT_WRITE;
	*n = (size_t)put;
	return IO_DONE;
}

static void flush_output(struct stream *s)
{
	enum io_result result = IO_DONE;

	while (result == IO_DONE && s->output_sent < s->output_used) {
		size_t n = 0;

		result = write_some(s, &n);
		if (result == IO_DONE)
			s->output_sent += n;
	}
	if (s->output_sent == s->output_used)
		s->output_sent = s->output_used = 0;
	if (result == IO_FAILED || result == IO_CLOSED)
		lose(s, "sending failed: the connection is broken");
	else
		watch_want(&s->watch, WATCH_READ |
		    (result == IO_WANT_WRITE ? WATCH_WRITE : 0u));
}

static void on_flush(void *arg)
{
	struct stream *s = arg;

	enter(s);
	flush_output(s);
	leave(s);
}

static void read_input(struct stream *s);

static void on_more(void *arg)
{
	struct stream *s = arg;

	enter(s);
	read_input(s);
	leave(s);
}

static void read_input(struct stream *s)
{
	enum io_result result = IO_DONE;
	FILLED_LATER char data[READ_BYTES];
	int reads;

	for (reads = 0; reads < READS_MAX && s->state == OPEN; reads++) {
		size_t n = 0;

		result = read_some(s, data, &n);
		if (result != IO_DONE)
			break;
		s->options.received(s->options.arg, data, n);
		/* There was no more; if there is now, epoll says so. */
		if (!s->is_tls && n < READ_BYTES)
			break;
	}
	if (s->state != OPEN)
		return;
	if (result == IO_CLOSED)
		lose(s, "the peer closed the connection");
	else if (result == IO_FAILED)
		lose(s, "receiving failed: the connection is broken");
	else if (result == IO_DONE && s->is_tls && tls_has_pending(s->session))
		timer_start(&s->more, s->loop, 0, on_more, s);
}

static void become_open(struct stream *s)
{
	s->state = OPEN;
	timer_stop(&s->deadline);
	watch_want(&s->watch, WATCH_READ);
	s->options.connected(s->options.arg);
}

static void shake_hands(struct stream *s)
{
	const char *reason = "";

	switch (tls_handshake(s->session, &reason)) {
	case IO_DONE:
		become_open(s);
		return;
	case IO_WANT_READ:
		watch_want(&s->watch, WATCH_READ);
		return;
	case IO_WANT_WRITE:
		watch_want(&s->watch, WATCH_WRITE);
		return;
	case IO_CLOSED:
	case IO_FAILED:
		break;
	}
	lose(s, reason);
}

static void connect_next(struct stream *s, int last_error);
static void start_deadline(struct stream *s, size_t attempts_left);

static void finish_connect(struct stream *s)
{
	int error = 0;
	socklen_t length = sizeof(error);

	if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0)
		error = errno;
	if (error != 0) {
		connect_next(s, error);
		return;
	}
	if (!s->is_tls) {
		become_open(s);
		return;
	}
	s->state = SHAKING_HANDS;
	start_deadline(s, 1);
	s->session = tls_session_new(s->options.tls, s->fd, s->host);
	if (s->session == NULL)
		lose(s, "the host name is not one TLS can verify");
	else
		shake_hands(s);
}

static void on_ready(void *arg, bool readable, bool writable, bool error)
{
	struct stream *s = arg;

	enter(s);
	if (s->state == CONNECTING) {
		if (writable || error)
			finish_connect(s);
	} else if (s->state == SHAKING_HANDS) {
		shake_hands(s);
	} else {
		/* TLS may have to read in order to write, and vice versa. */
		if (readable || s->is_tls)
			read_input(s);
		if ((writable || s->is_tls) && s->state == OPEN)
			flush_output(s);
	}
	leave(s);
}

/* One address; false with errno set if it fails at once. */
static bool try_address(struct stream *s, const struct sockaddr *address,
    socklen_t length)
{
	static const int on = 1;

	s->fd = socket(address->sa_family,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->fd < 0)
		return false;
	if (address->sa_family != AF_UNIX) {
		setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		setsockopt(s->fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	}
	if (connect(s->fd, address, length) != 0 && errno != EINPROGRESS)
		return false;
	watch_set_callback(&s->watch, on_ready, s);
	watch_start(&s->watch, s->loop, s->fd, WATCH_WRITE);
	return true;
}

static void on_deadline(void *arg);

/* The time left is shared out: a dead first address leaves some for others. */
static void start_deadline(struct stream *s, size_t attempts_left)
{
	int64_t left_ms = s->give_up_ms - loop_monotonic_ms(s->loop);

	timer_start(&s->deadline, s->loop,
	    left_ms / (int64_t)attempts_left, on_deadline, s);
}

static void connect_next(struct stream *s, int last_error)
{
	hang_up(s);
	s->state = CONNECTING;
	while (s->address_next < s->address_count) {
		const struct address *a = &s->addresses[s->address_next++];

		start_deadline(s, s->address_count - s->address_next + 1);
		if (try_address(s, (const struct sockaddr *)&a->storage,
			a->length))
			return;
		last_error = errno;
		hang_up(s);
	}
	lose_with_error(s, "connecting failed", last_error);
}

static void on_deadline(void *arg)
{
	struct stream *s = arg;

	enter(s);
	if (s->state == CONNECTING && s->address_next < s->address_count)
		connect_next(s, ETIMEDOUT);
	else
		lose(s, s->state == SHAKING_HANDS
		    ? "the TLS handshake timed out" : "connecting timed out");
	leave(s);
}

static void on_addresses(void *arg, const struct resolver_answer *answer)
{
	struct stream *s = arg;
	struct text t;

	enter(s);
	if (answer->count == 0) {
		text_init(&t, s->reason, sizeof(s->reason));
		text_addf(&t, "looking up the host failed: %s", answer->error);
		lose(s, s->reason);
	} else {
		memcpy(s->addresses, answer->addresses,
		    answer->count * sizeof(*answer->addresses));
		s->address_count = answer->count;
		connect_next(s, 0);
	}
	leave(s);
}

static void on_start_unix(void *arg)
{
	struct stream *s = arg;
	struct sockaddr_un *path =
	    (struct sockaddr_un *)&s->addresses[0].storage;

	enter(s);
	if (path->sun_path[0] == '\0')
		lose(s, "the path of the unix socket is too long");
	else
		connect_next(s, 0);
	leave(s);
}

static void start_unix(struct stream *s, const char *path)
{
	struct sockaddr_un *address =
	    (struct sockaddr_un *)&s->addresses[0].storage;

	address->sun_family = AF_UNIX;
	if (!text_copy(address->sun_path, sizeof(address->sun_path), path))
		address->sun_path[0] = '\0';
	s->addresses[0].length = sizeof(*address);
	s->address_count = 1;
	timer_start(&s->flush, s->loop, 0, on_start_unix, s);
}

static void on_bad_host(void *arg)
{
	struct stream *s = arg;

	enter(s);
	lose(s, "the host name is missing or too long");
	leave(s);
}

struct stream *stream_open(struct loop *loop,
    const struct stream_options *options)
{
	struct stream *s = xcalloc(1, sizeof(*s));
	const struct url *url = options->url;

	s->options = *options;
	s->options.url = NULL;
	s->loop = loop;
	s->fd = -1;
	s->state = LOOKING_UP;
	s->is_unix = url->scheme == URL_UNIX;
	s->is_tls = url_is_secure(url);
	assert(!s->is_tls || options->tls != NULL);
	(void)text_copy(s->host, sizeof(s->host), url->host);
	s->give_up_ms = loop_monotonic_ms(loop) + options->connect_deadline_ms;
	start_deadline(s, 1);
	if (s->is_unix)
		start_unix(s, url->path);
	else if (resolver_query_set(&s->query, url->host, url->port))
		resolver_ask(options->resolver, &s->query,
		    options->connect_deadline_ms, on_addresses, s);
	else
		timer_start(&s->flush, loop, 0, on_bad_host, s);
	return s;
}

static void grow_output(struct stream *s, size_t needed)
{
	size_t capacity = s->output_capacity;

	while (capacity < needed)
		capacity = capacity == 0 ? 4096 : capacity * 2;
	s->output = xrealloc(s->output, capacity);
	s->output_capacity = capacity;
}

bool stream_write(struct stream *s, const char *data, size_t n)
{
	size_t unsent = s->output_used - s->output_sent;

	if (s->state != OPEN || n > s->options.output_limit_bytes - unsent)
		return false;
	if (s->output_sent > 0) {
		memmove(s->output, s->output + s->output_sent, unsent);
		s->output_used = unsent;
		s->output_sent = 0;
	}
	if (s->output_used + n > s->output_capacity)
		grow_output(s, s->output_used + n);
	memcpy(s->output + s->output_used, data, n);
	s->output_used += n;
	if ((s->watch.want & WATCH_WRITE) == 0 && !timer_is_running(&s->flush))
		timer_start(&s->flush, s->loop, 0, on_flush, s);
	return true;
}
