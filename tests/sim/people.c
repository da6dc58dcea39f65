/* SPDX-License-Identifier: MIT
 *
 * people: what users do to incbot, at random: type good and bad commands,
 * press a button that they see, fill or leave forms, open the Home tab. What
 * they see is what the books remember.
 */
#include "base/text.h"
#include "tests/sim/books.h"
#include "tests/sim/outside.h"
#include "tests/sim/rooms.h"
#include "tests/sim/world.h"

#define ROOMS_MAX 12		/* no more incidents than that in one run */
#define ROOMS_BUSY 4		/* people talk in the youngest ones */
#define LINE_SIZE 128
#define PUBLICLY 12		/* in a hundred, and new incidents below it */
#define HOMES_IN_SEED 16		/* a Home tab is drawn after every change, so
				   only every so many seeds open one */

static const char *const users[] = {
	"U0ANA", "U0BEN", "U0CHLOE", "U0DAN",
};

static const char *const room_lines[] = {
	"ack", "sev 1", "sev 2 fewer are hurt", "sev 3",
	"sev 3 a workaround exists", "sev 9", "ic",
	"ic <@U0BEN>", "tech", "tech <@U0DAN>", "comms <@U0CHLOE>", "comms",
	"assign tech <@U0EVE>", "handover ic <@U0ANA>", "accept ic",
	"decline ic", "accept comms", "handover comms <@U0DAN>",
	"update We are looking at it.", "update", "snooze",
	"update It is <b>back</b> & we watch it.", "subscribe all",
	"note somebody <!channel> *deployed* at 14:02",
	"note the cache is cold", "note \"quoted\" & <b>", "note again",
	"mitigated rolled back", "resolved It works again.", "reopen",
	"reopen it is back", "close", "status", "list", "timeline",
	"timeline 1", "title new title & more", "flag security",
	"page <@U0DAN> only she knows", "page <@U0BEN>", "escalate",
	"flag data-loss", "help", "", "statsu", "ic ic ic", "sev1",
	"flag nonsense", "oncall", "oncall cover <@U0BEN> 2h",
	"oncall cover <@U0CHLOE> 18:00-22:00", "oncall swap <@U0ANA> 90m",
	"oncall drop 1", "oncall drop 2", "oncall cover <@U0DAN> yesterday",
	"flag nonsense", "postmortem", "postmortem snooze", "pm",
	"owner <@U0DAN>", "rootcause the pool was full",
	"rootcause <@U0BEN> did it", "rootcause anyway <@U0BEN> did it",
	"why it was small", "impact nobody could pay", "worked the alarm",
	"action an alarm <@U0BEN> 2031-07-01 preventative",
	"action \"<!here> & co\" +2d", "action 1 mitigative <@U0ANA> +1d",
	"action done 1", "search outage", "search sev1", "action drop 1", "action open 1", "action",
};

static const char *const declarations[] = {
	"sev1 api outage", "sev2? search is slow", "sev3 a typo",
	"declare everything is down", "drill sev2 lose a rack", "sev1",
	"sev2 <!channel> & co", "new sev1 caf\xc3\xa9", "sev1 api outage",
};

static const char *pick(struct world *world, const char *const *list,
    size_t count)
{
	return list[prng_below(&world->dice, count)];
}

#define PICK(world, list) pick(world, list, ARRAY_LEN(list))

static void type_in(struct world *world, const char *user,
    const char *channel, const char *text)
{
	char unique[LINE_SIZE];

	if (text_starts_with(text, "update ") ||
	    text_starts_with(text, "resolved ")) {
		snprintf(unique, sizeof(unique), "%s (%llu)", text,
		    (unsigned long long)++world->said);
		text = unique;
	}
	world_tell(world, "%s in %s: /incident %s", user, channel, text);
	outside_type(world->outside, user, channel, text);
}

/* Where nobody can talk any more the incident is named elsewhere. */
static void type_about(struct world *world, const char *user,
    const struct room *room, const char *text)
{
	char line[LINE_SIZE];

	if (rooms_is_open(room)) {
		type_in(world, user, room->id, text);
		return;
	}
	snprintf(line, sizeof(line), "INC-%d %s", room->number, text);
	type_in(world, user, "C0GENERAL", line);
}

static const struct room *random_room(struct world *world)
{
	const struct books *books = world->books;
	size_t busy = books->room_count < ROOMS_BUSY ? books->room_count :
	    ROOMS_BUSY;

	if (busy == 0)
		return NULL;
	return &books->rooms[books->room_count - 1 -
	    prng_below(&world->dice, busy)];
}

