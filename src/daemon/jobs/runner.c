/* SPDX-License-Identifier: MIT
 *
 * runner: claims due jobs and hands each to its kind: appointment, effect or
 * verify. See runner.h.
 */
#include "daemon/jobs/runner.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/appointment.h"
#include "daemon/jobs/effect_job.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"

#define JOB_MEMORY_MAX (4u << 20)
#define CLAIM_RETRY_MS 1000
#define ASK_AGAIN_MS 250	/* for what was not answered */
#define CLAIM_SPACING_MS 10	/* between claims while all is well: under load
				   one finds what several turns have added */

static void claim(struct runner *runner);

struct runner *runner_new(const struct runner_options *options)
{
	struct runner *runner = xcalloc(1, sizeof(*runner));

	runner->options = *options;
	runner->unanswered = 1;
	return runner;
}

static void job_free(struct job *job)
{
	json_decref(job->call.args);
	json_decref(job->kept_answer);
	if (job->large)
		arena_free(job->large);
	job_leave_subject(job);
	spare_site_leave(&job->runner->spares, &job->site);
	arena_free(job->arena);
	free(job);
}

void runner_free(struct runner *runner)
{
	if (!runner)
		return;
	while (runner->first) {
		struct job *job = runner->first;

		runner->first = job->next;
		job_free(job);
	}
	spares_free(&runner->spares);
	free(runner);
}

void runner_set_policy(struct runner *runner, const struct policy *policy)
{
	runner->options.policy = policy;
}

bool runner_is_idle(const struct runner *runner)
{
	return runner->under_way == 0 && !runner->claiming;
}

void job_end(struct job *job)
{
	struct runner *runner = job->runner;

	if (job->previous)
		job->previous->next = job->next;
	else
		runner->first = job->next;
	if (job->next)
		job->next->previous = job->previous;
	runner->under_way--;
	job_free(job);
	runner_poke(runner);
}

bool job_is_late(const struct job *job)
{
	return clock_uptime_ms(job->runner->options.clock) -
	    job->claimed_ms > LEASE_MS - SEND_MAX_MS;
}

static void note_answer(struct runner *runner, enum ledger_status status)
{
	if (status == LEDGER_OK)
		runner->answered_ms =
		    clock_uptime_ms(runner->options.clock);
}

/* Nothing happens any more while claims fail: said once when it begins and
 * once when it is over. */
static void note_claim(struct runner *runner, enum ledger_status status)
{
	const struct ledger *ledger = runner->options.ledger;
	enum ledger_status before = runner->claim_status;
	char quoted[LOG_QUOTE_SIZE];

	note_answer(runner, status);
	if (status == before)
		return;
	runner->claim_status = status;
	if (status == LEDGER_OK)
		log_info("claims_resumed", "was=%s",
		    ledger_status_name(before));
	else
		log_error("claims_failing", "status=%s skew_ms=%lld error=%s",
		    ledger_status_name(status),
		    (long long)ledger_skew_ms(ledger),
		    log_quote(quoted, sizeof(quoted), status == LEDGER_REFUSED ?
		    ledger_last_error(ledger) : ""));
}

static void send_completion(void *arg);

/* Without an answer it is said again, while the lease runs and somebody is
 * there to do so: whatever has arrived before makes that one LOST. After that
 * the job comes again by itself. */
static void on_completed(void *arg, enum ledger_status status)
{
	struct job *job = arg;
	struct runner *runner = job->runner;
	struct clock *clock = runner->options.clock;

	note_answer(runner, status);
	if (status == LEDGER_UNKNOWN && runner->started &&
	    clock_uptime_ms(clock) - job->claimed_ms < LEASE_MS)
		clock_wake(clock, ASK_AGAIN_MS, send_completion, job);
	else
		job_end(job);
}

static void send_completion(void *arg)
{
	struct job *job = arg;
	struct ledger_completion completion = {
		.job = job->id,
		.token = job->token,
		.later = job->ends_later,
		.delay_ms = job->ends_delay_ms,
		.late = job_is_late(job),
		.body = job->body,
		.body_length = job->body_length,
	};

	/* What asks may have been posted even where a look found nothing: by
	 * somebody who was stopped before the send, and sends after it. */
	if (job->call.reconcile == RECONCILE_MESSAGE ||
	    effect_asks(job->effect.kind) ||
	    (effect_only_refreshes(job->effect.kind) &&
	    (completion.late || effect_may_be_sent(job))))
		completion.verify_after_ms = VERIFY_AFTER_MS;
	ledger_complete(job->runner->options.ledger, &completion,
	    on_completed, job);
}

static void complete(struct job *job, bool later, int64_t delay_ms)
{
	job->ends_later = later;
	job->ends_delay_ms = delay_ms;
	send_completion(job);
}

void job_done(struct job *job)
{
	complete(job, false, 0);
}

void job_later(struct job *job, int64_t delay_ms)
{
	complete(job, true, delay_ms);
}

static void on_due_turn(void *arg, const struct turn_answer *answer)
{
	struct job *job = arg;

	if (answer->result == TURN_DONE && answer->decision->event_count == 0)
		job_done(job);
	else if (answer->result == TURN_FULL ||
	    answer->result == TURN_UNAVAILABLE)
		job_later(job, CLAIM_RETRY_MS);
	else
		job_end(job);
}

/* The future asks: a request like any other. By our own clock it may still be
 * the future, if the ledger's is a little ahead. */
