/* SPDX-License-Identifier: MIT
 *
 * blockkit_fields.c: reads one object against its row of blockkit_tables.c:
 * every field's kind and length, unknown fields, elements in their places.
 * Read next: blockkit.c.
 */
#include "tests/workspace/blockkit.h"

#include <stdarg.h>

#define ERRORS_MAX 20

void complain(struct check *check, const char *format, ...)
{
	char what[300], line[640];
	va_list args;

	if (json_array_size(check->errors) >= ERRORS_MAX)
		return;
	va_start(args, format);
	(void)vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	PUT(line, "%s [json-pointer:%s]", what, check->path);
	json_array_append_new(check->errors, json_string(line));
}

size_t descend(struct check *check, const char *key, size_t at)
{
	size_t before = strlen(check->path);

	if (key)
		put(check->path + before, sizeof(check->path) - before, "/%s",
			key);
	else
		put(check->path + before, sizeof(check->path) - before,
			"/%zu", at);
	return before;
}

void climb(struct check *check, size_t before)
{
	check->path[before] = '\0';
}

static void check_element(struct check *check, const json_t *element,
	unsigned place);

static void check_length(struct check *check, const char *text, int min,
	int max)
{
	size_t length = code_points(text);

	if (length > (size_t)max)
		complain(check, "must be less than %d characters", max + 1);
	if (length < (size_t)min)
		complain(check, "must be more than %d characters", min - 1);
}

static void check_text(struct check *check, const json_t *object, int max,
	bool plain_only)
{
	static const struct field fields[] = {
		{ "text", FIELD_STRING, true, 1, 3000, NULL },
		{ "emoji", FIELD_BOOL, false, 0, 0, NULL },
		{ "verbatim", FIELD_BOOL, false, 0, 0, NULL },
		{ NULL, FIELD_ANY, false, 0, 0, NULL },
	};
	const char *type = text_of(object, "type");
	bool plain = same(type, "plain_text");
	size_t before;

	if (!json_is_object(object)) {
		complain(check, "must provide an object");
		return;
	}
	if ((!plain && !same(type, "mrkdwn")) || (plain_only && !plain)) {
		before = descend(check, "type", 0);
		complain(check, "must be a valid enum value");
		climb(check, before);
		return;
	}
	if (json_object_get(object, plain ? "verbatim" : "emoji"))
		complain(check, "invalid additional property: %s",
			plain ? "verbatim" : "emoji");
	check_fields(check, object, fields);
	before = descend(check, "text", 0);
	if (json_is_string(json_object_get(object, "text")) && max < 3000)
		check_length(check, text_of(object, "text"), 0, max);
	climb(check, before);
}

static void check_option(struct check *check, const json_t *option)
{
	const json_t *text = json_object_get(option, "text");

	if (!json_is_object(option)) {
		complain(check, "must provide an object");
		return;
	}
	check_fields(check, option, check->is_overflow ?
		overflow_option_fields : option_fields);
	if (!check->mrkdwn_options && same(text_of(text, "type"), "mrkdwn"))
		complain(check, "option text must be plain_text");
}

bool count_is_fine(struct check *check, const json_t *array, int min,
	int max)
{
	size_t count = json_array_size(array);

	if (!json_is_array(array)) {
		complain(check, "must provide an array");
		return false;
	}
	if (count > (size_t)max)
		complain(check, "no more than %d items allowed", max);
	if (count < (size_t)min)
		complain(check, "no less than %d items allowed", min);
	return count <= (size_t)max;
}

void check_array(struct check *check, const json_t *array,
	const struct field *field)
{
	bool elements = field->kind == FIELD_ELEMENTS;
	json_t *item;
	size_t i, before;

	if (!count_is_fine(check, array, elements ? 1 : field->min,
		field->max))
		return;
	json_array_foreach((json_t *)(uintptr_t)array, i, item) {
		before = descend(check, NULL, i);
		if (elements)
			check_element(check, item, (unsigned)field->min);
		else if (field->kind == FIELD_OPTIONS)
			check_option(check, item);
		else if (field->kind == FIELD_GROUPS)
			check_fields(check, item, group_fields);
		else if (field->kind == FIELD_TEXTS)
			check_text(check, item, 2000, false);
		else if (!json_is_string(item))
			complain(check, "must provide a string");
		climb(check, before);
	}
}

static bool word_is_in(const char *word, const char *words)
{
	size_t length = strlen(word);

	while (length > 0 && *words) {
		size_t one = strcspn(words, "|");

		if (one == length && strncmp(word, words, one) == 0)
			return true;
		words += one + (words[one] == '|');
	}
	return false;
}

/* pattern: 0 stands for a digit. */
static bool looks_like(const char *text, const char *pattern)
{
	for (; *text && *pattern; text++, pattern++) {
		bool digit = *text >= '0' && *text <= '9';

		if (*pattern == '0' ? !digit : *text != *pattern)
			return false;
	}
	return *text == *pattern;
}

