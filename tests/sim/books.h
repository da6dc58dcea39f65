/* SPDX-License-Identifier: MIT
 *
 * books: what the ledger promised and what was seen outside, entry by entry,
 * so that the invariants of docs/testing.md can be checked as it happens:
 * here those that are cheap, in rest.c the others. Also what people remember:
 * the rooms, buttons and forms that they have before them.
 */
#ifndef INCBOT_TESTS_SIM_BOOKS_H
#define INCBOT_TESTS_SIM_BOOKS_H

#include "base/base.h"
#include "core/effect.h"
#include "core/limits.h"
#include "tests/ledger/ledger_memory.h"
#include "tests/sim/news.h"
#include <jansson.h>

struct incident;
struct news_letters;
struct replica;
struct world;

/* An effect that a commit asked for. */
struct owed {
	int64_t version;
	int index;
	int kind;		/* enum effect_kind */
	char user[ID_SIZE];
	char place[ID_SIZE];
	int rung;		/* of a page */
	int way;		/* PLACE_ bit of an update outside */
	int64_t told_ms;	/* the instant of that update */
	int which;		/* the maintenance that it is of */
	int event;		/* enum event_kind that it carries */
	int64_t cycle;
	bool exempt;		/* a SAY that the same turn says otherwise */
	bool dead;		/* given up, and the timeline says so */
	bool shown_once;
	bool from_stopped;	/* a post of a process stopped right before */
	bool unseen;		/* nobody can look whether it shows: incbot is,
				   or was, out of the channel */
	bool taken;		/* a person deleted it */
	int shown;		/* visible results now */
};

struct lane_mark {
	char lane[ID_SIZE];
	int64_t version;
	int index;
};

#define LANES_MAX 8

struct case_book {
	int64_t version;	/* commits seen */
	bool room;		/* has, or gets, a channel */
	bool was_closed;
	int64_t burst_ms;	/* when the present second began */
	int burst;		/* own turns in it */
	int64_t settled_ms;	/* nobody need be paged since; 0 = not so */
	int64_t settled_version;
	struct owed *owed;	/* by version and index */
	size_t owed_count;
	size_t owed_size;
	struct lane_mark lanes[LANES_MAX];
	struct news news;
	struct incident *fold;	/* of its events so far, see books_fold.c */
};

struct shown_post {
	char channel[ID_SIZE];
	char ts[ID_SIZE];
	int number;		/* incident */
	struct { int64_t version; int index; } owed;
	bool deleted;
	int64_t taken_version;	/* a person deleted it then; 0 = nobody */
	bool asks_ack;		/* a page with its button */
	bool has_buttons;
	json_t *blocks;		/* card and announcement, as last drawn */
};

struct room {
	char id[ID_SIZE];
	char name[NAME_SIZE];
	bool lived_in;		/* found by rest.c */
	bool from_stopped;	/* made by a process stopped right before */
	json_t *topic;		/* the last call that set it, or NULL */
	int number;		/* the incident that it was opened for; 0 = not
				   known yet. What follows: see rooms.h */
	bool archived;
	bool away;		/* incbot is not in it */
	bool gone;		/* for good */
	bool is_given;		/* since it was taken, the last time */
	bool heard;		/* incbot was told that it is given back */
	int takes;
	int gives;
	int told_lost;
	int told_back;
	int64_t lost_version;	/* the last time that the incident lost it */
};

#define BUTTONS_MAX 48		/* messages whose buttons are remembered */
#define FORMS_MAX 8

struct buttons {
	char channel[ID_SIZE];
	char ts[ID_SIZE];
	json_t *blocks;
};

struct form {
	char user[ID_SIZE];
	json_t *view;		/* with "id" */
};

struct books {
	struct world *world;
	struct case_book *cases;	/* by incident number; 0: the site */
	int case_count;
	struct news *planned;	/* by number of maintenance */
	int planned_count;
	struct news_letters *letters;	/* NULL = none */
	struct shown_post *posts;
	size_t post_count;
	size_t post_size;
	uint64_t *keys;		/* hashes of committed inputs, open table */
	size_t key_count;
	size_t key_size;
	struct room *rooms;
	size_t room_count;
	size_t room_size;
	struct buttons buttons[BUTTONS_MAX];
	size_t button_next;
	struct form forms[FORMS_MAX];
	size_t form_count;
	int64_t told_ms;	/* the latest instant of a hand-off, by the
				   clock of whoever told it */
	uint64_t committed;
	uint64_t calls;
};

NODISCARD struct books *books_new(struct world *world);
void books_free(struct books *books);

/* The ledger's side; see struct ledger_watch. `arg` is the books. */
void books_committed(void *arg, const struct ledger_commit *commit,
    int64_t finished_due_ms);
void books_completed(void *arg, const struct ledger_completion *completion);
bool books_has_key(const struct books *books, const char *key);
/* Of a seed that does it; see world_folds(). */
void books_fold(struct books *books, struct case_book *book,
    const struct ledger_commit *commit);

/* enum event_kind of an event as it is stored. */
int books_event_kind(const char *event);

/* A number behind "<key>": in what is stored. */
int64_t books_snapshot_number(const struct ledger_commit *commit,
    const char *key);

/* A call that was applied outside, with its answer. */
struct applied {
	const struct replica *replica;
	int64_t left_ms;	/* when it left the replica */
	bool stopped;		/* the replica was stopped right before */
	const char *method;
	json_t *args;
	json_t *body;
};
void books_applied(struct books *books, const struct applied *applied);

struct shown_post *books_post(struct books *books, const char *channel,
    const char *ts);
void books_forget_form(struct books *books, size_t i);

struct owed *books_owed(struct books *books, int number, int64_t version,
    int index);
/* "fx:<number>:<version>:<index>" taken apart; the site's number is 0. */
NODISCARD bool books_read_job(const char *job, int *number, int64_t *version,
    int *index);

#endif
