/* SPDX-License-Identifier: MIT
 *
 * view_mrkdwn: the sink for user text, function by function: what becomes of
 * each kind of character, and where a limit cuts.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/views/mrkdwn.h"
#include "core/views/view.h"
#include "tests/unit/unit.h"

static struct arena *arena;

static void open_arena(void)
{
	arena = arena_new(4u << 20);
}

static void close_arena(void)
{
	arena_free(arena);
}

START_TEST(escaping_leaves_text_as_it_reads)
{
	static const struct {
		const char *raw, *escaped, *plain;
	} rows[] = {
		{ "", "", "" },
		{ "api outage", "api outage", "api outage" },
		{ "a < b && c > d", "a &lt; b &amp;&amp; c &gt; d",
		    "a < b && c > d" },
		{ "<!channel>", "&lt;!channel&gt;", "<!channel>" },
		{ "&amp;", "&amp;amp;", "&amp;" },
		{ "  two\t words \n", "two words", "two words" },
		{ "a\r\nb\n\n\nc", "a b c", "a b c" },
		{ "a\xe2\x80\xa8" "b", "a b", "a b" },
		{ "a\xc2\x85" "b", "a b", "a b" },
		{ "a\x01\x1b[1mb", "a[1mb", "a[1mb" },
		{ "\xe2\x80\xae" "abc", "abc", "abc" },
		{ "a\xe2\x80\x8b" "b", "ab", "ab" },
		{ "na\xc3\xafve \xf0\x9f\x94\xa5", "na\xc3\xafve \xf0\x9f\x94\xa5",
		    "na\xc3\xafve \xf0\x9f\x94\xa5" },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b", "a\xef\xbf\xbd" "b" },
		{ "\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd",
		    "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "`one` ``two``", "`one` ``two``", "`one` ``two``" },
		{ "```code```", "'''code'''", "```code```" },
		{ "``\xe2\x80\x8b`", "'''", "```" },
		{ "`````", "'''''", "`````" },
		{ "*bold* _it_", "*bold* _it_", "*bold* _it_" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_str_eq(mrkdwn_escape(arena, rows[i].raw),
		    rows[i].escaped);
		ck_assert_str_eq(plain_clean(arena, rows[i].raw),
		    rows[i].plain);
	}
}
END_TEST

START_TEST(code_ends_where_it_ends)
{
	static const struct {
		const char *raw, *code;
	} rows[] = {
		{ "nonsense", "`nonsense`" },
		{ "a``", "`a''`" },
		{ "`a`", "`'a'`" },
		{ "<!here>`", "`&lt;!here&gt;'`" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_str_eq(mrkdwn_code(arena, rows[i].raw),
		    rows[i].code);
}
END_TEST

START_TEST(a_limit_never_cuts_an_entity)
{
	static const struct {
		const char *raw;
		size_t max;
		const char *clipped;
	} rows[] = {
		{ "abcdef", 6, "abcdef" },
		{ "abcdef", 5, "abcd\xe2\x80\xa6" },
		{ "ab&cd", 9, "ab&amp;cd" },
		{ "ab&cd", 8, "ab&amp;\xe2\x80\xa6" },
		{ "ab&cd", 7, "ab\xe2\x80\xa6" },
		{ "ab&cd", 3, "ab\xe2\x80\xa6" },
		{ "&&", 10, "&amp;&amp;" },
		{ "&&", 9, "&amp;\xe2\x80\xa6" },
		{ "&", 4, "\xe2\x80\xa6" },
		{ "\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5\xf0\x9f\x94\xa5", 2,
		    "\xf0\x9f\x94\xa5\xe2\x80\xa6" },
		{ "abc   ", 3, "abc" },
		{ "``` and more", 4, "'''\xe2\x80\xa6" },
	};
	size_t i, max;

	for (i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_str_eq(mrkdwn_clip(arena, rows[i].raw, rows[i].max),
		    rows[i].clipped);
	for (max = 1; max < 60; max++)
		ck_assert_uint_le(utf8_length(mrkdwn_clip(arena,
		    "a&b<c>d \xf0\x9f\x94\xa5 & ``` \n x&y&z&&&&&&", max)),
		    max);
}
END_TEST

START_TEST(a_quote_marks_every_line)
{
	ck_assert_str_eq(mrkdwn_quote(arena, "a\nb", 100), "> a\n> b");
	ck_assert_str_eq(mrkdwn_quote(arena, "\n\na\n\n\n\nb\n\n", 100),
	    "> a\n> \n> b");
	ck_assert_str_eq(mrkdwn_quote(arena, "> a", 100), "> &gt; a");
	ck_assert_str_eq(mrkdwn_quote(arena, " \n ", 100), "");
	ck_assert_str_eq(mrkdwn_quote(arena, "a\nbcdef", 8),
	    "> a\n> b\xe2\x80\xa6");
	ck_assert_str_eq(plain_lines(arena, "a\n\n\nb <&>\n", 100),
	    "a\n\nb <&>");
}
END_TEST

START_TEST(a_long_quote_loses_nothing)
{
	struct text raw = text_new(arena, 1500);
	json_t *blocks = json_array();
	size_t used = 0;
	size_t i;

	while (raw.length < 1500)
		text_add_char(&raw, '&');
	block_add_quote(arena, blocks, raw.data);
	for (i = 0; i < json_array_size(blocks); i++) {
		const char *text = json_string_value(json_object_get(
		    json_object_get(json_array_get(blocks, i), "text"),
		    "text"));

		ck_assert_uint_le(utf8_length(text), 3000);
		ck_assert_str_eq(text + strlen(text) - 5, "&amp;");
		used += (strlen(text) - 2) / 5;
	}
	ck_assert_uint_eq(used, 1500);
	json_decref(blocks);
}
END_TEST

START_TEST(ids_are_ids_or_text)
{
	ck_assert_str_eq(mrkdwn_user(arena, "U0ANA"), "<@U0ANA>");
	ck_assert_str_eq(mrkdwn_user(arena, ""), "incbot");
	ck_assert_str_eq(mrkdwn_user(arena, "U1> <!channel"),
	    "U1&gt; &lt;!channel");
	ck_assert_str_eq(mrkdwn_channel(arena, "C0INC"), "<#C0INC>");
	ck_assert_str_eq(mrkdwn_channel(arena, "C1|x"), "C1|x");
	ck_assert_str_eq(mrkdwn_channel(arena, ""), "");
}
END_TEST

START_TEST(times_fall_back_to_utc)
{
	ck_assert_str_eq(mrkdwn_time(arena, INT64_C(1781532000999), "{time}"),
	    "<!date^1781532000^{time}|14:00 UTC>");
	ck_assert_str_eq(mrkdwn_time(arena, INT64_C(1781532000000),
	    "{date_short_pretty} {time}"),
	    "<!date^1781532000^{date_short_pretty} {time}|"
	    "2026-06-15 14:00 UTC>");
}
END_TEST

START_TEST(placeholders_in_texts_stay_text)
{
	struct event event = { .kind = EVENT_NOTED, .actor = "U0ANA",
		.text = "{actor} {user} {text} {nonsense" };

	ck_assert_str_eq(view_sentence(arena, &event),
	    "<@U0ANA> noted: {actor} {user} {text} {nonsense");
}
END_TEST

START_TEST(every_event_has_its_sentence)
{
	int kind;

	for (kind = EVENT_NONE + 1; kind < EVENT_COUNT; kind++) {
		struct event event = { .kind = kind, .number = 99,
			.due_ms = -1 };

		ck_assert_str_ne(view_sentence(arena, &event), "");
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("view_mrkdwn");

	tcase_add_checked_fixture(u.tcase, open_arena, close_arena);
	unit_add(&u, escaping_leaves_text_as_it_reads);
	unit_add(&u, code_ends_where_it_ends);
	unit_add(&u, a_limit_never_cuts_an_entity);
	unit_add(&u, a_quote_marks_every_line);
	unit_add(&u, a_long_quote_loses_nothing);
	unit_add(&u, ids_are_ids_or_text);
	unit_add(&u, times_fall_back_to_utc);
	unit_add(&u, placeholders_in_texts_stay_text);
	unit_add(&u, every_event_has_its_sentence);
	return unit_run(&u);
}
