/* SPDX-License-Identifier: MIT
 *
 * http_client: see http_client.h. A call goes through three stages: its host
 * is looked up by our resolver (libcurl would wait for its own threads when
 * a lookup is given up), it waits for a place, it is on the wire. libcurl is
 * given one address at a time: 7.88 forgets to go on to the next one.
 */
#include "io/http_client.h"

#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"
#include "io/curl_loop.h"
#include "io/http_handles.h"
#include "io/http_transfer.h"
#include "io/resolver.h"

enum stage {
	LOOKING_UP,
	WAITING,
	ON_THE_WIRE,
};

/* So much later than libcurl should have said so. */
enum { LATE_MS = 1000 };

struct http_call {
	struct http_client *client;
	struct http_call *next, *previous;
	enum stage stage;
	http_cb *callback;
	void *arg;
	struct http_transfer transfer;
	struct resolver_query query;
	struct address addresses[RESOLVER_ADDRESSES_MAX];
	size_t address_count, address_next;
	int64_t connect_left_ms;	/* for all addresses together */
	struct timer deadline;		/* on the wire: a bit later */
	int64_t due_ms;			/* monotonic */
};

struct http_client {
	struct loop *loop;
	struct resolver *resolver;
	const struct tls_trust *trust;
	struct curl_loop curl;
	struct http_handles handles;
	struct http_call *first, *last;	/* oldest first */
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

static void call_free(struct http_call *call)
{
	timer_stop(&call->deadline);
	resolver_cancel(&call->query);
	http_transfer_release(&call->transfer);
	free(call);
}

static void take_off_the_wire(struct http_call *call)
{
	curl_multi_remove_handle(call->client->curl.multi,
	    call->transfer.easy);
	call->client->active--;
}

/* Out of the list and off the wire; the answer can still be read. */
static void take_out(struct http_call *call)
{
	if (call->stage == ON_THE_WIRE)
		take_off_the_wire(call);
	timer_stop(&call->deadline);
	unlink_call(call);
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
	http_handles_release(&client->handles);
	curl_loop_release(&client->curl);
	free(client);
}

/* --- answers --- */

/* Between enter() and leave(), since whoever is called back may free the
 * client. */
static void finish(struct http_call *call, enum http_outcome outcome,
    const char *error)
{
	struct http_response response = {
		.outcome = outcome, .body = "", .content_type = "",
		.error = error, .call = call,
	};

	if (call->stage == ON_THE_WIRE)
		http_transfer_read(&call->transfer, &response);
	take_out(call);
	call->callback(call->arg, &response);
	call_free(call);
}

const char *http_response_header(const struct http_response *response,
    const char *name)
{
	return http_transfer_header(&response->call->transfer, name);
}

static void start_waiting_calls(struct http_client *client);

/* On the wire the time is libcurl's business; but a call that it takes up on
 * a connection whose last send had failed is never heard of again (7.88). */
static void on_deadline(void *arg)
{
	struct http_call *call = arg;
	struct http_client *client = call->client;

	enter(client);
	if (call->stage == ON_THE_WIRE)
		finish(call, http_transfer_outcome(&call->transfer,
		    CURLE_OPERATION_TIMEDOUT), "no answer in time");
	else
		finish(call, HTTP_NOT_SENT, "timed out before it was sent");
	if (!client->freed)
		start_waiting_calls(client);
	leave(client);
}

/* The next address gets all the connect time that is left if it is the last
 * one, else half of it. */
static void put_on_the_wire(struct http_call *call)
{
	struct http_client *client = call->client;
	int64_t left_ms = call->due_ms - loop_monotonic_ms(client->loop);
	const struct address *address = &call->addresses[call->address_next++];
	int64_t connect_ms = call->connect_left_ms;

	if (call->address_next < call->address_count)
		connect_ms = connect_ms / 2 + 1;
	call->connect_left_ms -= connect_ms;
	/* libcurl has the time, but see on_deadline(). */
	timer_start(&call->deadline, client->loop, (left_ms > 0 ? left_ms : 1) +
	    LATE_MS, on_deadline, call);
	http_transfer_aim(&call->transfer, &call->query, address, connect_ms);
	curl_easy_setopt(call->transfer.easy, CURLOPT_TIMEOUT_MS,
	    (long)(left_ms > 0 ? left_ms : 1));
	call->stage = ON_THE_WIRE;
	client->active++;
	if (curl_multi_add_handle(client->curl.multi,
		call->transfer.easy) != CURLM_OK)
		abort();
}

/* Nothing was sent and there is another address: go on with that. */
static bool try_next_address(struct http_call *call, CURLcode result)
{
	if (result != CURLE_COULDNT_CONNECT &&
	    result != CURLE_OPERATION_TIMEDOUT)
		return false;
	if (http_transfer_outcome(&call->transfer, result) != HTTP_NOT_SENT ||
	    call->address_next == call->address_count ||
	    call->due_ms <= loop_monotonic_ms(call->client->loop))
		return false;
	take_off_the_wire(call);
	put_on_the_wire(call);
	return true;
}

static void finish_transfer(struct http_call *call, CURLcode result)
{
	if (try_next_address(call, result))
		return;
	if (result == CURLE_COULDNT_CONNECT)
		resolver_forget(call->client->resolver, call->query.host);
	finish(call, http_transfer_outcome(&call->transfer, result),
	    http_transfer_error(&call->transfer, result));
}

static void on_progress(void *arg)
{
	struct http_client *client = arg;
	CURLMsg *message;
	int left;

	enter(client);
	while (!client->freed && (message =
		curl_multi_info_read(client->curl.multi, &left)) != NULL) {
		struct http_call *call = NULL;

		/* The only kind there is. */
		assert(message->msg == CURLMSG_DONE);
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
		    (char **)&call);
		finish_transfer(call, message->data.result);
	}
	if (!client->freed)
		start_waiting_calls(client);
	leave(client);
}

