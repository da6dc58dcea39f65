/* SPDX-License-Identifier: MIT
 *
 * api_chat.c: chat.*: posting, ephemerals, updates, deletion, permalinks,
 * with the rules for text, blocks, metadata and who may post where. Read
 * next: api_conversations.c.
 */
#include "tests/workspace/api.h"

#include <ctype.h>

#define TEXT_MAX 40000
#define UPDATE_TEXT_MAX 4000
#define MARKDOWN_TEXT_MAX 12000
#define BLOCKS_TEXT_MAX 13200
#define ATTACHMENTS_MAX 100
#define METADATA_BYTES_MAX 16384

static size_t text_in(const json_t *at)
{
	const char *key;
	json_t *child;
	size_t i, sum = 0;

	if (json_is_object(at) && json_is_string(json_object_get(at, "text")))
		sum += code_points(text_of(at, "text"));
	json_object_foreach((json_t *)(uintptr_t)at, key, child)
		if (json_is_object(child) || json_is_array(child))
			sum += text_in(child);
	json_array_foreach((json_t *)(uintptr_t)at, i, child)
		sum += text_in(child);
	return sum;
}

/* The blocks argument, checked and in the form Slack keeps; NULL = none. */
const char *blocks_arg(struct call *call, json_t **blocks)
{
	bool bad;
	json_t *given = arg_json(call, "blocks", &bad), *errors, *one;
	size_t i;

	*blocks = NULL;
	if (bad || (given && !json_is_array(given))) {
		json_decref(given);
		return "invalid_blocks_format";
	}
	if (!given)
		return NULL;
	errors = json_array();
	blockkit_check(given, SURFACE_MESSAGE, "/blocks", errors);
	json_array_foreach(errors, i, one)
		call_say(call, "[ERROR] %s", json_string_value(one));
	if (json_array_size(errors) > 0) {
		json_object_set_new(call->answer, "errors", errors);
		json_decref(given);
		return "invalid_blocks";
	}
	json_decref(errors);
	if (text_in(given) > BLOCKS_TEXT_MAX) {
		json_decref(given);
		return "msg_blocks_too_long";
	}
	*blocks = blocks_round_trip(call->ws, given);
	json_decref(given);
	return NULL;
}

static bool is_snake_word(const char *word, bool digits_first)
{
	if (!*word || (!digits_first && !islower((unsigned char)*word)))
		return false;
	for (; *word; word++)
		if (!islower((unsigned char)*word) &&
		    !isdigit((unsigned char)*word) && *word != '_')
			return false;
	return true;
}

static bool payload_is_fine(const json_t *payload)
{
	const char *key;
	json_t *value, *item;
	size_t i;

	json_object_foreach((json_t *)(uintptr_t)payload, key, value) {
		if (!is_snake_word(key, false) || json_is_null(value))
			return false;
		json_array_foreach(value, i, item)
			if (json_is_array(item) || json_is_object(item))
				return false;
	}
	return true;
}

static const char *metadata_arg(struct call *call, json_t **metadata)
{
	bool bad;
	json_t *payload;
	char *bytes;
	const char *error = NULL;

	*metadata = arg_json(call, "metadata", &bad);
	if (bad)
		return "invalid_metadata_format";
	if (!*metadata)
		return NULL;
	payload = json_object_get(*metadata, "event_payload");
	bytes = json_dumps(*metadata, JSON_COMPACT);
	if (json_is_object(*metadata) && json_object_size(*metadata) == 0)
		error = NULL;   /* {} removes it, see chat.update */
	else if (!json_is_string(json_object_get(*metadata, "event_type")) ||
		 !json_is_object(payload))
		error = "invalid_metadata_format";
	else if (!is_snake_word(text_of(*metadata, "event_type"), false) ||
		 !payload_is_fine(payload))
		error = "invalid_metadata_schema";
	else if (bytes && strlen(bytes) > METADATA_BYTES_MAX)
		error = "metadata_too_large";
	free(bytes);
	if (!error)
		return NULL;
	json_decref(*metadata);
	*metadata = NULL;
	return error;
}

/* Where to post: an id, a person's id (opens the DM) or a channel's name. */
static struct channel *post_target(struct call *call, const char **error)
{
	const char *given = arg(call, "channel");
	struct channel *channel = channel_find(call->ws, given);
	struct user *person = user_find(call->ws, given);

