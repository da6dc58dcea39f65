/* SPDX-License-Identifier: MIT
 *
 * model_messages.c: messages in channels: posting, changing, deleting,
 * threads, pins and reactions, each with the event Slack makes of it. A
 * message is kept as the JSON that conversations.history shows; metadata is
 * beside it, since most readers see only part. Read next: model_text.c.
 */
#include "tests/workspace/model.h"

struct message *message_find(struct channel *channel, const char *ts)
{
	for (size_t i = channel->messages.count; i-- > 0;) {
		struct message *message = channel->messages.items[i];

		if (!message->deleted && same(message->ts, ts))
			return message;
	}
	return NULL;
}

json_t *bot_profile(void)
{
	return json_pack("{s:s,s:s,s:s,s:b,s:i,s:s,s:{s:s,s:s,s:s}}",
		"id", WORKSPACE_BOT, "app_id", WORKSPACE_APP, "name", "incbot",
		"deleted", 0, "updated", 1790000000, "team_id",
		WORKSPACE_TEAM, "icons",
		"image_36", "https://a.slack-edge.com/80588/img/36.png",
		"image_48", "https://a.slack-edge.com/80588/img/48.png",
		"image_72", "https://a.slack-edge.com/80588/img/72.png");
}

/* A shallow copy: what is inside is replaced, never changed, in the model,
 * but for reactions. */
json_t *message_json(const struct message *message, bool whole_metadata)
{
	json_t *answer = json_copy(message->body);
	json_t *reactions = json_object_get(answer, "reactions");

	if (reactions)
		json_object_set_new(answer, "reactions",
			json_deep_copy(reactions));
	if (message->metadata && whole_metadata)
		json_object_set(answer, "metadata", message->metadata);
	else if (message->metadata)
		json_object_set_new(answer, "metadata", json_pack("{s:s}",
			"event_type", text_of(message->metadata,
				"event_type")));
	return answer;
}

/* Keeps the parent's counters when a reply was posted or is gone. */
static void thread_count(struct channel *channel, const char *parent_ts)
{
	struct message *parent = message_find(channel, parent_ts);
	json_t *who = json_array();
	const char *latest = "";
	json_int_t count = 0;

	if (!parent) {
		json_decref(who);
		return;
	}
	for (size_t i = 0; i < channel->messages.count; i++) {
		struct message *reply = channel->messages.items[i];
		const char *user = text_of(reply->body, "user");

		if (reply->deleted || reply == parent || *reply->only_for ||
		    !same(text_of(reply->body, "thread_ts"), parent_ts))
			continue;
		count++;
		latest = reply->ts;
		if (*user && !array_has(who, user))
			json_array_append_new(who, json_string(user));
	}
	json_object_update_new(parent->body, json_pack(
		"{s:s,s:I,s:I,s:s,s:o,s:b,s:b}", "thread_ts", parent_ts,
		"reply_count", count, "reply_users_count",
		(json_int_t)json_array_size(who), "latest_reply", latest,
		"reply_users", who, "is_locked", 0, "subscribed", 0));
	if (count > 0)
		return;
	json_object_del(parent->body, "thread_ts");
	json_object_del(parent->body, "latest_reply");
	json_object_del(parent->body, "reply_count");
}

static void note_message(struct workspace *ws, const struct channel *channel,
	const struct message *message)
{
	const json_t *payload = json_object_get(message->metadata,
		"event_payload");

	note(ws, *message->only_for ? "ephemeral" : "message",
		json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s}",
			"channel", channel->id,
			"user", *message->only_for ? message->only_for :
				text_of(message->body, "user"),
			"text", text_of(message->body, "text"),
			"ts", message->ts, "bot_id",
			text_of(message->body, "bot_id"), "subtype",
			text_of(message->body, "subtype"), "thread_ts",
			text_of(message->body, "thread_ts"), "fx",
			text_of(payload, "fx")));
}

struct message *message_post(struct workspace *ws, struct channel *channel,
	json_t *body, const char *only_for)
{
	struct message *message = zalloc(sizeof(*message));
	const char *parent_ts = text_of(body, "thread_ts");
	struct message *parent = *parent_ts ?
		message_find(channel, parent_ts) : NULL;
	json_t *metadata = json_object_get(body, "metadata");

	make_ts(ws, message->ts);
	PUT(message->only_for, "%s", only_for ? only_for : "");
	message->metadata = json_incref(metadata);
	json_object_del(body, "metadata");
	message->body = json_pack("{s:s,s:s}", "type", "message", "ts",
		message->ts);
	json_object_update_missing_new(message->body, body);
	if (parent)
		json_object_set_new(message->body, "parent_user_id",
			json_string(text_of(parent->body, "user")));
	list_add(&channel->messages, message);
	if (!only_for && parent)
		thread_count(channel, parent_ts);
	note_message(ws, channel, message);
	if (!only_for)
		event_message(ws, channel, message->body, message->metadata);
	return message;
}

