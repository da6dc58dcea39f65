/* SPDX-License-Identifier: MIT
 *
 * slack_request: see slack_request.h. Tables say which reader a type has and
 * where an element keeps its value; every string is checked or cut on its
 * way into the arena, since the payload is hostile until read.
 */
#include "services/slack/slack_request.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "services/slack/slack_element.h"
#include "services/slack/slack_shortcut.h"
#include "services/slack/slack_marked.h"
#include "services/slack/slack_room.h"

#define DO_PREFIX "do:"
#define MENU "menu"
#define HANDLER_NAME_MAX 31
#define TYPE_WORD_MAX 48	/* bytes of Slack's words in a reason */

struct reader {
	struct arena *arena;
	const struct slack_self *self;
	const json_t *payload;
	struct slack_read *out;
};

typedef enum slack_reading read_fn(struct reader *in);

struct route {
	const char *type;
	read_fn *read;
};

static const json_t *at(const json_t *object, const char *key)
{
	return json_object_get(object, key);
}

/* "" unless it looks like one of Slack's ids: T024BE7LD. */
static const char *keep_id(struct arena *arena, const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	if (n == 0 || s[n] != '\0' || n >= ID_SIZE)
		return "";
	return arena_strdup(arena, s);
}

static const char *id_at(struct reader *in, const json_t *object,
    const char *key)
{
	return keep_id(in->arena, slack_string_at(object, key));
}

static bool is_plain_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s < 0x21 || *s > 0x7e)
			return false;
	return true;
}

static bool is_handler_name(const char *s, size_t n)
{
	return n > 0 && n <= HANDLER_NAME_MAX &&
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-") >= n;
}

static enum slack_reading ignore(struct reader *in, const char *reason)
{
	in->out->reason = reason;
	return REQUEST_IGNORED;
}

static enum slack_reading ignore_word(struct reader *in, const char *what,
    const char *word)
{
	return ignore(in,
	    arena_printf(in->arena, "%s %.*s", what, TYPE_WORD_MAX, word));
}

/* What recognises a repeat; false if it would be ambiguous or too long. */
static bool take_key(struct reader *in, const char *key)
{
	if (strlen(key) >= KEY_SIZE || !is_plain_ascii(key))
		return false;
	in->out->request.key = key;
	return true;
}

static void take_trigger(struct reader *in)
{
	const char *trigger = slack_string_at(in->payload, "trigger_id");
	const char *url = slack_string_at(in->payload, "response_url");

	if (strlen(trigger) < KEY_SIZE && is_plain_ascii(trigger))
		in->out->request.trigger_id = arena_strdup(in->arena, trigger);
	if (strlen(url) < URL_SIZE && is_plain_ascii(url))
		in->out->request.response_url = arena_strdup(in->arena, url);
}

/* Somebody of another company in a shared channel may see our buttons; they
 * are not ours to obey. An organisation's people carry other team ids, but
 * then the payload names the enterprise. */
static bool is_stranger(const struct reader *in)
{
	const json_t *user = at(in->payload, "user");
	const char *home = slack_string_at(user, "team_id");

	return in->self->team[0] != '\0' && home[0] != '\0' &&
	    strcmp(home, in->self->team) != 0 &&
	    !json_is_object(at(in->payload, "enterprise"));
}

/* Actor, team and channel of an interaction; a reason if it has no actor. */
static const char *take_person(struct reader *in)
{
	struct request *request = &in->out->request;
	const json_t *user = at(in->payload, "user");

	request->actor = id_at(in, user, "id");
	request->team = id_at(in, at(in->payload, "team"), "id");
	if (request->team[0] == '\0')
		request->team = id_at(in, user, "team_id");
	request->channel = id_at(in, at(in->payload, "channel"), "id");
	if (request->channel[0] == '\0')
		request->channel = id_at(in, at(in->payload, "container"),
		    "channel_id");
	if (request->actor[0] == '\0')
		return "no user";
	if (is_stranger(in))
		return "a person of another workspace";
	take_trigger(in);
	return NULL;
}

