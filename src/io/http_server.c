/* SPDX-License-Identifier: MIT
 *
 * http_server: see http_server.h. An exchange belongs to two: the connection
 * and whoever has to answer. The last one to let go frees it; so an answer
 * may come late, and a client may leave early.
 */
#include "io/http_server.h"
#include "io/http_headers.h"

#include <libwebsockets.h>
#include <openssl/ssl.h>

#include "base/memory.h"
#include "base/text.h"
#include "io/listen.h"

enum {
	ANSWER_HEADER_BYTES = 1024,
};

struct http_exchange {
	struct http_server *server;	/* NULL: freed */
	struct lws *wsi;		/* NULL: the client is gone */
	bool handed_up;			/* somebody has to answer */
	bool answered;
	const char *method;
	char path[HTTP_SERVER_PATH_SIZE];
	char query[HTTP_SERVER_QUERY_SIZE];
	char *headers[HTTP_SERVER_HEADERS_MAX];
	char *body;
	size_t body_length, body_wanted;
	int status;
	char content_type[80];
	char etag[HTTP_SERVER_ETAG_SIZE];	/* "" = none */
	bool is_public;
	char *answer;
	size_t answer_length;
	struct timer deadline;
	struct http_exchange *next, **previous;	/* of the server's */
};

struct http_server {
	struct loop *loop;
	struct http_server_options options;
	struct lws_vhost *vhost;
	int connections;
	struct http_exchange *exchanges;
	bool freed;		/* waits for its last connection to go */
};

/* What libwebsockets keeps for us per connection. */
struct session {
	struct http_exchange *exchange;	/* NULL between requests */
};

/* --- an exchange's life --- */

static void exchange_unlink(struct http_exchange *e)
{
	timer_stop(&e->deadline);
	e->server = NULL;
	if (e->previous == NULL)
		return;
	*e->previous = e->next;
	if (e->next != NULL)
		e->next->previous = e->previous;
	e->previous = NULL;
}

static void exchange_free(struct http_exchange *e)
{
	size_t i;

	exchange_unlink(e);
	for (i = 0; i < HTTP_SERVER_HEADERS_MAX; i++)
		free(e->headers[i]);
	free(e->body);
	free(e->answer);
	free(e);
}

static struct http_exchange *exchange_new(struct http_server *server,
    struct lws *wsi)
{
	struct http_exchange *e = xcalloc(1, sizeof(*e));

	e->server = server;
	e->wsi = wsi;
	e->next = server->exchanges;
	e->previous = &server->exchanges;
	if (e->next != NULL)
		e->next->previous = &e->next;
	server->exchanges = e;
	return e;
}

/* The connection lets go. */
static void drop(struct session *session)
{
	struct http_exchange *e = session->exchange;

	session->exchange = NULL;
	if (e == NULL)
		return;
	e->wsi = NULL;
	if (!e->handed_up || e->answered)
		exchange_free(e);
}

static void set_answer(struct http_exchange *e, int status, const char *type,
    const char *body, size_t n)
{
	free(e->answer);
	e->status = status;
	(void)text_copy(e->content_type, sizeof(e->content_type),
	    type != NULL ? type : "text/plain; charset=utf-8");
	/* libwebsockets wants room in front. */
	e->answer = xcalloc(1, LWS_PRE + n + 1);
	if (n > 0)
		memcpy(e->answer + LWS_PRE, body, n);
	e->answer_length = n;
	if (e->wsi != NULL)
		lws_callback_on_writable(e->wsi);
}

void http_exchange_answer(struct http_exchange *e,
    const struct http_server_answer *answer)
{
	assert(e->handed_up && !e->answered);
	e->answered = true;
	timer_stop(&e->deadline);
	if (e->wsi == NULL) {
		exchange_free(e);
		return;
	}
	/* The deadline was faster, and its 503 is under way. */
	if (e->status != 0)
		return;
	e->is_public = answer->is_public;
	(void)text_copy(e->etag, sizeof(e->etag),
	    answer->etag != NULL ? answer->etag : "");
	if (answer->body_length > HTTP_SERVER_ANSWER_MAX_BYTES)
		set_answer(e, 500, NULL, "too large\n", 10);
	else
		set_answer(e, answer->status, answer->content_type,
		    answer->body, answer->body_length);
}

