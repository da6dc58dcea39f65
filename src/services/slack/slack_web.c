/* SPDX-License-Identifier: MIT
 *
 * slack_web: see slack_web.h. A call is made, waits for its turn if the pace
 * says so, is sent, is judged, and is answered; local answers go the same
 * way, one tick later, so that no callback runs inside slack_call().
 */
#include "services/slack/slack_web.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "io/http_client.h"
#include "io/loop.h"
#include "services/slack/slack_body.h"
#include "services/slack/slack_element.h"
#include "services/slack/slack_file.h"
#include "services/slack/slack_judge.h"
#include "services/slack/slack_web_parts.h"

#define FULL_WAIT_MS 1000	/* when there is no room for the call */

static int64_t now_ms(const struct slack *slack)
{
	return loop_monotonic_ms(slack->loop);
}

/* --- answers -------------------------------------------------------------*/

void call_free(struct call *call)
{
	*call->back = call->next;
	if (call->next != NULL)
		call->next->back = call->back;
	call->slack->call_count--;
	timer_stop(&call->timer);
	if (call->exchange != NULL)
		http_cancel(call->exchange);
	free(call->body);
	free(call);
}

static void identity_read(struct slack_identity *identity,
    const json_t *body, const char *scopes)
{
	memset(identity, 0, sizeof(*identity));
	(void)text_copy(identity->self.team, ID_SIZE,
	    slack_string_at(body, "team_id"));
	(void)text_copy(identity->self.user, ID_SIZE,
	    slack_string_at(body, "user_id"));
	(void)text_copy(identity->self.bot, ID_SIZE,
	    slack_string_at(body, "bot_id"));
	(void)text_copy(identity->team_name, NAME_SIZE,
	    slack_string_at(body, "team"));
	(void)text_copy(identity->team_url, URL_SIZE,
	    slack_string_at(body, "url"));
	(void)text_copy(identity->scopes, SLACK_SCOPES_SIZE, scopes);
}

/* The one place where a call ends; scopes is "" unless identified. */
static void call_answer(struct call *call, const struct slack_verdict *verdict,
    const char *error, const json_t *body, const char *scopes)
{
	struct slack_answer answer = { verdict->outcome, verdict->retry_ms,
		error, body, "", 0 };
	struct slack_identity identity;
	slack_cb *callback = call->callback;
	slack_identity_cb *identify = call->identify;
	void *arg = call->arg;
	bool ok = verdict->outcome == SLACK_OK;

	call_free(call);
	if (identify == NULL) {
		callback(arg, &answer);
		return;
	}
	if (ok)
		identity_read(&identity, body, scopes);
	identify(arg, &answer, ok ? &identity : NULL);
}

static void answer_locally(void *arg)
{
	struct call *call = arg;
	char error[SLACK_WORD_SIZE];

	(void)text_copy(error, sizeof(error), call->error);
	call_answer(call, &call->verdict, error, NULL, "");
}

void call_end(struct call *call, enum slack_outcome outcome,
    int64_t retry_ms, const char *error)
{
	call->verdict.outcome = outcome;
	call->verdict.retry_ms = retry_ms;
	(void)text_copy(call->error, sizeof(call->error), error);
	timer_start(&call->timer, call->slack->loop, 0, answer_locally, call);
}

/* --- holds ---------------------------------------------------------------*/

static struct hold *token_hold(struct call *call)
{
	return &call->slack->tokens_held[call->method->token];
}

static struct hold *method_hold(struct call *call)
{
	return &call->slack->methods_held[slack_method_index(call->method)];
}

static void hold_begin(struct call *call, struct hold *hold, const char *word)
{
	if (strcmp(hold->word, word) != 0)
		log_error("slack_held", "method=%s error=%s", call->name,
		    word);
	(void)text_copy(hold->word, sizeof(hold->word), word);
	hold->probe_ms = now_ms(call->slack) + call->slack->probe_ms;
}

static void hold_end(struct call *call, struct hold *hold)
{
	if (hold->word[0] != '\0')
		log_info("slack_works_again", "method=%s was=%s", call->name,
		    hold->word);
	hold->word[0] = '\0';
}

/* True if the call must not be sent. Now and then one is, as a probe. */
static bool hold_stops(struct call *call, struct hold *hold)
{
	int64_t now = now_ms(call->slack);

	if (hold->word[0] == '\0')
		return false;
	if (now < hold->probe_ms)
		return true;
	hold->probe_ms = now + call->slack->probe_ms;
	return false;
}

/* --- what came back ------------------------------------------------------*/

/* What the answer means for the calls to come. One that is about the call
 * itself shows that the token works. */
