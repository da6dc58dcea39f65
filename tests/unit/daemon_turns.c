/* SPDX-License-Identifier: MIT
 *
 * turns, over the ledger in memory: what a long incident and a ledger that
 * stutters may cost. The life of a turn in all its ways is the simulator's
 * (tests/sim).
 */
#include "daemon/turns/turns.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/policy.h"
#include "core/summary.h"
#include "tests/everybody.h"
#include "tests/ledger/ledger_memory.h"
#include "tests/unit/hand_clock.h"
#include "tests/unit/unit.h"

#define NOTES 2500		/* more than a turn holds at once */
#define NOTES_A_TURN 10

static struct clock world;
static struct policy policy;
static struct ledger *ledger;
static struct turns *turns;
static char *said;		/* of the last answer */

static void settle(void)
{
	while (hand_clock_turn(&world) ||
	    ledger_memory_step(ledger))
		;
}

static void on_turn(void *arg, const struct turn_answer *answer)
{
	json_t *blocks;

	*(enum turn_result *)arg = answer->result;
	free(said);
	said = NULL;
	if (!answer->decision)
		return;
	blocks = answer->decision->reply_blocks;
	said = blocks ? json_dumps(blocks, JSON_COMPACT) :
	    strdup(answer->decision->reply ? answer->decision->reply : "");
}

static void on_committed(void *arg UNUSED)
{
}

static enum turn_result request(enum request_kind kind, const char *name,
    const char *words)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *made = arena_alloc(arena, sizeof(*made));
	enum turn_result result = TURN_LOST;

	request_init(made, kind, name);
	made->words = words;
	made->actor = "U0ANA";
	made->team = "T0";
	made->incident = *words || *name ? "1" : "";
	if (strncmp(words, "sev", 3) == 0)
		made->incident = "";
	ck_assert(turn_run(turns, arena, made, "", "", on_turn, &result));
	settle();
	return result;
}

static void on_open(void *arg UNUSED, enum ledger_status status,
    const char *store UNUSED)
{
	ck_assert_int_eq(status, LEDGER_OK);
}

static void set_up(void)
{
	struct turns_options options = { .clock = &world,
		.policy = &policy, .committed = on_committed };

	policy_init(&policy);
	everybody_is_known(&policy);
	(void)text_copy(policy.team_id, ID_SIZE, "T0");
	ledger = options.ledger = ledger_memory_new();
	ledger_memory_set_now(ledger, HAND_CLOCK_MS);
	ledger_open(ledger, "", true, on_open, NULL);
	settle();
	turns = turns_new(&options);
	ck_assert_int_eq(request(REQUEST_COMMAND, "", "sev1 api is down"),
	    TURN_DONE);
}

static void tear_down(void)
{
	turns_free(turns);
	ledger_free(ledger);
	free(said);
	said = NULL;
}

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	ck_assert_int_eq(status, LEDGER_OK);
	ck_assert(incident_decode(snapshot->data, snapshot->length, arg));
	((struct incident *)arg)->version = snapshot->version;
}

static void on_commit(void *arg UNUSED, enum ledger_status status,
    int64_t version UNUSED, int64_t now_ms UNUSED)
{
	ck_assert_int_eq(status, LEDGER_OK);
}

/* As if people had written so many, NOTES_A_TURN of them a turn. */
static void note_often(int notes)
{
	static struct incident incident;
	const char *events[NOTES_A_TURN];

	for (int i = 0; i < notes; i += NOTES_A_TURN) {
		struct arena *arena = arena_new(TURN_MEMORY_MAX);
		struct ledger_commit commit = { .id = "1", .dedupe_key = "",
			.finished_job = "", .finished_token = "",
			.events = events, .event_count = NOTES_A_TURN,
			.channel = "", .open_rank = 1 };

		ledger_load(ledger, "1", "", on_load, &incident);
		settle();
		for (int j = 0; j < NOTES_A_TURN; j++) {
			struct event event = { .kind = EVENT_NOTED,
				.at_ms = HAND_CLOCK_MS };

			snprintf(event.text, sizeof(event.text), "line %d",
			    i + j + 1);
			incident_apply(&incident, &event);
			events[j] = event_encode(arena, &event);
		}
		commit.expected_version = incident.version;
		commit.epoch = incident.epoch;
		commit.snapshot = incident_encode(arena, &incident);
		commit.snapshot_length = strlen(commit.snapshot);
		ledger_commit(ledger, &commit, on_commit, NULL);
		settle();
		arena_free(arena);
	}
}

START_TEST(a_timeline_of_any_length_is_shown)
{
	set_up();
	note_often(NOTES);
	ck_assert_int_eq(request(REQUEST_COMMAND, "", "timeline"), TURN_DONE);
	ck_assert_ptr_nonnull(strstr(said, "line 2500"));
	ck_assert_ptr_nonnull(strstr(said, "old entries are left out"));
	tear_down();
}
END_TEST

