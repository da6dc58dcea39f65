/* SPDX-License-Identifier: MIT
 *
 * world: see world.h.
 */
#include "tests/slack/world.h"

#include "base/text.h"
#include "io/ws_client.h"

static const struct slack_socket_times quick = {
	.hello_ms = WORLD_HELLO_MS,
	.ping_ms = 100,
	.dead_ms = WORLD_DEAD_MS,
	.back_off_min_ms = 10,
	.back_off_max_ms = 80,
	.slow_ms = WORLD_SLOW_MS,
	.held_ms = WORLD_HELD_MS,
	.proven_ms = WORLD_PROVEN_MS,
	.drain_ms = WORLD_DRAIN_MS,
	.stop_ms = WORLD_STOP_MS,
	.ack_late_ms = 50,
};

static void on_tick(void *arg)
{
	struct world *w = arg;

	if (w->counter == NULL || *w->counter < w->wanted)
		return;
	w->reached = true;
	loop_stop(w->bench.pump.loop);
}

bool world_await(struct world *w, const int *counter, int value)
{
	w->counter = counter;
	w->wanted = value;
	w->reached = false;
	(void)pump_within(&w->bench.pump, &w->reached, PUMP_DEADLINE_MS);
	w->counter = NULL;
	return w->reached;
}

void world_pass(struct world *w, int64_t ms)
{
	pump_for(&w->bench.pump, ms);
}

static void answer_open(struct world *w, struct puppet_link *link)
{
	char body[256];

	if (w->opens < WORLD_LINKS_MAX)
		w->opened_ms[w->opens] = loop_monotonic_ms(w->bench.pump.loop);
	w->opens++;
	if (w->open_count > 0) {
		w->open_count--;
		puppet_answer(link, w->open_status, w->open_headers,
		    w->open_body);
		return;
	}
	/* The ticket is a secret: it must not show up in the log. */
	(void)snprintf(body, sizeof(body), "{\"ok\":true,\"url\":"
	    "\"ws:\\/\\/127.0.0.1:%d\\/link\\/?ticket=canary%d\"}",
	    puppet_port(w->bench.puppet), w->opens);
	puppet_answer(link, 200, "", body);
}

static void answer_shake(struct world *w, struct puppet_link *link,
    const char *path)
{
	char expected[64];

	/* A ticket is good for one try. */
	w->shakes++;
	(void)snprintf(expected, sizeof(expected), "/link/?ticket=canary%d",
	    w->opens);
	ck_assert_str_eq(path, expected);
	if (w->shake_count > 0) {
		w->shake_count--;
		if (w->shake_status > 0)
			puppet_answer(link, w->shake_status, "",
			    "<html>no</html>");
		return;
	}
	ck_assert_int_lt(w->up_count, WORLD_LINKS_MAX);
	puppet_upgrade(link);
	w->links[w->up_count++] = link;
	if (++w->open_now > w->open_most)
		w->open_most = w->open_now;
	if (!w->mute)
		puppet_text(link, w->hello);
}

static void on_request(void *arg, struct puppet_link *link,
    const struct puppet_request *request)
{
	struct world *w = arg;

	if (request->upgrade)
		answer_shake(w, link, request->path);
	else
		answer_open(w, link);
}

static void on_frame(void *arg, struct puppet_link *link, int opcode,
    const char *data, size_t length)
{
	struct world *w = arg;

	switch (opcode) {
	case PUPPET_PING:
		w->pings++;
		if (!w->no_pong)
			puppet_frame(link, PUPPET_FIN | PUPPET_PONG, data,
			    length);
		break;
	case PUPPET_PONG:
		w->pongs++;
		break;
	case PUPPET_CLOSE:
		w->closes++;
		w->close_code = length >= 2 ? (unsigned char)data[0] << 8 |
		    (unsigned char)data[1] : 0;
		puppet_frame(link, PUPPET_FIN | PUPPET_CLOSE, data, length);
		puppet_end(link);
		break;
	default:
		ck_assert_int_eq(opcode, PUPPET_TEXT);
		(void)text_copy(w->text, sizeof(w->text), data);
		w->texts++;
		break;
	}
}

static void on_gone(void *arg, struct puppet_link *link)
{
	struct world *w = arg;
	int i;

	for (i = 0; i < w->up_count; i++) {
		if (w->links[i] != link || w->link_gone[i])
			continue;
		w->link_gone[i] = true;
		w->gone_count++;
		w->open_now--;
	}
}

static void on_envelope(void *arg, const struct slack_envelope *envelope)
{
	struct world *w = arg;
	const char *said = json_string_value(json_object_get(
	    envelope->payload, "text"));

	w->seen[w->envelopes % WORLD_SEEN_MAX] = *envelope;
	(void)text_copy(w->seen_text, sizeof(w->seen_text),
	    said != NULL ? said : "");
	w->envelopes++;
	if (w->ack_at_once)
		(void)slack_socket_ack(w->socket, envelope, NULL);
}

static void on_state(void *arg, bool up)
{
	struct world *w = arg;

	ck_assert_int_ne(up, w->up);
	w->up = up;
	if (up)
		w->ups++;
	else
		w->downs++;
}

void world_init(struct world *w)
{
	struct puppet_events events = { .arg = w, .request = on_request,
		.frame = on_frame, .gone = on_gone };

	memset(w, 0, sizeof(*w));
	w->hello = "{\"type\":\"hello\",\"num_connections\":1}";
	w->ack_at_once = true;
	bench_init(&w->bench, &events);
	loop_after_tick(w->bench.pump.loop, on_tick, w);
}

void world_begin(struct world *w)
{
	struct slack_socket_events events = { .arg = w,
		.envelope = on_envelope, .state = on_state };

	w->socket = slack_socket_new(w->bench.pump.loop, w->bench.ws,
	    w->bench.slack, &events, &quick);
}

bool world_connect(struct world *w)
{
	world_begin(w);
	return world_await(w, &w->ups, 1);
}

void world_release(struct world *w)
{
	slack_socket_free(w->socket);
	bench_release(&w->bench);
}

struct puppet_link *world_link(struct world *w)
{
	ck_assert_int_gt(w->up_count, 0);
	ck_assert(!w->link_gone[w->up_count - 1]);
	return w->links[w->up_count - 1];
}

void world_send(struct world *w, struct puppet_link *link, const char *type,
    const char *id)
{
	char text[256];

	(void)w;
	(void)snprintf(text, sizeof(text), "{\"envelope_id\":\"%s\","
	    "\"type\":\"%s\",\"accepts_response_payload\":true,"
	    "\"payload\":{\"text\":\"%s\"}}", id, type, id);
	puppet_text(link, text);
}

int world_logged(struct world *w, const char *what)
{
	char *text = bench_logged(&w->bench);
	const char *at = text;
	int count = 0;

	while ((at = strstr(at, what)) != NULL) {
		count++;
		at += strlen(what);
	}
	free(text);
	return count;
}
