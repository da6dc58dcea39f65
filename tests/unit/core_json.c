/* SPDX-License-Identifier: MIT
 *
 * core/json: our reader and writer against jansson, which had the job before:
 * on texts made, cut and bent at random both accept the same, but for what
 * json_read.h says, and what is written is the same to the byte.
 */
#include "core/json_read.h"
#include "core/json_tree.h"
#include "core/json_write.h"
#include "base/arena.h"
#include "base/prng.h"
#include "base/text.h"
#include "tests/unit/unit.h"
#include <jansson.h>

#define ROUNDS 20000
#define TEXT_MAX 4096

static struct prng dice;

static unsigned below(unsigned limit)
{
	return (unsigned)prng_below(&dice, limit);
}

static void add_text(struct text *out)
{
	static const char *const pieces[] = {
		"a", "title", "0", " ", "\\n", "\\\"", "\\\\", "\\/", "\\b\\f",
		"\\r\\t", "\\u0041", "\\u00e4", "\\u20AC", "\\ud83d\\ude80",
		"\\ud83d", "\\ude80", "\\u0000", "\\u12", "\\x", "\xc3\xa4",
		"\xe2\x82\xac", "\xf0\x9f\x9a\x80", "\xff", "\xc0\x80",
		"\xed\xa0\x80", "\x7f", "\x01", "\n",
	};

	text_add(out, "\"");
	for (unsigned n = below(4); n > 0; n--)
		text_add(out, pieces[below(below(4) ? 15 :
		    ARRAY_LEN(pieces))]);
	text_add(out, "\"");
}

static void add_scalar(struct text *out)
{
	static const char *const words[] = {
		"true", "false", "null", "0", "-0", "1", "-17", "1781514000000",
		"9223372036854775807", "-9223372036854775807", "1.5", "-0.25",
		"1e3", "1E+3", "2e-3", "01", "-", "+1", ".5", "1.", "1e",
		"tru", "True", "nan", "-a",
	};

	if (below(2))
		add_text(out);
	else
		text_add(out, words[below(below(4) ? 15 :
		    ARRAY_LEN(words))]);
}

static void add_space(struct text *out)
{
	static const char *const spaces[] = { "", "", "", " ", "\n\t\r", "\v" };

	text_add(out, spaces[below(below(8) ? 5 : 6)]);
}

static void add_value(struct text *out, int depth)
{
	bool object = below(2);

	add_space(out);
	if (depth == 0 || below(3) == 0) {
		add_scalar(out);
		return;
	}
	text_add(out, object ? "{" : "[");
	for (unsigned n = below(4), i = 0; i < n; i++) {
		if (i > 0)
			text_add(out, ",");
		if (object) {
			/* No key twice: see json_read.h. */
			text_addf(out, "\"k%u\"", i);
			add_space(out);
			text_add(out, ":");
		}
		add_value(out, depth - 1);
	}
	add_space(out);
	text_add(out, object ? "}" : "]");
}

/* Now and then a byte too many, too few, or another. */
static void bend(struct text *out)
{
	static const char bytes[] = "{}[],:\"\\0-e.tf \x80\xc3";
	size_t at = out->length ? below((unsigned)out->length) : 0;

	switch (below(8)) {
	case 0:
		out->data[at] = bytes[below(sizeof(bytes) - 1)];
		return;
	case 1:
		memmove(out->data + at, out->data + at + 1, out->length - at);
		out->length--;
		return;
	case 2:
		out->length = at;
		return;
	}
}

static bool we_accept(const char *json, size_t length)
{
	struct json_reader reader = json_reader(json, length);

	return json_read_skip(&reader) && json_read_end(&reader);
}

START_TEST(the_reader_accepts_what_jansson_does)
{
	char buffer[TEXT_MAX];
	int accepted = 0;

	prng_seed(&dice, 1);
	for (int i = 0; i < ROUNDS; i++) {
		struct text out;
		json_t *value;

		text_init(&out, buffer, sizeof(buffer));
		add_value(&out, 4);
		bend(&out);
		value = json_loadb(out.data, out.length, JSON_DECODE_ANY,
		    NULL);
		ck_assert_msg(we_accept(out.data, out.length) == !!value,
		    "jansson says %s: %.*s", value ? "yes" : "no",
		    (int)out.length, out.data);
		accepted += value != NULL;
		json_decref(value);
	}
	/* Else the dice are loaded. */
	ck_assert_int_gt(accepted, ROUNDS / 10);
	ck_assert_int_lt(accepted, ROUNDS * 9 / 10);
}
END_TEST

