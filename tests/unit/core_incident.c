/* SPDX-License-Identifier: MIT
 *
 * core/incident: what each event changes, and that it changes nothing else;
 * the ring of recent inputs; snapshots that contradict themselves.
 */
#include "core/incident.h"
#include <jansson.h>
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/appointment.h"
#include "core/marked.h"
#include "core/postmortem.h"
#include "core/views/view.h"
#include "tests/unit/unit.h"

#define T0 INT64_C(1781514000000)
#define MINUTE INT64_C(60000)

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(8u << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static struct incident declared(int severity)
{
	struct incident incident;
	struct event event = { .kind = EVENT_DECLARED, .at_ms = T0,
		.number = severity, .ref = "7", .actor = "U0ANA",
		.text = "checkout is down", .name = "checkout",
		.flags = severity < SEV3 ? FLAG_ROOM : 0,
		.due_ms = severity < SEV3 ? T0 + 5 * MINUTE : 0,
		.span_ms = severity < SEV3 ? 15 * MINUTE : 0 };

	memset(&incident, 0, sizeof(incident));
	incident_apply(&incident, &event);
	return incident;
}

/* "09:00 UTC" */
static const char *clock_utc(int64_t ms)
{
	struct civil civil = when_to_civil_utc(ms);

	return arena_printf(arena, "%02d:%02d UTC", civil.hour, civil.minute);
}

static void happen(struct incident *incident, struct event event)
{
	if (event.at_ms == 0)
		event.at_ms = T0 + MINUTE;
	ck_assert(event_is_sane(&event));
	incident_apply(incident, &event);
}

/* Names of the fields that differ, in the snapshot's order, "a b c". */
static const char *changed(const struct incident *before,
    const struct incident *after)
{
	json_t *old = json_loads(incident_encode(arena, before), 0, NULL);
	json_t *new = json_loads(incident_encode(arena, after), 0, NULL);
	struct text names = text_new(arena, 1000);
	const char *key;
	json_t *value;

	json_object_foreach(new, key, value) {
		if (!json_equal(value, json_object_get(old, key)))
			text_addf(&names, "%s%s", names.length ? " " : "", key);
	}
	json_object_foreach(old, key, value) {
		if (!json_object_get(new, key))
			text_addf(&names, "%s-%s", names.length ? " " : "",
			    key);
	}
	json_decref(old);
	json_decref(new);
	return names.data;
}

/* On a SEV1 that was declared, and after which it was done. */
static const struct {
	struct event event;
	const char *changes;
} meanings[] = {
	{ { .kind = EVENT_ROOM_OPENED, .ref = "C1", .name = "inc-1" },
	    "room_id room_name" },
	{ { .kind = EVENT_ROOM_FAILED, .text = "no" }, "-flags" },
	{ { .kind = EVENT_ROOM_LOST, .text = "is_archived" }, "-flags" },
	{ { .kind = EVENT_ROOM_RETURNED, .actor = "U0BEN", .ref = "C1" },
	    "room_id" },
	{ { .kind = EVENT_CARD_LOST, .text = "message_not_found" }, "" },
	{ { .kind = EVENT_CHECKLIST_LOST, .text = "message_not_found" }, "" },
	{ { .kind = EVENT_COMMS_OPENED, .ref = "C2", .name = "inc-1-comms" },
	    "comms_id comms_name" },
	{ { .kind = EVENT_COMMS_CARD_POSTED, .ref = "1.2" },
	    "comms_card_ts" },
	{ { .kind = EVENT_COMMS_LOST, .text = "is_archived" }, "" },
	{ { .kind = EVENT_COMMS_ARCHIVED }, "" },
	{ { .kind = EVENT_CARD_POSTED, .ref = "1.2" }, "card_ts" },
	{ { .kind = EVENT_BROADCAST_POSTED, .ref = "1.2" }, "broadcast_ts" },
	{ { .kind = EVENT_PAGE_ASKED, .user = "U0PIA", .number = 0 },
	    "rungs pages" },
	{ { .kind = EVENT_CALLED, .actor = "U0ANA", .user = "U0DAN",
	    .number = RUNG_CALLED, .text = "he knows it" }, "pages" },
	{ { .kind = EVENT_CALLED, .actor = "U0ANA", .user = "U0BEN",
	    .number = 1 }, "rungs pages" },
	{ { .kind = EVENT_ESCALATED, .user = "U0BEN", .number = 1 },
	    "rungs pages" },
	{ { .kind = EVENT_ESCALATION_SET, .number = 2,
	    .due_ms = T0 + 30 * MINUTE }, "rungs" },
	{ { .kind = EVENT_PAGING_ENDED }, "" },
	{ { .kind = EVENT_PAGE_SKIPPED, .number = 2, .text = "no" },
	    "rungs" },
	{ { .kind = EVENT_PAGE_SENT, .user = "U0PIA", .name = "D1",
	    .ref = "1.2" }, "pages" },
	{ { .kind = EVENT_PAGE_FAILED, .user = "U0PIA", .text = "no" }, "" },
	{ { .kind = EVENT_PAGE_ACCEPTED, .user = "U0PIA", .name = "ntfy" },
	    "" },
	{ { .kind = EVENT_PAGE_FORGOTTEN, .user = "U0PIA", .name = "ntfy" },
	    "" },
	{ { .kind = EVENT_PAGE_PUT_OFF, .user = "U0PIA", .text = "later",
	    .due_ms = T0 + 16 * MINUTE }, "" },
	{ { .kind = EVENT_PAGE_AGAIN, .user = "U0PIA", .number = 0 },
	    "rungs pages" },
	{ { .kind = EVENT_PAGE_DELIVERED, .user = "U0PIA", .name = "sms" },
	    "" },
	{ { .kind = EVENT_PAGER_RESOLVED, .actor = "U0PIA" }, "" },
	{ { .kind = EVENT_PAGE_UNREACHED, .user = "U0PIA", .text = "call" },
	    "" },
	{ { .kind = EVENT_ACKNOWLEDGED, .actor = "U0BEN" },
	    "epoch acknowledged_by acknowledged_ms" },
	{ { .kind = EVENT_UNACKNOWLEDGED, .due_ms = T0 + 17 * MINUTE },
	    "epoch ack_due_ms" },
	{ { .kind = EVENT_ACK_MISSED }, "ack_missed" },
	{ { .kind = EVENT_SEVERITY_SET, .number = SEV2,
	    .due_ms = T0 + 16 * MINUTE, .span_ms = 30 * MINUTE,
	    .flags = FLAG_ROOM },
	    "severity severity_ms ack_due_ms update_every_ms" },
	{ { .kind = EVENT_SEVERITY_SET, .number = SEV3 },
	    "severity severity_ms -ack_due_ms -update_every_ms "
	    "-update_due_ms" },
	{ { .kind = EVENT_FLAGS_SET, .flags = FLAG_SECURITY }, "flags" },
	{ { .kind = EVENT_ROLE_TAKEN, .user = "U0BEN", .number = 1 },
	    "roles" },
	{ { .kind = EVENT_ROLE_OFFERED, .user = "U0BEN", .actor = "U0ANA" },
	    "roles" },
	{ { .kind = EVENT_ROLE_DECLINED, .user = "U0BEN" }, "" },
	{ { .kind = EVENT_ROLE_NAGGED, .number = 2 }, "roles" },
	{ { .kind = EVENT_NOTED, .text = "a note" }, "" },
	{ { .kind = EVENT_UPDATE_PUBLISHED, .text = "news",
	    .actor = "U0CEM", .number = PUBLIC_IDENTIFIED,
	    .list = "checkout=major" },
	    "update_due_ms update_count update_first_ms update_ms update_by update_text "
	    "public_status affected touched -update_stage" },
	{ { .kind = EVENT_UPDATE_DRAFTED, .text = "news", .actor = "U0CEM",
	    .number = PUBLIC_IDENTIFIED, .list = "checkout=major" },
	    "draft_by draft_ms draft_status draft_affected draft_text" },
	{ { .kind = EVENT_DRAFT_TITLED, .text = "Slow" }, "draft_title" },
	{ { .kind = EVENT_DRAFT_POSTED, .ref = "1.2" }, "draft_ts" },
	{ { .kind = EVENT_OFFER_POSTED, .ref = "1.2" }, "offer_ts" },
	{ { .kind = EVENT_DRAFT_SENT_BACK, .text = "no" }, "" },
	{ { .kind = EVENT_PLACE_FAILED, .number = PLACE_BOARD },
	    "places_failed" },
	{ { .kind = EVENT_PLACE_RETRIED, .flags = PLACES_ALL },
	    "places_waiting" },
	{ { .kind = EVENT_PLACE_REACHED, .number = PLACE_STATUSPAGE,
	    .flags = PLACE_STATUSPAGE, .ref = "abc" }, "statuspage_id" },
	{ { .kind = EVENT_PUBLIC_TITLE_SET, .text = "Checkout is down" },
	    "public_title" },
	{ { .kind = EVENT_UPDATE_NAGGED, .number = 3 },
	    "update_stage update_nagged_ms" },
	{ { .kind = EVENT_UPDATE_SNOOZED, .due_ms = T0 + 6 * MINUTE },
	    "update_snoozed update_quiet_ms" },
	{ { .kind = EVENT_PROPOSAL_POSTED, .ref = "1.2" }, "proposal_ts" },
	{ { .kind = EVENT_DISMISSED, .actor = "U0BEN" },
	    "phase closed_by closed_ms" },
	{ { .kind = EVENT_ALERT_FIRED, .ref = "0123456789abcdef",
	    .name = "prometheus", .text = "disk full", .due_ms = T0 },
	    "alerts" },
	{ { .kind = EVENT_ALERT_RESOLVED, .ref = "0123456789abcdef" },
	    "alerts" },
	{ { .kind = EVENT_ALERTS_GROUPED, .name = "prometheus" }, "" },
	{ { .kind = EVENT_CHECKLIST_POSTED, .ref = "1.2" }, "checklist_ts" },
	{ { .kind = EVENT_ASSESSED, .actor = "U0BEN", .due_ms = T0,
	    .text = "all\nof it\n9:00" },
	    "assessed_by assessed_ms broken reach since since_ms" },
	{ { .kind = EVENT_STABLE_MISSED, .name = "10 min" },
	    "stable_missed" },
	{ { .kind = EVENT_TRIED, .text = "roll back" }, "" },
	{ { .kind = EVENT_PARKED, .text = "why?" }, "parked_count" },
	{ { .kind = EVENT_EVIDENCE_KEPT, .actor = "U0BEN" },
	    "evidence_by evidence_ms" },
	{ { .kind = EVENT_CAUSE_NAMED, .actor = "U0BEN", .text = "old" },
	    "cause_by cause_ms" },
	{ { .kind = EVENT_CAUSE_NAMED, .actor = "U0BEN", .text = "a pool",
	    .flags = CAUSE_SOUGHT }, "cause_by cause_ms cause" },
	{ { .kind = EVENT_MITIGATED, .text = "rolled back",
	    .actor = "U0BEN" }, "phase mitigated_by mitigated_ms mitigation" },
	{ { .kind = EVENT_RESOLVED, .text = "fixed", .actor = "U0BEN" },
	    "epoch phase resolved_by resolved_ms resolution" },
	{ { .kind = EVENT_CLOSED, .actor = "U0BEN" },
	    "phase closed_by closed_ms" },
	{ { .kind = EVENT_TITLE_SET, .text = "another" }, "title" },
	{ { .kind = EVENT_POSTMORTEM_OWED, .user = "U0BEN",
	    .due_ms = T0 + 60 * MINUTE, .span_ms = 59 * MINUTE },
	    "postmortem_owner postmortem_due_ms postmortem_span_ms" },
	{ { .kind = EVENT_POSTMORTEM_GIVEN, .user = "U0CEM" },
	    "postmortem_owner" },
	{ { .kind = EVENT_POSTMORTEM_WRITTEN, .text = "a pool",
	    .actor = "U0BEN" }, "postmortem_sections" },
	{ { .kind = EVENT_POSTMORTEM_WRITTEN, .text = "a pool",
	    .flags = CAUSE_SOUGHT }, "cause postmortem_sections" },
	{ { .kind = EVENT_POSTMORTEM_WRITTEN, .text = "nobody",
	    .number = SECTION_IMPACT, .flags = CAUSE_SOUGHT },
	    "postmortem_sections" },
	{ { .kind = EVENT_POSTMORTEM_NAGGED, .number = 1 },
	    "postmortem_reminders" },
	{ { .kind = EVENT_POSTMORTEM_SNOOZED, .due_ms = T0 + 6 * MINUTE },
	    "postmortem_snoozed postmortem_quiet_ms" },
	{ { .kind = EVENT_ACTION_SET, .number = 1, .text = "an alarm" },
	    "actions" },
	{ { .kind = EVENT_ACTION_DONE, .number = 1 }, "actions" },
	{ { .kind = EVENT_ACTION_DROPPED, .number = 2 }, "actions" },
	{ { .kind = EVENT_ACTION_NAGGED, .number = 1 }, "actions" },
	{ { .kind = EVENT_MESSAGE_MARKED, .ref = "1.2", .name = "1.3" },
	    "marks" },
	{ { .kind = EVENT_MESSAGE_UNMARKED, .ref = "1.2" }, "" },
	{ { .kind = EVENT_MESSAGE_EDITED, .ref = "1.2" }, "" },
	{ { .kind = EVENT_EXPORT_ASKED }, "" },
	{ { .kind = EVENT_EXPORTED, .name = "INC-7.json" }, "exported_ms" },
	{ { .kind = EVENT_EXPORT_FAILED, .due_ms = 9, .text = "no" },
	    "export_due_ms" },
	{ { .kind = EVENT_ROOM_ARCHIVED }, "-flags" },
	{ { .kind = EVENT_HELD, .actor = "U0ANA" }, "held_by held_ms" },
	{ { .kind = EVENT_RELEASED, .actor = "U0ANA" }, "" },
	{ { .kind = EVENT_REPORT_ASKED, .name = "md" }, "" },
	{ { .kind = EVENT_CANVAS_ASKED }, "" },
	{ { .kind = EVENT_CANVAS_MADE, .ref = "F1" }, "canvas_id" },
	{ { .kind = EVENT_CANVAS_FAILED, .text = "no" }, "" },
	{ { .kind = EVENT_CANVAS_LOST, .text = "no" }, "" },
	{ { .kind = EVENT_MANUSCRIPT_SHARED, .ref = "F1" }, "" },
	{ { .kind = EVENT_MANUSCRIPT_ASKED, .ref = "F1" }, "" },
	{ { .kind = EVENT_MANUSCRIPT_TAKEN, .text = "impact" }, "" },
	{ { .kind = EVENT_MANUSCRIPT_LEFT, .text = "no" }, "" },
	{ { .kind = EVENT_MESSAGE_UNKEPT, .ref = "1.2", .number = 64 }, "" },
	{ { .kind = EVENT_MESSAGE_KEPT, .ref = "1.2", .text = "x" }, "" },
	{ { .kind = EVENT_MESSAGE_DROPPED, .ref = "1.2" }, "" },
	{ { .kind = EVENT_TICKET_ASKED, .name = "jira" }, "ticket" },
	{ { .kind = EVENT_TICKET_OPENED, .name = "jira", .ref = "OPS-1",
	    .number = 1 }, "actions" },
	{ { .kind = EVENT_TICKET_FAILED, .name = "jira", .text = "no" },
	    "ticket" },
	{ { .kind = EVENT_TICKET_RETRIED, .name = "jira" }, "" },
	{ { .kind = EVENT_TICKET_CLOSED, .name = "jira", .number = 2 },
	    "actions" },
	{ { .kind = EVENT_TICKET_REOPENED, .name = "jira" }, "ticket" },
	{ { .kind = EVENT_TRIAGE_SET, .due_ms = T0 + MINUTE },
	    "triage_due_ms" },
	{ { .kind = EVENT_TRIAGE_NAGGED, .due_ms = T0 + MINUTE },
	    "triage_due_ms" },
	{ { .kind = EVENT_PROPOSAL_NAGGED, .number = 1, .due_ms = T0 },
	    "proposal_due_ms proposal_nags" },
	{ { .kind = EVENT_NOTICE_HELD, .user = "U0BEN", .due_ms = T0 },
	    "held" },
	{ { .kind = EVENT_NOTICES_TOLD, .user = "U0BEN" }, "" },
	{ { .kind = EVENT_ACK_KEPT, .user = "U0BEN", .name = "pagerduty" },
	    "" },
	{ { .kind = EVENT_SIMILAR_FOUND, .text = "x" }, "" },
	{ { .kind = EVENT_PATTERN_SEEN, .number = 3, .text = "x" }, "" },
	{ { .kind = EVENT_PATTERN_SUSPECTED }, "pattern" },
	{ { .kind = EVENT_ENTRY_ADDED, .text = "x", .due_ms = T0 }, "" },
	{ { .kind = EVENT_ENTRY_CORRECTED, .number = 1, .text = "x" }, "" },
	{ { .kind = EVENT_ENTRY_HIDDEN, .number = 1 }, "" },
	{ { .kind = EVENT_ENTRY_SHOWN, .number = 1 }, "" },
	{ { .kind = EVENT_REMINDER_SKIPPED, .name = "ack_target" }, "" },
	{ { .kind = EVENT_EFFECT_DEAD, .name = "pin the card" }, "" },
};

/* -flags: FLAG_ROOM was the only one, and zero is left out. */
START_TEST(each_event_changes_what_it_says_and_nothing_else)
{
	bool seen[EVENT_INCIDENT_COUNT] = { [EVENT_DECLARED] = true,
		[EVENT_PROPOSED] = true,
		[EVENT_REOPENED] = true };

	for (size_t i = 0; i < ARRAY_LEN(meanings); i++) {
		struct incident before = declared(SEV1);
		struct incident after = before;

		happen(&after, meanings[i].event);
		ck_assert_msg(strcmp(changed(&before, &after),
		    meanings[i].changes) == 0, "%s changes \"%s\"",
		    event_word(meanings[i].event.kind),
		    changed(&before, &after));
		seen[meanings[i].event.kind] = true;
	}
	for (int kind = EVENT_NONE + 1; kind < EVENT_INCIDENT_COUNT; kind++)
		ck_assert_msg(seen[kind], "%s", event_word(kind));
}
END_TEST

START_TEST(reopening_forgets_the_end)
{
	struct incident start = declared(SEV1);
	struct incident now = start;

	happen(&now, (struct event){ .kind = EVENT_MITIGATED, .text = "x",
	    .actor = "U1" });
	happen(&now, (struct event){ .kind = EVENT_RESOLVED, .text = "y",
	    .actor = "U1" });
	happen(&now, (struct event){ .kind = EVENT_CLOSED, .actor = "U1" });
	happen(&now, (struct event){ .kind = EVENT_REOPENED,
	    .at_ms = T0 + 60 * MINUTE, .due_ms = T0 + 65 * MINUTE });
	ck_assert_str_eq(changed(&start, &now), "epoch ack_due_ms roles "
	    "update_due_ms reopened_count -update_stage");
	ck_assert_int_eq(now.phase, PHASE_OPEN);
	ck_assert_int_eq(now.epoch, 3);
	ck_assert_int_eq(now.ack_due_ms, T0 + 65 * MINUTE);
	ck_assert_int_eq(now.update_due_ms, T0 + 75 * MINUTE);
	ck_assert_int_eq(now.roles[0].since_ms, T0 + 60 * MINUTE);
}
END_TEST

/* Its buttons are for the first update (P4.2). */
START_TEST(an_offer_stands_until_an_update_is_out_or_it_is_over)
{
	static const struct event posted = { .kind = EVENT_OFFER_POSTED,
		.ref = "1.2" };
	static const struct event ends[] = {
		{ .kind = EVENT_UPDATE_PUBLISHED, .text = "news" },
		{ .kind = EVENT_RESOLVED, .text = "the same as INC-4" },
	};
	struct incident lost = declared(SEV1);
	struct incident back;
	const char *json = incident_encode(arena, &lost);

	/* As incbot kept it before there was such a field. */
	ck_assert_ptr_null(strstr(json, "offer_ts"));
	ck_assert(incident_decode(json, strlen(json), &back));
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct incident in_time = declared(SEV1);
		struct incident late = in_time;

		happen(&in_time, posted);
		ck_assert_str_eq(in_time.offer_ts, "1.2");
		happen(&in_time, (struct event){ .kind = EVENT_ACKNOWLEDGED,
		    .actor = "U0BEN" });
		ck_assert_str_eq(in_time.offer_ts, "1.2");
		happen(&in_time, ends[i]);
		ck_assert_str_eq(in_time.offer_ts, "");
		happen(&late, ends[i]);
		happen(&late, posted);
		ck_assert_str_eq(late.offer_ts, "");
	}
	happen(&lost, posted);
	json = incident_encode(arena, &lost);
	ck_assert(incident_decode(json, strlen(json), &back));
	ck_assert_str_eq(back.offer_ts, "1.2");
	happen(&lost, (struct event){ .kind = EVENT_ROOM_LOST,
	    .text = "is_archived" });
	ck_assert_str_eq(lost.offer_ts, "");
}
END_TEST

