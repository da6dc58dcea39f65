/* SPDX-License-Identifier: MIT
 *
 * replica: one running incbot inside the world: the shipped turns, runner,
 * homes and front, over a virtual clock, the ledger's twin and the wire to
 * Slack. It may die or be stopped before any answer that it waits for.
 */
#include "base/memory.h"
#include "base/text.h"
#include "daemon/board/board_keeper.h"
#include "daemon/front.h"
#include "daemon/homes.h"
#include "daemon/jobs/runner.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"
#include "services/slack/slack_socket.h"
#include "tests/sim/books.h"
#include "tests/sim/courier.h"
#include "tests/sim/news.h"
#include "tests/sim/outside.h"
#include "tests/sim/wire.h"
#include "tests/sim/world.h"

/* --- the clock ------------------------------------------------------------ */

struct clock {
	struct replica *replica;
};

int64_t clock_now_ms(struct clock *clock)
{
	return clock->replica->world->now_ms + clock->replica->skew_ms;
}

int64_t clock_uptime_ms(struct clock *clock)
{
	return clock->replica->world->now_ms -
	    clock->replica->world->started_ms + 1000;
}

void clock_wake(struct clock *clock, int64_t delay_ms, clock_cb *callback,
    void *arg)
{
	world_at(clock->replica->world, clock->replica, delay_ms, callback,
	    arg);
}

uint32_t clock_dice(struct clock *clock, uint32_t below)
{
	return below ? (uint32_t)prng_below(&clock->replica->world->dice,
	    below) : 0;
}

/* --- envelopes ------------------------------------------------------------ */

/* One on its way to a replica. */
struct parcel {
	struct replica *replica;
	char id[64];
	char type[32];
	bool accepts;
	json_t *payload;
};

static void parcel_free(void *arg)
{
	struct parcel *parcel = arg;

	json_decref(parcel->payload);
	free(parcel);
}

static void on_parcel(void *arg)
{
	struct parcel *parcel = arg;
	struct slack_envelope envelope = {
		.accepts_payload = parcel->accepts,
		.received_ms = parcel->replica->world->now_ms,
		.payload = parcel->payload,
	};

	memcpy(envelope.id, parcel->id, sizeof(envelope.id));
	memcpy(envelope.type, parcel->type, sizeof(envelope.type));
	front_envelope(parcel->replica->front, &envelope);
	parcel_free(parcel);
}

void replica_send(struct replica *replica, const char *id, const char *type,
    bool accepts, json_t *payload, int64_t delay_ms)
{
	struct parcel *parcel = xcalloc(1, sizeof(*parcel));

	parcel->replica = replica;
	(void)text_copy(parcel->id, sizeof(parcel->id), id);
	(void)text_copy(parcel->type, sizeof(parcel->type), type);
	parcel->accepts = accepts;
	parcel->payload = json_incref(payload);
	world_at_or_drop(replica->world, replica, delay_ms, on_parcel,
	    parcel_free, parcel);
}

static bool on_ack(void *arg, const struct slack_envelope *envelope,
    const json_t *payload)
{
	struct replica *replica = arg;

	if (replica->connection == 0)
		return false;
	replica->world->turns++;
	outside_ack(replica->world->outside, replica, envelope->id, payload);
	return true;
}

/* --- life ----------------------------------------------------------------- */

static void on_opened(void *arg, enum ledger_status status,
    const char *store)
{
	(void)arg;
	(void)status;
	(void)store;
}

static void on_committed(void *arg)
{
	struct replica *replica = arg;

	runner_poke(replica->runner);
	homes_changed(replica->homes);
}

/* Its own public page, and its line to the place outside. */
static void build_public(struct replica *replica)
{
	struct board_keeper_options options = {
		.clock = replica->clock, .ledger = replica->ledger,
	};
	const struct policy *policy = &replica->world->policy;

	replica->board_policy = NULL;
	if (policy_has_board(policy)) {
		struct policy *own = xmalloc(sizeof(*own));

		*own = *policy;
		(void)text_copy(own->board.folder, sizeof(own->board.folder),
		    folder_twin_name(replica->number));
		replica->board_policy = own;
		policy = own;
	}
	options.policy = policy;
	replica->board = board_keeper_new(&options);
	replica->outbound = courier_new(replica);
	replica->errands.config = replica->world->config;
	replica->errands.outbound = replica->outbound;
}

static void build_bridge(struct replica *replica)
{
	struct turns_options turns = {
		.clock = replica->clock, .ledger = replica->ledger,
		.policy = &replica->world->policy, .committed = on_committed,
		.arg = replica,
	};
	struct runner_options runner = {
		.clock = replica->clock, .ledger = replica->ledger,
		.slack = replica->slack, .policy = &replica->world->policy,
		.worker = replica->worker, .board = replica->board,
		.errands = &replica->errands,
	};
	struct front_options front = {
		.clock = replica->clock, .slack = replica->slack,
		.policy = &replica->world->policy, .ack = on_ack,
		.arg = replica,
	};

	replica->turns = turns_new(&turns);
	runner.turns = front.turns = replica->turns;
	replica->runner = runner_new(&runner);
	replica->homes = homes_new(replica->clock, replica->turns,
	    replica->slack);
	front.homes = replica->homes;
	replica->front = front_new(&front);
}

