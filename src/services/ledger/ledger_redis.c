/* SPDX-License-Identifier: MIT
 *
 * ledger_redis: see ledger_redis.h. The words of each call and the meaning of
 * its answer; the scripts are in lua/, how calls travel is ledger_op.c's
 * affair, and ledger_reply.c takes answers apart.
 */
#include "services/ledger/ledger_redis.h"

#include <hiredis/hiredis.h>
#include <sys/random.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "services/clock.h"
#include "services/ledger/ledger_op.h"
#include "services/ledger/ledger_reply.h"

enum { STORE_BYTES = 16 };
#define WORDS_MEMORY_MAX ((size_t)1 << 20)
#define CLAIMS_MEMORY_MAX ((size_t)64 << 20)

bool ledger_is_namespace(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t length = strlen(name);

	return length > 0 && length <= LEDGER_NAMESPACE_MAX &&
	    strspn(name, allowed) == length;
}

static void on_state(void *arg, bool up, const char *reason)
{
	struct ledger *ledger = arg;

	if (ledger->state)
		ledger->state(ledger->state_arg, up, reason);
}

struct ledger *ledger_redis_new(struct loop *loop,
    const struct ledger_redis_options *options)
{
	static const char *const kinds[LEDGER_SHARED_KEYS] = {
		"meta", "agenda", "job", "lane", "own", "open", "chan",
	};
	struct ledger *ledger = xcalloc(1, sizeof(*ledger));

	assert(ledger_is_namespace(options->workspace));
	assert(options->shards >= 1 && options->shards <= LEDGER_SHARDS_MAX);
	assert(options->shard >= 0 && options->shard < options->shards);
	ledger->loop = loop;
	ledger->clock = options->clock;
	ledger->shards = options->shards;
	ledger->replicas_wanted = options->replicas_wanted;
	ledger->max_skew_ms = options->max_skew_ms ? options->max_skew_ms :
	    LEDGER_MAX_SKEW_MS;
	ledger->state = options->state;
	ledger->newer = options->newer;
	ledger->state_arg = options->state_arg;
	ledger->format = options->format;
	ledger->stays = options->stays;
	ledger->scratch = arena_new(WORDS_MEMORY_MAX);
	snprintf(ledger->tag, sizeof(ledger->tag), "{ib:%s:%d}:",
	    options->workspace, options->shard);
	for (size_t i = 0; i < LEDGER_SHARED_KEYS; i++)
		snprintf(ledger->keys[i], sizeof(ledger->keys[i]), "%s%s",
		    ledger->tag, kinds[i]);
	for (unsigned i = 0; i < LEDGER_SCRIPT_COUNT; i++) {
		ledger->texts[i] = ledger_script_text(i);
		redis_script_init(&ledger->scripts[i], ledger_script_name(i),
		    ledger->texts[i]);
	}
	ledger->redis = redis_open(loop, &options->redis, on_state, ledger);
	return ledger;
}

void ledger_free(struct ledger *ledger)
{
	if (!ledger)
		return;
	ledger_drop_ops(ledger);
	for (size_t i = 0; i < LEDGER_SCRIPT_COUNT; i++)
		free(ledger->texts[i]);
	arena_free(ledger->scratch);
	free(ledger);
}

const char *ledger_last_error(const struct ledger *ledger)
{
	return ledger->last_error;
}

int64_t ledger_skew_ms(const struct ledger *ledger)
{
	return ledger->skew_ms;
}

static void take_open(struct op *op, const struct redisReply *reply)
{
	struct ledger *ledger = op->ledger;
	const char *store = "";
	size_t length;

	if (op->status == LEDGER_OK &&
	    (!ledger_reply_text(reply, 1, &store, &length) ||
	    length >= 2 * STORE_BYTES + 1))
		op_garbled(op, LEDGER_REFUSED);
	if (op->status == LEDGER_OK)
		snprintf(ledger->store, sizeof(ledger->store), "%s.%d",
		    store, ledger->format);
	op->callback.open(op->arg, op->status,
	    op->status == LEDGER_OK ? store : "");
	op_free(op);
}

