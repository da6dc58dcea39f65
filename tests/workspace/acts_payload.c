/* SPDX-License-Identifier: MIT
 *
 * acts_payload.c: a person's click, choice, submit or shortcut as the payload
 * that Slack's servers make of it. The element is looked up in what the
 * workspace stored, so a page cannot press a button that is not there. Read
 * next: model_views.c.
 */
#include "tests/workspace/model.h"

json_t *act_answer(const char *error)
{
	if (error)
		return json_pack("{s:b,s:s}", "ok", 0, "error", error);
	return json_pack("{s:b}", "ok", 1);
}

json_t *payload_base(struct workspace *ws, const char *type,
	const struct user *user, bool with_trigger)
{
	json_t *payload = json_pack(
		"{s:s,s:{s:s,s:s,s:s,s:s},s:s,s:s,s:{s:s,s:s},s:n,s:b}",
		"type", type, "user", "id", user->id, "username", user->name,
		"name", user->name, "team_id", WORKSPACE_TEAM, "api_app_id",
		WORKSPACE_APP, "token", "stand-in-verification-token", "team",
		"id", WORKSPACE_TEAM, "domain", "acme", "enterprise",
		"is_enterprise_install", 0);
	char trigger[NAME_SIZE];

	if (with_trigger) {
		trigger_make(ws, user->id, trigger);
		json_object_set_new(payload, "trigger_id",
			json_string(trigger));
	}
	return payload;
}

void interactive_send(struct workspace *ws, json_t *payload,
	const struct user *user, bool accepts, const char *view)
{
	struct envelope *envelope = envelope_new(ws, ENVELOPE_INTERACTIVE,
		payload, accepts);
	const json_t *action = json_array_get(json_object_get(payload,
		"actions"), 0);

	PUT(envelope->user, "%s", user->id);
	PUT(envelope->view, "%s", view ? view : "");
	PUT(envelope->channel, "%s", text_of(json_object_get(payload,
		"channel"), "id"));
	PUT(envelope->word, "%s%s%s", text_of(payload, "type"),
		action ? " " : "", text_of(action, "action_id"));
	deliver(ws, envelope);
}

static json_t *element_in(json_t *block, const char *action_id)
{
	static const char *const single[] = { "accessory", "element" };
	json_t *one;
	size_t i;

	for (i = 0; i < ARRAY_LEN(single); i++) {
		one = json_object_get(block, single[i]);
		if (one && same(text_of(one, "action_id"), action_id))
			return one;
	}
	json_array_foreach(json_object_get(block, "elements"), i, one)
		if (same(text_of(one, "action_id"), action_id))
			return one;
	return NULL;
}

/* The block and the element an act is about; NULL if there is none. */
static json_t *element_find(json_t *blocks, const json_t *act,
	json_t **block)
{
	const char *block_id = text_of(act, "block_id");
	size_t i;
	json_t *one, *found;

	json_array_foreach(blocks, i, one) {
		if (*block_id && !same(text_of(one, "block_id"), block_id))
			continue;
		found = element_in(one, text_of(act, "action_id"));
		*block = one;
		if (found)
			return found;
	}
	return NULL;
}

static json_t *option_of(const json_t *element, const char *value)
{
	json_t *groups = json_object_get(element, "option_groups");
	json_t *group, *one;
	size_t i, j;

	json_array_foreach(json_object_get(element, "options"), i, one)
		if (same(text_of(one, "value"), value))
			return json_deep_copy(one);
	json_array_foreach(groups, i, group)
		json_array_foreach(json_object_get(group, "options"), j, one)
			if (same(text_of(one, "value"), value))
				return json_deep_copy(one);
	return json_pack("{s:{s:s,s:s},s:s}", "text", "type", "plain_text",
		"text", value, "value", value);
}

/* A chosen value as the act gives it: options may be given by value alone. */
static json_t *chosen(const json_t *element, const char *key, json_t *value)
{
	json_t *list, *one;
	size_t i;

	if (same(key, "selected_option") && json_is_string(value))
		return option_of(element, json_string_value(value));
	if (!same(key, "selected_options"))
		return json_deep_copy(value);
	list = json_array();
	json_array_foreach(value, i, one)
		json_array_append_new(list, json_is_string(one) ?
			option_of(element, json_string_value(one)) :
			json_deep_copy(one));
	return list;
}

