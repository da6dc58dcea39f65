/* SPDX-License-Identifier: MIT
 *
 * peer: see peer.h.
 */
#include "tests/unit/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static void on_talking(void *arg, bool readable, bool writable UNUSED,
    bool error UNUSED)
{
	struct peer *p = arg;
	size_t room = sizeof(p->input) - 1 - p->input_length;
	ssize_t n;

	if (!readable)
		return;
	n = recv(p->fd, p->input + p->input_length, room, 0);
	if (n <= 0) {
		p->closed_by_other = true;
		peer_close(p);
		return;
	}
	p->input_length += (size_t)n;
	p->input[p->input_length] = '\0';
	if (p->on_input != NULL)
		p->on_input(p);
}

static void on_listening(void *arg, bool readable UNUSED,
    bool writable UNUSED, bool error UNUSED)
{
	struct peer *p = arg;
	int fd = accept4(p->listen_fd, NULL, NULL,
	    SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return;
	peer_close(p);
	p->fd = fd;
	p->connections++;
	p->input_length = 0;
	p->input[0] = '\0';
	p->closed_by_other = false;
	watch_set_callback(&p->talking, on_talking, p);
	watch_start(&p->talking, p->loop, fd, WATCH_READ);
}

void peer_start(struct peer *p, struct loop *loop,
    void (*on_input)(struct peer *peer), void *arg)
{
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t length = sizeof(a);

	memset(p, 0, sizeof(*p));
	p->loop = loop;
	p->fd = -1;
	p->on_input = on_input;
	p->arg = arg;
	p->listen_fd = socket(AF_INET,
	    SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(p->listen_fd, (struct sockaddr *)&a, sizeof(a)) != 0 ||
	    listen(p->listen_fd, 16) != 0 ||
	    getsockname(p->listen_fd, (struct sockaddr *)&a, &length) != 0)
		abort();
	p->port = ntohs(a.sin_port);
	watch_set_callback(&p->listening, on_listening, p);
	watch_start(&p->listening, loop, p->listen_fd, WATCH_READ);
}

void peer_say_n(struct peer *p, const char *data, size_t n)
{
	ssize_t sent = send(p->fd, data, n, MSG_NOSIGNAL);

	assert(sent == (ssize_t)n);
}

void peer_say(struct peer *p, const char *text)
{
	peer_say_n(p, text, strlen(text));
}

void peer_close(struct peer *p)
{
	if (p->fd < 0)
		return;
	watch_stop(&p->talking);
	close(p->fd);
	p->fd = -1;
}

void peer_reset(struct peer *p)
{
	static const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	peer_close(p);
}

void peer_stop(struct peer *p)
{
	peer_close(p);
	watch_stop(&p->listening);
	close(p->listen_fd);
}
