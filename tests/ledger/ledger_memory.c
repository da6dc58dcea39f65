/* SPDX-License-Identifier: MIT
 *
 * ledger_memory: see ledger_memory.h. The asynchronous shell around
 * memory_store: one answer per call, each with an arena for what it shows.
 */
#include "tests/ledger/ledger_memory.h"

#include "base/arena.h"
#include "base/memory.h"
#include "tests/ledger/memory_agenda.h"
#include "tests/ledger/memory_store.h"

#define ANSWER_MEMORY_MAX ((size_t)64 << 20)
#define SPARE_MAX 16

struct answer {
	struct answer *next;
	struct arena *arena;
	void (*give)(struct answer *answer);
	void *arg;
	enum ledger_status status;
	union {
		ledger_open_cb *open;
		ledger_load_cb *load;
		ledger_number_cb *number;
		ledger_commit_cb *commit;
		ledger_claim_cb *claim;
		ledger_status_cb *status;
		ledger_list_cb *list;
		ledger_search_cb *search;
		ledger_timeline_cb *timeline;
	} callback;
	union {
		const char *store;
		struct ledger_snapshot snapshot;
		int64_t number;
		struct {
			int64_t version;
			int64_t now_ms;
		} commit;
		struct memory_claim claim;
		struct memory_list list;
		struct memory_search search;
		struct {
			struct ledger_entry *entries;
			size_t count;
		} timeline;
	} value;
};

struct ledger {
	struct memory_store *store;
	char known[64];		/* "" before open */
	int64_t skew_ms;
	int64_t skew_seen_ms;
	enum ledger_fault fault;
	unsigned fault_after;
	unsigned fault_times;
	const struct ledger_watch *watch;
	struct answer *first;
	struct answer **end;
	size_t waiting;
};

/* Answers that were given, with their arenas, for the next calls: most are
 * small, and making all anew took as long as filling them. */
static struct answer *spare;
static int spare_count;

static struct ledger *handle_new(struct memory_store *store)
{
	struct ledger *ledger = xcalloc(1, sizeof(*ledger));

	ledger->store = store;
	ledger->end = &ledger->first;
	return ledger;
}

struct ledger *ledger_memory_new(void)
{
	return handle_new(memory_store_new());
}

struct ledger *ledger_memory_attach(struct ledger *ledger)
{
	struct ledger *other = handle_new(memory_store_get(ledger->store));

	other->watch = ledger->watch;
	return other;
}

void ledger_memory_watch(struct ledger *ledger,
    const struct ledger_watch *watch)
{
	ledger->watch = watch;
}

struct job_tour {
	ledger_job_cb *callback;
	void *arg;
};

static void tell_job(void *arg, const struct memory_job *job)
{
	const struct job_tour *tour = arg;
	struct ledger_job told = {
		.id = job->id, .due_ms = job->due_ms, .lane = "",
		.body = job->body, .body_length = job->body_length,
	};

	tour->callback(tour->arg, &told);
}

void ledger_memory_jobs(const struct ledger *ledger, ledger_job_cb *callback,
    void *arg)
{
	struct job_tour tour = { callback, arg };

	memory_agenda_each(memory_store_agenda(ledger->store), tell_job,
	    &tour);
}

static void answer_free(struct answer *answer)
{
	if (spare_count < SPARE_MAX) {
		arena_reset(answer->arena);
		answer->next = spare;
		spare = answer;
		spare_count++;
		return;
	}
	arena_free(answer->arena);
	free(answer);
}

static struct answer *answer_take(void)
{
	struct answer *answer = spare;
	struct arena *arena;

	if (!answer) {
		answer = xcalloc(1, sizeof(*answer));
		answer->arena = arena_new(ANSWER_MEMORY_MAX);
		return answer;
	}
	spare = answer->next;
	spare_count--;
	arena = answer->arena;
	memset(answer, 0, sizeof(*answer));
	answer->arena = arena;
	return answer;
}

void ledger_free(struct ledger *ledger)
{
	if (!ledger)
		return;
	while (ledger->first) {
		struct answer *answer = ledger->first;

		ledger->first = answer->next;
		answer_free(answer);
	}
	memory_store_put(ledger->store);
	free(ledger);
}

const char *ledger_last_error(const struct ledger *ledger)
{
	(void)ledger;
	return "";
}

int64_t ledger_skew_ms(const struct ledger *ledger)
{
	return ledger->skew_seen_ms;
}

void ledger_memory_set_now(struct ledger *ledger, int64_t now_ms)
{
	memory_store_set_now(ledger->store, now_ms);
}

void ledger_memory_set_skew(struct ledger *ledger, int64_t skew_ms)
{
	ledger->skew_ms = skew_ms;
}

void ledger_memory_forget_inputs(struct ledger *ledger)
{
	memory_store_forget_inputs(ledger->store);
}

void ledger_memory_wipe(struct ledger *ledger)
{
	memory_store_wipe(ledger->store);
}

void ledger_memory_split(struct ledger *ledger, const char *id)
{
	memory_store_split(ledger->store, id);
}

