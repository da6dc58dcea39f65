/* SPDX-License-Identifier: MIT
 *
 * turns: the life of a request: load what its handler needs, let it decide,
 * commit, tell the asker. A turn that meets a conflict starts anew from the
 * load; turns on one incident wait for each other within a replica. Does no
 * I/O of its own: everything goes through the seams (ledger, clock).
 */
#ifndef INCBOT_DAEMON_TURNS_H
#define INCBOT_DAEMON_TURNS_H

#include "base/base.h"
#include "core/decision.h"

struct clock;
struct ledger;
struct turns;

#define TURNS_MAX 1024		/* running at once; more are not taken */
#define TURN_TRIES_MAX 10
#define TURNS_AT_ONCE 16	/* that hold an incident in memory; more gain
				   nothing while the ledger answers: what is in
				   flight is written at once */
#define TURN_QUEUE_MAX_MS 100	/* for one of them to end; then it does not
				   answer, and nobody waits for that twice */
#define TURN_AGE_MAX_MS 1500	/* no new try after that: the asker must be
				   acked within 2.5 s */
#define DEDUPE_TTL_MS (INT64_C(50) * 60 * 60 * 1000)

enum turn_result {
	TURN_DONE,		/* decided and, if there were events,
				   committed */
	TURN_DUPLICATE,		/* this input was committed before */
	TURN_LOST,		/* the job belongs to somebody else now */
	TURN_FULL,		/* the ledger takes no more */
	TURN_DAMAGED,		/* the incident's record contradicts itself; it
				   is left alone */
	TURN_UNAVAILABLE,	/* nothing is known to be committed: an event
				   is not acked, Slack sends it again; a
				   person is told */
};

#define TURN_RESULT_COUNT (TURN_UNAVAILABLE + 1)

struct turn_answer {
	enum turn_result result;
	const struct decision *decision;	/* NULL unless TURN_DONE */
};

/* Exactly once, later, never inside turn_run(). The decision lives until it
 * returns. A decision without events consumed no job: the caller completes
 * it. */
typedef void turn_cb(void *arg, const struct turn_answer *answer);

struct turns_options {
	struct clock *clock;
	struct ledger *ledger;
	const struct policy *policy;	/* may be replaced: turns_set_policy */
	void (*committed)(void *arg);	/* new jobs may be waiting */
	void *arg;
};

struct turns *turns_new(const struct turns_options *options);
void turns_free(struct turns *turns);
void turns_set_policy(struct turns *turns, const struct policy *policy);

/* Runs a request. `request` and all it points to must live in `arena`, which
 * is handed over and freed when the turn ends. A job that this turn consumes
 * (a due appointment, an answered effect) is named with its token; "" if
 * none. False if too many are running: nothing was started, the arena is
 * freed. */
NODISCARD bool turn_run(struct turns *turns, struct arena *arena,
    const struct request *request, const char *job, const char *token,
    turn_cb *callback, void *arg);

/* Reads an incident that somebody else has loaded, over what stood in its
 * place before. What turns have left it as is remembered, which spares most of
 * that. False if it cannot be read. */
struct incident;
struct ledger_snapshot;
NODISCARD bool turns_read(struct turns *turns,
    const struct ledger_snapshot *snapshot, struct incident *incident);

/* How many are under way, and how many ended so since the start. */
int turns_running(const struct turns *turns);
uint64_t turns_ended(const struct turns *turns, enum turn_result result);

#endif
