/* SPDX-License-Identifier: MIT
 *
 * base/memory, base/arena: what is handed out is zeroed, aligned, apart from
 * its neighbours, and never more than the limit.
 */
#include "base/arena.h"
#include "base/memory.h"
#include "tests/unit/unit.h"

START_TEST(copies_are_cut_and_terminated)
{
	char *s = xstrndup("severity", 5);

	ck_assert_str_eq(s, "sever");
	free(s);
	s = xstrndup("sev", 100);
	ck_assert_str_eq(s, "sev");
	free(s);
	s = xstrdup("");
	ck_assert_str_eq(s, "");
	free(s);
}
END_TEST

START_TEST(nothing_is_a_valid_size)
{
	free(xmalloc(0));
	free(xcalloc(0, 8));
	free(xrealloc(xmalloc(1), 0));
}
END_TEST

START_TEST(an_absurd_size_aborts)
{
	free(xmalloc(SIZE_MAX / 2 + 1));
}
END_TEST

START_TEST(a_product_that_overflows_aborts)
{
	free(xcalloc(SIZE_MAX / 2, 3));
}
END_TEST

START_TEST(arena_memory_is_zeroed_and_aligned_after_reset_too)
{
	struct arena *a = arena_new(1 << 20);
	int round;

	for (round = 0; round < 3; round++) {
		size_t size;

		for (size = 1; size < 3000; size += 13) {
			unsigned char *p = arena_alloc(a, size);
			size_t zeros = 0;

			ck_assert_uint_eq((uintptr_t)p % 16, 0);
			while (zeros < size && p[zeros] == 0)
				zeros++;
			ck_assert_uint_eq(zeros, size);
			memset(p, 0xee, size);
		}
		arena_reset(a);
		ck_assert_uint_eq(arena_used(a), 0);
	}
	arena_free(a);
	arena_free(NULL);
}
END_TEST

START_TEST(arena_pieces_do_not_touch)
{
	struct arena *a = arena_new(1 << 20);
	char *first = arena_strdup(a, "first");
	char *big = arena_alloc(a, 100000);
	char *last = arena_printf(a, "%s-%d", "last", 7);

	memset(big, 'x', 100000);
	ck_assert_str_eq(first, "first");
	ck_assert_str_eq(last, "last-7");
	ck_assert_str_eq(arena_strndup(a, "abcdef", 2), "ab");
	arena_free(a);
}
END_TEST

START_TEST(arena_gives_the_whole_limit)
{
	struct arena *a = arena_new(1000);
	char *p = arena_alloc(a, 1000);

	p[999] = 1;
	arena_reset(a);
	p = arena_alloc(a, 500);
	p = arena_alloc(a, 490);
	p[0] = 1;
	arena_free(a);
}
END_TEST

START_TEST(arena_beyond_the_limit_aborts)
{
	struct arena *a = arena_new(1000);
	char *p = arena_alloc(a, 900);

	p = arena_alloc(a, 200);
	p[0] = 1;
}
END_TEST

START_TEST(arena_size_that_would_overflow_aborts)
{
	struct arena *a = arena_new(1000);
	char *p = arena_alloc(a, SIZE_MAX - 3);

	p[0] = 1;
}
END_TEST

int main(void)
{
	struct unit u = unit_new("base/memory, base/arena");

	unit_add(&u, copies_are_cut_and_terminated);
	unit_add(&u, nothing_is_a_valid_size);
	unit_add_abort(&u, an_absurd_size_aborts);
	unit_add_abort(&u, a_product_that_overflows_aborts);
	unit_add(&u, arena_memory_is_zeroed_and_aligned_after_reset_too);
	unit_add(&u, arena_pieces_do_not_touch);
	unit_add(&u, arena_gives_the_whole_limit);
	unit_add_abort(&u, arena_beyond_the_limit_aborts);
	unit_add_abort(&u, arena_size_that_would_overflow_aborts);
	return unit_run(&u);
}
