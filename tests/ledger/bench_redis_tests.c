/* SPDX-License-Identifier: MIT
 *
 * bench_redis_tests: what only the ledger over Redis can suffer: damage,
 * arguments out of shape, a full or restarted server.
 */
#include "tests/ledger/contract.h"

#include "base/base.h"
#include "base/text.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench_redis.h"

#define NOW "1781532300000"

static void expect_raw(const char *got, const char *want)
{
	ck_assert_str_eq(got, want);
}

static void expect_nothing_written(void)
{
	expect_raw(bench_raw("EXISTS %s %s %s", bench_key("inc:1"),
	    bench_key("tl:1"), bench_key("dd:in")), "0");
}

/* A turn that touches every key. */
static struct seen_commit commit_all(struct ledger *ledger)
{
	static const char *const cancelled[] = { "old" };
	struct ledger_job jobs[] = {
		job_of("plain", 0, ""),
		job_of("laned", 0, "lane"),
	};
	struct ledger_commit turn = turn_of("1", 0);

	turn.dedupe_key = "in";
	turn.dedupe_ttl_ms = 1000;
	turn.jobs = jobs;
	turn.job_count = ARRAY_LEN(jobs);
	turn.cancelled_jobs = cancelled;
	turn.cancelled_count = 1;
	turn.channel = "C1";
	turn.open_rank = 1;
	return ask_commit(ledger, &turn);
}

START_TEST(F33_wrong_types_abort_before_the_first_write)
{
	static const char *const keys[] = {
		"agenda", "job", "lane", "own", "open", "chan", "dd:in",
		"all", "owed", "sum", "urg1", "urg2",
	};

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		struct ledger *ledger = bench_new();
		const char *key = bench_key(keys[i]);

		bench_raw("RPUSH %s x", key);
		ck_assert_int_eq(commit_all(ledger).status, LEDGER_REFUSED);
		ck_assert_ptr_nonnull(strstr(ledger_last_error(ledger),
		    "commit: WRONGTYPE"));
		bench_raw("DEL %s", key);
		expect_nothing_written();
		ck_assert_int_eq(commit_all(ledger).status, LEDGER_OK);
	}
}
END_TEST

START_TEST(F33_damaged_counters_abort_before_the_first_write)
{
	static const char *const fields[] = { "hwm", "tok", "seq" };

	for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
		struct ledger *ledger = bench_new();

		bench_raw("HSET %s %s 1x", bench_key("meta"), fields[i]);
		ck_assert_int_eq(commit_all(ledger).status, LEDGER_REFUSED);
		ck_assert_str_eq(ledger_last_error(ledger),
		    "commit: DAMAGED meta");
		expect_nothing_written();
		bench_raw("HDEL %s %s", bench_key("meta"), fields[i]);
		ck_assert_int_eq(commit_all(ledger).status, LEDGER_REFUSED);
		ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->status,
		    LEDGER_REFUSED);
		expect_nothing_written();
	}
}
END_TEST

START_TEST(I18_a_damaged_incident_is_split_and_alone)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit other = turn_of("2", 0);
	struct ledger_commit turn = turn_of("1", 1);

	bench_raw("SET %s x", bench_key("tl:1"));
	ck_assert_int_eq(commit_all(ledger).status, LEDGER_SPLIT);
	bench_raw("DEL %s", bench_key("tl:1"));
	ck_assert_int_eq(commit_all(ledger).status, LEDGER_OK);
	bench_raw("DEL %s", bench_key("tl:1"));
	bench_raw("SET %s x", bench_key("tl:1"));
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_SPLIT);
	ck_assert_int_eq(ask_load(ledger, "1", "").version, 1);
	bench_raw("DEL %s", bench_key("inc:1"));
	bench_raw("SET %s x", bench_key("inc:1"));
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_SPLIT);
	ck_assert_int_eq(ask_load(ledger, "1", "").status, LEDGER_SPLIT);
	ck_assert_str_eq(ask_load(ledger, "1", "").id, "1");
	other.open_rank = 2;
	ck_assert_int_eq(ask_commit(ledger, &other).status, LEDGER_OK);
	ck_assert_uint_eq(ask_list(ledger, 0, 5)->count, 1);
	ck_assert_str_eq(ask_list(ledger, 0, 5)->snapshot[0].id, "2");
}
END_TEST

