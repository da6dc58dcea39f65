/* SPDX-License-Identifier: MIT
 *
 * turns: see turns.h. One struct running per request; each step is a function
 * that starts one ledger call and names the next step as its callback. The
 * commit itself is built in turn_commit.c.
 */
#include "daemon/turns.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/figures_gather.h"
#include "daemon/turn_commit.h"
#include "daemon/turn_search.h"
#include "daemon/turn_timeline.h"
#include "handlers/handler.h"
#include "services/clock.h"
#include "services/ledger.h"

struct running {
	struct turns *turns;
	struct running *next;
	struct arena *arena;	/* the request's */
	struct arena *scratch;	/* of the present try */
	const struct request *request;
	const char *job;
	const char *token;
	turn_cb *callback;
	void *arg;
	int tries;
	char incident_id[ID_SIZE];	/* "" until known */
	bool holds;		/* its turn on that incident has come */
	bool waits;		/* for another one on the same incident */
	int64_t started_ms;	/* uptime */
	const struct handler *handler;
	struct incident *incident;
	bool about_site;
	struct turn turn;
	struct decision decision;
	enum turn_result result;
};

struct turns {
	struct turns_options options;
	struct running *first;
	int count;
	uint64_t ended[TURN_RESULT_COUNT];
};

static void turn_begin(void *arg);
static void gather(struct running *running);
static void decide(struct running *running);

struct turns *turns_new(const struct turns_options *options)
{
	struct turns *turns = xcalloc(1, sizeof(*turns));

	turns->options = *options;
	return turns;
}

void turns_free(struct turns *turns)
{
	if (!turns)
		return;
	while (turns->first) {
		struct running *running = turns->first;

		turns->first = running->next;
		decision_release(&running->decision);
		arena_free(running->scratch);
		arena_free(running->arena);
		free(running);
	}
	free(turns);
}

void turns_set_policy(struct turns *turns, const struct policy *policy)
{
	turns->options.policy = policy;
}

int turns_running(const struct turns *turns)
{
	return turns->count;
}

uint64_t turns_ended(const struct turns *turns, enum turn_result result)
{
	return turns->ended[result];
}

static void unlink_running(struct running *running)
{
	struct running **place = &running->turns->first;

	while (*place != running)
		place = &(*place)->next;
	*place = running->next;
	running->turns->count--;
}

/* The oldest turn that waits for this incident goes on. New turns are put in
 * front, so the last one found has waited longest. */
static void wake_waiting(struct turns *turns, const char *incident_id)
{
	struct running *oldest = NULL;

	for (struct running *other = turns->first; other; other = other->next) {
		if (other->waits &&
		    strcmp(other->incident_id, incident_id) == 0)
			oldest = other;
	}
	if (!oldest)
		return;
	oldest->waits = false;
	clock_wake(turns->options.clock, 0, turn_begin, oldest);
}

static void turn_end(struct running *running, enum turn_result result)
{
	struct turns *turns = running->turns;
	struct turn_answer answer = { .result = result };

	if (result == TURN_DONE)
		answer.decision = &running->decision;
	turns->ended[result]++;
	unlink_running(running);
	if (running->holds && *running->incident_id)
		wake_waiting(turns, running->incident_id);
	running->callback(running->arg, &answer);
	decision_release(&running->decision);
	arena_free(running->scratch);
	arena_free(running->arena);
	free(running);
}

static void turn_again(struct running *running)
{
	uint32_t spread_ms = 5u * (uint32_t)(running->tries + 1);
	int64_t age_ms = clock_uptime_ms(running->turns->options.clock) -
	    running->started_ms;

	decision_release(&running->decision);
	if (++running->tries >= TURN_TRIES_MAX || age_ms > TURN_AGE_MAX_MS) {
		turn_end(running, TURN_UNAVAILABLE);
		return;
	}
	clock_wake(running->turns->options.clock,
	    1 + clock_dice(running->turns->options.clock, spread_ms),
	    turn_begin, running);
}

static void on_commit(void *arg, enum ledger_status status, int64_t version,
    int64_t now_ms)
{
	struct running *running = arg;
	struct turns *turns = running->turns;

	(void)version;
	(void)now_ms;
	switch (status) {
	case LEDGER_OK:
		turn_end(running, TURN_DONE);
		turns->options.committed(turns->options.arg);
		return;
	case LEDGER_DUPLICATE:
		turn_end(running, TURN_DUPLICATE);
		return;
	case LEDGER_CONFLICT:
	case LEDGER_UNKNOWN:
	case LEDGER_UNCONFIRMED:
		turn_again(running);
		return;
	case LEDGER_LOST:
		turn_end(running, TURN_LOST);
		return;
	case LEDGER_FULL:
		turn_end(running, TURN_FULL);
		return;
	case LEDGER_SPLIT:
		turn_end(running, TURN_DAMAGED);
		return;
	case LEDGER_ABSENT:
	case LEDGER_SKEW:
	case LEDGER_WIPED:
	case LEDGER_REFUSED:
		turn_end(running, TURN_UNAVAILABLE);
		return;
	}
	abort();
}

