/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_socket against a puppet that plays Slack: the fault
 * catalogue of Socket Mode, one test a fault (F1 to F42). Times are a
 * hundredth of the real ones (world.h).
 */
#include "tests/slack/world.h"

static struct world w;

#define REFRESH "{\"type\":\"disconnect\",\"reason\":\"refresh_requested\"}"
#define TOO_MANY "{\"type\":\"disconnect\"," \
	"\"reason\":\"too_many_websockets\"}"
#define DISABLED "{\"type\":\"disconnect\",\"reason\":\"link_disabled\"}"

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

/* Time between the n-th and the next apps.connections.open. */
static int64_t pause_before(int n)
{
	return w.opened_ms[n] - w.opened_ms[n - 1];
}

START_TEST(F1_ghosts_are_said_and_make_no_more)
{
	w.hello = "{\"type\":\"hello\",\"num_connections\":10}";
	connect_proven();
	ck_assert_int_eq(world_logged(&w,
	    "socket_others connections=10 own=1"), 1);
	puppet_text(world_link(&w), REFRESH);
	ck_assert(world_await(&w, &w.ups, 2));
	/* The old one went politely before the new one came. */
	ck_assert_int_eq(w.closes, 1);
	ck_assert_int_eq(w.open_most, 1);
}
END_TEST

START_TEST(F2_too_many_before_the_hello_is_waited_out)
{
	w.hello = TOO_MANY;
	world_begin(&w);
	ck_assert(world_await(&w, &w.opens, 2));
	ck_assert_int_ge(pause_before(1), WORLD_SLOW_MS);
	ck_assert(world_logged(&w, "socket_unwanted"));
}
END_TEST

START_TEST(F3_retry_after_is_honoured)
{
	connect_proven();
	w.open_status = 429;
	w.open_count = 1;
	w.open_headers = "Retry-After: 1\r\n";
	w.open_body = "{\"ok\":false,\"error\":\"ratelimited\"}";
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.ups, 2));
	ck_assert_int_eq(w.opens, 3);
	ck_assert_int_ge(pause_before(2), 1000);
}
END_TEST

START_TEST(F3_slow_stays_slow_when_the_old_one_goes)
{
	struct puppet_link *old;

	connect_proven();
	old = world_link(&w);
	w.hello = TOO_MANY;
	puppet_text(old, REFRESH);
	ck_assert(world_await(&w, &w.gone_count, 1));
	w.hello = "{\"type\":\"hello\",\"num_connections\":1}";
	puppet_reset(old);
	ck_assert(world_await(&w, &w.ups, 2));
	ck_assert_int_ge(pause_before(2), WORLD_SLOW_MS);
}
END_TEST

START_TEST(F4_close_and_reset_at_once_make_one_new_socket)
{
	connect_proven();
	puppet_close(world_link(&w), 1011);
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.ups, 2));
	world_pass(&w, 200);
	ck_assert_int_eq(w.opens, 2);
	ck_assert_int_eq(w.up_count, 2);
	ck_assert_int_eq(w.open_now, 1);
}
END_TEST

START_TEST(F5_a_late_close_of_the_old_leaves_the_new_alone)
{
	struct puppet_link *old;

	connect_proven();
	old = world_link(&w);
	puppet_text(old, REFRESH);
	ck_assert(world_await(&w, &w.up_count, 2));
	puppet_deafen(old);
	world_pass(&w, WORLD_STOP_MS + 150);
	ck_assert_int_eq(w.opens, 2);
	world_send(&w, world_link(&w), "events_api", "e-1");
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert_int_eq(w.downs, 0);
}
END_TEST

