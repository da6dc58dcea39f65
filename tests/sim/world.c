/* SPDX-License-Identifier: MIT
 *
 * world: the heap and the clock. See world.h.
 */
#include "tests/sim/world.h"
#include "base/memory.h"
#include "base/text.h"
#include "tests/ledger/ledger_memory.h"
#include "tests/workspace/workspace.h"
#include <stdarg.h>

#define BEGINS_MS INT64_C(1781532000000)	/* 2026-06-15 14:00 UTC */

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

void world_at(struct world *world, struct replica *replica, int64_t delay_ms,
    happening_cb *callback, void *arg)
{
	struct happening entry = {
		.at_ms = world->now_ms + (delay_ms > 0 ? delay_ms : 0),
		.order = world->order++,
		.replica = replica,
		.life = replica ? replica->life : 0,
		.callback = callback,
		.arg = arg,
	};

	heap_push(world, &entry);
}

bool world_chance(struct world *world, unsigned per_mille)
{
	return per_mille > 0 && prng_chance(&world->dice, per_mille);
}

int64_t world_between(struct world *world, int64_t low, int64_t high)
{
	return prng_between(&world->dice, low, high);
}

/* Frames for a connection go to whoever holds it, a little later. */
struct frame {
	struct world *world;
	struct replica *replica;
	size_t length;
	char text[];
};

static void on_frame(void *arg)
{
	struct frame *frame = arg;

	replica_receive(frame->replica, frame->text, frame->length);
	free(frame);
}

static void deliver(struct world *world, struct replica *replica,
    const struct workspace_link *link)
{
	struct frame *frame = xcalloc(1, sizeof(*frame) + link->length + 1);

	frame->world = world;
	frame->replica = replica;
	frame->length = link->length;
	memcpy(frame->text, link->text, link->length);
	world_at(world, replica, world_between(world, 1, 40), on_frame, frame);
}

static void on_link(void *arg, const struct workspace_link *link)
{
	struct world *world = arg;
	int holder = link->connection < CONNECTIONS_MAX ?
	    world->connections[link->connection] : 0;
	struct replica *replica;

	if (holder == 0 || link->what != LINK_TEXT)
		return;
	replica = &world->replicas[holder - 1];
	deliver(world, replica, link);
	if (world_chance(world, world->faults.redelivered))
		deliver(world, replica, link);
}

static void init_policy(struct policy *policy)
{
	policy_init(policy);
	(void)text_copy(policy->broadcast_channel, ID_SIZE, "C0INCIDENTS");
	(void)text_copy(policy->responders[0], ID_SIZE, "U0BEN");
	(void)text_copy(policy->responders[1], ID_SIZE, "U0CHLOE");
	(void)text_copy(policy->team_id, ID_SIZE, WORKSPACE_TEAM);
	(void)text_copy(policy->bot_user, ID_SIZE, WORKSPACE_BOT_USER);
}

static void on_store_opened(void *arg, enum ledger_status status,
    const char *store)
{
	(void)arg;
	(void)store;
	assert(status == LEDGER_OK);
}

struct world *world_new(uint64_t seed, int replicas)
{
	struct world *world = xcalloc(1, sizeof(*world));
	struct workspace_callbacks callbacks = {
		.arg = world, .link = on_link,
	};
	struct workspace_options options = {
		.seed = seed, .now_ms = BEGINS_MS,
		.http_base = "http://127.0.0.1:1",
		.ws_base = "ws://127.0.0.1:1", .no_rate_limits = true,
	};

	world->seed = seed;
	world->now_ms = world->started_ms = BEGINS_MS;
	prng_seed(&world->dice, seed);
	init_policy(&world->policy);
	world->workspace = workspace_new(&options, &callbacks);
	world->store = ledger_memory_new();
	ledger_memory_set_now(world->store, world->now_ms);
	ledger_open(world->store, "", true, on_store_opened, NULL);
	while (ledger_memory_step(world->store))
		;
	world->replica_count = replicas;
	for (int i = 0; i < replicas; i++) {
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

		if (entry.callback == on_frame)
			free(entry.arg);
	}
	workspace_free(world->workspace);
	ledger_free(world->store);
	free(world->heap);
	free(world);
}

/* Answers of the ledgers come at once, in an order of their own. */
static bool pump(struct world *world)
{
	bool any = false;

	for (int i = 0; i < world->replica_count; i++)
		any = replica_pump(&world->replicas[i]) || any;
	return any;
}

static void set_time(struct world *world, int64_t at_ms)
{
	world->now_ms = at_ms;
	ledger_memory_set_now(world->store, at_ms);
	world->workspace_due_ms = workspace_tick(world->workspace, at_ms);
}

bool world_step(struct world *world, int64_t until_ms)
{
	struct happening entry;
	struct replica *replica;

	world->steps++;
	if (pump(world))
		return true;
	if (world->workspace_due_ms <= until_ms && (world->heap_count == 0 ||
	    world->workspace_due_ms < world->heap[0].at_ms)) {
		set_time(world, world->workspace_due_ms > world->now_ms ?
		    world->workspace_due_ms : world->now_ms);
		return true;
	}
	if (world->heap_count == 0 || world->heap[0].at_ms > until_ms) {
		set_time(world, until_ms);
		return false;
	}
	entry = heap_pop(world);
	if (entry.at_ms > world->now_ms)
		set_time(world, entry.at_ms);
	replica = entry.replica;
	if (replica && replica->life != entry.life) {
		if (entry.callback == on_frame)
			free(entry.arg);
		return true;
	}
	if (replica && replica->paused_until_ms > world->now_ms) {
		/* It sees nothing until it goes on. */
		entry.at_ms = replica->paused_until_ms;
		heap_push(world, &entry);
		return true;
	}
	entry.callback(entry.arg);
	return true;
}

void world_tell(struct world *world, const char *format, ...)
{
	va_list arguments;
	int64_t at_ms = world->now_ms - world->started_ms;

	if (!world->verbose)
		return;
	printf("[%7lld.%03d] ", (long long)(at_ms / 1000),
	    (int)(at_ms % 1000));
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
}

void world_broken(const struct world *world, const char *invariant,
    const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	fprintf(stderr, "%s is broken: ", invariant);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, "\nreplay: tests/sim/sim --seed %llu --tell\n"
	    "step %llu, %lld s into the run\n",
	    (unsigned long long)world->seed,
	    (unsigned long long)world->steps,
	    (long long)((world->now_ms - world->started_ms) / 1000));
	exit(1);
}
