/* SPDX-License-Identifier: MIT
 *
 * acts.c: what people do, as a table of verbs: talk, type commands, press,
 * react, pin, join, edit, archive. Each act is checked as Slack's client
 * would and turned into changes, events and envelopes. Read next:
 * acts_payload.c.
 */
#include "tests/workspace/model.h"

typedef json_t *act_function(struct workspace *ws, struct user *user,
	const json_t *act);

/* The channel of an act, if that person is in it and it is alive. */
static struct channel *act_channel(struct workspace *ws,
	const struct user *user, const json_t *act, const char **error)
{
	struct channel *channel = channel_find(ws, text_of(act, "channel"));

	*error = NULL;
	if (!channel || !channel_visible(channel, user->id))
		*error = "channel_not_found";
	else if (channel->is_archived)
		*error = "is_archived";
	else if (!channel_has(channel, user->id))
		*error = "not_in_channel";
	return *error ? NULL : channel;
}

static struct message *act_message(struct workspace *ws,
	const struct user *user, const json_t *act, struct channel **channel,
	const char **error)
{
	struct message *message;

	*channel = act_channel(ws, user, act, error);
	if (!*channel)
		return NULL;
	message = message_find(*channel, text_of(act, "ts"));
	if (!message || (*message->only_for &&
		!same(message->only_for, user->id))) {
		*error = "message_not_found";
		return NULL;
	}
	return message;
}

/* {"text","thread_ts"?,"file"?,"content"?}: with a file of that name. */
static json_t *act_say(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error;
	struct channel *channel = act_channel(ws, user, act, &error);
	char *text, id[40];
	struct message *message;
	json_t *body;

	if (!channel)
		return act_answer(error);
	if (!*text_of(act, "text"))
		return act_answer("no_text");
	text = text_from_person(ws, text_of(act, "text"), false);
	PUT(id, "00000000-0000-4000-a000-%012llx",
		(unsigned long long)draw(ws, UINT64_C(1) << 48));
	body = json_pack("{s:s,s:s,s:s,s:s,s:o}", "user", user->id, "text",
		text, "team", WORKSPACE_TEAM, "client_msg_id", id, "blocks",
		text_rich(ws, text));
	free(text);
	if (*text_of(act, "thread_ts"))
		json_object_set(body, "thread_ts",
			json_object_get(act, "thread_ts"));
	if (*text_of(act, "file"))
		file_share(ws, user, act, body);
	message = message_post(ws, channel, body, NULL);
	body = act_answer(NULL);
	json_object_set_new(body, "ts", json_string(message->ts));
	return body;
}

static const json_t *command_find(struct workspace *ws, const char *name)
{
	json_t *one;
	size_t i;

	json_array_foreach(ws->commands, i, one)
		if (same(text_of(one, "command"), name))
			return one;
	return NULL;
}

static json_t *act_command(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error, *name = text_of(act, "command");
	struct channel *channel = act_channel(ws, user, act, &error);
	const json_t *command = command_find(ws, name);
	struct envelope *envelope;
	char *text, *url, trigger[NAME_SIZE];

	if (!channel)
		return act_answer(error);
	if (!command)
		return act_answer("no_such_command");
	text = flag_of(command, "should_escape") ?
		text_from_person(ws, text_of(act, "text"), true) :
		text_round_trip(text_of(act, "text"), false);
	url = response_url_make(ws, user->id, channel, NULL, true);
	trigger_make(ws, user->id, trigger);
	envelope = envelope_new(ws, ENVELOPE_SLASH, json_pack(
		"{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}",
		"token", "stand-in-verification-token", "team_id",
		WORKSPACE_TEAM, "team_domain", "acme", "channel_id",
		channel->id, "channel_name", channel->is_im ?
			"directmessage" : channel->is_private ?
			"privategroup" : channel->name,
		"user_id", user->id, "user_name", user->name, "command", name,
		"text", text, "api_app_id", WORKSPACE_APP,
		"is_enterprise_install", "false", "response_url", url,
		"trigger_id", trigger), true);
	free(text);
	free(url);
	PUT(envelope->user, "%s", user->id);
	PUT(envelope->channel, "%s", channel->id);
	PUT(envelope->word, "%s", name);
	deliver(ws, envelope);
	return act_answer(NULL);
}

static json_t *act_close(struct workspace *ws, struct user *user,
	const json_t *act)
{
	struct view *view = view_find(ws, text_of(act, "view_id"));
	bool all = flag_of(act, "all");
	json_t *payload;

	if (!view || view->is_home || !same(view->user, user->id))
		return act_answer("view_not_found");
	all = all || flag_of(view->body, "clear_on_close");
	payload = payload_base(ws, "view_closed", user, false);
	json_object_update_new(payload, json_pack("{s:o,s:b}", "view",
		json_deep_copy(view->body), "is_cleared", all));
	json_object_set_new(json_object_get(payload, "view"), "state",
		json_pack("{s:{}}", "values"));
	if (all)
		view_clear(ws, user);
	else
		view_pop(ws, user, view);
	if (flag_of(view->body, "notify_on_close"))
		interactive_send(ws, payload, user, false, NULL);
	else
		json_decref(payload);
	return act_answer(NULL);
}