void ledger_memory_garble(struct ledger *ledger, const char *id)
{
	memory_store_garble(ledger->store, id);
}

void ledger_memory_fail(struct ledger *ledger, enum ledger_fault fault,
    unsigned after, unsigned times)
{
	ledger->fault = fault;
	ledger->fault_after = after;
	ledger->fault_times = times;
}

size_t ledger_memory_waiting(const struct ledger *ledger)
{
	return ledger->waiting;
}

bool ledger_memory_step(struct ledger *ledger)
{
	struct answer *answer = ledger->first;

	if (!answer)
		return false;
	ledger->first = answer->next;
	if (!ledger->first)
		ledger->end = &ledger->first;
	ledger->waiting--;
	answer->give(answer);
	answer_free(answer);
	return true;
}

static enum ledger_fault next_fault(struct ledger *ledger)
{
	if (ledger->fault == LEDGER_FAULT_NONE)
		return LEDGER_FAULT_NONE;
	if (ledger->fault_after > 0) {
		ledger->fault_after--;
		return LEDGER_FAULT_NONE;
	}
	if (ledger->fault_times == 0)
		return LEDGER_FAULT_NONE;
	ledger->fault_times--;
	return ledger->fault;
}

/* Queues an answer. Its status says whether the call may take effect: only
 * if it is OK so far. */
static struct answer *answer_new(struct ledger *ledger,
    void (*give)(struct answer *), void *arg, enum ledger_fault *fault)
{
	struct answer *answer = answer_take();

	*fault = next_fault(ledger);
	answer->give = give;
	answer->arg = arg;
	if (*fault == LEDGER_FAULT_UNAVAILABLE)
		answer->status = LEDGER_UNKNOWN;
	else if (ledger->known[0] == '\0' ||
	    strcmp(ledger->known, memory_store_id(ledger->store)) != 0)
		answer->status = LEDGER_WIPED;
	*ledger->end = answer;
	ledger->end = &answer->next;
	ledger->waiting++;
	return answer;
}

static void lose_answer(struct answer *answer, enum ledger_fault fault)
{
	if (fault == LEDGER_FAULT_ANSWER_LOST)
		answer->status = LEDGER_UNKNOWN;
}

static void give_open(struct answer *answer)
{
	answer->callback.open(answer->arg, answer->status,
	    answer->status == LEDGER_OK ? answer->value.store : "");
}

void ledger_open(struct ledger *ledger, const char *known, bool may_create,
    ledger_open_cb *callback, void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_open, arg, &fault);

	answer->callback.open = callback;
	if (fault == LEDGER_FAULT_UNAVAILABLE)
		return;
	answer->status = memory_store_open(ledger->store, known, may_create);
	lose_answer(answer, fault);
	if (answer->status != LEDGER_OK)
		return;
	answer->value.store = arena_strdup(answer->arena,
	    memory_store_id(ledger->store));
	snprintf(ledger->known, sizeof(ledger->known), "%s",
	    answer->value.store);
}

static void give_load(struct answer *answer)
{
	bool known = answer->status == LEDGER_OK ||
	    answer->status == LEDGER_SPLIT;

	answer->callback.load(answer->arg, answer->status,
	    known ? &answer->value.snapshot : NULL);
}

void ledger_load(struct ledger *ledger, const char *id, const char *channel,
    ledger_load_cb *callback, void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_load, arg, &fault);

	answer->callback.load = callback;
	if (answer->status == LEDGER_OK)
		answer->status = memory_store_load(ledger->store, id, channel,
		    answer->arena, &answer->value.snapshot);
	lose_answer(answer, fault);
}

void ledger_load_owned(struct ledger *ledger, const char *id,
    const char *job, const char *token, ledger_load_cb *callback, void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_load, arg, &fault);

	answer->callback.load = callback;
	if (answer->status == LEDGER_OK)
		answer->status = memory_store_check_owner(ledger->store, job,
		    token);
	if (answer->status == LEDGER_OK)
		answer->status = memory_store_load(ledger->store, id, "",
		    answer->arena, &answer->value.snapshot);
	lose_answer(answer, fault);
}

static void give_number(struct answer *answer)
{
	answer->callback.number(answer->arg, answer->status,
	    answer->status == LEDGER_OK ? answer->value.number : 0);
}

void ledger_new_number(struct ledger *ledger, ledger_number_cb *callback,
    void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_number, arg, &fault);

	answer->callback.number = callback;
	if (answer->status == LEDGER_OK && fault == LEDGER_FAULT_FULL)
		answer->status = LEDGER_FULL;
	if (answer->status == LEDGER_OK)
		answer->value.number = memory_store_number(ledger->store);
	lose_answer(answer, fault);
}

static void give_commit(struct answer *answer)
{
	bool said = answer->status != LEDGER_UNKNOWN;

	answer->callback.commit(answer->arg, answer->status,
	    said ? answer->value.commit.version : 0,
	    said ? answer->value.commit.now_ms : 0);
}