/* A key in the incident's own ring counts as much as one in the ledger, whose
 * keys may have expired by a clock that jumped. */
static bool was_seen(const struct running *running)
{
	if (running->about_site)
		return *running->request->key && running->turn.site &&
		    site_has_seen(running->turn.site, running->request->key);
	return *running->request->key && running->incident->version > 0 &&
	    incident_has_seen(running->incident, running->request->key);
}

static void on_number(void *arg, enum ledger_status status, int64_t number)
{
	struct running *running = arg;

	if (status != LEDGER_OK) {
		turn_end(running, TURN_UNAVAILABLE);
		return;
	}
	running->turn.new_id = arena_printf(running->scratch, "%lld",
	    (long long)number);
	decide(running);
}

static void decide(struct running *running)
{
	struct turn *turn = &running->turn;

	if (was_seen(running)) {
		turn_end(running, TURN_DUPLICATE);
		return;
	}
	turn->arena = running->scratch;
	turn->policy = running->turns->options.policy;
	turn->request = running->request;
	turn->now_ms = clock_now_ms(running->turns->options.clock);
	turn->out = &running->decision;
	decision_init(&running->decision, running->scratch, running->request,
	    running->incident, turn->now_ms);
	dispatch_run(turn, running->handler, running->incident);
	if (running->decision.wants_number) {
		ledger_new_number(running->turns->options.ledger, on_number,
		    running);
		return;
	}
	if (running->decision.event_count == 0) {
		turn_end(running, TURN_DONE);
		return;
	}
	turn_commit(running->turns->options.ledger, &running->decision,
	    running->job, running->token, on_commit, running);
}

static void gather_on(void *arg, bool good)
{
	struct running *running = arg;

	if (good)
		gather(running);
	else
		turn_end(running, TURN_UNAVAILABLE);
}

static void on_timeline(void *arg, enum ledger_status status,
    const struct turn_timeline *timeline)
{
	struct running *running = arg;

	running->turn.timeline = timeline->events;
	running->turn.timeline_count = timeline->count;
	running->turn.timeline_left_out = timeline->left_out;
	gather_on(running, status == LEDGER_OK);
}

static void on_owed(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct running *running = arg;

	(void)total;
	running->turn.owed_count = turn_list(running->scratch, snapshots, count,
	    &running->turn.owed);
	gather_on(running, status == LEDGER_OK);
}

static void on_found(void *arg, bool good, const struct summary *found,
    int count, int total)
{
	struct running *running = arg;

	running->turn.found = found;
	running->turn.found_count = count;
	running->turn.found_total = total;
	gather_on(running, good);
}

static void load_figures(struct running *running)
{
	struct figures_facts *facts = figures_wish(running->scratch,
	    running->turns->options.policy->zone);

	running->turn.figures = facts;
	figures_gather(running->turns->options.ledger, running->scratch, facts,
	    gather_on, running);
}

static void on_open_list(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshots, size_t count, size_t total)
{
	struct running *running = arg;

	running->turn.open_count = turn_list(running->scratch, snapshots, count,
	    &running->turn.open);
	running->turn.open_total = (int)total;
	gather_on(running, status == LEDGER_OK);
}

static void on_site(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct running *running = arg;
	struct site *site = arena_alloc(running->scratch, sizeof(*site));

	if (status == LEDGER_UNKNOWN) {
		turn_again(running);
		return;
	}
	if (status != LEDGER_OK && status != LEDGER_ABSENT) {
		turn_end(running, status == LEDGER_SPLIT ? TURN_DAMAGED :
		    TURN_UNAVAILABLE);
		return;
	}
	memset(site, 0, sizeof(*site));
	if (status == LEDGER_OK) {
		if (!site_decode(snapshot->data, snapshot->length, site)) {
			turn_end(running, TURN_DAMAGED);
			return;
		}
		site->version = snapshot->version;
	}
	running->turn.site = site;
	gather(running);
}

/* Names the incidents that are open when a command was said elsewhere. */
static bool wants_open_list(const struct running *running)
{
	if (running->handler->needs & NEEDS_OPEN_LIST)
		return true;
	return (running->handler->needs & NEEDS_INCIDENT) &&
	    running->incident->phase == 0 &&
	    running->request->kind != REQUEST_HAPPENING;
}

