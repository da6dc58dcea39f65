/* SPDX-License-Identifier: MIT
 *
 * redis_connection: one connection to one Redis, kept up. hiredis formats
 * commands and parses replies; the bytes travel over io/stream.c, so that
 * everything has a deadline and TLS works with any hiredis. Knows Redis'
 * protocol, not what is stored: the ledger does (src/services).
 *
 * Pipelined: commands given during one tick leave in one write and, at the
 * server, share one fsync. A lost connection is made again by itself, after a
 * pause that grows from REDIS_PAUSE_MIN_MS to REDIS_PAUSE_MAX_MS with jitter.
 */
#ifndef INCBOT_IO_REDIS_CONNECTION_H
#define INCBOT_IO_REDIS_CONNECTION_H

#include "base/base.h"
#include "io/loop.h"

struct redisReply;
struct resolver;
struct ssl_ctx_st;
struct url;

#define REDIS_IN_FLIGHT_MAX 1024
#define REDIS_OUTPUT_MAX_BYTES (8 * 1024 * 1024)
#define REDIS_REPLY_MAX_BYTES (16 * 1024 * 1024)
#define REDIS_REPLY_MAX_ELEMENTS (1024 * 1024)
#define REDIS_DEADLINE_MS 2000
#define REDIS_CONNECT_DEADLINE_MS 2000
#define REDIS_PAUSE_MIN_MS 50
#define REDIS_PAUSE_MAX_MS 1000

struct redis_connection;

struct redis_options {
	const struct url *url;		/* copied; user, password, db too */
	struct resolver *resolver;	/* NULL is fine for unix sockets */
	struct ssl_ctx_st *tls;		/* rediss only; outlives the thing */
	const char *client_name;	/* for CLIENT LIST; NULL = none */
};

/* up: commands are taken from now on. Not up: the reason, in words without
 * secrets, once per loss and once for every attempt that failed since. */
typedef void redis_state_cb(void *arg, bool up, const char *reason);

/* Begins to connect; all news come through the callback, later. Wrong
 * passwords and the like are failed attempts as well: they may be mended on
 * the other side. */
NODISCARD struct redis_connection *redis_open(struct loop *loop,
    const struct redis_options *options, redis_state_cb *callback, void *arg);
/* Every command in flight is answered with NULL first, the state callback is
 * not called. Allowed in any callback. */
void redis_free(struct redis_connection *c);

bool redis_is_up(const struct redis_connection *c);
size_t redis_in_flight(const struct redis_connection *c);
struct loop *redis_loop(const struct redis_connection *c);

/* The reply lives until the callback returns; errors are replies too. NULL:
 * no answer came (lost connection, deadline): the command may or may not have
 * been carried out. */
typedef void redis_reply_cb(void *arg, const struct redisReply *reply);

struct redis_command {
	size_t argc;
	const char *const *argv;
	const size_t *lengths;	/* NULL: each argument is a string */
	int64_t deadline_ms;	/* from now; 0 = REDIS_DEADLINE_MS */
	redis_reply_cb *callback;
	void *arg;
};

/* Copies the arguments. True: the callback will run exactly once, and not
 * inside this call. False: certainly nothing was sent, since the connection
 * is not up or too much is in flight; the callback will not run. A command
 * that passes its deadline takes the connection down with it. */
NODISCARD bool redis_send(struct redis_connection *c,
    const struct redis_command *command);

#endif
