/* SPDX-License-Identifier: MIT
 *
 * world: the heap and the clock. See world.h.
 */
#include "tests/everybody.h"
#include "tests/sim/world.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/when.h"
#include "core/place.h"
#include "services/config/config.h"
#include "tests/sim/books.h"
#include "tests/sim/news.h"
#include "tests/sim/outside.h"
#include "tests/sim/services.h"
#include <stdarg.h>

/* Ordinary days, and the edges of days, years and summer time. */
static const int64_t begins_ms[] = {
	INT64_C(1781532000000),		/* 2026-06-15 14:00 UTC */
	INT64_C(1774745700000),		/* 2026-03-29 00:55: Europe's spring */
	INT64_C(1792888500000),		/* 2026-10-25 00:35: its autumn */
	INT64_C(1798761000000),		/* 2026-12-31 23:50 */
	INT64_C(1835394600000),		/* 2028-02-28 23:50, a leap year */
	INT64_C(1781567400000),		/* 2026-06-15 23:50 */
};

#define PAGE_IN_SEED 13		/* the page is drawn after every update and every
				   minute, so only every so many seeds have it */

#define LETTERS_AFTER_MIN 8
#define MINUTES_IN_DAY (24 * 60)

/* A replica that goes in a circle would never let time pass. */
#define MOMENT_STEPS_MAX 20000

static bool comes_first(const struct happening *a, const struct happening *b)
{
	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms;
	return a->order < b->order;
}

static void heap_swap(struct world *world, size_t i, size_t j)
{
	struct happening held = world->heap[i];

	world->heap[i] = world->heap[j];
	world->heap[j] = held;
}

static void heap_push(struct world *world, const struct happening *entry)
{
	size_t i = world->heap_count++;

	if (world->heap_count > world->heap_size) {
		world->heap_size = world->heap_size * 2 + 64;
		world->heap = xrealloc(world->heap,
		    world->heap_size * sizeof(*world->heap));
	}
	world->heap[i] = *entry;
	while (i > 0 && comes_first(&world->heap[i],
	    &world->heap[(i - 1) / 2])) {
		heap_swap(world, i, (i - 1) / 2);
		i = (i - 1) / 2;
	}
}

static struct happening heap_pop(struct world *world)
{
	struct happening top = world->heap[0];
	size_t i = 0;

	world->heap[0] = world->heap[--world->heap_count];
	for (;;) {
		size_t first = i;

		for (size_t child = 2 * i + 1; child <= 2 * i + 2; child++) {
			if (child < world->heap_count && comes_first(
			    &world->heap[child], &world->heap[first]))
				first = child;
		}
		if (first == i)
			return top;
		heap_swap(world, i, first);
		i = first;
	}
}

void world_at_or_drop(struct world *world, struct replica *replica,
    int64_t delay_ms, happening_cb *callback, happening_cb *drop, void *arg)
{
	struct happening entry = {
		.at_ms = world->now_ms + (delay_ms > 0 ? delay_ms : 0),
		.order = world->order++,
		.replica = replica,
		.life = replica ? replica->life : 0,
		.callback = callback,
		.drop = drop,
		.arg = arg,
	};

	heap_push(world, &entry);
}

void world_at(struct world *world, struct replica *replica, int64_t delay_ms,
    happening_cb *callback, void *arg)
{
	world_at_or_drop(world, replica, delay_ms, callback, NULL, arg);
}

bool world_chance(struct world *world, unsigned per_mille)
{
	return per_mille > 0 && prng_chance(&world->dice, per_mille);
}

int64_t world_between(struct world *world, int64_t low, int64_t high)
{
	return prng_between(&world->dice, low, high);
}

/* The managers hand over every few minutes, so that it happens in the little
 * time that a run lasts. */
static void init_rotation(struct world *world)
{
	struct rotation *rotation = &world->rotation;
	struct layer *layer = &rotation->layers[0];

	(void)text_copy(rotation->name, NAME_SIZE, "managers");
	(void)text_copy(rotation->handoff_channel, ID_SIZE, "C0GENERAL");
	(void)text_copy(layer->members[0], ID_SIZE, "U0ANA");
	(void)text_copy(layer->members[1], ID_SIZE, "U0DAN");
	layer->turn_minutes = 4;
	layer->handoff = (struct handoff){ true, -1, 0 };
	world->policy.rotations.all = rotation;
	world->policy.rotations.count = 1;
	policy_bind_oncall(&world->policy);
}

