/* SPDX-License-Identifier: MIT
 *
 * respond.c: response_url: five uses in thirty minutes, replacing, deleting
 * or adding messages without a token. Read next: acts.c.
 */
#include "tests/workspace/model.h"

#define PER_MINUTE 60.0
#define BURST 5.0

static struct response_url *url_find(struct workspace *ws, const char *secret)
{
	for (size_t i = 0; i < ws->response_urls.count; i++) {
		struct response_url *url = ws->response_urls.items[i];

		if (same(url->secret, secret))
			return url;
	}
	return NULL;
}

char *response_url_make(struct workspace *ws, const char *user,
	const struct channel *channel, const char *ts, bool is_slash)
{
	struct response_url *url = zalloc(sizeof(*url));
	char *text = zalloc(URL_SIZE * 2);

	draw_text(ws, url->secret, 24);
	PUT(url->user, "%s", user);
	PUT(url->channel, "%s", channel->id);
	PUT(url->ts, "%s", ts ? ts : "");
	url->is_slash = is_slash;
	url->expires_ms = ws->now_ms + RESPONSE_URL_MS;
	list_add(&ws->response_urls, url);
	put(text, URL_SIZE * 2, "%s/response/%s/%s/%s", ws->http_base,
		is_slash ? "commands" : "actions", WORKSPACE_TEAM,
		url->secret);
	return text;
}

/* Booleans may come as strings. */
static bool says_yes(const json_t *body, const char *key)
{
	return flag_of(body, key) || same(text_of(body, key), "true");
}

static bool body_is_fine(struct workspace *ws, json_t *body, json_t **content)
{
	json_t *blocks = json_object_get(body, "blocks");
	json_t *errors = json_array();
	bool fine;
	char *text;

	if (json_is_string(blocks))
		blocks = json_loads(json_string_value(blocks), 0, NULL);
	else
		json_incref(blocks);
	if (blocks)
		blockkit_check(blocks, SURFACE_MESSAGE, "/blocks", errors);
	fine = json_array_size(errors) == 0;
	json_decref(errors);
	if (fine) {
		text = text_round_trip(text_of(body, "text"), true);
		*content = json_pack("{s:s,s:o*,s:O*}", "text", text,
			"blocks", blocks ? blocks_round_trip(ws, blocks) :
			NULL, "attachments", json_object_get(body,
			"attachments"));
		free(text);
	}
	json_decref(blocks);
	return fine;
}

static void post(struct workspace *ws, struct response_url *url,
	json_t *body, json_t *content)
{
	struct channel *channel = channel_find(ws, url->channel);
	bool open = same(text_of(body, "response_type"), "in_channel");
	struct message *message;

	json_object_update_new(content, json_pack("{s:s,s:s,s:s}", "subtype",
		"bot_message", "bot_id", WORKSPACE_BOT, "app_id",
		WORKSPACE_APP));
	if (open && *text_of(body, "thread_ts"))
		json_object_set(content, "thread_ts",
			json_object_get(body, "thread_ts"));
	message = message_post(ws, channel, content, open ? NULL : url->user);
	if (!*url->ts)
		PUT(url->ts, "%s", message->ts);
}

static const char *carry_out(struct workspace *ws, struct response_url *url,
	json_t *body)
{
	struct channel *channel = channel_find(ws, url->channel);
	struct message *message;
	json_t *content = NULL;

	if (!channel)
		return "channel_not_found";
	if (channel->is_archived)
		return "channel_is_archived";
	message = *url->ts ? message_find(channel, url->ts) : NULL;
	if (says_yes(body, "delete_original")) {
		if (message && !url->is_slash)
			message_delete(ws, channel, message);
		return NULL;
	}
	if (!json_object_get(body, "blocks") && !*text_of(body, "text") &&
	    !json_object_get(body, "attachments"))
		return "no_text";
	if (!body_is_fine(ws, body, &content))
		return "invalid_blocks";
	if (says_yes(body, "replace_original") && message)
		message_change(ws, channel, message, content, NULL);
	else
		post(ws, url, body, content);
	return NULL;
}

static const struct {
	const char *error;
	int status;
} statuses[] = {
	{ "rate_limited", 429 }, { "invalid_payload", 400 },
	{ "no_text", 400 }, { "invalid_blocks", 400 },
	{ "channel_not_found", 404 }, { "channel_is_archived", 410 },
	{ "Expired url", 404 },
};

static void refuse(struct workspace_response *response, const char *error)
{
	response->http_status = 400;
	for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
		if (same(statuses[i].error, error))
			response->http_status = statuses[i].status;
	response->body = json_pack("{s:b,s:s}", "ok", 0, "error", error);
	if (response->http_status != 429)
		return;
	response->retry_after_s = 1;
	json_object_set_new(response->body, "retry_after", json_integer(1));
}

/* true: the fault is the whole answer. */
static bool fault_answer(struct workspace *ws,
	struct workspace_response *response)
{
	json_t *fault = fault_take(ws, "api", "response_url");

	if (!fault)
		return false;
	response->http_status = (int)fault_int(fault, "status", 500);
	response->retry_after_s = (int)fault_int(fault, "retry_after", -1);
	response->delay_ms = fault_int(fault, "delay_ms", 0);
	response->cut = flag_of(fault, "cut");
	response->body = json_pack("{s:b,s:s}", "ok", 0, "error",
		*text_of(fault, "error") ? text_of(fault, "error") :
		"internal_error");
	return true;
}

void workspace_respond(struct workspace *ws, const char *secret, json_t *body,
	struct workspace_response *response)
{
	struct response_url *url = url_find(ws, secret);
	const char *error = NULL;

	memset(response, 0, sizeof(*response));
	response->http_status = 200;
	response->retry_after_s = -1;
	if (fault_answer(ws, response))
		return;
	if (!url || url->uses >= RESPONSE_URL_USES ||
	    ws->now_ms > url->expires_ms)
		error = "Expired url";
	else if (!json_is_object(body))
		error = "invalid_payload";
	else if (limit_take(ws, secret, PER_MINUTE, BURST) > 0)
		error = "rate_limited";
	else {
		url->uses++;
		error = carry_out(ws, url, body);
	}
	note(ws, "response_url", json_pack("{s:b,s:s*,s:s,s:s,s:O?}", "ok",
		error == NULL, "error", error, "user", url ? url->user : "",
		"channel", url ? url->channel : "", "body", body));
	if (error)
		refuse(response, error);
	else
		response->raw = "ok";
}
