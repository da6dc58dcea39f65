/* SPDX-License-Identifier: MIT
 *
 * api_history.c: conversations.* that only read: info, list, members,
 * history, replies. Read next: api_items.c.
 */
#include "tests/workspace/api.h"

#define LIST_MAX 999
#define REPLIES_MAX 1000

const char *api_channel_info(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);
	json_t *answer;

	if (!channel)
		return error;
	answer = channel_json(channel);
	if (arg_bool(call, "include_num_members", false))
		json_object_set_new(answer, "num_members", json_integer(
			(json_int_t)json_array_size(channel->members)));
	json_object_set_new(answer, "last_read", json_string(
		*text_of(channel->read_marks, call->user) ?
		text_of(channel->read_marks, call->user) :
		"0000000000.000000"));
	json_object_set_new(call->answer, "channel", answer);
	return NULL;
}

/* types: "public_channel,private_channel,im,mpim". */
static const char *check_types(struct call *call, json_t *types)
{
	static const struct {
		const char *type, *scope;
	} known[] = {
		{ "public_channel", "channels:read" },
		{ "private_channel", "groups:read" },
		{ "im", "im:read" }, { "mpim", "mpim:read" },
	};
	json_t *one;
	size_t i, k;

	json_array_foreach(types, i, one) {
		for (k = 0; k < ARRAY_LEN(known); k++)
			if (same(known[k].type, json_string_value(one)))
				break;
		if (k == ARRAY_LEN(known))
			return "invalid_types";
		if (array_has(call->ws->scopes, known[k].scope))
			continue;
		call->needed = known[k].scope;
		return "missing_scope";
	}
	return NULL;
}

static const char *type_of(const struct channel *channel)
{
	return channel->is_im ? "im" : channel->is_mpim ? "mpim" :
		channel->is_private ? "private_channel" : "public_channel";
}

static const char *list_channels(struct call *call, const char *member)
{
	json_t *types = arg_ids(call, "types"), *found = json_array();
	bool live_only = arg_bool(call, "exclude_archived", false);
	int limit = arg_int(call, "limit", 100);
	const char *error;

	if (json_array_size(types) == 0)
		json_array_append_new(types, json_string("public_channel"));
	error = check_types(call, types);
	if (!error && (limit < 1 || limit > LIST_MAX))
		error = "invalid_limit";
	for (size_t i = 0; i < call->ws->channels.count; i++) {
		struct channel *channel = call->ws->channels.items[i];

		if (!array_has(types, type_of(channel)) ||
		    !channel_visible(channel, call->user) ||
		    (live_only && channel->is_archived) ||
		    (member && !channel_has(channel, member)))
			continue;
		json_array_append_new(found, channel_json(channel));
	}
	json_decref(types);
	if (!error)
		error = call_page(call, &found, limit);
	json_object_set_new(call->answer, "channels", found);
	return error;
}

const char *api_channel_list(struct call *call)
{
	return list_channels(call, NULL);
}

const char *api_users_conversations(struct call *call)
{
	return list_channels(call, *arg(call, "user") ? arg(call, "user") :
		call->user);
}

const char *api_channel_members(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);
	int limit = arg_int(call, "limit", 100);
	json_t *members;

	if (!channel)
		return error;
	if (limit < 1 || limit > REPLIES_MAX)
		return "invalid_limit";
	members = json_deep_copy(channel->members);
	error = call_page(call, &members, limit);
	json_object_set_new(call->answer, "members", members);
	return error;
}

struct window {
	const char *oldest, *latest;
	bool inclusive;
};

/* ts strings of one length compare like numbers; a missing fraction is 0. */
static int ts_compare(const char *a, const char *b)
{
	size_t la = strcspn(a, "."), lb = strcspn(b, ".");
	int order;

	if (la != lb)
		return la < lb ? -1 : 1;
	order = strncmp(a, b, la);
	if (order != 0)
		return order;
	return strcmp(a[la] ? a + la : ".000000", b[lb] ? b + lb : ".000000");
}

