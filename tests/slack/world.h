/* SPDX-License-Identifier: MIT
 *
 * world: Slack's side of Socket Mode as a test plays it: what
 * apps.connections.open and the handshake answer, whether a hello follows,
 * and what the client sent. On top of bench.h; all times are short.
 */
#ifndef INCBOT_TESTS_WORLD_H
#define INCBOT_TESTS_WORLD_H

#include "services/slack/slack_socket.h"
#include "tests/slack/bench.h"

#define WORLD_LINKS_MAX 64
#define WORLD_SEEN_MAX 16

/* The defaults' proportions, a hundred times faster, the first fifty. */
#define WORLD_DEAD_MS 600
#define WORLD_SLOW_MS 300
#define WORLD_HELD_MS 400
#define WORLD_PROVEN_MS 300
#define WORLD_HELLO_MS 300
#define WORLD_STOP_MS 150
#define WORLD_DRAIN_MS 150

struct world {
	struct bench bench;
	struct slack_socket *socket;

	/* What is played: for the next `count` times, then as usual. */
	int open_status, open_count;
	const char *open_headers, *open_body;
	int shake_status, shake_count;
	bool mute;		/* no hello */
	const char *hello;

	/* What happened. */
	int opens;		/* apps.connections.open asked */
	int64_t opened_ms[WORLD_LINKS_MAX];
	int shakes;		/* handshakes begun */
	int up_count;		/* WebSockets that came to be */
	int gone_count;
	int open_now, open_most;	/* WebSockets at a time */
	struct puppet_link *links[WORLD_LINKS_MAX];
	bool link_gone[WORLD_LINKS_MAX];
	int pings, pongs;
	int closes, close_code;
	int texts;
	char text[20000];	/* the last one */
	bool no_pong;		/* do not answer pings */

	/* What the socket told. */
	int envelopes, ups, downs;
	bool up;
	bool ack_at_once;
	struct slack_envelope seen[WORLD_SEEN_MAX];
	char seen_text[64];	/* payload.text of the last one */

	/* Being waited for. */
	const int *counter;
	int wanted;
	bool reached;
};

void world_init(struct world *w);
void world_release(struct world *w);

/* Makes the socket. */
void world_begin(struct world *w);
/* Makes the socket; true once it is up. */
bool world_connect(struct world *w);
/* Runs until the counter has the value. False if it took too long. */
bool world_await(struct world *w, const int *counter, int value);
void world_pass(struct world *w, int64_t ms);

/* Slack's side of the newest WebSocket. */
struct puppet_link *world_link(struct world *w);
/* Sends an envelope of this type and id over it. */
void world_send(struct world *w, struct puppet_link *link, const char *type,
    const char *id);
/* How often was that logged? */
int world_logged(struct world *w, const char *what);

#endif