/* The channel's topic says since when, not for how long: it is set only when
 * it changes. */
START_TEST(the_first_update_is_due_since_the_declaration)
{
	struct incident incident = declared(SEV1);
	const char *since = arena_printf(arena, "first update due since %s",
	    clock_utc(T0));

	ck_assert_ptr_nonnull(strstr(view_topic(arena, &incident), since));
	happen(&incident, (struct event){ .kind = EVENT_UPDATE_NAGGED,
	    .at_ms = T0 + 5 * MINUTE, .number = UPDATE_STAGE_COMMANDER });
	ck_assert_ptr_nonnull(strstr(view_topic(arena, &incident), since));
	/* Closed as the same as another, and back. */
	happen(&incident, (struct event){ .kind = EVENT_RESOLVED,
	    .text = "x", .actor = "U1" });
	happen(&incident, (struct event){ .kind = EVENT_REOPENED,
	    .at_ms = T0 + 60 * MINUTE });
	ck_assert_ptr_nonnull(strstr(view_topic(arena, &incident),
	    arena_printf(arena, "first update due %s",
	    clock_utc(T0 + 75 * MINUTE))));
}
END_TEST

START_TEST(a_page_is_found_again_by_its_person)
{
	struct incident incident = declared(SEV1);
	struct event event = { .kind = EVENT_PAGE_SENT, .name = "D1" };

	for (int i = 0; i < PAGES_MAX + 3; i++) {
		char user[ID_SIZE];
		struct text text;

		text_init(&text, user, sizeof(user));
		text_addf(&text, "U%d", i);
		(void)text_copy(event.user, sizeof(event.user), user);
		happen(&incident, event);
	}
	/* The list is full: those beyond it were paged, no more. */
	ck_assert_str_eq(incident.pages[PAGES_MAX - 1].user, "U15");
	(void)text_copy(event.user, sizeof(event.user), "U3");
	(void)text_copy(event.ref, sizeof(event.ref), "9.9");
	happen(&incident, event);
	ck_assert_str_eq(incident.pages[3].ts, "9.9");
	ck_assert_str_eq(incident.pages[2].ts, "");
	ck_assert(incident_involves(&incident, "U3"));
	ck_assert(!incident_involves(&incident, "U18"));
	ck_assert(!incident_involves(&incident, ""));
}
END_TEST

