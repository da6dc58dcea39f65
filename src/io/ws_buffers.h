/* SPDX-License-Identifier: MIT
 *
 * ws_buffers: the two memories of a WebSocket connection: the message that is
 * being put together, and the messages that wait to be sent. Know no wire;
 * only io/ws_client.c includes this.
 */
#ifndef INCBOT_IO_WS_BUFFERS_H
#define INCBOT_IO_WS_BUFFERS_H

#include "base/base.h"

/* All zero is empty. */
struct ws_input {
	char *data;		/* NUL-terminated once something was added */
	size_t length, capacity;
};

/* False, and nothing added, if it would pass the limit. */
NODISCARD bool ws_input_add(struct ws_input *in, const char *data, size_t n,
    size_t limit);
void ws_input_release(struct ws_input *in);

/* A message with room in front, as libwebsockets wants it. */
struct ws_outgoing {
	struct ws_outgoing *next;
	size_t length;
	unsigned char *data;	/* the message; headroom bytes before it */
	unsigned char memory[];
};

/* All zero is empty. */
struct ws_queue {
	struct ws_outgoing *first, *last;
	size_t count, bytes;
};

void ws_queue_push(struct ws_queue *queue, const char *text, size_t n,
    size_t headroom);
/* The oldest, for the caller to free(); NULL if there is none. */
struct ws_outgoing *ws_queue_take(struct ws_queue *queue);
void ws_queue_release(struct ws_queue *queue);

#endif
