/* SPDX-License-Identifier: MIT
 *
 * http_client: see http_client.h. A call waits for a place, then it is on the
 * wire: on a connection that was kept, or on one made for it. Letters go
 * another way, io/mail_client.h.
 */
#include "io/http_client.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/url.h"
#include "io/http_connection.h"
#include "io/http_request.h"
#include "io/mail_client.h"
#include "io/tls.h"

#include <openssl/ssl.h>

enum { ERROR_SIZE = 256 };

struct http_call {
	struct http_client *client;
	struct http_call *next, *previous;
	http_cb *callback;
	void *arg;
	struct http_target target;
	struct http_question question;
	struct http_connection *connection;	/* NULL = it waits */
	struct timer deadline;
	int64_t due_ms;			/* monotonic */
	int64_t connect_ms;
	struct mail_call *letter;	/* it is one */
};

struct http_client {
	struct loop *loop;
	struct resolver *resolver;
	const struct tls_trust *trust;
	struct ssl_ctx_st *tls;		/* NULL until it is needed */
	struct mail_client *mail;	/* NULL until it is needed */
	struct http_call *first, *last;	/* oldest first */
	struct http_connection *connections;
	size_t count, active;
	int busy;			/* callbacks of ours on the stack */
	bool freed;
};

/* --- life --- */

static void unlink_call(struct http_call *call)
{
	struct http_client *client = call->client;

	if (call->previous != NULL)
		call->previous->next = call->next;
	else
		client->first = call->next;
	if (call->next != NULL)
		call->next->previous = call->previous;
	else
		client->last = call->previous;
	client->count--;
}

static void link_last(struct http_client *client, struct http_call *call)
{
	call->client = client;
	call->previous = client->last;
	if (client->last != NULL)
		client->last->next = call;
	else
		client->first = call;
	client->last = call;
	client->count++;
}

static void drop_text(struct http_call *call)
{
	/* It may hold a token. */
	if (call->question.text != NULL)
		explicit_bzero(call->question.text, call->question.length);
	free(call->question.text);
	call->question.text = NULL;
}

static void call_free(struct http_call *call)
{
	timer_stop(&call->deadline);
	drop_text(call);
	http_answer_release(&call->question.answer);
	free(call);
}

static void drop_connection(struct http_client *client,
    struct http_connection *c)
{
	struct http_connection **place = &client->connections;

	while (*place != c) {
		assert(*place);
		place = &(*place)->next;
	}
	*place = c->next;
	http_connection_free(c);
}

static void take_off_the_wire(struct http_call *call)
{
	if (call->connection == NULL)
		return;
	call->connection = NULL;
	call->client->active--;
}

static void enter(struct http_client *client)
{
	client->busy++;
}

static void leave(struct http_client *client)
{
	client->busy--;
	if (client->busy > 0 || !client->freed)
		return;
	SSL_CTX_free(client->tls);
	free(client);
}

/* --- answers --- */

static void read_answer(const struct http_answer *answer,
    struct http_response *response)
{
	const char *type = http_answer_header(answer, "Content-Type");

	response->status = answer->status;
	response->retry_after_ms = http_answer_wait_ms(answer, time(NULL));
	if (type != NULL)
		response->content_type = type;
	if (answer->body != NULL)
		response->body = answer->body;
	response->body_length = answer->body_length;
}

/* It has no connection any more. */
static void finish(struct http_call *call, enum http_outcome outcome,
    const char *error)
{
	struct http_client *client = call->client;
	struct http_response response = {
		.outcome = outcome, .body = "", .content_type = "",
		.error = error, .call = call,
	};

	assert(call->connection == NULL);
	timer_stop(&call->deadline);
	unlink_call(call);
	if (call->question.answer.status > 0)
		read_answer(&call->question.answer, &response);
	enter(client);
	call->callback(call->arg, &response);
	call_free(call);
	leave(client);
}

const char *http_response_header(const struct http_response *response,
    const char *name)
{
	return http_answer_header(&response->call->question.answer, name);
}

