/* SPDX-License-Identifier: MIT
 *
 * contract_agenda: jobs are claimed under a lease, in order within a lane,
 * and looked at again when something may have been done twice.
 */
#include "tests/ledger/contract.h"

#include "base/base.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench.h"

START_TEST(I8_a_job_is_not_claimed_before_it_is_due)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = {
		job_of("b", BENCH_START_MS + 20, ""),
		job_of("a", BENCH_START_MS + 10, ""),
	};
	const struct seen_claims *seen;

	seen = ask_claim(ledger, "w", 10, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 0);
	ck_assert_int_eq(seen->next_due_ms, 0);
	ck_assert_int_eq(seen->now_ms, BENCH_START_MS);
	add_jobs(ledger, jobs, 2);
	bench_set_now(BENCH_START_MS + 9);
	seen = ask_claim(ledger, "w", 10, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 0);
	ck_assert_int_eq(seen->next_due_ms, BENCH_START_MS + 10);
	bench_set_now(BENCH_START_MS + 10);
	seen = ask_claim(ledger, "w", 10, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 1);
	ck_assert_str_eq(seen->claim[0].job, "a");
	ck_assert_str_eq(seen->claim[0].body, "a");
	ck_assert_int_eq(seen->claim[0].due_ms, BENCH_START_MS + 10);
	ck_assert_int_eq(seen->claim[0].attempt, 1);
	ck_assert_int_eq(seen->next_due_ms, BENCH_START_MS + 20);
}
END_TEST

START_TEST(the_oldest_jobs_are_claimed_first)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = {
		job_of("z", BENCH_START_MS - 3, ""),
		job_of("n", 0, ""),
		job_of("y", BENCH_START_MS - 5, ""),
		job_of("x", BENCH_START_MS - 5, ""),
	};
	const struct seen_claims *seen;

	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	seen = ask_claim(ledger, "w", 3, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 3);
	ck_assert_str_eq(seen->claim[0].job, "x");
	ck_assert_str_eq(seen->claim[1].job, "y");
	ck_assert_str_eq(seen->claim[2].job, "z");
	ck_assert_int_eq(seen->next_due_ms, BENCH_START_MS);
	seen = ask_claim(ledger, "w", 3, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 1);
	ck_assert_str_eq(seen->claim[0].job, "n");
	/* Due "now" means when it was committed. */
	ck_assert_int_eq(seen->claim[0].due_ms, BENCH_START_MS);
}
END_TEST

START_TEST(what_is_urgent_is_claimed_first)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = {
		job_of("old", BENCH_START_MS - 9, ""),
		job_of("sev1", BENCH_START_MS - 3, ""),
		job_of("page", BENCH_START_MS - 2, ""),
		job_of("soon", BENCH_START_MS + 5, ""),
		job_of("older", BENCH_START_MS - 5, ""),
	};
	static const char *const order[] = { "page", "sev1", "old", "older" };
	const struct seen_claims *seen;

	jobs[1].urgency = 1;
	jobs[2].urgency = jobs[3].urgency = 2;
	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	seen = ask_claim(ledger, "w", 10, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, ARRAY_LEN(order));
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		ck_assert_str_eq(seen->claim[i].job, order[i]);
	ck_assert_int_eq(seen->claim[0].due_ms, BENCH_START_MS - 2);
	ck_assert_int_eq(seen->next_due_ms, BENCH_START_MS + 5);
	/* Leased, it is nobody's; afterwards it is urgent as before. */
	ck_assert_uint_eq(ask_claim(ledger, "w", 10, 1)->count, 0);
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS);
	seen = ask_claim(ledger, "w", 2, ASK_LEASE_MS);
	ck_assert_str_eq(seen->claim[0].job, "soon");
	ck_assert_str_eq(seen->claim[1].job, "page");
}
END_TEST

