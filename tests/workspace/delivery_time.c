/* SPDX-License-Identifier: MIT
 *
 * delivery_time.c: the passing of time for envelopes and connections, and the
 * acks that stop it. Read next: delivery_faults.c.
 */
#include "tests/workspace/delivery.h"

#define WARNING_MS 10000
#define CLOSE_AFTER_REFRESH_MS 10000

static struct envelope *envelope_find(struct workspace *ws, const char *id)
{
	for (size_t i = 0; i < ws->envelopes.count; i++) {
		struct envelope *envelope = ws->envelopes.items[i];

		if (envelope->sent && same(envelope->id, id))
			return envelope;
	}
	return NULL;
}

/* A reply in the ack of a command: a message for the typist or for all. */
static void slash_ack(struct workspace *ws, const struct envelope *envelope,
	json_t *payload)
{
	json_t *errors = json_array(), *body, *blocks;
	struct channel *channel = channel_find(ws, envelope->channel);
	bool open = same(text_of(payload, "response_type"), "in_channel");
	char *text;

	blocks = json_object_get(payload, "blocks");
	if (blocks)
		blockkit_check(blocks, SURFACE_MESSAGE, "/blocks", errors);
	if (json_array_size(errors) > 0 || !channel ||
	    (!blocks && !*text_of(payload, "text"))) {
		if (json_array_size(errors) > 0)
			notice_add(ws, envelope->user, "error",
				"The app's answer was malformed.");
		json_decref(errors);
		return;
	}
	json_decref(errors);
	text = text_round_trip(text_of(payload, "text"), true);
	body = json_pack("{s:s,s:s,s:s,s:s,s:o*}", "subtype", "bot_message",
		"bot_id", WORKSPACE_BOT, "app_id", WORKSPACE_APP, "text",
		text, "blocks", blocks ? blocks_round_trip(ws, blocks) : NULL);
	free(text);
	(void)message_post(ws, channel, body, open ? NULL : envelope->user);
}

static void ack_payload(struct workspace *ws, struct envelope *envelope,
	json_t *payload)
{
	if (!envelope->accepts && json_object_size(payload) > 0) {
		note(ws, "ack_payload_refused", json_pack("{s:s}", "text",
			envelope->word));
		return;
	}
	if (envelope->type == ENVELOPE_SLASH && payload)
		slash_ack(ws, envelope, payload);
	if (envelope->type == ENVELOPE_INTERACTIVE)
		view_ack(ws, envelope, payload ? payload : json_null());
}

static void ack_too_long(struct workspace *ws, int connection, size_t length)
{
	note(ws, "ack_too_long", json_pack("{s:I,s:i}", "length",
		(json_int_t)length, "connection", connection));
	if (!fault_take(ws, "ack_limit_closes", ""))
		return;
	link_order(ws, connection, LINK_CLOSE, 1009, 0);
	for (size_t i = 0; i < ws->envelopes.count; i++) {
		struct envelope *envelope = ws->envelopes.items[i];

		if (envelope->sent && envelope->connection == connection &&
		    envelope->type == ENVELOPE_SLASH) {
			envelope->sent = false;
			envelope->due_ms = INT64_MAX; /* next hello */
		}
	}
}

static void ack_take(struct workspace *ws, int connection, json_t *frame)
{
	const char *id = text_of(frame, "envelope_id");
	struct envelope *envelope = envelope_find(ws, id);

	if (!envelope || envelope->connection != connection) {
		note(ws, "ack_unknown", json_pack("{s:s,s:i,s:s}",
			"envelope_id", id, "connection", connection, "error",
			envelope ? "other_connection" : "late_or_unknown"));
		return;
	}
	note(ws, "ack", json_pack("{s:s,s:s,s:s,s:i,s:b}", "envelope_id", id,
		"text", envelope->word, "user", envelope->user, "connection",
		connection, "has_payload", json_object_size(
			json_object_get(frame, "payload")) > 0));
	ack_payload(ws, envelope, json_object_get(frame, "payload"));
	envelope_forget(ws, envelope);
}

void workspace_receive(struct workspace *ws, int connection, const char *text,
	size_t length, bool fragmented)
{
	json_t *frame;

	if (!connection_find(ws, connection))
		return;
	if (length >= WORKSPACE_ACK_MAX) {
		ack_too_long(ws, connection, length);
		return;
	}
	if (fragmented) {
		note(ws, "ack_fragmented", json_pack("{s:i}", "connection",
			connection));
		return;
	}
	frame = json_loadb(text, length, 0, NULL);
	if (json_is_object(frame))
		ack_take(ws, connection, frame);
	else
		note(ws, "ack_malformed", json_pack("{s:i}", "connection",
			connection));
	json_decref(frame);
}

void workspace_ponged(struct workspace *ws, int connection)
{
	note(ws, "pong", json_pack("{s:i}", "connection", connection));
}

static void connection_tick(struct workspace *ws, struct connection *one)
{
	int64_t end_ms = one->opened_ms + one->life_ms;

	if (one->ghost && ws->now_ms >= one->ghost_until_ms)
		one->ghost = false;
	if (!one->live)
		return;
	if (!one->warned && ws->now_ms >= end_ms - WARNING_MS) {
		one->warned = true;
		link_disconnect(ws, one->id, "warning");
	}
	if (!one->refreshed && ws->now_ms >= end_ms) {
		one->refreshed = true;
		one->close_ms = ws->now_ms + CLOSE_AFTER_REFRESH_MS;
		link_disconnect(ws, one->id, "refresh_requested");
	}
	if (one->close_ms && ws->now_ms >= one->close_ms) {
		one->close_ms = CLOSE_ORDERED;
		link_order(ws, one->id, LINK_CLOSE, 1000, 0);
	}
}

/* Ends when nothing that is due changed the list any more. */
static bool envelope_tick(struct workspace *ws)
{
	for (size_t i = 0; i < ws->envelopes.count; i++) {
		struct envelope *envelope = ws->envelopes.items[i];

		if (envelope->due_ms > ws->now_ms)
			continue;
		if (envelope->sent)
			envelope_fail(ws, envelope, "operation_timeout");
		else
			deliver(ws, envelope);
		return true;
	}
	return false;
}

void delivery_tick(struct workspace *ws)
{
	for (size_t i = 0; i < ws->connections.count; i++)
		connection_tick(ws, ws->connections.items[i]);
	while (envelope_tick(ws))
		;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t delivery_next(const struct workspace *ws)
{
	int64_t next = INT64_MAX;

	for (size_t i = 0; i < ws->envelopes.count; i++) {
		const struct envelope *one = ws->envelopes.items[i];

		next = sooner(next, one->due_ms);
	}
	for (size_t i = 0; i < ws->connections.count; i++) {
		const struct connection *one = ws->connections.items[i];
		int64_t end_ms = one->opened_ms + one->life_ms;

		if (!one->live)
			continue;
		if (!one->warned)
			next = sooner(next, end_ms - WARNING_MS);
		else if (!one->refreshed)
			next = sooner(next, end_ms);
		else if (one->close_ms)
			next = sooner(next, one->close_ms);
	}
	return next;
}

void delivery_skip(struct workspace *ws, int64_t delta_ms)
{
	for (size_t i = 0; i < ws->envelopes.count; i++) {
		struct envelope *envelope = ws->envelopes.items[i];

		if (envelope->due_is_patience &&
		    envelope->due_ms < INT64_MAX - delta_ms)
			envelope->due_ms += delta_ms;
	}
}