START_TEST(F6_a_refused_handshake_asks_for_a_new_address)
{
	static const int statuses[] = { 408, 409, 404, 503 };
	size_t i;

	w.shake_status = statuses[0];
	w.shake_count = 1;
	ck_assert(world_connect(&w));
	for (i = 1; i < ARRAY_LEN(statuses); i++) {
		int before = w.opens;

		w.shake_status = statuses[i];
		w.shake_count = 1;
		puppet_reset(world_link(&w));
		ck_assert(world_await(&w, &w.ups, (int)i + 1));
		/* Every handshake had an address of its own (world.c). */
		ck_assert_int_eq(w.opens, before + 2);
	}
	ck_assert_int_eq(w.shakes, w.opens);
}
END_TEST

START_TEST(F6_refused_handshakes_add_up)
{
	w.shake_status = 503;
	w.shake_count = 4;
	ck_assert(world_connect(&w));
	ck_assert_int_eq(world_logged(&w, "failures=4"), 1);
}
END_TEST

START_TEST(F6_a_refused_replacement_is_tried_again)
{
	connect_proven();
	w.shake_status = 503;
	w.shake_count = 2;
	puppet_text(world_link(&w), REFRESH);
	ck_assert(world_await(&w, &w.up_count, 2));
	ck_assert_int_eq(w.opens, 4);
	ck_assert_int_eq(w.downs, 0);
}
END_TEST

START_TEST(F7_a_proxy_that_says_200_is_no_socket)
{
	w.shake_status = 200;
	w.shake_count = 2;
	ck_assert(world_connect(&w));
	ck_assert_int_eq(w.opens, 3);
}
END_TEST

START_TEST(a_handshake_that_is_never_answered_is_given_up)
{
	w.shake_status = -1;
	w.shake_count = 1;
	ck_assert(world_connect(&w));
	ck_assert_int_eq(w.opens, 2);
	ck_assert_int_ge(pause_before(1), WORLD_HELLO_MS);
}
END_TEST

START_TEST(a_hello_that_never_comes_is_given_up)
{
	w.mute = true;
	world_begin(&w);
	ck_assert(world_await(&w, &w.opens, 2));
	ck_assert_int_ge(pause_before(1), WORLD_HELLO_MS);
	ck_assert(!slack_socket_is_up(w.socket));
}
END_TEST

START_TEST(F8_errors_of_open_are_tried_again)
{
	w.open_status = 200;
	w.open_headers = "";
	w.open_body = "{\"ok\":false,\"error\":\"internal_error\"}";
	w.open_count = 3;
	ck_assert(world_connect(&w));
	ck_assert_int_eq(w.opens, 4);
}
END_TEST

START_TEST(F9_an_address_that_does_not_answer_is_tried_anew)
{
	w.open_status = 200;
	w.open_headers = "";
	w.open_body = "{\"ok\":true,\"url\":\"ws://127.0.0.1:1/link\"}";
	w.open_count = 2;
	ck_assert(world_connect(&w));
	ck_assert_int_eq(w.opens, 3);
}
END_TEST

START_TEST(a_token_that_fails_is_held_and_tried_slowly)
{
	w.open_status = 200;
	w.open_headers = "";
	w.open_body = "{\"ok\":false,\"error\":\"invalid_auth\"}";
	w.open_count = 2;
	ck_assert(world_connect(&w));
	ck_assert_int_eq(w.opens, 3);
	ck_assert_int_ge(pause_before(1), WORLD_HELD_MS);
	ck_assert_int_ge(pause_before(2), WORLD_HELD_MS);
	ck_assert(world_logged(&w, "slack_held"));
}
END_TEST

START_TEST(an_address_elsewhere_is_not_used)
{
	w.open_status = 200;
	w.open_headers = "";
	w.open_body = "{\"ok\":true,\"url\":\"ws://evil.example/link\"}";
	w.open_count = 1;
	ck_assert(world_connect(&w));
	ck_assert(world_logged(&w, "socket_foreign_address"));
	ck_assert_int_ge(pause_before(1), WORLD_SLOW_MS);
}
END_TEST

