/* SPDX-License-Identifier: MIT
 *
 * delivery_faults.c: the edges of delivery where faults strike: the greeting
 * of a connection, and the moment an envelope leaves. Without a fault that is
 * a hello and one text frame. Read next: faults.c.
 */
#include "tests/workspace/delivery.h"

static const char *const type_words[] = {
	[ENVELOPE_SLASH] = "slash_commands",
	[ENVELOPE_INTERACTIVE] = "interactive",
	[ENVELOPE_EVENT] = "events_api",
};

/* true: the envelope waits; deliver() comes back to it. */
bool delivery_faults_hold(struct workspace *ws, struct envelope *envelope)
{
	json_t *order;

	if (envelope->held)
		return false;
	order = fault_take(ws, "hold", type_words[envelope->type]);
	if (!order)
		return false;
	envelope->held = true;
	envelope->due_ms = ws->now_ms + fault_int(order, "hold_ms", 4000);
	return true;
}

/* One way an envelope may leave. frame is the whole envelope, owned by the
 * caller; text is the same, written out. */
typedef void send_function(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order);

static void send_frame(struct workspace *ws, int connection,
	const json_t *frame, enum workspace_link_what what)
{
	char *text = json_dumps(frame, JSON_COMPACT | JSON_ESCAPE_SLASH);

	link_send(ws, connection, text, what);
	free(text);
}

static void send_close_after(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order)
{
	send_frame(ws, envelope->connection, frame, LINK_TEXT);
	link_order(ws, envelope->connection, LINK_CLOSE,
		(int)fault_int(order, "code", 1001), 0);
}

static void pad(json_t *frame, int64_t bytes)
{
	char *filler = zalloc((size_t)bytes + 1);

	memset(filler, 'x', (size_t)bytes);
	json_object_set_new(json_object_get(frame, "payload"), "filler",
		json_string(filler));
	free(filler);
}

static void send_padded(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order)
{
	json_t *big = json_deep_copy(frame);

	pad(big, fault_int(order, "bytes", 70000));
	send_frame(ws, envelope->connection, big,
		same(text_of(order, "how"), "dribble") ? LINK_DRIBBLE :
		LINK_FRAGMENTS);
	json_decref(big);
}

static void send_twice(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order)
{
	(void)order;
	send_frame(ws, envelope->connection, frame, LINK_TEXT);
	send_frame(ws, envelope->connection, frame, LINK_TEXT);
}

/* Retry numbers that repeat: 1, 1, 2 after the first delivery. */
static void send_numbers(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order)
{
	static const int numbers[] = { 1, 1, 2 };
	char id[64];

	(void)order;
	send_frame(ws, envelope->connection, frame, LINK_TEXT);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		json_t *again = json_deep_copy(frame);

		PUT(id, "%.30s-%05zu", envelope->id, i);
		json_object_update_new(again, json_pack("{s:s,s:i,s:s}",
			"envelope_id", id, "retry_attempt", numbers[i],
			"retry_reason", "timeout"));
		send_frame(ws, envelope->connection, again, LINK_TEXT);
		json_decref(again);
	}
}

static void send_late_number(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order)
{
	(void)order;
	envelope->attempt = 2;
	json_object_update_new(frame, json_pack("{s:i,s:s}", "retry_attempt",
		2, "retry_reason", "timeout"));
	send_frame(ws, envelope->connection, frame, LINK_TEXT);
}

static struct envelope *copy_of(struct workspace *ws,
	const struct envelope *envelope, json_t *payload)
{
	struct envelope *copy = envelope_new(ws, envelope->type, payload,
		envelope->accepts);

	copy->held = true;
	PUT(copy->user, "%s", envelope->user);
	PUT(copy->channel, "%s", envelope->channel);
	PUT(copy->view, "%s", envelope->view);
	PUT(copy->word, "%s", envelope->word);
	return copy;
}

/* The same command in a new envelope a little later; reconnect: only after
 * the connection was lost and the next hello. */
static void send_again(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order)
{
	struct envelope *copy = copy_of(ws, envelope,
		json_incref(envelope->payload));
	struct connection *connection = connection_find(ws,
		envelope->connection);

	copy->due_ms = ws->now_ms + fault_int(order, "after_ms", 1000);
	send_frame(ws, envelope->connection, frame, LINK_TEXT);
	if (!connection || !flag_of(order, "reconnect"))
		return;
	connection->close_ms = copy->due_ms;
	copy->due_ms = INT64_MAX;
}

/* One gesture, two messages: same client_msg_id, older ts, later. */
static void send_second_message(struct workspace *ws,
	struct envelope *envelope, json_t *frame, json_t *order)
{
	json_t *payload = json_deep_copy(envelope->payload);
	json_t *event = json_object_get(payload, "event");
	struct envelope *copy;
	char ts[TS_SIZE], id[ID_SIZE];
	long long second = strtoll(text_of(event, "ts"), NULL, 10);