static void take_reference(struct reader *in,
    const struct slack_reference *from)
{
	in->out->request.incident = from->incident;
	in->out->request.epoch = from->epoch;
	in->out->request.words = from->words;
}

/* "do:<handler>" or "do:<handler>:<n>": the handler, or NULL. */
static const char *handler_of(struct arena *arena, const char *id)
{
	size_t n;

	if (!text_starts_with(id, DO_PREFIX))
		return NULL;
	id += strlen(DO_PREFIX);
	n = strcspn(id, ":");
	return is_handler_name(id, n) ? arena_strndup(arena, id, n) : NULL;
}

/* --- slash commands ------------------------------------------------------*/

static enum slack_reading read_command(struct reader *in)
{
	struct request *request = &in->out->request;

	request->kind = REQUEST_COMMAND;
	request->actor = id_at(in, in->payload, "user_id");
	request->team = id_at(in, in->payload, "team_id");
	request->channel = id_at(in, in->payload, "channel_id");
	take_trigger(in);
	if (request->actor[0] == '\0')
		return ignore(in, "no user");
	if (request->trigger_id[0] == '\0' || !take_key(in,
	    arena_printf(in->arena, "tr:%s", request->trigger_id)))
		return ignore(in, "no trigger_id");
	request->words = slack_plain_line(in->arena,
	    slack_string_at(in->payload, "text"), SLACK_WORDS_MAX);
	return REQUEST_MADE;
}

/* --- clicks --------------------------------------------------------------*/

/* The menu's option names its handler before the rest. */
static const char *split_menu(struct reader *in, const char **value)
{
	size_t n = strcspn(*value, "|");
	const char *name;

	if ((*value)[n] != '|' || !is_handler_name(*value, n))
		return NULL;
	name = arena_strndup(in->arena, *value, n);
	*value += n + 1;
	return name;
}

/* words with the choice at the end, as if it had been typed. */
static const char *append_choice(struct arena *arena, const char *words,
    const char *choice, bool person)
{
	return arena_printf(arena, "%s%s%s%s%s", words,
	    words[0] != '\0' ? " " : "", person ? "<@" : "", choice,
	    person ? ">" : "");
}

/* Reference and words out of the value, or out of block_id and the value.
 * A button without a value is about nothing in particular. */
static bool take_choice(struct reader *in, const json_t *action,
    const char *value)
{
	struct slack_reference about = { "", 0, "" };
	bool button = slack_element_is_button(action);
	bool person = slack_element_is_person(action);

	if (slack_reference_read(in->arena, value, &about) ||
	    (button && value[0] == '\0')) {
		take_reference(in, &about);
		return true;
	}
	if (person)
		value = keep_id(in->arena, value);
	if (button || value[0] == '\0')
		return false;
	if (!slack_reference_read(in->arena,
	    slack_string_at(action, "block_id"), &about))
		about.words = "";
	about.words = append_choice(in->arena, about.words, value, person);
	take_reference(in, &about);
	return true;
}

static bool take_action_key(struct reader *in, const json_t *action)
{
	const json_t *container = at(in->payload, "container");
	const char *where = slack_string_at(container, "message_ts");
	const char *ts = slack_string_at(action, "action_ts");

	if (where[0] == '\0')
		where = slack_string_at(container, "view_id");
	if (ts[0] == '\0')
		return false;
	return take_key(in, arena_printf(in->arena, "ba:%.*s:%s:%.*s:%.*s",
	    KEY_SIZE, ts, in->out->request.actor,
	    KEY_SIZE, slack_string_at(action, "action_id"), KEY_SIZE, where));
}

/* The first action that is addressed to a handler. */
static const json_t *find_action(const json_t *actions)
{
	const json_t *action;
	size_t i;

	json_array_foreach(actions, i, action)
		if (text_starts_with(slack_string_at(action, "action_id"),
		    DO_PREFIX))
			return action;
	return NULL;
}

static enum slack_reading read_click(struct reader *in)
{
	struct request *request = &in->out->request;
	const json_t *action = find_action(at(in->payload, "actions"));
	const char *reason, *value;

