/* SPDX-License-Identifier: MIT
 *
 * effect_protocol: see effect_protocol.h. A state is one 64-bit word, so that
 * the set of states seen is a flat table and the queue an array of words.
 */
#include "tests/model/effect_protocol.h"

#include "base/memory.h"

enum { WORKERS = 2 };

enum job_place { JOB_QUEUED, JOB_LEASED, JOB_GONE };

enum step { STEP_IDLE, STEP_CLAIMED, STEP_READY, STEP_SENT, STEP_DEAD };

/* READY has two halves: before and after the check. */
struct state {
	unsigned job, owner, expired, claimed_before;
	unsigned unheard;	/* leased by a claim whose answer was lost */
	unsigned before_it;	/* claimed_before as it was before that */
	struct worker {
		unsigned step;
		unsigned again;		/* CLAIMED: somebody had it before */
		unsigned checked;	/* READY: the owner check is passed */
		unsigned unanswered;	/* its last claim was */
		unsigned late;		/* one is still on its way */
	} workers[WORKERS];
	unsigned posts, seen;		/* count; bit i: post i is visible */
	unsigned crashes, expiries, lost_answers, lost_claims;	/* allowed */
	unsigned verify;		/* a verify job waits */
};

struct exploration {
	const struct protocol *protocol;
	uint64_t *table;		/* 0 = free; words are stored + 1 */
	size_t table_size;
	uint64_t *queue;
	size_t count, room;
};

static uint64_t put_bits(uint64_t *word, unsigned value, unsigned width)
{
	assert(value < 1u << width);
	*word = *word << width | value;
	return *word;
}

static unsigned take_bits(uint64_t *word, unsigned width)
{
	unsigned value = (unsigned)(*word & ((1u << width) - 1));

	*word >>= width;
	return value;
}

static uint64_t pack(const struct state *state)
{
	uint64_t word = 0;

	put_bits(&word, state->job, 2);
	put_bits(&word, state->owner, 1);
	put_bits(&word, state->expired, 1);
	put_bits(&word, state->claimed_before, 1);
	put_bits(&word, state->unheard, 1);
	put_bits(&word, state->before_it, 1);
	for (int i = 0; i < WORKERS; i++) {
		put_bits(&word, state->workers[i].step, 3);
		put_bits(&word, state->workers[i].again, 1);
		put_bits(&word, state->workers[i].checked, 1);
		put_bits(&word, state->workers[i].unanswered, 1);
		put_bits(&word, state->workers[i].late, 1);
	}
	put_bits(&word, state->posts, 4);
	put_bits(&word, state->seen, POSTS_MAX);
	put_bits(&word, state->crashes, 3);
	put_bits(&word, state->expiries, 3);
	put_bits(&word, state->lost_answers, 3);
	put_bits(&word, state->lost_claims, 2);
	return put_bits(&word, state->verify, 1);
}

static struct state unpack(uint64_t word)
{
	struct state state;

	state.verify = take_bits(&word, 1);
	state.lost_claims = take_bits(&word, 2);
	state.lost_answers = take_bits(&word, 3);
	state.expiries = take_bits(&word, 3);
	state.crashes = take_bits(&word, 3);
	state.seen = take_bits(&word, POSTS_MAX);
	state.posts = take_bits(&word, 4);
	for (int i = WORKERS - 1; i >= 0; i--) {
		state.workers[i].late = take_bits(&word, 1);
		state.workers[i].unanswered = take_bits(&word, 1);
		state.workers[i].checked = take_bits(&word, 1);
		state.workers[i].again = take_bits(&word, 1);
		state.workers[i].step = take_bits(&word, 3);
	}
	state.before_it = take_bits(&word, 1);
	state.unheard = take_bits(&word, 1);
	state.claimed_before = take_bits(&word, 1);
	state.expired = take_bits(&word, 1);
	state.owner = take_bits(&word, 1);
	state.job = take_bits(&word, 2);
	return state;
}

static uint64_t mix(uint64_t x)
{
	x ^= x >> 31;
	x *= UINT64_C(0x9e3779b97f4a7c15);
	return x ^ x >> 29;
}

static bool table_add(struct exploration *all, uint64_t word)
{
	size_t at = mix(word) & (all->table_size - 1);

	while (all->table[at] != 0) {
		if (all->table[at] == word + 1)
			return false;
		at = (at + 1) & (all->table_size - 1);
	}
	all->table[at] = word + 1;
	return true;
}

static void table_grow(struct exploration *all)
{
	all->table_size *= 2;
	free(all->table);
	all->table = xcalloc(all->table_size, sizeof(*all->table));
	for (size_t i = 0; i < all->count; i++) {
		bool fresh = table_add(all, all->queue[i]);

		assert(fresh);
	}
}

