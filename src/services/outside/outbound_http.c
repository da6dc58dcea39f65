/* SPDX-License-Identifier: MIT
 *
 * outbound_http: see outbound_http.h. A call is checked, waits for nothing,
 * is sent and judged; what is answered locally (paced, held, not allowed) goes
 * the same way, one tick later.
 */
#include "services/outside/outbound_http.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"
#include "core/limits.h"
#include "io/http_client.h"
#include "io/loop.h"

#include <openssl/evp.h>

#define FULL_WAIT_MS 1000	/* when there is no room for the call */
#define LIMIT_WAIT_MS 30000	/* 429 without a word how long */
#define MAIL_WAIT_MS 60000	/* 4xx of a mail server */
#define HOLD_MS 60000		/* credentials are tried again so often */
#define BURST 5			/* calls that a pace lets through at once */
#define AUTH_SIZE (2 * SECRET_SIZE)
#define ERROR_SIZE 32

/* Generic cell rate: full_ms is when the target's bucket is full again. */
struct target {
	char name[NAME_SIZE];
	int64_t full_ms;
	int64_t held_ms;	/* nothing before this */
	bool refused;		/* ... for its credentials do not work */
};

struct call {
	struct outbound *outbound;
	struct call *next;
	struct call **back;	/* what points to us */
	struct target *target;	/* NULL = too many of them */
	struct timer timer;
	struct http_call *exchange;
	bool mail;
	outbound_cb *callback;
	void *arg;
	struct outbound_answer local;	/* given one tick later */
};

struct outbound {
	struct loop *loop;
	struct http_client *http;
	bool plain_loopback;
	struct target targets[OUTBOUND_TARGETS_MAX];
	struct call *calls;
};

/* --- where to ------------------------------------------------------------*/

static bool is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0 ||
	    (strncmp(host, "127.", 4) == 0 &&
	    strspn(host, "0123456789.") == strlen(host));
}

static bool base_parse(const char *base, struct url *url, const char **reason)
{
	bool user;

	if (!url_parse(base, url, reason))
		return false;
	user = url->user[0] != '\0' || secret_is_set(&url->password);
	secret_clear(&url->password);
	*reason = "has a user in it; credentials have settings of their own";
	return !user;
}

bool outbound_base_is_good(const char *base, bool plain_loopback,
    const char **reason)
{
	struct url url;

	if (!base_parse(base, &url, reason))
		return false;
	if (url.scheme == URL_HTTPS)
		return true;
	*reason = "is not https://";
	return url.scheme == URL_HTTP && plain_loopback &&
	    is_loopback(url.host);
}

bool outbound_mail_base_is_good(const char *base, bool starttls,
    const char **reason)
{
	struct url url;

	if (!base_parse(base, &url, reason))
		return false;
	*reason = "is not smtp:// or smtps://";
	if (url.scheme != URL_SMTP && url.scheme != URL_SMTPS)
		return false;
	*reason = "would send passwords and pages in the clear";
	return starttls || url.scheme == URL_SMTPS || is_loopback(url.host);
}

/* The path is only ever appended: it cannot lead to another host. */
static bool make_url(const struct outbound *outbound,
    const struct outbound_request *request, char *url, size_t size)
{
	const char *reason;
	struct text text;

	if (request->mail ? !outbound_mail_base_is_good(request->base,
	    request->mail->starttls, &reason) :
	    !outbound_base_is_good(request->base, outbound->plain_loopback,
	    &reason))
		return false;
	if (*request->path && *request->path != '/' && *request->path != '?')
		return false;
	text_init(&text, url, size);
	text_add(&text, request->base);
	if (text.length > 0 && url[text.length - 1] == '/' &&
	    *request->path == '/')
		text_add(&text, request->path + 1);
	else
		text_add(&text, request->path);
	return !text.truncated;
}

/* --- pace ----------------------------------------------------------------*/

static struct target *find_target(struct outbound *outbound, const char *name)
{
	for (int i = 0; i < OUTBOUND_TARGETS_MAX; i++) {
		struct target *target = &outbound->targets[i];

		if (!*target->name)
			(void)text_copy(target->name, sizeof(target->name),
			    name);
		if (strcmp(target->name, name) == 0)
			return target;
	}
	return NULL;
}

