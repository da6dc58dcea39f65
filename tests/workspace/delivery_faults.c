/* SPDX-License-Identifier: MIT
 *
 * delivery_faults.c: the edges of delivery where faults are injected: the
 * greeting of a connection, and the moment a frame leaves. Without a fault
 * that is a hello and one text frame. Read next: faults.c.
 */
#include "tests/workspace/delivery.h"

bool delivery_faults_hold(struct workspace *ws, struct envelope *envelope)
{
	(void)ws;
	(void)envelope;
	return false;
}

void delivery_faults_send(struct workspace *ws, struct envelope *envelope,
	const char *text)
{
	link_send(ws, envelope->connection, text, LINK_TEXT);
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

void delivery_greet(struct workspace *ws, struct connection *connection)
{
	if (connections_counted(ws) > CONNECTIONS_MAX) {
		link_disconnect(ws, connection->id, "too_many_websockets");
		link_order(ws, connection->id, LINK_CLOSE, 1000, 0);
		return;
	}
	connection->greeted = true;
	hello(ws, connection);
}
