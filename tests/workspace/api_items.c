/* SPDX-License-Identifier: MIT
 *
 * api_items.c: what hangs on channels and messages: pins, bookmarks,
 * reactions. Read next: api_people.c.
 */
#include "tests/workspace/api.h"

#define PINS_MAX 100
#define BOOKMARKS_MAX 100
#define REACTIONS_MAX 23
#define TITLE_MAX 256
#define LINK_MAX 2048

static struct message *arg_message(struct call *call,
	struct channel **channel, const char **error)
{
	const char *ts = arg(call, "timestamp");
	struct message *message;

	*channel = arg_channel(call, "channel", error);
	if (!*channel)
		return NULL;
	*error = "no_item_specified";
	if (!*ts)
		return NULL;
	*error = "bad_timestamp";
	if (!ts_is_valid(ts))
		return NULL;
	message = message_find(*channel, ts);
	*error = message && !*message->only_for ? NULL : "message_not_found";
	return *error ? NULL : message;
}

const char *api_pins_add(struct call *call)
{
	struct channel *channel;
	const char *error;
	struct message *message = arg_message(call, &channel, &error);
	const char *subtype = message ? text_of(message->body, "subtype") :
		"";

	if (!message)
		return error;
	if (!channel_has(channel, call->user))
		return "not_in_channel";
	if (strncmp(subtype, "channel_", 8) == 0 ||
	    strncmp(subtype, "group_", 6) == 0)
		return "not_pinnable";
	if (array_has(channel->pins, message->ts))
		return "already_pinned";
	if (json_array_size(channel->pins) >= PINS_MAX)
		return "too_many_pins";
	message_pin(call->ws, channel, message, call->user);
	return NULL;
}

const char *api_pins_remove(struct call *call)
{
	struct channel *channel;
	const char *error;
	struct message *message = arg_message(call, &channel, &error);

	if (!message)
		return error;
	if (!array_has(channel->pins, message->ts))
		return "no_pin";
	message_unpin(call->ws, channel, message, call->user);
	return NULL;
}

const char *api_pins_list(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);
	json_t *items, *ts;
	size_t i;

	if (!channel)
		return error;
	items = json_array();
	json_array_foreach(channel->pins, i, ts) {
		struct message *message = message_find(channel,
			json_string_value(ts));
		json_t *info = message ? json_object_get(message->body,
			"pinned_info") : NULL;

		if (message)
			json_array_append_new(items, json_pack(
				"{s:s,s:s,s:O,s:s,s:o}", "type", "message",
				"channel", channel->id, "created",
				json_object_get(info, "pinned_ts"),
				"created_by", text_of(info, "pinned_by"),
				"message", message_json(message, false)));
	}
	json_object_set_new(call->answer, "items", items);
	return NULL;
}

static bool link_is_fine(const char *link)
{
	return (strncmp(link, "http://", 7) == 0 ||
		strncmp(link, "https://", 8) == 0) &&
		strlen(link) <= LINK_MAX && !strchr(link, ' ');
}

static bool emoji_is_fine(const char *emoji)
{
	size_t length = strlen(emoji);

	return length == 0 || (length > 2 && emoji[0] == ':' &&
		emoji[length - 1] == ':' && emoji_is_known(emoji + 1));
}

static struct channel *bookmark_channel(struct call *call,
	const char **error)
{
	struct channel *channel = arg_channel(call, "channel_id", error);

	if (channel && !channel_has(channel, call->user)) {
		*error = "channel_not_found";
		return NULL;
	}
	return channel;
}