/* How long it has to wait; if not at all, it is counted. */
static int64_t take_turn(struct target *target,
    const struct outbound_request *request, int64_t now)
{
	int64_t each_ms, room_ms;

	if (target->held_ms > now)
		return target->held_ms - now;
	if (request->per_minute == 0)
		return 0;
	each_ms = 60000 / request->per_minute;
	room_ms = each_ms * (BURST - 1);
	if (target->full_ms < now)
		target->full_ms = now;
	if (target->full_ms - now > room_ms)
		return target->full_ms - now - room_ms;
	target->full_ms += each_ms * (request->calls > 1 ? request->calls :
	    1);
	return 0;
}

/* --- answers -------------------------------------------------------------*/

static void call_free(struct call *call)
{
	*call->back = call->next;
	if (call->next)
		call->next->back = call->back;
	timer_stop(&call->timer);
	if (call->exchange)
		http_cancel(call->exchange);
	free(call);
}

static void finish(struct call *call, const struct outbound_answer *answer)
{
	outbound_cb *callback = call->callback;
	void *arg = call->arg;

	call_free(call);
	callback(arg, answer);
}

static void answer_locally(void *arg)
{
	struct call *call = arg;
	struct outbound_answer answer = call->local;

	finish(call, &answer);
}

static void end(struct call *call, enum outbound_outcome outcome,
    int64_t retry_ms, const char *error)
{
	call->local = (struct outbound_answer){ .outcome = outcome,
	    .retry_ms = retry_ms, .error = error, .body = "" };
	timer_start(&call->timer, call->outbound->loop, 0, answer_locally,
	    call);
}

void outbound_judge(int status, int64_t retry_ms,
    struct outbound_answer *answer)
{
	answer->status = status;
	if (status >= 200 && status < 300) {
		answer->outcome = OUTBOUND_OK;
	} else if (status == 429 || status == 420 ||
	    (status == 403 && retry_ms > 0)) {
		answer->outcome = OUTBOUND_LATER;
		answer->retry_ms = retry_ms > 0 ? retry_ms : LIMIT_WAIT_MS;
		if (answer->retry_ms > OUTBOUND_RETRY_MAX_MS)
			answer->retry_ms = OUTBOUND_RETRY_MAX_MS;
	} else if (status == 408 || status >= 500) {
		answer->outcome = OUTBOUND_AMBIGUOUS;
	} else if (status == 401 || status == 403) {
		answer->outcome = OUTBOUND_HELD;
	} else {
		answer->outcome = OUTBOUND_REFUSED;
	}
}

/* 4xx is "not now" (greylisting, a full box), and nothing was taken. */
void outbound_judge_mail(int status, struct outbound_answer *answer)
{
	static const int auth[] = { 530, 534, 535, 538 };

	answer->status = status;
	if (status < 400) {
		answer->outcome = OUTBOUND_OK;
		return;
	}
	answer->outcome = status < 500 ? OUTBOUND_LATER : OUTBOUND_REFUSED;
	answer->retry_ms = MAIL_WAIT_MS;
	for (size_t i = 0; i < ARRAY_LEN(auth); i++) {
		if (status == auth[i])
			answer->outcome = OUTBOUND_HELD;
	}
}

/* Others of this target need not be told the same by the service. */
static void settle(struct target *target,
    const struct outbound_answer *answer, bool mail, int64_t now)
{
	if (!target)
		return;
	/* A letter put off is one recipient's affair. */
	if (answer->outcome == OUTBOUND_LATER && !mail && answer->status > 0)
		target->held_ms = now + answer->retry_ms;
	else if (answer->outcome == OUTBOUND_HELD)
		target->held_ms = now + HOLD_MS;
	else if (answer->status > 0 ||
	    (mail && answer->outcome == OUTBOUND_LATER))
		target->held_ms = 0;
	target->refused = answer->outcome == OUTBOUND_HELD;
}

static void on_http(void *arg, const struct http_response *http)
{
	struct call *call = arg;
	struct outbound_answer answer = { .body = http->body,
	    .body_length = http->body_length, .error = "" };
	char error[ERROR_SIZE];

	call->exchange = NULL;
	if (http->outcome == HTTP_NOT_SENT) {
		answer.outcome = OUTBOUND_LATER;
		answer.error = "not_sent";
	} else if (http->outcome == HTTP_AMBIGUOUS) {
		answer.outcome = OUTBOUND_AMBIGUOUS;
		answer.error = "no_answer";
	} else if (call->mail) {
		outbound_judge_mail(http->status, &answer);
	} else {
		outbound_judge(http->status, http->retry_after_ms, &answer);
	}
	if (answer.status > 0 && answer.outcome != OUTBOUND_OK) {
		snprintf(error, sizeof(error), "%s_%d", call->mail ? "smtp" :
		    "http", answer.status);
		answer.error = error;
	}
	log_info("outbound", "target=%s status=%d error=%s",
	    call->target ? call->target->name : "?", answer.status,
	    answer.error);
	settle(call->target, &answer, call->mail,
	    loop_monotonic_ms(call->outbound->loop));
	finish(call, &answer);
}

