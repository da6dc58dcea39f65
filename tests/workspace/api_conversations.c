/* SPDX-License-Identifier: MIT
 *
 * api_conversations.c: conversations.* that change something. Who may, which
 * names are allowed, and the refusals, in Slack's words. Read next:
 * api_history.c.
 */
#include "tests/workspace/api.h"

#include <ctype.h>

#define TOPIC_MAX 250
#define INVITES_MAX 100
#define OPEN_USERS_MAX 8

static void answer_channel(struct call *call, const struct channel *channel)
{
	json_object_set_new(call->answer, "channel", channel_json(channel));
}

/* The channel, which must be alive and have the caller in it. */
static struct channel *own_channel(struct call *call, const char **error)
{
	struct channel *channel = arg_channel(call, "channel", error);

	if (!channel)
		return NULL;
	if (channel->is_im)
		*error = "method_not_supported_for_channel_type";
	else if (channel->is_archived)
		*error = "is_archived";
	else if (!channel_has(channel, call->user))
		*error = "not_in_channel";
	return *error ? NULL : channel;
}

static bool name_is_reserved(const char *name)
{
	static const char *const reserved[] = { "here", "channel", "group",
		"everyone", "archive", "archived", "archives", "all",
		"channels", "me" };

	for (size_t i = 0; i < ARRAY_LEN(reserved); i++)
		if (same(reserved[i], name))
			return true;
	return false;
}

const char *api_channel_create(struct call *call)
{
	const char *name = arg(call, "name");
	const char *error = channel_name_error(name);
	struct channel *channel;

	if (error)
		return error;
	if (channel_find_named(call->ws, name) || name_is_reserved(name))
		return "name_taken";
	channel = channel_new(call->ws, NULL, name, call->user);
	channel->is_private = arg_bool(call, "is_private", false);
	note(call->ws, "channel_created", json_pack("{s:s,s:s,s:s}",
		"channel", channel->id, "text", name, "user", call->user));
	if (!channel->is_private)
		event_fire(call->ws, "channel_created", channel, json_pack(
			"{s:s,s:o}", "type", "channel_created", "channel",
			channel_json(channel)));
	channel_join(call->ws, channel, call->user, NULL);
	answer_channel(call, channel);
	return NULL;
}

static const char *invite_problem(struct call *call, struct channel *channel,
	const char *id)
{
	struct user *user = user_find(call->ws, id);

	if (!user || user->deleted)
		return "user_not_found";
	if (same(id, call->user))
		return "cant_invite_self";
	if (channel_has(channel, id))
		return "already_in_channel";
	if (user->is_restricted)
		return "user_is_restricted";
	return NULL;
}

const char *api_channel_invite(struct call *call)
{
	const char *error;
	struct channel *channel = own_channel(call, &error);
	bool force = arg_bool(call, "force", false);
	json_t *ids, *errors, *id;
	size_t i;

	if (!channel)
		return error;
	ids = arg_ids(call, "users");
	errors = json_array();
	if (json_array_size(ids) > INVITES_MAX)
		error = "too_many_users";
	json_array_foreach(ids, i, id) {
		const char *user = json_string_value(id) ?
			json_string_value(id) : "";
		const char *problem = invite_problem(call, channel, user);

		if (!problem)
			continue;
		json_array_append_new(errors, json_pack("{s:s,s:b,s:s}",
			"user", user, "ok", 0, "error", problem));
		if (!error)
			error = problem;
	}
	if (json_array_size(errors) > 0)
		json_object_set(call->answer, "errors", errors);
	json_array_foreach(ids, i, id)
		if ((!error || force) && !invite_problem(call, channel,
			json_string_value(id)))
			channel_join(call->ws, channel,
				json_string_value(id), call->user);
	json_decref(ids);
	json_decref(errors);
	if (!error)
		answer_channel(call, channel);
	return error;
}

const char *api_channel_join(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);

	if (!channel)
		return error;
	if (channel->is_private || channel->is_im)
		return "method_not_supported_for_channel_type";
	if (channel->is_archived)
		return "is_archived";
	if (channel_has(channel, call->user))
		json_array_append_new(call->warnings,
			json_string("already_in_channel"));
	channel_join(call->ws, channel, call->user, NULL);
	answer_channel(call, channel);
	return NULL;
}

const char *api_channel_kick(struct call *call)
{
	const char *error, *id = arg(call, "user");
	struct channel *channel = own_channel(call, &error);

	if (!channel)
		return error;
	if (channel->is_general)
		return "cant_kick_from_general";
	if (same(id, call->user))
		return "cant_kick_self";
	if (!user_find(call->ws, id))
		return "user_not_found";
	if (!channel_has(channel, id))
		return "not_in_channel";
	channel_leave(call->ws, channel, id);
	return NULL;
}

const char *api_channel_leave(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);

	if (!channel)
		return error;
	if (channel->is_im)
		return "method_not_supported_for_channel_type";
	if (channel->is_archived)
		return "is_archived";
	if (channel->is_general)
		return "cant_leave_general";
	if (!channel_has(channel, call->user)) {
		json_object_set_new(call->answer, "not_in_channel",
			json_true());
		return NULL;
	}
	if (channel->is_private && json_array_size(channel->members) == 1)
		return "last_member";
	channel_leave(call->ws, channel, call->user);
	return NULL;
}