/* The connection dies with the call that it was busy with. */
static void break_off(struct http_call *call, const char *error)
{
	struct http_connection *c = call->connection;
	bool sent = c != NULL && http_connection_has_sent(c);

	take_off_the_wire(call);
	if (c != NULL)
		drop_connection(call->client, c);
	finish(call, sent ? HTTP_AMBIGUOUS : HTTP_NOT_SENT, error);
}

static void start_waiting_calls(struct http_client *client);

static void on_deadline(void *arg)
{
	struct http_call *call = arg;
	struct http_client *client = call->client;

	enter(client);
	break_off(call, call->connection == NULL ?
	    "timed out before it was sent" : "no answer in time");
	start_waiting_calls(client);
	leave(client);
}

static void on_answered(void *arg, struct http_connection *c)
{
	struct http_client *client = arg;
	struct http_call *call = c->question->asker;
	const char *problem = call->question.answer.problem;

	enter(client);
	take_off_the_wire(call);
	if (!http_connection_rest(c))
		drop_connection(client, c);
	finish(call, problem != NULL ? HTTP_AMBIGUOUS : HTTP_OK_ANSWER,
	    problem != NULL ? problem : "");
	start_waiting_calls(client);
	leave(client);
}

/* What was kept may have died while nobody looked: nothing has been sent then,
 * and another connection may do. */
static void on_failed(void *arg, struct http_connection *c, bool sent,
    const char *reason)
{
	struct http_client *client = arg;
	struct http_call *call = c->question->asker;
	bool again = !sent && c->was_used;
	char error[ERROR_SIZE];

	enter(client);
	(void)text_copy(error, sizeof(error), reason);
	take_off_the_wire(call);
	drop_connection(client, c);
	if (!again)
		finish(call, sent ? HTTP_AMBIGUOUS : HTTP_NOT_SENT, error);
	start_waiting_calls(client);
	leave(client);
}

static void on_expired(void *arg, struct http_connection *c)
{
	drop_connection(arg, c);
}

static void on_letter(void *arg, const struct http_response *response)
{
	struct http_call *call = arg;
	struct http_client *client = call->client;
	struct http_response answer = *response;

	answer.call = call;
	unlink_call(call);
	enter(client);
	call->callback(call->arg, &answer);
	call_free(call);
	leave(client);
}

/* --- places --- */

static bool is_same(const struct http_target *a, const struct http_target *b)
{
	return a->port == b->port && a->scheme == b->scheme &&
	    strcmp(a->host, b->host) == 0;
}

/* One that is idle and leads there, or NULL; and how many lead there. */
static struct http_connection *find_idle(const struct http_client *client,
    const struct http_target *target, size_t *count)
{
	struct http_connection *found = NULL;

	*count = 0;
	for (struct http_connection *c = client->connections; c != NULL;
	    c = c->next) {
		if (!is_same(&c->target, target))
			continue;
		(*count)++;
		if (c->question == NULL)
			found = c;
	}
	return found;
}

/* Of those that lead elsewhere. */
static void make_room(struct http_client *client)
{
	struct http_connection *idle = NULL;
	size_t count = 0;

	for (struct http_connection *c = client->connections; c != NULL;
	    c = c->next) {
		count++;
		if (c->question == NULL)
			idle = c;	/* the oldest stands last */
	}
	if (count >= HTTP_KEPT_MAX && idle != NULL)
		drop_connection(client, idle);
}

static struct http_connection *connect_for(struct http_call *call)
{
	struct http_client *client = call->client;
	int64_t left_ms = call->due_ms - loop_monotonic_ms(client->loop);
	struct http_connection_options options = {
		.loop = client->loop, .resolver = client->resolver,
		.connect_ms = call->connect_ms < left_ms ? call->connect_ms :
		    left_ms,
		.events = { on_answered, on_failed, on_expired, client },
	};
	struct http_connection *c;

	make_room(client);
	if (call->target.scheme == URL_HTTPS && client->tls == NULL)
		client->tls = tls_trust_context(client->trust);
	options.tls = client->tls;
	c = http_connection_open(&call->target, &options);
	c->next = client->connections;
	client->connections = c;
	return c;
}