	request->kind = REQUEST_CLICK;
	if (action == NULL)
		return ignore(in, "no action of ours");
	reason = take_person(in);
	if (reason != NULL)
		return ignore(in, reason);
	request->name = handler_of(in->arena,
	    slack_string_at(action, "action_id"));
	if (request->name == NULL)
		return ignore(in, "action without a handler");
	if (!slack_element_known(action))
		return ignore_word(in, "element",
		    slack_string_at(action, "type"));
	value = slack_element_value(in->arena, action);
	if (strcmp(request->name, MENU) == 0)
		request->name = split_menu(in, &value);
	if (request->name == NULL || !take_choice(in, action, value))
		return ignore(in, "action without a value of ours");
	request->view_id = id_at(in, at(in->payload, "view"), "id");
	if (!take_action_key(in, action))
		return ignore(in, "action that cannot be told from others");
	request->message = slack_shown_message(in->arena, in->payload);
	return REQUEST_MADE;
}

/* --- forms ---------------------------------------------------------------*/

/* One input a block; what other elements hold is not ours. */
static bool take_value(struct reader *in, const char *block_id,
    const json_t *block)
{
	struct request *request = &in->out->request;
	json_t *object = (json_t *)block;
	const json_t *state = json_object_iter_value(json_object_iter(object));
	struct form_value *value;

	if (!slack_element_known(state))
		return true;
	if (request->value_count == FORM_VALUES_MAX)
		return false;
	value = &request->values[request->value_count++];
	value->name = slack_keep(in->arena, block_id, ID_SIZE);
	value->value = slack_element_value(in->arena, state);
	return true;
}

static bool take_values(struct reader *in, const json_t *values)
{
	json_t *all = (json_t *)values;
	json_t *block;
	const char *block_id;

	json_object_foreach(all, block_id, block)
		if (!take_value(in, block_id, block))
			return false;
	return true;
}

/* Slack leaves id and hash alone when a form is handed back with errors, so
 * what stands in it tells the corrected one from a repeat. */
static bool take_form_key(struct reader *in, const json_t *view)
{
	struct request *request = &in->out->request;
	uint64_t sum = hash_string("");
	int i;

	for (i = 0; i < request->value_count; i++) {
		sum = sum * 31 + hash_string(request->values[i].name);
		sum = sum * 31 + hash_string(request->values[i].value);
	}
	return request->view_id[0] != '\0' && take_key(in,
	    arena_printf(in->arena, "vs:%s:%.*s:%016llx", request->view_id,
	    KEY_SIZE, slack_string_at(view, "hash"), (unsigned long long)sum));
}

static enum slack_reading read_form(struct reader *in)
{
	struct request *request = &in->out->request;
	const json_t *view = at(in->payload, "view");
	struct slack_reference about = { "", 0, "" };
	const char *metadata = slack_string_at(view, "private_metadata");
	const char *reason;

	request->kind = REQUEST_FORM;
	request->name = handler_of(in->arena,
	    slack_string_at(view, "callback_id"));
	if (request->name == NULL)
		return ignore(in, "form without a handler");
	reason = take_person(in);
	if (reason != NULL)
		return ignore(in, reason);
	if (metadata[0] != '\0' &&
	    !slack_reference_read(in->arena, metadata, &about))
		return ignore(in, "form without metadata of ours");
	take_reference(in, &about);
	request->view_id = id_at(in, view, "id");
	if (!take_values(in, at(at(view, "state"), "values")))
		return ignore(in, "form with too many values");
	if (!take_form_key(in, view))
		return ignore(in, "form that cannot be told from others");
	return REQUEST_MADE;
}

/* --- shortcuts -----------------------------------------------------------*/

static enum slack_reading read_shortcut_as(struct reader *in,
    const char *handler)
{
	struct request *request = &in->out->request;
	const char *reason;

	request->kind = REQUEST_CLICK;
	request->name = handler;
	reason = take_person(in);
	if (reason != NULL)
		return ignore(in, reason);
	if (request->trigger_id[0] == '\0' || !take_key(in,
	    arena_printf(in->arena, "tr:%s", request->trigger_id)))
		return ignore(in, "no trigger_id");
	return REQUEST_MADE;
}

