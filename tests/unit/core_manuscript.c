/* SPDX-License-Identifier: MIT
 *
 * core/report/manuscript: a report that comes back says nothing new; what was
 * written in it is found, and nothing else; what cannot be read is named by its
 * line; hostile text changes nothing that was not written.
 */
#include "core/report/manuscript.h"
#include "base/arena.h"
#include "base/text.h"
#include "tests/unit/unit.h"

#define T0 INT64_C(1781514000000)	/* 2026-06-15 09:00 UTC */
#define EVENTS 64

static struct arena *arena;
static struct incident incident;
static struct event events[EVENTS];
static int count;
static struct manuscript manuscript;
static struct manuscript_changes changes;

static void add(int kind, const struct event *event)
{
	ck_assert_int_lt(count, EVENTS);
	events[count] = *event;
	events[count].kind = kind;
	events[count].at_ms = T0 + count * 1000;
	incident_apply(&incident, &events[count++]);
}

static void write_part(int section, const char *text)
{
	struct event event = { .actor = "U0ANA", .number = section };

	(void)text_copy(event.text, sizeof(event.text), text);
	add(EVENT_POSTMORTEM_WRITTEN, &event);
}

static void setup(void)
{
	arena = arena_new((size_t)64 << 20);
	memset(&incident, 0, sizeof(incident));
	count = 0;
	add(EVENT_DECLARED, &(struct event){ .actor = "U0ANA",
	    .actor_name = "Ana Silva", .ref = "7", .number = SEV2,
	    .text = "checkout is down" });
	add(EVENT_ROLE_TAKEN, &(struct event){ .actor = "U0ANA",
	    .actor_name = "Ana Silva", .user = "U0BEN",
	    .user_name = "Ben Okafor", .number = ROLE_TECHNICAL });
	add(EVENT_ACTION_SET, &(struct event){ .actor = "U0ANA",
	    .user = "U0BEN", .user_name = "Ben Okafor", .number = 1,
	    .name = "preventative", .due_ms = T0 + 86400000 * 3,
	    .text = "an alarm | on *the* pool" });
	add(EVENT_ACTION_SET, &(struct event){ .actor = "U0ANA", .number = 2,
	    .text = "later" });
}

static void teardown(void)
{
	arena_free(arena);
}

static struct report report_now(void)
{
	return (struct report){ .incident = &incident, .events = events,
		.count = count,
		.people = report_people(arena, events, count) };
}

static void look(const char *text)
{
	struct report report = report_now();

	manuscript_read(arena, text, strlen(text), &manuscript);
	manuscript_compare(arena, &manuscript, &report, NULL, T0, &changes);
}

static const char *exported(void)
{
	struct report report = report_now();

	return report_markdown(arena, &report);
}

/* The text with another one in the place of a part. */
static const char *replaced(const char *text, const char *part,
    const char *with)
{
	const char *at = strstr(text, part);

	ck_assert_msg(at != NULL, "no %s in %s", part, text);
	return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, with,
	    at + strlen(part));
}

static const char *first_problem(void)
{
	return changes.problems.count > 0 ? arena_printf(arena, "%d %s",
	    changes.problems.list[0].line,
	    changes.problems.list[0].says) : "";
}

START_TEST(what_was_exported_says_nothing_new)
{
	static const char *const texts[] = { "short", "two\nlines",
		"# a heading\n\n> a quote\n| a | table |\n```\ncode\n```",
		"a <script> & **bold** [x](y) @here <!channel> \\ 1. 2) - + ~",
		"  blanks \n\n\n\nand lines  ", ("caf\xc3\xa9 \xe2\x80\x94 "
		"\xf0\x9f\x94\xa5"), "Not written yet. Or is it?", ">", "a\n>\nb",
		"\xe2\x80\x8bnobody sees the first" };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		write_part(SECTION_CAUSE, texts[i]);
		write_part(SECTION_WHY3, texts[i]);
		write_part(SECTION_IMPACT, texts[i]);
		look(exported());
		ck_assert_msg(changes.count == 0, "%zu: %s, not %s", i,
		    changes.list[0].after, texts[i]);
		ck_assert_str_eq(first_problem(), "");
		ck_assert_str_eq(manuscript.incident, "7");
	}
}
END_TEST

START_TEST(sections_are_found_quoted_or_plain)
{
	look("# INC-7: x\r\n\r\n### impact\r\n\r\n1,200 orders\r\nlost\r\n"
	    "\r\n\r\nall of them\r\n## What worked ##\n> luck\n");
	ck_assert_int_eq(changes.count, 2);
	ck_assert_int_eq(changes.list[0].number, SECTION_IMPACT);
	ck_assert_str_eq(changes.list[0].after,
	    "1,200 orders\nlost\n\nall of them");
	ck_assert_str_eq(changes.list[1].after, "luck");
	ck_assert_str_eq(first_problem(), "");
}
END_TEST

START_TEST(nothing_is_taken_away_by_leaving_it_out)
{
	write_part(SECTION_IMPACT, "1,200 orders");
	look("# INC-7\n\n### Impact\n\n### What worked\n\nNot written yet.\n");
	ck_assert_int_eq(changes.count, 0);
	look("# INC-7\n\n## Impact\n\n| | |\n|---|---|\n| a | b |\n");
	ck_assert_int_eq(changes.count, 0);
	ck_assert_str_eq(first_problem(), "");
}
END_TEST

