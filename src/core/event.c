/* SPDX-License-Identifier: MIT
 *
 * event: the table of kinds, made from event.def, and the codec.
 */
#include "core/event.h"
#include "core/incident.h"
#include "core/mailbox.h"
#include "core/maintenance.h"
#include "core/notices.h"
#include "core/oncall/oncall.h"
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
	RECORD_TEXT(event, actor_name),
	RECORD_TEXT(event, user),
	RECORD_TEXT(event, user_name),
	RECORD_TEXT(event, ref),
	RECORD_TEXT(event, name),
	RECORD_INT(event, number),
	RECORD_INT(event, flags),
	RECORD_INT(event, severity),
	RECORD_MS(event, due_ms),
	RECORD_MS(event, span_ms),
	RECORD_MS(event, stable_due_ms),
	RECORD_MS(event, version),
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

static bool is_declaration(const struct event *event)
{
	return is_severity(event) && *event->ref;
}

static bool is_action_change(const struct event *event)
{
	return is_action(event) && *event->text && event->severity >= 0 &&
	    event->severity <= SEV3;
}

static bool is_update(const struct event *event)
{
	return event->number >= PUBLIC_NONE &&
	    event->number < PUBLIC_STATUS_COUNT;
}

static bool is_of_place(const struct event *event)
{
	return place_is_valid(event->number);
}

static bool is_tally(const struct event *event)
{
	return event->number >= 0 && event->number <= TALLY_MAX;
}

static bool is_postmortem_owed(const struct event *event)
{
	return event->due_ms > 0 && event->span_ms > 0 &&
	    event->span_ms <= POSTMORTEM_SPAN_MAX_MS && *event->user;
}

static bool is_section(const struct event *event)
{
	return event->number >= 0 && event->number < SECTION_COUNT;
}

static bool is_role(const struct event *event)
{
	return event->number >= 0 && event->number < ROLE_COUNT;
}

static bool is_rung(const struct event *event)
{
	return event->number >= 0 && event->number < RUNGS_MAX;
}

static bool is_page(const struct event *event)
{
	return event->number >= 0 && event->number <= RUNG_CALLED;
}

static bool is_subscription(const struct event *event)
{
	return *event->user && event->number >= SEV1 && event->number <= SEV3;
}

/* Of a rotation whose hand-offs are told. */
static bool is_of_duty(const struct event *event)
{
	return event->due_ms >= 0 && *event->name;
}

static bool is_planned(const struct event *event)
{
	return event->due_ms >= 0;
}

static bool is_held(const struct event *event)
{
	return event->due_ms > 0 && *event->user;
}

static bool is_dropped(const struct event *event)
{
	return event->number > 0 && event->due_ms > 0;
}

static bool is_message(const struct event *event)
{
	return *event->ref && event->due_ms >= 0;
}

static bool is_entry_added(const struct event *event)
{
	return event->due_ms > 0 && *event->text;
}

static bool is_entry(const struct event *event)
{
	return event->number >= 1 && event->number <= ENTRY_NUMBER_MAX;
}

static bool is_entry_corrected(const struct event *event)
{
	return is_entry(event) && event->due_ms >= 0 &&
	    (event->due_ms > 0 || *event->text);
}

/* What holds of each kind beyond its fields' own borders; and whether its
 * list is something else than the components an update is about. */
