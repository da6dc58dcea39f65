/* SPDX-License-Identifier: MIT
 *
 * year: five hundred incidents in one year, for the figures: people declare,
 * acknowledge (or do not), write updates (late, too), raise and lower, mark
 * stable, resolve, reopen, write the postmortem and close, by the dice of one
 * seed, through the shipped turns and runner over the ledger's twin in memory;
 * what falls due meanwhile falls due. Slack takes everything. What comes of it
 * is written as an export and as the figures that incbot makes of it, for
 * year.py, which computes them once more from the timelines alone.
 *
 *   year EXPORT CSV [INCIDENTS [SEED]]
 */
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/prng.h"
#include "base/text.h"
#include "base/when.h"
#include "core/report/figures_text.h"
#include "core/oncall/oncall.h"
#include "core/calendar/zone.h"
#include "daemon/archive/archive_parts.h"
#include "daemon/archive/figures_gather.h"
#include "daemon/jobs/runner.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"
#include "services/config/config.h"
#include "services/outside/errand.h"
#include "services/slack/slack.h"
#include "tests/everybody.h"
#include "tests/ledger/ledger_memory.h"

#define BEGIN_MS INT64_C(1767243600000)	/* 2026-01-01 00:00 in New York */
#define YEAR_MS (365 * WHEN_DAY_MS)
#define LAST_DAYS_MS (BEGIN_MS + YEAR_MS - 2 * WHEN_DAY_MS)
#define ZONE_NAME "America/New_York"
#define ZONE_FILE "/usr/share/zoneinfo/" ZONE_NAME
#define ZONE_BYTES_MAX 65536
#define CASES_MAX 2000
#define ACTS_A_CASE 64
#define TWICE_EVERY 10	/* one in so many is declared a second time */
#define MEMORY ((size_t)512 << 20)
#define M WHEN_MINUTE_MS
#define H WHEN_HOUR_MS

/* --- the world: one clock, a Slack that says yes -------------------------- */

struct wake {
	int64_t at_ms;
	clock_cb *callback;
	void *arg;
};

struct clock {
	struct wake *wakes;
	size_t count, room;
};

struct pending {
	slack_cb *callback;
	void *arg;
	bool room;		/* asks for a channel */
};

struct slack {
	struct pending *answers;
	size_t count, room;
	long made;
};

static struct {
	int64_t now_ms;
	struct prng dice;
	struct clock clock;
	struct slack slack;
	struct errands errands;
	struct config config;
	struct ledger *ledger;
	struct turns *turns;
	struct runner *runner;
	long done, refused;
} world;

int64_t clock_now_ms(struct clock *clock)
{
	(void)clock;
	return world.now_ms;
}

int64_t clock_uptime_ms(struct clock *clock)
{
	(void)clock;
	return world.now_ms - BEGIN_MS + 1000;
}

void clock_wake(struct clock *clock, int64_t delay_ms, clock_cb *callback,
    void *arg)
{
	if (clock->count == clock->room) {
		clock->room = clock->room * 2 + 64;
		clock->wakes = xrealloc(clock->wakes,
		    clock->room * sizeof(*clock->wakes));
	}
	clock->wakes[clock->count++] = (struct wake){
		world.now_ms + delay_ms, callback, arg };
}

uint32_t clock_dice(struct clock *clock, uint32_t below)
{
	(void)clock;
	return below ? (uint32_t)prng_below(&world.dice, below) : 0;
}

void slack_call(struct slack *slack, const char *method, const json_t *args,
    slack_cb *callback, void *arg)
{
	(void)args;
	if (slack->count == slack->room) {
		slack->room = slack->room * 2 + 64;
		slack->answers = xrealloc(slack->answers,
		    slack->room * sizeof(*slack->answers));
	}
	slack->answers[slack->count++] = (struct pending){ callback, arg,
		strcmp(method, "conversations.create") == 0 };
}