static void reach(struct exploration *all, const struct state *state)
{
	uint64_t word = pack(state);

	if (!table_add(all, word))
		return;
	if (all->count == all->room) {
		all->room = all->room * 2 + 1024;
		all->queue = xrealloc(all->queue,
		    all->room * sizeof(*all->queue));
	}
	all->queue[all->count++] = word;
	if (all->count * 2 > all->table_size)
		table_grow(all);
}

static void set_step(struct state *state, int i, enum step step)
{
	struct worker *worker = &state->workers[i];

	worker->step = step;
	worker->again = worker->checked = 0;
}

static bool has(const struct exploration *all, unsigned guard)
{
	return all->protocol->guards & guard;
}

static bool all_seen(const struct state *state)
{
	return state->seen == (1u << state->posts) - 1;
}

/* A lease ends: of an owner that lives, by the allowance; of one that is gone,
 * has let it lie or does not know of it, in any case. */
static void try_expiry(struct exploration *all, const struct state *now)
{
	unsigned step = now->workers[now->owner].step;
	struct state next = *now;

	if (now->job != JOB_LEASED || now->expired)
		return;
	next.expired = 1;
	if (step == STEP_DEAD || step == STEP_IDLE || now->unheard)
		reach(all, &next);
	if (now->expiries == 0)
		return;
	next.expiries--;
	reach(all, &next);
}

/* The history catches up with one post. */
static void try_history(struct exploration *all, const struct state *now)
{
	for (unsigned i = 0; i < now->posts; i++) {
		struct state next = *now;

		next.seen |= 1u << i;
		if (next.seen != now->seen)
			reach(all, &next);
	}
}

/* With the grace period, nobody else can still be on the way to a send. */
static void try_verify(struct exploration *all, const struct state *now,
    int i)
{
	unsigned other = now->workers[1 - i].step;
	struct state next = *now;

	if (!now->verify || now->job != JOB_GONE || !all_seen(now))
		return;
	if (has(all, GUARD_GRACE) && other != STEP_IDLE && other != STEP_DEAD)
		return;
	next.verify = 0;
	if (next.posts > 1)
		next.posts = next.seen = 1;
	reach(all, &next);
}

static bool can_be_claimed(const struct state *state)
{
	return state->job == JOB_QUEUED ||
	    (state->job == JOB_LEASED && state->expired);
}

/* What a claim of this worker has taken whose answer was lost, as if it had
 * never been taken. */
static void give_back(const struct exploration *all, struct state *state,
    int i)
{
	if (!has(all, GUARD_ASK_AGAIN) || !state->workers[i].unanswered ||
	    state->job != JOB_LEASED || state->owner != (unsigned)i)
		return;
	if (state->unheard)
		state->claimed_before = state->before_it;
	else if (has(all, CARELESS_GIVING))
		state->claimed_before = 0;
	else
		return;
	state->job = JOB_QUEUED;
	state->owner = state->expired = 0;
	state->unheard = state->before_it = 0;
}

/* A claim takes effect, and nobody hears of it. */
static void claim_unheard(struct exploration *all, struct state next, int i)
{
	if (can_be_claimed(&next)) {
		next.before_it = next.claimed_before;
		next.claimed_before = 1;
		next.expired = 0;
		next.job = JOB_LEASED;
		next.owner = (unsigned)i;
		next.unheard = 1;
	}
	reach(all, &next);
}

/* Its answer is lost: it was carried out, was not, or will be, late. */
static void lose_claim(struct exploration *all, const struct state *now,
    int i)
{
	struct state next = *now;

	if (now->lost_claims == 0 || !has(all, GUARD_LEASE))
		return;
	next.lost_claims--;
	next.workers[i].unanswered = 1;
	reach(all, &next);
	next.workers[i].late = 1;
	reach(all, &next);
	next.workers[i].late = now->workers[i].late;
	give_back(all, &next, i);
	claim_unheard(all, next, i);
}

/* One that was lost on its way arrives. It takes nothing if another one of the
 * worker's was answered since, unless that is another life of it. */
static void try_late_claim(struct exploration *all, const struct state *now,
    int i)
{
	struct state next = *now;

	if (!now->workers[i].late)
		return;
	next.workers[i].late = 0;
	if (has(all, GUARD_ASK_AGAIN) && !now->workers[i].unanswered)
		reach(all, &next);
	claim_unheard(all, next, i);
}

