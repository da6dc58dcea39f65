/* SPDX-License-Identifier: MIT
 *
 * config_turn: see config_turn.h.
 */
#include "daemon/turns/config_turn.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"

static void run(void *arg);

static void again(struct config_turn *config_turn)
{
	clock_wake(config_turn->clock, CONFIG_TURN_AGAIN_MS, run,
	    config_turn);
}

/* A config that came meanwhile wants a turn of its own. */
static void on_turn(void *arg, const struct turn_answer *answer)
{
	struct config_turn *config_turn = arg;

	config_turn->under_way = false;
	if (answer->result != TURN_DONE) {
		log_warn("config_not_told", "result=%d again_ms=%d",
		    (int)answer->result, CONFIG_TURN_AGAIN_MS);
		config_turn->wanted = true;
		again(config_turn);
	} else if (config_turn->wanted) {
		run(config_turn);
	}
}

static void run(void *arg)
{
	struct config_turn *config_turn = arg;
	struct arena *arena;
	struct request *request;

	if (!config_turn->wanted || config_turn->under_way)
		return;
	arena = arena_new(TURN_MEMORY_MAX);
	request = arena_alloc(arena, sizeof(*request));
	request_init(request, REQUEST_SELF, "config_taken");
	request->made_name = arena_strdup(arena, config_turn->name);
	config_turn->wanted = false;
	config_turn->under_way = turn_run(config_turn->turns, arena, request,
	    "", "", on_turn, config_turn);
	if (!config_turn->under_way) {
		config_turn->wanted = true;
		again(config_turn);
	}
}

void config_turn_init(struct config_turn *config_turn, struct turns *turns,
    struct clock *clock)
{
	*config_turn = (struct config_turn){ .turns = turns, .clock = clock };
}

void config_turn_begin(struct config_turn *config_turn, const char *name)
{
	(void)text_copy(config_turn->name, sizeof(config_turn->name), name);
	config_turn->wanted = true;
	run(config_turn);
}
