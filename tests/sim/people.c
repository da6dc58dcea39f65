/* SPDX-License-Identifier: MIT
 *
 * people: what users do to incbot, at random: type good and bad commands,
 * press whatever button they see, fill or leave forms, open the Home tab.
 */
#include "tests/sim/world.h"
#include "tests/workspace/workspace.h"

#define OPEN_ROOMS_MAX 12

static const char *const users[] = {
	"U0ANA", "U0BEN", "U0CHLOE", "U0DAN",
};

static const char *const room_lines[] = {
	"ack", "sev 1", "sev 2 fewer are hurt", "sev 3", "sev 9", "ic",
	"ic <@U0BEN>", "tech", "tech <@U0DAN>", "comms <@U0CHLOE>", "comms",
	"assign tech <@U0EVE>", "handover ic <@U0ANA>", "accept ic",
	"decline ic", "accept comms", "handover comms <@U0DAN>",
	"update We are looking at it.", "update", "snooze",
	"note somebody <!channel> *deployed* at 14:02", "mitigated rolled back",
	"resolved It works again.", "reopen", "reopen it is back", "close",
	"status", "list", "timeline", "timeline 1", "title new title & more",
	"flag security", "flag data-loss", "help", "", "statsu", "ic ic ic",
	"sev1", "flag nonsense",
};

static const char *const declarations[] = {
	"sev1 api outage", "sev2? search is slow", "sev3 a typo",
	"declare everything is down", "drill sev2 lose a rack", "sev1",
	"sev2 <!channel> & co", "new sev1 caf\xc3\xa9",
};

static const char *pick(struct world *world, const char *const *list,
    size_t count)
{
	return list[prng_below(&world->dice, count)];
}

#define PICK(world, list) pick(world, list, ARRAY_LEN(list))

static void act(struct world *world, json_t *what)
{
	json_t *answer;
	char *text = world->verbose ? json_dumps(what, JSON_COMPACT) : NULL;

	answer = workspace_act(world->workspace, what);
	if (text)
		world_tell(world, "%s %s", text,
		    json_is_true(json_object_get(answer, "ok")) ? "" :
		    json_string_value(json_object_get(answer, "error")));
	free(text);
	json_decref(answer);
	json_decref(what);
}

static void type_in(struct world *world, const char *user,
    const char *channel, const char *text)
{
	act(world, json_pack("{s:s, s:s, s:s, s:s, s:s}", "as", user, "do",
	    "command", "channel", channel, "command", "/incident", "text",
	    text));
}

static bool is_room(const json_t *channel)
{
	const char *name = json_string_value(json_object_get(channel,
	    "name"));

	return name && strncmp(name, "inc-", 4) == 0;
}

static const json_t *random_room(struct world *world, const json_t *state)
{
	const json_t *channels = json_object_get(state, "channels");
	const json_t *chosen = NULL;
	const json_t *channel;
	unsigned seen = 0;
	size_t i;

	json_array_foreach(channels, i, channel) {
		if (is_room(channel) &&
		    prng_below(&world->dice, ++seen) == 0)
			chosen = channel;
	}
	return chosen;
}

static size_t count_rooms(const json_t *state)
{
	const json_t *channel;
	size_t count = 0;
	size_t i;

	json_array_foreach(json_object_get(state, "channels"), i, channel)
		count += is_room(channel);
	return count;
}

/* One of the buttons of a message, or NULL. */
static const json_t *random_button(struct world *world, const json_t *blocks,
    const char **block_id)
{
	const json_t *chosen = NULL;
	const json_t *block;
	const json_t *element;
	unsigned seen = 0;
	size_t i;
	size_t j;

	json_array_foreach(blocks, i, block) {
		json_array_foreach(json_object_get(block, "elements"), j,
		    element) {
			const char *type = json_string_value(
			    json_object_get(element, "type"));

			if (!type || strcmp(type, "button") != 0 ||
			    prng_below(&world->dice, ++seen) != 0)
				continue;
			chosen = element;
			*block_id = json_string_value(json_object_get(block,
			    "block_id"));
		}
	}
	return chosen;
}

