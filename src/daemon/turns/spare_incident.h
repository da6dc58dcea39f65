/* SPDX-License-Identifier: MIT
 *
 * spare_incident: room for an incident that is looked at for a moment. Most who
 * take it up are through with it in the same breath, so the next one gets the
 * same place, which the processor still has at hand.
 */
#ifndef INCBOT_DAEMON_SPARE_INCIDENT_H
#define INCBOT_DAEMON_SPARE_INCIDENT_H

#include "core/decision.h"
#include "core/incident.h"

/* In *place there is room afterwards, with some incident of before in it or all
 * zero: for those of core/incident_room.h. *spare is nobody's at present, or
 * NULL; free() it at the end. */
void spare_incident_take(struct incident **spare, struct incident **place);

/* Away with it, if there is any. */
void spare_incident_leave(struct incident **spare, struct incident **place);

/* The same for decisions, which hold an incident too. Each is held from the
 * decision to the commit's answer, so that several are under way at once; all
 * zero = none is spare. */
#define SPARE_DECISIONS_MAX 16	/* TURNS_AT_ONCE; more are freed */

struct spare_decisions {
	struct decision *rooms[SPARE_DECISIONS_MAX];
	int count;
};

/* For decision_init_over(). There is none in *place yet. */
void spare_decision_take(struct spare_decisions *spare,
    struct decision **place);

/* Released, and away with it, if there is any. */
void spare_decision_leave(struct spare_decisions *spare,
    struct decision **place);

void spare_decisions_free(struct spare_decisions *spare);

#endif
