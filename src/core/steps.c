/* SPDX-License-Identifier: MIT
 *
 * steps: see steps.h.
 */
#include "core/steps.h"

/* For SEV1 the order is enforced: no search for the cause while it burns. */
static enum step_state cause_state(const struct incident *incident)
{
	if (incident->severity == SEV1 && incident->phase == PHASE_OPEN)
		return STEP_LOCKED;
	if (incident->cause_ms > 0)
		return STEP_DONE;
	return incident->phase == PHASE_OPEN ? STEP_LATER : STEP_OPEN;
}

static enum step_state done_if(bool done)
{
	return done ? STEP_DONE : STEP_OPEN;
}

enum step_state step_state(const struct incident *incident, enum step step)
{
	switch (step) {
	case STEP_ACKNOWLEDGE:
		return done_if(incident->acknowledged_ms > 0);
	case STEP_ASSESS:
		return done_if(incident->assessed_ms > 0);
	case STEP_COMMUNICATE:
		return done_if(incident->update_count > 0);
	case STEP_MITIGATE:
		return done_if(incident->phase != PHASE_OPEN);
	case STEP_EVIDENCE:
		if (incident->evidence_ms > 0)
			return STEP_DONE;
		return incident->phase == PHASE_OPEN ? STEP_LATER : STEP_OPEN;
	case STEP_CAUSE:
		return cause_state(incident);
	case STEP_COUNT:
		break;
	}
	abort();
}

enum step step_first_open(const struct incident *incident)
{
	int step = 0;

	while (step < STEP_COUNT &&
	    step_state(incident, (enum step)step) != STEP_OPEN)
		step++;
	return (enum step)step;
}

/* The list says who did each step and when; who, never without when. */
static int64_t step_done_ms(const struct incident *incident, int step)
{
	const int64_t done_ms[STEP_COUNT] = {
		[STEP_ACKNOWLEDGE] = incident->acknowledged_ms,
		[STEP_ASSESS] = incident->assessed_ms,
		[STEP_COMMUNICATE] = incident->update_ms,
		[STEP_MITIGATE] = incident->mitigated_ms > 0 ?
		    incident->mitigated_ms : incident->resolved_ms,
		[STEP_EVIDENCE] = incident->evidence_ms,
		[STEP_CAUSE] = incident->cause_ms,
	};

	return done_ms[step];
}

bool steps_differ(const struct incident *a, const struct incident *b)
{
	for (int step = 0; step < STEP_COUNT; step++) {
		if (step_state(a, (enum step)step) !=
		    step_state(b, (enum step)step) ||
		    step_done_ms(a, step) != step_done_ms(b, step))
			return true;
	}
	return a->parked_count != b->parked_count ||
	    a->severity != b->severity ||
	    a->phase != b->phase;
}
