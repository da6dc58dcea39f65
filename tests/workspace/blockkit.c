/* SPDX-License-Identifier: MIT
 *
 * blockkit.c: checks whole messages and views as strictly as Slack: unknown
 * types and unknown fields are errors too, each with the JSON pointer of the
 * place. Read next: api.c.
 */
#include "tests/workspace/blockkit.h"

#define BLOCKS_IN_MESSAGE 50
#define BLOCKS_IN_VIEW 100
#define MARKDOWN_MAX 12000
#define VIEW_BYTES_MAX 250000

static void check_block_rules(struct check *check, const json_t *block,
	const char *type)
{
	const json_t *elements = json_object_get(block, "elements"), *one;
	json_t *seen = json_object();
	size_t i;

	if (same(type, "section") && !json_object_get(block, "text") &&
	    !json_object_get(block, "fields"))
		complain(check, "missing required field: text");
	if (same(type, "image") && !json_object_get(block, "image_url") &&
	    !json_object_get(block, "slack_file"))
		complain(check, "missing required field: image_url");
	if (same(type, "markdown"))
		check->markdown += code_points(text_of(block, "text"));
	json_array_foreach((json_t *)(uintptr_t)elements, i, one) {
		const char *id = text_of(one, "action_id");

		if (*id && json_object_get(seen, id))
			complain(check, "`action_id` \"%s\" already exists "
				"for this block_id", id);
		if (*id)
			json_object_set_new(seen, id, json_true());
	}
	json_decref(seen);
}

static void check_block(struct check *check, const json_t *block, json_t *ids)
{
	const char *type = text_of(block, "type");
	const char *id = text_of(block, "block_id");
	const struct shape *shape = block_shape(type);
	size_t before;

	if (!shape || !(shape->where & check->surface)) {
		before = descend(check, "type", 0);
		complain(check, "unsupported type: %s", type);
		climb(check, before);
		return;
	}
	if (code_points(id) > 255)
		complain(check, "must be less than 256 characters");
	if (*id && json_object_get(ids, id))
		complain(check, "`block_id` already exists: %s", id);
	if (*id)
		json_object_set_new(ids, id, json_true());
	if (shape->fields)
		check_fields(check, block, shape->fields);
	check_block_rules(check, block, type);
}

static void check_blocks(struct check *check, const json_t *list)
{
	json_t *ids = json_object(), *block;
	size_t i, before;
	int max = check->surface == SURFACE_MESSAGE ? BLOCKS_IN_MESSAGE :
		BLOCKS_IN_VIEW;

	if (!count_is_fine(check, list, check->surface == SURFACE_MESSAGE ?
		0 : 1, max)) {
		json_decref(ids);
		return;
	}
	json_array_foreach((json_t *)(uintptr_t)list, i, block) {
		before = descend(check, NULL, i);
		check_block(check, block, ids);
		climb(check, before);
	}
	if (check->markdown > MARKDOWN_MAX)
		complain(check, "markdown text is too long");
	if (check->focused > 1)
		complain(check, "only one element may have focus_on_load");
	json_decref(ids);
}

void blockkit_check(const json_t *blocks, enum surface surface,
	const char *pointer, json_t *errors)
{
	struct check check = { .errors = errors, .surface = surface };

	PUT(check.path, "%s", pointer);
	check_blocks(&check, blocks);
}

const char *view_check(const json_t *view, json_t *errors)
{
	bool home = same(text_of(view, "type"), "home");
	struct check check = { .errors = errors, .surface = home ?
		SURFACE_HOME : SURFACE_MODAL };
	json_t *blocks = json_object_get(view, "blocks"), *block;
	size_t i, before;
	char *bytes;

	PUT(check.path, "/view");
	if (!json_is_object(view)) {
		complain(&check, "must provide an object");
		return "invalid_arguments";
	}
	bytes = json_dumps(view, JSON_COMPACT);
	if (bytes && strlen(bytes) > VIEW_BYTES_MAX) {
		free(bytes);
		return "view_too_large";
	}
	free(bytes);
	if (!home && !same(text_of(view, "type"), "modal")) {
		before = descend(&check, "type", 0);
		complain(&check, "must be a valid enum value");
		climb(&check, before);
		return "invalid_arguments";
	}
	check_fields(&check, view, home ? home_fields : modal_fields);
	before = descend(&check, "blocks", 0);
	if (blocks)
		check_blocks(&check, blocks);
	climb(&check, before);
	json_array_foreach(blocks, i, block)
		if (!home && same(text_of(block, "type"), "input") &&
		    !json_is_object(json_object_get(view, "submit"))) {
			complain(&check, "missing required field: submit");
			break;
		}
	return json_array_size(errors) > 0 ? "invalid_arguments" : "";
}

void options_check(const json_t *payload, json_t *errors)
{
	struct check check = { .errors = errors };
	static const struct field options = { "options", FIELD_OPTIONS, true,
		0, 100, NULL };
	static const struct field groups = { "option_groups", FIELD_GROUPS,
		true, 0, 100, NULL };
	json_t *list = json_object_get(payload, "options");

	if (list)
		check_array(&check, list, &options);
	else
		check_array(&check, json_object_get(payload, "option_groups"),
			&groups);
}
