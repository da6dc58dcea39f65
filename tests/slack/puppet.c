/* SPDX-License-Identifier: MIT
 *
 * puppet: see puppet.h.
 */
#include "tests/slack/puppet.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"

#define IN_MAX (4u << 20)
#define READ_SIZE 16384
#define KEY_GUID "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

struct bytes {
	char *data;
	size_t length;
	size_t size;
};

struct puppet_link {
	struct puppet *puppet;
	struct puppet_link *next;
	struct watch watch;
	int fd;
	struct bytes in;
	struct bytes out;
	char key[128];
	bool upgraded;
	bool deaf;
	bool ending;
	bool dead;
};

struct puppet {
	struct loop *loop;
	struct puppet_events events;
	struct watch watch;
	struct timer reaper;
	int fd;
	int port;
	struct puppet_link *links;
};

static void bytes_add(struct bytes *b, const void *data, size_t n)
{
	if (b->length + n + 1 > b->size) {
		b->size = (b->length + n + 1) * 2;
		b->data = xrealloc(b->data, b->size);
	}
	memcpy(b->data + b->length, data, n);
	b->length += n;
	b->data[b->length] = '\0';
}

static void bytes_drop(struct bytes *b, size_t n)
{
	memmove(b->data, b->data + n, b->length - n + 1);
	b->length -= n;
}

static void link_free(struct puppet_link *link)
{
	watch_stop(&link->watch);
	if (link->fd >= 0)
		(void)close(link->fd);
	free(link->in.data);
	free(link->out.data);
	free(link);
}

/* Frees what died, outside of everybody's callbacks. */
static void reap(void *arg)
{
	struct puppet *puppet = arg;
	struct puppet_link **at = &puppet->links;

	while (*at != NULL) {
		struct puppet_link *link = *at;

		if (!link->dead) {
			at = &link->next;
			continue;
		}
		*at = link->next;
		link_free(link);
	}
}

static void link_die(struct puppet_link *link)
{
	if (link->dead)
		return;
	link->dead = true;
	watch_stop(&link->watch);
	(void)close(link->fd);
	link->fd = -1;
	if (link->puppet->events.gone != NULL)
		link->puppet->events.gone(link->puppet->events.arg, link);
	timer_start(&link->puppet->reaper, link->puppet->loop, 0, reap,
	    link->puppet);
}

static void link_flush(struct puppet_link *link)
{
	ssize_t n;

	if (link->dead || link->deaf)
		return;
	while (link->out.length > 0) {
		n = send(link->fd, link->out.data, link->out.length,
		    MSG_NOSIGNAL);
		if (n < 0 && errno == EAGAIN)
			break;
		if (n < 0) {
			link_die(link);
			return;
		}
		bytes_drop(&link->out, (size_t)n);
	}
	if (link->out.length == 0 && link->ending) {
		link_die(link);
		return;
	}
	watch_want(&link->watch, WATCH_READ |
	    (link->out.length > 0 ? WATCH_WRITE : 0));
}

/* Copies a header's value; "" if it is not there. */
static void header_copy(char *out, size_t size, const char *headers,
    const char *name)
{
	size_t n = strlen(name);
	const char *line;

	out[0] = '\0';
	for (line = headers; line != NULL && *line != '\0';
	    line = strchr(line, '\n')) {
		if (*line == '\n')
			line++;
		if (strncasecmp(line, name, n) == 0 && line[n] == ':') {
			line += n + 1;
			line += strspn(line, " ");
			(void)snprintf(out, size, "%.*s",
			    (int)strcspn(line, "\r\n"), line);
			return;
		}
	}
}

/* One whole HTTP request from the buffer; false if there is none yet. */
static bool take_request(struct puppet_link *link)
{
	struct puppet_request request = { 0 };
	char *end = link->in.length > 0 ?
	    strstr(link->in.data, "\r\n\r\n") : NULL;
	char number[32], *copy, *line_end, *space;
	size_t head, body;

	if (end == NULL)
		return false;
	head = (size_t)(end - link->in.data) + 4;
	header_copy(number, sizeof(number), link->in.data, "content-length");
	body = (size_t)strtoul(number, NULL, 10);
	if (link->in.length < head + body)
		return false;
	copy = xstrndup(link->in.data, head + body);
	bytes_drop(&link->in, head + body);
	copy[head - 2] = '\0';
	request.body = copy + head;
	request.length = body;
	line_end = strstr(copy, "\r\n");
	*line_end = '\0';
	request.headers = line_end + 2;
	request.method = copy;
	space = strchr(copy, ' ');
	*space = '\0';
	request.path = space + 1;
	*strchr(space + 1, ' ') = '\0';
	header_copy(link->key, sizeof(link->key), request.headers,
	    "sec-websocket-key");
	request.upgrade = link->key[0] != '\0';
	link->puppet->events.request(link->puppet->events.arg, link, &request);
	free(copy);
	return true;
}

/* One whole frame from the buffer; false if there is none yet. */
static bool take_frame(struct puppet_link *link)
{
	const unsigned char *p = (const unsigned char *)link->in.data;
	size_t head = 6, n, i;
	char *data;
	int opcode;

	if (link->in.length < head)
		return false;
	opcode = p[0] & 0x0f;
	n = p[1] & 0x7f;
	assert((p[1] & 0x80) != 0 && (p[0] & 0x80) != 0 && n != 127);
	if (n == 126) {
		head = 8;
		n = (size_t)p[2] << 8 | p[3];
	}
	if (link->in.length < head + n)
		return false;
	data = xmalloc(n + 1);
	for (i = 0; i < n; i++)
		data[i] = (char)(p[head + i] ^ p[head - 4 + i % 4]);
	data[n] = '\0';
	bytes_drop(&link->in, head + n);
	if (link->puppet->events.frame != NULL)
		link->puppet->events.frame(link->puppet->events.arg, link,
		    opcode, data, n);
	free(data);
	return true;
}