/* Random, so that two stores are never taken for each other. */
static void new_store_id(char out[2 * STORE_BYTES + 1])
{
	unsigned char bytes[STORE_BYTES];
	ssize_t got = getrandom(bytes, sizeof(bytes), 0);

	assert(got == (ssize_t)sizeof(bytes));
	text_hex(out, bytes, sizeof(bytes));
}

void ledger_open(struct ledger *ledger, const char *known, bool may_create,
    ledger_open_cb *callback, void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_OPEN, take_open, arg);
	struct words words = words_new(ledger, 7);
	char fresh[2 * STORE_BYTES + 1];

	op->callback.open = callback;
	new_store_id(fresh);
	words_add(&words, known);
	words_add_number(&words, LEDGER_SCHEMA);
	words_add_number(&words, ledger->shards);
	words_add_number(&words, may_create);
	words_add(&words, fresh);
	words_add_number(&words, ledger->format);
	words_add_number(&words, ledger->stays);
	op_send(op, &words);
}

static void take_load(struct op *op, const struct redisReply *reply)
{
	static const struct ledger_snapshot nothing = {
		.data = "", .chain = "" };
	struct ledger_snapshot snapshot = nothing;
	size_t length;
	bool known;

	if (op->status == LEDGER_OK &&
	    !ledger_reply_snapshot(reply, 1, &snapshot)) {
		op_garbled(op, LEDGER_SPLIT);
		snapshot = nothing;
	}
	known = op->status == LEDGER_OK || (op->status == LEDGER_SPLIT &&
	    ledger_reply_text(reply, 1, &snapshot.id, &length));
	op->callback.load(op->arg, op->status, known ? &snapshot : NULL);
	op_free(op);
}

static void load(struct op *op, const char *id, const char *channel,
    const char *job, const char *token)
{
	struct words words = words_new(op->ledger, 5);

	words_add(&words, op->ledger->store);
	words_add(&words, id);
	words_add(&words, channel);
	words_add(&words, job);
	words_add(&words, token);
	op_send(op, &words);
}

void ledger_load(struct ledger *ledger, const char *id, const char *channel,
    ledger_load_cb *callback, void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_LOAD, take_load, arg);

	op->callback.load = callback;
	load(op, id, channel, "", "");
}

void ledger_load_owned(struct ledger *ledger, const char *id,
    const char *job, const char *token, ledger_load_cb *callback, void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_LOAD, take_load, arg);

	op->callback.load = callback;
	load(op, id, "", job, token);
}

static void take_number(struct op *op, const struct redisReply *reply)
{
	int64_t number = 0;

	if (op->status == LEDGER_OK &&
	    !ledger_reply_number(reply, 1, 1, &number))
		op_garbled(op, LEDGER_REFUSED);
	op->callback.number(op->arg, op->status, number);
	op_free(op);
}

void ledger_new_number(struct ledger *ledger, ledger_number_cb *callback,
    void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_NUMBER, take_number, arg);
	struct words words = words_new(ledger, 1);

	op->callback.number = callback;
	words_add(&words, ledger->store);
	op_send(op, &words);
}

/* {OK, now, next due or "", skew, claim ...} */
static bool read_claims(struct op *op, const struct redisReply *reply)
{
	const char *next;
	size_t length;

	if (!ledger_reply_number(reply, 1, 0, &op->now_ms) ||
	    !ledger_reply_text(reply, 2, &next, &length) ||
	    !ledger_reply_number(reply, 3, INT64_MIN,
	    &op->ledger->skew_ms) ||
	    reply->elements - 4 > LEDGER_CLAIM_MAX)
		return false;
	if (length > 0 &&
	    !ledger_reply_number(reply, 2, INT64_MIN, &op->next_due_ms))
		return false;
	op->claim_count = reply->elements - 4;
	if (op->claim_count == 0)
		return true;
	op->arena = arena_new(CLAIMS_MEMORY_MAX);
	op->claims = arena_alloc(op->arena,
	    op->claim_count * sizeof(*op->claims));
	for (size_t i = 0; i < op->claim_count; i++)
		if (!ledger_reply_claim(reply->element[4 + i], op->arena,
		    &op->claims[i]))
			return false;
	return true;
}

