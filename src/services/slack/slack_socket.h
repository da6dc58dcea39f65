/* SPDX-License-Identifier: MIT
 *
 * slack_socket: Socket Mode. Keeps one live connection to Slack (two while
 * one replaces the other), hands every envelope up once parsed, and takes the
 * ack for it. One state machine with a generation counter: a late close of
 * connection N cannot disturb N+1; the four ways in which a lost socket shows
 * all end in one function. Facts: docs/architecture.md, "Socket Mode".
 */
#ifndef INCBOT_SERVICES_SLACK_SOCKET_H
#define INCBOT_SERVICES_SLACK_SOCKET_H

#include "base/base.h"
#include <jansson.h>

struct loop;
struct slack;
struct slack_socket;
struct ws_client;

/* Names an envelope until it is acked; copied freely. Acking on a connection
 * that is gone is harmless (false): Slack sends it again and the ledger
 * recognises the repeat. */
struct slack_envelope {
	uint64_t generation;
	char id[64];
	char type[32];		/* "slash_commands", "interactive",
				   "events_api" */
	bool accepts_payload;
	int retry_attempt;
	int64_t received_ms;
	const json_t *payload;	/* lives until the callback returns */
};

struct slack_socket_events {
	void *arg;
	/* Something came in. It must be acked within 2.5 s, or Slack will
	 * send it again (events) or the person sees an error (the rest). */
	void (*envelope)(void *arg, const struct slack_envelope *envelope);
	/* up: hello received; down: no live connection. For health and log. */
	void (*state)(void *arg, bool up);
};

/* How patient the state machine is; defaults in brackets. */
struct slack_socket_times {
	int64_t hello_ms;	/* [15 s] from the address to the hello */
	int64_t ping_ms;	/* [5 s] our own pings in silence; less if a
				   box in between drops idle connections */
	int64_t dead_ms;	/* [25 s] without one inbound byte: half a
				   minute is what may pass, 15 s what a pong
				   was seen to take */
	int64_t back_off_min_ms;	/* [1 s] doubled each time up to */
	int64_t back_off_max_ms;	/* [60 s] */
	int64_t slow_ms;	/* [30 s] when Slack says too many, or off */
	int64_t held_ms;	/* [180 s] when the app token fails */
	int64_t proven_ms;	/* [60 s] lived: failures are forgotten */
	int64_t drain_ms;	/* [3 s] a replaced connection is read out */
	int64_t stop_ms;	/* [2 s] stopping takes no longer */
	int64_t ack_late_ms;	/* [2.5 s] an envelope is in danger */
};

/* times NULL: the defaults. The loop, the client and slack outlive it. */
NODISCARD struct slack_socket *slack_socket_new(struct loop *loop,
    struct ws_client *client, struct slack *slack,
    const struct slack_socket_events *events,
    const struct slack_socket_times *times);

/* `payload` may be NULL (bare ack) and is borrowed. If the frame would exceed
 * 16 KiB the payload is left out (Slack drops frames of 20,480 bytes and
 * more) and false is returned as if it had not been accepted. */
bool slack_socket_ack(struct slack_socket *socket,
    const struct slack_envelope *envelope, const json_t *payload);

bool slack_socket_is_up(const struct slack_socket *socket);
/* Connections that Slack counted at the last hello and that are not this
 * socket's: other replicas, somebody else with the token, or ghosts, which
 * swallow their share of the envelopes. */
int slack_socket_others(const struct slack_socket *socket);

/* Asks for no more envelopes and closes with 1000; `closed` is called when
 * done, at the latest after 2 s. */
void slack_socket_stop(struct slack_socket *socket,
    void (*closed)(void *arg), void *arg);
void slack_socket_free(struct slack_socket *socket);

#endif
