/* SPDX-License-Identifier: MIT
 *
 * io/ws_client: however a connection is lost, it is said once; messages come
 * whole; a silent peer is found out. The peer speaks WebSocket by hand, so
 * that it can break off anywhere.
 */
#include "io/ws_client.h"
#include "base/memory.h"
#include "base/text.h"
#include "io/http_server.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "tests/unit/certificates.h"
#include "tests/unit/peer.h"
#include "tests/unit/pump.h"
#include "tests/unit/redis_server.h"
#include "tests/unit/tls_server.h"
#include "tests/unit/unit.h"

#include <netdb.h>
#include <openssl/evp.h>

int __wrap_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list);
int __real_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list);

int __wrap_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list)
{
	int failed = 0;

	/* The first address of this one refuses connections. */
	if (strcmp(host, "two.test") == 0) {
		failed = __real_getaddrinfo("127.0.0.2", service, hints, list);
		list = &(*list)->ai_next;
	} else if (strcmp(host, "other.test") != 0) {
		failed = EAI_NONAME;
	}
	return failed != 0 ? failed
	    : __real_getaddrinfo("127.0.0.1", service, hints, list);
}

static struct pump pump;
static struct resolver *resolver;
static struct tls_trust *trust;
static struct ws_client *client;
static struct ws *ws;
static struct peer peer;

/* What the client told. */
static bool opened, lost;
static int opens, losses, messages;
static char *last_message;
static size_t last_length;
static char last_reason[200];
static enum { NEVER, AT_OPEN, AT_MESSAGE, AT_LOSS } free_when;

static void maybe_free(int now)
{
	if (free_when != (unsigned)now)
		return;
	ws_free(ws);
	ws = NULL;
}

static void on_opened(void *arg UNUSED)
{
	opened = true;
	opens++;
	maybe_free(AT_OPEN);
}

static void on_message(void *arg UNUSED, const char *text, size_t n)
{
	messages++;
	ck_assert_int_eq(text[n], '\0');
	free(last_message);
	last_message = xmalloc(n + 1);
	memcpy(last_message, text, n + 1);
	last_length = n;
	maybe_free(AT_MESSAGE);
}

static void on_lost(void *arg UNUSED, const char *reason)
{
	lost = true;
	losses++;
	(void)text_copy(last_reason, sizeof(last_reason), reason);
	maybe_free(AT_LOSS);
}

/* --- the peer's WebSocket --- */

static bool no_upgrade;
static const char *other_answer;	/* instead of the upgrade */

