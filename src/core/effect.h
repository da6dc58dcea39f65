/* SPDX-License-Identifier: MIT
 *
 * effect: something that must be done outside, as meaning, not as wire
 * format: core/views/render.h turns it into a call when it is sent, with the
 * incident as it is then. Kept as JSON in the ledger's job hash.
 */
#ifndef INCBOT_CORE_EFFECT_H
#define INCBOT_CORE_EFFECT_H

#include "base/base.h"
#include "core/event.h"
#include "core/limits.h"

enum effect_kind {
	EFFECT_NONE,
#define EFFECT(NAME, word, target, answer, meaning) EFFECT_##NAME,
#include "core/effect.def"
#undef EFFECT
	EFFECT_SITE_FIRST,
	EFFECT_SITE_BEFORE = EFFECT_SITE_FIRST - 1,
#define SITE_EFFECT(NAME, word, target, answer, meaning) EFFECT_##NAME,
#include "core/site_effect.def"
#undef SITE_EFFECT
	EFFECT_COUNT
};

enum effect_target {
	TARGET_ROOM, TARGET_COMPANY, TARGET_PERSON, TARGET_BOARD,
	TARGET_ELSEWHERE,
	TARGET_ALERTS,
	TARGET_MARKS, TARGET_PLACE, TARGET_ARCHIVE, TARGET_COMMS,
	TARGET_LETTERS,
	TARGET_DOCUMENTS,
};

#define EFFECT_NUMBER_MAX 1000000

struct effect {
	int kind;		/* enum effect_kind */
	char incident[ID_SIZE];	/* or SITE_ID */
	int64_t version;	/* the turn that asked for it */
	int64_t created_ms;
	char user[ID_SIZE];	/* PERSON lanes; whom to invite or ask */
	int number;		/* role, stage, or which of several (bookmark) */
	int64_t cycle;		/* NAG_*: update_count or the role's since_ms
				   for which it was meant, PAGE*: the epoch;
				   past that it is dropped */
	int64_t due_ms;		/* not before; 0 = at once */
	int tries;		/* that were put off before this one */
	char way[ID_SIZE];	/* ELSEWHERE: by which service ("ntfy") */
	char place[ID_SIZE];	/* PLACE: the channel, or user group */
	struct event event;	/* SAY, COMPANY_UPDATE, ...: what to tell;
				   SETTLE: what settled the message event.ref.
				   Last: see event_clear() */
};

/* The same of effects. */
void effect_clear(struct effect *effect);
void effect_copy(struct effect *to, const struct effect *from);

const char *effect_word(int kind);
const char *effect_meaning(int kind);	/* "pin the card" */
bool effect_answers(int kind);		/* its answer becomes a turn */
/* The handler of what became of it. */
const char *effect_result_name(int kind, bool succeeded);
enum effect_target effect_target(int kind);

/* True for the kinds of site_effect.def: asked for by the site's record and by
 * no incident. */
bool effect_is_of_site(int kind);

/* Deterministic names: job "fx:<incident>:<version>:<index>", lane
 * "<incident>/room", "<incident>/company", "<incident>/U123",
 * "<incident>/ntfy/U123", "site/C123"; what is put off,
 * "<incident>/ntfy/U123/later", holds up none that came after it; nor does
 * what is asked about a page, "<incident>/pagerduty/U123/later/0". A place has
 * "<incident>/statuspage/". */
void effect_job(const struct effect *effect, int index, char out[JOB_SIZE]);
void effect_lane(const struct effect *effect, char out[LANE_SIZE]);

/* True if effects of the kind tell of an event, which they carry. */
bool effect_carries_event(int kind);

/* True if the fields that the kind needs are there: a person, a role, an
 * event to tell. Checked on both sides of the ledger. */
bool effect_is_sane(const struct effect *effect);

/* JSON object with "type":"effect", and back. Decoding refuses unknown kinds
 * and what is not sane. */
struct record;
extern const struct record effect_record;
char *effect_encode(struct arena *arena, const struct effect *effect);
NODISCARD bool effect_decode(const char *json, size_t length,
    struct effect *effect);

#endif