START_TEST(places_are_kept_for_what_is_urgent)
{
	static const size_t room[] = { 1, 2, 4 };
	static const size_t none[] = { 0, 0, 2 };
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[9];
	char ids[9][8];
	const struct seen_claims *seen;

	for (size_t i = 0; i < ARRAY_LEN(jobs); i++) {
		snprintf(ids[i], sizeof(ids[i]), "%c%zu", "opr"[i / 3], i);
		jobs[i] = job_of(ids[i], 0, "");
		jobs[i].urgency = (int)(i / 3);
	}
	add_jobs(ledger, jobs, 6);
	/* Nothing is most urgent: only what is urgent takes the second. */
	seen = ask_claim_room(ledger, "w", room, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 2);
	ck_assert_str_eq(seen->claim[0].job, "p3");
	ck_assert_str_eq(seen->claim[1].job, "p4");
	add_jobs(ledger, jobs + 6, 3);
	ck_assert_uint_eq(ask_claim_room(ledger, "w", none,
	    ASK_LEASE_MS)->count, 2);
	seen = ask_claim_room(ledger, "w", room, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 2);
	ck_assert_str_eq(seen->claim[0].job, "r8");
	ck_assert_str_eq(seen->claim[1].job, "p5");
	seen = ask_claim_room(ledger, "w", room, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 1);
	ck_assert_str_eq(seen->claim[0].job, "o0");
}
END_TEST

START_TEST(later_and_a_lane_keep_what_is_urgent_urgent)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = { job_of("a", 0, "l"), job_of("b", 0, "l"),
		job_of("o", 0, "") };
	struct seen_claim claim;
	struct ledger_completion done;

	jobs[0].urgency = jobs[1].urgency = 2;
	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	claim = ask_claim(ledger, "w", 1, ASK_LEASE_MS)->claim[0];
	ck_assert_str_eq(claim.job, "a");
	done = later_with(&claim, 5);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	bench_set_now(BENCH_START_MS + 5);
	claim = ask_claim(ledger, "w", 1, ASK_LEASE_MS)->claim[0];
	ck_assert_str_eq(claim.job, "a");
	done = done_with(&claim);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	ck_assert_str_eq(ask_claim(ledger, "w", 1, ASK_LEASE_MS)->claim[0].job,
	    "b");
}
END_TEST

START_TEST(a_claim_has_a_ceiling)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[LEDGER_CLAIM_MAX + 1];
	char ids[LEDGER_CLAIM_MAX + 1][16];

	for (size_t i = 0; i < ARRAY_LEN(jobs); i++) {
		snprintf(ids[i], sizeof(ids[i]), "j%03zu", i);
		jobs[i] = job_of(ids[i], 0, "");
	}
	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	ck_assert_uint_eq(ask_claim(ledger, "w", 0, ASK_LEASE_MS)->count, 0);
	ck_assert_uint_eq(ask_claim(ledger, "w", 100000, ASK_LEASE_MS)->count,
	    LEDGER_CLAIM_MAX);
	ck_assert_uint_eq(ask_claim(ledger, "w", 100000, ASK_LEASE_MS)->count,
	    1);
}
END_TEST

START_TEST(F3_a_lease_ends_and_another_takes_over)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");
	struct seen_claim first, second;
	struct ledger_completion done;

	add_jobs(ledger, &job, 1);
	first = *expect_claim(ledger, "j");
	ck_assert_int_eq(ask_owner(ledger, "j", first.token), LEDGER_OK);
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS - 1);
	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS);
	/* Late, but nobody else has it yet. */
	ck_assert_int_eq(ask_owner(ledger, "j", first.token), LEDGER_OK);
	second = *expect_claim(ledger, "j");
	ck_assert_int_eq(second.attempt, 2);
	ck_assert_int_eq(second.due_ms, BENCH_START_MS + ASK_LEASE_MS);
	ck_assert_str_ne(second.token, first.token);
	ck_assert_int_eq(ask_owner(ledger, "j", first.token), LEDGER_LOST);
	ck_assert_int_eq(ask_owner(ledger, "j", second.token), LEDGER_OK);
	done = done_with(&first);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_LOST);
	done = later_with(&first, 0);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_LOST);
	ck_assert_int_eq(ask_owner(ledger, "j", second.token), LEDGER_OK);
	done = done_with(&second);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	bench_set_now(BENCH_START_MS + 10 * ASK_LEASE_MS);
	expect_claim(ledger, NULL);
}
END_TEST

