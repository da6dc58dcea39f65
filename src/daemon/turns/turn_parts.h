/* SPDX-License-Identifier: MIT
 *
 * turn_parts: one request on its way, for the files of turns.c alone.
 */
#ifndef INCBOT_DAEMON_TURN_PARTS_H
#define INCBOT_DAEMON_TURN_PARTS_H

#include "daemon/turns/spare_incident.h"
#include "daemon/turns/turns.h"
#include "handlers/handler.h"
#include "services/ledger/ledger.h"

struct turn_cache;

#define TURN_LISTS_MAX 2	/* kept; more at a time are in arenas */

struct running {
	struct turns *turns;
	struct running *next;
	struct arena *arena;	/* the request's */
	struct arena *scratch;	/* of the present try */
	const struct request *request;
	const char *job;
	const char *token;
	turn_cb *callback;
	void *arg;
	int tries;
	char incident_id[ID_SIZE];	/* "" until known */
	bool holds;		/* its turn on that incident has come */
	bool waits;		/* for another one on the same incident */
	bool works;		/* is one of TURNS_AT_ONCE */
	bool queues;		/* to become one of them */
	int64_t queued_ms;	/* uptime */
	int64_t started_ms;	/* uptime */
	const struct handler *handler;
	struct incident *incident;	/* as it was before, while somebody
					   looks at it */
	bool about_site;
	struct site *site;	/* turn.site, if it was asked for; else NULL */
	struct site *site_after;	/* room for what becomes of it; or NULL */
	struct similars *similars;	/* what turn.similar points to */
	struct turn turn;
	struct decision *decision;	/* NULL = none yet */
	enum turn_result result;
	bool loads;		/* this try does not guess */
	bool guesses;		/* the incident is out of the cache */
	bool led;		/* the id is known by the cache's word only */
	char chain[LEDGER_CHAIN_SIZE];	/* of the incident; "" = not known */
	struct ledger_commit *commit;	/* under way */
};

struct turns {
	struct turns_options options;
	struct running *first;
	int count;
	int working;
	bool patrols;		/* on_patrol() will come */
	struct turn_cache *cache;
	struct spares spares;
	struct turn_list {
		struct incident *incidents;	/* NULL = none was ever read */
		size_t count;		/* that there is room for */
		struct running *holder;	/* NULL = nobody looks at it */
	} lists[TURN_LISTS_MAX];
	uint64_t ended[TURN_RESULT_COUNT];
};

void turn_begin(void *arg);	/* struct running; also anew */

/* False while too many are at work: it begins again in its turn. */
NODISCARD bool turn_queue_enter(struct running *running);
/* The oldest one that waits goes on. */
void turn_queue_leave(struct running *running);
/* False if another turn of this replica is at work on the incident: it begins
 * when that one lets go. */
NODISCARD bool turn_queue_hold(struct running *running);
void turn_queue_let_go(struct turns *turns, const char *incident_id);

/* Loads what the entry needs, one thing after the other, then decides. */
void turn_gather(struct running *running);

/* A list of incidents, for as long as the try goes on: how many of them could
 * be read. */
int turn_list_read(struct running *running,
    const struct ledger_snapshot *snapshots, size_t count,
    const struct incident **out);
void turn_list_leave(struct running *running);
void turn_lists_free(struct turns *turns);

void turn_decide(struct running *running);
/* It is committed: ends, after the handler has completed its reply. */
void turn_after(struct running *running);
/* Anew from the beginning, after a while. */
void turn_again(struct running *running);
void turn_end(struct running *running, enum turn_result result);

#endif