START_TEST(an_ack_ends_the_escalation_and_voids_what_has_not_left)
{
	struct incident incident = declared(SEV1);

	happen(&incident, (struct event){ .kind = EVENT_PAGE_ASKED,
	    .user = "U0PIA" });
	happen(&incident, (struct event){ .kind = EVENT_ESCALATION_SET,
	    .number = 1, .due_ms = T0 + 10 * MINUTE });
	ck_assert(incident_is_paging(&incident));
	ck_assert(!incident_voids_page(&incident, incident.pages[0].epoch));
	happen(&incident, (struct event){ .kind = EVENT_ACKNOWLEDGED,
	    .actor = "U0BEN" });
	ck_assert(!incident_is_paging(&incident));
	ck_assert_int_eq(incident.rungs[1].due_ms, 0);
	ck_assert(incident_voids_page(&incident, incident.pages[0].epoch));
	/* A page of an older version of incbot, without an epoch. */
	ck_assert(incident_voids_page(&incident, 0));
	/* What is asked for after it is another matter (P2.4). */
	happen(&incident, (struct event){ .kind = EVENT_PAGE_ASKED,
	    .user = "U0SUE", .number = 3 });
	ck_assert(!incident_voids_page(&incident, incident.pages[1].epoch));
}
END_TEST

