/* SPDX-License-Identifier: MIT
 *
 * memory_store: see memory_store.h. Each function says which script it
 * mirrors; jobs are memory_agenda's.
 */
#include "tests/ledger/memory_store.h"

#include "base/arena.h"
#include "base/memory.h"
#include "tests/ledger/memory_agenda.h"
#include "tests/ledger/memory_index.h"
#include "tests/ledger/string_map.h"

enum {
	SMALL_STEP_MS = 5000,	/* Redis's clock may go back that far */
	MARK_EVERY_MS = 1000,
	LONG_LEASE_MS = 600000,
	ASKED_TTL_MS = 600000,
	MAX_SKEW_MS = 5000,
};

struct entry {
	int64_t version;
	int index;
	char *data;
	char chain[LEDGER_CHAIN_SIZE];
};

struct kept {			/* an incident */
	char *id;
	int64_t version;
	int epoch;
	char *data;
	size_t length;
	struct entry *entries;
	size_t entry_count;
	size_t entry_room;
	char chain[LEDGER_CHAIN_SIZE];
	char *summary;
	size_t summary_length;
	bool open;
	bool garbled;
	double rank;
};

struct input {
	int64_t version;
	int64_t expires_ms;
};

struct memory_store {
	int references;
	int generation;		/* stores made and wiped so far */
	char id[32];
	int64_t clock_ms;
	int64_t mark_ms;	/* highest time a claim has seen */
	int64_t number;
	int64_t token;
	struct memory_agenda *agenda;
	struct string_map *incidents;
	struct string_map *channels;
	struct string_map *inputs;
	struct string_map *asked;	/* by worker: the last claim of it that
					   gave back, as if it were an input */
	struct kept **open;	/* by rank, then id */
	size_t open_count;
	size_t open_room;
	struct memory_index *all;	/* by declaration */
	struct memory_index *owed;
};

static void kept_free(void *value)
{
	struct kept *kept = value;

	for (size_t i = 0; i < kept->entry_count; i++)
		free(kept->entries[i].data);
	free(kept->entries);
	free(kept->data);
	free(kept->summary);
	free(kept->id);
	free(kept);
}

static void store_fill(struct memory_store *store)
{
	store->agenda = memory_agenda_new();
	store->incidents = string_map_new(kept_free);
	store->channels = string_map_new(free);
	store->inputs = string_map_new(free);
	store->asked = string_map_new(free);
	store->all = memory_index_new();
	store->owed = memory_index_new();
}

static void store_empty(struct memory_store *store)
{
	memory_agenda_free(store->agenda);
	string_map_free(store->incidents);
	string_map_free(store->channels);
	string_map_free(store->inputs);
	string_map_free(store->asked);
	memory_index_free(store->all);
	memory_index_free(store->owed);
	free(store->open);
}

struct memory_store *memory_store_new(void)
{
	struct memory_store *store = xcalloc(1, sizeof(*store));

	store->references = 1;
	store_fill(store);
	return store;
}

struct memory_store *memory_store_get(struct memory_store *store)
{
	store->references++;
	return store;
}

void memory_store_put(struct memory_store *store)
{
	if (--store->references > 0)
		return;
	store_empty(store);
	free(store);
}

void memory_store_set_now(struct memory_store *store, int64_t now_ms)
{
	store->clock_ms = now_ms;
}

int64_t memory_store_now(const struct memory_store *store)
{
	return store->clock_ms;
}

void memory_store_forget_inputs(struct memory_store *store)
{
	string_map_free(store->inputs);
	store->inputs = string_map_new(free);
}

void memory_store_wipe(struct memory_store *store)
{
	struct memory_store fresh = {
		.references = store->references,
		.generation = store->generation,
		.clock_ms = store->clock_ms,
	};

	store_empty(store);
	*store = fresh;
	store_fill(store);
}

const char *memory_store_id(const struct memory_store *store)
{
	return store->id;
}

const struct memory_agenda *memory_store_agenda(
    const struct memory_store *store)
{
	return store->agenda;
}

/* write.lua: a small step back of the clock does not count. */
static int64_t steady_now(const struct memory_store *store)
{
	int64_t back_ms = store->mark_ms - store->clock_ms;

	return back_ms > 0 && back_ms <= SMALL_STEP_MS ? store->mark_ms :
	    store->clock_ms;
}