static bool is_pressable(const json_t *element)
{
	const char *type = json_string_value(json_object_get(element,
	    "type"));

	return type && (strcmp(type, "button") == 0 ||
	    strcmp(type, "overflow") == 0);
}

/* One of the message's buttons, each as likely. */
static void choose_element(struct world *world, const json_t *blocks,
    struct outside_click *click)
{
	const json_t *block;
	const json_t *element;
	unsigned seen = 0;
	size_t i;
	size_t j;

	json_array_foreach(blocks, i, block) {
		json_array_foreach(json_object_get(block, "elements"), j,
		    element) {
			if (!is_pressable(element) ||
			    prng_below(&world->dice, ++seen) != 0)
				continue;
			click->block = block;
			click->element = element;
		}
	}
}

static bool can_be_seen(struct books *books, const struct buttons *buttons)
{
	const struct room *room = rooms_find(books, buttons->channel);
	const struct shown_post *post = room ? books_post(books,
	    buttons->channel, buttons->ts) : NULL;

	return !room || (rooms_is_open(room) && !(post && post->deleted));
}

static void press_something(struct world *world, const char *user)
{
	const struct buttons *seen = &world->books->buttons[
	    prng_below(&world->dice, BUTTONS_MAX)];
	struct outside_click click = { seen->channel, seen->ts, NULL, NULL };

	if (!can_be_seen(world->books, seen))
		return;
	choose_element(world, seen->blocks, &click);
	if (!click.element)
		return;
	world_tell(world, "%s presses %s in %s", user, json_string_value(
	    json_object_get(click.element, "action_id")), click.channel);
	outside_press(world->outside, user, &click);
}

static json_t *fill_element(struct world *world, const json_t *element)
{
	const char *type = json_string_value(json_object_get(element,
	    "type"));
	json_t *option = json_array_get(json_object_get(element, "options"),
	    0);

	if (strcmp(type, "plain_text_input") == 0)
		return json_pack("{s:s, s:o}", "type", type, "value",
		    json_sprintf("%s (%llu)", world_chance(world, 100) ? "x" :
		    "What happened & why",
		    (unsigned long long)++world->said));
	if (strcmp(type, "users_select") == 0)
		return json_pack("{s:s, s:s}", "type", type, "selected_user",
		    PICK(world, users));
	if (strcmp(type, "checkboxes") == 0)
		return json_pack("{s:s, s:[]}", "type", type,
		    "selected_options");
	return json_pack("{s:s, s:O}", "type", type, "selected_option",
	    option);
}

void people_fill_form(struct world *world, size_t which)
{
	const struct form *form = &world->books->forms[which];
	json_t *values = json_object();
	const json_t *block;
	size_t i;

	json_array_foreach(json_object_get(form->view, "blocks"), i, block) {
		const json_t *element = json_object_get(block, "element");
		const char *id = json_string_value(json_object_get(block,
		    "block_id"));
		const char *action = json_string_value(json_object_get(
		    element, "action_id"));

		if (element && id && action)
			json_object_set_new(values, id, json_pack("{s:o}",
			    action, fill_element(world, element)));
	}
	world_tell(world, "%s submits %s", form->user, json_string_value(
	    json_object_get(form->view, "callback_id")));
	outside_submit(world->outside, form->user, form->view, values);
	json_decref(values);
}

/* Most are filled, some are left, some come a second time. */
static bool use_form(struct world *world)
{
	struct books *books = world->books;
	size_t which;

	if (books->form_count == 0)
		return false;
	which = (size_t)prng_below(&world->dice, books->form_count);
	if (world_chance(world, 850))
		people_fill_form(world, which);
	if (world_chance(world, 850))
		books_forget_form(books, which);
	return true;
}

void people_act(struct world *world)
{
	const char *user = PICK(world, users);
	const struct room *room = random_room(world);
	int64_t choice = world_between(world, 0, 99);

	if (use_form(world) || people_act_on_room(world, user))
		return;
	if (!room || (choice < 4 && world->books->room_count < ROOMS_MAX)) {
		type_in(world, user, "C0GENERAL", PICK(world, declarations));
	} else if (choice < PUBLICLY && rooms_is_open(room)) {
		people_act_publicly(world, user, room->id);
	} else if (choice < 60) {
		type_about(world, user, room, PICK(world, room_lines));
	} else if (choice < 97 || world->seed % HOMES_IN_SEED != 0) {
		press_something(world, user);
	} else {
		world_tell(world, "%s opens the Home tab", user);
		outside_open_home(world->outside, user);
	}
}
