/* SPDX-License-Identifier: MIT
 *
 * page_state.c: the whole workspace as one person sees it, for the web page:
 * channels with their last messages, Home tab, modals, notices. Read next:
 * page_door.c.
 */
#include "tests/workspace/model.h"

static json_t *users_json(struct workspace *ws)
{
	json_t *users = json_array();

	for (size_t i = 0; i < ws->users.count; i++) {
		struct user *user = ws->users.items[i];

		if (user->deleted)
			continue;
		json_array_append_new(users, json_pack(
			"{s:s,s:s,s:s,s:b,s:b}", "id", user->id, "name",
			user->name, "real_name", user->real_name, "is_bot",
			user->is_bot, "is_restricted", user->is_restricted));
	}
	return users;
}

static json_t *shown_message(const struct channel *channel,
	const struct message *message)
{
	json_t *shown = message_json(message, true);

	json_object_set_new(shown, "ephemeral",
		json_boolean(*message->only_for));
	json_object_set_new(shown, "pinned", json_boolean(
		array_has(channel->pins, message->ts)));
	json_object_set_new(shown, "edited", json_boolean(
		json_object_get(message->body, "edited") != NULL));
	json_object_del(shown, "bot_profile");
	return shown;
}

static bool sees(const struct message *message, const char *user)
{
	return !message->deleted && (!*message->only_for ||
		same(message->only_for, user));
}

static void add_messages(json_t *shown, const struct channel *channel,
	const char *user)
{
	const char *mark = text_of(channel->read_marks, user);
	json_t *messages = json_array();
	json_int_t unread = 0;
	size_t first = channel->messages.count, seen = 0;

	while (first > 0 && seen < MESSAGES_SHOWN)
		seen += sees(channel->messages.items[--first], user);
	for (size_t i = first; i < channel->messages.count; i++) {
		struct message *message = channel->messages.items[i];

		if (!sees(message, user))
			continue;
		unread += strcmp(message->ts, mark) > 0 &&
			!same(text_of(message->body, "user"), user);
		json_array_append_new(messages, shown_message(channel,
			message));
	}
	json_object_set_new(shown, "messages", messages);
	json_object_set_new(shown, "unread", json_integer(unread));
}

static json_t *shown_channel(struct workspace *ws,
	const struct channel *channel, const char *user, bool with_content)
{
	json_t *shown = json_pack("{s:s,s:s,s:b,s:b,s:b,s:s,s:s,s:b,s:o,s:o,"
		"s:o}", "id", channel->id, "name", channel->name,
		"is_private", channel->is_private, "is_im", channel->is_im,
		"is_archived", channel->is_archived, "topic",
		text_of(channel->topic, "value"), "purpose",
		text_of(channel->purpose, "value"), "is_member",
		channel_has(channel, user), "bookmarks",
		json_deep_copy(channel->bookmarks), "pins",
		json_deep_copy(channel->pins), "members",
		json_deep_copy(channel->members));

	if (channel->is_im)
		json_object_set_new(shown, "user",
			json_string(WORKSPACE_BOT_USER));
	if (!with_content)
		return shown;
	if (*channel->canvas)
		json_object_set_new(shown, "canvas", json_string(
			canvas_find(ws, channel->canvas)->markdown));
	add_messages(shown, channel, user);
	return shown;
}

static json_t *modals_json(struct workspace *ws, const struct user *user)
{
	json_t *modals = json_array();

	for (size_t i = 0; i < user->modal_count; i++) {
		struct view *view = view_find(ws, user->modals[i]);
		json_t *shown;

		if (!view)
			continue;
		shown = json_deep_copy(view->body);
		json_object_set_new(shown, "errors", view->errors ?
			json_deep_copy(view->errors) : json_object());
		json_array_append_new(modals, shown);
	}
	return modals;
}

static json_t *suggestions_json(struct workspace *ws, const char *user)
{
	json_t *mine = json_array(), *one;
	size_t i;

	json_array_foreach(ws->suggestions, i, one)
		if (same(text_of(one, "user"), user))
			json_array_append_new(mine, json_deep_copy(one));
	return mine;
}

static json_int_t unacked(const struct workspace *ws)
{
	json_int_t count = 0;

	for (size_t i = 0; i < ws->envelopes.count; i++) {
		const struct envelope *one = ws->envelopes.items[i];

		count += one->sent;
	}
	return count;
}

static bool is_looked_at(const struct channel *channel, const char *of)
{
	if (!of)
		return true;
	return same(of, "im") ? channel->is_im : same(of, channel->id);
}

json_t *workspace_state(struct workspace *ws, const char *id)
{
	return workspace_look(ws, id, NULL);
}

json_t *workspace_look(struct workspace *ws, const char *id, const char *of)
{
	struct user *user = user_find(ws, id);
	json_t *state, *channels = json_array();
	struct view *home = user ? view_find(ws, user->home_view) : NULL;

	for (size_t i = 0; user && i < ws->channels.count; i++) {
		struct channel *channel = ws->channels.items[i];

		if (channel_visible(channel, id) && (!user->is_restricted ||
			channel_has(channel, id)))
			json_array_append_new(channels,
				shown_channel(ws, channel, id,
				is_looked_at(channel, of)));
	}
	if (!user) {
		json_decref(channels);
		return NULL;
	}
	state = json_pack("{s:s,s:I,s:I,s:{s:s,s:s},s:s,s:o,s:o,s:o,s:o}",
		"type", "state", "seq", (json_int_t)ws->log_seq, "now_ms",
		(json_int_t)ws->now_ms, "team", "id", WORKSPACE_TEAM, "name",
		"Acme", "me", user->id, "users", users_json(ws), "commands",
		json_deep_copy(ws->commands), "shortcuts",
		json_deep_copy(ws->shortcuts), "channels", channels);
	json_object_update_new(state, json_pack(
		"{s:f,s:{s:o},s:o,s:o,s:o,s:{s:i,s:I}}", "speed", ws->speed,
		"home", "view", home ? json_deep_copy(home->body) :
		json_null(), "modals", modals_json(ws, user), "notices",
		json_deep_copy(user->notices), "suggestions",
		suggestions_json(ws, id), "app", "connections",
		connections_live(ws), "unacked", unacked(ws)));
	return state;
}
