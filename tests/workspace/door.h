/* SPDX-License-Identifier: MIT
 *
 * door: the loopback server around the workspace: one libwebsockets context,
 * one session per TCP connection, HTTP and two kinds of WebSocket on the same
 * port. The workspace model below knows nothing of this. Read next: server.c.
 */
#ifndef WORKSPACE_DOOR_H
#define WORKSPACE_DOOR_H

#include "base/base.h"

#include <libwebsockets.h>

#include "tests/clock/world_clock.h"
#include "tests/workspace/workspace.h"

#define FRAME_MAX (1 << 20)
#define BODY_MAX (4 << 20)
#define PATH_SIZE 2048
#define PING_EVERY_S 10
#define PUSH_AFTER_US (50 * LWS_US_PER_MS)
#define POLL_AFTER_US (10 * LWS_US_PER_MS)

enum session_kind { SESSION_HTTP, SESSION_LINK, SESSION_PAGE };

struct buffer {
	char *bytes;            /* after LWS_PRE spare bytes */
	size_t length, room;
};

/* One frame or order waiting to go out on a Socket Mode connection. */
struct outgoing {
	struct outgoing *next;
	enum workspace_link_what what;
	int code;
	int64_t for_ms;
	struct buffer text;
};

struct session {
	struct session *next;
	struct door *door;
	struct lws *wsi;
	enum session_kind kind;

	/* HTTP: the request and, later, the answer */
	char method[8], path[PATH_SIZE], query[PATH_SIZE];
	char content_type[200], authorization[300];
	struct buffer body, answer;
	size_t sent;
	int status;
	bool answered, cut;
	char answer_type[64], extra_headers[1200];
	int64_t byte_delay_us;
	int64_t log_since;      /* long poll: waiting for entries after it */
	int64_t state_after;    /* long poll: for a change after that many */
	bool log_waits, state_waits;

	/* LINK */
	int connection;
	struct outgoing *first, *last;
	struct buffer received;
	int fragments, piece;
	int64_t drop_idle_ms;   /* 0 = never */
	bool deaf, pings_off, pings_only, frames_wait, ping_due, closing;
	bool pong_awaited;

	/* PAGE */
	char user[64];
	bool dirty;
};

struct door {
	struct lws_context *context;
	struct workspace *ws;
	struct world_clock *clock;      /* NULL = real time only */
	const char *page_dir;           /* NULL = no page */
	struct session *sessions, *connecting;
	lws_sorted_usec_list_t due, push, poll, second;
	int64_t changes;        /* so many there were */
	int port, seconds;
	bool push_planned, poll_planned;
};

/* server.c */
void door_start(struct door *door, int port);
void door_enter(struct door *door); /* before any workspace call */
void door_leave(struct door *door); /* after it */
int64_t door_now_ms(const struct door *door);
void door_changed(void *arg);
void buffer_add(struct buffer *buffer, const char *bytes, size_t length);
void buffer_clear(struct buffer *buffer);

/* http_door.c */
int http_callback(struct session *session, enum lws_callback_reasons reason,
	void *in, size_t length);
void http_answer(struct session *session, int status, const char *type,
	const char *text, size_t length);
/* One more header for the next answer; the name ends in a colon. */
void http_add_header(struct session *session, const char *name,
	const char *value);
void http_answer_json(struct session *session, int status, json_t *answer);
bool query_get(const char *query, const char *name, char *to, size_t size);

/* http_body.c: arguments of a body; NULL with *error set when malformed */
json_t *body_parse(const char *content_type, const char *body, size_t length,
	const char **error);
void form_parse(json_t *args, const char *text, size_t length);

/* page_door.c */
void page_request(struct session *session);
bool page_wants(const struct session *session);
void page_poll(struct door *door);
/* A long poll has waited long enough: it is answered, with what there is. */
void page_waited(struct session *session);
int page_callback(struct session *session, enum lws_callback_reasons reason,
	void *in, size_t length);

/* socket_door.c */
void link_order_take(void *arg, const struct workspace_link *link);
int link_confirm(struct session *session, const char *query);
int link_callback(struct session *session, enum lws_callback_reasons reason,
	void *in, size_t length);
void link_gone(struct session *session);
void link_second(struct door *door, bool ping);

#endif
