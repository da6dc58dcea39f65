/* SPDX-License-Identifier: MIT
 *
 * ws_client: see ws_client.h. libwebsockets reports a lost connection in four
 * ways (a NULL from the connect call, CLIENT_CONNECTION_ERROR, possibly from
 * inside that call, CLOSED_CLIENT_HTTP, CLIENT_CLOSED) and a fifth, the
 * destruction, comes last; all lead to lose(). A connection we are through
 * with is cut off from its struct first, so that late news find nobody.
 */
#include "io/ws_client.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/url.h"
#include "io/resolver.h"
#include "io/ws_buffers.h"
#include "io/ws_wire.h"

enum {
	REASON_SIZE = 160,
	WRITES_MAX = 16,	/* messages in a row, then it is others' turn */
};

enum state {
	OPENING,
	OPEN,
	CLOSING,
	LOST,
};

struct ws {
	struct ws_client *client;
	struct ws_events events;
	enum state state;
	struct url url;
	int64_t handshake_ms, ping_ms, dead_ms;
	struct resolver_query query;
	struct address addresses[RESOLVER_ADDRESSES_MAX];
	size_t address_count, address_next;
	struct lws *wsi;	/* NULL: none (yet, or any more) */
	struct timer deadline;	/* over opening, then over closing */
	struct timer retry;	/* to the next address, out of callbacks */
	struct timer silence;
	int64_t heard_ms;	/* monotonic */
	bool ping_wanted;	/* to be written */
	bool pinged;		/* nothing was heard since */
	bool last_look;

	struct ws_input input;
	bool input_skipped;	/* the message under way is not for us */
	unsigned dropped;
	struct ws_queue queue;
	int close_code;
	bool close_sent;
	char reason[REASON_SIZE];
	int busy;		/* callbacks of ours on the stack */
	bool freed;
};

/* --- ends --- */

/* From now on the library's news about this connection find nobody. */
static struct lws *detach(struct ws *ws)
{
	struct lws *wsi = ws->wsi;

	if (wsi != NULL)
		lws_set_opaque_user_data(wsi, NULL);
	ws->wsi = NULL;
	return wsi;
}

static void cut_off(struct ws *ws)
{
	struct lws *wsi = detach(ws);

	if (wsi != NULL)
		lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK,
		    LWS_TO_KILL_ASYNC);
}

static void stop(struct ws *ws)
{
	cut_off(ws);
	timer_stop(&ws->deadline);
	timer_stop(&ws->retry);
	timer_stop(&ws->silence);
	resolver_cancel(&ws->query);
}

static void destroy(struct ws *ws)
{
	stop(ws);
	ws_queue_release(&ws->queue);
	ws_input_release(&ws->input);
	/* The path holds a ticket. */
	explicit_bzero(&ws->url, sizeof(ws->url));
	free(ws);
}

static void enter(struct ws *ws)
{
	ws->busy++;
}

static void leave(struct ws *ws)
{
	ws->busy--;
	if (ws->busy == 0 && ws->freed)
		destroy(ws);
}

void ws_free(struct ws *ws)
{
	if (ws == NULL || ws->freed)
		return;
	ws->freed = true;
	ws->state = LOST;
	stop(ws);
	if (ws->busy == 0)
		destroy(ws);
}

static void lose(struct ws *ws, const char *reason)
{
	if (ws->state == LOST)
		return;
	/* The addresses may be what is wrong. */
	if (ws->state == OPENING)
		resolver_forget(ws->client->resolver, ws->url.host);
	ws->state = LOST;
	stop(ws);
	enter(ws);
	ws->events.lost(ws->events.arg, reason);
	leave(ws);
}

/* --- opening --- */

static void set_reason(struct ws *ws, const char *what,
    const char *detail, size_t n)
{
	struct text t;

	text_init(&t, ws->reason, sizeof(ws->reason));
	text_add(&t, what);
	text_add_n(&t, detail, strnlen(detail, n));
}

static void connect_next(void *arg);

static void on_not_begun(struct ws *ws)
{
	ws->wsi = NULL;
	if (ws->state != OPENING || timer_is_running(&ws->retry))
		return;
	set_reason(ws, "the connection could not be started", "", 0);
	timer_start(&ws->retry, ws->client->loop, 0, connect_next, ws);
}

static void connect_next(void *arg)
{
	struct ws *ws = arg;
	char text[ADDRESS_TEXT_SIZE];

	if (ws->address_next == ws->address_count) {
		lose(ws, ws->reason);
		return;
	}
	address_format(&ws->addresses[ws->address_next++], text,
	    sizeof(text));
	/* It may be lost, and freed by whoever hears so, inside of this. */
	enter(ws);
	if (!ws_client_connect(ws->client, ws, &ws->url, text, &ws->wsi))
		on_not_begun(ws);
	leave(ws);
}