static void upgrade(struct peer *p)
{
	static const char magic[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
	const char *key = strstr(p->input, "Sec-WebSocket-Key: ");
	unsigned char digest[EVP_MAX_MD_SIZE], coded[64];
	char joined[100], answer[300];
	unsigned length;

	ck_assert_ptr_nonnull(key);
	key += strlen("Sec-WebSocket-Key: ");
	snprintf(joined, sizeof(joined), "%.*s%s", (int)strcspn(key, "\r"),
	    key, magic);
	EVP_Digest(joined, strlen(joined), digest, &length, EVP_sha1(), NULL);
	EVP_EncodeBlock(coded, digest, (int)length);
	snprintf(answer, sizeof(answer), "HTTP/1.1 101 Switching Protocols"
	    "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
	    "Sec-WebSocket-Accept: %s\r\n\r\n", (char *)coded);
	peer_say(p, answer);
}

static char request[4096];	/* the upgrade request as it came */
static bool upgraded;

static void on_input(struct peer *p)
{
	if (upgraded || strstr(p->input, "\r\n\r\n") == NULL)
		return;
	(void)text_copy(request, sizeof(request), p->input);
	if (no_upgrade)
		return;
	if (other_answer != NULL)
		peer_say(p, other_answer);
	else
		upgrade(p);
	p->input_length = 0;
	upgraded = true;
}

enum { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10, FINAL = 128 };

static size_t frame_header(unsigned char *to, int first, size_t n)
{
	to[0] = (unsigned char)first;
	if (n < 126) {
		to[1] = (unsigned char)n;
		return 2;
	}
	to[1] = 127;
	memset(to + 2, 0, 4);
	to[6] = (unsigned char)(n >> 24);
	to[7] = (unsigned char)(n >> 16);
	to[8] = (unsigned char)(n >> 8);
	to[9] = (unsigned char)n;
	return 10;
}

static void say_frame(int first, const char *data, size_t n)
{
	unsigned char header[10];

	peer_say_n(&peer, (char *)header, frame_header(header, first, n));
	peer_say_n(&peer, data, n);
}

/* Takes the next whole client frame out of the peer's input: its first byte,
 * the unmasked payload in text. -1 if there is none yet. */
static int take_frame(char *text, size_t size)
{
	unsigned char *in = (unsigned char *)peer.input;
	size_t header = 6, n, i;
	int first;

	if (peer.input_length < 6)
		return -1;
	ck_assert_int_eq(in[1] & 128, 128);
	n = in[1] & 127;
	ck_assert_uint_ne(n, 127);
	if (n == 126) {
		n = (size_t)in[2] * 256 + in[3];
		header = 8;
	}
	if (peer.input_length < header + n)
		return -1;
	ck_assert_uint_lt(n, size);
	for (i = 0; i < n; i++)
		text[i] = (char)(in[header + i] ^ in[header - 4 + i % 4]);
	text[n] = '\0';
	first = in[0];
	peer.input_length -= header + n;
	memmove(in, in + header + n, peer.input_length);
	return first;
}

static int await_frame(char *text, size_t size)
{
	int tries, first;

	for (tries = 0; tries < 3000; tries++) {
		first = take_frame(text, size);
		if (first >= 0)
			return first;
		pump_for(&pump, 1);
	}
	return -1;
}

/* --- set up --- */

static void open_url(const char *url)
{
	struct ws_options options = { .url = url, .handshake_ms = 1000,
		.ping_ms = 200, .dead_ms = 400 };
	struct ws_events events = { NULL, on_opened, on_message, on_lost };

	opened = lost = upgraded = false;
	opens = losses = messages = 0;
	ws = ws_open(client, &options, &events);
}

static void set_up_trusting(const char *authority)
{
	const char *reason = "";

	no_upgrade = false;
	other_answer = NULL;
	free_when = NEVER;
	last_message = NULL;
	pump_init(&pump);
	resolver = resolver_new(pump.loop);
	trust = tls_trust_new(authority, &reason);
	ck_assert_msg(trust != NULL, "%s", reason);
	client = ws_client_new(pump.loop, resolver, trust);
	ck_assert_ptr_nonnull(client);
	peer_start(&peer, pump.loop, on_input, NULL);
}

static void open_peer(const char *host)
{
	char url[100];

	snprintf(url, sizeof(url), "ws://%s:%u/link/?ticket=1&x=y", host,
	    (unsigned)peer.port);
	open_url(url);
	ck_assert_ptr_nonnull(ws);
	ck_assert(!opened && !lost);
}

static void set_up_open(void)
{
	set_up_trusting(NULL);
	open_peer("localhost");
	ck_assert_msg(pump_until(&pump, &opened), "%s", last_reason);
	ck_assert(ws_is_open(ws));
}

static void tear_down(void)
{
	ws_free(ws);
	peer_stop(&peer);
	/* Late news of the library find nobody. */
	pump_for(&pump, 5);
	ws_client_free(client);
	tls_trust_free(trust);
	resolver_free(resolver);
	pump_release(&pump);
	free(last_message);
	last_message = NULL;
}

/* Waits for the loss, and a little longer for a second one. */
static void await_loss(const char *reason_part)
{
	struct ws *before = ws;

	ck_assert_msg(pump_until(&pump, &lost), "not lost");
	ck_assert_msg(strstr(last_reason, reason_part) != NULL, "\"%s\"",
	    last_reason);
	if (before == ws && ws != NULL) {
		ck_assert(!ws_is_open(ws));
		ck_assert(!ws_send(ws, "x", 1));
	}
	pump_for(&pump, 20);
	ck_assert_int_eq(losses, 1);
}

static void await_messages(int count)
{
	int tries;

	for (tries = 0; tries < 3000 && messages < count; tries++)
		pump_for(&pump, 1);
	ck_assert_int_eq(messages, count);
}

/* --- talking --- */

START_TEST(the_upgrade_says_what_it_should_and_nothing_more)
{
	set_up_open();
	ck_assert(text_starts_with(request,
	    "GET /link/?ticket=1&x=y HTTP/1.1\r\n"));
	ck_assert_ptr_nonnull(strstr(request, "Host: localhost\r\n"));
	ck_assert_ptr_null(strcasestr(request, "Origin:"));
	ck_assert_ptr_null(strcasestr(request, "Sec-WebSocket-Protocol"));
	ck_assert_ptr_null(strcasestr(request, "Sec-WebSocket-Extensions"));
	ck_assert_int_eq(opens, 1);
	tear_down();
}
END_TEST

START_TEST(messages_go_out_whole_and_in_order)
{
	char text[1000], expected[1000];
	int i;

	set_up_open();
	for (i = 0; i < 5; i++) {
		memset(expected, 'a' + i, (size_t)i * 100);
		ck_assert(ws_send(ws, expected, (size_t)i * 100));
	}
	for (i = 0; i < 5; i++) {
		ck_assert_int_eq(await_frame(text, sizeof(text)),
		    FINAL | TEXT);
		ck_assert_uint_eq(strlen(text), (size_t)i * 100);
		ck_assert(i == 0 || text[0] == 'a' + i);
	}
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

START_TEST(messages_come_whole_however_they_are_cut)
{
	static const char whole[] = "hello, world";
	unsigned char header[10];
	char frame[40], text[100];
	size_t n, i;

	set_up_open();
	/* One frame, byte by byte. */
	n = frame_header(header, FINAL | TEXT, strlen(whole));
	memcpy(frame, header, n);
	memcpy(frame + n, whole, strlen(whole));
	for (i = 0; i < n + strlen(whole); i++) {
		ck_assert_int_eq(messages, 0);
		peer_say_n(&peer, frame + i, 1);
		pump_for(&pump, 1);
	}
	await_messages(1);
	ck_assert_str_eq(last_message, whole);
	/* Three fragments with a ping between them. */
	say_frame(TEXT, "one ", 4);
	say_frame(FINAL | PING, "p", 1);
	say_frame(0, "two ", 4);
	say_frame(FINAL, "three", 5);
	await_messages(2);
	ck_assert_str_eq(last_message, "one two three");
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | PONG);
	ck_assert_str_eq(text, "p");
	/* Two in one segment, and an empty one. */
	peer_say_n(&peer, "\x81\x01" "a\x81\x01" "b\x81\0", 8);
	await_messages(5);
	ck_assert_uint_eq(last_length, 0);
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

/* More than the kernel takes at once. */
static void say_much(const char *data, size_t n)
{
	size_t sent = 0;

	while (sent < n && !lost) {
		ssize_t put = send(peer.fd, data + sent, n - sent,
		    MSG_NOSIGNAL);

		if (put > 0)
			sent += (size_t)put;
		pump_for(&pump, 1);
		if (peer.fd < 0)
			return;
	}
}

START_TEST(a_message_may_be_large_but_not_too_large)
{
	size_t n = WS_MESSAGE_MAX_BYTES;
	char *big = xmalloc(n + 1);
	unsigned char header[10];
	char text[100];

	memset(big, 'x', n + 1);
	set_up_open();
	peer_say_n(&peer, (char *)header,
	    frame_header(header, FINAL | TEXT, n));
	say_much(big, n);
	await_messages(1);
	ck_assert_uint_eq(last_length, n);
	peer_say_n(&peer, (char *)header,
	    frame_header(header, FINAL | TEXT, n + 1));
	say_much(big, n + 1);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | CLOSE);
	ck_assert_int_eq((unsigned char)text[0] * 256 +
	    (unsigned char)text[1], 1009);
	await_loss("closed by us");
	ck_assert_int_eq(messages, 1);
	tear_down();
	free(big);
}
END_TEST

START_TEST(binary_messages_are_dropped_and_counted)
{
	set_up_open();
	say_frame(FINAL | BINARY, "bin", 3);
	say_frame(BINARY, "bi", 2);
	say_frame(FINAL, "nary", 4);
	say_frame(FINAL | TEXT, "text", 4);
	await_messages(1);
	ck_assert_str_eq(last_message, "text");
	ck_assert_uint_eq(ws_dropped_count(ws), 2);
	tear_down();
}
END_TEST

START_TEST(the_queue_is_bounded)
{
	static char big[WS_OUTPUT_MAX_BYTES + 1];
	int i;

	set_up_open();
	ck_assert(!ws_send(ws, big, sizeof(big)));
	for (i = 0; i < WS_OUTPUT_MAX; i++)
		ck_assert(ws_send(ws, "x", 1));
	ck_assert(!ws_send(ws, "x", 1));
	pump_for(&pump, 20);
	ck_assert(ws_send(ws, "x", 1));
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

/* --- losses while opening --- */

START_TEST(F_refused_connection_is_one_loss)
{
	char url[60];

	set_up_trusting(NULL);
	snprintf(url, sizeof(url), "ws://127.0.0.1:%u/",
	    (unsigned)free_port());
	open_url(url);
	await_loss("opening failed");
	ck_assert_int_eq(opens, 0);
	tear_down();
}
END_TEST

START_TEST(F_unknown_host_is_one_loss)
{
	set_up_trusting(NULL);
	open_url("wss://nowhere.test/");
	await_loss("no such name");
	tear_down();
}
END_TEST

START_TEST(F_no_answer_to_the_upgrade_is_one_loss)
{
	set_up_trusting(NULL);
	no_upgrade = true;
	open_peer("localhost");
	await_loss("timed out");
	ck_assert_int_eq(opens, 0);
	tear_down();
}
END_TEST

START_TEST(F_hang_up_instead_of_an_upgrade_is_one_loss)
{
	int reset;

	for (reset = 0; reset < 2; reset++) {
		set_up_trusting(NULL);
		no_upgrade = true;
		request[0] = '\0';
		open_peer("127.0.0.1");
		while (request[0] == '\0')
			pump_for(&pump, 1);
		if (reset)
			peer_reset(&peer);
		else
			peer_close(&peer);
		await_loss("");
		ck_assert_int_eq(opens, 0);
		tear_down();
	}
}
END_TEST

START_TEST(F_other_answers_than_the_upgrade_are_one_loss)
{
	static const char *const answers[] = {
		"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\n"
		"Content-Length: 0\r\n\r\n",
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
		"garbage\r\n\r\n",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(answers); i++) {
		set_up_trusting(NULL);
		other_answer = answers[i];
		open_peer("localhost");
		await_loss("");
		ck_assert_int_eq(opens, 0);
		/* One connection: no second address, no redirect. */
		ck_assert_int_eq(peer.connections, 1);
		tear_down();
	}
}
END_TEST

START_TEST(the_second_address_is_tried)
{
	set_up_trusting(NULL);
	open_peer("two.test");
	ck_assert_msg(pump_until(&pump, &opened), "%s", last_reason);
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

START_TEST(malformed_urls_are_refused)
{
	static const char *const urls[] = {
		"", "http://h/", "redis://h", "ws://", "ws://h h/",
	};
	size_t i;

	set_up_trusting(NULL);
	for (i = 0; i < ARRAY_LEN(urls); i++) {
		open_url(urls[i]);
		ck_assert_ptr_null(ws);
	}
	tear_down();
}
END_TEST

/* --- losses while open --- */

START_TEST(F_broken_connections_are_one_loss)
{
	int reset;

	for (reset = 0; reset < 2; reset++) {
		set_up_open();
		ck_assert(ws_send(ws, "x", 1));
		if (reset)
			peer_reset(&peer);
		else
			peer_close(&peer);
		await_loss("broke");
		ck_assert_int_eq(opens, 1);
		tear_down();
	}
}
END_TEST

START_TEST(F_close_of_the_peer_is_answered_and_one_loss)
{
	char text[100];

	set_up_open();
	say_frame(FINAL | CLOSE, "\x03\xe9", 2);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | CLOSE);
	peer_close(&peer);
	await_loss("closed by the peer with 1001");
	tear_down();
}
END_TEST

START_TEST(F_a_broken_frame_is_one_loss)
{
	set_up_open();
	peer_say_n(&peer, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10);
	await_loss("");
	tear_down();
}
END_TEST

START_TEST(F_a_silent_peer_is_pinged_and_given_up)
{
	int64_t start;
	char text[100];

	set_up_open();
	start = loop_monotonic_ms(pump.loop);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | PING);
	ck_assert_int_ge(loop_monotonic_ms(pump.loop) - start, 150);
	await_loss("nothing was heard");
	ck_assert_int_ge(loop_monotonic_ms(pump.loop) - start, 390);
	ck_assert_int_le(loop_monotonic_ms(pump.loop) - start, 1500);
	tear_down();
}
END_TEST

START_TEST(our_own_sleep_is_not_the_peers_silence)
{
	static const struct timespec nap = { .tv_nsec = 500 * 1000000 };
	char text[100];

	set_up_open();
	/* Asleep before the ping: nobody can have answered it. */
	nanosleep(&nap, NULL);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | PING);
	ck_assert_int_eq(losses, 0);
	/* Asleep with the answer in the socket. */
	say_frame(FINAL | PONG, "", 0);
	nanosleep(&nap, NULL);
	pump_for(&pump, 50);
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

START_TEST(any_word_keeps_it_alive)
{
	char text[100];
	int i;

	set_up_open();
	/* Pongs, for longer than a silent peer would have. */
	for (i = 0; i < 4; i++) {
		ck_assert_int_eq(await_frame(text, sizeof(text)),
		    FINAL | PING);
		say_frame(FINAL | PONG, "", 0);
	}
	/* Messages: then no ping is needed. */
	for (i = 0; i < 10; i++) {
		say_frame(FINAL | TEXT, "x", 1);
		pump_for(&pump, 60);
	}
	ck_assert_int_eq(take_frame(text, sizeof(text)), -1);
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

/* --- our own ends --- */

START_TEST(closing_sends_the_rest_and_the_code)
{
	char text[100];

	set_up_open();
	ck_assert(ws_send(ws, "last words", 10));
	ws_close(ws, 1000);
	ck_assert(!ws_send(ws, "too late", 8));
	ws_close(ws, 1001);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | TEXT);
	ck_assert_str_eq(text, "last words");
	say_frame(FINAL | TEXT, "too late", 8);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | CLOSE);
	ck_assert_int_eq((unsigned char)text[0] * 256 +
	    (unsigned char)text[1], 1000);
	say_frame(FINAL | CLOSE, "\x03\xe8", 2);
	await_loss("closed by us");
	ck_assert_int_eq(messages, 0);
	tear_down();
}
END_TEST