static const struct {
	const char *suffix, *text; /* %s = the value of `field` */
	const char *field;
} system_texts[] = {
	{ "_join", "has joined the channel", NULL },
	{ "_leave", "has left the channel", NULL },
	{ "_topic", "set the channel topic:", "topic" },
	{ "_purpose", "set the channel description:", "purpose" },
	{ "_name", "has renamed the channel to", "name" },
	{ "_unarchive", "un-archived the channel", NULL },
	{ "_archive", "archived the channel", NULL },
};

/* extra is stolen; NULL = nothing to add. */
void message_system(struct workspace *ws, struct channel *channel,
	const char *subtype, const char *user, json_t *extra)
{
	json_t *body = extra ? extra : json_object();
	char text[1200];

	PUT(text, "<@%s> did something", user);
	for (size_t i = 0; i < ARRAY_LEN(system_texts); i++) {
		const char *suffix = strrchr(subtype, '_');
		const char *field = system_texts[i].field;

		if (!same(suffix, system_texts[i].suffix))
			continue;
		PUT(text, "<@%s> %s%s%s", user, system_texts[i].text,
			field ? " " : "", field ? text_of(body, field) : "");
	}
	json_object_set_new(body, "subtype", json_string(subtype));
	json_object_set_new(body, "user", json_string(user));
	json_object_set_new(body, "text", json_string(text));
	(void)message_post(ws, channel, body, NULL);
}

static void changed_event(struct workspace *ws, const struct channel *channel,
	const struct message *message, json_t *before)
{
	char ts[TS_SIZE];
	json_t *event;

	make_ts(ws, ts);
	event = json_pack("{s:s,s:s,s:b,s:s,s:o,s:o}", "type", "message",
		"subtype", "message_changed", "hidden", 1, "ts", ts, "message",
		message_json(message, true), "previous_message", before);
	event_message(ws, channel, event, NULL);
	json_decref(event);
}

void message_change(struct workspace *ws, struct channel *channel,
	struct message *message, json_t *changes, const char *editor)
{
	json_t *before = message_json(message, true);
	char ts[TS_SIZE];

	json_object_del(message->body, "blocks");
	json_object_del(message->body, "attachments");
	json_object_update_new(message->body, changes);
	if (editor) {
		make_ts(ws, ts);
		json_object_set_new(message->body, "edited", json_pack(
			"{s:s,s:s}", "user", editor, "ts", ts));
	}
	note(ws, "changed", json_pack("{s:s,s:s,s:s}", "channel", channel->id,
		"text", text_of(message->body, "text"), "ts", message->ts));
	if (*message->only_for)
		json_decref(before);
	else
		changed_event(ws, channel, message, before);
}

static void deleted_event(struct workspace *ws, const struct channel *channel,
	const struct message *message)
{
	char ts[TS_SIZE];
	json_t *event;

	make_ts(ws, ts);
	event = json_pack("{s:s,s:s,s:b,s:s,s:s,s:o}", "type", "message",
		"subtype", "message_deleted", "hidden", 1, "ts", ts,
		"deleted_ts", message->ts, "previous_message",
		message_json(message, true));
	event_message(ws, channel, event, NULL);
	json_decref(event);
}

/* A parent with replies becomes a tombstone, anything else disappears. */
void message_delete(struct workspace *ws, struct channel *channel,
	struct message *message)
{
	const char *parent_ts = text_of(message->body, "thread_ts");

	note(ws, "deleted", json_pack("{s:s,s:s,s:s}", "channel", channel->id,
		"text", text_of(message->body, "text"), "ts", message->ts));
	if (json_object_get(message->body, "reply_count")) {
		message_change(ws, channel, message, json_pack(
			"{s:s,s:s,s:s,s:b}", "text",
			"This message was deleted.", "user", "USLACKBOT",
			"subtype", "tombstone", "hidden", 1), NULL);
		return;
	}
	message->deleted = true;
	array_drop(channel->pins, message->ts);
	if (*message->only_for)
		return;
	deleted_event(ws, channel, message);
	if (*parent_ts && !same(parent_ts, message->ts))
		thread_count(channel, parent_ts);
}

static void pin_event(struct workspace *ws, struct channel *channel,
	struct message *message, const char *type, const char *user)
{
	json_t *shown = message_json(message, true);
	char dotless[TS_SIZE], link[URL_SIZE], *dot;
	json_t *event;