static void on_deadline(void *arg)
{
	struct http_exchange *e = arg;

	set_answer(e, 503, NULL, "no answer in time\n", 18);
}

const char *http_exchange_header(const struct http_exchange *e,
    const char *name)
{
	size_t i;

	for (i = 0; e->server != NULL && i < HTTP_SERVER_HEADERS_MAX; i++)
		if (e->server->options.headers[i] != NULL &&
		    strcmp(e->server->options.headers[i], name) == 0)
			return e->headers[i];
	return NULL;
}

/* --- taking a request in --- */

static void keep_headers(struct http_exchange *e)
{
	char value[HTTP_SERVER_HEADER_SIZE];
	size_t i;

	for (i = 0; i < HTTP_SERVER_HEADERS_MAX; i++) {
		const char *name = e->server->options.headers[i];

		if (name != NULL &&
		    http_headers_copy(e->wsi, name, value,
		    sizeof(value)) > 0)
			e->headers[i] = xstrdup(value);
	}
}

static void hand_up(struct http_exchange *e)
{
	struct http_server *server = e->server;
	struct http_server_request request = {
		.method = e->method, .path = e->path, .query = e->query,
		.body = e->body != NULL ? e->body : "",
		.body_length = e->body_length,
	};

	e->handed_up = true;
	timer_start(&e->deadline, server->loop,
	    HTTP_SERVER_ANSWER_DEADLINE_MS, on_deadline, e);
	/* libwebsockets' own patience is shorter. */
	lws_set_timeout(e->wsi, PENDING_TIMEOUT_HTTP_CONTENT,
	    HTTP_SERVER_ANSWER_DEADLINE_MS / 1000 + 5);
	server->options.callback(server->options.arg, &request, e);
}

/* The length of the body, or the negative of the status to refuse with. */
static int64_t body_length_of(struct lws *wsi)
{
	char digits[24];
	int64_t length;

	if (lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_TRANSFER_ENCODING) > 0)
		return -411;
	if (lws_hdr_copy(wsi, digits, sizeof(digits),
		WSI_TOKEN_HTTP_CONTENT_LENGTH) <= 0)
		return -411;
	if (!text_parse_int(digits, 0, INT64_MAX, &length))
		return -400;
	return length > HTTP_SERVER_BODY_MAX_BYTES ? -413 : length;
}

static int refuse(struct lws *wsi, int status)
{
	(void)lws_return_http_status(wsi, (unsigned)status, NULL);
	return -1;
}

