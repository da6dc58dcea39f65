/* SPDX-License-Identifier: MIT
 *
 * ws_client: outgoing WebSockets (libwebsockets): text in, text out, and one
 * word when it is over. The many ways in which libwebsockets shows a lost
 * connection all end in one call of `lost`. Knows nothing of what the
 * messages say or whether to connect again.
 */
#ifndef INCBOT_IO_WS_CLIENT_H
#define INCBOT_IO_WS_CLIENT_H

#include "base/base.h"
#include "io/loop.h"

struct resolver;
struct tls_trust;

#define WS_MESSAGE_MAX_BYTES (1024 * 1024)	/* larger: closed with 1009 */
#define WS_OUTPUT_MAX 256		/* messages waiting to be sent */
#define WS_HANDSHAKE_MS 15000		/* name, TCP, TLS and upgrade */
#define WS_PING_MS 10000		/* our own pings */
#define WS_DEAD_MS 30000		/* without one inbound byte */
#define WS_CLOSE_MS 2000		/* for the peer's Close */

struct ws_client;
struct ws;

/* loop, resolver and trust outlive it. NULL if libwebsockets refuses. */
NODISCARD struct ws_client *ws_client_new(struct loop *loop,
    struct resolver *resolver, const struct tls_trust *trust);
/* After all its connections are freed. */
void ws_client_free(struct ws_client *client);

struct ws_events {
	void *arg;
	void (*opened)(void *arg);
	/* A whole text message, NUL-terminated; lives until it returns.
	 * Binary messages are dropped. */
	void (*message)(void *arg, const char *text, size_t length);
	/* Exactly once, never inside ws_open(), and nothing after it: refused,
	 * closed, silent, broken. `reason` is for the log. */
	void (*lost)(void *arg, const char *reason);
};

struct ws_options {
	const char *url;	/* ws:// or wss://; copied, never logged */
	int64_t handshake_ms;	/* 0: the defaults above */
	int64_t ping_ms;
	int64_t dead_ms;
};

/* Begins to connect. NULL if the address is malformed. The caller ends it
 * with ws_free(), in any callback or outside. */
NODISCARD struct ws *ws_open(struct ws_client *client,
    const struct ws_options *options, const struct ws_events *events);
/* No callback will come; the connection is dropped without a Close. */
void ws_free(struct ws *ws);

/* One unfragmented frame. False if it is not open or too much waits. */
bool ws_send(struct ws *ws, const char *text, size_t length);

/* Sends Close and waits for the peer's, at most WS_CLOSE_MS; then `lost`. */
void ws_close(struct ws *ws, int code);

bool ws_is_open(const struct ws *ws);

#endif