START_TEST(F10_silence_is_noticed)
{
	int64_t began;

	connect_proven();
	puppet_deafen(world_link(&w));
	began = loop_monotonic_ms(w.bench.pump.loop);
	ck_assert(world_await(&w, &w.downs, 1));
	ck_assert_int_lt(loop_monotonic_ms(w.bench.pump.loop) - began,
	    2 * WORLD_DEAD_MS);
	ck_assert(world_await(&w, &w.ups, 2));
}
END_TEST

START_TEST(F11_events_flow_after_a_reset)
{
	connect_proven();
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.ups, 2));
	world_send(&w, world_link(&w), "events_api", "e-1");
	ck_assert(world_await(&w, &w.texts, 1));
}
END_TEST

START_TEST(F12_our_own_pings_keep_an_idle_line_alive)
{
	ck_assert(world_connect(&w));
	world_pass(&w, 4 * WORLD_DEAD_MS);
	ck_assert_int_ge(w.pings, 4);
	ck_assert_int_eq(w.opens, 1);
}
END_TEST

START_TEST(F14_any_byte_is_life)
{
	int i;

	/* No pongs at all, but pings and data from the other side. */
	w.no_pong = true;
	ck_assert(world_connect(&w));
	for (i = 0; i < 18; i++) {
		world_pass(&w, WORLD_DEAD_MS / 6);
		if (i % 2)
			puppet_frame(world_link(&w), PUPPET_FIN | PUPPET_PING,
			    "x", 1);
		else
			world_send(&w, world_link(&w), "events_api", "e");
	}
	ck_assert_int_eq(w.opens, 1);
	ck_assert_int_ge(w.pongs, 3);
}
END_TEST

START_TEST(F16_a_plain_close_reconnects_at_once)
{
	int64_t began;

	connect_proven();
	began = loop_monotonic_ms(w.bench.pump.loop);
	puppet_close(world_link(&w), 1000);
	ck_assert(world_await(&w, &w.opens, 2));
	ck_assert_int_lt(w.opened_ms[1] - began, 100);
	ck_assert(world_await(&w, &w.ups, 2));
}
END_TEST

START_TEST(F17_a_refresh_leaves_no_gap)
{
	struct puppet_link *old;

	connect_proven();
	old = world_link(&w);
	puppet_text(old, REFRESH);
	ck_assert(world_await(&w, &w.up_count, 2));
	ck_assert_int_eq(w.closes, 0);
	/* What still comes in on the old one is read and acked there. */
	world_send(&w, old, "events_api", "e-old");
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert_str_eq(w.text, "{\"envelope_id\":\"e-old\"}");
	world_send(&w, world_link(&w), "events_api", "e-new");
	ck_assert(world_await(&w, &w.texts, 2));
	ck_assert(world_await(&w, &w.gone_count, 1));
	ck_assert_int_eq(w.closes, 1);
	ck_assert_int_eq(w.close_code, 1000);
	ck_assert_int_eq(w.downs, 0);
	ck_assert_int_eq(w.opens, 2);
}
END_TEST