START_TEST(F16_tokens_never_repeat)
{
	struct ledger *ledger = bench_new();
	struct ledger *other = bench_attach();
	struct ledger_job job = job_of("j", 0, "");
	char seen[20][64];

	ask_open(other, "", false);
	add_jobs(ledger, &job, 1);
	for (int i = 0; i < 20; i++) {
		struct seen_claim claim;

		claim = *expect_claim(i % 2 ? other : ledger, "j");
		ck_assert_int_eq(claim.attempt, i + 1);
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(claim.token, seen[k]);
		snprintf(seen[i], sizeof(seen[i]), "%.63s", claim.token);
		bench_set_now(bench_now() + ASK_LEASE_MS);
	}
}
END_TEST

START_TEST(a_done_job_is_gone)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");
	struct seen_claim claim;
	struct ledger_completion done;

	add_jobs(ledger, &job, 1);
	claim = *expect_claim(ledger, "j");
	done = done_with(&claim);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_LOST);
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->next_due_ms, 0);
	add_jobs(ledger, &job, 1);
	ck_assert_int_eq(expect_claim(ledger, "j")->attempt, 1);
}
END_TEST

START_TEST(later_keeps_the_attempts_and_takes_the_token)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");
	struct ledger_completion later;
	struct seen_claim claim;

	add_jobs(ledger, &job, 1);
	claim = *expect_claim(ledger, "j");
	later = later_with(&claim, 100000);
	ck_assert_int_eq(ask_complete(ledger, &later), LEDGER_OK);
	ck_assert_int_eq(ask_owner(ledger, "j", claim.token), LEDGER_LOST);
	bench_set_now(BENCH_START_MS + 99999);
	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + 100000);
	claim = *expect_claim(ledger, "j");
	ck_assert_int_eq(claim.attempt, 2);
	ck_assert_str_eq(claim.body, "j");
	/* F9: handed back at once. */
	later = later_with(&claim, 0);
	ck_assert_int_eq(ask_complete(ledger, &later), LEDGER_OK);
	ck_assert_int_eq(expect_claim(ledger, "j")->attempt, 3);
}
END_TEST

static void add_lanes(struct ledger *ledger)
{
	struct ledger_job jobs[] = {
		job_of("a1", 0, "a"),
		job_of("a2", 0, "a"),
		job_of("ab1", 0, "ab"),
		job_of("a3", 0, "a"),
	};

	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
}

static void finish(struct ledger *ledger, const struct seen_claim *claim)
{
	struct ledger_completion done = done_with(claim);

	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
}

START_TEST(I11_a_lane_gives_one_job_at_a_time)
{
	struct ledger *ledger = bench_new();
	const struct seen_claims *seen;
	struct seen_claim first;

	add_lanes(ledger);
	seen = ask_claim(ledger, "w", 10, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 2);
	ck_assert_str_eq(seen->claim[0].job, "a1");
	ck_assert_str_eq(seen->claim[1].job, "ab1");
	first = seen->claim[0];
	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + 40);
	finish(ledger, &first);
	first = *expect_claim(ledger, "a2");
	ck_assert_int_eq(first.due_ms, BENCH_START_MS + 40);
	expect_claim(ledger, NULL);
	finish(ledger, &first);
	first = *expect_claim(ledger, "a3");
	finish(ledger, &first);
	expect_claim(ledger, NULL);
}
END_TEST

