/* SPDX-License-Identifier: MIT
 *
 * view_clicks: what is offered can be done. Every button, menu line and form
 * that is drawn is taken at its word: its handler exists, is not refused in
 * the state in which it is offered, and a form's fields are its arguments.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/record.h"
#include "core/views/view.h"
#include "handlers/handler.h"
#include "tests/unit/unit.h"
#include "tests/unit/view_drawings.h"

#define CLICKS_MAX 40

struct offer {
	const char *handler;
	const char *incident;
	int epoch;
	const char *words;
};

struct offers {
	struct arena *arena;
	struct offer list[CLICKS_MAX];
	size_t count;
};

static const char *string_at(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s ? s : "";
}

/* Takes the piece before the separator off *s. */
static const char *piece(struct arena *arena, const char **s, char separator)
{
	const char *end = strchr(*s, separator);
	size_t n = end ? (size_t)(end - *s) : strlen(*s);
	const char *start = *s;

	*s += n + (end != NULL);
	return arena_strndup(arena, start, n);
}

static void add_offer(struct offers *offers, const char *handler,
    const char *value)
{
	struct offer *offer = &offers->list[offers->count++];
	const char *number;
	int64_t epoch = 0;

	ck_assert_uint_le(offers->count, CLICKS_MAX);
	offer->handler = handler;
	offer->incident = piece(offers->arena, &value, '|');
	number = piece(offers->arena, &value, '|');
	ck_assert(!*number || text_parse_int(number, 0, INT32_MAX, &epoch));
	offer->epoch = (int)epoch;
	offer->words = value;
}

static void add_menu(struct offers *offers, const json_t *options)
{
	const json_t *option;
	size_t i;

	json_array_foreach(options, i, option) {
		const char *value = string_at(option, "value");
		const char *handler = piece(offers->arena, &value, '|');

		add_offer(offers, handler, value);
	}
}

/* A button has one value, a list one for each choice. */
static void add_choices(struct offers *offers, const char *handler,
    const json_t *element)
{
	const json_t *options = json_object_get(element, "options");
	const json_t *option;
	size_t i;

	if (!json_is_array(options))
		add_offer(offers, handler, string_at(element, "value"));
	json_array_foreach(options, i, option)
		add_offer(offers, handler, string_at(option, "value"));
}

/* Everything below that carries a handler. */
static void collect(struct offers *offers, json_t *json)
{
	const char *id = string_at(json, "action_id");
	const char *key;
	json_t *value;
	size_t i;

	if (text_starts_with(id, "do:menu")) {
		add_menu(offers, json_object_get(json, "options"));
	} else if (text_starts_with(id, "do:")) {
		id += strlen("do:");
		add_choices(offers, piece(offers->arena, &id, ':'), json);
	}
	if (json_is_array(json))
		json_array_foreach(json, i, value)
			collect(offers, value);
	else
		json_object_foreach(json, key, value)
			collect(offers, value);
}

/* Does the click as somebody who has no part in the incident yet. */
static void click(const struct world *world, const struct offer *offer,
    const struct incident *incident, const char *where)
{
	const struct handler *handler = handler_find(offer->handler);
	struct event timeline = { .kind = EVENT_NOTED };
	struct request request = { .kind = REQUEST_CLICK, .key = "k",
		.name = offer->handler, .words = offer->words,
		.actor = "U0DAN", .team = "", .channel = "",
		.incident = offer->incident, .epoch = offer->epoch,
		.trigger_id = "1.2.3", .view_id = "", .response_url = "",
		.error = "", .made_ref = "", .made_name = "" };
	struct decision decision;
	struct turn turn = { .arena = world->arena, .request = &request,
		.policy = &world->policy, .now_ms = AT(60 * 22),
		.out = &decision, .new_id = "8", .open = incident,
		.open_count = 1, .open_total = 1, .timeline = &timeline,
		.timeline_count = 1 };

	ck_assert_msg(handler, "%s offers %s", where, offer->handler);
	decision_init(&decision, world->arena, &request, incident,
	    turn.now_ms);
	dispatch_run(&turn, handler, incident);
	ck_assert_msg(decision.outcome == DECIDED, "%s: %s %s: %s", where,
	    offer->handler, offer->words, decision.reply);
	ck_assert(decision.event_count > 0 || decision.form ||
	    decision.reply_blocks);
	decision_release(&decision);
}

static void click_all(const struct world *world,
    const struct incident *incident, json_t *blocks, const char *where)
{
	struct offers offers = { .arena = world->arena };
	size_t i;

	collect(&offers, blocks);
	ck_assert_uint_gt(offers.count, 0);
	for (i = 0; i < offers.count; i++)
		click(world, &offers.list[i], incident, where);
	json_decref(blocks);
}

START_TEST(p7_2_what_the_card_and_the_panel_offer_can_be_done)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct world world;
	struct incident incident;
	const char *fallback;

	world_init(&world, arena);
	incident = world_incident(&world, SEV1 + _i % 3,
	    _i % 2 ? FLAG_DRILL : 0, (enum stage)(_i / 3));
	click_all(&world, &incident, view_card(arena, &incident,
	    &world.policy, &fallback), "card");
	click_all(&world, &incident, view_panel(arena, &incident,
	    &world.policy, &fallback), "panel");
	arena_free(arena);
}
END_TEST