START_TEST(a_replaced_line_waits_for_acks_that_are_owed)
{
	struct puppet_link *old;

	w.ack_at_once = false;
	connect_proven();
	old = world_link(&w);
	world_send(&w, old, "interactive", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	puppet_text(old, REFRESH);
	ck_assert(world_await(&w, &w.up_count, 2));
	world_pass(&w, WORLD_DRAIN_MS + 30);
	ck_assert(slack_socket_ack(w.socket, &w.seen[0], NULL));
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert(world_await(&w, &w.closes, 1));
}
END_TEST

START_TEST(a_replaced_line_does_not_wait_for_ever)
{
	struct puppet_link *old;

	w.ack_at_once = false;
	connect_proven();
	old = world_link(&w);
	world_send(&w, old, "interactive", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	puppet_text(old, REFRESH);
	ck_assert(world_await(&w, &w.up_count, 2));
	ck_assert(world_await(&w, &w.closes, 1));
}
END_TEST

START_TEST(F18_a_disconnect_while_connecting_ends_in_one_session)
{
	struct puppet_link *old;

	connect_proven();
	old = world_link(&w);
	w.mute = true;
	puppet_text(old, REFRESH);
	ck_assert(world_await(&w, &w.up_count, 2));
	/* Both are told to go before the new one has said hello. */
	w.mute = false;
	puppet_text(old, REFRESH);
	puppet_text(w.links[1], REFRESH);
	puppet_reset(old);
	ck_assert(world_await(&w, &w.up_count, 3));
	world_pass(&w, 300);
	ck_assert_int_eq(w.open_now, 1);
	ck_assert(w.up);
}
END_TEST

START_TEST(F19_a_refresh_right_after_every_hello_does_not_spin)
{
	ck_assert(world_connect(&w));
	while (w.up_count < 6) {
		int before = w.up_count;

		puppet_text(world_link(&w), REFRESH);
		ck_assert(world_await(&w, &w.up_count, before + 1));
		world_pass(&w, 5);
	}
	ck_assert_int_eq(world_logged(&w, "failures=5"), 1);
	/* The end of those that were replaced is no failure more. */
	ck_assert(world_await(&w, &w.gone_count, 5));
	ck_assert_int_eq(w.downs, 0);
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.up_count, 7));
	ck_assert_int_eq(world_logged(&w, "failures=6"), 1);
	ck_assert_int_eq(world_logged(&w, "failures=7"), 0);
}
END_TEST

START_TEST(F19_a_refresh_said_twice_counts_once)
{
	ck_assert(world_connect(&w));
	puppet_text(world_link(&w), REFRESH);
	puppet_text(world_link(&w), REFRESH);
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.ups, 2));
	ck_assert_int_eq(w.opens, 2);
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.ups, 3));
	ck_assert_int_eq(world_logged(&w, "failures=3"), 0);
}
END_TEST

START_TEST(F20_an_ack_on_a_line_that_is_gone_is_harmless)
{
	w.ack_at_once = false;
	connect_proven();
	world_send(&w, world_link(&w), "interactive", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.downs, 1));
	ck_assert(!slack_socket_ack(w.socket, &w.seen[0], NULL));
	ck_assert(world_await(&w, &w.ups, 2));
	/* Nor is it sent on the new one, which knows nothing of it. */
	ck_assert(!slack_socket_ack(w.socket, &w.seen[0], NULL));
	world_pass(&w, 50);
	ck_assert_int_eq(w.texts, 0);
}
END_TEST

START_TEST(F22_F23_nonsense_is_ignored_and_the_line_stays)
{
	ck_assert(world_connect(&w));
	puppet_text(world_link(&w), "UNAUTHENTICATED: cache_error");
	puppet_text(world_link(&w), "{\"envelope_id\":\"e-0\",\"pay");
	puppet_text(world_link(&w), "");
	puppet_frame(world_link(&w), PUPPET_FIN | PUPPET_BINARY,
	    "\0\1\2\3", 4);
	world_send(&w, world_link(&w), "events_api", "e-1");
	ck_assert(world_await(&w, &w.texts, 2));
	ck_assert_str_eq(w.text, "{\"envelope_id\":\"e-1\"}");
	ck_assert_int_eq(w.envelopes, 1);
	ck_assert_int_eq(w.opens, 1);
}
END_TEST

/* An envelope of n bytes of text; free() it. */
static char *big_envelope(size_t n)
{
	char *text = xmalloc(n + 200);
	int head = snprintf(text, 200, "{\"envelope_id\":\"e-big\","
	    "\"type\":\"interactive\",\"payload\":{\"filler\":\"");

	memset(text + head, 'x', n);
	(void)snprintf(text + (size_t)head + n, 100, "\"}}");
	return text;
}

