/* SPDX-License-Identifier: MIT
 *
 * rights, by machine: every handler of the table, asked by a guest and by
 * somebody of another company, in every way that Slack brings an act (typed,
 * a click or shortcut, a form that was opened before, a happening), in every
 * phase of an incident: nothing changes, nothing opens, and nothing of the
 * incident is told. A handler that is added is asked as well. The same acts by
 * a member do something, every one of them, so that the test does not ask for
 * nothing: in a bare incident, or in one where much is going on.
 */
#include "base/arena.h"
#include "base/text.h"
#include "core/marked.h"
#include "core/report/figures.h"
#include "core/similar.h"
#include "handlers/handler.h"
#include "tests/everybody.h"
#include "tests/unit/unit.h"

#define NOW INT64_C(1781514000000)
#define SECRET "the vault is open"
#define WORLDS 2		/* bare, or much is going on */

/* They need what no act of a person's brings: what a service or Slack tells, or
 * the words that nobody knows. */
#define IDLE_WITHOUT_PEOPLE "pager_unacked,pager_receipt,ticket_seen," \
	"room_joined,unknown"

static struct arena *arena;
static struct policy *policy;
static struct site *site;
static struct incident *incident;
static struct incident *open;	/* it, and another one */
static struct event timeline[3];

static void setup(void)
{
	arena = NULL;
	policy = calloc(1, sizeof(*policy));
	site = calloc(1, sizeof(*site));
	incident = calloc(1, sizeof(*incident));
	open = calloc(2, sizeof(*open));
	ck_assert(policy && site && incident && open);
	policy_init(policy);
	everybody_is_known(policy);
	(void)text_copy(policy->team_id, ID_SIZE, "T0HOME");
}

static void teardown(void)
{
	arena_free(arena);
	free(open);
	free(incident);
	free(site);
	free(policy);
}

/* 0: there is none. */
static void set_incident(int phase)
{
	memset(incident, 0, sizeof(*incident));
	if (phase == 0)
		return;
	*incident = (struct incident){ .id = "7", .version = 3, .epoch = 4,
		.severity = SEV1, .phase = phase, .flags = FLAG_ROOM,
		.title = SECRET, .declared_by = "U0ANA", .declared_ms = NOW -
		60000, .room_id = "C0INC7", .update_every_ms = 900000,
		.update_due_ms = NOW + 900000, .update_text = SECRET,
		.rungs = { [1] = { .due_ms = NOW + 60000 } } };
}

/* A role is offered, a draft waits, a place has failed, it is held and a SEV3;
 * in the timeline are two notes, one of them hidden. */
static void set_going_on(void)
{
	struct holder *comms = &incident->roles[ROLE_COMMS];

	incident->severity = SEV3;
	(void)text_copy(comms->user, ID_SIZE, "U0BEN");
	(void)text_copy(comms->offered_to, ID_SIZE, "U0ANA");
	(void)text_copy(comms->offered_by, ID_SIZE, "U0BEN");
	incident->update_due_ms = NOW;
	incident->update_stage = 1;
	incident->update_ms = NOW - 1000;
	(void)text_copy(incident->draft_by, ID_SIZE, "U0BEN");
	(void)text_copy(incident->draft_text, TEXT_SIZE, SECRET);
	incident->draft_ms = NOW - 500;
	incident->draft_status = 1;
	incident->places_failed = PLACE_STATUSPAGE;
	(void)text_copy(incident->held_by, ID_SIZE, "U0BEN");
	incident->held_ms = NOW - 1000;
	for (size_t i = 0; i < ARRAY_LEN(timeline); i++) {
		timeline[i] = (struct event){ .kind = EVENT_NOTED,
			.at_ms = NOW - 1000, .text = SECRET };
	}
	timeline[2] = (struct event){ .kind = EVENT_ENTRY_HIDDEN,
		.at_ms = NOW - 500, .number = 2 };
}

/* Of the site: Ana stands in for Ben and gets the updates; one maintenance is
 * planned, one is under way and has not reached a place. */
