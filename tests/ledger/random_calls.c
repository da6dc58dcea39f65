/* SPDX-License-Identifier: MIT
 *
 * random_calls: a seed's worth of random calls on the bench it is linked to,
 * with every answer printed. Linked to both benches, and differential.sh
 * compares what they print.
 *
 * Usage: random_calls SEED CALLS
 */
#include "base/base.h"

#include <check.h>

#include "base/prng.h"
#include "base/text.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench.h"

enum { INCIDENTS = 5, NAMES = 12, LANES = 4, HELD = 16, ADDED_MAX = 4 };

static struct prng dice;
static struct ledger *ledger;
static struct seen_claim held[HELD];	/* claims once given, perhaps stale */
static int64_t asked;

static const char *const ids[INCIDENTS] = { "1", "2", "3", "10", "11" };
static const char *const channels[] = { "", "C1", "C2", "C3" };
static const char *const lanes[LANES] = { "", "", "1", "10" };
static const char *const names[NAMES] = {
	"ap:1:ack", "ap:1:nag", "ap:10:nag", "fx:1:1:1", "fx:1:1:2",
	"fx:1:1:3", "fx:2:1:1", "fx:2:1:2", "fx:10:1:1", "fx:10:1:2", "a",
	"ab",
};

static size_t roll(size_t below)
{
	return (size_t)prng_below(&dice, below);
}

static struct seen_claim *some_claim(void)
{
	return &held[roll(HELD)];
}

static int64_t some_due(void)
{
	switch (roll(4)) {
	case 0:
		return 0;
	case 1:
		return bench_now() - (int64_t)roll(2000);
	default:
		return bench_now() + (int64_t)roll(20000);
	}
}

static void call_commit(void)
{
	static const char *const events[] = { "e1", "e2", "e3" };
	struct ledger_commit turn = turn_of(ids[roll(INCIDENTS)], 0);
	struct ledger_job jobs[ADDED_MAX];
	const char *cancelled[2];
	struct seen_claim *claim = some_claim();
	struct seen_commit seen;
	char key[16], body[24];

	snprintf(key, sizeof(key), "key%zu", roll(200));
	snprintf(body, sizeof(body), "body%zu", roll(1000));
	turn.expected_version = ask_load(ledger, turn.id, "").version;
	if (roll(10) == 0)
		turn.expected_version = (int64_t)roll(3);
	turn.epoch = (int)roll(5);
	turn.snapshot = body;
	turn.snapshot_length = strlen(body);
	turn.events = events;
	turn.event_count = 1 + roll(3);
	if (roll(2) == 0) {
		turn.dedupe_key = key;
		turn.dedupe_ttl_ms = 1 + (int64_t)roll(60000);
	}
	turn.channel = channels[roll(ARRAY_LEN(channels))];
	turn.open_rank = (double)roll(6) - 1;
	if (roll(4) == 0 && claim->job[0] != '\0') {
		turn.finished_job = claim->job;
		turn.finished_token = claim->token;
	}
	for (size_t i = 0; i < ARRAY_LEN(cancelled); i++)
		cancelled[i] = names[roll(NAMES)];
	turn.cancelled_jobs = cancelled;
	turn.cancelled_count = roll(ARRAY_LEN(cancelled) + 1);
	for (size_t i = 0; i < ADDED_MAX; i++) {
		jobs[i] = job_of(names[roll(NAMES)], some_due(),
		    lanes[roll(LANES)]);
		jobs[i].body = body;
		jobs[i].body_length = strlen(body);
		jobs[i].urgency = (int)roll(LEDGER_URGENCIES);
	}
	turn.jobs = jobs;
	turn.job_count = roll(ADDED_MAX + 1);
	seen = ask_commit(ledger, &turn);
	printf("commit %s %s %lld %lld\n", turn.id,
	    ledger_status_name(seen.status), (long long)seen.version,
	    (long long)seen.now_ms);
}

