/* SPDX-License-Identifier: MIT
 *
 * blocks: see blocks.h. json_pack() is used with fixed formats only; a NULL
 * it returns is a bug (out of memory, or a string that is not UTF-8). What
 * messages are full of, texts, sections and buttons, is put together without
 * it, in a fraction of the time.
 */
#include "core/views/blocks.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"

static json_t *made(json_t *json)
{
	assert(json);
	return json;
}

static json_t *object_new(const char *type)
{
	json_t *object = made(json_object());
	int failed = json_object_set_new_nocheck(object, "type",
	    json_string_nocheck(type));

	assert(!failed);
	return object;
}

/* The key is one of ours; the value may be anything. */
static void put(json_t *object, const char *key, json_t *value)
{
	int failed = json_object_set_new_nocheck(object, key, made(value));

	assert(!failed);
}

static bool fits(const char *s, size_t max)
{
	size_t length = utf8_length(s);

	return length >= 1 && length <= max;
}

void json_add(json_t *array, json_t *item)
{
	int failed = json_array_append_new(array, item);

	assert(!failed);
}

void json_put(json_t *object, const char *key, json_t *value)
{
	int failed = json_object_set_new(object, key, value);

	assert(!failed);
}

json_t *text_plain(const char *clean)
{
	json_t *text = object_new("plain_text");

	put(text, "text", json_string(clean));
	put(text, "emoji", json_true());
	return text;
}

json_t *text_mrkdwn(const char *mrkdwn)
{
	json_t *text = object_new("mrkdwn");

	assert(fits(mrkdwn, SECTION_CHARS));
	put(text, "text", json_string(mrkdwn));
	put(text, "verbatim", json_true());
	return text;
}

json_t *block_header(const char *clean)
{
	json_t *header = object_new("header");

	assert(fits(clean, HEADER_CHARS));
	put(header, "text", text_plain(clean));
	return header;
}

json_t *block_section(const char *mrkdwn)
{
	json_t *section = object_new("section");

	put(section, "text", text_mrkdwn(mrkdwn));
	return section;
}

json_t *block_section_with(const char *mrkdwn, json_t *accessory)
{
	json_t *section = block_section(mrkdwn);

	if (accessory)
		json_put(section, "accessory", accessory);
	return section;
}

json_t *block_context(const char *mrkdwn)
{
	json_t *context = object_new("context");
	json_t *elements = made(json_array());

	assert(fits(mrkdwn, CONTEXT_CHARS));
	json_add(elements, text_mrkdwn(mrkdwn));
	put(context, "elements", elements);
	return context;
}

json_t *block_actions(json_t *elements)
{
	json_t *actions = object_new("actions");

	assert(json_array_size(elements) >= 1 &&
	    json_array_size(elements) <= ACTION_ELEMENTS_MAX);
	put(actions, "elements", elements);
	return actions;
}

/* How much of a text is quoted in one section: escaped, five times as much
 * still fits. */
#define QUOTE_RAW_CHARS 560

void block_add_quote(struct arena *arena, json_t *blocks, const char *raw)
{
	while (*raw != '\0') {
		size_t bytes = utf8_prefix(raw, QUOTE_RAW_CHARS);
		const char *quote = mrkdwn_quote(arena,
		    arena_strndup(arena, raw, bytes), SECTION_CHARS);

		if (*quote != '\0')
			json_add(blocks, block_section(quote));
		raw += bytes;
	}
}

static const char *click_value(struct arena *arena, const struct click *click)
{
	return arena_printf(arena, "%s|%d|%s", click->incident, click->epoch,
	    click->words);
}

json_t *button_new(struct arena *arena, const char *label,
    enum button_style style, const struct click *click)
{
	static const char *const styles[] = {
		[BUTTON_PRIMARY] = "primary", [BUTTON_DANGER] = "danger",
	};
	const char *value = click_value(arena, click);
	const char *id = click->number == 0 ?
	    arena_printf(arena, "do:%s", click->handler) :
	    arena_printf(arena, "do:%s:%d", click->handler, click->number);
	json_t *button = object_new("button");

	assert(fits(label, BUTTON_CHARS) && fits(value, BUTTON_VALUE_CHARS));
	put(button, "action_id", json_string(id));
	put(button, "text", text_plain(label));
	put(button, "value", json_string(value));
	if (style != BUTTON_PLAIN)
		json_put(button, "style", json_string(styles[style]));
	return button;
}

