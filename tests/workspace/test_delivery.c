/* SPDX-License-Identifier: MIT
 *
 * The stand-in delivers as Socket Mode does: tickets, hello, one connection
 * by chance, three seconds for an ack, retries for events only, what acks may
 * carry, triggers and response_urls that expire. Fault names are those of the
 * catalogue.
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

static void say(const char *text)
{
	json_decref(trial_act(&t, "{s:s,s:s,s:s,s:s}", "as", "U0ANA", "do",
		"say", "channel", "C0INCIDENTS", "text", text));
}

static void command(const char *text)
{
	json_decref(trial_act(&t, "{s:s,s:s,s:s,s:s,s:s}", "as", "U0ANA",
		"do", "command", "channel", "C0INCIDENTS", "command",
		"/incident", "text", text));
}

static void fault(const char *format, const char *name)
{
	json_t *order = json_pack(format, "fault", name);
	json_t *answer = workspace_fault(t.ws, order);

	ck_assert(json_is_true(json_object_get(answer, "ok")));
	json_decref(answer);
	json_decref(order);
}

/* The text of the newest notice to Ana. */
static const char *notice(void)
{
	static char text[300];
	json_t *state = workspace_state(t.ws, "U0ANA");
	json_t *notices = json_object_get(state, "notices");
	size_t count = json_array_size(notices);

	(void)snprintf(text, sizeof(text), "%s", count == 0 ? "" :
		trial_text(json_array_get(notices, count - 1), "text"));
	json_decref(state);
	return text;
}

static json_t *modal_shown(size_t at)
{
	json_t *state = workspace_state(t.ws, "U0ANA");
	json_t *modal = json_array_get(json_object_get(state, "modals"), at);

	json_incref(modal);
	json_decref(state);
	return modal;
}

static int envelope_attempt(size_t n)
{
	const json_t *frame = trial_frame(&t, "message", n);

	ck_assert_ptr_nonnull(frame);
	return (int)json_integer_value(json_object_get(frame,
		"retry_attempt"));
}

START_TEST(a_ticket_works_once)
{
	json_t *answer = trial_call(&t, "apps.connections.open", "{}");
	const char *ticket = strstr(trial_text(answer, "url"), "ticket=");
	char word[64];

	(void)snprintf(word, sizeof(word), "%.*s", (int)strcspn(ticket + 7,
		"&"), ticket + 7);
	ck_assert_int_gt(workspace_connect(t.ws, word, false), 0);
	ck_assert_int_eq(workspace_connect(t.ws, word, false), -404);
	ck_assert_int_eq(workspace_connect(t.ws, "made up", false), -404);
	json_decref(answer);
}
END_TEST

START_TEST(hello_counts_ghosts_until_they_time_out)
{
	int first = trial_connect(&t);

	ck_assert_int_eq(json_integer_value(json_object_get(trial_frame(&t,
		"hello", 0), "num_connections")), 1);
	workspace_disconnected(t.ws, first, false);
	workspace_disconnected(t.ws, trial_connect(&t), true);
	ck_assert_int_eq(json_integer_value(json_object_get(trial_frame(&t,
		"hello", 1), "num_connections")), 2);
	trial_pass(&t, 61 * 60 * 1000);
	(void)trial_connect(&t);
	ck_assert_int_eq(json_integer_value(json_object_get(trial_frame(&t,
		"hello", 2), "num_connections")), 1);
}
END_TEST

START_TEST(the_eleventh_connection_is_too_many)
{
	for (int i = 0; i < 11; i++)
		(void)trial_connect(&t);
	ck_assert_uint_eq(trial_frames(&t, "hello"), 10);
	ck_assert_str_eq(trial_text(trial_frame(&t, "disconnect", 0),
		"reason"), "too_many_websockets");
}
END_TEST

