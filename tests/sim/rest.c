/* SPDX-License-Identifier: MIT
 *
 * rest: what must hold when faults are over and all that was due is done: the
 * whole ledger is read and compared with the books. The numbers are those of
 * docs/testing.md.
 */
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/appointment.h"
#include "core/incident.h"
#include "core/views/render.h"
#include "services/ledger/ledger.h"
#include "tests/sim/books.h"
#include "tests/sim/rooms.h"
#include "tests/sim/world.h"

#define READING_BYTES_MAX ((size_t)64 << 20)
#define SETTLE_MS 180000	/* leases, verify jobs, back-offs */
#define SETTLE_LONG_MS 360000	/* ... of which some are due by a clock that
				   was minutes ahead */
#define MOMENT_MS 5000
#define MOMENTS_MAX 12

static void on_left(void *arg, const struct ledger_job *job)
{
	bool *any = arg;

	*any = *any || strncmp(job->id, "ap:", 3) != 0;
}

/* Reminders go on falling due; the end is a moment without any effect. */
void world_settle(struct world *world)
{
	int64_t until_ms = world->now_ms + (world->clock_jumped ?
	    SETTLE_LONG_MS : SETTLE_MS);
	bool any = true;

	for (int i = 0; i < MOMENTS_MAX && any; i++) {
		while (world_step(world, until_ms))
			;
		any = false;
		ledger_memory_jobs(world->store, on_left, &any);
		until_ms += MOMENT_MS;
	}
}

struct reading {
	struct reading *next;
	struct world *world;
	struct arena *arena;
	int number;
	struct incident incident;
	struct incident fold;
	const char *snapshot;
	int64_t version;
	int index;
	struct event event;
	bool waits[APPOINTMENT_COUNT];	/* an appointment in the agenda */
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

	if (status != LEDGER_OK)
		world_broken(reading->world, "I18", "load of %d answers %s",
		    reading->number, ledger_status_name(status));
	reading->snapshot = arena_strndup(reading->arena, snapshot->data,
	    snapshot->length);
	reading->version = snapshot->version;
	if (!incident_decode(snapshot->data, snapshot->length,
	    &reading->incident))
		world_broken(reading->world, "I4", "unreadable snapshot %s",
		    reading->snapshot);
	reading->incident.version = snapshot->version;
}

/* I3: versions are dense. */
static void on_timeline(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct reading *reading = arg;

	if (status != LEDGER_OK)
		world_broken(reading->world, "I3", "timeline answers %s",
		    ledger_status_name(status));
	for (size_t i = 0; i < count; i++) {
		const struct ledger_entry *entry = &entries[i];
		bool next = entry->version == reading->fold.version + 1 &&
		    entry->index == 1;
		bool same = entry->version == reading->fold.version &&
		    entry->index == reading->index + 1;

		if (entry->version == reading->fold.version &&
		    entry->index <= reading->index)
			continue;	/* read before, see check_fold() */
		if (!next && !same)
			world_broken(reading->world, "I3",
			    "incident %d has %lld-%d after %lld-%d",
			    reading->number, (long long)entry->version,
			    entry->index, (long long)reading->fold.version,
			    reading->index);
		if (!event_decode(entry->data, entry->length,
		    &reading->event))
			world_broken(reading->world, "I4",
			    "unreadable event %.*s", (int)entry->length,
			    entry->data);
		incident_apply(&reading->fold, &reading->event);
		reading->fold.version = entry->version;
		reading->index = entry->index;
	}
}

/* I4: the snapshot is the fold of its timeline, byte for byte. A page may end
 * in the middle of a turn, so the next one begins with that turn again. */
