/* SPDX-License-Identifier: MIT
 *
 * api_views.c: views.open, push, update, publish. Read next: acts.c.
 */
#include "tests/workspace/api.h"

static const char *view_arg(struct call *call, json_t **view,
	const struct view *but)
{
	json_t *errors = json_array(), *one;
	const char *error;
	size_t i;
	bool bad;

	*view = arg_json(call, "view", &bad);
	error = bad ? "invalid_arguments" : view_check(*view, errors);
	json_array_foreach(errors, i, one)
		call_say(call, "[ERROR] %s", json_string_value(one));
	json_decref(errors);
	if (!*error && *text_of(*view, "external_id") &&
	    view_external_id_taken(call->ws, text_of(*view, "external_id"),
		but))
		error = "duplicate_external_id";
	if (!*error)
		return NULL;
	json_decref(*view);
	*view = NULL;
	return error;
}

static const char *show(struct call *call, bool push)
{
	struct user *user;
	struct view *view;
	json_t *given;
	const char *error = view_arg(call, &given, NULL);

	if (error)
		return error;
	if (!same(text_of(given, "type"), "modal")) {
		json_decref(given);
		call_say(call, "[ERROR] must be a valid enum value "
			"[json-pointer:/view/type]");
		return "invalid_arguments";
	}
	error = trigger_spend(call->ws, arg(call, "trigger_id"), &user);
	if (error && same(error, "invalid_trigger_id"))
		call_say(call, "[ERROR] invalid `trigger_id`");
	if (!error && push && user->modal_count == 0)
		error = "not_found";
	if (error) {
		json_decref(given);
		return error;
	}
	if (!push)
		view_clear(call->ws, user);
	view = view_new(call->ws, user, given);
	json_decref(given);
	error = view_push(call->ws, user, view);
	if (!error)
		json_object_set_new(call->answer, "view",
			json_deep_copy(view->body));
	return error;
}

const char *api_views_open(struct call *call)
{
	return show(call, false);
}

const char *api_views_push(struct call *call)
{
	return show(call, true);
}

static struct view *view_of_external(struct workspace *ws, const char *id)
{
	for (size_t i = 0; i < ws->views.count; i++) {
		struct view *view = ws->views.items[i];

		if (!view->closed && *id && same(view->external_id, id))
			return view;
	}
	return NULL;
}

static const char *replace(struct call *call, struct view *view)
{
	json_t *given;
	const char *error = view_arg(call, &given, view);

	if (error)
		return error;
	if (arg_given(call, "hash") && !same(arg(call, "hash"),
		text_of(view->body, "hash")))
		error = "hash_conflict";
	else if (view->is_home != same(text_of(given, "type"), "home"))
		error = "invalid_arguments";
	else
		view_replace(call->ws, view, given);
	json_decref(given);
	if (!error)
		json_object_set_new(call->answer, "view",
			json_deep_copy(view->body));
	return error;
}

const char *api_views_update(struct call *call)
{
	struct view *view;

	if (!arg_given(call, "view_id") && !arg_given(call, "external_id")) {
		call_say(call, "[ERROR] missing required field: view_id");
		return "invalid_arguments";
	}
	view = arg_given(call, "view_id") ?
		view_find(call->ws, arg(call, "view_id")) :
		view_of_external(call->ws, arg(call, "external_id"));
	return view ? replace(call, view) : "not_found";
}

const char *api_views_publish(struct call *call)
{
	struct user *user = user_find(call->ws, arg(call, "user_id"));
	struct view *view;
	json_t *given;
	const char *error;

	if (!user || user->is_bot) {
		call_say(call, "[ERROR] invalid `user_id`");
		return "invalid_arguments";
	}
	view = view_find(call->ws, user->home_view);
	if (view)
		return replace(call, view);
	error = view_arg(call, &given, NULL);
	if (error)
		return error;
	if (!same(text_of(given, "type"), "home")) {
		json_decref(given);
		return "invalid_arguments";
	}
	view = view_new(call->ws, user, given);
	json_decref(given);
	PUT(user->home_view, "%s", view->id);
	note(call->ws, "home_published", json_pack("{s:s,s:s}", "user",
		user->id, "view_id", view->id));
	json_object_set_new(call->answer, "view", json_deep_copy(view->body));
	return NULL;
}