static enum ledger_status commit_watched(struct ledger *ledger,
    const struct ledger_commit *commit, struct answer *answer)
{
	const struct memory_job *finished = memory_agenda_find(
	    memory_store_agenda(ledger->store), commit->finished_job);
	int64_t due_ms = finished ? finished->due_ms : 0;
	enum ledger_status status = memory_store_commit(ledger->store, commit,
	    &answer->value.commit.version, &answer->value.commit.now_ms);

	if (status == LEDGER_OK && ledger->watch)
		ledger->watch->committed(ledger->watch->arg, commit, due_ms);
	return status;
}

void ledger_commit(struct ledger *ledger, const struct ledger_commit *commit,
    ledger_commit_cb *callback, void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_commit, arg, &fault);

	assert(ledger_commit_is_sound(commit));
	answer->callback.commit = callback;
	if (answer->status == LEDGER_OK && fault == LEDGER_FAULT_FULL)
		answer->status = LEDGER_FULL;
	if (answer->status == LEDGER_OK)
		answer->status = commit_watched(ledger, commit, answer);
	if (fault == LEDGER_FAULT_UNCONFIRMED &&
	    (answer->status == LEDGER_OK ||
	    answer->status == LEDGER_DUPLICATE))
		answer->status = LEDGER_UNCONFIRMED;
	lose_answer(answer, fault);
}

static void give_claim(struct answer *answer)
{
	const struct memory_claim *claim = &answer->value.claim;
	bool said = answer->status == LEDGER_OK;

	answer->callback.claim(answer->arg, answer->status,
	    said ? claim->claims : NULL, said ? claim->count : 0,
	    said ? claim->next_due_ms : 0, said ? claim->now_ms : 0);
}

void ledger_claim(struct ledger *ledger, const struct ledger_ask *ask,
    ledger_claim_cb *callback, void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_claim, arg, &fault);
	struct memory_claim *claim = &answer->value.claim;

	assert(ledger_ask_is_sound(ask));
	answer->callback.claim = callback;
	claim->ask = *ask;
	claim->skew_ms = ledger->skew_ms;
	if (answer->status == LEDGER_OK) {
		ledger->skew_seen_ms = ledger->skew_ms;
		answer->status = memory_store_claim(ledger->store,
		    answer->arena, claim);
	}
	if (fault == LEDGER_FAULT_UNCONFIRMED && answer->status == LEDGER_OK)
		answer->status = LEDGER_UNCONFIRMED;
	lose_answer(answer, fault);
}

static void give_status(struct answer *answer)
{
	answer->callback.status(answer->arg, answer->status);
}

void ledger_complete(struct ledger *ledger,
    const struct ledger_completion *completion, ledger_status_cb *callback,
    void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_status, arg, &fault);

	assert(completion->delay_ms >= 0 && completion->verify_after_ms >= 0);
	answer->callback.status = callback;
	if (answer->status == LEDGER_OK)
		answer->status = memory_store_complete(ledger->store,
		    completion);
	if (answer->status == LEDGER_OK && ledger->watch)
		ledger->watch->completed(ledger->watch->arg, completion);
	lose_answer(answer, fault);
}

static void give_list(struct answer *answer)
{
	bool said = answer->status == LEDGER_OK;

	answer->callback.list(answer->arg, answer->status,
	    answer->value.list.snapshots,
	    said ? answer->value.list.count : 0,
	    said ? answer->value.list.total : 0);
}

void ledger_list(struct ledger *ledger, enum ledger_index index,
    size_t offset, size_t max, ledger_list_cb *callback, void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_list, arg, &fault);

	answer->callback.list = callback;
	answer->value.list.max = max;
	if (answer->status == LEDGER_OK)
		(void)memory_store_list(ledger->store, index, offset,
		    &answer->value.list, answer->arena);
	lose_answer(answer, fault);
}

static void give_search(struct answer *answer)
{
	const struct memory_search *search = &answer->value.search;
	bool said = answer->status == LEDGER_OK;

	answer->callback.search(answer->arg, answer->status, search->found,
	    said ? search->count : 0, said ? search->looked : 0,
	    said ? search->total : 0);
}

void ledger_search(struct ledger *ledger, const struct ledger_wish *wish,
    ledger_search_cb *callback, void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_search, arg, &fault);

	answer->callback.search = callback;
	if (answer->status == LEDGER_OK)
		memory_store_search(ledger->store, wish, &answer->value.search,
		    answer->arena);
	lose_answer(answer, fault);
}

static void give_timeline(struct answer *answer)
{
	answer->callback.timeline(answer->arg, answer->status,
	    answer->value.timeline.entries, answer->status == LEDGER_OK ?
	    answer->value.timeline.count : 0);
}

void ledger_timeline(struct ledger *ledger, const char *id,
    int64_t from_version, size_t max, ledger_timeline_cb *callback,
    void *arg)
{
	enum ledger_fault fault;
	struct answer *answer = answer_new(ledger, give_timeline, arg, &fault);

	answer->callback.timeline = callback;
	if (answer->status == LEDGER_OK)
		answer->value.timeline.count = memory_store_timeline(
		    ledger->store, id, from_version, max, answer->arena,
		    &answer->value.timeline.entries);
	lose_answer(answer, fault);
}