/* Nobody asks for a document here. */
void slack_upload(struct slack *slack, const char *url, const char *bytes,
    size_t length, slack_cb *callback, void *arg)
{
	(void)slack;
	(void)url;
	(void)bytes;
	(void)length;
	(void)callback;
	(void)arg;
	abort();
}

void slack_download(struct slack *slack, const char *url, slack_cb *callback,
    void *arg)
{
	slack_upload(slack, url, "", 0, callback, arg);
}

void outbound_send(struct outbound *outbound,
    const struct outbound_request *request, outbound_cb *callback, void *arg)
{
	(void)outbound;
	(void)request;
	(void)callback;
	(void)arg;
	abort();		/* nobody has a pager */
}

static bool answer_slack(struct slack *slack)
{
	struct slack_answer answer = { .outcome = SLACK_OK, .error = "" };
	struct pending next;
	char word[32];
	json_t *body;

	if (slack->count == 0)
		return false;
	next = slack->answers[0];
	slack->count--;
	memmove(slack->answers, slack->answers + 1,
	    slack->count * sizeof(*slack->answers));
	snprintf(word, sizeof(word), "%s%09ld", next.room ? "C" : "1700000000.",
	    ++slack->made);
	body = next.room ? json_pack("{s:b, s:{s:s, s:s}}", "ok", 1,
	    "channel", "id", word, "name", "inc") :
	    json_pack("{s:b, s:s, s:s}", "ok", 1, "ts", word, "channel",
	    "D1");
	answer.body = body;
	next.callback(next.arg, &answer);
	json_decref(body);
	return true;
}

static size_t next_wake(void)
{
	size_t first = 0;

	for (size_t i = 1; i < world.clock.count; i++) {
		if (world.clock.wakes[i].at_ms <
		    world.clock.wakes[first].at_ms)
			first = i;
	}
	return first;
}

static bool wake(void)
{
	size_t i = next_wake();
	struct wake due;

	if (world.clock.count == 0 ||
	    world.clock.wakes[i].at_ms > world.now_ms)
		return false;
	due = world.clock.wakes[i];
	world.clock.wakes[i] = world.clock.wakes[--world.clock.count];
	due.callback(due.arg);
	return true;
}

/* Whatever can happen without time passing. */
static void settle(void)
{
	while (ledger_memory_step(world.ledger) ||
	    answer_slack(&world.slack) || wake())
		;
}

/* The runner looks twice a second whether others have added something; here
 * nobody has, so time jumps to what is due, or to `until_ms`. */
static void pass(int64_t until_ms)
{
	while (world.now_ms < until_ms) {
		struct runner_state state;
		int64_t next_ms = until_ms;
		size_t first = next_wake();

		runner_look(world.runner, &state);
		if (state.oldest_due_ms > 0 && state.oldest_due_ms < next_ms)
			next_ms = state.oldest_due_ms;
		if ((turns_running(world.turns) > 0 ||
		    !runner_is_idle(world.runner) ||
		    next_ms <= world.now_ms) && world.clock.count > 0)
			next_ms = world.clock.wakes[first].at_ms;
		if (next_ms > until_ms)
			next_ms = until_ms;
		world.now_ms = next_ms > world.now_ms ? next_ms :
		    world.now_ms + 1;
		ledger_memory_set_now(world.ledger, world.now_ms);
		runner_poke(world.runner);
		settle();
	}
}

/* --- what people do --------------------------------------------------------
 * */

struct act {
	int64_t at_ms;
	int which;		/* case */
	int order;
	char words[120];	/* "" = declare */
};

static struct {
	int severity;
	const char *service;
	bool drill;
	int64_t from_ms;
	char id[ID_SIZE];
} cases[CASES_MAX];
static struct act acts[CASES_MAX * ACTS_A_CASE];
static int act_count;

