/* SPDX-License-Identifier: MIT
 *
 * result_job: what came of an effect becomes part of the incident, in a turn
 * that takes the job off the agenda. Until that is known to be written it is
 * written again: whoever has done something must not do it twice because the
 * ledger did not answer. See effect_job.h.
 */
#include "daemon/jobs/effect_job.h"
#include "base/arena.h"
#include "daemon/jobs/document_job.h"
#include "daemon/jobs/mark_job.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"

#define WAIT_MS 1000
#define WRITE_AGAIN_MS 250

static void write_result(void *arg);

/* What has been done is known here alone: as long as the job is ours it is said
 * again, rather than done again. */
static void write_again(struct job *job)
{
	const struct runner *runner = job->runner;

	if (runner->started && clock_uptime_ms(runner->options.clock) -
	    job->claimed_ms < LEASE_MS)
		clock_wake(runner->options.clock, WRITE_AGAIN_MS,
		    write_result, job);
	else
		job_later(job, WAIT_MS);
}

/* The turn took the job off the agenda, or found that it is somebody else's:
 * what two attempts may have left is looked for all the same. */
static void on_result_turn(void *arg, const struct turn_answer *answer)
{
	struct job *job = arg;
	bool twice = job->attempt > 1 || job_is_late(job);

	if (answer->result == TURN_LOST || (answer->result == TURN_DONE &&
	    (twice || answer->decision->event_count == 0)))
		job_done(job);
	else if (answer->result == TURN_FULL ||
	    answer->result == TURN_UNAVAILABLE)
		write_again(job);
	else
		job_end(job);
}

/* What came of it becomes part of the incident, in the same commit that takes
 * the job off the agenda. */
static void write_result(void *arg)
{
	struct job *job = arg;
	bool succeeded = job->result.succeeded;
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));
	struct effect *effect = arena_reserve(arena, sizeof(*effect));

	effect_copy(effect, &job->effect);
	request_init(request, REQUEST_RESULT, effect_result_name(effect->kind,
	    succeeded));
	request->incident = effect->incident;
	request->effect = effect;
	request->succeeded = succeeded;
	request->error = arena_strdup(arena, job->result.error);
	request->made_ref = arena_strdup(arena, job->result.ref);
	request->made_name = arena_strdup(arena, job->result.name);
	request->marked = mark_job_result(job, arena);
	document_job_result(job, arena, request);
	request->rendered_version = job->version;
	if (!turn_run(job->runner->options.turns, arena, request, job->id,
	    job->token, on_result_turn, job))
		write_again(job);
}

void result_job_write(struct job *job, bool succeeded, const char *error,
    const char *ref, const char *name)
{
	job->result.succeeded = succeeded;
	job->result.error = arena_strdup(job->arena, error);
	job->result.ref = arena_strdup(job->arena, ref);
	job->result.name = arena_strdup(job->arena, name);
	write_result(job);
}
