/* SPDX-License-Identifier: MIT
 *
 * contract_read: what has been committed is found again, and a store that is
 * not the one known is noticed by every call.
 */
#include "tests/ledger/contract.h"

#include "base/base.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench.h"

static void commit_ranked(struct ledger *ledger, const char *id,
    const char *channel, double rank)
{
	struct ledger_commit turn =
	    turn_of(id, ask_load(ledger, id, "").version);

	turn.channel = channel;
	turn.open_rank = rank;
	turn.snapshot = id;
	turn.snapshot_length = strlen(id);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
}

START_TEST(an_incident_is_found_by_its_channel)
{
	struct ledger *ledger = bench_new();
	struct seen_snapshot seen;

	ck_assert_int_eq(ask_load(ledger, "7", "").status, LEDGER_ABSENT);
	ck_assert_int_eq(ask_load(ledger, "", "C7").status, LEDGER_ABSENT);
	commit_ranked(ledger, "7", "", 1);
	ck_assert_int_eq(ask_load(ledger, "", "C7").status, LEDGER_ABSENT);
	commit_ranked(ledger, "7", "C7", 1);
	commit_ranked(ledger, "7", "", -1);
	commit_ranked(ledger, "8", "C8", 1);
	seen = ask_load(ledger, "", "C7");
	ck_assert_int_eq(seen.status, LEDGER_OK);
	ck_assert_str_eq(seen.id, "7");
	ck_assert_int_eq(seen.version, 3);
	ck_assert_str_eq(ask_load(ledger, "", "C8").data, "8");
	/* An incident may get another channel. */
	commit_ranked(ledger, "8", "C9", 1);
	ck_assert_str_eq(ask_load(ledger, "", "C9").id, "8");
	ck_assert_int_eq(ask_load(ledger, "", "").status, LEDGER_ABSENT);
}
END_TEST

static void expect_list(struct ledger *ledger, size_t offset, size_t max,
    const char *ids, size_t total)
{
	const struct seen_list *seen = ask_list(ledger, offset, max);
	char got[SEEN_TEXT] = "";
	size_t length = 0;

	ck_assert_int_eq(seen->status, LEDGER_OK);
	for (size_t i = 0; i < seen->count; i++)
		length += (size_t)snprintf(got + length, sizeof(got) - length,
		    "%s ", seen->snapshot[i].id);
	ck_assert_str_eq(got, ids);
	ck_assert_uint_eq(seen->total, total);
}

START_TEST(open_incidents_are_listed_by_rank)
{
	struct ledger *ledger = bench_new();

	expect_list(ledger, 0, 10, "", 0);
	commit_ranked(ledger, "1", "", 3e13);
	commit_ranked(ledger, "2", "", 1.5);
	commit_ranked(ledger, "3", "", 1.5);
	commit_ranked(ledger, "10", "", 1.5);
	commit_ranked(ledger, "4", "", 0);
	expect_list(ledger, 0, 10, "4 10 2 3 1 ", 5);
	expect_list(ledger, 1, 2, "10 2 ", 5);
	expect_list(ledger, 4, 2, "1 ", 5);
	expect_list(ledger, 5, 2, "", 5);
	expect_list(ledger, 0, 0, "", 5);
	commit_ranked(ledger, "1", "", 1);
	commit_ranked(ledger, "3", "", -1);
	commit_ranked(ledger, "5", "", -1);
	expect_list(ledger, 0, 10, "4 1 10 2 ", 4);
	ck_assert_int_eq(ask_list(ledger, 1, 1)->snapshot[0].version, 2);
	ck_assert_str_eq(ask_list(ledger, 1, 1)->snapshot[0].data, "1");
	commit_ranked(ledger, "3", "", 7);
	expect_list(ledger, 0, 10, "4 1 10 2 3 ", 5);
}
END_TEST

START_TEST(the_timeline_keeps_the_order)
{
	static const char *const events[] = {
		"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11",
	};
	struct ledger *ledger = bench_new();
	const struct seen_timeline *seen;

	for (int version = 0; version < 11; version++) {
		struct ledger_commit turn = turn_of("7", version);

		turn.events = events;
		turn.event_count = version == 9 ? 11 : 1;
		ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	}
	seen = ask_timeline(ledger, "7", 0, 64);
	ck_assert_int_eq(seen->status, LEDGER_OK);
	ck_assert_uint_eq(seen->count, 21);
	for (size_t i = 0; i < 9; i++)
		ck_assert_int_eq(seen->entry[i].version, (int64_t)i + 1);
	for (int i = 0; i < 11; i++) {
		ck_assert_int_eq(seen->entry[9 + i].version, 10);
		ck_assert_int_eq(seen->entry[9 + i].index, i + 1);
		ck_assert_str_eq(seen->entry[9 + i].data, events[i]);
	}
	seen = ask_timeline(ledger, "7", 9, 3);
	ck_assert_uint_eq(seen->count, 3);
	ck_assert_int_eq(seen->entry[0].version, 9);
	ck_assert_int_eq(seen->entry[2].version, 10);
	ck_assert_int_eq(seen->entry[2].index, 2);
	ck_assert_uint_eq(ask_timeline(ledger, "7", 12, 3)->count, 0);
	ck_assert_uint_eq(ask_timeline(ledger, "7", 0, 0)->count, 0);
	ck_assert_uint_eq(ask_timeline(ledger, "8", 0, 3)->count, 0);
}
END_TEST