static bool in_window(const char *ts, const struct window *window)
{
	int low = *window->oldest ? ts_compare(ts, window->oldest) : 1;
	int high = *window->latest ? ts_compare(ts, window->latest) : -1;

	if (window->inclusive)
		return low >= 0 && high <= 0;
	return low > 0 && high < 0;
}

static const char *read_window(struct call *call, struct window *window)
{
	window->oldest = arg(call, "oldest");
	window->latest = arg(call, "latest");
	window->inclusive = arg_bool(call, "inclusive", false);
	if (*window->oldest && !ts_is_valid(window->oldest))
		return "invalid_ts_oldest";
	if (*window->latest && !ts_is_valid(window->latest))
		return "invalid_ts_latest";
	return NULL;
}

static struct channel *readable_channel(struct call *call,
	const char **error)
{
	struct channel *channel = arg_channel(call, "channel", error);

	if (channel && !channel_has(channel, call->user)) {
		*error = "not_in_channel";
		return NULL;
	}
	return channel;
}

static bool is_top_level(const struct message *message)
{
	const char *parent = text_of(message->body, "thread_ts");

	return !*parent || same(parent, message->ts) ||
		same(text_of(message->body, "subtype"), "thread_broadcast");
}

static const char *answer_page(struct call *call, json_t *found, int limit)
{
	const char *error = call_page(call, &found, limit);
	json_t *metadata = json_object_get(call->answer, "response_metadata");

	json_object_set_new(call->answer, "messages", found);
	json_object_set_new(call->answer, "has_more",
		json_boolean(*text_of(metadata, "next_cursor")));
	if (!*text_of(metadata, "next_cursor"))
		json_object_del(call->answer, "response_metadata");
	return error;
}

const char *api_channel_history(struct call *call)
{
	const char *error;
	struct channel *channel = readable_channel(call, &error);
	bool whole = arg_bool(call, "include_all_metadata", false);
	int limit = arg_int(call, "limit", 100);
	struct window window;
	json_t *found;

	if (!channel)
		return error;
	error = read_window(call, &window);
	if (error)
		return error;
	if (limit < 1 || limit > LIST_MAX)
		return "invalid_limit";
	found = json_array();
	for (size_t i = channel->messages.count; i-- > 0;) {
		struct message *message = channel->messages.items[i];

		if (!message->deleted && !*message->only_for &&
		    is_top_level(message) && in_window(message->ts, &window))
			json_array_append_new(found,
				message_json(message, whole));
	}
	json_object_set_new(call->answer, "pin_count", json_integer(
		(json_int_t)json_array_size(channel->pins)));
	if (*window.latest)
		json_object_set_new(call->answer, "latest",
			json_string(window.latest));
	if (*window.oldest)
		json_object_set_new(call->answer, "oldest",
			json_string(window.oldest));
	return answer_page(call, found, limit);
}

const char *api_channel_replies(struct call *call)
{
	const char *error, *parent_ts;
	struct channel *channel = readable_channel(call, &error);
	bool whole = arg_bool(call, "include_all_metadata", false);
	int limit = arg_int(call, "limit", REPLIES_MAX);
	struct window window;
	struct message *message;
	json_t *found;

	if (!channel)
		return error;
	error = read_window(call, &window);
	if (error)
		return error;
	if (limit < 1 || limit > REPLIES_MAX)
		return "invalid_limit";
	message = message_find(channel, arg(call, "ts"));
	if (!message || *message->only_for)
		return "thread_not_found";
	parent_ts = *text_of(message->body, "thread_ts") ?
		text_of(message->body, "thread_ts") : message->ts;
	found = json_array();
	for (size_t i = 0; i < channel->messages.count; i++) {
		message = channel->messages.items[i];
		if (message->deleted || *message->only_for)
			continue;
		if (same(message->ts, parent_ts) ||
		    (same(text_of(message->body, "thread_ts"), parent_ts) &&
			in_window(message->ts, &window)))
			json_array_append_new(found,
				message_json(message, whole));
	}
	return answer_page(call, found, limit);
}
