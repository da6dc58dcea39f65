/* SPDX-License-Identifier: MIT
 *
 * incident: the state of one incident, and incident_apply(), the only place
 * where it changes. A plain struct of fixed arrays: copied freely, owns
 * nothing. Its JSON form is the snapshot kept in the ledger, and equals the
 * fold of its timeline, byte for byte (invariant I4), so applying an event
 * may use nothing but the incident and the event: the numbers that policy
 * gives (cadence, targets) arrive inside events.
 */
#ifndef INCBOT_CORE_INCIDENT_H
#define INCBOT_CORE_INCIDENT_H

#include "base/base.h"
#include "core/limits.h"
#include "core/event.h"
#include "core/place.h"

enum severity { SEV1 = 1, SEV2 = 2, SEV3 = 3 };
#define SEVERITY_COUNT 3
#define POSTMORTEM_SPAN_MAX_MS (INT64_C(90) * 24 * 60 * 60 * 1000)
#define UPDATE_EVERY_MAX_MS (INT64_C(7) * 24 * 60 * 60 * 1000)

enum phase {
	PHASE_OPEN = 1, PHASE_MITIGATED, PHASE_RESOLVED, PHASE_CLOSED,
	PHASE_PROPOSED,		/* by an alert; nobody has decided yet */
	PHASE_DISMISSED,	/* it was none, or ended by itself */
};

enum role { ROLE_COMMANDER, ROLE_TECHNICAL, ROLE_COMMS, ROLE_COUNT };

enum {
	FLAG_DRILL = 1,
	FLAG_PRIVATE = 2,
	FLAG_DATA_LOSS = 4,
	FLAG_SECURITY = 8,
	FLAG_ROOM = 16,		/* has, or is getting, a channel of its own */
};

/* Where the update reminder of the present cycle stands: how many have been
 * given. Stages from UPDATE_STAGE_CHANNEL on all go to the channel. */
enum update_stage {
	UPDATE_STAGE_NONE,	/* next: shortly before it is due */
	UPDATE_STAGE_SOON,	/* next: when it is due */
	UPDATE_STAGE_DUE,	/* next: overdue, the commander too */
	UPDATE_STAGE_COMMANDER,	/* next: overdue, the whole channel */
	UPDATE_STAGE_CHANNEL,
};

/* Of anything counted in an incident; no reminder comes after so many. */
#define TALLY_MAX 1000000

struct holder {
	char user[ID_SIZE];	/* "" = nobody */
	int64_t since_ms;	/* held, or empty, since */
	char offered_to[ID_SIZE];	/* handover waiting for Accept */
	char offered_by[ID_SIZE];
	int nags;		/* reminders while empty */
	int64_t nagged_ms;	/* the last of them */
};

/* One step of the escalation ladder (P2): enum oncall_rung of
 * core/oncall/oncall.h says which. */
struct rung {
	int64_t due_ms;		/* paged then if nobody acknowledges; 0 = no */
	int64_t paged_ms;	/* taken since the paging began; 0 = not yet */
};

/* One page and its receipt: a person called for a rung. */
struct page {
	char user[ID_SIZE];
	int rung;		/* enum oncall_rung, or RUNG_CALLED */
	char by[ID_SIZE];	/* who asked for it; "" = the ladder */
	char why[NAME_SIZE];	/* in their words, cut; "" = not said */
	int epoch;		/* of the incident when it was asked for: past
				   that it is void (P2.5) */
	int64_t asked_ms;
	char channel[ID_SIZE];	/* the direct message, to update it later */
	char ts[ID_SIZE];
	int64_t sent_ms;	/* Slack has taken the direct message */
	char way[ID_SIZE];	/* the pager that has taken it; "" = none */
	char doubtful[NAME_SIZE];	/* pagers that may have taken it without
				   saying so: "pagerduty,webhook" */
	int64_t accepted_ms;	/* ... since */
	int64_t delivered_ms;	/* it says that it has arrived */
	int64_t again_ms;	/* no pager has worked: called again then; 0 =
				   no */
	char note[NAME_SIZE];	/* why it was skipped or failed; "" = neither */
	bool skipped;
};

