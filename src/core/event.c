/* SPDX-License-Identifier: MIT
 *
 * event: the table of kinds, made from event.def, and the codec.
 */
#include "core/event.h"
#include "core/incident.h"
#include "core/oncall.h"
#include "core/postmortem.h"
#include "core/record.h"
#include "core/timeline.h"

enum told { QUIET, SAY };

static const struct {
	const char *word;
	enum told told;
	const char *sentence;
} kinds[EVENT_COUNT] = {
#define EVENT(NAME, word, told, sentence) \
	[EVENT_##NAME] = { word, told, sentence },
#include "core/event.def"
#undef EVENT
#define SITE_EVENT(NAME, word, sentence) \
	[EVENT_##NAME] = { word, QUIET, sentence },
#include "core/site_event.def"
#undef SITE_EVENT
};

static const struct field event_fields[] = {
	RECORD_MS(event, at_ms),
	RECORD_TEXT(event, key),
	RECORD_TEXT(event, actor),
	RECORD_TEXT(event, user),
	RECORD_TEXT(event, ref),
	RECORD_TEXT(event, name),
	RECORD_INT(event, number),
	RECORD_INT(event, flags),
	RECORD_MS(event, due_ms),
	RECORD_MS(event, span_ms),
	RECORD_MS(event, stable_due_ms),
	RECORD_TEXT(event, text),
	RECORD_TEXT(event, list),
	RECORD_WORD(event, kind, "is", event_word, EVENT_COUNT),
};

const struct record event_record = {
	event_fields, ARRAY_LEN(event_fields), sizeof(struct event),
};

static bool kind_is_valid(int kind)
{
	return kind > EVENT_NONE && kind < EVENT_COUNT;
}

const char *event_word(int kind)
{
	assert(kind_is_valid(kind));
	return kinds[kind].word;
}

bool event_is_of_site(int kind)
{
	return kind >= EVENT_SITE_FIRST && kind < EVENT_COUNT;
}

bool event_is_said(int kind)
{
	assert(kind_is_valid(kind));
	return kinds[kind].told == SAY;
}

const char *event_sentence(int kind)
{
	assert(kind_is_valid(kind));
	return kinds[kind].sentence;
}

static bool is_severity(const struct event *event)
{
	return event->number >= SEV1 && event->number <= SEV3 &&
	    event->span_ms >= 0 && event->span_ms <= UPDATE_EVERY_MAX_MS;
}

/* A change of who is on call: somebody, on a rung, for a while. */
static bool is_cover(const struct event *event)
{
	return *event->user && event->number >= 0 &&
	    event->number < ONCALL_RUNG_COUNT && event->span_ms > 0 &&
	    event->span_ms <= COVER_SPAN_MAX_MS;
}

static bool is_action(const struct event *event)
{
	return event->number >= 1 && event->number <= ACTIONS_MAX;
}

/* 0 is the incident's own. */
static bool is_ticket(const struct event *event)
{
	return event->number >= 0 && event->number <= ACTIONS_MAX &&
	    *event->name;
}

/* Of marked messages and of what people add to, correct in and hide from the
 * timeline. */
static bool is_of_record(int kind)
{
	return kind == EVENT_MESSAGE_MARKED || kind == EVENT_MESSAGE_UNMARKED ||
	    kind == EVENT_MESSAGE_DROPPED || kind == EVENT_MESSAGE_KEPT ||
	    kind == EVENT_ENTRY_ADDED || kind == EVENT_ENTRY_CORRECTED ||
	    kind == EVENT_ENTRY_HIDDEN || kind == EVENT_ENTRY_SHOWN;
}

static bool record_entry_is_sane(const struct event *event)
{
	bool numbered = event->number >= 1 &&
	    event->number <= ENTRY_NUMBER_MAX;

	if (event->kind == EVENT_ENTRY_ADDED)
		return event->due_ms > 0 && *event->text;
	if (event->kind == EVENT_ENTRY_CORRECTED)
		return numbered && event->due_ms >= 0 &&
		    (event->due_ms > 0 || *event->text);
	if (event->kind == EVENT_ENTRY_HIDDEN ||
	    event->kind == EVENT_ENTRY_SHOWN)
		return numbered;
	return *event->ref && event->due_ms >= 0;
}

/* Of a rotation whose hand-offs are told; or the next look at all of them. */
static bool is_of_duty(const struct event *event)
{
	return event->due_ms >= 0 &&
	    (event->kind >= EVENT_HANDOFF_PLANNED || *event->name);
}

bool event_is_sane(const struct event *event)
{
	if (!kind_is_valid(event->kind) || event->at_ms < 0)
		return false;
	if (event->kind == EVENT_DECLARED || event->kind == EVENT_PROPOSED)
		return is_severity(event) && *event->ref;
	if (event->kind == EVENT_SEVERITY_SET)
		return is_severity(event);
	if (is_of_record(event->kind))
		return record_entry_is_sane(event);
	if (event->kind == EVENT_PARKED)
		return true;	/* its list is the message's address */
	if (!affected_is_sane(event->list))
		return false;
	if (event->kind == EVENT_UPDATE_PUBLISHED ||
	    event->kind == EVENT_UPDATE_DRAFTED)
		return event->number >= PUBLIC_NONE &&
		    event->number < PUBLIC_STATUS_COUNT;
	if (event->kind == EVENT_PLACE_FAILED ||
	    event->kind == EVENT_PLACE_REACHED)
		return place_is_valid(event->number);
	if (event->kind == EVENT_POSTMORTEM_OWED)
		return event->due_ms > 0 && event->span_ms > 0 &&
		    event->span_ms <= POSTMORTEM_SPAN_MAX_MS && *event->user;
	if (event->kind == EVENT_POSTMORTEM_WRITTEN)
		return event->number >= 0 && event->number < SECTION_COUNT;
	if (event->kind == EVENT_ACTION_SET)
		return is_action(event) && *event->text;
	if (event->kind == EVENT_ACTION_DONE ||
	    event->kind == EVENT_ACTION_DROPPED ||
	    event->kind == EVENT_ACTION_NAGGED)
		return is_action(event);
	if (event->kind == EVENT_TICKET_ASKED ||
	    event->kind == EVENT_TICKET_OPENED ||
	    event->kind == EVENT_TICKET_FAILED ||
	    event->kind == EVENT_TICKET_RETRIED ||
	    event->kind == EVENT_TICKET_CLOSED ||
	    event->kind == EVENT_TICKET_REOPENED)
		return is_ticket(event);
	if (event->kind == EVENT_UPDATE_NAGGED ||
	    event->kind == EVENT_POSTMORTEM_NAGGED)
		return event->number >= 0 &&
		    event->number <= TALLY_MAX;
	if (event->kind == EVENT_SUBSCRIBED)
		return *event->user && event->number >= SEV1 &&
		    event->number <= SEV3;
	if (event->kind == EVENT_ONCALL_COVERED ||
	    event->kind == EVENT_ONCALL_SWAPPED)
		return is_cover(event);
	if (event->kind >= EVENT_DUTY_BEGUN &&
	    event->kind <= EVENT_MONTHLY_SET)
		return is_of_duty(event);
	if (event->kind == EVENT_ROLE_TAKEN ||
	    event->kind == EVENT_ROLE_OFFERED ||
	    event->kind == EVENT_ROLE_DECLINED ||
	    event->kind == EVENT_ROLE_NAGGED)
		return event->number >= 0 && event->number < ROLE_COUNT;
	if (event->kind == EVENT_PAGE_ASKED ||
	    event->kind == EVENT_ESCALATED ||
	    event->kind == EVENT_ESCALATION_SET ||
	    event->kind == EVENT_PAGE_SKIPPED ||
	    event->kind == EVENT_PAGE_SENT ||
	    event->kind == EVENT_PAGE_ACCEPTED ||
	    event->kind == EVENT_PAGE_PUT_OFF ||
	    event->kind == EVENT_PAGE_AGAIN ||
	    event->kind == EVENT_PAGE_DELIVERED ||
	    event->kind == EVENT_PAGE_UNREACHED ||
	    event->kind == EVENT_PAGE_FAILED)
		return event->number >= 0 && event->number < RUNGS_MAX;
	return true;
}

char *event_encode(struct arena *arena, const struct event *event)
{
	assert(kind_is_valid(event->kind));
	return record_encode(arena, &event_record, event);
}

bool event_decode(const char *json, size_t length, struct event *event)
{
	return record_decode(&event_record, json, length, event) &&
	    event_is_sane(event);
}
