/* SPDX-License-Identifier: MIT
 *
 * stored: events, effects and appointments as they may stand in Redis: each
 * is refused, or reads back the same, is told without foreign markup, and is
 * carried out or answered on an incident of some phase.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/appointment.h"
#include "core/site.h"
#include "core/timeline.h"
#include "core/views/view.h"
#include "core/views/view_message.h"
#include "handlers/handler.h"
#include "services/ledger/ledger.h"
#include "tests/unit/view_drawings.h"

static struct world world;
static uint64_t dice;

static struct incident some_incident(void)
{
	return world_incident(&world, 1 + (int)(dice / 16 % 3), 0,
	    (enum stage)(dice % (REOPENED + 1)));
}

static void try_event(const char *text, size_t size)
{
	struct arena *arena = world.arena;
	struct event *event = arena_alloc(arena, sizeof(*event));
	struct event *copy = arena_alloc(arena, sizeof(*copy));
	struct incident incident;
	const char *again;
	const char *fallback = "";
	json_t *known, *blocks;

	if (!event_decode(text, size, event))
		return;
	again = event_encode(arena, event);
	if (!event_decode(again, strlen(again), copy) ||
	    strcmp(event_encode(arena, copy), again) != 0)
		fuzz_fail("the event reads back as another", again);
	incident = some_incident();
	known = json_pack("[o, o]", json_loads(again, 0, NULL),
	    json_loads(incident_encode(arena, &incident), 0, NULL));
	fuzz_check_text(view_sentence(arena, event), known);
	fuzz_check_text(view_sentence_short(arena, event), known);
	fuzz_check_text(view_sentence_lead(arena, event), known);
	blocks = view_timeline(arena, &incident, &(struct numbered){
	    event, 1, NULL }, 0, &fallback);
	fuzz_check_markup(blocks, known);
	json_decref(blocks);
	json_decref(known);
}

static struct request own_request(const char *name)
{
	return (struct request){ .key = "", .name = name, .words = "",
		.actor = "", .team = "", .channel = "", .incident = "7",
		.trigger_id = "", .view_id = "", .response_url = "",
		.error = "", .made_ref = "", .made_name = "" };
}

static void answer(const struct effect *effect)
{
	struct request request = own_request("result");
	struct incident incident = some_incident();

	request.kind = REQUEST_RESULT;
	if (effect_is_of_site(effect->kind))
		request.incident = SITE_ID;
	request.effect = effect;
	request.succeeded = effect_answers(effect->kind) && dice & 512;
	request.name = effect_result_name(effect->kind, request.succeeded);
	request.error = request.succeeded ? "" : "channel_not_found";
	request.made_ref = request.succeeded ? "C0MADE" : "";
	request.made_name = request.succeeded ? "inc-made" : "";
	request.rendered_version = (int64_t)(dice / 1024 % 8);
	fuzz_turn(&request, &incident, &world.policy, AT(30));
}

static void try_effect(const char *text, size_t size)
{
	struct effect *effect = arena_alloc(world.arena, sizeof(*effect));
	struct incident incident;
	char lane[LANE_SIZE], job[JOB_SIZE];

	if (!effect_decode(text, size, effect))
		return;
	effect_lane(effect, lane);
	effect_job(effect, 1, job);
	incident = some_incident();
	fuzz_check_effect(effect, &incident, &world.policy);
	answer(effect);
}

static void try_appointment(const char *text, size_t size)
{
	struct request request = own_request("due");
	struct incident incident;
	char id[ID_SIZE];

	if (!appointment_decode(text, size, id, &request.number,
	    &request.due_ms))
		return;
	request.kind = REQUEST_DUE;
	request.name = appointment_handler(request.number);
	request.incident = id;
	incident = some_incident();
	fuzz_turn(&request, &incident, &world.policy, AT(30));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);

	dice = hash_bytes(data, size);
	world_init(&world, arena);
	try_event((const char *)data, size);
	try_effect((const char *)data, size);
	try_appointment((const char *)data, size);
	arena_free(arena);
	return 0;
}
