/* SPDX-License-Identifier: MIT
 *
 * policy: what the organisation decided: what severities mean, whom to invite,
 * where to announce, which services exist. Plain data, filled from the config
 * file by src/services/config, with the playbook's defaults by
 * policy_init(); read-only to everybody else.
 */
#ifndef INCBOT_CORE_POLICY_H
#define INCBOT_CORE_POLICY_H

#include "base/base.h"
#include "core/component.h"
#include "core/alert.h"
#include "core/rights.h"
#include "core/incident.h"
#include "core/limits.h"
#include "core/link.h"
#include "core/oncall/oncall.h"
#include "core/oncall/rotation.h"

struct zone;

struct severity_policy {
	char definition[512];	/* stands beside the choice (P1.1) */
	int64_t ack_target_ms;	/* 0 = none */
	int64_t update_every_ms;	/* 0 = no cadence */
	int64_t stable_target_ms;	/* 0 = none */
	bool opens_room;	/* SEV3: a ticket only */
	bool pages;
	bool opens_comms;	/* a channel for those who talk to customers */
	bool approves_updates;	/* somebody else looks at it before it is out */
	/* From the first page on, while nobody acknowledges (P2.3); 0 = never. */
	int64_t page_secondary_ms;
	int64_t page_manager_ms;
	bool pages_leads;	/* with data loss or a security breach: security
				   lead and executive sponsor, at once (P2.4) */
};

#define MITIGATIONS_MAX 6	/* paths of one service */

/* A fast way to stop the harm (P5.3). First empty title ends the list. */
struct mitigation {
	char title[NAME_SIZE];	/* "Roll back" */
	char url[URL_SIZE];	/* where it is done; "" = by command */
	char command[256];	/* what to type; "" = by url */
};

/* Who is on call, a rung each: the name of a rotation, or a user id; "" = not
 * said here. */
struct oncall_names {
	char names[ONCALL_RUNG_COUNT][NAME_SIZE];
	/* What they name; NULL = none of these, or a user id. */
	const struct rotation *rotations[ONCALL_RUNG_COUNT];
};

struct service {
	char name[NAME_SIZE];
	struct link links[LINKS_MAX];	/* dashboards, runbook; first empty
					   title ends the list */
	char responders[RESPONDERS_MAX][ID_SIZE];	/* user ids */
	struct mitigation mitigations[MITIGATIONS_MAX];
	struct oncall_names oncall;
};

/* Whose name is where among them. */
struct person_name {
	char id[ID_SIZE];
	size_t at;
};

/* The names of a team's people, to see who is named in a text (P6.5): one
 * after the other, each ended by a NUL, an empty one at the end; and whose
 * they are, sorted by id. */
struct people {
	const char *names;
	const struct person_name *persons;
	size_t count;
};

/* "" if it is not known. Hostile, as all that people choose. */
const char *people_name(const struct people *people, const char *id);

/* When people work, or one of them may be disturbed. Hours that run into the
 * next day belong to the day they begin. */
struct business {
	unsigned days;		/* bit 0 = Sunday; 0 = all */
	struct day_hours hours;	/* all zero = all day */
};

/* How a person is paged beside Slack's direct message. */
struct contact {
	char user[ID_SIZE];
	char ways[WAYS_MAX][ID_SIZE];	/* "ntfy", "mail": in this order */
	char phone[ID_SIZE];	/* "+491701234567" */
	char email[NAME_SIZE];
	char ntfy[NAME_SIZE];	/* topic */
	char pagerduty[ID_SIZE];	/* their id there, for acks */
	char tracker[NAME_SIZE];	/* who they are in the tracker */
	struct business notices;	/* when a SEV3 may disturb them
					   (core/notices.h) */
	char zone_name[64];	/* whose clock that is; "" = the site's */
	const struct zone *zone;	/* NULL = UTC; set with zone_name */
};

