/* SPDX-License-Identifier: MIT
 *
 * outside_twin: the small Slack: what incbot calls and no more, kept as plain
 * structs. Its history lags at times, names are taken, triggers expire after
 * 3 s, events come again until they are acked, and what people do comes once.
 * What it answers is compared with the stand-in workspace by running the same
 * simulator over that (outside_workspace.c).
 */
#include "base/memory.h"
#include "base/text.h"
#include "services/slack/slack_method.h"
#include "tests/sim/books.h"
#include "tests/sim/outside.h"
#include "tests/sim/rooms.h"
#include "tests/sim/world.h"

#define TRIGGER_MS 3000
#define ACK_MS 3000
#define ENVELOPES_KEPT 48	/* old ones may be sent again; fewer than an
				   incident remembers (RECENT_MAX) */
#define EVENT_TRIES 3
#define LAG_MAX_MS 8000
#define HISTORY_MAX 20		/* a page: Slack, too, may give fewer than asked */
#define NOTE_WORD "note "
#define TOPIC_SIZE 256

struct message {
	int64_t at_ms;
	int64_t seen_ms;	/* in the history from then on */
	char ts[ID_SIZE];
	char fx[JOB_SIZE];
	bool deleted;
	bool has_buttons;
};

struct place {			/* a channel or direct message */
	char id[ID_SIZE];
	char name[NAME_SIZE];	/* "" = a direct message */
	char purpose[TOPIC_SIZE];
	int64_t created_ms;
	bool ours;
	bool archived;
	bool away;		/* incbot is not in it */
	char pinned[ID_SIZE];	/* ts of the last one */
	struct message *messages;
	size_t count;
	size_t size;
	json_t *bookmarks;
};

struct letter {			/* an envelope */
	uint64_t number;
	const char *type;	/* static */
	json_t *payload;
	bool event;
	bool acked;
	int tries;
	char key[ID_SIZE + 48];	/* a note's input key, else "" */
	char room[ID_SIZE];	/* the channel that it gives back, or "" */
};

struct outside {
	struct world *world;
	struct place *places;
	size_t place_count;
	size_t place_size;
	uint64_t serial;
	bool connected[REPLICAS_MAX];
	struct letter letters[ENVELOPES_KEPT];
	uint64_t letter_count;
};

