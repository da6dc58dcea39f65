/* SPDX-License-Identifier: MIT
 *
 * handlers/dispatch: which handler a request means, and what the dispatcher
 * keeps from it: strangers, wrong phases, outdated buttons. Whatever is
 * refused changes nothing (P7.3, I21).
 */
#include "base/arena.h"
#include "base/text.h"
#include "handlers/handler.h"
#include "tests/everybody.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1781514000000)

static struct arena *arena;
static struct policy *policy;

static void setup(void)
{
	arena = arena_new(64u << 20);
	policy = calloc(1, sizeof(*policy));
	ck_assert_ptr_nonnull(policy);
	policy_init(policy);
	everybody_is_known(policy);
	(void)text_copy(policy->team_id, ID_SIZE, "T0HOME");
}

static void teardown(void)
{
	free(policy);
	arena_free(arena);
}

static const char *meant(const char *words, bool in_incident)
{
	struct request request = { .kind = REQUEST_COMMAND, .name = "",
		.words = words, .incident = "" };

	return dispatch_find(&request, in_incident)->name;
}

START_TEST(what_a_typed_line_means)
{
	static const struct {
		const char *words, *elsewhere, *inside;
	} lines[] = {
		{ "", "declare", "panel" },
		{ "  ", "declare", "panel" },
		{ "sev1 api down", "declare", "severity" },
		{ "SEV-1: api down", "declare", "severity" },
		{ "sev1", "declare", "severity" },
		{ "sev4 api down", "declare", "severity" },
		{ "sev 1", "severity", "severity" },
		{ "severity 1", "severity", "severity" },
		{ "declare sev1 x", "declare", "declare" },
		{ "new x", "declare", "declare" },
		{ "Open x", "declare", "declare" },
		{ "ack", "ack", "ack" },
		{ "ACK", "ack", "ack" },
		{ "  ack  ", "ack", "ack" },
		{ "st", "status", "status" },
		{ "?", "help", "help" },
		{ "fixed x", "resolved", "resolved" },
		{ "1 thing", "unknown", "unknown" },
		{ "several things", "unknown", "unknown" },
		{ "unknown", "unknown", "unknown" },
		{ "panel", "unknown", "unknown" },
		{ "due", "unknown", "unknown" },
		{ "result", "unknown", "unknown" },
		{ "home_opened", "unknown", "unknown" },
		{ "0123456789012345678901234567890123456789012345678901234567"
		    "89012345", "unknown", "unknown" },
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		ck_assert_str_eq(meant(lines[i].words, false),
		    lines[i].elsewhere);
		ck_assert_str_eq(meant(lines[i].words, true),
		    lines[i].inside);
	}
}
END_TEST

static const char *named(enum request_kind kind, const char *name)
{
	struct request request = { .kind = kind, .name = name, .words = "",
		.incident = "" };

	return dispatch_find(&request, true)->name;
}

START_TEST(what_is_incbots_own_cannot_be_clicked)
{
	ck_assert_str_eq(named(REQUEST_CLICK, "ack"), "ack");
	ck_assert_str_eq(named(REQUEST_FORM, "note"), "note");
	ck_assert_str_eq(named(REQUEST_DUE, "due"), "due");
	ck_assert_str_eq(named(REQUEST_RESULT, "result"), "result");
	ck_assert_str_eq(named(REQUEST_HAPPENING, "home_opened"),
	    "home_opened");
	ck_assert_str_eq(named(REQUEST_CLICK, "due"), "unknown");
	ck_assert_str_eq(named(REQUEST_FORM, "result"), "unknown");
	ck_assert_str_eq(named(REQUEST_HAPPENING, "due"), "unknown");
	ck_assert_str_eq(named(REQUEST_CLICK, ""), "unknown");
	ck_assert_str_eq(named(REQUEST_CLICK, "no_such"), "unknown");
}
END_TEST

START_TEST(did_you_mean)
{
	static const struct {
		const char *word, *name;
	} near[] = {
		{ "stauts", "status" }, { "resolve", "resolved" },
		{ "declaer", "declare" }, { "aack", "ack" },
		{ "noet", "note" }, { "hepl", "help" }, { "severty", "severity" },
		{ "timelin", "timeline" },
		{ "hello", NULL }, { "i", NULL }, { "xy", NULL },
		{ "", NULL }, { "restart", NULL }, { "due", NULL },
	};

	for (size_t i = 0; i < ARRAY_LEN(near); i++) {
		const struct handler *handler = handler_nearest(near[i].word);

		ck_assert_msg((handler != NULL) == (near[i].name != NULL),
		    "%s", near[i].word);
		if (handler)
			ck_assert_str_eq(handler->name, near[i].name);
	}
}
END_TEST

