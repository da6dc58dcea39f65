/* SPDX-License-Identifier: MIT
 *
 * job_subject: what an effect is about, the incident or the site as the ledger
 * has it, for as long as somebody looks at it. See effect_job.h.
 */
#include "base/arena.h"
#include "base/memory.h"
#include "daemon/jobs/effect_job.h"

static void take_room(struct job *job)
{
	struct runner *runner = job->runner;

	if (job->incident)
		return;
	job->incident = runner->spare ? runner->spare :
	    xmalloc(sizeof(*job->incident));
	runner->spare = NULL;
}

void job_leave_subject(struct job *job)
{
	struct runner *runner = job->runner;

	if (!job->incident)
		return;
	if (runner->spare)
		free(job->incident);
	else
		runner->spare = job->incident;
	job->incident = NULL;
}

bool job_take_subject(struct job *job,
    const struct ledger_snapshot *snapshot)
{
	take_room(job);
	job->version = snapshot->version;
	if (effect_is_of_site(job->effect.kind)) {
		if (!job->site)
			job->site = arena_alloc(job->arena,
			    sizeof(*job->site));
		memset(job->incident, 0, sizeof(*job->incident));
		if (!site_decode(snapshot->data, snapshot->length, job->site))
			return false;
		job->site->version = snapshot->version;
		return true;
	}
	if (!incident_decode(snapshot->data, snapshot->length,
	    job->incident))
		return false;
	job->incident->version = snapshot->version;
	return true;
}
