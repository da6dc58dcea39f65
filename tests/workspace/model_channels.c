/* SPDX-License-Identifier: MIT
 *
 * model_channels.c: channels and who is in them, and every change of a
 * channel together with the system message and the event that Slack makes of
 * it. Who may do what is decided by the callers (api_conversations.c, acts.c).
 * Read next: model_messages.c.
 */
#include "tests/workspace/model.h"

#define CHANNEL_NAME_MAX 80

struct channel *channel_find(struct workspace *ws, const char *id)
{
	for (size_t i = 0; i < ws->channels.count; i++) {
		struct channel *channel = ws->channels.items[i];

		if (same(channel->id, id))
			return channel;
	}
	return NULL;
}

struct channel *channel_find_named(struct workspace *ws, const char *name)
{
	for (size_t i = 0; i < ws->channels.count; i++) {
		struct channel *channel = ws->channels.items[i];

		if (!channel->is_im && same(channel->name, name))
			return channel;
	}
	return NULL;
}

static json_t *words_new(void)
{
	return json_pack("{s:s,s:s,s:i}", "value", "", "creator", "",
		"last_set", 0);
}

struct channel *channel_new(struct workspace *ws, const char *id,
	const char *name, const char *creator)
{
	struct channel *channel = zalloc(sizeof(*channel));

	if (id)
		PUT(channel->id, "%s", id);
	else
		make_id(ws, "C", channel->id);
	PUT(channel->name, "%s", name);
	PUT(channel->creator, "%s", creator);
	channel->created_s = now_s(ws);
	channel->updated_ms = ws->now_ms;
	channel->topic = words_new();
	channel->purpose = words_new();
	channel->previous_names = json_array();
	channel->members = json_array();
	channel->bookmarks = json_array();
	channel->pins = json_array();
	channel->read_marks = json_object();
	list_add(&ws->channels, channel);
	return channel;
}

/* The direct message between the app and that person; made when missing. */
struct channel *channel_im(struct workspace *ws, const char *user)
{
	struct channel *channel;

	for (size_t i = 0; i < ws->channels.count; i++) {
		channel = ws->channels.items[i];
		if (channel->is_im && same(channel->creator, user))
			return channel;
	}
	channel = channel_new(ws, NULL, "", user);
	channel->id[0] = 'D';
	channel->is_im = true;
	json_array_append_new(channel->members, json_string(user));
	json_array_append_new(channel->members,
		json_string(WORKSPACE_BOT_USER));
	return channel;
}

bool channel_has(const struct channel *channel, const char *user)
{
	return array_has(channel->members, user);
}

bool channel_visible(const struct channel *channel, const char *user)
{
	bool closed = channel->is_private || channel->is_im ||
		channel->is_mpim;

	return !closed || channel_has(channel, user);
}

const char *channel_kind(const struct channel *channel)
{
	if (channel->is_im)
		return "im";
	if (channel->is_mpim)
		return "mpim";
	return channel->is_private ? "group" : "channel";
}

static json_t *im_json(const struct channel *channel)
{
	return json_pack("{s:s,s:I,s:b,s:b,s:b,s:s,s:b,s:b,s:i,s:b}",
		"id", channel->id, "created", (json_int_t)channel->created_s,
		"is_archived", 0, "is_im", 1, "is_org_shared", 0,
		"user", channel->creator, "is_user_deleted", 0,
		"is_open", 1, "priority", 0, "is_private", 1);
}

json_t *channel_json(const struct channel *channel)
{
	json_t *answer;

	if (channel->is_im)
		return im_json(channel);
	answer = json_pack("{s:s,s:s,s:s,s:b,s:b,s:b,s:b,s:b,s:b,s:b}",
		"id", channel->id, "name", channel->name,
		"name_normalized", channel->name,
		"is_channel", !channel->is_private && !channel->is_mpim,
		"is_group", channel->is_private, "is_im", 0,
		"is_mpim", channel->is_mpim, "is_private", channel->is_private,
		"is_archived", channel->is_archived, "is_general",
		channel->is_general);
	json_object_update_new(answer, json_pack(
		"{s:b,s:I,s:s,s:o,s:o,s:o,s:b,s:b,s:b,s:i,s:s,s:[s],s:I}",
		"is_member", channel_has(channel, WORKSPACE_BOT_USER),
		"created", (json_int_t)channel->created_s,
		"creator", channel->creator,
		"topic", json_deep_copy(channel->topic),
		"purpose", json_deep_copy(channel->purpose),
		"previous_names", json_deep_copy(channel->previous_names),
		"is_shared", 0, "is_ext_shared", 0, "is_org_shared", 0,
		"unlinked", 0, "context_team_id",
		WORKSPACE_TEAM, "shared_team_ids", WORKSPACE_TEAM, "updated",
		(json_int_t)channel->updated_ms));
	if (*channel->canvas)
		json_object_set_new(answer, "properties", json_pack(
			"{s:{s:s,s:b,s:s}}", "canvas", "file_id",
			channel->canvas, "is_empty", 0, "quip_thread_id",
			"XAA"));
	return answer;
}