static bool is_same_tree(const char *text, size_t length)
{
	json_t *theirs = json_loadb(text, length, JSON_REJECT_DUPLICATES,
	    NULL);
	json_t *ours = json_tree(text, length);
	/* Of members that come in the same order, and numbers of one type. */
	char *their_text = json_dumps(theirs, JSON_COMPACT);
	size_t our_length = 0;
	char *our_text = ours ? json_tree_text(ours, &our_length) : NULL;
	bool same = theirs && ours ? strcmp(their_text, our_text) == 0 &&
	    strlen(our_text) == our_length : !theirs && !ours;

	free(their_text);
	free(our_text);
	json_decref(theirs);
	json_decref(ours);
	return same;
}

START_TEST(a_tree_is_the_one_that_jansson_makes_and_writes)
{
	static const char long_name[] = "{\"a name that is much longer than "
	    "any of those that we would ever look for\":[true,false,null]}";
	static const char *const texts[] = { "", "7", "\"x\"", "null", "{",
		"[]", " [ ] ", "[] x", "{\"a\":1,\"a\":2}", "{\"\":1}",
		"{\"a\":{\"b\":1},\"c\":{\"b\":2}}", "{\"a\\u0000b\":1}",
		"[-9223372036854775808,9223372036854775808]",
		long_name,
		"{\"\\u00e4\":\"\\ud83d\\ude80\"}" };
	char buffer[TEXT_MAX];

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		ck_assert_msg(is_same_tree(texts[i], strlen(texts[i])), "%s",
		    texts[i]);
	prng_seed(&dice, 3);
	for (int i = 0; i < ROUNDS; i++) {
		struct text out;

		text_init(&out, buffer, sizeof(buffer));
		add_value(&out, 4);
		bend(&out);
		ck_assert_msg(is_same_tree(out.data, out.length), "%.*s",
		    (int)out.length, out.data);
	}
}
END_TEST

START_TEST(a_deep_tree_is_the_one_that_jansson_makes)
{
	char text[2 * JSON_DEPTH_MAX + 10] = "";

	for (size_t depth = 1; depth < JSON_DEPTH_MAX + 4; depth++) {
		memset(text, '[', depth);
		memset(text + depth, ']', depth);
		ck_assert(is_same_tree(text, 2 * depth));
		ck_assert(is_same_tree(text, 2 * depth - 1));
	}
}
END_TEST

START_TEST(texts_read_as_jansson_reads_them)
{
	char buffer[TEXT_MAX];
	char read[TEXT_MAX];
	int accepted = 0;

	prng_seed(&dice, 2);
	for (int i = 0; i < ROUNDS; i++) {
		struct json_reader reader;
		struct text out;
		json_t *value;
		bool fits;

		text_init(&out, buffer, sizeof(buffer));
		add_text(&out);
		value = json_loadb(out.data, out.length, JSON_DECODE_ANY,
		    NULL);
		reader = json_reader(out.data, out.length);
		fits = json_read_text(&reader, read, sizeof(read));
		ck_assert_msg(fits == !!value, "%s", out.data);
		if (value)
			ck_assert_str_eq(read, json_string_value(value));
		accepted += fits;
		json_decref(value);
	}
	ck_assert_int_gt(accepted, ROUNDS / 10);
}
END_TEST

/* The last byte that fits, and the first that does not. */
START_TEST(a_text_fits_or_is_refused)
{
	static const char *const good[] = { "\"abc\"", "\"\\u0061bc\"",
		"\"\xe2\x82\xac\"", "\"\\u20ac\"", "\"\"" };
	static const char *const bad[] = { "\"abcd\"", "\"abc\\n\"",
		"\"a\xe2\x82\xac\"", "\"a\\u20ac\"", "\"abcdefgh\\q\"", "\"a",
		"\"", "a", "" };
	char out[4];

	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct json_reader reader = json_reader(good[i],
		    strlen(good[i]));

		ck_assert_msg(json_read_text(&reader, out, sizeof(out)),
		    "%s", good[i]);
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct json_reader reader = json_reader(bad[i],
		    strlen(bad[i]));

		ck_assert_msg(!json_read_text(&reader, out, sizeof(out)),
		    "%s", bad[i]);
	}
}
END_TEST