static void settle(struct call *call, const struct slack_verdict *verdict,
    const char *word)
{
	struct slack *slack = call->slack;

	if (verdict->outcome == SLACK_HELD)
		hold_begin(call, verdict->reach == SLACK_REACH_TOKEN ?
		    token_hold(call) : method_hold(call), word);
	if (verdict->outcome == SLACK_LATER)
		slack_pace_hold(&slack->pace, call->method, call->channel,
		    now_ms(slack), verdict->retry_ms);
	if (verdict->outcome != SLACK_OK && verdict->outcome != SLACK_REFUSED)
		return;
	hold_end(call, token_hold(call));
	hold_end(call, method_hold(call));
}

/* Slack's own explanation of what it refused, for whoever must mend it. */
static void log_judged(const struct call *call,
    const struct slack_judged *judged)
{
	const json_t *messages = json_object_get(
	    json_object_get(judged->body, "response_metadata"), "messages");
	const char *detail = json_string_value(json_array_get(messages, 0));
	char quoted[LOG_QUOTE_SIZE];

	if (judged->verdict.outcome == SLACK_OK)
		log_debug("slack_call", "method=%s", call->name);
	else
		log_info("slack_call", "method=%s error=%s detail=%s",
		    call->name, judged->word, log_quote(quoted,
		    sizeof(quoted), detail != NULL ? detail : ""));
}

static void on_http(void *arg, const struct http_response *http)
{
	struct call *call = arg;
	const char *scopes = http->outcome == HTTP_OK_ANSWER ?
	    http_response_header(http, "X-OAuth-Scopes") : NULL;
	struct slack_judged judged;

	call->exchange = NULL;
	if (call->is_download)
		slack_file_judge(call->method, http, &judged);
	else
		slack_judge_response(call->method, http, &judged);
	log_judged(call, &judged);
	settle(call, &judged.verdict, judged.word);
	if (call->is_download) {
		slack_file_answer(call, &judged, http);
		return;
	}
	call_answer(call, &judged.verdict, judged.word, judged.body,
	    scopes != NULL ? scopes : "");
	json_decref(judged.body);
}

/* --- how a call begins ---------------------------------------------------*/

static void call_send(void *arg)
{
	struct call *call = arg;
	const struct slack *slack = call->slack;
	const struct http_header type = { "Content-Type", call->is_upload ?
		"application/octet-stream" : call->json ?
		"application/json; charset=utf-8" :
		"application/x-www-form-urlencoded" };
	struct http_request request = {
		.method = call->is_download ? "GET" : "POST",
		.url = call->url,
		.headers = &type,
		.header_count = call->is_download ? 0 : 1,
		.body = call->body,
		.body_length = call->length,
		.deadline_ms = slack->timeout_ms,
		.body_limit_bytes = call->is_download ? SLACK_FILE_MAX :
			SLACK_ANSWER_MAX,
	};

	if (call->method->token != SLACK_TOKEN_NONE)
		request.bearer = &slack->tokens[call->method->token];
	call->exchange = http_send(slack->http, &request, on_http, call);
	if (call->exchange == NULL)
		call_end(call, SLACK_LATER, FULL_WAIT_MS, "queue_full");
}

struct call *call_new(struct slack *slack, const char *name,
    const struct slack_method *method)
{
	struct call *call = xcalloc(1, sizeof(*call));

	call->slack = slack;
	call->method = method;
	call->next = slack->calls;
	call->back = &slack->calls;
	if (call->next != NULL)
		call->next->back = &call->next;
	slack->calls = call;
	slack->call_count++;
	(void)text_copy(call->name, sizeof(call->name), name);
	return call;
}

/* The word of what stops it for now, or NULL. */
static const char *held_by(struct call *call)
{
	enum slack_token token = call->method->token;

	if (token == SLACK_TOKEN_NONE)
		return NULL;
	if (!secret_is_set(&call->slack->tokens[token]))
		return "no_token";
	if (hold_stops(call, token_hold(call)))
		return token_hold(call)->word;
	if (hold_stops(call, method_hold(call)))
		return method_hold(call)->word;
	return NULL;
}

/* A page is a direct message; somebody waits for it. */
static bool is_urgent(const struct call *call)
{
	return call->method->urgent || call->channel[0] == 'D' ||
	    call->channel[0] == 'U';
}

