/* SPDX-License-Identifier: MIT
 *
 * incident_apply: how each event changes the state, one small function a
 * kind. Nothing else in the program assigns to an incident, but for
 * apply_postmortem.c and marked.c, which hold those of the postmortem and of
 * marked messages, and apply_places.c with those of the places.
 */
#include "core/incident.h"
#include "base/text.h"
#include "core/apply_places.h"
#include "core/apply_postmortem.h"
#include "core/apply_record.h"
#include "core/appointment.h"
#include "core/incident_alerts.h"
#include "core/incident_pages.h"
#include "core/incident_room.h"
#include "core/notices.h"
#include "core/recent.h"
#include "core/ticket.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static void apply_nothing(struct incident *incident,
    const struct event *event)
{
	(void)incident;
	(void)event;
}

#define apply_NOTED apply_nothing
#define apply_PAGE_ASKED pages_ask
#define apply_CALLED pages_call
#define apply_ESCALATED pages_ask
#define apply_ESCALATION_SET pages_plan
#define apply_PAGING_ENDED pages_end
#define apply_PAGE_SKIPPED pages_skip
#define apply_PAGE_SENT pages_note_sent
#define apply_PAGE_ACCEPTED pages_note_accepted
#define apply_PAGE_FAILED pages_note_failed
#define apply_PAGE_FORGOTTEN pages_note_forgotten
#define apply_PAGE_PUT_OFF pages_note_failed
#define apply_PAGE_UNREACHED pages_note_unreached
#define apply_PAGE_AGAIN pages_ask_again
#define apply_PAGE_DELIVERED pages_note_delivered
#define apply_PAGER_RESOLVED apply_nothing
#define apply_ACK_KEPT apply_nothing
#define apply_UNACKNOWLEDGED pages_restart
#define apply_PROPOSED alerts_propose
#define apply_PROPOSAL_POSTED alerts_note_posted
#define apply_PROPOSAL_NAGGED alerts_note_nagged
#define apply_DISMISSED alerts_dismiss
#define apply_ALERT_FIRED alerts_fire
#define apply_ALERT_RESOLVED alerts_resolve
#define apply_ALERTS_GROUPED apply_nothing
#define apply_MESSAGE_EDITED apply_nothing
#define apply_MESSAGE_UNKEPT apply_nothing
#define apply_TICKET_ASKED tickets_note_asked
#define apply_TICKET_OPENED tickets_note_opened
#define apply_TICKET_FAILED tickets_note_failed
#define apply_TICKET_RETRIED apply_nothing
#define apply_TRIAGE_SET tickets_note_triage
#define apply_TRIAGE_NAGGED tickets_note_triage
#define apply_TICKET_CLOSED tickets_note_closed
#define apply_TICKET_REOPENED tickets_note_reopened
#define apply_SIMILAR_FOUND apply_nothing
#define apply_PATTERN_SEEN apply_nothing
#define apply_ENTRY_ADDED apply_nothing
#define apply_ENTRY_CORRECTED apply_nothing
#define apply_ENTRY_HIDDEN apply_nothing
#define apply_ENTRY_SHOWN apply_nothing
#define apply_TRIED apply_nothing
#define apply_REMINDER_SKIPPED apply_nothing
#define apply_EFFECT_DEAD apply_nothing

static void start_update_cycle(struct incident *incident, int64_t from_ms)
{
	incident->update_due_ms = from_ms + incident->update_every_ms;
	incident->update_stage = UPDATE_STAGE_NONE;
	incident->update_nagged_ms = 0;
	incident->update_snoozed = false;
	incident->update_quiet_ms = 0;
}

/* The cycle in which the first update is due at once; its reminder is the
 * draft that is offered then (P4.2). */
static void start_first_update(struct incident *incident, int64_t at_ms)
{
	start_update_cycle(incident, at_ms);
	incident->update_due_ms = at_ms;
	incident->update_stage = UPDATE_STAGE_DUE;
}

