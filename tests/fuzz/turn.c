/* SPDX-License-Identifier: MIT
 *
 * turn: one request through the shipped dispatcher, as the daemon runs it,
 * with every oracle behind it; see fuzz.h. The ledger is this file's: it asks
 * what the real one asserts.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/report/figures.h"
#include "daemon/turns/turn_commit.h"
#include "handlers/handler.h"
#include "tests/unit/view_check.h"

static const struct event timeline[] = {
	{ .kind = EVENT_DECLARED, .at_ms = 1781532000000, .actor = "U0ANA",
	    .ref = "7", .number = SEV1, .text = "api <outage>" },
	{ .kind = EVENT_NOTED, .at_ms = 1781532060000, .actor = "U0BEN",
	    .text = "<!channel> & ```" },
	{ .kind = EVENT_ROLE_TAKEN, .at_ms = 1781532120000,
	    .actor = "U0BEN", .user = "U0BEN", .number = ROLE_COMMANDER },
};

void ledger_commit(struct ledger *ledger UNUSED,
    const struct ledger_commit *commit, ledger_commit_cb *callback UNUSED,
    void *arg UNUSED)
{
	if (!ledger_commit_is_sound(commit))
		fuzz_fail("the ledger would refuse the commit", commit->id);
}

/* The library's ledger_list_open() names it; no turn here lists. */
void ledger_list(struct ledger *ledger UNUSED, enum ledger_index index UNUSED,
    size_t offset UNUSED, size_t max UNUSED, ledger_list_cb *callback UNUSED,
    void *arg UNUSED)
{
	abort();
}

static json_t *loads(const char *text)
{
	return json_loads(text, 0, NULL);
}

/* Ids that may be mentioned: those of the incident before and after, of the
 * decision, and of the request. */
static json_t *known_ids(const struct turn *turn,
    const struct incident *before)
{
	const struct decision *out = turn->out;
	json_t *known = json_pack("[s, s, s, s]", turn->request->actor,
	    turn->request->channel, "U0ANA", "U0BEN");

	if (before->phase != 0)
		json_array_append_new(known,
		    loads(incident_encode(turn->arena, before)));
	json_array_append_new(known,
	    loads(incident_encode(turn->arena, &out->incident)));
	for (int i = 0; i < out->effect_count; i++)
		json_array_append_new(known,
		    loads(effect_encode(turn->arena, out->effects[i])));
	for (int i = 0; i < turn->argument_count; i++)
		json_array_append_new(known,
		    json_string(turn->arguments[i].text));
	return known;
}

static void check_answer(const struct decision *out, const json_t *known)
{
	json_t *message;
	const char *wrong = NULL;

	if (out->outcome == REFUSED && (!out->reply || !*out->reply))
		fuzz_fail("a refusal without a word", out->request->words);
	if (out->reply) {
		fuzz_check_text(out->reply, known);
		message = json_pack("{s:s}", "text", out->reply);
		if (out->reply_blocks)
			json_object_set(message, "blocks",
			    out->reply_blocks);
		wrong = view_limits_problem(message, A_MESSAGE);
		json_decref(message);
	}
	if (!wrong && out->form)
		wrong = view_limits_problem(out->form, A_MODAL);
	if (!wrong && out->home)
		wrong = view_limits_problem(out->home, A_HOME);
	if (wrong)
		fuzz_fail("Slack refuses the answer", wrong);
	fuzz_check_markup(out->reply_blocks, known);
	fuzz_check_markup(out->form, known);
	fuzz_check_markup(out->home, known);
}

static void check_event(const struct event *event, struct arena *arena)
{
	struct event copy;
	const char *text = event_encode(arena, event);

	if (!event_is_sane(event) ||
	    !event_decode(text, strlen(text), &copy) ||
	    strcmp(event_encode(arena, &copy), text) != 0)
		fuzz_fail("the event does not read back", text);
}

static void check_effect(const struct effect *effect, struct arena *arena)
{
	struct effect copy;
	const char *text = effect_encode(arena, effect);

	if (!effect_decode(text, strlen(text), &copy) ||
	    strcmp(effect_encode(arena, &copy), text) != 0)
		fuzz_fail("the effect does not read back", text);
}

static void check_decision(const struct decision *out,
    const struct policy *policy)
{
	struct incident *after;

	if (out->event_count == 0)
		return;
	for (int i = 0; i < out->event_count; i++)
		check_event(out->events[i], out->arena);
	for (int i = 0; i < out->effect_count; i++)
		check_effect(out->effects[i], out->arena);
	ledger_commit(NULL, turn_commit(out, "", ""), NULL, NULL);
	if (out->about_site)
		return;
	after = arena_alloc(out->arena, sizeof(*after));
	*after = out->incident;
	after->version++;
	fuzz_check_snapshot(after);
	fuzz_check_views(after, policy, out->now_ms);
	for (int i = 0; i < out->effect_count; i++)
		fuzz_check_effect(out->effects[i], after, policy);
}

static const struct figures_facts no_facts;

void fuzz_turn(struct request *request, const struct incident *incident,
    const struct policy *policy, int64_t now_ms)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct decision *out = arena_alloc(arena, sizeof(*out));
	struct turn turn = { .arena = arena, .policy = policy,
		.request = request, .now_ms = now_ms, .out = out,
		.new_id = "8", .figures = &no_facts,
		.timeline = timeline,
		.timeline_count = ARRAY_LEN(timeline) };
	static const struct incident nothing;
	const struct handler *handler = dispatch_find(request,
	    incident->phase != 0);
	json_t *known;

	if (handler->needs & NEEDS_NEW_ID)
		incident = &nothing;
	if (incident->phase != 0) {
		turn.open = incident;
		turn.open_count = turn.open_total = 1;
	}
	decision_init(out, arena, request, incident, now_ms);
	dispatch_run(&turn, handler, incident);
	known = known_ids(&turn, incident);
	check_answer(out, known);
	check_decision(out, policy);
	json_decref(known);
	decision_release(out);
	arena_free(arena);
}
