/* SPDX-License-Identifier: MIT
 *
 * ws_rig: see ws_rig.h. The peer speaks WebSocket by hand, so that it can break
 * off anywhere.
 */
#include "tests/unit/ws_rig.h"
#include "base/memory.h"
#include "base/text.h"
#include "io/resolver.h"
#include "io/tls.h"

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

struct pump pump;
struct resolver *resolver;
struct tls_trust *trust;
struct ws_client *client;
struct ws *ws;
struct peer peer;

bool opened, lost;
int opens, losses, messages;
char *last_message;
size_t last_length;
char last_reason[LAST_REASON_SIZE];
enum free_when free_when;

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

bool no_upgrade;
const char *other_answer;

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

char request[REQUEST_SIZE];
bool upgraded;

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

size_t frame_header(unsigned char *to, int first, size_t n)
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

void say_frame(int first, const char *data, size_t n)
{
	unsigned char header[10];

	peer_say_n(&peer, (char *)header, frame_header(header, first, n));
	peer_say_n(&peer, data, n);
}

int take_frame(char *text, size_t size)
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

int await_frame(char *text, size_t size)
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

void open_url(const char *url)
{
	struct ws_options options = { .url = url, .handshake_ms = 1000,
		.ping_ms = 200, .dead_ms = 400 };
	struct ws_events events = { NULL, on_opened, on_message, on_lost };

	opened = lost = upgraded = false;
	opens = losses = messages = 0;
	ws = ws_open(client, &options, &events);
}

void set_up_trusting(const char *authority)
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

void open_peer(const char *host)
{
	char url[100];

	snprintf(url, sizeof(url), "ws://%s:%u/link/?ticket=1&x=y", host,
	    (unsigned)peer.port);
	open_url(url);
	ck_assert_ptr_nonnull(ws);
	ck_assert(!opened && !lost);
}

void set_up_open(void)
{
	set_up_trusting(NULL);
	open_peer("localhost");
	ck_assert_msg(pump_until(&pump, &opened), "%s", last_reason);
	ck_assert(ws_is_open(ws));
}

void tear_down(void)
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

void await_loss(const char *reason_part)
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

void await_messages(int count)
{
	int tries;

	for (tries = 0; tries < 3000 && messages < count; tries++)
		pump_for(&pump, 1);
	ck_assert_int_eq(messages, count);
}