START_TEST(a_snapshot_out_of_shape_is_split)
{
	static const char *const breaks[] = {
		"HSET %s v 0", "HSET %s v -1", "HSET %s v 1.5",
		"HSET %s v x", "HDEL %s ep", "HSET %s ep 99999999999",
		"HDEL %s d",
	};

	for (size_t i = 0; i < ARRAY_LEN(breaks); i++) {
		struct ledger *ledger = bench_new();

		commit_all(ledger);
		bench_raw(breaks[i], bench_key("inc:1"));
		ck_assert_int_eq(ask_load(ledger, "1", "").status,
		    LEDGER_SPLIT);
		ck_assert_uint_eq(ask_list(ledger, 0, 5)->count, 0);
	}
}
END_TEST

START_TEST(a_version_out_of_shape_is_a_split_too)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("1", 1);

	commit_all(ledger);
	bench_raw("HSET %s v x", bench_key("inc:1"));
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_SPLIT);
}
END_TEST

/* What is taken out of the index by hand shows whether it was written. */
START_TEST(the_index_is_written_where_it_is_otherwise)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("1", 0);

	turn.open_rank = 1;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	bench_raw("ZREM %s 1", bench_key("open"));
	turn.expected_version = 1;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	expect_raw(bench_raw("ZCARD %s", bench_key("open")), "0");
	turn.expected_version = 2;
	turn.open_rank = 2;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	expect_raw(bench_raw("ZSCORE %s 1", bench_key("open")), "2");
}
END_TEST

/* It writes the index, and does not say what it wrote. */
START_TEST(F17_the_index_is_written_behind_an_older_replica)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("1", 0);

	turn.open_rank = 1;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	bench_raw("XADD %s 2-1 b event h chain", bench_key("tl:1"));
	bench_raw("HSET %s v 2", bench_key("inc:1"));
	bench_raw("ZADD %s 9 1", bench_key("open"));
	turn.expected_version = 2;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	expect_raw(bench_raw("ZSCORE %s 1", bench_key("open")), "1");
}
END_TEST

START_TEST(a_stream_that_remembers_more_refuses_whole)
{
	struct ledger *ledger = bench_new();

	bench_raw("XADD %s 5-1 b x", bench_key("tl:1"));
	bench_raw("XDEL %s 5-1", bench_key("tl:1"));
	ck_assert_int_eq(commit_all(ledger).status, LEDGER_REFUSED);
	expect_raw(bench_raw("EXISTS %s %s", bench_key("inc:1"),
	    bench_key("agenda")), "0");
}
END_TEST

START_TEST(a_damaged_attempt_counter_counts_as_one)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");

	add_jobs(ledger, &job, 1);
	bench_raw("HSET %s %b x", bench_key("job"), "j\037tries", (size_t)7);
	ck_assert_int_eq(expect_claim(ledger, "j")->attempt, 2);
}
END_TEST

/* Owned, but nowhere in the agenda. */
START_TEST(what_is_not_in_the_agenda_is_not_given_back)
{
	struct ledger *ledger = bench_new();
	struct ledger_ask ask = { "w", 2, 1, { 9, 9, 9 }, ASK_LEASE_MS };
	struct ledger_job job = job_of("j", 0, "");

	add_jobs(ledger, &job, 1);
	bench_raw("HSET %s ghost w:1.1", bench_key("own"));
	ck_assert_uint_eq(ask_claim_as(ledger, &ask)->count, 1);
	bench_raw("HSET %s %b x", bench_key("job"), "j\037tries", (size_t)7);
	ask.number++;
	ck_assert_int_eq(ask_claim_as(ledger, &ask)->claim[0].attempt, 2);
}
END_TEST

START_TEST(F33_a_damaged_lane_stops_no_turn)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "lane");

	add_jobs(ledger, &job, 1);
	bench_raw("ZADD %s 0 %b", bench_key("lane"), "lane\037\037j",
	    (size_t)7);
	cancel_job(ledger, "j");
	expect_claim(ledger, NULL);
}
END_TEST

START_TEST(I20_jobs_with_strange_names_can_be_done)
{
	static const char *const names[] = { "", " ", "a b\n", "\037" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct ledger *ledger = bench_new();
		struct ledger_completion done;
		struct seen_claim claim;

		bench_raw("ZADD %s 1 %b", bench_key("agenda"), names[i],
		    strlen(names[i]));
		claim = *expect_claim(ledger, names[i]);
		done = done_with(&claim);
		ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
		expect_claim(ledger, NULL);
	}
}
END_TEST

