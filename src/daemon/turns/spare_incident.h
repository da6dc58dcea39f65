/* SPDX-License-Identifier: MIT
 *
 * spare_incident: room for an incident, a decision or the site's record that is
 * looked at for a moment. Most who take it up are through with it in the same
 * breath, so the next one gets the same place, which the processor still has at
 * hand, and of which only what is used has to be cleared (core/room.h).
 */
#ifndef INCBOT_DAEMON_SPARE_INCIDENT_H
#define INCBOT_DAEMON_SPARE_INCIDENT_H

#include "core/decision.h"
#include "core/incident.h"
#include "core/site.h"

/* So many are kept, and more freed. A decision is held until its commit is
 * answered, and TURNS_AT_ONCE of them are under way. */
#define SPARE_INCIDENTS_MAX 4
#define SPARE_DECISIONS_MAX 16
#define SPARE_SITES_MAX 2	/* as it was before, and as it is after a turn */

struct spares {			/* all zero = there are none yet */
	struct incident *incidents[SPARE_INCIDENTS_MAX];
	struct decision *decisions[SPARE_DECISIONS_MAX];
	struct site *sites[SPARE_SITES_MAX];
	int incident_count;
	int decision_count;
	int site_count;
};

void spares_free(struct spares *spares);

/* In *place there is room afterwards, with some incident of before in it or all
 * zero: for those of core/incident_room.h. */
void spare_incident_take(struct spares *spares, struct incident **place);

/* Away with it, if there is any. */
void spare_incident_leave(struct spares *spares, struct incident **place);

/* For decision_init_over(). There is none in *place yet. */
void spare_decision_take(struct spares *spares, struct decision **place);

/* Released, and away with it, if there is any. */
void spare_decision_leave(struct spares *spares, struct decision **place);

/* As for incidents: for those of core/site_room.h. */
void spare_site_take(struct spares *spares, struct site **place);
void spare_site_leave(struct spares *spares, struct site **place);

#endif