START_TEST(closing_does_not_wait_for_a_dead_peer)
{
	set_up_open();
	ws_close(ws, 1000);
	ck_assert(pump_within(&pump, &lost, WS_CLOSE_MS + 500));
	await_loss("closed by us");
	tear_down();
}
END_TEST

START_TEST(closing_while_opening_is_one_loss)
{
	int wait;

	for (wait = 0; wait < 3; wait++) {
		set_up_trusting(NULL);
		no_upgrade = true;
		open_peer("localhost");
		pump_for(&pump, wait * 10);
		ws_close(ws, 1000);
		ck_assert(!lost);
		ck_assert(pump_within(&pump, &lost, 500));
		await_loss("closed by us");
		tear_down();
	}
}
END_TEST

START_TEST(freeing_is_allowed_at_any_time)
{
	int wait;

	for (wait = 0; wait < 5; wait++) {
		set_up_trusting(NULL);
		open_peer("localhost");
		pump_for(&pump, wait);
		ws_free(ws);
		ws = NULL;
		pump_for(&pump, 20);
		ck_assert_int_eq(losses, 0);
		tear_down();
	}
	set_up_trusting(NULL);
	free_when = AT_OPEN;
	open_peer("localhost");
	ck_assert(pump_until(&pump, &opened));
	ck_assert_ptr_null(ws);
	tear_down();
	set_up_open();
	free_when = AT_MESSAGE;
	say_frame(FINAL | TEXT, "a", 1);
	say_frame(FINAL | TEXT, "b", 1);
	await_messages(1);
	pump_for(&pump, 20);
	ck_assert_int_eq(messages, 1);
	ck_assert_int_eq(losses, 0);
	tear_down();
	set_up_open();
	free_when = AT_LOSS;
	peer_reset(&peer);
	await_loss("broke");
	ck_assert_ptr_null(ws);
	tear_down();
}
END_TEST

