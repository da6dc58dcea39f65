/* SPDX-License-Identifier: MIT
 *
 * contract_ask: a claim whose answer was lost costs no lease: the next one of
 * the same worker gives back what it took, and nothing else, and one that
 * arrives behind that takes nothing.
 */
#include "tests/ledger/contract.h"

#include "base/base.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench.h"

static const struct seen_claims *claim(struct ledger *ledger,
    const char *worker, int64_t number, int64_t unanswered)
{
	struct ledger_ask ask = { worker, number, unanswered, { 9, 9, 9 },
		ASK_LEASE_MS };

	return ask_claim_as(ledger, &ask);
}

START_TEST(F45_what_an_unanswered_claim_took_is_given_back)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = { job_of("a", 0, ""),
		job_of("b", BENCH_START_MS + 5, "") };
	struct seen_claim lost;
	const struct seen_claims *seen;

	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	lost = claim(ledger, "w", 1, 1)->claim[0];
	bench_set_now(BENCH_START_MS + 2000);
	seen = claim(ledger, "w", 2, 1);
	ck_assert_uint_eq(seen->count, 2);
	/* When it was taken; nobody has heard of that attempt. */
	ck_assert_str_eq(seen->claim[0].job, "a");
	ck_assert_int_eq(seen->claim[0].due_ms, BENCH_START_MS);
	ck_assert_int_eq(seen->claim[0].attempt, 1);
	ck_assert_str_eq(seen->claim[1].job, "b");
	ck_assert_int_eq(ask_owner(ledger, "a", lost.token), LEDGER_LOST);
	/* A whole lease from now on. */
	bench_set_now(BENCH_START_MS + 2000 + ASK_LEASE_MS - 1);
	ck_assert_uint_eq(claim(ledger, "v", 1, 1)->count, 0);
	bench_set_now(BENCH_START_MS + 2000 + ASK_LEASE_MS);
	seen = claim(ledger, "v", 2, 2);
	ck_assert_uint_eq(seen->count, 2);
	ck_assert_int_eq(seen->claim[0].attempt, 2);
}
END_TEST

/* Where the worker has no room for it any more, it is anybody's. */
START_TEST(what_is_given_back_is_nobodys)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");
	struct ledger_ask none = { "w", 2, 1, { 0, 0, 0 }, ASK_LEASE_MS };
	struct seen_claim lost;

	add_jobs(ledger, &job, 1);
	lost = claim(ledger, "w", 1, 1)->claim[0];
	ck_assert_uint_eq(ask_claim_as(ledger, &none)->count, 0);
	ck_assert_int_eq(ask_owner(ledger, "j", lost.token), LEDGER_LOST);
	ck_assert_int_eq(claim(ledger, "v", 1, 1)->claim[0].attempt, 1);
}
END_TEST

START_TEST(what_was_answered_is_not_given_back)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("a", 0, "");
	struct seen_claim kept;
	const struct seen_claims *seen;

	add_jobs(ledger, &job, 1);
	kept = claim(ledger, "w", 9, 9)->claim[0];
	job = job_of("b", 0, "");
	add_jobs(ledger, &job, 1);
	ck_assert_uint_eq(claim(ledger, "w", 10, 10)->count, 1);
	seen = claim(ledger, "w", 11, 10);
	ck_assert_uint_eq(seen->count, 1);
	ck_assert_str_eq(seen->claim[0].job, "b");
	ck_assert_int_eq(ask_owner(ledger, "a", kept.token), LEDGER_OK);
}
END_TEST

START_TEST(what_others_took_is_not_given_back)
{
	static const char *const others[] = { "w:2", "ww", "2", "v" };
	struct ledger *ledger = bench_new();

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		struct ledger_job job = job_of(others[i], 0, "");

		add_jobs(ledger, &job, 1);
		ck_assert_uint_eq(claim(ledger, others[i], 5, 5)->count, 1);
	}
	ck_assert_uint_eq(claim(ledger, "w", 6, 1)->count, 0);
}
END_TEST

START_TEST(an_earlier_attempt_still_counts)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "l");

	add_jobs(ledger, &job, 1);
	ck_assert_int_eq(claim(ledger, "v", 1, 1)->claim[0].attempt, 1);
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS);
	ck_assert_int_eq(claim(ledger, "w", 1, 1)->claim[0].attempt, 2);
	ck_assert_int_eq(claim(ledger, "w", 2, 1)->claim[0].attempt, 2);
	ck_assert_int_eq(claim(ledger, "w", 3, 1)->claim[0].attempt, 2);
}
END_TEST

/* It is due since it was taken, not since its lease has ended, and whoever
 * took it meanwhile keeps it. */
START_TEST(a_lease_that_has_ended_meanwhile)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = { job_of("a", 0, ""), job_of("b", 0, "") };
	struct ledger_ask one = { "v", 1, 1, { 1, 1, 1 }, ASK_LEASE_MS };
	struct seen_claim taken;
	const struct seen_claims *seen;

	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	ck_assert_uint_eq(claim(ledger, "w", 1, 1)->count, 2);
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS + 1);
	taken = ask_claim_as(ledger, &one)->claim[0];
	ck_assert_str_eq(taken.job, "a");
	seen = claim(ledger, "w", 2, 1);
	ck_assert_uint_eq(seen->count, 1);
	ck_assert_str_eq(seen->claim[0].job, "b");
	ck_assert_int_eq(seen->claim[0].due_ms, BENCH_START_MS);
	ck_assert_int_eq(seen->claim[0].attempt, 1);
	ck_assert_int_eq(ask_owner(ledger, "a", taken.token), LEDGER_OK);
}
END_TEST

START_TEST(a_claim_that_was_overtaken_takes_nothing)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");

	ck_assert_uint_eq(claim(ledger, "w", 3, 1)->count, 0);
	add_jobs(ledger, &job, 1);
	for (int64_t number = 1; number <= 3; number++)
		ck_assert_uint_eq(claim(ledger, "w", number, 1)->count, 0);
	ck_assert_uint_eq(claim(ledger, "v", 1, 1)->count, 1);
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS);
	ck_assert_uint_eq(claim(ledger, "w", 4, 4)->count, 1);
}
END_TEST

TCase *contract_ask(void)
{
	TCase *tcase = tcase_create("ask");

	tcase_add_test(tcase,
	    F45_what_an_unanswered_claim_took_is_given_back);
	tcase_add_test(tcase, what_is_given_back_is_nobodys);
	tcase_add_test(tcase, what_was_answered_is_not_given_back);
	tcase_add_test(tcase, what_others_took_is_not_given_back);
	tcase_add_test(tcase, an_earlier_attempt_still_counts);
	tcase_add_test(tcase, a_lease_that_has_ended_meanwhile);
	tcase_add_test(tcase, a_claim_that_was_overtaken_takes_nothing);
	return tcase;
}
