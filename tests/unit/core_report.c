/* SPDX-License-Identifier: MIT
 *
 * core/report: people's names in the documents: those that the timeline knows,
 * the id where it does not; hostile ones stay text; none in public.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "tests/unit/unit.h"

#define T0 INT64_C(1781514000000)	/* 2026-06-15 09:00 UTC */
#define EVENTS 700
#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static struct arena *arena;
static struct incident incident;
static struct event events[EVENTS];
static int count;

static void add(int kind, const struct event *event)
{
	ck_assert_int_lt(count, EVENTS);
	events[count] = *event;
	events[count].kind = kind;
	events[count].at_ms = T0 + count * 1000;
	incident_apply(&incident, &events[count++]);
}

static void setup(void)
{
	arena = arena_new((size_t)256 << 20);
	memset(&incident, 0, sizeof(incident));
	count = 0;
	add(EVENT_DECLARED, &(struct event){ .actor = "U0ANA", .ref = "7",
	    .number = SEV1, .text = "checkout is down" });
}

static void teardown(void)
{
	arena_free(arena);
}

static struct report report_now(bool is_public)
{
	return (struct report){ .incident = &incident, .events = events,
		.count = count, .is_public = is_public,
		.people = report_people(arena, events, count) };
}

static const char *drawn(char *(*draw)(struct arena *arena,
    const struct report *report), bool is_public)
{
	struct report report = report_now(is_public);

	return draw(arena, &report);
}

static const char *called(const char *id)
{
	struct report report = report_now(false);

	return report_name(&report, id);
}

#define HAS(text, part) ck_assert_msg(strstr(text, part), "%s", text)
#define LACKS(text, part) ck_assert_msg(!strstr(text, part), "%s", text)

/* Ana's first event was before Slack had told who she is. */
static void known(void)
{
	add(EVENT_ACKNOWLEDGED, &(struct event){ .actor = "U0ANA",
	    .actor_name = "Ana Silva", .name = "2 min" });
	add(EVENT_ROLE_TAKEN, &(struct event){ .actor = "U0ANA",
	    .actor_name = "Ana Silva", .user = "U0BEN",
	    .user_name = "Ben Okafor", .number = ROLE_TECHNICAL });
	add(EVENT_NOTED, &(struct event){ .actor = "U0ZOE",
	    .text = "who is that" });
	add(EVENT_ACTION_SET, &(struct event){ .actor = "U0ANA",
	    .user = "U0BEN", .number = 1, .text = "limits" });
}

START_TEST(documents_show_names_and_the_id_where_there_is_none)
{
	const char *markdown, *html;

	known();
	markdown = drawn(report_markdown, false);
	html = drawn(report_html, false);
	HAS(markdown, "Ana Silva declared");
	HAS(markdown, "Ben Okafor is technical lead");
	HAS(markdown, "| Declared it | @\xe2\x81\xa0""Ana Silva |");
	HAS(markdown, "| limits | SEV1 | @\xe2\x81\xa0""Ben Okafor |");
	HAS(markdown, "U0ZOE noted");
	LACKS(markdown, "U0ANA");
	LACKS(markdown, "U0BEN");
	HAS(html, "@Ana Silva declared");
	HAS(html, "<td>@Ben Okafor</td>");
	HAS(html, "@U0ZOE noted");
	LACKS(html, "U0ANA");
	LACKS(html, "U0BEN");
}
END_TEST

START_TEST(json_has_both)
{
	json_t *json;
	json_t *first;

	known();
	json = json_loads(drawn(report_json, false), 0, NULL);
	ck_assert_ptr_nonnull(json);
	ck_assert_str_eq(json_string_value(json_object_get(json_object_get(
	    json, "people"), "U0ANA")), "Ana Silva");
	ck_assert_ptr_null(json_object_get(json_object_get(json, "people"),
	    "U0ZOE"));
	first = json_array_get(json_object_get(json, "timeline"), 1);
	ck_assert_str_eq(json_string_value(json_object_get(first, "actor")),
	    "U0ANA");
	ck_assert_str_eq(json_string_value(json_object_get(first,
	    "actor_name")), "Ana Silva");
	json_decref(json);
}
END_TEST

