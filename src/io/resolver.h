/* SPDX-License-Identifier: MIT
 *
 * resolver: names to addresses without blocking the loop. libwebsockets and
 * hiredis would both call getaddrinfo() on the loop's thread and freeze it
 * for seconds; here one small thread does the waiting. Answers are kept for a
 * while, addresses and "localhost" need no thread at all. Does not connect.
 */
#ifndef INCBOT_IO_RESOLVER_H
#define INCBOT_IO_RESOLVER_H

#include "base/base.h"
#include "io/loop.h"

#include <sys/socket.h>

#define RESOLVER_ADDRESSES_MAX 8
#define RESOLVER_CACHE_MS (10 * 60 * 1000)
#define RESOLVER_HOST_SIZE 256

struct resolver;

/* The loop outlives the resolver. NULL if no thread or descriptor is to be
 * had. */
NODISCARD struct resolver *resolver_new(struct loop *loop);
/* Questions still open are dropped unanswered. Not from inside an answer.
 * Does not wait for a lookup under way. */
void resolver_free(struct resolver *resolver);

struct address {
	struct sockaddr_storage storage;
	socklen_t length;
};

/* Writes "192.0.2.1" or "::1", for logs and for libwebsockets. */
#define ADDRESS_TEXT_SIZE 48
void address_format(const struct address *a, char *out, size_t size);

struct resolver_answer {
	const struct address *addresses;	/* best first, port filled in */
	size_t count;				/* 0: failed, see error */
	const char *error;			/* fixed words; "" if none */
};

/* The answer lives until the callback returns. */
typedef void resolver_cb(void *arg, const struct resolver_answer *answer);

/* A question. The caller keeps the struct in place until it is answered or
 * cancelled; all zero is a question nobody asked. */
struct resolver_query {
	struct resolver *resolver;	/* NULL while not asked */
	struct resolver_query *next;
	char host[RESOLVER_HOST_SIZE];
	uint16_t port;
	uint64_t lookup;		/* which lookup it waits for */
	struct timer timer;		/* the deadline, or "answer soon" */
	resolver_cb *callback;
	void *arg;
};

/* Answers exactly once, never inside this call, at the latest after
 * deadline_ms (with the error "timed out"). Must not be asked already. */
void resolver_ask(struct resolver *resolver, struct resolver_query *query,
    int64_t deadline_ms, resolver_cb *callback, void *arg);
/* Sets whom to look for. False if the name is empty or too long. */
NODISCARD bool resolver_query_set(struct resolver_query *query,
    const char *host, uint16_t port);
/* No answer will come. Allowed at any time. */
void resolver_cancel(struct resolver_query *query);

/* Drops a kept answer, after its addresses turned out to be no good: the
 * next question asks anew. */
void resolver_forget(struct resolver *resolver, const char *host);

#endif
