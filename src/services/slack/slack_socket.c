/* SPDX-License-Identifier: MIT
 *
 * slack_socket: see slack_socket.h. Makes links, reads what they bring and
 * sends the acks; how they end and what follows is in slack_link.c.
 */
#include "services/slack/slack_socket.h"

#include <sys/random.h>

#include "base/log.h"
#include "base/memory.h"
#include "io/ws_client.h"
#include "services/slack/slack.h"
#include "services/slack/slack_frame.h"
#include "services/slack/slack_link.h"
#include "services/slack/slack_web.h"

#define CROWD 10		/* connections Slack allows an app */

static const struct slack_socket_times defaults = {
	.hello_ms = 15000,
	.ping_ms = 5000,
	.dead_ms = 25000,
	.back_off_min_ms = 1000,
	.back_off_max_ms = 60000,
	.slow_ms = 30000,
	.held_ms = 180000,
	.proven_ms = 60000,
	.drain_ms = 3000,
	.stop_ms = 2000,
	.ack_late_ms = 2500,
};

/* --- what Slack says -----------------------------------------------------*/

/* The new link is live: the one before is read out, then closed. */
static void link_live(struct slack_link *link, const struct slack_frame *frame)
{
	struct slack_socket *socket = link->socket;
	struct slack_link *old = slack_link_find(socket, STAGE_LIVE);
	char host[LOG_QUOTE_SIZE];

	if (old != NULL)
		slack_link_drain(old);
	link->stage = STAGE_LIVE;
	link->live_since_ms = loop_monotonic_ms(socket->loop);
	timer_stop(&link->timer);
	log_info("socket_up", "generation=%llu host=%s lifetime_s=%d",
	    (unsigned long long)link->generation,
	    log_quote(host, sizeof(host), frame->host), frame->lifetime_s);
	slack_link_tell(socket);
}

/* Slack spreads envelopes over all connections it counts. What it counts and
 * we do not have swallows its share of them (F1). */
static void on_hello(struct slack_link *link, const struct slack_frame *frame)
{
	struct slack_socket *socket = link->socket;
	int own = 0, i;

	if (link->stage == STAGE_GREETING)
		link_live(link, frame);
	for (i = 0; i < SLACK_LINKS_MAX; i++)
		if (socket->links[i].stage >= STAGE_LIVE)
			own++;
	socket->others = frame->connections > own ? frame->connections - own
	    : 0;
	if (socket->others > 0)
		log_warn("socket_others", "connections=%d own=%d",
		    frame->connections, own);
	socket->crowded = frame->connections >= CROWD;
}

/* Not wanted just now: whoever knocks at once is told to go away again. */
static void on_unwanted(struct slack_link *link, const char *reason)
{
	struct slack_socket *socket = link->socket;

	log_error("socket_unwanted", "reason=%s", reason);
	link->after_ms = slack_patience_slow_ms(&socket->patience);
	if (link->stage == STAGE_GREETING)
		slack_link_lost(link, reason);
	else if (link->stage != STAGE_CLOSING)
		slack_link_close(link);
}

/* A new connection first, then the old one goes; in a crowd there is no room
 * for both. */
static void on_refresh(struct slack_link *link, const char *reason)
{
	struct slack_socket *socket = link->socket;

	if (link->stage == STAGE_GREETING) {
		slack_link_lost(link, reason);
		return;
	}
	if (link->stage != STAGE_LIVE || link->leaving)
		return;
	slack_link_count(link);
	link->leaving = true;
	if (socket->crowded) {
		slack_link_close(link);
		return;
	}
	slack_link_retry(socket, slack_patience_wait_ms(&socket->patience));
}

static void on_disconnect(struct slack_link *link,
    const struct slack_frame *frame)
{
	char quoted[LOG_QUOTE_SIZE];

	log_info("socket_disconnect", "generation=%llu reason=%s",
	    (unsigned long long)link->generation,
	    log_quote(quoted, sizeof(quoted), frame->reason));
	if (strcmp(frame->reason, "link_disabled") == 0 ||
	    strcmp(frame->reason, "too_many_websockets") == 0)
		on_unwanted(link, frame->reason);
	else
		on_refresh(link, frame->reason);
}