static void link_ready(void *arg, bool readable, bool writable, bool error)
{
	struct puppet_link *link = arg;
	char buffer[READ_SIZE];
	ssize_t n;

	(void)error;
	if (writable)
		link_flush(link);
	if (!readable || link->dead || link->deaf)
		return;
	n = recv(link->fd, buffer, sizeof(buffer), 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0 || link->in.length + (size_t)n > IN_MAX) {
		link_die(link);
		return;
	}
	bytes_add(&link->in, buffer, (size_t)n);
	while (!link->dead && (link->upgraded ? take_frame(link) :
	    take_request(link)))
		;
}

static void puppet_accept(void *arg, bool readable, bool writable, bool error)
{
	struct puppet *puppet = arg;
	struct puppet_link *link;
	int on = 1;
	int fd = accept4(puppet->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)readable;
	(void)writable;
	(void)error;
	if (fd < 0)
		return;
	/* Small writes leave one by one, as told. */
	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	link = xcalloc(1, sizeof(*link));
	link->puppet = puppet;
	link->fd = fd;
	link->next = puppet->links;
	puppet->links = link;
	watch_set_callback(&link->watch, link_ready, link);
	watch_start(&link->watch, puppet->loop, fd, WATCH_READ);
}

struct puppet *puppet_new(struct loop *loop,
    const struct puppet_events *events)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	struct puppet *puppet = xcalloc(1, sizeof(*puppet));
	socklen_t length = sizeof(address);
	int ok;

	puppet->loop = loop;
	puppet->events = *events;
	puppet->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
	    0);
	assert(puppet->fd >= 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ok = bind(puppet->fd, (struct sockaddr *)&address, sizeof(address));
	assert(ok == 0);
	ok = listen(puppet->fd, 64);
	assert(ok == 0);
	ok = getsockname(puppet->fd, (struct sockaddr *)&address, &length);
	assert(ok == 0);
	puppet->port = ntohs(address.sin_port);
	watch_set_callback(&puppet->watch, puppet_accept, puppet);
	watch_start(&puppet->watch, loop, puppet->fd, WATCH_READ);
	return puppet;
}

void puppet_free(struct puppet *puppet)
{
	if (puppet == NULL)
		return;
	timer_stop(&puppet->reaper);
	watch_stop(&puppet->watch);
	(void)close(puppet->fd);
	while (puppet->links != NULL) {
		struct puppet_link *link = puppet->links;

		puppet->links = link->next;
		link_free(link);
	}
	free(puppet);
}

int puppet_port(const struct puppet *puppet)
{
	return puppet->port;
}

void puppet_write(struct puppet_link *link, const void *data, size_t length)
{
	if (link->dead)
		return;
	bytes_add(&link->out, data, length);
	link_flush(link);
}

void puppet_answer(struct puppet_link *link, int status, const char *headers,
    const char *body)
{
	char head[512];

	(void)snprintf(head, sizeof(head), "HTTP/1.1 %d Said\r\n"
	    "Content-Type: application/json; charset=utf-8\r\n"
	    "Content-Length: %zu\r\n%s\r\n", status, strlen(body), headers);
	puppet_write(link, head, strlen(head));
	puppet_write(link, body, strlen(body));
}

void puppet_upgrade(struct puppet_link *link)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int size = 0;
	char text[256], accept[64], head[256];

	(void)snprintf(text, sizeof(text), "%s%s", link->key, KEY_GUID);
	(void)EVP_Digest(text, strlen(text), digest, &size, EVP_sha1(), NULL);
	(void)EVP_EncodeBlock((unsigned char *)accept, digest, (int)size);
	(void)snprintf(head, sizeof(head), "HTTP/1.1 101 Switching\r\n"
	    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
	    "Sec-WebSocket-Accept: %s\r\n\r\n", accept);
	link->upgraded = true;
	puppet_write(link, head, strlen(head));
}

void puppet_frame(struct puppet_link *link, int first_byte, const void *data,
    size_t length)
{
	unsigned char head[10] = { (unsigned char)first_byte };
	size_t n = 2, i;

	if (length < 126) {
		head[1] = (unsigned char)length;
	} else if (length < 65536) {
		head[1] = 126;
		n = 4;
	} else {
		head[1] = 127;
		n = 10;
	}
	for (i = 0; n > 2 && i < n - 2; i++)
		head[n - 1 - i] = (unsigned char)(length >> (8 * i));
	puppet_write(link, head, n);
	puppet_write(link, data, length);
}

void puppet_text(struct puppet_link *link, const char *text)
{
	puppet_frame(link, PUPPET_FIN | PUPPET_TEXT, text, strlen(text));
}

void puppet_close(struct puppet_link *link, int code)
{
	unsigned char data[2] = { (unsigned char)(code >> 8),
		(unsigned char)(code & 0xff) };

	puppet_frame(link, PUPPET_FIN | PUPPET_CLOSE, data, sizeof(data));
}

void puppet_end(struct puppet_link *link)
{
	link->ending = true;
	link_flush(link);
}

void puppet_reset(struct puppet_link *link)
{
	struct linger linger = { 1, 0 };

	if (link->dead)
		return;
	(void)setsockopt(link->fd, SOL_SOCKET, SO_LINGER, &linger,
	    sizeof(linger));
	link_die(link);
}

void puppet_deafen(struct puppet_link *link)
{
	link->deaf = true;
	watch_stop(&link->watch);
}