/* What is late already when it is put stands behind what waits. */
START_TEST(the_head_of_a_lane_is_due_now_at_the_earliest)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = {
		job_of("late", BENCH_START_MS - 500, "a"),
		job_of("later", BENCH_START_MS + 30, "b"),
	};

	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	ck_assert_int_eq(expect_claim(ledger, "late")->due_ms, BENCH_START_MS);
	bench_set_now(BENCH_START_MS + 40);
	ck_assert_int_eq(expect_claim(ledger, "later")->due_ms,
	    BENCH_START_MS + 30);
}
END_TEST

START_TEST(later_keeps_the_lane_waiting)
{
	struct ledger *ledger = bench_new();
	struct ledger_completion later;
	struct seen_claim claim;

	add_lanes(ledger);
	claim = ask_claim(ledger, "w", 10, ASK_LEASE_MS)->claim[0];
	later = later_with(&claim, 100);
	ask_complete(ledger, &later);
	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + 100);
	expect_claim(ledger, "a1");
}
END_TEST

START_TEST(cancelling_the_head_promotes_the_next)
{
	struct ledger *ledger = bench_new();

	add_lanes(ledger);
	cancel_job(ledger, "ab1");
	cancel_job(ledger, "a1");
	expect_claim(ledger, "a2");
	/* Also when it is claimed. */
	cancel_job(ledger, "a2");
	expect_claim(ledger, "a3");
}
END_TEST

START_TEST(cancelling_behind_the_head_promotes_nobody)
{
	struct ledger *ledger = bench_new();
	struct seen_claim claim;

	add_lanes(ledger);
	cancel_job(ledger, "ab1");
	cancel_job(ledger, "a2");
	claim = *expect_claim(ledger, "a1");
	finish(ledger, &claim);
	claim = *expect_claim(ledger, "a3");
	finish(ledger, &claim);
	expect_claim(ledger, NULL);
}
END_TEST

START_TEST(a_turn_that_finishes_the_head_promotes_the_next)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("1", 2);
	struct seen_claim claim;

	add_lanes(ledger);
	cancel_job(ledger, "ab1");
	claim = *expect_claim(ledger, "a1");
	turn.finished_job = claim.job;
	turn.finished_token = claim.token;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	expect_claim(ledger, "a2");
}
END_TEST

START_TEST(a_promoted_job_waits_until_it_is_due)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = {
		job_of("a1", 0, "a"),
		job_of("a2", BENCH_START_MS + 100, "a"),
		job_of("b1", BENCH_START_MS + 50, "b"),
	};
	struct seen_claim claim;

	add_jobs(ledger, jobs, ARRAY_LEN(jobs));
	claim = *expect_claim(ledger, "a1");
	finish(ledger, &claim);
	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + 50);
	expect_claim(ledger, "b1");
	bench_set_now(BENCH_START_MS + 100);
	expect_claim(ledger, "a2");
}
END_TEST

START_TEST(a_replaced_head_goes_to_the_end_of_its_lane)
{
	struct ledger *ledger = bench_new();
	struct ledger_job head = job_of("a1", 0, "a");
	struct seen_claim claim;

	add_lanes(ledger);
	cancel_job(ledger, "ab1");
	claim = *expect_claim(ledger, "a1");
	add_jobs(ledger, &head, 1);
	ck_assert_int_eq(ask_owner(ledger, "a1", claim.token), LEDGER_LOST);
	claim = *expect_claim(ledger, "a2");
	finish(ledger, &claim);
	claim = *expect_claim(ledger, "a3");
	finish(ledger, &claim);
	claim = *expect_claim(ledger, "a1");
	ck_assert_int_eq(claim.attempt, 1);
	finish(ledger, &claim);
	expect_claim(ledger, NULL);
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->next_due_ms, 0);
}
END_TEST

