/* SPDX-License-Identifier: MIT
 *
 * Block Kit: what is valid elsewhere is valid here, and every limit is
 * refused one past its end, at the right place. Numbers are sections of the
 * facts it follows.
 */
#include "tests/workspace/model.h"
#include "tests/unit/unit.h"

#define DATA "/tests/data/slack/blockkit-valid.json"

/* All parts; owned by the caller. */
static json_t *load(void)
{
	const char *top = getenv("srcdir");
	char path[1000];
	json_t *all;

	(void)snprintf(path, sizeof(path), "%s" DATA, top ? top : ".");
	all = json_load_file(path, 0, NULL);
	ck_assert_msg(all, "%s", path);
	return all;
}

static size_t errors_in(const json_t *blocks, enum surface surface)
{
	json_t *errors = json_array();
	size_t count;

	blockkit_check(blocks, surface, "/blocks", errors);
	count = json_array_size(errors);
	json_decref(errors);
	return count;
}

START_TEST(valid_blocks_pass)
{
	json_t *all = load(), *one, *blocks;
	size_t i;

	json_array_foreach(json_object_get(all, "blocks"), i, one) {
		blocks = json_pack("[O]", json_object_get(one, "value"));
		ck_assert_msg(errors_in(blocks, SURFACE_MESSAGE) == 0 ||
			errors_in(blocks, SURFACE_MODAL) == 0, "%s",
			text_of(one, "name"));
		json_decref(blocks);
	}
	ck_assert_uint_gt(i, 20);
	json_decref(all);
}
END_TEST

/* An element passes if it does at one of the places elements stand. */
static bool stands_somewhere(json_t *element)
{
	json_t *blocks = json_pack("[{s:s,s:[O]}]", "type", "actions",
		"elements", element);
	bool stands = errors_in(blocks, SURFACE_MESSAGE) == 0;

	json_decref(blocks);
	blocks = json_pack("[{s:s,s:[O]}]", "type", "context", "elements",
		element);
	stands |= errors_in(blocks, SURFACE_MESSAGE) == 0;
	json_decref(blocks);
	blocks = json_pack("[{s:s,s:{s:s,s:s},s:O}]", "type", "input",
		"label", "type", "plain_text", "text", "L", "element",
		element);
	stands |= errors_in(blocks, SURFACE_MODAL) == 0;
	json_decref(blocks);
	return stands;
}

START_TEST(valid_elements_pass)
{
	json_t *all = load(), *one;
	size_t i;

	json_array_foreach(json_object_get(all, "elements"), i, one)
		ck_assert_msg(stands_somewhere(json_object_get(one, "value")),
			"%s", text_of(one, "name"));
	ck_assert_uint_gt(i, 20);
	json_decref(all);
}
END_TEST

START_TEST(valid_views_pass)
{
	json_t *all = load(), *one, *errors = json_array();
	size_t i;

	json_array_foreach(json_object_get(all, "views"), i, one)
		ck_assert_msg(!*view_check(json_object_get(one, "value"),
			errors), "%s: %s", text_of(one, "name"),
			json_string_value(json_array_get(errors, 0)));
	json_decref(errors);
	json_decref(all);
}
END_TEST

/* The template with its @ replaced by that many characters, parsed. */
static json_t *filled(const char *template, size_t count)
{
	const char *mark = strchr(template, '@');
	size_t head = (size_t)(mark - template), length = strlen(template);
	char *text = calloc(1, length + count + 1);
	json_t *blocks;

	ck_assert_ptr_nonnull(text);
	memcpy(text, template, head);
	memset(text + head, 'x', count);
	memcpy(text + head + count, mark + 1, length - head);
	blocks = json_loads(text, 0, NULL);
	ck_assert_msg(blocks, "%s", text);
	free(text);
	return blocks;
}

/* `max` characters are fine, one more is not. */
static void limit_holds(const char *template, size_t max, const char *where)
{
	char want[300];

	(void)snprintf(want, sizeof(want), "must be less than %zu characters "
		"[json-pointer:%s]", max + 1, where);
	for (size_t extra = 0; extra < 2; extra++) {
		json_t *blocks = filled(template, max + extra);
		json_t *errors = json_array();

		blockkit_check(blocks, SURFACE_MESSAGE, "/blocks", errors);
		ck_assert_msg(json_array_size(errors) == extra, "%s at %zu",
			where, max + extra);
		if (extra)
			ck_assert_str_eq(json_string_value(json_array_get(
				errors, 0)), want);
		json_decref(errors);
		json_decref(blocks);
	}
}

