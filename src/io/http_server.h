/* SPDX-License-Identifier: MIT
 *
 * http_server: a small inbound HTTP server (libwebsockets) for health,
 * metrics and webhooks. Loopback unless told otherwise; TLS if it is given a
 * certificate, else a reverse proxy does that. Takes GET and POST, checks
 * sizes, hands whole requests up.
 * Which paths there are, and whose signature is good, is decided above.
 *
 * What never gets that far: other methods (405), a POST without a length, so
 * chunked too (411), a body over HTTP_SERVER_BODY_MAX_BYTES (413), more than
 * HTTP_SERVER_CONNECTIONS_MAX connections (hung up), headers of more than 4 kB
 * (hung up), slow ones (hung up after 5 to 10 s), a body that comes in drops
 * (hung up after HTTP_SERVER_BODY_DEADLINE_MS).
 */
#ifndef INCBOT_IO_HTTP_SERVER_H
#define INCBOT_IO_HTTP_SERVER_H

#include "base/base.h"
#include "io/loop.h"

#define HTTP_SERVER_BODY_MAX_BYTES (256 * 1024)
#define HTTP_SERVER_CONNECTIONS_MAX 64
#define HTTP_SERVER_ANSWER_MAX_BYTES (1024 * 1024)
#define HTTP_SERVER_ANSWER_DEADLINE_MS 10000
#define HTTP_SERVER_BODY_DEADLINE_MS 20000
#define HTTP_SERVER_PATH_SIZE 256
#define HTTP_SERVER_QUERY_SIZE 1024
#define HTTP_SERVER_HEADER_SIZE 512
#define HTTP_SERVER_HEADERS_MAX 12
#define HTTP_SERVER_ETAG_SIZE 32

struct http_server;
/* A request that is to be answered. */
struct http_exchange;

struct http_server_request {
	const char *method;	/* "GET" or "POST" */
	const char *path;	/* decoded, begins with '/' */
	const char *query;	/* as it came; "" if none */
	const char *body;	/* NUL-terminated */
	size_t body_length;
};

/* The request lives until this returns. The exchange must be answered exactly
 * once, here or later; the client may be gone by then, which does no harm.
 * After HTTP_SERVER_ANSWER_DEADLINE_MS the client is told 503. */
typedef void http_server_cb(void *arg,
    const struct http_server_request *request,
    struct http_exchange *exchange);

struct http_server_options {
	const char *address;	/* NULL: 127.0.0.1 */
	uint16_t port;		/* 0: any free one */
	/* PEM files, for TLS; NULL or "": without. The certificate may be
	 * followed by its chain. */
	const char *certificate_file;
	const char *key_file;
	/* Headers whose values are wanted, in lower case; static strings. */
	const char *headers[HTTP_SERVER_HEADERS_MAX];
	int body_deadline_ms;	/* 0: HTTP_SERVER_BODY_DEADLINE_MS */
	http_server_cb *callback;
	void *arg;
};

/* NULL if it cannot listen there, or the certificate is not good. */
NODISCARD struct http_server *http_server_new(struct loop *loop,
    const struct http_server_options *options);
/* Before the loop. Stops listening and hangs up; exchanges that are still
 * open have to be answered all the same. */
void http_server_free(struct http_server *server);
uint16_t http_server_port(const struct http_server *server);

/* A wanted header of the request, or NULL; until the exchange is answered. */
const char *http_exchange_header(const struct http_exchange *exchange,
    const char *name);

struct http_server_answer {
	int status;
	const char *content_type;	/* NULL: text/plain; charset=utf-8 */
	const char *body;		/* copied; NULL: none */
	size_t body_length;
	const char *etag;	/* with its quotes; NULL: none. What the
				   client has already is answered by 304 */
	bool is_public;		/* for anybody: may be kept for half a
				   minute, read by scripts of other sites,
				   and itself runs none */
};

/* The exchange is not to be used afterwards. A body that is too large becomes
 * a 500. */
void http_exchange_answer(struct http_exchange *exchange,
    const struct http_server_answer *answer);

#endif
