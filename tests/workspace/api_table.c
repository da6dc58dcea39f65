/* SPDX-License-Identifier: MIT
 *
 * api_table.c: the methods, as data: rate tier, whether a JSON body is taken,
 * scopes, required arguments and the word for a missing one. Read next: api.c.
 */
#include "tests/workspace/api.h"

#define TIER_2 20
#define TIER_3 50
#define TIER_4 100
#define SPECIAL 600
#define J TAKES_JSON
#define JC (TAKES_JSON | OF_CHANNEL)
#define C OF_CHANNEL
#define MANAGE "groups:write im:write mpim:write channels:write " \
	"channels:manage"
#define READ "groups:read im:read mpim:read channels:read"
#define HISTORY "groups:history im:history mpim:history channels:history"
#define TOPIC "channels:write.topic groups:write.topic mpim:write.topic " \
	"im:write.topic channels:manage groups:write im:write mpim:write"
#define INVITE "channels:write.invites groups:write.invites " \
	"channels:manage groups:write im:write mpim:write"
#define BAD "invalid_arguments"

static const struct method methods[] = {
	{ "api.test", TIER_4, J | NO_TOKEN, "", "", BAD, api_test },
	{ "auth.test", SPECIAL, J | USER_TOKEN | APP_TOKEN, "", "", BAD,
		api_auth_test },
	{ "apps.connections.open", TIER_3, J | APP_TOKEN, "", "", BAD,
		api_connections_open },
	{ "bots.info", TIER_3, 0, "users:read", "", BAD, api_bots_info },
	{ "team.info", TIER_3, J, "team:read", "", BAD, api_team_info },
	{ "users.info", TIER_4, 0, "users:read", "user", "user_not_found",
		api_users_info },
	{ "users.list", TIER_2, 0, "users:read", "", BAD, api_users_list },
	{ "users.lookupByEmail", TIER_3, 0, "users:read.email", "email",
		"users_not_found", api_users_lookup },
	{ "users.conversations", TIER_3, 0, READ, "", BAD,
		api_users_conversations },
	{ "usergroups.list", TIER_2, 0, "usergroups:read", "", BAD,
		api_groups_list },
	{ "usergroups.create", TIER_2, J, "usergroups:write", "name",
		"missing_argument", api_groups_create },
	{ "usergroups.update", TIER_2, J, "usergroups:write", "usergroup",
		"missing_argument", api_groups_update },
	{ "usergroups.enable", TIER_2, J, "usergroups:write", "usergroup",
		"missing_argument", api_groups_enable },
	{ "usergroups.disable", TIER_2, J, "usergroups:write", "usergroup",
		"missing_argument", api_groups_disable },
	{ "usergroups.users.list", TIER_2, 0, "usergroups:read", "usergroup",
		"no_such_subteam", api_groups_users_list },
	{ "usergroups.users.update", TIER_2, J, "usergroups:write",
		"usergroup", "missing_argument", api_groups_users_update },
	{ "conversations.create", TIER_2, J, MANAGE, "name",
		"invalid_name_required", api_channel_create },
	{ "conversations.invite", TIER_3, JC, INVITE, "channel users", BAD,
		api_channel_invite },
	{ "conversations.join", TIER_3, J, "channels:join", "channel", BAD,
		api_channel_join },
	{ "conversations.kick", TIER_3, JC, MANAGE, "channel user", BAD,
		api_channel_kick },
	{ "conversations.leave", TIER_3, JC, MANAGE, "channel", BAD,
		api_channel_leave },
	{ "conversations.setTopic", TIER_2, JC, TOPIC, "channel topic", BAD,
		api_channel_topic },
	{ "conversations.setPurpose", TIER_2, JC, TOPIC, "channel purpose",
		BAD, api_channel_purpose },
	{ "conversations.rename", TIER_2, JC, MANAGE, "channel name", BAD,
		api_channel_rename },
	{ "conversations.archive", TIER_2, JC, MANAGE, "channel", BAD,
		api_channel_archive },
	{ "conversations.unarchive", TIER_2, JC | USER_TOKEN, MANAGE,
		"channel", BAD, api_channel_unarchive },
	{ "conversations.open", TIER_3, J,
		"channels:manage groups:write im:write mpim:write", "", BAD,
		api_channel_open },
	{ "conversations.close", TIER_2, JC, MANAGE, "channel", BAD,
		api_channel_close },
	{ "conversations.mark", TIER_3, JC, MANAGE, "channel ts", BAD,
		api_channel_mark },
	{ "conversations.info", TIER_3, C, READ, "channel", BAD,
		api_channel_info },
	{ "conversations.list", TIER_2, 0, READ, "", BAD, api_channel_list },
	{ "conversations.members", TIER_4, C, READ, "channel", BAD,
		api_channel_members },
	{ "conversations.history", TIER_3, JC, HISTORY, "channel", BAD,
		api_channel_history },
	{ "conversations.replies", TIER_3, C, HISTORY, "channel ts", BAD,
		api_channel_replies },
	{ "chat.postMessage", 0, J, "chat:write", "channel", BAD,
		api_chat_post },
	{ "chat.postEphemeral", TIER_4, J, "chat:write", "channel user", BAD,
		api_chat_ephemeral },
	{ "chat.update", TIER_3, J, "chat:write", "channel ts", BAD,
		api_chat_update },
	{ "chat.delete", TIER_3, J, "chat:write", "channel ts", BAD,
		api_chat_delete },
	{ "chat.getPermalink", SPECIAL, 0, "", "channel message_ts", BAD,
		api_chat_permalink },
	{ "pins.add", TIER_2, J, "pins:write", "channel",
		"channel_not_found", api_pins_add },
	{ "pins.remove", TIER_2, J, "pins:write", "channel",
		"channel_not_found", api_pins_remove },
	{ "pins.list", TIER_2, 0, "pins:read", "channel",
		"channel_not_found", api_pins_list },
	{ "bookmarks.add", TIER_2, J, "bookmarks:write",
		"channel_id title type", BAD, api_bookmarks_add },
	{ "bookmarks.edit", TIER_2, J, "bookmarks:write",
		"channel_id bookmark_id", BAD, api_bookmarks_edit },
	{ "bookmarks.list", TIER_3, J, "bookmarks:read", "channel_id", BAD,
		api_bookmarks_list },
	{ "bookmarks.remove", TIER_2, J, "bookmarks:write",
		"channel_id bookmark_id", BAD, api_bookmarks_remove },
	{ "reactions.add", TIER_3, J, "reactions:write",
		"name timestamp channel", "no_item_specified",
		api_reactions_add },
	{ "reactions.remove", TIER_2, J, "reactions:write",
		"name timestamp channel", "no_item_specified",
		api_reactions_remove },
	{ "reactions.get", TIER_3, 0, "reactions:read", "timestamp channel",
		"no_item_specified", api_reactions_get },
	{ "files.getUploadURLExternal", TIER_4, 0, "files:write",
		"filename length", "missing_argument", api_files_address },
	{ "files.completeUploadExternal", TIER_4, J, "files:write", "files",
		BAD, api_files_complete },
	{ "files.info", TIER_4, 0, "files:read", "file", "file_not_found",
		api_files_info },
	{ "conversations.canvases.create", TIER_2, J, "canvases:write",
		"channel_id", BAD, api_canvas_of_channel },
	{ "canvases.edit", TIER_3, J, "canvases:write", "canvas_id changes",
		BAD, api_canvas_edit },
	{ "canvases.sections.lookup", TIER_3, J, "canvases:read",
		"canvas_id criteria", BAD, api_canvas_lookup },
	{ "views.open", TIER_4, J, "", "view trigger_id", BAD,
		api_views_open },
	{ "views.push", TIER_4, J, "", "view trigger_id", BAD,
		api_views_push },
	{ "views.update", TIER_4, J, "", "view", BAD, api_views_update },
	{ "views.publish", TIER_4, J, "", "user_id view", BAD,
		api_views_publish },
};

const struct method *method_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(methods); i++)
		if (same(methods[i].name, name))
			return &methods[i];
	return NULL;
}
