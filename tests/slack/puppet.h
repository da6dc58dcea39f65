/* SPDX-License-Identifier: MIT
 *
 * puppet: an HTTP and WebSocket server on loopback that does exactly what a
 * test tells it, in the test's own loop: answers late, never, in pieces, with
 * nonsense; resets, goes deaf, fragments. It knows nothing of Slack.
 */
#ifndef INCBOT_TESTS_PUPPET_H
#define INCBOT_TESTS_PUPPET_H

#include "io/loop.h"

/* One accepted connection; valid until `gone` was called for it. */
struct puppet_link;
struct puppet;

struct puppet_request {
	const char *method;
	const char *path;
	const char *headers;	/* all lines, as received */
	const char *body;
	size_t length;
	bool upgrade;		/* asks for a WebSocket */
};

struct puppet_events {
	void *arg;
	/* Came in whole. Answer now, later or never. */
	void (*request)(void *arg, struct puppet_link *link,
	    const struct puppet_request *request);
	/* After puppet_upgrade(); data is unmasked and NUL-terminated. */
	void (*frame)(void *arg, struct puppet_link *link, int opcode,
	    const char *data, size_t length);
	void (*gone)(void *arg, struct puppet_link *link);
};

enum {
	PUPPET_CONTINUE = 0,
	PUPPET_TEXT = 1,
	PUPPET_BINARY = 2,
	PUPPET_CLOSE = 8,
	PUPPET_PING = 9,
	PUPPET_PONG = 10,
	PUPPET_FIN = 0x80,	/* added to the opcode: the last fragment */
};

struct puppet *puppet_new(struct loop *loop,
    const struct puppet_events *events);
/* Ends all connections without calling `gone`. */
void puppet_free(struct puppet *puppet);
int puppet_port(const struct puppet *puppet);

/* headers: whole lines ending in CRLF, or "". */
void puppet_answer(struct puppet_link *link, int status, const char *headers,
    const char *body);
/* Bytes as they are. */
void puppet_write(struct puppet_link *link, const void *data, size_t length);
void puppet_upgrade(struct puppet_link *link);
void puppet_frame(struct puppet_link *link, int first_byte, const void *data,
    size_t length);
void puppet_text(struct puppet_link *link, const char *text);
/* A Close frame with this code; the connection stays. */
void puppet_close(struct puppet_link *link, int code);
/* Ends the connection once all is written; with a TCP reset, at once. */
void puppet_end(struct puppet_link *link);
void puppet_reset(struct puppet_link *link);
/* Neither reads nor writes any more, and keeps the connection. */
void puppet_deafen(struct puppet_link *link);

#endif
