/* SPDX-License-Identifier: MIT
 *
 * model_views.c: trigger ids, modals (a stack of at most three per person)
 * and Home tabs, their hash and their state, and what an ack with a
 * response_action does to a modal. Read next: blockkit.c.
 */
#include "tests/workspace/model.h"

struct view *view_find(struct workspace *ws, const char *id)
{
	for (size_t i = ws->views.count; i-- > 0;) {
		struct view *view = ws->views.items[i];

		if (same(view->id, id))
			return view->closed ? NULL : view;
	}
	return NULL;
}

void trigger_make(struct workspace *ws, const char *user, char to[NAME_SIZE])
{
	struct trigger *trigger = zalloc(sizeof(*trigger));
	unsigned long long a = draw(ws, UINT64_MAX), b = draw(ws, UINT64_MAX);

	PUT(trigger->id, "%lld.2147483705.%016llx%016llx",
		8675309000000LL + (long long)ws->next_id++, a, b);
	PUT(trigger->user, "%s", user);
	trigger->expires_ms = ws->now_ms + (int64_t)(TRIGGER_MS *
		(ws->speed > 1 ? ws->speed : 1));
	list_add(&ws->triggers, trigger);
	put(to, NAME_SIZE, "%s", trigger->id);
}

const char *trigger_spend(struct workspace *ws, const char *id,
	struct user **user)
{
	for (size_t i = ws->triggers.count; i-- > 0;) {
		struct trigger *trigger = ws->triggers.items[i];

		if (!same(trigger->id, id))
			continue;
		if (trigger->used)
			return "exchanged_trigger_id";
		if (ws->now_ms > trigger->expires_ms)
			return "expired_trigger_id";
		trigger->used = true;
		*user = user_find(ws, trigger->user);
		return NULL;
	}
	return "invalid_trigger_id";
}

bool view_external_id_taken(struct workspace *ws, const char *external_id,
	const struct view *but)
{
	for (size_t i = 0; i < ws->views.count; i++) {
		struct view *view = ws->views.items[i];

		if (view != but && !view->closed &&
		    same(view->external_id, external_id))
			return true;
	}
	return false;
}

/* What an element holds before anybody touched it, as view.state shows it;
 * NULL for elements without state. The empty value comes from the last
 * column; a key that begins with "initial_" gives the real one. */
static const struct {
	const char *type, *initial, *key;
	bool list;
} stateful[] = {
	{ "plain_text_input", "initial_value", "value", false },
	{ "number_input", "initial_value", "value", false },
	{ "email_text_input", "initial_value", "value", false },
	{ "url_text_input", "initial_value", "value", false },
	{ "rich_text_input", "initial_value", "rich_text_value", false },
	{ "static_select", "initial_option", "selected_option", false },
	{ "external_select", "initial_option", "selected_option", false },
	{ "users_select", "initial_user", "selected_user", false },
	{ "conversations_select", "initial_conversation",
		"selected_conversation", false },
	{ "channels_select", "initial_channel", "selected_channel", false },
	{ "multi_static_select", "initial_options", "selected_options", true },
	{ "multi_external_select", "initial_options", "selected_options",
		true },
	{ "multi_users_select", "initial_users", "selected_users", true },
	{ "multi_conversations_select", "initial_conversations",
		"selected_conversations", true },
	{ "multi_channels_select", "initial_channels", "selected_channels",
		true },
	{ "checkboxes", "initial_options", "selected_options", true },
	{ "radio_buttons", "initial_option", "selected_option", false },
	{ "datepicker", "initial_date", "selected_date", false },
	{ "timepicker", "initial_time", "selected_time", false },
	{ "datetimepicker", "initial_date_time", "selected_date_time",
		false },
	{ "file_input", "-", "files", true },
};

json_t *state_of(const json_t *element)
{
	const char *type = text_of(element, "type");
	json_t *initial;

	for (size_t i = 0; i < ARRAY_LEN(stateful); i++) {
		if (!same(stateful[i].type, type))
			continue;
		initial = json_object_get(element, stateful[i].initial);
		initial = initial ? json_deep_copy(initial) :
			stateful[i].list ? json_array() : json_null();
		return json_pack("{s:s,s:o}", "type", type, stateful[i].key,
			initial);
	}
	return NULL;
}

void state_set(json_t *state, const char *block_id, const char *action_id,
	json_t *value)
{
	json_t *values = json_object_get(state, "values");
	json_t *block = json_object_get(values, block_id);

	if (!block) {
		block = json_object();
		json_object_set_new(values, block_id, block);
	}
	json_object_set_new(block, action_id, value);
}

