/* SPDX-License-Identifier: MIT
 *
 * api_people.c: users.*, bots.info, usergroups.*, team.info, auth.test,
 * api.test and apps.connections.open. Read next: api_views.c.
 */
#include "tests/workspace/api.h"

const char *api_test(struct call *call)
{
	if (json_object_size(call->request->args) > 0)
		json_object_set_new(call->answer, "args",
			json_deep_copy(call->request->args));
	return *arg(call, "error") ? arg(call, "error") : NULL;
}

const char *api_auth_test(struct call *call)
{
	struct user *user = user_find(call->ws, call->user);

	assert(user);
	json_object_update_new(call->answer, json_pack("{s:s,s:s,s:b}", "url",
		"https://acme.slack.com/", "team", "Acme",
		"is_enterprise_install", 0));
	if (call->token == TOKEN_APP) {
		json_object_update_new(call->answer, json_pack("{s:s,s:s}",
			"app_id", WORKSPACE_APP, "app_name", "incbot"));
		return NULL;
	}
	json_object_update_new(call->answer, json_pack("{s:s,s:s,s:s}",
		"user", user->name, "team_id", WORKSPACE_TEAM, "user_id",
		user->id));
	if (call->token == TOKEN_BOT)
		json_object_set_new(call->answer, "bot_id",
			json_string(WORKSPACE_BOT));
	return NULL;
}

const char *api_connections_open(struct call *call)
{
	struct ticket *ticket;
	char url[URL_SIZE * 2], digest[65];
	json_t *fault;

	if (call->request->is_get)
		return "insecure_request";
	fault = fault_take(call->ws, "open_url", "");
	ticket = zalloc(sizeof(*ticket));
	draw_text(call->ws, ticket->id, 36);
	list_add(&call->ws->tickets, ticket);
	draw_text(call->ws, digest, 64);
	PUT(url, "%s/link/?ticket=%s&app_id=%s", fault ?
		"ws://nowhere.invalid:9" : call->ws->ws_base, ticket->id,
		digest);
	json_object_set_new(call->answer, "url", json_string(url));
	return NULL;
}

const char *api_team_info(struct call *call)
{
	if (arg_given(call, "team") && !same(arg(call, "team"),
		WORKSPACE_TEAM))
		return "team_not_found";
	json_object_set_new(call->answer, "team", json_pack(
		"{s:s,s:s,s:s,s:s,s:s,s:{s:b},s:b}", "id", WORKSPACE_TEAM,
		"name", "Acme", "domain", "acme", "email_domain",
		"acme.example", "url", "https://acme.slack.com/", "icon",
		"image_default", 1, "is_verified", 0));
	return NULL;
}

static json_t *user_json(struct call *call, const struct user *user)
{
	bool email = array_has(call->ws->scopes, "users:read.email");
	json_t *answer = json_pack("{s:s,s:s,s:s,s:b,s:s,s:s,s:s,s:s,s:i}",
		"id", user->id, "team_id", WORKSPACE_TEAM, "name", user->name,
		"deleted", user->deleted, "color", "9f69e7", "real_name",
		user->real_name, "tz", user->time_zone, "tz_label",
		user->time_zone, "tz_offset", user->tz_offset_s);

	json_object_set_new(answer, "profile", json_pack(
		"{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s*,s:s*}", "title", "",
		"phone", "", "real_name", user->real_name,
		"real_name_normalized", user->real_name, "display_name",
		user->name, "display_name_normalized", user->name, "team",
		WORKSPACE_TEAM, "email", email && !user->is_bot ?
			user->email : NULL, "bot_id", user->is_bot ?
			WORKSPACE_BOT : NULL));
	json_object_update_new(answer, json_pack(
		"{s:b,s:b,s:b,s:b,s:b,s:b,s:b,s:I}", "is_admin",
		same(user->id, "U0ANA"), "is_owner", same(user->id, "U0ANA"),
		"is_primary_owner", same(user->id, "U0ANA"), "is_restricted",
		user->is_restricted, "is_ultra_restricted", 0, "is_bot",
		user->is_bot, "is_app_user", 0, "updated",
		(json_int_t)now_s(call->ws)));
	if (arg_bool(call, "include_locale", false))
		json_object_set_new(answer, "locale", json_string("en-US"));
	return answer;
}