START_TEST(I20_a_channel_with_a_strange_incident_is_split)
{
	struct ledger *ledger = bench_new();

	bench_raw("HSET %s v 1 ep 0 d x", bench_key("inc:a b"));
	bench_raw("HSET %s C1 %s", bench_key("chan"), "a b");
	ck_assert_int_eq(ask_load(ledger, "", "C1").status, LEDGER_SPLIT);
}
END_TEST

START_TEST(a_job_without_a_body_is_claimed_empty)
{
	struct ledger *ledger = bench_new();

	bench_raw("ZADD %s 1 ghost", bench_key("agenda"));
	ck_assert_str_eq(expect_claim(ledger, "ghost")->body, "");
	cancel_job(ledger, "ghost");
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->next_due_ms, 0);
}
END_TEST

enum { COMMIT_ARGS = 18 };

/* The sets of what is urgent stand beside the agenda, which alone decides: an
 * older replica, for one, does not know of them. */
START_TEST(what_the_urgent_sets_have_wrong_is_mended)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("page", 0, "");

	job.urgency = 2;
	add_jobs(ledger, &job, 1);
	bench_raw("ZADD %s 1 gone", bench_key("urg2"));
	bench_raw("ZADD %s XX 9999999999999 page", bench_key("agenda"));
	ck_assert_uint_eq(ask_claim(ledger, "w", 9, 1000)->count, 0);
	expect_raw(bench_raw("ZSCORE %s page", bench_key("urg2")),
	    "9999999999999");
	expect_raw(bench_raw("ZCARD %s", bench_key("urg2")), "1");
	bench_raw("ZADD %s XX 1 page", bench_key("agenda"));
	ck_assert_uint_eq(ask_claim(ledger, "w", 9, 1000)->count, 1);
	expect_raw(bench_raw("ZCARD %s", bench_key("urg2")), "1");
	cancel_job(ledger, "page");
	expect_raw(bench_raw("EXISTS %s", bench_key("urg2")), "0");
}
END_TEST

/* A commit that would do, but for one argument. */
static void expect_bad_argument(size_t place, const char *bad, size_t count)
{
	const char *args[COMMIT_ARGS] = {
		"", "1", "0 0 1000 1 0 1 0", "{}", "C1", "", "", "", "",
		"places", "1.5", "5", "summary", "6", "event", "job",
		"0 0 lane", "body",
	};
	char store[64];

	(void)text_copy(store, sizeof(store), bench_store());
	args[0] = store;
	if (bad)
		args[place] = bad;
	expect_raw(bench_script(LEDGER_SCRIPT_COMMIT, count, args),
	    "ARGUMENTS");
	expect_nothing_written();
}

START_TEST(commit_checks_its_arguments_before_the_first_write)
{
	bench_new();
	expect_bad_argument(2, "", COMMIT_ARGS);
	expect_bad_argument(2, "-1 0 1000 1 0 1 0", COMMIT_ARGS); /* version */
	expect_bad_argument(2, "0 x 1000 1 0 1 0", COMMIT_ARGS); /* epoch */
	expect_bad_argument(2, "0 0 1.5 1 0 1 0", COMMIT_ARGS); /* ttl */
	expect_bad_argument(2, "0 0 1000 x 0 1 0", COMMIT_ARGS); /* events */
	expect_bad_argument(2, "0 0 1000 1 0 1", COMMIT_ARGS); /* no drops */
	expect_bad_argument(2, "0 0 1000 1 0 0 0", COMMIT_ARGS); /* words left */
	expect_bad_argument(10, "nan", COMMIT_ARGS);	/* rank */
	expect_bad_argument(10, "1 2", COMMIT_ARGS);
	expect_bad_argument(10, "1e+e", COMMIT_ARGS);
	expect_bad_argument(16, "soon 0 lane", COMMIT_ARGS);	/* due */
	expect_bad_argument(16, "-1 0 lane", COMMIT_ARGS);
	expect_bad_argument(16, "0 3 lane", COMMIT_ARGS);	/* urgency */
	expect_bad_argument(11, "x", COMMIT_ARGS);	/* place */
	expect_bad_argument(13, "1.5", COMMIT_ARGS);	/* owed */
	expect_bad_argument(0, NULL, COMMIT_ARGS - 1);	/* no body */
}
END_TEST