START_TEST(lowered_to_a_ticket_what_has_not_left_is_skipped)
{
	struct incident incident = declared(SEV1);

	happen(&incident, (struct event){ .kind = EVENT_PAGE_ASKED,
	    .user = "U0PIA" });
	happen(&incident, (struct event){ .kind = EVENT_PAGE_ASKED,
	    .user = "U0BEN", .number = 1 });
	happen(&incident, (struct event){ .kind = EVENT_PAGE_SENT,
	    .user = "U0PIA", .ref = "1.2" });
	happen(&incident, (struct event){ .kind = EVENT_PAGING_ENDED });
	ck_assert(!incident.pages[0].skipped);
	ck_assert(incident.pages[1].skipped);
	ck_assert_int_eq(incident.rungs[0].paged_ms, 0);
	/* It was under way all the same. */
	happen(&incident, (struct event){ .kind = EVENT_PAGE_SENT,
	    .user = "U0BEN", .number = 1, .ref = "1.3" });
	ck_assert(!incident.pages[1].skipped);
	ck_assert_str_eq(incident.pages[1].note, "");
}
END_TEST

START_TEST(the_latest_event_of_a_pin_counts)
{
	struct incident incident = declared(SEV1);
	struct event event = { .kind = EVENT_MESSAGE_UNMARKED, .ref = "1.2",
	    .name = "5.000200" };

	happen(&incident, (struct event){ .kind = EVENT_MESSAGE_MARKED,
	    .ref = "1.2", .name = "5.000100" });
	ck_assert(incident.marks[0].pinned);
	happen(&incident, event);
	ck_assert(!incident.marks[0].pinned);
	/* The first one comes again, late. */
	happen(&incident, (struct event){ .kind = EVENT_MESSAGE_MARKED,
	    .ref = "1.2", .name = "5.000100" });
	ck_assert(!incident.marks[0].pinned);
	/* A pushpin says nothing about the pin. */
	happen(&incident, (struct event){ .kind = EVENT_MESSAGE_MARKED,
	    .ref = "1.2" });
	ck_assert(!incident.marks[0].pinned);
	ck_assert_str_eq(incident.marks[1].ts, "");
}
END_TEST

