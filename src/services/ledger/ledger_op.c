/* SPDX-License-Identifier: MIT
 *
 * ledger_op: see ledger_op.h.
 */
#include "services/ledger/ledger_op.h"

#include <hiredis/hiredis.h>

#include "base/arena.h"
#include "base/memory.h"
#include "services/ledger/ledger_reply.h"

enum {
	WAIT_RETRY_MS = 50,
	DIGITS_MAX = 20,	/* of an int64_t, with its sign */
};

void words_add_bytes(struct words *words, const char *data,
    size_t length)
{
	assert(words->count < words->room);
	words->argv[words->count] = length > 0 ? data : "";
	words->lengths[words->count++] = length;
}

void words_add(struct words *words, const char *text)
{
	words_add_bytes(words, text, strlen(text));
}

void words_add_number(struct words *words, int64_t number)
{
	char digits[DIGITS_MAX];
	size_t at = sizeof(digits);
	uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0)
		digits[--at] = '-';
	words_add(words, arena_strndup(words->ledger->scratch, digits + at,
	    sizeof(digits) - at));
}

void words_add_key(struct words *words, const char *kind,
    const char *id)
{
	words_add(words, arena_printf(words->ledger->scratch, "%s%s:%s",
	    words->ledger->tag, kind, id));
	words->keys++;
}

struct words words_new(struct ledger *ledger, size_t room)
{
	struct words words = { .ledger = ledger };

	arena_reset(ledger->scratch);
	words.room = LEDGER_SHARED_KEYS + room;
	words.argv = arena_alloc(ledger->scratch,
	    words.room * sizeof(*words.argv));
	words.lengths = arena_alloc(ledger->scratch,
	    words.room * sizeof(*words.lengths));
	for (size_t i = 0; i < LEDGER_SHARED_KEYS; i++)
		words_add(&words, ledger->keys[i]);
	words.keys = LEDGER_SHARED_KEYS;
	return words;
}

void op_free(struct op *op)
{
	arena_free(op->arena);
	free(op);
}

struct op *op_new(struct ledger *ledger, enum ledger_script which,
    void (*take)(struct op *, const struct redisReply *), void *arg)
{
	struct op *op = xcalloc(1, sizeof(*op));

	op->ledger = ledger;
	op->which = which;
	op->take = take;
	op->arg = arg;
	return op;
}

static void note_error(struct op *op, const char *what)
{
	snprintf(op->ledger->last_error, sizeof(op->ledger->last_error),
	    "%s: %s", ledger_script_name(op->which), what);
}

/* An answer that should have been in order is not. */
void op_garbled(struct op *op, enum ledger_status status)
{
	op->status = status;
	note_error(op, "an answer out of shape");
}

static void on_reply(void *arg, const struct redisReply *reply)
{
	struct op *op = arg;

	if (op->ledger->closing) {
		op_free(op);
		return;
	}
	op->status = ledger_reply_status(reply);
	if (op->status == LEDGER_NEWER && op->ledger->newer)
		op->ledger->newer(op->ledger->state_arg);
	if (op->status == LEDGER_REFUSED) {
		char what[200];

		ledger_reply_describe(reply, what, sizeof(what));
		note_error(op, what);
	}
	op->take(op, reply);
}

static void on_refused(void *arg)
{
	struct ledger *ledger = arg;
	struct op *op = ledger->refused;

	ledger->refused = NULL;
	while (op) {
		struct op *next = op->next;

		op->next = NULL;
		on_reply(op, NULL);
		op = next;
	}
}

static bool try_send(struct op *op, const struct words *words)
{
	struct ledger *ledger = op->ledger;
	struct redis_command command = {
		.argc = words->count, .argv = words->argv,
		.lengths = words->lengths, .callback = on_reply, .arg = op,
	};
	struct op **end = &ledger->refused;

	if (redis_send_script(ledger->redis, &ledger->scripts[op->which],
	    words->keys, &command))
		return true;
	while (*end)
		end = &(*end)->next;
	*end = op;
	timer_start(&ledger->refused_timer, ledger->loop, 0, on_refused,
	    ledger);
	return false;
}

void op_send(struct op *op, const struct words *words)
{
	(void)try_send(op, words);
}

