/* SPDX-License-Identifier: MIT
 *
 * core/timeline: the entries as they read, in their order, with what was
 * corrected and hidden; the times that people write.
 */
#include "core/timeline.h"
#include "base/arena.h"
#include "base/text.h"
#include "tests/unit/unit.h"

#define T0 INT64_C(1781514000000)	/* 2026-06-15 09:00 UTC */
#define MINUTE INT64_C(60000)
#define EVENTS 16

static struct arena *arena;
static struct event events[EVENTS];
static int count;
static const struct entry *entries;

static void setup(void)
{
	arena = arena_new(1u << 20);
	memset(events, 0, sizeof(events));
	count = 0;
}

static void teardown(void)
{
	arena_free(arena);
}

static void add(int kind, const struct event *event)
{
	events[count] = *event;
	events[count].kind = kind;
	events[count].at_ms = T0 + count * MINUTE;
	count++;
}

/* The numbers in the order of the entries: "3 1 2". */
static const char *order(void)
{
	int n = timeline_read(arena, &(struct numbered){
	    events, count, NULL }, &entries);
	struct text text = text_new(arena, 200);

	for (int i = 0; i < n; i++)
		text_addf(&text, "%s%d", i > 0 ? " " : "", entries[i].number);
	return text.data;
}

START_TEST(what_was_added_stands_where_it_happened)
{
	add(EVENT_DECLARED, &(struct event){ .text = "a" });
	add(EVENT_NOTED, &(struct event){ .text = "b" });
	add(EVENT_ENTRY_ADDED, &(struct event){ .text = "c",
	    .due_ms = T0 - MINUTE });
	ck_assert_str_eq(order(), "3 1 2");
	ck_assert_int_eq(entries[0].at_ms, T0 - MINUTE);
}
END_TEST

START_TEST(a_correction_keeps_what_it_corrects)
{
	add(EVENT_DECLARED, &(struct event){ .text = "a" });
	add(EVENT_NOTED, &(struct event){ .text = "b" });
	add(EVENT_ENTRY_CORRECTED, &(struct event){ .number = 2,
	    .text = "c", .actor = "U0ANA" });
	add(EVENT_ENTRY_CORRECTED, &(struct event){ .number = 2,
	    .due_ms = T0 - MINUTE, .actor = "U0BEN" });
	ck_assert_str_eq(order(), "2 1");
	ck_assert_str_eq(entries[0].text, "c");
	ck_assert_str_eq(entries[0].event->text, "b");
	ck_assert_str_eq(entries[0].corrected->actor, "U0BEN");
	ck_assert(entries[0].moved);
	ck_assert_ptr_null(entries[1].text);
}
END_TEST

START_TEST(what_is_hidden_can_be_shown_again)
{
	add(EVENT_DECLARED, &(struct event){ .text = "a" });
	add(EVENT_ENTRY_HIDDEN, &(struct event){ .number = 1 });
	ck_assert_str_eq(order(), "1");
	ck_assert(entries[0].hidden);
	add(EVENT_ENTRY_SHOWN, &(struct event){ .number = 1 });
	ck_assert_str_eq(order(), "1");
	ck_assert(!entries[0].hidden);
	/* What is not there yet, or never will be, is nothing. */
	add(EVENT_ENTRY_HIDDEN, &(struct event){ .number = 9 });
	add(EVENT_ENTRY_HIDDEN, &(struct event){ .number = 5 });
	ck_assert_str_eq(order(), "1");
}
END_TEST

