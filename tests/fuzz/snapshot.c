/* SPDX-License-Identifier: MIT
 *
 * snapshot: whoever can write to Redis must not get further than that: a
 * snapshot is refused, or else it reads back the same, is drawn as it stands,
 * and serves the next turn, whatever that is.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/appointment.h"
#include "handlers/handler.h"
#include "tests/unit/view_drawings.h"

static struct world world;

static const char *const lines[] = {
	"ack", "ic", "tech <@U0BEN>", "handover ic <@U0BEN>", "accept",
	"decline", "sev 1", "sev 3 better", "update going on", "snooze",
	"note x", "mitigated y", "resolved z", "reopen", "close", "title t",
	"flag security", "status", "timeline", "list", "",
};

static void ask(const struct incident *incident, uint64_t dice)
{
	struct request request = { .kind = REQUEST_COMMAND, .key = "k",
		.name = "", .words = lines[dice % ARRAY_LEN(lines)],
		.actor = "U0ANA", .team = "", .channel = "C0INC",
		.incident = "", .trigger_id = "", .view_id = "",
		.response_url = "", .error = "", .made_ref = "",
		.made_name = "" };

	fuzz_turn(&request, incident, &world.policy, AT(30));
	request.kind = REQUEST_DUE;
	request.name = "due";
	request.actor = "";
	request.words = "";
	request.key = "";
	request.number = (int)(dice / 64 % APPOINTMENT_COUNT);
	request.due_ms = appointment_due_ms(incident, request.number);
	fuzz_turn(&request, incident, &world.policy,
	    request.due_ms > 0 ? request.due_ms : AT(30));
}

static void draw(const struct incident *incident, uint64_t dice)
{
	struct effect effect = { .kind = 1, .number = (int)(dice % 3),
		.user = "U0BEN", .version = 3, .created_ms = AT(1) };

	(void)text_copy(effect.incident, sizeof(effect.incident),
	    incident->id);
	for (; effect.kind < EFFECT_SITE_FIRST; effect.kind++) {
		effect.event = (struct event){ 0 };
		if (effect_carries_event(effect.kind)) {
			effect.event.kind = EVENT_NOTED;
			effect.event.at_ms = AT(1);
		}
		/* Those are not drawn for Slack. */
		if (effect_target(effect.kind) == TARGET_ELSEWHERE)
			continue;
		assert(effect_is_sane(&effect));
		fuzz_check_effect(&effect, incident, &world.policy);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct incident incident;
	struct arena *arena = arena_new(TURN_MEMORY_MAX);

	world_init(&world, arena);
	if (incident_decode((const char *)data, size, &incident)) {
		uint64_t dice = hash_bytes(data, size);

		incident.version = 3;
		fuzz_check_snapshot(&incident);
		fuzz_check_views(&incident, &world.policy, AT(30));
		draw(&incident, dice);
		ask(&incident, dice);
	}
	arena_free(arena);
	return 0;
}
