/* SPDX-License-Identifier: MIT
 *
 * contract_clock: clocks that are wrong, or set right again.
 */
#include "tests/ledger/contract.h"

#include "base/base.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench.h"

START_TEST(F37_clocks_too_far_apart_refuse_claims)
{
	static const int64_t wrong[] = { 5001, -5001, 3600000, -3600000 };
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");

	add_jobs(ledger, &job, 1);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		bench_set_skew(wrong[i]);
		ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->status,
		    LEDGER_SKEW);
		ck_assert_int_eq(ledger_skew_ms(ledger), wrong[i]);
		/* Commits go on: they ask no clock. */
		cancel_job(ledger, "other");
	}
	bench_set_skew(5000);
	ck_assert_int_eq(expect_claim(ledger, "j")->attempt, 1);
	ck_assert_int_eq(ledger_skew_ms(ledger), 5000);
	bench_set_skew(-5000);
	expect_claim(ledger, NULL);
}
END_TEST

START_TEST(a_small_step_back_does_not_count)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", BENCH_START_MS, "");
	struct ledger_commit turn = turn_of("2", 0);
	struct seen_claim claim;
	struct ledger_completion later;

	expect_claim(ledger, NULL);	/* the mark is set */
	bench_set_now(BENCH_START_MS - 5000);
	add_jobs(ledger, &job, 1);
	ck_assert_int_eq(ask_commit(ledger, &turn).now_ms, BENCH_START_MS);
	claim = *expect_claim(ledger, "j");
	later = later_with(&claim, 10);
	ask_complete(ledger, &later);
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->next_due_ms,
	    BENCH_START_MS + 10);
}
END_TEST

START_TEST(the_mark_follows_the_clock)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("2", 0);

	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + 60000);
	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + 57000);
	ck_assert_int_eq(ask_commit(ledger, &turn).now_ms,
	    BENCH_START_MS + 60000);
}
END_TEST

START_TEST(F39_a_big_step_back_frees_long_leases)
{
	const int64_t back = BENCH_START_MS - 7200000;
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = {
		job_of("leased", 0, ""),
		job_of("waiting", BENCH_START_MS + 1000, ""),
	};
	struct ledger_commit turn = turn_of("2", 0);

	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	expect_claim(ledger, "leased");
	bench_set_now(back);
	ck_assert_int_eq(expect_claim(ledger, "leased")->attempt, 2);
	/* The new time is the mark from now on. */
	bench_set_now(back - 3000);
	ck_assert_int_eq(ask_commit(ledger, &turn).now_ms, back);
	bench_set_now(BENCH_START_MS + 1000);
	ck_assert_uint_eq(ask_claim(ledger, "w", 5, 1)->count, 2);
}
END_TEST

START_TEST(F39_leases_that_end_soon_stay)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = { job_of("a", 0, ""), job_of("b", 0, "") };
	const struct seen_claims *seen;

	/* Both leases would end too far in the future by 10 min and 1 ms, or
	 * by just that, as seen from 8 s before. */
	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	ck_assert_uint_eq(ask_claim(ledger, "w", 1, 592001)->count, 1);
	ck_assert_uint_eq(ask_claim(ledger, "w", 1, 592000)->count, 1);
	bench_set_now(BENCH_START_MS - 8000);
	seen = ask_claim(ledger, "w", 5, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 1);
	ck_assert_str_eq(seen->claim[0].job, "a");
}
END_TEST

TCase *contract_clock(void)
{
	TCase *tcase = tcase_create("clock");

	tcase_add_test(tcase, F37_clocks_too_far_apart_refuse_claims);
	tcase_add_test(tcase, a_small_step_back_does_not_count);
	tcase_add_test(tcase, the_mark_follows_the_clock);
	tcase_add_test(tcase, F39_a_big_step_back_frees_long_leases);
	tcase_add_test(tcase, F39_leases_that_end_soon_stay);
	return tcase;
}
