/* SPDX-License-Identifier: MIT
 *
 * ws_client: see ws_client.h. A struct ws outlives its wsi and the other way
 * round: whoever goes first cuts the tie, so that a late callback of
 * libwebsockets finds nothing to disturb.
 */
#include "io/ws_client.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/url.h"
#include "io/resolver.h"
#include "io/tls.h"
#include <libwebsockets.h>
#include <openssl/ssl.h>

#define RECEIVE_BYTES 4096
#define REASON_SIZE 128

struct outgoing {
	struct outgoing *next;
	size_t length;
	unsigned char data[];	/* LWS_PRE bytes, then the text */
};

struct ws_client {
	struct loop *loop;
	struct resolver *resolver;
	struct lws_vhost *vhost;
	SSL_CTX *tls;
};

struct ws {
	struct ws_client *client;
	struct ws_events events;
	struct url url;
	int64_t handshake_ms;
	int64_t ping_ms;
	int64_t dead_ms;
	struct resolver_query query;
	struct lws *wsi;	/* NULL before and after */
	bool open;
	bool over;		/* `lost` is on its way or was called */
	bool heard;		/* something came since the last ping */
	bool ping_due;
	int close_code;		/* 0 = not closing */
	bool close_sent;
	int64_t silent_ms;
	struct timer deadline;	/* handshake, later close */
	struct timer ping;
	struct timer lost;
	char reason[REASON_SIZE];
	char *message;
	size_t message_length;
	size_t message_size;
	bool binary;
	struct outgoing *first;
	struct outgoing *last;
	size_t waiting;
};

static void on_lost(void *arg)
{
	struct ws *ws = arg;

	ws->events.lost(ws->events.arg, ws->reason);
}

/* Lets go of the wsi, which closes by itself at the next turn of the loop. */
static void drop_wsi(struct ws *ws)
{
	if (!ws->wsi)
		return;
	lws_set_wsi_user(ws->wsi, NULL);
	lws_set_timeout(ws->wsi, PENDING_TIMEOUT_USER_OK,
	    LWS_TO_KILL_ASYNC);
	ws->wsi = NULL;
}

/* Every way of losing a connection ends here, and only the first counts. */
static void ws_lose(struct ws *ws, const char *reason)
{
	if (ws->over)
		return;
	ws->over = true;
	ws->open = false;
	resolver_cancel(&ws->query);
	timer_stop(&ws->deadline);
	timer_stop(&ws->ping);
	drop_wsi(ws);
	(void)text_copy(ws->reason, sizeof(ws->reason), reason);
	timer_start(&ws->lost, ws->client->loop, 0, on_lost, ws);
}

static void on_deadline(void *arg)
{
	struct ws *ws = arg;

	ws_lose(ws, ws->close_code ? "closed, without the peer's word" :
	    "handshake took too long");
}

/* Judged by our own pings without an answer, not by the clock: a process
 * that was stopped for a while must not take its own sleep for the peer's. */
static void on_ping(void *arg)
{
	struct ws *ws = arg;

	ws->silent_ms = ws->heard ? 0 : ws->silent_ms + ws->ping_ms;
	ws->heard = false;
	if (ws->silent_ms >= ws->dead_ms) {
		ws_lose(ws, "silent");
		return;
	}
	ws->ping_due = true;
	lws_callback_on_writable(ws->wsi);
	timer_start(&ws->ping, ws->client->loop, ws->ping_ms, on_ping, ws);
}

static void on_established(struct ws *ws)
{
	timer_stop(&ws->deadline);
	ws->open = true;
	ws->heard = true;
	timer_start(&ws->ping, ws->client->loop, ws->ping_ms, on_ping, ws);
	ws->events.opened(ws->events.arg);
}

static bool message_add(struct ws *ws, const void *data, size_t length)
{
	size_t needed = ws->message_length + length + 1;

	if (needed > WS_MESSAGE_MAX_BYTES)
		return false;
	if (needed > ws->message_size) {
		ws->message_size = needed * 2;
		ws->message = xrealloc(ws->message, ws->message_size);
	}
	memcpy(ws->message + ws->message_length, data, length);
	ws->message_length += length;
	ws->message[ws->message_length] = '\0';
	return true;
}