START_TEST(more_marked_messages_than_there_is_room_for_are_not_kept)
{
	struct incident incident = declared(SEV1);

	for (int i = 0; i <= MARKS_MAX; i++) {
		struct event event = { .kind = EVENT_MESSAGE_MARKED };
		struct text text;

		ck_assert_int_eq(marks_are_full(&incident), i == MARKS_MAX);
		text_init(&text, event.ref, sizeof(event.ref));
		text_addf(&text, "%d.000100", i);
		happen(&incident, event);
		ck_assert_int_eq(mark_find(&incident, event.ref),
		    i < MARKS_MAX ? i : -1);
	}
}
END_TEST

START_TEST(links_of_a_marked_message_are_addresses_or_nothing)
{
	struct event event = { .kind = EVENT_MESSAGE_KEPT,
		.list = "https://a/1 message\njavascript:x evil\n"
		    "https://a/2\nhttp://a/3 a b" };
	const char *url, *name;

	ck_assert(mark_link(arena, event.list, 0, &url, &name));
	ck_assert_str_eq(url, "https://a/1");
	ck_assert(!mark_link(arena, event.list, 1, &url, &name));
	ck_assert(!mark_link(arena, event.list, 2, &url, &name));
	ck_assert(mark_link(arena, event.list, 3, &url, &name));
	ck_assert_str_eq(name, "a b");
	ck_assert(!mark_link(arena, event.list, 4, &url, &name));
}
END_TEST

