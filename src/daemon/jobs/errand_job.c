/* SPDX-License-Identifier: MIT
 *
 * errand_job: see errand_job.h.
 */
#include "daemon/jobs/errand_job.h"
#include "base/log.h"
#include "base/text.h"
#include "services/clock.h"

#define WAIT_MS 1000
#define PASS_MS 60000		/* a limit that names no time */
#define HOLD_MS 30000		/* the credentials do not work now */
#define LOOK_FIRST_MS 3000	/* an attempt that died may still arrive */

bool errand_job_is(const struct job *job)
{
	return effect_target(job->effect.kind) == TARGET_ELSEWHERE;
}

static struct errand_scene scene_of(const struct job *job)
{
	return (struct errand_scene){
		.arena = job->arena,
		.config = job->runner->options.errands->config,
		.effect = &job->effect,
		.incident = job->incident,
		.site = job->site,
		.letter = job->letter,
		.job = job->id,
		.attempt = job->attempt,
		.may_be_done = effect_may_be_sent(job),
		.look_page = job->look_page + 1,
		.known_ref = job->found_ref,
		.now_ms = clock_now_ms(job->runner->options.clock),
	};
}

bool errand_job_draw(struct job *job)
{
	struct errand_scene scene = scene_of(job);

	memset(&job->errand, 0, sizeof(job->errand));
	switch (errand_draw(&scene, &job->errand)) {
	case ERRAND_CALL:
		return true;
	case ERRAND_OBSOLETE:
		job_done(job);
		return false;
	case ERRAND_WAIT:
		effect_job_later_unsent(job, WAIT_MS);
		return false;
	case ERRAND_IMPOSSIBLE:
		effect_job_give_up(job, job->errand.why);
		return false;
	}
	abort();
}

static void made(struct job *job, const struct outbound_answer *answer)
{
	struct errand_made made = { .ref = "" };
	struct errand_scene scene = scene_of(job);
	bool good = job->errand.judge ?
	    job->errand.judge(&scene, answer, &made) :
	    !job->errand.read || job->errand.read(answer, &made);

	if (!good)
		effect_job_give_up(job, "the answer says no");
	else if (made.again_ms > 0)
		effect_job_later_unsent(job, made.again_ms);
	else
		effect_job_made(job, made.ref, made.name);
}

/* It will not be done by waiting: said with words, so that somebody sees to
 * it. */
static bool is_explained(struct job *job,
    const struct outbound_answer *answer)
{
	const char *words;

	if (!job->errand.explain || (answer->outcome != OUTBOUND_HELD &&
	    answer->outcome != OUTBOUND_REFUSED))
		return false;
	words = job->errand.explain(job->arena, answer);
	if (words)
		effect_job_give_up(job, words);
	else
		effect_job_later_unsent(job, PASS_MS);
	return true;
}

static void on_answer(void *arg, const struct outbound_answer *answer)
{
	struct job *job = arg;

	if (answer->outcome == OUTBOUND_OK) {
		made(job, answer);
		return;
	}
	if (is_explained(job, answer))
		return;
	if (answer->outcome == OUTBOUND_REFUSED ||
	    job->errand.repeat == ERRAND_ONE_TRY ||
	    (answer->outcome == OUTBOUND_HELD && job->errand.held_ends)) {
		effect_job_give_up(job, answer->error);
		return;
	}
	switch (answer->outcome) {
	case OUTBOUND_LATER:
		effect_job_later_unsent(job, answer->retry_ms);
		return;
	case OUTBOUND_HELD:
		effect_job_later_unsent(job, HOLD_MS);
		return;
	case OUTBOUND_AMBIGUOUS:
		job_later(job, effect_job_back_off_ms(job));
		return;
	case OUTBOUND_OK:
	case OUTBOUND_REFUSED:
		break;
	}
	abort();
}

static void send_it(struct job *job)
{
	errand_send(job->runner->options.errands, &job->errand, on_answer,
	    job);
}

/* Only asked: whatever went wrong, nothing was done. */
static void on_prepare(void *arg, const struct outbound_answer *answer)
{
	struct job *job = arg;
	struct errand_scene scene = scene_of(job);

	if (answer->outcome != OUTBOUND_OK) {
		if (!is_explained(job, answer))
			effect_job_later_unsent(job, answer->retry_ms);
		return;
	}
	if (job->errand.prepared(&scene, answer, &job->errand) == ERRAND_CALL)
		send_it(job);
	else
		effect_job_give_up(job, job->errand.why);
}

static void prepare(struct job *job)
{
	struct errand ask = { .repeat = ERRAND_REPEATS };

	ask.request = job->errand.prepare;
	errand_send(job->runner->options.errands, &ask, on_prepare, job);
}

static void look(void *arg);

/* Not on this page. */
static void look_on(struct job *job)
{
	if (++job->look_page < ERRAND_PAGES_MAX)
		look(job);
	else
		effect_job_give_up(job, "nobody can tell whether it was done: "
		    "too much has happened there since; look, and try it "
		    "again");
}

static void on_look(void *arg, const struct outbound_answer *answer)
{
	struct job *job = arg;
	struct errand_scene scene = scene_of(job);
	struct errand_made made = { .ref = "" };
	bool found = answer->outcome == OUTBOUND_OK &&
	    job->errand.found(&scene, answer, &made);

	if (answer->outcome != OUTBOUND_OK && is_explained(job, answer))
		return;
	if (found && !made.earlier) {
		effect_job_made(job, made.ref, made.name);
		return;
	}
	if (answer->outcome == OUTBOUND_HELD && job->errand.held_ends) {
		effect_job_give_up(job, answer->error);
		return;
	}
	if (made.unclear || (answer->outcome != OUTBOUND_OK &&
	    answer->outcome != OUTBOUND_REFUSED)) {
		job_later(job, answer->outcome == OUTBOUND_LATER &&
		    answer->retry_ms > 0 ? answer->retry_ms : LOOK_FIRST_MS);
		return;
	}
	if (!found && made.more) {
		look_on(job);
		return;
	}
	(void)text_copy(job->found_ref, sizeof(job->found_ref),
	    found ? made.ref : "");
	job->looked = true;
	effect_job_send(job);
}

/* The first page takes the turn of what follows it, too: whoever had to wait for
 * that turn would begin with another look, which takes it away, again and again.
 * Further pages come one after the other and take none. */
static void send_look(struct job *job)
{
	struct errand errand = { .repeat = ERRAND_ONE_TRY };

	errand.request = job->errand.look;
	errand.request.calls = 2;
	if (job->look_page > 0)
		errand.request.per_minute = 0;
	errand_send(job->runner->options.errands, &errand, on_look, job);
}

void errand_job_send(struct job *job)
{
	if (job->looked)
		job->errand.request.per_minute = 0;	/* see send_look() */
	if (job->errand.repeat == ERRAND_LOOKS && job->errand.looks_first &&
	    !job->looked)
		send_look(job);
	else if (job->errand.prepare.method)
		prepare(job);
	else
		send_it(job);
}

static void look(void *arg)
{
	struct job *job = arg;
	/* The config may have been read anew since. */
	if (errand_job_draw(job))
		send_look(job);
}

void errand_job_reconcile(struct job *job)
{
	log_info("effect_reconcile", "job=%s attempt=%d", job->id,
	    job->attempt);
	if (job->errand.repeat == ERRAND_LOOKS)
		clock_wake(job->runner->options.clock, LOOK_FIRST_MS, look,
		    job);
	else
		effect_job_send(job);
}