static void state_add(json_t *state, const json_t *block,
	const json_t *element)
{
	json_t *value = state_of(element);

	if (value)
		state_set(state, text_of(block, "block_id"),
			text_of(element, "action_id"), value);
}

json_t *state_initial(const json_t *blocks)
{
	json_t *state = json_pack("{s:{}}", "values");
	json_t *block, *element;
	size_t i, j;

	json_array_foreach((json_t *)(uintptr_t)blocks, i, block) {
		state_add(state, block, json_object_get(block, "element"));
		state_add(state, block, json_object_get(block, "accessory"));
		if (!same(text_of(block, "type"), "actions"))
			continue;
		json_array_foreach(json_object_get(block, "elements"), j,
			element)
			state_add(state, block, element);
	}
	return state;
}

/* Keeps what the person has typed where block and action still exist. */
static void state_carry(json_t *state, json_t *old_state)
{
	json_t *old = json_object_get(old_state, "values"), *block, *value;
	const char *block_id, *action_id;

	json_object_foreach(json_object_get(state, "values"), block_id, block)
		json_object_foreach(block, action_id, value) {
			json_t *before = json_object_get(json_object_get(old,
				block_id), action_id);

			if (before && same(text_of(before, "type"),
				text_of(value, "type")))
				json_object_update(value, before);
		}
}

static void view_dress(struct workspace *ws, struct view *view, json_t *given)
{
	json_t *body = json_deep_copy(given), *plain;
	json_t *blocks = json_object_get(body, "blocks");
	static const char *const labels[] = { "title", "submit", "close" };
	char hash[WORD_SIZE], tail[9];

	json_object_set_new(body, "blocks", blocks_round_trip(ws, blocks));
	for (size_t i = 0; i < ARRAY_LEN(labels); i++) {
		plain = json_object_get(body, labels[i]);
		if (plain && !json_object_get(plain, "emoji"))
			json_object_set_new(plain, "emoji", json_true());
		if (!plain)
			json_object_set_new(body, labels[i], json_null());
	}
	json_object_update_missing_new(body, json_pack(
		"{s:s,s:s,s:b,s:b,s:s}", "callback_id", "", "private_metadata",
		"", "clear_on_close", 0, "notify_on_close", 0, "external_id",
		""));
	draw_text(ws, tail, 8);
	PUT(hash, "%lld.%s", (long long)now_s(ws), tail);
	json_object_update_new(body, json_pack("{s:s,s:s,s:s,s:s,s:s,s:s}",
		"id", view->id, "team_id", WORKSPACE_TEAM, "app_id",
		WORKSPACE_APP, "app_installed_team_id", WORKSPACE_TEAM,
		"bot_id", WORKSPACE_BOT, "hash", hash));
	json_object_set_new(body, "state", state_initial(
		json_object_get(body, "blocks")));
	PUT(view->external_id, "%s", text_of(body, "external_id"));
	json_decref(view->body);
	view->body = body;
}

struct view *view_new(struct workspace *ws, struct user *user, json_t *given)
{
	struct view *view = zalloc(sizeof(*view));

	make_id(ws, "V", view->id);
	PUT(view->user, "%s", user->id);
	view->is_home = same(text_of(given, "type"), "home");
	view_dress(ws, view, given);
	json_object_set_new(view->body, "root_view_id",
		json_string(view->id));
	json_object_set_new(view->body, "previous_view_id", json_null());
	list_add(&ws->views, view);
	return view;
}

/* New blocks for the same view: id and place stay, hash is new. */
void view_replace(struct workspace *ws, struct view *view, json_t *given)
{
	json_t *old = json_incref(view->body);

	view_dress(ws, view, given);
	state_carry(json_object_get(view->body, "state"),
		json_object_get(old, "state"));
	json_object_set(view->body, "root_view_id",
		json_object_get(old, "root_view_id"));
	json_object_set(view->body, "previous_view_id",
		json_object_get(old, "previous_view_id"));
	json_decref(view->errors);
	view->errors = NULL;
	json_decref(old);
	note(ws, "view_updated", json_pack("{s:s,s:s,s:s}", "user",
		view->user, "view_id", view->id, "text",
		text_of(view->body, "callback_id")));
}