#define PLAIN "{\"type\":\"plain_text\",\"text\":\"@\"}"
#define BUTTON(more) "[{\"type\":\"actions\",\"elements\":[{" \
	"\"type\":\"button\",\"text\":{\"type\":\"plain_text\"," \
	"\"text\":\"b\"}," more "}]}]"

START_TEST(s4_3_lengths)
{
	limit_holds("[{\"type\":\"header\",\"text\":" PLAIN "}]", 150,
		"/blocks/0/text/text");
	limit_holds("[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\","
		"\"text\":\"@\"}}]", 3000, "/blocks/0/text/text");
	limit_holds("[{\"type\":\"section\",\"fields\":[" PLAIN "]}]", 2000,
		"/blocks/0/fields/0/text");
	limit_holds("[{\"type\":\"actions\",\"elements\":[{\"type\":"
		"\"button\",\"text\":" PLAIN "}]}]", 75,
		"/blocks/0/elements/0/text/text");
	limit_holds(BUTTON("\"value\":\"@\""), 2000,
		"/blocks/0/elements/0/value");
	limit_holds(BUTTON("\"action_id\":\"@\""), 255,
		"/blocks/0/elements/0/action_id");
	limit_holds(BUTTON("\"confirm\":{\"text\":" PLAIN "}"), 300,
		"/blocks/0/elements/0/confirm/text/text");
	limit_holds("[{\"type\":\"actions\",\"elements\":[{\"type\":"
		"\"static_select\",\"options\":[{\"text\":{\"type\":"
		"\"plain_text\",\"text\":\"o\"},\"value\":\"@\"}]}]}]", 150,
		"/blocks/0/elements/0/options/0/value");
}
END_TEST

