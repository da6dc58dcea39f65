/* SPDX-License-Identifier: MIT
 *
 * base/text, base/hash, base/prng: nothing is written past the end, a cut
 * never splits a character, numbers are read strictly.
 */
#include "base/arena.h"
#include "base/hash.h"
#include "base/prng.h"
#include "base/text.h"
#include "tests/unit/unit.h"

/* One, two, three and four bytes a character. */
static const char mixed[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x94\xa5z";

START_TEST(text_is_cut_at_whole_characters_at_every_size)
{
	size_t size;

	for (size = 1; size <= sizeof(mixed); size++) {
		char buffer[32];
		struct text t;

		memset(buffer, '!', sizeof(buffer));
		text_init(&t, buffer, size);
		text_add(&t, mixed);
		ck_assert_uint_lt(t.length, size);
		ck_assert_uint_eq(strlen(buffer), t.length);
		ck_assert(utf8_valid(buffer, t.length));
		ck_assert_int_eq(memcmp(buffer, mixed, t.length), 0);
		ck_assert_int_eq(t.truncated, size < sizeof(mixed));
		ck_assert_int_eq(buffer[size], '!');

		memset(buffer, '!', sizeof(buffer));
		text_init(&t, buffer, size);
		text_addf(&t, "%s", mixed);
		ck_assert(utf8_valid(buffer, t.length));
		ck_assert_int_eq(t.truncated, size < sizeof(mixed));
		ck_assert_int_eq(buffer[size], '!');

		memset(buffer, '!', sizeof(buffer));
		ck_assert_int_eq(text_copy(buffer, size, mixed),
		    size == sizeof(mixed));
		ck_assert(utf8_valid(buffer, strlen(buffer)));
		ck_assert_int_eq(buffer[size], '!');
	}
}
END_TEST

START_TEST(text_adds_nothing_after_a_cut)
{
	char buffer[6];
	struct text t;

	text_init(&t, buffer, sizeof(buffer));
	text_add(&t, "abc");
	text_add(&t, "\xf0\x9f\x94\xa5");
	ck_assert(t.truncated);
	ck_assert_str_eq(buffer, "abc");
	text_add_char(&t, 'd');
	text_addf(&t, "%d", 1);
	ck_assert_str_eq(buffer, "abc");
}
END_TEST

START_TEST(text_survives_broken_utf8)
{
	char buffer[5];
	struct text t;

	text_init(&t, buffer, sizeof(buffer));
	text_add(&t, "\x80\x80\x80\x80\x80\x80\x80");
	ck_assert_uint_eq(t.length, 4);
	ck_assert(t.truncated);
}
END_TEST

START_TEST(text_in_an_arena_has_its_limit)
{
	struct arena *a = arena_new(4096);
	struct text t = text_new(a, 3);

	text_add(&t, "abcd");
	ck_assert_str_eq(t.data, "abc");
	ck_assert(t.truncated);
	arena_free(a);
}
END_TEST

START_TEST(utf8_counts_code_points)
{
	ck_assert_uint_eq(utf8_length(""), 0);
	ck_assert_uint_eq(utf8_length(mixed), 5);
	ck_assert_uint_eq(utf8_prefix(mixed, 0), 0);
	ck_assert_uint_eq(utf8_prefix(mixed, 2), 3);
	ck_assert_uint_eq(utf8_prefix(mixed, 4), 10);
	ck_assert_uint_eq(utf8_prefix(mixed, 99), 11);
	/* Broken: each stray byte counts, and the end is never passed. */
	ck_assert_uint_eq(utf8_length("\xf0\x9f"), 2);
	ck_assert_uint_eq(utf8_prefix("\xe2", 5), 1);
}
END_TEST

START_TEST(utf8_validity_is_strict)
{
	static const struct {
		const char *bytes;
		bool valid;
	} rows[] = {
		{ "", true },
		{ "plain", true },
		{ "\xc3\xa9", true },
		{ "\xed\x9f\xbf", true },	/* U+D7FF */
		{ "\xf4\x8f\xbf\xbf", true },	/* U+10FFFF */
		{ "\xf4\x90\x80\x80", false },	/* U+110000 */
		{ "\xed\xa0\x80", false },	/* surrogate */
		{ "\xc0\xaf", false },		/* overlong */
		{ "\xe0\x80\xaf", false },
		{ "\xf0\x80\x80\xaf", false },
		{ "\x80", false },
		{ "\xc3", false },
		{ "\xe2\x82", false },
		{ "\xff", false },
		{ "a\xc3(", false },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++)
		ck_assert_msg(utf8_valid(rows[i].bytes, strlen(rows[i].bytes))
		    == rows[i].valid, "row %zu", i);
}
END_TEST

START_TEST(numbers_are_read_strictly)
{
	static const char *const bad[] = {
		"", "-", "+", " 1", "1 ", "1.0", "0x1", "1e3", "--1",
		"9223372036854775808", "-9223372036854775809",
		"99999999999999999999", "\xd9\xa1",
	};
	int64_t n = 7;
	size_t i;

	for (i = 0; i < ARRAY_LEN(bad); i++) {
		ck_assert_msg(!text_parse_int(bad[i], INT64_MIN, INT64_MAX,
		    &n), "\"%s\"", bad[i]);
		ck_assert_int_eq(n, 7);
	}
	ck_assert(text_parse_int("9223372036854775807", 0, INT64_MAX, &n));
	ck_assert_int_eq(n, INT64_MAX);
	ck_assert(text_parse_int("-9223372036854775808", INT64_MIN, 0, &n));
	ck_assert_int_eq(n, INT64_MIN);
	ck_assert(text_parse_int("+04", 1, 4, &n));
	ck_assert_int_eq(n, 4);
	ck_assert(!text_parse_int("5", 1, 4, &n));
	ck_assert(!text_parse_int("0", 1, 4, &n));
}
END_TEST

START_TEST(words_compare_and_trim)
{
	char s[] = "\t two words \r\n";
	char blank[] = " \n ";

	ck_assert(text_equal_fold("SEV1", "sev1"));
	ck_assert(!text_equal_fold("sev1", "sev10"));
	ck_assert(!text_equal_fold("sev10", "sev1"));
	ck_assert(!text_equal_fold("[", "{"));
	ck_assert(text_starts_with("declare", "decl"));
	ck_assert(text_starts_with("declare", ""));
	ck_assert(!text_starts_with("dec", "decl"));
	ck_assert_str_eq(text_trim(s), "two words");
	ck_assert_str_eq(text_trim(blank), "");
}
END_TEST

START_TEST(a_list_has_whole_words)
{
	ck_assert(text_list_has("new,open,start", "new"));
	ck_assert(text_list_has("new,open,start", "OPEN"));
	ck_assert(text_list_has("New, open", "new"));
	ck_assert(text_list_has(" new , open ", "open"));
	ck_assert(!text_list_has("new,open,start", "ope"));
	ck_assert(!text_list_has("new,open,start", "opens"));
	ck_assert(!text_list_has("new,open,start", "start,"));
	ck_assert(!text_list_has("new,open,start", "new,open"));
	ck_assert(!text_list_has("new,,open,", ""));
	ck_assert(!text_list_has("", "new"));
	ck_assert(!text_list_has("", ""));
}
END_TEST

START_TEST(distance_finds_near_words)
{
	ck_assert_uint_eq(text_distance("", ""), 0);
	ck_assert_uint_eq(text_distance("ack", ""), 3);
	ck_assert_uint_eq(text_distance("resolve", "resovle"), 1);
	ck_assert_uint_eq(text_distance("status", "statsu"), 1);
	ck_assert_uint_eq(text_distance("ACK", "ack"), 0);
	ck_assert_uint_eq(text_distance("kitten", "sitting"), 3);
	ck_assert_uint_eq(text_distance(
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbb",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaacccc"), 0);
}
END_TEST

START_TEST(hash_has_the_published_values)
{
	ck_assert_uint_eq(hash_string(""), UINT64_C(0xcbf29ce484222325));
	ck_assert_uint_eq(hash_string("a"), UINT64_C(0xaf63dc4c8601ec8c));
	ck_assert_uint_eq(hash_bytes("foobar", 6),
	    UINT64_C(0x85944171f73967e8));
}
END_TEST

START_TEST(prng_repeats_and_keeps_its_bounds)
{
	struct prng a, b;
	unsigned seen[10] = { 0 };
	int i;

	prng_seed(&a, 0);
	prng_seed(&b, 0);
	for (i = 0; i < 1000; i++) {
		int64_t n;

		ck_assert_uint_eq(prng_next(&a), prng_next(&b));
		seen[prng_below(&a, 10)]++;
		n = prng_between(&a, -3, 3);
		ck_assert(n >= -3 && n <= 3);
		ck_assert(!prng_chance(&a, 0));
		ck_assert(prng_chance(&a, 1000));
		ck_assert_int_eq(prng_between(&a, 5, 5), 5);
		(void)prng_between(&a, INT64_MIN, INT64_MAX);
		b = a;
	}
	for (i = 0; i < 10; i++)
		ck_assert_uint_gt(seen[i], 60);
	prng_seed(&b, 1);
	ck_assert_uint_ne(prng_next(&a), prng_next(&b));
}
END_TEST

START_TEST(hex_is_two_small_digits_a_byte)
{
	static const unsigned char bytes[] = { 0x00, 0x0f, 0xa0, 0xff, 0x42 };
	char out[2 * sizeof(bytes) + 1];

	text_hex(out, bytes, sizeof(bytes));
	ck_assert_str_eq(out, "000fa0ff42");
	text_hex(out, bytes, 0);
	ck_assert_str_eq(out, "");
}
END_TEST

int main(void)
{
	struct unit u = unit_new("base/text");

	unit_add(&u, hex_is_two_small_digits_a_byte);
	unit_add(&u, text_is_cut_at_whole_characters_at_every_size);
	unit_add(&u, text_adds_nothing_after_a_cut);
	unit_add(&u, text_survives_broken_utf8);
	unit_add(&u, text_in_an_arena_has_its_limit);
	unit_add(&u, utf8_counts_code_points);
	unit_add(&u, utf8_validity_is_strict);
	unit_add(&u, numbers_are_read_strictly);
	unit_add(&u, words_compare_and_trim);
	unit_add(&u, a_list_has_whole_words);
	unit_add(&u, distance_finds_near_words);
	unit_add(&u, hash_has_the_published_values);
	unit_add(&u, prng_repeats_and_keeps_its_bounds);
	return unit_run(&u);
}
