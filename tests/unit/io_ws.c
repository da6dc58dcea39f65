/* SPDX-License-Identifier: MIT
 *
 * io/ws_client: messages come whole, however they are cut; our own ends are
 * orderly. How connections are lost: io_ws_lost.c; TLS: io_ws_tls.c.
 */
#include "tests/unit/ws_rig.h"
#include "base/memory.h"
#include "base/text.h"

#include <sys/socket.h>

/* --- talking --- */

START_TEST(the_upgrade_says_what_it_should_and_nothing_more)
{
	set_up_open();
	ck_assert(text_starts_with(request,
	    "GET /link/?ticket=1&x=y HTTP/1.1\r\n"));
	ck_assert_ptr_nonnull(strstr(request, "Host: localhost\r\n"));
	ck_assert_ptr_null(strcasestr(request, "Origin:"));
	ck_assert_ptr_null(strcasestr(request, "Sec-WebSocket-Protocol"));
	ck_assert_ptr_null(strcasestr(request, "Sec-WebSocket-Extensions"));
	ck_assert_int_eq(opens, 1);
	tear_down();
}
END_TEST

START_TEST(messages_go_out_whole_and_in_order)
{
	char text[1000], expected[1000];
	int i;

	set_up_open();
	for (i = 0; i < 5; i++) {
		memset(expected, 'a' + i, (size_t)i * 100);
		ck_assert(ws_send(ws, expected, (size_t)i * 100));
	}
	for (i = 0; i < 5; i++) {
		ck_assert_int_eq(await_frame(text, sizeof(text)),
		    FINAL | TEXT);
		ck_assert_uint_eq(strlen(text), (size_t)i * 100);
		ck_assert(i == 0 || text[0] == 'a' + i);
	}
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

START_TEST(messages_come_whole_however_they_are_cut)
{
	static const char whole[] = "hello, world";
	unsigned char header[10];
	char frame[40], text[100];
	size_t n, i;

	set_up_open();
	/* One frame, byte by byte. */
	n = frame_header(header, FINAL | TEXT, strlen(whole));
	memcpy(frame, header, n);
	memcpy(frame + n, whole, strlen(whole));
	for (i = 0; i < n + strlen(whole); i++) {
		ck_assert_int_eq(messages, 0);
		peer_say_n(&peer, frame + i, 1);
		pump_for(&pump, 1);
	}
	await_messages(1);
	ck_assert_str_eq(last_message, whole);
	/* Three fragments with a ping between them. */
	say_frame(TEXT, "one ", 4);
	say_frame(FINAL | PING, "p", 1);
	say_frame(0, "two ", 4);
	say_frame(FINAL, "three", 5);
	await_messages(2);
	ck_assert_str_eq(last_message, "one two three");
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | PONG);
	ck_assert_str_eq(text, "p");
	/* Two in one segment, and an empty one. */
	peer_say_n(&peer, "\x81\x01" "a\x81\x01" "b\x81\0", 8);
	await_messages(5);
	ck_assert_uint_eq(last_length, 0);
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

/* More than the kernel takes at once. */
static void say_much(const char *data, size_t n)
{
	size_t sent = 0;

	while (sent < n && !lost) {
		ssize_t put = send(peer.fd, data + sent, n - sent,
		    MSG_NOSIGNAL);

		if (put > 0)
			sent += (size_t)put;
		pump_for(&pump, 1);
		if (peer.fd < 0)
			return;
	}
}

START_TEST(a_message_may_be_large_but_not_too_large)
{
	size_t n = WS_MESSAGE_MAX_BYTES;
	char *big = xmalloc(n + 1);
	unsigned char header[10];
	char text[100];

	memset(big, 'x', n + 1);
	set_up_open();
	peer_say_n(&peer, (char *)header,
	    frame_header(header, FINAL | TEXT, n));
	say_much(big, n);
	await_messages(1);
	ck_assert_uint_eq(last_length, n);
	peer_say_n(&peer, (char *)header,
	    frame_header(header, FINAL | TEXT, n + 1));
	say_much(big, n + 1);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | CLOSE);
	ck_assert_int_eq((unsigned char)text[0] * 256 +
	    (unsigned char)text[1], 1009);
	await_loss("closed by us");
	ck_assert_int_eq(messages, 1);
	tear_down();
	free(big);
}
END_TEST

START_TEST(binary_messages_are_dropped_and_counted)
{
	set_up_open();
	say_frame(FINAL | BINARY, "bin", 3);
	say_frame(BINARY, "bi", 2);
	say_frame(FINAL, "nary", 4);
	say_frame(FINAL | TEXT, "text", 4);
	await_messages(1);
	ck_assert_str_eq(last_message, "text");
	ck_assert_uint_eq(ws_dropped_count(ws), 2);
	tear_down();
}
END_TEST