static void start_waiting_calls(struct http_client *client)
{
	struct http_call *call;

	for (call = client->first; call != NULL && !client->freed &&
	    client->active < HTTP_ACTIVE_MAX; call = call->next) {
		struct http_connection *c;
		size_t count;

		if (call->connection != NULL || call->letter != NULL)
			continue;
		c = find_idle(client, &call->target, &count);
		if (c == NULL && count >= HTTP_ACTIVE_PER_HOST_MAX)
			continue;
		call->connection = c != NULL ? c : connect_for(call);
		client->active++;
		http_connection_ask(call->connection, &call->question);
	}
}

/* --- calls --- */

static bool prepare(struct http_call *call,
    const struct http_request *request)
{
	const char *reason;
	struct url url;
	bool fits;

	if (!url_parse(request->url, &url, &reason))
		return false;
	fits = (url.scheme == URL_HTTP || url.scheme == URL_HTTPS) &&
	    url.user[0] == '\0' && url.host[0] != '\0' &&
	    !secret_is_set(&url.password);
	secret_clear(&url.password);
	if (!fits)
		return false;
	call->target.scheme = url.scheme;
	call->target.port = url.port;
	memcpy(call->target.host, url.host, sizeof(url.host));
	call->question.asker = call;
	http_answer_init(&call->question.answer, request->body_limit_bytes > 0
	    ? request->body_limit_bytes : HTTP_BODY_LIMIT_BYTES);
	call->question.text = http_request_encode(request, &url,
	    &call->question.length);
	return call->question.text != NULL;
}

static bool prepare_letter(struct http_call *call,
    const struct http_request *request)
{
	struct http_client *client = call->client;

	if (client->mail == NULL)
		client->mail = mail_client_new(client->loop, client->resolver,
		    client->trust);
	call->letter = mail_send(client->mail, request, on_letter, call);
	return call->letter != NULL;
}

struct http_call *http_send(struct http_client *client,
    const struct http_request *request, http_cb *callback, void *arg)
{
	struct http_call *call;
	int64_t span_ms = request->deadline_ms > 0 ? request->deadline_ms
	    : HTTP_DEADLINE_MS;

	if (client->freed || client->count >= HTTP_CALLS_MAX)
		return NULL;
	call = xcalloc(1, sizeof(*call));
	call->client = client;
	call->callback = callback;
	call->arg = arg;
	call->due_ms = loop_monotonic_ms(client->loop) + span_ms;
	call->connect_ms = request->connect_deadline_ms > 0
	    ? request->connect_deadline_ms : HTTP_CONNECT_DEADLINE_MS;
	if (request->mail != NULL ? !prepare_letter(call, request) :
	    !prepare(call, request)) {
		call_free(call);
		return NULL;
	}
	link_last(client, call);
	if (call->letter != NULL)
		return call;
	timer_start(&call->deadline, client->loop, span_ms, on_deadline, call);
	start_waiting_calls(client);
	return call;
}

void http_cancel(struct http_call *call)
{
	struct http_connection *c = call->connection;

	if (call->letter != NULL)
		mail_cancel(call->letter);
	take_off_the_wire(call);
	if (c != NULL)
		drop_connection(call->client, c);
	unlink_call(call);
	start_waiting_calls(call->client);
	call_free(call);
}

size_t http_open_calls(const struct http_client *client)
{
	return client->count;
}

struct http_client *http_client_new(struct loop *loop,
    struct resolver *resolver, const struct tls_trust *trust)
{
	struct http_client *client = xcalloc(1, sizeof(*client));

	client->loop = loop;
	client->resolver = resolver;
	client->trust = trust;
	return client;
}

void http_client_free(struct http_client *client)
{
	if (client == NULL || client->freed)
		return;
	enter(client);
	client->freed = true;
	mail_client_free(client->mail);
	while (client->first != NULL)
		break_off(client->first, "the client is closing");
	while (client->connections != NULL)
		drop_connection(client, client->connections);
	leave(client);
}