static void on_turn(void *arg, const struct turn_answer *answer)
{
	int which = (int)(intptr_t)arg;

	if (answer->result != TURN_DONE) {
		fprintf(stderr, "year: a turn ended as %d\n",
		    (int)answer->result);
		exit(1);
	}
	world.done++;
	world.refused += answer->decision->outcome == REFUSED;
	if (!*cases[which].id)
		(void)text_copy(cases[which].id, ID_SIZE,
		    answer->decision->incident.id);
}

/* Of the case before it, whose number is known only now. */
static const char *words_of(struct arena *arena, const struct act *act)
{
	return strcmp(act->words, "duplicate") != 0 ?
	    arena_strdup(arena, act->words) :
	    arena_printf(arena, "duplicate INC-%s",
	    cases[act->which - 1].id);
}

static void ask(const struct act *act)
{
	static const char *const people[] = { "U0ANA", "U0BEN", "U0CEM" };
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));
	bool declares = !*act->words;

	request_init(request, declares ? REQUEST_FORM : REQUEST_COMMAND,
	    declares ? "declare" : "");
	request->words = words_of(arena, act);
	request->key = arena_printf(arena, "k%d-%d", act->which, act->order);
	request->actor = people[prng_below(&world.dice, ARRAY_LEN(people))];
	request->team = "T0";
	request->incident = arena_strdup(arena, cases[act->which].id);
	if (declares) {
		request->values[0] = (struct form_value){ "severity",
			arena_printf(arena, "sev%d",
			cases[act->which].severity) };
		request->values[1] = (struct form_value){ "title",
			"something is broken" };
		request->values[2] = (struct form_value){ "service",
			cases[act->which].service };
		request->values[3] = (struct form_value){ "flags",
			cases[act->which].drill ? "drill" : "" };
		request->value_count = 4;
	}
	if (!turn_run(world.turns, arena, request, "", "", on_turn,
	    (void *)(intptr_t)act->which))
		abort();
	settle();
}

static int64_t between(int64_t low_ms, int64_t high_ms)
{
	return prng_between(&world.dice, low_ms, high_ms);
}

static bool chance(unsigned per_mille)
{
	return prng_chance(&world.dice, per_mille);
}

static void add(int which, int64_t at_ms, const char *words)
{
	struct act *act = &acts[act_count];

	act->at_ms = at_ms;
	act->which = which;
	act->order = act_count++;
	(void)text_copy(act->words, sizeof(act->words), words);
}

static void plan_updates(int which, int64_t from_ms, int64_t until_ms)
{
	int64_t at_ms = from_ms + between(0, 20 * M);

	for (int i = 0; i < 12 && at_ms < until_ms; i++) {
		add(which, at_ms, "update We are looking at it.");
		at_ms += chance(200) ? between(15 * M, 80 * M) :
		    between(3 * M, 20 * M);
	}
}

/* From declaration or reopening to the end. Returns when that is. */
static int64_t plan_trouble(int which, int64_t from_ms)
{
	int64_t stable_ms = from_ms + between(5 * M, 150 * M);
	int64_t end_ms = stable_ms + between(10 * M, 200 * M);

	plan_updates(which, from_ms, end_ms);
	if (chance(120))
		add(which, from_ms + between(2 * M, 40 * M),
		    "sev 1 it is worse than we thought");
	if (chance(120))
		add(which, from_ms + between(2 * M, 90 * M),
		    "sev 2 only some are hurt");
	if (chance(60))
		add(which, from_ms + between(10 * M, 90 * M),
		    "sev 3 hardly anybody is hurt");
	if (chance(850))
		add(which, stable_ms, "mitigated rolled back");
	/* What is never resolved goes on reminding: only at the end. */
	if (from_ms < LAST_DAYS_MS || chance(500))
		add(which, end_ms, "resolved It works again.");
	return end_ms;
}