START_TEST(an_acked_event_comes_once)
{
	int link = trial_connect(&t);

	say("hello");
	trial_ack(&t, link, trial_frame(&t, "message", 0), NULL);
	trial_pass(&t, 10 * 60 * 1000);
	ck_assert_uint_eq(trial_frames(&t, "message"), 1);
}
END_TEST

START_TEST(an_unacked_event_comes_at_0_60_and_300_s)
{
	(void)trial_connect(&t);
	say("hello");
	trial_pass(&t, 2999);
	ck_assert_uint_eq(trial_frames(&t, "message"), 1);
	trial_pass(&t, 1);
	ck_assert_uint_eq(trial_frames(&t, "message"), 2);
	trial_pass(&t, 3000);
	trial_pass(&t, 59999);
	ck_assert_uint_eq(trial_frames(&t, "message"), 2);
	trial_pass(&t, 1);
	ck_assert_uint_eq(trial_frames(&t, "message"), 3);
	trial_pass(&t, 3000);
	trial_pass(&t, 300000);
	ck_assert_uint_eq(trial_frames(&t, "message"), 4);
	trial_pass(&t, 3000);
	trial_pass(&t, 3600000);
	ck_assert_uint_eq(trial_frames(&t, "message"), 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(envelope_attempt(i), (int)i);
	ck_assert_str_eq(trial_text(trial_frame(&t, "message", 3),
		"retry_reason"), "timeout");
	ck_assert_str_eq(trial_text(trial_frame(&t, "message", 3),
		"payload.event_id"), trial_text(trial_frame(&t, "message", 0),
		"payload.event_id"));
}
END_TEST

START_TEST(f29_with_nobody_listening_a_retry_is_the_only_copy)
{
	say("hello");
	trial_pass(&t, 0);
	(void)trial_connect(&t);
	trial_pass(&t, 60000);
	ck_assert_uint_eq(trial_frames(&t, "message"), 1);
	ck_assert_int_eq(envelope_attempt(0), 2);
}
END_TEST

START_TEST(a_command_that_nobody_takes_fails_for_the_typist)
{
	command("help");
	ck_assert_str_eq(notice(), "/incident failed with the error "
		"\"dispatch_failed\"");
	(void)trial_connect(&t);
	command("help");
	trial_pass(&t, 3000);
	ck_assert_str_eq(notice(), "/incident failed with the error "
		"\"operation_timeout\"");
	trial_pass(&t, 600000);
	ck_assert_uint_eq(trial_frames(&t, "slash_commands"), 1);
}
END_TEST

START_TEST(a_command_is_escaped_and_answered_by_its_ack)
{
	int link = trial_connect(&t);
	json_t *state;
	const json_t *frame;

	command("declare @ben <5xx> in #general");
	frame = trial_frame(&t, "slash_commands", 0);
	ck_assert_str_eq(trial_text(frame, "payload.text"), "declare "
		"<@U0BEN|ben> &lt;5xx&gt; in <#C0GENERAL|general>");
	trial_ack(&t, link, frame, "{\"text\":\"for you\"}");
	state = workspace_state(t.ws, "U0BEN");
	ck_assert_str_eq(trial_text(state, "channels.1.messages.0.text"), "");
	json_decref(state);
	state = workspace_state(t.ws, "U0ANA");
	ck_assert_str_eq(trial_text(state, "channels.1.messages.0.text"),
		"for you");
	json_decref(state);
}
END_TEST

START_TEST(an_ack_of_20480_bytes_or_in_pieces_is_no_ack)
{
	static char big[20480 + 1];
	int link = trial_connect(&t), length;
	const json_t *frame;

	command("help");
	frame = trial_frame(&t, "slash_commands", 0);
	length = snprintf(big, sizeof(big), "{\"envelope_id\":\"%s\","
		"\"payload\":{\"text\":\"", trial_text(frame, "envelope_id"));
	memset(big + length, 'x', sizeof(big) - 1 - (size_t)length);
	memcpy(big + sizeof(big) - 4, "\"}}", 3);
	workspace_receive(t.ws, link, big, sizeof(big) - 1, false);
	workspace_receive(t.ws, link, "{\"envelope_id\":\"x\"}", 19, true);
	trial_pass(&t, 3000);
	ck_assert_str_eq(notice(), "/incident failed with the error "
		"\"operation_timeout\"");
	command("help");
	frame = trial_frame(&t, "slash_commands", 1);
	memcpy(big + 16, trial_text(frame, "envelope_id"), 36);
	memmove(big + sizeof(big) - 5, "\"}}", 4);
	workspace_receive(t.ws, link, big, sizeof(big) - 2, false);
	trial_pass(&t, 3000);
	ck_assert_uint_eq(trial_frames(&t, "slash_commands"), 2);
}
END_TEST

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

	command("form");
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
	json_t *shown = modal_shown(0);
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
	shown = modal_shown(0);
	ck_assert_str_eq(trial_text(shown, "errors.b"), "no");
	json_decref(shown);
	submit(link, "x", "{\"response_action\":\"errors\","
		"\"errors\":{\"zzz\":\"no\"}}");
	ck_assert_ptr_nonnull(strstr(notice(), "trouble"));
	(void)snprintf(ack, sizeof(ack), "{\"response_action\":\"push\","
		"\"view\":%s}", modal);
	submit(link, "x", ack);
	shown = modal_shown(1);
	ck_assert_ptr_nonnull(shown);
	json_decref(shown);
	submit(link, "x", "{\"response_action\":\"clear\"}");
	ck_assert_ptr_null(modal_shown(0));
	open_modal();
	submit(link, "x", NULL);
	ck_assert_ptr_null(modal_shown(0));
}
END_TEST