static bool send_ack(struct slack_link *link, const char *id,
    const json_t *payload)
{
	bool included;
	char *text = slack_ack_text(id, payload, &included);
	bool sent = ws_send(link->ws, text, strlen(text));

	free(text);
	slack_owed_settle(&link->owed, id);
	if (sent)
		return included || payload == NULL;
	/* The earliest sign of a dead link (F41). */
	slack_link_lost(link, "ack could not be written");
	return false;
}

static void on_envelope(struct slack_link *link, struct slack_frame *frame)
{
	struct slack_socket *socket = link->socket;

	frame->envelope.generation = link->generation;
	frame->envelope.received_ms = loop_now_ms(socket->loop);
	slack_owed_add(&link->owed, frame->envelope.id);
	socket->events.envelope(socket->events.arg, &frame->envelope);
}

/* Acked all the same: it would come back for ever (F26). */
static void on_senseless(struct slack_link *link,
    const struct slack_frame *frame)
{
	char quoted[LOG_QUOTE_SIZE];

	log_warn("socket_message_ignored", "type=%s id=%s",
	    log_quote(quoted, sizeof(quoted), frame->envelope.type),
	    frame->envelope.id);
	if (frame->envelope.id[0] != '\0')
		(void)send_ack(link, frame->envelope.id, NULL);
}

static void on_message(void *arg, const char *text, size_t n)
{
	struct slack_link *link = arg;
	struct slack_frame frame;

	if (link->stage == STAGE_CLOSING)
		return;
	slack_frame_read(&frame, text, n);
	switch (frame.kind) {
	case FRAME_HELLO:
		on_hello(link, &frame);
		break;
	case FRAME_DISCONNECT:
		on_disconnect(link, &frame);
		break;
	case FRAME_ENVELOPE:
		on_envelope(link, &frame);
		break;
	case FRAME_UNKNOWN:
	case FRAME_BROKEN:
		on_senseless(link, &frame);
		break;
	}
	slack_frame_release(&frame);
}

/* --- how a link begins ---------------------------------------------------*/

static void on_greeting_overdue(void *arg)
{
	slack_link_lost(arg, "no hello");
}

/* The handshake alone makes nothing usable: that takes a hello. */
static void on_opened(void *arg)
{
	struct slack_link *link = arg;

	log_debug("socket_opened", "generation=%llu",
	    (unsigned long long)link->generation);
}

static void on_lost(void *arg, const char *reason)
{
	slack_link_lost(arg, reason);
}

static void link_connect(struct slack_link *link, const char *url)
{
	struct slack_socket *socket = link->socket;
	struct ws_options options = {
		.url = url,
		.handshake_ms = socket->times.hello_ms,
		.ping_ms = socket->times.ping_ms,
		.dead_ms = socket->times.dead_ms,
	};
	struct ws_events events = { link, on_opened, on_message, on_lost };

	if (!slack_web_trusts_socket(socket->slack, url)) {
		log_error("socket_foreign_address", "");
		link->after_ms = slack_patience_slow_ms(&socket->patience);
		slack_link_lost(link, "address is not Slack's");
		return;
	}
	link->stage = STAGE_GREETING;
	timer_start(&link->timer, socket->loop, socket->times.hello_ms,
	    on_greeting_overdue, link);
	link->ws = ws_open(socket->client, &options, &events);
	if (link->ws == NULL)
		slack_link_lost(link, "malformed address");
}