/* open.lua */
enum ledger_status memory_store_open(struct memory_store *store,
    const char *known, bool may_create)
{
	if (store->id[0] != '\0')
		return known[0] != '\0' && strcmp(known, store->id) != 0 ?
		    LEDGER_WIPED : LEDGER_OK;
	if (known[0] != '\0')
		return LEDGER_WIPED;
	if (!may_create)
		return LEDGER_ABSENT;
	snprintf(store->id, sizeof(store->id), "memory-%d",
	    ++store->generation);
	return LEDGER_OK;
}

/* number.lua */
int64_t memory_store_number(struct memory_store *store)
{
	return ++store->number;
}

static void give_snapshot(struct arena *arena, const struct kept *kept,
    struct ledger_snapshot *out)
{
	char *data = arena_alloc(arena, kept->length + 1);

	if (kept->length > 0)
		memcpy(data, kept->data, kept->length);
	out->id = arena_strdup(arena, kept->id);
	out->version = kept->version;
	out->epoch = kept->epoch;
	out->data = data;
	out->length = kept->length;
	out->chain = arena_strdup(arena, kept->chain);
}

/* load.lua */
enum ledger_status memory_store_load(struct memory_store *store,
    const char *id, const char *channel, struct arena *arena,
    struct ledger_snapshot *out)
{
	struct kept *kept;

	if (id[0] == '\0')
		id = string_map_get(store->channels, channel);
	kept = id ? string_map_get(store->incidents, id) : NULL;
	if (!kept || kept->version == 0)
		return LEDGER_ABSENT;
	give_snapshot(arena, kept, out);
	return kept->garbled ? LEDGER_SPLIT : LEDGER_OK;
}

static void add_entry(struct kept *kept, int64_t version, int index,
    const char *data)
{
	struct entry *entry;

	if (kept->entry_count == kept->entry_room) {
		kept->entry_room = kept->entry_room * 2 + 4;
		kept->entries = xrealloc(kept->entries,
		    kept->entry_room * sizeof(struct entry));
	}
	entry = &kept->entries[kept->entry_count++];
	entry->version = version;
	entry->index = index;
	entry->data = xstrdup(data);
	entry->chain[0] = '\0';
}

static void leave_open(struct memory_store *store, struct kept *kept)
{
	size_t i = 0;

	if (!kept->open)
		return;
	while (store->open[i] != kept)
		i++;
	memmove(&store->open[i], &store->open[i + 1],
	    (store->open_count - i - 1) * sizeof(struct kept *));
	store->open_count--;
	kept->open = false;
}

static void join_open(struct memory_store *store, struct kept *kept,
    double rank)
{
	size_t i;

	leave_open(store, kept);
	if (store->open_count == store->open_room) {
		store->open_room = store->open_room * 2 + 16;
		store->open = xrealloc(store->open,
		    store->open_room * sizeof(struct kept *));
	}
	for (i = store->open_count++; i > 0; i--) {
		struct kept *other = store->open[i - 1];

		if (other->rank < rank || (other->rank <= rank &&
		    strcmp(other->id, kept->id) < 0))
			break;
		store->open[i] = other;
	}
	store->open[i] = kept;
	kept->open = true;
	kept->rank = rank;
}

static struct kept *find_or_make(struct memory_store *store, const char *id)
{
	struct kept *kept = string_map_get(store->incidents, id);

	if (!kept) {
		kept = xcalloc(1, sizeof(*kept));
		kept->id = xstrdup(id);
		string_map_put(store->incidents, id, kept);
	}
	return kept;
}

void memory_store_split(struct memory_store *store, const char *id)
{
	struct kept *kept = find_or_make(store, id);

	add_entry(kept, kept->version + 1, 1, "stray");
}

void memory_store_garble(struct memory_store *store, const char *id)
{
	find_or_make(store, id)->garbled = true;
}

/* By the channel by which the caller says to have found it. */
static bool is_led_to(const struct memory_store *store,
    const struct ledger_commit *commit)
{
	const char *id;

	if (!commit->found_by || !*commit->found_by)
		return true;
	id = string_map_get(store->channels, commit->found_by);
	return id && strcmp(id, commit->id) == 0;
}

