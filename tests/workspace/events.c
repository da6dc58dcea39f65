/* SPDX-License-Identifier: MIT
 *
 * events.c: what the app is told about: wraps one event the way the Events
 * API does and hands it to delivery.c, if the app subscribed to it, has the
 * scope and may see the channel. Read next: delivery.c.
 */
#include "tests/workspace/model.h"

/* key -> scope without which Slack sends nothing ("" = none). */
static const struct {
	const char *key, *scope;
	bool any_public; /* also for public channels the app is not in */
} rules[] = {
	{ "message.channels", "channels:history", false },
	{ "message.groups", "groups:history", false },
	{ "message.im", "im:history", false },
	{ "message.mpim", "mpim:history", false },
	{ "app_mention", "app_mentions:read", false },
	{ "app_home_opened", "", true },
	{ "app_uninstalled", "", true },
	{ "tokens_revoked", "", true },
	{ "reaction_added", "reactions:read", false },
	{ "reaction_removed", "reactions:read", false },
	{ "pin_added", "pins:read", false },
	{ "pin_removed", "pins:read", false },
	{ "member_joined_channel", "channels:read", false },
	{ "member_left_channel", "channels:read", false },
	{ "channel_created", "channels:read", true },
	{ "channel_rename", "channels:read", true },
	{ "channel_archive", "channels:read", true },
	{ "channel_unarchive", "channels:read", true },
	{ "channel_deleted", "channels:read", true },
	{ "group_rename", "groups:read", false },
	{ "group_archive", "groups:read", false },
	{ "group_unarchive", "groups:read", false },
	{ "user_change", "users:read", true },
	{ "subteam_members_changed", "usergroups:read", true },
	{ "subteam_updated", "usergroups:read", true },
};

static bool app_hears(struct workspace *ws, const char *key,
	const struct channel *channel)
{
	if (!array_has(ws->events, key))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		if (!same(rules[i].key, key))
			continue;
		if (*rules[i].scope && !array_has(ws->scopes, rules[i].scope))
			return false;
		return !channel || rules[i].any_public ||
			channel_has(channel, WORKSPACE_BOT_USER);
	}
	return false;
}

static json_t *wrap(struct workspace *ws, json_t *event)
{
	char id[ID_SIZE];

	make_id(ws, "Ev", id);
	return json_pack("{s:s,s:s,s:s,s:n,s:s,s:o,s:s,s:s,s:I,"
		"s:[{s:n,s:s,s:s,s:b,s:b}],s:b,s:s}",
		"token", "stand-in-verification-token", "team_id",
		WORKSPACE_TEAM, "context_team_id", WORKSPACE_TEAM,
		"context_enterprise_id", "api_app_id", WORKSPACE_APP,
		"event", event, "type", "event_callback", "event_id", id,
		"event_time", (json_int_t)now_s(ws), "authorizations",
		"enterprise_id", "team_id", WORKSPACE_TEAM, "user_id",
		WORKSPACE_BOT_USER, "is_bot", 1, "is_enterprise_install", 0,
		"is_ext_shared_channel", 0, "event_context",
		"4-eyJzdGFuZC1pbiI6dHJ1ZX0");
}

/* event is stolen. channel: where it happened, NULL = nowhere. */
void event_fire(struct workspace *ws, const char *key,
	const struct channel *channel, json_t *event)
{
	struct envelope *envelope;
	char ts[TS_SIZE];

	if (!app_hears(ws, key, channel)) {
		json_decref(event);
		return;
	}
	if (!json_object_get(event, "event_ts")) {
		make_ts(ws, ts);
		json_object_set_new(event, "event_ts", json_string(ts));
	}
	envelope = envelope_new(ws, ENVELOPE_EVENT, wrap(ws, event), false);
	PUT(envelope->word, "%s", key);
	deliver(ws, envelope);
}

static void mention_event(struct workspace *ws, const struct channel *channel,
	const json_t *body)
{
	const char *subtype = text_of(body, "subtype");
	json_t *event;

	if (channel->is_im || *text_of(body, "bot_id") ||
	    (*subtype && !same(subtype, "thread_broadcast")) ||
	    !strstr(text_of(body, "text"), "<@" WORKSPACE_BOT_USER))
		return;
	event = json_deep_copy(body);
	json_object_set_new(event, "type", json_string("app_mention"));
	json_object_set_new(event, "channel", json_string(channel->id));
	json_object_set(event, "event_ts", json_object_get(event, "ts"));
	event_fire(ws, "app_mention", channel, event);
}

static const char *message_key(const struct channel *channel)
{
	if (channel->is_im)
		return "message.im";
	if (channel->is_mpim)
		return "message.mpim";
	return channel->is_private ? "message.groups" : "message.channels";
}

/* body is borrowed; metadata may be NULL. */
void event_message(struct workspace *ws, const struct channel *channel,
	const json_t *body, const json_t *metadata)
{
	const char *key = message_key(channel);
	json_t *event;

	if (app_hears(ws, key, channel)) {
		event = json_copy((json_t *)(uintptr_t)body);
		if (metadata)
			json_object_set_new(event, "metadata",
				json_deep_copy(metadata));
		json_object_set_new(event, "channel",
			json_string(channel->id));
		json_object_set_new(event, "channel_type",
			json_string(channel_kind(channel)));
		json_object_set(event, "event_ts",
			json_object_get(event, "ts"));
		event_fire(ws, key, channel, event);
	}
	mention_event(ws, channel, body);
}
