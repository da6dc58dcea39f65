/* SPDX-License-Identifier: MIT
 *
 * http_connection: see http_connection.h.
 */
#include "io/http_connection.h"

#include "base/memory.h"
#include "io/http_client.h"

#define OUTPUT_LIMIT_BYTES (64u << 20)	/* the callers have smaller ones */

bool http_connection_has_sent(const struct http_connection *c)
{
	return c->question != NULL && stream_sent(c->stream) > c->written;
}

/* The request is whole on its way before its answer is read, as a rule. */
static void send_request(struct http_connection *c)
{
	/* Cannot fail: it is open, and nothing else is written. */
	if (!stream_write(c->stream, c->question->text, c->question->length))
		abort();
}

static void on_connected(void *arg)
{
	struct http_connection *c = arg;

	c->is_open = true;
	if (c->question != NULL)
		send_request(c);
}

static void on_lost(void *arg, const char *reason)
{
	struct http_connection *c = arg;

	if (c->question == NULL) {
		c->events.expired(c->events.arg, c);
		return;
	}
	if (c->question->answer.passed == 0) {
		c->events.failed(c->events.arg, c, http_connection_has_sent(c),
		    reason);
		return;
	}
	http_answer_end(&c->question->answer, stream_ended_in_order(c->stream));
	c->events.answered(c->events.arg, c);
}

/* What nobody has asked for, or what comes behind an answer, is no answer to
 * what is asked next. */
static void on_received(void *arg, const char *data, size_t n)
{
	struct http_connection *c = arg;
	struct http_answer *answer;

	if (c->question == NULL) {
		c->events.expired(c->events.arg, c);
		return;
	}
	answer = &c->question->answer;
	if (http_answer_take(answer, data, n) < n)
		answer->keeps = false;
	if (answer->state == HTTP_ANSWER_WHOLE ||
	    answer->state == HTTP_ANSWER_BAD)
		c->events.answered(c->events.arg, c);
}

static void on_idle(void *arg)
{
	struct http_connection *c = arg;

	c->events.expired(c->events.arg, c);
}

struct http_connection *http_connection_open(const struct http_target *target,
    const struct http_connection_options *options)
{
	struct http_connection *c = xcalloc(1, sizeof(*c));
	struct url *url = xcalloc(1, sizeof(*url));
	struct stream_options stream = {
		.url = url, .resolver = options->resolver,
		.tls = options->tls,
		.connect_deadline_ms = options->connect_ms,
		.output_limit_bytes = OUTPUT_LIMIT_BYTES,
		.connected = on_connected, .received = on_received,
		.lost = on_lost, .arg = c,
	};

	_Static_assert(sizeof(url->host) == sizeof(target->host), "one host");
	url->scheme = target->scheme;
	url->port = target->port;
	memcpy(url->host, target->host, sizeof(url->host));
	c->loop = options->loop;
	c->target = *target;
	c->events = options->events;
	c->stream = stream_open(c->loop, &stream);
	free(url);
	return c;
}

void http_connection_free(struct http_connection *c)
{
	timer_stop(&c->idle);
	stream_free(c->stream);
	free(c);
}

void http_connection_ask(struct http_connection *c,
    struct http_question *question)
{
	timer_stop(&c->idle);
	c->question = question;
	if (c->is_open)
		send_request(c);
}

bool http_connection_rest(struct http_connection *c)
{
	bool keeps = c->question->answer.keeps;

	c->written += c->question->length;
	c->question = NULL;
	c->was_used = true;
	timer_start(&c->idle, c->loop, (int64_t)HTTP_IDLE_MAX_S * 1000,
	    on_idle, c);
	/* Part of it has not left, and is no one's answer any more. */
	return keeps && stream_sent(c->stream) == c->written;
}