static bool is_as_remembered(const struct kept *kept,
    const struct ledger_commit *commit)
{
	if (!commit->expected_chain || !*commit->expected_chain)
		return true;
	return kept && kept->entry_count > 0 && strcmp(commit->expected_chain,
	    kept->entries[kept->entry_count - 1].chain) == 0;
}

static enum ledger_status drops_are_as_decided(struct memory_store *store,
    const struct ledger_commit *commit)
{
	for (size_t i = 0; i < commit->drop_count; i++) {
		struct kept *kept = string_map_get(store->incidents,
		    commit->drops[i].id);

		if (!kept || kept->version != commit->drops[i].version)
			return LEDGER_CONFLICT;
	}
	return LEDGER_OK;
}

static void commit_drops(struct memory_store *store,
    const struct ledger_commit *commit)
{
	for (size_t i = 0; i < commit->drop_count; i++) {
		const char *id = commit->drops[i].id;
		struct kept *kept = string_map_get(store->incidents, id);

		if (!kept)
			continue;
		leave_open(store, kept);
		memory_index_remove(store->all, id);
		memory_index_remove(store->owed, id);
		string_map_remove(store->incidents, id);
	}
}

/* commit.lua, what comes before its first write. */
static enum ledger_status check_commit(struct memory_store *store,
    const struct ledger_commit *commit, int64_t *version)
{
	struct input *input = string_map_get(store->inputs,
	    commit->dedupe_key);
	struct kept *kept = string_map_get(store->incidents, commit->id);
	struct memory_job *job = memory_agenda_find(store->agenda,
	    commit->finished_job);
	const char *holder = string_map_get(store->channels, commit->channel);
	const char *giver = commit->channel_from ? commit->channel_from : "";
	int64_t told = 0;

	if (input && input->expires_ms < store->clock_ms) {
		/* Gone for good, even if the clock goes back. */
		string_map_remove(store->inputs, commit->dedupe_key);
		input = NULL;
	}
	if (input) {
		input->expires_ms = store->clock_ms + commit->dedupe_ttl_ms;
		*version = input->version;
		return LEDGER_DUPLICATE;
	}
	*version = kept ? kept->version : 0;
	if (*version != commit->expected_version)
		return LEDGER_CONFLICT;
	if (holder && string_map_get(store->incidents, holder) &&
	    strcmp(holder, commit->id) != 0 && strcmp(holder, giver) != 0)
		return LEDGER_CONFLICT;
	if (!is_led_to(store, commit))
		return LEDGER_CONFLICT;
	if (kept && kept->entry_count > 0)
		told = kept->entries[kept->entry_count - 1].version;
	if (told != *version)
		return LEDGER_SPLIT;
	if (!is_as_remembered(kept, commit))
		return LEDGER_CONFLICT;
	if (commit->finished_job[0] != '\0' && (!job || !job->token ||
	    strcmp(job->token, commit->finished_token) != 0))
		return LEDGER_LOST;
	return drops_are_as_decided(store, commit);
}

static void commit_entry(struct kept *kept, int index, const char *data)
{
	struct ledger_entry next = { .version = kept->version,
		.index = index, .data = data, .length = strlen(data) };
	char before[LEDGER_CHAIN_SIZE] = "";
	struct entry *entry;

	if (kept->entry_count > 0)
		memcpy(before, kept->entries[kept->entry_count - 1].chain,
		    sizeof(before));
	add_entry(kept, kept->version, index, data);
	entry = &kept->entries[kept->entry_count - 1];
	ledger_chain(before, &next, entry->chain);
	memcpy(kept->chain, entry->chain, sizeof(kept->chain));
}

static void commit_places(struct memory_store *store, struct kept *kept,
    const struct ledger_commit *commit)
{
	if (commit->summary_length > 0) {
		memory_index_put(store->all, kept->id, commit->declared_ms);
		free(kept->summary);
		kept->summary = xmalloc(commit->summary_length);
		memcpy(kept->summary, commit->summary,
		    commit->summary_length);
		kept->summary_length = commit->summary_length;
	}
	if (commit->owed_ms > 0)
		memory_index_put(store->owed, kept->id, commit->owed_ms);
	else
		memory_index_remove(store->owed, kept->id);
}

