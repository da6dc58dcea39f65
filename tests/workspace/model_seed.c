/* SPDX-License-Identifier: MIT
 *
 * model_seed.c: the world as it is at the start: Acme's people and channels,
 * one user group, and what the app's manifest grants it (scopes, events,
 * commands, shortcuts). Read next: model_channels.c.
 */
#include "tests/workspace/model.h"

static const struct {
	const char *id, *name, *real_name, *zone;
	int offset_s;
	bool is_bot, is_restricted;
} people[] = {
	{ "U0ANA", "ana", "Ana Silva", "Europe/Lisbon", 0, false, false },
	{ "U0BEN", "ben", "Ben Okafor", "Africa/Lagos", 3600, false, false },
	{ "U0CHLOE", "chloe", "Chloé Martin", "Europe/Paris", 3600, false,
		false },
	{ "U0DAN", "dan", "Dan Wu", "America/Los_Angeles", -28800, false,
		false },
	{ "U0EVE", "eve", "Eve Guest", "America/New_York", -18000, false,
		true },
	{ WORKSPACE_BOT_USER, "incbot", "incbot", "America/Los_Angeles",
		-28800, true, false },
	{ "USLACKBOT", "slackbot", "Slackbot", "America/Los_Angeles", -28800,
		false, false },
};

static const struct {
	const char *id, *name;
	bool with_guest, with_bot;
} rooms[] = {
	{ "C0GENERAL", "general", true, false },
	{ "C0INCIDENTS", "incidents", false, true },
	{ "C0RANDOM", "random", false, false },
};

static const char default_manifest[] = "{"
"\"features\":{"
" \"shortcuts\":["
"  {\"name\":\"Declare incident\",\"type\":\"global\","
"   \"callback_id\":\"inc_declare_shortcut\"},"
"  {\"name\":\"Add to timeline\",\"type\":\"message\","
"   \"callback_id\":\"inc_from_message\"}],"
" \"slash_commands\":[{\"command\":\"/incident\","
"  \"description\":\"Declare or manage an incident\","
"  \"usage_hint\":\"declare | status | resolve | help\","
"  \"should_escape\":true}]},"
"\"oauth_config\":{\"scopes\":{\"bot\":["
" \"commands\",\"chat:write\",\"chat:write.public\","
" \"channels:manage\",\"channels:read\",\"channels:history\","
" \"channels:join\",\"groups:write\",\"groups:read\","
" \"groups:history\",\"im:write\",\"im:history\",\"users:read\","
" \"users:read.email\",\"usergroups:read\",\"usergroups:write\","
" \"pins:write\",\"pins:read\",\"bookmarks:write\","
" \"bookmarks:read\",\"reactions:write\",\"reactions:read\","
" \"files:write\",\"files:read\",\"canvases:write\","
" \"canvases:read\",\"app_mentions:read\",\"team:read\"]}},"
"\"settings\":{\"event_subscriptions\":{\"bot_events\":["
" \"app_home_opened\",\"app_mention\",\"app_uninstalled\","
" \"tokens_revoked\",\"message.channels\",\"message.groups\","
" \"message.im\",\"reaction_added\",\"reaction_removed\","
" \"pin_added\",\"pin_removed\",\"member_joined_channel\","
" \"member_left_channel\",\"channel_archive\","
" \"channel_unarchive\",\"channel_rename\",\"channel_deleted\","
" \"group_archive\",\"group_unarchive\",\"group_rename\","
" \"group_deleted\",\"user_change\",\"subteam_members_changed\","
" \"subteam_updated\"]}}}";

static json_t *dig(json_t *manifest, const char *a, const char *b,
	const char *c)
{
	json_t *at = json_object_get(json_object_get(manifest, a), b);

	if (c)
		at = json_object_get(at, c);
	return at ? json_deep_copy(at) : json_array();
}

static void read_manifest(struct workspace *ws, json_t *given)
{
	json_t *manifest = given ? json_incref(given) :
		json_loads(default_manifest, 0, NULL);

	assert(manifest);
	ws->scopes = dig(manifest, "oauth_config", "scopes", "bot");
	ws->events = dig(manifest, "settings", "event_subscriptions",
		"bot_events");
	ws->commands = dig(manifest, "features", "slash_commands", NULL);
	ws->shortcuts = dig(manifest, "features", "shortcuts", NULL);
	json_decref(manifest);
}

static void seed_people(struct workspace *ws)
{
	for (size_t i = 0; i < ARRAY_LEN(people); i++) {
		struct user *user = zalloc(sizeof(*user));

		PUT(user->id, "%s", people[i].id);
		PUT(user->name, "%s", people[i].name);
		PUT(user->real_name, "%s", people[i].real_name);
		PUT(user->email, "%s@acme.example", people[i].name);
		PUT(user->time_zone, "%s", people[i].zone);
		user->tz_offset_s = people[i].offset_s;
		user->is_bot = people[i].is_bot;
		user->is_restricted = people[i].is_restricted;
		user->notices = json_array();
		list_add(&ws->users, user);
	}
}

static void seed_rooms(struct workspace *ws)
{
	for (size_t i = 0; i < ARRAY_LEN(rooms); i++) {
		struct channel *room = channel_new(ws, rooms[i].id,
			rooms[i].name, "U0ANA");

		room->is_general = i == 0;
		for (size_t p = 0; p < ARRAY_LEN(people); p++) {
			bool in = same(people[p].id, "USLACKBOT") ? false :
				people[p].is_bot ? rooms[i].with_bot :
				people[p].is_restricted ? rooms[i].with_guest :
				true;

			if (in)
				json_array_append_new(room->members,
					json_string(people[p].id));
		}
	}
}

void seed_world(struct workspace *ws, json_t *manifest)
{
	read_manifest(ws, manifest);
	seed_people(ws);
	seed_rooms(ws);
	json_array_append_new(ws->usergroups, json_pack(
		"{s:s,s:s,s:b,s:b,s:s,s:s,s:s,s:b,s:I,s:I,s:i,s:n,s:s,s:s,"
		"s:n,s:{s:[],s:[]},s:[ss],s:i}",
		"id", "S0ONCALL", "team_id", WORKSPACE_TEAM, "is_usergroup", 1,
		"is_subteam", 1, "name", "On call", "description",
		"Whoever is on call", "handle", "oncall", "is_external", 0,
		"date_create", (json_int_t)now_s(ws), "date_update",
		(json_int_t)now_s(ws), "date_delete", 0, "auto_type",
		"created_by", "U0ANA", "updated_by", "U0ANA", "deleted_by",
		"prefs", "channels", "groups", "users", "U0ANA", "U0BEN",
		"user_count", 2));
}