START_TEST(F24_a_big_envelope_in_pieces_is_read_once)
{
	char *text = big_envelope(70000);
	size_t n = strlen(text);

	ck_assert(world_connect(&w));
	puppet_frame(world_link(&w), PUPPET_TEXT, text, 100);
	puppet_frame(world_link(&w), PUPPET_FIN | PUPPET_PING, "p", 1);
	world_pass(&w, 20);
	puppet_frame(world_link(&w), PUPPET_CONTINUE, text + 100, n - 5100);
	puppet_frame(world_link(&w), PUPPET_FIN | PUPPET_PING, "p", 1);
	world_pass(&w, 20);
	puppet_frame(world_link(&w), PUPPET_FIN | PUPPET_CONTINUE,
	    text + n - 5000, 5000);
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert_int_eq(w.envelopes, 1);
	ck_assert_int_eq(w.pongs, 2);
	free(text);
}
END_TEST

START_TEST(F24_single_bytes_make_a_message_too)
{
	static const char body[] = "{\"envelope_id\":\"e-1\",\"type\":"
	    "\"events_api\",\"payload\":{}}";
	unsigned char frame[sizeof(body) + 1];
	size_t i;

	frame[0] = PUPPET_FIN | PUPPET_TEXT;
	frame[1] = (unsigned char)(sizeof(body) - 1);
	memcpy(frame + 2, body, sizeof(body) - 1);
	w.no_pong = true;	/* it would land inside the frame */
	ck_assert(world_connect(&w));
	for (i = 0; i < sizeof(body) + 1; i++) {
		puppet_write(world_link(&w), &frame[i], 1);
		world_pass(&w, 1);
	}
	ck_assert(world_await(&w, &w.texts, 1));
}
END_TEST

START_TEST(a_message_without_end_ends_the_line)
{
	char *text = big_envelope(1200000);

	connect_proven();
	puppet_frame(world_link(&w), PUPPET_TEXT, text, 1100000);
	ck_assert(world_await(&w, &w.ups, 2));
	ck_assert_int_eq(w.envelopes, 0);
	free(text);
}
END_TEST

START_TEST(F26_an_unknown_type_is_acked)
{
	ck_assert(world_connect(&w));
	world_send(&w, world_link(&w), "telepathy", "e-1");
	ck_assert(world_await(&w, &w.texts, 1));
	ck_assert_str_eq(w.text, "{\"envelope_id\":\"e-1\"}");
	ck_assert_int_eq(w.envelopes, 0);
}
END_TEST

START_TEST(F40_socket_mode_switched_off_is_waited_out)
{
	connect_proven();
	puppet_text(world_link(&w), DISABLED);
	ck_assert(world_await(&w, &w.ups, 2));
	ck_assert_int_eq(w.closes, 1);
	ck_assert_int_ge(pause_before(1), WORLD_SLOW_MS);
	ck_assert(world_logged(&w, "socket_unwanted reason=link_disabled"));
}
END_TEST

START_TEST(what_comes_after_our_close_is_left_to_slack)
{
	connect_proven();
	puppet_text(world_link(&w), DISABLED);
	world_send(&w, world_link(&w), "slash_commands", "e-1");
	ck_assert(world_await(&w, &w.closes, 1));
	ck_assert_int_eq(w.envelopes, 0);
	ck_assert_int_eq(w.texts, 0);
}
END_TEST

START_TEST(F41_an_ack_that_cannot_be_written_ends_the_line)
{
	char *big = calloc(1, 16001);
	json_t *payload;
	int i;

	memset(big, 'x', 16000);
	payload = json_pack("{s:s}", "text", big);
	w.ack_at_once = false;
	connect_proven();
	world_send(&w, world_link(&w), "slash_commands", "e-1");
	ck_assert(world_await(&w, &w.envelopes, 1));
	puppet_deafen(world_link(&w));
	for (i = 0; i < 2000 && w.downs == 0; i++)
		(void)slack_socket_ack(w.socket, &w.seen[0], payload);
	ck_assert_int_eq(w.downs, 1);
	ck_assert(world_await(&w, &w.ups, 2));
	json_decref(payload);
	free(big);
}
END_TEST

