/* SPDX-License-Identifier: MIT
 *
 * io/ws_client: however a connection is lost, it is said once; a silent peer is
 * found out.
 */
#include "tests/unit/ws_rig.h"
#include "tests/unit/redis_server.h"

#include <sys/resource.h>
#include <unistd.h>

/* --- losses while opening --- */

START_TEST(F_refused_connection_is_one_loss)
{
	char url[60];

	set_up_trusting(NULL);
	snprintf(url, sizeof(url), "ws://127.0.0.1:%u/",
	    (unsigned)free_port());
	open_url(url);
	await_loss("opening failed");
	ck_assert_int_eq(opens, 0);
	tear_down();
}
END_TEST

START_TEST(F_unknown_host_is_one_loss)
{
	set_up_trusting(NULL);
	open_url("wss://nowhere.test/");
	await_loss("no such name");
	tear_down();
}
END_TEST

START_TEST(F_no_answer_to_the_upgrade_is_one_loss)
{
	set_up_trusting(NULL);
	no_upgrade = true;
	open_peer("localhost");
	await_loss("timed out");
	ck_assert_int_eq(opens, 0);
	tear_down();
}
END_TEST

START_TEST(F_hang_up_instead_of_an_upgrade_is_one_loss)
{
	int reset;

	for (reset = 0; reset < 2; reset++) {
		set_up_trusting(NULL);
		no_upgrade = true;
		request[0] = '\0';
		open_peer("127.0.0.1");
		while (request[0] == '\0')
			pump_for(&pump, 1);
		if (reset)
			peer_reset(&peer);
		else
			peer_close(&peer);
		await_loss("");
		ck_assert_int_eq(opens, 0);
		tear_down();
	}
}
END_TEST

START_TEST(F_other_answers_than_the_upgrade_are_one_loss)
{
	static const char *const answers[] = {
		"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
		"HTTP/1.1 302 Found\r\nLocation: ws://127.0.0.1:1/\r\n"
		"Content-Length: 0\r\n\r\n",
		"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
		"Connection: Upgrade\r\nSec-WebSocket-Accept: wrong\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi",
		"garbage\r\n\r\n",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(answers); i++) {
		set_up_trusting(NULL);
		other_answer = answers[i];
		open_peer("localhost");
		await_loss("");
		ck_assert_int_eq(opens, 0);
		/* One connection: no second address, no redirect. */
		ck_assert_int_eq(peer.connections, 1);
		tear_down();
	}
}
END_TEST

/* The lowest descriptor that is not in use is too many. */
static void forbid_descriptors(struct rlimit *before)
{
	struct rlimit now;
	int next = dup(STDERR_FILENO);

	ck_assert_int_ge(next, 0);
	close(next);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, before), 0);
	now = *before;
	now.rlim_cur = (rlim_t)next;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &now), 0);
}

START_TEST(F_no_descriptor_for_it_is_one_loss)
{
	struct rlimit before;

	set_up_trusting(NULL);
	free_when = AT_LOSS;
	open_peer("localhost");
	forbid_descriptors(&before);
	await_loss("");
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	ck_assert_int_eq(opens, 0);
	tear_down();
}
END_TEST

START_TEST(the_second_address_is_tried)
{
	set_up_trusting(NULL);
	open_peer("two.test");
	ck_assert_msg(pump_until(&pump, &opened), "%s", last_reason);
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

START_TEST(malformed_urls_are_refused)
{
	static const char *const urls[] = {
		"", "http://h/", "redis://h", "ws://", "ws://h h/",
	};
	size_t i;

	set_up_trusting(NULL);
	for (i = 0; i < ARRAY_LEN(urls); i++) {
		open_url(urls[i]);
		ck_assert_ptr_null(ws);
	}
	tear_down();
}
END_TEST

/* --- losses while open --- */

START_TEST(F_broken_connections_are_one_loss)
{
	int reset;

	for (reset = 0; reset < 2; reset++) {
		set_up_open();
		ck_assert(ws_send(ws, "x", 1));
		if (reset)
			peer_reset(&peer);
		else
			peer_close(&peer);
		await_loss("broke");
		ck_assert_int_eq(opens, 1);
		tear_down();
	}
}
END_TEST

START_TEST(F_close_of_the_peer_is_answered_and_one_loss)
{
	char text[100];

	set_up_open();
	say_frame(FINAL | CLOSE, "\x03\xe9", 2);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | CLOSE);
	peer_close(&peer);
	await_loss("closed by the peer with 1001");
	tear_down();
}
END_TEST

