/* SPDX-License-Identifier: MIT
 *
 * contract_index: all incidents that were ever declared, what is owed of
 * them, searching them, and the chain of hashes through a timeline.
 */
#include "tests/ledger/contract.h"

#include "base/base.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench.h"

static void commit_placed(struct ledger *ledger, const char *id,
    int64_t declared_ms, const char *summary, int64_t owed_ms)
{
	struct ledger_commit turn =
	    turn_of(id, ask_load(ledger, id, "").version);

	turn.declared_ms = declared_ms;
	turn.summary = summary;
	turn.summary_length = strlen(summary);
	turn.owed_ms = owed_ms;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
}

static void expect_index(struct ledger *ledger, enum ledger_index index,
    size_t offset, size_t max, const char *ids)
{
	const struct seen_list *seen = ask_index(ledger, index, offset, max);
	char got[SEEN_TEXT] = "";
	size_t length = 0;

	ck_assert_int_eq(seen->status, LEDGER_OK);
	for (size_t i = 0; i < seen->count; i++)
		length += (size_t)snprintf(got + length, sizeof(got) - length,
		    "%s ", seen->snapshot[i].id);
	snprintf(got + length, sizeof(got) - length, "| %zu", seen->total);
	ck_assert_str_eq(got, ids);
}

START_TEST(all_incidents_stand_by_declaration_the_latest_first)
{
	struct ledger *ledger = bench_new();

	expect_index(ledger, LEDGER_INDEX_ALL, 0, 10, "| 0");
	commit_placed(ledger, "1", 1000, "one", 0);
	commit_placed(ledger, "2", 3000, "two", 0);
	commit_placed(ledger, "3", 2000, "three", 0);
	commit_placed(ledger, "10", 3000, "ten", 0);
	commit_placed(ledger, "site", 0, "", 0);	/* in no list */
	expect_index(ledger, LEDGER_INDEX_ALL, 0, 10, "2 10 3 1 | 4");
	expect_index(ledger, LEDGER_INDEX_ALL, 1, 2, "10 3 | 4");
	expect_index(ledger, LEDGER_INDEX_ALL, 4, 2, "| 4");
	/* Once in, always in. */
	commit_placed(ledger, "3", 9000, "three", 0);
	expect_index(ledger, LEDGER_INDEX_ALL, 0, 10, "3 2 10 1 | 4");
}
END_TEST

START_TEST(what_is_owed_stands_by_when_it_is_due)
{
	struct ledger *ledger = bench_new();

	commit_placed(ledger, "1", 1, "one", 5000);
	commit_placed(ledger, "2", 2, "two", 4000);
	commit_placed(ledger, "3", 3, "three", 0);
	expect_index(ledger, LEDGER_INDEX_OWED, 0, 10, "2 1 | 2");
	commit_placed(ledger, "2", 2, "two", 6000);
	expect_index(ledger, LEDGER_INDEX_OWED, 0, 10, "1 2 | 2");
	commit_placed(ledger, "1", 1, "one", 0);
	expect_index(ledger, LEDGER_INDEX_OWED, 0, 10, "2 | 1");
	expect_index(ledger, LEDGER_INDEX_OWED, 1, 10, "| 1");
}
END_TEST

START_TEST(search_wants_all_the_words_in_the_first_line)
{
	static const char *const checkout[] = { "checkout" };
	static const char *const both[] = { "down", "checkout" };
	static const char *const json[] = { "{}" };
	static const char *const marks[] = { "%d+.*" };
	static const char *const any[] = { "|search", "|slow" };
	static const char *const mixed[] = { "|search", "|slow", "down" };
	struct ledger *ledger = bench_new();

	ck_assert_str_eq(ask_search(ledger, NULL, 0, 0), "| 0 0");
	commit_placed(ledger, "1", 1, "checkout is down\n{}", 0);
	commit_placed(ledger, "2", 2, "search is down\ncheckout", 0);
	commit_placed(ledger, "3", 3, "checkout 50%d+.* slow", 0);
	ck_assert_str_eq(ask_search(ledger, NULL, 0, 0), "3 2 1 | 3 3");
	ck_assert_str_eq(ask_search(ledger, checkout, 1, 0), "3 1 | 3 3");
	ck_assert_str_eq(ask_search(ledger, both, 2, 0), "1 | 3 3");
	ck_assert_str_eq(ask_search(ledger, json, 1, 0), "| 3 3");
	ck_assert_str_eq(ask_search(ledger, marks, 1, 0), "3 | 3 3");
	ck_assert_str_eq(ask_search(ledger, checkout, 1, 1), "1 | 2 3");
	ck_assert_str_eq(ask_search(ledger, any, 2, 0), "3 2 | 3 3");
	ck_assert_str_eq(ask_search(ledger, mixed, 3, 0), "2 | 3 3");
	ck_assert_str_eq(ask_search(ledger, NULL, 0, 3), "| 0 3");
	/* Of what is not wished for whole, the id is told. */
	ck_assert_str_eq(ask_search_some(ledger, NULL, 0, 0, 1),
	    "3 2 alone 1 alone | 3 3");
	ck_assert_str_eq(ask_search_some(ledger, both + 1, 1, 0, 0),
	    "3 alone 1 alone | 3 3");
	/* The latest summary counts. */
	commit_placed(ledger, "3", 3, "another", 0);
	ck_assert_str_eq(ask_search(ledger, checkout, 1, 0), "1 | 3 3");
}
END_TEST

