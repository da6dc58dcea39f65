/* SPDX-License-Identifier: MIT
 *
 * http_answer: what a server says to a request of HTTP/1.1, put together from
 * bytes as they come (RFC 9112). Takes what is well formed and within its
 * limits, and nothing else. Does no I/O, knows no request; only
 * io/http_client.c and io/http_connection.c use it.
 */
#ifndef INCBOT_IO_HTTP_ANSWER_H
#define INCBOT_IO_HTTP_ANSWER_H

#include "base/base.h"

#define HTTP_ANSWER_LINE_SIZE 64

enum http_answer_state {
	HTTP_ANSWER_HEAD,	/* the status line and what follows it */
	HTTP_ANSWER_LENGTH,	/* a body of `left` more bytes */
	HTTP_ANSWER_CHUNK_LINE,	/* the size of the next chunk */
	HTTP_ANSWER_CHUNK,	/* `left` more bytes of it */
	HTTP_ANSWER_CHUNK_END,	/* the line end behind it */
	HTTP_ANSWER_TRAILER,	/* more headers; they are passed over */
	HTTP_ANSWER_TO_END,	/* a body as long as the connection lives */
	HTTP_ANSWER_WHOLE,
	HTTP_ANSWER_BAD,	/* `problem` says why */
};

struct http_answer {
	enum http_answer_state state;
	int status;		/* 0 until the head is read */
	bool keeps;		/* the connection is good for another request */
	const char *problem;	/* fixed words, or NULL */
	char *head;		/* its lines; each ends in NUL once all are read */
	size_t head_length, head_capacity;
	size_t line_start;	/* of the line under way, in head */
	char line[HTTP_ANSWER_LINE_SIZE];	/* around chunks; what does not
						   fit is passed over */
	size_t line_length;
	size_t passed;		/* bytes of heads and lines so far */
	char *body;		/* ends in a NUL; NULL = none came */
	size_t body_length, body_capacity, body_limit;
	uint64_t left;
};

/* a is all zero. */
void http_answer_init(struct http_answer *a, size_t body_limit);
void http_answer_release(struct http_answer *a);

/* Takes bytes in; how many of them belong to this answer: fewer than n only
 * once it is whole or bad. */
size_t http_answer_take(struct http_answer *a, const char *data, size_t n);

/* The connection ended, in good order or not. It may be whole by that. */
void http_answer_end(struct http_answer *a, bool in_order);

/* The first header of this name, or NULL; lives as long as the answer. */
const char *http_answer_header(const struct http_answer *a, const char *name);

/* How long it asks to wait with the next request: Retry-After, or when a limit
 * that is used up begins anew; 0 = it does not. */
int64_t http_answer_wait_ms(const struct http_answer *a, int64_t now_s);

#endif
