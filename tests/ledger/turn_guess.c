/* SPDX-License-Identifier: MIT
 *
 * turn_guess: what a replica remembers of an incident saves its turns the
 * load, and does no harm when another replica has written meanwhile: commits
 * are made anew, answers and refusals come from a load, and a channel that
 * leads elsewhere now is followed. Two replicas with the shipped turns over
 * the ledger's twin in memory.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/site.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"
#include "tests/everybody.h"
#include "tests/ledger/ledger_memory.h"
#include "tests/unit/unit.h"

#define T0 INT64_C(1781514000000)
#define WAKES_MAX 16

struct clock {
	struct { clock_cb *callback; void *arg; } wakes[WAKES_MAX];
	int count;
};

struct side {
	struct clock clock;
	struct ledger *ledger;
	struct turns *turns;
};

static struct side one, two;
static struct policy policy;
static int loads, commits;	/* loads of incidents */
static struct { enum turn_result result; enum outcome outcome; char reply[4096]; } seen;

/* Delays do not matter here: what is to be done later is done next. */
void clock_wake(struct clock *clock, int64_t delay_ms, clock_cb *callback,
    void *arg)
{
	(void)delay_ms;
	ck_assert_int_lt(clock->count, WAKES_MAX);
	clock->wakes[clock->count].callback = callback;
	clock->wakes[clock->count++].arg = arg;
}

int64_t clock_now_ms(struct clock *clock)
{
	(void)clock;
	return T0;
}

int64_t clock_uptime_ms(struct clock *clock)
{
	(void)clock;
	return 1000;
}

uint32_t clock_dice(struct clock *clock, uint32_t below)
{
	(void)clock;
	(void)below;
	return 0;
}

void __real_ledger_load(struct ledger *ledger, const char *id,
    const char *channel, ledger_load_cb *callback, void *arg);
void __wrap_ledger_load(struct ledger *ledger, const char *id,
    const char *channel, ledger_load_cb *callback, void *arg);
void __wrap_ledger_load(struct ledger *ledger, const char *id,
    const char *channel, ledger_load_cb *callback, void *arg)
{
	loads += strcmp(id, SITE_ID) != 0;
	__real_ledger_load(ledger, id, channel, callback, arg);
}

void __real_ledger_commit(struct ledger *ledger,
    const struct ledger_commit *commit, ledger_commit_cb *callback, void *arg);
void __wrap_ledger_commit(struct ledger *ledger,
    const struct ledger_commit *commit, ledger_commit_cb *callback, void *arg);
void __wrap_ledger_commit(struct ledger *ledger,
    const struct ledger_commit *commit, ledger_commit_cb *callback, void *arg)
{
	commits++;
	__real_ledger_commit(ledger, commit, callback, arg);
}

static void settle(struct side *side)
{
	do {
		while (side->clock.count > 0) {
			int last = --side->clock.count;

			side->clock.wakes[last].callback(
			    side->clock.wakes[last].arg);
		}
	} while (ledger_memory_step(side->ledger) || side->clock.count > 0);
}

static void on_opened(void *arg, enum ledger_status status, const char *store)
{
	(void)arg;
	(void)store;
	ck_assert_int_eq(status, LEDGER_OK);
}

static void on_committed(void *arg)
{
	(void)arg;
}

static void side_new(struct side *side, struct ledger *ledger)
{
	struct turns_options options = { .clock = &side->clock,
		.ledger = ledger, .policy = &policy,
		.committed = on_committed };

	side->ledger = ledger;
	side->turns = turns_new(&options);
	ledger_open(ledger, "", true, on_opened, NULL);
	settle(side);
}

static void set_up(void)
{
	struct ledger *ledger = ledger_memory_new();

	policy_init(&policy);
	everybody_is_known(&policy);
	(void)text_copy(policy.team_id, ID_SIZE, "T0");
	ledger_memory_set_now(ledger, T0);
	side_new(&one, ledger);
	side_new(&two, ledger_memory_attach(ledger));
}

static void tear_down(void)
{
	turns_free(one.turns);
	turns_free(two.turns);
	ledger_free(two.ledger);
	ledger_free(one.ledger);
}

static void on_turn(void *arg, const struct turn_answer *answer)
{
	(void)arg;
	seen.result = answer->result;
	seen.reply[0] = '\0';
	if (!answer->decision)
		return;
	seen.outcome = answer->decision->outcome;
	(void)text_copy(seen.reply, sizeof(seen.reply),
	    answer->decision->reply ? answer->decision->reply : "");
}

/* In the channel, or of the incident that `where` numbers; counts from 0. */
static void say(struct side *side, const char *where, const char *words)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));
	static int key;

	loads = commits = 0;
	seen.result = TURN_RESULT_COUNT;
	request_init(request, REQUEST_COMMAND, "");
	request->words = arena_strdup(arena, words);
	request->key = arena_printf(arena, "key-%d", ++key);
	request->actor = "U0ANA";
	request->team = "T0";
	if (*where == 'C')
		request->channel = where;
	else
		request->incident = where;
	ck_assert(turn_run(side->turns, arena, request, "", "", on_turn, NULL));
	settle(side);
}