static json_t *act_home(struct workspace *ws, struct user *user,
	const json_t *act)
{
	struct channel *im = channel_im(ws, user->id);
	struct view *view = view_find(ws, user->home_view);
	json_t *event = json_pack("{s:s,s:s,s:s,s:s}", "type",
		"app_home_opened", "user", user->id, "channel", im->id, "tab",
		*text_of(act, "tab") ? text_of(act, "tab") : "home");

	if (view)
		json_object_set_new(event, "view",
			json_deep_copy(view->body));
	event_fire(ws, "app_home_opened", NULL, event);
	return act_answer(NULL);
}

static json_t *act_react(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error, *name = text_of(act, "name");
	bool on = same(text_of(act, "do"), "react"), done;
	struct channel *channel;
	struct message *message = act_message(ws, user, act, &channel,
		&error);

	if (!message)
		return act_answer(error);
	if (on && !emoji_is_known(name))
		return act_answer("invalid_name");
	done = on ? message_react(ws, channel, message, user->id, name) :
		message_unreact(ws, channel, message, user->id, name);
	return act_answer(done ? NULL : on ? "already_reacted" :
		"no_reaction");
}

static json_t *act_pin(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error;
	bool on = same(text_of(act, "do"), "pin"), is;
	struct channel *channel;
	struct message *message = act_message(ws, user, act, &channel,
		&error);

	if (!message)
		return act_answer(error);
	is = array_has(channel->pins, message->ts);
	if (on == is)
		return act_answer(on ? "already_pinned" : "no_pin");
	if (on)
		message_pin(ws, channel, message, user->id);
	else
		message_unpin(ws, channel, message, user->id);
	return act_answer(NULL);
}

static json_t *act_join(struct workspace *ws, struct user *user,
	const json_t *act)
{
	struct channel *channel = channel_find(ws, text_of(act, "channel"));

	if (!channel || !channel_visible(channel, user->id))
		return act_answer("channel_not_found");
	if (channel->is_archived)
		return act_answer("is_archived");
	if (user->is_restricted)
		return act_answer("user_is_restricted");
	channel_join(ws, channel, user->id, NULL);
	return act_answer(NULL);
}

static json_t *act_leave(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error;
	struct channel *channel = act_channel(ws, user, act, &error);

	if (!channel)
		return act_answer(error);
	if (channel->is_general)
		return act_answer("cant_leave_general");
	channel_leave(ws, channel, user->id);
	return act_answer(NULL);
}

/* Invites or removes another person: {"user":...}. */
static json_t *act_member(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error, *other = text_of(act, "user");
	struct channel *channel = act_channel(ws, user, act, &error);

	if (!channel)
		return act_answer(error);
	if (!user_find(ws, other))
		return act_answer("user_not_found");
	if (same(text_of(act, "do"), "kick"))
		channel_leave(ws, channel, other);
	else
		channel_join(ws, channel, other, user->id);
	return act_answer(NULL);
}

static json_t *act_read(struct workspace *ws, struct user *user,
	const json_t *act)
{
	struct channel *channel = channel_find(ws, text_of(act, "channel"));
	char ts[TS_SIZE];

	if (!channel)
		return act_answer("channel_not_found");
	make_ts(ws, ts);
	json_object_set_new(channel->read_marks, user->id, json_string(ts));
	changed(ws);
	return act_answer(NULL);
}

static json_t *act_dismiss(struct workspace *ws, struct user *user,
	const json_t *act)
{
	json_t *one;
	size_t i;

	json_array_foreach(user->notices, i, one) {
		if (!same(text_of(one, "id"), text_of(act, "notice_id")))
			continue;
		(void)json_array_remove(user->notices, i);
		changed(ws);
		return act_answer(NULL);
	}
	return act_answer("no_such_notice");
}

static json_t *act_open_im(struct workspace *ws, struct user *user,
	const json_t *act)
{
	json_t *answer;
	struct channel *im;

	if (!same(text_of(act, "user"), WORKSPACE_BOT_USER) &&
	    *text_of(act, "user"))
		return act_answer("only_the_app_can_be_messaged_here");
	im = channel_im(ws, user->id);
	changed(ws);
	answer = act_answer(NULL);
	json_object_set_new(answer, "channel", json_string(im->id));
	return answer;
}

static json_t *act_edit(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error;
	struct channel *channel;
	struct message *message = act_message(ws, user, act, &channel,
		&error);
	char *text;

	if (!message)
		return act_answer(error);
	if (!same(text_of(message->body, "user"), user->id))
		return act_answer("cant_update_message");
	text = text_from_person(ws, text_of(act, "text"), false);
	message_change(ws, channel, message, json_pack("{s:s,s:o}", "text",
		text, "blocks", text_rich(ws, text)), user->id);
	free(text);
	return act_answer(NULL);
}

