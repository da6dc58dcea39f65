/* SPDX-License-Identifier: MIT
 *
 * rest_site: what must hold of the site's record when faults are over: its
 * versions are dense (I3) and its snapshot is the fold of its timeline, byte
 * for byte (I4); what it has a reason for waits in the agenda, and nothing else
 * does (I7); each hand-off that is the latest was told, and none twice (I6);
 * and who was told to be on call is who is (I26).
 */
#include "base/arena.h"
#include "base/memory.h"
#include "core/appointment.h"
#include "core/maintenance.h"
#include "core/oncall/oncall.h"
#include "core/site.h"
#include "services/ledger/ledger.h"
#include "tests/sim/books.h"
#include "tests/sim/world.h"

#define READING_BYTES_MAX ((size_t)64 << 20)

struct reading {
	struct world *world;
	struct arena *arena;
	struct site fold;
	struct event event;
	const char *snapshot;	/* NULL = nothing was ever set */
	int64_t version;
	int index;
	int64_t passed;		/* version of the last hand-off */
	struct site *now;	/* the record itself, if somebody wants it */
	bool waits[APPOINTMENT_COUNT];	/* in the agenda */
};

static void drain(struct world *world)
{
	while (ledger_memory_step(world->store))
		;
}

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct reading *reading = arg;

	if (status == LEDGER_ABSENT)
		return;
	if (status != LEDGER_OK)
		world_broken(reading->world, "I18", "load of the site "
		    "answers %s", ledger_status_name(status));
	reading->snapshot = arena_strndup(reading->arena, snapshot->data,
	    snapshot->length);
	reading->version = snapshot->version;
	if (reading->now && !site_decode(snapshot->data, snapshot->length,
	    reading->now))
		world_broken(reading->world, "I4", "unreadable site");
}

static void take_entry(struct reading *reading,
    const struct ledger_entry *entry)
{
	bool next = entry->version == reading->fold.version + 1 &&
	    entry->index == 1;
	bool same = entry->version == reading->fold.version &&
	    entry->index == reading->index + 1;

	if (!next && !same)
		world_broken(reading->world, "I3", "the site has %lld-%d "
		    "after %lld-%d", (long long)entry->version, entry->index,
		    (long long)reading->fold.version, reading->index);
	if (!event_decode(entry->data, entry->length, &reading->event))
		world_broken(reading->world, "I4", "unreadable event %.*s",
		    (int)entry->length, entry->data);
	site_apply(&reading->fold, &reading->event);
	reading->fold.version = entry->version;
	reading->index = entry->index;
	if (reading->event.kind == EVENT_DUTY_PASSED)
		reading->passed = entry->version;
}

/* A page may end within a turn: the next one begins with that turn again. */
static void on_timeline(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct reading *reading = arg;

	if (status != LEDGER_OK)
		world_broken(reading->world, "I3", "the site's timeline "
		    "answers %s", ledger_status_name(status));
	for (size_t i = 0; i < count; i++) {
		if (entries[i].version > reading->fold.version ||
		    entries[i].index > reading->index)
			take_entry(reading, &entries[i]);
	}
}

static void read_timeline(struct reading *reading)
{
	int64_t before = -1;

	while (reading->fold.version < reading->version &&
	    reading->fold.version != before) {
		before = reading->fold.version;
		ledger_timeline(reading->world->store, SITE_ID,
		    before > 0 ? before : 1, LEDGER_TIMELINE_MAX,
		    on_timeline, reading);
		drain(reading->world);
	}
}

static void on_job(void *arg, const struct ledger_job *job)
{
	struct reading *reading = arg;
	char subject[ID_SIZE];
	int64_t due_ms;
	int kind;

	if (appointment_decode(job->body, job->body_length, subject, &kind,
	    &due_ms) && strcmp(subject, SITE_ID) == 0)
		reading->waits[kind] = true;
}

static void check_agenda(struct reading *reading)
{
	ledger_memory_jobs(reading->world->store, on_job, reading);
	for (int kind = 0; kind < APPOINTMENT_COUNT; kind++) {
		bool due = appointment_site_due_ms(&reading->fold, kind) > 0;

		if (due != reading->waits[kind])
			world_broken(reading->world, "I7", "the site's "
			    "appointment %s %s", appointment_word(kind),
			    due ? "is missing" : "waits without a reason");
	}
}

/* There is one rotation, so of hand-offs whatever is of an earlier turn than
 * the last one need not have been told. The others of these posts are public
 * (I15), or tell somebody of a letter. */
static bool must_show(const struct reading *reading, const struct owed *owed)
{
	if (owed->dead || (owed->kind != EFFECT_SITE_SAY &&
	    owed->kind != EFFECT_SITE_TELL))
		return false;
	return owed->event != EVENT_DUTY_PASSED ||
	    owed->version >= reading->passed;
}

static void check_told(const struct reading *reading)
{
	const struct case_book *book = &reading->world->books->cases[0];

	for (size_t i = 0; i < book->owed_count; i++) {
		const struct owed *owed = &book->owed[i];

		if (owed->shown > 1 || (owed->shown == 0 &&
		    must_show(reading, owed)))
			world_broken(reading->world,
			    maintenance_is_news(owed->event) ? "I15" : "I6",
			    "fx:site:%lld:%d (%s) shows %d times",
			    (long long)owed->version,
			    owed->index, effect_word(owed->kind),
			    owed->shown);
	}
}

/* A hand-off may fall due right now. */
static void check_duty(const struct reading *reading)
{
	struct world *world = reading->world;
	const struct duty *duty = site_duty(&reading->fold,
	    world->rotation.name);
	int64_t due_ms = reading->fold.handoff_due_ms;

	if (!duty)
		world_broken(world, "I26", "nobody was ever on call by %s",
		    world->rotation.name);
	if (due_ms > world->now_ms && strcmp(duty->user,
	    oncall_rotation_user(&world->policy, &reading->fold,
	    &world->rotation, world->now_ms)) != 0)
		world_broken(world, "I26", "%s is on call, but %s was told",
		    oncall_rotation_user(&world->policy, &reading->fold,
		    &world->rotation, world->now_ms), duty->user);
}

void read_site_at_rest(struct world *world, struct site *site)
{
	struct reading *reading = xcalloc(1, sizeof(*reading));

	reading->world = world;
	reading->arena = arena_new(READING_BYTES_MAX);
	reading->now = site;
	ledger_load(world->store, SITE_ID, "", on_load, reading);
	drain(world);
	arena_free(reading->arena);
	free(reading);
}

void check_site_at_rest(struct world *world)
{
	struct reading *reading = xcalloc(1, sizeof(*reading));
	const struct books *books = world->books;
	const char *fold;

	reading->world = world;
	reading->arena = arena_new(READING_BYTES_MAX);
	ledger_load(world->store, SITE_ID, "", on_load, reading);
	drain(world);
	if (books->case_count > 0 &&
	    books->cases[0].version != reading->version)
		world_broken(world, "I3", "the site is at %lld after %lld "
		    "commits", (long long)reading->version,
		    (long long)books->cases[0].version);
	if (reading->snapshot) {
		read_timeline(reading);
		fold = site_encode(reading->arena, &reading->fold);
		if (reading->fold.version != reading->version ||
		    strcmp(fold, reading->snapshot) != 0)
			world_broken(world, "I4", "the site is %s at %lld, "
			    "its fold %s at %lld", reading->snapshot,
			    (long long)reading->version, fold,
			    (long long)reading->fold.version);
	}
	check_agenda(reading);
	check_told(reading);
	check_duty(reading);
	arena_free(reading->arena);
	free(reading);
}