START_TEST(the_client_keeps_an_empty_required_field_back)
{
	json_t *shown;

	(void)trial_connect(&t);
	open_modal();
	shown = modal_shown(0);
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
	shown = modal_shown(0);
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
	command("help");
	url = trial_text(trial_frame(&t, "slash_commands", 0),
		"payload.response_url");
	trial_pass(&t, 30 * 60 * 1000 + 1);
	ck_assert_str_eq(respond(url, "{\"text\":\"late\"}"),
		"404 Expired url");
}
END_TEST

START_TEST(a_connection_is_warned_refreshed_and_closed)
{
	const struct trial_link *last;

	(void)trial_connect(&t);
	trial_pass(&t, 18050 * 1000);
	ck_assert_str_eq(trial_text(trial_frame(&t, "disconnect", 0),
		"reason"), "warning");
	trial_pass(&t, 10000);
	ck_assert_str_eq(trial_text(trial_frame(&t, "disconnect", 1),
		"reason"), "refresh_requested");
	trial_pass(&t, 10000);
	last = &t.links[t.link_count - 1];
	ck_assert_int_eq(last->what, LINK_CLOSE);
	ck_assert_int_eq(last->code, 1000);
}
END_TEST

START_TEST(a_jump_of_the_clock_is_not_the_apps_fault)
{
	int link = trial_connect(&t);

	command("help");
	workspace_skip(t.ws, 900000);
	trial_pass(&t, 900000);
	ck_assert_str_eq(notice(), "");
	trial_ack(&t, link, trial_frame(&t, "slash_commands", 0), NULL);
	trial_pass(&t, 3000);
	ck_assert_str_eq(notice(), "");
}
END_TEST