	*error = NULL;
	if (!channel && person && !person->is_bot && !person->deleted)
		channel = channel_im(call->ws, given);
	if (!channel)
		channel = channel_find_named(call->ws,
			*given == '#' ? given + 1 : given);
	if (!channel || !channel_visible(channel, call->user))
		*error = "channel_not_found";
	else if (channel->is_archived)
		*error = "is_archived";
	else if (!channel_has(channel, call->user) &&
		 !array_has(call->ws->scopes, "chat:write.public"))
		*error = "not_in_channel";
	return *error ? NULL : channel;
}

/* The content of a message: text, blocks, attachments, metadata. */
static const char *content(struct call *call, json_t **body, size_t text_max)
{
	const char *given = arg(call, "text"), *error;
	const char *markdown = arg(call, "markdown_text");
	json_t *blocks, *attachments;
	char *cut, *text;
	bool bad;

	if (*markdown && (*given || arg_given(call, "blocks")))
		return "markdown_text_conflict";
	if (code_points(markdown) > MARKDOWN_TEXT_MAX)
		return "msg_too_long";
	error = blocks_arg(call, &blocks);
	if (error)
		return error;
	attachments = arg_json(call, "attachments", &bad);
	if (bad || (attachments && !json_is_array(attachments)))
		error = "invalid_attachments";
	else if (json_array_size(attachments) > ATTACHMENTS_MAX)
		error = "too_many_attachments";
	else if (!*given && !*markdown && !json_array_size(attachments) &&
		 !json_array_size(blocks))
		error = "no_text";
	else if (code_points(given) > text_max && text_max < TEXT_MAX)
		error = "msg_too_long";
	if (error) {
		json_decref(blocks);
		json_decref(attachments);
		return error;
	}
	if (code_points(given) > TEXT_MAX)
		json_array_append_new(call->warnings,
			json_string("message_truncated"));
	if (blocks && !*given)
		json_array_append_new(call->warnings,
			json_string("missing_text_in_message"));
	cut = text_cut(*markdown ? markdown : given, TEXT_MAX);
	text = text_round_trip(cut, true);
	*body = json_pack("{s:s,s:o*,s:o*}", "text", text, "blocks",
		json_array_size(blocks) > 0 ? json_incref(blocks) : NULL,
		"attachments", attachments);
	json_decref(blocks);
	free(cut);
	free(text);
	return NULL;
}

static void sign(json_t *body)
{
	json_object_update_new(body, json_pack("{s:s,s:s,s:s,s:s,s:o}",
		"user", WORKSPACE_BOT_USER, "bot_id", WORKSPACE_BOT, "app_id",
		WORKSPACE_APP, "team", WORKSPACE_TEAM, "bot_profile",
		bot_profile()));
}

static const char *thread_arg(struct call *call, struct channel *channel,
	json_t *body)
{
	const char *ts = arg(call, "thread_ts");
	struct message *parent;

	if (!*ts)
		return NULL;
	parent = message_find(channel, ts);
	if (!ts_is_valid(ts) || !parent || *parent->only_for ||
	    (*text_of(parent->body, "thread_ts") &&
		!same(text_of(parent->body, "thread_ts"), ts)))
		return "cannot_reply_to_message";
	json_object_set_new(body, "thread_ts", json_string(ts));
	if (!arg_bool(call, "reply_broadcast", false))
		return NULL;
	json_object_set_new(body, "subtype", json_string("thread_broadcast"));
	json_object_set_new(body, "root", message_json(parent, false));
	return NULL;
}

static struct message *duplicate(struct call *call, struct channel *channel)
{
	const char *id = arg(call, "client_msg_id");

	if (!call->ws->honour_client_msg_id || !*id)
		return NULL;
	for (size_t i = channel->messages.count; i-- > 0;) {
		struct message *message = channel->messages.items[i];

		if (same(text_of(message->body, "client_msg_id"), id))
			return message;
	}
	return NULL;
}

static void answer_message(struct call *call, const struct channel *channel,
	const struct message *message)
{
	json_object_update_new(call->answer, json_pack("{s:s,s:s,s:o}",
		"channel", channel->id, "ts", message->ts, "message",
		message_json(message, true)));
}