START_TEST(the_queue_is_bounded)
{
	static char big[WS_OUTPUT_MAX_BYTES + 1];
	int i;

	set_up_open();
	ck_assert(!ws_send(ws, big, sizeof(big)));
	for (i = 0; i < WS_OUTPUT_MAX; i++)
		ck_assert(ws_send(ws, "x", 1));
	ck_assert(!ws_send(ws, "x", 1));
	pump_for(&pump, 20);
	ck_assert(ws_send(ws, "x", 1));
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

/* --- our own ends --- */

START_TEST(closing_sends_the_rest_and_the_code)
{
	char text[100];

	set_up_open();
	ck_assert(ws_send(ws, "last words", 10));
	ws_close(ws, 1000);
	ck_assert(!ws_send(ws, "too late", 8));
	ws_close(ws, 1001);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | TEXT);
	ck_assert_str_eq(text, "last words");
	say_frame(FINAL | TEXT, "too late", 8);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | CLOSE);
	ck_assert_int_eq((unsigned char)text[0] * 256 +
	    (unsigned char)text[1], 1000);
	say_frame(FINAL | CLOSE, "\x03\xe8", 2);
	await_loss("closed by us");
	ck_assert_int_eq(messages, 0);
	tear_down();
}
END_TEST

START_TEST(closing_does_not_wait_for_a_dead_peer)
{
	set_up_open();
	ws_close(ws, 1000);
	ck_assert(pump_within(&pump, &lost, WS_CLOSE_MS + 500));
	await_loss("closed by us");
	tear_down();
}
END_TEST

START_TEST(closing_while_opening_is_one_loss)
{
	int wait;

	for (wait = 0; wait < 3; wait++) {
		set_up_trusting(NULL);
		no_upgrade = true;
		open_peer("localhost");
		pump_for(&pump, wait * 10);
		ws_close(ws, 1000);
		ck_assert(!lost);
		ck_assert(pump_within(&pump, &lost, 500));
		await_loss("closed by us");
		tear_down();
	}
}
END_TEST

START_TEST(freeing_is_allowed_at_any_time)
{
	int wait;

	for (wait = 0; wait < 5; wait++) {
		set_up_trusting(NULL);
		open_peer("localhost");
		pump_for(&pump, wait);
		ws_free(ws);
		ws = NULL;
		pump_for(&pump, 20);
		ck_assert_int_eq(losses, 0);
		tear_down();
	}
	set_up_trusting(NULL);
	free_when = AT_OPEN;
	open_peer("localhost");
	ck_assert(pump_until(&pump, &opened));
	ck_assert_ptr_null(ws);
	tear_down();
	set_up_open();
	free_when = AT_MESSAGE;
	say_frame(FINAL | TEXT, "a", 1);
	say_frame(FINAL | TEXT, "b", 1);
	await_messages(1);
	pump_for(&pump, 20);
	ck_assert_int_eq(messages, 1);
	ck_assert_int_eq(losses, 0);
	tear_down();
	set_up_open();
	free_when = AT_LOSS;
	peer_reset(&peer);
	await_loss("broke");
	ck_assert_ptr_null(ws);
	tear_down();
}
END_TEST

START_TEST(a_new_connection_may_open_before_the_old_one_goes)
{
	struct ws *old;

	set_up_open();
	old = ws;
	open_peer("localhost");
	ck_assert(pump_until(&pump, &opened));
	/* The peer keeps the newest only; so the old one is lost. */
	ck_assert(ws != old);
	ck_assert(ws_is_open(ws));
	ws_free(old);
	say_frame(FINAL | TEXT, "to the new one", 14);
	await_messages(1);
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/ws_client");

	unit_add(&u, the_upgrade_says_what_it_should_and_nothing_more);
	unit_add(&u, messages_go_out_whole_and_in_order);
	unit_add(&u, messages_come_whole_however_they_are_cut);
	unit_add(&u, a_message_may_be_large_but_not_too_large);
	unit_add(&u, binary_messages_are_dropped_and_counted);
	unit_add(&u, the_queue_is_bounded);
	unit_add(&u, closing_sends_the_rest_and_the_code);
	unit_add(&u, closing_does_not_wait_for_a_dead_peer);
	unit_add(&u, closing_while_opening_is_one_loss);
	unit_add(&u, freeing_is_allowed_at_any_time);
	unit_add(&u, a_new_connection_may_open_before_the_old_one_goes);
	return unit_run(&u);
}