START_TEST(I12_numbers_never_repeat)
{
	struct ledger *ledger = bench_new();
	struct ledger *other = bench_attach();

	ask_open(other, "", false);
	ck_assert_int_eq(ask_number(ledger).number, 1);
	ck_assert_int_eq(ask_number(other).number, 2);
	ck_assert_int_eq(ask_number(ledger).number, 3);
}
END_TEST

START_TEST(F31_a_store_is_made_only_on_request)
{
	struct ledger *ledger = bench_new_unopened();
	struct ledger *other = bench_attach();
	struct seen_open seen = ask_open(ledger, "", false);
	struct seen_open again;

	ck_assert_int_eq(seen.status, LEDGER_ABSENT);
	ck_assert_int_eq(ask_open(ledger, "known", true).status,
	    LEDGER_WIPED);
	ck_assert_int_eq(ask_number(ledger).status, LEDGER_WIPED);
	seen = ask_open(ledger, "", true);
	ck_assert_int_eq(seen.status, LEDGER_OK);
	ck_assert_str_ne(seen.store, "");
	again = ask_open(other, seen.store, false);
	ck_assert_int_eq(again.status, LEDGER_OK);
	ck_assert_str_eq(again.store, seen.store);
	again = ask_open(other, "", true);
	ck_assert_str_eq(again.store, seen.store);
	ck_assert_int_eq(ask_open(other, "another", true).status,
	    LEDGER_WIPED);
}
END_TEST

static void expect_wiped(struct ledger *ledger)
{
	struct ledger_commit turn = turn_of("1", 0);
	struct ledger_completion done = { .job = "j", .token = "t" };

	ck_assert_int_eq(ask_load(ledger, "1", "").status, LEDGER_WIPED);
	ck_assert_int_eq(ask_load(ledger, "", "C1").status, LEDGER_WIPED);
	ck_assert_int_eq(ask_number(ledger).status, LEDGER_WIPED);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_WIPED);
	ck_assert_int_eq(ask_claim(ledger, "w", 1, 1)->status, LEDGER_WIPED);
	ck_assert_int_eq(ask_owner(ledger, "j", "t"), LEDGER_WIPED);
	done.body = "";
	ck_assert_int_eq(ask_complete(ledger, &done), LEDGER_WIPED);
	ck_assert_int_eq(ask_list(ledger, 0, 1)->status, LEDGER_WIPED);
	ck_assert_int_eq(ask_timeline(ledger, "1", 0, 1)->status,
	    LEDGER_WIPED);
}

START_TEST(F31_a_wiped_store_is_noticed_by_every_call)
{
	struct ledger *ledger = bench_new();
	struct ledger *other = bench_attach();
	struct ledger_job job = job_of("j", 0, "");
	struct seen_open old = ask_open(ledger, "", false);
	struct seen_open made;

	add_jobs(ledger, &job, 1);
	bench_wipe();
	expect_wiped(ledger);
	ck_assert_int_eq(ask_open(ledger, old.store, false).status,
	    LEDGER_WIPED);
	ck_assert_int_eq(ask_open(ledger, old.store, true).status,
	    LEDGER_WIPED);
	/* Somebody accepts the loss; who knew the old store still says so. */
	made = ask_open(other, "", true);
	ck_assert_int_eq(made.status, LEDGER_OK);
	ck_assert_str_ne(made.store, old.store);
	ck_assert_int_eq(ask_load(other, "1", "").status, LEDGER_ABSENT);
	expect_wiped(ledger);
}
END_TEST

TCase *contract_read(void)
{
	TCase *tcase = tcase_create("read");

	tcase_add_test(tcase, an_incident_is_found_by_its_channel);
	tcase_add_test(tcase, open_incidents_are_listed_by_rank);
	tcase_add_test(tcase, the_timeline_keeps_the_order);
	tcase_add_test(tcase, I12_numbers_never_repeat);
	return tcase;
}

TCase *contract_open(void)
{
	TCase *tcase = tcase_create("open");

	tcase_add_test(tcase, F31_a_store_is_made_only_on_request);
	tcase_add_test(tcase, F31_a_wiped_store_is_noticed_by_every_call);
	return tcase;
}
