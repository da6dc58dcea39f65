/* SPDX-License-Identifier: MIT
 *
 * base/format: for every format, number and size of the buffer the same bytes
 * and the same length as vsnprintf().
 */
#include "base/format.h"
#include "tests/unit/unit.h"

#define BUFFER 80

PRINTF_LIKE(2, 3)
static void both(size_t size, const char *format, ...)
{
	char ours[BUFFER], theirs[BUFFER];
	va_list arguments;
	int wanted, got;

	memset(ours, '!', sizeof(ours));
	memset(theirs, '!', sizeof(theirs));
	va_start(arguments, format);
	wanted = vsnprintf(theirs, size, format, arguments);
	va_end(arguments);
	va_start(arguments, format);
	got = format_into(ours, size, format, arguments);
	va_end(arguments);
	ck_assert_int_eq(got, wanted);
	ck_assert_msg(strncmp(ours, theirs, size) == 0,
	    "%s, %zu bytes: \"%.*s\", not \"%.*s\"", format, size, (int)size,
	    ours, (int)size, theirs);
	/* Nothing is written behind it. */
	for (size_t i = size; i < sizeof(ours); i++)
		ck_assert_int_eq(ours[i], '!');
}

START_TEST(numbers_are_written_alike)
{
	static const long long numbers[] = { 0, 1, 9, 10, 99, 100, -1, -9, -10,
		12345, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN };

	for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
		int number = (int)numbers[i];

		for (size_t size = 0; size <= 40; size++) {
			both(size, "%d", number);
			both(size, "%02d:%03d/%09d", number, number, number);
			both(size, "a%lld b", numbers[i]);
			both(size, "%03lld", numbers[i]);
			both(size, "%zu", (size_t)numbers[i]);
		}
	}
}
END_TEST

START_TEST(texts_are_written_alike)
{
	static const char *const texts[] = { "", "x", "down",
		"caf\xc3\xa9 \xe2\x82\xac", "a text that is longer than some" };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		for (size_t size = 0; size <= BUFFER; size++) {
			both(size, "%s", texts[i]);
			both(size, "<%s|%s>%%%s.", texts[i], "b", texts[i]);
			both(size, "no conversion, 100%%");
			both(size, "%s%s", texts[i], texts[i]);
		}
	}
}
END_TEST

/* Begun here, and done anew by the library. */
START_TEST(what_is_not_known_is_left_to_the_library)
{
	for (size_t size = 0; size <= BUFFER; size++) {
		both(size, "%s and %.3s", "begun", "abcdef");
		both(size, "%d %5d %-5d|", 1, 2, 3);
		both(size, "%02d %02x %u %c", 7, 171u, 3000000000u, 'c');
		both(size, "%.1f of %s", 2.25, "it");
		both(size, "%llu %016llx", 18446744073709551615ull, 255ull);
		both(size, "%012d %*d", 7, 5, 6);
		both(size, "%ld %+d", 5l, 6);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("base/format");

	unit_add(&u, numbers_are_written_alike);
	unit_add(&u, texts_are_written_alike);
	unit_add(&u, what_is_not_known_is_left_to_the_library);
	return unit_run(&u);
}