/* --- how a call begins ---------------------------------------------------*/

/* "Basic base64(user:secret)", or the prefix and the secret. */
static bool make_auth(const struct outbound_request *request, char *out,
    size_t size)
{
	char pair[AUTH_SIZE / 2];
	struct text text;
	bool fits;

	text_init(&text, out, size);
	if (!request->auth_user) {
		text_add(&text, request->auth_prefix);
		text_add(&text, secret_reveal(request->auth));
		return !text.truncated;
	}
	fits = snprintf(pair, sizeof(pair), "%s:%s", request->auth_user,
	    secret_reveal(request->auth)) < (int)sizeof(pair);
	text_add(&text, "Basic ");
	if (fits && size - text.length > sizeof(pair) * 4 / 3 + 4)
		EVP_EncodeBlock((unsigned char *)out + text.length,
		    (const unsigned char *)pair, (int)strlen(pair));
	explicit_bzero(pair, sizeof(pair));
	return fits;
}

static bool add_headers(const struct outbound_request *request,
    struct http_header *headers, size_t *count, char *auth, size_t size)
{
	assert(request->header_count <= OUTBOUND_HEADERS_MAX);
	for (size_t i = 0; i < request->header_count; i++)
		headers[(*count)++] = (struct http_header){
		    request->headers[i].name, request->headers[i].value };
	if (request->content_type)
		headers[(*count)++] = (struct http_header){ "Content-Type",
		    request->content_type };
	if (!request->auth || !secret_is_set(request->auth))
		return true;
	if (!make_auth(request, auth, size))
		return false;
	headers[(*count)++] = (struct http_header){ "Authorization", auth };
	return true;
}

static void call_send(struct call *call,
    const struct outbound_request *request)
{
	struct http_header headers[OUTBOUND_HEADERS_MAX + 2];
	char url[OUTBOUND_URL_SIZE];
	char auth[AUTH_SIZE];
	size_t count = 0;
	struct http_request http = {
		.method = request->method, .url = url, .headers = headers,
		.mail = request->mail,
		.body = request->content_type || request->mail ?
		    request->body : NULL,
		.body_length = request->body_length,
		.deadline_ms = request->deadline_ms > 0 ?
		    request->deadline_ms : OUTBOUND_DEADLINE_MS,
		.body_limit_bytes = OUTBOUND_BODY_MAX,
	};

	if (!make_url(call->outbound, request, url, sizeof(url)) ||
	    !add_headers(request, headers, &count, auth, sizeof(auth))) {
		end(call, OUTBOUND_REFUSED, 0, "not_allowed");
		return;
	}
	http.header_count = count;
	call->exchange = http_send(call->outbound->http, &http, on_http,
	    call);
	explicit_bzero(auth, sizeof(auth));
	if (!call->exchange)
		end(call, OUTBOUND_LATER, FULL_WAIT_MS, "queue_full");
}

void outbound_send(struct outbound *outbound,
    const struct outbound_request *request, outbound_cb *callback, void *arg)
{
	struct call *call = xcalloc(1, sizeof(*call));
	int64_t wait_ms = 0;

	call->outbound = outbound;
	call->next = outbound->calls;
	call->back = &outbound->calls;
	if (call->next)
		call->next->back = &call->next;
	outbound->calls = call;
	call->callback = callback;
	call->arg = arg;
	call->mail = request->mail != NULL;
	call->target = find_target(outbound, request->target);
	if (call->target)
		wait_ms = take_turn(call->target, request,
		    loop_monotonic_ms(outbound->loop));
	if (wait_ms == 0)
		call_send(call, request);
	else if (call->target->refused)
		end(call, OUTBOUND_HELD, 0, "credentials");
	else
		end(call, OUTBOUND_LATER, wait_ms, "paced");
}

struct outbound *outbound_http_new(struct loop *loop,
    struct http_client *http, bool plain_loopback)
{
	struct outbound *outbound = xcalloc(1, sizeof(*outbound));

	outbound->loop = loop;
	outbound->http = http;
	outbound->plain_loopback = plain_loopback;
	return outbound;
}

void outbound_http_free(struct outbound *outbound)
{
	if (!outbound)
		return;
	while (outbound->calls)
		call_free(outbound->calls);
	free(outbound);
}
