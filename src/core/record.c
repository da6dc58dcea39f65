/* SPDX-License-Identifier: MIT
 *
 * record: see record.h. The walk over the fields is the same for both
 * directions; only bounds and types are checked here, meaning is the
 * owner's affair.
 */
#include "core/record.h"
#include "base/arena.h"
#include "base/text.h"

/* About the year 14600; sums of a few such instants cannot overflow. */
#define MS_MAX INT64_C(400000000000000)

static const char *at_text(const void *data, const struct field *field,
    size_t i)
{
	return (const char *)data + field->offset + i * field->size;
}

/* A text that is not UTF-8 would silently be left out, and what is stored
 * would not be what was decided. */
static json_t *text_to_json(const char *text)
{
	json_t *value = json_string(text);

	assert(value);	/* checked at the door, cut at whole characters */
	return value;
}

static bool is_empty(const json_t *element)
{
	return json_is_string(element) ? json_string_length(element) == 0 :
	    json_object_size(element) == 0;
}

/* Empty ones at the end are left out; what counts is what would be written,
 * not the bytes behind a text's NUL. */
static json_t *array_to_json(const struct field *field, const void *data)
{
	json_t *array = json_array();
	size_t n;

	for (size_t i = 0; i < field->count; i++) {
		const char *element = at_text(data, field, i);

		json_array_append_new(array, field->type == FIELD_TEXTS ?
		    text_to_json(element) :
		    record_to_json(field->of, element));
	}
	for (n = field->count; n > 0; n--) {
		if (!is_empty(json_array_get(array, n - 1)))
			return array;
		json_array_remove(array, n - 1);
	}
	json_decref(array);
	return NULL;
}

/* NULL for a zero value. */
static json_t *field_to_json(const struct field *field, const void *data)
{
	const char *place = at_text(data, field, 0);
	int number;
	int64_t ms;
	bool truth;

	switch (field->type) {
	case FIELD_TEXT:
		return *place ? text_to_json(place) : NULL;
	case FIELD_INT:
		memcpy(&number, place, sizeof(number));
		return number ? json_integer(number) : NULL;
	case FIELD_MS:
		memcpy(&ms, place, sizeof(ms));
		return ms ? json_integer(ms) : NULL;
	case FIELD_BOOL:
		memcpy(&truth, place, sizeof(truth));
		return truth ? json_true() : NULL;
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		return array_to_json(field, data);
	}
	abort();
}

json_t *record_to_json(const struct record *record, const void *data)
{
	json_t *object = json_object();

	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];
		json_t *value = field_to_json(field, data);

		if (value)
			json_object_set_new(object, field->name, value);
	}
	return object;
}

static bool text_from_json(const json_t *value, char *place, size_t size)
{
	if (!json_is_string(value) || json_string_length(value) >= size)
		return false;
	memcpy(place, json_string_value(value), json_string_length(value));
	return strlen(place) == json_string_length(value);
}

static bool number_from_json(const json_t *value, int64_t min, int64_t max,
    int64_t *number)
{
	if (!json_is_integer(value))
		return false;
	*number = json_integer_value(value);
	return *number >= min && *number <= max;
}

static bool array_from_json(const struct field *field, json_t *value,
    char *place)
{
	size_t i;
	json_t *element;

	if (!json_is_array(value) || json_array_size(value) > field->count)
		return false;
	json_array_foreach(value, i, element) {
		char *to = place + i * field->size;
		bool fits = field->type == FIELD_TEXTS ?
		    text_from_json(element, to, field->size) :
		    record_from_json(field->of, element, to);

		if (!fits)
			return false;
	}
	return true;
}

static bool field_from_json(const struct field *field, json_t *value,
    char *place)
{
	int64_t number;
	bool truth;

	switch (field->type) {
	case FIELD_TEXT:
		return text_from_json(value, place, field->size);
	case FIELD_INT:
		if (!number_from_json(value, INT32_MIN, INT32_MAX, &number))
			return false;
		memcpy(place, &(int){ (int)number }, sizeof(int));
		return true;
	case FIELD_MS:
		if (!number_from_json(value, -MS_MAX, MS_MAX, &number))
			return false;
		memcpy(place, &number, sizeof(number));
		return true;
	case FIELD_BOOL:
		truth = json_is_true(value);
		memcpy(place, &truth, sizeof(truth));
		return json_is_boolean(value);
	case FIELD_TEXTS:
	case FIELD_RECORDS:
		return array_from_json(field, value, place);
	}
	abort();
}

bool record_from_json(const struct record *record, json_t *object,
    void *data)
{
	memset(data, 0, record->size);
	if (!json_is_object(object))
		return false;
	for (size_t i = 0; i < record->field_count; i++) {
		const struct field *field = &record->fields[i];
		json_t *value = json_object_get(object, field->name);

		if (value && !field_from_json(field, value,
		    (char *)data + field->offset))
			return false;
	}
	return true;
}

char *json_encode(struct arena *arena, const json_t *value)
{
	char *dump = json_dumps(value, JSON_COMPACT);
	char *copy;

	assert(dump);
	copy = arena_strdup(arena, dump);
	free(dump);
	return copy;
}

char *record_encode(struct arena *arena, const struct record *record,
    const void *data)
{
	json_t *object = record_to_json(record, data);
	char *text = json_encode(arena, object);

	json_decref(object);
	return text;
}

bool record_decode(const struct record *record, const char *json,
    size_t length, void *data)
{
	json_t *object = json_loadb(json, length, JSON_REJECT_DUPLICATES,
	    NULL);
	bool fits = object && record_from_json(record, object, data);

	json_decref(object);
	return fits;
}