/* The library's patience begins anew with each byte. */
static void on_body_late(void *arg)
{
	struct http_exchange *e = arg;

	lws_set_timeout(e->wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

static void await_body(struct http_exchange *e)
{
	int ms = e->server->options.body_deadline_ms;

	timer_start(&e->deadline, e->server->loop,
	    ms > 0 ? ms : HTTP_SERVER_BODY_DEADLINE_MS, on_body_late, e);
}

/* The library keeps the arguments apart; together again as they came. */
static bool copy_query(struct http_exchange *e)
{
	char piece[HTTP_SERVER_QUERY_SIZE];
	struct text t;
	int i, n;

	text_init(&t, e->query, sizeof(e->query));
	for (i = 0; ; i++) {
		n = lws_hdr_copy_fragment(e->wsi, piece, sizeof(piece),
		    WSI_TOKEN_HTTP_URI_ARGS, i);
		/* There are no more, or it does not fit. */
		if (n < 0)
			return !t.truncated && lws_hdr_fragment_length(e->wsi,
			    WSI_TOKEN_HTTP_URI_ARGS, i) == 0;
		text_addf(&t, "%s%s", i > 0 ? "&" : "", piece);
	}
}

static int on_request(struct http_server *server, struct session *session,
    struct lws *wsi, const char *path)
{
	struct http_exchange *e;
	char *uri = NULL;
	int uri_length = 0;
	int method = lws_http_get_uri_and_method(wsi, &uri, &uri_length);
	int64_t body_length = 0;

	if (method != LWSHUMETH_GET && method != LWSHUMETH_POST)
		return refuse(wsi, 405);
	if (method == LWSHUMETH_POST)
		body_length = body_length_of(wsi);
	if (body_length < 0)
		return refuse(wsi, (int)-body_length);
	drop(session);
	e = exchange_new(server, wsi);
	session->exchange = e;
	e->method = method == LWSHUMETH_POST ? "POST" : "GET";
	e->body_wanted = (size_t)body_length;
	if (!text_copy(e->path, sizeof(e->path), path) || !copy_query(e))
		return refuse(wsi, 414);
	keep_headers(e);
	if (body_length == 0)
		hand_up(e);
	else
		await_body(e);
	return 0;
}

static int on_body(struct http_exchange *e, const char *data, size_t n)
{
	if (e == NULL || n > e->body_wanted - e->body_length)
		return -1;
	if (n == 0)
		return 0;
	if (e->body == NULL)
		e->body = xcalloc(1, e->body_wanted + 1);
	memcpy(e->body + e->body_length, data, n);
	e->body_length += n;
	return 0;
}

/* --- sending the answer --- */

static int write_headers(struct http_exchange *e)
{
	unsigned char buffer[LWS_PRE + ANSWER_HEADER_BYTES];
	unsigned char *start = buffer + LWS_PRE, *at = start;
	unsigned char *end = buffer + sizeof(buffer) - 1;

	/* Not modified: what it says of a body is said of the one that the
	 * client has. */
	if (lws_add_http_common_headers(e->wsi, (unsigned)e->status,
		e->content_type, e->status == 304 ?
		LWS_ILLEGAL_HTTP_CONTENT_LEN : e->answer_length, &at,
		end) != 0)
		return -1;
	if (!http_headers_add(e->wsi, e->is_public, e->etag, &at, end))
		return -1;
	return lws_finalize_write_http_header(e->wsi, start, &at, end);
}

static int on_writable(struct session *session)
{
	struct http_exchange *e = session->exchange;
	struct lws *wsi;
	bool written;

	if (e == NULL || e->status == 0)
		return 0;
	wsi = e->wsi;
	if (write_headers(e) != 0)
		return -1;
	written = lws_write(wsi, (unsigned char *)e->answer + LWS_PRE,
	    e->answer_length, LWS_WRITE_HTTP_FINAL) >= (int)e->answer_length;
	drop(session);
	/* 0 keeps the connection for the next request. */
	return !written || lws_http_transaction_completed(wsi) != 0 ? -1 : 0;
}

/* --- libwebsockets --- */

static int on_connection(struct http_server *server, struct lws *wsi)
{
	if (server->connections >= HTTP_SERVER_CONNECTIONS_MAX)
		return -1;
	server->connections++;
	lws_set_opaque_user_data(wsi, server);
	return 0;
}

static int handle(struct http_server *server, struct lws *wsi,
    enum lws_callback_reasons reason, struct session *session, void *in,
    size_t length)
{
	switch ((int)reason) {
	case LWS_CALLBACK_HTTP:
		return on_request(server, session, wsi, in);
	case LWS_CALLBACK_HTTP_BODY:
		return on_body(session->exchange, in, length);
	case LWS_CALLBACK_HTTP_BODY_COMPLETION:
		/* Also said about a request without a body. */
		if (session->exchange != NULL &&
		    !session->exchange->handed_up)
			hand_up(session->exchange);
		return 0;
	case LWS_CALLBACK_HTTP_WRITEABLE:
		return on_writable(session);
	case LWS_CALLBACK_HTTP_DROP_PROTOCOL:
	case LWS_CALLBACK_CLOSED_HTTP:
		drop(session);
		return 0;
	default:
		return 0;
	}
}

static int on_library(struct lws *wsi, enum lws_callback_reasons reason,
    void *user, void *in, size_t length)
{
	struct http_server *server;

	/* Housekeeping comes without a connection, or with a fake one. */
	if (wsi == NULL || reason == LWS_CALLBACK_GET_THREAD_ID ||
	    reason == LWS_CALLBACK_PROTOCOL_INIT ||
	    reason == LWS_CALLBACK_PROTOCOL_DESTROY)
		return 0;
	if (reason == LWS_CALLBACK_SERVER_NEW_CLIENT_INSTANTIATED) {
		server = lws_vhost_user(lws_get_vhost(wsi));
		return server->freed ? -1 : on_connection(server, wsi);
	}
	server = lws_get_opaque_user_data(wsi);
	if (server == NULL)
		return 0;
	/* Afterwards the loop may be going away as well. */
	if (!server->freed)
		loop_enter(server->loop);
	if (reason == LWS_CALLBACK_WSI_DESTROY)
		server->connections--;
	else if (reason == LWS_CALLBACK_USER)
		lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK,
		    LWS_TO_KILL_ASYNC);
	if (user == NULL)
		return 0;
	return handle(server, wsi, reason, user, in, length);
}

static const struct lws_protocols protocols[] = {
	{ .name = "http-server", .callback = on_library,
	    .per_session_data_size = sizeof(struct session) },
	{ .name = NULL },
};

/* The library's last word about a vhost, whatever became of it; its
 * LWS_CALLBACK_PROTOCOL_DESTROY does not come where the loop never ran. */
static void on_vhost_gone(struct lws_vhost *vhost UNUSED, void *arg)
{
	struct http_server *server = arg;

	/* Else http_server_new() is still at work, and sees to it. */
	if (server->freed)
		free(server);
}

static void set_tls(struct lws_context_creation_info *info,
    const struct http_server_options *options)
{
	if (options->certificate_file == NULL ||
	    options->certificate_file[0] == '\0')
		return;
	info->ssl_cert_filepath = options->certificate_file;
	info->ssl_private_key_filepath = options->key_file;
	info->options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info->alpn = "http/1.1";	/* a stream of h2 is not a connection */
	info->ssl_options_set = SSL_OP_NO_SSLv3 | SSL_OP_NO_TLSv1 |
	    SSL_OP_NO_TLSv1_1 | SSL_OP_NO_RENEGOTIATION;
}

struct http_server *http_server_new(struct loop *loop,
    const struct http_server_options *options)
{
	struct http_server *server;
	struct lws_context_creation_info info;
	const char *address = options->address != NULL ? options->address
	    : "127.0.0.1";

	/* Asked beforehand: a vhost that cannot have its address stays on the
	 * library's list of those to try again, every 30 s, also when it is
	 * long freed (4.1.6). */
	if (!listen_is_possible(address, options->port))
		return NULL;
	server = xcalloc(1, sizeof(*server));
	server->loop = loop;
	server->options = *options;
	memset(&info, 0, sizeof(info));
	info.port = options->port;
	info.iface = address;
	info.protocols = protocols;
	info.vhost_name = protocols[0].name;
	info.user = server;
	info.finalize = on_vhost_gone;
	info.finalize_arg = server;
	info.keepalive_timeout = 30;
	set_tls(&info, options);
	/* With IPv6 switched off "::1" would mean everywhere. */
	info.options |= LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
	    (strchr(info.iface, ':') == NULL ? LWS_SERVER_OPTION_DISABLE_IPV6 :
	    LWS_SERVER_OPTION_IPV6_V6ONLY_MODIFY |
	    LWS_SERVER_OPTION_IPV6_V6ONLY_VALUE);
	server->vhost = lws_create_vhost(loop_context(loop), &info);
	if (server->vhost == NULL) {
		free(server);
		return NULL;
	}
	return server;
}

uint16_t http_server_port(const struct http_server *server)
{
	return (uint16_t)lws_get_vhost_listen_port(server->vhost);
}

void http_server_free(struct http_server *server)
{
	if (server == NULL)
		return;
	server->freed = true;
	while (server->exchanges != NULL)
		exchange_unlink(server->exchanges);
	/* To every connection that is left; the library works on a copy of
	 * the protocols. */
	lws_callback_all_protocol_vhost_args(server->vhost,
	    lws_vhost_name_to_protocol(server->vhost, protocols[0].name),
	    LWS_CALLBACK_USER, NULL, 0);
	/* on_vhost_gone() frees the rest, now or with the loop. */
	lws_vhost_destroy(server->vhost);
}
