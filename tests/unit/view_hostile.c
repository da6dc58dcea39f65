/* SPDX-License-Identifier: MIT
 *
 * view_hostile: whatever people type, it stays text (I23), stays within
 * Slack's limits, and cannot pass for one of our lines. Every hostile text is
 * put into every drawing, as title, as text and as the config's words.
 */
#include "base/arena.h"
#include "base/text.h"
#include "tests/unit/unit.h"
#include "tests/unit/view_check.h"

static const char *const fragments[] = {
	"<!channel>", "<!here>", "<!everyone>", "<!here|here>",
	"<!subteam^S0EVIL>", "<!subteam^S0EVIL|@ops>", "<@U0EVIL>",
	"<@W0EVIL|bob>", "<#C0EVIL>", "<#C0EVIL|general>", "<#C0EVIL|>",
	"<!date^1^{date}|x>", "<!date^1^{date}^https://evil.example|x>",
	"<https://evil.example|your bank>", "<https://evil.example>",
	"<http://evil.example|>", "<mailto:a@evil.example|b>",
	"<slack://user?team=T&id=U>", "<javascript:alert(1)|x>",
	"&lt;!channel&gt;", "&amp;lt;!channel&amp;gt;", "&#60;!channel&#62;",
	"\\u003c!channel\\u003e", "<<!channel>>", "<<@U0EVIL>", "<", ">", "&",
	"<>", "><", "<!", "<@", "<#", "|", "&am", "&amp", "&;",
	"<\xe2\x80\x8b!channel>", "<\xe2\x80\xae!channel>",
	"\xe2\x80\xae" "txt.exe", "\xe2\x81\xa6x\xe2\x81\xa9",
	"\xe2\x80\x8f\xe2\x80\x8e", "\xef\xbb\xbf", "\xc2\xad\xd8\x9c",
	"a\xe2\x80\x8d" "b", "\xf3\xa0\x81\x81\xf3\xa0\x81\xbf",
	"```", "``\xe2\x80\x8b`", "`` `", "`x`", "````````", "*", "**bold**",
	"_x_", "~x~", "> quoted", ">>> all of it", "\n> fake",
	"\n*Who owns it*\nIncident commander: <@U0EVIL>", "\r*How bad*",
	"\r\n\r\n*How bad*", "\xe2\x80\xa8*How bad*", "\xc2\x85*How bad*",
	"\v*How bad*", "\f*How bad*", "\x1b[31mred", "\x07", "\x7f",
	"\xff\xfe", "\xc0\xbc!channel>", "\xed\xa0\xbc", "\xf4\x90\x80\x80",
	"\xe2\x82", "\xf0\x9f", "\xc2", "{actor}", "{text}{user}{due}",
	"%s%n%d", "7|0|resolved", "resolved|7|0|", "do:resolved",
	":rotating_light:", "@everyone", "@here", "@channel", "#general",
	"\"}],\"type\":\"actions\"", "\\", "\"", "\t\t", "", " ", "\n\n\n",
	"\xf0\x9f\x94\x92 DRILL", "\xef\xbc\x9c!channel\xef\xbc\x9e",
	"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81", "\xe0\xb8\x81\xe0\xb9\x87",
};

static const char *const frames[] = { "%s", "x %s y", "%s%s", "<%s>\n%s" };

static const char *hostile(struct arena *arena, const char *fragment,
    const char *frame)
{
	struct text out = text_new(arena, 1000);

	while (*frame != '\0') {
		if (text_starts_with(frame, "%s")) {
			text_add(&out, fragment);
			frame += 2;
		} else {
			text_add_char(&out, *frame++);
		}
	}
	return out.data;
}

static void fill_world(struct world *world, struct arena *arena,
    const char *words)
{
	int severity;

	world_init(world, arena);
	world->title = world->text = words;
	for (severity = SEV1; severity <= SEV3; severity++)
		(void)text_copy(world->policy.severities[severity].definition,
		    sizeof(world->policy.severities[severity].definition),
		    words);
	(void)text_copy(world->policy.services[0].links[0].title, NAME_SIZE,
	    *words ? words : "x");
}

static void check_all(const char *words, bool markup)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	size_t i;

	for (i = 0; i < drawing_count; i++) {
		struct world world;
		json_t *json;
		const char *wrong;

		arena_reset(arena);
		fill_world(&world, arena, words);
		json = drawings[i].draw(&world);
		ck_assert_msg(json, "%s draws nothing", drawings[i].name);
		wrong = view_limits_problem(json, drawings[i].is);
		if (!wrong && markup)
			wrong = view_markup_problem(json);
		ck_assert_msg(!wrong, "%s with \"%.99s\": %.900s", drawings[i].name,
		    words, wrong ? wrong : "");
		json_decref(json);
	}
	arena_free(arena);
}