/* A message comes in pieces of at most RECEIVE_BYTES, whatever its frames. */
static void on_receive(struct ws *ws, const void *data, size_t length)
{
	size_t whole;

	ws->heard = true;
	if (lws_is_first_fragment(ws->wsi))
		ws->binary = lws_frame_is_binary(ws->wsi);
	if (!message_add(ws, data, length)) {
		ws->message_length = 0;
		ws_close(ws, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE);
		return;
	}
	if (!lws_is_final_fragment(ws->wsi) ||
	    lws_remaining_packet_payload(ws->wsi) > 0)
		return;
	whole = ws->message_length;
	ws->message_length = 0;
	if (!ws->binary && ws->open)
		ws->events.message(ws->events.arg, ws->message, whole);
}

static int write_close(struct ws *ws)
{
	if (ws->close_sent)
		return 0;
	ws->close_sent = true;
	lws_close_reason(ws->wsi, (enum lws_close_status)ws->close_code,
	    NULL, 0);
	return -1;
}

static int write_ping(struct ws *ws)
{
	unsigned char buffer[LWS_PRE + 1];

	ws->ping_due = false;
	if (lws_write(ws->wsi, buffer + LWS_PRE, 0, LWS_WRITE_PING) < 0)
		return -1;
	return 0;
}

/* One lws_write() a callback. */
static int on_writable(struct ws *ws)
{
	struct outgoing *out = ws->first;
	int written;

	if (out) {
		ws->first = out->next;
		if (!ws->first)
			ws->last = NULL;
		ws->waiting--;
		written = lws_write(ws->wsi, out->data + LWS_PRE, out->length,
		    LWS_WRITE_TEXT);
		written = written < (int)out->length ? -1 : 0;
		free(out);
	} else if (ws->close_code) {
		return write_close(ws);
	} else {
		written = ws->ping_due ? write_ping(ws) : 0;
	}
	if (written < 0) {
		ws_lose(ws, "write failed");
		return -1;
	}
	if (ws->first || ws->close_code || ws->ping_due)
		lws_callback_on_writable(ws->wsi);
	return 0;
}

static void on_error(struct ws *ws, const char *text, size_t length)
{
	char reason[REASON_SIZE];
	struct text out;

	text_init(&out, reason, sizeof(reason));
	text_add(&out, "cannot connect: ");
	if (text)
		text_add_n(&out, text, length);
	ws->wsi = NULL;
	ws_lose(ws, reason);
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason,
    void *user, void *in, size_t length)
{
	struct ws *ws = user;

	if (!ws)
		return 0;	/* its owner let go of it */
	loop_enter(ws->client->loop);
	/* An X-macro of libwebsockets would be needed to name them all. */
	if (reason == LWS_CALLBACK_CLIENT_ESTABLISHED) {
		ws->wsi = wsi;
		on_established(ws);
	} else if (reason == LWS_CALLBACK_CLIENT_RECEIVE) {
		on_receive(ws, in, length);
	} else if (reason == LWS_CALLBACK_CLIENT_RECEIVE_PONG) {
		ws->heard = true;
	} else if (reason == LWS_CALLBACK_CLIENT_WRITEABLE && ws->wsi) {
		return on_writable(ws);
	} else if (reason == LWS_CALLBACK_CLIENT_CONNECTION_ERROR) {
		on_error(ws, in, length);
	} else if (reason == LWS_CALLBACK_CLIENT_CLOSED ||
	    reason == LWS_CALLBACK_CLOSED_CLIENT_HTTP) {
		ws->wsi = NULL;
		ws_lose(ws, ws->close_code ? "closed" : "closed by the peer");
	}
	return 0;
}

static const struct lws_protocols protocols[] = {
	{ .name = "ws-client", .callback = on_event,
	    .rx_buffer_size = RECEIVE_BYTES },
	{ .name = NULL },
};

struct ws_client *ws_client_new(struct loop *loop, struct resolver *resolver,
    const struct tls_trust *trust)
{
	struct ws_client *client = xcalloc(1, sizeof(*client));
	struct lws_context_creation_info info;

	client->loop = loop;
	client->resolver = resolver;
	client->tls = tls_trust_context(trust);
	memset(&info, 0, sizeof(info));
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.vhost_name = "ws-client";
	info.provided_client_ssl_ctx = client->tls;
	info.options = LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS;
	client->vhost = lws_create_vhost(loop_context(loop), &info);
	if (client->vhost)
		return client;
	ws_client_free(client);
	return NULL;
}