const char *api_users_info(struct call *call)
{
	struct user *user = user_find(call->ws, arg(call, "user"));

	if (!user)
		return "user_not_found";
	json_object_set_new(call->answer, "user", user_json(call, user));
	return NULL;
}

const char *api_users_lookup(struct call *call)
{
	for (size_t i = 0; i < call->ws->users.count; i++) {
		struct user *user = call->ws->users.items[i];

		if (user->is_bot || user->deleted ||
		    !same(user->email, arg(call, "email")))
			continue;
		json_object_set_new(call->answer, "user",
			user_json(call, user));
		return NULL;
	}
	return "users_not_found";
}

const char *api_users_list(struct call *call)
{
	int limit = arg_int(call, "limit", 1000);
	json_t *members = json_array();
	const char *error;

	for (size_t i = 0; i < call->ws->users.count; i++)
		json_array_append_new(members, user_json(call,
			call->ws->users.items[i]));
	error = call_page(call, &members, limit > 0 ? limit : 1000);
	json_object_set_new(call->answer, "members", members);
	json_object_set_new(call->answer, "cache_ts",
		json_integer(now_s(call->ws)));
	return error;
}

const char *api_bots_info(struct call *call)
{
	json_t *bot;

	if (!arg_given(call, "bot"))
		return NULL;
	if (!same(arg(call, "bot"), WORKSPACE_BOT))
		return "bot_not_found";
	bot = bot_profile();
	json_object_set_new(bot, "user_id", json_string(WORKSPACE_BOT_USER));
	json_object_set_new(call->answer, "bot", bot);
	return NULL;
}

static json_t *group_find(struct call *call)
{
	json_t *one;
	size_t i;

	json_array_foreach(call->ws->usergroups, i, one)
		if (same(text_of(one, "id"), arg(call, "usergroup")))
			return one;
	return NULL;
}

static json_t *group_json(struct call *call, json_t *group, bool users)
{
	json_t *answer = json_deep_copy(group);

	if (!users)
		json_object_del(answer, "users");
	if (!users && !arg_bool(call, "include_count", false))
		json_object_del(answer, "user_count");
	return answer;
}

const char *api_groups_list(struct call *call)
{
	bool users = arg_bool(call, "include_users", false);
	bool disabled = arg_bool(call, "include_disabled", false);
	json_t *found = json_array(), *one;
	size_t i;

	json_array_foreach(call->ws->usergroups, i, one)
		if (disabled || json_integer_value(json_object_get(one,
			"date_delete")) == 0)
			json_array_append_new(found, group_json(call, one,
				users));
	json_object_set_new(call->answer, "usergroups", found);
	return NULL;
}

static const char *group_done(struct call *call, json_t *group,
	const char *event)
{
	json_object_set_new(group, "date_update",
		json_integer(now_s(call->ws)));
	json_object_set_new(group, "updated_by", json_string(call->user));
	json_object_set_new(call->answer, "usergroup",
		group_json(call, group, true));
	event_fire(call->ws, event, NULL, json_pack("{s:s,s:o}", "type",
		event, "subteam", json_deep_copy(group)));
	return NULL;
}

