/* SPDX-License-Identifier: MIT
 *
 * server: the least of Slack that a bot needs to be measured: a Web API that
 * says yes to everything at once, and one end of Socket Mode that counts
 * nothing but envelopes and acks. No model, no checks, no limits, so that
 * what is measured is the bot; tests/workspace is the faithful one. One
 * thread, one epoll set. Read next: load.c.
 */
#ifndef INCBOT_TESTS_BENCH_SERVER_H
#define INCBOT_TESTS_BENCH_SERVER_H

#include "base/base.h"

#define CONNECTIONS_MAX 1024

struct server;

struct server_callbacks {
	void *arg;
	void (*up)(void *arg);	/* a socket is there; hello was sent */
	void (*ack)(void *arg, int64_t envelope);
	void (*post)(void *arg, const char *channel, const char *text);
};

NODISCARD struct server *server_new(int port,
    const struct server_callbacks *callbacks);
void server_free(struct server *server);

/* Waits for something to happen, at most timeout_ms, and deals with it. */
void server_step(struct server *server, int timeout_ms);
/* Somebody else's descriptor in the same wait; readable() says whether. */
void server_watch(struct server *server, int descriptor);
bool server_readable(struct server *server);

bool server_is_up(const struct server *server);
/* A text frame to the bot. */
void server_send(struct server *server, const char *text, size_t length);
/* Calls of the Web API so far. */
uint64_t server_calls(const struct server *server);

int64_t now_ns(void);

#endif