static void init_policy(struct policy *policy)
{
	static const struct person_name persons[] = { { "U0ANA", 0 },
		{ "U0BEN", 10 } };
	static const struct people people = { "Ana Silva\0Ben Okafor\0",
		persons, ARRAY_LEN(persons) };

	policy_init(policy);
	everybody_is_known(policy);
	policy->people = &people;
	(void)text_copy(policy->broadcast_channel, ID_SIZE, "C0INCIDENTS");
	(void)text_copy(policy->responders[0], ID_SIZE, "U0BEN");
	(void)text_copy(policy->responders[1], ID_SIZE, "U0CHLOE");
	(void)text_copy(policy->oncall.names[ONCALL_MANAGER], NAME_SIZE, "managers");
	(void)text_copy(policy->oncall.names[ONCALL_SECURITY], NAME_SIZE, "U0CHLOE");
	(void)text_copy(policy->oncall.names[ONCALL_EXECUTIVE], NAME_SIZE, "U0DAN");
	(void)text_copy(policy->links[0].title, NAME_SIZE, "Dashboards");
	(void)text_copy(policy->links[0].url, URL_SIZE,
	    "https://dash.example.com/");
	(void)text_copy(policy->team_id, ID_SIZE, OUTSIDE_TEAM);
	(void)text_copy(policy->bot_user, ID_SIZE, OUTSIDE_BOT_USER);
}

int world_places(uint64_t seed)
{
	static const int more[] = { 0, PLACE_INSTATUS, PLACE_WEBHOOK,
		PLACE_INSTATUS | PLACE_WEBHOOK };

	return PLACE_STATUSPAGE | more[seed % ARRAY_LEN(more)];
}

bool world_folds(const struct world *world)
{
	return world->scene || world->seed % 16 == 1;
}

bool world_has_letters(uint64_t seed)
{
	return seed % 5 == 2;
}

bool world_has_approval(uint64_t seed)
{
	return seed % 5 == 3;
}

bool world_has_maintenance(uint64_t seed)
{
	return seed % 3 == 1;
}

/* The built-in page and places outside, beside the broadcast channel; daily
 * letters go while the world goes on. */
static void init_public(struct world *world)
{
	struct policy *policy = &world->policy;

	(void)text_copy(policy->status_page_url, URL_SIZE,
	    "https://status.example.com/");
	(void)text_copy(policy->board.name, NAME_SIZE, "Example");
	if (world->seed % PAGE_IN_SEED == 0)
		(void)text_copy(policy->board.folder,
		    sizeof(policy->board.folder), folder_twin_name(0));
	policy->places = world_places(world->seed);
	policy->sends_mail = world_has_letters(world->seed);
	policy->digest.minute = (int)((world->now_ms / WHEN_MINUTE_MS +
	    LETTERS_AFTER_MIN) % MINUTES_IN_DAY);
	policy->severities[SEV1].approves_updates =
	    world_has_approval(world->seed);
	world->config = xcalloc(1, sizeof(*world->config));
	world->config->policy = *policy;
	services_configure(world->config);
	world->statuspage = json_array();
	world->instatus = json_array();
	folder_twin_begin(world);
}

static void on_store_opened(void *arg, enum ledger_status status,
    const char *store)
{
	(void)arg;
	(void)store;
	assert(status == LEDGER_OK);
}

static void open_store(struct world *world)
{
	world->store = ledger_memory_new();
	ledger_memory_set_now(world->store, world->now_ms);
	ledger_open(world->store, "", true, on_store_opened, NULL);
	while (ledger_memory_step(world->store))
		;
	world->watch.arg = world->books;
	world->watch.committed = books_committed;
	world->watch.completed = books_completed;
	ledger_memory_watch(world->store, &world->watch);
}

struct world *world_new(const struct world_options *options)
{
	struct world *world = xcalloc(1, sizeof(*world));