static bool name_byte_is_fine(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
		c == '_' || c >= 0x80;
}

const char *channel_name_error(const char *name)
{
	bool letter = false, special = false;

	if (*name == '\0')
		return "invalid_name_required";
	if (code_points(name) > CHANNEL_NAME_MAX)
		return "invalid_name_maxlength";
	for (const char *c = name; *c; c++) {
		unsigned char byte = (unsigned char)*c;

		letter |= (byte >= 'a' && byte <= 'z') || byte >= 0x80 ||
			(byte >= '0' && byte <= '9') ||
			(byte >= 'A' && byte <= 'Z');
		special |= !name_byte_is_fine(byte);
	}
	if (!letter)
		return "invalid_name_punctuation";
	if (special)
		return "invalid_name_specials";
	return NULL;
}

static void member_event(struct workspace *ws, struct channel *channel,
	const char *type, const char *user, const char *inviter)
{
	json_t *event = json_pack("{s:s,s:s,s:s,s:s,s:s}", "type", type,
		"user", user, "channel", channel->id, "channel_type",
		channel->is_private ? "G" : "C", "team", WORKSPACE_TEAM);

	if (inviter)
		json_object_set_new(event, "inviter", json_string(inviter));
	event_fire(ws, type, channel, event);
}

void channel_join(struct workspace *ws, struct channel *channel,
	const char *user, const char *inviter)
{
	json_t *extra = json_object();

	if (channel_has(channel, user)) {
		json_decref(extra);
		return;
	}
	json_array_append_new(channel->members, json_string(user));
	channel->updated_ms = ws->now_ms;
	if (inviter)
		json_object_set_new(extra, "inviter", json_string(inviter));
	message_system(ws, channel, channel->is_private ? "group_join" :
		"channel_join", user, extra);
	member_event(ws, channel, "member_joined_channel", user, inviter);
}

void channel_leave(struct workspace *ws, struct channel *channel,
	const char *user)
{
	if (!channel_has(channel, user))
		return;
	message_system(ws, channel, channel->is_private ? "group_leave" :
		"channel_leave", user, NULL);
	member_event(ws, channel, "member_left_channel", user, NULL);
	array_drop(channel->members, user);
	channel->updated_ms = ws->now_ms;
}

/* field: "topic" or "purpose". */
void channel_set_words(struct workspace *ws, struct channel *channel,
	const char *field, const char *value, const char *user)
{
	json_t *words = same(field, "topic") ? channel->topic :
		channel->purpose;
	char subtype[WORD_SIZE];

	json_object_set_new(words, "value", json_string(value));
	json_object_set_new(words, "creator", json_string(user));
	json_object_set_new(words, "last_set", json_integer(now_s(ws)));
	channel->updated_ms = ws->now_ms;
	PUT(subtype, "%s_%s", channel->is_private ? "group" : "channel",
		field);
	message_system(ws, channel, subtype, user,
		json_pack("{s:s}", field, value));
}

void channel_rename(struct workspace *ws, struct channel *channel,
	const char *name, const char *user)
{
	const char *key = channel->is_private ? "group_rename" :
		"channel_rename";
	json_t *extra = json_pack("{s:s,s:s}", "old_name", channel->name,
		"name", name);

	json_array_insert_new(channel->previous_names, 0,
		json_string(channel->name));
	PUT(channel->name, "%s", name);
	channel->updated_ms = ws->now_ms;
	message_system(ws, channel, channel->is_private ? "group_name" :
		"channel_name", user, extra);
	event_fire(ws, key, channel, json_pack(
		"{s:s,s:{s:s,s:b,s:b,s:s,s:s,s:I}}", "type", key, "channel",
		"id", channel->id, "is_channel", !channel->is_private,
		"is_mpim", 0, "name", name, "name_normalized", name,
		"created", (json_int_t)channel->created_s));
}

static void archive_event(struct workspace *ws, struct channel *channel,
	const char *verb, const char *user)
{
	char key[WORD_SIZE];

	PUT(key, "%s_%s", channel->is_private ? "group" : "channel", verb);
	message_system(ws, channel, key, user, NULL);
	event_fire(ws, key, channel, json_pack("{s:s,s:s,s:s,s:i}", "type",
		key, "channel", channel->id, "user", user, "is_moved", 0));
	channel->updated_ms = ws->now_ms;
}

/* Archiving ejects the app; that is why it cannot unarchive afterwards. */
void channel_archive(struct workspace *ws, struct channel *channel,
	const char *user)
{
	archive_event(ws, channel, "archive", user);
	channel->is_archived = true;
	array_drop(channel->members, WORKSPACE_BOT_USER);
	note(ws, "archived", json_pack("{s:s}", "channel", channel->id));
}

void channel_unarchive(struct workspace *ws, struct channel *channel,
	const char *user)
{
	channel->is_archived = false;
	if (!channel_has(channel, user))
		json_array_append_new(channel->members, json_string(user));
	archive_event(ws, channel, "unarchive", user);
}