static void check_fold(struct reading *reading)
{
	const char *fold;
	int64_t read = -1;

	while (reading->fold.version < reading->version &&
	    reading->fold.version != read) {
		read = reading->fold.version;
		ledger_timeline(reading->world->store,
		    arena_printf(reading->arena, "%d", reading->number),
		    read > 0 ? read : 1, LEDGER_TIMELINE_MAX, on_timeline,
		    reading);
		drain(reading->world);
	}
	if (reading->fold.version != reading->version)
		world_broken(reading->world, "I3",
		    "incident %d is at %lld, its timeline at %lld",
		    reading->number, (long long)reading->version,
		    (long long)reading->fold.version);
	fold = incident_encode(reading->arena, &reading->fold);
	if (strcmp(fold, reading->snapshot) != 0)
		world_broken(reading->world, "I4",
		    "incident %d: snapshot %s fold %s", reading->number,
		    reading->snapshot, fold);
}

/* I12: an incident's room is its own, and the only one made for it. */
static void check_rooms(struct world *world, const struct reading *reading)
{
	const struct books *books = world->books;
	const char *id = reading->incident.room_id;

	for (size_t i = 0; *id && i < books->room_count; i++) {
		for (size_t j = i + 1; j < books->room_count; j++) {
			if (strcmp(books->rooms[i].name,
			    books->rooms[j].name) == 0)
				world_broken(world, "I12", "two rooms %s",
				    books->rooms[i].name);
		}
		if (strcmp(books->rooms[i].id, id) == 0) {
			if (books->rooms[i].lived_in)
				world_broken(world, "I12",
				    "two incidents live in %s", id);
			books->rooms[i].lived_in = true;
			return;
		}
	}
	if (*id)
		world_broken(world, "I12", "incident %d lives in %s, which "
		    "nobody made", reading->number, id);
}

/* I12: a room that was made is somebody's. Not so where its making was given
 * up after all, where a process made it that was stopped right before, while
 * another one looked for it in vain, where the record is damaged, and, for now,
 * where the answer was lost for a name with a number: only the plain one is
 * looked for. */
static void check_homeless(struct world *world)
{
	const struct books *books = world->books;
	bool given_up = world->damaged[0] != '\0';

	for (int i = 0; i < books->case_count; i++) {
		for (size_t j = 0; j < books->cases[i].owed_count; j++)
			given_up |= books->cases[i].owed[j].kind ==
			    EFFECT_ROOM_OPEN && books->cases[i].owed[j].dead;
	}
	for (size_t i = 0; i < books->room_count && !given_up; i++) {
		const struct room *room = &books->rooms[i];

		if (!room->lived_in && room->number == 0 &&
		    !room->from_stopped)
			world_broken(world, "I12", "%s was made for nobody",
			    room->name);
	}
}

/* I7, second half: what has a reason waits, and nothing else does. */
static void check_appointments(const struct reading *reading)
{
	for (int kind = 0; kind < APPOINTMENT_COUNT; kind++) {
		bool due = appointment_due_ms(&reading->incident, kind) > 0;

		if (due != reading->waits[kind])
			world_broken(reading->world, "I7", "incident %d: "
			    "appointment %s %s", reading->number,
			    appointment_word(kind), due ? "is missing" :
			    "waits without a reason");
	}
}

/* Public updates at Slack: to the company, and to each subscriber. */
static bool is_public(int kind)
{
	return kind == EFFECT_COMPANY_UPDATE || kind == EFFECT_NOTIFY;
}

/* Kinds whose reason cannot go away before they are done. */
static bool must_show(const struct reading *reading, const struct owed *owed)
{
	const struct incident *incident = &reading->incident;

	if (is_public(owed->kind))
		return !owed->dead &&
		    !(incident->flags & (FLAG_DRILL | FLAG_PRIVATE));
	if (owed->exempt || owed->dead || owed->taken)
		return false;
	if (owed->kind == EFFECT_SAY)
		return *incident->room_id;
	return owed->kind == EFFECT_TELL;
}

/* I5 and I6: each owed thing shows, and once; I15 by that and I11: the public
 * updates in their order. */
