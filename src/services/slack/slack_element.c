/* SPDX-License-Identifier: MIT
 *
 * slack_element: see slack_element.h. One table row for every kind of
 * element: under which name it keeps its value, and in which shape.
 */
#include "services/slack/slack_element.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/limits.h"
#include "services/slack/slack_request.h"

/* Bytes of 3,000 characters: the most that Slack keeps in metadata. */
#define REFERENCE_MAX 12000
#define REFERENCE_LETTERS \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"

const char *slack_string_at(const json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	return s != NULL ? s : "";
}

const char *slack_keep(struct arena *arena, const char *s, size_t limit)
{
	size_t n = strlen(s);
	struct text to = text_new(arena, n < limit ? n : limit);

	text_add(&to, s);
	return to.data;
}

enum shape { SHAPE_TEXT, SHAPE_NUMBER, SHAPE_OPTION, SHAPE_OPTIONS,
	SHAPE_LIST };

static const struct element {
	const char *type;
	const char *field;
	enum shape shape;
	bool person;		/* the value is a user's id */
} elements[] = {
	{ "button", "value", SHAPE_TEXT, false },
	{ "plain_text_input", "value", SHAPE_TEXT, false },
	{ "number_input", "value", SHAPE_TEXT, false },
	{ "email_text_input", "value", SHAPE_TEXT, false },
	{ "url_text_input", "value", SHAPE_TEXT, false },
	{ "datepicker", "selected_date", SHAPE_TEXT, false },
	{ "timepicker", "selected_time", SHAPE_TEXT, false },
	{ "datetimepicker", "selected_date_time", SHAPE_NUMBER, false },
	{ "users_select", "selected_user", SHAPE_TEXT, true },
	{ "channels_select", "selected_channel", SHAPE_TEXT, false },
	{ "conversations_select", "selected_conversation", SHAPE_TEXT, false },
	{ "static_select", "selected_option", SHAPE_OPTION, false },
	{ "external_select", "selected_option", SHAPE_OPTION, false },
	{ "overflow", "selected_option", SHAPE_OPTION, false },
	{ "radio_buttons", "selected_option", SHAPE_OPTION, false },
	{ "checkboxes", "selected_options", SHAPE_OPTIONS, false },
	{ "multi_static_select", "selected_options", SHAPE_OPTIONS, false },
	{ "multi_external_select", "selected_options", SHAPE_OPTIONS, false },
	{ "multi_users_select", "selected_users", SHAPE_LIST, false },
	{ "multi_channels_select", "selected_channels", SHAPE_LIST, false },
	{ "multi_conversations_select", "selected_conversations", SHAPE_LIST,
	    false },
};

static const struct element *element_find(const json_t *state)
{
	const char *type = slack_string_at(state, "type");
	size_t i;

	for (i = 0; i < ARRAY_LEN(elements); i++)
		if (strcmp(elements[i].type, type) == 0)
			return &elements[i];
	return NULL;
}

/* Several values joined by ","; options give their value. */
static const char *join_values(struct arena *arena, const json_t *list)
{
	struct text to = text_new(arena, SLACK_WORDS_MAX);
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		const char *s = json_is_object(item) ?
		    slack_string_at(item, "value") : json_string_value(item);

		if (s == NULL || s[0] == '\0')
			continue;
		if (to.length > 0)
			text_add_char(&to, ',');
		text_add(&to, s);
	}
	return to.data;
}

bool slack_element_known(const json_t *state)
{
	return element_find(state) != NULL;
}

bool slack_element_is_button(const json_t *state)
{
	return strcmp(slack_string_at(state, "type"), "button") == 0;
}

bool slack_element_is_person(const json_t *state)
{
	const struct element *element = element_find(state);

	return element != NULL && element->person;
}

const char *slack_element_value(struct arena *arena, const json_t *state)
{
	const struct element *element = element_find(state);
	const json_t *field;

	assert(element != NULL);
	field = json_object_get(state, element->field);
	switch (element->shape) {
	case SHAPE_TEXT:
		return slack_keep(arena, slack_string_at(state, element->field),
		    SLACK_WORDS_MAX);
	case SHAPE_NUMBER:
		if (!json_is_integer(field))
			return "";
		return arena_printf(arena, "%lld",
		    (long long)json_integer_value(field));
	case SHAPE_OPTION:
		return slack_keep(arena, slack_string_at(field, "value"),
		    SLACK_WORDS_MAX);
	case SHAPE_OPTIONS:
	case SHAPE_LIST:
		return join_values(arena, field);
	}
	return "";
}

bool slack_reference_read(struct arena *arena, const char *s,
    struct slack_reference *out)
{
	const char *first = strchr(s, '|');
	const char *second = first != NULL ? strchr(first + 1, '|') : NULL;
	const char *incident, *number;
	int64_t epoch = 0;

	if (second == NULL || strlen(s) > REFERENCE_MAX ||
	    first - s >= ID_SIZE || second - first > ID_SIZE)
		return false;
	incident = arena_strndup(arena, s, (size_t)(first - s));
	number = arena_strndup(arena, first + 1, (size_t)(second - first - 1));
	if (incident[strspn(incident, REFERENCE_LETTERS)] != '\0')
		return false;
	if (number[0] != '\0' && !text_parse_int(number, 0, INT32_MAX, &epoch))
		return false;
	out->incident = incident;
	out->epoch = (int)epoch;
	out->words = arena_strdup(arena, second + 1);
	return true;
}

const char *slack_shown_message(struct arena *arena, const json_t *payload)
{
	const json_t *container = json_object_get(payload, "container");
	const char *ts = slack_string_at(container, "message_ts");

	return json_is_true(json_object_get(container, "is_ephemeral")) ||
	    strspn(ts, "0123456789.") != strlen(ts) || strlen(ts) >= ID_SIZE ?
	    "" : arena_strdup(arena, ts);
}