START_TEST(a_new_connection_may_open_before_the_old_one_goes)
{
	struct ws *old;

	set_up_open();
	old = ws;
	open_peer("localhost");
	ck_assert(pump_until(&pump, &opened));
	/* The peer keeps the newest only; so the old one is lost. */
	ck_assert(ws != old);
	ck_assert(ws_is_open(ws));
	ws_free(old);
	say_frame(FINAL | TEXT, "to the new one", 14);
	await_messages(1);
	tear_down();
}
END_TEST

/* --- TLS --- */

static struct certificates certificates;

static void lose_tls(const char *host, uint16_t port)
{
	char url[60];
	int tries;

	snprintf(url, sizeof(url), "wss://%s:%u/", host, (unsigned)port);
	/* Until the server listens. */
	for (tries = 0; tries < 200; tries++) {
		open_url(url);
		ck_assert(pump_until(&pump, &lost));
		ws_free(ws);
		ws = NULL;
		if (strstr(last_reason, "Unable to connect") == NULL)
			break;
		pump_for(&pump, 20);
	}
}

static void on_request(void *arg UNUSED,
    const struct http_server_request *r UNUSED,
    struct http_exchange *exchange UNUSED)
{
	ck_abort_msg("nobody asks");
}

/* libwebsockets asks its first vhost about everybody's certificates: that is
 * the loop's, and must not become the server's. */