/* Loads what the entry needs, one thing after the other, then decides. */
static void gather(struct running *running)
{
	struct ledger *ledger = running->turns->options.ledger;
	unsigned needs = running->handler->needs;

	if (wants_open_list(running) && !running->turn.open)
		ledger_list_open(ledger, 0, OPEN_LIST_MAX, on_open_list,
		    running);
	else if ((needs & NEEDS_TIMELINE) && !running->turn.timeline &&
	    running->incident->version > 0)
		turn_timeline(ledger, running->scratch, running->incident->id,
		    on_timeline, running);
	else if ((needs & NEEDS_OWED) && !running->turn.owed)
		ledger_list(ledger, LEDGER_INDEX_OWED, 0, OWED_LIST_MAX,
		    on_owed, running);
	else if ((needs & NEEDS_FOUND) && !running->turn.found)
		turn_search(ledger, running->scratch, running->request,
		    on_found, running);
	else if ((needs & NEEDS_FIGURES) && !running->turn.figures)
		load_figures(running);
	else if ((needs & (NEEDS_SITE | ABOUT_SITE)) && !running->turn.site)
		ledger_load(ledger, SITE_ID, "", on_site, running);
	else
		decide(running);
}

/* True if another turn of this replica is at work on the incident. */
static bool must_wait(struct running *running)
{
	for (struct running *other = running->turns->first; other;
	    other = other->next) {
		if (other != running && other->holds &&
		    strcmp(other->incident_id, running->incident_id) == 0) {
			running->waits = true;
			return true;
		}
	}
	running->holds = true;
	return false;
}

static void choose_handler(struct running *running)
{
	running->handler = dispatch_find(running->request,
	    running->incident->phase != 0);
	gather(running);
}

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct running *running = arg;

	if (status == LEDGER_ABSENT) {
		choose_handler(running);
		return;
	}
	if (status == LEDGER_UNKNOWN) {
		turn_again(running);
		return;
	}
	if (status != LEDGER_OK) {
		turn_end(running, status == LEDGER_SPLIT ? TURN_DAMAGED :
		    TURN_UNAVAILABLE);
		return;
	}
	if (!*running->incident_id) {
		(void)text_copy(running->incident_id,
		    sizeof(running->incident_id), snapshot->id);
		if (must_wait(running))
			return;
	}
	if (!incident_decode(snapshot->data, snapshot->length,
	    running->incident)) {
		turn_end(running, TURN_DAMAGED);
		return;
	}
	running->incident->version = snapshot->version;
	choose_handler(running);
}

/* A request whose meaning does not depend on where it was said, by a handler
 * that asks for no incident, saves the load. */
static bool needs_load(const struct request *request)
{
	const struct handler *here = dispatch_find(request, true);
	const struct handler *elsewhere = dispatch_find(request, false);

	if (!*request->incident && !*request->channel)
		return false;
	return here != elsewhere || (here->needs & NEEDS_INCIDENT);
}

/* Wherever it was said, and whichever incident the line names. */
static bool is_about_site(const struct request *request)
{
	return dispatch_find(request, false)->needs & ABOUT_SITE;
}

static void turn_begin(void *arg)
{
	struct running *running = arg;
	const struct request *request = running->request;

	memset(&running->turn, 0, sizeof(running->turn));
	running->handler = NULL;
	arena_free(running->scratch);
	running->scratch = arena_new(TURN_MEMORY_MAX);
	running->incident = arena_alloc(running->scratch,
	    sizeof(*running->incident));
	running->about_site = is_about_site(request);
	if (!*running->incident_id && (running->about_site ||
	    *request->incident))
		(void)text_copy(running->incident_id,
		    sizeof(running->incident_id), running->about_site ?
		    SITE_ID : request->incident);
	if (*running->incident_id && !running->holds && must_wait(running))
		return;
	if (running->about_site || !needs_load(request)) {
		choose_handler(running);
		return;
	}
	ledger_load(running->turns->options.ledger, running->incident_id,
	    request->channel, on_load, running);
}

bool turn_run(struct turns *turns, struct arena *arena,
    const struct request *request, const char *job, const char *token,
    turn_cb *callback, void *arg)
{
	struct running *running;

	if (turns->count >= TURNS_MAX) {
		arena_free(arena);
		return false;
	}
	running = xcalloc(1, sizeof(*running));
	running->turns = turns;
	running->arena = arena;
	running->request = request;
	running->job = arena_strdup(arena, job);
	running->token = arena_strdup(arena, token);
	running->callback = callback;
	running->arg = arg;
	running->started_ms = clock_uptime_ms(turns->options.clock);
	running->next = turns->first;
	turns->first = running;
	turns->count++;
	clock_wake(turns->options.clock, 0, turn_begin, running);
	return true;
}
