/* SPDX-License-Identifier: MIT
 *
 * effect: the table of kinds, made from effect.def, names and the codec.
 */
#include "core/effect.h"
#include "base/text.h"
#include "core/incident.h"
#include "core/record.h"
#include "core/site.h"

#define ROOM TARGET_ROOM
#define COMPANY TARGET_COMPANY
#define PERSON TARGET_PERSON
#define BOARD TARGET_BOARD
#define ELSEWHERE TARGET_ELSEWHERE
#define ALERTS TARGET_ALERTS
#define COMMS TARGET_COMMS
#define MARKS TARGET_MARKS
#define PLACE TARGET_PLACE
#define ARCHIVE TARGET_ARCHIVE
#define LETTERS TARGET_LETTERS
#define DOCUMENTS TARGET_DOCUMENTS
#define NONE false
#define TURN true

static const struct {
	const char *word;
	enum effect_target target;
	bool answers;
	const char *meaning;
} kinds[EFFECT_COUNT] = {
#define EFFECT(NAME, word, target, answer, meaning) \
	[EFFECT_##NAME] = { word, target, answer, meaning },
#include "core/effect.def"
#undef EFFECT
#define SITE_EFFECT(NAME, word, target, answer, meaning) \
	[EFFECT_##NAME] = { word, target, answer, meaning },
#include "core/site_effect.def"
#undef SITE_EFFECT
};

static const struct field effect_fields[] = {
	RECORD_TEXT(effect, incident),
	RECORD_MS(effect, version),
	RECORD_MS(effect, created_ms),
	RECORD_TEXT(effect, user),
	RECORD_INT(effect, number),
	RECORD_MS(effect, cycle),
	RECORD_MS(effect, due_ms),
	RECORD_INT(effect, tries),
	RECORD_TEXT(effect, way),
	RECORD_TEXT(effect, place),
	RECORD_SIGN("type", "effect"),
	RECORD_WORD(effect, kind, "do", effect_word, EFFECT_COUNT),
	RECORD_RECORD(effect, event, &event_record),
};

const struct record effect_record = {
	effect_fields, ARRAY_LEN(effect_fields), sizeof(struct effect),
};

static bool kind_is_valid(int kind)
{
	return kind > EFFECT_NONE && kind < EFFECT_COUNT;
}

const char *effect_word(int kind)
{
	assert(kind_is_valid(kind));
	return kinds[kind].word;
}

const char *effect_meaning(int kind)
{
	assert(kind_is_valid(kind));
	return kinds[kind].meaning;
}

const char *effect_result_name(int kind, bool succeeded)
{
	if (effect_is_of_site(kind))
		return "site_result";
	if (kind == EFFECT_NEWS_NOTE)
		return succeeded ? "news_noted" : "result";
	if (kind == EFFECT_MANUSCRIPT_TAKE && succeeded)
		return "manuscript_taken";
	if (kind == EFFECT_TICKET_OPEN || kind == EFFECT_TICKET_SET ||
	    kind == EFFECT_TICKET_TELL)
		return "ticket_result";
	return kind == EFFECT_PROPOSAL_POST && !succeeded ? "proposal_lost" :
	    "result";
}

bool effect_answers(int kind)
{
	assert(kind_is_valid(kind));
	return kinds[kind].answers;
}

enum effect_target effect_target(int kind)
{
	assert(kind_is_valid(kind));
	return kinds[kind].target;
}

bool effect_is_of_site(int kind)
{
	return kind >= EFFECT_SITE_FIRST && kind < EFFECT_COUNT;
}

void effect_job(const struct effect *effect, int index, char out[JOB_SIZE])
{
	struct text text;

	text_init(&text, out, JOB_SIZE);
	text_addf(&text, "fx:%s:%lld:%d", effect->incident,
	    (long long)effect->version, index);
}

void effect_lane(const struct effect *effect, char out[LANE_SIZE])
{
	static const char *const names[] = {
		[TARGET_ROOM] = "room", [TARGET_COMPANY] = "company",
		[TARGET_BOARD] = "board",
		[TARGET_ALERTS] = "alerts", [TARGET_MARKS] = "marks",
		[TARGET_ARCHIVE] = "archive",
		[TARGET_COMMS] = "comms", [TARGET_LETTERS] = "letters",
		[TARGET_DOCUMENTS] = "documents",
	};
	enum effect_target target = effect_target(effect->kind);
	struct text text;

	text_init(&text, out, LANE_SIZE);
	if (target == TARGET_ELSEWHERE) {
		text_addf(&text, "%s/%s/%s%s", effect->incident, effect->way,
		    effect->user, effect->due_ms > 0 ? "/later" : "");
		if (effect->kind == EFFECT_PAGE_LOOK)
			text_addf(&text, "/%d", effect->number);
		return;
	}
	text_addf(&text, "%s/%s", effect->incident,
	    target == TARGET_PERSON ? effect->user :
	    target == TARGET_PLACE ? effect->place : names[target]);
}

bool effect_carries_event(int kind)
{
	return kind == EFFECT_SAY || kind == EFFECT_COMMS_SAY ||
	    kind == EFFECT_TELL || kind == EFFECT_COMPANY_UPDATE ||
	    kind == EFFECT_PLACE_UPDATE || kind == EFFECT_TICKET_TELL ||
	    kind == EFFECT_SETTLE || kind == EFFECT_NOTIFY ||
	    kind == EFFECT_SITE_SAY || kind == EFFECT_SITE_TELL ||
	    kind == EFFECT_MAINTENANCE_SEND || kind == EFFECT_NEWS_NOTE ||
	    kind == EFFECT_MANUSCRIPT_READ || kind == EFFECT_MANUSCRIPT_TAKE;
}

bool effect_is_sane(const struct effect *effect)
{
	int kind = effect->kind;
	bool role = kind == EFFECT_NAG_ROLE || kind == EFFECT_ASK_HANDOVER ||
	    kind == EFFECT_BRIEF;

	if (!kind_is_valid(kind) || !*effect->incident || effect->number < 0)
		return false;
	if (effect->number >= (role ? ROLE_COUNT : EFFECT_NUMBER_MAX))
		return false;
	if (effect->due_ms < 0 || effect->tries < 0)
		return false;
	if (effect_is_of_site(kind) != (strcmp(effect->incident, SITE_ID) == 0))
		return false;
	if ((effect_target(kind) == TARGET_PLACE) != (*effect->place != 0))
		return false;
	if ((effect_target(kind) == TARGET_ELSEWHERE) != (*effect->way != 0))
		return false;
	if (!*effect->user && (effect_target(kind) == TARGET_PERSON ||
	    kind == EFFECT_PAGE_OUT || kind == EFFECT_PAGE_SETTLE ||
	    kind == EFFECT_PAGE_LOOK ||
	    kind == EFFECT_LETTER_SEND ||
	    kind == EFFECT_ROOM_INVITE || kind == EFFECT_COMMS_INVITE ||
	    kind == EFFECT_ASK_HANDOVER || kind == EFFECT_REPORT_UPLOAD ||
	    kind == EFFECT_MANUSCRIPT_READ || kind == EFFECT_MANUSCRIPT_TAKE))
		return false;
	return effect_carries_event(kind) ==
	    (effect->event.kind != EVENT_NONE);
}

char *effect_encode(struct arena *arena, const struct effect *effect)
{
	assert(kind_is_valid(effect->kind));
	return record_encode(arena, &effect_record, effect);
}

void effect_clear(struct effect *effect)
{
	memset(effect, 0, offsetof(struct effect, event));
	event_clear(&effect->event);
}

void effect_copy(struct effect *to, const struct effect *from)
{
	memcpy(to, from, offsetof(struct effect, event));
	event_copy(&to->event, &from->event);
}

bool effect_decode(const char *json, size_t length, struct effect *effect)
{
	effect_clear(effect);
	return record_decode_cleared(&effect_record, json, length, effect) &&
	    (effect->event.kind == EVENT_NONE ||
	    event_is_sane(&effect->event)) && effect_is_sane(effect);
}