/* Sends now, or in its turn, or says how long that would be. */
static void call_pace(struct call *call)
{
	struct slack *slack = call->slack;
	int64_t now = now_ms(slack);
	int64_t wait = slack_pace_wait(&slack->pace, call->method,
	    call->channel, is_urgent(call), now);

	if (wait > SLACK_QUEUE_WAIT_MS) {
		call_end(call, SLACK_LATER, wait, "paced");
		return;
	}
	slack_pace_take(&slack->pace, call->method, call->channel, now + wait);
	if (wait == 0)
		call_send(call);
	else
		timer_start(&call->timer, slack->loop, wait, call_send, call);
}

void call_start(struct call *call)
{
	const char *held = held_by(call);

	if (call->slack->call_count > SLACK_CALLS_MAX)
		call_end(call, SLACK_LATER, FULL_WAIT_MS, "queue_full");
	else if (held != NULL)
		call_end(call, SLACK_HELD, 0, held);
	else
		call_pace(call);
}

static void call_begin(struct call *call, const json_t *args)
{
	call->json = call->method->json;
	call->body = slack_body_encode(args, call->json, &call->length);
	if (call->body == NULL)
		call_end(call, SLACK_REFUSED, 0, "body_too_large");
	else
		call_start(call);
}

static struct call *call_method(struct slack *slack, const char *name,
    const json_t *args)
{
	struct call *call = call_new(slack, name, slack_method_find(name));
	json_t *sent = slack_body_identified(args);

	if (call->method->tier == SLACK_TIER_POST)
		(void)text_copy(call->channel, sizeof(call->channel),
		    slack_string_at(args, "channel"));
	(void)snprintf(call->url, sizeof(call->url), "%s%s", slack->api_url,
	    name);
	call_begin(call, sent);
	json_decref(sent);
	return call;
}

void slack_call(struct slack *slack, const char *name, const json_t *args,
    slack_cb *callback, void *arg)
{
	struct call *call = call_method(slack, name, args);

	call->callback = callback;
	call->arg = arg;
}

void slack_web_identify(struct slack *slack, slack_identity_cb *callback,
    void *arg)
{
	struct call *call = call_method(slack, "auth.test", NULL);

	call->identify = callback;
	call->arg = arg;
}

void slack_respond(struct slack *slack, const char *response_url,
    const json_t *message, slack_cb *callback, void *arg)
{
	struct call *call = call_new(slack, SLACK_RESPOND,
	    slack_method_find(SLACK_RESPOND));

	call->callback = callback;
	call->arg = arg;
	if (slack_trusts_response(&slack->trust, response_url) &&
	    text_copy(call->url, sizeof(call->url), response_url))
		call_begin(call, message);
	else
		call_end(call, SLACK_REFUSED, 0, "foreign_url");
}

/* --- life ----------------------------------------------------------------*/

struct slack *slack_web_new(struct loop *loop, struct http_client *http,
    const struct slack_options *options, const char **reason)
{
	struct slack *slack = xcalloc(1, sizeof(*slack));
	const char *api_url = options->api_url != NULL ? options->api_url :
	    SLACK_API_URL;

	slack->loop = loop;
	slack->http = http;
	slack->tokens[SLACK_TOKEN_BOT] = options->bot_token;
	slack->tokens[SLACK_TOKEN_APP] = options->app_token;
	slack->timeout_ms = options->timeout_ms > 0 ? options->timeout_ms :
	    SLACK_CALL_TIMEOUT_MS;
	slack->probe_ms = options->probe_ms > 0 ? options->probe_ms :
	    SLACK_PROBE_MS;
	slack_pace_init(&slack->pace);
	*reason = "must end in / and be short";
	if (slack_trust_set(&slack->trust, api_url, reason) &&
	    api_url[strlen(api_url) - 1] == '/' &&
	    text_copy(slack->api_url, API_URL_SIZE, api_url))
		return slack;
	slack_web_free(slack);
	return NULL;
}

bool slack_web_trusts_socket(const struct slack *slack, const char *url)
{
	return slack_trusts_socket(&slack->trust, url);
}

void slack_web_free(struct slack *slack)
{
	int i;

	if (slack == NULL)
		return;
	while (slack->calls != NULL)
		call_free(slack->calls);
	for (i = 0; i < SLACK_TOKEN_NONE; i++)
		secret_clear(&slack->tokens[i]);
	free(slack);
}

void slack_web_forget(struct slack *slack, const void *arg)
{
	struct call *call = slack->calls, *next;

	for (; call != NULL; call = next) {
		next = call->next;
		if (call->arg == arg)
			call_free(call);
	}
}

const char *slack_web_held(const struct slack *slack)
{
	const struct hold *bot = &slack->tokens_held[SLACK_TOKEN_BOT];
	const struct hold *app = &slack->tokens_held[SLACK_TOKEN_APP];

	return bot->word[0] != '\0' ? bot->word : app->word;
}