static void take_claim(struct op *op, const struct redisReply *reply)
{
	if (op->status == LEDGER_OK && !read_claims(op, reply))
		op_garbled(op, LEDGER_REFUSED);
	if (op->status == LEDGER_SKEW && !ledger_reply_number(reply, 1,
	    INT64_MIN, &op->ledger->skew_ms))
		op_garbled(op, LEDGER_REFUSED);
	op_answered(op);
}

static void add_room(struct words *words, size_t room)
{
	words_add_number(words, room < LEDGER_CLAIM_MAX ? (int64_t)room :
	    LEDGER_CLAIM_MAX);
}

void ledger_claim(struct ledger *ledger, const struct ledger_ask *ask,
    ledger_claim_cb *callback, void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_CLAIM, take_claim, arg);
	struct words words = words_new(ledger, 10);

	assert(ledger_ask_is_sound(ask));
	op->callback.claim = callback;
	words_add(&words, ledger->store);
	words_add(&words, ask->worker);
	add_room(&words, ask->room[0]);
	words_add_number(&words, ask->lease_ms);
	words_add_number(&words, clock_now_ms(ledger->clock));
	words_add_number(&words, ledger->max_skew_ms);
	add_room(&words, ask->room[1]);
	add_room(&words, ask->room[2]);
	words_add_number(&words, ask->number);
	words_add_number(&words, ask->unanswered);
	op_send_confirmed(op, &words);
}

static void take_status(struct op *op, const struct redisReply *reply)
{
	(void)reply;
	op->callback.status(op->arg, op->status);
	op_free(op);
}

void ledger_complete(struct ledger *ledger,
    const struct ledger_completion *completion, ledger_status_cb *callback,
    void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_COMPLETE, take_status,
	    arg);
	struct words words = words_new(ledger, 8);

	assert(completion->delay_ms >= 0 && completion->verify_after_ms >= 0);
	op->callback.status = callback;
	words_add(&words, ledger->store);
	words_add(&words, completion->job);
	words_add(&words, completion->token);
	words_add(&words, completion->later ? "later" : "done");
	words_add_number(&words, completion->delay_ms);
	words_add_number(&words, completion->verify_after_ms);
	words_add_number(&words, completion->late);
	words_add_bytes(&words, completion->body, completion->body_length);
	op_send(op, &words);
}

static void take_list(struct op *op, const struct redisReply *reply)
{
	struct ledger_snapshot snapshots[LEDGER_LIST_MAX];
	size_t count = 0;
	int64_t total = 0;

	if (op->status == LEDGER_OK &&
	    (!ledger_reply_number(reply, 1, 0, &total) ||
	    reply->elements - 2 > LEDGER_LIST_MAX))
		op_garbled(op, LEDGER_REFUSED);
	/* A damaged incident must not hide the others. */
	for (size_t i = 2; op->status == LEDGER_OK && i < reply->elements; i++)
		if (ledger_reply_snapshot(reply->element[i], 0,
		    &snapshots[count]))
			count++;
	op->callback.list(op->arg, op->status, snapshots, count,
	    (size_t)total);
	op_free(op);
}

