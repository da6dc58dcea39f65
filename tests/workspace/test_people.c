/* SPDX-License-Identifier: MIT
 *
 * What people do reaches the app as Slack would send it: modals, clicks,
 * triggers and response_urls that expire. Numbers are sections of the facts.
 */
#include "tests/workspace/trial.h"

static struct trial t;

static void begin(void)
{
	trial_begin(&t, 1, false);
}

static void end(void)
{
	trial_end(&t);
}

static const char modal[] = "{\"type\":\"modal\",\"callback_id\":\"c\","
	"\"notify_on_close\":true,"
	"\"title\":{\"type\":\"plain_text\",\"text\":\"T\"},"
	"\"submit\":{\"type\":\"plain_text\",\"text\":\"Go\"},"
	"\"blocks\":[{\"type\":\"input\",\"block_id\":\"b\","
	"\"label\":{\"type\":\"plain_text\",\"text\":\"L\"},"
	"\"element\":{\"type\":\"plain_text_input\",\"action_id\":\"a\"}}]}";

static char trigger[100];

static const char *fresh_trigger(void)
{
	size_t n = trial_frames(&t, "slash_commands");

	trial_command(&t, "form");
	(void)snprintf(trigger, sizeof(trigger), "%s", trial_text(
		trial_frame(&t, "slash_commands", n), "payload.trigger_id"));
	return trigger;
}

START_TEST(a_trigger_lives_3_s_and_works_once)
{
	(void)trial_connect(&t);
	ck_assert_str_eq(trial_error(&t, "views.open", "{s:s,s:s}",
		"trigger_id", fresh_trigger(), "view", modal), "ok");
	ck_assert_str_eq(trial_error(&t, "views.open", "{s:s,s:s}",
		"trigger_id", trigger, "view", modal),
		"exchanged_trigger_id");
	ck_assert_str_eq(trial_error(&t, "views.open", "{s:s,s:s}",
		"trigger_id", "1.2.3", "view", modal), "invalid_trigger_id");
	(void)fresh_trigger();
	trial_pass(&t, 3001);
	ck_assert_str_eq(trial_error(&t, "views.open", "{s:s,s:s}",
		"trigger_id", trigger, "view", modal), "expired_trigger_id");
}
END_TEST

static void open_modal(void)
{
	ck_assert_str_eq(trial_error(&t, "views.open", "{s:s,s:s}",
		"trigger_id", fresh_trigger(), "view", modal), "ok");
}

static void submit(int link, const char *value, const char *ack)
{
	json_t *shown = trial_modal(&t, 0);
	size_t n = trial_frames(&t, "view_submission");

	json_decref(trial_act(&t, "{s:s,s:s,s:s,s:{s:{s:{s:s}}}}", "as",
		"U0ANA", "do", "submit", "view_id", trial_text(shown, "id"),
		"values", "b", "a", "value", value));
	ck_assert_str_eq(trial_text(trial_frame(&t, "view_submission", n),
		"payload.view.state.values.b.a.value"), value);
	trial_ack(&t, link, trial_frame(&t, "view_submission", n), ack);
	json_decref(shown);
}

START_TEST(s6_3_what_a_submission_may_be_answered_with)
{
	int link = trial_connect(&t);
	json_t *shown;
	char ack[2000];

	open_modal();
	submit(link, "x", "{\"response_action\":\"errors\","
		"\"errors\":{\"b\":\"no\"}}");
	shown = trial_modal(&t, 0);
	ck_assert_str_eq(trial_text(shown, "errors.b"), "no");
	json_decref(shown);
	submit(link, "x", "{\"response_action\":\"errors\","
		"\"errors\":{\"zzz\":\"no\"}}");
	ck_assert_ptr_nonnull(strstr(trial_notice(&t), "trouble"));
	(void)snprintf(ack, sizeof(ack), "{\"response_action\":\"push\","
		"\"view\":%s}", modal);
	submit(link, "x", ack);
	shown = trial_modal(&t, 1);
	ck_assert_ptr_nonnull(shown);
	json_decref(shown);
	submit(link, "x", "{\"response_action\":\"clear\"}");
	ck_assert_ptr_null(trial_modal(&t, 0));
	open_modal();
	submit(link, "x", NULL);
	ck_assert_ptr_null(trial_modal(&t, 0));
}
END_TEST

START_TEST(the_client_keeps_an_empty_required_field_back)
{
	json_t *shown;

	(void)trial_connect(&t);
	open_modal();
	shown = trial_modal(&t, 0);
	ck_assert_str_eq(trial_act_error(&t, "{s:s,s:s,s:s}", "as", "U0ANA",
		"do", "submit", "view_id", trial_text(shown, "id")),
		"missing_input");
	ck_assert_str_eq(trial_act_error(&t, "{s:s,s:s,s:s}", "as", "U0BEN",
		"do", "submit", "view_id", trial_text(shown, "id")),
		"view_not_found");
	json_decref(shown);
	ck_assert_uint_eq(trial_frames(&t, "view_submission"), 0);
}
END_TEST