static void press_something(struct world *world, const char *user,
    const json_t *state)
{
	const json_t *channels = json_object_get(state, "channels");
	const json_t *channel = json_array_get(channels,
	    (size_t)prng_below(&world->dice, json_array_size(channels)));
	const json_t *messages = json_object_get(channel, "messages");
	size_t count = json_array_size(messages);
	const json_t *message;
	const json_t *button;
	const char *block_id = NULL;

	if (count == 0)
		return;
	message = json_array_get(messages,
	    (size_t)prng_below(&world->dice, count));
	button = random_button(world, json_object_get(message, "blocks"),
	    &block_id);
	if (!button || !block_id)
		return;
	act(world, json_pack("{s:s, s:s, s:O, s:O, s:s, s:O}", "as", user,
	    "do", "click", "channel", json_object_get(channel, "id"), "ts",
	    json_object_get(message, "ts"), "block_id", block_id,
	    "action_id", json_object_get(button, "action_id")));
}

static json_t *fill_element(struct world *world, const json_t *element)
{
	const char *type = json_string_value(json_object_get(element,
	    "type"));
	const json_t *option = json_array_get(json_object_get(element,
	    "options"), 0);

	if (strcmp(type, "plain_text_input") == 0)
		return json_pack("{s:s, s:s}", "type", type, "value",
		    world_chance(world, 100) ? "" : "What happened & why");
	if (strcmp(type, "users_select") == 0)
		return json_pack("{s:s, s:s}", "type", type, "selected_user",
		    PICK(world, users));
	if (strcmp(type, "checkboxes") == 0)
		return json_pack("{s:s, s:[]}", "type", type,
		    "selected_options");
	if (option)
		return json_pack("{s:s, s:O}", "type", type,
		    "selected_option", option);
	return json_pack("{s:s}", "type", type);
}

static void fill_form(struct world *world, const char *user,
    const json_t *view)
{
	json_t *values = json_object();
	const json_t *block;
	size_t i;

	json_array_foreach(json_object_get(view, "blocks"), i, block) {
		const json_t *element = json_object_get(block, "element");
		const char *id = json_string_value(json_object_get(block,
		    "block_id"));
		const char *action = json_string_value(json_object_get(
		    element, "action_id"));

		if (element && id && action)
			json_object_set_new(values, id, json_pack("{s:o}",
			    action, fill_element(world, element)));
	}
	act(world, json_pack("{s:s, s:s, s:O, s:o}", "as", user, "do",
	    "submit", "view_id", json_object_get(view, "id"), "values",
	    values));
}

static bool use_form(struct world *world, const char *user,
    const json_t *state)
{
	const json_t *modals = json_object_get(state, "modals");
	size_t count = json_array_size(modals);

	if (count == 0)
		return false;
	if (world_chance(world, 800))
		fill_form(world, user, json_array_get(modals, count - 1));
	else
		act(world, json_pack("{s:s, s:s, s:O}", "as", user, "do",
		    "close", "view_id", json_object_get(json_array_get(modals,
		    count - 1), "id")));
	return true;
}

void people_act(struct world *world)
{
	const char *user = PICK(world, users);
	json_t *state = workspace_state(world->workspace, user);
	const json_t *room = random_room(world, state);
	size_t rooms = count_rooms(state);
	int64_t choice = world_between(world, 0, 99);

	if (use_form(world, user, state))
		;
	else if (!room || (rooms < OPEN_ROOMS_MAX && choice < 8))
		type_in(world, user, "C0GENERAL", PICK(world, declarations));
	else if (choice < 60)
		type_in(world, user, json_string_value(json_object_get(room,
		    "id")), PICK(world, room_lines));
	else if (choice < 95)
		press_something(world, user, state);
	else
		act(world, json_pack("{s:s, s:s}", "as", user, "do", "home"));
	json_decref(state);
}