static void happen_with_key(struct incident *incident, int i)
{
	struct event event = { .kind = EVENT_NOTED };
	struct text text;

	text_init(&text, event.key, sizeof(event.key));
	text_addf(&text, "key %d", i);
	happen(incident, event);
}

static bool has_seen(const struct incident *incident, int i)
{
	char key[KEY_SIZE];
	struct text text;

	text_init(&text, key, sizeof(key));
	text_addf(&text, "key %d", i);
	return incident_has_seen(incident, key);
}

START_TEST(the_last_inputs_are_remembered)
{
	struct incident incident = declared(SEV1);

	ck_assert(!has_seen(&incident, 0));
	for (int i = 0; i < RECENT_MAX; i++) {
		happen_with_key(&incident, i);
		ck_assert(has_seen(&incident, 0));
		ck_assert(has_seen(&incident, i));
	}
	happen_with_key(&incident, RECENT_MAX);
	ck_assert(!has_seen(&incident, 0));
	ck_assert(has_seen(&incident, 1));
	ck_assert(has_seen(&incident, RECENT_MAX));
	/* An event without a key takes no place. */
	happen(&incident, (struct event){ .kind = EVENT_NOTED });
	ck_assert(has_seen(&incident, 1));
}
END_TEST

START_TEST(snapshots_read_back)
{
	struct incident incident = declared(SEV1);
	struct incident back;
	const char *json;

	for (int i = 0; i < 100; i++)
		happen_with_key(&incident, i);
	for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
		happen(&incident, meanings[i].event);
	json = incident_encode(arena, &incident);
	ck_assert(incident_decode(json, strlen(json), &back));
	ck_assert_str_eq(incident_encode(arena, &back), json);
}
END_TEST

