/* SPDX-License-Identifier: MIT
 *
 * gaps: the pre-launch checklist (P6.6): the open action items of many
 * incidents, service by service, which are the gaps that are known and not
 * closed. Nothing is kept of its own: an item that is done is off the list.
 * Pure; what people see of it in Slack: core/views/view_gaps.h.
 */
#ifndef INCBOT_CORE_GAPS_H
#define INCBOT_CORE_GAPS_H

#include "core/incident.h"

struct arena;
struct people;
struct zone;

#define GAPS_MAX 2000	/* of one list; more are counted only */
#define GAPS_TURN_MAX 500	/* of one in a turn, for its memory's sake */
#define GAP_NO_SERVICE "no service"

struct open_gap {
	const struct incident *incident;
	int number;		/* of the action item */
	const char *service;	/* GAP_NO_SERVICE if the incident names none */
	const char *owner;	/* a name; the id where none is known; raw */
};

struct gap_list {
	int max;		/* so many; 0 = GAPS_MAX */
	const struct people *people;	/* for the owners' names; or NULL */
	struct open_gap *all;	/* by service, the worst first, then by
					   when they are due */
	int count;
	int left_out;
};

/* Of those incidents; with `service` (ASCII case ignored; "" = all) only its
 * own. Of a private one only if `reader` took part in it ("" = whoever asks
 * may see all). Drills have no gaps. */
void gaps_add(struct arena *arena, struct gap_list *list,
    const struct incident *incidents, int count, const char *service,
    const char *reader);
/* After the last gaps_add(). */
void gaps_sort(struct gap_list *list);

const struct action *gap_action(const struct open_gap *gap);
int gap_severity(const struct open_gap *gap);

/* "- [ ] what (SEV2 gap, INC-7 item 2, owner, due 2026-07-01, preventative)" */
const char *gap_markdown(struct arena *arena, const struct open_gap *gap,
    const struct zone *zone);
/* The whole list as a document. */
const char *gaps_markdown(struct arena *arena, const struct gap_list *list,
    const struct zone *zone);

#endif