/* Another cadence counts from the last update, but nobody is late by a rule
 * that did not hold until now. */
static void change_cadence(struct incident *incident,
    const struct event *event)
{
	if (event->span_ms == incident->update_every_ms)
		return;
	incident->update_every_ms = event->span_ms;
	if (event->span_ms == 0) {
		incident->update_due_ms = 0;
		return;
	}
	if (incident->update_count == 0) {
		if (incident->update_due_ms == 0)
			start_first_update(incident, event->at_ms);
		return;
	}
	start_update_cycle(incident, incident->update_ms);
	if (incident->update_due_ms < event->at_ms)
		incident->update_due_ms = event->at_ms;
}

/* A level has its own target, unless somebody is on it already. Where there
 * was no target nobody was called: what was acknowledged was a ticket. */
static void change_ack_target(struct incident *incident,
    const struct event *event)
{
	if (incident->ack_due_ms == 0 && event->due_ms > 0) {
		incident->acknowledged_ms = 0;
		COPY(incident->acknowledged_by, "");
		COPY(incident->acknowledged_way, "");
	}
	if (incident->acknowledged_ms)
		return;
	incident->ack_due_ms = event->due_ms;
	incident->ack_missed = false;
}

/* Empty roles are counted as empty from now on. */
static void restart_role_nags(struct incident *incident, int64_t at_ms)
{
	for (int role = 0; role < ROLE_COUNT; role++) {
		if (*incident->roles[role].user)
			continue;
		incident->roles[role].since_ms = at_ms;
		incident->roles[role].nags = 0;
		incident->roles[role].nagged_ms = 0;
	}
}

/* Another target is another reason to ask. */
static void set_stable_target(struct incident *incident,
    const struct event *event)
{
	if (event->stable_due_ms == incident->stable_due_ms)
		return;
	incident->stable_due_ms = event->stable_due_ms;
	incident->stable_missed = false;
}

static void apply_DECLARED(struct incident *incident,
    const struct event *event)
{
	assert(incident->phase == 0 || incident_is_proposed(incident));
	COPY(incident->id, event->ref);
	COPY(incident->title, event->text);
	COPY(incident->service, event->name);
	COPY(incident->declared_by, event->actor);
	incident->declared_ms = event->at_ms;
	incident->severity = event->number;
	incident->severity_ms = event->at_ms;
	incident->flags = event->flags;
	incident->phase = PHASE_OPEN;
	incident->epoch = 1;
	incident->ack_due_ms = event->due_ms;
	incident->stable_due_ms = event->stable_due_ms;
	incident->update_every_ms = event->span_ms;
	if (event->span_ms > 0)
		start_first_update(incident, event->at_ms);
	restart_role_nags(incident, event->at_ms);
}

/* People gave it back; what it shows is posted anew. */
static void apply_ROOM_RETURNED(struct incident *incident,
    const struct event *event)
{
	bool needed_roles = incident_needs_roles(incident);

	incident->flags |= FLAG_ROOM;
	COPY(incident->room_id, event->ref);
	incident->lost_room_id[0] = '\0';
	incident->room_since = event->version;
	if (!needed_roles && incident_needs_roles(incident))
		restart_role_nags(incident, event->at_ms);
}

static void apply_CARD_LOST(struct incident *incident,
    const struct event *event)
{
	(void)event;
	incident->card_ts[0] = '\0';
}

static void apply_CARD_POSTED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->card_ts, event->ref);
}

/* Ends the escalation (P2.5). */
static void apply_ACKNOWLEDGED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->acknowledged_by, event->actor);
	incident->acknowledged_ms = event->at_ms;
	COPY(incident->acknowledged_way, event->ref);
	incident->epoch++;
	pages_stop(incident);
}

static void apply_ACK_MISSED(struct incident *incident,
    const struct event *event)
{
	(void)event;
	incident->ack_missed = true;
}

