/* SPDX-License-Identifier: MIT
 *
 * world: the simulator's universe: one virtual clock, one heap of happenings
 * to come, one pair of dice from the seed; the ledger's store, what is
 * outside (outside.h) and the replicas. Everything that happens is an entry
 * of the heap, so a run is a function of its seed. Read next: replica.c (the
 * shipped turns, runner, homes and front over the seams), wire.c (calls to
 * Slack and what befalls them), people.c, trouble.c (faults), books.h (what
 * must hold, at every step), rest.c (and at rest).
 */
#ifndef INCBOT_TESTS_SIM_WORLD_H
#define INCBOT_TESTS_SIM_WORLD_H

#include "base/base.h"
#include "base/prng.h"
#include "core/policy.h"
#include "daemon/turns/config_turn.h"
#include "services/outside/errand.h"
#include "tests/ledger/ledger_memory.h"
#include <jansson.h>

#define REPLICAS_MAX 3

struct board_keeper;
struct books;
struct config;
struct front;
struct homes;
struct ledger;
struct outbound;
struct outside;
struct runner;
struct turns;
struct world;

/* Chances in a thousand, all zero in the liveness phase. */
struct faults {
	unsigned call_lost;	/* a Slack call does not arrive */
	unsigned answer_lost;	/* it is applied, its answer is lost */
	unsigned rate_limited;	/* 429 */
	unsigned slow;		/* up to 5 s for an answer */
	unsigned ledger_fails;	/* a ledger call fails, one way or another */
	unsigned ledger_slow;	/* an answer of the ledger takes some ms */
	unsigned dies;		/* kill -9, at a step */
	unsigned pauses;	/* SIGSTOP, mostly beyond the lease, ditto */
	unsigned pauses_sending;	/* between the last check and the send */
	unsigned redelivered;	/* an envelope comes a second time */
	unsigned skewed;	/* a replica starts with a wrong clock */
	unsigned garbled;	/* a payload is not what it should be */
	unsigned disk_full;	/* a file of the public page is not written */
	unsigned refused;	/* a service outside says no, and will again */
};

struct replica {
	struct world *world;
	int number;
	uint64_t life;		/* entries of an earlier life do nothing */
	bool alive;
	int64_t paused_until_ms;
	int64_t resumed_ms;	/* when the last pause ended */
	int64_t pump_ms;	/* no answer of the ledger before that */
	int connection;		/* Socket Mode; 0 = none */
	char worker[32];
	int64_t skew_ms;	/* of its clock */
	struct clock *clock;
	struct slack *slack;
	struct ledger *ledger;
	struct turns *turns;
	struct runner *runner;
	struct homes *homes;
	struct front *front;
	struct config_turn config_turn;
	struct outbound *outbound;
	struct errands errands;
	struct policy *board_policy;	/* with a folder of its own; NULL =
					   there is no page */
	struct board_keeper *board;
};

typedef void happening_cb(void *arg);

struct happening {
	int64_t at_ms;
	uint64_t order;
	struct replica *replica;	/* NULL: the world's own */
	uint64_t life;
	happening_cb *callback;
	happening_cb *drop;	/* instead, if the replica died; or NULL */
	void *arg;
};

#define TOLD_LINES 400		/* kept for the transcript of a failure */
#define TOLD_BYTES 400

struct world {
	uint64_t seed;
	const char *scene;	/* played instead of dice; NULL = dice */
	int64_t now_ms;
	int64_t started_ms;
	struct prng dice;
	struct faults faults;
	struct happening *heap;
	size_t heap_count;
	size_t heap_size;
	uint64_t order;
	struct outside *outside;
	int64_t outside_due_ms;
	struct ledger *store;	/* a handle that never fails */
	struct ledger_watch watch;
	int64_t store_ahead_ms;	/* the ledger's clock is that much wrong */
	struct policy policy;
	struct config *config;	/* with this policy: for the services outside */
	json_t *statuspage;	/* the incidents there, the newest first */
	json_t *instatus;
	struct rotation rotation;	/* of the managers */
	struct replica replicas[REPLICAS_MAX];
	int replica_count;
	struct books *books;
	uint64_t said;		/* updates that people typed, so that no two
				   are alike */
	int plans;		/* of maintenance that people typed */
	uint64_t turns;		/* requests that ran to an answer */
	uint64_t steps;
	uint64_t steps_of_moment;	/* at this millisecond */
	uint64_t trace;		/* a hash over all that happened */
	bool people_rest;	/* nobody acts any more */
	bool history_lags;	/* in this seed */
	bool rooms_refused;	/* nobody may make channels */
	bool keys_expired;	/* once at least */
	bool clock_jumped;	/* the ledger's, once at least */
	int64_t ledger_gone_until_ms;
	int64_t slack_busy_until_ms;
	char damaged[16];	/* an incident whose record was damaged */
	bool print;		/* the transcript, as it goes */
	char (*told)[TOLD_BYTES];	/* or its last lines, NULL = neither */
	uint64_t told_count;
};