START_TEST(views_update_minds_the_hash_and_push_the_limit)
{
	json_t *shown;

	(void)trial_connect(&t);
	open_modal();
	shown = trial_modal(&t, 0);
	ck_assert_str_eq(trial_error(&t, "views.update", "{s:s,s:s,s:s}",
		"view_id", trial_text(shown, "id"), "hash", "old", "view",
		modal), "hash_conflict");
	ck_assert_str_eq(trial_error(&t, "views.update", "{s:s,s:s,s:s}",
		"view_id", trial_text(shown, "id"), "hash",
		trial_text(shown, "hash"), "view", modal), "ok");
	ck_assert_str_eq(trial_error(&t, "views.update", "{s:s,s:s}",
		"view_id", "V1", "view", modal), "not_found");
	for (int i = 0; i < 3; i++)
		ck_assert_str_eq(trial_error(&t, "views.push", "{s:s,s:s}",
			"trigger_id", fresh_trigger(), "view", modal),
			i < 2 ? "ok" : "push_limit_reached");
	json_decref(shown);
}
END_TEST

static const char card[] = "[{\"type\":\"actions\",\"block_id\":\"x\","
	"\"elements\":[{\"type\":\"button\",\"action_id\":\"go\","
	"\"value\":\"7\",\"text\":{\"type\":\"plain_text\","
	"\"text\":\"Go\"}}]}]";

static const char *respond(const char *url, const char *body)
{
	static char word[64];
	struct workspace_response response;
	json_t *parsed = json_loads(body, 0, NULL);

	workspace_respond(t.ws, strrchr(url, '/') + 1, parsed, &response);
	(void)snprintf(word, sizeof(word), "%d %s", response.http_status,
		trial_text(response.body, "error"));
	workspace_response_release(&response);
	json_decref(parsed);
	return word;
}

START_TEST(s2_7_a_click_and_its_response_url)
{
	json_t *posted, *state;
	const json_t *frame;
	const char *url;

	(void)trial_connect(&t);
	posted = trial_call(&t, "chat.postMessage", "{s:s,s:s,s:s}",
		"channel", "C0INCIDENTS", "text", "card", "blocks", card);
	ck_assert_str_eq(trial_act_error(&t, "{s:s,s:s,s:s,s:s,s:s}", "as",
		"U0ANA", "do", "click", "channel", "C0INCIDENTS", "ts",
		trial_text(posted, "ts"), "action_id", "not there"),
		"no_such_element");
	json_decref(trial_act(&t, "{s:s,s:s,s:s,s:s,s:s}", "as", "U0ANA",
		"do", "click", "channel", "C0INCIDENTS", "ts",
		trial_text(posted, "ts"), "action_id", "go"));
	frame = trial_frame(&t, "block_actions", 0);
	ck_assert_str_eq(trial_text(frame, "payload.actions.0.value"), "7");
	url = trial_text(frame, "payload.response_url");
	ck_assert_str_eq(respond(url, "{\"replace_original\":true,"
		"\"text\":\"pressed\"}"), "200 ");
	state = workspace_state(t.ws, "U0BEN");
	ck_assert_str_eq(trial_text(state, "channels.1.messages.0.text"),
		"pressed");
	json_decref(state);
	ck_assert_str_eq(respond(url, "[]"), "400 invalid_payload");
	for (int i = 0; i < 4; i++)
		ck_assert_str_eq(respond(url, "{\"text\":\"more\"}"), "200 ");
	ck_assert_str_eq(respond(url, "{\"text\":\"more\"}"),
		"404 Expired url");
	json_decref(posted);
}
END_TEST

START_TEST(s2_7_a_response_url_ends_after_30_minutes)
{
	const char *url;

	(void)trial_connect(&t);
	trial_command(&t, "help");
	url = trial_text(trial_frame(&t, "slash_commands", 0),
		"payload.response_url");
	trial_pass(&t, 30 * 60 * 1000 + 1);
	ck_assert_str_eq(respond(url, "{\"text\":\"late\"}"),
		"404 Expired url");
}
END_TEST

int main(void)
{
	struct unit u = unit_new("workspace people");

	tcase_add_checked_fixture(u.tcase, begin, end);
	unit_add(&u, a_trigger_lives_3_s_and_works_once);
	unit_add(&u, s6_3_what_a_submission_may_be_answered_with);
	unit_add(&u, the_client_keeps_an_empty_required_field_back);
	unit_add(&u, views_update_minds_the_hash_and_push_the_limit);
	unit_add(&u, s2_7_a_click_and_its_response_url);
	unit_add(&u, s2_7_a_response_url_ends_after_30_minutes);
	return unit_run(&u);
}