START_TEST(s8_11_calls_make_events)
{
	static const char *const events[] = { "channel_join",
		"member_joined_channel", "channel_topic", "channel_name",
		"channel_rename", "pin_added", "reaction_added",
		"message_changed", "message_deleted", "channel_archive" };
	json_t *made, *posted;
	const char *id, *ts;

	(void)trial_connect(&t);
	made = trial_call(&t, "conversations.create", "{s:s}", "name", "i");
	id = trial_text(made, "channel.id");
	posted = trial_call(&t, "chat.postMessage", "{s:s,s:s}", "channel",
		id, "text", "a");
	ts = trial_text(posted, "ts");
	json_decref(trial_call(&t, "conversations.setTopic", "{s:s,s:s}",
		"channel", id, "topic", "t"));
	json_decref(trial_call(&t, "conversations.rename", "{s:s,s:s}",
		"channel", id, "name", "j"));
	json_decref(trial_call(&t, "pins.add", "{s:s,s:s}", "channel", id,
		"timestamp", ts));
	json_decref(trial_call(&t, "reactions.add", "{s:s,s:s,s:s}",
		"channel", id, "timestamp", ts, "name", "eyes"));
	json_decref(trial_call(&t, "chat.update", "{s:s,s:s,s:s}", "channel",
		id, "ts", ts, "text", "b"));
	json_decref(trial_call(&t, "chat.delete", "{s:s,s:s}", "channel", id,
		"ts", ts));
	json_decref(trial_call(&t, "conversations.archive", "{s:s}",
		"channel", id));
	for (size_t i = 0; i < ARRAY_LEN(events); i++)
		ck_assert_msg(trial_frames(&t, events[i]) > 0, "%s",
			events[i]);
	json_decref(made);
	json_decref(posted);
}
END_TEST

START_TEST(an_event_needs_a_member_and_a_subscription)
{
	(void)trial_connect(&t);
	json_decref(trial_act(&t, "{s:s,s:s,s:s,s:s}", "as", "U0ANA", "do",
		"say", "channel", "C0GENERAL", "text", "the app is not in"));
	json_decref(trial_call(&t, "conversations.create", "{s:s}", "name",
		"i"));
	ck_assert_uint_eq(trial_frames(&t, "channel_created"), 0);
	ck_assert_uint_eq(trial_frames(&t, "message"), 1); /* its own join */
}
END_TEST

START_TEST(f27_the_same_envelope_twice)
{
	(void)trial_connect(&t);
	fault("{s:s}", "F27");
	say("hello");
	say("again");
	ck_assert_uint_eq(trial_frames(&t, "message"), 3);
	ck_assert_str_eq(trial_text(trial_frame(&t, "message", 0),
		"envelope_id"), trial_text(trial_frame(&t, "message", 1),
		"envelope_id"));
}
END_TEST

START_TEST(f30_a_command_comes_again_in_a_new_envelope)
{
	int link = trial_connect(&t);

	fault("{s:s}", "F30");
	command("declare");
	trial_ack(&t, link, trial_frame(&t, "slash_commands", 0), NULL);
	trial_pass(&t, 1000);
	ck_assert_uint_eq(trial_frames(&t, "slash_commands"), 2);
	ck_assert_str_eq(trial_text(trial_frame(&t, "slash_commands", 0),
		"payload.trigger_id"), trial_text(trial_frame(&t,
		"slash_commands", 1), "payload.trigger_id"));
	ck_assert_str_ne(trial_text(trial_frame(&t, "slash_commands", 0),
		"envelope_id"), trial_text(trial_frame(&t, "slash_commands",
		1), "envelope_id"));
}
END_TEST

START_TEST(f1_ghosts_swallow_most_clicks)
{
	size_t got;

	(void)trial_connect(&t);
	fault("{s:s}", "F1");
	for (int i = 0; i < 50; i++)
		command("help");
	got = trial_frames(&t, "slash_commands");
	ck_assert_uint_gt(got, 0);
	ck_assert_uint_lt(got, 15);
}
END_TEST

