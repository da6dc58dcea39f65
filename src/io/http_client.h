/* SPDX-License-Identifier: MIT
 *
 * http_client: outgoing HTTP and HTTPS calls (libcurl). Each call is exactly
 * one attempt: no redirects, no retries, so that whoever asked decides what a
 * lost answer means. Bodies are bytes; what they say, how fast one may call
 * and which hosts are allowed is decided above (src/services).
 */
#ifndef INCBOT_IO_HTTP_CLIENT_H
#define INCBOT_IO_HTTP_CLIENT_H

#include "base/base.h"
#include "io/loop.h"

struct resolver;
struct secret;
struct tls_trust;

#define HTTP_CALLS_MAX 256		/* open at a time, waiting included */
#define HTTP_ACTIVE_MAX 32		/* on the wire at a time */
#define HTTP_ACTIVE_PER_HOST_MAX 8	/* connections, not h2 streams */
#define HTTP_HEADERS_MAX 16
#define HTTP_DEADLINE_MS 10000
#define HTTP_CONNECT_DEADLINE_MS 3000
#define HTTP_BODY_LIMIT_BYTES (1024 * 1024)
#define HTTP_HEADER_LIMIT_BYTES (64 * 1024)
/* A connection idle for longer is not used again. */
#define HTTP_IDLE_MAX_S 30

struct http_client;
struct http_call;

/* loop, resolver and trust outlive the client. One client a process. */
NODISCARD struct http_client *http_client_new(struct loop *loop,
    struct resolver *resolver, const struct tls_trust *trust);
/* Open calls are answered first (not sent, or ambiguous). Allowed in any
 * callback. */
void http_client_free(struct http_client *client);

struct http_header {
	const char *name;
	const char *value;
};

/* A letter instead of a call: the URL is smtp:// or smtps://, the body the
 * whole message, and the answer's status what the server said last (250, 451,
 * 550), 0 if it said nothing. One recipient: several would fail together. */
struct mail_envelope {
	const char *from;		/* "incbot@example.com" */
	const char *to;			/* "" = nothing is sent: is the server
					   there, does it know us? */
	const char *user;		/* AUTH; "" = none */
	const struct secret *password;
	bool starttls;			/* smtp://: not a word before it */
};

struct http_request {
	const char *method;		/* "GET", "POST", "PUT", ... */
	const char *url;		/* http:// or https://, without user */
	const struct http_header *headers;
	size_t header_count;		/* at most HTTP_HEADERS_MAX */
	const struct secret *bearer;	/* Authorization: Bearer; NULL: none */
	const char *body;		/* NULL: no body. Calls that change
					   something should have one: libcurl
					   may repeat a call without body if a
					   kept connection turns out dead. */
	size_t body_length;
	int64_t deadline_ms;		/* all of it; 0 = HTTP_DEADLINE_MS */
	int64_t connect_deadline_ms;	/* 0 = HTTP_CONNECT_DEADLINE_MS */
	const struct mail_envelope *mail;	/* NULL: HTTP */
	size_t body_limit_bytes;	/* of the answer;
					   0 = HTTP_BODY_LIMIT_BYTES */
};

enum http_outcome {
	HTTP_OK_ANSWER,		/* a whole answer came, of whatever status */
	HTTP_NOT_SENT,		/* certainly not one byte of the request left:
				   name, connection, TLS, full queue */
	HTTP_AMBIGUOUS,		/* it may have been carried out: the answer
				   is missing, cut short or too large */
};

struct http_response {
	enum http_outcome outcome;
	int status;			/* 200, 429, ...; 0 if none came */
	const char *body;		/* NUL-terminated; "" if none */
	size_t body_length;
	int64_t retry_after_ms;		/* of Retry-After, or until a used
					   up limit begins anew; 0 = none */
	const char *content_type;	/* "" if none */
	const char *error;		/* for logs; "" if HTTP_OK_ANSWER */
	struct http_call *call;		/* for http_response_header() */
};

/* The response lives until the callback returns. */
typedef void http_cb(void *arg, const struct http_response *response);

/* Copies all of the request. The callback runs exactly once, never inside
 * this call, unless the call is cancelled. NULL, and no callback, if
 * HTTP_CALLS_MAX are open or the request is malformed (scheme, user in the
 * URL, line breaks in headers, too many headers). The handle is for
 * http_cancel() only and dies with the callback. */
struct http_call *http_send(struct http_client *client,
    const struct http_request *request, http_cb *callback, void *arg);

/* No callback will come; the request may have been sent. */
void http_cancel(struct http_call *call);

/* A header of the answer, or NULL; lives as long as the response. */
const char *http_response_header(const struct http_response *response,
    const char *name);

/* Calls not answered yet, waiting ones included. */
size_t http_open_calls(const struct http_client *client);

#endif