const char *api_bookmarks_add(struct call *call)
{
	const char *error, *link = arg(call, "link");
	struct channel *channel = bookmark_channel(call, &error);
	char id[ID_SIZE];
	json_t *one;

	if (!channel)
		return error;
	if (!same(arg(call, "type"), "link"))
		return "invalid_bookmark_type";
	if (code_points(arg(call, "title")) > TITLE_MAX)
		return "invalid_arguments";
	if (!link_is_fine(link))
		return "invalid_link";
	if (!emoji_is_fine(arg(call, "emoji")))
		return "invalid_emoji";
	if (channel->is_archived)
		return "permission_denied";
	if (json_array_size(channel->bookmarks) >= BOOKMARKS_MAX)
		return "too_many_bookmarks";
	make_id(call->ws, "Bk", id);
	one = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:n,s:I,s:I}", "id", id,
		"channel_id", channel->id, "title", arg(call, "title"),
		"link", link, "emoji", arg(call, "emoji"), "icon_url", "",
		"type", "link", "entity_id", "date_created",
		(json_int_t)now_s(call->ws), "date_updated", (json_int_t)0);
	json_object_update_new(one, json_pack("{s:s,s:s,s:s,s:n,s:s}", "rank",
		"u", "last_updated_by_user_id", call->user,
		"last_updated_by_team_id", WORKSPACE_TEAM, "shortcut_id",
		"app_id", WORKSPACE_APP));
	json_array_append_new(channel->bookmarks, one);
	json_object_set_new(call->answer, "bookmark", json_deep_copy(one));
	return NULL;
}

static json_t *bookmark_find(struct call *call, struct channel *channel,
	size_t *at)
{
	json_t *one;
	size_t i;

	json_array_foreach(channel->bookmarks, i, one) {
		*at = i;
		if (same(text_of(one, "id"), arg(call, "bookmark_id")))
			return one;
	}
	return NULL;
}

const char *api_bookmarks_edit(struct call *call)
{
	static const char *const fields[] = { "title", "link", "emoji" };
	const char *error;
	struct channel *channel = bookmark_channel(call, &error);
	size_t at = 0;
	json_t *one = channel ? bookmark_find(call, channel, &at) : NULL;

	if (!one)
		return channel ? "not_found" : error;
	if (arg_given(call, "link") && !link_is_fine(arg(call, "link")))
		return "invalid_link";
	if (!emoji_is_fine(arg(call, "emoji")))
		return "invalid_emoji";
	if (code_points(arg(call, "title")) > TITLE_MAX)
		return "invalid_arguments";
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (arg_given(call, fields[i]))
			json_object_set_new(one, fields[i],
				json_string(arg(call, fields[i])));
	json_object_set_new(one, "date_updated",
		json_integer(now_s(call->ws)));
	json_object_set_new(call->answer, "bookmark", json_deep_copy(one));
	return NULL;
}

const char *api_bookmarks_list(struct call *call)
{
	const char *error;
	struct channel *channel = bookmark_channel(call, &error);

	if (!channel)
		return error;
	json_object_set_new(call->answer, "bookmarks",
		json_deep_copy(channel->bookmarks));
	return NULL;
}

const char *api_bookmarks_remove(struct call *call)
{
	const char *error;
	struct channel *channel = bookmark_channel(call, &error);
	size_t at = 0;

	if (!channel)
		return error;
	if (!bookmark_find(call, channel, &at))
		return "not_found";
	(void)json_array_remove(channel->bookmarks, at);
	return NULL;
}

const char *api_reactions_add(struct call *call)
{
	struct channel *channel;
	const char *error, *name = arg(call, "name");
	struct message *message = arg_message(call, &channel, &error);

	if (!message)
		return error;
	if (channel->is_archived)
		return "is_archived";
	if (!emoji_is_known(name))
		return "invalid_name";
	if (json_array_size(json_object_get(message->body, "reactions")) >=
	    REACTIONS_MAX)
		return "too_many_emoji";
	return message_react(call->ws, channel, message, call->user, name) ?
		NULL : "already_reacted";
}

const char *api_reactions_remove(struct call *call)
{
	struct channel *channel;
	const char *error, *name = arg(call, "name");
	struct message *message = arg_message(call, &channel, &error);

	if (!message)
		return error;
	if (!emoji_is_known(name))
		return "invalid_name";
	return message_unreact(call->ws, channel, message, call->user, name) ?
		NULL : "no_reaction";
}

const char *api_reactions_get(struct call *call)
{
	struct channel *channel;
	const char *error;
	struct message *message = arg_message(call, &channel, &error);

	if (!message)
		return error;
	json_object_update_new(call->answer, json_pack("{s:s,s:s,s:o}",
		"type", "message", "channel", channel->id, "message",
		message_json(message, false)));
	return NULL;
}
