/* SPDX-License-Identifier: MIT
 *
 * books_seen: what was seen outside: each call that Slack took, checked
 * against what was owed, and kept for people to press and for rest.c.
 */
#include "base/memory.h"
#include "base/text.h"
#include "core/oncall/oncall.h"
#include "tests/sim/books.h"
#include "tests/sim/rooms.h"
#include "tests/sim/world.h"

/* Between the load of the incident and the call, and the call's own way. */
#define IN_FLIGHT_MS 200

static const char *text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static void remember_buttons(struct books *books, const char *channel,
    const char *ts, json_t *blocks)
{
	struct buttons *buttons = NULL;

	if (!blocks)
		return;
	for (size_t i = 0; i < BUTTONS_MAX && !buttons; i++) {
		if (strcmp(books->buttons[i].ts, ts) == 0 &&
		    strcmp(books->buttons[i].channel, channel) == 0)
			buttons = &books->buttons[i];
	}
	if (!buttons) {
		buttons = &books->buttons[books->button_next];
		books->button_next = (books->button_next + 1) % BUTTONS_MAX;
	}
	(void)text_copy(buttons->channel, ID_SIZE, channel);
	(void)text_copy(buttons->ts, ID_SIZE, ts);
	json_decref(buttons->blocks);
	buttons->blocks = json_incref(blocks);
}

/* --- posts ---------------------------------------------------------------- */

static bool has_ack_button(const json_t *blocks)
{
	const json_t *block;
	const json_t *element;
	size_t i;
	size_t j;

	json_array_foreach(blocks, i, block) {
		json_array_foreach(json_object_get(block, "elements"), j,
		    element) {
			if (text_starts_with(text_at(element, "action_id"),
			    "do:ack"))
				return true;
		}
	}
	return false;
}

static bool has_buttons(const json_t *blocks)
{
	const json_t *block;
	size_t i;

	json_array_foreach(blocks, i, block) {
		if (strcmp(text_at(block, "type"), "actions") == 0)
			return true;
	}
	return false;
}

struct shown_post *books_post(struct books *books, const char *channel,
    const char *ts)
{
	for (size_t i = books->post_count; i > 0; i--) {
		struct shown_post *post = &books->posts[i - 1];

		if (strcmp(post->ts, ts) == 0 &&
		    strcmp(post->channel, channel) == 0)
			return post;
	}
	return NULL;
}

static struct shown_post *post_add(struct books *books)
{
	struct shown_post *post;

	if (books->post_count == books->post_size) {
		books->post_size = books->post_size * 2 + 256;
		books->posts = xrealloc(books->posts,
		    books->post_size * sizeof(*books->posts));
	}
	post = &books->posts[books->post_count++];
	memset(post, 0, sizeof(*post));
	return post;
}

/* I11: what shows first in a lane was asked for first; but for what left a
 * process that had been stopped after its last check. */
static void check_lane(struct books *books, struct case_book *book,
    const struct owed *owed, const char *fx)
{
	static const char *const names[] = { "room", "company" };
	enum effect_target target = effect_target(owed->kind);
	const char *lane = target == TARGET_PERSON ? owed->user :
	    target == TARGET_PLACE ? owed->place : names[target];
	struct lane_mark *mark = book->lanes;

	while (mark < &book->lanes[LANES_MAX - 1] && *mark->lane &&
	    strcmp(mark->lane, lane) != 0)
		mark++;
	(void)text_copy(mark->lane, ID_SIZE, lane);
	if (owed->version < mark->version || (owed->version == mark->version
	    && owed->index < mark->index))
		world_broken(books->world, "I11", "%s shows after %lld:%d "
		    "in lane %s", fx, (long long)mark->version, mark->index,
		    lane);
	mark->version = owed->version;
	mark->index = owed->index;
}

/* I6, at once: a second result comes only from a process that was stopped
 * after its last check, or where the history lags behind. At rest there is
 * one in any case. */
static void check_repeat(struct books *books, struct owed *owed,
    const struct applied *applied, const char *fx)
{
	owed->from_stopped = owed->from_stopped || applied->stopped;
	if (owed->shown > 0 && !owed->from_stopped && !owed->unseen &&
	    !books->world->history_lags)
		world_broken(books->world, "I6", "%s is posted again", fx);
}

/* I13: nobody is paged once somebody is on it, but for what was already on
 * its way, or in a process that was stopped meanwhile. Only a flag that is set
 * later calls the leads all the same (P2.4), and so do people whom they need. */
static void check_page(struct books *books, const struct owed *owed,
    const struct applied *applied, const char *fx)
{
	const struct case_book *book = &books->cases[strtol(fx + 3, NULL, 10)];
	int64_t since_ms = book->settled_ms;

	if (since_ms > 0 && owed->version > book->settled_version &&
	    owed->rung < ONCALL_SECURITY)
		world_broken(books->world, "I13", "%s was asked for after it "
		    "was acknowledged or over", fx);
	if (since_ms == 0 || owed->version > book->settled_version ||
	    applied->left_ms - since_ms <= IN_FLIGHT_MS ||
	    applied->replica->resumed_ms > since_ms)
		return;
	world_broken(books->world, "I13", "%s pages %lld ms after it was "
	    "acknowledged or over", fx,
	    (long long)(applied->left_ms - since_ms));
}

