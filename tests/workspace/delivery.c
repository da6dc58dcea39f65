/* SPDX-License-Identifier: MIT
 *
 * delivery.c: Socket Mode from the inside: tickets become connections, an
 * envelope goes to one of them chosen by chance (ghosts count), waits 3 s for
 * its ack, and what happens without one depends on its type: events come
 * again at about 0, 60 and 300 s, a click or a command only fails for the
 * person. Read next: delivery_time.c, then socket_door.c.
 */
#include "tests/workspace/delivery.h"

static const char *const type_names[] = {
	[ENVELOPE_SLASH] = "slash_commands",
	[ENVELOPE_INTERACTIVE] = "interactive",
	[ENVELOPE_EVENT] = "events_api",
};

static const int64_t retry_after_ms[] = { 0, 60000, 300000 };

int connections_live(const struct workspace *ws)
{
	int count = 0;

	for (size_t i = 0; i < ws->connections.count; i++) {
		const struct connection *one = ws->connections.items[i];

		count += one->live;
	}
	return count;
}

int connections_counted(const struct workspace *ws)
{
	int count = 0;

	for (size_t i = 0; i < ws->connections.count; i++) {
		const struct connection *one = ws->connections.items[i];

		count += one->live || one->ghost;
	}
	return count;
}

struct connection *connection_find(struct workspace *ws, int id)
{
	for (size_t i = 0; i < ws->connections.count; i++) {
		struct connection *one = ws->connections.items[i];

		if (one->id == id && one->live)
			return one;
	}
	return NULL;
}

struct connection *connection_new(struct workspace *ws)
{
	struct connection *connection = zalloc(sizeof(*connection));

	connection->id = ++ws->last_connection;
	connection->opened_ms = ws->now_ms;
	list_add(&ws->connections, connection);
	return connection;
}

void connection_haunt(struct workspace *ws, struct connection *connection,
	int64_t for_ms)
{
	connection->live = false;
	connection->ghost = true;
	connection->ghost_until_ms = ws->now_ms + for_ms;
}

static void link_tell(struct workspace *ws, const struct workspace_link *link)
{
	ws->callbacks.link(ws->callbacks.arg, link);
}

void link_send(struct workspace *ws, int connection, const char *text,
	enum workspace_link_what what)
{
	struct workspace_link link = { .what = what, .connection = connection,
		.text = text, .length = strlen(text) };

	link_tell(ws, &link);
}

void link_order(struct workspace *ws, int connection,
	enum workspace_link_what what, int code, int64_t for_ms)
{
	struct workspace_link link = { .what = what, .connection = connection,
		.text = "", .code = code, .for_ms = for_ms };

	link_tell(ws, &link);
}

void link_disconnect(struct workspace *ws, int connection, const char *reason)
{
	char text[200];

	PUT(text, "{\"type\":\"disconnect\",\"reason\":\"%s\","
		"\"debug_info\":{\"host\":\"applink-3\"}}", reason);
	link_send(ws, connection, text, LINK_TEXT);
	note(ws, "disconnect", json_pack("{s:s,s:i}", "text", reason,
		"connection", connection));
}

struct envelope *envelope_new(struct workspace *ws, enum envelope_type type,
	json_t *payload, bool accepts)
{
	struct envelope *envelope = zalloc(sizeof(*envelope));

	envelope->type = type;
	envelope->payload = payload;
	envelope->accepts = accepts;
	list_add(&ws->envelopes, envelope);
	return envelope;
}

void envelope_forget(struct workspace *ws, struct envelope *envelope)
{
	for (size_t i = 0; i < ws->envelopes.count; i++) {
		if (ws->envelopes.items[i] != envelope)
			continue;
		list_remove(&ws->envelopes, i);
		break;
	}
	json_decref(envelope->payload);
	free(envelope);
}

static void make_uuid(struct workspace *ws, char to[40])
{
	unsigned long long a = draw(ws, UINT64_MAX), b = draw(ws, UINT64_MAX);

	put(to, 40, "%08llx-%04llx-4%03llx-a%03llx-%012llx",
		a >> 32, (a >> 16) & 0xffff, a & 0xfff, b >> 52,
		b & 0xffffffffffff);
}

static json_t *envelope_frame(const struct envelope *envelope)
{
	json_t *frame = json_pack("{s:s,s:O,s:s,s:b}", "envelope_id",
		envelope->id, "payload", envelope->payload, "type",
		type_names[envelope->type], "accepts_response_payload",
		envelope->accepts);

	if (envelope->type == ENVELOPE_EVENT) {
		json_object_set_new(frame, "retry_attempt",
			json_integer(envelope->attempt));
		json_object_set_new(frame, "retry_reason", json_string(
			envelope->attempt > 0 ? "timeout" : ""));
	}
	return frame;
}

/* Slack sends nothing behind a close of its own. */
static bool connection_takes(const struct connection *one)
{
	return one->ghost || (one->live && one->close_ms != CLOSE_ORDERED);
}

static int connections_taking(const struct workspace *ws)
{
	int count = 0;

	for (size_t i = 0; i < ws->connections.count; i++)
		count += connection_takes(ws->connections.items[i]);
	return count;
}