struct world_options {
	uint64_t seed;
	bool print;
	bool keep;		/* the last lines, for world_broken() */
	const char *scene;	/* or NULL */
};

NODISCARD struct world *world_new(const struct world_options *options);
void world_free(struct world *world);

/* One entry of the heap. False if nothing waits before until_ms. */
bool world_step(struct world *world, int64_t until_ms);

void world_at(struct world *world, struct replica *replica, int64_t delay_ms,
    happening_cb *callback, void *arg);
/* The same for an arg that somebody must free if the replica dies. */
void world_at_or_drop(struct world *world, struct replica *replica,
    int64_t delay_ms, happening_cb *callback, happening_cb *drop, void *arg);

/* Part of what makes two runs the same. */
void world_trace(struct world *world, const char *text);

/* A line of the transcript, if somebody wants it. */
#define world_tell(world, ...) \
	do { \
		if ((world)->print || (world)->told) \
			world_tell_line(world, __VA_ARGS__); \
	} while (0)
void world_tell_line(struct world *world, const char *format, ...)
    PRINTF_LIKE(2, 3);

/* An invariant is broken: ends the program, with transcript and seed, or has
 * the seed run again first if no transcript was kept (see sim.c). */
_Noreturn void world_broken(const struct world *world, const char *invariant,
    const char *format, ...) PRINTF_LIKE(3, 4);

bool world_chance(struct world *world, unsigned per_mille);
int64_t world_between(struct world *world, int64_t low, int64_t high);

/* replica.c */
void replica_start(struct replica *replica);
void replica_die(struct replica *replica);
void replica_pause(struct replica *replica, int64_t for_ms);
bool replica_is_paused(const struct replica *replica);
/* An envelope is on its way to it; the payload is borrowed. */
void replica_send(struct replica *replica, const char *id, const char *type,
    bool accepts, json_t *payload, int64_t delay_ms);
/* Gives out one of the ledger's answers that wait. */
bool replica_pump(struct replica *replica);
/* A pause longer or shorter than the lease. */
int64_t pause_length_ms(struct world *world);

/* What is not in every seed, since it takes time or hides other things:
 * services that updates go to (PLACE_ bits), letters, a second pair of eyes,
 * and planned maintenance. */
int world_places(uint64_t seed);
/* Whether each commit is folded as it comes (I4): every scene, and every
 * sixteenth seed. */
bool world_folds(const struct world *world);
bool world_has_letters(uint64_t seed);
bool world_has_approval(uint64_t seed);
bool world_has_maintenance(uint64_t seed);

/* Where letters to a person go; one argument, the id. */
#define MAIL_ADDRESS "%s@example.com"

/* people.c: one random act of somebody. */
void people_act(struct world *world);
/* One of the forms that are open is filled in and sent. */
void people_fill_form(struct world *world, size_t which);
/* people_public.c: one that the public hears of, beside updates. */
void people_act_publicly(struct world *world, const char *user,
    const char *channel);

/* trouble.c: the faults that go on by themselves, and their end. */
void trouble_begin(struct world *world);
void trouble_end(struct world *world);
/* The ledger's clock is so much ahead of the others. */
void world_set_ledger_clock(struct world *world, int64_t ahead_ms);

/* rest.c: on to a moment without any effect, but for reminders; and what must
 * hold then. */
void world_settle(struct world *world);
void check_at_rest(struct world *world);

/* rest_site.c: part of it, for the site's record; and the record itself. */
struct site;
void check_site_at_rest(struct world *world);
void read_site_at_rest(struct world *world, struct site *site);

#endif
