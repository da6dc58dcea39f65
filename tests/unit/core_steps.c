/* SPDX-License-Identifier: MIT
 *
 * core/steps, core/calendar/since: the fixed order of the first ten minutes
 * (P5.1) and how people say since when (P5.2).
 */
#include "base/when.h"
#include "core/calendar/since.h"
#include "core/steps.h"
#include "tests/unit/unit.h"

/* 2026-06-15 09:00 UTC */
#define NOW_MS INT64_C(1781514000000)

static struct incident burning(int severity)
{
	return (struct incident){ .phase = PHASE_OPEN, .severity = severity };
}

START_TEST(p5_1_the_first_open_step_follows_the_order)
{
	struct incident incident = burning(SEV1);

	ck_assert_int_eq(step_first_open(&incident), STEP_ACKNOWLEDGE);
	incident.acknowledged_ms = 1;
	ck_assert_int_eq(step_first_open(&incident), STEP_ASSESS);
	incident.assessed_ms = 1;
	ck_assert_int_eq(step_first_open(&incident), STEP_COMMUNICATE);
	incident.update_count = 1;
	ck_assert_int_eq(step_first_open(&incident), STEP_MITIGATE);
	incident.phase = PHASE_MITIGATED;
	ck_assert_int_eq(step_first_open(&incident), STEP_EVIDENCE);
	incident.evidence_ms = 1;
	ck_assert_int_eq(step_first_open(&incident), STEP_CAUSE);
	incident.cause_ms = 1;
	ck_assert_int_eq(step_first_open(&incident), STEP_COUNT);
}
END_TEST

START_TEST(p5_1_the_cause_is_locked_for_sev1_until_stable)
{
	struct incident incident = burning(SEV1);

	ck_assert_int_eq(step_state(&incident, STEP_CAUSE), STEP_LOCKED);
	incident.cause_ms = 1;	/* named before it was reopened */
	ck_assert_int_eq(step_state(&incident, STEP_CAUSE), STEP_LOCKED);
	incident.phase = PHASE_MITIGATED;
	ck_assert_int_eq(step_state(&incident, STEP_CAUSE), STEP_DONE);
	incident = burning(SEV2);
	ck_assert_int_eq(step_state(&incident, STEP_CAUSE), STEP_LATER);
}
END_TEST

START_TEST(the_list_is_drawn_anew_when_a_step_moves)
{
	struct incident before = burning(SEV1);
	struct incident after = before;

	ck_assert(!steps_differ(&before, &after));
	after.title[0] = 'x';
	ck_assert(!steps_differ(&before, &after));
	after.parked_count = 1;
	ck_assert(steps_differ(&before, &after));
	after = before;
	after.severity = SEV2;
	ck_assert(steps_differ(&before, &after));
	after = before;
	after.acknowledged_ms = 1;
	ck_assert(steps_differ(&before, &after));
	before = after;
	after.acknowledged_ms = 2;	/* it says who and when */
	ck_assert(steps_differ(&before, &after));
}
END_TEST

static const struct {
	const char *words;
	int64_t ago_min;	/* -1: stays words */
} sayings[] = {
	{ "8:50", 10 }, { "08:50", 10 }, { "since 08:50", 10 },
	{ "Since 8:50 ", 10 }, { "9:00", 0 }, { "9:01", 24 * 60 - 1 },
	{ "23:30", 9 * 60 + 30 }, { "now", 0 }, { "20 min ago", 20 },
	{ "2h ago", 120 }, { "since 1 h 05 min ago", 65 },
	{ "24:00", -1 }, { "8:60", -1 }, { "8:5", -1 }, { "08:50 or so", -1 },
	{ "after the deploy", -1 }, { "ago", -1 }, { " ago", -1 },
	{ "x ago", -1 }, { "", -1 }, { ":", -1 }, { "8:", -1 },
	{ "this is far too long to be any time of day at all", -1 },
	{ "400d ago", 400 * 24 * 60 },
};

START_TEST(p5_2_since_when_is_read_as_people_say_it)
{
	for (size_t i = 0; i < ARRAY_LEN(sayings); i++) {
		int64_t ms = -7;
		bool read = since_parse(sayings[i].words, NULL, NOW_MS, &ms);

		ck_assert_msg(read == (sayings[i].ago_min >= 0), "%s",
		    sayings[i].words);
		ck_assert_msg(ms == (read ? NOW_MS - sayings[i].ago_min *
		    WHEN_MINUTE_MS : -7), "%s: %lld", sayings[i].words,
		    (long long)ms);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/steps");

	unit_add(&u, p5_1_the_first_open_step_follows_the_order);
	unit_add(&u, p5_1_the_cause_is_locked_for_sev1_until_stable);
	unit_add(&u, the_list_is_drawn_anew_when_a_step_moves);
	unit_add(&u, p5_2_since_when_is_read_as_people_say_it);
	return unit_run(&u);
}
