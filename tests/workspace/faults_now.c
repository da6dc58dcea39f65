/* SPDX-License-Identifier: MIT
 *
 * faults_now.c: faults that strike open connections the moment they are
 * ordered: closes, resets, silence, garbage, ghosts. Read next:
 * delivery_faults.c.
 */
#include "tests/workspace/faults.h"

static const struct {
	const char *word;
	enum workspace_link_what what;
} links[] = {
	{ "close", LINK_CLOSE }, { "reset", LINK_RESET },
	{ "deaf", LINK_DEAF }, { "slow_pong", LINK_SLOW_PONG },
	{ "no_pings", LINK_NO_PINGS }, { "only_pings", LINK_ONLY_PINGS },
	{ "ping", LINK_PING }, { "drop_idle", LINK_DROP_IDLE },
};

static void add_ghosts(struct workspace *ws, int64_t count)
{
	while (count-- > 0 && connections_counted(ws) < CONNECTIONS_MAX)
		connection_haunt(ws, connection_new(ws), GHOST_MS);
}

static void strike(struct workspace *ws, struct connection *connection,
	json_t *order)
{
	const char *reason = text_of(order, "disconnect");
	const char *link = text_of(order, "link");
	int64_t close_ms = fault_int(order, "close_ms", 0);

	if (*reason)
		link_disconnect(ws, connection->id, reason);
	if (*text_of(order, "text"))
		link_send(ws, connection->id, text_of(order, "text"),
			LINK_TEXT);
	if (same(link, "binary"))
		link_send(ws, connection->id, "\001\002binary", LINK_BINARY);
	if (close_ms > 0)
		connection->close_ms = ws->now_ms + close_ms;
	connection->close_on_hello = flag_of(order, "close_on_hello");
	for (size_t i = 0; i < ARRAY_LEN(links); i++)
		if (same(links[i].word, link))
			link_order(ws, connection->id, links[i].what,
				(int)fault_int(order, "code", 1001),
				fault_int(order, "for_ms", -1));
	if (!same(link, "deaf") || fault_int(order, "for_ms", -1) >= 0)
		return;
	connection_haunt(ws, connection,
		fault_int(order, "ghost_ms", UNANSWERED_MS));
}

static void odd_envelope(struct workspace *ws, const char *type)
{
	struct envelope *envelope = envelope_new(ws, ENVELOPE_INTERACTIVE,
		json_pack("{s:s,s:s}", "type", type, "api_app_id",
			WORKSPACE_APP), false);

	PUT(envelope->word, "%s", type);
	deliver(ws, envelope);
}

void fault_now(struct workspace *ws, json_t *order)
{
	add_ghosts(ws, fault_int(order, "ghosts", 0));
	for (size_t i = 0; i < ws->connections.count; i++) {
		struct connection *connection = ws->connections.items[i];

		if (connection->live)
			strike(ws, connection, order);
	}
	if (*text_of(order, "envelope"))
		odd_envelope(ws, text_of(order, "envelope"));
}