/* One field of a good snapshot replaced. */
static bool decodes_with(const char *key, json_t *value)
{
	struct incident incident = declared(SEV1);
	json_t *object = json_loads(incident_encode(arena, &incident), 0,
	    NULL);
	struct incident back;
	char *json;
	bool decodes;

	json_object_set_new(object, key, value);
	json = json_dumps(object, JSON_COMPACT);
	decodes = incident_decode(json, strlen(json), &back);
	free(json);
	json_decref(object);
	return decodes;
}

START_TEST(snapshots_that_contradict_themselves_are_refused)
{
	static const struct {
		const char *key;
		int64_t low, high;	/* the last ones that are good */
	} bounds[] = {
		{ "severity", SEV1, SEV3 },
		{ "phase", PHASE_OPEN, PHASE_DISMISSED },
		{ "recent_next", 0, RECENT_MAX - 1 },
		{ "update_every_ms", 0, UPDATE_EVERY_MAX_MS },
		{ "update_stage", 0, TALLY_MAX },
		{ "update_count", 0, TALLY_MAX },
		{ "epoch", 0, TALLY_MAX },
		{ "reopened_count", 0, TALLY_MAX },
	};

	for (size_t i = 0; i < ARRAY_LEN(bounds); i++) {
		const char *key = bounds[i].key;
		int64_t low = bounds[i].low;
		int64_t high = bounds[i].high;

		ck_assert_msg(decodes_with(key, json_integer(low)), "%s", key);
		ck_assert_msg(decodes_with(key, json_integer(high)), "%s",
		    key);
		ck_assert_msg(!decodes_with(key, json_integer(low - 1)), "%s",
		    key);
		ck_assert_msg(!decodes_with(key, json_integer(high + 1)),
		    "%s", key);
	}
	ck_assert(!decodes_with("id", json_string("")));
	ck_assert(!decodes_with("roles", json_pack("[{s:i}]", "nags", -1)));
	ck_assert(decodes_with("roles", json_pack("[{s:i}]", "nags", 1)));
}
END_TEST

