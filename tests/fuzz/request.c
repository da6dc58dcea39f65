/* SPDX-License-Identifier: MIT
 *
 * request: a Socket Mode message, any text at all, through the frame, the
 * envelope and the reading of its payload to the turn that it asks for. The
 * ids that come out must be words for the ledger, the ack must fit.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "handlers/handler.h"
#include "services/ledger/ledger.h"
#include "services/slack/slack_frame.h"
#include "services/slack/slack_request.h"
#include "tests/unit/view_drawings.h"

static struct world world;

static void check_ack(const struct slack_frame *frame)
{
	bool included = false;
	json_t *payload = json_pack("{s:s}", "text", "x");
	char *ack;

	if (*frame->envelope.id) {
		ack = slack_ack_text(frame->envelope.id, payload, &included);
		if (strlen(ack) > SLACK_ACK_MAX)
			fuzz_fail("the ack is too long", ack);
		free(ack);
	}
	json_decref(payload);
}

static void check_strings(const struct request *request)
{
	const char *const all[] = {
		request->key, request->name, request->words, request->actor,
		request->team, request->channel, request->incident,
		request->trigger_id, request->view_id, request->response_url,
	};

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (!all[i] || !utf8_valid(all[i], strlen(all[i])))
			fuzz_fail("a string is missing or no UTF-8",
			    request->name);
	if (strlen(request->key) >= KEY_SIZE ||
	    strlen(request->actor) >= ID_SIZE ||
	    strlen(request->channel) >= ID_SIZE ||
	    strlen(request->incident) >= ID_SIZE)
		fuzz_fail("an id is too long", request->key);
	if (*request->incident && !ledger_is_word(request->incident))
		fuzz_fail("the ledger asserts", request->incident);
	if (request->kind == REQUEST_DUE || request->kind == REQUEST_RESULT)
		fuzz_fail("a person asks for what only incbot may",
		    request->name);
}

static void read_payload(const struct slack_envelope *envelope)
{
	static const struct slack_self self = { "T0ACME", "U0INCBOT",
		"B0INCBOT" };
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct slack_read *read = arena_alloc(arena, sizeof(*read));
	struct incident incident;

	if (slack_request_read(arena, &self, envelope->type,
	    envelope->payload, read) == REQUEST_IGNORED) {
		if (!read->reason || !utf8_valid(read->reason,
		    strlen(read->reason)))
			fuzz_fail("ignored for no reason", envelope->type);
		arena_free(arena);
		return;
	}
	check_strings(&read->request);
	dispatch_address(arena, &read->request);
	check_strings(&read->request);
	world_init(&world, arena);
	incident = world_incident(&world, SEV1, 0,
	    (enum stage)(strlen(read->request.words) % (REOPENED + 1)));
	fuzz_turn(&read->request, &incident, &world.policy, AT(30));
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slack_frame frame;

	slack_frame_read(&frame, (const char *)data, size);
	check_ack(&frame);
	if (frame.kind == FRAME_ENVELOPE)
		read_payload(&frame.envelope);
	slack_frame_release(&frame);
	return 0;
}