	world->seed = options->seed;
	world->scene = options->scene;
	world->print = options->print;
	if (options->keep)
		world->told = xcalloc(TOLD_LINES, sizeof(*world->told));
	prng_seed(&world->dice, options->seed);
	world->now_ms = begins_ms[options->seed % ARRAY_LEN(begins_ms)];
	world->started_ms = world->now_ms;
	init_policy(&world->policy);
	init_rotation(world);
	init_public(world);
	world->books = books_new(world);
	world->outside = outside_new(world);
	open_store(world);
	world->replica_count = 1 + (int)(options->seed % REPLICAS_MAX);
	for (int i = 0; i < world->replica_count; i++) {
		world->replicas[i].world = world;
		world->replicas[i].number = i;
	}
	return world;
}

void world_free(struct world *world)
{
	for (int i = 0; i < world->replica_count; i++)
		replica_die(&world->replicas[i]);
	while (world->heap_count > 0) {
		struct happening entry = heap_pop(world);

		if (entry.drop)
			entry.drop(entry.arg);
	}
	outside_free(world->outside);
	folder_twin_end();
	json_decref(world->statuspage);
	json_decref(world->instatus);
	free(world->config);
	books_free(world->books);
	ledger_free(world->store);
	free(world->heap);
	free(world->told);
	free(world);
}

static bool pump(struct world *world)
{
	bool any = false;

	for (int i = 0; i < world->replica_count; i++)
		any = replica_pump(&world->replicas[i]) || any;
	return any;
}

static void set_time(struct world *world, int64_t at_ms)
{
	if (at_ms != world->now_ms)
		world->steps_of_moment = 0;
	world->now_ms = at_ms;
	ledger_memory_set_now(world->store, at_ms + world->store_ahead_ms);
	world->outside_due_ms = outside_tick(world->outside);
}

/* What a paused replica would have seen waits until it goes on. */
static void run_entry(struct world *world, struct happening *entry)
{
	struct replica *replica = entry->replica;

	if (replica && replica->life != entry->life) {
		if (entry->drop)
			entry->drop(entry->arg);
		return;
	}
	if (replica && replica_is_paused(replica)) {
		entry->at_ms = replica->paused_until_ms;
		heap_push(world, entry);
		return;
	}
	entry->callback(entry->arg);
}

bool world_step(struct world *world, int64_t until_ms)
{
	struct happening entry;

	world->steps++;
	if (++world->steps_of_moment > MOMENT_STEPS_MAX)
		world_broken(world, "I17", "time stands still");
	if (pump(world))
		return true;
	if (world->outside_due_ms <= until_ms && (world->heap_count == 0 ||
	    world->outside_due_ms < world->heap[0].at_ms)) {
		set_time(world, world->outside_due_ms > world->now_ms ?
		    world->outside_due_ms : world->now_ms);
		return true;
	}
	if (world->heap_count == 0 || world->heap[0].at_ms > until_ms) {
		set_time(world, until_ms);
		return false;
	}
	entry = heap_pop(world);
	if (entry.at_ms > world->now_ms)
		set_time(world, entry.at_ms);
	world->trace = (world->trace ^ entry.order ^
	    (uint64_t)entry.at_ms << 20) * UINT64_C(0x9e3779b97f4a7c15);
	run_entry(world, &entry);
	return true;
}

void world_trace(struct world *world, const char *text)
{
	world->trace = (world->trace ^ hash_string(text)) *
	    UINT64_C(0x9e3779b97f4a7c15);
}

void world_tell_line(struct world *world, const char *format, ...)
{
	char line[TOLD_BYTES];
	int64_t at_ms = world->now_ms - world->started_ms;
	int used = snprintf(line, sizeof(line), "[%6lld.%03d] ",
	    (long long)(at_ms / 1000), (int)(at_ms % 1000));
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line + used, sizeof(line) - (size_t)used, format,
	    arguments);
	va_end(arguments);
	if (world->print)
		puts(line);
	if (world->told)
		memcpy(world->told[world->told_count++ % TOLD_LINES], line,
		    sizeof(line));
}
