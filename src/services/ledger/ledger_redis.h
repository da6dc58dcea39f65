/* SPDX-License-Identifier: MIT
 *
 * ledger_redis: the ledger over one Redis. All keys of a workspace carry the
 * tag {ib:<name>:<shard>}; every call is one script and one round trip, and
 * calls of one tick travel and reach the disk together. Where replicas are
 * wanted, commits and claims are answered once a WAIT has counted them; one
 * WAIT serves all that were sent before it.
 */
#ifndef INCBOT_SERVICES_LEDGER_REDIS_H
#define INCBOT_SERVICES_LEDGER_REDIS_H

#include "base/base.h"
#include "io/redis_connection.h"
#include "services/ledger/ledger.h"

struct clock;

/* What a store written by this program is called in its meta key. */
#define LEDGER_SCHEMA 1

#define LEDGER_NAMESPACE_MAX 32
#define LEDGER_SHARDS_MAX 64
#define LEDGER_MAX_SKEW_MS 5000
#define LEDGER_WAIT_MS 300

struct ledger_redis_options {
	struct redis_options redis;	/* copied as redis_open() does */
	struct clock *clock;	/* outlives the ledger */
	const char *workspace;	/* namespace: a-z 0-9 - _ */
	int shard;		/* 0 to shards - 1 */
	int shards;		/* fixed when the store is made; usually 1 */
	int replicas_wanted;	/* that must have a commit; 0 = no WAIT */
	int64_t max_skew_ms;	/* 0 = LEDGER_MAX_SKEW_MS */
	int format;		/* how much of a store the caller knows; who
				   knows less than one who stays is refused */
	bool stays;		/* no tool that only looks in */
	redis_state_cb *state;	/* up, or not and why; NULL = nobody cares */
	void (*newer)(void *arg);	/* whenever a call is answered NEWER;
					   NULL = nobody cares */
	void *state_arg;	/* of both */
};

/* True for what may be a namespace. */
bool ledger_is_namespace(const char *name);

/* Begins to connect. The caller ends it with ledger_free(). */
NODISCARD struct ledger *ledger_redis_new(struct loop *loop,
    const struct ledger_redis_options *options);

#endif
