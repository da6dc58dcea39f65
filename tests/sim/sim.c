/* SPDX-License-Identifier: MIT
 *
 * sim: a day of incidents under faults, as a function of its seed. Two
 * phases: safety (faults all on, people busy), then liveness (faults off,
 * everything due must get done); then the books are compared.
 *
 *   sim [--seed S] [--seeds N] [--minutes M] [--tell] [--calm]
 */
#include "tests/sim/world.h"
#include "base/text.h"
#include <unistd.h>

#define MINUTE_MS 60000

struct options {
	uint64_t seed;
	uint64_t seeds;
	int64_t minutes;
	bool tell;
	bool calm;
};

static const struct faults rough = {
	.call_lost = 20, .answer_lost = 20, .rate_limited = 30,
	.server_error = 10, .slow = 20, .ledger_fails = 2,
	.replica_dies = 10, .replica_pauses = 10, .redelivered = 50,
	.skewed = 100,
};

static void on_person(void *arg)
{
	struct world *world = arg;

	if (world->people_rest)
		return;
	people_act(world);
	world_at(world, NULL, world_between(world, 200, 20000), on_person,
	    world);
}

/* Once a second: somebody pulls a plug. */
static void on_trouble(void *arg)
{
	struct world *world = arg;

	if (world->people_rest)
		return;
	for (int i = 0; i < world->replica_count; i++) {
		struct replica *replica = &world->replicas[i];

		if (!replica->alive) {
			if (world_chance(world, 300))
				replica_start(replica);
		} else if (world_chance(world, world->faults.replica_dies)) {
			replica_die(replica);
		} else if (world_chance(world,
		    world->faults.replica_pauses)) {
			replica_pause(replica, world_between(world, 1000,
			    45000));
		}
	}
	world_at(world, NULL, 1000, on_trouble, world);
}

/* A trouble that stays is no trouble to recover from: clocks are set right
 * and everybody is up. */
static void end_trouble(struct world *world)
{
	memset(&world->faults, 0, sizeof(world->faults));
	for (int i = 0; i < world->replica_count; i++) {
		struct replica *replica = &world->replicas[i];

		replica->paused_until_ms = 0;
		replica_die(replica);
		replica_start(replica);
	}
}

static void run_until(struct world *world, int64_t until_ms)
{
	while (world_step(world, until_ms))
		invariants_now(world);
}

static uint64_t run_seed(const struct options *options, uint64_t seed)
{
	struct world *world = world_new(seed, 1 + (int)(seed % REPLICAS_MAX));
	int64_t busy_ms = options->minutes * MINUTE_MS;
	uint64_t turns;

	world->verbose = options->tell;
	for (int i = 0; i < world->replica_count; i++)
		replica_start(&world->replicas[i]);
	if (!options->calm)
		world->faults = rough;
	world_at(world, NULL, 1000, on_person, world);
	if (!options->calm)
		world_at(world, NULL, 1000, on_trouble, world);
	run_until(world, world->started_ms + busy_ms);
	world->people_rest = true;
	end_trouble(world);
	run_until(world, world->now_ms + 5 * MINUTE_MS);
	invariants_at_rest(world);
	turns = world->turns;
	world_free(world);
	return turns;
}

static bool read_number(const char *text, int64_t *out)
{
	return text && text_parse_int(text, 0, INT64_MAX, out);
}

static bool parse(int argc, char **argv, struct options *options)
{
	for (int i = 1; i < argc; i++) {
		int64_t number = 0;

		if (strcmp(argv[i], "--tell") == 0) {
			options->tell = true;
			continue;
		}
		if (strcmp(argv[i], "--calm") == 0) {
			options->calm = true;
			continue;
		}
		if (i + 1 >= argc || !read_number(argv[i + 1], &number))
			return false;
		if (strcmp(argv[i], "--seed") == 0)
			options->seed = (uint64_t)number;
		else if (strcmp(argv[i], "--seeds") == 0)
			options->seeds = (uint64_t)number;
		else if (strcmp(argv[i], "--minutes") == 0)
			options->minutes = number;
		else
			return false;
		i++;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct options options = { .seed = 1, .seeds = 1, .minutes = 60 };
	uint64_t turns = 0;

	if (!parse(argc, argv, &options)) {
		fprintf(stderr, "usage: sim [--seed S] [--seeds N] "
		    "[--minutes M] [--tell] [--calm]\n");
		return 2;
	}
	for (uint64_t i = 0; i < options.seeds; i++)
		turns += run_seed(&options, options.seed + i);
	printf("%llu seeds, %llu turns, every invariant held\n",
	    (unsigned long long)options.seeds, (unsigned long long)turns);
	return 0;
}
