/* SPDX-License-Identifier: MIT
 *
 * steps: the first ten minutes as a list in fixed order (P5.1): acknowledge,
 * assess, communicate, mitigate, then root-cause. Where each step stands
 * follows from the incident alone, so nobody ticks by hand what incbot can
 * know. How the list looks: core/views/view_steps.c.
 */
#ifndef INCBOT_CORE_STEPS_H
#define INCBOT_CORE_STEPS_H

#include "base/base.h"
#include "core/incident.h"

enum step {
	STEP_ACKNOWLEDGE,
	STEP_ASSESS,
	STEP_COMMUNICATE,
	STEP_MITIGATE,
	STEP_EVIDENCE,
	STEP_CAUSE,
	STEP_COUNT
};

enum step_state {
	STEP_OPEN,
	STEP_DONE,
	STEP_LATER,	/* not asked for before the service is stable */
	STEP_LOCKED,	/* not allowed before the service is stable */
};

enum step_state step_state(const struct incident *incident, enum step step);

/* The first one that is open, or STEP_COUNT. */
enum step step_first_open(const struct incident *incident);

/* True if the list would be drawn otherwise. */
bool steps_differ(const struct incident *a, const struct incident *b);

#endif
