/* SPDX-License-Identifier: MIT
 *
 * books: the ledger's side: each commit is checked against the one before it
 * and what it promises is written down. What is seen outside: books_seen.c.
 */
#include "tests/sim/books.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/incident.h"
#include "core/oncall/oncall.h"
#include "core/place.h"
#include "core/site.h"
#include "services/ledger/ledger.h"
#include "tests/sim/rooms.h"
#include "tests/sim/world.h"

#define EARLY_MAX_MS 5000	/* the skew with which jobs are claimed */
#define EARLY_BOTH_MS 13000	/* the ledger's clock is wrong too, and the
				   replica's agrees with it */
#define BURST_MAX 40		/* own turns of an incident in a second */
#define COMMIT_JOBS_MAX (EFFECTS_MAX + 16)

struct books *books_new(struct world *world)
{
	struct books *books = xcalloc(1, sizeof(*books));

	books->world = world;
	books->key_size = 1024;
	books->keys = xcalloc(books->key_size, sizeof(*books->keys));
	return books;
}

void books_free(struct books *books)
{
	for (int i = 0; i < books->case_count; i++) {
		free(books->cases[i].owed);
		free(books->cases[i].fold);
		news_free(&books->cases[i].news);
	}
	for (size_t i = 0; i < books->post_count; i++)
		json_decref(books->posts[i].blocks);
	for (size_t i = 0; i < books->room_count; i++)
		json_decref(books->rooms[i].topic);
	for (size_t i = 0; i < BUTTONS_MAX; i++)
		json_decref(books->buttons[i].blocks);
	for (size_t i = 0; i < books->form_count; i++)
		json_decref(books->forms[i].view);
	for (int i = 0; i < books->planned_count; i++)
		news_free(&books->planned[i]);
	news_letters_free(books);
	free(books->planned);
	free(books->cases);
	free(books->posts);
	free(books->rooms);
	free(books->keys);
	free(books);
}

/* --- input keys ----------------------------------------------------------- */

static uint64_t *key_place(const struct books *books, uint64_t hash)
{
	size_t at = (size_t)hash & (books->key_size - 1);

	while (books->keys[at] != 0 && books->keys[at] != hash)
		at = (at + 1) & (books->key_size - 1);
	return &books->keys[at];
}

static void grow_keys(struct books *books)
{
	uint64_t *old = books->keys;
	size_t old_size = books->key_size;

	books->key_size *= 2;
	books->keys = xcalloc(books->key_size, sizeof(*books->keys));
	for (size_t i = 0; i < old_size; i++) {
		if (old[i] != 0)
			*key_place(books, old[i]) = old[i];
	}
	free(old);
}

bool books_has_key(const struct books *books, const char *key)
{
	return *key_place(books, hash_string(key) | 1) != 0;
}

/* I2: an input makes one turn. A declaration is remembered by its key alone:
 * the incident that it made is not looked into for the next one. */
static void enter_key(struct books *books, const struct ledger_commit *commit)
{
	uint64_t hash = hash_string(commit->dedupe_key) | 1;
	uint64_t *place;

	if (commit->dedupe_key[0] == '\0')
		return;
	place = key_place(books, hash);
	if (*place != 0 && books->world->keys_expired &&
	    commit->expected_version == 0)
		return;
	if (*place != 0)
		world_broken(books->world, "I2",
		    "input %s made a second turn, in incident %s",
		    commit->dedupe_key, commit->id);
	*place = hash;
	if (++books->key_count * 2 > books->key_size)
		grow_keys(books);
}

/* --- what a commit promises ----------------------------------------------- */

static int read_int(const char **at, char end)
{
	char *stop;
	long long number = strtoll(*at, &stop, 10);

	if (stop == *at || *stop != end || number < 0 || number > INT32_MAX)
		return -1;
	*at = stop + (end != '\0');
	return (int)number;
}

bool books_read_job(const char *job, int *number, int64_t *version,
    int *index)
{
	const char *at = job + 3;

	if (strncmp(job, "fx:", 3) != 0)
		return false;
	if (strncmp(at, SITE_ID ":", strlen(SITE_ID ":")) == 0) {
		*number = 0;
		at += strlen(SITE_ID ":");
	} else {
		*number = read_int(&at, ':');
	}
	*version = *number < 0 ? -1 : read_int(&at, ':');
	*index = *version < 0 ? -1 : read_int(&at, '\0');
	return *index >= 0;
}