static void check_owed(const struct reading *reading)
{
	const struct case_book *book =
	    &reading->world->books->cases[reading->number];

	for (size_t i = 0; i < book->owed_count; i++) {
		const struct owed *owed = &book->owed[i];
		const char *invariant = is_public(owed->kind) ? "I15" : "I6";

		if (owed->shown > 1 && !owed->unseen)
			world_broken(reading->world, invariant,
			    "fx:%d:%lld:%d (%s) shows %d times",
			    reading->number, (long long)owed->version,
			    owed->index, effect_word(owed->kind),
			    owed->shown);
		if (owed->shown == 0 && must_show(reading, owed))
			world_broken(reading->world, invariant,
			    "fx:%d:%lld:%d (%s) is lost", reading->number,
			    (long long)owed->version, owed->index,
			    effect_word(owed->kind));
	}
}

/* What is drawn outside is what the ledger says. */
static void check_drawing(const struct reading *reading, int kind,
    const char *channel, const char *ts)
{
	struct world *world = reading->world;
	struct shown_post *post = books_post(world->books, channel, ts);
	struct effect effect = { .kind = kind };
	struct call call = { 0 };

	if (!*ts)
		return;
	if (!post)
		world_broken(world, "I6", "incident %d: nobody posted %s",
		    reading->number, ts);
	if (post->deleted && rooms_may_be_missing(world->books,
	    reading->number, kind, post))
		return;
	if (post->deleted)
		world_broken(world, "I6", "incident %d: its %s was deleted",
		    reading->number, effect_word(kind));
	if (render_effect(reading->arena, &effect, "", &reading->incident,
	    &world->policy, 1, &call) != RENDER_CALL)
		return;
	if (!json_equal(json_object_get(call.args, "blocks"), post->blocks))
		world_broken(world, "I25", "incident %d: %s is not how it "
		    "stands: %s, but shown is %s", reading->number,
		    effect_word(kind), json_dumps(
		    json_object_get(call.args, "blocks"), JSON_COMPACT),
		    json_dumps(post->blocks, JSON_COMPACT));
	json_decref(call.args);
}

static void check_topic(const struct reading *reading)
{
	struct world *world = reading->world;
	struct effect effect = { .kind = EFFECT_ROOM_TOPIC };
	const json_t *topic = NULL;
	struct call call = { 0 };

	for (size_t i = 0; i < world->books->room_count; i++) {
		if (strcmp(world->books->rooms[i].id,
		    reading->incident.room_id) == 0)
			topic = world->books->rooms[i].topic;
	}
	if (!topic || render_effect(reading->arena, &effect, "",
	    &reading->incident, &world->policy, 1, &call) != RENDER_CALL)
		return;
	if (!json_equal(topic, call.args))
		world_broken(world, "I25", "incident %d: the topic is %s, "
		    "should be %s", reading->number,
		    json_dumps(topic, JSON_COMPACT),
		    json_dumps(call.args, JSON_COMPACT));
	json_decref(call.args);
}

/* I13, second half: a page that went out says that somebody is on it. */
static void check_pages(const struct reading *reading)
{
	const struct incident *incident = &reading->incident;

	if (!incident->acknowledged_ms && incident_is_open(incident))
		return;
	for (size_t i = 0; i < PAGES_MAX; i++) {
		const struct page *page = &incident->pages[i];
		const struct shown_post *post = books_post(
		    reading->world->books, page->channel, page->ts);

		if (*page->ts && post && !post->deleted && post->asks_ack)
			world_broken(reading->world, "I13", "incident %d: "
			    "the page of %s still asks", reading->number,
			    page->user);
	}
}

/* Does the incident still wait for what this offers, or asks? */
static bool is_open(const struct incident *incident,
    const struct shown_post *post, const struct owed *owed)
{
	if (owed->kind == EFFECT_OFFER_DRAFT)
		return strcmp(incident->offer_ts, post->ts) == 0;
	return incident->draft_ms > 0 && owed->cycle == incident->draft_ms;
}

/* What stands in a channel that was given back is left as it was. */
static bool is_of_lost(const struct books *books,
    const struct shown_post *post)
{
	const struct room *room = rooms_find(books, post->channel);

	return room && post->owed.version <= room->lost_version;
}

/* I25: an offered first update, or a draft that waits for a second pair of
 * eyes, has its buttons until that is settled. */