static void set_site(void)
{
	struct maintenance *all = site->maintenances;

	(void)text_copy(policy->keep.folder, sizeof(policy->keep.folder),
	    "/archive");
	policy->places = PLACE_STATUSPAGE;
	site->covers[0] = (struct cover){ .user = "U0ANA",
		.instead_of = "U0BEN", .number = 1, .from_ms = NOW - 1000,
		.until_ms = NOW + 1000 };
	site->subscriptions[0] = (struct subscription){ .user = "U0ANA",
		.severity = SEV3 };
	for (int i = 0; i < 2; i++) {
		all[i] = (struct maintenance){ .title = "Upgrade",
			.number = i + 1, .state = MAINTENANCE_SCHEDULED + i,
			.by = "U0BEN", .planned_ms = NOW - 2000,
			.from_ms = NOW - 1000, .until_ms = NOW + 60000,
			.places_failed = PLACE_STATUSPAGE };
	}
	site->maintenance_number = 2;
}

static void set_world(int world, int phase)
{
	memset(site, 0, sizeof(*site));
	policy->keep.folder[0] = '\0';
	policy->places = 0;
	set_incident(phase);
	if (world > 0 && phase != 0)
		set_going_on();
	if (world > 0)
		set_site();
	open[0] = *incident;
	open[1] = *incident;
	(void)text_copy(open[1].id, ID_SIZE, "9");
}

struct asker {
	const char *user;
	const char *team;
};

static struct request request_of(const struct handler *handler,
    enum request_kind kind, const struct asker *asker, const char *words)
{
	struct request request;

	request_init(&request, kind, handler->name);
	request.key = "k";
	request.actor = asker->user;
	request.team = asker->team;
	request.channel = incident->phase ? "C0INC7" : "C0GENERAL";
	request.trigger_id = "t";
	request.made_ref = "1781513999.000001";
	request.number = MARK_REACTED;
	request.words = kind == REQUEST_COMMAND ? arena_printf(arena, "%s %s",
	    handler->name, words) : words;
	if (kind != REQUEST_FORM)
		return request;
	request.values[request.value_count++] = (struct form_value){ "text",
		"hello" };
	request.values[request.value_count++] = (struct form_value){ "title",
		"hello" };
	return request;
}

static struct decision *ask(const struct handler *handler,
    enum request_kind kind, const struct asker *asker, const char *words)
{
	struct request *request;
	struct decision *decision;
	struct turn turn;

	arena_free(arena);
	arena = arena_new(64u << 20);
	request = arena_alloc(arena, sizeof(*request));
	*request = request_of(handler, kind, asker, words);
	decision = arena_alloc(arena, sizeof(*decision));
	turn = (struct turn){ .arena = arena, .policy = policy,
		.request = request, .now_ms = NOW, .out = decision,
		.new_id = "8", .site = site, .open = open,
		.open_count = incident->phase != 0 ? 2 : 0,
		.open_total = incident->phase != 0 ? 2 : 0,
		.owed = incident, .timeline = timeline,
		.timeline_count = incident->severity == SEV3 ?
		(int)ARRAY_LEN(timeline) : 0,
		.owed_count = incident->phase != 0 };
	turn.figures = figures_wish(arena, NULL);
	turn.similar = similars_wish(arena, request, incident);
	decision_init(decision, arena, request, handler->needs &
	    NEEDS_NEW_ID ? &(struct incident){ .id = "" } : incident, NOW);
	dispatch_run(&turn, handler, &decision->incident);
	return decision;
}

static bool tells(const struct decision *decision)
{
	char *home = decision->home ? json_dumps(decision->home, 0) : NULL;
	char *blocks = decision->reply_blocks ?
	    json_dumps(decision->reply_blocks, 0) : NULL;
	bool told = (decision->reply && strstr(decision->reply, SECRET)) ||
	    (home && strstr(home, SECRET)) ||
	    (blocks && strstr(blocks, SECRET));

	free(home);
	free(blocks);
	return told;
}