START_TEST(a_turn_without_an_event_is_refused)
{
	const char *args[] = {
		"", "1", "0 0 0 0 0 0 0", "{}", "", "", "", "", "", "places",
		"", "", "", "",
	};
	char store[64];

	bench_new();
	(void)text_copy(store, sizeof(store), bench_store());
	args[0] = store;
	expect_raw(bench_script(LEDGER_SCRIPT_COMMIT, ARRAY_LEN(args), args),
	    "ARGUMENTS");
	expect_nothing_written();
}
END_TEST

START_TEST(claim_checks_its_arguments_before_the_first_write)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");
	char store[64];

	add_jobs(ledger, &job, 1);
	(void)text_copy(store, sizeof(store), bench_store());
	for (size_t i = 2; i < 10; i++) {
		const char *args[] = { store, "w", "1", "30000", NOW, "5000",
			"1", "1", "1", "1" };

		args[i] = "x";
		expect_raw(bench_script(LEDGER_SCRIPT_CLAIM, ARRAY_LEN(args),
		    args), "ARGUMENTS");
	}
	ck_assert_int_eq(expect_claim(ledger, "j")->attempt, 1);
}
END_TEST

START_TEST(complete_checks_its_arguments_before_the_first_write)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "");
	struct seen_claim claim;
	char store[64];

	add_jobs(ledger, &job, 1);
	claim = *expect_claim(ledger, "j");
	(void)text_copy(store, sizeof(store), bench_store());
	for (size_t i = 4; i < 6; i++) {
		const char *args[] = {
			store, "j", claim.token, "later", "1", "1", "0", "",
		};

		args[i] = "x";
		expect_raw(bench_script(LEDGER_SCRIPT_COMPLETE,
		    ARRAY_LEN(args), args), "ARGUMENTS");
	}
	ck_assert_int_eq(ask_owner(ledger, "j", claim.token), LEDGER_OK);
}
END_TEST

START_TEST(F17_a_store_of_another_kind_is_refused)
{
	struct ledger *ledger = bench_new();

	bench_raw("HSET %s schema 99", bench_key("meta"));
	ck_assert_int_eq(ask_open(ledger, "", true).status, LEDGER_REFUSED);
	ck_assert_str_eq(ledger_last_error(ledger), "open: SCHEMA 99");
	bench_raw("HSET %s schema 1 shards 4", bench_key("meta"));
	ck_assert_int_eq(ask_open(ledger, "", true).status, LEDGER_REFUSED);
	ck_assert_str_eq(ledger_last_error(ledger), "open: SHARDS 4");
}
END_TEST

START_TEST(F17_who_knows_less_than_another_writes_no_more)
{
	struct ledger *ledger = bench_new();

	bench_raw("HSET %s format 7", bench_key("meta"));
	ck_assert_int_eq(commit_all(ledger).status, LEDGER_NEWER);
	expect_nothing_written();
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->status, LEDGER_NEWER);
	ck_assert_int_eq(ask_open(ledger, "", true).status, LEDGER_NEWER);
	bench_raw("HSET %s format 0", bench_key("meta"));
	ck_assert_int_eq(commit_all(ledger).status, LEDGER_OK);
}
END_TEST

START_TEST(F17_a_store_belongs_to_those_who_know_most)
{
	const char *looks_in[] = { "", "1", "1", "0", "x", "8", "0" };
	const char *stays[] = { "", "1", "1", "0", "x", "8", "1" };

	bench_new();
	expect_raw(bench_script(LEDGER_SCRIPT_OPEN, ARRAY_LEN(looks_in),
	    looks_in), "OK");
	expect_raw(bench_raw("HGET %s format", bench_key("meta")), "0");
	expect_raw(bench_script(LEDGER_SCRIPT_OPEN, ARRAY_LEN(stays), stays),
	    "OK");
	expect_raw(bench_raw("HGET %s format", bench_key("meta")), "8");
}
END_TEST