/* Anybody's message: an admin can, and incbot must survive it. */
static json_t *act_delete(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error;
	struct channel *channel;
	struct message *message = act_message(ws, user, act, &channel,
		&error);

	if (!message)
		return act_answer(error);
	message_delete(ws, channel, message);
	return act_answer(NULL);
}

static json_t *act_topic(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error;
	struct channel *channel = act_channel(ws, user, act, &error);

	if (!channel)
		return act_answer(error);
	channel_set_words(ws, channel, "topic", text_of(act, "text"),
		user->id);
	return act_answer(NULL);
}

static json_t *act_rename(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error, *name = text_of(act, "name");
	struct channel *channel = act_channel(ws, user, act, &error);

	if (!channel)
		return act_answer(error);
	if (channel_name_error(name))
		return act_answer(channel_name_error(name));
	if (channel_find_named(ws, name))
		return act_answer("name_taken");
	channel_rename(ws, channel, name, user->id);
	return act_answer(NULL);
}

static json_t *act_archive(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error;
	struct channel *channel = act_channel(ws, user, act, &error);

	if (!channel)
		return act_answer(error);
	channel_archive(ws, channel, user->id);
	return act_answer(NULL);
}

static json_t *act_unarchive(struct workspace *ws, struct user *user,
	const json_t *act)
{
	struct channel *channel = channel_find(ws, text_of(act, "channel"));

	if (!channel || !channel->is_archived)
		return act_answer("not_archived");
	channel_unarchive(ws, channel, user->id);
	return act_answer(NULL);
}

/* A person opens a channel: {"name","is_private"?}. */
static json_t *act_create(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *name = text_of(act, "name");
	struct channel *channel;
	json_t *answer;

	if (channel_name_error(name))
		return act_answer(channel_name_error(name));
	if (channel_find_named(ws, name))
		return act_answer("name_taken");
	channel = channel_new(ws, NULL, name, user->id);
	channel->is_private = flag_of(act, "is_private");
	channel_join(ws, channel, user->id, NULL);
	answer = act_answer(NULL);
	json_object_set_new(answer, "channel", json_string(channel->id));
	return answer;
}

/* A person writes the channel's canvas, or deletes it: {"text"}. */
static json_t *act_canvas(struct workspace *ws, struct user *user,
	const json_t *act)
{
	const char *error;
	struct channel *channel = act_channel(ws, user, act, &error);
	struct canvas *canvas = channel ? canvas_find(ws, channel->canvas) :
		NULL;

	if (!channel)
		return act_answer(error);
	if (canvas && !*text_of(act, "text")) {
		canvas->deleted = true;
		channel->canvas[0] = '\0';
	} else if (canvas) {
		canvas_set(ws, canvas, text_of(act, "text"));
	} else {
		(void)canvas_new(ws, channel, user->id, text_of(act, "text"));
	}
	return act_answer(NULL);
}

/* An admin switches a person off: {"user"}. */
static json_t *act_deactivate(struct workspace *ws, struct user *user,
	const json_t *act)
{
	struct user *other = user_find(ws, text_of(act, "user"));

	(void)user;
	if (!other || other->is_bot)
		return act_answer("user_not_found");
	other->deleted = true;
	event_fire(ws, "user_change", NULL, json_pack(
		"{s:s,s:{s:s,s:s,s:s,s:b},s:I}", "type", "user_change",
		"user", "id", other->id, "team_id", WORKSPACE_TEAM, "name",
		other->name, "deleted", 1, "cache_ts",
		(json_int_t)now_s(ws)));
	return act_answer(NULL);
}

static const struct {
	const char *verb;
	act_function *run;
} verbs[] = {
	{ "say", act_say }, { "command", act_command },
	{ "click", act_click }, { "submit", act_submit },
	{ "close", act_close }, { "home", act_home },
	{ "shortcut", act_shortcut }, { "suggest", act_suggest },
	{ "react", act_react }, { "unreact", act_react },
	{ "pin", act_pin }, { "unpin", act_pin }, { "join", act_join },
	{ "leave", act_leave }, { "invite", act_member },
	{ "kick", act_member }, { "read", act_read },
	{ "dismiss", act_dismiss }, { "open_im", act_open_im },
	{ "edit", act_edit }, { "delete", act_delete },
	{ "topic", act_topic }, { "rename", act_rename },
	{ "archive", act_archive }, { "unarchive", act_unarchive },
	{ "canvas", act_canvas }, { "create", act_create }, { "deactivate", act_deactivate },
};

json_t *workspace_act(struct workspace *ws, const json_t *act)
{
	struct user *user = user_find(ws, text_of(act, "as"));

	if (!user || user->is_bot || user->deleted)
		return act_answer("user_not_found");
	note(ws, "act", json_pack("{s:s,s:s,s:s,s:s}", "user", user->id,
		"method", text_of(act, "do"), "channel", text_of(act,
		"channel"), "text", text_of(act, "text")));
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (same(verbs[i].verb, text_of(act, "do")))
			return verbs[i].run(ws, user, act);
	return act_answer("no_such_act");
}
