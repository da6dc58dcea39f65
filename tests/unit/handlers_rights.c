/* SPDX-License-Identifier: MIT
 *
 * rights, by machine: every handler of the table, asked by a guest and by
 * somebody of another company, in every way that Slack brings an act (typed,
 * a click or shortcut, a form that was opened before, a happening), in every
 * phase of an incident: nothing changes, nothing opens, and nothing of the
 * incident is told. A handler that is added is asked as well. The same acts by
 * a member do something, so that the test does not ask for nothing.
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
#define IDLE_MAX 23	/* handlers that need what this little world has not */

static struct arena *arena;
static struct policy *policy;
static struct site *site;
static struct incident *incident;

static void setup(void)
{
	arena = NULL;
	policy = calloc(1, sizeof(*policy));
	site = calloc(1, sizeof(*site));
	incident = calloc(1, sizeof(*incident));
	ck_assert(policy && site && incident);
	policy_init(policy);
	everybody_is_known(policy);
	(void)text_copy(policy->team_id, ID_SIZE, "T0HOME");
}

static void teardown(void)
{
	arena_free(arena);
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
		.update_due_ms = NOW + 900000, .update_text = SECRET };
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
		.new_id = "8", .site = site, .open = incident,
		.open_count = incident->phase != 0,
		.open_total = incident->phase != 0, .owed = incident,
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
	"hello there", "1", "INC-9", "tech <@U0BEN>", "always", "retry",
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

/* How often anything came of it. */
static int ask_all(const struct handler *handler, const struct asker *asker)
{
	int done = 0;

	for (size_t k = 0; k < ARRAY_LEN(kinds); k++) {
		for (size_t p = 0; p < ARRAY_LEN(phases); p++) {
			for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
				struct decision *decision;

				if (!is_asked(handler, kinds[k]))
					continue;
				set_incident(phases[p]);
				decision = ask(handler, kinds[k], asker,
				    lines[i]);
				done += decision->event_count > 0 ||
				    decision->effect_count > 0 ||
				    decision->form || tells(decision) ||
				    decision->drop_count > 0 ||
				    decision->wants_number ||
				    (decision->outcome == DECIDED &&
				    decision->reply);
				decision_release(decision);
			}
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
	int idle = 0;

	for (size_t i = 0; handler_table[i]; i++) {
		const struct handler *handler = handler_table[i];
		bool asked = is_asked(handler, REQUEST_CLICK) ||
		    is_asked(handler, REQUEST_HAPPENING);

		if (asked && ask_all(handler, &member) == 0) {
			fprintf(stderr, "nothing comes of %s\n",
			    handler->name);
			idle++;
		}
	}
	ck_assert_int_le(idle, IDLE_MAX);
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
