/* SPDX-License-Identifier: MIT
 *
 * ask: see ask.h.
 */
#include "tests/ledger/ask.h"

#include <check.h>

#include "base/text.h"
#include "tests/ledger/bench.h"

static void copy_bytes(char to[SEEN_TEXT], const char *from, size_t length)
{
	size_t n = length < SEEN_TEXT - 1 ? length : SEEN_TEXT - 1;

	if (n > 0)
		memcpy(to, from, n);
	to[n] = '\0';
}

struct answer {
	bool done;
	void *seen;
};

/* Exactly once: a second answer would hit a finished one. */
static void *take(struct answer *answer)
{
	ck_assert(!answer->done);
	answer->done = true;
	return answer->seen;
}

static void *wait_for(struct answer *answer)
{
	ck_assert_msg(!answer->done, "answered inside the call");
	bench_wait(&answer->done);
	return answer->seen;
}

static void on_open(void *arg, enum ledger_status status, const char *store)
{
	struct seen_open *seen = take(arg);

	seen->status = status;
	text_copy(seen->store, sizeof(seen->store), store);
}

struct seen_open ask_open(struct ledger *ledger, const char *known,
    bool may_create)
{
	struct seen_open seen = { 0 };
	struct answer answer = { false, &seen };

	ledger_open(ledger, known, may_create, on_open, &answer);
	wait_for(&answer);
	return seen;
}

static void copy_snapshot(struct seen_snapshot *to,
    const struct ledger_snapshot *from)
{
	text_copy(to->id, sizeof(to->id), from->id);
	to->version = from->version;
	to->epoch = from->epoch;
	to->length = from->length;
	copy_bytes(to->data, from->data, from->length);
	text_copy(to->chain, sizeof(to->chain), from->chain);
}

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct seen_snapshot *seen = take(arg);

	seen->status = status;
	ck_assert(status == LEDGER_SPLIT ||
	    (snapshot != NULL) == (status == LEDGER_OK));
	if (snapshot && status == LEDGER_OK)
		copy_snapshot(seen, snapshot);
	else if (snapshot)
		text_copy(seen->id, sizeof(seen->id), snapshot->id);
}

struct seen_snapshot ask_load(struct ledger *ledger, const char *id,
    const char *channel)
{
	struct seen_snapshot seen = { 0 };
	struct answer answer = { false, &seen };

	ledger_load(ledger, id, channel, on_load, &answer);
	wait_for(&answer);
	return seen;
}

static void on_number(void *arg, enum ledger_status status, int64_t number)
{
	struct seen_number *seen = take(arg);

	seen->status = status;
	seen->number = number;
}

struct seen_number ask_number(struct ledger *ledger)
{
	struct seen_number seen = { 0 };
	struct answer answer = { false, &seen };

	ledger_new_number(ledger, on_number, &answer);
	wait_for(&answer);
	return seen;
}

static void on_commit(void *arg, enum ledger_status status, int64_t version,
    int64_t ledger_now_ms)
{
	struct seen_commit *seen = take(arg);

	seen->status = status;
	seen->version = version;
	seen->now_ms = ledger_now_ms;
}

struct seen_commit ask_commit(struct ledger *ledger,
    const struct ledger_commit *commit)
{
	struct seen_commit seen = { 0 };
	struct answer answer = { false, &seen };

	ledger_commit(ledger, commit, on_commit, &answer);
	wait_for(&answer);
	return seen;
}

static void on_claim(void *arg, enum ledger_status status,
    const struct ledger_claim *claims, size_t count, int64_t next_due_ms,
    int64_t ledger_now_ms)
{
	struct seen_claims *seen = take(arg);

	memset(seen, 0, sizeof(*seen));
	seen->status = status;
	seen->count = count;
	seen->next_due_ms = next_due_ms;
	seen->now_ms = ledger_now_ms;
	ck_assert_uint_le(count, LEDGER_CLAIM_MAX);
	for (size_t i = 0; i < count; i++) {
		struct seen_claim *to = &seen->claim[i];

		text_copy(to->job, sizeof(to->job), claims[i].job);
		to->due_ms = claims[i].due_ms;
		text_copy(to->token, sizeof(to->token), claims[i].token);
		to->attempt = claims[i].attempt;
		copy_bytes(to->body, claims[i].body, claims[i].body_length);
	}
}

const struct seen_claims *ask_claim(struct ledger *ledger,
    const char *worker, size_t max, int64_t lease_ms)
{
	return ask_claim_room(ledger, worker,
	    (size_t [LEDGER_URGENCIES]){ max, max, max }, lease_ms);
}

const struct seen_claims *ask_claim_room(struct ledger *ledger,
    const char *worker, const size_t room[LEDGER_URGENCIES],
    int64_t lease_ms)
{
	static int64_t number;
	struct ledger_ask ask = { .worker = worker, .lease_ms = lease_ms };

	ask.number = ask.unanswered = ++number;
	memcpy(ask.room, room, sizeof(ask.room));
	return ask_claim_as(ledger, &ask);
}

const struct seen_claims *ask_claim_as(struct ledger *ledger,
    const struct ledger_ask *ask)
{
	static struct seen_claims seen;
	struct answer answer = { false, &seen };

	ledger_claim(ledger, ask, on_claim, &answer);
	return wait_for(&answer);
}

static void on_status(void *arg, enum ledger_status status)
{
	enum ledger_status *seen = take(arg);

	*seen = status;
}

static void on_owned(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	on_status(arg, snapshot || status != LEDGER_ABSENT ? status :
	    LEDGER_OK);
}

/* Of an incident that need not be there. */
enum ledger_status ask_owner(struct ledger *ledger, const char *job,
    const char *token)
{
	enum ledger_status seen = LEDGER_OK;
	struct answer answer = { false, &seen };

	ledger_load_owned(ledger, "1", job, token, on_owned, &answer);
	wait_for(&answer);
	return seen;
}

