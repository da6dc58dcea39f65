/* SPDX-License-Identifier: MIT
 *
 * slack_link: how Socket Mode's connections end, and what follows. Shared by
 * slack_socket.c, which makes them and reads what they bring, and slack_link.c
 * only; everybody else knows services/slack/slack_socket.h.
 *
 * A connection is a link with a generation number. At most one link is live,
 * one is being made, and a few old ones are being drained or closed. However
 * a link ends, it ends in slack_link_lost().
 */
#ifndef INCBOT_SERVICES_SLACK_LINK_H
#define INCBOT_SERVICES_SLACK_LINK_H

#include "base/base.h"
#include "io/loop.h"
#include "services/slack/slack_owed.h"
#include "services/slack/slack_patience.h"
#include "services/slack/slack_socket.h"

struct ws;

#define SLACK_LINKS_MAX 4	/* live, next, and two on their way out */

enum slack_stage {
	STAGE_FREE,
	STAGE_ASKING,		/* for an address */
	STAGE_GREETING,		/* connecting, until hello */
	STAGE_LIVE,
	STAGE_DRAINING,		/* replaced; reads and acks what is left */
	STAGE_CLOSING,		/* Close frame sent */
};

struct slack_link {
	struct slack_socket *socket;
	enum slack_stage stage;
	uint64_t generation;
	struct ws *ws;
	struct timer timer;	/* how long this stage may take */
	int64_t live_since_ms;
	bool leaving;		/* Slack wants it replaced */
	bool drained_once;	/* has had its drain time */
	int64_t after_ms;	/* wait after its end; -1 = back off */
	struct slack_owed owed;
};

struct slack_socket {
	struct loop *loop;
	struct ws_client *client;
	struct slack *slack;
	struct slack_socket_events events;
	struct slack_socket_times times;
	struct slack_patience patience;
	uint64_t generation;
	struct slack_link links[SLACK_LINKS_MAX];
	struct timer retry;
	int others;		/* Slack counted at the last hello, not ours */
	bool crowded;
	bool told_up;
	bool stopping;
	struct timer stop_timer;
	void (*closed)(void *arg);
	void *closed_arg;
};

struct slack_link *slack_link_find(struct slack_socket *socket,
    enum slack_stage stage);
/* A slot for a new one. There is always one: what is on its way out can be
 * hurried. */
struct slack_link *slack_link_slot(struct slack_socket *socket);
bool slack_link_is_made(struct slack_socket *socket);
bool slack_link_is_left(const struct slack_socket *socket);

/* Tells the owner if up has become down, or the other way round. */
void slack_link_tell(struct slack_socket *socket);

/* What its life says about the next one's chances. */
void slack_link_count(struct slack_link *link);

/* A new link in delay_ms, unless one is on its way. */
void slack_link_retry(struct slack_socket *socket, int64_t delay_ms);
/* What the timer calls then, with the socket: in slack_socket.c. */
void slack_link_open(void *arg);

/* Drops it without a word. */
void slack_link_free(struct slack_link *link);
/* The four ways in which a link ends all lead here. */
void slack_link_lost(struct slack_link *link, const char *reason);
/* Politely: an unclosed connection stays counted at Slack for an hour. The
 * WebSocket gives up waiting for the answer by itself. */
void slack_link_close(struct slack_link *link);
/* It was replaced: reads what is left, then closes. */
void slack_link_drain(struct slack_link *link);

/* All links are gone, or have to: tells whoever asked to stop. */
void slack_link_stopped(void *arg);

#endif