START_TEST(nobody_is_named_in_public)
{
	known();
	add(EVENT_UPDATE_PUBLISHED, &(struct event){ .actor = "U0ANA",
	    .actor_name = "Ana Silva", .text = "We look." });
	add(EVENT_MITIGATED, &(struct event){ .actor = "U0BEN",
	    .actor_name = "Ben Okafor", .text = "off" });
	HAS(drawn(report_markdown, true), "somebody published");
	LACKS(drawn(report_markdown, true), "Ana");
	LACKS(drawn(report_markdown, true), "Okafor");
	LACKS(drawn(report_html, true), "Silva");
	LACKS(drawn(report_html, true), "Okafor");
}
END_TEST

START_TEST(a_hostile_name_stays_text)
{
	static const char name[] = "<script>x</script>\n## *a* | [b](c) @here "
	    "<@U0BEN>";
	const char *markdown, *html;

	add(EVENT_NOTED, &(struct event){ .actor = "U0BEN", .actor_name =
	    "Ben Okafor", .text = "one" });
	COPY(events[0].actor_name, name);
	markdown = drawn(report_markdown, false);
	html = drawn(report_html, false);
	LACKS(html, "<script");
	HAS(html, "@&lt;script&gt;x&lt;/script&gt; ## *a* | [b](c) @here "
	    "&lt;@U0BEN&gt; declared");
	HAS(markdown, "@\xe2\x81\xa0\\<script\\>x\\</script\\> ");
	HAS(markdown, "\\#\\# \\*a\\* \\| \\[b\\](c) @\xe2\x81\xa0here");
}
END_TEST

START_TEST(nobody_hides_behind_a_name)
{
	add(EVENT_NOTED, &(struct event){ .actor = "U0BEN", .actor_name =
	    "Ana Silva", .text = "one" });
	add(EVENT_NOTED, &(struct event){ .actor = "U0ANA", .actor_name =
	    "Ana\xe2\x80\x8b  Silva", .text = "two" });
	add(EVENT_NOTED, &(struct event){ .actor = "U0CEM", .actor_name =
	    " \xe2\x80\x8b\xe2\x80\xae ", .text = "three" });
	ck_assert_str_eq(called("U0ANA"), "Ana Silva (U0ANA)");
	ck_assert_str_eq(called("U0BEN"), "Ana Silva (U0BEN)");
	ck_assert_str_eq(called("U0CEM"), "U0CEM");
	ck_assert_str_eq(called("U0DAN"), "U0DAN");
}
END_TEST

/* The longest names, each byte of which becomes six: it must fit. */
START_TEST(there_is_room_for_the_longest_names)
{
	char name[NAME_SIZE];

	memset(name, '"', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	/* Each stands in the timeline, in the picture and in a table. */
	for (; count < EVENTS; count++) {
		struct event *event = &events[count];

		*event = (struct event){ .kind = EVENT_MESSAGE_KEPT,
			.at_ms = T0, .user = "U0ANA", .text = "x" };
		COPY(event->user_name, name);
		COPY(event->ref, arena_printf(arena, "17815140%02d.000%03d",
		    count % 100, count));
	}
	ck_assert_uint_gt(strlen(drawn(report_html, false)), EVENTS * 3 * 6 *
	    (NAME_SIZE - 1));
	ck_assert_ptr_nonnull(drawn(report_markdown, false));
}
END_TEST

/* An event of before there were names. */
START_TEST(old_timelines_read_as_ever)
{
	static const char old[] = "{\"at_ms\":1781514000000,\"actor\":"
	    "\"U0ANA\",\"text\":\"x\",\"is\":\"noted\"}";
	struct event event;

	ck_assert(event_decode(old, strlen(old), &event));
	ck_assert_str_eq(event.actor_name, "");
	ck_assert_str_eq(event_encode(arena, &event), old);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/report");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, documents_show_names_and_the_id_where_there_is_none);
	unit_add(&u, json_has_both);
	unit_add(&u, nobody_is_named_in_public);
	unit_add(&u, a_hostile_name_stays_text);
	unit_add(&u, nobody_hides_behind_a_name);
	unit_add(&u, there_is_room_for_the_longest_names);
	unit_add(&u, old_timelines_read_as_ever);
	return unit_run(&u);
}
