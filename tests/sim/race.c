/* SPDX-License-Identifier: MIT
 *
 * race: an acknowledgement against an escalation that falls due at the same
 * moment, again and again: two replicas with the shipped turns and runner over
 * the ledger's twin in memory, one of which takes the due step while the other
 * commits the acknowledgement, their answers coming in every order that the
 * dice give. Whoever wins, no page is asked for by a commit after the
 * acknowledgement, and none leaves whose last look at the incident was made
 * after it (P2.5, I13).
 *
 *   race [RACES [SEED]]        SIM_RACES gives the first, too
 */
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/prng.h"
#include "base/text.h"
#include "core/oncall/oncall.h"
#include "daemon/jobs/runner.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"
#include "services/config/config.h"
#include "services/outside/errand.h"
#include "services/slack/slack.h"
#include "tests/everybody.h"
#include "tests/ledger/ledger_memory.h"

#define T0 INT64_C(1781514000000)
#define DUE_MS (INT64_C(10) * 60 * 1000)
#define RACES 5000		/* of make check; race 100000 is some minutes */
#define STEPS_MAX 1600
#define ENOUGH_MS 150		/* what is still to come then is no race */
#define WAKES_MAX 64
#define ANSWERS_MAX 64
#define LOOKS_MAX 256

struct clock {
	struct { int64_t at_ms; clock_cb *callback; void *arg; }
	    wakes[WAKES_MAX];
	int count;
};

struct slack {
	struct { slack_cb *callback; void *arg; } answers[ANSWERS_MAX];
	int count;
};

struct outbound {
	struct { outbound_cb *callback; void *arg; } answers[ANSWERS_MAX];
	int count;
};

struct side {
	struct clock clock;
	struct slack slack;
	struct outbound outbound;
	struct errands errands;
	struct ledger *ledger;
	struct turns *turns;
	struct runner *runner;
};

static struct config config;
static struct prng dice;
static struct {
	int64_t now_ms;
	struct side sides[2];
	long step;
	long acked_step;	/* 0 = not yet */
	bool escalated;
	long sent;
	struct { const void *who; long step; } looks[LOOKS_MAX];
	int look_next;
} race;
static long sent_total;
static const char *broken;

/* --- the seams ------------------------------------------------------------ */

int64_t clock_now_ms(struct clock *clock)
{
	(void)clock;
	return race.now_ms;
}

int64_t clock_uptime_ms(struct clock *clock)
{
	(void)clock;
	return race.now_ms - T0 + 1000;
}

void clock_wake(struct clock *clock, int64_t delay_ms, clock_cb *callback,
    void *arg)
{
	assert(clock->count < WAKES_MAX);
	clock->wakes[clock->count].at_ms = race.now_ms + delay_ms;
	clock->wakes[clock->count].callback = callback;
	clock->wakes[clock->count++].arg = arg;
}

uint32_t clock_dice(struct clock *clock, uint32_t below)
{
	(void)clock;
	return below ? (uint32_t)prng_below(&dice, below) : 0;
}

/* When each job last looked at its incident. */
void __real_ledger_load(struct ledger *ledger, const char *id,
    const char *channel, ledger_load_cb *callback, void *arg);
void __wrap_ledger_load(struct ledger *ledger, const char *id,
    const char *channel, ledger_load_cb *callback, void *arg);
void __wrap_ledger_load(struct ledger *ledger, const char *id,
    const char *channel, ledger_load_cb *callback, void *arg)
{
	race.looks[race.look_next].who = arg;
	race.looks[race.look_next].step = race.step;
	race.look_next = (race.look_next + 1) % LOOKS_MAX;
	__real_ledger_load(ledger, id, channel, callback, arg);
}

void __real_ledger_load_owned(struct ledger *ledger, const char *id,
    const char *job, const char *token, ledger_load_cb *callback, void *arg);
void __wrap_ledger_load_owned(struct ledger *ledger, const char *id,
    const char *job, const char *token, ledger_load_cb *callback, void *arg);
void __wrap_ledger_load_owned(struct ledger *ledger, const char *id,
    const char *job, const char *token, ledger_load_cb *callback, void *arg)
{
	race.looks[race.look_next].who = arg;
	race.looks[race.look_next].step = race.step;
	race.look_next = (race.look_next + 1) % LOOKS_MAX;
	__real_ledger_load_owned(ledger, id, job, token, callback, arg);
}

