/* SPDX-License-Identifier: MIT
 *
 * socket_door.c: Slack's WebSocket: spends the ticket at the handshake, sends
 * what the workspace orders (whole, in fragments, byte by byte, or not at
 * all), puts received messages together, and notes who closed how. Read next:
 * delivery.c.
 */
#include "tests/workspace/door.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#define FRAGMENTS 3

static struct session *session_of(struct door *door, int connection)
{
	for (struct session *one = door->sessions; one; one = one->next)
		if (one->kind == SESSION_LINK && one->connection == connection)
			return one;
	if (!door->connecting)
		return NULL;
	door->connecting->connection = connection;
	door->connecting->kind = SESSION_LINK;
	return door->connecting;
}

void link_order_take(void *arg, const struct workspace_link *link)
{
	struct session *session = session_of(arg, link->connection);
	struct outgoing *out;

	if (!session)
		return;
	out = calloc(1, sizeof(*out));
	if (!out)
		abort();
	out->what = link->what;
	out->code = link->code;
	out->for_ms = link->for_ms;
	buffer_add(&out->text, link->text ? link->text : "",
		link->text ? link->length : 0);
	if (session->last)
		session->last->next = out;
	else
		session->first = out;
	session->last = out;
	if (session != session->door->connecting)
		lws_callback_on_writable(session->wsi);
}

/* In the handshake, before the 101: 0 = go on, else already answered. */
int link_confirm(struct session *session, const char *query)
{
	struct door *door = session->door;
	char ticket[64], debug[8];
	int result;

	(void)query_get(query, "ticket", ticket, sizeof(ticket));
	(void)query_get(query, "debug_reconnects", debug, sizeof(debug));
	door_enter(door);
	door->connecting = session;
	result = workspace_connect(door->ws, ticket,
		strcmp(debug, "true") == 0);
	door->connecting = NULL;
	door_leave(door);
	if (result > 0) {
		session->kind = SESSION_LINK;
		session->connection = result;
		return 0;
	}
	(void)lws_return_http_status(session->wsi, (unsigned)-result,
		result == -200 ? "<html><body>Sign in</body></html>" : NULL);
	return 1;
}

static struct outgoing *pop(struct session *session)
{
	struct outgoing *out = session->first;

	session->first = out->next;
	if (!session->first)
		session->last = NULL;
	return out;
}

static void outgoing_free(struct outgoing *out)
{
	buffer_clear(&out->text);
	free(out);
}

static int write_frame(struct session *session, struct outgoing *out,
	enum lws_write_protocol how)
{
	int written = lws_write(session->wsi, (unsigned char *)
		out->text.bytes, out->text.length, how);

	return written < (int)out->text.length ? -1 : 0;
}

/* One third of the message per call, a ping after the first one. 1 = more. */
static int write_fragment(struct session *session, struct outgoing *out)
{
	size_t third = out->text.length / FRAGMENTS;
	size_t from = (size_t)session->piece * third;
	bool last = session->piece == FRAGMENTS - 1;
	size_t length = last ? out->text.length - from : third;
	struct buffer part = { NULL, 0, 0 };
	int how = session->piece == 0 ? LWS_WRITE_TEXT :
		LWS_WRITE_CONTINUATION, written;

	if (!last)
		how |= LWS_WRITE_NO_FIN;
	buffer_add(&part, out->text.bytes + from, length);
	written = lws_write(session->wsi, (unsigned char *)part.bytes, length,
		(enum lws_write_protocol)how);
	buffer_clear(&part);
	if (written < (int)length)
		return -1;
	session->piece = last ? 0 : session->piece + 1;
	if (session->piece == 1)
		session->ping_due = true;
	return last ? 0 : 1;
}

/* A whole frame past lws, straight into the socket, `step` bytes at a time,
 * at most `length` of them. Only when lws holds nothing back. */
static int write_raw(struct session *session, const struct buffer *text,
	size_t step, size_t length)
{
	unsigned char head[10] = { 0x81, 127 };
	struct buffer frame = { NULL, 0, 0 };
	int fd = lws_get_socket_fd(session->wsi);
	size_t at = 0;

	for (size_t i = 0; i < 8; i++)
		head[2 + i] = (unsigned char)(text->length >>
			(8 * (7 - i)));
	buffer_add(&frame, (char *)head, sizeof(head));
	buffer_add(&frame, text->bytes, text->length);
	if (length > frame.length)
		length = frame.length;
	for (int tries = 0; at < length && tries < 1000000; tries++) {
		size_t n = length - at < step ? length - at : step;
		ssize_t sent = send(fd, frame.bytes + at, n, MSG_NOSIGNAL);

		at += sent > 0 ? (size_t)sent : 0;
		if (sent < 0)
			break;
	}
	buffer_clear(&frame);
	return at < length ? -1 : 0;
}

static int write_ping(struct session *session)
{
	unsigned char room[LWS_PRE + 8] = { 0 };

	memcpy(room + LWS_PRE, "applink3", 8);
	return lws_write(session->wsi, room + LWS_PRE, 8, LWS_WRITE_PING) < 0 ?
		-1 : 0;
}

static int close_politely(struct session *session, int code)
{
	static unsigned char reason[] = "Max frame length of 20480 has been "
		"exceeded";
	bool too_long = code == 1009;

	session->closing = true;
	lws_close_reason(session->wsi, (enum lws_close_status)code,
		too_long ? reason : NULL, too_long ? sizeof(reason) - 1 : 0);
	return -1;
}

static int reset_hard(struct session *session)
{
	struct linger linger = { .l_onoff = 1, .l_linger = 0 };

	(void)setsockopt(lws_get_socket_fd(session->wsi), SOL_SOCKET,
		SO_LINGER, &linger, sizeof(linger));
	session->closing = true;
	lws_set_timeout(session->wsi, PENDING_TIMEOUT_USER_OK,
		LWS_TO_KILL_ASYNC);
	return 0;
}