START_TEST(a_job_may_move_between_lanes)
{
	struct ledger *ledger = bench_new();
	struct ledger_job moved = job_of("a1", 0, "b");
	const struct seen_claims *seen;

	add_lanes(ledger);
	add_jobs(ledger, &moved, 1);
	moved = job_of("a2", 0, "");
	add_jobs(ledger, &moved, 1);
	seen = ask_claim(ledger, "w", 10, ASK_LEASE_MS);
	ck_assert_uint_eq(seen->count, 4);
	ck_assert_str_eq(seen->claim[0].job, "a1");
	ck_assert_str_eq(seen->claim[1].job, "a2");
	ck_assert_str_eq(seen->claim[2].job, "a3");
	ck_assert_str_eq(seen->claim[3].job, "ab1");
}
END_TEST

/* Adds j and claims it so often. */
static struct seen_claim claimed(struct ledger *ledger, int attempts)
{
	struct ledger_job job = job_of("j", 0, "");
	struct seen_claim claim;

	add_jobs(ledger, &job, 1);
	claim = *expect_claim(ledger, "j");
	for (int i = 1; i < attempts; i++) {
		bench_set_now(bench_now() + ASK_LEASE_MS);
		claim = *expect_claim(ledger, "j");
	}
	ck_assert_int_eq(claim.attempt, attempts);
	return claim;
}

static void expect_verify(struct ledger *ledger, int64_t after_ms,
    const char *body)
{
	struct seen_claim claim;

	bench_set_now(bench_now() + after_ms - 1);
	expect_claim(ledger, NULL);
	bench_set_now(bench_now() + 1);
	claim = *expect_claim(ledger, "vfy:j");
	ck_assert_str_eq(claim.body, body);
	ck_assert_int_eq(claim.attempt, 1);
}

START_TEST(done_at_the_first_attempt_needs_no_verifying)
{
	struct ledger *ledger = bench_new();
	struct seen_claim claim = claimed(ledger, 1);
	struct ledger_completion done = done_with(&claim);

	done.verify_after_ms = 65000;
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->next_due_ms, 0);
}
END_TEST

START_TEST(F4_done_at_a_later_attempt_is_verified)
{
	struct ledger *ledger = bench_new();
	struct seen_claim claim = claimed(ledger, 2);
	struct ledger_completion done = done_with(&claim);

	done.verify_after_ms = 65000;
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	expect_verify(ledger, 65000, "j");
}
END_TEST

START_TEST(F8_done_late_is_verified)
{
	struct ledger *ledger = bench_new();
	struct seen_claim claim = claimed(ledger, 1);
	struct ledger_completion done = done_with(&claim);

	done.verify_after_ms = 65000;
	done.late = true;
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	expect_verify(ledger, 65000, "j");
}
END_TEST

START_TEST(F8_done_without_owning_is_verified)
{
	struct ledger *ledger = bench_new();
	struct seen_claim claim = claimed(ledger, 1);
	struct ledger_completion done = done_with(&claim);

	cancel_job(ledger, "j");
	done.verify_after_ms = 65000;
	done.body = "mine";
	done.body_length = 4;
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_LOST);
	expect_verify(ledger, 65000, "mine");
}
END_TEST

START_TEST(nothing_is_verified_without_being_asked)
{
	struct ledger *ledger = bench_new();
	struct seen_claim claim = claimed(ledger, 2);
	struct ledger_completion done = later_with(&claim, 10);

	/* Not done, so there is nothing to look for yet. */
	cancel_job(ledger, "j");
	done.verify_after_ms = 65000;
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_LOST);
	done.later = false;
	done.verify_after_ms = 0;
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_LOST);
	claim = claimed(ledger, 2);
	done = done_with(&claim);
	done.late = true;
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->next_due_ms, 0);
}
END_TEST