START_TEST(F31_no_new_store_over_the_remains_of_another)
{
	static const char *const losses[] = { "HDEL %s store", "DEL %s" };

	for (size_t i = 0; i < ARRAY_LEN(losses); i++) {
		struct ledger *ledger = bench_new();

		commit_all(ledger);
		bench_raw(losses[i], bench_key("meta"));
		ck_assert_int_eq(ask_open(ledger, "", false).status,
		    LEDGER_ABSENT);
		ck_assert_int_eq(ask_open(ledger, "", true).status,
		    LEDGER_REFUSED);
		ck_assert_str_eq(ledger_last_error(ledger),
		    "open: DAMAGED meta");
	}
}
END_TEST

START_TEST(F31_any_one_key_is_a_remainder)
{
	static const char *const left[][2] = {
		{ "ZADD %s 1 x", "agenda" }, { "HSET %s x y", "job" },
		{ "ZADD %s 1 x", "open" }, { "HSET %s x y", "chan" },
		{ "HSET %s hwm 1", "meta" },
	};

	for (size_t i = 0; i < ARRAY_LEN(left); i++) {
		struct ledger *ledger = bench_new_unopened();

		bench_raw(left[i][0], bench_key(left[i][1]));
		ck_assert_int_eq(ask_open(ledger, "", true).status,
		    LEDGER_REFUSED);
	}
}
END_TEST

START_TEST(every_key_carries_the_tag)
{
	struct ledger *ledger = bench_new();

	bench_raw("FLUSHALL");
	ask_open(ledger, "", true);
	commit_all(ledger);
	ck_assert_uint_eq(ask_claim(ledger, "w", 9, ASK_LEASE_MS)->count, 2);
	expect_raw(bench_raw("EVAL %s 0", "local bad = {'none'} "
	    "for _, key in ipairs(redis.call('KEYS', '*')) do "
	    "if not string.find(key, '^{ib:t%d+:0}:') then bad = {key} end "
	    "end return bad"), "none");
}
END_TEST

START_TEST(a_done_job_leaves_nothing_behind)
{
	struct ledger *ledger = bench_new();
	struct ledger_job job = job_of("j", 0, "lane");
	struct ledger_completion done;
	struct seen_claim claim;

	add_jobs(ledger, &job, 1);
	claim = *expect_claim(ledger, "j");
	done = done_with(&claim);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	expect_raw(bench_raw("EXISTS %s %s", bench_key("agenda"),
	    bench_key("job")), "0");
	expect_raw(bench_raw("EXISTS %s %s", bench_key("lane"),
	    bench_key("own")), "0");
}
END_TEST

START_TEST(F23_out_of_memory_refuses_turns_whole_and_drains)
{
	struct ledger *ledger = bench_new();
	struct ledger_job jobs[] = { job_of("a", 0, ""), job_of("b", 0, "") };
	struct ledger_commit turn = turn_of("1", 1);
	struct ledger_completion done;
	struct seen_claims claims;

	add_jobs(ledger, jobs, 2);
	bench_raw("CONFIG SET maxmemory 1");
	turn.dedupe_key = "in";
	turn.dedupe_ttl_ms = 1000;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_FULL);
	ck_assert_int_eq(ask_number(ledger).status, LEDGER_FULL);
	ck_assert_int_eq(ask_load(ledger, "1", "").version, 1);
	ck_assert_uint_eq(ask_timeline(ledger, "1", 0, 9)->count, 1);
	ck_assert_uint_eq(ask_list(ledger, 0, 9)->total, 0);
	claims = *ask_claim(ledger, "w", 2, ASK_LEASE_MS);
	ck_assert_uint_eq(claims.count, 2);
	done = done_with(&claims.claim[0]);
	done.late = true;
	done.verify_after_ms = 10;
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	done = later_with(&claims.claim[1], 5);
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_OK);
	bench_raw("CONFIG SET maxmemory 0");
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
}
END_TEST

START_TEST(F18_forgotten_scripts_are_sent_again)
{
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("1", 0);

	bench_raw("SCRIPT FLUSH");
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	bench_raw("SCRIPT FLUSH");
	ck_assert_int_eq(ask_load(ledger, "1", "").version, 1);
	expect_claim(ledger, NULL);
}
END_TEST

struct several {
	int open;
	bool done;
	enum ledger_status last;
};

static void on_several(void *arg, enum ledger_status status, int64_t version,
    int64_t now_ms)
{
	struct several *several = arg;

	(void)version;
	(void)now_ms;
	several->last = status;
	several->done = --several->open == 0;
}