static const struct {
	bool (*is_sane)(const struct event *event);
	bool list_is_its_own;
} checks[EVENT_COUNT] = {
	[EVENT_DECLARED] = { is_declaration, true },
	[EVENT_PROPOSED] = { is_declaration, true },
	[EVENT_PROPOSAL_NAGGED] = { .is_sane = is_tally },
	[EVENT_SEVERITY_SET] = { is_severity, true },
	[EVENT_MESSAGE_MARKED] = { is_message, true },
	[EVENT_MESSAGE_UNMARKED] = { is_message, true },
	[EVENT_MESSAGE_DROPPED] = { is_message, true },
	[EVENT_CLOSED] = { .is_sane = is_planned },
	[EVENT_EXPORT_FAILED] = { .is_sane = is_planned },
	[EVENT_MESSAGE_UNKEPT] = { is_message, true },
	[EVENT_MESSAGE_KEPT] = { is_message, true },
	[EVENT_ENTRY_ADDED] = { is_entry_added, true },
	[EVENT_ENTRY_CORRECTED] = { is_entry_corrected, true },
	[EVENT_ENTRY_HIDDEN] = { is_entry, true },
	[EVENT_ENTRY_SHOWN] = { is_entry, true },
	[EVENT_PARKED] = { NULL, true },	/* the message's address */
	[EVENT_UPDATE_PUBLISHED] = { .is_sane = is_update },
	[EVENT_UPDATE_DRAFTED] = { .is_sane = is_update },
	[EVENT_UPDATE_NAGGED] = { .is_sane = is_tally },
	[EVENT_PLACE_FAILED] = { .is_sane = is_of_place },
	[EVENT_PLACE_REACHED] = { .is_sane = is_of_place },
	[EVENT_POSTMORTEM_OWED] = { .is_sane = is_postmortem_owed },
	[EVENT_POSTMORTEM_WRITTEN] = { .is_sane = is_section },
	[EVENT_POSTMORTEM_NAGGED] = { .is_sane = is_tally },
	[EVENT_ACTION_SET] = { .is_sane = is_action_change },
	[EVENT_ACTION_DONE] = { .is_sane = is_action },
	[EVENT_ACTION_DROPPED] = { .is_sane = is_action },
	[EVENT_ACTION_NAGGED] = { .is_sane = is_action },
	[EVENT_TICKET_ASKED] = { .is_sane = is_ticket },
	[EVENT_TICKET_OPENED] = { .is_sane = is_ticket },
	[EVENT_TICKET_FAILED] = { .is_sane = is_ticket },
	[EVENT_TICKET_RETRIED] = { .is_sane = is_ticket },
	[EVENT_TICKET_CLOSED] = { .is_sane = is_ticket },
	[EVENT_TICKET_REOPENED] = { .is_sane = is_ticket },
	[EVENT_SUBSCRIBED] = { .is_sane = is_subscription },
	[EVENT_MAIL_SUBSCRIBED] = { .is_sane = is_subscription },
	[EVENT_MAILBOX_SET] = { .is_sane = mailbox_event_is_sane },
	[EVENT_NEWS_NOTED] = { .is_sane = mailbox_event_is_sane },
	[EVENT_LETTER_BEGUN] = { .is_sane = mailbox_event_is_sane },
	[EVENT_LETTER_SENT] = { .is_sane = mailbox_event_is_sane },
	[EVENT_LETTER_FAILED] = { .is_sane = mailbox_event_is_sane },
	[EVENT_NOTICE_HELD] = { .is_sane = is_held },
	[EVENT_NOTICES_TOLD] = { .is_sane = is_tally },
	[EVENT_NOTICES_SET] = { .is_sane = wish_event_is_sane },
	[EVENT_ONCALL_COVERED] = { .is_sane = is_cover },
	[EVENT_ONCALL_SWAPPED] = { .is_sane = is_cover },
	[EVENT_DUTY_BEGUN] = { .is_sane = is_of_duty },
	[EVENT_DUTY_PASSED] = { .is_sane = is_of_duty },
	[EVENT_DUTY_ENDED] = { .is_sane = is_of_duty },
	[EVENT_GROUP_NAMED] = { .is_sane = is_of_duty },
	[EVENT_GROUP_FAILED] = { .is_sane = is_of_duty },
	[EVENT_GROUP_MENDED] = { .is_sane = is_of_duty },
	[EVENT_HANDOFF_PLANNED] = { .is_sane = is_planned },
	[EVENT_DIGEST_SET] = { .is_sane = is_planned },
	[EVENT_RETENTION_SET] = { .is_sane = is_planned },
	[EVENT_INCIDENT_DROPPED] = { .is_sane = is_dropped },
	[EVENT_MONTHLY_SET] = { .is_sane = is_planned },
	[EVENT_MAINTENANCE_PLANNED] = { .is_sane = maintenance_event_is_sane },
	[EVENT_MAINTENANCE_TOLD] = { .is_sane = maintenance_event_is_sane },
	[EVENT_MAINTENANCE_STARTED] = { .is_sane = maintenance_event_is_sane },
	[EVENT_MAINTENANCE_FINISHED] = { .is_sane = maintenance_event_is_sane },
	[EVENT_MAINTENANCE_CANCELLED] = { .is_sane = maintenance_event_is_sane },
	[EVENT_MAINTENANCE_PLACED] = { .is_sane = maintenance_event_is_sane },
	[EVENT_MAINTENANCE_FAILED] = { .is_sane = maintenance_event_is_sane },
	[EVENT_MAINTENANCE_RETRIED] = { .is_sane = maintenance_event_is_sane },
	[EVENT_ROLE_TAKEN] = { .is_sane = is_role },
	[EVENT_ROLE_OFFERED] = { .is_sane = is_role },
	[EVENT_ROLE_DECLINED] = { .is_sane = is_role },
	[EVENT_ROLE_NAGGED] = { .is_sane = is_role },
	[EVENT_PAGE_ASKED] = { .is_sane = is_rung },
	[EVENT_CALLED] = { .is_sane = is_page },
	[EVENT_ESCALATED] = { .is_sane = is_rung },
	[EVENT_ESCALATION_SET] = { .is_sane = is_rung },
	[EVENT_PAGE_SKIPPED] = { .is_sane = is_rung },
	[EVENT_PAGE_SENT] = { .is_sane = is_page },
	[EVENT_PAGE_ACCEPTED] = { .is_sane = is_page },
	[EVENT_PAGE_FORGOTTEN] = { .is_sane = is_page },
	[EVENT_PAGE_PUT_OFF] = { .is_sane = is_page },
	[EVENT_PAGE_AGAIN] = { .is_sane = is_page },
	[EVENT_PAGE_DELIVERED] = { .is_sane = is_page },
	[EVENT_PAGE_UNREACHED] = { .is_sane = is_page },
	[EVENT_PAGE_FAILED] = { .is_sane = is_page },
};

bool event_is_sane(const struct event *event)
{
	int kind = event->kind;

	if (!kind_is_valid(kind) || event->at_ms < 0)
		return false;
	if (!checks[kind].list_is_its_own && !affected_is_sane(event->list))
		return false;
	return !checks[kind].is_sane || checks[kind].is_sane(event);
}

char *event_encode(struct arena *arena, const struct event *event)
{
	assert(kind_is_valid(event->kind));
	return record_encode(arena, &event_record, event);
}

void event_clear(struct event *event)
{
	memset(event, 0, offsetof(struct event, text));
	event->text[0] = '\0';
	event->list[0] = '\0';
}

void event_copy(struct event *to, const struct event *from)
{
	memcpy(to, from, offsetof(struct event, text));
	memcpy(to->text, from->text, strlen(from->text) + 1);
	memcpy(to->list, from->list, strlen(from->list) + 1);
}

bool event_decode(const char *json, size_t length, struct event *event)
{
	event_clear(event);
	return record_decode_cleared(&event_record, json, length, event) &&
	    event_is_sane(event);
}
