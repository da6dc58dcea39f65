/* SPDX-License-Identifier: MIT
 *
 * decision: what a handler concluded from (incident, request, now): events,
 * effects, and what to tell the asker. Handlers call the decision_*()
 * builders below and nothing else. decision_finish() then adds what follows
 * from the change by itself: the card and the topic are refreshed, said
 * events are said, appointments are moved or cancelled.
 *
 * A refusal has no events and no effects; decision_refuse() after an event is
 * a bug and asserts.
 */
#ifndef INCBOT_CORE_DECISION_H
#define INCBOT_CORE_DECISION_H

#include "base/base.h"
#include "core/appointment.h"
#include "core/effect.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/place.h"
#include "core/policy.h"
#include "core/request.h"
#include "core/site.h"
#include <jansson.h>

struct arena;

enum outcome {
	DECIDED,	/* events may have been made; there may be a reply */
	REFUSED,	/* nothing changed; reply says what to do instead */
};

struct appointment_change {
	int kind;		/* enum appointment_kind */
	int64_t due_ms;		/* 0 = cancel */
};

#define DROPS_MAX 20		/* of one decision */

struct decision {
	struct arena *arena;
	const struct request *request;
	const struct policy *policy;	/* set by the dispatcher; NULL = the
					   playbook's own */
	int64_t now_ms;
	enum outcome outcome;
	bool about_site;	/* the events change the site, no incident */
	struct site *site;	/* as it is after them; else NULL */
	const struct site *site_before;
	struct site *site_room;	/* where `site` may stand, see core/room.h;
				   NULL = in the arena */
	struct event *events[EVENTS_MAX];
	int event_count;
	struct effect *effects[EFFECTS_MAX];
	int effect_count;
	struct appointment_change appointments[APPOINTMENT_COUNT];
	int appointment_count;

	struct drop {
		char id[ID_SIZE];
		int64_t version;
	} drops[DROPS_MAX];	/* incidents taken out of the ledger with it */
	int drop_count;

	bool wants_number;	/* nothing was decided yet: run it again with a
				   fresh incident number */

	/* To the asker alone. Best effort: never part of the commit. */
	char alias_from[ID_SIZE];	/* the incident that was found by it
				   before and is over; "" = none */
	char alias[NAME_SIZE];	/* under which a load finds the incident from
				   now on, as by a channel; "" = none */
	const char *reply;	/* mrkdwn, escaped where needed; NULL = none */
	json_t *reply_blocks;	/* or NULL; owned */
	const char *error_field;	/* a form's argument the refusal is
					   about, or NULL */
	json_t *form;		/* a modal to open, or NULL; owned */
	json_t *home;		/* the asker's Home tab, or NULL; owned */

	struct incident incident;	/* as it is after the events so far.
					   Last, so that decision_init() need
					   not clear what it copies anyway */
};

/* `incident` is the state before, all zero (with its id known from the
 * DECLARED event to come) if there is none yet. */
void decision_init(struct decision *decision, struct arena *arena,
    const struct request *request, const struct incident *incident,
    int64_t now_ms);

/* The same where a decision stood before, which was released, or all is
 * zero. */
void decision_init_over(struct decision *decision, struct arena *arena,
    const struct request *request, const struct incident *incident,
    int64_t now_ms);

/* Makes the site the subject (`site` is the state before, and outlives the
 * decision), before the first event; of an incident nothing changes then. */
void decision_about_site(struct decision *decision, const struct site *site);
void decision_release(struct decision *decision);

/* Appends an event, stamped with now, and applies it. The first one carries
 * the request's key. */
void decision_event(struct decision *decision, const struct event *event);

/* Appends an effect; incident, version and time are filled in. */
void decision_effect(struct decision *decision, const struct effect *effect);

/* Private answers. refuse returns REFUSED, reply returns DECIDED, so that
 * handlers can `return decision_refuse(...)`. The format's arguments must
 * already be escaped for mrkdwn. */
enum outcome decision_refuse(struct decision *decision, const char *format,
    ...) PRINTF_LIKE(2, 3);
enum outcome decision_reply(struct decision *decision, const char *format,
    ...) PRINTF_LIKE(2, 3);
enum outcome decision_reply_blocks(struct decision *decision,
    const char *fallback, json_t *blocks);

/* Opens a modal (takes the view). No event may accompany it. */
enum outcome decision_open_form(struct decision *decision, json_t *view);

/* Adds what follows from the change since `before` (may be all zero). Called
 * once, after the handler, by the dispatcher. */
void decision_finish(struct decision *decision,
    const struct incident *before);

/* The id under which the ledger keeps what the decision changes. */
const char *decision_subject(const struct decision *decision);

#endif
