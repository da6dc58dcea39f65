/* SPDX-License-Identifier: MIT
 *
 * core/blame: who is named by a text, and which words only look like names.
 */
#include "base/arena.h"
#include "core/blame.h"
#include "tests/unit/unit.h"

static const struct people people = {
	.names = "Ben Okafor\0Will Page\0Cem Y\xc4\xb1ld\xc4\xb1z\0Jo Li\0"
	    "Max Can Ops\0",
};

static const struct {
	const char *text;
	const char *found;	/* "" = nobody */
} rows[] = {
	{ "ben pushed it", "ben" },
	{ "it was BEN", "BEN" },
	{ "because okafor slept", "okafor" },
	{ "<@U0BEN> pushed it", "<@U0BEN>" },
	{ "ask @somebody", "@somebody" },
	{ "Will did not look", "Will" },
	{ "will page did not look", "will page" },
	{ "it will mark no page", "" },
	{ "the bench was silent", "" },
	{ "reuben", "" },
	{ "jo li slept", "jo li" },
	{ "jo slept", "" },	/* too short by itself */
	{ "y\xc4\xb1ld\xc4\xb1z", "y\xc4\xb1ld\xc4\xb1z" },
	{ "max connections: nobody can ask ops", "" },
	{ "Max did it", "Max" },
	{ "", "" },
};

START_TEST(P6_5_who_is_named)
{
	struct arena *arena = arena_new(10000);

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const char *found = blame_find(arena, &people, rows[i].text);

		ck_assert_str_eq(found ? found : "", rows[i].found);
	}
	ck_assert_ptr_null(blame_find(arena, NULL, "Ben pushed it"));
	arena_free(arena);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/blame");

	unit_add(&u, P6_5_who_is_named);
	return unit_run(&u);
}