/* The state value of an element after the act. */
static json_t *state_after(const json_t *element, const json_t *act)
{
	json_t *state = state_of(element), *value;
	const char *key;
	void *next;

	json_object_foreach_safe(state, next, key, value)
		if (!same(key, "type") && json_object_get(act, key))
			json_object_set_new(state, key, chosen(element, key,
				json_object_get(act, key)));
	return state;
}

static json_t *action_of(struct workspace *ws, const json_t *block,
	const json_t *element, const json_t *act)
{
	static const char *const copied[] = { "type", "action_id", "text",
		"value", "style", "placeholder" };
	json_t *action = json_pack("{s:s}", "block_id", text_of(block,
		"block_id"));
	json_t *state = state_after(element, act), *option;
	char ts[TS_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(copied); i++)
		if (json_object_get(element, copied[i]))
			json_object_set(action, copied[i],
				json_object_get(element, copied[i]));
	if (state)
		json_object_update_new(action, state);
	option = json_object_get(act, "selected_option");
	if (same(text_of(element, "type"), "overflow") && option)
		json_object_set_new(action, "selected_option",
			chosen(element, "selected_option", option));
	make_ts(ws, ts);
	json_object_set_new(action, "action_ts", json_string(ts));
	return action;
}

/* Takes over what the page says is typed so far: block -> action -> value. */
static void take_values(json_t *state, json_t *blocks, json_t *values)
{
	json_t *block, *value, *found_block = NULL, *element, *act;
	json_t *after;
	const char *block_id, *action_id;

	json_object_foreach(values, block_id, block)
		json_object_foreach(block, action_id, value) {
			act = json_deep_copy(value);
			json_object_set_new(act, "block_id",
				json_string(block_id));
			json_object_set_new(act, "action_id",
				json_string(action_id));
			element = element_find(blocks, act, &found_block);
			after = element ? state_after(element, act) : NULL;
			if (after)
				state_set(state, block_id, action_id, after);
			json_decref(act);
		}
}

static json_t *view_click(struct workspace *ws, struct user *user,
	struct view *view, const json_t *act)
{
	json_t *block = NULL, *payload, *shown;
	json_t *blocks = json_object_get(view->body, "blocks");
	json_t *element = element_find(blocks, act, &block);
	json_t *state = json_object_get(view->body, "state");
	json_t *value = element ? state_after(element, act) : NULL;

	if (!element)
		return act_answer("no_such_element");
	take_values(state, blocks, json_object_get(act, "values"));
	if (value)
		state_set(state, text_of(block, "block_id"),
			text_of(element, "action_id"), value);
	changed(ws);
	if (same(text_of(block, "type"), "input") &&
	    !flag_of(block, "dispatch_action"))
		return act_answer(NULL);
	payload = payload_base(ws, "block_actions", user, true);
	shown = json_deep_copy(view->body);
	json_object_update_new(payload, json_pack(
		"{s:{s:s,s:s},s:o,s:[o]}", "container", "type", "view",
		"view_id", view->id, "view", shown, "actions",
		action_of(ws, block, element, act)));
	interactive_send(ws, payload, user, true, view->id);
	return act_answer(NULL);
}

