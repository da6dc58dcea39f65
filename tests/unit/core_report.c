/* SPDX-License-Identifier: MIT
 *
 * core/report: people's names in the documents: those that the timeline knows,
 * the id where it does not; hostile ones stay text; none in public.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/calendar/zone.h"
#include "tests/unit/unit.h"

#define T0 INT64_C(1781514000000)	/* 2026-06-15 09:00 UTC */
#define EVENTS 700
#define ZONE_BYTES 65536
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

/* A correction, and who writes "anyway", may name people, too. */
START_TEST(nobody_is_named_in_public_by_other_words)
{
	known();
	add(EVENT_NOTED, &(struct event){ .actor = "U0BEN",
	    .actor_name = "Ben Okafor", .text = "a limit" });
	add(EVENT_ENTRY_CORRECTED, &(struct event){ .actor = "U0BEN",
	    .number = count, .text = "@Ana Silva saw a limit of <@U0BEN>" });
	add(EVENT_POSTMORTEM_WRITTEN, &(struct event){ .actor = "U0BEN",
	    .number = 0, .text = "@Ben Okafor, ops@example.com" });
	HAS(drawn(report_markdown, false), "Silva saw a limit");
	HAS(drawn(report_markdown, true), "somebody saw a limit");
	HAS(drawn(report_html, true), "somebody, ops@example.com");
	for (int i = 0; i < 2; i++) {
		const char *said = drawn(i ? report_html : report_markdown,
		    true);

		LACKS(said, "Ana");
		LACKS(said, "Okafor");
		LACKS(said, "U0BEN");
	}
}
END_TEST

/* How the team called people, and what came of it, is its own affair. */
START_TEST(what_the_team_does_among_itself_is_not_public)
{
	static const int kinds[] = { EVENT_PAGE_AGAIN, EVENT_PAGE_PUT_OFF,
		EVENT_PAGE_DELIVERED, EVENT_ACK_KEPT, EVENT_UNACKNOWLEDGED,
		EVENT_PAGER_RESOLVED, EVENT_PROPOSAL_NAGGED,
		EVENT_NOTICE_HELD, EVENT_NOTICES_TOLD, EVENT_ROLE_TAKEN,
		EVENT_EFFECT_DEAD, EVENT_MANUSCRIPT_TAKEN };
	struct report report;
	const struct entry *entries;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		events[count++] = (struct event){ .kind = kinds[i],
			.at_ms = T0 + 1000, .text = "a secret" };
	events[count++] = (struct event){ .kind = EVENT_NOTED,
		.at_ms = T0 + 2000, .text = "all may know" };
	report = report_now(true);
	ck_assert_int_eq(report_entries(arena, &report, &entries), 2);
	ck_assert_int_eq(entries[0].event->kind, EVENT_DECLARED);
	ck_assert_int_eq(entries[1].event->kind, EVENT_NOTED);
}
END_TEST

/* Of a very long timeline the oldest are left out; the numbers stay. */
START_TEST(what_is_hidden_stays_hidden_when_entries_are_left_out)
{
	static const int numbers[] = { 1, 4000, 4001, 4002 };
	struct report report;
	const struct entry *entries;

	add(EVENT_NOTED, &(struct event){ .text = "the password" });
	add(EVENT_NOTED, &(struct event){ .text = "it works" });
	add(EVENT_ENTRY_HIDDEN, &(struct event){ .number = 4000 });
	report = report_now(true);
	report.numbers = numbers;
	report.left_out = 3998;
	ck_assert_int_eq(report_entries(arena, &report, &entries), 2);
	ck_assert_str_eq(entries[1].event->text, "it works");
	LACKS(report_markdown(arena, &report), "the password");
}
END_TEST

/* What people typed as a mention is read by who has not Slack at hand. */
START_TEST(who_is_mentioned_stands_there_by_name)
{
	known();
	add(EVENT_PARKED, &(struct event){ .actor = "U0ANA",
	    .text = "ask <@U0BEN|ben> and <@U0ZOE>, <@>, <@U|x> <@U0BEN" });
	add(EVENT_POSTMORTEM_WRITTEN, &(struct event){ .actor = "U0ANA",
	    .number = 0, .text = "<@U0BEN> had no alarm" });
	HAS(drawn(report_html, false), "ask @Ben Okafor and @U0ZOE, &lt;@&gt;, "
	    "&lt;@U|x&gt; &lt;@U0BEN");
	HAS(drawn(report_html, false), "<p>@Ben Okafor had no alarm");
	HAS(drawn(report_canvas, false), "Ben Okafor had no alarm");
	HAS(drawn(report_html, true), "<p>somebody had no alarm");
	LACKS(drawn(report_html, true), "U0BEN");
}
END_TEST

static struct zone *zone_of(const char *name)
{
	char path[128];
	char *bytes = arena_alloc(arena, ZONE_BYTES);
	struct zone *zone;
	FILE *file;

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s", path);
	zone = zone_new(name, bytes, fread(bytes, 1, ZONE_BYTES, file));
	fclose(file);
	ck_assert_ptr_nonnull(zone);
	return zone;
}

/* All times of a document are of one zone, and it says which. */
START_TEST(times_in_sentences_are_of_the_reports_zone)
{
	struct report report;
	struct zone *zone = zone_of("Europe/Berlin");
	const char *html;

	events[count++] = (struct event){ .kind = EVENT_POSTMORTEM_OWED,
		.user = "U0ANA", .due_ms = T0 + INT64_C(48) * 3600 * 1000 };
	events[count++] = (struct event){ .kind = EVENT_ESCALATION_SET,
		.name = "manager", .due_ms = T0 + INT64_C(30) * 60 * 1000 };
	report = report_now(false);
	report.zone = zone;
	report.zone_name = "Europe/Berlin";
	html = report_html(arena, &report);
	HAS(html, "declared 2026-06-15 11:00:00 (Europe/Berlin)");
	HAS(html, "due 2026-06-17 11:00");
	HAS(html, "paged at 11:30<");
	LACKS(html, "UTC");
	HAS(drawn(report_markdown, false), "09:00:00 (UTC)");
	zone_free(zone);
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

/* What one entry takes is given back before the next one: a long timeline needs
 * its text's room and little more. */
START_TEST(a_long_timeline_outgrows_nothing)
{
	struct report report;
	char *(*const draw[])(struct arena *, const struct report *) = {
		report_html, report_markdown };

	for (; count < EVENTS; count++) {
		events[count] = (struct event){ .kind = EVENT_NOTED,
			.at_ms = T0 + count, .actor = "U0ANA" };
		memset(events[count].text, '&', TEXT_CHARS);
	}
	report = report_now(false);
	for (size_t i = 0; i < ARRAY_LEN(draw); i++) {
		struct arena *small = arena_new(report_size(&report) +
		    (1u << 20));

		ck_assert_uint_gt(strlen(draw[i](small, &report)),
		    EVENTS * 200);
		arena_free(small);
	}
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
	unit_add(&u, nobody_is_named_in_public_by_other_words);
	unit_add(&u, what_the_team_does_among_itself_is_not_public);
	unit_add(&u, what_is_hidden_stays_hidden_when_entries_are_left_out);
	unit_add(&u, who_is_mentioned_stands_there_by_name);
	unit_add(&u, times_in_sentences_are_of_the_reports_zone);
	unit_add(&u, a_hostile_name_stays_text);
	unit_add(&u, nobody_hides_behind_a_name);
	unit_add(&u, there_is_room_for_the_longest_names);
	unit_add(&u, a_long_timeline_outgrows_nothing);
	unit_add(&u, old_timelines_read_as_ever);
	return unit_run(&u);
}