/* An old entry is found by its number, and what was said of it since. */
START_TEST(an_entry_of_any_age_is_corrected_and_hidden)
{
	set_up();
	note_often(NOTES);
	ck_assert_int_eq(request(REQUEST_COMMAND, "",
	    "correct 5 what it really was"), TURN_DONE);
	ck_assert_ptr_nonnull(strstr(said, "Entry 5 is corrected"));
	ck_assert_int_eq(request(REQUEST_COMMAND, "", "hide 5"), TURN_DONE);
	ck_assert_ptr_nonnull(strstr(said, "Entry 5 is left out"));
	note_often(NOTES);
	ck_assert_int_eq(request(REQUEST_COMMAND, "",
	    "correct 5 what it really was"), TURN_DONE);
	ck_assert_ptr_nonnull(strstr(said, "what stands there already"));
	ck_assert_int_eq(request(REQUEST_COMMAND, "", "hide 5"), TURN_DONE);
	ck_assert_ptr_nonnull(strstr(said, "hidden already"));
	ck_assert_int_eq(request(REQUEST_COMMAND, "", "hide 9999"),
	    TURN_DONE);
	ck_assert_ptr_nonnull(strstr(said, "There is no entry 9999"));
	tear_down();
}
END_TEST

START_TEST(what_was_written_is_found_however_much_came_after_it)
{
	set_up();
	ck_assert_int_eq(request(REQUEST_COMMAND, "",
	    "impact nobody could pay"), TURN_DONE);
	note_often(NOTES);
	ck_assert_int_eq(request(REQUEST_COMMAND, "", "postmortem"),
	    TURN_DONE);
	ck_assert_ptr_nonnull(strstr(said, "nobody could pay"));
	/* Nor is it written twice. */
	ck_assert_int_eq(request(REQUEST_COMMAND, "",
	    "impact nobody could pay"), TURN_DONE);
	ck_assert_ptr_nonnull(strstr(said, "stands there already"));
	tear_down();
}
END_TEST

/* As many as are told, not as the index holds: what an alert proposed is
 * indexed as well, and private incidents are. */
START_TEST(what_is_not_told_is_not_counted)
{
	struct arena *arena;
	struct request *made;
	enum turn_result result = TURN_LOST;

	set_up();
	arena = arena_new(TURN_MEMORY_MAX);
	made = arena_alloc(arena, sizeof(*made));
	request_init(made, REQUEST_FORM, "declare");
	made->actor = "U0ANA";
	made->team = "T0";
	made->values[0] = (struct form_value){ "title", "a secret" };
	made->values[1] = (struct form_value){ "severity", "sev1" };
	made->values[2] = (struct form_value){ "flags", "private" };
	made->value_count = 3;
	ck_assert(turn_run(turns, arena, made, "", "", on_turn, &result));
	settle();
	ck_assert_int_eq(result, TURN_DONE);
	ck_assert_int_eq(request(REQUEST_COMMAND, "", "search sev1"),
	    TURN_DONE);
	ck_assert_msg(strncmp(said, "1 found:", 8) == 0, "%s", said);
	tear_down();
}
END_TEST

/* Each try begins with the memory of the first one. */
START_TEST(a_turn_that_is_tried_again_needs_no_more_memory)
{
	set_up();
	note_often(800);
	/* The incident, its timeline, and then a commit without an answer. */
	ledger_memory_fail(ledger, LEDGER_FAULT_UNAVAILABLE, 2, 1);
	ck_assert_int_eq(request(REQUEST_COMMAND, "", "worked the runbook"),
	    TURN_DONE);
	ck_assert_str_eq(said, "The part on what worked is written.");
	tear_down();
}
END_TEST

static void begin(enum turn_result *result)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *made = arena_alloc(arena, sizeof(*made));

	request_init(made, REQUEST_COMMAND, "");
	made->words = "sev2 one of many";
	made->actor = "U0ANA";
	made->team = "T0";
	*result = TURN_LOST;
	ck_assert(turn_run(turns, arena, made, "", "", on_turn, result));
}

/* Each holds an incident in memory; the rest wait for one of them to end. */
START_TEST(so_many_are_at_work_at_once)
{
	enum turn_result results[TURNS_AT_ONCE + 4];

	set_up();
	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		begin(&results[i]);
	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		ck_assert(hand_clock_turn(&world));
	ck_assert_uint_eq(ledger_memory_waiting(ledger), TURNS_AT_ONCE);
	for (int i = 0; i < 1000; i++) {
		(void)hand_clock_turn(&world);
		(void)ledger_memory_step(ledger);
		ck_assert_uint_le(ledger_memory_waiting(ledger),
		    TURNS_AT_ONCE);
	}
	ck_assert_int_eq(turns_running(turns), 0);
	for (size_t i = 0; i < ARRAY_LEN(results); i++)
		ck_assert_int_eq(results[i], TURN_DONE);
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("daemon/turns/turns");

	unit_add(&u, a_timeline_of_any_length_is_shown);
	unit_add(&u, an_entry_of_any_age_is_corrected_and_hidden);
	unit_add(&u, what_was_written_is_found_however_much_came_after_it);
	unit_add(&u, what_is_not_told_is_not_counted);
	unit_add(&u, a_turn_that_is_tried_again_needs_no_more_memory);
	unit_add(&u, so_many_are_at_work_at_once);
	return unit_run(&u);
}