#define TICKET_URL_SIZE 256	/* a longer one is not kept */

/* A ticket of the incident or of one of its action items (core/ticket.h). */
struct ticket {
	char way[ID_SIZE];	/* the tracker: "github"; "" = none asked for */
	char key[ID_SIZE];	/* its number or key there; "" = not made yet */
	char url[TICKET_URL_SIZE];
	bool closed;		/* there, as far as we know */
	int64_t known_ms;	/* since when we know */
	char note[NAME_SIZE];	/* why the last attempt failed; "" = it did
				   not */
};

/* An action item (P6.6). */
enum action_state { ACTION_OPEN, ACTION_DONE, ACTION_DROPPED };
enum action_category {
	CATEGORY_NONE,		/* not said yet */
	CATEGORY_PREVENTATIVE, CATEGORY_MITIGATIVE,
};

struct action {
	char text[ACTION_SIZE];
	char owner[ID_SIZE];	/* "" = nobody yet */
	int64_t due_ms;		/* 0 = no date yet */
	int category;		/* enum action_category */
	int severity;		/* of the gap that it closes; 0 = that of the
				   incident (action_severity()) */
	int state;		/* enum action_state */
	int64_t nagged_ms;	/* its owner was last reminded */
	struct ticket ticket;
};

/* A message that somebody marked, see core/marked.h. */
struct message_mark {
	char ts[ID_SIZE];	/* "" = this place is free */
	char pin_ts[ID_SIZE];	/* of the last event about its pin */
	bool pinned;
	char hash[17];		/* of what is kept of it; "" = nothing */
	bool dropped;		/* it was kept, and nobody marks it now */
};

#define ALERTS_MAX 16		/* of one incident; more are not kept */

/* An alert that belongs to the incident (core/alert.h). */
struct alert_state {
	char hash[17];		/* names it; "" = this place is free */
	char source[NAME_SIZE];
	char title[TITLE_SIZE];
	int64_t starts_ms;	/* as it said */
	int64_t ended_ms;	/* 0 = fires */
	int times;		/* that it began */
};

#define HELD_MAX 8		/* people of one incident; others are told at
				   once */

/* Notices that wait for one person (core/notices.h). */
struct held {
	char user[ID_SIZE];	/* "" = this place is free */
	int64_t until_ms;	/* told then */
	int count;
};

struct incident {
	char id[ID_SIZE];	/* decimal number, shown as INC-7 */
	int64_t version;	/* turns so far; 0 = does not exist. Kept
				   beside the snapshot, not in it */
	int epoch;		/* +1 on ack, resolve, reopen */

	char title[TITLE_SIZE];
	int severity;		/* enum severity */
	int64_t severity_ms;
	int phase;		/* enum phase */
	int flags;
	char service[NAME_SIZE];
	char declared_by[ID_SIZE];
	int64_t declared_ms;

	char acknowledged_by[ID_SIZE];
	int64_t acknowledged_ms;
	char acknowledged_way[ID_SIZE];	/* the pager that told of it, and may
					   take it back; "" = none may */
	int64_t first_ack_ms;	/* that of before it came back after long, and
				   was asked for again; 0 = there was none */
	int64_t ack_due_ms;	/* 0 = no target */
	bool ack_missed;
	struct rung rungs[RUNGS_MAX];

	struct holder roles[ROLE_COUNT];

