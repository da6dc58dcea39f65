/* SPDX-License-Identifier: MIT
 *
 * core/record: what is written reads back the same; what does not fit, has
 * the wrong type or stands there twice is refused, since whoever can write to
 * Redis is not trusted.
 */
#include "core/record.h"
#include "base/arena.h"
#include "base/text.h"
#include "tests/unit/unit.h"

struct inner {
	char word[4];
	int number;
};

struct outer {
	char text[8];
	int number;
	int64_t at_ms;
	bool truth;
	char words[3][4];
	struct inner inners[2];
};

static const struct field inner_fields[] = {
	RECORD_TEXT(inner, word),
	RECORD_INT(inner, number),
};

static const struct record inner_record = {
	inner_fields, ARRAY_LEN(inner_fields), sizeof(struct inner),
};

static const struct field outer_fields[] = {
	RECORD_TEXT(outer, text),
	RECORD_INT(outer, number),
	RECORD_MS(outer, at_ms),
	RECORD_BOOL(outer, truth),
	RECORD_TEXTS(outer, words),
	RECORD_RECORDS(outer, inners, &inner_record),
};

static const struct record outer_record = {
	outer_fields, ARRAY_LEN(outer_fields), sizeof(struct outer),
};

static const char *encode(struct arena *arena, const struct outer *outer)
{
	return record_encode(arena, &outer_record, outer);
}

static bool decode(const char *json, struct outer *outer)
{
	return record_decode(&outer_record, json, strlen(json), outer);
}

START_TEST(what_is_written_reads_back)
{
	/* Static: what lies between its members is zero. */
	static const struct outer full = {
		.text = "1234567", .number = INT32_MIN, .at_ms = 1781514000000,
		.truth = true, .words = { "abc", "", "\xc3\xa4" },
		.inners = { { "", 0 }, { "x", -1 } },
	};
	static const char json[] = "{\"text\":\"1234567\","
	    "\"number\":-2147483648,\"at_ms\":1781514000000,\"truth\":true,"
	    "\"words\":[\"abc\",\"\",\"\xc3\xa4\"],"
	    "\"inners\":[{},{\"word\":\"x\",\"number\":-1}]}";
	struct arena *arena = arena_new(1u << 20);
	struct outer back;

	ck_assert_str_eq(encode(arena, &full), json);
	ck_assert(decode(json, &back));
	ck_assert_mem_eq(&back, &full, sizeof(full));
	arena_free(arena);
}
END_TEST

START_TEST(zero_values_are_left_out)
{
	static const struct outer empty;
	struct arena *arena = arena_new(1u << 20);
	struct outer back;

	memset(&back, 0xff, sizeof(back));
	ck_assert_str_eq(encode(arena, &empty), "{}");
	ck_assert(decode("{}", &back));
	ck_assert_mem_eq(&back, &empty, sizeof(empty));
	arena_free(arena);
}
END_TEST

/* A shorter text over a longer one leaves bytes behind its NUL. */
START_TEST(bytes_behind_a_text_do_not_count)
{
	struct arena *arena = arena_new(1u << 20);
	struct outer clean = { .words = { "a" } };
	struct outer dirty = { .words = { "xyz", "xyz", "xyz" },
		.inners = { { "xyz", 0 }, { "xyz", 0 } } };

	(void)text_copy(dirty.words[0], 4, "a");
	(void)text_copy(dirty.words[1], 4, "");
	(void)text_copy(dirty.words[2], 4, "");
	(void)text_copy(dirty.inners[0].word, 4, "");
	(void)text_copy(dirty.inners[1].word, 4, "");
	ck_assert_str_eq(encode(arena, &dirty), encode(arena, &clean));
	ck_assert_str_eq(encode(arena, &clean), "{\"words\":[\"a\"]}");
	arena_free(arena);
}
END_TEST