/* P1.3: a ticket's acknowledgement is not that of the SEV2 it becomes; the
 * one of a SEV1 outlives a way down and up again. */
START_TEST(acknowledged_as_what)
{
	struct event ack = { .kind = EVENT_ACKNOWLEDGED, .actor = "U1" };
	struct event down = { .kind = EVENT_SEVERITY_SET, .number = SEV3 };
	struct event up = { .kind = EVENT_SEVERITY_SET, .number = SEV2,
		.due_ms = T0 + 16 * MINUTE, .span_ms = 30 * MINUTE,
		.flags = FLAG_ROOM };
	struct incident ticket = declared(SEV3);
	struct incident outage = declared(SEV1);

	happen(&ticket, ack);
	happen(&ticket, up);
	ck_assert_int_eq(ticket.acknowledged_ms, 0);
	ck_assert_str_eq(ticket.acknowledged_by, "");
	ck_assert_int_eq(ticket.ack_due_ms, up.due_ms);
	happen(&outage, ack);
	happen(&outage, down);
	happen(&outage, up);
	ck_assert_str_eq(outage.acknowledged_by, "U1");
	ck_assert_int_eq(appointment_due_ms(&outage,
	    APPOINTMENT_ACK_TARGET), 0);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/incident");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, each_event_changes_what_it_says_and_nothing_else);
	unit_add(&u, reopening_forgets_the_end);
	unit_add(&u, an_offer_stands_until_an_update_is_out_or_it_is_over);
	unit_add(&u, the_first_update_is_due_since_the_declaration);
	unit_add(&u, a_page_is_found_again_by_its_person);
	unit_add(&u, an_ack_ends_the_escalation_and_voids_what_has_not_left);
	unit_add(&u, lowered_to_a_ticket_what_has_not_left_is_skipped);
	unit_add(&u, the_latest_event_of_a_pin_counts);
	unit_add(&u, more_marked_messages_than_there_is_room_for_are_not_kept);
	unit_add(&u, links_of_a_marked_message_are_addresses_or_nothing);
	unit_add(&u, the_last_inputs_are_remembered);
	unit_add(&u, snapshots_read_back);
	unit_add(&u, snapshots_that_contradict_themselves_are_refused);
	unit_add(&u, acknowledged_as_what);
	return unit_run(&u);
}