static void check_string(struct check *check, const json_t *value,
	const struct field *field)
{
	const char *text = json_string_value(value);

	if (!text)
		complain(check, "must provide a string");
	else if (field->kind == FIELD_STRING)
		check_length(check, text, field->min, field->max);
	else if (field->kind == FIELD_WORD && !word_is_in(text, field->words))
		complain(check, "must be a valid enum value");
	else if (field->kind == FIELD_DATE && !looks_like(text, "0000-00-00"))
		complain(check, "must be a valid date");
	else if (field->kind == FIELD_TIME && !looks_like(text, "00:00"))
		complain(check, "must be a valid time");
	else if (field->kind == FIELD_NUMBER && (!*text ||
			strspn(text, "-.0123456789") != strlen(text)))
		complain(check, "must be a number");
}

static void check_int(struct check *check, const json_t *value,
	const struct field *field)
{
	json_int_t number = json_integer_value(value);

	if (!json_is_integer(value))
		complain(check, "must provide an integer");
	else if (number < field->min || number > field->max)
		complain(check, "must be between %d and %d", field->min,
			field->max);
}

static void check_confirm(struct check *check, const json_t *value)
{
	if (json_is_object(value))
		check_fields(check, value, confirm_fields);
	else
		complain(check, "must provide an object");
}

static void check_field(struct check *check, const json_t *value,
	const struct field *field)
{
	switch (field->kind) {
	case FIELD_STRING:
	case FIELD_NUMBER:
	case FIELD_WORD:
	case FIELD_DATE:
	case FIELD_TIME:
		check_string(check, value, field);
		break;
	case FIELD_PLAIN:
	case FIELD_TEXT:
		check_text(check, value, field->max,
			field->kind == FIELD_PLAIN);
		break;
	case FIELD_BOOL:
		if (!json_is_boolean(value))
			complain(check, "must provide a boolean");
		break;
	case FIELD_INT:
		check_int(check, value, field);
		break;
	case FIELD_OPTION:
		check_option(check, value);
		break;
	case FIELD_CONFIRM:
		check_confirm(check, value);
		break;
	case FIELD_ELEMENT:
		check_element(check, value, (unsigned)field->min);
		break;
	case FIELD_STRINGS:
	case FIELD_OPTIONS:
	case FIELD_GROUPS:
	case FIELD_ELEMENTS:
	case FIELD_TEXTS:
		check_array(check, value, field);
		break;
	case FIELD_ANY:
		break;
	}
}

static const struct field *field_find(const struct field *fields,
	const char *name)
{
	for (; fields->name; fields++)
		if (same(fields->name, name))
			return fields;
	return NULL;
}

/* Fields in the object that are not in the table, then those in the table. */
void check_fields(struct check *check, const json_t *object,
	const struct field *fields)
{
	json_t *value;
	const char *key;
	size_t before;

	json_object_foreach((json_t *)(uintptr_t)object, key, value)
		if (!same(key, "type") && !same(key, "block_id") &&
		    !field_find(fields, key))
			complain(check, "invalid additional property: %s",
				key);
	for (; fields->name; fields++) {
		value = json_object_get(object, fields->name);
		if (!value || json_is_null(value)) {
			if (fields->required)
				complain(check, "missing required field: %s",
					fields->name);
			continue;
		}
		before = descend(check, fields->name, 0);
		check_field(check, value, fields);
		climb(check, before);
	}
}

static bool option_is_listed(const json_t *element, const json_t *option)
{
	json_t *groups = json_object_get(element, "option_groups"), *one;
	json_t *group;
	size_t i, j;

	json_array_foreach(json_object_get(element, "options"), i, one)
		if (same(text_of(one, "value"), text_of(option, "value")))
			return true;
	json_array_foreach(groups, i, group)
		json_array_foreach(json_object_get(group, "options"), j, one)
			if (same(text_of(one, "value"),
				text_of(option, "value")))
				return true;
	return false;
}

static void check_select(struct check *check, const json_t *element,
	const char *type)
{
	bool has_static = same(type, "static_select") ||
		same(type, "multi_static_select");
	json_t *initial = json_object_get(element, "initial_option");
	bool options = json_object_get(element, "options") != NULL;
	bool groups = json_object_get(element, "option_groups") != NULL;

	if (has_static && options == groups)
		complain(check, options ?
			"options and option_groups are mutually exclusive" :
			"missing required field: options");
	if ((has_static || same(type, "radio_buttons")) && initial &&
	    !option_is_listed(element, initial))
		complain(check, "initial_option must match one of the "
			"provided options");
}

static void check_element(struct check *check, const json_t *element,
	unsigned place)
{
	const char *type = text_of(element, "type");
	const struct shape *shape = element_shape(type);
	size_t before;

	if (!shape || !(shape->where & place)) {
		before = descend(check, "type", 0);
		complain(check, "unsupported type: %s", type);
		climb(check, before);
		return;
	}
	if (place == PLACE_CONTEXT && !same(type, "image")) {
		check_text(check, element, 2000, false);
		return;
	}
	if (!shape->fields)
		return;
	check->mrkdwn_options = shape->mrkdwn_options;
	check->is_overflow = same(type, "overflow");
	check->focused += flag_of(element, "focus_on_load");
	check_fields(check, element, shape->fields);
	check_select(check, element, type);
}
