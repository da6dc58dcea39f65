/* SPDX-License-Identifier: MIT
 *
 * site: what the company set in Slack for itself and that belongs to no one
 * incident: who stands in for whom on call, whose shift was announced, who
 * gets updates, what maintenance is planned. One record, kept in the ledger
 * under the id SITE_ID by the same commit as an incident (version, dedupe,
 * timeline), so that it obeys the same rules: it changes only in site_apply(),
 * the snapshot is the fold of its events, all figures arrive inside them.
 *
 * A handler that reads it declares NEEDS_SITE; one whose decision changes it
 * declares ABOUT_SITE and makes events of site_event.def, effects of
 * site_effect.def; what the future asks of it: site_appointment.def. Whoever
 * adds a field adds it here, to the codec in site.c and to is_sane() there; a
 * record that was never written, and one without the field, read as zero. Who
 * is on call: core/oncall/oncall.h.
 */
#ifndef INCBOT_CORE_SITE_H
#define INCBOT_CORE_SITE_H

#include "base/base.h"
#include "core/event.h"
#include "core/limits.h"
#include "core/mailbox.h"
#include "core/maintenance.h"

#define SITE_ID "site"		/* no incident's: those are numbers */
#define COVERS_MAX 64		/* not yet over at once; more are refused */
#define COVER_NUMBER_MAX 1000000000
#define SUBSCRIPTIONS_MAX 40	/* more are refused: each is a message at each
				   update */
#define DUTIES_MAX 64		/* rotations whose hand-offs are followed */

/* From one instant to another somebody else is on call. */
struct cover {
	char user[ID_SIZE];	/* who stands in; "" = this place is free */
	char instead_of[ID_SIZE];	/* for this person, wherever they would
					   be on call; "" = for whoever is, on
					   this rung of the service */
	char service[NAME_SIZE];	/* "" = all of them */
	int rung;		/* enum oncall_rung; if instead_of is "" */
	bool swap;		/* and the other way round as well */
	int number;		/* as people name it */
	char by[ID_SIZE];
	int64_t from_ms;
	int64_t until_ms;
};

/* Who gets each public update (P4.3): as a direct message, or in letters. */
struct subscription {
	char user[ID_SIZE];	/* "" ends the list */
	char service[NAME_SIZE];	/* "" = all of them */
	int severity;		/* this one and worse; SEV3 = all */
	bool by_mail;		/* core/mailbox.h */
};

/* Who was last said to be on call by a rotation that tells of its hand-offs. */
struct duty {
	char rotation[NAME_SIZE];
	char user[ID_SIZE];	/* "" = nobody */
	int64_t told_ms;	/* by the turn of that instant */
	char group[ID_SIZE];	/* the user group that is kept in step; "" =
				   none */
	char trouble[ID_SIZE];	/* why it is not, as was said; "" = it is */
};

#define WISHES_MAX 256		/* people who said when; more are refused */

/* When a SEV3 may disturb a person, as that one said (core/notices.h). */
struct notice_wish {
	char user[ID_SIZE];	/* "" ends the list */
	int days;		/* as struct business has them */
	int from_minute;
	int until_minute;
};

struct site {
	int64_t version;	/* 0 = nothing was ever set. Kept beside the
				   snapshot, not in it */
	struct cover covers[COVERS_MAX];	/* the oldest first */
	int cover_number;	/* of the last one made */
	struct subscription subscriptions[SUBSCRIPTIONS_MAX];
	struct mailbox mailboxes[MAILBOXES_MAX];	/* of those who get
					   letters */
	struct duty duties[DUTIES_MAX];	/* the first empty one ends them */
	int64_t digest_due_ms;	/* the next weekly digest; 0 = none */
	int64_t retention_due_ms;	/* when incidents are dropped next; 0 =
					   never */
	int64_t monthly_due_ms;	/* the next monthly figures; 0 = none */
	int64_t handoff_due_ms;	/* when one of them is to be looked at again;
				   0 = never */
	struct maintenance maintenances[MAINTENANCES_MAX];	/* the first empty
					   one ends them */
	int maintenance_number;	/* of the last one planned */
	struct notice_wish wishes[WISHES_MAX];	/* when a SEV3 may disturb whom; the
					   first empty one ends them */
	char config[20];	/* fingerprint of the config that came into force
				   last; "" = none has told */
	char recent[RECENT_MAX][17];	/* hashes of the last input keys */
	int recent_next;

	struct {
		int covers;
		int subscriptions;
		int mailboxes;
		int duties;
		int maintenances;
		int wishes;
	} used;		/* of these, what lies beyond is zero; never
				   stored, see core/site_room.h */
};

/* Changes the site as the event says. The event must be possible: handlers
 * check, this asserts. */
void site_apply(struct site *site, const struct event *event);

/* Whether it may: not so for what nobody's handler made, as in an archive that
 * was written by hand. */
bool site_may_apply(const struct site *site, const struct event *event);

/* True if this input key has already caused one of the last RECENT_MAX
 * turns. */
bool site_has_seen(const struct site *site, const char *key);

/* How many covers are not over at that instant. Those that are make room with
 * the next change. */
int site_cover_count(const struct site *site, int64_t now_ms);

/* By the number that people name; NULL if there is none, or none any more. */
const struct cover *site_cover(const struct site *site, int number,
    int64_t now_ms);

int site_subscription_count(const struct site *site);

/* Does the person get the updates of such an incident, this way? */
bool site_subscribes(const struct site *site, const char *user,
    const char *service, int severity, bool by_mail);

/* By the rotation's name; NULL if it is not followed. */
const struct duty *site_duty(const struct site *site, const char *rotation);

/* The snapshot: compact JSON in the arena, and back. Decoding is total on
 * hostile bytes. `version` is not part of it. */
struct arena;
struct record;
extern const struct record site_record;
char *site_encode(struct arena *arena, const struct site *site);
NODISCARD bool site_decode(const char *json, size_t length,
    struct site *site);

#endif