START_TEST(F42_a_ping_before_the_hello_is_answered)
{
	w.mute = true;
	world_begin(&w);
	ck_assert(world_await(&w, &w.up_count, 1));
	puppet_frame(world_link(&w), PUPPET_FIN | PUPPET_PING, "early", 5);
	ck_assert(world_await(&w, &w.pongs, 1));
	ck_assert(!slack_socket_is_up(w.socket));
	puppet_text(world_link(&w), w.hello);
	world_pass(&w, 50);
	ck_assert(slack_socket_is_up(w.socket));
}
END_TEST

START_TEST(failures_add_up_until_a_line_has_lived)
{
	int i;

	ck_assert(world_connect(&w));
	for (i = 1; i <= 4; i++) {
		puppet_reset(world_link(&w));
		ck_assert(world_await(&w, &w.ups, i + 1));
	}
	ck_assert(world_logged(&w, "failures=4"));
	world_pass(&w, WORLD_PROVEN_MS + 20);
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.ups, 6));
	ck_assert(!world_logged(&w, "failures=5"));
	puppet_reset(world_link(&w));
	ck_assert(world_await(&w, &w.ups, 7));
	ck_assert(!world_logged(&w, "failures=5"));
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		F1_ghosts_are_said_and_make_no_more,
		F2_too_many_before_the_hello_is_waited_out,
		F3_retry_after_is_honoured,
		F3_slow_stays_slow_when_the_old_one_goes,
		F4_close_and_reset_at_once_make_one_new_socket,
		F5_a_late_close_of_the_old_leaves_the_new_alone,
		F6_a_refused_handshake_asks_for_a_new_address,
		F6_refused_handshakes_add_up,
		F6_a_refused_replacement_is_tried_again,
		F7_a_proxy_that_says_200_is_no_socket,
		a_handshake_that_is_never_answered_is_given_up,
		a_hello_that_never_comes_is_given_up,
		F8_errors_of_open_are_tried_again,
		F9_an_address_that_does_not_answer_is_tried_anew,
		a_token_that_fails_is_held_and_tried_slowly,
		an_address_elsewhere_is_not_used,
		F10_silence_is_noticed,
		F11_events_flow_after_a_reset,
		F12_our_own_pings_keep_an_idle_line_alive,
		F14_any_byte_is_life,
		F16_a_plain_close_reconnects_at_once,
		F17_a_refresh_leaves_no_gap,
		a_replaced_line_waits_for_acks_that_are_owed,
		a_replaced_line_does_not_wait_for_ever,
		F18_a_disconnect_while_connecting_ends_in_one_session,
		F19_a_refresh_right_after_every_hello_does_not_spin,
		F19_a_refresh_said_twice_counts_once,
		F20_an_ack_on_a_line_that_is_gone_is_harmless,
		F22_F23_nonsense_is_ignored_and_the_line_stays,
		F24_a_big_envelope_in_pieces_is_read_once,
		F24_single_bytes_make_a_message_too,
		a_message_without_end_ends_the_line,
		F26_an_unknown_type_is_acked,
		F40_socket_mode_switched_off_is_waited_out,
		what_comes_after_our_close_is_left_to_slack,
		F41_an_ack_that_cannot_be_written_ends_the_line,
		F42_a_ping_before_the_hello_is_answered,
		failures_add_up_until_a_line_has_lived,
	};
	struct unit unit = unit_new("services/slack/slack_socket, faults");
	size_t i;

	tcase_add_checked_fixture(unit.tcase, setup, teardown);
	for (i = 0; i < ARRAY_LEN(tests); i++)
		unit_add(&unit, tests[i]);
	return unit_run(&unit);
}