START_TEST(tls_works_beside_a_server)
{
	struct http_server_options options = { .callback = on_request };
	struct http_server *server;
	uint16_t port;

	certificates_make(&certificates, "DNS:localhost");
	set_up_trusting(certificates.authority);
	server = http_server_new(pump.loop, &options);
	ck_assert_ptr_nonnull(server);
	port = tls_server_start(&certificates);
	lose_tls("localhost", port);
	ck_assert_msg(strstr(last_reason, "HS:") != NULL, "%s", last_reason);
	http_server_free(server);
	tear_down();
	tls_server_stop();
	certificates_remove(&certificates);
}
END_TEST

START_TEST(tls_is_spoken_to_whom_we_trust_only)
{
	uint16_t port;

	certificates_make(&certificates, "DNS:localhost,IP:127.0.0.1");
	set_up_trusting(certificates.authority);
	port = tls_server_start(&certificates);
	/* TLS is fine; it is a web server that does not upgrade. */
	lose_tls("localhost", port);
	ck_assert_msg(strstr(last_reason, "HS:") != NULL, "%s", last_reason);
	lose_tls("127.0.0.1", port);
	ck_assert_msg(strstr(last_reason, "HS:") != NULL, "%s", last_reason);
	/* The same address under a name the certificate does not have. */
	lose_tls("other.test", port);
	ck_assert_msg(strstr(last_reason, "SSL") != NULL, "%s", last_reason);
	tear_down();
	set_up_trusting(certificates.stranger);
	lose_tls("localhost", port);
	ck_assert_msg(strstr(last_reason, "SSL") != NULL, "%s", last_reason);
	ck_assert_int_eq(opens, 0);
	tear_down();
	tls_server_stop();
	certificates_remove(&certificates);
}
END_TEST

