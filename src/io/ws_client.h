/* SPDX-License-Identifier: MIT
 *
 * ws_client: outgoing WebSockets (libwebsockets): text in, text out, and one
 * word when it is over. A struct ws is one connection from opening to loss;
 * it is never made again, whoever wants another opens another. However it
 * ends (refused, no answer to the upgrade, closed, silent, a broken write),
 * `lost` is called exactly once. Knows nothing of what the messages say.
 */
#ifndef INCBOT_IO_WS_CLIENT_H
#define INCBOT_IO_WS_CLIENT_H

#include "base/base.h"
#include "io/loop.h"

struct resolver;
struct tls_trust;

#define WS_MESSAGE_MAX_BYTES (1024 * 1024)	/* larger: closed with 1009 */
#define WS_OUTPUT_MAX 256			/* messages waiting to be sent */
#define WS_OUTPUT_MAX_BYTES (1024 * 1024)	/* all of them together */
#define WS_HANDSHAKE_MS 15000		/* name, TCP, TLS and upgrade */
#define WS_PING_MS 10000		/* of silence, then we ping */
#define WS_DEAD_MS 30000		/* of silence in all */
#define WS_CLOSE_MS 2000		/* for the peer's Close */

struct ws_client;
struct ws;

/* What all connections of a loop share: libwebsockets' side of things, name
 * lookup, whom to trust. loop, resolver and trust outlive it. One a loop.
 * NULL if libwebsockets refuses. */
NODISCARD struct ws_client *ws_client_new(struct loop *loop,
    struct resolver *resolver, const struct tls_trust *trust);
/* After all its connections are freed, and before the loop. */
void ws_client_free(struct ws_client *client);

struct ws_events {
	void *arg;
	void (*opened)(void *arg);
	/* A whole text message, NUL-terminated; lives until this returns.
	 * Binary messages are dropped, see ws_dropped_count(). */
	void (*message)(void *arg, const char *text, size_t length);
	/* Exactly once unless freed before, never inside one of the calls
	 * below, and nothing after it. reason is for the log. The connection
	 * still has to be freed (here, if one likes). */
	void (*lost)(void *arg, const char *reason);
};

struct ws_options {
	const char *url;	/* ws:// or wss://; copied, never logged */
	int64_t handshake_ms;	/* 0: the defaults above */
	int64_t ping_ms;
	int64_t dead_ms;
};

/* Begins to connect. NULL if the address is malformed. */
NODISCARD struct ws *ws_open(struct ws_client *client,
    const struct ws_options *options, const struct ws_events *events);
/* At once, without a Close, and no callback will come. Allowed in any
 * callback; NULL is allowed. */
void ws_free(struct ws *ws);

/* One unfragmented text frame; copied. False, and nothing will be sent, if it
 * is not open, is closing, or too much waits. */
bool ws_send(struct ws *ws, const char *text, size_t length);

/* Sends what waits, then Close with this code, and waits for the peer's, at
 * most WS_CLOSE_MS; then `lost`. Messages that still come are dropped. */
void ws_close(struct ws *ws, int code);

bool ws_is_open(const struct ws *ws);
/* Binary messages dropped so far. */
unsigned ws_dropped_count(const struct ws *ws);

#endif