static void plan_postmortem(int which, int64_t from_ms)
{
	static const char *const lines[] = {
		"rootcause the pool was full", "why it was small",
		"impact nobody could pay", "worked the alarm",
		"action \"an alarm\" <@U0BEN> +7d preventative",
		"action done 1", "close",
	};
	int64_t at_ms = from_ms + between(2 * H, 60 * H);

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		add(which, at_ms += between(1 * M, 9 * M), lines[i]);
}

static void plan_case(int which)
{
	static const char *const services[] = { "", "checkout", "search",
		"billing", "api" };
	int64_t from_ms = which % 50 == 0 ?
	    LAST_DAYS_MS + between(0, WHEN_DAY_MS) :
	    BEGIN_MS + between(0, YEAR_MS - WHEN_DAY_MS);
	bool twice = which % TWICE_EVERY == TWICE_EVERY - 1;
	int64_t end_ms;

	/* Somebody else declares the same, and closes theirs. */
	if (twice)
		from_ms = cases[which - 1].from_ms + between(1000, 60000);
	cases[which].from_ms = from_ms;
	cases[which].severity = 1 + (int)prng_below(&world.dice, 3);
	cases[which].service = services[prng_below(&world.dice,
	    ARRAY_LEN(services))];
	cases[which].drill = chance(80);
	add(which, from_ms, "");
	if (twice)
		add(which, from_ms + between(1000, 60000), "duplicate");
	if (chance(950))
		add(which, from_ms + (chance(700) ? between(20000, 9 * M) :
		    between(9 * M, 50 * M)), "ack");
	add(which, from_ms + between(1 * M, 4 * M), "ic");
	add(which, from_ms + between(1 * M, 4 * M), "tech <@U0BEN>");
	add(which, from_ms + between(1 * M, 4 * M), "comms <@U0CEM>");
	end_ms = plan_trouble(which, from_ms);
	if (chance(80)) {
		end_ms += between(5 * M, 300 * M);
		add(which, end_ms, "reopen it is back");
		end_ms = plan_trouble(which, end_ms);
	}
	plan_postmortem(which, end_ms);
}

static int compare_acts(const void *left, const void *right)
{
	const struct act *a = left;
	const struct act *b = right;

	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms ? -1 : 1;
	return a->order - b->order;
}

/* --- what comes of it ------------------------------------------------------
 * */

static void on_opened(void *arg, enum ledger_status status, const char *store)
{
	(void)arg;
	(void)store;
	assert(status == LEDGER_OK);
}

static void on_committed(void *arg)
{
	(void)arg;
	runner_poke(world.runner);
}

static struct zone *read_zone(void)
{
	static char bytes[ZONE_BYTES_MAX];
	FILE *file = fopen(ZONE_FILE, "rb");
	struct zone *zone;
	size_t length;

	if (!file) {
		perror(ZONE_FILE);
		exit(77);
	}
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	zone = zone_new(ZONE_NAME, bytes, length);
	if (!zone)
		exit(1);
	return zone;
}

static void set_up(uint64_t seed)
{
	struct policy *policy = &world.config.policy;
	struct turns_options turns = { .clock = &world.clock,
		.policy = policy, .committed = on_committed };
	struct runner_options runner = { .clock = &world.clock,
		.slack = &world.slack, .errands = &world.errands,
		.policy = policy, .worker = "one" };

	prng_seed(&world.dice, seed);
	world.now_ms = BEGIN_MS;
	policy_init(policy);
	everybody_is_known(policy);
	policy->zone = read_zone();
	(void)text_copy(policy->team_id, ID_SIZE, "T0");
	(void)text_copy(policy->bot_user, ID_SIZE, "U0BOT");
	(void)text_copy(policy->responders[0], ID_SIZE, "U0PIA");
	(void)text_copy(policy->responders[1], ID_SIZE, "U0OLA");
	(void)text_copy(policy->oncall.names[ONCALL_MANAGER], NAME_SIZE,
	    "U0MAX");
	log_set_level(LOG_LEVEL_ERROR);
	world.errands.config = &world.config;
	world.ledger = turns.ledger = runner.ledger = ledger_memory_new();
	ledger_memory_set_now(world.ledger, world.now_ms);
	ledger_open(world.ledger, "", true, on_opened, NULL);
	settle();
	world.turns = runner.turns = turns_new(&turns);
	world.runner = runner_new(&runner);
	runner_start(world.runner);
	settle();
}