/* As the same job from the start, not as the verifying of a verifying. */
START_TEST(a_verify_job_that_was_late_is_done_again)
{
	struct ledger *ledger = bench_new();
	struct seen_claim claim = claimed(ledger, 2);
	struct ledger_completion done = done_with(&claim);

	done.verify_after_ms = 65000;
	ask_complete(ledger, &done);
	for (int owned = 1; owned >= 0; owned--) {
		bench_set_now(bench_now() + 65000);
		claim = *expect_claim(ledger, "vfy:j");
		ck_assert_int_eq(claim.attempt, 1);
		if (!owned)
			cancel_job(ledger, "vfy:j");
		done = done_with(&claim);
		done.body = "j";
		done.body_length = 1;
		done.verify_after_ms = 65000;
		done.late = true;
		ck_assert_int_eq(ask_complete(ledger, &done),
		    owned ? LEDGER_OK : LEDGER_LOST);
	}
	expect_verify(ledger, 65000, "j");
}
END_TEST

START_TEST(a_new_reason_to_verify_restarts_the_verify_job)
{
	struct ledger *ledger = bench_new();
	struct seen_claim first = claimed(ledger, 1);
	struct ledger_completion done = done_with(&first);
	struct seen_claim verify;

	cancel_job(ledger, "j");
	done.verify_after_ms = 1000;
	ask_complete(ledger, &done);
	bench_set_now(BENCH_START_MS + 1000);
	verify = *expect_claim(ledger, "vfy:j");
	ask_complete(ledger, &done);
	ck_assert_int_eq(ask_owner(ledger, "vfy:j", verify.token),
	    LEDGER_LOST);
	expect_verify(ledger, 1000, "j");
}
END_TEST

TCase *contract_claim(void)
{
	TCase *tcase = tcase_create("claim");

	tcase_add_test(tcase, I8_a_job_is_not_claimed_before_it_is_due);
	tcase_add_test(tcase, the_oldest_jobs_are_claimed_first);
	tcase_add_test(tcase, what_is_urgent_is_claimed_first);
	tcase_add_test(tcase, places_are_kept_for_what_is_urgent);
	tcase_add_test(tcase, later_and_a_lane_keep_what_is_urgent_urgent);
	tcase_add_test(tcase, a_claim_has_a_ceiling);
	tcase_add_test(tcase, F3_a_lease_ends_and_another_takes_over);
	tcase_add_test(tcase, F16_tokens_never_repeat);
	tcase_add_test(tcase, a_done_job_is_gone);
	tcase_add_test(tcase, later_keeps_the_attempts_and_takes_the_token);
	return tcase;
}

TCase *contract_lane(void)
{
	TCase *tcase = tcase_create("lane");

	tcase_add_test(tcase, I11_a_lane_gives_one_job_at_a_time);
	tcase_add_test(tcase, the_head_of_a_lane_is_due_now_at_the_earliest);
	tcase_add_test(tcase, later_keeps_the_lane_waiting);
	tcase_add_test(tcase, cancelling_the_head_promotes_the_next);
	tcase_add_test(tcase, cancelling_behind_the_head_promotes_nobody);
	tcase_add_test(tcase, a_turn_that_finishes_the_head_promotes_the_next);
	tcase_add_test(tcase, a_promoted_job_waits_until_it_is_due);
	tcase_add_test(tcase, a_replaced_head_goes_to_the_end_of_its_lane);
	tcase_add_test(tcase, a_job_may_move_between_lanes);
	return tcase;
}

TCase *contract_verify(void)
{
	TCase *tcase = tcase_create("verify");

	tcase_add_test(tcase, done_at_the_first_attempt_needs_no_verifying);
	tcase_add_test(tcase, F4_done_at_a_later_attempt_is_verified);
	tcase_add_test(tcase, F8_done_late_is_verified);
	tcase_add_test(tcase, F8_done_without_owning_is_verified);
	tcase_add_test(tcase, nothing_is_verified_without_being_asked);
	tcase_add_test(tcase, a_verify_job_that_was_late_is_done_again);
	tcase_add_test(tcase, a_new_reason_to_verify_restarts_the_verify_job);
	return tcase;
}