START_TEST(s4_3_what_is_refused)
{
	static const struct {
		const char *blocks, *said;
	} cases[] = {
		{ "[{\"type\":\"nope\"}]", "unsupported type: nope "
			"[json-pointer:/blocks/0/type]" },
		{ "[{\"type\":\"divider\",\"x\":1}]", "invalid additional "
			"property: x [json-pointer:/blocks/0]" },
		{ "[{\"type\":\"section\"}]", "missing required field: text "
			"[json-pointer:/blocks/0]" },
		{ "[{\"type\":\"header\",\"text\":{\"type\":\"mrkdwn\","
			"\"text\":\"x\"}}]", "must be a valid enum value "
			"[json-pointer:/blocks/0/text/type]" },
		{ "[{\"type\":\"section\",\"text\":{\"type\":\"plain_text\","
			"\"text\":\"\"}}]", "must be more than 0 characters "
			"[json-pointer:/blocks/0/text/text]" },
		{ "[{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\","
			"\"text\":\"x\",\"emoji\":true}}]", "invalid "
			"additional property: emoji "
			"[json-pointer:/blocks/0/text]" },
		{ "[{\"type\":\"divider\",\"block_id\":\"a\"},"
			"{\"type\":\"divider\",\"block_id\":\"a\"}]",
			"`block_id` already exists: a "
			"[json-pointer:/blocks/1]" },
		{ "[{\"type\":\"actions\",\"elements\":[{\"type\":"
			"\"plain_text_input\",\"action_id\":\"a\"}]}]",
			"unsupported type: plain_text_input "
			"[json-pointer:/blocks/0/elements/0/type]" },
		{ "[{\"type\":\"actions\",\"elements\":[]}]",
			"no less than 1 items allowed "
			"[json-pointer:/blocks/0/elements]" },
		{ BUTTON("\"style\":\"loud\""), "must be a valid enum value "
			"[json-pointer:/blocks/0/elements/0/style]" },
		{ "[{\"type\":\"actions\",\"elements\":[{\"type\":"
			"\"static_select\"}]}]", "missing required field: "
			"options [json-pointer:/blocks/0/elements/0]" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *blocks = json_loads(cases[i].blocks, 0, NULL);
		json_t *errors = json_array();

		ck_assert_ptr_nonnull(blocks);
		blockkit_check(blocks, SURFACE_MESSAGE, "/blocks", errors);
		ck_assert_str_eq(json_string_value(json_array_get(errors, 0)),
			cases[i].said);
		json_decref(errors);
		json_decref(blocks);
	}
}
END_TEST

static json_t *repeated(const char *one, size_t count)
{
	json_t *list = json_array();

	while (count-- > 0)
		json_array_append_new(list, json_loads(one, 0, NULL));
	return list;
}

START_TEST(s4_3_counts)
{
	static const char divider[] = "{\"type\":\"divider\"}";
	static const char button[] = "{\"type\":\"button\",\"text\":{"
		"\"type\":\"plain_text\",\"text\":\"b\"}}";
	json_t *blocks = repeated(divider, 50);

	ck_assert_uint_eq(errors_in(blocks, SURFACE_MESSAGE), 0);
	json_array_append_new(blocks, json_loads(divider, 0, NULL));
	ck_assert_uint_eq(errors_in(blocks, SURFACE_MESSAGE), 1);
	ck_assert_uint_eq(errors_in(blocks, SURFACE_MODAL), 0);
	json_decref(blocks);
	for (size_t extra = 0; extra < 2; extra++) {
		blocks = json_pack("[{s:s,s:o}]", "type", "actions",
			"elements", repeated(button, 25 + extra));
		ck_assert_uint_eq(errors_in(blocks, SURFACE_MESSAGE), extra);
		json_decref(blocks);
	}
}
END_TEST

START_TEST(s4_2_views)
{
	static const struct {
		const char *view, *word, *said;
	} cases[] = {
		{ "{\"type\":\"modal\",\"blocks\":[{\"type\":\"divider\"}]}",
			"invalid_arguments", "missing required field: title "
			"[json-pointer:/view]" },
		{ "{\"type\":\"modal\",\"title\":{\"type\":\"plain_text\","
			"\"text\":\"a title of 25 characters.\"},\"blocks\":["
			"{\"type\":\"divider\"}]}", "invalid_arguments",
			"must be less than 25 characters "
			"[json-pointer:/view/title/text]" },
		{ "{\"type\":\"modal\",\"title\":{\"type\":\"plain_text\","
			"\"text\":\"t\"},\"blocks\":[]}", "invalid_arguments",
			"no less than 1 items allowed "
			"[json-pointer:/view/blocks]" },
		{ "{\"type\":\"modal\",\"title\":{\"type\":\"plain_text\","
			"\"text\":\"t\"},\"blocks\":[{\"type\":\"input\","
			"\"label\":{\"type\":\"plain_text\",\"text\":\"l\"},"
			"\"element\":{\"type\":\"plain_text_input\"}}]}",
			"invalid_arguments", "missing required field: submit "
			"[json-pointer:/view]" },
		{ "{\"type\":\"home\",\"title\":{\"type\":\"plain_text\","
			"\"text\":\"t\"},\"blocks\":[{\"type\":\"divider\"}]}",
			"invalid_arguments", "invalid additional property: "
			"title [json-pointer:/view]" },
		{ "{\"type\":\"home\",\"blocks\":[{\"type\":\"markdown\","
			"\"text\":\"x\"}]}", "invalid_arguments",
			"unsupported type: markdown "
			"[json-pointer:/view/blocks/0/type]" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *view = json_loads(cases[i].view, 0, NULL);
		json_t *errors = json_array();

		ck_assert_ptr_nonnull(view);
		ck_assert_str_eq(view_check(view, errors), cases[i].word);
		ck_assert_str_eq(json_string_value(json_array_get(errors, 0)),
			cases[i].said);
		json_decref(errors);
		json_decref(view);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("workspace block kit");

	unit_add(&u, valid_blocks_pass);
	unit_add(&u, valid_elements_pass);
	unit_add(&u, valid_views_pass);
	unit_add(&u, s4_3_lengths);
	unit_add(&u, s4_3_what_is_refused);
	unit_add(&u, s4_3_counts);
	unit_add(&u, s4_2_views);
	return unit_run(&u);
}