START_TEST(calls_of_one_tick_are_all_answered)
{
	struct ledger *ledger = bench_new();
	struct several several = { .open = 50 };

	for (int version = 0; version < 50; version++) {
		struct ledger_commit turn = turn_of("1", version);

		ledger_commit(ledger, &turn, on_several, &several);
	}
	bench_wait(&several.done);
	ck_assert_int_eq(several.last, LEDGER_OK);
	ck_assert_int_eq(ask_load(ledger, "1", "").version, 50);
}
END_TEST

START_TEST(F18_a_killed_server_keeps_what_it_confirmed)
{
	struct ledger *ledger = bench_new();
	struct several several = { .open = 1 };
	struct ledger_commit turn = turn_of("1", 1);

	commit_all(ledger);
	bench_kill_server();
	ledger_commit(ledger, &turn, on_several, &several);
	bench_wait(&several.done);
	ck_assert_int_eq(several.last, LEDGER_UNKNOWN);
	ck_assert_int_eq(ask_load(ledger, "1", "").status, LEDGER_UNKNOWN);
	bench_restart_server();
	bench_wait_until_up();
	ck_assert_int_eq(ask_load(ledger, "1", "").version, 1);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
}
END_TEST

START_TEST(a_freed_ledger_gives_no_answers)
{
	struct ledger_commit turn = turn_of("1", 0);

	for (int i = 0; i < 3; i++)
		ledger_commit(bench_new(), &turn, NULL, NULL);
	ck_assert_int_eq(ask_number(bench_new()).number, 1);
}
END_TEST

TCase *contract_bench(void)
{
	TCase *tcase = tcase_create("redis");

	tcase_add_test(tcase, F33_wrong_types_abort_before_the_first_write);
	tcase_add_test(tcase,
	    F33_damaged_counters_abort_before_the_first_write);
	tcase_add_test(tcase, I18_a_damaged_incident_is_split_and_alone);
	tcase_add_test(tcase, a_snapshot_out_of_shape_is_split);
	tcase_add_test(tcase, a_version_out_of_shape_is_a_split_too);
	tcase_add_test(tcase, the_index_is_written_where_it_is_otherwise);
	tcase_add_test(tcase,
	    F17_the_index_is_written_behind_an_older_replica);
	tcase_add_test(tcase, a_stream_that_remembers_more_refuses_whole);
	tcase_add_test(tcase, a_damaged_attempt_counter_counts_as_one);
	tcase_add_test(tcase, what_is_not_in_the_agenda_is_not_given_back);
	tcase_add_test(tcase, F33_a_damaged_lane_stops_no_turn);
	tcase_add_test(tcase, I20_jobs_with_strange_names_can_be_done);
	tcase_add_test(tcase, I20_a_channel_with_a_strange_incident_is_split);
	tcase_add_test(tcase, a_job_without_a_body_is_claimed_empty);
	tcase_add_test(tcase,
	    commit_checks_its_arguments_before_the_first_write);
	tcase_add_test(tcase, a_turn_without_an_event_is_refused);
	tcase_add_test(tcase,
	    claim_checks_its_arguments_before_the_first_write);
	tcase_add_test(tcase,
	    complete_checks_its_arguments_before_the_first_write);
	tcase_add_test(tcase, F17_a_store_of_another_kind_is_refused);
	tcase_add_test(tcase, F17_who_knows_less_than_another_writes_no_more);
	tcase_add_test(tcase, F17_a_store_belongs_to_those_who_know_most);
	tcase_add_test(tcase, F31_no_new_store_over_the_remains_of_another);
	tcase_add_test(tcase, F31_any_one_key_is_a_remainder);
	tcase_add_test(tcase, every_key_carries_the_tag);
	tcase_add_test(tcase, a_done_job_leaves_nothing_behind);
	tcase_add_test(tcase, F23_out_of_memory_refuses_turns_whole_and_drains);
	tcase_add_test(tcase, what_the_urgent_sets_have_wrong_is_mended);
	tcase_add_test(tcase, F18_forgotten_scripts_are_sent_again);
	tcase_add_test(tcase, calls_of_one_tick_are_all_answered);
	tcase_add_test(tcase, F18_a_killed_server_keeps_what_it_confirmed);
	tcase_add_test(tcase, a_freed_ledger_gives_no_answers);
	return tcase;
}