/* Of a long one some are kept, with the numbers that they have in all. */
START_TEST(what_is_left_out_keeps_the_others_numbers)
{
	static const int numbers[] = { 3, 40, 41, 42 };
	struct numbered timeline = { events, 4, numbers };
	const struct entry *kept;

	add(EVENT_NOTED, &(struct event){ .text = "a" });
	add(EVENT_NOTED, &(struct event){ .text = "b" });
	add(EVENT_ENTRY_HIDDEN, &(struct event){ .number = 3 });
	add(EVENT_ENTRY_CORRECTED, &(struct event){ .number = 2,
	    .text = "of one that is left out" });
	ck_assert_int_eq(timeline_read(arena, &timeline, &kept), 2);
	ck_assert_int_eq(kept[0].number, 3);
	ck_assert(kept[0].hidden);
	ck_assert_int_eq(kept[1].number, 40);
	ck_assert_ptr_eq(timeline_find(kept, 2, &timeline, 40), &kept[1]);
	ck_assert_ptr_null(timeline_find(kept, 2, &timeline, 1));
	ck_assert_ptr_null(timeline_find(kept, 2, &timeline, 41));
}
END_TEST

START_TEST(a_marked_message_is_one_entry_as_it_reads_now)
{
	add(EVENT_DECLARED, &(struct event){ .text = "a" });
	add(EVENT_MESSAGE_MARKED, &(struct event){ .ref = "1.2" });
	add(EVENT_MESSAGE_KEPT, &(struct event){ .ref = "1.2", .text = "x",
	    .due_ms = T0 - MINUTE });
	add(EVENT_MESSAGE_KEPT, &(struct event){ .ref = "3.4", .text = "z" });
	add(EVENT_MESSAGE_KEPT, &(struct event){ .ref = "1.2", .text = "y",
	    .due_ms = T0 - MINUTE });
	ck_assert_str_eq(order(), "3 1 4");
	ck_assert_str_eq(entries[0].event->text, "y");
	/* Each of its readings names it. */
	ck_assert_ptr_eq(timeline_find(entries, 3,
	    &(struct numbered){ events, 5, NULL }, 5), &entries[0]);
	add(EVENT_ENTRY_HIDDEN, &(struct event){ .number = 5 });
	ck_assert_str_eq(order(), "3 1 4");
	ck_assert(entries[0].hidden);
	add(EVENT_MESSAGE_DROPPED, &(struct event){ .ref = "1.2" });
	ck_assert_str_eq(order(), "1 4");
	/* Marked again, it is as hidden as it was. */
	add(EVENT_MESSAGE_KEPT, &(struct event){ .ref = "1.2", .text = "y",
	    .due_ms = T0 - MINUTE });
	ck_assert_str_eq(order(), "3 1 4");
	ck_assert(entries[0].hidden);
	ck_assert_ptr_null(timeline_find(entries, 3,
	    &(struct numbered){ events, 5, NULL }, 2));
	ck_assert_ptr_null(timeline_find(entries, 3,
	    &(struct numbered){ events, 5, NULL }, 0));
}
END_TEST

START_TEST(times_as_people_write_them)
{
	static const struct { const char *words; int64_t ms; } good[] = {
		{ "08:30", T0 - 30 * MINUTE },
		{ "08:30:15", T0 - 30 * MINUTE + 15000 },
		{ "2026-06-15T08:59", T0 - MINUTE },
		{ "2026-06-15 08:59:30", T0 - MINUTE + 30000 },
		{ "20 min ago", T0 - 20 * MINUTE },
	};
	static const char *const bad[] = {
		"", "soon", "25:00", "08:30:99", "2026-13-15T08:59",
		"2026-06-15T24:59", "2026-06-15", "2026-06-15X08:59",
		"2026-02-31T08:59", "2025-02-29T08:59",
	};
	int64_t ms;

	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		ck_assert_msg(timeline_time_parse(good[i].words, NULL, T0,
		    &ms), "%s", good[i].words);
		ck_assert_int_eq(ms, good[i].ms);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!timeline_time_parse(bad[i], NULL, T0, &ms),
		    "%s", bad[i]);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/timeline");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, what_was_added_stands_where_it_happened);
	unit_add(&u, a_correction_keeps_what_it_corrects);
	unit_add(&u, what_is_hidden_can_be_shown_again);
	unit_add(&u, what_is_left_out_keeps_the_others_numbers);
	unit_add(&u, a_marked_message_is_one_entry_as_it_reads_now);
	unit_add(&u, times_as_people_write_them);
	return unit_run(&u);
}
