/* SPDX-License-Identifier: MIT
 *
 * server: see server.h.
 */
#include "tests/bench/server.h"
#include "base/memory.h"
#include "base/text.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define INPUT_MAX 65536
#define EVENTS_AT_ONCE 64
#define FRAME_TEXT 1
#define FRAME_CLOSE 8
#define FRAME_PING 9
#define FRAME_PONG 10

struct connection {
	struct server *server;
	int descriptor;		/* -1 = free */
	bool socket_mode;
	char *input;
	size_t used;
	char *output;
	size_t waiting;
	size_t room;
};

struct server {
	struct server_callbacks callbacks;
	int port;
	int listener;
	int epoll;
	int other;
	bool other_ready;
	struct connection connections[CONNECTIONS_MAX];
	struct connection *up;
	uint64_t calls;
	uint64_t messages;
};

int64_t now_ns(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void watch(struct server *server, int descriptor, void *of,
    unsigned events)
{
	struct epoll_event event = { .events = events, .data.ptr = of };

	if (epoll_ctl(server->epoll, EPOLL_CTL_ADD, descriptor, &event) != 0 &&
	    epoll_ctl(server->epoll, EPOLL_CTL_MOD, descriptor, &event) != 0)
		abort();
}

struct server *server_new(int port, const struct server_callbacks *callbacks)
{
	struct server *server = xcalloc(1, sizeof(*server));
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int yes = 1;

	server->callbacks = *callbacks;
	server->port = port;
	server->other = -1;
	for (int i = 0; i < CONNECTIONS_MAX; i++)
		server->connections[i].descriptor = -1;
	server->epoll = epoll_create1(EPOLL_CLOEXEC);
	server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	(void)setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &yes,
	    sizeof(yes));
	if (bind(server->listener, (struct sockaddr *)&address,
	    sizeof(address)) != 0 || listen(server->listener, 64) != 0) {
		perror("listen");
		exit(1);
	}
	watch(server, server->listener, &server->listener, EPOLLIN);
	return server;
}

static void hang_up(struct connection *connection)
{
	if (connection->server->up == connection)
		connection->server->up = NULL;
	(void)close(connection->descriptor);
	free(connection->input);
	free(connection->output);
	*connection = (struct connection){ .descriptor = -1 };
}

void server_free(struct server *server)
{
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		if (server->connections[i].descriptor >= 0)
			hang_up(&server->connections[i]);
	}
	(void)close(server->listener);
	(void)close(server->epoll);
	free(server);
}

void server_watch(struct server *server, int descriptor)
{
	server->other = descriptor;
	watch(server, descriptor, &server->other, EPOLLIN);
}

bool server_readable(struct server *server)
{
	bool ready = server->other_ready;

	server->other_ready = false;
	return ready;
}

bool server_is_up(const struct server *server)
{
	return server->up != NULL;
}

uint64_t server_calls(const struct server *server)
{
	return server->calls;
}

/* --- out ------------------------------------------------------------------ */

static void flush(struct connection *connection)
{
	ssize_t done = send(connection->descriptor, connection->output,
	    connection->waiting, MSG_NOSIGNAL | MSG_DONTWAIT);

	if (done > 0) {
		connection->waiting -= (size_t)done;
		memmove(connection->output, connection->output + done,
		    connection->waiting);
	}
	if (connection->waiting > 0)
		watch(connection->server, connection->descriptor, connection,
		    EPOLLIN | EPOLLOUT);
}

static void put(struct connection *connection, const void *bytes,
    size_t count)
{
	if (connection->waiting + count > connection->room) {
		connection->room = (connection->waiting + count) * 2;
		connection->output = xrealloc(connection->output,
		    connection->room);
	}
	memcpy(connection->output + connection->waiting, bytes, count);
	connection->waiting += count;
}

static void put_frame(struct connection *connection, int kind,
    const char *text, size_t length)
{
	unsigned char head[4] = { (unsigned char)(0x80 | kind) };

	assert(length < 65536);
	if (length < 126) {
		head[1] = (unsigned char)length;
		put(connection, head, 2);
	} else {
		head[1] = 126;
		head[2] = (unsigned char)(length >> 8);
		head[3] = (unsigned char)length;
		put(connection, head, 4);
	}
	put(connection, text, length);
	flush(connection);
}

void server_send(struct server *server, const char *text, size_t length)
{
	if (server->up)
		put_frame(server->up, FRAME_TEXT, text, length);
}

/* --- the Web API ---------------------------------------------------------- */