START_TEST(what_does_not_fit_is_refused)
{
	static const char *const bad[] = {
		"{\"text\":\"12345678\"}",	/* no room for the NUL */
		"{\"text\":1}", "{\"text\":null}", "{\"text\":[\"a\"]}",
		"{\"text\":\"a\\u0000b\"}",
		"{\"number\":2147483648}", "{\"number\":-2147483649}",
		"{\"number\":1.0}", "{\"number\":\"1\"}", "{\"number\":true}",
		"{\"number\":99999999999999999999}",
		"{\"at_ms\":400000000000001}", "{\"at_ms\":-400000000000001}",
		"{\"at_ms\":1e3}", "{\"at_ms\":{}}",
		"{\"truth\":1}", "{\"truth\":\"true\"}", "{\"truth\":null}",
		"{\"words\":\"abc\"}", "{\"words\":[\"abcd\"]}",
		"{\"words\":[1]}", "{\"words\":[\"a\",\"b\",\"c\",\"d\"]}",
		"{\"words\":[[\"a\"]]}", "{\"words\":{\"0\":\"a\"}}",
		"{\"inners\":[1]}", "{\"inners\":[{\"word\":\"abcd\"}]}",
		"{\"inners\":[{},{},{}]}", "{\"inners\":{}}",
		"{\"inners\":[{\"number\":\"1\"}]}", "{\"inners\":[null]}",
	};
	struct outer outer;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!decode(bad[i], &outer), "%s", bad[i]);
}
END_TEST

START_TEST(what_is_no_object_is_refused)
{
	static const char *const bad[] = {
		"", " ", "{", "[]", "null", "1", "\"text\"", "{}{}", "{}x",
		"{\"number\":1,\"number\":2}",		/* which one? */
		"{\"inners\":[{\"number\":1,\"number\":1}]}",
		"{\"text\":\"\xff\"}", "{\"text\":\"\xc3\"}", "\xef\xbb\xbf{}",
	};
	struct outer outer;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!decode(bad[i], &outer), "%s", bad[i]);
}
END_TEST

START_TEST(limits_themselves_fit)
{
	static const char *const good[] = {
		"{\"text\":\"1234567\"}", "{\"number\":2147483647}",
		"{\"at_ms\":400000000000000}", "{\"words\":[]}",
		"{\"words\":[\"abc\",\"abc\",\"abc\"]}",
		"{\"inners\":[{},{}]}",
		"{\"newer\":{\"replicas\":[\"know more\"]}}",
	};
	struct outer outer;

	for (size_t i = 0; i < ARRAY_LEN(good); i++)
		ck_assert_msg(decode(good[i], &outer), "%s", good[i]);
}
END_TEST

/* I20: any depth is answered, not survived by luck. */
START_TEST(depth_is_refused)
{
	size_t depth = 100000;
	char *json = malloc(2 * depth + 32);
	struct outer outer;
	struct text text;

	ck_assert_ptr_nonnull(json);
	text_init(&text, json, 2 * depth + 32);
	text_add(&text, "{\"newer\":");
	for (size_t i = 0; i < depth; i++)
		text_add_char(&text, '[');
	for (size_t i = 0; i < depth; i++)
		text_add_char(&text, ']');
	text_add_char(&text, '}');
	ck_assert(!decode(json, &outer));
	free(json);
}
END_TEST

/* Every prefix of a record is no record. */
START_TEST(a_cut_record_is_refused)
{
	static const char json[] = "{\"text\":\"a\",\"words\":[\"b\"],"
	    "\"inners\":[{\"word\":\"c\"}],\"truth\":true}";
	struct outer outer;

	for (size_t n = 0; n + 1 < sizeof(json) - 1; n++)
		ck_assert_msg(!record_decode(&outer_record, json, n, &outer),
		    "%.*s", (int)n, json);
	ck_assert(decode(json, &outer));
}
END_TEST

START_TEST(a_text_that_is_not_utf8_is_a_bug)
{
	struct outer outer = { .text = "\xff" };
	struct arena *arena = arena_new(1u << 20);

	(void)encode(arena, &outer);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/record");

	unit_add(&u, what_is_written_reads_back);
	unit_add(&u, zero_values_are_left_out);
	unit_add(&u, bytes_behind_a_text_do_not_count);
	unit_add(&u, what_does_not_fit_is_refused);
	unit_add(&u, what_is_no_object_is_refused);
	unit_add(&u, limits_themselves_fit);
	unit_add(&u, depth_is_refused);
	unit_add(&u, a_cut_record_is_refused);
	unit_add_abort(&u, a_text_that_is_not_utf8_is_a_bug);
	return unit_run(&u);
}
