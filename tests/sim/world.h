/* SPDX-License-Identifier: MIT
 *
 * world: the simulator's universe: one virtual clock, one heap of happenings
 * to come, one pair of dice from the seed; the in-process workspace, the
 * ledger's store and the replicas. Everything that happens is an entry of the
 * heap; a run is a function of its seed. Read next: replica.c (the shipped
 * turn, runner and front put together over the seams), people.c (what users
 * do), invariants.c (what must hold).
 */
#ifndef INCBOT_TESTS_SIM_WORLD_H
#define INCBOT_TESTS_SIM_WORLD_H

#include "base/base.h"
#include "base/prng.h"
#include "core/policy.h"
#include <jansson.h>

#define REPLICAS_MAX 3
#define CONNECTIONS_MAX 32

struct front;
struct homes;
struct ledger;
struct runner;
struct turns;
struct workspace;

/* Chances in a thousand, all zero in the liveness phase. */
struct faults {
	unsigned call_lost;	/* a Slack call does not arrive */
	unsigned answer_lost;	/* it is applied, its answer is lost */
	unsigned rate_limited;	/* 429 */
	unsigned server_error;	/* 500, applied or not */
	unsigned slow;		/* up to 40 s for an answer */
	unsigned ledger_fails;	/* a ledger call fails, one way or another */
	unsigned replica_dies;	/* kill -9, per second */
	unsigned replica_pauses;	/* SIGSTOP longer than the lease */
	unsigned redelivered;	/* an envelope comes a second time */
	unsigned skewed;	/* a replica's clock is wrong */
};

struct world;

struct replica {
	struct world *world;
	int number;
	uint64_t life;		/* entries of an earlier life do nothing */
	bool alive;
	bool started;
	int64_t paused_until_ms;
	int connection;		/* Socket Mode; 0 = none */
	char worker[32];
	struct clock *clock;
	struct slack *slack;
	struct ledger *ledger;
	struct turns *turns;
	struct runner *runner;
	struct homes *homes;
	struct front *front;
};

typedef void happening_cb(void *arg);

struct happening {
	int64_t at_ms;
	uint64_t order;
	struct replica *replica;	/* NULL: the world's own */
	uint64_t life;
	happening_cb *callback;
	void *arg;
};

struct world {
	uint64_t seed;
	int64_t now_ms;
	int64_t started_ms;
	struct prng dice;
	struct faults faults;
	struct happening *heap;
	size_t heap_count;
	size_t heap_size;
	uint64_t order;
	struct workspace *workspace;
	int64_t workspace_due_ms;
	struct ledger *store;	/* a handle that never fails */
	struct policy policy;
	struct replica replicas[REPLICAS_MAX];
	int replica_count;
	int connections[CONNECTIONS_MAX];	/* -> replica number + 1 */
	uint64_t turns;		/* committed, counted at rest */
	uint64_t steps;
	bool people_rest;	/* nobody acts any more */
	bool verbose;
};

NODISCARD struct world *world_new(uint64_t seed, int replicas);
void world_free(struct world *world);

/* One entry of the heap. False if nothing waits before until_ms. */
bool world_step(struct world *world, int64_t until_ms);

void world_at(struct world *world, struct replica *replica, int64_t delay_ms,
    happening_cb *callback, void *arg);

/* A line of the transcript, if wanted. */
void world_tell(struct world *world, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* Ends the program with seed, step and reason: an invariant is broken. */
_Noreturn void world_broken(const struct world *world, const char *invariant,
    const char *format, ...) PRINTF_LIKE(3, 4);

bool world_chance(struct world *world, unsigned per_mille);
int64_t world_between(struct world *world, int64_t low, int64_t high);

/* replica.c */
void replica_start(struct replica *replica);
void replica_die(struct replica *replica);
void replica_pause(struct replica *replica, int64_t for_ms);
/* A frame from the workspace. */
void replica_receive(struct replica *replica, const char *text,
    size_t length);
/* Gives out the ledger's answers that wait. */
bool replica_pump(struct replica *replica);

/* people.c: one random act of somebody. */
void people_act(struct world *world);

/* invariants.c */
void invariants_now(struct world *world);
void invariants_at_rest(struct world *world);

#endif
