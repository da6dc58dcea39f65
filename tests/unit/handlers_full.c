/* SPDX-License-Identifier: MIT
 *
 * A turn at its limits: the one from which most follows at once fits into a
 * decision, and what is told in a list of limited length says how much was
 * left out (P6.6).
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/postmortem.h"
#include "handlers/handler.h"
#include "tests/everybody.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1781514000000)
#define SET(field, words) ck_assert(text_copy(field, sizeof(field), words))

static struct arena *arena;
static struct policy *policy;
static struct site *site;

static void setup(void)
{
	arena = arena_new(64u << 20);
	policy = calloc(1, sizeof(*policy));
	site = calloc(1, sizeof(*site));
	ck_assert(policy && site);
	policy_init(policy);
	everybody_is_known(policy);
	SET(policy->team_id, "T0HOME");
	SET(policy->broadcast_channel, "C0ALL");
	SET(policy->digest_channel, "C0LEADS");
	SET(policy->board.folder, "/tmp");
	policy->places = PLACES_OUTSIDE;
}

static void teardown(void)
{
	free(policy);
	free(site);
	arena_free(arena);
}

static const struct decision *ask(struct request *request,
    const struct handler *handler, const struct incident *incident,
    struct turn *turn)
{
	struct decision *decision = arena_alloc(arena, sizeof(*decision));

	request->team = "T0HOME";
	request->channel = "C0INC7";
	turn->arena = arena;
	turn->policy = policy;
	turn->request = request;
	turn->now_ms = NOW;
	turn->out = decision;
	turn->site = site;
	decision_init(decision, arena, request, incident, NOW);
	dispatch_run(turn, handler, incident);
	return decision;
}

/* Everybody was paged and has to be told that it is over, everybody has
 * subscribed, every place gets the update, and all messages there are change. */
START_TEST(a_resolution_that_everybody_hears_fits_into_a_turn)
{
	struct incident incident = { .id = "7", .version = 3, .epoch = 4,
		.severity = SEV1, .phase = PHASE_OPEN, .flags = FLAG_ROOM,
		.title = "checkout is down", .declared_by = "U0ANA",
		.declared_ms = NOW - 100000, .room_id = "C0INC7",
		.card_ts = "1.1", .checklist_ts = "1.2", .broadcast_ts = "1.3",
		.proposal_ts = "1.4", .draft_ts = "1.5", .offer_ts = "1.6",
		.draft_by = "U0CEM",
		.draft_ms = NOW - 5000, .draft_status = PUBLIC_RESOLVED,
		.draft_title = "A title", .draft_text = "It works.",
		.ticket = { .way = "github", .key = "12" } };
	struct request request = { .kind = REQUEST_CLICK, .name = "approve",
		.words = "", .actor = "U0BEN", .incident = "7",
		.key = "k", .trigger_id = "" };
	struct turn turn = { .arena = NULL };
	const struct decision *decision;

	for (int i = 0; i < PAGES_MAX; i++) {
		struct page *page = &incident.pages[i];

		snprintf(page->user, ID_SIZE, "U0PAGED%d", i);
		SET(page->way, "ntfy");
		page->asked_ms = page->accepted_ms = NOW - 1000;
	}
	for (int i = 0; i < SUBSCRIPTIONS_MAX; i++) {
		snprintf(site->subscriptions[i].user, ID_SIZE, "U0SUB%d", i);
		site->subscriptions[i].severity = SEV3;
	}
	decision = ask(&request, handler_find("approve"), &incident, &turn);
	ck_assert_int_eq(decision->outcome, DECIDED);
	ck_assert_int_eq(decision->incident.phase, PHASE_RESOLVED);
	ck_assert_int_ge(decision->effect_count,
	    SUBSCRIPTIONS_MAX + 2 * PAGES_MAX + 10);
	ck_assert_int_le(decision->effect_count, EFFECTS_MAX);
}
END_TEST

static void add_items(struct incident *incident, int number)
{
	snprintf(incident->id, ID_SIZE, "%d", number);
	incident->severity = SEV3;
	incident->phase = PHASE_RESOLVED;
	incident->declared_ms = incident->resolved_ms = NOW - 100000;
	for (int i = 0; i < ACTIONS_MAX; i++) {
		SET(incident->actions[i].text, "mend it for good");
		SET(incident->actions[i].owner, "U0BEN");
		incident->actions[i].due_ms = NOW - 50000;
	}
}

START_TEST(a_digest_that_is_too_long_says_what_it_leaves_out)
{
	static const struct incident none;
	struct incident *owed = arena_alloc(arena,
	    OWED_LIST_MAX * sizeof(*owed));
	struct request request = { .kind = REQUEST_DUE, .name = "due_digest",
		.words = "", .actor = "", .incident = "", .key = "",
		.number = APPOINTMENT_DIGEST };
	struct turn turn = { .owed = owed, .owed_count = OWED_LIST_MAX,
		.owed_total = OWED_LIST_MAX + 5 };
	const struct decision *decision;
	const char *line;
	int64_t left = 0;
	int told = 0;

	site->digest_due_ms = NOW;
	for (int i = 0; i < OWED_LIST_MAX; i++)
		add_items(&owed[i], i + 1);
	decision = ask(&request, handler_find("due_digest"), &none, &turn);
	ck_assert_int_eq(decision->effect_count, 1);
	line = decision->effects[0]->event.text;
	for (; text_starts_with(line, "U0BEN INC-"); line++) {
		told++;
		line += strcspn(line, "\n");
	}
	ck_assert(text_starts_with(line, "+ and "));
	ck_assert(text_parse_int(arena_strndup(arena, line + 6, strcspn(
	    line + 6, " ")), 1, INT64_MAX, &left));
	ck_assert_int_eq(told + left, OWED_LIST_MAX * ACTIONS_MAX);
	ck_assert_ptr_nonnull(strstr(line, "\n+ and of 5 more incidents"));
}
END_TEST

/* The config had other components when the incident began. */
START_TEST(one_component_too_many_is_refused)
{
	struct incident incident = { .id = "7", .version = 3, .epoch = 4,
		.severity = SEV1, .phase = PHASE_OPEN, .flags = FLAG_ROOM,
		.title = "checkout is down", .room_id = "C0INC7",
		.update_count = 1 };
	struct request request = { .kind = REQUEST_COMMAND, .name = "",
		.words = "update shop=maintenance it is slow", .actor =
		"U0BEN", .incident = "", .key = "k", .trigger_id = "" };
	struct turn turn = { .arena = NULL };
	const struct decision *decision;
	char id[ID_SIZE];

	for (int i = 0; i < COMPONENTS_MAX; i++) {
		snprintf(id, sizeof(id), "component-with-a-long-name-%04d", i);
		ck_assert(affected_set(incident.affected, id,
		    COMPONENT_MAINTENANCE));
	}
	policy->board.component_count = 1;
	SET(policy->board.components[0].id, "shop");
	SET(policy->board.components[0].name, "Shop");
	decision = ask(&request, handler_find("update"), &incident, &turn);
	ck_assert_int_eq(decision->outcome, REFUSED);
	ck_assert_ptr_nonnull(strstr(decision->reply, "Too many components"));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("handlers, full");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, a_resolution_that_everybody_hears_fits_into_a_turn);
	unit_add(&u, a_digest_that_is_too_long_says_what_it_leaves_out);
	unit_add(&u, one_component_too_many_is_refused);
	return unit_run(&u);
}
