/* SPDX-License-Identifier: MIT
 *
 * incident: what can be asked of an incident, its words for people, and the
 * snapshot's codec. How it changes: core/incident_apply.c.
 */
#include "core/incident.h"
#include "core/incident_room.h"
#include "base/text.h"
#include "core/incident_alerts.h"
#include "core/notices.h"
#include "core/record.h"

bool incident_is_open(const struct incident *incident)
{
	return incident->phase == PHASE_OPEN ||
	    incident->phase == PHASE_MITIGATED;
}

bool incident_involves(const struct incident *incident, const char *user)
{
	if (!*user)
		return false;
	for (int i = 0; i < ROLE_COUNT; i++) {
		if (strcmp(incident->roles[i].user, user) == 0)
			return true;
	}
	for (int i = 0; i < PAGES_MAX; i++) {
		if (strcmp(incident->pages[i].user, user) == 0)
			return true;
	}
	return strcmp(incident->declared_by, user) == 0 ||
	    strcmp(incident->acknowledged_by, user) == 0;
}

bool incident_needs_roles(const struct incident *incident)
{
	return incident_is_open(incident) && incident->severity < SEV3 &&
	    (incident->flags & FLAG_ROOM);
}

const char *incident_update_owner(const struct incident *incident)
{
	if (*incident->roles[ROLE_COMMS].user)
		return incident->roles[ROLE_COMMS].user;
	return incident->roles[ROLE_COMMANDER].user;
}

bool incident_is_paging(const struct incident *incident)
{
	return incident->phase == PHASE_OPEN && !incident->acknowledged_ms;
}

int incident_next_rung(const struct incident *incident)
{
	for (int rung = 0; rung < RUNGS_MAX; rung++) {
		if (incident->rungs[rung].due_ms > 0)
			return rung;
	}
	return -1;
}

/* Pages of before there were epochs in them belong to the first one. */
bool incident_voids_page(const struct incident *incident, int epoch)
{
	return !incident_is_open(incident) ||
	    incident->epoch != (epoch > 0 ? epoch : 1);
}

const struct page *incident_page(const struct incident *incident,
    const char *user, int rung)
{
	for (int i = 0; i < PAGES_MAX; i++) {
		const struct page *page = &incident->pages[i];

		if (*page->user && page->rung == rung &&
		    strcmp(page->user, user) == 0)
			return page;
	}
	return NULL;
}

bool incident_may_apply(const struct incident *incident,
    const struct event *event)
{
	if (event->kind <= EVENT_NONE || event->kind >= EVENT_INCIDENT_COUNT ||
	    !event_is_sane(event))
		return false;
	if (event->kind == EVENT_PROPOSED)
		return incident->phase == 0;
	if (event->kind == EVENT_DECLARED)
		return incident->phase == 0 || incident_is_proposed(incident);
	if (event->kind == EVENT_ALERT_FIRED ||
	    event->kind == EVENT_ALERT_RESOLVED)
		return incident->phase != 0 &&
		    (incident_alert(incident, event->ref) ||
		    incident_alert_count(incident) < ALERTS_MAX);
	return incident->phase != 0;
}

const char *severity_name(int severity)
{
	static const char *const names[] = { "SEV?", "SEV1", "SEV2", "SEV3" };

	assert(severity >= 0 && severity <= SEV3);
	return names[severity];
}

const char *role_name(int role)
{
	static const char *const names[] = {
		"incident commander", "technical lead", "comms lead",
	};

	assert(role >= 0 && role < ROLE_COUNT);
	return names[role];
}

const char *role_word(int role)
{
	static const char *const words[] = { "ic", "tech", "comms" };

	assert(role >= 0 && role < ROLE_COUNT);
	return words[role];
}

const char *phase_name(int phase)
{
	static const char *const names[] = {
		"New", "Investigating", "Stable", "Resolved", "Closed",
		"Proposed", "Dismissed",
	};

	assert(phase >= 0 && phase <= PHASE_DISMISSED);
	return names[phase];
}

const char *rung_name(int rung)
{
	static const char *const names[RUNG_CALLED + 1] = {
		"primary on call", "secondary on call", "engineering manager",
		"security lead", "executive sponsor",
		[RUNG_CALLED] = "extra help",
	};

	assert(rung >= 0 && rung <= RUNG_CALLED);
	return names[rung];
}

