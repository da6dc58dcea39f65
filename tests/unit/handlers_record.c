/* SPDX-License-Identifier: MIT
 *
 * handlers of an incident's record, where a transcript would be too long: one
 * marked message too many.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/marked.h"
#include "handlers/handler.h"
#include "tests/everybody.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1781514000000)

static struct arena *arena;
static struct policy *policy;
static struct incident incident;

static void setup(void)
{
	arena = arena_new(64u << 20);
	policy = calloc(1, sizeof(*policy));
	ck_assert_ptr_nonnull(policy);
	policy_init(policy);
	everybody_is_known(policy);
	(void)text_copy(policy->team_id, ID_SIZE, "T0HOME");
	incident = (struct incident){ .id = "7", .version = 3, .epoch = 4,
		.severity = SEV1, .phase = PHASE_OPEN, .flags = FLAG_ROOM,
		.title = "checkout is down", .declared_by = "U0ANA",
		.room_id = "C0INC7", .acknowledged_ms = 1 };
}

static void teardown(void)
{
	free(policy);
	arena_free(arena);
}

static const struct decision *mark(const char *ts, int happening)
{
	struct request request = { .kind = REQUEST_HAPPENING,
		.name = "message_marked", .key = "k", .words = "",
		.actor = "U0BEN", .team = "T0HOME", .channel = "C0INC7",
		.incident = "7", .trigger_id = "", .made_ref = ts,
		.made_name = "", .number = happening };
	struct decision *decision = arena_alloc(arena, sizeof(*decision));
	struct turn turn = { .arena = arena, .policy = policy,
		.request = &request, .now_ms = NOW, .out = decision };

	decision_init(decision, arena, &request, &incident, NOW);
	dispatch_run(&turn, dispatch_find(&request, true), &incident);
	return decision;
}

START_TEST(one_marked_message_too_many_is_said_in_the_channel)
{
	const struct decision *decision;

	for (int i = 0; i < MARKS_MAX; i++) {
		struct text ts;

		text_init(&ts, incident.marks[i].ts, ID_SIZE);
		text_addf(&ts, "1781513000.%06d", i);
	}
	decision = mark("1781513999.000001", MARK_REACTED);
	ck_assert_int_eq(decision->event_count, 1);
	ck_assert_int_eq(decision->events[0]->kind, EVENT_MESSAGE_UNKEPT);
	ck_assert_int_eq(decision->events[0]->number, MARKS_MAX);
	ck_assert_int_eq(decision->effect_count, 1);
	ck_assert_int_eq(decision->effects[0]->kind, EFFECT_SAY);
	/* One that is kept already is read again, as ever. */
	decision = mark("1781513000.000063", MARK_PINNED);
	ck_assert_int_eq(decision->events[0]->kind, EVENT_MESSAGE_MARKED);
	/* Of taking a mark off what was never kept nothing is said. */
	decision = mark("1781513999.000001", MARK_UNREACTED);
	ck_assert_int_eq(decision->event_count, 0);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("handlers/record");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, one_marked_message_too_many_is_said_in_the_channel);
	return unit_run(&u);
}