START_TEST(f45_posted_but_not_answered)
{
	json_t *args = json_pack("{s:s,s:s}", "channel", "C0INCIDENTS",
		"text", "once"), *history;
	struct workspace_request r = { .method = "chat.postMessage",
		.args = args, .token = WORKSPACE_BOT_TOKEN };
	struct workspace_response response;

	fault("{s:s}", "F45");
	workspace_api(t.ws, &r, &response);
	ck_assert(response.cut);
	workspace_response_release(&response);
	workspace_api(t.ws, &r, &response);
	ck_assert(!response.cut);
	workspace_response_release(&response);
	history = trial_call(&t, "conversations.history", "{s:s}", "channel",
		"C0INCIDENTS");
	ck_assert_uint_eq(json_array_size(json_object_get(history,
		"messages")), 2);
	json_decref(history);
	json_decref(args);
}
END_TEST

START_TEST(f8_f37_f38_the_api_refuses_for_a_while)
{
	fault("{s:s}", "F8");
	for (int i = 0; i < 3; i++)
		ck_assert_str_eq(trial_error(&t, "apps.connections.open",
			"{}"), "internal_error");
	ck_assert_str_eq(trial_error(&t, "apps.connections.open", "{}"),
		"ok");
	fault("{s:s}", "500");
	ck_assert_str_eq(trial_error(&t, "conversations.create", "{s:s}",
		"name", "i"), "internal_error");
	fault("{s:s}", "500-applied");
	ck_assert_str_eq(trial_error(&t, "conversations.create", "{s:s}",
		"name", "i"), "internal_error");
	ck_assert_str_eq(trial_error(&t, "conversations.create", "{s:s}",
		"name", "i"), "name_taken");
}
END_TEST

START_TEST(every_fault_row_can_be_ordered)
{
	json_t *rows = workspace_faults(t.ws), *row;
	size_t i;

	(void)trial_connect(&t);
	json_array_foreach(json_object_get(rows, "known"), i, row) {
		ck_assert_msg(json_is_object(json_object_get(row,
			"defaults")), "%s", trial_text(row, "fault"));
		fault("{s:s}", trial_text(row, "fault"));
		fault("{s:s}", "none");
	}
	ck_assert_uint_gt(i, 40);
	json_decref(rows);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("workspace delivery");

	tcase_add_checked_fixture(u.tcase, begin, end);
	unit_add(&u, a_ticket_works_once);
	unit_add(&u, hello_counts_ghosts_until_they_time_out);
	unit_add(&u, the_eleventh_connection_is_too_many);
	unit_add(&u, an_acked_event_comes_once);
	unit_add(&u, an_unacked_event_comes_at_0_60_and_300_s);
	unit_add(&u, f29_with_nobody_listening_a_retry_is_the_only_copy);
	unit_add(&u, a_command_that_nobody_takes_fails_for_the_typist);
	unit_add(&u, a_command_is_escaped_and_answered_by_its_ack);
	unit_add(&u, an_ack_of_20480_bytes_or_in_pieces_is_no_ack);
	unit_add(&u, a_trigger_lives_3_s_and_works_once);
	unit_add(&u, s6_3_what_a_submission_may_be_answered_with);
	unit_add(&u, the_client_keeps_an_empty_required_field_back);
	unit_add(&u, views_update_minds_the_hash_and_push_the_limit);
	unit_add(&u, s2_7_a_click_and_its_response_url);
	unit_add(&u, s2_7_a_response_url_ends_after_30_minutes);
	unit_add(&u, a_connection_is_warned_refreshed_and_closed);
	unit_add(&u, a_jump_of_the_clock_is_not_the_apps_fault);
	unit_add(&u, s8_11_calls_make_events);
	unit_add(&u, an_event_needs_a_member_and_a_subscription);
	unit_add(&u, f27_the_same_envelope_twice);
	unit_add(&u, f30_a_command_comes_again_in_a_new_envelope);
	unit_add(&u, f1_ghosts_swallow_most_clicks);
	unit_add(&u, f45_posted_but_not_answered);
	unit_add(&u, f8_f37_f38_the_api_refuses_for_a_while);
	unit_add(&u, every_fault_row_can_be_ordered);
	return unit_run(&u);
}
