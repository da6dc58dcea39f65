/* SPDX-License-Identifier: MIT
 *
 * runner, over the ledger in memory: an answer of the ledger's that is lost
 * must not cost a lease, whether it was to a claim or to what became of a job.
 * What jobs do is the simulator's (tests/sim).
 */
#include "daemon/jobs/runner.h"
#include "services/clock.h"
#include "tests/ledger/ledger_memory.h"
#include "tests/unit/unit.h"

#define START_MS INT64_C(1781514000000)
#define SOON_MS 1000
#define WAKES_MAX 32

/* Time goes from one wake to the next. */
struct clock {
	int64_t now_ms;
	struct { int64_t at_ms; clock_cb *callback; void *arg; }
	    wakes[WAKES_MAX];
	int count;
};

static struct clock world;
static struct ledger *ledger;
static struct runner *runner;
static int jobs_left;

int64_t clock_now_ms(struct clock *clock)
{
	return START_MS + clock->now_ms;
}

int64_t clock_uptime_ms(struct clock *clock)
{
	return 1 + clock->now_ms;
}

void clock_wake(struct clock *clock, int64_t delay_ms, clock_cb *callback,
    void *arg)
{
	ck_assert_int_lt(clock->count, WAKES_MAX);
	clock->wakes[clock->count].at_ms = clock->now_ms + delay_ms;
	clock->wakes[clock->count].callback = callback;
	clock->wakes[clock->count++].arg = arg;
}

uint32_t clock_dice(struct clock *clock UNUSED, uint32_t below UNUSED)
{
	return 0;
}

/* The next wake, if it comes by then. */
static bool wake_by(int64_t until_ms)
{
	clock_cb *callback;
	void *arg;
	int next = 0;

	for (int i = 1; i < world.count; i++) {
		if (world.wakes[i].at_ms < world.wakes[next].at_ms)
			next = i;
	}
	if (world.count == 0 || world.wakes[next].at_ms > until_ms)
		return false;
	if (world.wakes[next].at_ms > world.now_ms)
		world.now_ms = world.wakes[next].at_ms;
	ledger_memory_set_now(ledger, START_MS + world.now_ms);
	callback = world.wakes[next].callback;
	arg = world.wakes[next].arg;
	world.wakes[next] = world.wakes[--world.count];
	callback(arg);
	return true;
}

static void run_until(int64_t until_ms)
{
	while (ledger_memory_step(ledger) || wake_by(until_ms))
		;
	world.now_ms = until_ms;
}

static void count_job(void *arg UNUSED, const struct ledger_job *job UNUSED)
{
	jobs_left++;
}

static int count_jobs(void)
{
	jobs_left = 0;
	ledger_memory_jobs(ledger, count_job, NULL);
	return jobs_left;
}

static void on_open(void *arg UNUSED, enum ledger_status status,
    const char *store UNUSED)
{
	ck_assert_int_eq(status, LEDGER_OK);
}

static void on_commit(void *arg UNUSED, enum ledger_status status,
    int64_t version UNUSED, int64_t now_ms UNUSED)
{
	ck_assert_int_eq(status, LEDGER_OK);
}

/* One job that ends at once: nobody can read it. */
static void set_up(void)
{
	static const char *const events[] = { "{}" };
	struct ledger_job job = { .id = "fx:1:1:0", .lane = "", .body = "x",
		.body_length = 1 };
	struct ledger_commit commit = { .id = "1", .snapshot = "{}",
		.snapshot_length = 2, .dedupe_key = "", .finished_job = "",
		.finished_token = "", .events = events, .event_count = 1,
		.channel = "", .open_rank = -1, .jobs = &job,
		.job_count = 1 };
	struct runner_options options = { .clock = &world, .worker = "w" };

	memset(&world, 0, sizeof(world));
	ledger = options.ledger = ledger_memory_new();
	ledger_memory_set_now(ledger, START_MS);
	ledger_open(ledger, "", true, on_open, NULL);
	ledger_commit(ledger, &commit, on_commit, NULL);
	while (ledger_memory_step(ledger))
		;
	ck_assert_int_eq(count_jobs(), 1);
	runner = runner_new(&options);
	runner_start(runner);
}

static void tear_down(void)
{
	runner_free(runner);
	ledger_free(ledger);
}

START_TEST(F45_a_claim_without_an_answer_is_asked_for_again)
{
	ledger_memory_fail(ledger, LEDGER_FAULT_ANSWER_LOST, 0, 2);
	run_until(SOON_MS);
	ck_assert_int_eq(count_jobs(), 0);
	ck_assert(runner_is_idle(runner));
}
END_TEST

START_TEST(an_unconfirmed_claim_is_asked_for_again)
{
	ledger_memory_fail(ledger, LEDGER_FAULT_UNCONFIRMED, 0, 1);
	run_until(2 * SOON_MS);
	ck_assert_int_eq(count_jobs(), 0);
}
END_TEST

START_TEST(what_became_of_a_job_is_said_again)
{
	ledger_memory_fail(ledger, LEDGER_FAULT_UNAVAILABLE, 1, 2);
	run_until(SOON_MS);
	ck_assert_int_eq(count_jobs(), 0);
	ck_assert(runner_is_idle(runner));
}
END_TEST

START_TEST(what_had_arrived_does_no_harm_again)
{
	ledger_memory_fail(ledger, LEDGER_FAULT_ANSWER_LOST, 1, 2);
	run_until(SOON_MS);
	ck_assert_int_eq(count_jobs(), 0);
	ck_assert(runner_is_idle(runner));
}
END_TEST

/* Then the job comes again by itself, and holds no place until then. */
START_TEST(it_is_said_again_no_longer_than_the_lease)
{
	ledger_memory_fail(ledger, LEDGER_FAULT_UNAVAILABLE, 1, 1000);
	run_until(LEASE_MS + SOON_MS);
	ck_assert_int_eq(count_jobs(), 1);
	ledger_memory_fail(ledger, LEDGER_FAULT_NONE, 0, 0);
	run_until(LEASE_MS + 3 * SOON_MS);
	ck_assert_int_eq(count_jobs(), 0);
	ck_assert(runner_is_idle(runner));
}
END_TEST

START_TEST(who_stops_says_nothing_again)
{
	ledger_memory_fail(ledger, LEDGER_FAULT_UNAVAILABLE, 1, 1000);
	run_until(SOON_MS);
	ck_assert(!runner_is_idle(runner));
	runner_stop(runner);
	run_until(2 * SOON_MS);
	ck_assert(runner_is_idle(runner));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("daemon/jobs/runner");

	tcase_add_checked_fixture(u.tcase, set_up, tear_down);
	unit_add(&u, F45_a_claim_without_an_answer_is_asked_for_again);
	unit_add(&u, an_unconfirmed_claim_is_asked_for_again);
	unit_add(&u, what_became_of_a_job_is_said_again);
	unit_add(&u, what_had_arrived_does_no_harm_again);
	unit_add(&u, it_is_said_again_no_longer_than_the_lease);
	unit_add(&u, who_stops_says_nothing_again);
	return unit_run(&u);
}