static void go_deaf(struct session *session, const struct outgoing *out)
{
	session->deaf = true;
	lws_rx_flow_control(session->wsi, 0);
	if (out->for_ms > 0)
		lws_set_timer_usecs(session->wsi,
			out->for_ms * LWS_US_PER_MS);
}

static int carry_out(struct session *session, struct outgoing *out)
{
	switch (out->what) {
	case LINK_TEXT:
		return write_frame(session, out, LWS_WRITE_TEXT);
	case LINK_BINARY:
		return write_frame(session, out, LWS_WRITE_BINARY);
	case LINK_FRAGMENTS:
		return write_fragment(session, out);
	case LINK_DRIBBLE:
		return write_raw(session, &out->text, 1, SIZE_MAX);
	case LINK_CUT_FRAME:
		go_deaf(session, out);
		return write_raw(session, &out->text, SIZE_MAX,
			out->text.length / 2);
	case LINK_CLOSE:
		return close_politely(session, out->code);
	case LINK_RESET:
		return reset_hard(session);
	case LINK_DEAF:
		go_deaf(session, out);
		return 0;
	case LINK_SLOW_PONG:
		lws_rx_flow_control(session->wsi, 0);
		lws_set_timer_usecs(session->wsi,
			out->for_ms * LWS_US_PER_MS);
		return 0;
	case LINK_NO_PINGS:
		session->pings_off = true;
		return 0;
	case LINK_DROP_IDLE:
		session->drop_idle_ms = out->for_ms;
		return 0;
	case LINK_PING:
		session->pong_awaited = true;
		return write_ping(session);
	case LINK_ONLY_PINGS:
		session->frames_wait = true;
		lws_set_timer_usecs(session->wsi,
			out->for_ms * LWS_US_PER_MS);
		return 0;
	}
	return 0;
}

static int writeable(struct session *session)
{
	struct outgoing *out = session->first;
	int result;

	if (session->deaf || session->closing)
		return 0;
	if (session->ping_due) {
		session->ping_due = false;
		lws_callback_on_writable(session->wsi);
		return write_ping(session);
	}
	if (!out || session->frames_wait)
		return 0;
	result = carry_out(session, out);
	if (result <= 0)
		outgoing_free(pop(session));
	if (result >= 0 && (session->first || session->ping_due))
		lws_callback_on_writable(session->wsi);
	return result < 0 ? -1 : 0;
}

static int received(struct session *session, const char *in, size_t length)
{
	if (lws_is_first_fragment(session->wsi))
		session->fragments = 0;
	session->fragments += lws_remaining_packet_payload(session->wsi) == 0;
	if (session->received.length + length > FRAME_MAX)
		return close_politely(session, 1009);
	buffer_add(&session->received, in, length);
	if (!lws_is_final_fragment(session->wsi) ||
	    lws_remaining_packet_payload(session->wsi) > 0)
		return 0;
	door_enter(session->door);
	workspace_receive(session->door->ws, session->connection,
		session->received.bytes, session->received.length,
		session->fragments > 1);
	door_leave(session->door);
	buffer_clear(&session->received);
	return 0;
}

/* The answer to a ping that a test ordered; those of every half a minute are
 * not worth a line. */
static void ponged(struct session *session)
{
	if (!session->pong_awaited)
		return;
	session->pong_awaited = false;
	door_enter(session->door);
	workspace_ponged(session->door->ws, session->connection);
	door_leave(session->door);
}

void link_gone(struct session *session)
{
	struct door *door = session->door;

	while (session->first)
		outgoing_free(pop(session));
	buffer_clear(&session->received);
	if (session->connection == 0)
		return;
	door_enter(door);
	workspace_disconnected(door->ws, session->connection, !session->deaf);
	session->connection = 0;
	door_leave(door);
}

/* A middlebox that cuts what is silent, as the kernel counts silence. */
static void drop_idle(struct session *session)
{
	struct tcp_info info;
	socklen_t size = sizeof(info);

	if (session->drop_idle_ms <= 0 || session->closing ||
	    getsockopt(lws_get_socket_fd(session->wsi), IPPROTO_TCP,
		TCP_INFO, &info, &size) != 0)
		return;
	if (info.tcpi_last_data_recv >= session->drop_idle_ms)
		(void)reset_hard(session);
}

/* Every second. */
void link_second(struct door *door, bool ping)
{
	for (struct session *one = door->sessions; one; one = one->next) {
		if (one->kind != SESSION_LINK)
			continue;
		drop_idle(one);
		if (!ping || one->pings_off)
			continue;
		one->ping_due = true;
		lws_callback_on_writable(one->wsi);
	}
}

static void wake(struct session *session)
{
	session->deaf = false;
	session->frames_wait = false;
	lws_rx_flow_control(session->wsi, 1);
	lws_callback_on_writable(session->wsi);
}

int link_callback(struct session *session, enum lws_callback_reasons reason,
	void *in, size_t length)
{
	if (reason == LWS_CALLBACK_ESTABLISHED)
		lws_callback_on_writable(session->wsi);
	if (reason == LWS_CALLBACK_RECEIVE)
		return received(session, in, length);
	if (reason == LWS_CALLBACK_RECEIVE_PONG)
		ponged(session);
	if (reason == LWS_CALLBACK_SERVER_WRITEABLE)
		return writeable(session);
	if (reason == LWS_CALLBACK_TIMER)
		wake(session);
	if (reason == LWS_CALLBACK_CLOSED)
		link_gone(session);
	return 0;
}