static void on_address(void *arg, const struct slack_answer *answer)
{
	struct slack_link *link = arg;
	struct slack_socket *socket = link->socket;
	const char *url = json_string_value(json_object_get(answer->body,
	    "url"));

	switch (answer->outcome) {
	case SLACK_OK:
		link_connect(link, url != NULL ? url : "");
		return;
	case SLACK_LATER:
		link->after_ms = answer->retry_ms +
		    prng_between(&socket->patience.prng, 0,
		    socket->times.back_off_min_ms);
		break;
	case SLACK_HELD:
		link->after_ms = socket->times.held_ms;
		break;
	case SLACK_REFUSED:
		link->after_ms = slack_patience_slow_ms(&socket->patience);
		break;
	case SLACK_UNAVAILABLE:
	case SLACK_AMBIGUOUS:
		break;
	}
	slack_link_lost(link, answer->error);
}

void slack_link_open(void *arg)
{
	struct slack_socket *socket = arg;
	struct slack_link *link = slack_link_slot(socket);

	assert(!slack_link_is_made(socket));
	link->socket = socket;
	link->stage = STAGE_ASKING;
	link->generation = ++socket->generation;
	link->leaving = link->drained_once = false;
	link->after_ms = -1;
	slack_owed_init(&link->owed, socket->loop, socket->times.ack_late_ms);
	slack_call(socket->slack, "apps.connections.open", NULL, on_address,
	    link);
}

struct slack_socket *slack_socket_new(struct loop *loop,
    struct ws_client *client, struct slack *slack,
    const struct slack_socket_events *events,
    const struct slack_socket_times *times)
{
	struct slack_socket *socket = xcalloc(1, sizeof(*socket));
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), 0) != (ssize_t)sizeof(seed))
		seed = (uint64_t)loop_now_ms(loop);
	socket->loop = loop;
	socket->client = client;
	socket->slack = slack;
	socket->events = *events;
	socket->times = times != NULL ? *times : defaults;
	prng_seed(&socket->patience.prng, seed);
	socket->patience.min_ms = socket->times.back_off_min_ms;
	socket->patience.max_ms = socket->times.back_off_max_ms;
	socket->patience.slow_ms = socket->times.slow_ms;
	socket->patience.proven_ms = socket->times.proven_ms;
	slack_link_retry(socket, 0);
	return socket;
}

static struct slack_link *find_generation(struct slack_socket *socket,
    uint64_t generation)
{
	int i;

	for (i = 0; i < SLACK_LINKS_MAX; i++)
		if (socket->links[i].stage != STAGE_FREE &&
		    socket->links[i].generation == generation)
			return &socket->links[i];
	return NULL;
}

bool slack_socket_ack(struct slack_socket *socket,
    const struct slack_envelope *envelope, const json_t *payload)
{
	struct slack_link *link = find_generation(socket, envelope->generation);

	if (link == NULL || link->stage == STAGE_CLOSING) {
		log_info("ack_too_late", "id=%s", envelope->id);
		return false;
	}
	if (!envelope->accepts_payload && payload != NULL) {
		(void)send_ack(link, envelope->id, NULL);
		return false;
	}
	return send_ack(link, envelope->id, payload);
}

void slack_socket_stop(struct slack_socket *socket,
    void (*closed)(void *arg), void *arg)
{
	int i;

	socket->stopping = true;
	socket->closed = closed;
	socket->closed_arg = arg;
	timer_stop(&socket->retry);
	for (i = 0; i < SLACK_LINKS_MAX; i++) {
		struct slack_link *link = &socket->links[i];

		if (link->stage == STAGE_ASKING ||
		    link->stage == STAGE_GREETING)
			slack_link_free(link);
		else if (link->stage == STAGE_LIVE ||
		    link->stage == STAGE_DRAINING)
			slack_link_close(link);
	}
	timer_start(&socket->stop_timer, socket->loop,
	    slack_link_is_left(socket) ? socket->times.stop_ms : 0,
	    slack_link_stopped, socket);
}

void slack_socket_free(struct slack_socket *socket)
{
	int i;

	if (socket == NULL)
		return;
	timer_stop(&socket->retry);
	timer_stop(&socket->stop_timer);
	for (i = 0; i < SLACK_LINKS_MAX; i++)
		if (socket->links[i].stage != STAGE_FREE)
			slack_link_free(&socket->links[i]);
	free(socket);
}
