/* SPDX-License-Identifier: MIT
 *
 * json_tree: see json_tree.h. When a text is read, one value after the other is put
 * into the array or object that is open; no recursion, since anybody's text may
 * come.
 */
#include "core/json_tree.h"
#include "base/memory.h"
#include "core/json_read.h"
#include "core/json_write.h"

struct building {
	struct json_reader reader;
	char *scratch;		/* a text; none is longer than the whole */
	size_t size;
	char name[JSON_KEY_SIZE + 1];	/* of the next member */
	json_t *open[JSON_DEPTH_MAX];
	int depth;
};

/* One that stands there twice, or has none of our lengths, is jansson's. */
static bool take_name(struct building *building, const json_t *object)
{
	struct json_key key;

	if (!json_read_key(&building->reader, &key) || key.length == 0 ||
	    key.length > JSON_KEY_SIZE)
		return false;
	memcpy(building->name, key.text, key.length);
	building->name[key.length] = '\0';
	return !json_object_get(object, building->name);
}

static json_t *make_text(struct building *building)
{
	return json_read_text(&building->reader, building->scratch,
	    building->size) ? json_string_nocheck(building->scratch) : NULL;
}

static json_t *make_truth(struct building *building)
{
	bool truth;

	return json_read_truth(&building->reader, &truth) ?
	    json_boolean(truth) : NULL;
}

static json_t *make_integer(struct building *building)
{
	int64_t number;

	return json_read_integer(&building->reader, INT64_MIN, INT64_MAX,
	    &number) ? json_integer(number) : NULL;
}

/* An array or object is made empty. NULL: it is not for us. */
static json_t *make_value(struct building *building)
{
	switch (json_read_peek(&building->reader)) {
	case '{':
		return json_read_open(&building->reader, '{') ?
		    json_object() : NULL;
	case '[':
		return json_read_open(&building->reader, '[') ?
		    json_array() : NULL;
	case '"':
		return make_text(building);
	case 't':
	case 'f':
		return make_truth(building);
	case 'n':
		return json_read_skip(&building->reader) ? json_null() : NULL;
	default:
		return make_integer(building);
	}
}

/* False: there are too many within each other. */
static bool open_if_any(struct building *building, json_t *value)
{
	if (!json_is_object(value) && !json_is_array(value))
		return true;
	if (building->depth == JSON_DEPTH_MAX)
		return false;
	building->open[building->depth++] = value;
	return true;
}

static bool take_one(struct building *building)
{
	json_t *into = building->open[building->depth - 1];
	bool named = json_is_object(into);
	json_t *value;
	bool more;

	if (!json_read_more(&building->reader, named ? '{' : '[', &more))
		return false;
	if (!more) {
		building->depth--;
		return true;
	}
	if (named && !take_name(building, into))
		return false;
	value = make_value(building);
	if (!value || (named ? json_object_set_new_nocheck(into,
	    building->name, value) : json_array_append_new(into, value)) != 0)
		return false;
	return open_if_any(building, value);
}

static json_t *build(struct building *building)
{
	char first = json_read_peek(&building->reader);
	json_t *root = first == '{' || first == '[' ? make_value(building) :
	    NULL;
	bool good = root && open_if_any(building, root);

	while (good && building->depth > 0)
		good = take_one(building);
	if (good && json_read_end(&building->reader))
		return root;
	json_decref(root);
	return NULL;
}

json_t *json_tree(const char *text, size_t length)
{
	struct building building = { .reader = json_reader(text, length),
		.scratch = xmalloc(length + 1), .size = length + 1 };
	json_t *root = build(&building);

	free(building.scratch);
	return root ? root : json_loadb(text, length, JSON_REJECT_DUPLICATES,
	    NULL);
}

/* --- writing -------------------------------------------------------------- */

static void write_tree(struct json_writer *writer, const json_t *value);

static void write_members(struct json_writer *writer, const json_t *object)
{
	const char *name;
	json_t *value;

	json_write_open(writer, '{');
	json_object_foreach((json_t *)object, name, value) {
		json_write_name(writer, name);
		write_tree(writer, value);
	}
	json_write_close(writer, '}');
}

static void write_elements(struct json_writer *writer, const json_t *array)
{
	json_write_open(writer, '[');
	for (size_t i = 0; i < json_array_size(array); i++)
		write_tree(writer, json_array_get(array, i));
	json_write_close(writer, ']');
}

/* Its shortest digits are jansson's affair. */
static void write_real(struct json_writer *writer, const json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

	assert(text);
	json_write_word(writer, text);
	free(text);
}

static void write_tree(struct json_writer *writer, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_members(writer, value);
		return;
	case JSON_ARRAY:
		write_elements(writer, value);
		return;
	case JSON_STRING:
		json_write_text(writer, json_string_value(value));
		return;
	case JSON_INTEGER:
		json_write_integer(writer, json_integer_value(value));
		return;
	case JSON_REAL:
		write_real(writer, value);
		return;
	case JSON_TRUE:
		json_write_word(writer, "true");
		return;
	case JSON_FALSE:
		json_write_word(writer, "false");
		return;
	case JSON_NULL:
		json_write_word(writer, "null");
		return;
	}
	abort();
}

char *json_tree_text(const json_t *value, size_t *length)
{
	struct json_writer writer = json_writer();

	write_tree(&writer, value);
	return json_write_take(&writer, length);
}
