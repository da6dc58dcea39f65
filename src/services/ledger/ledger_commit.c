/* SPDX-License-Identifier: MIT
 *
 * ledger_commit: one turn as the words of commit.lua. The other calls:
 * ledger_redis.c.
 */
#include "services/ledger/ledger.h"
#include "base/arena.h"
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

/* Where it stands in the index of all, and among what is owed. */
static void add_commit_places(struct words *words,
    const struct ledger_commit *commit)
{
	if (commit->summary_length > 0)
		words_add_number(words, commit->declared_ms);
	else
		words_add(words, "");
	words_add_bytes(words, commit->summary_length > 0 ? commit->summary :
	    "", commit->summary_length);
	if (commit->owed_ms > 0)
		words_add_number(words, commit->owed_ms);
	else
		words_add(words, "");
}

static void add_commit_head(struct words *words,
    const struct ledger_commit *commit)
{
	bool keyed = commit->dedupe_key[0] != '\0';

	words_add_key(words, "inc", commit->id);
	words_add_key(words, "tl", commit->id);
	words_add_key(words, "dd", commit->dedupe_key);
	words_add(words, words->ledger->store);
	words_add(words, commit->id);
	words_add_number(words, commit->expected_version);
	words_add_number(words, commit->epoch);
	words_add_bytes(words, commit->snapshot, commit->snapshot_length);
	words_add(words, !commit->channel_from || !*commit->channel_from ?
	    commit->channel : arena_printf(words->ledger->scratch, "%s %s",
	    commit->channel, commit->channel_from));
	words_add(words, commit->open_rank < 0 ? "" : arena_printf(
	    words->ledger->scratch, "%.17g", commit->open_rank));
	words_add_number(words, keyed ? commit->dedupe_ttl_ms : 0);
	words_add(words, commit->finished_job);
	words_add(words, commit->finished_token);
	words_add_number(words, (int64_t)commit->event_count);
	words_add_number(words, (int64_t)commit->cancelled_count);
	words_add_number(words, (int64_t)commit->job_count);
	add_commit_places(words, commit);
	words_add(words, commit->expected_chain ? commit->expected_chain : "");
	words_add(words, commit->found_by ? commit->found_by : "");
	words_add_number(words, (int64_t)commit->drop_count);
}

void ledger_commit(struct ledger *ledger, const struct ledger_commit *commit,
    ledger_commit_cb *callback, void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_COMMIT, take_commit, arg);
	struct words words = words_new(ledger, 22 + commit->event_count +
	    commit->cancelled_count + 5 * commit->job_count +
	    2 * commit->drop_count);

	assert(ledger_commit_is_sound(commit));
	op->callback.commit = callback;
	add_commit_head(&words, commit);
	for (size_t i = 0; i < commit->event_count; i++)
		words_add(&words, commit->events[i]);
	for (size_t i = 0; i < commit->cancelled_count; i++)
		words_add(&words, commit->cancelled_jobs[i]);
	for (size_t i = 0; i < commit->job_count; i++) {
		const struct ledger_job *job = &commit->jobs[i];

		words_add(&words, job->id);
		words_add_number(&words, job->due_ms);
		words_add(&words, job->lane);
		words_add_bytes(&words, job->body, job->body_length);
		words_add_number(&words, job->urgency);
	}
	for (size_t i = 0; i < commit->drop_count; i++) {
		words_add(&words, commit->drops[i].id);
		words_add_number(&words, commit->drops[i].version);
	}
	op_send_confirmed(op, &words);
}
