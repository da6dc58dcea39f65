/* SPDX-License-Identifier: MIT
 *
 * job_subject: what an effect is about, the incident or the site as the ledger
 * has it, for as long as somebody looks at it. See effect_job.h.
 */
#include "base/arena.h"
#include "core/incident_room.h"
#include "core/site_room.h"
#include "daemon/jobs/effect_job.h"
#include "daemon/turns/spare_incident.h"
#include "daemon/turns/turns.h"

void job_leave_subject(struct job *job)
{
	spare_incident_leave(&job->runner->spares, &job->incident);
}

bool job_take_subject(struct job *job,
    const struct ledger_snapshot *snapshot)
{
	spare_incident_take(&job->runner->spares, &job->incident);
	job->version = snapshot->version;
	if (effect_is_of_site(job->effect.kind)) {
		spare_site_take(&job->runner->spares, &job->site);
		incident_clear(job->incident);
		if (!site_decode_over(snapshot->data, snapshot->length,
		    job->site))
			return false;
		job->site->version = snapshot->version;
		return true;
	}
	return turns_read(job->runner->options.turns, snapshot,
	    job->incident);
}
