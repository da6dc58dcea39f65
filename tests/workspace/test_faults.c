/* SPDX-License-Identifier: MIT
 *
 * Each fault switch does what its row says. Names are those of the catalogue.
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

START_TEST(f27_the_same_envelope_twice)
{
	(void)trial_connect(&t);
	trial_fault(&t, "F27");
	trial_say(&t, "hello");
	trial_say(&t, "again");
	ck_assert_uint_eq(trial_frames(&t, "message"), 3);
	ck_assert_str_eq(trial_text(trial_frame(&t, "message", 0),
		"envelope_id"), trial_text(trial_frame(&t, "message", 1),
		"envelope_id"));
}
END_TEST

START_TEST(f30_a_command_comes_again_in_a_new_envelope)
{
	int link = trial_connect(&t);

	trial_fault(&t, "F30");
	trial_command(&t, "declare");
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
	trial_fault(&t, "F1");
	for (int i = 0; i < 50; i++)
		trial_command(&t, "help");
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

	trial_fault(&t, "F45");
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
	trial_fault(&t, "F8");
	for (int i = 0; i < 3; i++)
		ck_assert_str_eq(trial_error(&t, "apps.connections.open",
			"{}"), "internal_error");
	ck_assert_str_eq(trial_error(&t, "apps.connections.open", "{}"),
		"ok");
	trial_fault(&t, "500");
	ck_assert_str_eq(trial_error(&t, "conversations.create", "{s:s}",
		"name", "i"), "internal_error");
	trial_fault(&t, "500-applied");
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
		trial_fault(&t, trial_text(row, "fault"));
		trial_fault(&t, "none");
	}
	ck_assert_uint_gt(i, 40);
	json_decref(rows);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("workspace faults");

	tcase_add_checked_fixture(u.tcase, begin, end);
	unit_add(&u, f27_the_same_envelope_twice);
	unit_add(&u, f30_a_command_comes_again_in_a_new_envelope);
	unit_add(&u, f1_ghosts_swallow_most_clicks);
	unit_add(&u, f45_posted_but_not_answered);
	unit_add(&u, f8_f37_f38_the_api_refuses_for_a_while);
	unit_add(&u, every_fault_row_can_be_ordered);
	return unit_run(&u);
}
