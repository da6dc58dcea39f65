/* SPDX-License-Identifier: MIT
 *
 * stream: one outgoing connection as a stream of bytes: TCP, TCP with TLS, or
 * a unix socket, made without blocking and with a deadline over name lookup,
 * connect and handshake together. Does not know what the bytes say and does
 * not reconnect; io/redis_connection.c does both.
 */
#ifndef INCBOT_IO_STREAM_H
#define INCBOT_IO_STREAM_H

#include "base/base.h"
#include "io/loop.h"

struct resolver;
struct tls_trust;
struct url;

struct stream;

struct stream_options {
	const struct url *url;		/* redis, rediss or unix; copied */
	struct resolver *resolver;	/* may be NULL for unix */
	struct ssl_ctx_st *tls;		/* for rediss; outlives the stream */
	int64_t connect_deadline_ms;
	size_t output_limit_bytes;	/* unsent bytes that may queue up */
	void (*connected)(void *arg);
	void (*received)(void *arg, const char *data, size_t n);
	/* Exactly once, unless the stream is freed before; nothing else is
	 * called afterwards. reason lives until the callback returns. */
	void (*lost)(void *arg, const char *reason);
	void *arg;
};

/* Never NULL and never calls back inside this call; all failures arrive as
 * lost(). */
NODISCARD struct stream *stream_open(struct loop *loop,
    const struct stream_options *options);

/* Copies the bytes; what is written during one tick leaves in one piece at
 * its end. False, and nothing queued, if the stream is not connected or the
 * limit would be passed. */
NODISCARD bool stream_write(struct stream *s, const char *data, size_t n);

/* Closes at once, unsent bytes are dropped. Allowed in any callback. */
void stream_free(struct stream *s);

#endif