/* Of an incident that is dropped nothing is left, and what led to it may lead
 * elsewhere. */
START_TEST(what_is_dropped_is_gone_whole)
{
	struct ledger_drop drop = { "1", 2 };
	struct ledger *ledger = bench_new();
	struct ledger_commit turn = turn_of("1", 0);

	commit_placed(ledger, "1", 1, "one", 5000);
	turn = turn_of("1", 1);
	turn.channel = "alert:1";
	turn.open_rank = 1;
	turn.declared_ms = 1;
	turn.summary = "one";
	turn.summary_length = 3;
	turn.owed_ms = 5000;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	commit_placed(ledger, "2", 2, "two", 6000);
	turn = turn_of("site", 0);
	turn.drops = &drop;
	turn.drop_count = 1;
	drop.version = 1;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_CONFLICT);
	ck_assert_int_eq(ask_load(ledger, "1", "").status, LEDGER_OK);
	drop.version = 2;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	ck_assert_int_eq(ask_load(ledger, "1", "").status, LEDGER_ABSENT);
	ck_assert_int_eq(ask_load(ledger, "", "alert:1").status,
	    LEDGER_ABSENT);
	ck_assert_uint_eq(ask_timeline(ledger, "1", 0, 64)->count, 0);
	ck_assert_str_eq(ask_search(ledger, NULL, 0, 0), "2 | 1 1");
	expect_index(ledger, LEDGER_INDEX_OWED, 0, 10, "2 | 1");
	ck_assert_uint_eq(ask_list(ledger, 0, 10)->total, 0);
	/* Its number may come back, by an import, and begins anew. */
	turn = turn_of("1", 0);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	drop.version = 1;
	turn = turn_of("site", 1);
	turn.drops = &drop;
	turn.drop_count = 1;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	turn = turn_of("2", 1);
	turn.channel = "alert:1";
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	ck_assert_str_eq(ask_load(ledger, "", "alert:1").id, "2");
}
END_TEST

START_TEST(each_entry_carries_a_hash_over_all_before_it)
{
	static const char *const events[] = { "a", "b\n\"c\"" };
	struct ledger *ledger = bench_new();
	const struct seen_timeline *seen;
	char chain[LEDGER_CHAIN_SIZE] = "";

	for (int version = 0; version < 3; version++) {
		struct ledger_commit turn = turn_of("7", version);

		turn.events = events;
		turn.event_count = version == 1 ? 2 : 1;
		ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
	}
	seen = ask_timeline(ledger, "7", 0, 64);
	ck_assert_uint_eq(seen->count, 4);
	for (size_t i = 0; i < seen->count; i++) {
		struct ledger_entry entry = { seen->entry[i].version,
			seen->entry[i].index, seen->entry[i].data,
			strlen(seen->entry[i].data), "" };
		char next[LEDGER_CHAIN_SIZE];

		ledger_chain(chain, &entry, next);
		ck_assert_str_eq(seen->entry[i].chain, next);
		memcpy(chain, next, sizeof(chain));
	}
	ck_assert_str_eq(ask_load(ledger, "7", "").chain, chain);
	/* Known answer: sha1("\n1-1\na"). */
	ck_assert_str_eq(seen->entry[0].chain, "5349a1cf0f5005212045df26f4d987adb22c7c8c");
}
END_TEST

TCase *contract_index(void)
{
	TCase *tcase = tcase_create("index");

	tcase_add_test(tcase,
	    all_incidents_stand_by_declaration_the_latest_first);
	tcase_add_test(tcase, what_is_owed_stands_by_when_it_is_due);
	tcase_add_test(tcase, search_wants_all_the_words_in_the_first_line);
	tcase_add_test(tcase, what_is_dropped_is_gone_whole);
	tcase_add_test(tcase, each_entry_carries_a_hash_over_all_before_it);
	return tcase;
}