START_TEST(a_legal_hold_is_ended_where_it_shows)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct world world;
	struct incident incident;
	const char *fallback;
	json_t *blocks;
	char *panel;

	world_init(&world, arena);
	incident = world_incident(&world, SEV1, 0, HELD);
	blocks = view_panel(arena, &incident, &world.policy, &fallback);
	panel = json_encode(arena, blocks);
	ck_assert(strstr(panel, "End legal hold"));
	ck_assert(!strstr(panel, "\"Legal hold\""));
	json_decref(blocks);
	arena_free(arena);
}
END_TEST

/* What a form asks that no typed line can say in that place. */
static const struct {
	const char *handler, *inputs;
} form_only[] = {
	{ "declare", "flags,service" },
	{ "resolved", "owner" },
	{ "rootcause", "why1,why2,why3,why4,why5" },
	{ "action", "text,owner,due,category,gap" },
	{ "import", "text" },
};

/* What a form may carry along besides what is typed into it. */
static bool may_carry(const struct handler *handler, const char *words)
{
	const char *base = words;

	if (strcmp(handler->name, "rootcause") == 0 &&
	    text_starts_with(words, "anyway "))
		base += strlen("anyway ");
	return *words == '\0' || (strstr(handler->arguments, " base:") &&
	    strlen(base) == 16 && strspn(base, "0123456789abcdef") == 16) ||
	    (text_starts_with(handler->name, "maintenance_") &&
	    strspn(words, "0123456789abcdef ") == strlen(words)) ||
	    (strcmp(handler->name, "import") == 0 && strlen(words) == 16 &&
	    strspn(words, "0123456789abcdef") == 16) ||
	    (strcmp(handler->name, "action") == 0 &&
	    strspn(words, "0123456789") == strlen(words));
}

static bool is_argument(const struct handler *handler, const char *name)
{
	size_t n = strlen(name);
	const char *at = strstr(handler->arguments, name);

	if (at && at[n] == ':' &&
	    (at == handler->arguments || at[-1] == ' '))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(form_only); i++) {
		if (strcmp(handler->name, form_only[i].handler) == 0)
			return text_list_has(form_only[i].inputs, name);
	}
	return false;
}

static void check_form(struct arena *arena, const json_t *form)
{
	const char *callback = string_at(form, "callback_id");
	const char *metadata = string_at(form, "private_metadata");
	const struct handler *handler;
	const json_t *block;
	size_t i;

	ck_assert(text_starts_with(callback, "do:"));
	handler = handler_find(callback + strlen("do:"));
	ck_assert_msg(handler, "%s", callback);
	json_array_foreach(json_object_get(form, "blocks"), i, block)
		if (strcmp(string_at(block, "type"), "input") == 0)
			ck_assert_msg(is_argument(handler,
			    string_at(block, "block_id")), "%s has no %s",
			    handler->name, string_at(block, "block_id"));
	(void)piece(arena, &metadata, '|');
	(void)piece(arena, &metadata, '|');
	ck_assert_msg(may_carry(handler, metadata), "%s: %s", handler->name,
	    metadata);
}

START_TEST(whatever_is_drawn_names_handlers_that_exist)
{
	const struct drawing *drawing = &drawings[_i];
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct offers offers = { .arena = arena };
	struct world world;
	json_t *json;
	size_t i;

	world_init(&world, arena);
	json = drawing->draw(&world);
	if (drawing->is == A_MODAL)
		check_form(arena, json);
	collect(&offers, json);
	for (i = 0; i < offers.count; i++)
		ck_assert_msg(handler_find(offers.list[i].handler),
		    "%s offers %s", drawing->name, offers.list[i].handler);
	json_decref(json);
	arena_free(arena);
}
END_TEST

START_TEST(p4_2_an_old_draft_is_not_published_over_a_newer_update)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct world world;
	struct incident incident;
	struct offer draft = { "update", "7", 0, "We are investigating." };
	struct request request = { .kind = REQUEST_CLICK, .key = "k",
		.name = "update", .words = draft.words, .actor = "U0DAN",
		.team = "", .channel = "", .incident = "7",
		.trigger_id = "1.2.3", .view_id = "", .response_url = "" };
	struct decision decision;
	struct turn turn = { .arena = arena, .request = &request,
		.policy = &world.policy, .now_ms = AT(20), .out = &decision };

	world_init(&world, arena);
	incident = world_incident(&world, SEV1, 0, COMMANDED);
	click(&world, &draft, &incident, "draft");
	incident = world_incident(&world, SEV1, 0, STAFFED);
	decision_init(&decision, arena, &request, &incident, turn.now_ms);
	dispatch_run(&turn, handler_find("update"), &incident);
	ck_assert_int_eq(decision.outcome, REFUSED);
	decision_release(&decision);
	arena_free(arena);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("view_clicks");

	tcase_add_loop_test(u.tcase,
	    p7_2_what_the_card_and_the_panel_offer_can_be_done, 0,
	    3 * (HELD + 1));
	tcase_add_loop_test(u.tcase,
	    whatever_is_drawn_names_handlers_that_exist, 0,
	    (int)drawing_count);
	unit_add(&u, p4_2_an_old_draft_is_not_published_over_a_newer_update);
	unit_add(&u, a_legal_hold_is_ended_where_it_shows);
	return unit_run(&u);
}
