/* SPDX-License-Identifier: MIT
 *
 * ledger_op: the plumbing under ledger_redis.c and for it alone: a call under
 * way, the words of its script, its answer, and the wait for replicas. Knows
 * the keys all scripts share, not what any call means.
 */
#ifndef INCBOT_SERVICES_LEDGER_OP_H
#define INCBOT_SERVICES_LEDGER_OP_H

#include "base/base.h"
#include "io/loop.h"
#include "io/redis_script.h"
#include "services/ledger/ledger.h"
#include "services/ledger/ledger_redis.h"
#include "services/ledger/ledger_scripts.h"

struct arena;
struct redisReply;

#define LEDGER_SHARED_KEYS 7	/* of every script, see lua/store.lua */

/* A call under way. */
struct op {
	struct op *next;	/* in ledger->refused or ->confirming */
	struct ledger *ledger;
	enum ledger_script which;
	void (*take)(struct op *op, const struct redisReply *reply);
	void *arg;
	union {
		ledger_open_cb *open;
		ledger_load_cb *load;
		ledger_number_cb *number;
		ledger_commit_cb *commit;
		ledger_claim_cb *claim;
		ledger_status_cb *status;
		ledger_list_cb *list;
		ledger_search_cb *search;
		ledger_timeline_cb *timeline;
	} callback;
	enum ledger_status status;
	/* Commits and claims wait for replicas with their answer in hand. */
	bool confirms;
	bool answered;
	bool covered;		/* by the WAIT that is under way */
	int64_t version;
	int64_t now_ms;
	int64_t next_due_ms;
	struct arena *arena;
	struct ledger_claim *claims;
	size_t claim_count;
};

struct ledger {
	struct loop *loop;
	struct clock *clock;
	struct redis_connection *redis;
	struct redis_script scripts[LEDGER_SCRIPT_COUNT];
	char *texts[LEDGER_SCRIPT_COUNT];
	char tag[64];		/* "{ib:acme:0}:" */
	char keys[LEDGER_SHARED_KEYS][80];
	char store[64];		/* its id and our format, as the scripts want
				   it; "" before open */
	int format;
	bool stays;
	int shards;
	int replicas_wanted;
	int64_t max_skew_ms;
	int64_t skew_ms;
	char last_error[256];
	redis_state_cb *state;
	void (*newer)(void *arg);
	void *state_arg;
	bool closing;
	struct arena *scratch;	/* one call's words */
	struct op *refused;	/* nothing was sent: answered soon */
	struct timer refused_timer;
	struct op *confirming;
	struct timer wait_timer;
	bool waiting;		/* a WAIT is under way */
};

/* The words of one script call: keys, then arguments. */
struct words {
	struct ledger *ledger;
	const char **argv;
	size_t *lengths;
	size_t count;
	size_t room;
	size_t keys;
};

/* Room for so many words besides the shared keys. Keys come first. */
struct words words_new(struct ledger *ledger, size_t room);
void words_add_key(struct words *words, const char *kind, const char *id);
void words_add(struct words *words, const char *text);
void words_add_bytes(struct words *words, const char *data, size_t length);
void words_add_number(struct words *words, int64_t number);

/* take is called with the answer, op->status set; it gives the caller's
 * callback what it wants and ends with op_free(), or, for commits and claims,
 * with op_answered(). */
struct op *op_new(struct ledger *ledger, enum ledger_script which,
    void (*take)(struct op *, const struct redisReply *), void *arg);
void op_free(struct op *op);
/* Sends the script; if that fails, it is answered soon with no reply. */
void op_send(struct op *op, const struct words *words);
/* The same, for commits and claims: confirmed by replicas if they are
 * wanted. */
void op_send_confirmed(struct op *op, const struct words *words);
void op_answered(struct op *op);
/* OK, but not in shape: what it is instead. */
void op_garbled(struct op *op, enum ledger_status status);

/* Forgets all calls; their callbacks are not called. */
void ledger_drop_ops(struct ledger *ledger);

#endif