/* A parameter of a form or of JSON, as it stands there, or "". */
static void find_value(const char *body, const char *name, char *out,
    size_t size)
{
	char form[64], json[64];
	const char *at;
	size_t length;

	snprintf(form, sizeof(form), "%s=", name);
	snprintf(json, sizeof(json), "\"%s\":\"", name);
	at = strstr(body, json);
	if (at) {
		at += strlen(json);
		length = strcspn(at, "\"");
	} else {
		at = strstr(body, form);
		at = at ? at + strlen(form) : "";
		length = strcspn(at, "&");
	}
	if (length >= size)
		length = size - 1;
	memcpy(out, at, length);
	out[length] = '\0';
}

static void answer_body(struct server *server, const char *method,
    const char *body, struct text *out)
{
	char channel[64], text[4096];

	if (strcmp(method, "apps.connections.open") == 0) {
		text_addf(out, "{\"ok\":true,\"url\":\"ws://127.0.0.1:%d/link"
		    "?ticket=%llu&app_id=A0BENCH\"}", server->port,
		    (unsigned long long)server->calls);
		return;
	}
	if (strcmp(method, "auth.test") == 0) {
		text_add(out, "{\"ok\":true,\"url\":\"https://bench.slack.com/"
		    "\",\"team\":\"Bench\",\"user\":\"incbot\",\"team_id\":"
		    "\"T0BENCH\",\"user_id\":\"U0BOT\",\"bot_id\":\"B0BOT\"}");
		return;
	}
	if (strcmp(method, "users.list") == 0) {
		text_add(out, "{\"ok\":true,\"members\":[{\"id\":\"U0ANA\","
		    "\"team_id\":\"T0BENCH\",\"deleted\":false,\"is_bot\":false,"
		    "\"profile\":{\"real_name\":\"Ana\"}}]}");
		return;
	}
	find_value(body, "channel", channel, sizeof(channel));
	if (strcmp(method, "conversations.create") == 0) {
		text_add(out, "{\"ok\":true,\"channel\":{\"id\":\"C0ROOM1\","
		    "\"name\":\"inc-bench\"}}");
		return;
	}
	if (strcmp(method, "conversations.open") == 0) {
		text_add(out, "{\"ok\":true,\"channel\":{\"id\":\"D0ANA\"}}");
		return;
	}
	if (strcmp(method, "chat.postMessage") == 0) {
		find_value(body, "text", text, sizeof(text));
		server->callbacks.post(server->callbacks.arg, channel, text);
	}
	text_addf(out, "{\"ok\":true,\"channel\":\"%s\",\"ts\":\"1790000000."
	    "%06llu\",\"messages\":[],\"channels\":[],\"bookmarks\":[]}",
	    *channel ? channel : "C0BENCH",
	    (unsigned long long)(++server->messages % 1000000));
}

static void answer_call(struct connection *connection, const char *method,
    const char *body)
{
	char buffer[2048], head[256];
	struct text text;

	connection->server->calls++;
	text_init(&text, buffer, sizeof(buffer));
	answer_body(connection->server, method, body, &text);
	snprintf(head, sizeof(head), "HTTP/1.1 200 OK\r\nContent-Type: "
	    "application/json; charset=utf-8\r\nContent-Length: %zu\r\n\r\n",
	    text.length);
	put(connection, head, strlen(head));
	put(connection, text.data, text.length);
	flush(connection);
}

/* --- the upgrade ---------------------------------------------------------- */