static void run_appointment(struct job *job)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));
	char incident[ID_SIZE];
	int64_t early_ms;

	request_init(request, REQUEST_DUE, "due");
	if (!appointment_decode(job->body, job->body_length, incident,
	    &request->number, &request->due_ms)) {
		arena_free(arena);
		job_done(job);
		return;
	}
	request->name = appointment_handler(request->number);
	request->incident = arena_strdup(arena, incident);
	early_ms = request->due_ms - clock_now_ms(job->runner->options.clock);
	if (early_ms > 0) {
		arena_free(arena);
		job_later(job, early_ms);
		return;
	}
	if (!turn_run(job->runner->options.turns, arena, request, job->id,
	    job->token, on_due_turn, job))
		job_later(job, CLAIM_RETRY_MS);
}

static struct job *job_new(void)
{
	struct job *job = xmalloc(sizeof(*job));

	memset(job, 0, offsetof(struct job, effect));
	effect_clear(&job->effect);
	return job;
}

static void job_start(struct runner *runner, const struct ledger_claim *claim)
{
	struct job *job = job_new();

	runner->under_way++;
	job->runner = runner;
	job->next = runner->first;
	if (job->next)
		job->next->previous = job;
	runner->first = job;
	job->arena = arena_new(JOB_MEMORY_MAX);
	(void)text_copy(job->id, sizeof(job->id), claim->job);
	(void)text_copy(job->token, sizeof(job->token), claim->token);
	job->attempt = claim->attempt;
	job->due_ms = claim->due_ms;
	job->name_try = 1;
	job->claimed_ms = runner->asked_ms;
	job->body = arena_strndup(job->arena, claim->body,
	    claim->body_length);
	job->body_length = claim->body_length;
	if (text_starts_with(job->id, "ap:"))
		run_appointment(job);
	else if (text_starts_with(job->id, "vfy:"))
		verify_job_run(job);
	else
		effect_job_run(job);
}

static void on_wake(void *arg)
{
	struct runner *runner = arg;

	if (clock_uptime_ms(runner->options.clock) >= runner->wake_ms)
		claim(runner);
}

static void wake_in(struct runner *runner, int64_t delay_ms)
{
	runner->wake_ms = clock_uptime_ms(runner->options.clock) + delay_ms;
	clock_wake(runner->options.clock, delay_ms, on_wake, runner);
}

/* How many jobs may be under way while some of an urgency are due: pages find
 * a place whatever else is going on, and SEV1 before the others. */
static const int places[LEDGER_URGENCIES] = {
	JOBS_AT_ONCE, JOBS_AT_ONCE + PLACES_URGENT,
	JOBS_AT_ONCE + PLACES_URGENT + PLACES_PAGES,
};

static size_t room(const struct runner *runner, int urgency)
{
	return runner->under_way < places[urgency] ?
	    (size_t)(places[urgency] - runner->under_way) : 0;
}

/* The first one after a rest goes at once. */
static int64_t until_claim_ms(const struct runner *runner)
{
	int64_t wait_ms = runner->asked_ms + CLAIM_SPACING_MS -
	    clock_uptime_ms(runner->options.clock);

	return runner->asks == 0 || wait_ms < 0 ? 0 : wait_ms;
}

static int64_t until_next_ms(const struct runner *runner, size_t count,
    int64_t next_due_ms, int64_t now_ms)
{
	int64_t wait_ms = POLL_MS;

	if (runner->poked || count > 0)
		return until_claim_ms(runner);
	/* What is due has no place yet; job_end() pokes when it has. */
	if (room(runner, 0) == 0)
		return FULL_POLL_MS;
	if (next_due_ms > 0 && next_due_ms - now_ms < wait_ms)
		wait_ms = next_due_ms - now_ms;
	return wait_ms > 0 ? wait_ms : 0;
}

static void on_claim(void *arg, enum ledger_status status,
    const struct ledger_claim *claims, size_t count, int64_t next_due_ms,
    int64_t now_ms)
{
	struct runner *runner = arg;

	runner->claiming = false;
	note_claim(runner, status);
	if (status != LEDGER_OK) {
		wake_in(runner, status == LEDGER_UNKNOWN ? ASK_AGAIN_MS :
		    CLAIM_RETRY_MS);
		return;
	}
	runner->unanswered = runner->asks + 1;
	runner->next_due_ms = next_due_ms;
	for (size_t i = 0; i < count; i++)
		job_start(runner, &claims[i]);
	wake_in(runner, until_next_ms(runner, count, next_due_ms, now_ms));
}

static void claim(struct runner *runner)
{
	struct ledger_ask ask = { .worker = runner->options.worker,
		.unanswered = runner->unanswered, .lease_ms = LEASE_MS };

	if (!runner->started || runner->claiming)
		return;
	for (int i = 0; i < LEDGER_URGENCIES; i++)
		ask.room[i] = room(runner, i);
	if (ask.room[LEDGER_URGENCIES - 1] == 0)
		return;		/* job_end() pokes */
	ask.number = ++runner->asks;
	runner->claiming = true;
	runner->poked = false;
	runner->asked_ms = clock_uptime_ms(runner->options.clock);
	ledger_claim(runner->options.ledger, &ask, on_claim, runner);
}

void runner_start(struct runner *runner)
{
	runner->started = true;
	wake_in(runner, 0);
}

void runner_poke(struct runner *runner)
{
	runner->poked = true;
	if (runner->started && !runner->claiming)
		wake_in(runner, until_claim_ms(runner));
}

void runner_stop(struct runner *runner)
{
	runner->started = false;
}

void runner_look(const struct runner *runner, struct runner_state *state)
{
	*state = (struct runner_state){
		.answered_ms = runner->answered_ms,
		.oldest_due_ms = runner->next_due_ms,
		.effects_done = runner->effects_done,
		.effects_given_up = runner->effects_given_up,
	};
	for (const struct job *job = runner->first; job; job = job->next)
		if (state->oldest_due_ms == 0 ||
		    job->due_ms < state->oldest_due_ms)
			state->oldest_due_ms = job->due_ms;
}