static enum slack_reading read_shortcut(struct reader *in)
{
	const char *asked = slack_string_at(in->payload, "callback_id");

	return strcmp(asked, "declare") != 0 ?
	    ignore_word(in, "shortcut", asked) :
	    read_shortcut_as(in, "declare");
}

static enum slack_reading read_message_action(struct reader *in)
{
	const char *handler = slack_shortcut_read(in->arena, in->payload,
	    &in->out->request);

	return handler == NULL ? ignore_word(in, "shortcut",
	    slack_string_at(in->payload, "callback_id")) :
	    read_shortcut_as(in, handler);
}

/* --- events --------------------------------------------------------------*/

static bool is_own_event(const struct reader *in, const json_t *event)
{
	const struct slack_self *self = in->self;

	return (self->user[0] != '\0' &&
	    strcmp(slack_string_at(event, "user"), self->user) == 0) ||
	    (self->bot[0] != '\0' &&
	    strcmp(slack_string_at(event, "bot_id"), self->bot) == 0);
}

static enum slack_reading take_event_id(struct reader *in)
{
	const char *id = slack_string_at(in->payload, "event_id");

	if (id[0] == '\0' || !take_key(in,
	    arena_printf(in->arena, "ev:%.*s", KEY_SIZE, id)))
		return ignore(in, "no event_id");
	return REQUEST_MADE;
}

static enum slack_reading read_event(struct reader *in)
{
	struct request *request = &in->out->request;
	const json_t *event = at(in->payload, "event");
	const char *type = slack_string_at(event, "type");
	const char *reason;

	request->team = id_at(in, in->payload, "team_id");
	if (!slack_room_is(type) && is_own_event(in, event))
		return ignore(in, "an event of our own making");
	if (slack_room_is(type) || slack_marked_is(type)) {
		reason = slack_room_is(type) ?
		    slack_room_event(in->arena, in->self, event, request) :
		    slack_marked_event(in->arena, in->self, event, request);
		return reason != NULL ? ignore(in, reason) :
		    take_event_id(in);
	}
	if (strcmp(type, "app_home_opened") != 0)
		return ignore_word(in, "event", type);
	if (strcmp(slack_string_at(event, "tab"), "home") != 0)
		return ignore(in, "another tab than home");
	request->kind = REQUEST_HAPPENING;
	request->name = "home_opened";
	request->actor = id_at(in, event, "user");
	return request->actor[0] == '\0' ? ignore(in, "no user") :
	    take_event_id(in);
}

/* --- which reader --------------------------------------------------------*/

static const struct route interactions[] = {
	{ "block_actions", read_click },
	{ "view_submission", read_form },
	{ "shortcut", read_shortcut },
	{ "message_action", read_message_action },
	{ NULL, NULL },
};

/* Finds the reader or ignores, naming the type. */
static enum slack_reading follow(struct reader *in, const struct route *routes,
    const char *what, const char *type)
{
	for (; routes->type != NULL; routes++)
		if (strcmp(routes->type, type) == 0)
			return routes->read(in);
	return ignore_word(in, what, type);
}

static enum slack_reading read_interaction(struct reader *in)
{
	return follow(in, interactions, "interaction",
	    slack_string_at(in->payload, "type"));
}

static const struct route envelopes[] = {
	{ "slash_commands", read_command },
	{ "interactive", read_interaction },
	{ "events_api", read_event },
	{ NULL, NULL },
};

enum slack_reading slack_request_read(struct arena *arena,
    const struct slack_self *self, const char *type, const json_t *payload,
    struct slack_read *out)
{
	struct reader in = { arena, self, payload, out };
	enum slack_reading reading;

	request_init(&out->request, REQUEST_COMMAND, "");
	out->reason = "";
	reading = follow(&in, envelopes, "envelope", type);
	assert((reading == REQUEST_MADE) == (out->reason[0] == '\0'));
	return reading;
}
