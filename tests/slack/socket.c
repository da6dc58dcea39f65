/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_socket against a puppet that plays Slack: what has to
 * hold on a good day, and how it stops. The bad days are in socket_faults.c.
 */
#include "tests/slack/world.h"

static struct world w;

#define REFRESH "{\"type\":\"disconnect\",\"reason\":\"refresh_requested\"}"

static void setup(void)
{
	world_init(&w);
}

static void teardown(void)
{
	world_release(&w);
}

static void connect_proven(void)
{
	ck_assert(world_connect(&w));
	world_pass(&w, WORLD_PROVEN_MS + 20);
}

START_TEST(an_envelope_comes_in_and_its_ack_goes_out)
{
	w.ack_at_once = false;
	ck_assert(world_connect(&w));
	ck_assert(slack_socket_is_up(w.socket));
	ck_assert_int_eq(w.up_count, 1);
	world_send(&w, world_link(&w), "slash_commands", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	ck_assert_str_eq(w.seen_text, "e-1");
	ck_assert_str_eq(w.seen[0].id, "e-1");
	ck_assert_str_eq(w.seen[0].type, "slash_commands");
	ck_assert(w.seen[0].accepts_payload);
	ck_assert_int_gt(w.seen[0].received_ms, 0);
	ck_assert(slack_socket_ack(w.socket, &w.seen[0], NULL));
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert_str_eq(w.text, "{\"envelope_id\":\"e-1\"}");
}
END_TEST

START_TEST(an_ack_may_carry_an_answer)
{
	json_t *payload = json_pack("{s:s}", "text", "done");

	w.ack_at_once = false;
	ck_assert(world_connect(&w));
	world_send(&w, world_link(&w), "slash_commands", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	ck_assert(slack_socket_ack(w.socket, &w.seen[0], payload));
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert_str_eq(w.text,
	    "{\"envelope_id\":\"e-1\",\"payload\":{\"text\":\"done\"}}");
	/* Not if Slack does not take one. */
	puppet_text(world_link(&w), "{\"envelope_id\":\"e-2\",\"type\":"
	    "\"events_api\",\"accepts_response_payload\":false,"
	    "\"payload\":{}}");
	ck_assert(world_await(&w, &w.envelopes, 2));
	ck_assert(!slack_socket_ack(w.socket, &w.seen[1], payload));
	ck_assert(world_await(&w, &w.texts, 2));
	ck_assert_str_eq(w.text, "{\"envelope_id\":\"e-2\"}");
	json_decref(payload);
}
END_TEST

START_TEST(F25_an_answer_that_is_too_long_is_left_out)
{
	char *big = calloc(1, 20001);
	json_t *payload;

	memset(big, 'x', 20000);
	payload = json_pack("{s:s}", "text", big);
	w.ack_at_once = false;
	ck_assert(world_connect(&w));
	world_send(&w, world_link(&w), "slash_commands", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	ck_assert(!slack_socket_ack(w.socket, &w.seen[0], payload));
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert_str_eq(w.text, "{\"envelope_id\":\"e-1\"}");
	json_decref(payload);
	free(big);
}
END_TEST

START_TEST(an_answer_that_just_fits_goes_as_one_frame)
{
	char *big = calloc(1, 16001);
	json_t *payload;

	memset(big, 'x', 16000);
	payload = json_pack("{s:s}", "text", big);
	w.ack_at_once = false;
	ck_assert(world_connect(&w));
	world_send(&w, world_link(&w), "slash_commands", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	ck_assert(slack_socket_ack(w.socket, &w.seen[0], payload));
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert_uint_gt(strlen(w.text), 16000);
	json_decref(payload);
	free(big);
}
END_TEST

START_TEST(many_acks_go_out_in_order)
{
	char id[16];
	int i;

	ck_assert(world_connect(&w));
	for (i = 0; i < 100; i++) {
		(void)snprintf(id, sizeof(id), "e-%d", i);
		world_send(&w, world_link(&w), "events_api", id);
	}
	ck_assert(world_await(&w, &w.texts, 100));
	ck_assert_str_eq(w.text, "{\"envelope_id\":\"e-99\"}");
}
END_TEST

static void on_closed(void *arg)
{
	int *count = arg;

	(*count)++;
}

START_TEST(stopping_closes_with_1000)
{
	int closed = 0;

	ck_assert(world_connect(&w));
	slack_socket_stop(w.socket, on_closed, &closed);
	ck_assert(world_await(&w, &w.gone_count, 1));
	ck_assert_int_eq(w.closes, 1);
	ck_assert_int_eq(w.close_code, 1000);
	world_pass(&w, 100);
	ck_assert_int_eq(w.opens, 1);
	ck_assert(!slack_socket_is_up(w.socket));
	ck_assert_int_eq(closed, 1);
}
END_TEST

START_TEST(stopping_does_not_wait_for_a_dead_peer)
{
	int closed = 0;
	int64_t began;

	ck_assert(world_connect(&w));
	puppet_deafen(world_link(&w));
	began = loop_monotonic_ms(w.bench.pump.loop);
	slack_socket_stop(w.socket, on_closed, &closed);
	ck_assert_int_eq(closed, 0);
	ck_assert(world_await(&w, &closed, 1));
	ck_assert_int_lt(loop_monotonic_ms(w.bench.pump.loop) - began,
	    WORLD_STOP_MS + 100);
	world_pass(&w, 50);
	ck_assert_int_eq(closed, 1);
}
END_TEST

START_TEST(stopping_before_the_hello_is_fine)
{
	int closed = 0;

	w.mute = true;
	world_begin(&w);
	ck_assert(world_await(&w, &w.up_count, 1));
	slack_socket_stop(w.socket, on_closed, &closed);
	ck_assert(world_await(&w, &closed, 1));
}
END_TEST

START_TEST(an_envelope_left_unacked_is_said)
{
	w.ack_at_once = false;
	ck_assert(world_connect(&w));
	world_send(&w, world_link(&w), "interactive", "e-soon");
	world_send(&w, world_link(&w), "interactive", "e-late");
	ck_assert(world_await(&w, &w.envelopes, 2));
	(void)slack_socket_ack(w.socket, &w.seen[0], NULL);
	world_pass(&w, 80);
	ck_assert_int_eq(world_logged(&w, "envelope_unacked id=e-late"), 1);
	ck_assert_int_eq(world_logged(&w, "envelope_unacked id=e-soon"), 0);
}
END_TEST

START_TEST(more_envelopes_than_are_watched_are_fine)
{
	char id[16];
	int i;

	w.ack_at_once = false;
	ck_assert(world_connect(&w));
	for (i = 0; i < 80; i++) {
		(void)snprintf(id, sizeof(id), "e-%d", i);
		world_send(&w, world_link(&w), "events_api", id);
	}
	ck_assert(world_await(&w, &w.envelopes, 80));
	world_pass(&w, 80);
	ck_assert_int_eq(world_logged(&w, "envelope_unacked"), 64);
}
END_TEST

START_TEST(an_ack_while_stopping_does_not_break_the_close)
{
	int closed = 0;

	w.ack_at_once = false;
	ck_assert(world_connect(&w));
	world_send(&w, world_link(&w), "interactive", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	slack_socket_stop(w.socket, on_closed, &closed);
	ck_assert(!slack_socket_ack(w.socket, &w.seen[0], NULL));
	ck_assert(world_await(&w, &closed, 1));
	ck_assert_int_eq(w.closes, 1);
	ck_assert_int_eq(w.close_code, 1000);
}
END_TEST

START_TEST(stopping_in_a_refresh_opens_nothing_more)
{
	int closed = 0;

	connect_proven();
	puppet_text(world_link(&w), REFRESH);
	ck_assert(world_await(&w, &w.up_count, 2));
	puppet_text(world_link(&w), "x");	/* so that the hello is read */
	world_pass(&w, 20);
	slack_socket_stop(w.socket, on_closed, &closed);
	ck_assert(world_await(&w, &closed, 1));
	world_pass(&w, 100);
	ck_assert_int_eq(w.opens, 2);
	ck_assert_int_eq(w.closes, 2);
}
END_TEST

START_TEST(a_socket_freed_while_asking_is_not_called_back)
{
	w.open_status = 200;
	w.open_headers = "";
	w.open_body = "{\"ok\":true,\"url\":\"ws://127.0.0.1:1/link\"}";
	w.open_count = 1;
	world_begin(&w);
	ck_assert(world_await(&w, &w.opens, 1));
	slack_socket_free(w.socket);
	w.socket = NULL;
	world_pass(&w, 50);
	ck_assert_int_eq(w.opens, 1);
}
END_TEST

START_TEST(a_second_hello_changes_nothing)
{
	ck_assert(world_connect(&w));
	puppet_text(world_link(&w), w.hello);
	world_pass(&w, WORLD_DRAIN_MS + 50);
	ck_assert_int_eq(world_logged(&w, "socket_up"), 1);
	ck_assert(slack_socket_is_up(w.socket));
	ck_assert_int_eq(w.closes, 0);
	ck_assert_int_eq(w.opens, 1);
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		an_envelope_comes_in_and_its_ack_goes_out,
		an_ack_may_carry_an_answer,
		F25_an_answer_that_is_too_long_is_left_out,
		an_answer_that_just_fits_goes_as_one_frame,
		many_acks_go_out_in_order,
		stopping_closes_with_1000,
		stopping_does_not_wait_for_a_dead_peer,
		stopping_before_the_hello_is_fine,
		an_envelope_left_unacked_is_said,
		more_envelopes_than_are_watched_are_fine,
		an_ack_while_stopping_does_not_break_the_close,
		stopping_in_a_refresh_opens_nothing_more,
		a_socket_freed_while_asking_is_not_called_back,
		a_second_hello_changes_nothing,
	};
	struct unit unit = unit_new("services/slack/slack_socket");
	size_t i;

	tcase_add_checked_fixture(unit.tcase, setup, teardown);
	for (i = 0; i < ARRAY_LEN(tests); i++)
		unit_add(&unit, tests[i]);
	return unit_run(&unit);
}