/* Commits and claims end here, when they need not wait any more. */
static void op_give(struct op *op)
{
	bool said = op->status == LEDGER_OK;

	if (op->which == LEDGER_SCRIPT_COMMIT)
		op->callback.commit(op->arg, op->status, op->version,
		    op->now_ms);
	else
		op->callback.claim(op->arg, op->status,
		    said ? op->claims : NULL, said ? op->claim_count : 0,
		    said ? op->next_due_ms : 0, said ? op->now_ms : 0);
	op_free(op);
}

static void wait_soon(struct ledger *ledger, int64_t delay_ms);

/* Takes the ops whose fate is known out of the list, then tells them: a
 * callback may add to the list. */
static void on_wait(void *arg, const struct redisReply *reply)
{
	struct ledger *ledger = arg;
	bool enough = reply && reply->type == REDIS_REPLY_INTEGER &&
	    reply->integer >= ledger->replicas_wanted;
	struct op **link = &ledger->confirming;
	struct op *settled = NULL;
	struct op **end = &settled;

	if (ledger->closing)
		return;
	ledger->waiting = false;
	while (*link) {
		struct op *op = *link;

		if (!op->covered || !op->answered) {
			op->covered = false;
			link = &op->next;
			continue;
		}
		*link = op->next;
		op->next = NULL;
		*end = op;
		end = &op->next;
	}
	if (ledger->confirming)
		wait_soon(ledger, reply ? 0 : WAIT_RETRY_MS);
	while (settled) {
		struct op *op = settled;

		settled = op->next;
		if (!enough)
			op->status = LEDGER_UNCONFIRMED;
		op_give(op);
	}
}

/* Covers everything sent so far. A call that Redis did not know the script
 * of is sent again behind the WAIT; it is not answered yet when the WAIT is,
 * and waits for the next. */
static void send_wait(void *arg)
{
	struct ledger *ledger = arg;
	char replicas[16], timeout[16];
	const char *const argv[] = { "WAIT", replicas, timeout };
	struct redis_command command = {
		.argc = 3, .argv = argv, .callback = on_wait, .arg = ledger,
	};

	snprintf(replicas, sizeof(replicas), "%d", ledger->replicas_wanted);
	snprintf(timeout, sizeof(timeout), "%d", LEDGER_WAIT_MS);
	for (struct op *op = ledger->confirming; op; op = op->next)
		op->covered = true;
	ledger->waiting = redis_send(ledger->redis, &command);
	if (!ledger->waiting)
		on_wait(ledger, NULL);
}

static void wait_soon(struct ledger *ledger, int64_t delay_ms)
{
	if (!ledger->waiting && !timer_is_running(&ledger->wait_timer))
		timer_start(&ledger->wait_timer, ledger->loop, delay_ms,
		    send_wait, ledger);
}

void op_send_confirmed(struct op *op, const struct words *words)
{
	struct op **end = &op->ledger->confirming;

	if (!try_send(op, words) || op->ledger->replicas_wanted == 0)
		return;
	op->confirms = true;
	while (*end)
		end = &(*end)->next;
	*end = op;
	wait_soon(op->ledger, 0);
}

/* The script has answered: is that the end of it? */
void op_answered(struct op *op)
{
	struct op **link = &op->ledger->confirming;

	op->answered = true;
	if (op->confirms && (op->status == LEDGER_OK ||
	    op->status == LEDGER_DUPLICATE)) {
		wait_soon(op->ledger, 0);
		return;
	}
	while (*link && *link != op)
		link = &(*link)->next;
	if (*link)
		*link = op->next;
	op_give(op);
}

void ledger_drop_ops(struct ledger *ledger)
{
	ledger->closing = true;
	timer_stop(&ledger->refused_timer);
	timer_stop(&ledger->wait_timer);
	while (ledger->refused) {
		struct op *op = ledger->refused;

		ledger->refused = op->next;
		op_free(op);
	}
	/* Those not answered yet are freed by their answer. */
	while (ledger->confirming) {
		struct op *op = ledger->confirming;

		ledger->confirming = op->next;
		if (op->answered)
			op_free(op);
	}
	redis_free(ledger->redis);
}
