/* SPDX-License-Identifier: MIT
 *
 * core/summary: what a search looks at, of whom it says nothing, and that all of
 * it has room at its longest.
 */
#include "core/summary.h"
#include "base/arena.h"
#include "base/text.h"
#include "tests/unit/unit.h"

#define SET(field, text) ck_assert(text_copy(field, sizeof(field), text))

static struct arena *arena;

static void setup(void)
{
	arena = arena_new(1 << 20);
}

static void teardown(void)
{
	arena_free(arena);
}

static void fill(struct incident *incident)
{
	memset(incident, 0, sizeof(*incident));
	SET(incident->id, "7");
	incident->severity = SEV2;
	incident->phase = PHASE_RESOLVED;
	SET(incident->title, "Checkout is down");
	SET(incident->service, "shop");
	SET(incident->broken, "Cards are REFUSED");
	SET(incident->reach, "every third customer");
	SET(incident->since, "9:05");
	SET(incident->cause, "a pool whose\nsize was guessed");
	SET(incident->mitigation, "rolled back");
	SET(incident->resolution, "a larger pool");
	SET(incident->actions[0].text, "measure the pool");
}

/* The first line alone; the facts behind it are nobody's words. */
static const char *line_of(const struct incident *incident)
{
	char *line = summary_encode(arena, incident);
	char *end = strchr(line, '\n');

	ck_assert_ptr_nonnull(end);
	*end = '\0';
	return line;
}

START_TEST(assessment_and_root_cause_are_searched_in_small_letters)
{
	struct incident incident;

	fill(&incident);
	ck_assert_str_eq(line_of(&incident), "inc-7 sev2 shop checkout is "
	    "down cards are refused every third customer 9:05 a pool whose "
	    "size was guessed rolled back a larger pool measure the pool");
}
END_TEST

START_TEST(of_what_is_private_or_only_proposed_nothing_is_searched)
{
	struct incident incident;

	fill(&incident);
	incident.flags = FLAG_PRIVATE;
	ck_assert_str_eq(line_of(&incident), "inc-7 sev2");
	incident.flags = 0;
	incident.phase = PHASE_PROPOSED;
	ck_assert_str_eq(line_of(&incident), "inc-7 sev2");
}
END_TEST

static void repeat(char *field, size_t size, const char *word, int times)
{
	struct text text;

	text_init(&text, field, size);
	for (int i = 0; i < times; i++)
		text_add(&text, word);
	ck_assert(!text.truncated);
}

#define REPEAT(field, word, times) repeat(field, sizeof(field), word, times)

/* What is last in the line is cut last: three action items still have room. */
START_TEST(the_longest_words_leave_room_for_action_items)
{
	struct incident incident;

	fill(&incident);
	REPEAT(incident.title, "t", TITLE_CHARS);
	REPEAT(incident.broken, "b", TITLE_CHARS);
	REPEAT(incident.reach, "r", TITLE_CHARS);
	REPEAT(incident.since, "s", TITLE_CHARS);
	REPEAT(incident.cause, "c", CAUSE_CHARS);
	REPEAT(incident.mitigation, "m", TEXT_CHARS);
	REPEAT(incident.resolution, "f", TEXT_CHARS);
	for (int i = 0; i < 3; i++)
		REPEAT(incident.actions[i].text, "a", ACTION_CHARS);
	SET(incident.actions[3].text, "the last word");
	ck_assert_ptr_nonnull(strstr(line_of(&incident), "the last word"));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/summary");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, assessment_and_root_cause_are_searched_in_small_letters);
	unit_add(&u, of_what_is_private_or_only_proposed_nothing_is_searched);
	unit_add(&u, the_longest_words_leave_room_for_action_items);
	return unit_run(&u);
}