/* One of the connections that take envelopes by chance; NULL with *ghost set
 * when the draw fell on a connection that only Slack believes in. */
static struct connection *connection_draw(struct workspace *ws, bool *ghost)
{
	int taking = connections_taking(ws), at;

	*ghost = false;
	if (taking == 0)
		return NULL;
	at = (int)draw(ws, (uint64_t)taking);
	for (size_t i = 0; i < ws->connections.count; i++) {
		struct connection *one = ws->connections.items[i];

		if (!connection_takes(one) || at-- > 0)
			continue;
		*ghost = one->ghost;
		return one->live ? one : NULL;
	}
	return NULL;
}

static void retry_or_give_up(struct workspace *ws, struct envelope *envelope)
{
	if (envelope->attempt >= (int)ARRAY_LEN(retry_after_ms)) {
		note(ws, "event_lost", json_pack("{s:s,s:s}", "text",
			envelope->word, "event_id",
			text_of(envelope->payload, "event_id")));
		envelope_forget(ws, envelope);
		return;
	}
	envelope->due_ms = ws->now_ms + retry_after_ms[envelope->attempt];
	envelope->due_is_patience = false;
	envelope->sent = false;
	envelope->attempt++;
}

/* word: "operation_timeout" or "dispatch_failed". */
void envelope_fail(struct workspace *ws, struct envelope *envelope,
	const char *word)
{
	char text[200];

	note(ws, "unacked", json_pack("{s:s,s:s,s:s,s:s}", "text",
		envelope->word, "error", word, "envelope_id", envelope->id,
		"type", type_names[envelope->type]));
	if (envelope->type == ENVELOPE_EVENT) {
		retry_or_give_up(ws, envelope);
		return;
	}
	if (envelope->type == ENVELOPE_SLASH)
		PUT(text, "%s failed with the error \"%s\"", envelope->word,
			word);
	else
		PUT(text, "%s", "This app responded with an error: it did "
			"not answer in time. Please try again.");
	notice_add(ws, envelope->user, "error", text);
	view_ack(ws, envelope, NULL);
	envelope_forget(ws, envelope);
}

static void note_envelope(struct workspace *ws,
	const struct envelope *envelope)
{
	note(ws, "envelope", json_pack("{s:s,s:s,s:s,s:s,s:i,s:i,s:s,s:s}",
		"type", type_names[envelope->type], "text", envelope->word,
		"user", envelope->user, "channel", envelope->channel,
		"connection", envelope->connection, "retry_attempt",
		envelope->attempt, "envelope_id", envelope->id, "said",
		text_of(envelope->payload, "text")));
}

static void envelope_send(struct workspace *ws, struct envelope *envelope)
{
	json_t *frame = envelope_frame(envelope);

	delivery_faults_send(ws, envelope, frame);
	json_decref(frame);
}

void deliver(struct workspace *ws, struct envelope *envelope)
{
	struct connection *connection;
	bool ghost;

	if (envelope->attempt == 0 && !envelope->sent &&
	    delivery_faults_hold(ws, envelope))
		return;
	connection = connection_draw(ws, &ghost);
	if (!connection && !ghost) {
		envelope_fail(ws, envelope, "dispatch_failed");
		return;
	}
	make_uuid(ws, envelope->id);
	envelope->sent = true;
	envelope->connection = connection ? connection->id : 0;
	envelope->due_ms = ws->now_ms + (int64_t)(ACK_MS *
		(ws->speed > 1 ? ws->speed : 1));
	envelope->due_is_patience = true;
	note_envelope(ws, envelope);
	if (connection)
		envelope_send(ws, envelope);
}

int workspace_connect(struct workspace *ws, const char *ticket,
	bool debug_reconnects)
{
	struct connection *connection;
	struct ticket *known = NULL;
	json_t *refusal;

	for (size_t i = 0; i < ws->tickets.count; i++)
		if (same(((struct ticket *)ws->tickets.items[i])->id, ticket))
			known = ws->tickets.items[i];
	if (!known || known->used) {
		note(ws, "ws_refused", json_pack("{s:s}", "error",
			known ? "used_ticket" : "bad_ticket"));
		return -404;
	}
	known->used = true;
	refusal = fault_take(ws, "handshake", "");
	if (refusal)
		return -(int)fault_int(refusal, "status", 503);
	connection = connection_new(ws);
	connection->live = true;
	connection->life_ms = debug_reconnects ? DEBUG_LIFE_MS :
		CONNECTION_LIFE_MS;
	note(ws, "ws_open", json_pack("{s:i,s:i}", "connection",
		connection->id, "live", connections_live(ws)));
	delivery_greet(ws, connection);
	return connection->id;
}

void workspace_disconnected(struct workspace *ws, int id, bool polite)
{
	struct connection *connection = connection_find(ws, id);

	if (!connection)
		return;
	connection_haunt(ws, connection, GHOST_MS);
	connection->ghost = !polite;
	note(ws, "ws_close", json_pack("{s:i,s:b,s:i}", "connection", id,
		"polite", polite, "live", connections_live(ws)));
}