START_TEST(every_name_is_found_and_only_once)
{
	for (size_t i = 0; handler_table[i]; i++) {
		const struct handler *handler = handler_table[i];

		ck_assert_ptr_eq(handler_find(handler->name), handler);
		ck_assert(handler->run != NULL);
		ck_assert((handler->usage[0] == '\0') ==
		    (handler->help[0] == '\0'));
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(handler_table[j]->name,
			    handler->name);
	}
}
END_TEST

START_TEST(an_incident_can_be_named_from_anywhere)
{
	static const struct {
		const char *words, *incident, *rest;
	} lines[] = {
		{ "INC-7 ack", "7", "ack" },
		{ "inc-12", "12", "" },
		{ "  INC-7   note  a  b", "7", "note  a  b" },
		{ "INC- ack", "", "INC- ack" },
		{ "INC-7x ack", "", "INC-7x ack" },
		{ "INC-99999999999999999999999999999 ack", "",
		    "INC-99999999999999999999999999999 ack" },
		{ "INC7 ack", "", "INC7 ack" },
		{ "ack INC-7", "", "ack INC-7" },
		{ "", "", "" },
	};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		struct request request = { .kind = REQUEST_COMMAND,
			.name = "", .words = lines[i].words,
			.incident = "" };

		dispatch_address(arena, &request);
		ck_assert_str_eq(request.incident, lines[i].incident);
		ck_assert_str_eq(request.words, lines[i].rest);
	}
}
END_TEST

static struct incident make_incident(int phase)
{
	struct incident incident = { .id = "7", .version = 3, .epoch = 4,
		.severity = SEV1, .phase = phase, .flags = FLAG_ROOM,
		.title = "checkout is down", .declared_by = "U0ANA",
		.room_id = "C0INC7", .acknowledged_ms = 1 };

	return incident;
}

/* The answer to a request; the decision stays in the arena. */
static const struct decision *ask(struct request *request,
    const struct incident *incident)
{
	struct decision *decision = arena_alloc(arena, sizeof(*decision));
	struct turn turn = { .arena = arena, .policy = policy,
		.request = request, .now_ms = NOW,
		.out = decision, .new_id = "9" };

	request->key = request->key ? request->key : "k";
	request->name = request->name ? request->name : "";
	request->words = request->words ? request->words : "";
	request->actor = request->actor ? request->actor : "U0BEN";
	request->team = request->team ? request->team : "T0HOME";
	request->channel = request->channel ? request->channel : "C0INC7";
	request->incident = request->incident ? request->incident : "";
	request->trigger_id = request->trigger_id ? request->trigger_id : "";
	decision_init(decision, arena, request, incident, turn.now_ms);
	dispatch_run(&turn, dispatch_find(request, incident->phase != 0),
	    incident);
	return decision;
}

static void assert_refused(const struct decision *decision,
    const struct incident *before, const char *says)
{
	ck_assert_int_eq(decision->outcome, REFUSED);
	ck_assert_int_eq(decision->event_count, 0);
	ck_assert_int_eq(decision->effect_count, 0);
	ck_assert_int_eq(decision->appointment_count, 0);
	ck_assert_ptr_null(decision->form);
	ck_assert_mem_eq(&decision->incident, before, sizeof(*before));
	ck_assert_msg(strstr(decision->reply, says) != NULL, "%s",
	    decision->reply);
}

START_TEST(strangers_are_refused_whatever_they_ask)
{
	struct incident incident = make_incident(PHASE_OPEN);
	static const struct incident nothing;

	for (size_t i = 0; handler_table[i]; i++) {
		struct request request = { .kind = REQUEST_CLICK,
			.name = handler_table[i]->name, .team = "T0OTHER",
			.words = "sev1 x", .trigger_id = "t" };
		bool fresh = handler_table[i]->needs & NEEDS_NEW_ID;

		assert_refused(ask(&request, fresh ? &nothing : &incident),
		    fresh ? &nothing : &incident, "Only members");
	}
}
END_TEST

/* Each command in each phase: only where its entry allows. */
START_TEST(phases_are_kept)
{
	for (size_t i = 0; handler_table[i]; i++) {
		const struct handler *handler = handler_table[i];

		for (int phase = PHASE_OPEN; phase <= PHASE_CLOSED; phase++) {
			struct incident incident = make_incident(phase);
			struct request request = { .kind = REQUEST_CLICK,
				.name = handler->name };

			if (!handler->phases ||
			    (handler->phases & (1u << phase)))
				continue;
			assert_refused(ask(&request, &incident), &incident,
			    "INC-7");
		}
	}
}
END_TEST