static void commit_incident(struct memory_store *store,
    const struct ledger_commit *commit)
{
	struct kept *kept = find_or_make(store, commit->id);

	kept->version++;
	kept->epoch = commit->epoch;
	free(kept->data);
	kept->data = xmalloc(commit->snapshot_length);
	if (commit->snapshot_length > 0)
		memcpy(kept->data, commit->snapshot, commit->snapshot_length);
	kept->length = commit->snapshot_length;
	for (size_t i = 0; i < commit->event_count; i++)
		commit_entry(kept, (int)i + 1, commit->events[i]);
	if (commit->channel[0] != '\0')
		string_map_put(store->channels, commit->channel,
		    xstrdup(kept->id));
	if (commit->open_rank < 0)
		leave_open(store, kept);
	else
		join_open(store, kept, commit->open_rank);
	commit_places(store, kept, commit);
}

static void commit_jobs(struct memory_store *store,
    const struct ledger_commit *commit, int64_t now_ms)
{
	if (commit->finished_job[0] != '\0')
		memory_agenda_drop(store->agenda, commit->finished_job, now_ms);
	for (size_t i = 0; i < commit->cancelled_count; i++)
		memory_agenda_drop(store->agenda, commit->cancelled_jobs[i],
		    now_ms);
	for (size_t i = 0; i < commit->job_count; i++)
		memory_agenda_place(store->agenda, &commit->jobs[i], now_ms);
}

/* commit.lua */
enum ledger_status memory_store_commit(struct memory_store *store,
    const struct ledger_commit *commit, int64_t *version, int64_t *now_ms)
{
	enum ledger_status status = check_commit(store, commit, version);

	*now_ms = 0;
	if (status != LEDGER_OK)
		return status;
	*now_ms = steady_now(store);
	*version += 1;
	commit_incident(store, commit);
	commit_jobs(store, commit, *now_ms);
	commit_drops(store, commit);
	if (commit->dedupe_key[0] != '\0') {
		struct input *input = xcalloc(1, sizeof(*input));

		input->version = *version;
		input->expires_ms = store->clock_ms + commit->dedupe_ttl_ms;
		string_map_put(store->inputs, commit->dedupe_key, input);
	}
	return LEDGER_OK;
}

static void take_claim(struct memory_store *store, struct arena *arena,
    struct memory_job *job, struct memory_claim *claim)
{
	struct ledger_claim *out = &claim->claims[claim->count++];
	char *body = arena_alloc(arena, job->body_length + 1);

	memcpy(body, job->body, job->body_length);
	out->job = arena_strdup(arena, job->id);
	out->due_ms = job->score_ms;
	out->token = arena_printf(arena, "%s:%lld.%lld", claim->ask.worker,
	    (long long)claim->ask.number, (long long)++store->token);
	out->attempt = ++job->attempts;
	out->body = body;
	out->body_length = job->body_length;
	memory_agenda_set_token(job, out->token);
}

/* What stands first and is due, if there is room for it. */
static struct memory_job *next_job(const struct memory_store *store,
    const struct memory_claim *claim, int urgency, int64_t now_ms)
{
	struct memory_job *job = urgency == 0 ?
	    memory_agenda_first(store->agenda) :
	    memory_agenda_urgent(store->agenda, urgency);

	return job && job->score_ms <= now_ms &&
	    claim->count < claim->ask.room[urgency] &&
	    claim->count < LEDGER_CLAIM_MAX ? job : NULL;
}

/* A claim behind it took its place, and gave back. */
static bool is_overtaken(struct memory_store *store,
    const struct ledger_ask *ask)
{
	const struct input *last = string_map_get(store->asked, ask->worker);

	if (last && last->expires_ms < store->clock_ms) {
		string_map_remove(store->asked, ask->worker);
		last = NULL;
	}
	return last && ask->number <= last->version;
}

static bool is_unanswered(const struct memory_job *job,
    const struct ledger_ask *ask)
{
	size_t length = strlen(ask->worker);
	char *end;

	if (!job->token || strncmp(job->token, ask->worker, length) != 0 ||
	    job->token[length] != ':')
		return false;
	return strtoll(job->token + length + 1, &end, 10) >=
	    ask->unanswered && *end == '.';
}

struct giving_back {
	const struct ledger_ask *ask;
	struct memory_job *jobs[LEDGER_CLAIM_MAX];
	size_t count;
};

