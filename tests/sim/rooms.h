/* SPDX-License-Identifier: MIT
 *
 * rooms: incidents' channels that people take away (archive, put incbot out of
 * it, delete) or change (rename, delete what incbot posted), and mostly give
 * back: what the books remember of that, and what must hold. The acts:
 * people_rooms.c; Slack's side of them: outside.h.
 */
#ifndef INCBOT_TESTS_SIM_ROOMS_H
#define INCBOT_TESTS_SIM_ROOMS_H

#include "base/base.h"

struct books;
struct case_book;
struct incident;
struct ledger_commit;
struct owed;
struct room;
struct shown_post;
struct world;

/* Not in every seed: whoever is out of a channel cannot look into it. */
bool world_loses_rooms(uint64_t seed);

/* One such act; false if nobody does any now. */
bool people_act_on_room(struct world *world, const char *user);

struct room *rooms_find(const struct books *books, const char *id);
/* The last one that was opened for this incident, or NULL. */
struct room *rooms_of(const struct books *books, int number);
/* Can people talk there? */
bool rooms_is_open(const struct room *room);

/* Somebody took it away; or gave it back; incbot has heard of that. */
void rooms_taken(struct books *books, struct room *room);
void rooms_given(struct books *books, struct room *room);
void rooms_heard(struct books *books, const char *id);
/* Somebody deleted what incbot posted. */
void rooms_unposted(struct books *books, struct shown_post *post);

/* I27, first half: what the ledger says of them. Before the commit's effects
 * are entered. */
void rooms_committed(struct books *books, int number,
    const struct ledger_commit *commit);
/* This was posted in the incident's channel: can incbot know that? */
void rooms_note_post(struct books *books, int number, struct owed *owed);

/* I27, second half, at rest: the incident knows whether it has its channel. */
void rooms_check(struct world *world, int number,
    const struct incident *incident);
/* A card or checklist that a person deleted, and that no drawing since had to
 * find missing. */
bool rooms_may_be_missing(const struct books *books, int number, int kind,
    const struct shown_post *post);

#endif
