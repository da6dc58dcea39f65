/* SPDX-License-Identifier: MIT
 *
 * contract_commit: a turn is committed once, whole, or not at all.
 */
#include "tests/ledger/contract.h"

#include "base/base.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench.h"

static void expect_version(struct ledger *ledger, const char *id,
    int64_t version)
{
	struct seen_snapshot seen = ask_load(ledger, id, "");
	const struct seen_timeline *timeline = ask_timeline(ledger, id, 0, 64);

	ck_assert_int_eq(seen.status, version ? LEDGER_OK : LEDGER_ABSENT);
	ck_assert_int_eq(seen.version, version);
	ck_assert_int_eq((int64_t)timeline->count, version);
}

/* Whatever refuses a turn refuses all of it. */
static void expect_refused(struct ledger *ledger, struct ledger_commit *turn,
    enum ledger_status status, int64_t version)
{
	struct ledger_job job = job_of("refused:job", 0, "");
	struct seen_commit seen;

	turn->jobs = &job;
	turn->job_count = 1;
	turn->open_rank = 1;
	turn->channel = "C-refused";
	seen = ask_commit(ledger, turn);
	ck_assert_str_eq(ledger_status_name(seen.status),
	    ledger_status_name(status));
	ck_assert_int_eq(seen.version, version);
	ck_assert_int_eq(ask_load(ledger, "", "C-refused").status,
	    LEDGER_ABSENT);
	ck_assert_uint_eq(ask_list(ledger, 0, 10)->total, 0);
	expect_claim(ledger, NULL);
}

START_TEST(a_turn_creates_an_incident)
{
	struct ledger *ledger = bench_new();
	static const char *const events[] = { "first", "se\"con\\d\n" };
	struct ledger_commit turn = turn_of("7", 0);
	struct seen_commit seen;
	struct seen_snapshot loaded;

	turn.epoch = 3;
	turn.snapshot = "{\"a\":\"\\u00e9\"}\0tail";
	turn.snapshot_length = 19;
	turn.events = events;
	turn.event_count = 2;
	seen = ask_commit(ledger, &turn);
	ck_assert_int_eq(seen.status, LEDGER_OK);
	ck_assert_int_eq(seen.version, 1);
	ck_assert_int_eq(seen.now_ms, BENCH_START_MS);
	loaded = ask_load(ledger, "7", "");
	ck_assert_int_eq(loaded.status, LEDGER_OK);
	ck_assert_str_eq(loaded.id, "7");
	ck_assert_int_eq(loaded.version, 1);
	ck_assert_int_eq(loaded.epoch, 3);
	ck_assert_uint_eq(loaded.length, 19);
	ck_assert_mem_eq(loaded.data, turn.snapshot, 19);
	ck_assert_str_eq(ask_timeline(ledger, "7", 0, 9)->entry[1].data,
	    events[1]);
}
END_TEST

START_TEST(I3_versions_go_up_by_one)
{
	struct ledger *ledger = bench_new();

	for (int version = 0; version < 12; version++) {
		struct ledger_commit turn = turn_of("7", version);

		ck_assert_int_eq(ask_commit(ledger, &turn).version,
		    version + 1);
	}
	expect_version(ledger, "7", 12);
}
END_TEST

START_TEST(F30_another_version_is_a_conflict)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	ask_commit(ledger, &turn);
	expect_refused(ledger, &turn, LEDGER_CONFLICT, 1);
	turn.expected_version = 2;
	expect_refused(ledger, &turn, LEDGER_CONFLICT, 1);
	expect_version(ledger, "7", 1);
	turn = turn_of("8", 1);
	expect_refused(ledger, &turn, LEDGER_CONFLICT, 0);
	expect_version(ledger, "8", 0);
}
END_TEST

/* Both found the channel that one of them made. */
START_TEST(I12_a_channel_belongs_to_one_incident)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);
	struct seen_commit seen;

	turn.channel = "C7";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	turn = turn_of("8", 0);
	turn.channel = "C7";
	seen = ask_commit(ledger, &turn);
	ck_assert_int_eq(seen.status, LEDGER_CONFLICT);
	ck_assert_int_eq(seen.version, 0);
	ck_assert_str_eq(ask_load(ledger, "", "C7").id, "7");
	ck_assert_int_eq(ask_load(ledger, "8", "").status, LEDGER_ABSENT);
	turn = turn_of("7", 1);
	turn.channel = "C7";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
}
END_TEST

/* An alert's next incident takes its place, from the one it knows of only. */
START_TEST(a_channel_goes_on_from_the_incident_that_is_named)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	turn.channel = "C7";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	turn = turn_of("8", 0);
	turn.channel = "C7";
	turn.channel_from = "6";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_CONFLICT);
	turn.channel_from = "7";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	ck_assert_str_eq(ask_load(ledger, "", "C7").id, "8");
	turn = turn_of("9", 0);
	turn.channel = "C7";
	turn.channel_from = "7";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_CONFLICT);
}
END_TEST

/* A cache is a guess: it counts only where the last entry is the one that it
 * was made from, even if the version is the same. */
