/* SPDX-License-Identifier: MIT
 *
 * handlers/parts: commands of several parts. What is typed is refused to those
 * to whom the button is, in the same words; and a step of planned maintenance
 * that comes before the clock's own, since incbot or its storage was away, is
 * answered by how late it is.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/maintenance.h"
#include "handlers/handler.h"
#include "tests/everybody.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1781514000000)
#define HOUR INT64_C(3600000)

static struct arena *arena;
static struct policy *policy;
static struct site *site;
static struct decision *decisions[16];	/* of one test */
static int decision_count;

static void setup(void)
{
	struct maintenance *one;

	arena = arena_new(64u << 20);
	policy = calloc(1, sizeof(*policy));
	site = calloc(1, sizeof(*site));
	ck_assert(policy && site);
	policy_init(policy);
	everybody_is_known(policy);
	one = &site->maintenances[0];
	(void)text_copy(one->title, sizeof(one->title), "New cables");
	one->number = 1;
	one->state = MAINTENANCE_SCHEDULED;
	one->planned_ms = NOW - 9 * HOUR;
	one->from_ms = NOW - 2 * HOUR;
	one->until_ms = NOW - HOUR;
	site->maintenance_number = 1;
}

static void teardown(void)
{
	while (decision_count > 0)
		decision_release(decisions[--decision_count]);
	free(site);
	free(policy);
	arena_free(arena);
}

static const struct decision *ask(const struct request *asked)
{
	static const struct incident nothing;
	struct decision *decision = arena_alloc(arena, sizeof(*decision));
	struct request *request = arena_alloc(arena, sizeof(*request));
	struct turn turn = { .arena = arena, .policy = policy,
		.request = request, .now_ms = NOW, .out = decision,
		.site = site };

	*request = *asked;
	request->key = "k";
	request->name = request->name ? request->name : "";
	request->words = request->words ? request->words : "";
	request->team = "";
	request->channel = "C0GENERAL";
	request->incident = "";
	request->trigger_id = "t";
	ck_assert_int_lt(decision_count, (int)ARRAY_LEN(decisions));
	decisions[decision_count++] = decision;
	decision_init(decision, arena, request, &nothing, NOW);
	dispatch_run(&turn, dispatch_find(request, false), &nothing);
	return decision;
}

static const struct decision *type(const char *words, const char *actor)
{
	return ask(&(struct request){ .kind = REQUEST_COMMAND,
		.words = words, .actor = actor });
}

static const struct decision *click(const char *name, const char *words,
    const char *actor)
{
	return ask(&(struct request){ .kind = REQUEST_CLICK, .name = name,
		.words = words, .actor = actor });
}

/* By those whom the config names, and by a user group of which Slack has not
 * told yet. */
START_TEST(typing_and_clicking_are_refused_alike)
{
	static const char *const named[] = { "U0ANA", "S0TEAM" };

	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		const struct decision *typed, *clicked;

		(void)text_copy(policy->rights[RIGHT_PUBLISH][0], ID_SIZE,
		    named[i]);
		typed = type("maintenance finish 1", "U0EVE");
		clicked = click("maintenance_finish", "1", "U0EVE");
		ck_assert_int_eq(typed->outcome, REFUSED);
		ck_assert_int_eq(clicked->outcome, REFUSED);
		ck_assert_str_eq(typed->reply, clicked->reply);
		ck_assert_int_eq(strstr(typed->reply, "has not told me") !=
		    NULL, *named[i] == 'S');
	}
}
END_TEST

START_TEST(a_form_opens_once_it_is_known_of_which)
{
	ck_assert_ptr_nonnull(type("maintenance plan", "U0BEN")->form);
	ck_assert_ptr_nonnull(type("maintenance move 1", "U0BEN")->form);
	ck_assert_ptr_null(type("maintenance move", "U0BEN")->form);
	ck_assert_ptr_nonnull(strstr(type("maintenance move",
	    "U0BEN")->reply, " maintenance move 3 sun 22:00-23:30`"));
	ck_assert_ptr_nonnull(type("oncall swap", "U0BEN")->form);
	ck_assert_ptr_null(type("oncall swap x", "U0BEN")->form);
	ck_assert_ptr_nonnull(strstr(type("oncall drop", "U0BEN")->reply,
	    " oncall drop 3`"));
}
END_TEST

START_TEST(what_is_started_after_its_time_is_told_so)
{
	const struct decision *decision = type("maintenance start 1",
	    "U0BEN");

	ck_assert_int_eq(decision->outcome, REFUSED);
	ck_assert_ptr_nonnull(strstr(decision->reply, "ended at"));
	site->maintenances[0].until_ms = NOW;
	ck_assert_int_eq(type("maintenance start 1", "U0BEN")->event_count,
	    1);
}
END_TEST

START_TEST(what_should_have_begun_can_be_finished)
{
	ck_assert_int_eq(type("maintenance finish 1", "U0BEN")->event_count,
	    1);
	site->maintenances[0].from_ms = NOW + 1;
	site->maintenances[0].until_ms = NOW + HOUR;
	ck_assert_ptr_nonnull(strstr(type("maintenance finish 1",
	    "U0BEN")->reply, "has not begun"));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("handlers_parts");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	tcase_add_test(u.tcase, typing_and_clicking_are_refused_alike);
	tcase_add_test(u.tcase, a_form_opens_once_it_is_known_of_which);
	tcase_add_test(u.tcase, what_is_started_after_its_time_is_told_so);
	tcase_add_test(u.tcase, what_should_have_begun_can_be_finished);
	return unit_run(&u);
}