START_TEST(items_change_are_added_and_done)
{
	const char *text = exported();

	text = replaced(text, "| 2 | later | SEV2 |  |  |  | open |",
	    "| 2 | much later | sev1 | ben okafor | 2026-07-01 | mitigative "
	    "| open |\n|  | a new one | | | | | |");
	look(replaced(text, "| preventative | open |",
	    "| preventative | done |"));
	ck_assert_str_eq(first_problem(), "");
	ck_assert_int_eq(changes.count, 3);
	ck_assert_int_eq(changes.list[0].kind, EVENT_ACTION_DONE);
	ck_assert_int_eq(changes.list[0].number, 1);
	ck_assert_str_eq(changes.list[1].item.text, "much later");
	ck_assert_str_eq(changes.list[1].item.owner, "U0BEN");
	ck_assert_int_eq(changes.list[1].item.severity, SEV1);
	ck_assert_int_eq(changes.list[1].item.category, CATEGORY_MITIGATIVE);
	ck_assert_int_gt(changes.list[1].item.due_ms, T0);
	ck_assert_int_eq(changes.list[2].number, 3);
	ck_assert_str_eq(changes.list[2].item.text, "a new one");
	add(EVENT_ACTION_SET, &(struct event){ .actor = "U0ANA", .number = 3,
	    .text = "a new one" });
	look(text);
	ck_assert_int_eq(changes.count, 1);	/* that of item 2 */
}
END_TEST

#define ROW "# INC-7\n## Action items\n| | what | gap | owner | due | for |" \
	" state |\n|---|---|---|---|---|---|---|\n"

START_TEST(what_is_not_understood_is_said_by_line)
{
	static const struct { const char *text, *says; } rows[] = {
		{ "just text", "1 there is no heading" },
		{ "# INC-7\n\n### Poem\nroses", "3 a postmortem has no part "
		    "\"Poem\"" },
		{ ROW "| 9 | x |", "5 there is no action item \"9\"" },
		{ ROW "| 1 | x | | zoe | | | |", "5 nobody in this incident "
		    "is called \"zoe\"" },
		{ ROW "| 1 | x | | | yesterday | | |", "5 \"yesterday\" is no "
		    "day to come" },
		{ ROW "| 1 | x | | | 2020-01-01 | | |", "5 \"2020-01-01\" is "
		    "no day to come" },
		{ ROW "| 1 | x | | | 4052-01-01 | | |", "5 \"4052-01-01\" is "
		    "no day to come" },
		{ ROW "| 1 | x | bad | | | | |", "5 a gap is SEV1" },
		{ ROW "| 1 | x | | | | fun | |", "5 an item is preventative" },
		{ ROW "| | | SEV1 | | | | |", "5 an action item may have" },
		{ ROW "roses", "5 this is no row" },
		{ ROW "| 1 | x |\n| 1 | y |", "6 this item is there twice" },
		{ "# INC-7\n### Impact\na\n### Impact\nb", "5 Impact is there "
		    "twice" },
		{ "## Action items\n| what | mood |\n", "2 there is no column "
		    "\"mood\"" },
		{ "\xff", "1 this is no text" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		look(rows[i].text);
		ck_assert_msg(strncmp(first_problem(), rows[i].says,
		    strlen(rows[i].says)) == 0, "%s: %s", rows[i].text,
		    first_problem());
	}
}
END_TEST

START_TEST(too_much_is_left_out_and_said)
{
	struct text text = text_new(arena, 200000);

	text_add(&text, "# INC-7\n### Impact\n");
	for (int i = 0; i <= TEXT_CHARS; i++)
		text_add(&text, "x");
	text_add(&text, "\n## Action items\n| | what |\n|---|---|\n");
	for (int i = 0; i < ACTIONS_MAX + 3; i++)
		text_addf(&text, "| | item %d |\n", i);
	look(text.data);
	ck_assert_int_eq(changes.count, ACTIONS_MAX - 2);
	ck_assert_str_eq(first_problem(), "3 Impact has 1501 characters; 1500 "
	    "fit");
	ck_assert_int_eq(changes.problems.count, 6);
}
END_TEST

START_TEST(a_root_cause_waits_and_names_are_pointed_out)
{
	look("### Root cause\nasked @ben\n");
	ck_assert_int_eq(changes.count, 1);
	ck_assert_ptr_nonnull(changes.list[0].named);
	incident.severity = SEV1;
	look("### Root cause\nthe pool\n### Impact\nsome\n");
	ck_assert_int_eq(changes.count, 1);
	ck_assert_int_eq(changes.list[0].number, SECTION_IMPACT);
	ck_assert_msg(text_starts_with(first_problem(), "2 the root cause"),
	    "%s", first_problem());
}
END_TEST

START_TEST(a_hash_names_the_text)
{
	char one[17], two[17];

	manuscript_hash("abc", 3, one);
	manuscript_hash("abd", 3, two);
	ck_assert_str_ne(one, two);
	manuscript_hash("abc", 3, two);
	ck_assert_str_eq(one, two);
	ck_assert_uint_eq(strlen(one), 16);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/report/manuscript");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, what_was_exported_says_nothing_new);
	unit_add(&u, sections_are_found_quoted_or_plain);
	unit_add(&u, nothing_is_taken_away_by_leaving_it_out);
	unit_add(&u, items_change_are_added_and_done);
	unit_add(&u, what_is_not_understood_is_said_by_line);
	unit_add(&u, too_much_is_left_out_and_said);
	unit_add(&u, a_root_cause_waits_and_names_are_pointed_out);
	unit_add(&u, a_hash_names_the_text);
	return unit_run(&u);
}