const char *api_chat_post(struct call *call)
{
	const char *error;
	struct channel *channel = post_target(call, &error);
	struct message *message = channel ? duplicate(call, channel) : NULL;
	json_t *body, *metadata;

	if (!channel)
		return error;
	if (message) {
		json_object_set_new(call->answer, "is_duplicate", json_true());
		answer_message(call, channel, message);
		return NULL;
	}
	error = metadata_arg(call, &metadata);
	if (error)
		return error;
	error = content(call, &body, TEXT_MAX);
	if (error) {
		json_decref(metadata);
		return error;
	}
	sign(body);
	if (json_object_size(metadata) > 0)
		json_object_set(body, "metadata", metadata);
	json_decref(metadata);
	if (call->ws->honour_client_msg_id && *arg(call, "client_msg_id"))
		json_object_set_new(body, "client_msg_id",
			json_string(arg(call, "client_msg_id")));
	error = thread_arg(call, channel, body);
	if (error) {
		json_decref(body);
		return error;
	}
	message = message_post(call->ws, channel, body, NULL);
	answer_message(call, channel, message);
	return NULL;
}

const char *api_chat_ephemeral(struct call *call)
{
	const char *error, *user = arg(call, "user");
	struct channel *channel = post_target(call, &error);
	struct message *message;
	json_t *body;

	if (!channel)
		return error;
	if (!channel_has(channel, user))
		return "user_not_in_channel";
	error = content(call, &body, UPDATE_TEXT_MAX * 10);
	if (error)
		return error;
	sign(body);
	error = thread_arg(call, channel, body);
	if (error) {
		json_decref(body);
		return error;
	}
	message = message_post(call->ws, channel, body, user);
	json_object_set_new(call->answer, "message_ts",
		json_string(message->ts));
	return NULL;
}

/* A message of the app's own, in a channel given by id. */
static struct message *own_message(struct call *call,
	struct channel **channel, const char *refusal, const char **error)
{
	struct message *message;

	*channel = arg_channel(call, "channel", error);
	if (!*channel)
		return NULL;
	message = message_find(*channel, arg(call, "ts"));
	*error = "message_not_found";
	if (!message || *message->only_for)
		return NULL;
	*error = refusal;
	if (!same(text_of(message->body, "bot_id"), WORKSPACE_BOT) ||
	    same(text_of(message->body, "subtype"), "tombstone"))
		return NULL;
	*error = NULL;
	return message;
}

static const char *update_metadata(struct call *call, struct message *message)
{
	json_t *metadata;
	const char *error = metadata_arg(call, &metadata);

	if (error || !metadata)
		return error;
	json_decref(message->metadata);
	message->metadata = json_object_size(metadata) > 0 ?
		json_incref(metadata) : NULL;
	json_decref(metadata);
	return NULL;
}

const char *api_chat_update(struct call *call)
{
	struct channel *channel;
	const char *error;
	struct message *message = own_message(call, &channel,
		"cant_update_message", &error);
	json_t *body;

	if (!message)
		return error;
	if (channel->is_archived)
		return "is_inactive";
	error = content(call, &body, UPDATE_TEXT_MAX);
	if (error)
		return error;
	error = update_metadata(call, message);
	if (error) {
		json_decref(body);
		return error;
	}
	if (!arg_given(call, "text") && !arg_given(call, "markdown_text"))
		json_object_set(body, "text",
			json_object_get(message->body, "text"));
	message_change(call->ws, channel, message, body, call->user);
	answer_message(call, channel, message);
	json_object_set(call->answer, "text",
		json_object_get(message->body, "text"));
	return NULL;
}

const char *api_chat_delete(struct call *call)
{
	struct channel *channel;
	const char *error;
	struct message *message = own_message(call, &channel,
		"cant_delete_message", &error);

	if (!message)
		return error;
	json_object_update_new(call->answer, json_pack("{s:s,s:s}",
		"channel", channel->id, "ts", message->ts));
	message_delete(call->ws, channel, message);
	return NULL;
}

const char *api_chat_permalink(struct call *call)
{
	const char *error, *parent, *ts = arg(call, "message_ts");
	struct channel *channel = arg_channel(call, "channel", &error);
	struct message *message;
	char link[URL_SIZE * 2];
	size_t digits;

	if (!channel)
		return error;
	message = message_find(channel, ts);
	if (!message || *message->only_for)
		return "message_not_found";
	digits = strcspn(ts, ".");
	parent = text_of(message->body, "thread_ts");
	PUT(link, "https://acme.slack.com/archives/%s/p%.*s%s", channel->id,
		(int)digits, ts, ts[digits] ? ts + digits + 1 : "");
	if (*parent && !same(parent, ts))
		put(link + strlen(link), sizeof(link) - strlen(link),
			"?thread_ts=%s&cid=%s", parent, channel->id);
	json_object_update_new(call->answer, json_pack("{s:s,s:s}",
		"channel", channel->id, "permalink", link));
	return NULL;
}