const char *view_push(struct workspace *ws, struct user *user,
	struct view *view)
{
	if (user->modal_count == MODALS_MAX) {
		view->closed = true;
		return "push_limit_reached";
	}
	if (user->modal_count > 0) {
		json_object_set_new(view->body, "root_view_id",
			json_string(user->modals[0]));
		json_object_set_new(view->body, "previous_view_id",
			json_string(user->modals[user->modal_count - 1]));
	}
	PUT(user->modals[user->modal_count], "%s", view->id);
	user->modal_count++;
	note(ws, "view_opened", json_pack("{s:s,s:s,s:s}", "user", user->id,
		"view_id", view->id, "text",
		text_of(view->body, "callback_id")));
	return NULL;
}

void view_pop(struct workspace *ws, struct user *user, struct view *view)
{
	view->closed = true;
	for (size_t i = 0; i < user->modal_count; i++) {
		if (!same(user->modals[i], view->id))
			continue;
		for (size_t j = i; j < user->modal_count; j++) {
			struct view *above = view_find(ws, user->modals[j]);

			if (above)
				above->closed = true;
		}
		user->modal_count = i;
	}
	note(ws, "view_closed", json_pack("{s:s,s:s,s:s}", "user", user->id,
		"view_id", view->id, "text",
		text_of(view->body, "callback_id")));
}

void view_clear(struct workspace *ws, struct user *user)
{
	struct view *root = user->modal_count > 0 ?
		view_find(ws, user->modals[0]) : NULL;

	if (root)
		view_pop(ws, user, root);
	user->modal_count = 0;
}

static void ack_errors(struct workspace *ws, struct view *view,
	json_t *errors)
{
	json_t *blocks = json_object_get(view->body, "blocks"), *block, *text;
	const char *block_id;
	size_t i;

	json_object_foreach(errors, block_id, text) {
		bool found = false;

		json_array_foreach(blocks, i, block)
			found |= same(text_of(block, "type"), "input") &&
				same(text_of(block, "block_id"), block_id);
		if (found && json_is_string(text))
			continue;
		notice_add(ws, view->user, "error", "We had some trouble "
			"connecting. Try again?");
		return;
	}
	json_decref(view->errors);
	view->errors = json_deep_copy(errors);
	note(ws, "view_errors", json_pack("{s:s,s:s,s:O}", "user", view->user,
		"view_id", view->id, "errors", errors));
}

static void ack_view(struct workspace *ws, struct user *user,
	struct view *view, json_t *payload)
{
	json_t *given = json_object_get(payload, "view");
	json_t *errors = json_array();
	bool push = same(text_of(payload, "response_action"), "push");

	if (*view_check(given, errors)) {
		note(ws, "ack_view_refused", json_pack("{s:s,s:O}", "user",
			user->id, "errors", errors));
		notice_add(ws, user->id, "error", "We had some trouble "
			"connecting. Try again?");
	} else if (!push) {
		view_replace(ws, view, given);
	} else if (view_push(ws, user, view_new(ws, user, given))) {
		notice_add(ws, user->id, "error", "We had some trouble "
			"connecting. Try again?");
	}
	json_decref(errors);
}

static void ack_suggestion(struct workspace *ws,
	const struct envelope *envelope, json_t *payload)
{
	json_t *errors = json_array();

	options_check(payload, errors);
	json_array_append_new(ws->suggestions, json_pack(
		"{s:s,s:s,s:s,s:O?,s:O?,s:o}", "user", envelope->user,
		"action_id", text_of(envelope->payload, "action_id"), "value",
		text_of(envelope->payload, "value"), "options",
		json_object_get(payload, "options"), "option_groups",
		json_object_get(payload, "option_groups"), "errors", errors));
	if (json_array_size(ws->suggestions) > 20)
		(void)json_array_remove(ws->suggestions, 0);
	note(ws, "suggested", json_pack("{s:s,s:s}", "user", envelope->user,
		"text", text_of(envelope->payload, "value")));
}

/* payload: the ack's, json null for a bare ack, NULL for no ack at all. */
void view_ack(struct workspace *ws, const struct envelope *envelope,
	json_t *payload)
{
	const char *type = text_of(envelope->payload, "type");
	const char *action = text_of(payload, "response_action");
	struct view *view = view_find(ws, envelope->view);
	struct user *user = user_find(ws, envelope->user);

	if (same(type, "block_suggestion") && payload)
		ack_suggestion(ws, envelope, payload);
	if (!same(type, "view_submission") || !view || !user || !payload)
		return;
	if (same(action, "errors"))
		ack_errors(ws, view, json_object_get(payload, "errors"));
	else if (same(action, "update") || same(action, "push"))
		ack_view(ws, user, view, payload);
	else if (same(action, "clear"))
		view_clear(ws, user);
	else
		view_pop(ws, user, view);
}
