/* SPDX-License-Identifier: MIT
 *
 * view_words: the words that people read again and again, in one place: what
 * can be done (buttons, the panel) and what the roles are called and entail.
 * Also the few facts about an incident that every view writes alike. Only
 * view*.c and render*.c include this.
 */
#ifndef INCBOT_CORE_VIEW_WORDS_H
#define INCBOT_CORE_VIEW_WORDS_H

#include "base/base.h"
#include "core/views/blocks.h"
#include "core/incident.h"
#include "core/policy.h"

struct arena;

#define DOT " \xc2\xb7 "	/* between facts on one line */
#define DASH "\xe2\x80\x93"

/* What a person can do, in the order of the panel. */
enum act {
	ACT_ACK,
	ACT_COMMANDER, ACT_TECHNICAL, ACT_COMMS,
	ACT_UPDATE,
	ACT_APPROVE,
	ACT_SENDBACK,
	ACT_REPUBLISH,
	ACT_ASSESS,
	ACT_STABLE,
	ACT_EVIDENCE,
	ACT_CAUSE,
	ACT_PARK,
	ACT_STEPS,
	ACT_RESOLVE,
	ACT_LOWER,
	ACT_SEVERITY,
	ACT_ASSIGN,
	ACT_PAGE,
	ACT_ESCALATE,
	ACT_NOTE,
	ACT_REOPEN,
	ACT_POSTMORTEM,
	ACT_CLOSE,
	ACT_ACTION,
	ACT_TIMELINE,
	ACT_EXPORT,
	ACT_HOLD,
	ACT_RELEASE,
	ACT_COUNT
};

struct act_words {
	const char *handler;
	const char *label;	/* on its button */
	const char *typed;	/* after "/incident " */
	const char *says;	/* what it does, in half a sentence */
	unsigned phases;	/* bits 1 << phase */
	bool dated;		/* an outdated click must not count */
};

const struct act_words *act_words(enum act act);

/* Can it be done now? */
bool act_fits(const struct incident *incident, enum act act);

/* Its button, or its line in the menu. */
json_t *act_button(struct arena *arena, const struct incident *incident,
    enum act act, enum button_style style);
void act_menu(struct arena *arena, json_t *overflow,
    const struct incident *incident, enum act act);

/* A click on this incident. */
struct click incident_click(const struct incident *incident,
    const char *handler, const char *words);

struct role_words {
	const char *topic;	/* "IC" */
	const char *title;	/* "Incident commander" */
	const char *duty;	/* what whoever takes it does */
	const char *brief[3];
	enum act take;
};

const struct role_words *role_words(int role);

/* "SEV1 · api outage", marked if it is a drill or private; for mrkdwn (bold
 * is the caller's) and for plain_text. */
const char *headline_mrkdwn(struct arena *arena,
    const struct incident *incident);
const char *headline_plain(struct arena *arena,
    const struct incident *incident);

/* The headline and where to turn to, for a list; `hidden`: a private incident
 * whose title the reader may not see. */
const char *headline_listed(struct arena *arena,
    const struct incident *incident, bool hidden);

/* An instant in the reader's zone, short if it is near the declaration. */
const char *incident_time(struct arena *arena, const struct incident *incident,
    int64_t ms);
/* There is no public update, and its time has come (P4.2). What came back
 * without one has a while. */
bool first_update_is_due(const struct incident *incident);
/* "12 min", "1 h 05 min". */
const char *span_words(struct arena *arena, int64_t span_ms);
/* "IC @ana", "IC –": for one-line summaries. */
const char *holder_line(struct arena *arena, const struct incident *incident,
    int role);
/* "data loss · security breach", "" if none of these. */
const char *flags_words(struct arena *arena, int flags);
/* Where to turn to: " in <#C123>", or " (INC-7)" without a channel. */
const char *room_words(struct arena *arena, const struct incident *incident);

/* How a typed line begins: "/incident" in the incident's own channel,
 * "/incident INC-7" everywhere else. */
enum reader { IN_ROOM, ELSEWHERE };
const char *command_words(struct arena *arena, const struct incident *incident,
    const struct policy *policy, enum reader reader);

/* The three answers as blocks (card, status): now_ms 0 = not known, then no
 * remaining times are told; `buttons` adds the acts beside their section. */
void view_facts(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy,
    int64_t now_ms, bool buttons);

/* The places that the last update did not reach, for lists; "" = none. */
const char *unreached_words(struct arena *arena,
    const struct incident *incident);

/* The receipts of the pages, and who is called next; nothing if nobody is. */
void view_pages(struct arena *arena, json_t *blocks,
    const struct incident *incident);

/* Of a form that publishes: every place that the text goes to, and on its button
 * what it does: where somebody else has to look at it first, both say so.
 * Written by view_publish.c. */
const char *publish_places(struct arena *arena,
    const struct incident *incident, const struct policy *policy);
const char *publish_button(const struct incident *incident,
    const struct policy *policy, const char *at_once);

/* A form's input for the parts of the product that the public is told of, with
 * those chosen that `affected` (core/component.h) names as not up. Drawn by
 * view_publish.c. */
json_t *view_components_input(struct arena *arena,
    const struct board_policy *board, const char *affected);

#endif