/* The word behind "<key>":", or "". Texts cannot hold that: their quotes are
 * escaped. */
static void word_behind(const char *json, size_t length, const char *key,
    char out[ID_SIZE])
{
	const char *at = memmem(json, length, key, strlen(key));
	size_t left;
	size_t n = 0;

	out[0] = '\0';
	if (!at)
		return;
	at += strlen(key);
	left = length - (size_t)(at - json);
	while (n < left && n < ID_SIZE - 1 && at[n] != '"')
		n++;
	memcpy(out, at, n);
	out[n] = '\0';
}

static int64_t number_behind_in(const char *json, size_t length,
    const char *key)
{
	const char *at = memmem(json, length, key, strlen(key));

	return at ? strtoll(at + strlen(key), NULL, 10) : 0;
}

/* Most differ at once. */
static bool same_word(const char *a, const char *b)
{
	return *a == *b && strcmp(a, b) == 0;
}

static int effect_kind_of(const char *word)
{
	int kind = EFFECT_NONE + 1;

	while (kind < EFFECT_COUNT && !same_word(effect_word(kind), word))
		kind++;
	return kind;
}

static struct owed *add_owed(struct case_book *book)
{
	if (book->owed_count == book->owed_size) {
		book->owed_size = book->owed_size * 2 + 32;
		book->owed = xrealloc(book->owed,
		    book->owed_size * sizeof(*book->owed));
	}
	memset(&book->owed[book->owed_count], 0, sizeof(*book->owed));
	return &book->owed[book->owed_count++];
}

static int event_kind_of(const char *event, size_t length)
{
	char word[ID_SIZE];
	int kind = EVENT_NONE + 1;

	word_behind(event, length, "\"is\":\"", word);
	while (kind < EVENT_COUNT && !same_word(event_word(kind), word))
		kind++;
	return kind;
}

/* What a place outside, or a subscriber by letters, is to be told: that is in
 * the event that it carries. */
static void enter_news(struct books *books, const struct ledger_job *job,
    struct owed *owed)
{
	struct effect *effect = xmalloc(sizeof(*effect));

	if (!effect_decode(job->body, job->body_length, effect))
		world_broken(books->world, "I14", "unreadable %s", job->id);
	owed->way = place_of_way(effect->way);
	owed->told_ms = effect->event.at_ms;
	if (owed->kind == EFFECT_MAINTENANCE_SEND)
		owed->which = effect->event.number;
	if (owed->kind == EFFECT_NEWS_NOTE)
		news_letter_promised(books, effect->incident, 0,
		    owed->version, effect->event.text);
	free(effect);
}

static void enter_effect(struct books *books, struct case_book *book,
    const struct ledger_job *job, int64_t version)
{
	struct owed *owed = add_owed(book);
	char word[ID_SIZE];
	int number;

	if (!books_read_job(job->id, &number, &owed->version, &owed->index) ||
	    owed->version != version)
		world_broken(books->world, "I14", "%s in version %lld",
		    job->id, (long long)version);
	word_behind(job->body, job->body_length, "\"do\":\"", word);
	owed->kind = effect_kind_of(word);
	word_behind(job->body, job->body_length, "\"user\":\"", owed->user);
	word_behind(job->body, job->body_length, "\"place\":\"",
	    owed->place);
	owed->event = event_kind_of(job->body, job->body_length);
	owed->rung = (int)number_behind_in(job->body, job->body_length,
	    "\"number\":");
	owed->exempt = owed->event == EVENT_UPDATE_PUBLISHED;
	owed->cycle = number_behind_in(job->body, job->body_length,
	    "\"cycle\":");
	if (owed->kind == EFFECT_PLACE_UPDATE ||
	    owed->kind == EFFECT_MAINTENANCE_SEND ||
	    owed->kind == EFFECT_NEWS_NOTE)
		enter_news(books, job, owed);
}

