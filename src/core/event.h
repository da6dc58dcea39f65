/* SPDX-License-Identifier: MIT
 *
 * event: something that became true in an incident, who did it and when. The
 * kinds are a closed list in event.def; an incident changes only by
 * incident_apply() of one of these; together, in order, they are its
 * timeline. Those of site_event.def are the site's and change it by
 * site_apply(). Read next: core/incident.h.
 */
#ifndef INCBOT_CORE_EVENT_H
#define INCBOT_CORE_EVENT_H

#include "base/base.h"
#include "core/component.h"
#include "core/limits.h"

struct arena;
struct record;
struct text;

enum event_kind {
	EVENT_NONE,
#define EVENT(NAME, word, told, sentence) EVENT_##NAME,
#include "core/event.def"
#undef EVENT
	EVENT_INCIDENT_COUNT,
	EVENT_SITE_FIRST = EVENT_INCIDENT_COUNT,
	EVENT_SITE_BEFORE = EVENT_SITE_FIRST - 1,
#define SITE_EVENT(NAME, word, sentence) EVENT_##NAME,
#include "core/site_event.def"
#undef SITE_EVENT
	EVENT_COUNT
};

/* One shape for all kinds; what a kind does not use stays zero. */
struct event {
	int kind;		/* enum event_kind */
	int64_t at_ms;		/* UTC */
	char key[KEY_SIZE];	/* the input that caused the turn; first event
				   of a turn only */
	char actor[ID_SIZE];	/* user id; "" is incbot itself */
	char actor_name[NAME_SIZE];	/* what they were called then, for who
					   reads it without Slack; "" = not
					   known. Raw; nothing depends on it */
	char user[ID_SIZE];	/* whom it is about */
	char user_name[NAME_SIZE];
	char ref[ID_SIZE];	/* channel id or message ts it made; of
				   PAGE_FAILED: the pager that may have taken
				   it all the same */
	char name[NAME_SIZE];	/* a name: channel, service, effect kind */
	int number;		/* severity, role, stage or public status */
	int flags;		/* FLAG_ bits of incident.h; of updates and
				   places: PLACE_ bits; of a root cause:
				   CAUSE_SOUGHT */
	int severity;		/* of an action item's gap; 0 = the incident's */
	int64_t due_ms;		/* an instant that it sets */
	int64_t span_ms;	/* a length that it sets, or how late it is */
	int64_t version;	/* the turn that it tells of */
	int64_t stable_due_ms;	/* by when the harm is to be stopped */
	/* Long, and last: see event_clear(). */
	char text[TEXT_SIZE];	/* people's own words, raw (not escaped) */
	char list[AFFECTED_SIZE];	/* what is affected from now on */
};

/* As good as all zero, and as good as *to = *from: an event is 9 kB, and what
 * lies behind the NULs of its long texts means nothing to anybody. */
void event_clear(struct event *event);
void event_copy(struct event *to, const struct event *from);

/* A root cause's flags. One that was said before a search knew of them has none:
 * its timeline makes of it today what it made then. */
#define CAUSE_SOUGHT 1

/* The word kept in the ledger ("severity_set"); kind must be valid. */
const char *event_word(int kind);

/* True for the kinds of site_event.def. */
bool event_is_of_site(int kind);

/* True if the event's sentence is said in the incident's channel. */
bool event_is_said(int kind);

/* The sentence template of event.def. */
const char *event_sentence(int kind);

/* True if the fields mean something for the kind: a severity that exists, a
 * role that exists. Checked on both sides of the ledger. */
bool event_is_sane(const struct event *event);

/* JSON {...,"is":"severity_set"}, as compact text in the arena, and back.
 * Decoding refuses unknown kinds and what is not sane. */
extern const struct record event_record;
char *event_encode(struct arena *arena, const struct event *event);
NODISCARD bool event_decode(const char *json, size_t length,
    struct event *event);

#endif
