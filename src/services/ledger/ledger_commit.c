/* SPDX-License-Identifier: MIT
 *
 * ledger_commit: one turn as the words of commit.lua. The other calls:
 * ledger_redis.c.
 */
#include "services/ledger/ledger.h"
#include "base/arena.h"
#include "base/hash.h"
#include "services/ledger/ledger_op.h"
#include "services/ledger/ledger_reply.h"

static bool says_version(enum ledger_status status)
{
	return status == LEDGER_OK || status == LEDGER_DUPLICATE ||
	    status == LEDGER_CONFLICT || status == LEDGER_SPLIT ||
	    status == LEDGER_LOST;
}

static void take_commit(struct op *op, const struct redisReply *reply)
{
	if (says_version(op->status) &&
	    !ledger_reply_number(reply, 1, 0, &op->version))
		op_garbled(op, LEDGER_REFUSED);
	if (op->status == LEDGER_OK &&
	    !ledger_reply_number(reply, 2, 0, &op->now_ms))
		op_garbled(op, LEDGER_REFUSED);
	op_answered(op);
}

/* What the index has of it, behind a word that tells this from what it had: most
 * turns change nothing of it. */
static void add_commit_places(struct words *words,
    const struct ledger_commit *commit)
{
	struct arena *scratch = words->ledger->scratch;
	bool indexed = commit->summary_length > 0;
	const char *rank = commit->open_rank < 0 ? "" :
	    arena_printf(scratch, "%.17g", commit->open_rank);
	const char *placed = !indexed ? "" :
	    arena_printf(scratch, "%lld", (long long)commit->declared_ms);
	const char *owed = commit->owed_ms <= 0 ? "" :
	    arena_printf(scratch, "%lld", (long long)commit->owed_ms);
	const char *summary = !indexed ? "" :
	    arena_strndup(scratch, commit->summary, commit->summary_length);

	words_add(words, arena_printf(scratch, "%016llx",
	    (unsigned long long)hash_string(arena_printf(scratch,
	    "%s\n%s\n%s\n%s", rank, placed, owed, summary))));
	words_add(words, rank);
	words_add(words, placed);
	words_add(words, summary);
	words_add(words, owed);
}

static void add_commit_head(struct words *words,
    const struct ledger_commit *commit)
{
	struct arena *scratch = words->ledger->scratch;
	bool keyed = commit->dedupe_key[0] != '\0';

	words_add_key(words, "inc", commit->id);
	words_add_key(words, "tl", commit->id);
	words_add_key(words, "dd", commit->dedupe_key);
	words_add(words, words->ledger->store);
	words_add(words, commit->id);
	words_add(words, arena_printf(scratch,
	    "%lld %d %lld %zu %zu %zu %zu",
	    (long long)commit->expected_version, commit->epoch,
	    (long long)(keyed ? commit->dedupe_ttl_ms : 0),
	    commit->event_count, commit->cancelled_count,
	    commit->job_count, commit->drop_count));
	words_add_bytes(words, commit->snapshot, commit->snapshot_length);
	words_add(words, !commit->channel_from || !*commit->channel_from ?
	    commit->channel : arena_printf(scratch, "%s %s",
	    commit->channel, commit->channel_from));
	words_add(words, commit->finished_job);
	words_add(words, commit->finished_token);
	words_add(words, commit->expected_chain ? commit->expected_chain : "");
	words_add(words, commit->found_by ? commit->found_by : "");
	add_commit_places(words, commit);
}

static void add_commit_job(struct words *words, const struct ledger_job *job)
{
	words_add(words, job->id);
	words_add(words, arena_printf(words->ledger->scratch, "%lld %d %s",
	    (long long)job->due_ms, job->urgency, job->lane));
	words_add_bytes(words, job->body, job->body_length);
}

void ledger_commit(struct ledger *ledger, const struct ledger_commit *commit,
    ledger_commit_cb *callback, void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_COMMIT, take_commit, arg);
	struct words words = words_new(ledger, 3 + 14 + commit->event_count +
	    commit->cancelled_count + 3 * commit->job_count +
	    2 * commit->drop_count);

	assert(ledger_commit_is_sound(commit));
	op->callback.commit = callback;
	add_commit_head(&words, commit);
	for (size_t i = 0; i < commit->event_count; i++)
		words_add(&words, commit->events[i]);
	for (size_t i = 0; i < commit->cancelled_count; i++)
		words_add(&words, commit->cancelled_jobs[i]);
	for (size_t i = 0; i < commit->job_count; i++)
		add_commit_job(&words, &commit->jobs[i]);
	for (size_t i = 0; i < commit->drop_count; i++) {
		words_add(&words, commit->drops[i].id);
		words_add_number(&words, commit->drops[i].version);
	}
	op_send_confirmed(op, &words);
}