void ws_client_free(struct ws_client *client)
{
	if (!client)
		return;
	if (client->vhost)
		lws_vhost_destroy(client->vhost);
	SSL_CTX_free(client->tls);
	free(client);
}

static void on_address(void *arg, const struct resolver_answer *answer)
{
	struct ws *ws = arg;
	struct lws_client_connect_info info;
	char address[ADDRESS_TEXT_SIZE];

	if (answer->count == 0) {
		ws_lose(ws, answer->error);
		return;
	}
	address_format(&answer->addresses[0], address, sizeof(address));
	memset(&info, 0, sizeof(info));
	info.context = loop_context(ws->client->loop);
	info.vhost = ws->client->vhost;
	info.address = address;
	info.port = ws->url.port;
	info.path = ws->url.path;
	info.host = ws->url.host;
	info.alpn = "http/1.1";
	info.local_protocol_name = protocols[0].name;
	info.userdata = ws;
	info.pwsi = &ws->wsi;
	if (ws->url.scheme == URL_WSS)
		info.ssl_connection = LCCSCF_USE_SSL;
	/* NULL may come with or without a callback. */
	if (!lws_client_connect_via_info(&info)) {
		ws->wsi = NULL;
		ws_lose(ws, "cannot connect");
	}
}

static int64_t or_default(int64_t given_ms, int64_t default_ms)
{
	return given_ms > 0 ? given_ms : default_ms;
}

struct ws *ws_open(struct ws_client *client, const struct ws_options *options,
    const struct ws_events *events)
{
	struct ws *ws = xcalloc(1, sizeof(*ws));
	const char *reason;

	ws->client = client;
	ws->events = *events;
	ws->handshake_ms = or_default(options->handshake_ms, WS_HANDSHAKE_MS);
	ws->ping_ms = or_default(options->ping_ms, WS_PING_MS);
	ws->dead_ms = or_default(options->dead_ms, WS_DEAD_MS);
	if (!url_parse(options->url, &ws->url, &reason) ||
	    (ws->url.scheme != URL_WS && ws->url.scheme != URL_WSS) ||
	    !resolver_query_set(&ws->query, ws->url.host, ws->url.port)) {
		free(ws);
		return NULL;
	}
	timer_start(&ws->deadline, client->loop, ws->handshake_ms,
	    on_deadline, ws);
	resolver_ask(client->resolver, &ws->query, ws->handshake_ms,
	    on_address, ws);
	return ws;
}

void ws_free(struct ws *ws)
{
	if (!ws)
		return;
	resolver_cancel(&ws->query);
	timer_stop(&ws->deadline);
	timer_stop(&ws->ping);
	timer_stop(&ws->lost);
	drop_wsi(ws);
	while (ws->first) {
		struct outgoing *out = ws->first;

		ws->first = out->next;
		free(out);
	}
	free(ws->message);
	free(ws);
}

bool ws_send(struct ws *ws, const char *text, size_t length)
{
	struct outgoing *out;

	if (!ws->open || ws->close_code || ws->waiting >= WS_OUTPUT_MAX)
		return false;
	out = xcalloc(1, sizeof(*out) + LWS_PRE + length);
	out->length = length;
	memcpy(out->data + LWS_PRE, text, length);
	if (ws->last)
		ws->last->next = out;
	else
		ws->first = out;
	ws->last = out;
	ws->waiting++;
	lws_callback_on_writable(ws->wsi);
	return true;
}

void ws_close(struct ws *ws, int code)
{
	if (ws->over || ws->close_code)
		return;
	ws->close_code = code;
	if (!ws->open) {
		ws_lose(ws, "closed before it was open");
		return;
	}
	timer_start(&ws->deadline, ws->client->loop, WS_CLOSE_MS,
	    on_deadline, ws);
	lws_callback_on_writable(ws->wsi);
}

bool ws_is_open(const struct ws *ws)
{
	return ws->open && !ws->close_code;
}