static void apply_SEVERITY_SET(struct incident *incident,
    const struct event *event)
{
	bool needed_roles = incident_needs_roles(incident);

	assert(event->number >= SEV1 && event->number <= SEV3);
	incident->severity = event->number;
	incident->severity_ms = event->at_ms;
	incident->flags |= event->flags & FLAG_ROOM;
	change_ack_target(incident, event);
	change_cadence(incident, event);
	set_stable_target(incident, event);
	if (!needed_roles && incident_needs_roles(incident))
		restart_role_nags(incident, event->at_ms);
}

static void apply_FLAGS_SET(struct incident *incident,
    const struct event *event)
{
	incident->flags |= event->flags;
}

static struct holder *event_holder(struct incident *incident,
    const struct event *event)
{
	assert(event->number >= 0 && event->number < ROLE_COUNT);
	return &incident->roles[event->number];
}

static void apply_ROLE_TAKEN(struct incident *incident,
    const struct event *event)
{
	struct holder *holder = event_holder(incident, event);

	memset(holder, 0, sizeof(*holder));
	COPY(holder->user, event->user);
	holder->since_ms = event->at_ms;
}

static void apply_ROLE_OFFERED(struct incident *incident,
    const struct event *event)
{
	struct holder *holder = event_holder(incident, event);

	COPY(holder->offered_to, event->user);
	COPY(holder->offered_by, event->actor);
}

static void apply_ROLE_DECLINED(struct incident *incident,
    const struct event *event)
{
	struct holder *holder = event_holder(incident, event);

	COPY(holder->offered_to, "");
	COPY(holder->offered_by, "");
}

static void apply_ROLE_NAGGED(struct incident *incident,
    const struct event *event)
{
	struct holder *holder = event_holder(incident, event);

	holder->nags++;
	holder->nagged_ms = event->at_ms;
}

/* For the figures: was it on time? */
static void count_update(struct incident *incident, int64_t at_ms)
{
	int64_t due_ms = incident->update_due_ms;

	if (incident->update_first_ms == 0) {
		incident->update_first_ms = at_ms;
		due_ms += incident->update_every_ms;
	}
	if (incident->update_every_ms > 0 && at_ms > due_ms)
		incident->update_late_count++;
}

static void apply_UPDATE_PUBLISHED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->update_text, event->text);
	COPY(incident->update_by, event->actor);
	count_update(incident, event->at_ms);
	incident->update_ms = event->at_ms;
	incident->public_status = event->number;
	places_publish(incident, event);
	incident->update_count++;
	if (incident->update_every_ms > 0)
		start_update_cycle(incident, event->at_ms);
}

static void apply_UPDATE_NAGGED(struct incident *incident,
    const struct event *event)
{
	incident->update_stage = event->number;
	incident->update_nagged_ms = event->at_ms;
	incident->update_quiet_ms = 0;
}

static void apply_UPDATE_SNOOZED(struct incident *incident,
    const struct event *event)
{
	incident->update_snoozed = true;
	incident->update_quiet_ms = event->due_ms;
}

static void apply_CHECKLIST_POSTED(struct incident *incident,
    const struct event *event)
{
	COPY(incident->checklist_ts, event->ref);
}

/* One line of the text into `to`; returns what stands behind it. */
static const char *take_line(const char *text, char to[TITLE_SIZE])
{
	size_t length = strcspn(text, "\n");
	struct text line;

	text_init(&line, to, TITLE_SIZE);
	text_add_n(&line, text, length);
	return text[length] == '\n' ? text + length + 1 : text + length;
}

/* Three lines: what, for how many, since when (P5.2). */
static void apply_ASSESSED(struct incident *incident,
    const struct event *event)
{
	const char *rest = take_line(event->text, incident->broken);

	rest = take_line(rest, incident->reach);
	(void)take_line(rest, incident->since);
	incident->since_ms = event->due_ms;
	COPY(incident->assessed_by, event->actor);
	incident->assessed_ms = event->at_ms;
}

