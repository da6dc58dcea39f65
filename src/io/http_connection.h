/* SPDX-License-Identifier: MIT
 *
 * http_connection: one connection to an HTTP server: made for a request, kept
 * for the next ones, one request at a time. Says of what went wrong whether a
 * byte of the request had left. Which call gets which connection is
 * io/http_client.c's affair; only that file includes this.
 */
#ifndef INCBOT_IO_HTTP_CONNECTION_H
#define INCBOT_IO_HTTP_CONNECTION_H

#include "base/base.h"
#include "base/url.h"
#include "io/http_answer.h"
#include "io/stream.h"

/* Who is connected to: what of a URL two requests must have in common to share
 * a connection. */
struct http_target {
	enum url_scheme scheme;
	char host[256];
	uint16_t port;
};

/* A request and what comes of it; whoever asks keeps it in place until then. */
struct http_question {
	char *text;		/* head and body */
	size_t length;
	struct http_answer answer;
	void *asker;
};

struct http_connection;

struct http_connection_events {
	/* The answer is whole, or it is bad or cut short: it says so itself.
	 * The connection is free for another request, or dies with this. */
	void (*answered)(void *arg, struct http_connection *c);
	/* It was lost before an answer began; `sent` = a byte of the request
	 * may have arrived. The connection dies with this. */
	void (*failed)(void *arg, struct http_connection *c, bool sent,
	    const char *reason);
	/* It was idle, and its time is over. It dies with this. */
	void (*expired)(void *arg, struct http_connection *c);
	void *arg;
};

struct http_connection_options {
	struct loop *loop;
	struct resolver *resolver;
	struct ssl_ctx_st *tls;		/* may be NULL for http */
	int64_t connect_ms;		/* for all addresses, TLS included */
	struct http_connection_events events;
};

struct http_connection {
	struct http_connection *next;	/* the client's list */
	struct http_target target;
	struct http_connection_events events;
	struct loop *loop;
	struct stream *stream;
	bool is_open;
	bool was_used;		/* a request before this one was answered */
	uint64_t written;	/* bytes, before the present request */
	struct http_question *question;	/* under way; NULL = idle */
	struct timer idle;
};

/* Begins to connect. */
NODISCARD struct http_connection *http_connection_open(
    const struct http_target *target,
    const struct http_connection_options *options);
void http_connection_free(struct http_connection *c);

/* Of one that is idle, or new: sends it as soon as the connection is open. */
void http_connection_ask(struct http_connection *c,
    struct http_question *question);

/* A byte of the present request has left. */
bool http_connection_has_sent(const struct http_connection *c);

/* The question has been answered. False if the connection is good for no other
 * one; else it waits for one. */
NODISCARD bool http_connection_rest(struct http_connection *c);

#endif
