/* SPDX-License-Identifier: MIT
 *
 * timeline: what happened, as it is read: each entry when it happened and as
 * it was corrected, those that people added later among them, a marked
 * message once and as it reads now. The events themselves stay as they were
 * written: a correction is one more event, and what it corrects is kept
 * beside it. An entry's number is its place among the events, so it never
 * changes; by it people name an entry. Pure.
 */
#ifndef INCBOT_CORE_TIMELINE_H
#define INCBOT_CORE_TIMELINE_H

#include "base/base.h"
#include "core/event.h"

struct arena;
struct zone;

#define ENTRY_NUMBER_MAX 1000000

struct entry {
	int number;			/* from 1 */
	int64_t at_ms;			/* when it happened, as far as known */
	const struct event *event;	/* as it was written, or last kept */
	const char *text;	/* raw, instead of the event's sentence; NULL =
				   that stands */
	const struct event *corrected;	/* by whom last, or NULL */
	bool moved;			/* at_ms was corrected */
	bool hidden;			/* from the public version */
};

/* A timeline, or what is kept of a long one. */
struct numbered {
	const struct event *events;	/* oldest first */
	int count;
	const int *numbers;	/* of each, growing; NULL = 1, 2, 3 ... */
};

/* The entries by time, in the arena; those of one instant as they were
 * written. */
int timeline_read(struct arena *arena, const struct numbered *timeline,
    const struct entry **entries);

/* The entry with that number, or NULL; a marked message has those of all its
 * readings. */
const struct entry *timeline_find(const struct entry *entries, int count,
    const struct numbered *timeline, int number);

/* "14:05", "14:05:30" (the last such time of day before `reference_ms`),
 * "2026-06-15T14:05" or with a blank, or "20 min ago". */
NODISCARD bool timeline_time_parse(const char *words,
    const struct zone *zone, int64_t reference_ms, int64_t *ms);

#endif
