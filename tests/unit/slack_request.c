/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_request: what people type, click and fill in becomes the
 * request it should, a repeat keeps its key, and what is broken, foreign or our
 * own is ignored with a reason.
 */
#include "tests/unit/slack_reading.h"
#include "base/text.h"

START_TEST(a_line_is_what_the_person_typed)
{
	static const struct {
		const char *raw;
		const char *plain;
	} lines[] = {
		{ "", "" },
		{ "   ", "" },
		{ "sev1 api &lt;5xx&gt; &amp; more", "sev1 api <5xx> & more" },
		{ "&amp;lt;", "&lt;" },
		{ "&nbsp;", "&nbsp;" },
		{ "<@U0G9QF9C6|jon> <@U1>", "<@U0G9QF9C6> <@U1>" },
		{ "<#C024BE91L|general> <#C1> <#C2|>", "#general #C1 #C2" },
		{ "<!here> <!subteam^S1|@oncall>", "@here @oncall" },
		{ "<!date^1^{time}|14:05>", "14:05" },
		{ "<https://x.example/a?b&amp;c>", "https://x.example/a?b&c" },
		{ "<http://acme.com|acme.com>", "acme.com" },
		{ "<mailto:a@b.example|a@b.example>", "a@b.example" },
		{ "<https://x.example|graph>", "graph (https://x.example)" },
		{ "latency < 5 and > 3", "latency < 5 and > 3" },
		{ "down <at 10:30 or so> ok", "down <at 10:30 or so> ok" },
		{ "<<@U1>>", "<<@U1>>" },
		{ "<> <@> <@|x> a<", "<> <@> <@|x> a<" },
		{ "\xe2\x80\x9cit\xe2\x80\x99s down\xe2\x80\x9d",
		    "\"it's down\"" },
		{ "sev1\xc2\xa0" "api\xe2\x80\xafslow", "sev1 api slow" },
		{ " note one\r\ntwo\tthree\n", "note one  two three" },
		{ "a\xe2\x80\x8b" "b\xef\xbb\xbf", "ab" },
		{ "a\x01" "b\x7f", "ab" },
		{ "\xf0\x9f\x94\xa5 caf\xc3\xa9",
		    "\xf0\x9f\x94\xa5 caf\xc3\xa9" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(lines); i++)
		ck_assert_str_eq(slack_plain_line(arena, lines[i].raw, 1000),
		    lines[i].plain);
}
END_TEST

START_TEST(a_long_line_is_cut_at_a_whole_character)
{
	ck_assert_str_eq(slack_plain_line(arena, "abc\xc3\xa9", 4), "abc");
	ck_assert_str_eq(slack_plain_line(arena, "abc\xc3\xa9", 5),
	    "abc\xc3\xa9");
	ck_assert_str_eq(slack_plain_line(arena, "<@U123456>", 4), "<@U1");
}
END_TEST

START_TEST(a_slash_command_gives_the_whole_line)
{
	struct request r = envelope(
	    "socket-mode/composed/envelope.slash_commands.json");

	ck_assert_int_eq(r.kind, REQUEST_COMMAND);
	ck_assert_str_eq(r.name, "");
	ck_assert_str_eq(r.words,
	    "declare sev2 checkout latency <5xx> <@U0G9QF9C6> #general");
	ck_assert_str_eq(r.actor, "U061F7AUR");
	ck_assert_str_eq(r.team, "T024BE7LD");
	ck_assert_str_eq(r.channel, "C024BE91L");
	ck_assert_str_eq(r.key, "tr:8675309012345.2147483705."
	    "aa11bb22cc33dd44ee55ff66778899aa");
	ck_assert_str_eq(r.key + 3, r.trigger_id);
	ck_assert_str_eq(r.response_url, "https://hooks.slack.com/commands/"
	    "T024BE7LD/8675309012345/AbCdEfGhIjKlMnOpQrStUvWx");
	ck_assert_str_eq(r.incident, "");
	ck_assert_int_eq(r.epoch, 0);
}
END_TEST

START_TEST(a_bare_command_has_no_words)
{
	struct request r = made("slash_commands", SLASH "\"\"}");

	ck_assert_str_eq(r.name, "");
	ck_assert_str_eq(r.words, "");
	r = made("slash_commands", SLASH "\"  status  \"}");
	ck_assert_str_eq(r.words, "status");
	r = made("slash_commands", SLASH "\"sev 2   big  gap\"}");
	ck_assert_str_eq(r.words, "sev 2   big  gap");
}
END_TEST

START_TEST(a_button_asks_what_its_value_says)
{
	struct request r = made("interactive", CLICK(ACTION(
	    "\"type\":\"button\",\"action_id\":\"do:severity:2\","
	    "\"value\":\"42|7|2 only <@U5>\"")));

	ck_assert_int_eq(r.kind, REQUEST_CLICK);
	ck_assert_str_eq(r.name, "severity");
	ck_assert_str_eq(r.incident, "42");
	ck_assert_int_eq(r.epoch, 7);
	ck_assert_str_eq(r.words, "2 only <@U5>");
	ck_assert_str_eq(r.channel, "C1");
	ck_assert_str_eq(r.actor, "U1");
	ck_assert_str_eq(r.trigger_id, "1.2.a");
	ck_assert_str_eq(r.response_url, "https://hooks.slack.com/actions/x");
	ck_assert_str_eq(r.key, "ba:9.9:U1:do:severity:2:7.7");
}
END_TEST

START_TEST(menus_and_selects_carry_the_choice)
{
	static const struct {
		const char *action;
		const char *name, *incident, *words;
		int epoch;
	} rows[] = {
		{ "\"type\":\"button\",\"action_id\":\"do:declare\"",
		    "declare", "", "", 0 },
		{ "\"type\":\"button\",\"action_id\":\"do:list\","
		    "\"value\":\"||2\"", "list", "", "2", 0 },
		{ "\"type\":\"overflow\",\"action_id\":\"do:menu:1\","
		    "\"selected_option\":{\"value\":\"assign|42|3|tech lead\"}",
		    "assign", "42", "tech lead", 3 },
		{ "\"type\":\"static_select\",\"action_id\":\"do:severity\","
		    "\"selected_option\":{\"value\":\"42|3|2\"}",
		    "severity", "42", "2", 3 },
		{ "\"type\":\"static_select\",\"action_id\":\"do:severity\","
		    "\"block_id\":\"42|3|\","
		    "\"selected_option\":{\"value\":\"sev2\"}",
		    "severity", "42", "sev2", 3 },
		{ "\"type\":\"users_select\",\"action_id\":\"do:assign\","
		    "\"block_id\":\"42|3|comms\",\"selected_user\":\"U7\"",
		    "assign", "42", "comms <@U7>", 3 },
		{ "\"type\":\"users_select\",\"action_id\":\"do:assign:ic\","
		    "\"block_id\":\"x7\",\"selected_user\":\"U7\"",
		    "assign", "", "<@U7>", 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		struct request r = made("interactive", arena_printf(arena,
		    CLICK(ACTION("%s")), rows[i].action));

		ck_assert_str_eq(r.name, rows[i].name);
		ck_assert_str_eq(r.incident, rows[i].incident);
		ck_assert_str_eq(r.words, rows[i].words);
		ck_assert_int_eq(r.epoch, rows[i].epoch);
	}
}
END_TEST

START_TEST(clicks_that_are_not_ours_are_ignored)
{
	static const struct {
		const char *action;
		const char *reason;
	} rows[] = {
		{ "\"type\":\"button\",\"action_id\":\"link:1\"",
		    "no action of ours" },
		{ "\"type\":\"button\",\"action_id\":\"do:\"",
		    "action without a handler" },
		{ "\"type\":\"button\",\"action_id\":\"do:Bad Name\"",
		    "action without a handler" },
		{ "\"type\":\"button\",\"action_id\":\"do:ack\","
		    "\"value\":\"42\"", "action without a value of ours" },
		{ "\"type\":\"button\",\"action_id\":\"do:ack\","
		    "\"value\":\"42|x|\"", "action without a value of ours" },
		{ "\"type\":\"button\",\"action_id\":\"do:ack\","
		    "\"value\":\"4 2|1|\"", "action without a value of ours" },
		{ "\"type\":\"button\",\"action_id\":\"do:ack\",\"value\":"
		    "\"42|99999999999|\"", "action without a value of ours" },
		{ "\"type\":\"overflow\",\"action_id\":\"do:menu\","
		    "\"selected_option\":{\"value\":\"assign\"}",
		    "action without a value of ours" },
		{ "\"type\":\"users_select\",\"action_id\":\"do:assign\","
		    "\"selected_user\":null",
		    "action without a value of ours" },
		{ "\"type\":\"users_select\",\"action_id\":\"do:assign\","
		    "\"selected_user\":\"U1> <!here\"",
		    "action without a value of ours" },
		{ "\"type\":\"hologram\",\"action_id\":\"do:ack\"",
		    "element hologram" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_str_eq(ignored("interactive", arena_printf(arena,
		    CLICK(ACTION("%s")), rows[i].action)), rows[i].reason);
	ck_assert_str_eq(ignored("interactive", CLICK(
	    "{\"type\":\"button\",\"action_id\":\"do:ack\"}")),
	    "action that cannot be told from others");
	ck_assert_str_eq(ignored("interactive", CLICK("")),
	    "no action of ours");
}
END_TEST

START_TEST(a_click_in_a_view_has_no_channel)
{
	struct request r = made("interactive", "{\"type\":\"block_actions\","
	    "\"team\":null,\"user\":{\"id\":\"U1\",\"team_id\":\"T1\"},"
	    "\"container\":{\"type\":\"view\",\"view_id\":\"V1\"},"
	    "\"view\":{\"id\":\"V1\"},\"actions\":[{\"type\":\"button\","
	    "\"action_id\":\"do:home\",\"value\":\"||1\","
	    "\"action_ts\":\"9.9\"}]}");

	ck_assert_str_eq(r.team, "T1");
	ck_assert_str_eq(r.channel, "");
	ck_assert_str_eq(r.view_id, "V1");
	ck_assert_str_eq(r.key, "ba:9.9:U1:do:home:V1");
}
END_TEST

START_TEST(a_form_gives_values_by_block)
{
	struct request r = made("interactive", FORM("{"
	    "\"title\":{\"a\":{\"type\":\"plain_text_input\","
	    "\"value\":\"API \\u201cdown\\u201d\\nnow\"}},"
	    "\"severity\":{\"a\":{\"type\":\"static_select\","
	    "\"selected_option\":{\"value\":\"1\"}}},"
	    "\"flags\":{\"a\":{\"type\":\"checkboxes\",\"selected_options\":"
	    "[{\"value\":\"security\"},{\"value\":\"data-loss\"}]}},"
	    "\"user\":{\"a\":{\"type\":\"users_select\","
	    "\"selected_user\":\"U7\"}},"
	    "\"people\":{\"a\":{\"type\":\"multi_users_select\","
	    "\"selected_users\":[\"U7\",\"\",null,\"U8\"]}},"
	    "\"since\":{\"a\":{\"type\":\"datetimepicker\","
	    "\"selected_date_time\":1790000000}},"
	    "\"why\":{\"a\":{\"type\":\"plain_text_input\",\"value\":null}},"
	    "\"odd\":{\"a\":{\"type\":\"file_input\",\"files\":[]}},"
	    "\"empty\":{}}"));

	ck_assert_int_eq(r.kind, REQUEST_FORM);
	ck_assert_str_eq(r.name, "declare");
	ck_assert_str_eq(r.incident, "42");
	ck_assert_int_eq(r.epoch, 7);
	ck_assert_str_eq(r.words, "C5");
	ck_assert_str_eq(r.view_id, "V1");
	ck_assert_int_eq(r.value_count, 7);
	ck_assert_str_eq(r.values[0].name, "title");
	ck_assert_str_eq(r.values[0].value,
	    "API \xe2\x80\x9c" "down\xe2\x80\x9d\nnow");
	ck_assert_str_eq(r.values[1].value, "1");
	ck_assert_str_eq(r.values[2].value, "security,data-loss");
	ck_assert_str_eq(r.values[3].value, "U7");
	ck_assert_str_eq(r.values[4].value, "U7,U8");
	ck_assert_str_eq(r.values[5].value, "1790000000");
	ck_assert_str_eq(r.values[6].value, "");
}
END_TEST

START_TEST(a_corrected_form_is_no_repeat)
{
	const char *first = made("interactive", TITLED("one")).key;

	ck_assert_msg(text_starts_with(first, "vs:V1:1.h:"), "%s", first);
	ck_assert_str_eq(made("interactive", TITLED("one")).key, first);
	ck_assert_str_ne(made("interactive", TITLED("two")).key, first);
}
END_TEST

START_TEST(a_form_with_too_many_values_is_ignored)
{
	struct text values = text_new(arena, 4000);
	int i;

	text_add(&values, "{");
	for (i = 0; i <= FORM_VALUES_MAX; i++)
		text_addf(&values, "%s\"b%d\":{\"a\":{\"type\":"
		    "\"plain_text_input\",\"value\":\"x\"}}",
		    i > 0 ? "," : "", i);
	text_add(&values, "}");
	ck_assert_str_eq(ignored("interactive", arena_printf(arena, FORM("%s"),
	    values.data)), "form with too many values");
}
END_TEST

START_TEST(shortcuts_want_the_declare_form)
{
	struct request r = made("interactive", "{\"type\":\"shortcut\","
	    "\"callback_id\":\"declare\",\"trigger_id\":\"1.2.a\","
	    "\"team\":{\"id\":\"T1\"},\"user\":{\"id\":\"U1\"}}");

	ck_assert_int_eq(r.kind, REQUEST_CLICK);
	ck_assert_str_eq(r.name, "declare");
	ck_assert_str_eq(r.words, "");
	ck_assert_str_eq(r.trigger_id, "1.2.a");
	ck_assert_str_eq(r.key, "tr:1.2.a");
	r = made("interactive", "{\"type\":\"message_action\","
	    "\"callback_id\":\"declare_from_message\","
	    "\"trigger_id\":\"1.2.b\",\"team\":{\"id\":\"T1\"},"
	    "\"user\":{\"id\":\"U1\"},\"channel\":{\"id\":\"C1\"},"
	    "\"response_url\":\"https://hooks.slack.com/app/x\","
	    "\"message\":{\"text\":\"checkout\\n is &lt;dead&gt;\"}}");
	ck_assert_str_eq(r.name, "declare");
	ck_assert_str_eq(r.words, "checkout  is <dead>");
	ck_assert_str_eq(r.channel, "C1");
	ck_assert_str_eq(ignored("interactive", "{\"type\":"
	    "\"message_action\",\"callback_id\":\"other\"}"),
	    "shortcut other");
	ck_assert_str_eq(ignored("interactive", "{\"type\":\"shortcut\","
	    "\"callback_id\":\"other\",\"trigger_id\":\"1.2.a\","
	    "\"user\":{\"id\":\"U1\"}}"), "shortcut other");
}
END_TEST

START_TEST(a_parked_message_has_its_author_and_its_address)
{
	struct request r = made("interactive", PARKED("acme",
	    "1781514000.000200"));

	ck_assert_int_eq(r.kind, REQUEST_CLICK);
	ck_assert_str_eq(r.name, "park");
	ck_assert_str_eq(r.words, "the deploy");
	ck_assert_str_eq(r.actor, "U1");
	ck_assert_str_eq(r.channel, "C1");
	ck_assert_str_eq(r.made_ref, "U2");
	ck_assert_str_eq(r.made_name, "https://acme.slack.com/archives/C1/"
	    "p1781514000000200 message");
	r = made("interactive", PARKED("evil.example/?", "1.2"));
	ck_assert_str_eq(r.made_name, "");
	r = made("interactive", PARKED("acme", "1.2|x"));
	ck_assert_str_eq(r.made_name, "");
}
END_TEST

START_TEST(a_long_message_becomes_a_title)
{
	char text[2000];
	struct request r;

	memset(text, 'x', sizeof(text));
	text[sizeof(text) - 1] = '\0';
	r = made("interactive", arena_printf(arena,
	    "{\"type\":\"message_action\",\"callback_id\":"
	    "\"declare_from_message\",\"trigger_id\":\"1.2.b\","
	    "\"user\":{\"id\":\"U1\"},\"message\":{\"text\":\"%s\"}}", text));
	ck_assert_uint_eq(utf8_length(r.words), TITLE_CHARS);
}
END_TEST

START_TEST(the_home_tab_is_a_happening)
{
	struct request r = envelope("socket-mode/composed/"
	    "envelope.events_api.app_home_opened.json");

	ck_assert_int_eq(r.kind, REQUEST_HAPPENING);
	ck_assert_str_eq(r.name, "home_opened");
	ck_assert_str_eq(r.actor, "U061F7AUR");
	ck_assert_str_eq(r.team, "T024BE7LD");
	ck_assert_str_eq(r.key, "ev:Ev0INC0009");
}
END_TEST

START_TEST(a_key_that_cannot_be_kept_is_not_guessed)
{
	char id[KEY_SIZE];

	memset(id, 'E', sizeof(id));
	id[sizeof(id) - 3] = '\0';	/* "ev:" and this: one too many */
	ck_assert_str_eq(ignored("events_api", arena_printf(arena,
	    "{\"event_id\":\"%s\",\"event\":{\"type\":"
	    "\"app_home_opened\",\"user\":\"U1\",\"tab\":\"home\"}}", id)),
	    "no event_id");
	id[sizeof(id) - 4] = '\0';
	ck_assert_uint_eq(strlen(made("events_api", arena_printf(arena,
	    "{\"event_id\":\"%s\",\"event\":{\"type\":"
	    "\"app_home_opened\",\"user\":\"U1\",\"tab\":\"home\"}}",
	    id)).key), KEY_SIZE - 1);
	ck_assert_str_eq(ignored("events_api",
	    "{\"event_id\":\"Ev 1\",\"event\":{\"type\":"
	    "\"app_home_opened\",\"user\":\"U1\",\"tab\":\"home\"}}"),
	    "no event_id");
	ck_assert_str_eq(ignored("events_api",
	    "{\"event\":{\"type\":\"app_home_opened\","
	    "\"user\":\"U1\",\"tab\":\"home\"}}"), "no event_id");
}
END_TEST

START_TEST(a_reference_that_is_too_long_is_not_ours)
{
	static const char button[] = CLICK(ACTION("\"type\":\"button\","
	    "\"action_id\":\"do:ack\",\"value\":\"%s|1|\""));
	static const char form[] = "{\"type\":\"view_submission\","
	    "\"user\":{\"id\":\"U1\"},\"view\":{\"id\":\"V1\","
	    "\"callback_id\":\"do:note\",\"private_metadata\":\"42|1|%s\"}}";
	char words[12000];

	memset(words, '7', sizeof(words));
	words[ID_SIZE - 1] = '\0';
	ck_assert_str_eq(made("interactive", arena_printf(arena, button,
	    words)).incident, words);
	words[ID_SIZE - 1] = '7';
	words[ID_SIZE] = '\0';
	ck_assert_str_eq(ignored("interactive", arena_printf(arena, button,
	    words)), "action without a value of ours");
	words[ID_SIZE] = '7';
	words[sizeof(words) - 5] = '\0';
	ck_assert_uint_eq(strlen(made("interactive", arena_printf(arena, form,
	    words)).words), sizeof(words) - 5);
	words[sizeof(words) - 5] = '7';
	words[sizeof(words) - 4] = '\0';
	ck_assert_str_eq(ignored("interactive", arena_printf(arena, form,
	    words)), "form without metadata of ours");
}
END_TEST

START_TEST(a_form_needs_metadata_and_a_view_of_ours)
{
	ck_assert_str_eq(ignored("interactive", "{\"type\":"
	    "\"view_submission\",\"user\":{\"id\":\"U1\"},\"view\":{"
	    "\"id\":\"V1\",\"callback_id\":\"do:note\","
	    "\"private_metadata\":\"hello\"}}"),
	    "form without metadata of ours");
	ck_assert_str_eq(ignored("interactive", "{\"type\":"
	    "\"view_submission\",\"user\":{\"id\":\"U1\"},\"view\":{"
	    "\"callback_id\":\"do:note\"}}"),
	    "form that cannot be told from others");
}
END_TEST

int main(void)
{
	struct unit unit = unit_new("services/slack/slack_request");

	tcase_add_checked_fixture(unit.tcase, setup, teardown);
	unit_add(&unit, a_line_is_what_the_person_typed);
	unit_add(&unit, a_long_line_is_cut_at_a_whole_character);
	unit_add(&unit, a_slash_command_gives_the_whole_line);
	unit_add(&unit, a_bare_command_has_no_words);
	unit_add(&unit, a_button_asks_what_its_value_says);
	unit_add(&unit, menus_and_selects_carry_the_choice);
	unit_add(&unit, clicks_that_are_not_ours_are_ignored);
	unit_add(&unit, a_click_in_a_view_has_no_channel);
	unit_add(&unit, a_form_gives_values_by_block);
	unit_add(&unit, a_corrected_form_is_no_repeat);
	unit_add(&unit, a_form_with_too_many_values_is_ignored);
	unit_add(&unit, shortcuts_want_the_declare_form);
	unit_add(&unit, a_parked_message_has_its_author_and_its_address);
	unit_add(&unit, a_long_message_becomes_a_title);
	unit_add(&unit, the_home_tab_is_a_happening);
	unit_add(&unit, a_key_that_cannot_be_kept_is_not_guessed);
	unit_add(&unit, a_reference_that_is_too_long_is_not_ours);
	unit_add(&unit, a_form_needs_metadata_and_a_view_of_ours);
	return unit_run(&unit);
}
