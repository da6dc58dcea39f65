/* SPDX-License-Identifier: MIT
 *
 * slack_link: see slack_link.h.
 */
#include "services/slack/slack_link.h"

#include "base/log.h"
#include "io/ws_client.h"
#include "services/slack/slack_web.h"

#define CLOSE_NORMAL 1000

static int64_t now_ms(const struct slack_socket *socket)
{
	return loop_monotonic_ms(socket->loop);
}

struct slack_link *slack_link_find(struct slack_socket *socket,
    enum slack_stage stage)
{
	int i;

	for (i = 0; i < SLACK_LINKS_MAX; i++)
		if (socket->links[i].stage == stage)
			return &socket->links[i];
	return NULL;
}

bool slack_link_is_made(struct slack_socket *socket)
{
	return slack_link_find(socket, STAGE_ASKING) != NULL ||
	    slack_link_find(socket, STAGE_GREETING) != NULL;
}

int slack_socket_others(const struct slack_socket *socket)
{
	return socket->others;
}

bool slack_socket_is_up(const struct slack_socket *socket)
{
	int i;

	for (i = 0; i < SLACK_LINKS_MAX; i++)
		if (socket->links[i].stage == STAGE_LIVE ||
		    socket->links[i].stage == STAGE_DRAINING)
			return true;
	return false;
}

void slack_link_tell(struct slack_socket *socket)
{
	bool up = slack_socket_is_up(socket);

	if (up == socket->told_up)
		return;
	socket->told_up = up;
	if (socket->events.state != NULL)
		socket->events.state(socket->events.arg, up);
}

void slack_link_free(struct slack_link *link)
{
	timer_stop(&link->timer);
	slack_owed_release(&link->owed);
	slack_web_forget(link->socket->slack, link);
	ws_free(link->ws);
	link->ws = NULL;
	link->stage = STAGE_FREE;
}

struct slack_link *slack_link_slot(struct slack_socket *socket)
{
	struct slack_link *link = slack_link_find(socket, STAGE_FREE);

	if (link == NULL)
		link = slack_link_find(socket, STAGE_CLOSING);
	if (link == NULL)
		link = slack_link_find(socket, STAGE_DRAINING);
	assert(link != NULL);
	if (link->stage != STAGE_FREE)
		slack_link_free(link);
	return link;
}

void slack_link_stopped(void *arg)
{
	struct slack_socket *socket = arg;
	void (*closed)(void *) = socket->closed;
	int i;

	timer_stop(&socket->stop_timer);
	for (i = 0; i < SLACK_LINKS_MAX; i++)
		if (socket->links[i].stage != STAGE_FREE)
			slack_link_free(&socket->links[i]);
	slack_link_tell(socket);
	socket->closed = NULL;
	/* Last: whoever is told may free the socket. */
	if (closed != NULL)
		closed(socket->closed_arg);
}

void slack_link_retry(struct slack_socket *socket, int64_t delay_ms)
{
	if (socket->stopping || slack_link_is_made(socket) ||
	    timer_is_running(&socket->retry))
		return;
	log_info("socket_retry", "in_ms=%lld failures=%d",
	    (long long)delay_ms, socket->patience.failures);
	timer_start(&socket->retry, socket->loop, delay_ms, slack_link_open,
	    socket);
}

void slack_link_count(struct slack_link *link)
{
	struct slack_socket *socket = link->socket;

	slack_patience_count(&socket->patience, link->stage < STAGE_LIVE ? 0 :
	    now_ms(socket) - link->live_since_ms);
}

bool slack_link_is_left(const struct slack_socket *socket)
{
	int i;

	for (i = 0; i < SLACK_LINKS_MAX; i++)
		if (socket->links[i].stage != STAGE_FREE)
			return true;
	return false;
}

static bool needs_link(struct slack_socket *socket)
{
	struct slack_link *live = slack_link_find(socket, STAGE_LIVE);

	return live == NULL || live->leaving;
}

void slack_link_lost(struct slack_link *link, const char *reason)
{
	struct slack_socket *socket = link->socket;
	int64_t after_ms = link->after_ms;
	char quoted[LOG_QUOTE_SIZE];

	assert(link->stage != STAGE_FREE);
	log_info("socket_lost", "generation=%llu reason=%s",
	    (unsigned long long)link->generation,
	    log_quote(quoted, sizeof(quoted), reason));
	if (!link->leaving)
		slack_link_count(link);
	slack_link_free(link);
	slack_link_tell(socket);
	if (socket->stopping && !slack_link_is_left(socket))
		slack_link_stopped(socket);
	else if (needs_link(socket))
		slack_link_retry(socket, after_ms >= 0 ? after_ms :
		    slack_patience_wait_ms(&socket->patience));
}

void slack_link_close(struct slack_link *link)
{
	link->stage = STAGE_CLOSING;
	slack_link_tell(link->socket);
	timer_stop(&link->timer);
	ws_close(link->ws, CLOSE_NORMAL);
}

/* What is still owed after a second turn would come too late for Slack. */
static void on_drained(void *arg)
{
	struct slack_link *link = arg;

	if (link->owed.count > 0 && !link->drained_once) {
		link->drained_once = true;
		timer_start(&link->timer, link->socket->loop,
		    link->socket->times.drain_ms, on_drained, link);
		return;
	}
	slack_link_close(link);
}

void slack_link_drain(struct slack_link *link)
{
	link->stage = STAGE_DRAINING;
	timer_start(&link->timer, link->socket->loop,
	    link->socket->times.drain_ms, on_drained, link);
}