static void note_unanswered(void *arg, const struct memory_job *job)
{
	struct giving_back *giving = arg;

	if (is_unanswered(job, giving->ask) &&
	    giving->count < LEDGER_CLAIM_MAX)
		giving->jobs[giving->count++] = (struct memory_job *)job;
}

/* Several claims may have taken more than one may take. */
static void give_back(struct memory_store *store,
    const struct ledger_ask *ask, int64_t now_ms)
{
	struct giving_back giving;
	struct input *last = xcalloc(1, sizeof(*last));

	last->version = ask->number;
	last->expires_ms = store->clock_ms + ASKED_TTL_MS;
	string_map_put(store->asked, ask->worker, last);
	do {
		giving = (struct giving_back){ .ask = ask };
		memory_agenda_each(store->agenda, note_unanswered, &giving);
		for (size_t i = 0; i < giving.count; i++) {
			struct memory_job *job = giving.jobs[i];
			int64_t taken_ms = job->score_ms - ask->lease_ms;

			memory_agenda_score(store->agenda, job,
			    taken_ms < now_ms ? taken_ms : now_ms);
			memory_agenda_set_token(job, NULL);
			job->attempts -= job->attempts > 0;
		}
	} while (giving.count > 0);
}

/* claim.lua */
enum ledger_status memory_store_claim(struct memory_store *store,
    struct arena *arena, struct memory_claim *claim)
{
	int64_t now_ms = steady_now(store);
	struct memory_job *job;
	struct memory_job *taken[LEDGER_CLAIM_MAX];

	if (claim->skew_ms > MAX_SKEW_MS || claim->skew_ms < -MAX_SKEW_MS)
		return LEDGER_SKEW;
	claim->now_ms = now_ms;
	if (is_overtaken(store, &claim->ask))
		return LEDGER_OK;
	if (store->mark_ms - store->clock_ms > SMALL_STEP_MS) {
		store->mark_ms = store->clock_ms;
		memory_agenda_free_leases(store->agenda,
		    now_ms + LONG_LEASE_MS, now_ms);
	} else if (store->clock_ms - store->mark_ms >= MARK_EVERY_MS) {
		store->mark_ms = store->clock_ms;
	}
	if (claim->ask.unanswered < claim->ask.number)
		give_back(store, &claim->ask, now_ms);
	claim->claims = arena_reserve(arena,
	    LEDGER_CLAIM_MAX * sizeof(*claim->claims));
	for (int urgency = LEDGER_URGENCIES - 1; urgency >= 0; urgency--) {
		while ((job = next_job(store, claim, urgency, now_ms))) {
			taken[claim->count] = job;
			take_claim(store, arena, job, claim);
			memory_agenda_score(store->agenda, job, INT64_MAX);
		}
	}
	for (size_t i = 0; i < claim->count; i++)
		memory_agenda_score(store->agenda, taken[i],
		    now_ms + claim->ask.lease_ms);
	job = memory_agenda_first(store->agenda);
	claim->next_due_ms = job ? job->score_ms : 0;
	return LEDGER_OK;
}

/* load.lua, for a job */
enum ledger_status memory_store_check_owner(struct memory_store *store,
    const char *id, const char *token)
{
	struct memory_job *job = memory_agenda_find(store->agenda, id);

	return job && job->token && strcmp(job->token, token) == 0 ?
	    LEDGER_OK : LEDGER_LOST;
}

static void place_verify(struct memory_store *store,
    const struct ledger_completion *completion, const char *body,
    size_t body_length)
{
	char id[sizeof("vfy:") + LEDGER_WORD_MAX];
	int64_t now_ms = steady_now(store);
	struct ledger_job job = {
		.id = id,
		.due_ms = now_ms + completion->verify_after_ms,
		.lane = "",
		.body = body,
		.body_length = body_length,
	};

	snprintf(id, sizeof(id), "%s%s", strncmp(completion->job, "vfy:", 4)
	    ? "vfy:" : "", completion->job);
	memory_agenda_place(store->agenda, &job, now_ms);
}