json_t *overflow_new(void)
{
	return made(json_pack("{s:s, s:s, s:[]}", "type", "overflow",
	    "action_id", "do:menu", "options"));
}

bool overflow_has_room(const json_t *overflow)
{
	return json_array_size(json_object_get(overflow, "options")) <
	    OVERFLOW_MAX;
}

void overflow_add(struct arena *arena, json_t *overflow, const char *label,
    const struct click *click)
{
	json_t *options = json_object_get(overflow, "options");

	assert(json_array_size(options) < OVERFLOW_MAX);
	json_add(options, option_new(label, arena_printf(arena, "%s|%s",
	    click->handler, click_value(arena, click)), ""));
}

json_t *option_new(const char *clean, const char *value,
    const char *description)
{
	json_t *option = made(json_object());

	assert(fits(clean, OPTION_CHARS) && fits(value, OPTION_VALUE_CHARS));
	assert(utf8_length(description) <= OPTION_CHARS);
	put(option, "text", text_plain(clean));
	put(option, "value", json_string(value));
	if (*description != '\0')
		json_put(option, "description", text_plain(description));
	return option;
}

json_t *input_new(const char *block_id, const char *label, const char *hint,
    json_t *element)
{
	json_t *input = made(json_pack("{s:s, s:s, s:o, s:o}", "type", "input",
	    "block_id", block_id, "label", text_plain(label),
	    "element", element));

	if (*hint != '\0')
		json_put(input, "hint", text_plain(hint));
	return input;
}

json_t *input_optional(json_t *input)
{
	json_put(input, "optional", json_true());
	return input;
}

json_t *element_text(const char *initial, int max_chars, bool lines)
{
	json_t *element = made(json_pack("{s:s, s:s, s:b, s:i}",
	    "type", "plain_text_input", "action_id", "value",
	    "multiline", lines, "max_length", max_chars));

	assert(max_chars <= INPUT_CHARS);
	assert(utf8_length(initial) <= (size_t)max_chars);
	if (*initial != '\0')
		json_put(element, "initial_value", json_string(initial));
	return element;
}

json_t *element_choice(const char *type, json_t *options, int initial)
{
	json_t *element = made(json_pack("{s:s, s:s, s:o}", "type", type,
	    "action_id", "value", "options", options));

	assert(json_array_size(options) >= 1 &&
	    json_array_size(options) <= SELECT_MAX);
	assert(initial < (int)json_array_size(options));
	if (initial >= 0)
		json_put(element, "initial_option", json_deep_copy(
		    json_array_get(options, (size_t)initial)));
	return element;
}

json_t *option_group(const char *clean, json_t *options)
{
	assert(fits(clean, OPTION_CHARS) && json_array_size(options) >= 1 &&
	    json_array_size(options) <= SELECT_MAX);
	return made(json_pack("{s:o, s:o}", "label", text_plain(clean),
	    "options", options));
}

json_t *element_grouped(json_t *groups, json_t *chosen)
{
	json_t *element = made(json_pack("{s:s, s:s, s:o}", "type",
	    "multi_static_select", "action_id", "value", "option_groups",
	    groups));

	if (json_array_size(chosen) > 0)
		json_put(element, "initial_options", chosen);
	else
		json_decref(chosen);
	return element;
}

json_t *element_user(const char *placeholder)
{
	return made(json_pack("{s:s, s:s, s:o}", "type", "users_select",
	    "action_id", "value", "placeholder", text_plain(placeholder)));
}

json_t *modal_new(struct arena *arena, const char *title, const char *submit,
    const struct click *click, json_t *blocks)
{
	const char *value = click_value(arena, click);

	assert(fits(title, MODAL_TITLE_CHARS));
	assert(fits(submit, MODAL_TITLE_CHARS));
	assert(fits(value, METADATA_CHARS));
	return made(json_pack("{s:s, s:o, s:o, s:o, s:s, s:s, s:o}",
	    "type", "modal", "title", text_plain(title),
	    "submit", text_plain(submit), "close", text_plain("Cancel"),
	    "callback_id", arena_printf(arena, "do:%s", click->handler),
	    "private_metadata", value, "blocks", blocks));
}
