/* SPDX-License-Identifier: MIT
 *
 * daemon/board/board_finder: which incidents the page is told of beside the
 * open ones. The index is this file's own: a list, the latest first.
 */
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/summary.h"
#include "daemon/board/board_finder.h"
#include "tests/unit/unit.h"

#define NOW_MS INT64_C(1781532000000)
#define INDEX_MAX 3000

static struct arena *arena;
static struct board_finder *finder;
static struct ledger_summary index_of[INDEX_MAX];	/* latest first */
static size_t index_count;
static int looks;		/* searches since the last walk began */
static bool walked;

/* The seam: in place of the ledger's. */
void ledger_search(struct ledger *ledger, const struct ledger_wish *wish,
    ledger_search_cb *callback, void *arg)
{
	size_t left = wish->offset < index_count ?
	    index_count - wish->offset : 0;
	size_t looked = left < LEDGER_SEARCH_MAX ? left : LEDGER_SEARCH_MAX;

	(void)ledger;
	ck_assert_uint_eq(wish->word_count, 0);
	ck_assert_uint_ge(wish->whole, looked);
	looks++;
	callback(arg, LEDGER_OK, index_of + wish->offset, looked, looked,
	    index_count);
}

static void setup(void)
{
	arena = arena_new(64u << 20);
	finder = board_finder_new(NULL);
	index_count = 0;
}

static void teardown(void)
{
	board_finder_free(finder);
	arena_free(arena);
}

/* The latest of all. */
static void put(int number, int updates, int flags, int64_t resolved_ms)
{
	static struct incident incident;
	struct ledger_summary one;

	memset(&incident, 0, sizeof(incident));
	(void)snprintf(incident.id, sizeof(incident.id), "%d", number);
	incident.severity = SEV1;
	incident.phase = resolved_ms ? PHASE_RESOLVED : PHASE_OPEN;
	incident.flags = flags;
	incident.update_count = updates;
	incident.declared_ms = NOW_MS - WHEN_DAY_MS;
	incident.resolved_ms = resolved_ms;
	one.id = arena_strdup(arena, incident.id);
	one.data = summary_encode(arena, &incident);
	one.length = strlen(one.data);
	ck_assert_uint_lt(index_count, INDEX_MAX);
	memmove(index_of + 1, index_of, index_count * sizeof(*index_of));
	index_of[0] = one;
	index_count++;
}

static void on_walk(void *arg, enum ledger_status status)
{
	(void)arg;
	ck_assert_int_eq(status, LEDGER_OK);
	walked = true;
}

/* What is found, in the order in which it is given: "9 7". */
static const char *walk(int64_t now_ms)
{
	struct text found = text_new(arena, 1000);
	char id[ID_SIZE];

	looks = 0;
	walked = false;
	board_finder_walk(finder, now_ms, on_walk, NULL);
	ck_assert(walked);
	while (board_finder_next(finder, id)) {
		text_addf(&found, "%s%s", found.length ? " " : "", id);
		board_finder_done(finder);
	}
	return found.data;
}

START_TEST(what_was_over_before_is_found_however_large_the_gaps)
{
	put(3, 2, 0, NOW_MS - WHEN_HOUR_MS);
	put(5, 0, 0, NOW_MS - WHEN_HOUR_MS);	/* nobody was told */
	put(6, 2, FLAG_PRIVATE, NOW_MS - WHEN_HOUR_MS);
	put(7, 2, FLAG_DRILL, NOW_MS - WHEN_HOUR_MS);
	put(8, 2, 0, NOW_MS - 91 * WHEN_DAY_MS);	/* too long ago */
	put(900, 1, 0, NOW_MS - WHEN_HOUR_MS);
	put(70000, 1, 0, 0);
	ck_assert_str_eq(walk(NOW_MS), "70000 900 3");
	/* Nothing is new; then an import puts one in, deep in the past. */
	ck_assert_str_eq(walk(NOW_MS + 1), "");
	put(450, 1, 0, NOW_MS);
	ck_assert_str_eq(walk(NOW_MS + 2), "450");
}
END_TEST

START_TEST(a_walk_ends_where_nothing_is_new)
{
	for (int i = 1; i <= 2500; i++)
		put(i, 0, 0, NOW_MS);
	ck_assert_str_eq(walk(NOW_MS), "");
	ck_assert_int_eq(looks, 3);
	put(2501, 1, 0, NOW_MS);
	ck_assert_str_eq(walk(NOW_MS + 1), "2501");
	ck_assert_int_eq(looks, 1);
	/* Once an hour all of it. */
	ck_assert_str_eq(walk(NOW_MS + 2 + WHEN_HOUR_MS), "2501");
	ck_assert_int_eq(looks, 3);
}
END_TEST

START_TEST(what_left_the_open_ones_is_looked_at_once_more)
{
	put(1, 0, 0, 0);
	board_finder_begin(finder);
	board_finder_saw_open(finder, "1");
	ck_assert_str_eq(walk(NOW_MS), "");
	board_finder_begin(finder);
	ck_assert_str_eq(walk(NOW_MS + 1), "1");
	board_finder_begin(finder);
	ck_assert_str_eq(walk(NOW_MS + 2), "");
}
END_TEST

/* It was open when the last look that came to its end was made. */
START_TEST(what_was_over_during_a_look_that_failed_is_looked_at)
{
	put(1, 0, 0, 0);
	board_finder_begin(finder);
	board_finder_saw_open(finder, "1");
	ck_assert_str_eq(walk(NOW_MS), "");
	board_finder_begin(finder);	/* and no walk */
	board_finder_begin(finder);
	ck_assert_str_eq(walk(NOW_MS + 1), "1");
	board_finder_begin(finder);
	ck_assert_str_eq(walk(NOW_MS + 2), "");
}
END_TEST

START_TEST(what_came_after_the_list_counts_as_open)
{
	put(1, 0, 0, 0);
	board_finder_begin(finder);	/* not listed */
	ck_assert_str_eq(walk(NOW_MS), "");
	board_finder_begin(finder);
	ck_assert_str_eq(walk(NOW_MS + 1), "1");
}
END_TEST

START_TEST(what_is_wanted_is_looked_at)
{
	put(1, 0, 0, NOW_MS);
	ck_assert_str_eq(walk(NOW_MS), "");
	board_finder_want(finder, "site");
	board_finder_want(finder, "1");
	ck_assert_str_eq(walk(NOW_MS + 1), "1");
}
END_TEST

START_TEST(what_was_taken_out_makes_it_begin_anew)
{
	put(1, 1, 0, NOW_MS);
	put(2, 1, 0, NOW_MS);
	ck_assert_str_eq(walk(NOW_MS), "2 1");
	index_count = 0;
	put(3, 1, 0, NOW_MS);
	ck_assert_str_eq(walk(NOW_MS + 1), "3");
}
END_TEST

int main(void)
{
	struct unit u = unit_new("board_finder");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, what_was_over_before_is_found_however_large_the_gaps);
	unit_add(&u, a_walk_ends_where_nothing_is_new);
	unit_add(&u, what_left_the_open_ones_is_looked_at_once_more);
	unit_add(&u,
	    what_was_over_during_a_look_that_failed_is_looked_at);
	unit_add(&u, what_came_after_the_list_counts_as_open);
	unit_add(&u, what_is_wanted_is_looked_at);
	unit_add(&u, what_was_taken_out_makes_it_begin_anew);
	return unit_run(&u);
}