START_TEST(integers_have_bounds)
{
	static const char *const good[] = { "-5", "0", "7", "-0" };
	static const char *const bad[] = { "-6", "8", "07", "1.0", "1e0", "-",
		"", "true", "\"1\"", "9223372036854775808",
		"99999999999999999999999" };
	int64_t number;

	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct json_reader reader = json_reader(good[i],
		    strlen(good[i]));

		ck_assert(json_read_integer(&reader, -5, 7, &number));
		ck_assert_int_eq(number, strtol(good[i], NULL, 10));
	}
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct json_reader reader = json_reader(bad[i],
		    strlen(bad[i]));

		ck_assert_msg(!json_read_integer(&reader, -5, 7, &number),
		    "%s", bad[i]);
	}
}
END_TEST

START_TEST(a_key_may_be_written_with_escapes)
{
	static const char plain[] = "\"title\" :", bent[] = "\"t\\u0069tle\":";
	char long_one[2 * JSON_KEY_SIZE];
	struct json_reader reader;
	struct json_key key;
	struct text text;

	reader = json_reader(plain, strlen(plain));
	ck_assert(json_read_key(&reader, &key));
	ck_assert_mem_eq(key.text, "title", key.length);
	ck_assert(json_read_end(&reader));
	reader = json_reader(bent, strlen(bent));
	ck_assert(json_read_key(&reader, &key));
	ck_assert_uint_eq(key.length, 5);
	ck_assert_mem_eq(key.text, "title", 5);
	text_init(&text, long_one, sizeof(long_one));
	text_addf(&text, "\"%0*d\":", JSON_KEY_SIZE, 0);
	reader = json_reader(text.data, text.length);
	ck_assert(json_read_key(&reader, &key));
	ck_assert_uint_eq(key.length, 0);
}
END_TEST

START_TEST(nesting_has_a_limit)
{
	char buffer[2 * JSON_DEPTH_MAX + 3];

	for (int depth = 1; depth <= JSON_DEPTH_MAX + 1; depth++) {
		memset(buffer, '[', (size_t)depth);
		memset(buffer + depth, ']', (size_t)depth);
		ck_assert(we_accept(buffer, 2 * (size_t)depth) ==
		    (depth <= JSON_DEPTH_MAX));
	}
}
END_TEST

static void write_both(struct json_writer *writer, json_t *object,
    const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
	json_write_key(writer, key);
	if (json_is_string(value))
		json_write_text(writer, json_string_value(value));
	else if (json_is_integer(value))
		json_write_integer(writer, json_integer_value(value));
	else
		json_write_word(writer, "true");
}

START_TEST(what_is_written_is_what_jansson_writes)
{
	static const int64_t numbers[] = { 0, -1, 10, INT32_MIN, INT64_MAX,
		INT64_MIN, INT64_C(1781514000000) };
	struct arena *arena = arena_new(1u << 20);
	struct json_writer writer = json_writer();
	json_t *object = json_object();
	char each[8] = "";
	char *theirs;

	json_write_open(&writer, '{');
	for (int c = 1; c < 0x80; c++) {
		each[0] = (char)c;
		write_both(&writer, object, arena_printf(arena, "c%d", c),
		    json_string(each));
	}
	write_both(&writer, object, "wide",
	    json_string("x\xc3\xa4\n\xe2\x82\xac\xf0\x9f\x9a\x80\""));
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		write_both(&writer, object, arena_printf(arena, "n%zu", i),
		    json_integer(numbers[i]));
	write_both(&writer, object, "yes", json_true());
	json_write_close(&writer, '}');
	theirs = json_dumps(object, JSON_COMPACT);
	ck_assert_str_eq(json_write_finish(&writer, arena), theirs);
	free(theirs);
	json_decref(object);
	arena_free(arena);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/json");

	unit_add(&u, the_reader_accepts_what_jansson_does);
	unit_add(&u, a_tree_is_the_one_that_jansson_makes_and_writes);
	unit_add(&u, a_deep_tree_is_the_one_that_jansson_makes);
	unit_add(&u, texts_read_as_jansson_reads_them);
	unit_add(&u, a_text_fits_or_is_refused);
	unit_add(&u, integers_have_bounds);
	unit_add(&u, a_key_may_be_written_with_escapes);
	unit_add(&u, nesting_has_a_limit);
	unit_add(&u, what_is_written_is_what_jansson_writes);
	return unit_run(&u);
}