static void on_addresses(void *arg, const struct resolver_answer *answer)
{
	struct ws *ws = arg;

	if (answer->count == 0) {
		set_reason(ws, "looking up the host failed: ", answer->error,
		    REASON_SIZE);
		lose(ws, ws->reason);
		return;
	}
	memcpy(ws->addresses, answer->addresses,
	    answer->count * sizeof(*answer->addresses));
	ws->address_count = answer->count;
	connect_next(ws);
}

static void on_deadline(void *arg)
{
	struct ws *ws = arg;

	lose(ws, ws->state == CLOSING ? "closed by us"
	    : "opening timed out");
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

	if (!url_parse(options->url, &ws->url, &reason) ||
	    (ws->url.scheme != URL_WS && ws->url.scheme != URL_WSS) ||
	    !resolver_query_set(&ws->query, ws->url.host, ws->url.port)) {
		destroy(ws);
		return NULL;
	}
	ws->client = client;
	ws->events = *events;
	ws->state = OPENING;
	ws->handshake_ms = or_default(options->handshake_ms, WS_HANDSHAKE_MS);
	ws->ping_ms = or_default(options->ping_ms, WS_PING_MS);
	ws->dead_ms = or_default(options->dead_ms, WS_DEAD_MS);
	timer_start(&ws->deadline, client->loop, ws->handshake_ms,
	    on_deadline, ws);
	resolver_ask(client->resolver, &ws->query, ws->handshake_ms,
	    on_addresses, ws);
	return ws;
}

/* --- life --- */

/* Judged by a ping of ours that stayed without an answer, not by the clock
 * alone: a process that was stopped for a while must not take its own sleep
 * for the peer's. For the same reason there is a last look: the answer may
 * lie in the socket while the timer fires. */
static void on_silence(void *arg)
{
	struct ws *ws = arg;
	int64_t again_ms = ws->heard_ms + ws->ping_ms -
	    loop_monotonic_ms(ws->client->loop);

	if (ws->last_look) {
		lose(ws, "nothing was heard for too long");
		return;
	}
	if (ws->pinged) {
		ws->last_look = true;
		again_ms = 0;
	} else if (again_ms <= 0) {
		ws->pinged = ws->ping_wanted = true;
		lws_callback_on_writable(ws->wsi);
		again_ms = ws->dead_ms - ws->ping_ms;
	}
	timer_start(&ws->silence, ws->client->loop, again_ms, on_silence, ws);
}

static void hear(struct ws *ws)
{
	ws->heard_ms = loop_monotonic_ms(ws->client->loop);
	/* Or the library would hang up after five minutes by itself. */
	lws_validity_confirmed(ws->wsi);
	if (!ws->pinged)
		return;
	ws->pinged = ws->ping_wanted = ws->last_look = false;
	timer_start(&ws->silence, ws->client->loop, ws->ping_ms, on_silence,
	    ws);
}

static void on_established(struct ws *ws)
{
	ws->state = OPEN;
	timer_stop(&ws->deadline);
	ws->heard_ms = loop_monotonic_ms(ws->client->loop);
	timer_start(&ws->silence, ws->client->loop, ws->ping_ms,
	    on_silence, ws);
	ws->events.opened(ws->events.arg);
}

/* A piece of a message; it is whole when the frame is the last one and
 * nothing of it is missing. */
static void on_piece(struct ws *ws, const char *data, size_t n)
{
	bool whole = lws_is_final_fragment(ws->wsi) &&
	    lws_remaining_packet_payload(ws->wsi) == 0;

	if (ws->state != OPEN)
		return;
	hear(ws);
	if (lws_is_first_fragment(ws->wsi) && ws->input.length == 0)
		ws->input_skipped = lws_frame_is_binary(ws->wsi);
	if (!ws->input_skipped && !ws_input_add(&ws->input, data, n,
		WS_MESSAGE_MAX_BYTES)) {
		ws_close(ws, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE);
		return;
	}
	if (!whole)
		return;
	n = ws->input.length;
	ws->input.length = 0;
	if (ws->input_skipped)
		ws->dropped++;
	else
		ws->events.message(ws->events.arg, ws->input.data, n);
}

static bool write_message(struct ws *ws)
{
	struct ws_outgoing *o = ws_queue_take(&ws->queue);
	bool written = lws_write(ws->wsi, o->data, o->length,
	    LWS_WRITE_TEXT) >= (int)o->length;

	free(o);
	return written;
}

static bool write_ping(struct ws *ws)
{
	unsigned char nothing[LWS_PRE + 1];

	ws->ping_wanted = false;
	return lws_write(ws->wsi, nothing + LWS_PRE, 0, LWS_WRITE_PING) >= 0;
}

/* As long as the socket takes them. */
static bool write_messages(struct ws *ws)
{
	bool written = true;

	for (int i = 0; i < WRITES_MAX && written && ws->queue.first != NULL &&
	    (i == 0 || !lws_send_pipe_choked(ws->wsi)); i++)
		written = write_message(ws);
	return written;
}