START_TEST(I3_what_was_remembered_is_compared)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);
	char chain[LEDGER_CHAIN_SIZE];

	turn.expected_chain = "0123456789abcdef0123456789abcdef01234567";
	expect_refused(ledger, &turn, LEDGER_CONFLICT, 0);
	turn = turn_of("7", 0);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	memcpy(chain, ask_load(ledger, "7", "").chain, sizeof(chain));
	turn = turn_of("7", 1);
	turn.expected_chain = "0123456789abcdef0123456789abcdef01234567";
	expect_refused(ledger, &turn, LEDGER_CONFLICT, 1);
	turn = turn_of("7", 1);
	turn.expected_chain = chain;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	turn.expected_version = 2;
	expect_refused(ledger, &turn, LEDGER_CONFLICT, 2);
}
END_TEST

START_TEST(I12_what_was_found_by_a_channel_is_compared)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	turn.found_by = "C7";
	expect_refused(ledger, &turn, LEDGER_CONFLICT, 0);
	turn = turn_of("7", 0);
	turn.channel = "C7";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	turn = turn_of("7", 1);
	turn.found_by = "C7";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	turn = turn_of("8", 0);
	turn.channel = "C7";
	turn.channel_from = "7";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	turn = turn_of("7", 2);
	turn.found_by = "C7";
	expect_refused(ledger, &turn, LEDGER_CONFLICT, 2);
}
END_TEST

START_TEST(F19_the_same_input_is_one_turn)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	turn.dedupe_key = "event Ev0 \xc3\xa9";
	turn.dedupe_ttl_ms = 1000;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	expect_refused(ledger, &turn, LEDGER_DUPLICATE, 1);
	/* Nor for another incident, nor at the right version. */
	turn.expected_version = 1;
	expect_refused(ledger, &turn, LEDGER_DUPLICATE, 1);
	turn.id = "8";
	turn.expected_version = 0;
	expect_refused(ledger, &turn, LEDGER_DUPLICATE, 1);
	expect_version(ledger, "7", 1);
	expect_version(ledger, "8", 0);
}
END_TEST

START_TEST(F48_a_repeat_prolongs_the_memory)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	turn.dedupe_key = "k";
	turn.dedupe_ttl_ms = 1000;
	ask_commit(ledger, &turn);
	bench_set_now(BENCH_START_MS + 900);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_DUPLICATE);
	bench_set_now(BENCH_START_MS + 1800);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_DUPLICATE);
	bench_set_now(BENCH_START_MS + 2801);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_CONFLICT);
}
END_TEST

START_TEST(inputs_without_a_key_are_not_compared)
{
	struct ledger *ledger = bench_new();

	for (int version = 0; version < 2; version++) {
		struct ledger_commit turn = turn_of("7", version);

		ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	}
}
END_TEST

START_TEST(F34_snapshot_and_timeline_apart_is_a_split)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("7", 0);

	ask_commit(ledger, &turn);
	bench_split("7");
	turn.expected_version = 1;
	expect_refused(ledger, &turn, LEDGER_SPLIT, 1);
	bench_split("8");
	turn = turn_of("8", 0);
	expect_refused(ledger, &turn, LEDGER_SPLIT, 0);
	/* I18: the others go on. */
	turn = turn_of("9", 0);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
}
END_TEST

START_TEST(a_turn_consumes_the_job_it_came_from)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("ap:1:nag", 0, "");
	struct ledger_commit turn = turn_of("1", 1);
	struct seen_claim claim;

	add_jobs(ledger, &job, 1);
	claim = *expect_claim(ledger, "ap:1:nag");
	turn.finished_job = claim.job;
	turn.finished_token = claim.token;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	ck_assert_int_eq(ask_owner(ledger, claim.job, claim.token),
	    LEDGER_LOST);
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS);
	expect_claim(ledger, NULL);
}
END_TEST

START_TEST(F7_a_turn_from_a_lost_job_is_refused)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("ap:1:nag", 0, "");
	struct ledger_commit turn = turn_of("1", 1);
	struct seen_claim claim;

	add_jobs(ledger, &job, 1);
	turn.finished_job = "ap:1:nag";
	turn.finished_token = "";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_LOST);
	claim = *expect_claim(ledger, "ap:1:nag");
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS);
	expect_claim(ledger, "ap:1:nag");
	turn.finished_token = claim.token;
	expect_refused(ledger, &turn, LEDGER_LOST, 1);
	turn.finished_job = "ap:1:none";
	expect_refused(ledger, &turn, LEDGER_LOST, 1);
	expect_version(ledger, "1", 1);
}
END_TEST

START_TEST(an_appointment_may_set_itself_anew)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("ap:1:nag", 0, "");
	struct ledger_commit turn = turn_of("1", 1);
	struct seen_claim claim;

	add_jobs(ledger, &job, 1);
	claim = *expect_claim(ledger, "ap:1:nag");
	turn.finished_job = claim.job;
	turn.finished_token = claim.token;
	job.due_ms = BENCH_START_MS + 500;
	job.body = "again";
	job.body_length = 5;
	turn.jobs = &job;
	turn.job_count = 1;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + 500);
	claim = *expect_claim(ledger, "ap:1:nag");
	ck_assert_int_eq(claim.attempt, 1);
	ck_assert_str_eq(claim.body, "again");
}
END_TEST

