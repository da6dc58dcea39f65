/* SPDX-License-Identifier: MIT
 *
 * bench_memory: the contract's bench over the ledger in memory, see bench.h.
 */
#include "tests/ledger/bench.h"

#include "tests/ledger/ask.h"
#include "tests/ledger/contract.h"
#include "tests/ledger/ledger_memory.h"

enum { HANDLES_MAX = 8 };

static struct ledger *handles[HANDLES_MAX];
static size_t handle_count;
static int64_t now;

static struct ledger *keep(struct ledger *ledger)
{
	assert(handle_count < HANDLES_MAX);
	handles[handle_count++] = ledger;
	return ledger;
}

void bench_end(void)
{
	while (handle_count > 0)
		ledger_free(handles[--handle_count]);
}

struct ledger *bench_new_unopened(void)
{
	bench_end();
	keep(ledger_memory_new());
	bench_set_now(BENCH_START_MS);
	return handles[0];
}

struct ledger *bench_attach(void)
{
	return keep(ledger_memory_attach(handles[0]));
}

int64_t bench_now(void)
{
	return now;
}

void bench_set_now(int64_t now_ms)
{
	now = now_ms;
	ledger_memory_set_now(handles[0], now_ms);
}

void bench_set_skew(int64_t skew_ms)
{
	for (size_t i = 0; i < handle_count; i++)
		ledger_memory_set_skew(handles[i], skew_ms);
}

void bench_wait(const bool *done)
{
	while (!*done) {
		bool moved = false;

		for (size_t i = 0; i < handle_count && !*done; i++)
			moved |= ledger_memory_step(handles[i]);
		ck_assert_msg(moved || *done, "no answer will come");
	}
}

void bench_wipe(void)
{
	ledger_memory_wipe(handles[0]);
}

void bench_split(const char *id)
{
	ledger_memory_split(handles[0], id);
}

struct ledger *bench_new(void)
{
	struct ledger *ledger = bench_new_unopened();

	ck_assert_int_eq(ask_open(ledger, "", true).status, LEDGER_OK);
	return ledger;
}

START_TEST(an_unavailable_ledger_does_nothing)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	ledger_memory_fail(ledger, LEDGER_FAULT_UNAVAILABLE, 1, 2);
	ck_assert_int_eq(ask_number(ledger).number, 1);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_UNKNOWN);
	ck_assert_int_eq(ask_load(ledger, "7", "").status, LEDGER_UNKNOWN);
	ck_assert_int_eq(ask_load(ledger, "7", "").status, LEDGER_ABSENT);
}
END_TEST

START_TEST(F19_a_lost_answer_is_found_out_by_repeating)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	turn.dedupe_key = "k";
	turn.dedupe_ttl_ms = 1000;
	ledger_memory_fail(ledger, LEDGER_FAULT_ANSWER_LOST, 0, 1);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_UNKNOWN);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_DUPLICATE);
}
END_TEST

START_TEST(F22_unconfirmed_is_done_but_not_sure)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	ledger_memory_fail(ledger, LEDGER_FAULT_UNCONFIRMED, 0, 2);
	ck_assert_int_eq(ask_commit(ledger, &turn).status,
	    LEDGER_UNCONFIRMED);
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->status,
	    LEDGER_UNCONFIRMED);
	ck_assert_int_eq(ask_load(ledger, "7", "").version, 1);
}
END_TEST

START_TEST(F23_a_full_ledger_takes_no_turns_but_drains)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");
	struct ledger_commit turn = turn_of("7", 0);
	struct ledger_completion done;
	struct seen_claim claim;

	add_jobs(ledger, &job, 1);
	ledger_memory_fail(ledger, LEDGER_FAULT_FULL, 0, 100);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_FULL);
	ck_assert_int_eq(ask_number(ledger).status, LEDGER_FULL);
	claim = *expect_claim(ledger, "j");
	done = done_with(&claim);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	ck_assert_int_eq(ask_load(ledger, "7", "").status, LEDGER_ABSENT);
}
END_TEST

START_TEST(a_freed_handle_gives_no_answers)
{
	struct ledger *ledger = bench_new();
	struct ledger *dying = ledger_memory_attach(ledger);

	ledger_open(dying, "", false, NULL, NULL);
	ck_assert_uint_eq(ledger_memory_waiting(dying), 1);
	ledger_free(dying);
	ck_assert_int_eq(ask_number(ledger).number, 1);
}
END_TEST

START_TEST(a_hundred_thousand_jobs_drain_in_order)
{
	enum { BATCHES = 1000, BATCH = 100 };
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[BATCH];
	char ids[BATCH][16];
	int64_t last_ms = 0;

	for (int b = 0; b < BATCHES; b++) {
		for (int i = 0; i < BATCH; i++) {
			int n = b * BATCH + i;

			snprintf(ids[i], sizeof(ids[i]), "j%d", n);
			jobs[i] = job_of(ids[i], 1 + n * 7919 % 100003, "");
		}
		add_jobs(ledger, jobs, BATCH);
	}
	for (int b = 0; b < BATCHES; b++) {
		const struct seen_claims *seen = ask_claim(ledger, "w", BATCH,
		    ASK_LEASE_MS);

		ck_assert_uint_eq(seen->count, BATCH);
		ck_assert_int_ge(seen->claim[0].due_ms, last_ms);
		last_ms = seen->claim[BATCH - 1].due_ms;
	}
	expect_claim(ledger, NULL);
}
END_TEST

TCase *contract_bench(void)
{
	TCase *tcase = tcase_create("memory");

	tcase_set_timeout(tcase, 30);
	tcase_add_test(tcase, an_unavailable_ledger_does_nothing);
	tcase_add_test(tcase, F19_a_lost_answer_is_found_out_by_repeating);
	tcase_add_test(tcase, F22_unconfirmed_is_done_but_not_sure);
	tcase_add_test(tcase, F23_a_full_ledger_takes_no_turns_but_drains);
	tcase_add_test(tcase, a_freed_handle_gives_no_answers);
	tcase_add_test(tcase, a_hundred_thousand_jobs_drain_in_order);
	return tcase;
}