struct reading {
	struct arena *arena;
	struct kept kept;
};

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct reading *reading = arg;
	struct kept *kept = &reading->kept;

	assert(status == LEDGER_OK);
	kept->id = arena_strdup(reading->arena, snapshot->id);
	kept->version = snapshot->version;
	kept->epoch = snapshot->epoch;
	kept->data = arena_strndup(reading->arena, snapshot->data,
	    snapshot->length);
	kept->length = snapshot->length;
}

static void on_timeline(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct reading *reading = arg;
	struct kept *kept = &reading->kept;

	assert(status == LEDGER_OK && count < LEDGER_TIMELINE_MAX);
	kept->entries = arena_alloc(reading->arena,
	    (count + 1) * sizeof(*kept->entries));
	for (size_t i = 0; i < count; i++)
		kept->entries[kept->count++] = (struct kept_entry){
			entries[i].version, entries[i].index,
			arena_strndup(reading->arena, entries[i].data,
			    entries[i].length),
			entries[i].length,
			arena_strdup(reading->arena, entries[i].chain) };
}

/* By number, as incbot does. */
static void write_export(FILE *out, int count)
{
	for (int i = 1; i <= count; i++) {
		struct reading reading = { .arena = arena_new(MEMORY) };
		const char *id = arena_printf(reading.arena, "%d", i);

		ledger_load(world.ledger, id, "", on_load, &reading);
		settle();
		ledger_timeline(world.ledger, id, 0,
		    LEDGER_TIMELINE_MAX, on_timeline, &reading);
		settle();
		archive_write_line(out, &reading.kept);
		arena_free(reading.arena);
	}
}

static void on_facts(void *arg, bool good)
{
	(void)arg;
	assert(good);
}

static void write_figures(FILE *out)
{
	struct arena *arena = arena_new(MEMORY);
	struct figures_facts *facts = figures_wish(arena,
	    world.config.policy.zone);

	figures_gather(world.ledger, arena, facts, on_facts, NULL);
	settle();
	fputs(figures_csv(arena, figures_compute(arena, facts, 0, 0)), out);
	arena_free(arena);
}

static FILE *create(const char *name)
{
	FILE *file = fopen(name, "w");

	if (!file) {
		perror(name);
		exit(1);
	}
	return file;
}

int main(int argc, char **argv)
{
	int64_t count = 500;
	int64_t seed = 1;
	FILE *file;

	if (argc < 3 || (argc > 3 && !text_parse_int(argv[3], 1, CASES_MAX,
	    &count)) || (argc > 4 && !text_parse_int(argv[4], 0, INT64_MAX,
	    &seed))) {
		fprintf(stderr, "usage: year EXPORT CSV [INCIDENTS [SEED]]\n");
		return 2;
	}
	set_up((uint64_t)seed);
	for (int i = 0; i < count; i++)
		plan_case(i);
	qsort(acts, (size_t)act_count, sizeof(*acts), compare_acts);
	for (int i = 0; i < act_count; i++) {
		pass(acts[i].at_ms);
		ask(&acts[i]);
	}
	file = create(argv[1]);
	write_export(file, (int)count);
	fclose(file);
	file = create(argv[2]);
	write_figures(file);
	fclose(file);
	printf("%lld incidents, %ld acts of people (%ld refused), %llu turns\n",
	    (long long)count, world.done, world.refused, (unsigned long long)
	    turns_ended(world.turns, TURN_DONE));
	return 0;
}