static const int phases[] = { 0, PHASE_OPEN, PHASE_MITIGATED, PHASE_RESOLVED,
	PHASE_CLOSED, PHASE_PROPOSED };
static const enum request_kind kinds[] = { REQUEST_COMMAND, REQUEST_CLICK,
	REQUEST_FORM, REQUEST_HAPPENING };
static const char *const lines[] = { "", "sev2 something", "<@U0BEN>",
	"hello there", "1", "2", "INC-9", "9", "data-loss",
	"1 hello there", "tech <@U0BEN>", "always", "retry",
	"plan +2h 1h Database upgrade", "all" };

/* What other services tell comes by their own signed ways, about people. */
static bool is_of_services(const struct handler *handler,
    enum request_kind kind)
{
	return kind == REQUEST_HAPPENING &&
	    (text_starts_with(handler->name, "pager_") ||
	    text_starts_with(handler->name, "ticket_"));
}

/* Only what people can ask for in that way. */
static bool is_asked(const struct handler *handler, enum request_kind kind)
{
	bool happens = strcmp(handler->name, "message_marked") == 0 ||
	    strcmp(handler->name, "home_opened") == 0;

	return handler->who == WHO_MEMBER && !is_of_services(handler, kind) &&
	    (kind == REQUEST_HAPPENING) == happens;
}

static bool anything_came(const struct decision *decision)
{
	return decision->event_count > 0 || decision->effect_count > 0 ||
	    decision->form || tells(decision) || decision->drop_count > 0 ||
	    decision->wants_number ||
	    (decision->outcome == DECIDED && decision->reply);
}

/* In every phase of that world, with every line. */
static int ask_in(int world, const struct handler *handler,
    enum request_kind kind, const struct asker *asker)
{
	int done = 0;

	for (size_t p = 0; p < ARRAY_LEN(phases); p++) {
		for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
			struct decision *decision;

			set_world(world, phases[p]);
			decision = ask(handler, kind, asker, lines[i]);
			done += anything_came(decision);
			decision_release(decision);
		}
	}
	return done;
}

/* How often anything came of it. */
static int ask_all(const struct handler *handler, const struct asker *asker)
{
	int done = 0;

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		for (int world = 0; world < WORLDS; world++) {
			if (is_asked(handler, kinds[k]))
				done += ask_in(world, handler, kinds[k],
				    asker);
		}
	}
	return done;
}

static const struct asker guest = { "U0GUS", "T0HOME" };
static const struct asker unknown = { "U0NOBODY", "T0HOME" };
static const struct asker stranger = { "U0ANA", "T0OTHER" };
static const struct asker member = { "U0ANA", "T0HOME" };

START_TEST(guests_and_strangers_get_nothing_done_and_are_told_nothing)
{
	static const struct asker *const askers[] = { &guest, &unknown,
		&stranger };

	for (size_t i = 0; handler_table[i]; i++) {
		for (size_t k = 0; k < ARRAY_LEN(askers); k++)
			ck_assert_msg(ask_all(handler_table[i], askers[k]) ==
			    0, "%s lets %s of %s", handler_table[i]->name,
			    askers[k]->user, askers[k]->team);
	}
}
END_TEST

START_TEST(the_same_acts_by_a_member_do_something)
{
	for (size_t i = 0; handler_table[i]; i++) {
		const struct handler *handler = handler_table[i];
		bool asked = is_asked(handler, REQUEST_CLICK) ||
		    is_asked(handler, REQUEST_HAPPENING);

		if (asked && !text_list_has(IDLE_WITHOUT_PEOPLE,
		    handler->name))
			ck_assert_msg(ask_all(handler, &member) > 0,
			    "nothing comes of %s", handler->name);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("handlers/rights");

	tcase_add_checked_fixture(u.tcase, setup, teardown);
	unit_add(&u,
	    guests_and_strangers_get_nothing_done_and_are_told_nothing);
	unit_add(&u, the_same_acts_by_a_member_do_something);
	return unit_run(&u);
}
