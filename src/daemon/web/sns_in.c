/* SPDX-License-Identifier: MIT
 *
 * sns_in: see sns_in.h. One struct message per request, until it is answered.
 */
#include "daemon/web/sns_in.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/web/web.h"
#include "services/clock.h"
#include "services/config/config.h"
#include "services/outside/outbound.h"
#include "services/slack/slack_element.h"
#include "services/outside/sns.h"

#define MESSAGE_MEMORY_MAX (2u << 20)
#define KEPT_MAX 4		/* certificates; a region has one at a time */
#define KEPT_MS (INT64_C(24) * 60 * 60 * 1000)
#define MESSAGES_MAX 32		/* that wait for Amazon at once */

struct kept {
	char *path;
	char *pem;
	size_t length;
	int64_t until_ms;
};

struct sns_in {
	struct outbound *outbound;
	struct clock *clock;
	sns_in_cb *callback;
	void *arg;
	struct kept kept[KEPT_MAX];
	size_t next;
	struct message *first;
	int count;
};

struct message {
	struct sns_in *sns;
	struct message *next;
	struct arena *arena;
	struct http_exchange *exchange;
	const char *source;
	const char *base;	/* of Amazon's SNS */
	const char *path;	/* of the certificate */
	const char *body;
	size_t length;
	json_t *json;
};

static void message_free(struct message *message)
{
	struct message **place = &message->sns->first;

	while (*place != message)
		place = &(*place)->next;
	*place = message->next;
	message->sns->count--;
	json_decref(message->json);
	arena_free(message->arena);
	free(message);
}

static void answer(struct message *message, int status, const char *text)
{
	if (status != 200)
		log_warn("alert_refused", "source=%s reason=\"sns: %.*s\"",
		    message->source, (int)strcspn(text, "\n"), text);
	web_answer(message->exchange, status, text);
	message_free(message);
}

static void on_confirmed(void *arg, const struct outbound_answer *done)
{
	struct message *message = arg;

	if (done->outcome != OUTBOUND_OK) {
		answer(message, 503, "not confirmed; send it again\n");
		return;
	}
	log_info("sns_subscribed", "source=%s", message->source);
	answer(message, 200, "Confirmed.\n");
}

static void get(struct message *message, const char *path,
    outbound_cb *callback)
{
	struct outbound_request request = { .target = "sns", .method = "GET",
		.base = message->base, .path = path };

	outbound_send(message->sns->outbound, &request, callback, message);
}

/* It is signed. Only its own SNS is asked, whatever it says. */
static void accept(struct message *message, const char *host)
{
	const char *type = slack_string_at(message->json, "Type");
	const char *path;

	if (strcmp(type, "Notification") == 0) {
		message->sns->callback(message->sns->arg, message->source,
		    message->body, message->length, message->exchange);
		message_free(message);
		return;
	}
	path = sns_path(slack_string_at(message->json, "SubscribeURL"), host);
	/* From then on no alarm comes; somebody has to hear of it. */
	if (strcmp(type, "UnsubscribeConfirmation") == 0)
		log_error("sns_unsubscribed", "source=%s", message->source);
	if (strcmp(type, "SubscriptionConfirmation") != 0)
		answer(message, 200, "Noted.\n");
	else if (!*path)
		answer(message, 403, "the address to confirm at is not SNS\n");
	else
		get(message, path, on_confirmed);
}

static struct kept *find_kept(struct sns_in *sns, const char *path)
{
	for (size_t i = 0; i < KEPT_MAX; i++) {
		struct kept *kept = &sns->kept[i];

		if (kept->path && strcmp(kept->path, path) == 0 &&
		    kept->until_ms > clock_uptime_ms(sns->clock))
			return kept;
	}
	return NULL;
}

static void keep(struct sns_in *sns, const char *path, const char *pem,
    size_t length)
{
	struct kept *kept = &sns->kept[sns->next];

	sns->next = (sns->next + 1) % KEPT_MAX;
	free(kept->path);
	free(kept->pem);
	kept->path = xstrdup(path);
	kept->pem = xstrdup(pem);
	kept->length = length;
	kept->until_ms = clock_uptime_ms(sns->clock) + KEPT_MS;
}

/* What has proved good is kept. */
static void judge(struct message *message, const char *pem, size_t length)
{
	struct sns_in *sns = message->sns;
	const char *host = sns_host(message->arena,
	    slack_string_at(message->json, "TopicArn"));

	if (!sns_is_signed(message->arena, message->json, pem, length,
	    clock_now_ms(sns->clock))) {
		answer(message, 403, "the signature is not good\n");
		return;
	}
	if (!find_kept(sns, message->path))
		keep(sns, message->path, pem, length);
	accept(message, host);
}

static void on_certificate(void *arg, const struct outbound_answer *got)
{
	struct message *message = arg;

	if (got->outcome == OUTBOUND_REFUSED) {
		answer(message, 403, "there is no such certificate\n");
	} else if (got->outcome != OUTBOUND_OK) {
		answer(message, 503, "no certificate now; send it again\n");
	} else {
		judge(message, got->body, got->body_length);
	}
}

static struct message *message_new(struct sns_in *sns,
    const struct alert_source *source,
    const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct message *message = xcalloc(1, sizeof(*message));

	message->sns = sns;
	message->next = sns->first;
	sns->first = message;
	sns->count++;
	message->arena = arena_new(MESSAGE_MEMORY_MAX);
	message->exchange = exchange;
	message->source = arena_strdup(message->arena, source->name);
	message->body = arena_strndup(message->arena, request->body,
	    request->body_length);
	message->length = request->body_length;
	message->json = json_loadb(request->body, request->body_length,
	    JSON_REJECT_DUPLICATES, NULL);
	return message;
}

void sns_in_take(struct sns_in *sns, const struct alert_source *source,
    const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct message *message = message_new(sns, source, request, exchange);
	const char *host = sns_host(message->arena, source->topic);
	const struct kept *kept;

	message->base = *source->sns_url ? arena_strdup(message->arena,
	    source->sns_url) : arena_printf(message->arena, "https://%s",
	    host);
	message->path = arena_strdup(message->arena,
	    sns_certificate_path(message->json, host));
	kept = find_kept(sns, message->path);
	if (sns->count > MESSAGES_MAX)
		answer(message, 503, "too many at once; send it again\n");
	else if (strcmp(slack_string_at(message->json, "TopicArn"),
	    source->topic) != 0)
		answer(message, 403, "another topic\n");
	else if (!*message->path)
		answer(message, 403, "the certificate is not at SNS\n");
	else if (kept)
		judge(message, kept->pem, kept->length);
	else
		get(message, message->path, on_certificate);
}

struct sns_in *sns_in_new(struct outbound *outbound, struct clock *clock,
    sns_in_cb *callback, void *arg)
{
	struct sns_in *sns = xcalloc(1, sizeof(*sns));

	sns->outbound = outbound;
	sns->clock = clock;
	sns->callback = callback;
	sns->arg = arg;
	return sns;
}

void sns_in_free(struct sns_in *sns)
{
	if (!sns)
		return;
	for (struct message *message = sns->first, *next; message;
	    message = next) {
		next = message->next;
		json_decref(message->json);
		arena_free(message->arena);
		free(message);
	}
	for (size_t i = 0; i < KEPT_MAX; i++) {
		free(sns->kept[i].path);
		free(sns->kept[i].pem);
	}
	free(sns);
}