	PUT(dotless, "%s", message->ts);
	dot = strchr(dotless, '.');
	if (dot)
		memmove(dot, dot + 1, strlen(dot));
	PUT(link, "https://acme.slack.com/archives/%s/p%s", channel->id,
		dotless);
	json_object_set_new(shown, "permalink", json_string(link));
	event = json_pack("{s:s,s:s,s:s,s:{s:s,s:I,s:s,s:s,s:o},s:s,s:I}",
		"type", type, "user", user, "channel_id", channel->id,
		"item", "type", "message", "created", (json_int_t)now_s(ws),
		"created_by", user, "channel", channel->id, "message", shown,
		"item_user", text_of(message->body, "user"), "pin_count",
		(json_int_t)json_array_size(channel->pins));
	if (same(type, "pin_removed"))
		json_object_set_new(event, "has_pins", json_boolean(
			json_array_size(channel->pins) > 0));
	else
		json_object_set_new(event, "pinned_info", json_pack(
			"{s:s,s:s,s:I}", "channel", channel->id, "pinned_by",
			user, "pinned_ts", (json_int_t)now_s(ws)));
	event_fire(ws, type, channel, event);
}

void message_pin(struct workspace *ws, struct channel *channel,
	struct message *message, const char *user)
{
	json_array_append_new(channel->pins, json_string(message->ts));
	json_object_set_new(message->body, "pinned_to", json_pack("[s]",
		channel->id));
	json_object_set_new(message->body, "pinned_info", json_pack(
		"{s:s,s:s,s:I}", "channel", channel->id, "pinned_by", user,
		"pinned_ts", (json_int_t)now_s(ws)));
	note(ws, "pinned", json_pack("{s:s,s:s,s:s}", "channel", channel->id,
		"user", user, "ts", message->ts));
	pin_event(ws, channel, message, "pin_added", user);
}

void message_unpin(struct workspace *ws, struct channel *channel,
	struct message *message, const char *user)
{
	array_drop(channel->pins, message->ts);
	json_object_del(message->body, "pinned_to");
	json_object_del(message->body, "pinned_info");
	note(ws, "unpinned", json_pack("{s:s,s:s,s:s}", "channel",
		channel->id, "user", user, "ts", message->ts));
	pin_event(ws, channel, message, "pin_removed", user);
}

static json_t *reaction_find(struct message *message, const char *name,
	size_t *at)
{
	json_t *reactions = json_object_get(message->body, "reactions"), *one;
	size_t i;

	json_array_foreach(reactions, i, one) {
		*at = i;
		if (same(text_of(one, "name"), name))
			return one;
	}
	return NULL;
}

static void reaction_event(struct workspace *ws, struct channel *channel,
	struct message *message, const char *type, json_t *who_and_what)
{
	json_t *event = json_pack("{s:s,s:{s:s,s:s,s:s}}", "type", type,
		"item", "type", "message", "channel", channel->id, "ts",
		message->ts);

	json_object_update_new(event, who_and_what);
	if (*text_of(message->body, "user"))
		json_object_set_new(event, "item_user",
			json_string(text_of(message->body, "user")));
	event_fire(ws, type, channel, event);
}

bool message_react(struct workspace *ws, struct channel *channel,
	struct message *message, const char *user, const char *name)
{
	size_t at = 0;
	json_t *one = reaction_find(message, name, &at);

	if (one && array_has(json_object_get(one, "users"), user))
		return false;
	if (!one) {
		if (!json_object_get(message->body, "reactions"))
			json_object_set_new(message->body, "reactions",
				json_array());
		one = json_pack("{s:s,s:[],s:i}", "name", name, "users",
			"count", 0);
		json_array_append_new(json_object_get(message->body,
			"reactions"), one);
	}
	json_array_append_new(json_object_get(one, "users"),
		json_string(user));
	json_object_set_new(one, "count", json_integer((json_int_t)
		json_array_size(json_object_get(one, "users"))));
	note(ws, "reacted", json_pack("{s:s,s:s,s:s,s:s}", "channel",
		channel->id, "user", user, "ts", message->ts, "text", name));
	reaction_event(ws, channel, message, "reaction_added",
		json_pack("{s:s,s:s}", "user", user, "reaction", name));
	return true;
}

bool message_unreact(struct workspace *ws, struct channel *channel,
	struct message *message, const char *user, const char *name)
{
	size_t at = 0;
	json_t *one = reaction_find(message, name, &at);
	json_t *users = json_object_get(one, "users");

	if (!one || !array_has(users, user))
		return false;
	array_drop(users, user);
	json_object_set_new(one, "count",
		json_integer((json_int_t)json_array_size(users)));
	if (json_array_size(users) == 0)
		(void)json_array_remove(json_object_get(message->body,
			"reactions"), at);
	if (json_array_size(json_object_get(message->body, "reactions")) == 0)
		json_object_del(message->body, "reactions");
	note(ws, "unreacted", json_pack("{s:s,s:s,s:s,s:s}", "channel",
		channel->id, "user", user, "ts", message->ts, "text", name));
	reaction_event(ws, channel, message, "reaction_removed",
		json_pack("{s:s,s:s}", "user", user, "reaction", name));
	return true;
}