/* What a post shows now, as far as rest.c compares it. */
static void draw(struct books *books, struct shown_post *post,
    json_t *blocks)
{
	const struct owed *owed = books_owed(books, post->number,
	    post->owed.version, post->owed.index);

	post->has_buttons = has_buttons(blocks);
	post->asks_ack = owed->kind == EFFECT_PAGE && has_ack_button(blocks);
	if (owed->kind != EFFECT_CARD_POST &&
	    owed->kind != EFFECT_CHECKLIST_POST &&
	    owed->kind != EFFECT_COMPANY_POST)
		return;
	json_decref(post->blocks);
	post->blocks = json_incref(blocks);
}

static void see_fx_post(struct books *books, const struct applied *applied,
    const char *fx)
{
	struct shown_post *post;
	struct case_book *book;
	struct owed *owed;
	int64_t version = 0;
	int number = 0;
	int index = 0;

	if (!books_read_job(fx, &number, &version, &index) ||
	    !(owed = books_owed(books, number, version, index)))
		world_broken(books->world, "I14", "%s was never asked for",
		    fx);
	book = &books->cases[number];
	if (!owed->shown_once && !applied->stopped)
		check_lane(books, book, owed, fx);
	rooms_note_post(books, number, owed);
	check_repeat(books, owed, applied, fx);
	owed->shown_once = true;
	owed->shown++;
	if (owed->kind == EFFECT_PAGE)
		check_page(books, owed, applied, fx);
	post = post_add(books);
	(void)text_copy(post->channel, ID_SIZE, text_at(applied->body,
	    "channel"));
	(void)text_copy(post->ts, ID_SIZE, text_at(applied->body, "ts"));
	post->number = number;
	post->owed.version = version;
	post->owed.index = index;
	draw(books, post, json_object_get(applied->args, "blocks"));
}

static void see_post(struct books *books, const struct applied *applied)
{
	const char *fx = text_at(json_object_get(json_object_get(
	    applied->args, "metadata"), "event_payload"), "fx");
	json_t *blocks = json_object_get(applied->args, "blocks");

	remember_buttons(books, text_at(applied->body, "channel"),
	    text_at(applied->body, "ts"), blocks);
	if (*fx)
		see_fx_post(books, applied, fx);
}

static void see_update(struct books *books, const struct applied *applied)
{
	const char *channel = text_at(applied->args, "channel");
	const char *ts = text_at(applied->args, "ts");
	json_t *blocks = json_object_get(applied->args, "blocks");
	struct shown_post *post;

	remember_buttons(books, channel, ts, blocks);
	post = books_post(books, channel, ts);
	if (post)
		draw(books, post, blocks);
}

static void see_delete(struct books *books, const struct applied *applied)
{
	struct shown_post *post = books_post(books,
	    text_at(applied->args, "channel"), text_at(applied->args, "ts"));

	if (!post)
		return;
	post->deleted = true;
	books_owed(books, post->number, post->owed.version,
	    post->owed.index)->shown--;
}

/* --- rooms and forms ------------------------------------------------------ */

static void see_room(struct books *books, const struct applied *applied)
{
	const json_t *channel = json_object_get(applied->body, "channel");
	struct room *room;

	if (books->room_count == books->room_size) {
		books->room_size = books->room_size * 2 + 16;
		books->rooms = xrealloc(books->rooms,
		    books->room_size * sizeof(*books->rooms));
	}
	room = &books->rooms[books->room_count++];
	memset(room, 0, sizeof(*room));
	room->from_stopped = applied->stopped;
	(void)text_copy(room->id, ID_SIZE, text_at(channel, "id"));
	(void)text_copy(room->name, NAME_SIZE, text_at(channel, "name"));
}

void books_forget_form(struct books *books, size_t i)
{
	json_decref(books->forms[i].view);
	books->forms[i] = books->forms[--books->form_count];
}

/* The workspace names the owner by the trigger; here it does not matter who
 * fills a form, as long as it is the one who opened it. */
static void see_form(struct books *books, const struct applied *applied)
{
	const json_t *shown = json_object_get(applied->body, "view");
	struct form *form;

	if (books->form_count == FORMS_MAX)
		books_forget_form(books, 0);
	form = &books->forms[books->form_count++];
	form->view = json_copy(json_object_get(applied->args, "view"));
	json_object_set(form->view, "id", json_object_get(shown, "id"));
	json_object_set(form->view, "hash", json_object_get(shown, "hash"));
	(void)text_copy(form->user, ID_SIZE, text_at(shown, "user"));
}

static void see_topic(struct books *books, const struct applied *applied)
{
	const char *channel = text_at(applied->args, "channel");

	for (size_t i = 0; i < books->room_count; i++) {
		struct room *room = &books->rooms[i];

		if (strcmp(room->id, channel) != 0)
			continue;
		json_decref(room->topic);
		room->topic = json_incref(applied->args);
		return;
	}
}

static void see_join(struct books *books, const struct applied *applied)
{
	struct room *room = rooms_find(books, text_at(applied->args,
	    "channel"));

	if (room)
		room->away = false;
}

void books_applied(struct books *books, const struct applied *applied)
{
	static const struct {
		const char *method;
		void (*see)(struct books *books,
		    const struct applied *applied);
	} rows[] = {
		{ "chat.postMessage", see_post },
		{ "chat.update", see_update },
		{ "chat.delete", see_delete },
		{ "conversations.create", see_room },
		{ "conversations.setTopic", see_topic },
		{ "views.open", see_form },
		{ "conversations.join", see_join },
	};

	books->calls++;
	if (!json_is_true(json_object_get(applied->body, "ok")))
		return;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (strcmp(rows[i].method, applied->method) == 0)
			rows[i].see(books, applied);
	}
}