/* One kind of frame a call: a ping, else the oldest messages, else the close.
 * Not 0: the connection is to end. */
static int write_one(struct ws *ws)
{
	bool written = true;

	if (ws->ping_wanted) {
		written = write_ping(ws);
	} else if (ws->queue.first != NULL) {
		written = write_messages(ws);
	} else if (ws->state == CLOSING && !ws->close_sent) {
		/* Once only: a second -1 would hang up before the peer has
		 * read the close frame. */
		ws->close_sent = true;
		lws_close_reason(ws->wsi,
		    (enum lws_close_status)ws->close_code, NULL, 0);
		return -1;
	}
	if (!written)
		return -1;
	if (ws->queue.first != NULL ||
	    (ws->state == CLOSING && !ws->close_sent))
		lws_callback_on_writable(ws->wsi);
	return 0;
}

static void on_closed(struct ws *ws)
{
	if (ws->state == CLOSING)
		lose(ws, "closed by us");
	else
		lose(ws, ws->reason[0] != '\0' ? ws->reason
		    : "the connection broke");
}

static void on_peer_closes(struct ws *ws, const unsigned char *data,
    size_t n)
{
	struct text t;

	text_init(&t, ws->reason, sizeof(ws->reason));
	text_add(&t, "closed by the peer");
	if (n >= 2)
		text_addf(&t, " with %d", data[0] * 256 + data[1]);
}

/* This address is no good. The next one is not tried from here, as this may
 * run inside the call that tries the first. */
static void on_refused(struct ws *ws, const char *text, size_t n)
{
	detach(ws);
	if (ws->state != OPENING) {
		lose(ws, "the connection broke");
		return;
	}
	if (text != NULL)
		set_reason(ws, "opening failed: ", text, n);
	else
		set_reason(ws, "opening failed: no answer", "", 0);
	/* Somebody was there, and refused the upgrade (the library's words
	 * begin with HS:) or was not whom we trust: no second try. */
	if (strstr(ws->reason, "HS:") != NULL ||
	    strstr(ws->reason, "SSL") != NULL)
		ws->address_next = ws->address_count;
	timer_start(&ws->retry, ws->client->loop, 0, connect_next, ws);
}

/* --- the library's news --- */

static int handle(struct ws *ws, enum lws_callback_reasons reason,
    void *in, size_t length)
{
	switch ((int)reason) {
	case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
	case LWS_CALLBACK_CLOSED_CLIENT_HTTP:
		on_refused(ws, in, length);
		return 0;
	case LWS_CALLBACK_CLIENT_ESTABLISHED:
		on_established(ws);
		return 0;
	case LWS_CALLBACK_CLIENT_RECEIVE:
		on_piece(ws, in, length);
		return 0;
	case LWS_CALLBACK_CLIENT_RECEIVE_PONG:
		if (ws->state == OPEN)
			hear(ws);
		return 0;
	case LWS_CALLBACK_CLIENT_WRITEABLE:
		return write_one(ws);
	case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
		on_peer_closes(ws, in, length);
		return 0;
	case LWS_CALLBACK_CLIENT_CLOSED:
	case LWS_CALLBACK_WSI_DESTROY:
		detach(ws);
		on_closed(ws);
		return 0;
	default:
		return 0;
	}
}

int ws_take_news(struct ws *ws, struct lws *wsi,
    enum lws_callback_reasons reason, void *in, size_t length)
{
	int result;

	/* Still inside the connect call it may not be known yet. */
	if (ws->wsi == NULL && reason != LWS_CALLBACK_WSI_DESTROY)
		ws->wsi = wsi;
	enter(ws);
	result = handle(ws, reason, in, length);
	leave(ws);
	return result;
}

/* --- what the owner asks for --- */

bool ws_send(struct ws *ws, const char *text, size_t n)
{
	if (ws->state != OPEN || ws->queue.count >= WS_OUTPUT_MAX ||
	    n > WS_OUTPUT_MAX_BYTES - ws->queue.bytes)
		return false;
	ws_queue_push(&ws->queue, text, n, LWS_PRE);
	lws_callback_on_writable(ws->wsi);
	return true;
}

void ws_close(struct ws *ws, int code)
{
	int64_t wait_ms = WS_CLOSE_MS;

	if (ws->state == CLOSING || ws->state == LOST)
		return;
	/* Nobody to say goodbye to: lost() comes with the next tick. */
	if (ws->state == OPENING) {
		stop(ws);
		wait_ms = 0;
	}
	ws->state = CLOSING;
	ws->close_code = code;
	timer_stop(&ws->silence);
	timer_start(&ws->deadline, ws->client->loop, wait_ms, on_deadline, ws);
	if (ws->wsi != NULL)
		lws_callback_on_writable(ws->wsi);
}

bool ws_is_open(const struct ws *ws)
{
	return ws->state == OPEN;
}

unsigned ws_dropped_count(const struct ws *ws)
{
	return ws->dropped;
}