const char *api_groups_create(struct call *call)
{
	const char *handle = *arg(call, "handle") ? arg(call, "handle") :
		arg(call, "name");
	char id[ID_SIZE];
	json_t *one, *group;
	size_t i;

	json_array_foreach(call->ws->usergroups, i, one) {
		if (same(text_of(one, "name"), arg(call, "name")))
			return "name_already_exists";
		if (same(text_of(one, "handle"), handle))
			return "handle_already_exists";
	}
	make_id(call->ws, "S", id);
	group = json_pack("{s:s,s:s,s:b,s:s,s:s,s:s,s:b,s:I,s:i,s:s,s:n,"
		"s:{s:[],s:[]},s:[],s:i}", "id", id, "team_id",
		WORKSPACE_TEAM, "is_usergroup", 1, "name", arg(call, "name"),
		"description", arg(call, "description"), "handle", handle,
		"is_external", 0, "date_create", (json_int_t)now_s(call->ws),
		"date_delete", 0, "created_by", call->user, "deleted_by",
		"prefs", "channels", "groups", "users", "user_count", 0);
	json_array_append_new(call->ws->usergroups, group);
	return group_done(call, group, "subteam_created");
}

const char *api_groups_update(struct call *call)
{
	static const char *const fields[] = { "name", "handle",
		"description" };
	json_t *group = group_find(call);

	if (!group)
		return "no_such_subteam";
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (arg_given(call, fields[i]))
			json_object_set_new(group, fields[i],
				json_string(arg(call, fields[i])));
	return group_done(call, group, "subteam_updated");
}

static const char *group_switch(struct call *call, int64_t deleted_s)
{
	json_t *group = group_find(call);

	if (!group)
		return "no_such_subteam";
	json_object_set_new(group, "date_delete", json_integer(deleted_s));
	return group_done(call, group, "subteam_updated");
}

const char *api_groups_enable(struct call *call)
{
	return group_switch(call, 0);
}

const char *api_groups_disable(struct call *call)
{
	return group_switch(call, now_s(call->ws));
}

const char *api_groups_users_list(struct call *call)
{
	json_t *group = group_find(call);

	if (!group)
		return "no_such_subteam";
	json_object_set_new(call->answer, "users",
		json_deep_copy(json_object_get(group, "users")));
	return NULL;
}

static json_t *names_but(const json_t *some, const json_t *others)
{
	json_t *rest = json_array(), *one;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)some, i, one)
		if (!array_has(others, json_string_value(one)))
			json_array_append(rest, one);
	return rest;
}

static void members_event(struct call *call, const json_t *group,
	const json_t *before, const json_t *after)
{
	json_t *added = names_but(after, before);
	json_t *removed = names_but(before, after);

	event_fire(call->ws, "subteam_members_changed", NULL, json_pack(
		"{s:s,s:s,s:s,s:I,s:I,s:I,s:I,s:o,s:o}", "type",
		"subteam_members_changed", "subteam_id", text_of(group, "id"),
		"team_id", WORKSPACE_TEAM, "date_previous_update",
		json_integer_value(json_object_get(group, "date_update")),
		"date_update", (json_int_t)now_s(call->ws),
		"added_users_count", (json_int_t)json_array_size(added),
		"removed_users_count", (json_int_t)json_array_size(removed),
		"added_users", added, "removed_users", removed));
}

const char *api_groups_users_update(struct call *call)
{
	json_t *group = group_find(call), *ids, *id, *before;
	size_t i;

	if (!group)
		return "no_such_subteam";
	ids = arg_ids(call, "users");
	if (json_array_size(ids) == 0) {
		json_decref(ids);
		return "no_users_provided";
	}
	json_array_foreach(ids, i, id) {
		struct user *user = user_find(call->ws,
			json_string_value(id));

		if (user && !user->is_bot && !user->is_restricted &&
		    !user->deleted)
			continue;
		json_decref(ids);
		return "invalid_users";
	}
	before = json_incref(json_object_get(group, "users"));
	members_event(call, group, before, ids);
	json_object_set_new(group, "user_count",
		json_integer((json_int_t)json_array_size(ids)));
	json_object_set_new(group, "users", ids);
	json_decref(before);
	return group_done(call, group, "subteam_updated");
}