enum ledger_status ask_complete(struct ledger *ledger,
    const struct ledger_completion *completion)
{
	enum ledger_status seen = LEDGER_OK;
	struct answer answer = { false, &seen };

	ledger_complete(ledger, completion, on_status, &answer);
	wait_for(&answer);
	return seen;
}

static void on_list(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct seen_list *seen = take(arg);

	memset(seen, 0, sizeof(*seen));
	seen->status = status;
	seen->count = count;
	seen->total = total;
	ck_assert_uint_le(count, LEDGER_LIST_MAX);
	for (size_t i = 0; i < count; i++)
		copy_snapshot(&seen->snapshot[i], &snapshots[i]);
}

const struct seen_list *ask_list(struct ledger *ledger, size_t offset,
    size_t max)
{
	static struct seen_list seen;
	struct answer answer = { false, &seen };

	ledger_list_open(ledger, offset, max, on_list, &answer);
	return wait_for(&answer);
}

const struct seen_list *ask_index(struct ledger *ledger,
    enum ledger_index index, size_t offset, size_t max)
{
	static struct seen_list seen;
	struct answer answer = { false, &seen };

	ledger_list(ledger, index, offset, max, on_list, &answer);
	return wait_for(&answer);
}

static void on_search(void *arg, enum ledger_status status,
    const struct ledger_summary *found, size_t count, size_t looked,
    size_t total)
{
	char *seen = take(arg);
	size_t length = 0;

	ck_assert_int_eq(status, LEDGER_OK);
	for (size_t i = 0; i < count && length < SEEN_TEXT / 2; i++)
		length += (size_t)snprintf(seen + length, SEEN_TEXT - length,
		    "%s%s ", found[i].id, found[i].length > 0 ? "" :
		    " alone");
	snprintf(seen + length, SEEN_TEXT - length, "| %zu %zu", looked,
	    total);
}

const char *ask_search(struct ledger *ledger, const char *const *words,
    size_t count, size_t offset)
{
	return ask_search_some(ledger, words, count, offset,
	    LEDGER_SEARCH_MAX);
}

const char *ask_search_some(struct ledger *ledger, const char *const *words,
    size_t count, size_t offset, size_t whole)
{
	static char seen[SEEN_TEXT];
	struct answer answer = { false, seen };
	struct ledger_wish wish = { words, count, offset, whole };

	ledger_search(ledger, &wish, on_search, &answer);
	return wait_for(&answer);
}

static void on_timeline(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct seen_timeline *seen = take(arg);

	memset(seen, 0, sizeof(*seen));
	seen->status = status;
	seen->count = count;
	ck_assert_uint_le(count, ARRAY_LEN(seen->entry));
	for (size_t i = 0; i < count; i++) {
		seen->entry[i].version = entries[i].version;
		seen->entry[i].index = entries[i].index;
		copy_bytes(seen->entry[i].data, entries[i].data,
		    entries[i].length);
		text_copy(seen->entry[i].chain,
		    sizeof(seen->entry[i].chain), entries[i].chain);
	}
}

const struct seen_timeline *ask_timeline(struct ledger *ledger,
    const char *id, int64_t from_version, size_t max)
{
	static struct seen_timeline seen;
	struct answer answer = { false, &seen };

	ledger_timeline(ledger, id, from_version, max, on_timeline, &answer);
	return wait_for(&answer);
}

struct ledger_commit turn_of(const char *id, int64_t expected_version)
{
	static const char *const one_event[] = { "{\"event\":\"one\"}" };

	return (struct ledger_commit){
		.id = id,
		.expected_version = expected_version,
		.snapshot = "{}",
		.snapshot_length = 2,
		.dedupe_key = "",
		.finished_job = "",
		.finished_token = "",
		.events = one_event,
		.event_count = 1,
		.channel = "",
		.open_rank = -1,
	};
}

struct ledger_job job_of(const char *id, int64_t due_ms, const char *lane)
{
	return (struct ledger_job){
		.id = id, .due_ms = due_ms, .lane = lane,
		.body = id, .body_length = strlen(id),
	};
}

struct ledger_completion done_with(const struct seen_claim *claim)
{
	return (struct ledger_completion){
		.job = claim->job, .token = claim->token,
		.body = claim->body, .body_length = strlen(claim->body),
	};
}

struct ledger_completion later_with(const struct seen_claim *claim,
    int64_t delay_ms)
{
	struct ledger_completion later = done_with(claim);

	later.later = true;
	later.delay_ms = delay_ms;
	return later;
}

void add_jobs(struct ledger *ledger, const struct ledger_job *jobs,
    size_t count)
{
	struct ledger_commit turn =
	    turn_of("1", ask_load(ledger, "1", "").version);

	turn.jobs = jobs;
	turn.job_count = count;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
}

void cancel_job(struct ledger *ledger, const char *job)
{
	struct ledger_commit turn =
	    turn_of("1", ask_load(ledger, "1", "").version);

	turn.cancelled_jobs = &job;
	turn.cancelled_count = 1;
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_OK);
}

const struct seen_claim *expect_claim(struct ledger *ledger,
    const char *job)
{
	const struct seen_claims *seen = ask_claim(ledger, "w", 10,
	    ASK_LEASE_MS);

	ck_assert_int_eq(seen->status, LEDGER_OK);
	if (!job) {
		ck_assert_msg(seen->count == 0, "%s was claimed",
		    seen->claim[0].job);
		return NULL;
	}
	ck_assert_uint_eq(seen->count, 1);
	ck_assert_str_eq(seen->claim[0].job, job);
	return &seen->claim[0];
}