static void expect(int wanted_loads, int wanted_commits)
{
	ck_assert_int_eq(seen.result, TURN_DONE);
	ck_assert_int_eq(loads, wanted_loads);
	ck_assert_int_eq(commits, wanted_commits);
}

/* --- what somebody else does to the store -----------------------------------
 * */

static struct ledger_snapshot snapshot;
static char snapshot_data[65536];

static void on_look(void *arg, enum ledger_status status,
    const struct ledger_snapshot *found)
{
	(void)arg;
	ck_assert_int_eq(status, LEDGER_OK);
	snapshot = *found;
	ck_assert_uint_lt(found->length, sizeof(snapshot_data));
	memcpy(snapshot_data, found->data, found->length);
}

static void on_given(void *arg, enum ledger_status status, int64_t version,
    int64_t now_ms)
{
	(void)arg;
	(void)version;
	(void)now_ms;
	ck_assert_int_eq(status, LEDGER_OK);
}

/* The channel leads to the incident from now on. */
static void give_channel(const char *id, const char *channel,
    const char *from)
{
	static const char *const events[] = { "{}" };
	struct ledger_commit commit = { .id = id, .dedupe_key = "",
		.finished_job = "", .finished_token = "", .events = events,
		.event_count = 1, .channel = channel, .channel_from = from };

	__real_ledger_load(one.ledger, id, "", on_look, NULL);
	settle(&one);
	commit.expected_version = snapshot.version;
	commit.snapshot = snapshot_data;
	commit.snapshot_length = snapshot.length;
	__real_ledger_commit(one.ledger, &commit, on_given, NULL);
	settle(&one);
}

START_TEST(a_turn_on_what_is_remembered_is_one_call)
{
	say(&one, "", "sev1 api outage");
	ck_assert_int_eq(seen.result, TURN_DONE);
	say(&one, "1", "ack");
	expect(0, 1);
	say(&one, "1", "note one");
	expect(0, 1);
	say(&two, "1", "note two");
	expect(1, 1);
	say(&two, "1", "note three");
	expect(0, 1);
}
END_TEST

START_TEST(a_guess_that_is_old_is_committed_anew_from_a_load)
{
	say(&one, "", "sev1 api outage");
	say(&two, "1", "note two");
	say(&one, "1", "note one");
	expect(1, 2);
	/* And what it left there is right. */
	say(&one, "1", "note once more");
	expect(0, 1);
}
END_TEST

START_TEST(answers_and_refusals_come_from_a_load)
{
	say(&one, "", "sev1 api outage");
	say(&two, "1", "title the api is down");
	ck_assert_int_eq(seen.result, TURN_DONE);
	say(&one, "1", "status");
	expect(1, 0);
	ck_assert_msg(strstr(seen.reply, "api is down"), "%s", seen.reply);
	say(&one, "1", "resolved done");
	expect(0, 1);
	say(&two, "1", "reopen it is back");
	ck_assert_int_eq(seen.result, TURN_DONE);
	/* As `one` remembers it, it is over: that would be refused. */
	say(&one, "1", "ic <@U0CLO>");
	expect(1, 1);
	ck_assert_int_eq(seen.outcome, DECIDED);
	/* The other way round, the commit finds out. */
	say(&two, "1", "resolved done");
	say(&one, "1", "ic <@U0BEN>");
	expect(1, 1);
	ck_assert_int_eq(seen.outcome, REFUSED);
	ck_assert_msg(strstr(seen.reply, "resolved"), "%s", seen.reply);
}
END_TEST

START_TEST(a_channel_that_leads_elsewhere_is_followed)
{
	say(&one, "", "sev1 api outage");
	say(&one, "", "sev2 mail is slow");
	give_channel("1", "C7", "");
	say(&two, "C7", "note at first");
	expect(1, 1);
	say(&two, "C7", "note remembered");
	expect(0, 1);
	give_channel("2", "C7", "1");
	say(&two, "C7", "note elsewhere");
	ck_assert_int_eq(seen.result, TURN_DONE);
	__real_ledger_load(one.ledger, "2", "", on_look, NULL);
	settle(&one);
	/* Declared, moved here, noted. */
	ck_assert_int_eq(snapshot.version, 3);
	__real_ledger_load(one.ledger, "1", "", on_look, NULL);
	settle(&one);
	ck_assert_int_eq(snapshot.version, 4);
}
END_TEST

/* Longer than what is remembered. */
START_TEST(what_was_used_longest_ago_is_forgotten)
{
	for (int i = 0; i < 100; i++)
		say(&one, "", "sev2 one of many");
	say(&one, "100", "note the last");
	expect(0, 1);
	say(&one, "1", "note the first");
	expect(1, 1);
	say(&one, "1", "note again");
	expect(0, 1);
}
END_TEST

int main(void)
{
	struct unit unit = unit_new("turn_guess");

	tcase_add_checked_fixture(unit.tcase, set_up, tear_down);
	unit_add(&unit, a_turn_on_what_is_remembered_is_one_call);
	unit_add(&unit, a_guess_that_is_old_is_committed_anew_from_a_load);
	unit_add(&unit, answers_and_refusals_come_from_a_load);
	unit_add(&unit, a_channel_that_leads_elsewhere_is_followed);
	unit_add(&unit, what_was_used_longest_ago_is_forgotten);
	return unit_run(&unit);
}
