/* SPDX-License-Identifier: MIT
 *
 * alert: something that a monitoring system says is wrong, in one shape
 * whatever it came from, and the config's rules that say what follows: a
 * proposal with buttons, or an incident at once. How alerts come in:
 * services/outside/alert_read.h, daemon/web/alerts_in.h.
 */
#ifndef INCBOT_CORE_ALERT_H
#define INCBOT_CORE_ALERT_H

#include "base/base.h"
#include "core/limits.h"

#define ALERT_LABELS_MAX 32
#define ALERT_RULES_MAX 32
#define ALERT_MATCHES_MAX 8
#define ALERT_HASH_SIZE 17

struct policy;

struct alert_label {
	const char *name;
	const char *value;
};

/* Strings live in the turn's arena; "" means absent, never NULL. */
struct alert {
	const char *source;	/* the source's name in the config */
	const char *key;	/* fingerprint or dedup key: the same alert has
				   the same one */
	const char *group;	/* what it was sent together with */
	const char *title;	/* one line, TITLE_CHARS at most */
	bool firing;		/* false: resolved */
	int64_t starts_ms;	/* 0 = not told */
	const char *previous;	/* its last incident, which is over */
	const char *group_previous;	/* the same of the group's */
	struct alert_label labels[ALERT_LABELS_MAX];
	int label_count;
};

/* The first rule whose source and labels all fit decides. */
struct alert_rule {
	char source[NAME_SIZE];	/* "" = any */
	char match[ALERT_MATCHES_MAX][NAME_SIZE];	/* "label=value"; the
					   value may end in "*" */
	char action[16];	/* "propose", "declare", "ignore" */
	char service[NAME_SIZE];	/* "" = the label "service", if there
					   is such a service */
	int severity;		/* enum severity; 0 = the highest (P1.2) */
	char channel[ID_SIZE];	/* where it is proposed; "" = the broadcast
				   channel */
};

/* NULL: no rule fits, or the one that does says "ignore". */
const struct alert_rule *alert_rule_find(const struct policy *policy,
    const struct alert *alert);

/* True if the rule is sound: "label=value". */
bool alert_match_is_sound(const char *match);

/* The value, or "". */
const char *alert_label(const struct alert *alert, const char *name);

/* Of source and key: names the alert within an incident. */
void alert_hash(const struct alert *alert, char out[ALERT_HASH_SIZE]);

/* The same of source and group: what it was sent together with. */
void alert_group_hash(const struct alert *alert, char out[ALERT_HASH_SIZE]);

/* Under what name the ledger finds its incident: by the alert, and by what it
 * was sent together with. */
void alert_alias(const struct alert *alert, char out[NAME_SIZE]);
void alert_group_alias(const struct alert *alert, char out[NAME_SIZE]);

/* The name that a turn with this event has given; "" = none. */
struct event;
void alert_event_alias(const struct event *event, char out[NAME_SIZE]);

#endif