void replica_start(struct replica *replica)
{
	struct world *world = replica->world;
	struct text text;

	assert(!replica->alive);
	replica->alive = true;
	replica->life++;
	replica->paused_until_ms = replica->resumed_ms = 0;
	replica->pump_ms = 0;
	replica->skew_ms = 0;
	text_init(&text, replica->worker, sizeof(replica->worker));
	text_addf(&text, "r%d-%llu", replica->number,
	    (unsigned long long)replica->life);
	replica->clock = xcalloc(1, sizeof(*replica->clock));
	replica->clock->replica = replica;
	replica->slack = wire_new(replica);
	replica->ledger = ledger_memory_attach(world->store);
	if (world_chance(world, world->faults.skewed))
		replica->skew_ms = world_between(world, -8000, 8000);
	ledger_memory_set_skew(replica->ledger,
	    world->store_ahead_ms - replica->skew_ms);
	ledger_open(replica->ledger, "", false, on_opened, replica);
	build_public(replica);
	build_bridge(replica);
	outside_connect(world->outside, replica);
	runner_start(replica->runner);
	board_keeper_start(replica->board);
	config_turn_init(&replica->config_turn, replica->turns,
	    replica->clock);
	config_turn_begin(&replica->config_turn, "");
	world_tell(world, "replica %d starts, its clock %lld ms wrong",
	    replica->number, (long long)replica->skew_ms);
}

void replica_die(struct replica *replica)
{
	if (!replica->alive)
		return;
	world_tell(replica->world, "replica %d dies", replica->number);
	replica->alive = false;
	replica->life++;
	outside_hang_up(replica->world->outside, replica);
	front_free(replica->front);
	homes_free(replica->homes);
	runner_free(replica->runner);
	turns_free(replica->turns);
	board_keeper_free(replica->board);
	courier_free(replica->outbound);
	free(replica->board_policy);
	ledger_free(replica->ledger);
	wire_free(replica->slack);
	free(replica->clock);
}

bool replica_is_paused(const struct replica *replica)
{
	return replica->paused_until_ms > replica->world->now_ms;
}

static void on_resumed(void *arg)
{
	const struct replica *replica = arg;

	world_tell(replica->world, "replica %d goes on", replica->number);
}

int64_t pause_length_ms(struct world *world)
{
	return world_chance(world, 300) ? world_between(world, 200, 25000) :
	    world_between(world, 25000, 45000);
}

void replica_pause(struct replica *replica, int64_t for_ms)
{
	if (!replica->alive || replica_is_paused(replica))
		return;
	world_tell(replica->world, "replica %d stops for %lld ms",
	    replica->number, (long long)for_ms);
	replica->paused_until_ms = replica->world->now_ms + for_ms;
	replica->resumed_ms = replica->paused_until_ms;
	world_at(replica->world, replica, for_ms, on_resumed, replica);
}

static void fail_ledger(struct replica *replica)
{
	static const enum ledger_fault kinds[] = {
		LEDGER_FAULT_UNAVAILABLE, LEDGER_FAULT_ANSWER_LOST,
		LEDGER_FAULT_UNCONFIRMED,
	};
	struct world *world = replica->world;

	ledger_memory_fail(replica->ledger,
	    kinds[prng_below(&world->dice, ARRAY_LEN(kinds))], 0,
	    (unsigned)world_between(world, 1, 3));
}

static void on_pump(void *arg)
{
	(void)arg;		/* the time has come, that is all */
}

/* Before an answer is given: whatever may happen between two steps. True if
 * it is not given now. */
static bool is_struck(struct replica *replica)
{
	struct world *world = replica->world;
	const struct faults *faults = &world->faults;

	if (world_chance(world, faults->ledger_slow)) {
		replica->pump_ms = world->now_ms + world_between(world, 1,
		    20);
		world_at(world, replica, replica->pump_ms - world->now_ms,
		    on_pump, NULL);
		return true;
	}
	if (world_chance(world, faults->dies)) {
		replica_die(replica);
		return true;
	}
	if (world_chance(world, faults->pauses)) {
		replica_pause(replica, pause_length_ms(world));
		return true;
	}
	if (world_chance(world, faults->ledger_fails) &&
	    world->ledger_gone_until_ms <= world->now_ms)
		fail_ledger(replica);
	return false;
}

bool replica_pump(struct replica *replica)
{
	struct world *world = replica->world;

	if (!replica->alive || replica_is_paused(replica) ||
	    replica->pump_ms > world->now_ms ||
	    ledger_memory_waiting(replica->ledger) == 0)
		return false;
	if (is_struck(replica))
		return false;
	return ledger_memory_step(replica->ledger);
}