static void page_leaves(const void *job)
{
	int i = race.look_next;

	race.sent++;
	do {
		i = (i + LOOKS_MAX - 1) % LOOKS_MAX;
		if (race.looks[i].who != job)
			continue;
		if (race.acked_step && race.looks[i].step > race.acked_step)
			broken = "a page left that knew of the ack";
		return;
	} while (i != race.look_next);
	broken = "a page left without a look";
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

void slack_call(struct slack *slack, const char *method, const json_t *args,
    slack_cb *callback, void *arg)
{
	const char *channel = json_string_value(json_object_get(args,
	    "channel"));

	const char *words = json_string_value(json_object_get(json_object_get(
	    json_array_get(json_object_get(args, "blocks"), 0), "text"),
	    "text"));

	if (strcmp(method, "chat.postMessage") == 0 && channel &&
	    *channel == 'U' && words && strstr(words, "You are called as"))
		page_leaves(arg);
	assert(slack->count < ANSWERS_MAX);
	slack->answers[slack->count].callback = callback;
	slack->answers[slack->count++].arg = arg;
}

void outbound_send(struct outbound *outbound,
    const struct outbound_request *request, outbound_cb *callback, void *arg)
{
	if (strstr(request->body, "\"type\":\"page\""))
		page_leaves(arg);
	assert(outbound->count < ANSWERS_MAX);
	outbound->answers[outbound->count].callback = callback;
	outbound->answers[outbound->count++].arg = arg;
}

/* --- what is watched ------------------------------------------------------ */

static void on_watched(void *arg, const struct ledger_commit *commit,
    int64_t due_ms)
{
	(void)arg;
	(void)due_ms;
	for (size_t i = 0; i < commit->event_count; i++) {
		if (strstr(commit->events[i], "\"is\":\"acknowledged\""))
			race.acked_step = race.step;
		if (strstr(commit->events[i], "\"is\":\"escalated\""))
			race.escalated = true;
	}
	for (size_t i = 0; i < commit->job_count; i++) {
		if (race.acked_step && strstr(commit->jobs[i].body,
		    "\"do\":\"page_out\""))
			broken = "a commit after the ack pages";
		if (race.acked_step && strstr(commit->jobs[i].body,
		    "\"do\":\"page\""))
			broken = "a commit after the ack pages";
	}
}

static void on_completed(void *arg,
    const struct ledger_completion *completion)
{
	(void)arg;
	(void)completion;
}

static void on_opened(void *arg, enum ledger_status status, const char *store)
{
	(void)arg;
	(void)store;
	assert(status == LEDGER_OK);
}

static void on_turn(void *arg, const struct turn_answer *answer)
{
	(void)arg;
	assert(answer->result == TURN_DONE);
}

static void on_committed(void *arg)
{
	struct side *side = arg;

	runner_poke(side->runner);
}

static void say(struct side *side, const char *actor, const char *incident,
    const char *words)
{
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));

	request_init(request, REQUEST_COMMAND, "");
	request->words = arena_strdup(arena, words);
	request->key = request->words;
	request->actor = actor;
	request->incident = incident;
	request->team = "T0";
	if (!turn_run(side->turns, arena, request, "", "", on_turn, side))
		abort();
}

/* --- one race ------------------------------------------------------------- */

static void side_new(struct side *side, const char *worker)
{
	struct turns_options turns = { .clock = &side->clock,
		.ledger = side->ledger, .policy = &config.policy,
		.committed = on_committed, .arg = side };
	struct runner_options runner = { .clock = &side->clock,
		.ledger = side->ledger, .slack = &side->slack,
		.errands = &side->errands, .policy = &config.policy,
		.worker = worker };

	side->errands.config = &config;
	side->errands.outbound = &side->outbound;
	side->turns = turns_new(&turns);
	runner.turns = side->turns;
	side->runner = runner_new(&runner);
}

static bool answer_slack(struct side *side)
{
	struct slack_answer answer = { .outcome = SLACK_OK, .error = "" };
	json_t *body;
	int i;

	if (side->slack.count == 0)
		return false;
	i = (int)prng_below(&dice, (uint32_t)side->slack.count);
	slack_cb *callback = side->slack.answers[i].callback;
	void *arg = side->slack.answers[i].arg;

	side->slack.answers[i] = side->slack.answers[--side->slack.count];
	body = json_pack("{s:b, s:s, s:s}", "ok", 1, "ts", "1.2", "channel",
	    "D1");
	answer.body = body;
	callback(arg, &answer);
	json_decref(body);
	return true;
}