START_TEST(an_outdated_button_does_nothing)
{
	struct incident incident = make_incident(PHASE_RESOLVED);
	struct request old = { .kind = REQUEST_CLICK, .name = "reopen",
		.epoch = 3 };
	struct request new = { .kind = REQUEST_CLICK, .name = "reopen",
		.epoch = 4 };
	struct request undated = { .kind = REQUEST_CLICK, .name = "reopen" };

	assert_refused(ask(&old, &incident), &incident, "in the meantime");
	ck_assert_int_eq(ask(&new, &incident)->outcome, DECIDED);
	ck_assert_int_eq(ask(&undated, &incident)->outcome, DECIDED);
}
END_TEST

START_TEST(the_input_is_remembered_with_its_turn)
{
	struct incident incident = make_incident(PHASE_OPEN);
	struct request request = { .kind = REQUEST_COMMAND,
		.words = "title another", .key = "tr:1.2.3" };
	const struct decision *decision = ask(&request, &incident);

	ck_assert_int_eq(decision->event_count, 1);
	ck_assert_str_eq(decision->events[0]->key, "tr:1.2.3");
	ck_assert(incident_has_seen(&decision->incident, "tr:1.2.3"));
	ck_assert(!incident_has_seen(&incident, "tr:1.2.3"));
}
END_TEST

/* For who reads the timeline without Slack; what is sent needs no names. */
START_TEST(who_acts_and_is_named_stands_with_their_name)
{
	static const struct person_name persons[] = { { "U0ANA", 0 },
		{ "U0BEN", 10 } };
	static const struct people people = { "Ana Silva\0Ben Okafor\0",
		persons, ARRAY_LEN(persons) };
	struct incident incident = make_incident(PHASE_OPEN);
	struct request given = { .kind = REQUEST_COMMAND, .actor = "U0ANA",
		.words = "tech <@U0BEN>" };
	struct request own = { .kind = REQUEST_COMMAND, .actor = "U0CAT",
		.words = "note hello" };
	const struct decision *decision;

	policy->people = &people;
	decision = ask(&given, &incident);
	ck_assert_int_ge(decision->event_count, 1);
	ck_assert_str_eq(decision->events[0]->actor_name, "Ana Silva");
	ck_assert_str_eq(decision->events[0]->user_name, "Ben Okafor");
	for (int i = 0; i < decision->effect_count; i++) {
		const struct event *event = &decision->effects[i]->event;

		ck_assert_str_eq(event->actor_name, "");
		ck_assert_str_eq(event->user_name, "");
	}
	decision = ask(&own, &incident);
	ck_assert_int_eq(decision->event_count, 1);
	ck_assert_str_eq(decision->events[0]->actor_name, "");
}
END_TEST

/* The ledger's clock may be seconds ahead of a replica's: what it says is due
 * is done once, not put off and claimed again until the clocks meet. */
START_TEST(an_appointment_that_came_early_by_our_clock_is_done)
{
	static const int kinds[] = {
		APPOINTMENT_ACK_TARGET, APPOINTMENT_UPDATE_DUE,
		APPOINTMENT_COMMANDER_EMPTY,
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		struct incident incident = make_incident(PHASE_OPEN);
		struct request request = { .kind = REQUEST_DUE, .name = "due",
			.key = "", .number = kinds[i],
			.due_ms = NOW + 3000 };
		const struct decision *decision;

		incident.acknowledged_ms = 0;
		incident.ack_due_ms = request.due_ms;
		incident.update_every_ms = 15 * 60000;
		incident.update_due_ms = request.due_ms;
		incident.update_stage = UPDATE_STAGE_SOON;
		incident.roles[ROLE_COMMANDER].since_ms =
		    request.due_ms - ROLE_NAG_FIRST_MS;
		ck_assert_int_eq(appointment_due_ms(&incident, kinds[i]),
		    request.due_ms);
		decision = ask(&request, &incident);
		ck_assert_int_eq(decision->event_count, 1);
		ck_assert_int_ne(decision->events[0]->kind,
		    EVENT_REMINDER_SKIPPED);
		ck_assert_int_eq(decision->events[0]->span_ms, 0);
		ck_assert_int_ne(appointment_due_ms(&decision->incident,
		    kinds[i]), request.due_ms);
	}
}
END_TEST

START_TEST(an_appointment_that_was_moved_is_skipped)
{
	struct incident incident = make_incident(PHASE_OPEN);
	struct request request = { .kind = REQUEST_DUE, .name = "due",
		.key = "", .number = APPOINTMENT_ACK_TARGET,
		.due_ms = NOW };
	const struct decision *decision;

	incident.acknowledged_ms = 0;
	incident.ack_due_ms = NOW + 1;
	decision = ask(&request, &incident);
	ck_assert_int_eq(decision->event_count, 1);
	ck_assert_int_eq(decision->events[0]->kind, EVENT_REMINDER_SKIPPED);
}
END_TEST

