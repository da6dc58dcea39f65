/* SPDX-License-Identifier: MIT
 *
 * maintenance: planned work that the public is told of before, at its
 * beginning and at its end. It belongs to no incident: the site's record
 * (core/site.h) holds what is planned, under way, or over since lately; its
 * timeline holds all of it, and from that the public page is drawn
 * (core/board/board.h). It begins and ends by itself.
 */
#ifndef INCBOT_CORE_MAINTENANCE_H
#define INCBOT_CORE_MAINTENANCE_H

#include "base/base.h"
#include "core/component.h"
#include "core/limits.h"
#include "core/place.h"

#define MAINTENANCES_MAX 12	/* not over at once; more are refused */
#define MAINTENANCE_CHARS 500	/* characters of one text */
#define MAINTENANCE_TEXT_SIZE 2016
#define MAINTENANCE_NUMBER_MAX 1000000000
#define MAINTENANCE_KEPT_MS (INT64_C(3) * 24 * 60 * 60 * 1000)

/* Outside places that know planned work; Instatus' own is not among them. */
#define PLACES_PLANNED (PLACE_STATUSPAGE | PLACE_WEBHOOK)

struct event;
struct record;
struct site;

enum maintenance_state {
	MAINTENANCE_NONE, MAINTENANCE_SCHEDULED, MAINTENANCE_RUNNING,
	MAINTENANCE_DONE, MAINTENANCE_DROPPED, MAINTENANCE_STATE_COUNT
};

struct maintenance {
	char title[TITLE_SIZE];	/* as the public reads it; "" = this place is
				   free */
	char text[MAINTENANCE_TEXT_SIZE];	/* what was told last */
	char affected[AFFECTED_SIZE];	/* set of components */
	int number;		/* as people name it */
	int state;		/* enum maintenance_state */
	char by[ID_SIZE];
	int64_t planned_ms;
	int64_t from_ms;
	int64_t until_ms;
	int64_t told_ms;	/* when the public was told last */
	int64_t over_ms;	/* 0 = not yet */
	char statuspage_id[ID_SIZE];	/* its id there */
	int places_waiting;	/* PLACE_ bits: what was told last is on its way */
	int places_failed;	/* ... is not there */
};

extern const struct record maintenance_record;
bool maintenances_are_sane(const struct site *site);

/* By the number that people name; NULL if there is none, or none any more. */
const struct maintenance *maintenance_find(const struct site *site,
    int number);
bool maintenance_is_over(const struct maintenance *maintenance);
int maintenance_open_count(const struct site *site);
/* The number that the next one gets. */
int maintenance_next_number(const struct site *site);

/* When one of them begins or ends; 0 = none is waited for. */
int64_t maintenance_due_ms(const struct site *site);
/* The first that has to begin or end by now, or NULL. */
const struct maintenance *maintenance_due(const struct site *site,
    int64_t now_ms);

/* True for what the public reads of: a title, a text, a beginning, an end. */
bool maintenance_is_news(int event_kind);

/* Does the event mean something by itself, and is it possible now? */
bool maintenance_event_is_sane(const struct event *event);
bool maintenance_may_apply(const struct site *site,
    const struct event *event);

/* One a kind of site_event.def, for site.c. */
void apply_MAINTENANCE_PLANNED(struct site *site, const struct event *event);
void apply_MAINTENANCE_TOLD(struct site *site, const struct event *event);
void apply_MAINTENANCE_STARTED(struct site *site, const struct event *event);
void apply_MAINTENANCE_FINISHED(struct site *site, const struct event *event);
void apply_MAINTENANCE_CANCELLED(struct site *site,
    const struct event *event);
void apply_MAINTENANCE_PLACED(struct site *site, const struct event *event);
void apply_MAINTENANCE_FAILED(struct site *site, const struct event *event);
void apply_MAINTENANCE_RETRIED(struct site *site, const struct event *event);

#endif