	char room_id[ID_SIZE];	/* the incident's channel */
	char room_name[NAME_SIZE];
	char lost_room_id[ID_SIZE];	/* the one that people took away; it may
				   come back */
	int64_t room_since;	/* version of the last turn in which it was lost,
				   given back or not to be had; 0 = never.
				   What was asked for before says nothing of
				   the channel as it is now */
	char comms_id[ID_SIZE];	/* the comms channel; "" = none */
	char comms_name[NAME_SIZE];
	char comms_card_ts[ID_SIZE];	/* the card in it */
	char card_ts[ID_SIZE];
	char broadcast_ts[ID_SIZE];
	struct page pages[PAGES_MAX];

	int64_t update_every_ms;	/* 0 = no cadence */
	int64_t update_due_ms;
	int update_stage;	/* enum update_stage or more */
	bool update_snoozed;	/* once a cycle */
	int64_t update_nagged_ms;	/* last reminder of this cycle */
	int64_t update_quiet_ms;	/* no reminder before this instant */
	int update_count;
	int64_t update_first_ms;	/* first published */
	int update_late_count;	/* published after they were due; the first
				   one has a whole cadence */
	int64_t update_ms;	/* last published */
	char update_by[ID_SIZE];
	char update_text[TEXT_SIZE];
	int public_status;	/* enum public_status, of the last update */
	char public_title[TITLE_SIZE];	/* "" = nothing published */
	char affected[AFFECTED_SIZE];	/* components, as last published */
	char offer_ts[ID_SIZE];	/* the message that offers the first one;
				   "" = not posted yet, or settled */
	char draft_by[ID_SIZE];	/* waits for a second pair of eyes */
	int64_t draft_ms;	/* ... since; 0 = none does. Names it */
	int64_t draft_gone_ms;	/* the name of the last one that waits no
				   more; no other draft gets it */
	char draft_ts[ID_SIZE];	/* its message; "" = not posted yet */
	int draft_status;	/* enum public_status */
	char draft_affected[AFFECTED_SIZE];
	char draft_title[TITLE_SIZE];	/* "" = as it is */
	char draft_text[TEXT_SIZE];
	char touched[AFFECTED_SIZE];	/* components of any update so far */
	int places_failed;	/* PLACE_ bits: the last update is not there */
	int places_waiting;	/* ... is on its way there */
	char statuspage_id[ID_SIZE];	/* the incident at Statuspage */
	char instatus_id[ID_SIZE];	/* ... at Instatus */

	struct ticket ticket;
	int64_t triage_due_ms;	/* SEV3: somebody is to look at it by then */

	char proposed_in[ID_SIZE];	/* channel of the proposal */
	char proposal_ts[ID_SIZE];
	int64_t proposal_due_ms;	/* said again then, if nobody has
					   decided; 0 = never */
	int proposal_nags;	/* times that it was said again */
	struct alert_state alerts[ALERTS_MAX];	/* the first one first */

	char checklist_ts[ID_SIZE];
	char assessed_by[ID_SIZE];
	int64_t assessed_ms;
	char broken[TITLE_SIZE];	/* what, one line */
	char reach[TITLE_SIZE];	/* for how many */
	char since[TITLE_SIZE];	/* since when, as it was said */
	int64_t since_ms;	/* the same, if it could be read; else 0 */
	int64_t stable_due_ms;	/* 0 = no target */
	bool stable_missed;
	int parked_count;	/* thoughts kept for the postmortem */
	char evidence_by[ID_SIZE];
	int64_t evidence_ms;
	char cause_by[ID_SIZE];
	int64_t cause_ms;
	char cause[CAUSE_SIZE];	/* as last said, for a search; all of it is
				   in the timeline */

	char mitigated_by[ID_SIZE];
	int64_t mitigated_ms;
	char mitigation[TEXT_SIZE];
	char resolved_by[ID_SIZE];
	int64_t resolved_ms;
	char resolution[TEXT_SIZE];
	char duplicate_of[ID_SIZE];	/* the incident that it is the same
					   as; "" = it is one of its own */
	char closed_by[ID_SIZE];
	int64_t closed_ms;
	int reopened_count;