static void fill_users(char users[][ID_SIZE], int count, const char *prefix)
{
	for (int i = 0; i < count; i++)
		snprintf(users[i], ID_SIZE, "%s%d", prefix, i);
}

static void fill_links(struct link links[LINKS_MAX])
{
	for (int i = 0; i < LINKS_MAX; i++)
		(void)text_copy(links[i].title, sizeof(links[i].title), "x");
}

/* Everything that a config may hold, for an incident that paged on until its
 * channel could be opened at last. */
START_TEST(a_channel_for_all_there_may_be_is_furnished)
{
	struct incident incident = make_incident(PHASE_OPEN);
	struct effect effect = { .kind = EFFECT_ROOM_OPEN };
	struct request request = { .kind = REQUEST_RESULT, .name = "result",
		.effect = &effect, .succeeded = true, .made_ref = "C0NEW",
		.made_name = "inc-x", .incident = "7" };
	struct service *service = &policy->services[0];
	int invited = 0;
	const struct decision *decision;

	(void)text_copy(service->name, NAME_SIZE, "checkout");
	policy->service_count = 1;
	(void)text_copy(incident.service, NAME_SIZE, "checkout");
	(void)text_copy(policy->broadcast_channel, ID_SIZE, "C0ALL");
	(void)text_copy(policy->status_page_url, 9, "https://x");
	incident.room_id[0] = '\0';
	incident.update_every_ms = 900000;
	fill_users(service->responders, RESPONDERS_MAX, "U0S");
	fill_users(policy->responders, RESPONDERS_MAX, "U0P");
	fill_links(service->links);
	fill_links(policy->links);
	for (int i = 0; i < PAGES_MAX; i++)
		snprintf(incident.pages[i].user, ID_SIZE, "U0PAGED%d", i);
	decision = ask(&request, &incident);
	for (int i = 0; i < decision->effect_count; i++)
		invited += decision->effects[i]->kind == EFFECT_ROOM_INVITE;
	ck_assert_int_eq(invited, 1 + 2 * RESPONDERS_MAX + PAGES_MAX);
}
END_TEST

/* Whoever may not publish may not do it a second time. */
START_TEST(sending_an_update_again_needs_the_right_to_publish)
{
	struct incident incident = make_incident(PHASE_OPEN);
	struct request request = { .kind = REQUEST_CLICK,
		.name = "republish" };

	(void)text_copy(incident.update_text, TEXT_SIZE, "We look.");
	incident.places_failed = PLACE_COMPANY;
	ck_assert_int_eq(ask(&request, &incident)->outcome, DECIDED);
	(void)text_copy(policy->rights[RIGHT_PUBLISH][0], ID_SIZE,
	    "U0ANA");
	assert_refused(ask(&request, &incident), &incident, "named in");
}
END_TEST

/* A reply is cut at a whole character. */
START_TEST(replies_have_a_limit)
{
	static const char *const starts[] = { "", "a", "ab", "abc" };
	struct text text = text_new(arena, 9000);
	struct incident incident = make_incident(PHASE_OPEN);
	struct request request = { .kind = REQUEST_CLICK, .name = "x" };

	while (text.length < 8000)
		text_add(&text, "\xf0\x9f\x9a\x92");
	for (size_t i = 0; i < ARRAY_LEN(starts); i++) {
		struct decision decision;

		decision_init(&decision, arena, &request, &incident, 1);
		(void)decision_reply(&decision, "%s%s", starts[i], text.data);
		ck_assert(strlen(decision.reply) <= 8000);
		ck_assert(strlen(decision.reply) > 2990);
		ck_assert(utf8_valid(decision.reply,
		    strlen(decision.reply)));
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("handlers/dispatch");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u, what_a_typed_line_means);
	unit_add(&u, what_is_incbots_own_cannot_be_clicked);
	unit_add(&u, did_you_mean);
	unit_add(&u, every_name_is_found_and_only_once);
	unit_add(&u, an_incident_can_be_named_from_anywhere);
	unit_add(&u, strangers_are_refused_whatever_they_ask);
	unit_add(&u, phases_are_kept);
	unit_add(&u, an_outdated_button_does_nothing);
	unit_add(&u, the_input_is_remembered_with_its_turn);
	unit_add(&u, who_acts_and_is_named_stands_with_their_name);
	unit_add(&u, an_appointment_that_came_early_by_our_clock_is_done);
	unit_add(&u, an_appointment_that_was_moved_is_skipped);
	unit_add(&u, a_channel_for_all_there_may_be_is_furnished);
	unit_add(&u, sending_an_update_again_needs_the_right_to_publish);
	unit_add(&u, replies_have_a_limit);
	return unit_run(&u);
}