	send_frame(ws, envelope->connection, frame, LINK_TEXT);
	PUT(ts, "%lld.000200", second - 1);
	make_id(ws, "Ev", id);
	json_object_set_new(event, "ts", json_string(ts));
	json_object_set_new(payload, "event_id", json_string(id));
	copy = copy_of(ws, envelope, payload);
	copy->due_ms = ws->now_ms + fault_int(order, "after_ms", 25000);
}

static void send_cut(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order)
{
	struct connection *connection = connection_find(ws,
		envelope->connection);

	send_frame(ws, envelope->connection, frame, LINK_CUT_FRAME);
	if (connection)
		connection_haunt(ws, connection,
			fault_int(order, "ghost_ms", UNANSWERED_MS));
}

static void send_reset_before(struct workspace *ws,
	struct envelope *envelope, json_t *frame, json_t *order)
{
	(void)order;
	link_order(ws, envelope->connection, LINK_RESET, 0, 0);
	send_frame(ws, envelope->connection, frame, LINK_TEXT);
}

static void send_lost(struct workspace *ws, struct envelope *envelope,
	json_t *frame, json_t *order)
{
	(void)ws;
	(void)envelope;
	(void)frame;
	(void)order;
}

static const struct {
	const char *how;
	send_function *run;
} ways[] = {
	{ "close_after", send_close_after }, { "fragments", send_padded },
	{ "dribble", send_padded }, { "twice", send_twice },
	{ "numbers", send_numbers }, { "late_number", send_late_number },
	{ "again", send_again }, { "second_message", send_second_message },
	{ "cut", send_cut }, { "reset_before", send_reset_before },
	{ "lost", send_lost },
};

void delivery_faults_send(struct workspace *ws, struct envelope *envelope,
	json_t *frame)
{
	json_t *order = envelope->held ? NULL : fault_take(ws, "send",
		type_words[envelope->type]);

	for (size_t i = 0; order && i < ARRAY_LEN(ways); i++) {
		if (!same(ways[i].how, text_of(order, "how")))
			continue;
		json_incref(order);
		ways[i].run(ws, envelope, frame, order);
		json_decref(order);
		return;
	}
	send_frame(ws, envelope->connection, frame, LINK_TEXT);
}

static void hello(struct workspace *ws, const struct connection *connection)
{
	char text[400];

	PUT(text, "{\"type\":\"hello\",\"num_connections\":%d,"
		"\"debug_info\":{\"host\":\"applink-3\",\"build_number\":118,"
		"\"approximate_connection_time\":%lld},"
		"\"connection_info\":{\"app_id\":\"" WORKSPACE_APP "\"}}",
		connections_counted(ws),
		(long long)(connection->life_ms / 1000));
	link_send(ws, connection->id, text, LINK_TEXT);
}

static void refuse(struct workspace *ws, const struct connection *connection,
	const char *reason)
{
	if (*reason)
		link_disconnect(ws, connection->id, reason);
	link_order(ws, connection->id, LINK_CLOSE, 1000, 0);
}

/* What waited for a new connection goes out; what was to close late closes. */
static void after_hello(struct workspace *ws,
	const struct connection *greeted)
{
	for (size_t i = 0; i < ws->envelopes.count; i++) {
		struct envelope *envelope = ws->envelopes.items[i];

		if (!envelope->sent && envelope->due_ms == INT64_MAX)
			envelope->due_ms = ws->now_ms;
	}
	for (size_t i = 0; i < ws->connections.count; i++) {
		struct connection *old = ws->connections.items[i];

		if (old != greeted && old->live && old->close_on_hello)
			old->close_ms = ws->now_ms + 1000;
	}
}

void delivery_greet(struct workspace *ws, struct connection *connection)
{
	json_t *order = fault_take(ws, "greet", "");
	const char *how = text_of(order, "how");
	const char *reason = text_of(order, "reason");

	if (connections_counted(ws) > CONNECTIONS_MAX ||
	    same(how, "too_many")) {
		refuse(ws, connection, "too_many_websockets");
		return;
	}
	if (same(how, "no_hello") || same(how, "close")) {
		refuse(ws, connection, reason);
		return;
	}
	if (same(how, "ping_first"))
		link_order(ws, connection->id, LINK_PING, 0, 0);
	if (same(how, "life"))
		connection->life_ms = fault_int(order, "life_ms", 60000);
	hello(ws, connection);
	after_hello(ws, connection);
	if (same(how, "disconnect"))
		refuse(ws, connection, reason);
}