void ledger_list(struct ledger *ledger, enum ledger_index index,
    size_t offset, size_t max, ledger_list_cb *callback, void *arg)
{
	static const char *const names[] = {
		[LEDGER_INDEX_OPEN] = "open", [LEDGER_INDEX_OWED] = "owed",
		[LEDGER_INDEX_ALL] = "all",
	};
	struct op *op = op_new(ledger, LEDGER_SCRIPT_LIST, take_list, arg);
	struct words words = words_new(ledger, 4);

	op->callback.list = callback;
	words_add(&words, ledger->store);
	words_add_number(&words, offset < INT32_MAX ? (int64_t)offset :
	    INT32_MAX);
	words_add_number(&words, max < LEDGER_LIST_MAX ? (int64_t)max :
	    LEDGER_LIST_MAX);
	words_add(&words, names[index]);
	op_send(op, &words);
}

/* {OK, total, looked, {id, summary} ..., id ...} */
static void take_search(struct op *op, const struct redisReply *reply)
{
	struct ledger_summary *found = NULL;
	size_t count = 0;
	int64_t total = 0, looked = 0;

	if (op->status == LEDGER_OK && (!ledger_reply_number(reply, 1, 0, &total) ||
	    !ledger_reply_number(reply, 2, 0, &looked) ||
	    reply->elements - 3 > LEDGER_SEARCH_MAX))
		op_garbled(op, LEDGER_REFUSED);
	if (op->status == LEDGER_OK && reply->elements > 3)
		found = xcalloc(reply->elements - 3, sizeof(*found));
	for (size_t i = 3; op->status == LEDGER_OK && i < reply->elements; i++)
		if (ledger_reply_summary(reply, i, &found[count]))
			count++;
	op->callback.search(op->arg, op->status, found, count,
	    (size_t)looked, (size_t)total);
	free(found);
	op_free(op);
}

void ledger_search(struct ledger *ledger, const struct ledger_wish *wish,
    ledger_search_cb *callback, void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_SEARCH, take_search,
	    arg);
	struct words words = words_new(ledger, 4 + LEDGER_WORDS_MAX);

	op->callback.search = callback;
	words_add(&words, ledger->store);
	words_add_number(&words, wish->offset < INT32_MAX ?
	    (int64_t)wish->offset : INT32_MAX);
	words_add_number(&words, LEDGER_SEARCH_MAX);
	words_add_number(&words, wish->whole < LEDGER_SEARCH_MAX ?
	    (int64_t)wish->whole : LEDGER_SEARCH_MAX);
	for (size_t i = 0; i < wish->word_count && i < LEDGER_WORDS_MAX; i++)
		words_add(&words, wish->words[i]);
	op_send(op, &words);
}

static void take_timeline(struct op *op, const struct redisReply *reply)
{
	struct ledger_entry *entries = NULL;
	size_t count = 0;

	if (op->status == LEDGER_OK && reply->elements - 1 > 0)
		entries = xcalloc(reply->elements - 1, sizeof(*entries));
	while (op->status == LEDGER_OK && count + 1 < reply->elements) {
		if (!ledger_reply_entry(reply->element[count + 1],
		    &entries[count]))
			op_garbled(op, LEDGER_SPLIT);
		count++;
	}
	op->callback.timeline(op->arg, op->status, entries,
	    op->status == LEDGER_OK ? count : 0);
	free(entries);
	op_free(op);
}

void ledger_timeline(struct ledger *ledger, const char *id,
    int64_t from_version, size_t max, ledger_timeline_cb *callback,
    void *arg)
{
	struct op *op = op_new(ledger, LEDGER_SCRIPT_TIMELINE, take_timeline,
	    arg);
	struct words words = words_new(ledger, 4);

	op->callback.timeline = callback;
	words_add_key(&words, "tl", id);
	words_add(&words, ledger->store);
	words_add_number(&words, from_version > 0 ? from_version : 0);
	words_add_number(&words, max < LEDGER_TIMELINE_MAX ? (int64_t)max :
	    LEDGER_TIMELINE_MAX);
	op_send(op, &words);
}
