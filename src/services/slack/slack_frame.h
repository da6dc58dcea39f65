/* SPDX-License-Identifier: MIT
 *
 * slack_frame: one Socket Mode message, from text to what it says, and the
 * ack from an id to text. Pure and total: the text may be anything. When to
 * connect and what to do with an envelope is slack_socket.c's affair. Facts:
 * docs.slack.dev, "Socket Mode".
 */
#ifndef INCBOT_SERVICES_SLACK_FRAME_H
#define INCBOT_SERVICES_SLACK_FRAME_H

#include "base/base.h"
#include "services/slack/slack_socket.h"

/* Slack ignores acks of 20,480 bytes and more, or ends the connection. */
#define SLACK_ACK_MAX 16384

enum slack_frame_kind {
	FRAME_HELLO,
	FRAME_DISCONNECT,
	FRAME_ENVELOPE,
	FRAME_UNKNOWN,		/* an envelope of a kind we do not know */
	FRAME_BROKEN,		/* no sense to be made of it */
};

struct slack_frame {
	enum slack_frame_kind kind;
	json_t *root;		/* owned by the frame */
	/* ENVELOPE; UNKNOWN and BROKEN: id only, "" if it cannot be read,
	 * and the type for the log. generation and time are not set. */
	struct slack_envelope envelope;
	char reason[32];	/* DISCONNECT */
	char host[64];		/* HELLO, DISCONNECT: for the log */
	int connections;	/* HELLO: what Slack counts for the app */
	int lifetime_s;		/* HELLO: about; 0 = not said */
};

/* Ends with slack_frame_release(). */
void slack_frame_read(struct slack_frame *frame, const char *text, size_t n);
void slack_frame_release(struct slack_frame *frame);

/* The ack as text; free() it. payload may be NULL. *included tells whether
 * it went in: not if the frame would exceed SLACK_ACK_MAX. */
NODISCARD char *slack_ack_text(const char *id, const json_t *payload,
    bool *included);

#endif