struct owed *books_owed(struct books *books, int number, int64_t version,
    int index)
{
	struct case_book *book;
	size_t low = 0;
	size_t high;

	if (number < 0 || number >= books->case_count)
		return NULL;
	book = &books->cases[number];
	high = book->owed_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		struct owed *owed = &book->owed[middle];

		if (owed->version == version && owed->index == index)
			return owed;
		if (owed->version < version || (owed->version == version &&
		    owed->index < index))
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static struct case_book *case_of(struct books *books,
    const struct ledger_commit *commit)
{
	int number = (int)strtol(commit->id, NULL, 10);

	/* The site's book is the one with number 0. */
	assert(number > 0 || strcmp(commit->id, SITE_ID) == 0);
	if (number >= books->case_count) {
		books->cases = xrealloc(books->cases,
		    (size_t)(number + 1) * sizeof(*books->cases));
		memset(books->cases + books->case_count, 0,
		    (size_t)(number + 1 - books->case_count) *
		    sizeof(*books->cases));
		books->case_count = number + 1;
	}
	return &books->cases[number];
}

static bool snapshot_has(const struct ledger_commit *commit, const char *key)
{
	return memmem(commit->snapshot, commit->snapshot_length, key,
	    strlen(key)) != NULL;
}

int64_t books_snapshot_number(const struct ledger_commit *commit,
    const char *key)
{
	return number_behind_in(commit->snapshot, commit->snapshot_length,
	    key);
}

int books_event_kind(const char *event)
{
	return event_kind_of(event, strlen(event));
}

/* I7: what fell due leaves one of its records; I8: and not too early. */
static void check_due(struct books *books, const struct ledger_commit *commit,
    int64_t due_ms)
{
	int kind = books_event_kind(commit->events[0]);
	int64_t early_ms = due_ms - books->world->now_ms;

	if (kind != EVENT_ACK_MISSED && kind != EVENT_UPDATE_NAGGED &&
	    kind != EVENT_ROLE_NAGGED && kind != EVENT_STABLE_MISSED &&
	    kind != EVENT_ESCALATED && kind != EVENT_PAGE_SKIPPED &&
	    kind != EVENT_DUTY_BEGUN && kind != EVENT_DUTY_PASSED &&
	    kind != EVENT_SITE_SKIPPED && kind != EVENT_LETTER_BEGUN &&
	    kind != EVENT_MAINTENANCE_STARTED &&
	    kind != EVENT_MAINTENANCE_FINISHED &&
	    kind != EVENT_REMINDER_SKIPPED)
		world_broken(books->world, "I7", "%s left only %s",
		    commit->finished_job, commit->events[0]);
	if (early_ms > (books->world->clock_jumped ? EARLY_BOTH_MS :
	    EARLY_MAX_MS))
		world_broken(books->world, "I8", "%s is %lld ms too early",
		    commit->finished_job, (long long)early_ms);
}

/* I26: whoever is told to be on call is so at the latest instant that was told
 * so far: a clock that is behind does not take a hand-off back. */
static void check_duty(struct books *books, const struct ledger_commit *commit,
    const char *event)
{
	const struct world *world = books->world;
	struct site *site;
	char user[ID_SIZE];
	const char *right;
	int64_t at_ms = number_behind_in(event, strlen(event), "\"at_ms\":");

	if (books_event_kind(event) != EVENT_DUTY_PASSED)
		return;
	if (books->told_ms < at_ms)
		books->told_ms = at_ms;
	word_behind(event, strlen(event), "\"user\":\"", user);
	site = xcalloc(1, sizeof(*site));
	if (!site_decode(commit->snapshot, commit->snapshot_length, site))
		world_broken(world, "I4", "unreadable site");
	right = oncall_rotation_user(&world->policy, site, &world->rotation,
	    books->told_ms);
	if (strcmp(user, right) != 0)
		world_broken(world, "I26", "%s is told to be on call, but %s "
		    "is since the last hand-off", user, right);
	free(site);
}

static void check_finished(struct books *books,
    const struct ledger_commit *commit, int64_t due_ms)
{
	int kind = books_event_kind(commit->events[0]);
	int number;
	int64_t version;
	int index;
	struct owed *owed;

	if (strncmp(commit->finished_job, "ap:", 3) == 0)
		check_due(books, commit, due_ms);
	if (!books_read_job(commit->finished_job, &number, &version, &index))
		return;
	owed = books_owed(books, number, version, index);
	if (owed && (kind == EVENT_EFFECT_DEAD || kind == EVENT_PAGE_FAILED ||
	    kind == EVENT_ROOM_FAILED || kind == EVENT_ROOM_LOST ||
	    kind == EVENT_CARD_LOST ||
	    kind == EVENT_CHECKLIST_LOST || kind == EVENT_SITE_DEAD ||
	    kind == EVENT_COMMS_LOST || kind == EVENT_MAINTENANCE_FAILED ||
	    kind == EVENT_LETTER_FAILED))
		owed->dead = true;
}

/* I14: what is said stands in the timeline, and what the timeline holds is
 * said: as many of the one as of the other, in one commit. */
static void check_promises(struct books *books,
    const struct ledger_commit *commit, const struct case_book *book,
    size_t first)
{
	int wanted = 0;
	int found = 0;

	for (size_t i = 0; i < commit->event_count; i++)
		wanted += event_is_said(books_event_kind(commit->events[i]));
	for (size_t i = first; i < book->owed_count; i++)
		found += book->owed[i].kind == EFFECT_SAY;
	if (book->room && found < wanted)
		world_broken(books->world, "I14",
		    "incident %s: %d events to be said, %d effects",
		    commit->id, wanted, found);
}

/* I3 and I24. */
static void check_shape(struct books *books,
    const struct ledger_commit *commit, const struct case_book *book)
{
	if (commit->expected_version != book->version)
		world_broken(books->world, "I3",
		    "incident %s: version %lld was written over %lld",
		    commit->id, (long long)commit->expected_version + 1,
		    (long long)book->version);
	if (commit->snapshot_length > SNAPSHOT_MAX ||
	    commit->event_count > EVENTS_MAX ||
	    commit->job_count > COMMIT_JOBS_MAX)
		world_broken(books->world, "I24", "incident %s: %zu bytes, "
		    "%zu events, %zu jobs", commit->id,
		    commit->snapshot_length, commit->event_count,
		    commit->job_count);
}

/* I17: what incbot does by itself does not go in a circle. */
static void check_burst(struct books *books, struct case_book *book,
    const struct ledger_commit *commit)
{
	int64_t now_ms = books->world->now_ms;

	if (commit->dedupe_key[0] != '\0')
		return;
	if (now_ms - book->burst_ms >= 1000) {
		book->burst_ms = now_ms;
		book->burst = 0;
	}
	if (++book->burst > BURST_MAX)
		world_broken(books->world, "I17", "incident %s turns in a "
		    "circle: %s", commit->id, commit->events[0]);
}

void books_committed(void *arg, const struct ledger_commit *commit,
    int64_t finished_due_ms)
{
	struct books *books = arg;
	struct case_book *book = case_of(books, commit);
	size_t first = book->owed_count;
	bool settled;

	check_shape(books, commit, book);
	check_burst(books, book, commit);
	enter_key(books, commit);
	book->version++;
	if (strcmp(commit->id, SITE_ID) != 0) {
		book->room = books_snapshot_number(commit, "\"flags\":") &
		    FLAG_ROOM;
		news_committed(books, &book->news, commit, book->version);
		rooms_committed(books, (int)strtol(commit->id, NULL, 10),
		    commit);
		if (world_folds(books->world))
			books_fold(books, book, commit);
	} else {
		news_site_committed(books, commit, book->version);
		for (size_t i = 0; i < commit->event_count; i++)
			check_duty(books, commit, commit->events[i]);
	}
	settled = snapshot_has(commit, "\"acknowledged_ms\":") ||
	    snapshot_has(commit, "\"resolved_ms\":");
	if (!settled)
		book->settled_ms = 0;
	else if (book->settled_ms == 0) {
		book->settled_ms = books->world->now_ms;
		book->settled_version = book->version;
	}
	for (size_t i = 0; i < commit->job_count; i++) {
		if (strncmp(commit->jobs[i].id, "fx:", 3) == 0)
			enter_effect(books, book, &commit->jobs[i],
			    book->version);
	}
	check_promises(books, commit, book, first);
	check_finished(books, commit, finished_due_ms);
	books->committed++;
	if (commit->dedupe_key[0] == '\0')
		books->world->turns++;
	world_trace(books->world, commit->events[0]);
	world_tell(books->world, "incident %s is now %lld: %.200s",
	    commit->id, (long long)book->version, commit->events[0]);
}

void books_completed(void *arg, const struct ledger_completion *completion)
{
	struct books *books = arg;
	const struct owed *owed;
	int64_t version;
	int number;
	int index;

	if (completion->later)
		return;
	if (strncmp(completion->job, "ap:", 3) == 0)
		world_broken(books->world, "I7", "%s left without a record",
		    completion->job);
	if (!books_read_job(completion->job, &number, &version, &index))
		return;
	owed = books_owed(books, number, version, index);
	if (owed && (owed->kind == EFFECT_BOARD_WRITE ||
	    owed->kind == EFFECT_SITE_BOARD))
		news_page_is_done(books, number, owed);
}
