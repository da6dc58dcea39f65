/* SPDX-License-Identifier: MIT
 *
 * turns: see turns.h. One struct running per request; each step is a function
 * that starts one ledger call and names the next step as its callback. The
 * commit itself is built in turn_commit.c; what a handler wants to know besides
 * the incident comes by turn_gather.c.
 *
 * An incident that was touched here lately is not loaded but remembered
 * (turn_cache.h). That is a guess, good for nothing but a commit on this very
 * incident, which the ledger refuses if the guess was wrong; whatever else the
 * handler concludes (a refusal, an answer, another incident) it has to
 * conclude again from a load.
 */
#include "daemon/turns/turns.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/incident_room.h"
#include "daemon/turns/turn_cache.h"
#include "daemon/turns/turn_commit.h"
#include "daemon/turns/turn_parts.h"
#include "services/clock.h"

static void release(struct running *running)
{
	spare_decision_leave(&running->turns->spares,
	    &running->decision);
	spare_site_leave(&running->turns->spares, &running->site_after);
}

static void leave_try(struct running *running)
{
	arena_free(running->scratch);
	running->scratch = NULL;
	spare_incident_leave(&running->turns->spares, &running->incident);
	spare_site_leave(&running->turns->spares, &running->site);
	turn_list_leave(running);
}

struct turns *turns_new(const struct turns_options *options)
{
	struct turns *turns = xcalloc(1, sizeof(*turns));

	turns->options = *options;
	turns->cache = turn_cache_new();
	return turns;
}

void turns_free(struct turns *turns)
{
	if (!turns)
		return;
	while (turns->first) {
		struct running *running = turns->first;

		turns->first = running->next;
		release(running);
		leave_try(running);
		arena_free(running->arena);
		free(running);
	}
	turn_cache_free(turns->cache);
	spares_free(&turns->spares);
	turn_lists_free(turns);
	free(turns);
}

void turns_set_policy(struct turns *turns, const struct policy *policy)
{
	turns->options.policy = policy;
}

bool turns_read(struct turns *turns, const struct ledger_snapshot *snapshot,
    struct incident *incident)
{
	return turn_cache_read(turns->cache, snapshot, incident);
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

	while (*place != running) {
		assert(*place);
		place = &(*place)->next;
	}
	*place = running->next;
	running->turns->count--;
}

void turn_end(struct running *running, enum turn_result result)
{
	struct turns *turns = running->turns;
	struct turn_answer answer = { .result = result };

	if (result == TURN_DONE)
		answer.decision = running->decision;
	turns->ended[result]++;
	unlink_running(running);
	turn_queue_leave(running);
	if (running->holds && *running->incident_id)
		turn_queue_let_go(turns, running->incident_id);
	running->callback(running->arg, &answer);
	release(running);
	leave_try(running);
	arena_free(running->arena);
	free(running);
}

/* The cache's word that a channel leads to this incident counts no more. */
static void forget_lead(struct running *running)
{
	char id[ID_SIZE];

	if (!running->led)
		return;
	memcpy(id, running->incident_id, sizeof(id));
	running->led = false;
	running->holds = false;
	running->incident_id[0] = '\0';
	turn_queue_let_go(running->turns, id);
}

/* What came of a guess must come of a load. */
static void load_instead(struct running *running)
{
	release(running);
	forget_lead(running);
	running->loads = true;
	turn_begin(running);
}

void turn_again(struct running *running)
{
	uint32_t spread_ms = 5u * (uint32_t)(running->tries + 1);
	int64_t wait_ms = 0;
	int64_t age_ms = clock_uptime_ms(running->turns->options.clock) -
	    running->started_ms;

	release(running);
	if (++running->tries >= TURN_TRIES_MAX || age_ms > TURN_AGE_MAX_MS) {
		turn_end(running, TURN_UNAVAILABLE);
		return;
	}
	forget_lead(running);
	running->loads = true;
	if (!running->guesses)
		wait_ms = 1 + clock_dice(running->turns->options.clock,
		    spread_ms);
	clock_wake(running->turns->options.clock, wait_ms, turn_begin,
	    running);
}

