/* SPDX-License-Identifier: MIT
 *
 * scene: the little world in which a transcript is played: incidents in
 * memory, a clock that jumps to whatever is due next, and a Slack that
 * answers at once (or late, or not at all, if told so). Uses the shipped
 * dispatcher and handlers, and after every turn checks what must always hold:
 * the snapshot is the fold of the events, what is stored reads back, nothing
 * changes on a refusal, every reminder stands where the incident says, and
 * nothing is sent to a channel that does not exist. What is printed: tell.h.
 */
#ifndef INCBOT_TESTS_SCENE_H
#define INCBOT_TESTS_SCENE_H

#include "core/decision.h"
#include "tests/transcripts/scene_messages.h"

#define PLAYS_MAX 8
#define ANSWERS_MAX 128
#define TIMELINE_ROOM 4096
#define FAILS_SIZE 64

/* One incident, as a ledger would keep it. */
struct play {
	struct incident incident;
	struct incident folded;	/* from its events alone */
	int64_t agenda[APPOINTMENT_COUNT];	/* 0 = nothing due */
	struct event *timeline;
	int timeline_count;
};

/* An effect whose result is still to come. */
struct answer {
	struct effect effect;
	int64_t at_ms;
	char fails[FAILS_SIZE];	/* as the habit was then */
	char says[FAILS_SIZE];
	long order;		/* 0 = this place is free */
};

/* How Slack behaves for a kind of effect. */
struct habit {
	int64_t delay_ms;
	char fails[FAILS_SIZE];	/* the error's word; "" = it works */
	char says[FAILS_SIZE];	/* "acknowledged PPIA": what a look finds, and
				   whose doing that is */
};

#define PAGERS_MAX 4

struct pager_habit {
	char way[ID_SIZE];	/* "" = this place is free */
	struct habit habit;
};

struct scene {
	struct policy policy;
	struct rotation rotations[2];	/* in force only if the transcript
					   says so */
	struct roster roster;	/* if it is not that of everybody.h */
	int64_t now_ms;
	struct play plays[PLAYS_MAX];
	int play_count;
	struct site site;
	int64_t site_agenda[APPOINTMENT_COUNT];
	struct site site_folded;	/* from its events alone */
	struct answer answers[ANSWERS_MAX];
	struct habit habits[EFFECT_COUNT];
	struct pager_habit pagers[PAGERS_MAX];
	struct scene_message messages[SCENE_MESSAGES_MAX];
	char pin_ts[ID_SIZE];	/* of the last event about a pin */
	long order;
	FILE *out;		/* what follows is told here */
	bool silent;		/* play on, but tell nothing */
	int problems;		/* broken rules, told where they broke */
};

/* The company of all transcripts: see README in this folder. */
struct scene *scene_new(FILE *out);
void scene_free(struct scene *scene);

/* How it is done: by its kind, or by its pager. */
const struct habit *scene_habit(const struct scene *scene,
    const struct effect *effect);

/* 2026-06-15 00:00 UTC, a Monday; transcripts count from here. */
int64_t scene_start_ms(void);

/* A config has come into force. */
void scene_take_config(struct scene *scene);

/* The same, and which one it is. */
void scene_run_config(struct scene *scene, const char *name);

/* From now on the service has a rotation on each of its first two rungs. */
void scene_use_rotations(struct scene *scene);

/* Lets time pass: whatever is due until then happens, in order. */
void scene_advance(struct scene *scene, int64_t until_ms);

/* The same, but nobody is there to act on it until that instant. */
void scene_sleep(struct scene *scene, int64_t until_ms);

/* A reminder comes that the agenda does not hold any more: another replica
 * had claimed it before it was moved or cancelled. */
void scene_overtaken(struct scene *scene, int kind);

/* A monitoring system says something, and daemon/web/alerts_in.h finds out
 * whose affair it is. */
void scene_alert(struct scene *scene, const struct alert *alert,
    const char *key);

/* The tracker shows a ticket in that state, to a look begun then. */
void scene_ticket(struct scene *scene, const char *key, bool closed,
    int64_t looked_ms);

/* One turn, now. Missing strings of the request may be NULL. */
void scene_ask(struct scene *scene, struct request *request);

/* The newest incident, or NULL. */
const struct incident *scene_latest(const struct scene *scene);

#endif