static json_t *message_click(struct workspace *ws, struct user *user,
	const json_t *act)
{
	struct channel *channel = channel_find(ws, text_of(act, "channel"));
	struct message *message = channel ? message_find(channel,
		text_of(act, "ts")) : NULL;
	json_t *block = NULL, *element, *payload, *container, *state, *value;
	bool private = message && *message->only_for;
	char *url;

	if (!message || !channel_visible(channel, user->id) ||
	    (private && !same(message->only_for, user->id)))
		return act_answer("message_not_found");
	element = element_find(json_object_get(message->body, "blocks"), act,
		&block);
	if (!element)
		return act_answer("no_such_element");
	url = response_url_make(ws, user->id, channel, message->ts, false);
	state = state_initial(json_object_get(message->body, "blocks"));
	take_values(state, json_object_get(message->body, "blocks"),
		json_object_get(act, "values"));
	value = state_after(element, act);
	if (value)
		state_set(state, text_of(block, "block_id"),
			text_of(element, "action_id"), value);
	container = json_pack("{s:s,s:s,s:s,s:b}", "type", "message",
		"message_ts", message->ts, "channel_id", channel->id,
		"is_ephemeral", private);
	if (*text_of(message->body, "thread_ts"))
		json_object_set(container, "thread_ts",
			json_object_get(message->body, "thread_ts"));
	payload = payload_base(ws, "block_actions", user, true);
	json_object_update_new(payload, json_pack(
		"{s:o,s:{s:s,s:s},s:o,s:s,s:[o]}", "container", container,
		"channel", "id", channel->id, "name", channel->is_im ?
			"directmessage" : channel->is_private ?
			"privategroup" : channel->name,
		"state", state, "response_url", url, "actions",
		action_of(ws, block, element, act)));
	if (!private)
		json_object_set_new(payload, "message",
			message_json(message, false));
	free(url);
	interactive_send(ws, payload, user, true, NULL);
	return act_answer(NULL);
}

static struct view *own_view(struct workspace *ws, const struct user *user,
	const json_t *act)
{
	const char *id = flag_of(act, "home") ? user->home_view :
		text_of(act, "view_id");
	struct view *view = view_find(ws, id);

	return view && same(view->user, user->id) ? view : NULL;
}

json_t *act_click(struct workspace *ws, struct user *user, const json_t *act)
{
	struct view *view = own_view(ws, user, act);

	if (view)
		return view_click(ws, user, view, act);
	if (flag_of(act, "home") || *text_of(act, "view_id"))
		return act_answer("view_not_found");
	return message_click(ws, user, act);
}

static bool value_is_empty(const json_t *value)
{
	json_t *one;
	const char *key;

	json_object_foreach((json_t *)(uintptr_t)value, key, one) {
		if (same(key, "type"))
			continue;
		if (json_is_null(one) || (json_is_string(one) &&
			json_string_length(one) == 0))
			return true;
		return json_is_array(one) && json_array_size(one) == 0;
	}
	return true;
}

/* What Slack's client refuses before it sends anything. */
static const char *client_refusal(const json_t *block, const json_t *value)
{
	const json_t *element = json_object_get(block, "element");
	size_t length = code_points(text_of(value, "value"));
	json_int_t min = json_integer_value(json_object_get(element,
		"min_length"));
	json_t *max = json_object_get(element, "max_length");

	if (value_is_empty(value))
		return flag_of(block, "optional") ? NULL :
			"Please complete this required field.";
	if ((json_int_t)length < min)
		return "This is too short.";
	if (max && (json_int_t)length > json_integer_value(max))
		return "This is too long.";
	return NULL;
}

static json_t *client_errors(const struct view *view)
{
	json_t *errors = json_object(), *block;
	json_t *values = json_object_get(json_object_get(view->body, "state"),
		"values");
	size_t i;

	json_array_foreach(json_object_get(view->body, "blocks"), i, block) {
		const char *id = text_of(block, "block_id"), *refusal;
		const char *action = text_of(json_object_get(block,
			"element"), "action_id");

		if (!same(text_of(block, "type"), "input"))
			continue;
		refusal = client_refusal(block, json_object_get(
			json_object_get(values, id), action));
		if (refusal)
			json_object_set_new(errors, id, json_string(refusal));
	}
	return errors;
}

/* response_urls of a submission: one per select that asked for it. */
static json_t *submission_urls(struct workspace *ws, struct user *user,
	const struct view *view)
{
	json_t *urls = json_array(), *block, *element, *value;
	json_t *values = json_object_get(json_object_get(view->body, "state"),
		"values");
	size_t i;

	json_array_foreach(json_object_get(view->body, "blocks"), i, block) {
		struct channel *channel;
		char *url;

		element = json_object_get(block, "element");
		if (!flag_of(element, "response_url_enabled"))
			continue;
		value = json_object_get(json_object_get(values, text_of(block,
			"block_id")), text_of(element, "action_id"));
		channel = channel_find(ws, *text_of(value,
			"selected_conversation") ? text_of(value,
			"selected_conversation") : text_of(value,
			"selected_channel"));
		if (!channel)
			continue;
		url = response_url_make(ws, user->id, channel, NULL, false);
		json_array_append_new(urls, json_pack("{s:s,s:s,s:s,s:s}",
			"block_id", text_of(block, "block_id"), "action_id",
			text_of(element, "action_id"), "channel_id",
			channel->id, "response_url", url));
		free(url);
	}
	return urls;
}