START_TEST(a_cancelled_job_is_gone)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("esc:1:1", 0, "");
	struct seen_claim claim;

	add_jobs(ledger, &job, 1);
	cancel_job(ledger, "esc:1:1");
	expect_claim(ledger, NULL);
	cancel_job(ledger, "esc:1:1");
	/* I13: also under the hands of its owner. */
	add_jobs(ledger, &job, 1);
	claim = *expect_claim(ledger, "esc:1:1");
	cancel_job(ledger, "esc:1:1");
	ck_assert_int_eq(ask_owner(ledger, claim.job, claim.token),
	    LEDGER_LOST);
	bench_set_now(BENCH_START_MS + ASK_LEASE_MS);
	expect_claim(ledger, NULL);
	add_jobs(ledger, &job, 1);
	ck_assert_int_eq(expect_claim(ledger, "esc:1:1")->attempt, 1);
}
END_TEST

START_TEST(a_job_set_again_replaces_the_old_one)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("ap:1:nag", BENCH_START_MS + 100, "");
	struct seen_claim claim;
	struct ledger_completion done;

	add_jobs(ledger, &job, 1);
	job.due_ms = BENCH_START_MS + 300;
	job.body = "later";
	job.body_length = 5;
	add_jobs(ledger, &job, 1);
	bench_set_now(BENCH_START_MS + 299);
	expect_claim(ledger, NULL);
	bench_set_now(BENCH_START_MS + 300);
	claim = *expect_claim(ledger, "ap:1:nag");
	ck_assert_str_eq(claim.body, "later");
	/* Claimed: the claim loses, the new one counts from 1. */
	job.due_ms = BENCH_START_MS + 400;
	add_jobs(ledger, &job, 1);
	ck_assert_int_eq(ask_owner(ledger, claim.job, claim.token),
	    LEDGER_LOST);
	done = done_with(&claim);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_LOST);
	bench_set_now(BENCH_START_MS + 400);
	ck_assert_int_eq(expect_claim(ledger, "ap:1:nag")->attempt, 1);
}
END_TEST

START_TEST(cancelling_goes_before_adding)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("ap:1:nag", 0, "");
	struct ledger_commit turn = turn_of("1", 0);

	turn.jobs = &job;
	turn.job_count = 1;
	turn.cancelled_jobs = &job.id;
	turn.cancelled_count = 1;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	expect_claim(ledger, "ap:1:nag");
}
END_TEST

START_TEST(unsound_turns_are_noticed)
{
	struct ledger_commit turn = turn_of("7", 0);
	struct ledger_job job = job_of("vfy:x", 0, "");

	ck_assert(ledger_commit_is_sound(&turn));
	turn.event_count = 0;
	ck_assert(!ledger_commit_is_sound(&turn));
	turn = turn_of("7", 0);
	turn.dedupe_key = "k";
	ck_assert(!ledger_commit_is_sound(&turn));
	turn = turn_of("a b", 0);
	ck_assert(!ledger_commit_is_sound(&turn));
	turn = turn_of("7", 0);
	turn.jobs = &job;
	turn.job_count = 1;
	ck_assert(!ledger_commit_is_sound(&turn));
	job = job_of("x", 0, "a\x1f" "b");
	ck_assert(!ledger_commit_is_sound(&turn));
	job = job_of("", 0, "");
	ck_assert(!ledger_commit_is_sound(&turn));
}
END_TEST

TCase *contract_commit(void)
{
	TCase *tcase = tcase_create("commit");

	tcase_add_test(tcase, a_turn_creates_an_incident);
	tcase_add_test(tcase, I3_versions_go_up_by_one);
	tcase_add_test(tcase, F30_another_version_is_a_conflict);
	tcase_add_test(tcase, I12_a_channel_belongs_to_one_incident);
	tcase_add_test(tcase,
	    a_channel_goes_on_from_the_incident_that_is_named);
	tcase_add_test(tcase, I3_what_was_remembered_is_compared);
	tcase_add_test(tcase,
	    I12_what_was_found_by_a_channel_is_compared);
	tcase_add_test(tcase, F19_the_same_input_is_one_turn);
	tcase_add_test(tcase, F48_a_repeat_prolongs_the_memory);
	tcase_add_test(tcase, inputs_without_a_key_are_not_compared);
	tcase_add_test(tcase, F34_snapshot_and_timeline_apart_is_a_split);
	tcase_add_test(tcase, a_turn_consumes_the_job_it_came_from);
	tcase_add_test(tcase, F7_a_turn_from_a_lost_job_is_refused);
	tcase_add_test(tcase, an_appointment_may_set_itself_anew);
	tcase_add_test(tcase, a_cancelled_job_is_gone);
	tcase_add_test(tcase, a_job_set_again_replaces_the_old_one);
	tcase_add_test(tcase, cancelling_goes_before_adding);
	tcase_add_test(tcase, unsound_turns_are_noticed);
	return tcase;
}
