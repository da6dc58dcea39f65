/* SPDX-License-Identifier: MIT
 *
 * summary: what the index of all incidents keeps of each, so that searching,
 * the history and the figures need no snapshot: a line that is searched, and
 * the few facts that lists and figures are made of. Written with every commit
 * from the incident alone. Who reads it: handlers/cmd_search.c,
 * core/report/figures.h.
 */
#ifndef INCBOT_CORE_SUMMARY_H
#define INCBOT_CORE_SUMMARY_H

#include "base/base.h"
#include "core/incident.h"

struct arena;

struct summary {
	char id[ID_SIZE];
	char title[TITLE_SIZE];
	char service[NAME_SIZE];
	char room_id[ID_SIZE];
	int severity;
	int phase;
	int flags;
	int64_t declared_ms;
	int64_t acknowledged_ms;
	int64_t update_first_ms;
	int64_t mitigated_ms;
	int64_t resolved_ms;
	int update_count;
	int update_late_count;
	int escalations;	/* rungs past the first that were paged */
	char duplicate_of[ID_SIZE];	/* closed as the same as that one */
};

/* The line to search in small letters, a line feed, and the facts as JSON;
 * in the arena. The line of what is nobody else's affair, or was only
 * proposed, ends with its severity. */
char *summary_encode(struct arena *arena, const struct incident *incident);
/* Total on hostile bytes. */
NODISCARD bool summary_decode(const char *data, size_t length,
    struct summary *out);

/* For a search: one of them stands in the line of an incident that may be told
 * to anybody, and in no other. */
#define SUMMARY_TOLD_WORDS "|sev1 ", "|sev2 ", "|sev3 "

/* When what is owed of the incident is due: its postmortem, or else the first
 * open action item; 0 = nothing is owed. */
int64_t summary_owed_ms(const struct incident *incident);

/* How an alert (core/alert.h) stands in the line. */
void summary_alert_word(const char *hash, char out[24]);

/* Words to search for: split at blanks, in small letters, at most max. */
int summary_words(struct arena *arena, const char *line, const char **words,
    int max);

#endif