const char *flag_word(int flag)
{
	switch (flag) {
	case FLAG_DRILL:
		return "drill";
	case FLAG_PRIVATE:
		return "private";
	case FLAG_DATA_LOSS:
		return "data-loss";
	case FLAG_SECURITY:
		return "security";
	}
	abort();
}

void incident_label(const struct incident *incident, char *out, size_t size)
{
	struct text text;

	text_init(&text, out, size);
	text_addf(&text, "INC-%s", incident->id);
}

static const struct field holder_fields[] = {
	RECORD_TEXT(holder, user),
	RECORD_MS(holder, since_ms),
	RECORD_TEXT(holder, offered_to),
	RECORD_TEXT(holder, offered_by),
	RECORD_INT(holder, nags),
	RECORD_MS(holder, nagged_ms),
};

static const struct record holder_record = {
	holder_fields, ARRAY_LEN(holder_fields), sizeof(struct holder),
};

static const struct field page_fields[] = {
	RECORD_TEXT(page, user),
	RECORD_INT(page, rung),
	RECORD_INT(page, epoch),
	RECORD_MS(page, asked_ms),
	RECORD_TEXT(page, channel),
	RECORD_TEXT(page, ts),
	RECORD_MS(page, sent_ms),
	RECORD_TEXT(page, way),
	RECORD_TEXT(page, doubtful),
	RECORD_MS(page, accepted_ms),
	RECORD_MS(page, delivered_ms),
	RECORD_MS(page, again_ms),
	RECORD_TEXT(page, note),
	RECORD_BOOL(page, skipped),
	RECORD_TEXT(page, by),
	RECORD_TEXT(page, why),
};

static const struct record page_record = {
	page_fields, ARRAY_LEN(page_fields), sizeof(struct page),
};

static const struct field rung_fields[] = {
	RECORD_MS(rung, due_ms),
	RECORD_MS(rung, paged_ms),
};

static const struct record rung_record = {
	rung_fields, ARRAY_LEN(rung_fields), sizeof(struct rung),
};

static const struct field ticket_fields[] = {
	RECORD_TEXT(ticket, way),
	RECORD_TEXT(ticket, key),
	RECORD_TEXT(ticket, url),
	RECORD_BOOL(ticket, closed),
	RECORD_MS(ticket, known_ms),
	RECORD_TEXT(ticket, note),
};

static const struct record ticket_record = {
	ticket_fields, ARRAY_LEN(ticket_fields), sizeof(struct ticket),
};

static const struct field action_fields[] = {
	RECORD_TEXT(action, text),
	RECORD_TEXT(action, owner),
	RECORD_MS(action, due_ms),
	RECORD_INT(action, category),
	RECORD_INT(action, severity),
	RECORD_INT(action, state),
	RECORD_MS(action, nagged_ms),
	RECORD_RECORD(action, ticket, &ticket_record),
};

static const struct record action_record = {
	action_fields, ARRAY_LEN(action_fields), sizeof(struct action),
};

static const struct field alert_fields[] = {
	RECORD_TEXT(alert_state, hash),
	RECORD_TEXT(alert_state, source),
	RECORD_TEXT(alert_state, title),
	RECORD_MS(alert_state, starts_ms),
	RECORD_MS(alert_state, ended_ms),
	RECORD_INT(alert_state, times),
};

static const struct record alert_record = {
	alert_fields, ARRAY_LEN(alert_fields), sizeof(struct alert_state),
};

static const struct field mark_fields[] = {
	RECORD_TEXT(message_mark, ts),
	RECORD_TEXT(message_mark, pin_ts),
	RECORD_BOOL(message_mark, pinned),
	RECORD_TEXT(message_mark, hash),
	RECORD_BOOL(message_mark, dropped),
};

static const struct record mark_record = {
	mark_fields, ARRAY_LEN(mark_fields), sizeof(struct message_mark),
};