static void try_claim(struct exploration *all, const struct state *now, int i)
{
	struct state next = *now;
	unsigned again;

	lose_claim(all, now, i);
	give_back(all, &next, i);
	next.workers[i].unanswered = 0;
	if (!can_be_claimed(&next)) {
		reach(all, &next);
		return;
	}
	again = next.claimed_before;
	next.claimed_before = 1;
	next.unheard = next.before_it = 0;
	next.expired = 0;
	if (!has(all, GUARD_LEASE)) {
		next.job = JOB_GONE;
		next.owner = 0;
		set_step(&next, i, STEP_READY);
	} else {
		next.job = JOB_LEASED;
		next.owner = (unsigned)i;
		set_step(&next, i, STEP_CLAIMED);
		next.workers[i].again = again;
	}
	reach(all, &next);
}

static void go_on(struct exploration *all, const struct state *now, int i)
{
	bool found = has(all, GUARD_RECONCILE) && now->workers[i].again &&
	    now->seen != 0;
	struct state next = *now;

	set_step(&next, i, found ? STEP_SENT : STEP_READY);
	reach(all, &next);
}

static bool owns(const struct exploration *all, const struct state *now,
    int i)
{
	return !has(all, GUARD_LEASE) || (now->job == JOB_LEASED &&
	    now->owner == (unsigned)i && !now->expired && !now->unheard);
}

/* A pause is possible between the check and the send: two steps. */
static void check(struct exploration *all, const struct state *now, int i)
{
	struct state next = *now;

	if (owns(all, now, i))
		next.workers[i].checked = 1;
	else
		set_step(&next, i, STEP_IDLE);
	reach(all, &next);
}

static void send(struct exploration *all, const struct state *now, int i)
{
	struct state lost = *now;
	struct state next = *now;

	if (!(has(all, GUARD_MESSAGE_ID) && now->posts > 0)) {
		assert(now->posts < POSTS_MAX);
		next.seen |= all->protocol->history_lags ? 0 :
		    1u << now->posts;
		next.posts++;
	}
	set_step(&next, i, STEP_SENT);
	reach(all, &next);
	if (now->lost_answers == 0)
		return;
	lost.lost_answers--;
	set_step(&lost, i, STEP_IDLE);
	reach(all, &lost);		/* it did not arrive */
	lost.posts = next.posts;
	lost.seen = next.seen;
	reach(all, &lost);		/* it did */
}

static void complete(struct exploration *all, const struct state *now, int i)
{
	struct state next = *now;

	set_step(&next, i, STEP_IDLE);
	if (now->job == JOB_LEASED && now->owner == (unsigned)i &&
	    !now->unheard) {
		next.job = JOB_GONE;
		next.owner = next.expired = 0;
		next.verify = has(all, GUARD_VERIFY);
	}
	reach(all, &next);
}

static void crash(struct exploration *all, const struct state *now, int i)
{
	struct state next = *now;

	if (now->crashes == 0 || now->workers[i].step == STEP_IDLE)
		return;
	next.crashes--;
	set_step(&next, i, STEP_DEAD);
	next.workers[i].unanswered = 0;
	reach(all, &next);
}

static void step_worker(struct exploration *all, const struct state *now,
    int i)
{
	struct state next = *now;

	switch ((enum step)now->workers[i].step) {
	case STEP_IDLE:
		try_claim(all, now, i);
		try_verify(all, now, i);
		return;
	case STEP_CLAIMED:
		go_on(all, now, i);
		break;
	case STEP_READY:
		if (has(all, GUARD_CHECK) && !now->workers[i].checked)
			check(all, now, i);
		else
			send(all, now, i);
		break;
	case STEP_SENT:
		complete(all, now, i);
		break;
	case STEP_DEAD:
		set_step(&next, i, STEP_IDLE);
		reach(all, &next);
		return;
	}
	crash(all, now, i);
}

static bool is_at_rest(const struct state *state)
{
	return state->job == JOB_GONE && !state->verify && all_seen(state) &&
	    state->workers[0].step == STEP_IDLE &&
	    state->workers[1].step == STEP_IDLE;
}

void effect_protocol_explore(const struct protocol *protocol,
    struct findings *findings)
{
	struct exploration all = { .protocol = protocol, .table_size = 4096 };
	struct state first = {
		.crashes = protocol->crashes, .expiries = protocol->expiries,
		.lost_answers = protocol->lost_answers,
		.lost_claims = protocol->lost_claims,
	};

	all.table = xcalloc(all.table_size, sizeof(*all.table));
	memset(findings, 0, sizeof(*findings));
	reach(&all, &first);
	for (size_t i = 0; i < all.count; i++) {
		struct state now = unpack(all.queue[i]);

		if (is_at_rest(&now))
			findings->posts |= 1u << now.posts;
		try_expiry(&all, &now);
		try_history(&all, &now);
		for (int worker = 0; worker < WORKERS; worker++) {
			try_late_claim(&all, &now, worker);
			step_worker(&all, &now, worker);
		}
	}
	findings->states = all.count;
	free(all.queue);
	free(all.table);
}