static void check_asked(const struct reading *reading)
{
	struct books *books = reading->world->books;

	for (size_t i = 0; i < books->post_count; i++) {
		const struct shown_post *post = &books->posts[i];
		const struct owed *owed = post->deleted ||
		    post->number != reading->number ||
		    is_of_lost(books, post) ? NULL :
		    books_owed(books, post->number, post->owed.version,
		    post->owed.index);

		if (!owed || (owed->kind != EFFECT_OFFER_DRAFT &&
		    owed->kind != EFFECT_ASK_APPROVAL))
			continue;
		if (post->has_buttons != is_open(&reading->incident, post,
		    owed))
			world_broken(reading->world, "I25", "incident %d: %s "
			    "of version %lld has %s buttons", reading->number,
			    effect_word(owed->kind), (long long)owed->version,
			    post->has_buttons ? "still its" : "no");
	}
}

static void on_job(void *arg, const struct ledger_job *job)
{
	struct reading *reading = arg;
	char incident[ID_SIZE];
	int64_t due_ms;
	int kind;

	if (!appointment_decode(job->body, job->body_length, incident, &kind,
	    &due_ms))
		return;
	if (strtol(incident, NULL, 10) == reading->number)
		reading->waits[kind] = true;
}

/* What the ledger holds of it, and where it lives. */
static struct reading *reading_new(struct world *world, int number)
{
	struct reading *reading = xcalloc(1, sizeof(*reading));

	reading->world = world;
	reading->number = number;
	reading->arena = arena_new(READING_BYTES_MAX);
	ledger_load(world->store, arena_printf(reading->arena, "%d", number),
	    "", on_load, reading);
	drain(world);
	check_fold(reading);
	check_rooms(world, reading);
	return reading;
}

static void check_incident(struct world *world, struct reading *reading)
{
	rooms_check(world, reading->number, &reading->incident);
	ledger_memory_jobs(world->store, on_job, reading);
	check_appointments(reading);
	check_owed(reading);
	check_drawing(reading, EFFECT_CARD_REFRESH,
	    reading->incident.room_id, reading->incident.card_ts);
	check_drawing(reading, EFFECT_CHECKLIST_REFRESH,
	    reading->incident.room_id, reading->incident.checklist_ts);
	check_drawing(reading, EFFECT_COMPANY_REFRESH,
	    world->policy.broadcast_channel, reading->incident.broadcast_ts);
	check_topic(reading);
	check_pages(reading);
	check_asked(reading);
	arena_free(reading->arena);
	free(reading);
}

/* I5, I17: no effect is left, and nothing is overdue; I18: nor where another
 * incident's record is damaged. */
static void on_any_job(void *arg, const struct ledger_job *job)
{
	struct world *world = arg;
	const char *number = job->id + strcspn(job->id, ":") + 1;
	size_t length;

	if (strncmp(job->id, "vfy:", 4) == 0)
		number += 3;
	length = strcspn(number, ":");
	if (world->damaged[0] != '\0' && strlen(world->damaged) == length &&
	    strncmp(number, world->damaged, length) == 0)
		return;		/* I18: it is left alone */
	if (strncmp(job->id, "ap:", 3) != 0)
		world_broken(world, world->damaged[0] ? "I18" : "I5",
		    "%s is left: %.*s", job->id, (int)job->body_length,
		    job->body);
	if (job->due_ms + 60000 < world->now_ms)
		world_broken(world, world->damaged[0] ? "I18" : "I17",
		    "%s is %lld s overdue", job->id,
		    (long long)(world->now_ms - job->due_ms) / 1000);
}

void check_at_rest(struct world *world)
{
	const struct books *books = world->books;
	int damaged = (int)strtol(world->damaged, NULL, 10);
	struct reading *readings = NULL;
	struct reading **end = &readings;

	ledger_memory_jobs(world->store, on_any_job, world);
	for (int number = 1; number < books->case_count; number++) {
		if (books->cases[number].version > 0 && number != damaged)
			end = &(*end = reading_new(world, number))->next;
	}
	while (readings) {
		struct reading *reading = readings;

		readings = reading->next;
		check_incident(world, reading);
	}
	check_homeless(world);
	check_news_at_rest(world);
	check_site_at_rest(world);
}