static const struct field incident_fields[] = {
	RECORD_TEXT(incident, id),
	RECORD_INT(incident, epoch),
	RECORD_TEXT(incident, title),
	RECORD_INT(incident, severity),
	RECORD_MS(incident, severity_ms),
	RECORD_INT(incident, phase),
	RECORD_INT(incident, flags),
	RECORD_TEXT(incident, service),
	RECORD_TEXT(incident, declared_by),
	RECORD_MS(incident, declared_ms),
	RECORD_TEXT(incident, acknowledged_by),
	RECORD_MS(incident, acknowledged_ms),
	RECORD_TEXT(incident, acknowledged_way),
	RECORD_MS(incident, first_ack_ms),
	RECORD_MS(incident, ack_due_ms),
	RECORD_BOOL(incident, ack_missed),
	RECORD_RECORDS(incident, rungs, &rung_record),
	RECORD_RECORDS(incident, roles, &holder_record),
	RECORD_TEXT(incident, room_id),
	RECORD_TEXT(incident, room_name),
	RECORD_TEXT(incident, lost_room_id),
	RECORD_MS(incident, room_since),
	RECORD_TEXT(incident, comms_id),
	RECORD_TEXT(incident, comms_name),
	RECORD_TEXT(incident, comms_card_ts),
	RECORD_TEXT(incident, card_ts),
	RECORD_TEXT(incident, broadcast_ts),
	RECORD_USED(incident, pages, &page_record),
	RECORD_MS(incident, update_every_ms),
	RECORD_MS(incident, update_due_ms),
	RECORD_INT(incident, update_stage),
	RECORD_BOOL(incident, update_snoozed),
	RECORD_MS(incident, update_nagged_ms),
	RECORD_MS(incident, update_quiet_ms),
	RECORD_INT(incident, update_count),
	RECORD_MS(incident, update_first_ms),
	RECORD_INT(incident, update_late_count),
	RECORD_MS(incident, update_ms),
	RECORD_TEXT(incident, update_by),
	RECORD_TEXT(incident, update_text),
	RECORD_RECORD(incident, ticket, &ticket_record),
	RECORD_MS(incident, triage_due_ms),
	RECORD_TEXT(incident, proposed_in),
	RECORD_TEXT(incident, proposal_ts),
	RECORD_MS(incident, proposal_due_ms),
	RECORD_INT(incident, proposal_nags),
	RECORD_USED(incident, alerts, &alert_record),
	RECORD_TEXT(incident, checklist_ts),
	RECORD_TEXT(incident, assessed_by),
	RECORD_MS(incident, assessed_ms),
	RECORD_TEXT(incident, broken),
	RECORD_TEXT(incident, reach),
	RECORD_TEXT(incident, since),
	RECORD_MS(incident, since_ms),
	RECORD_MS(incident, stable_due_ms),
	RECORD_BOOL(incident, stable_missed),
	RECORD_INT(incident, parked_count),
	RECORD_TEXT(incident, evidence_by),
	RECORD_MS(incident, evidence_ms),
	RECORD_TEXT(incident, cause_by),
	RECORD_MS(incident, cause_ms),
	RECORD_TEXT(incident, cause),
	RECORD_INT(incident, public_status),
	RECORD_TEXT(incident, public_title),
	RECORD_TEXT(incident, affected),
	RECORD_TEXT(incident, offer_ts),
	RECORD_TEXT(incident, draft_by),
	RECORD_MS(incident, draft_ms),
	RECORD_MS(incident, draft_gone_ms),
	RECORD_TEXT(incident, draft_ts),
	RECORD_INT(incident, draft_status),
	RECORD_TEXT(incident, draft_affected),
	RECORD_TEXT(incident, draft_title),
	RECORD_TEXT(incident, draft_text),
	RECORD_TEXT(incident, touched),
	RECORD_INT(incident, places_failed),
	RECORD_INT(incident, places_waiting),
	RECORD_TEXT(incident, statuspage_id),
	RECORD_TEXT(incident, instatus_id),
	RECORD_TEXT(incident, mitigated_by),
	RECORD_MS(incident, mitigated_ms),
	RECORD_TEXT(incident, mitigation),
	RECORD_TEXT(incident, resolved_by),
	RECORD_MS(incident, resolved_ms),
	RECORD_TEXT(incident, resolution),
	RECORD_TEXT(incident, duplicate_of),
	RECORD_TEXT(incident, closed_by),
	RECORD_MS(incident, closed_ms),
	RECORD_INT(incident, reopened_count),
	RECORD_TEXT(incident, postmortem_owner),
	RECORD_MS(incident, postmortem_due_ms),
	RECORD_MS(incident, postmortem_span_ms),
	RECORD_INT(incident, postmortem_reminders),
	RECORD_BOOL(incident, postmortem_snoozed),
	RECORD_MS(incident, postmortem_quiet_ms),
	RECORD_INT(incident, postmortem_sections),
	RECORD_TEXT(incident, canvas_id),
	RECORD_USED(incident, actions, &action_record),
	RECORD_MS(incident, export_due_ms),
	RECORD_MS(incident, exported_ms),
	RECORD_TEXT(incident, held_by),
	RECORD_MS(incident, held_ms),
	RECORD_RECORDS(incident, held, &held_record),
	RECORD_BOOL(incident, pattern),
	RECORD_USED(incident, marks, &mark_record),
	RECORD_TEXTS(incident, recent),
	RECORD_INT(incident, recent_next),
};