static const char *text_at(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* --- places --------------------------------------------------------------- */

static struct place *place_add(struct outside *outside, const char *id,
    const char *name)
{
	struct place *place;

	if (outside->place_count == outside->place_size) {
		outside->place_size = outside->place_size * 2 + 16;
		outside->places = xrealloc(outside->places,
		    outside->place_size * sizeof(*outside->places));
	}
	place = &outside->places[outside->place_count++];
	memset(place, 0, sizeof(*place));
	(void)text_copy(place->id, ID_SIZE, id);
	(void)text_copy(place->name, NAME_SIZE, name);
	place->created_ms = outside->world->now_ms;
	return place;
}

static struct place *place_find(struct outside *outside, const char *id)
{
	char direct[ID_SIZE];

	if (*id == 'U') {	/* a person's id is their direct message */
		direct[0] = 'D';
		(void)text_copy(direct + 1, sizeof(direct) - 1, id + 1);
		id = direct;
	}
	for (size_t i = 0; i < outside->place_count; i++) {
		if (strcmp(outside->places[i].id, id) == 0)
			return &outside->places[i];
	}
	return *id == 'D' ? place_add(outside, id, "") : NULL;
}

static bool name_is_taken(const struct outside *outside, const char *name)
{
	for (size_t i = 0; i < outside->place_count; i++) {
		if (strcmp(outside->places[i].name, name) == 0)
			return true;
	}
	return false;
}

struct outside *outside_new(struct world *world)
{
	struct outside *outside = xcalloc(1, sizeof(*outside));

	outside->world = world;
	(void)place_add(outside, "C0GENERAL", "general");
	(void)place_add(outside, "C0INCIDENTS", "incidents");
	return outside;
}

void outside_free(struct outside *outside)
{
	for (size_t i = 0; i < outside->place_count; i++) {
		free(outside->places[i].messages);
		json_decref(outside->places[i].bookmarks);
	}
	for (size_t i = 0; i < ENVELOPES_KEPT; i++)
		json_decref(outside->letters[i].payload);
	free(outside->places);
	free(outside);
}

int64_t outside_tick(struct outside *outside)
{
	(void)outside;
	return INT64_MAX;
}

/* --- calls ---------------------------------------------------------------- */

static json_t *refuse(const char *word)
{
	return json_pack("{s:b, s:s}", "ok", 0, "error", word);
}

static json_t *agree(void)
{
	return json_pack("{s:b}", "ok", 1);
}

/* What most calls want of a channel. */
static bool is_in(const struct place *place)
{
	return place && !place->archived && !place->away;
}

static const char *why_not(const struct place *place)
{
	return !place ? "channel_not_found" : place->archived ? "is_archived" :
	    "not_in_channel";
}

static bool have_buttons(const json_t *args)
{
	const json_t *block;
	size_t i;

	json_array_foreach(json_object_get(args, "blocks"), i, block) {
		if (strcmp(text_at(block, "type"), "actions") == 0)
			return true;
	}
	return false;
}

static json_t *post_message(struct outside *outside, json_t *args)
{
	struct place *place = place_find(outside, text_at(args, "channel"));
	struct world *world = outside->world;
	struct message *message;
	struct text ts;

	if (!place)
		return refuse("channel_not_found");
	if (place->archived)
		return refuse("is_archived");
	if (place->count == place->size) {
		place->size = place->size * 2 + 16;
		place->messages = xrealloc(place->messages,
		    place->size * sizeof(*place->messages));
	}
	message = &place->messages[place->count++];
	memset(message, 0, sizeof(*message));
	message->at_ms = message->seen_ms = world->now_ms;
	if (world_chance(world, world->faults.slow))
		message->seen_ms += world_between(world, 0, LAG_MAX_MS);
	text_init(&ts, message->ts, ID_SIZE);
	text_addf(&ts, "%lld.%06llu", (long long)world->now_ms / 1000,
	    (unsigned long long)++outside->serial % 1000000);
	(void)text_copy(message->fx, JOB_SIZE, text_at(json_object_get(
	    json_object_get(args, "metadata"), "event_payload"), "fx"));
	message->has_buttons = have_buttons(args);
	return json_pack("{s:b, s:s, s:s}", "ok", 1, "channel", place->id,
	    "ts", message->ts);
}

static struct message *message_in(struct place *place, const char *ts)
{
	for (size_t i = place ? place->count : 0; i > 0; i--) {
		struct message *message = &place->messages[i - 1];

		if (strcmp(message->ts, ts) == 0 && !message->deleted)
			return message;
	}
	return NULL;
}

static struct message *message_find(struct outside *outside, json_t *args)
{
	return message_in(place_find(outside, text_at(args, "channel")),
	    text_at(args, "ts"));
}

static json_t *update_message(struct outside *outside, json_t *args)
{
	const struct place *place = place_find(outside,
	    text_at(args, "channel"));
	struct message *message = message_find(outside, args);

	if (!place)
		return refuse("channel_not_found");
	if (!message)
		return refuse("message_not_found");
	if (place->archived)
		return refuse("is_inactive");
	message->has_buttons = have_buttons(args);
	return agree();
}

static json_t *delete_message(struct outside *outside, json_t *args)
{
	struct message *message = message_find(outside, args);

	if (!message)
		return refuse("message_not_found");
	message->deleted = true;
	return agree();
}

static json_t *message_json(const struct message *message)
{
	json_t *json = json_pack("{s:s, s:s, s:{s:s, s:{s:s}}}", "ts",
	    message->ts, "user", OUTSIDE_BOT_USER, "metadata", "event_type",
	    "incbot_fx", "event_payload", "fx", message->fx);

	if (message->has_buttons)
		json_object_set_new(json, "blocks", json_pack("[{s:s}]",
		    "type", "actions"));
	return json;
}

static json_t *list_history(struct outside *outside, json_t *args)
{
	struct place *place = place_find(outside, text_at(args, "channel"));
	int64_t oldest_ms = strtoll(text_at(args, "oldest"), NULL, 10) *
	    1000;
	const char *cursor = text_at(args, "cursor");
	json_t *messages = json_array();
	size_t i = *cursor ? strtoul(cursor, NULL, 10) :
	    place ? place->count : 0;
	char next[24] = "";
	struct text text;

	if (!place || place->away) {
		json_decref(messages);
		return refuse(place ? "not_in_channel" : "channel_not_found");
	}
	for (; i > 0; i--) {
		const struct message *message = &place->messages[i - 1];

		if (message->at_ms < oldest_ms)
			break;
		if (json_array_size(messages) == HISTORY_MAX) {
			text_init(&text, next, sizeof(next));
			text_addf(&text, "%zu", i);
			break;
		}
		if (!message->deleted &&
		    message->seen_ms <= outside->world->now_ms)
			json_array_append_new(messages,
			    message_json(message));
	}
	return json_pack("{s:b, s:o, s:{s:s}}", "ok", 1, "messages",
	    messages, "response_metadata", "next_cursor", next);
}

static json_t *create_channel(struct outside *outside, json_t *args)
{
	const char *name = text_at(args, "name");
	struct place *place;
	char id[ID_SIZE];
	struct text text;

	if (outside->world->rooms_refused)
		return refuse("restricted_action");
	if (name_is_taken(outside, name))
		return refuse("name_taken");
	text_init(&text, id, sizeof(id));
	text_addf(&text, "C1ROOM%llu", (unsigned long long)++outside->serial);
	place = place_add(outside, id, name);
	place->ours = true;
	return json_pack("{s:b, s:{s:s, s:s}}", "ok", 1, "channel", "id",
	    place->id, "name", place->name);
}

static json_t *list_channels(struct outside *outside, json_t *args)
{
	json_t *channels = json_array();

	(void)args;
	for (size_t i = 0; i < outside->place_count; i++) {
		const struct place *place = &outside->places[i];

		if (*place->name && !place->archived)
			json_array_append_new(channels, json_pack(
			    "{s:s, s:s, s:s, s:I, s:{s:s}}", "id", place->id,
			    "name", place->name, "creator", place->ours ?
			    OUTSIDE_BOT_USER : "U0ANA", "created",
			    (json_int_t)(place->created_ms / 1000), "purpose",
			    "value", place->purpose));
	}
	return json_pack("{s:b, s:o}", "ok", 1, "channels", channels);
}

static json_t *open_direct(struct outside *outside, json_t *args)
{
	const struct place *place = place_find(outside,
	    text_at(args, "users"));

	return json_pack("{s:b, s:{s:s}}", "ok", 1, "channel", "id",
	    place->id);
}

static json_t *tell_person(struct outside *outside, json_t *args)
{
	const char *user = text_at(args, "user");

	(void)outside;
	return json_pack("{s:b, s:{s:s, s:{s:o}}}", "ok", 1, "user", "id",
	    user, "profile", "email", json_sprintf(MAIL_ADDRESS, user));
}

static json_t *set_purpose(struct outside *outside, json_t *args)
{
	struct place *place = place_find(outside, text_at(args, "channel"));

	if (!is_in(place))
		return refuse(why_not(place));
	(void)text_copy(place->purpose, TOPIC_SIZE,
	    text_at(args, "purpose"));
	return agree();
}

static json_t *touch_channel(struct outside *outside, json_t *args)
{
	const struct place *place = place_find(outside,
	    text_at(args, "channel"));

	return is_in(place) ? agree() : refuse(why_not(place));
}

static void send_joined(struct outside *outside, const struct place *place,
    const char *inviter);

static json_t *join_channel(struct outside *outside, json_t *args)
{
	struct place *place = place_find(outside, text_at(args, "channel"));

	if (!place || place->archived)
		return refuse(why_not(place));
	if (place->away)
		send_joined(outside, place, NULL);
	place->away = false;
	return agree();
}

static json_t *pin(struct outside *outside, json_t *args)
{
	struct place *place = place_find(outside, text_at(args, "channel"));
	const char *ts = text_at(args, "timestamp");

	if (!place)
		return refuse("channel_not_found");
	if (!message_in(place, ts))
		return refuse("message_not_found");
	if (place->away)
		return refuse("not_in_channel");
	if (strcmp(place->pinned, ts) == 0)
		return refuse("already_pinned");
	(void)text_copy(place->pinned, ID_SIZE, ts);
	return agree();
}

static json_t *add_bookmark(struct outside *outside, json_t *args)
{
	struct place *place = place_find(outside,
	    text_at(args, "channel_id"));

	if (!place || place->away)
		return refuse("channel_not_found");
	if (!place->bookmarks)
		place->bookmarks = json_array();
	json_array_append_new(place->bookmarks, json_pack("{s:s}", "link",
	    text_at(args, "link")));
	return agree();
}

static json_t *list_bookmarks(struct outside *outside, json_t *args)
{
	struct place *place = place_find(outside,
	    text_at(args, "channel_id"));

	if (!place || place->away)
		return refuse("channel_not_found");
	return json_pack("{s:b, s:o}", "ok", 1, "bookmarks",
	    place->bookmarks ? json_incref(place->bookmarks) :
	    json_array());
}

/* "<ms>-<serial>-<user>" */
static json_t *open_view(struct outside *outside, json_t *args)
{
	const char *trigger = text_at(args, "trigger_id");
	const char *user = strrchr(trigger, '-');
	char id[ID_SIZE];
	struct text text;

	if (!user || strtoll(trigger, NULL, 10) + TRIGGER_MS <
	    outside->world->now_ms)
		return refuse("expired_trigger_id");
	text_init(&text, id, sizeof(id));
	text_addf(&text, "V%llu", (unsigned long long)++outside->serial);
	return json_pack("{s:b, s:{s:s, s:s, s:s}}", "ok", 1, "view", "id",
	    id, "hash", id, "user", user + 1);
}

static json_t *just_agree(struct outside *outside, json_t *args)
{
	(void)outside;
	(void)args;
	return agree();
}

/* A workspace whose plan has neither files nor canvases. */
static json_t *have_not(struct outside *outside, json_t *args)
{
	(void)outside;
	(void)args;
	return refuse("plan_upgrade_required");
}

void outside_call(struct outside *outside, const struct slack_method *method,
    const char *url, json_t *args, struct outside_answer *answer)
{
	static const struct {
		const char *name;
		json_t *(*call)(struct outside *outside, json_t *args);
	} rows[] = {
		{ "chat.update", update_message },
		{ "chat.postMessage", post_message },
		{ "views.publish", just_agree },
		{ "chat.postEphemeral", just_agree },
		{ "chat.delete", delete_message },
		{ "conversations.setTopic", touch_channel },
		{ "conversations.invite", touch_channel },
		{ "conversations.history", list_history },
		{ "conversations.open", open_direct },
		{ "conversations.create", create_channel },
		{ "conversations.list", list_channels },
		{ "conversations.setPurpose", set_purpose },
		{ "pins.add", pin },
		{ "bookmarks.add", add_bookmark },
		{ "bookmarks.list", list_bookmarks },
		{ "views.open", open_view },
		{ "users.info", tell_person },
		{ "conversations.join", join_channel },
		{ "files.getUploadURLExternal", have_not },
		{ "conversations.canvases.create", have_not },
	};

	if (url) {
		answer->body = agree();
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(rows) && !answer->body; i++) {
		if (strcmp(rows[i].name, method->name) == 0)
			answer->body = rows[i].call(outside, args);
	}
	if (!answer->body)
		world_broken(outside->world, "twin", "no such method: %s",
		    method->name);
}

/* --- envelopes ------------------------------------------------------------ */

void outside_connect(struct outside *outside, struct replica *replica)
{
	outside->connected[replica->number] = true;
	replica->connection = 1;
}

void outside_hang_up(struct outside *outside, struct replica *replica)
{
	outside->connected[replica->number] = false;
	replica->connection = 0;
}

static struct replica *someone_connected(struct outside *outside)
{
	struct world *world = outside->world;
	int start = (int)prng_below(&world->dice,
	    (uint64_t)world->replica_count);

	for (int i = 0; i < world->replica_count; i++) {
		int number = (start + i) % world->replica_count;

		if (outside->connected[number])
			return &world->replicas[number];
	}
	return NULL;
}

static void deliver(struct outside *outside, const struct letter *letter)
{
	struct world *world = outside->world;
	struct replica *replica = someone_connected(outside);
	char id[ID_SIZE];
	struct text text;

	if (!replica)
		return;
	text_init(&text, id, sizeof(id));
	text_addf(&text, "E%llu-%d", (unsigned long long)letter->number,
	    letter->tries);
	replica_send(replica, id, letter->type, true, letter->payload,
	    world_between(world, 1, 40));
}

struct again {
	struct outside *outside;
	uint64_t number;
};

static struct letter *letter_find(struct outside *outside, uint64_t number)
{
	struct letter *letter = &outside->letters[number % ENVELOPES_KEPT];

	return letter->number == number ? letter : NULL;
}

/* Not acked in time: an event comes again after a minute and after five. */
static void on_unacked(void *arg)
{
	static const int64_t waits_ms[EVENT_TRIES] = { 0, 60000, 300000 };
	struct again *again = arg;
	struct outside *outside = again->outside;
	struct letter *letter = letter_find(outside, again->number);

	if (!letter || letter->acked || letter->tries >= EVENT_TRIES) {
		free(again);
		return;
	}
	letter->tries++;
	deliver(outside, letter);
	world_at_or_drop(outside->world, NULL,
	    ACK_MS + waits_ms[letter->tries % EVENT_TRIES], on_unacked, free,
	    again);
}

static void expect_ack(struct outside *outside, const struct letter *letter)
{
	struct again *again = xcalloc(1, sizeof(*again));

	again->outside = outside;
	again->number = letter->number;
	world_at_or_drop(outside->world, NULL, ACK_MS, on_unacked, free,
	    again);
}

/* Somewhere in it something is missing or of another kind (I20). */
static void garble(struct world *world, json_t *payload)
{
	size_t which = (size_t)prng_below(&world->dice,
	    json_object_size(payload));
	void *at = json_object_iter(payload);
	json_t *inner;

	while (which-- > 0 && at)
		at = json_object_iter_next(payload, at);
	if (!at)
		return;
	inner = json_object_iter_value(at);
	if (json_is_array(inner) && json_array_size(inner) > 0)
		inner = json_array_get(inner, 0);
	if (json_is_object(inner) && json_object_size(inner) > 0 &&
	    world_chance(world, 800))
		garble(world, inner);
	else if (world_chance(world, 500))
		json_object_iter_set_new(payload, at,
		    json_integer(world->now_ms));
	else
		json_object_iter_set_new(payload, at,
		    json_string("\xc3\xa9 <!channel> | \x01 9999999999999"));
}

/* The channel that this gives back; "" = none, or incbot came by itself. */
static const char *given_back(const json_t *payload)
{
	const json_t *event = json_object_get(payload, "event");

	return strcmp(text_at(event, "user"), OUTSIDE_BOT_USER) != 0 ||
	    json_object_get(event, "inviter") ? text_at(event, "channel") : "";
}

static void send_letter(struct outside *outside, const char *type,
    json_t *payload, const char *key)
{
	struct world *world = outside->world;
	uint64_t number = ++outside->letter_count;
	struct letter *letter = &outside->letters[number % ENVELOPES_KEPT];

	json_decref(letter->payload);
	memset(letter, 0, sizeof(*letter));
	letter->number = number;
	letter->type = type;
	letter->payload = payload;
	letter->event = strcmp(type, "events_api") == 0;
	(void)text_copy(letter->key, sizeof(letter->key), key);
	(void)text_copy(letter->room, ID_SIZE, given_back(payload));
	if (world_chance(world, world->faults.garbled)) {
		/* What was pressed is still part of what is shown. */
		letter->key[0] = letter->room[0] = '\0';
		letter->payload = json_deep_copy(payload);
		json_decref(payload);
		garble(world, letter->payload);
	}
	deliver(outside, letter);
	if (letter->event)
		expect_ack(outside, letter);
	if (world_chance(world, world->faults.redelivered))
		deliver(outside, letter);
}

void outside_redeliver(struct outside *outside)
{
	uint64_t back = prng_below(&outside->world->dice, ENVELOPES_KEPT);
	struct letter *letter = outside->letter_count > back ?
	    letter_find(outside, outside->letter_count - back) : NULL;

	if (letter)
		deliver(outside, letter);
}

/* I1: what is acked without a word has been committed. Notes are watched:
 * they have no other answer, and are never refused in an incident's room. */
void outside_ack(struct outside *outside, struct replica *replica,
    const char *envelope_id, const json_t *payload)
{
	struct letter *letter = letter_find(outside,
	    (uint64_t)strtoull(envelope_id + 1, NULL, 10));

	if (!letter)
		return;
	if (letter->room[0] != '\0' && !letter->acked)
		rooms_heard(outside->world->books, letter->room);
	letter->acked = true;
	if (!payload && letter->key[0] != '\0' &&
	    !books_has_key(outside->world->books, letter->key))
		world_broken(outside->world, "I1", "replica %d acked %s, "
		    "which is not in the ledger", replica->number,
		    letter->key);
}

/* --- people --------------------------------------------------------------- */

static void trigger_make(struct outside *outside, const char *user,
    char out[64])
{
	struct text text;

	text_init(&text, out, 64);
	text_addf(&text, "%lld-%llu-%s", (long long)outside->world->now_ms,
	    (unsigned long long)++outside->serial, user);
}

void outside_type(struct outside *outside, const char *user,
    const char *channel, const char *text)
{
	char trigger[64];
	char key[72] = "";
	struct text key_text;

	trigger_make(outside, user, trigger);
	if (text_starts_with(text, NOTE_WORD)) {
		text_init(&key_text, key, sizeof(key));
		text_addf(&key_text, "tr:%s", trigger);
	}
	send_letter(outside, "slash_commands", json_pack(
	    "{s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "user_id", user, "team_id",
	    OUTSIDE_TEAM, "channel_id", channel, "command", "/incident",
	    "text", text, "trigger_id", trigger, "response_url",
	    "https://hooks.slack.com/commands/x"), key);
}

static json_t *person_payload(struct outside *outside, const char *type,
    const char *user)
{
	char trigger[64];

	trigger_make(outside, user, trigger);
	return json_pack("{s:s, s:{s:s, s:s}, s:{s:s}, s:s}", "type", type,
	    "user", "id", user, "team_id", OUTSIDE_TEAM, "team", "id",
	    OUTSIDE_TEAM, "trigger_id", trigger);
}

void outside_press(struct outside *outside, const char *user,
    const struct outside_click *click)
{
	json_t *payload = person_payload(outside, "block_actions", user);
	json_t *action = json_deep_copy((json_t *)(uintptr_t)click->element);
	char ts[ID_SIZE];
	struct text text;

	text_init(&text, ts, sizeof(ts));
	text_addf(&text, "%lld.%06llu",
	    (long long)outside->world->now_ms / 1000,
	    (unsigned long long)++outside->serial % 1000000);
	json_object_set(action, "block_id", json_object_get(click->block,
	    "block_id"));
	json_object_set_new(action, "action_ts", json_string(ts));
	if (strcmp(text_at(action, "type"), "overflow") == 0)
		json_object_set(action, "selected_option", json_array_get(
		    json_object_get(action, "options"), 0));
	json_object_set_new(payload, "channel", json_pack("{s:s}", "id",
	    click->channel));
	json_object_set_new(payload, "container", json_pack(
	    "{s:s, s:s, s:s}", "type", "message", "message_ts", click->ts,
	    "channel_id", click->channel));
	json_object_set_new(payload, "response_url", json_string(
	    "https://hooks.slack.com/actions/x"));
	json_object_set_new(payload, "actions", json_pack("[o]", action));
	send_letter(outside, "interactive", payload, "");
}

void outside_submit(struct outside *outside, const char *user,
    const json_t *view, json_t *values)
{
	json_t *payload = person_payload(outside, "view_submission", user);
	json_t *filled = json_pack("{s:s, s:s, s:s, s:s, s:{s:O}}", "id",
	    text_at(view, "id"), "hash", text_at(view, "hash"),
	    "callback_id", text_at(view, "callback_id"), "private_metadata",
	    text_at(view, "private_metadata"), "state", "values", values);

	json_object_set_new(payload, "view", filled);
	send_letter(outside, "interactive", payload, "");
}

void outside_open_home(struct outside *outside, const char *user)
{
	char id[64];

	trigger_make(outside, user, id);
	send_letter(outside, "events_api", json_pack(
	    "{s:s, s:s, s:s, s:{s:s, s:s, s:s}}", "type", "event_callback",
	    "team_id", OUTSIDE_TEAM, "event_id", id, "event", "type",
	    "app_home_opened", "user", user, "tab", "home"), "");
}

/* --- channels that are taken away, and given back -------------------------- */

static void send_event(struct outside *outside, json_t *event)
{
	char id[64];

	trigger_make(outside, "Ev", id);
	send_letter(outside, "events_api", json_pack("{s:s, s:s, s:s, s:o}",
	    "type", "event_callback", "team_id", OUTSIDE_TEAM, "event_id", id,
	    "event", event), "");
}

/* Without an inviter it came by itself. */
static void send_joined(struct outside *outside, const struct place *place,
    const char *inviter)
{
	send_event(outside, json_pack("{s:s, s:s, s:s, s:s*}", "type",
	    "member_joined_channel", "user", OUTSIDE_BOT_USER, "channel",
	    place->id, "inviter", inviter));
}

void outside_archive(struct outside *outside, const char *channel)
{
	struct place *place = place_find(outside, channel);

	place->archived = place->away = true;
}

void outside_unarchive(struct outside *outside, const char *user,
    const char *channel)
{
	place_find(outside, channel)->archived = false;
	send_event(outside, json_pack("{s:s, s:s, s:s}", "type",
	    "channel_unarchive", "user", user, "channel", channel));
}

void outside_put_out(struct outside *outside, const char *channel)
{
	place_find(outside, channel)->away = true;
}

void outside_invite(struct outside *outside, const char *user,
    const char *channel)
{
	struct place *place = place_find(outside, channel);

	if (place->away)
		send_joined(outside, place, user);
	place->away = false;
}

/* Nobody finds it any more, and its name is free. */
void outside_remove(struct outside *outside, const char *channel)
{
	struct place *place = place_find(outside, channel);

	(void)text_copy(place->id, ID_SIZE, "removed");
	place->name[0] = '\0';
}

bool outside_rename(struct outside *outside, const char *channel,
    const char *name)
{
	if (name_is_taken(outside, name))
		return false;
	(void)text_copy(place_find(outside, channel)->name, NAME_SIZE, name);
	return true;
}

bool outside_unpost(struct outside *outside, const char *channel,
    const char *ts)
{
	struct message *message = message_in(place_find(outside, channel), ts);

	if (message)
		message->deleted = true;
	return message;
}

void outside_say(struct outside *outside, const char *channel)
{
	json_t *args = json_pack("{s:s}", "channel", channel);

	json_decref(post_message(outside, args));
	json_decref(args);
}
