/* SPDX-License-Identifier: MIT
 *
 * postmortem: what follows an incident by the playbook (P6): who owes a
 * postmortem and until when, which of its sections are written, the action
 * items, and what is still missing before the incident can be closed. Pure
 * questions about an incident; it changes in incident_apply() only. The texts
 * of the sections stay in the timeline, where the last one written counts;
 * the incident only knows which there are, and of the root cause what a search
 * looks at. What people see:
 * core/views/view_postmortem.h.
 */
#ifndef INCBOT_CORE_POSTMORTEM_H
#define INCBOT_CORE_POSTMORTEM_H

#include "base/base.h"
#include "core/incident.h"

struct arena;

#define POSTMORTEM_SNOOZE_MS (INT64_C(4) * 60 * 60 * 1000)
#define ACTION_NAG_AGAIN_MS (INT64_C(7) * 24 * 60 * 60 * 1000)

enum section {
	SECTION_CAUSE,
	SECTION_WHY1, SECTION_WHY2, SECTION_WHY3, SECTION_WHY4, SECTION_WHY5,
	SECTION_IMPACT,
	SECTION_WORKED,
	SECTION_COUNT
};

#define WHYS_MAX 5

/* "root cause", "second why", ... */
const char *section_name(int section);
/* The same over its text: "Root cause". */
const char *section_heading(int section);
bool section_is_written(const struct incident *incident, int section);
/* The flags of its event when it is written. */
int section_flags(int section);
/* The text that counts, out of the timeline; "" if there is none. */
const char *section_text(const struct event *timeline, int count,
    int section);

/* P6.1: every SEV1, a SEV2 for which somebody was paged, and a SEV3 behind
 * which a pattern is suspected. */
bool postmortem_is_due_by_rule(const struct incident *incident);
/* Owed and not handed in: resolved, and not closed yet. */
bool postmortem_is_owed(const struct incident *incident);
/* Who is asked for it if nobody is named: the commander, else the technical
 * lead, else whoever resolved it. */
const char *postmortem_default_owner(const struct incident *incident,
    const char *resolver);

/* P6.2: the reminders that are past by now, at least one more than were
 * given, unless the last one is repeated because it was put off. With 48 h
 * they come at 24, 40 and 47 h, then every day after the due time. */
int postmortem_stage(const struct incident *incident, int64_t now_ms);
/* When the next one comes; 0 = none. */
int64_t postmortem_reminder_ms(const struct incident *incident);

/* Action items are numbered from 1 as they were added. */
const struct action *action_by_number(const struct incident *incident,
    int number);
/* "preventative", "mitigative", "" */
const char *action_category_word(int category);
NODISCARD bool action_category_parse(const char *word, int *category);
/* How bad the gap is that the item closes (P6.6): as was said, else as bad as
 * the incident that showed it. */
int action_severity(const struct incident *incident,
    const struct action *action);
/* "gap:sev2", as it is typed; 0 for anything else. */
int action_severity_parse(const char *word);
int action_count(const struct incident *incident);
int action_open_count(const struct incident *incident);
/* When the owner hears of it next: at the due time, then every week. 0 =
 * never: done, dropped, or without a due time. */
int64_t action_reminder_ms(const struct action *action);
/* The earliest of all items; 0 = none. */
int64_t actions_reminder_ms(const struct incident *incident);
/* Who is reminded: the item's owner, else whoever owes the postmortem, else
 * the commander, else the declarer. */
const char *action_nag_user(const struct incident *incident,
    const struct action *action);

/* "no owner and no due date: `/incident action 2 @owner +7d`"; "" if the item is
 * whole. */
const char *action_gaps(struct arena *arena, const struct action *action,
    int number, const char *command);

/* P6.7: what is missing before it can be closed, one line each beginning with
 * "\n- ", with what to type; "" if nothing is. */
const char *postmortem_missing(struct arena *arena,
    const struct incident *incident, const char *command);

/* Nothing of that is missing. */
bool postmortem_is_complete(const struct incident *incident);

#endif
