/* SPDX-License-Identifier: MIT
 *
 * trouble: the faults that go on by themselves: replicas that start and die,
 * a ledger that is gone for a while or whose clock jumps, a Slack that wants
 * to be left alone, an incident whose record is damaged. What strikes single
 * calls is in wire.c and replica.c. In the end all is mended.
 */
#include "base/text.h"
#include "tests/sim/outside.h"
#include "tests/sim/world.h"
#include <limits.h>

#define BEAT_MS 1000
#define JUMP_AHEAD_MAX_MS 240000
#define REDELIVERED_AT_ONCE 8

static const struct faults rough = {
	.call_lost = 15, .answer_lost = 15, .rate_limited = 20, .slow = 20,
	.ledger_fails = 2, .ledger_slow = 50, .dies = 1, .pauses = 1,
	.pauses_sending = 3, .redelivered = 50, .skewed = 150,
	.garbled = 10, .disk_full = 10, .refused = 20,
};

/* Every seed has its own mixture: what never fails here may hide what fails
 * there. */
static void mix(struct world *world)
{
	struct faults *faults = &world->faults;
	unsigned *const each[] = {
		&faults->call_lost, &faults->answer_lost,
		&faults->rate_limited, &faults->slow, &faults->ledger_fails,
		&faults->ledger_slow, &faults->dies, &faults->pauses,
		&faults->pauses_sending, &faults->redelivered,
		&faults->skewed, &faults->garbled, &faults->disk_full,
		&faults->refused,
	};

	*faults = rough;
	for (size_t i = 0; i < ARRAY_LEN(each); i++) {
		if (world_chance(world, 250))
			*each[i] = 0;
		else if (world_chance(world, 100))
			*each[i] *= 5;
	}
	world->history_lags = faults->slow > 0;
}

static void set_ledger_fault(struct world *world, enum ledger_fault fault)
{
	for (int i = 0; i < world->replica_count; i++) {
		if (world->replicas[i].alive)
			ledger_memory_fail(world->replicas[i].ledger, fault,
			    0, UINT_MAX);
	}
}

static void on_ledger_back(void *arg)
{
	struct world *world = arg;

	if (world->ledger_gone_until_ms > world->now_ms)
		return;
	world_tell(world, "the ledger is back");
	set_ledger_fault(world, LEDGER_FAULT_NONE);
}

static void lose_ledger(struct world *world)
{
	int64_t for_ms = world_between(world, 500, 40000);

	world_tell(world, "the ledger is gone for %lld ms",
	    (long long)for_ms);
	world->ledger_gone_until_ms = world->now_ms + for_ms;
	set_ledger_fault(world, world_chance(world, 800) ?
	    LEDGER_FAULT_UNAVAILABLE : world_chance(world, 500) ?
	    LEDGER_FAULT_FULL : LEDGER_FAULT_UNCONFIRMED);
	world_at(world, NULL, for_ms, on_ledger_back, world);
}

void world_set_ledger_clock(struct world *world, int64_t ahead_ms)
{
	world->store_ahead_ms = ahead_ms;
	ledger_memory_set_now(world->store, world->now_ms + ahead_ms);
	for (int i = 0; i < world->replica_count; i++) {
		if (world->replicas[i].alive)
			ledger_memory_set_skew(world->replicas[i].ledger,
			    ahead_ms - world->replicas[i].skew_ms);
	}
}

static void on_clock_right(void *arg)
{
	struct world *world = arg;

	world_tell(world, "the ledger's clock is right again");
	world_set_ledger_clock(world, 0);
}

/* Some minutes ahead or an hour behind. What is committed meanwhile is due by
 * the wrong clock, so that a jump ahead delays it by as much. */
static void jump_clock(struct world *world)
{
	int64_t ahead_ms = world_chance(world, 500) ?
	    world_between(world, 1000, JUMP_AHEAD_MAX_MS) :
	    -world_between(world, 1000, 3600000);

	if (world->store_ahead_ms != 0)
		return;
	world->clock_jumped = true;
	world_tell(world, "the ledger's clock jumps by %lld s",
	    (long long)ahead_ms / 1000);
	world_set_ledger_clock(world, ahead_ms);
	world_at(world, NULL, world_between(world, 1000, 60000),
	    on_clock_right, world);
}

/* What a longer jump does to keys with a time to live; and what was acked long
 * ago comes again. */
static void expire_keys(struct world *world)
{
	world_tell(world, "all input keys expire");
	world->keys_expired = true;
	ledger_memory_forget_inputs(world->store);
	for (int i = 0; i < REDELIVERED_AT_ONCE; i++)
		outside_redeliver(world->outside);
}

static void damage_record(struct world *world)
{
	struct text text;

	if (world->damaged[0] != '\0')
		return;
	text_init(&text, world->damaged, sizeof(world->damaged));
	text_addf(&text, "%lld", (long long)world_between(world, 1, 4));
	world_tell(world, "the record of incident %s is damaged",
	    world->damaged);
	ledger_memory_split(world->store, world->damaged);
}

static void start_the_dead(struct world *world)
{
	for (int i = 0; i < world->replica_count; i++) {
		struct replica *replica = &world->replicas[i];

		if (!replica->alive && world_chance(world, 300))
			replica_start(replica);
		else if (replica->alive && world_chance(world,
		    world->faults.dies * 3))
			replica_die(replica);
	}
}

/* The twin fails calls by a switch on each handle, which a new replica has
 * not: it must not see what the others cannot. */
static void keep_ledger_gone(struct world *world)
{
	if (world->ledger_gone_until_ms > world->now_ms)
		set_ledger_fault(world, LEDGER_FAULT_UNAVAILABLE);
}

static void on_beat(void *arg)
{
	struct world *world = arg;

	if (world->people_rest)
		return;
	start_the_dead(world);
	keep_ledger_gone(world);
	if (world_chance(world, 3) &&
	    world->ledger_gone_until_ms <= world->now_ms)
		lose_ledger(world);
	if (world_chance(world, 3))
		world->slack_busy_until_ms = world->now_ms +
		    world_between(world, 1000, 60000);
	if (world_chance(world, 2))
		jump_clock(world);
	if (world->seed % 2 == 1 && world_chance(world, 5))
		expire_keys(world);
	if (world_chance(world, 20))
		outside_redeliver(world->outside);
	if (world->seed % 16 == 7 && world_chance(world, 5))
		damage_record(world);
	world_at(world, NULL, BEAT_MS, on_beat, world);
}

void trouble_begin(struct world *world)
{
	mix(world);
	world_at(world, NULL, BEAT_MS, on_beat, world);
}

/* A trouble that stays is none to recover from: clocks are set right, and
 * everybody is up and goes on. Half of the replicas come through as they are:
 * what they carry in memory must do no harm. */
void trouble_end(struct world *world)
{
	memset(&world->faults, 0, sizeof(world->faults));
	world->people_rest = true;
	world->ledger_gone_until_ms = world->slack_busy_until_ms = 0;
	set_ledger_fault(world, LEDGER_FAULT_NONE);
	for (int i = 0; i < world->replica_count; i++) {
		struct replica *replica = &world->replicas[i];

		if (replica->skew_ms != 0 || world_chance(world, 500))
			replica_die(replica);
		if (!replica->alive)
			replica_start(replica);
	}
	world_set_ledger_clock(world, 0);
}