const struct record incident_record = {
	incident_fields, ARRAY_LEN(incident_fields), sizeof(struct incident),
};

char *incident_encode(struct arena *arena, const struct incident *incident)
{
	return record_encode(arena, &incident_record, incident);
}

static bool is_count(int number)
{
	return number >= 0 && number <= TALLY_MAX;
}

static bool actions_are_sane(const struct incident *incident)
{
	for (int i = 0; i < ACTIONS_MAX; i++) {
		const struct action *action = &incident->actions[i];

		if (action->category < CATEGORY_NONE ||
		    action->category > CATEGORY_MITIGATIVE ||
		    action->severity < 0 || action->severity > SEV3 ||
		    action->state < ACTION_OPEN ||
		    action->state > ACTION_DROPPED)
			return false;
	}
	return true;
}

/* What the rest of the program asserts must be true of stored bytes too. */
static bool is_sane(const struct incident *incident)
{
	for (int role = 0; role < ROLE_COUNT; role++) {
		if (!is_count(incident->roles[role].nags))
			return false;
	}
	for (int i = 0; i < PAGES_MAX; i++) {
		if (incident->pages[i].rung < 0 ||
		    incident->pages[i].rung > RUNG_CALLED)
			return false;
	}
	return *incident->id && incident->severity >= SEV1 &&
	    incident->severity <= SEV3 && incident->phase >= PHASE_OPEN &&
	    incident->phase <= PHASE_DISMISSED && incident->recent_next >= 0 &&
	    incident->recent_next < RECENT_MAX &&
	    incident->update_every_ms >= 0 &&
	    incident->update_every_ms <= UPDATE_EVERY_MAX_MS &&
	    incident->public_status >= PUBLIC_NONE &&
	    incident->public_status < PUBLIC_STATUS_COUNT &&
	    affected_is_sane(incident->affected) &&
	    affected_is_sane(incident->touched) &&
	    affected_is_sane(incident->draft_affected) &&
	    incident->draft_status >= PUBLIC_NONE &&
	    incident->draft_status < PUBLIC_STATUS_COUNT &&
	    (incident->places_failed & ~PLACES_ALL) == 0 &&
	    (incident->places_waiting & ~PLACES_ALL) == 0 &&
	    is_count(incident->update_stage) &&
	    is_count(incident->update_count) &&
	    is_count(incident->update_late_count) && is_count(incident->epoch) &&
	    is_count(incident->reopened_count) &&
	    is_count(incident->parked_count) &&
	    is_count(incident->proposal_nags) &&
	    is_count(incident->postmortem_reminders) &&
	    incident->postmortem_span_ms >= 0 &&
	    incident->postmortem_span_ms <= POSTMORTEM_SPAN_MAX_MS &&
	    held_is_sane(incident) && actions_are_sane(incident);
}

bool incident_decode(const char *json, size_t length,
    struct incident *incident)
{
	return record_decode(&incident_record, json, length, incident) &&
	    is_sane(incident);
}

bool incident_decode_over(const char *json, size_t length,
    struct incident *incident)
{
	incident_clear(incident);
	return record_decode_cleared(&incident_record, json, length,
	    incident) && is_sane(incident);
}