static void apply_STABLE_MISSED(struct incident *incident,
    const struct event *event)
{
	(void)event;
	incident->stable_missed = true;
}

static void apply_PARKED(struct incident *incident,
    const struct event *event)
{
	(void)event;
	if (incident->parked_count < TALLY_MAX)
		incident->parked_count++;
}

static void apply_EVIDENCE_KEPT(struct incident *incident,
    const struct event *event)
{
	COPY(incident->evidence_by, event->actor);
	incident->evidence_ms = event->at_ms;
}

static void apply_MITIGATED(struct incident *incident,
    const struct event *event)
{
	incident->phase = PHASE_MITIGATED;
	COPY(incident->mitigated_by, event->actor);
	incident->mitigated_ms = event->at_ms;
	COPY(incident->mitigation, event->text);
}

static void apply_RESOLVED(struct incident *incident,
    const struct event *event)
{
	for (int role = 0; role < ROLE_COUNT; role++) {
		COPY(incident->roles[role].offered_to, "");
		COPY(incident->roles[role].offered_by, "");
	}
	incident->offer_ts[0] = '\0';
	places_forget_draft(incident);
	incident->phase = PHASE_RESOLVED;
	incident->epoch++;
	COPY(incident->resolved_by, event->actor);
	incident->resolved_ms = event->at_ms;
	COPY(incident->resolution, event->text);
	COPY(incident->duplicate_of, event->ref);
}

static void apply_REOPENED(struct incident *incident,
    const struct event *event)
{
	incident->phase = PHASE_OPEN;
	incident->flags |= event->flags & FLAG_ROOM;
	incident->epoch++;
	incident->reopened_count++;
	if (incident->public_status != PUBLIC_NONE)
		incident->public_status = PUBLIC_INVESTIGATING;
	incident->mitigated_ms = 0;
	COPY(incident->mitigated_by, "");
	COPY(incident->mitigation, "");
	incident->stable_due_ms = event->stable_due_ms;
	incident->stable_missed = false;
	incident->evidence_ms = 0;
	COPY(incident->evidence_by, "");
	incident->resolved_ms = 0;
	COPY(incident->resolved_by, "");
	COPY(incident->resolution, "");
	COPY(incident->duplicate_of, "");
	incident->closed_ms = 0;
	COPY(incident->closed_by, "");
	incident->postmortem_due_ms = 0;
	if (!incident->acknowledged_ms || event->due_ms > 0)
		pages_begin_anew(incident, event->due_ms);
	if (incident->update_every_ms > 0)
		start_update_cycle(incident, event->at_ms);
	restart_role_nags(incident, event->at_ms);
}

static void apply_CLOSED(struct incident *incident,
    const struct event *event)
{
	incident->phase = PHASE_CLOSED;
	COPY(incident->closed_by, event->actor);
	incident->closed_ms = event->at_ms;
	incident->export_due_ms = event->due_ms;
}

static void apply_TITLE_SET(struct incident *incident,
    const struct event *event)
{
	COPY(incident->title, event->text);
}

static void (*const apply[EVENT_INCIDENT_COUNT])(struct incident *,
    const struct event *) = {
	[EVENT_NONE] = NULL,
#define EVENT(NAME, word, told, sentence) [EVENT_##NAME] = apply_##NAME,
#include "core/event.def"
#undef EVENT
};

void incident_apply(struct incident *incident, const struct event *event)
{
	assert(incident_may_apply(incident, event));
	assert(incident->recent_next >= 0 &&
	    incident->recent_next < RECENT_MAX);

	apply[event->kind](incident, event);
	incident_used_note(incident);
	keeping_note_any(incident, event);
	if (*event->key)
		recent_add(incident->recent, &incident->recent_next,
		    event->key);
}

bool incident_has_seen(const struct incident *incident, const char *key)
{
	return recent_has(incident->recent, key);
}