/* Which tracker gets tickets of what; "" = incbot's own list alone. */
struct ticket_policy {
	char sev3[ID_SIZE];
	char actions[ID_SIZE];
	int64_t triage_ms;	/* business time until somebody has looked at a
				   SEV3; 0 = nobody is reminded */
};

/* How long incidents are kept (core/keeping.h). */
struct keep_policy {
	char folder[200];	/* exports go there; "" = there are
					   none */
	int after_days;		/* ... so long after the close */
	int days;		/* dropped so long after the close; 0 = never */
	bool archives_rooms;	/* the channel is archived then */
};

struct policy {
	char command[32];	/* "/incident" */
	char channel_prefix[16];	/* "inc" */
	char zone_name[64];	/* IANA name; "UTC" */
	const struct zone *zone;	/* NULL = UTC; owned by the config */
	char broadcast_channel[ID_SIZE];	/* id; "" = none */
	char responders[RESPONDERS_MAX][ID_SIZE];	/* invited and paged
							   for every service */
	struct link links[LINKS_MAX];
	char status_page_url[URL_SIZE];
	struct board_policy board;	/* the page that incbot itself writes */
	int places;		/* PLACE_ bits of those outside, set up */
	bool asks_pagerduty;	/* whether a page still stands there */
	bool sends_mail;	/* there is a mail server (pagers.mail) */
	struct severity_policy severities[SEVERITY_COUNT + 1];	/* [1..3] */
	struct service services[SERVICES_MAX];
	int service_count;
	struct oncall_names oncall;	/* where the service says nothing */
	struct rotation_list {
		struct rotation *all;	/* owned by the config */
		int count;
	} rotations;
	struct business business;	/* by the site's zone */
	struct ticket_policy tickets;
	struct keep_policy keep;
	int64_t postmortem_due_ms;	/* after the resolution (P6.2) */
	bool postmortem_canvas;		/* made where one is owed */
	char digest_channel[ID_SIZE];	/* hears the digests; "" = none are
					   made */
	struct handoff digest;	/* when: weekly, and on the first of a month */
	const struct people *people;	/* NULL = not known; owned by whoever
					   set it */
	struct contact contacts[CONTACTS_MAX];
	char ways[WAYS_MAX][ID_SIZE];	/* of everybody else */
	int64_t page_again_ms;	/* no pager has worked: called again after this;
				   0 = never */
	char rights[RIGHT_COUNT][RIGHT_USERS_MAX][ID_SIZE];	/* who may; none
							   listed: members */
	const struct roster *roster;	/* NULL = nobody is known; as people
					   is */
	struct alert_rule alert_rules[ALERT_RULES_MAX];	/* the first that
							   fits */
	int alert_rule_count;
	int64_t proposal_again_ms;	/* a proposal that nobody decides is
					   said again after this; 0 = never */
	char team_id[ID_SIZE];	/* from auth.test: foreign teams are denied */
	char bot_user[ID_SIZE];
};

/* The playbook's figures. */
void policy_init(struct policy *policy);
/* The same for one that is all zero: a megabyte that is not written to. */
void policy_set_defaults(struct policy *policy);

/* The person's, or NULL. */
const struct contact *policy_contact(const struct policy *policy,
    const char *user);

/* By which pager the person is paged after `way` ("" = first); "" if there is
 * no other. */
const char *policy_next_way(const struct policy *policy, const char *user,
    const char *way);

/* By name, ASCII case ignored; NULL if unknown. */
const struct service *policy_service(const struct policy *policy,
    const char *name);

/* Is there a public page that incbot writes, and an update must reach? */
bool policy_has_board(const struct policy *policy);
/* That one, or a status page elsewhere: updates have a phase, components and
 * a public title. */
bool policy_has_page(const struct policy *policy);

/* Completes the layers, and finds the rotations that the services and the site
 * name. To be done once after they were filled in, and before anybody is asked
 * who is on call. */
void policy_bind_oncall(struct policy *policy);

/* By name, ASCII case ignored; NULL if unknown. */
const struct rotation *policy_rotation(const struct policy *policy,
    const char *name);

#endif