static void accept_socket(struct connection *connection, const char *key)
{
	static const char magic[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
	static const char hello[] = "{\"type\":\"hello\",\"num_connections\":"
	    "1,\"debug_info\":{\"host\":\"bench\",\"build_number\":1,"
	    "\"approximate_connection_time\":18060},\"connection_info\":"
	    "{\"app_id\":\"A0BENCH\"}}";
	unsigned char digest[SHA_DIGEST_LENGTH];
	unsigned char answer[64];
	char both[128], head[256];
	struct server *server = connection->server;

	snprintf(both, sizeof(both), "%.*s%s", (int)strcspn(key, "\r"), key,
	    magic);
	(void)SHA1((unsigned char *)both, strlen(both), digest);
	(void)EVP_EncodeBlock(answer, digest, sizeof(digest));
	snprintf(head, sizeof(head), "HTTP/1.1 101 Switching Protocols\r\n"
	    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
	    "Sec-WebSocket-Accept: %s\r\n\r\n", (char *)answer);
	put(connection, head, strlen(head));
	connection->socket_mode = true;
	server->up = connection;
	put_frame(connection, FRAME_TEXT, hello, sizeof(hello) - 1);
	server->callbacks.up(server->callbacks.arg);
}

static const char *header(const char *head, const char *name)
{
	const char *at = strcasestr(head, name);

	if (!at)
		return NULL;
	at += strlen(name);
	return at + strspn(at, " ");
}

/* "POST /api/chat.postMessage HTTP/1.1" */
static void read_method(const char *request, char *method, size_t size)
{
	const char *at = strstr(request, "/api/");
	size_t length = 0;

	if (at) {
		at += strlen("/api/");
		length = strcspn(at, " ?\r");
	}
	if (length >= size)
		length = size - 1;
	if (at)
		memcpy(method, at, length);
	method[length] = '\0';
}

/* Bytes used up, 0 if the request is not whole yet. */
static size_t take_request(struct connection *connection)
{
	char *end = strstr(connection->input, "\r\n\r\n");
	const char *length_text, *key;
	size_t head_length, length;
	char method[64], after;

	if (!end)
		return 0;
	head_length = (size_t)(end - connection->input) + 4;
	*end = '\0';
	length_text = header(connection->input, "\r\ncontent-length:");
	key = header(connection->input, "\r\nsec-websocket-key:");
	length = length_text ? strtoul(length_text, NULL, 10) : 0;
	if (key) {
		accept_socket(connection, key);
		return head_length;
	}
	if (connection->used < head_length + length) {
		*end = '\r';
		return 0;
	}
	read_method(connection->input, method, sizeof(method));
	after = connection->input[head_length + length];
	connection->input[head_length + length] = '\0';
	answer_call(connection, method, connection->input + head_length);
	connection->input[head_length + length] = after;
	return head_length + length;
}

/* --- frames --------------------------------------------------------------- */

static void take_text(struct server *server, const char *text)
{
	static const char name[] = "\"envelope_id\":\"e-";
	const char *at = strstr(text, name);

	if (at)
		server->callbacks.ack(server->callbacks.arg,
		    strtoll(at + sizeof(name) - 1, NULL, 10));
}

static void take_payload(struct connection *connection, int kind,
    char *payload, size_t length)
{
	char after = payload[length];

	payload[length] = '\0';
	if (kind == FRAME_TEXT)
		take_text(connection->server, payload);
	else if (kind == FRAME_PING)
		put_frame(connection, FRAME_PONG, payload, length);
	payload[length] = after;
}

/* Bytes used up, 0 if the frame is not whole yet; from a client always
 * masked, here never in parts. */
static size_t take_frame(struct connection *connection)
{
	unsigned char *in = (unsigned char *)connection->input;
	size_t length, head = 2;

	if (connection->used < 6)
		return 0;
	length = in[1] & 0x7f;
	if (length == 126) {
		length = (size_t)in[2] << 8 | in[3];
		head = 4;
	} else if (length == 127) {
		abort();	/* an ack of 64 KiB */
	}
	if (connection->used < head + 4 + length)
		return 0;
	for (size_t i = 0; i < length; i++)
		in[head + 4 + i] ^= in[head + i % 4];
	take_payload(connection, in[0] & 0xf, connection->input + head + 4,
	    length);
	return head + 4 + length;
}

/* --- the loop ------------------------------------------------------------- */

static void read_input(struct connection *connection)
{
	ssize_t got = recv(connection->descriptor,
	    connection->input + connection->used,
	    INPUT_MAX - 1 - connection->used, MSG_DONTWAIT);
	size_t used;

	if (got == 0 || (got < 0 && errno != EAGAIN)) {
		hang_up(connection);
		return;
	}
	if (got < 0)
		return;
	connection->used += (size_t)got;
	connection->input[connection->used] = '\0';
	while ((used = connection->socket_mode ? take_frame(connection) :
	    take_request(connection)) > 0) {
		connection->used -= used;
		memmove(connection->input, connection->input + used,
		    connection->used + 1);
	}
}

static void accept_one(struct server *server)
{
	int descriptor = accept4(server->listener, NULL, NULL,
	    SOCK_CLOEXEC | SOCK_NONBLOCK);
	int yes = 1;

	if (descriptor < 0)
		return;
	(void)setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes,
	    sizeof(yes));
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		struct connection *connection = &server->connections[i];

		if (connection->descriptor >= 0)
			continue;
		connection->server = server;
		connection->descriptor = descriptor;
		connection->input = xmalloc(INPUT_MAX);
		watch(server, descriptor, connection, EPOLLIN);
		return;
	}
	(void)close(descriptor);
}

static void serve(struct connection *connection, unsigned events)
{
	if (connection->descriptor < 0)
		return;
	if (events & EPOLLOUT) {
		watch(connection->server, connection->descriptor, connection,
		    EPOLLIN);
		flush(connection);
	}
	if (events & ~(unsigned)EPOLLOUT)
		read_input(connection);
}

void server_step(struct server *server, int timeout_ms)
{
	struct epoll_event events[EVENTS_AT_ONCE];
	int count = epoll_wait(server->epoll, events, EVENTS_AT_ONCE,
	    timeout_ms);

	for (int i = 0; i < count; i++) {
		void *of = events[i].data.ptr;

		if (of == &server->listener)
			accept_one(server);
		else if (of == &server->other)
			server->other_ready = true;
		else
			serve(of, events[i].events);
	}
}