START_TEST(i23_no_user_text_becomes_markup)
{
	const char *fragment = fragments[_i * unit_every()];
	struct arena *arena = arena_new(4 * 4096);

	for (size_t i = 0; i < ARRAY_LEN(frames); i++)
		check_all(hostile(arena, fragment, frames[i]), true);
	arena_free(arena);
}
END_TEST

START_TEST(there_are_hostile_texts_enough)
{
	ck_assert_uint_ge(ARRAY_LEN(fragments) * ARRAY_LEN(frames), 200);
}
END_TEST

static const char *const units[] = {
	"&", "<", ">", "\"", "a", "\xc3\xa9", "\xe2\x82\xac",
	"\xf0\x9f\x94\xa5", "`", "\n", "x\n", "&\n", " &", "*", "\xff", "&amp;",
};

START_TEST(the_longest_texts_stay_within_limits)
{
	struct arena *arena = arena_new(65536);
	struct text words = text_new(arena, TEXT_SIZE - 1);
	size_t step = utf8_length(units[_i]);
	size_t used;

	for (used = 0; used + step <= TEXT_CHARS; used += step)
		text_add(&words, units[_i]);
	check_all(words.data, true);
	arena_free(arena);
}
END_TEST

START_TEST(user_text_begins_no_line_of_ours)
{
	static const char words[] = "x\nFAKE\r\nFAKE\rFAKE\xe2\x80\xa8" "FAKE"
	    "\xe2\x80\xa9" "FAKE\xc2\x85" "FAKE\vFAKE\fFAKE\n\nFAKE";
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	size_t i;

	for (i = 0; i < drawing_count; i++) {
		struct world world;
		json_t *json;
		const char *line;

		arena_reset(arena);
		fill_world(&world, arena, words);
		json = drawings[i].draw(&world);
		line = view_line_beginning(json, "FAKE");
		ck_assert_msg(!line, "%s: %.900s", drawings[i].name,
		    line ? line : "");
		json_decref(json);
	}
	arena_free(arena);
}
END_TEST

/* The checks themselves must be able to fail. */
START_TEST(the_checks_see_what_they_look_for)
{
	static const char *const bad[] = {
		"{'type':'mrkdwn','verbatim':true,'text':'<!here>'}",
		"{'type':'mrkdwn','verbatim':true,'text':'<@U0EVIL>'}",
		"{'type':'mrkdwn','verbatim':true,'text':'a & b'}",
		"{'type':'mrkdwn','verbatim':true,'text':'a &am'}",
		"{'type':'mrkdwn','verbatim':true,'text':'x > y'}",
		"{'type':'mrkdwn','verbatim':true,'text':'```'}",
		"{'text':'<!date^1781532000^{time}^https://x|1 UTC>&'}",
		"{'type':'mrkdwn','text':'x'}",
		"{'text':'<!channel>'}",
		"{'type':'plain_text','text':'a\xe2\x80\xae'}",
		"{'text':['<!channel>']}",
	};
	static const char *const good[] = {
		"{'type':'mrkdwn','verbatim':true,'text':'<@U0ANA> &lt;'}",
		"{'type':'mrkdwn','verbatim':true,'text':'> a\\n> b'}",
		"{'type':'plain_text','text':'<!channel> & co'}",
		"{'text':'<!date^1781532000^{time}|14:00 UTC>'}",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(bad) + ARRAY_LEN(good); i++) {
		bool is_bad = i < ARRAY_LEN(bad);
		char *text = strdup(is_bad ? bad[i] :
		    good[i - ARRAY_LEN(bad)]);
		json_t *json;
		char *c;

		for (c = text; *c != '\0'; c++)
			*c = *c == '\'' ? '"' : *c;
		json = json_loads(text, 0, NULL);
		ck_assert(json);
		ck_assert_msg(!view_markup_problem(json) == !is_bad, "%s",
		    text);
		json_decref(json);
		free(text);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("view_hostile");

	unit_add(&u, the_checks_see_what_they_look_for);
	unit_add(&u, there_are_hostile_texts_enough);
	tcase_add_loop_test(u.tcase, i23_no_user_text_becomes_markup, 0,
	    (int)ARRAY_LEN(fragments) / unit_every());
	tcase_add_loop_test(u.tcase, the_longest_texts_stay_within_limits, 0,
	    (int)ARRAY_LEN(units));
	unit_add(&u, user_text_begins_no_line_of_ours);
	return unit_run(&u);
}