static void on_commit(void *arg, enum ledger_status status, int64_t version,
    int64_t now_ms)
{
	struct running *running = arg;
	struct turns *turns = running->turns;

	(void)version;
	(void)now_ms;
	if (status == LEDGER_OK && !running->about_site)
		turn_cache_commit(turns->cache, running->commit,
		    &running->decision->incident);
	else
		turn_cache_drop(turns->cache, running->commit->id);
	switch (status) {
	case LEDGER_OK:
		turn_after(running);
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
	case LEDGER_NEWER:
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
	turn_decide(running);
}

/* A commit on the incident that was guessed will say whether it is so. */
static bool will_be_confirmed(const struct running *running)
{
	const struct decision *decision = running->decision;

	return !decision->wants_number && decision->event_count > 0 &&
	    strcmp(decision_subject(decision), running->incident_id) == 0;
}

static void commit(struct running *running)
{
	running->commit = turn_commit(running->decision, running->job,
	    running->token);
	if (strcmp(running->commit->id, running->incident_id) == 0) {
		running->commit->expected_chain = running->chain;
		if (running->led)
			running->commit->found_by = running->request->channel;
	}
	if (!running->handler->after)
		spare_incident_leave(&running->turns->spares,
		    &running->incident);
	ledger_commit(running->turns->options.ledger, running->commit,
	    on_commit, running);
}

void turn_decide(struct running *running)
{
	struct turn *turn = &running->turn;

	if (was_seen(running)) {
		if (running->guesses)
			load_instead(running);
		else
			turn_end(running, TURN_DUPLICATE);
		return;
	}
	turn->arena = running->scratch;
	turn->policy = running->turns->options.policy;
	turn->request = running->request;
	turn->now_ms = clock_now_ms(running->turns->options.clock);
	if (turn->now_ms == running->incident->update_ms)
		turn->now_ms++;	/* its time tells an update from the last */
	release(running);	/* what had wanted a number */
	spare_decision_take(&running->turns->spares,
	    &running->decision);
	turn->out = running->decision;
	decision_init_over(running->decision, running->scratch, running->request,
	    running->incident, turn->now_ms);
	if (running->about_site)
		spare_site_take(&running->turns->spares,
		    &running->site_after);
	running->decision->site_room = running->site_after;
	dispatch_run(turn, running->handler, running->incident);
	if (running->guesses && !will_be_confirmed(running)) {
		load_instead(running);
		return;
	}
	if (running->decision->wants_number) {
		ledger_new_number(running->turns->options.ledger, on_number,
		    running);
		return;
	}
	if (running->decision->event_count == 0) {
		turn_end(running, TURN_DONE);
		return;
	}
	commit(running);
}

static void choose_handler(struct running *running)
{
	running->handler = dispatch_find(running->request,
	    running->incident->phase != 0);
	turn_gather(running);
}

/* From here on it needs some 200 kB, and 100 kB from the commit on; while it
 * waits for others, and for a load, it needs none. */
static void begin_try(struct running *running)
{
	leave_try(running);
	running->scratch = arena_new(TURN_MEMORY_MAX);
	spare_incident_take(&running->turns->spares, &running->incident);
}

static void begin_without(struct running *running)
{
	begin_try(running);
	incident_clear(running->incident);
	choose_handler(running);
}

/* By its channel; false if it has to wait for another turn. */
static bool hold_found(struct running *running, const char *id)
{
	(void)text_copy(running->incident_id, sizeof(running->incident_id),
	    id);
	if (turn_queue_hold(running))
		return true;
	leave_try(running);
	turn_queue_leave(running);
	return false;
}

static void on_load(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct running *running = arg;

	if (status == LEDGER_ABSENT) {
		begin_without(running);
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
	begin_try(running);
	if (!incident_decode_over(snapshot->data, snapshot->length,
	    running->incident)) {
		turn_end(running, TURN_DAMAGED);
		return;
	}
	running->incident->version = snapshot->version;
	turn_cache_put(running->turns->cache, *running->incident_id ? "" :
	    running->request->channel, snapshot, running->incident);
	(void)text_copy(running->chain, sizeof(running->chain),
	    snapshot->chain);
	if (!*running->incident_id && !hold_found(running, snapshot->id))
		return;
	choose_handler(running);
}

/* Which incident it is, by what is remembered of the channel. */
static void take_lead(struct running *running)
{
	const struct turn_cached *cached;

	if (running->loads || *running->incident_id)
		return;
	cached = turn_cache_find(running->turns->cache, "",
	    running->request->channel);
	if (!cached)
		return;
	(void)text_copy(running->incident_id, sizeof(running->incident_id),
	    cached->id);
	running->led = true;
}

/* False if it is not remembered, or not to be relied on. */
static bool guess(struct running *running)
{
	const struct turn_cached *cached;

	if (running->loads || !*running->incident_id)
		return false;
	cached = turn_cache_find(running->turns->cache, running->incident_id,
	    "");
	if (!cached || (running->led &&
	    strcmp(cached->channel, running->request->channel) != 0))
		return false;
	begin_try(running);
	turn_cached_take(cached, running->incident);
	(void)text_copy(running->chain, sizeof(running->chain),
	    cached->chain);
	running->guesses = true;
	choose_handler(running);
	return true;
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

void turn_begin(void *arg)
{
	struct running *running = arg;
	const struct request *request = running->request;
	bool loads;

	memset(&running->turn, 0, sizeof(running->turn));
	running->handler = NULL;
	running->guesses = false;
	running->chain[0] = '\0';
	leave_try(running);
	running->about_site = is_about_site(request);
	if (!*running->incident_id && (running->about_site ||
	    *request->incident))
		(void)text_copy(running->incident_id,
		    sizeof(running->incident_id), running->about_site ?
		    SITE_ID : request->incident);
	loads = !running->about_site && needs_load(request);
	if (loads)
		take_lead(running);
	if (*running->incident_id && !running->holds &&
	    !turn_queue_hold(running))
		return;
	if (!turn_queue_enter(running))
		return;
	if (!loads) {
		begin_without(running);
		return;
	}
	if (guess(running))
		return;
	forget_lead(running);
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
