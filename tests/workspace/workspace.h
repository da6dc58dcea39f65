/* SPDX-License-Identifier: MIT
 *
 * workspace: a stand-in for one Slack workspace, in memory. One model with
 * two users: the loopback server (main.c, server.c) and, in-process, any
 * simulator. The model does no I/O and reads no clock: time comes in through
 * workspace_tick(), frames for the app leave through a callback, and the same
 * seed and the same calls give the same bytes. What real Slack refuses is
 * refused here with the same word. Read next: model.h, then api_table.c.
 */
#ifndef WORKSPACE_H
#define WORKSPACE_H

#include "base/base.h"

#include <jansson.h>

#define WORKSPACE_TEAM "T0INCBOT"
#define WORKSPACE_APP "A0INCBOT"
#define WORKSPACE_BOT_USER "U0INCBOT"
#define WORKSPACE_BOT "B0INCBOT"
#define WORKSPACE_BOT_TOKEN "xoxb-2147483705-8675309-standInBotToken"
#define WORKSPACE_APP_TOKEN "xapp-1-A0INCBOT-8675309-standInAppToken"
#define WORKSPACE_USER_TOKEN "xoxp-2147483705-8675309-standInUserToken"

/* The whole ack frame must be smaller than this. */
#define WORKSPACE_ACK_MAX 20480

struct workspace;

struct workspace_options {
	uint64_t seed;
	int64_t now_ms;         /* Unix time at which the world begins */
	const char *http_base;  /* "http://127.0.0.1:8080", no last slash */
	const char *ws_base;    /* "ws://127.0.0.1:8080" */
	json_t *manifest;       /* app manifest, borrowed; NULL = incbot's */
	bool honour_client_msg_id; /* chat.postMessage drops repeats by it */
	bool no_rate_limits;
};

/* What the door must do to one Socket Mode connection. */
enum workspace_link_what {
	LINK_TEXT,      /* one text frame */
	LINK_FRAGMENTS, /* one text message in three fragments, ping between */
	LINK_DRIBBLE,   /* one text frame, a byte per TCP write */
	LINK_BINARY,    /* one binary frame */
	LINK_CLOSE,     /* Close frame with `code`, then the TCP end */
	LINK_RESET,     /* TCP reset, no Close frame */
	LINK_DEAF,      /* stop reading and writing for for_ms (-1 = for good) */
	LINK_SLOW_PONG, /* stop reading (so: no pongs) for for_ms */
	LINK_NO_PINGS,  /* no server pings from now on */
	LINK_PING,      /* a server ping now */
	LINK_CUT_FRAME, /* half of the frame, then silence for ever */
	LINK_DROP_IDLE, /* from now on: cut when silent for for_ms */
	LINK_ONLY_PINGS,/* server pings but no frames for for_ms; then go on */
};

struct workspace_link {
	enum workspace_link_what what;
	int connection;
	const char *text; /* borrowed during the call */
	size_t length;
	int code;
	int64_t for_ms;
};

/* Called from inside workspace_* functions: queue what you are told and
 * return; do not call back into the workspace. */
struct workspace_callbacks {
	void *arg;
	void (*link)(void *arg, const struct workspace_link *link);
	void (*changed)(void *arg); /* state or log grew; may be NULL */
};

NODISCARD struct workspace *workspace_new(
	const struct workspace_options *options,
	const struct workspace_callbacks *callbacks);
void workspace_free(struct workspace *ws);

/* Time. Nothing happens by itself: call this when the time returned is
 * reached and before every other call. Returns the next due time in Unix ms,
 * or INT64_MAX when nothing waits. */
int64_t workspace_tick(struct workspace *ws, int64_t now_ms);
int64_t workspace_now_ms(const struct workspace *ws);

/* A person's and a socket's patience (3 s for an ack, 3 s for a trigger) is
 * real time: under a fast clock it is stretched by `speed`, and a jump of the
 * clock by delta_ms does not count against what is under way. Both are no-ops
 * for a simulator with one clock. */
void workspace_set_speed(struct workspace *ws, double speed);
void workspace_skip(struct workspace *ws, int64_t delta_ms);

/* Web API. args is an object: strings for form bodies, any JSON for JSON
 * bodies. Everything is borrowed. */
struct workspace_request {
	const char *method;
	const char *token;      /* NULL = none given */
	json_t *args;
	bool is_json;           /* Content-Type: application/json */
	bool has_charset;       /* charset= on the content type */
	bool is_get;
	bool token_in_body;
	const char *body_error; /* "invalid_json" etc. found while parsing */
};

struct workspace_response {
	int http_status;
	int retry_after_s;      /* -1 = no header */
	json_t *body;           /* owned; see workspace_response_release */
	const char *raw;        /* static text to send instead of body */
	char *scopes;           /* X-OAuth-Scopes, owned, may be NULL */
	const char *accepted;   /* X-Accepted-OAuth-Scopes, static or NULL */
	int64_t delay_ms;       /* wait before the answer */
	int64_t byte_delay_ms;  /* > 0: wait so long before every byte */
	bool cut;               /* end the connection without an answer */
};

void workspace_api(struct workspace *ws,
	const struct workspace_request *request,
	struct workspace_response *response);

/* POST to a response_url. secret = last path part; body = parsed JSON. */
void workspace_respond(struct workspace *ws, const char *secret, json_t *body,
	struct workspace_response *response);
void workspace_response_release(struct workspace_response *response);

/* The bytes of a file, POSTed to the address that was given for it: the HTTP
 * status. And those of one that was shared, by the rest of its path; NULL = the
 * token may not read it, or there is none. */
int workspace_upload(struct workspace *ws, const char *secret,
	const char *bytes, size_t length, bool with_token);
const char *workspace_download(struct workspace *ws, const char *path,
	const char *token, size_t *length);

/* Socket Mode. workspace_connect() spends the ticket and returns a connection
 * number > 0 (frames follow at once through the callback), or minus the HTTP
 * status with which to refuse the handshake. */
NODISCARD int workspace_connect(struct workspace *ws, const char *ticket,
	bool debug_reconnects);
/* polite: a Close frame was exchanged; otherwise a ghost stays counted. */
void workspace_disconnected(struct workspace *ws, int connection, bool polite);
/* The app answered a ping that a fault had ordered. */
void workspace_ponged(struct workspace *ws, int connection);
void workspace_receive(struct workspace *ws, int connection, const char *text,
	size_t length, bool fragmented);

/* People. Borrowed act, e.g. {"as":"U0ANA","do":"say",...}; the list is in
 * acts.c. Returns {"ok":true} or {"ok":false,"error":...}, owned by caller. */
NODISCARD json_t *workspace_act(struct workspace *ws, const json_t *act);

/* The workspace as seen by one person; NULL for nobody. */
NODISCARD json_t *workspace_state(struct workspace *ws, const char *user);
/* The same with the messages and the canvas of one channel (its id), of the direct
 * ones ("im"), or of none (any other word): most of a state is what nobody asked
 * for. */
NODISCARD json_t *workspace_look(struct workspace *ws, const char *user,
	const char *of);

/* {"seq":N,"entries":[...]}: what happened after entry `since`. */
NODISCARD json_t *workspace_log_since(const struct workspace *ws,
	int64_t since);
int64_t workspace_log_seq(const struct workspace *ws);

/* Fault switches: {"fault":"F27","count":1,...}; the list is in faults.c. */
NODISCARD json_t *workspace_fault(struct workspace *ws, json_t *order);
NODISCARD json_t *workspace_faults(const struct workspace *ws);

#endif