/* --- stages --- */

static bool prepare(struct http_call *call,
    const struct http_request *request)
{
	const char *reason;
	struct url url;
	bool fits;

	if (!url_parse(request->url, &url, &reason))
		return false;
	fits = (request->mail != NULL ? url.scheme == URL_SMTP ||
	    url.scheme == URL_SMTPS : url.scheme == URL_HTTP ||
	    url.scheme == URL_HTTPS) && url.user[0] == '\0' && !secret_is_set(&url.password);
	secret_clear(&url.password);
	if (!fits || !resolver_query_set(&call->query, url.host, url.port) ||
	    !http_transfer_init(&call->transfer, request,
		call->client->trust, &call->client->handles))
		return false;
	curl_easy_setopt(call->transfer.easy, CURLOPT_PRIVATE, call);
	return true;
}

static void start_waiting_calls(struct http_client *client)
{
	struct http_call *call;

	for (call = client->first; call != NULL &&
	    client->active < HTTP_ACTIVE_MAX; call = call->next)
		if (call->stage == WAITING)
			put_on_the_wire(call);
}

static void on_addresses(void *arg, const struct resolver_answer *answer)
{
	struct http_call *call = arg;
	struct http_client *client = call->client;
	char error[120];

	if (answer->count == 0) {
		snprintf(error, sizeof(error),
		    "looking up the host failed: %s", answer->error);
		enter(client);
		finish(call, HTTP_NOT_SENT, error);
		leave(client);
		return;
	}
	memcpy(call->addresses, answer->addresses,
	    answer->count * sizeof(*answer->addresses));
	call->address_count = answer->count;
	call->stage = WAITING;
	start_waiting_calls(client);
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
	call->connect_left_ms = request->connect_deadline_ms > 0
	    ? request->connect_deadline_ms : HTTP_CONNECT_DEADLINE_MS;
	if (!prepare(call, request)) {
		call_free(call);
		return NULL;
	}
	link_last(client, call);
	timer_start(&call->deadline, client->loop, span_ms, on_deadline, call);
	resolver_ask(client->resolver, &call->query, span_ms, on_addresses,
	    call);
	return call;
}

void http_cancel(struct http_call *call)
{
	take_out(call);
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
	curl_loop_init(&client->curl, loop, on_progress, client);
	curl_multi_setopt(client->curl.multi, CURLMOPT_MAX_HOST_CONNECTIONS,
	    (long)HTTP_ACTIVE_PER_HOST_MAX);
	/* Else it is four times the calls that are open right now: as soon as
	 * few are, connections would be closed, and opened for the next ones. */
	curl_multi_setopt(client->curl.multi, CURLMOPT_MAXCONNECTS,
	    (long)HTTP_ACTIVE_MAX);
	return client;
}

void http_client_free(struct http_client *client)
{
	if (client == NULL || client->freed)
		return;
	enter(client);
	client->freed = true;
	while (client->first != NULL) {
		struct http_call *call = client->first;

		finish(call, http_transfer_outcome(&call->transfer,
			CURLE_ABORTED_BY_CALLBACK), "the client is closing");
		assert(client->first != call);
	}
	leave(client);
}
