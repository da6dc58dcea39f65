/* SPDX-License-Identifier: MIT
 *
 * memory_agenda: the jobs of the ledger in memory: bodies, the agenda as a
 * heap, lanes as lists. Knows nothing of incidents. See memory_store.h.
 */
#ifndef INCBOT_TESTS_MEMORY_AGENDA_H
#define INCBOT_TESTS_MEMORY_AGENDA_H

#include "base/base.h"
#include "services/ledger/ledger.h"

struct memory_agenda;

struct memory_job {
	char *id;
	char *body;
	size_t body_length;
	int64_t due_ms;		/* as asked for */
	int64_t score_ms;	/* in the agenda: due, or the lease's end */
	int urgency;
	int attempts;
	char *token;		/* NULL = nobody's */
	struct memory_lane *lane;	/* NULL = none */
	struct memory_job *before;	/* in the lane */
	struct memory_job *behind;
	size_t place;		/* in the heap, from 1; 0 = not in it */
};

NODISCARD struct memory_agenda *memory_agenda_new(void);
void memory_agenda_free(struct memory_agenda *agenda);

/* NULL if there is none. Valid until it is dropped or replaced. */
struct memory_job *memory_agenda_find(const struct memory_agenda *agenda,
    const char *id);
/* The job that is due first, by score and then id, or NULL. */
struct memory_job *memory_agenda_first(const struct memory_agenda *agenda);
/* The same among those of one urgency. */
struct memory_job *memory_agenda_urgent(const struct memory_agenda *agenda,
    int urgency);

/* Every job, in no order. */
void memory_agenda_each(const struct memory_agenda *agenda,
    void (*callback)(void *arg, const struct memory_job *job), void *arg);

/* Replaces a job of the same id; due 0 = now. */
void memory_agenda_place(struct memory_agenda *agenda,
    const struct ledger_job *asked, int64_t now_ms);
void memory_agenda_drop(struct memory_agenda *agenda, const char *id,
    int64_t now_ms);
/* Moves it in the agenda, or puts it there. */
void memory_agenda_score(struct memory_agenda *agenda,
    struct memory_job *job, int64_t score_ms);
void memory_agenda_set_token(struct memory_job *job, const char *token);
/* Owned jobs with a score above the limit get this score. */
void memory_agenda_free_leases(struct memory_agenda *agenda,
    int64_t limit_ms, int64_t score_ms);

#endif
