/* SPDX-License-Identifier: MIT
 *
 * The stand-in delivers as Socket Mode does: tickets, hello, one connection by
 * chance, three seconds for an ack, retries for events only. Numbers in the
 * names are sections of the facts; F names are those of the catalogue.
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

	trial_say(&t, "hello");
	trial_ack(&t, link, trial_frame(&t, "message", 0), NULL);
	trial_pass(&t, 10 * 60 * 1000);
	ck_assert_uint_eq(trial_frames(&t, "message"), 1);
}
END_TEST

START_TEST(an_unacked_event_comes_at_0_60_and_300_s)
{
	(void)trial_connect(&t);
	trial_say(&t, "hello");
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
	trial_pass(&t, 299999);
	ck_assert_uint_eq(trial_frames(&t, "message"), 3);
	trial_pass(&t, 1);
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
	trial_say(&t, "hello");
	trial_pass(&t, 0);
	(void)trial_connect(&t);
	trial_pass(&t, 60000);
	ck_assert_uint_eq(trial_frames(&t, "message"), 1);
	ck_assert_int_eq(envelope_attempt(0), 2);
}
END_TEST

START_TEST(a_command_that_nobody_takes_fails_for_the_typist)
{
	trial_command(&t, "help");
	ck_assert_str_eq(trial_notice(&t), "/incident failed with the error "
		"\"dispatch_failed\"");
	(void)trial_connect(&t);
	trial_command(&t, "help");
	trial_pass(&t, 3000);
	ck_assert_str_eq(trial_notice(&t), "/incident failed with the error "
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

	trial_command(&t, "declare @ben <5xx> in #general");
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
	char pieces[100];
	int link = trial_connect(&t), length;
	const json_t *frame;

	trial_command(&t, "help");
	frame = trial_frame(&t, "slash_commands", 0);
	length = snprintf(big, sizeof(big), "{\"envelope_id\":\"%s\","
		"\"payload\":{\"text\":\"", trial_text(frame, "envelope_id"));
	memset(big + length, 'x', sizeof(big) - 1 - (size_t)length);
	memcpy(big + sizeof(big) - 4, "\"}}", 3);
	workspace_receive(t.ws, link, big, sizeof(big) - 1, false);
	length = snprintf(pieces, sizeof(pieces), "{\"envelope_id\":\"%s\"}",
		trial_text(frame, "envelope_id"));
	workspace_receive(t.ws, link, pieces, (size_t)length, true);
	trial_pass(&t, 3000);
	ck_assert_str_eq(trial_notice(&t), "/incident failed with the error "
		"\"operation_timeout\"");
	trial_command(&t, "help");
	frame = trial_frame(&t, "slash_commands", 1);
	memcpy(big + 16, trial_text(frame, "envelope_id"), 36);
	memmove(big + sizeof(big) - 5, "\"}}", 4);
	workspace_receive(t.ws, link, big, sizeof(big) - 2, false);
	trial_pass(&t, 3000);
	ck_assert_uint_eq(trial_frames(&t, "slash_commands"), 2);
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

START_TEST(nothing_is_sent_behind_a_close)
{
	int next;

	(void)trial_connect(&t);
	trial_pass(&t, 18060 * 1000);
	next = trial_connect(&t);
	trial_pass(&t, 10000);
	ck_assert_int_eq(t.links[t.link_count - 1].what, LINK_CLOSE);
	for (int k = 0; k < 20; k++) {
		trial_command(&t, "help");
		ck_assert_int_eq(t.links[t.link_count - 1].connection, next);
	}
}
END_TEST

START_TEST(a_jump_of_the_clock_is_not_the_apps_fault)
{
	int link = trial_connect(&t);

	trial_command(&t, "help");
	workspace_skip(t.ws, 900000);
	trial_pass(&t, 900000);
	ck_assert_str_eq(trial_notice(&t), "");
	trial_ack(&t, link, trial_frame(&t, "slash_commands", 0), NULL);
	trial_pass(&t, 3000);
	ck_assert_str_eq(trial_notice(&t), "");
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
	unit_add(&u, a_connection_is_warned_refreshed_and_closed);
	unit_add(&u, nothing_is_sent_behind_a_close);
	unit_add(&u, a_jump_of_the_clock_is_not_the_apps_fault);
	unit_add(&u, s8_11_calls_make_events);
	unit_add(&u, an_event_needs_a_member_and_a_subscription);
	return unit_run(&u);
}