static void call_claim(void)
{
	size_t room[LEDGER_URGENCIES];
	char worker[8];
	struct ledger_ask ask = { .worker = worker };
	const struct seen_claims *seen;

	snprintf(worker, sizeof(worker), "w%zu", roll(3));
	room[0] = roll(4);
	room[1] = room[0] + roll(2);
	room[2] = room[1] + roll(2);
	memcpy(ask.room, room, sizeof(ask.room));
	ask.number = ++asked;
	ask.unanswered = roll(4) ? asked : 1 + (int64_t)roll((size_t)asked);
	if (roll(8) == 0)
		ask.number = ask.unanswered;	/* out of order */
	ask.lease_ms = 1 + (int64_t)roll(30000);
	seen = ask_claim_as(ledger, &ask);
	printf("claim %s %lld %lld %lld\n", ledger_status_name(seen->status),
	    (long long)seen->now_ms, (long long)seen->next_due_ms,
	    (long long)ledger_skew_ms(ledger));
	for (size_t i = 0; i < seen->count; i++) {
		const struct seen_claim *claim = &seen->claim[i];

		printf("  %s %lld %s %d %s\n", claim->job,
		    (long long)claim->due_ms, claim->token, claim->attempt,
		    claim->body);
		*some_claim() = *claim;
	}
}

static void call_complete(void)
{
	struct seen_claim *claim = some_claim();
	struct ledger_completion completion = done_with(claim);

	if (claim->job[0] == '\0')
		return;
	completion.later = roll(3) == 0;
	completion.delay_ms = (int64_t)roll(10000);
	completion.verify_after_ms = (int64_t)roll(2) * 5000;
	completion.late = roll(4) == 0;
	printf("complete %s %s %s\n", claim->job, claim->token,
	    ledger_status_name(ask_complete(ledger, &completion)));
}

static void call_owner(void)
{
	struct seen_claim *claim = some_claim();

	if (claim->job[0] != '\0')
		printf("owner %s %s %s\n", claim->job, claim->token,
		    ledger_status_name(ask_owner(ledger, claim->job,
		    claim->token)));
}

static void print_snapshot(const struct seen_snapshot *seen)
{
	printf("  %s %s %lld %d %s\n", ledger_status_name(seen->status),
	    seen->id, (long long)seen->version, seen->epoch, seen->data);
}

static void call_load(void)
{
	bool by_channel = roll(2) == 0;
	struct seen_snapshot seen = ask_load(ledger,
	    by_channel ? "" : ids[roll(INCIDENTS)],
	    channels[roll(ARRAY_LEN(channels))]);

	printf("load\n");
	print_snapshot(&seen);
}

static void call_list(void)
{
	const struct seen_list *seen = ask_list(ledger, roll(4), roll(6));

	printf("list %s %zu\n", ledger_status_name(seen->status),
	    seen->total);
	for (size_t i = 0; i < seen->count; i++)
		print_snapshot(&seen->snapshot[i]);
}

static void call_timeline(void)
{
	const struct seen_timeline *seen = ask_timeline(ledger,
	    ids[roll(INCIDENTS)], (int64_t)roll(40), roll(20));

	printf("timeline %s\n", ledger_status_name(seen->status));
	for (size_t i = 0; i < seen->count; i++)
		printf("  %lld-%d %s\n", (long long)seen->entry[i].version,
		    seen->entry[i].index, seen->entry[i].data);
}

static void call_number(void)
{
	printf("number %lld\n", (long long)ask_number(ledger).number);
}

/* Mostly on, at times a little back, seldom far back. */
static void move_clock(void)
{
	int64_t by_ms = (int64_t)roll(4000);

	if (roll(10) == 0)
		by_ms = -(int64_t)roll(7000);
	else if (roll(100) == 0)
		by_ms = -(int64_t)roll(3600000);
	else if (roll(20) == 0)
		by_ms = (int64_t)roll(60000);
	bench_set_now(bench_now() + by_ms);
	bench_set_skew(roll(10) == 0 ? (int64_t)roll(14000) - 7000 : 0);
	printf("clock %lld\n", (long long)bench_now());
}

static int64_t seed, count;

/* The bench asserts, and only a test may. */
START_TEST(random_calls)
{
	static void (*const calls[])(void) = {
		call_commit, call_commit, call_commit, call_claim, call_claim,
		call_complete, call_complete, call_owner, call_load,
		call_list, call_timeline, call_number, move_clock, move_clock,
	};

	prng_seed(&dice, (uint64_t)seed);
	ledger = bench_new();
	for (int64_t i = 0; i < count; i++)
		calls[roll(ARRAY_LEN(calls))]();
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("random calls");
	TCase *tcase = tcase_create("random calls");
	SRunner *runner = srunner_create(suite);
	int failed;

	if (argc != 3 || !text_parse_int(argv[1], 0, INT64_MAX, &seed) ||
	    !text_parse_int(argv[2], 1, INT64_MAX, &count)) {
		fprintf(stderr, "usage: random_calls SEED CALLS\n");
		return EXIT_FAILURE;
	}
	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, random_calls);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	bench_end();
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