static const char *set_words(struct call *call, const char *field)
{
	const char *error, *value = arg(call, field);
	struct channel *channel = own_channel(call, &error);
	char *text;

	if (!channel)
		return error;
	if (code_points(value) > TOPIC_MAX)
		return "too_long";
	text = text_round_trip(value, false);
	channel_set_words(call->ws, channel, field, text, call->user);
	free(text);
	answer_channel(call, channel);
	return NULL;
}

const char *api_channel_topic(struct call *call)
{
	return set_words(call, "topic");
}

const char *api_channel_purpose(struct call *call)
{
	return set_words(call, "purpose");
}

/* Slack bends a name into shape when it renames: lower case, no blanks. */
static void bend_name(const char *from, char *to, size_t size)
{
	size_t i;

	for (i = 0; from[i] && i + 1 < size; i++) {
		unsigned char c = (unsigned char)from[i];

		to[i] = (char)(c >= 0x80 ? c : c == ' ' || c == '.' ? '-' :
			tolower(c));
	}
	to[i] = '\0';
}

const char *api_channel_rename(struct call *call)
{
	char name[NAME_SIZE * 4];
	const char *error;
	struct channel *channel = own_channel(call, &error), *other;

	if (!channel)
		return error;
	bend_name(arg(call, "name"), name, sizeof(name));
	error = channel_name_error(name);
	if (error)
		return error;
	if (!same(channel->creator, call->user))
		return "not_authorized";
	other = channel_find_named(call->ws, name);
	if ((other && other != channel) || name_is_reserved(name))
		return "name_taken";
	if (other != channel)
		channel_rename(call->ws, channel, name, call->user);
	answer_channel(call, channel);
	return NULL;
}

const char *api_channel_archive(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);

	if (!channel)
		return error;
	if (channel->is_im)
		return "method_not_supported_for_channel_type";
	if (channel->is_archived)
		return "already_archived";
	if (channel->is_general)
		return "cant_archive_general";
	if (!channel_has(channel, call->user))
		return "not_in_channel";
	channel_archive(call->ws, channel, call->user);
	return NULL;
}

/* Archiving threw the app out, so a bot token can never undo it. */
const char *api_channel_unarchive(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);

	if (!channel)
		return error;
	if (!channel->is_archived)
		return "not_archived";
	if (call->token != TOKEN_USER)
		return "not_in_channel";
	channel_unarchive(call->ws, channel, call->user);
	return NULL;
}

static struct channel *mpim_open(struct call *call, const json_t *ids)
{
	char name[NAME_SIZE];
	struct channel *channel;
	json_t *id;
	size_t i;

	PUT(name, "mpdm-%lld", (long long)call->ws->next_id);
	channel = channel_new(call->ws, NULL, name, call->user);
	channel->is_mpim = true;
	json_array_append_new(channel->members, json_string(call->user));
	json_array_foreach((json_t *)(uintptr_t)ids, i, id)
		json_array_append(channel->members, id);
	return channel;
}

static const char *open_users(struct call *call, const json_t *ids,
	struct channel **channel)
{
	json_t *id;
	size_t i;

	if (json_array_size(ids) == 0)
		return "users_list_not_supplied";
	if (json_array_size(ids) > OPEN_USERS_MAX)
		return "too_many_users";
	json_array_foreach((json_t *)(uintptr_t)ids, i, id) {
		struct user *user = user_find(call->ws,
			json_string_value(id));

		if (!user)
			return "user_not_found";
		if (user->deleted)
			return "user_disabled";
		if (user->is_bot)
			return "invalid_user_combination";
	}
	*channel = json_array_size(ids) > 1 ? mpim_open(call, ids) :
		channel_im(call->ws, json_string_value(
			json_array_get(ids, 0)));
	return NULL;
}

const char *api_channel_open(struct call *call)
{
	struct channel *channel = NULL;
	const char *error = NULL;
	size_t before = call->ws->channels.count;
	json_t *ids = arg_ids(call, "users");

	if (arg_given(call, "channel"))
		channel = arg_channel(call, "channel", &error);
	else
		error = open_users(call, ids, &channel);
	json_decref(ids);
	if (!channel)
		return error;
	if (before == call->ws->channels.count) {
		json_object_set_new(call->answer, "no_op", json_true());
		json_object_set_new(call->answer, "already_open", json_true());
	}
	json_object_set_new(call->answer, "channel",
		arg_bool(call, "return_im", false) ? channel_json(channel) :
			json_pack("{s:s}", "id", channel->id));
	return NULL;
}

const char *api_channel_close(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);

	if (channel && !channel->is_im && !channel->is_mpim)
		return "method_not_supported_for_channel_type";
	return error;
}

const char *api_channel_mark(struct call *call)
{
	const char *error;
	struct channel *channel = arg_channel(call, "channel", &error);

	if (!channel)
		return error;
	if (!ts_is_valid(arg(call, "ts")))
		return "invalid_timestamp";
	if (!channel_has(channel, call->user))
		return "not_in_channel";
	json_object_set_new(channel->read_marks, call->user,
		json_string(arg(call, "ts")));
	return NULL;
}