START_TEST(tls_to_a_peer_without_it_is_one_loss)
{
	char url[60];

	set_up_trusting(NULL);
	peer.on_input = NULL;
	snprintf(url, sizeof(url), "wss://127.0.0.1:%u/",
	    (unsigned)peer.port);
	open_url(url);
	await_loss("timed out");
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/ws_client");

	unit_add(&u, the_upgrade_says_what_it_should_and_nothing_more);
	unit_add(&u, messages_go_out_whole_and_in_order);
	unit_add(&u, messages_come_whole_however_they_are_cut);
	unit_add(&u, a_message_may_be_large_but_not_too_large);
	unit_add(&u, binary_messages_are_dropped_and_counted);
	unit_add(&u, the_queue_is_bounded);
	unit_add(&u, F_refused_connection_is_one_loss);
	unit_add(&u, F_unknown_host_is_one_loss);
	unit_add(&u, F_no_answer_to_the_upgrade_is_one_loss);
	unit_add(&u, F_hang_up_instead_of_an_upgrade_is_one_loss);
	unit_add(&u, F_other_answers_than_the_upgrade_are_one_loss);
	unit_add(&u, the_second_address_is_tried);
	unit_add(&u, malformed_urls_are_refused);
	unit_add(&u, F_broken_connections_are_one_loss);
	unit_add(&u, F_close_of_the_peer_is_answered_and_one_loss);
	unit_add(&u, F_a_broken_frame_is_one_loss);
	unit_add(&u, F_a_silent_peer_is_pinged_and_given_up);
	unit_add(&u, our_own_sleep_is_not_the_peers_silence);
	unit_add(&u, any_word_keeps_it_alive);
	unit_add(&u, closing_sends_the_rest_and_the_code);
	unit_add(&u, closing_does_not_wait_for_a_dead_peer);
	unit_add(&u, closing_while_opening_is_one_loss);
	unit_add(&u, freeing_is_allowed_at_any_time);
	unit_add(&u, a_new_connection_may_open_before_the_old_one_goes);
	unit_add(&u, tls_works_beside_a_server);
	unit_add(&u, tls_is_spoken_to_whom_we_trust_only);
	unit_add(&u, tls_to_a_peer_without_it_is_one_loss);
	return unit_run(&u);
}