/* complete.lua */
enum ledger_status memory_store_complete(struct memory_store *store,
    const struct ledger_completion *completion)
{
	int64_t now_ms = steady_now(store);
	struct memory_job *job = memory_agenda_find(store->agenda,
	    completion->job);
	bool verify = !completion->later && completion->verify_after_ms > 0;
	size_t body_length;
	char *body;

	if (memory_store_check_owner(store, completion->job,
	    completion->token) != LEDGER_OK) {
		if (verify)
			place_verify(store, completion, completion->body,
			    completion->body_length);
		return LEDGER_LOST;
	}
	if (completion->later) {
		memory_agenda_score(store->agenda, job,
		    now_ms + completion->delay_ms);
		memory_agenda_set_token(job, NULL);
		return LEDGER_OK;
	}
	verify = verify && (job->attempts > 1 || completion->late);
	body = xstrndup(job->body, job->body_length);
	body_length = job->body_length;
	memory_agenda_drop(store->agenda, completion->job, now_ms);
	if (verify)
		place_verify(store, completion, body, body_length);
	free(body);
	return LEDGER_OK;
}

/* list.lua */
size_t memory_store_list(struct memory_store *store,
    enum ledger_index which, size_t offset, struct memory_list *list,
    struct arena *arena)
{
	bool all = which == LEDGER_INDEX_ALL;
	struct memory_index *index = all ? store->all : store->owed;

	list->count = 0;
	list->total = which == LEDGER_INDEX_OPEN ? store->open_count :
	    memory_index_count(index);
	list->snapshots = arena_alloc(arena,
	    LEDGER_LIST_MAX * sizeof(*list->snapshots));
	for (size_t i = offset; i < list->total && list->count < list->max &&
	    list->count < LEDGER_LIST_MAX; i++)
		give_snapshot(arena, which == LEDGER_INDEX_OPEN ?
		    store->open[i] : string_map_get(store->incidents,
		    memory_index_at(index, i, all)),
		    &list->snapshots[list->count++]);
	return list->count;
}

/* All the words stand in the first line; of those after a "|" any does. */
static bool has_words(const struct kept *kept, const char *const *words,
    size_t count, struct arena *arena)
{
	const char *end = memchr(kept->summary, '\n', kept->summary_length);
	const char *line = arena_strndup(arena, kept->summary, end ?
	    (size_t)(end - kept->summary) : kept->summary_length);

	bool any = false, wants_any = false;

	for (size_t i = 0; i < count && i < LEDGER_WORDS_MAX; i++) {
		if (*words[i] == '|') {
			wants_any = true;
			any = any || strstr(line, words[i] + 1);
		} else if (!strstr(line, words[i])) {
			return false;
		}
	}
	return any || !wants_any;
}

/* search.lua */
void memory_store_search(struct memory_store *store,
    const struct ledger_wish *wish, struct memory_search *search,
    struct arena *arena)
{
	search->total = memory_index_count(store->all);
	search->found = arena_alloc(arena,
	    LEDGER_SEARCH_MAX * sizeof(*search->found));
	for (size_t i = wish->offset; i < search->total &&
	    search->looked < LEDGER_SEARCH_MAX; i++) {
		const char *id = memory_index_at(store->all, i, true);
		struct kept *kept = string_map_get(store->incidents, id);
		size_t length = search->count < wish->whole ?
		    kept->summary_length : 0;
		char *copy;

		search->looked++;
		if (!has_words(kept, wish->words, wish->word_count, arena))
			continue;
		copy = arena_alloc(arena, length + 1);
		if (length > 0)
			memcpy(copy, kept->summary, length);
		search->found[search->count++] = (struct ledger_summary){
			arena_strdup(arena, id), copy, length };
	}
}

/* timeline.lua */
size_t memory_store_timeline(struct memory_store *store, const char *id,
    int64_t from_version, size_t max, struct arena *arena,
    struct ledger_entry **out)
{
	struct kept *kept = string_map_get(store->incidents, id);
	size_t count = 0;

	*out = arena_alloc(arena, LEDGER_TIMELINE_MAX * sizeof(**out));
	for (size_t i = 0; kept && i < kept->entry_count && count < max &&
	    count < LEDGER_TIMELINE_MAX; i++) {
		const struct entry *from = &kept->entries[i];
		struct ledger_entry *to = &(*out)[count];

		if (from->version < from_version)
			continue;
		to->version = from->version;
		to->index = from->index;
		to->data = arena_strdup(arena, from->data);
		to->length = strlen(from->data);
		to->chain = arena_strdup(arena, from->chain);
		count++;
	}
	return count;
}