static bool answer_outbound(struct side *side)
{
	struct outbound_answer answer = { .outcome = OUTBOUND_OK,
		.status = 200, .error = "", .body = "" };
	int i;

	if (side->outbound.count == 0)
		return false;
	i = (int)prng_below(&dice, (uint32_t)side->outbound.count);
	outbound_cb *callback = side->outbound.answers[i].callback;
	void *arg = side->outbound.answers[i].arg;

	side->outbound.answers[i] =
	    side->outbound.answers[--side->outbound.count];
	callback(arg, &answer);
	return true;
}

static bool wake(struct side *side)
{
	for (int i = 0; i < side->clock.count; i++) {
		clock_cb *callback = side->clock.wakes[i].callback;
		void *arg = side->clock.wakes[i].arg;

		if (side->clock.wakes[i].at_ms > race.now_ms)
			continue;
		side->clock.wakes[i] = side->clock.wakes[--side->clock.count];
		callback(arg);
		return true;
	}
	return false;
}

/* Something of one side, by the dice. */
static bool move(struct side *side)
{
	switch (prng_below(&dice, 8)) {
	case 0:
		return answer_slack(side);
	case 1:
		return answer_outbound(side);
	case 2:
		return wake(side);
	default:
		return ledger_memory_step(side->ledger);
	}
}

static void settle(struct side *side)
{
	while (wake(side) || ledger_memory_step(side->ledger))
		;
}

static void run(void)
{
	struct ledger_watch watch = { NULL, on_watched, on_completed };
	struct side *one = &race.sides[0];
	struct side *two = &race.sides[1];
	long ack_at;

	memset(&race, 0, sizeof(race));
	race.now_ms = T0;
	one->ledger = ledger_memory_new();
	ledger_memory_set_now(one->ledger, T0);
	ledger_open(one->ledger, "", true, on_opened, NULL);
	settle(one);
	ledger_memory_watch(one->ledger, &watch);
	two->ledger = ledger_memory_attach(one->ledger);
	ledger_open(two->ledger, "", false, on_opened, NULL);
	settle(two);
	side_new(one, "one");
	side_new(two, "two");
	say(one, "U0ANA", "", "sev1 api outage");
	settle(one);
	race.now_ms = T0 + DUE_MS;
	ledger_memory_set_now(one->ledger, race.now_ms);
	runner_start(one->runner);
	runner_start(two->runner);
	ack_at = 1 + (long)prng_below(&dice, 160);
	for (race.step = 1; race.step < STEPS_MAX && !broken &&
	    race.now_ms < T0 + DUE_MS + ENOUGH_MS; race.step++) {
		if (race.step == ack_at)
			say(two, "U0BEN", "1", "ack");
		if (!move(&race.sides[prng_below(&dice, 2)]))
			race.now_ms += prng_chance(&dice, 250);
		ledger_memory_set_now(one->ledger, race.now_ms);
	}
	sent_total += race.sent;
	for (int i = 0; i < 2; i++) {
		runner_free(race.sides[i].runner);
		turns_free(race.sides[i].turns);
		ledger_free(race.sides[i].ledger);
	}
}

static void set_up(void)
{
	policy_init(&config.policy);
	everybody_is_known(&config.policy);
	(void)text_copy(config.policy.team_id, ID_SIZE, "T0");
	(void)text_copy(config.policy.bot_user, ID_SIZE, "U0BOT");
	(void)text_copy(config.policy.responders[0], ID_SIZE, "U0PIA");
	(void)text_copy(config.policy.responders[1], ID_SIZE, "U0OLA");
	(void)text_copy(config.policy.ways[0], ID_SIZE, "webhook");
	(void)text_copy(config.pagers.webhook_url, URL_SIZE,
	    "https://pager.example/");
	if (!secret_set(&config.pagers.webhook_secret, "secret"))
		abort();
	log_set_level(LOG_LEVEL_ERROR);
}

int main(int argc, char **argv)
{
	const char *set = argc > 1 ? argv[1] : getenv("SIM_RACES");
	long races = set ? strtol(set, NULL, 10) : RACES;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	long acked = 0;
	long escalated = 0;

	set_up();
	for (long i = 0; i < races; i++) {
		prng_seed(&dice, seed + (uint64_t)i);
		run();
		acked += race.acked_step > 0;
		escalated += race.escalated;
		if (broken) {
			printf("race %s at step %ld: replay: race 1 %llu\n",
			    broken, race.step,
			    (unsigned long long)(seed + (uint64_t)i));
			return 1;
		}
	}
	printf("%ld races: %ld acknowledged, %ld escalated before, %ld pages "
	    "left; none after the acknowledgement\n", races, acked, escalated,
	    sent_total);
	/* Each side wins often enough for this to mean something. */
	return acked > races * 9 / 10 && escalated > races / 20 &&
	    escalated < races - races / 20 ? 0 : 1;
}