START_TEST(F_a_broken_frame_is_one_loss)
{
	set_up_open();
	peer_say_n(&peer, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 10);
	await_loss("");
	tear_down();
}
END_TEST

START_TEST(F_a_silent_peer_is_pinged_and_given_up)
{
	int64_t start;
	char text[100];

	set_up_open();
	start = loop_monotonic_ms(pump.loop);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | PING);
	ck_assert_int_ge(loop_monotonic_ms(pump.loop) - start, 150);
	await_loss("nothing was heard");
	ck_assert_int_ge(loop_monotonic_ms(pump.loop) - start, 390);
	ck_assert_int_le(loop_monotonic_ms(pump.loop) - start, 1500);
	tear_down();
}
END_TEST

START_TEST(our_own_sleep_is_not_the_peers_silence)
{
	static const struct timespec nap = { .tv_nsec = 500 * 1000000 };
	char text[100];

	set_up_open();
	/* Asleep before the ping: nobody can have answered it. */
	nanosleep(&nap, NULL);
	ck_assert_int_eq(await_frame(text, sizeof(text)), FINAL | PING);
	ck_assert_int_eq(losses, 0);
	/* Asleep with the answer in the socket. */
	say_frame(FINAL | PONG, "", 0);
	nanosleep(&nap, NULL);
	pump_for(&pump, 50);
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

START_TEST(pongs_keep_it_alive)
{
	char text[100];
	int i;

	set_up_open();
	/* For longer than a silent peer would have. */
	for (i = 0; i < 4; i++) {
		ck_assert_int_eq(await_frame(text, sizeof(text)),
		    FINAL | PING);
		say_frame(FINAL | PONG, "", 0);
	}
	ck_assert_int_eq(losses, 0);
	tear_down();
}
END_TEST

/* Says a word every 60 ms, for longer than a silent peer would have; whether
 * the machine let it: a ping is due after 200 ms without any. */
static bool say_words(void)
{
	int64_t before = loop_monotonic_ms(pump.loop), now, longest = 0;
	int i;

	for (i = 0; i < 10; i++) {
		say_frame(FINAL | TEXT, "x", 1);
		pump_for(&pump, 60);
		now = loop_monotonic_ms(pump.loop);
		longest = now - before > longest ? now - before : longest;
		before = now;
	}
	return longest < 150;
}

START_TEST(while_words_come_no_ping_is_needed)
{
	bool in_time = false;
	char text[100];
	int i;

	for (i = 0; i < 20 && !in_time; i++) {
		set_up_open();
		in_time = say_words();
		ck_assert_int_eq(losses, 0);
		if (in_time)
			ck_assert_int_eq(take_frame(text, sizeof(text)), -1);
		tear_down();
	}
	ck_assert(in_time);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/ws_client: losses");

	unit_add(&u, F_refused_connection_is_one_loss);
	unit_add(&u, F_unknown_host_is_one_loss);
	unit_add(&u, F_no_answer_to_the_upgrade_is_one_loss);
	unit_add(&u, F_hang_up_instead_of_an_upgrade_is_one_loss);
	unit_add(&u, F_other_answers_than_the_upgrade_are_one_loss);
	unit_add(&u, F_no_descriptor_for_it_is_one_loss);
	unit_add(&u, the_second_address_is_tried);
	unit_add(&u, malformed_urls_are_refused);
	unit_add(&u, F_broken_connections_are_one_loss);
	unit_add(&u, F_close_of_the_peer_is_answered_and_one_loss);
	unit_add(&u, F_a_broken_frame_is_one_loss);
	unit_add(&u, F_a_silent_peer_is_pinged_and_given_up);
	unit_add(&u, our_own_sleep_is_not_the_peers_silence);
	unit_add(&u, pongs_keep_it_alive);
	unit_add(&u, while_words_come_no_ping_is_needed);
	return unit_run(&u);
}