	/* The postmortem, see core/postmortem.h. */
	char postmortem_owner[ID_SIZE];
	int64_t postmortem_due_ms;	/* 0 = none is owed */
	int64_t postmortem_span_ms;	/* how long there was for it */
	int postmortem_reminders;	/* given so far */
	bool postmortem_snoozed;	/* once a reminder */
	int64_t postmortem_quiet_ms;	/* put off until then; 0 = not */
	int postmortem_sections;	/* bits 1 << enum section: written */
	char canvas_id[ID_SIZE];	/* core/documents.h; "" = none */
	struct action actions[ACTIONS_MAX];	/* the first without a text
						   ends the list */

	/* How long it is kept, see core/keeping.h. */
	int64_t export_due_ms;	/* everything is exported then; 0 = never */
	int64_t exported_ms;	/* nothing has changed since; 0 = not so */
	char held_by[ID_SIZE];	/* the legal hold; "" = there is none */
	int64_t held_ms;

	struct held held[HELD_MAX];	/* notices, see core/notices.h */
	bool pattern;		/* suspected behind a SEV3 (P6.1) */
	struct message_mark marks[MARKS_MAX];	/* the first one first */

	char recent[RECENT_MAX][17];	/* hashes of the last input keys, a
					   ring; hexadecimal */
	int recent_next;

	struct {
		int pages;
		int alerts;
		int actions;
		int marks;
	} used;		/* of these, what lies beyond is zero; never
				   stored, see core/incident_room.h */
};

/* True if the event is possible in the incident's state. Handlers know; for who
 * reads a timeline that others may have written (daemon/archive/archive.h). */
bool incident_may_apply(const struct incident *incident,
    const struct event *event);

/* Changes the incident as the event says. It asserts that it may. */
void incident_apply(struct incident *incident, const struct event *event);

/* True if this input key has already caused one of the last RECENT_MAX turns
 * (the second line behind the ledger's dedupe keys). */
bool incident_has_seen(const struct incident *incident, const char *key);

/* Not resolved, not closed. */
bool incident_is_open(const struct incident *incident);

/* True if the user declared it, acknowledged it, holds a role or was paged:
 * those may read of a private incident outside its channel. */
bool incident_involves(const struct incident *incident, const char *user);

/* Somebody must hold each role: it is more than a ticket, and there is a
 * channel to ask in (P3.4). */
bool incident_needs_roles(const struct incident *incident);

/* Who answers for public updates now: comms lead, else commander, else "". */
const char *incident_update_owner(const struct incident *incident);

/* Words: "SEV1", "incident commander", "ic" (as typed), "Investigating",
 * "data-loss" (as typed and chosen; a flag that people can set). */
const char *severity_name(int severity);
const char *role_name(int role);
const char *role_word(int role);
const char *phase_name(int phase);
const char *rung_name(int rung);	/* "primary on call" */
const char *flag_word(int flag);

/* Somebody is being called, and the escalation goes on until an
 * acknowledgement. */
bool incident_is_paging(const struct incident *incident);

/* The first rung (enum oncall_rung) that will be taken unless somebody
 * acknowledges; -1 = none. */
int incident_next_rung(const struct incident *incident);

/* A page that was asked for and is not on its way yet is void: somebody
 * acknowledged meanwhile, or it is over (P2.5). */
bool incident_voids_page(const struct incident *incident, int epoch);

/* The receipt of a page, or NULL. */
const struct page *incident_page(const struct incident *incident,
    const char *user, int rung);

/* "INC-7". */
void incident_label(const struct incident *incident, char *out, size_t size);

/* The snapshot: compact JSON in the arena, and back. Decoding is total on
 * hostile bytes. `version` is not part of it. */
struct arena;
struct record;
extern const struct record incident_record;
char *incident_encode(struct arena *arena, const struct incident *incident);
NODISCARD bool incident_decode(const char *json, size_t length,
    struct incident *incident);

#endif