json_t *act_submit(struct workspace *ws, struct user *user, const json_t *act)
{
	struct view *view = own_view(ws, user, act);
	json_t *payload, *errors;

	if (!view || view->is_home)
		return act_answer("view_not_found");
	take_values(json_object_get(view->body, "state"),
		json_object_get(view->body, "blocks"),
		json_object_get(act, "values"));
	errors = client_errors(view);
	json_decref(view->errors);
	view->errors = NULL;
	changed(ws);
	if (json_object_size(errors) > 0) {
		view->errors = errors;
		return act_answer("missing_input");
	}
	json_decref(errors);
	payload = payload_base(ws, "view_submission", user, true);
	json_object_update_new(payload, json_pack("{s:o,s:o}", "view",
		json_deep_copy(view->body), "response_urls",
		submission_urls(ws, user, view)));
	interactive_send(ws, payload, user, true, view->id);
	return act_answer(NULL);
}

/* Typing into an external select. */
json_t *act_suggest(struct workspace *ws, struct user *user,
	const json_t *act)
{
	struct view *view = own_view(ws, user, act);
	json_t *block = NULL, *element, *payload;

	if (!view)
		return act_answer("view_not_found");
	element = element_find(json_object_get(view->body, "blocks"), act,
		&block);
	if (!element || !strstr(text_of(element, "type"), "external_select"))
		return act_answer("no_such_element");
	payload = payload_base(ws, "block_suggestion", user, false);
	json_object_update_new(payload, json_pack(
		"{s:{s:s,s:s},s:s,s:s,s:s,s:o}", "container", "type", "view",
		"view_id", view->id, "action_id", text_of(act, "action_id"),
		"block_id", text_of(block, "block_id"), "value",
		text_of(act, "value"), "view", json_deep_copy(view->body)));
	interactive_send(ws, payload, user, true, view->id);
	return act_answer(NULL);
}

static json_t *message_shortcut(struct workspace *ws, struct user *user,
	const json_t *act, json_t *payload)
{
	struct channel *channel = channel_find(ws, text_of(act, "channel"));
	struct message *message = channel ? message_find(channel,
		text_of(act, "ts")) : NULL;
	char *url;

	if (!message || !channel_visible(channel, user->id)) {
		json_decref(payload);
		return NULL;
	}
	url = response_url_make(ws, user->id, channel, NULL, false);
	json_object_update_new(payload, json_pack("{s:s,s:{s:s,s:s},s:s,s:s,"
		"s:o}", "type", "message_action", "channel", "id",
		channel->id, "name", channel->name, "response_url", url,
		"message_ts", message->ts, "message",
		message_json(message, false)));
	free(url);
	return payload;
}

json_t *act_shortcut(struct workspace *ws, struct user *user,
	const json_t *act)
{
	json_t *shortcut, *payload;
	char ts[TS_SIZE];
	size_t i;

	json_array_foreach(ws->shortcuts, i, shortcut) {
		if (!same(text_of(shortcut, "callback_id"), text_of(act,
			"callback_id")))
			continue;
		payload = payload_base(ws, "shortcut", user, true);
		make_ts(ws, ts);
		json_object_update_new(payload, json_pack("{s:s,s:s}",
			"callback_id", text_of(act, "callback_id"),
			"action_ts", ts));
		if (same(text_of(shortcut, "type"), "message"))
			payload = message_shortcut(ws, user, act, payload);
		if (!payload)
			return act_answer("message_not_found");
		interactive_send(ws, payload, user, false, NULL);
		return act_answer(NULL);
	}
	return act_answer("no_such_shortcut");
}
