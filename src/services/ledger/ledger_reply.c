/* SPDX-License-Identifier: MIT
 *
 * ledger_reply: see ledger_reply.h.
 */
#include "services/ledger/ledger_reply.h"

#include <hiredis/hiredis.h>
#include <limits.h>

#include "base/arena.h"
#include "base/text.h"

struct word {
	const char *word;
	enum ledger_status status;
};

/* First words of the scripts' answers. */
static const struct word answers[] = {
	{ "OK", LEDGER_OK },
	{ "ABSENT", LEDGER_ABSENT },
	{ "DUP", LEDGER_DUPLICATE },
	{ "CONFLICT", LEDGER_CONFLICT },
	{ "SPLIT", LEDGER_SPLIT },
	{ "LOST", LEDGER_LOST },
	{ "SKEW", LEDGER_SKEW },
	{ "WIPED", LEDGER_WIPED },
	{ "NEWER", LEDGER_NEWER },
};

/* First words of errors after which nothing was written and which pass: the
 * server starts, fails over, has a full disk. All others do not pass. */
static const struct word errors[] = {
	{ "OOM", LEDGER_FULL },
	{ "LOADING", LEDGER_UNKNOWN },
	{ "BUSY", LEDGER_UNKNOWN },
	{ "READONLY", LEDGER_UNKNOWN },
	{ "NOREPLICAS", LEDGER_UNKNOWN },
	{ "MISCONF", LEDGER_UNKNOWN },
	{ "MASTERDOWN", LEDGER_UNKNOWN },
	{ "CLUSTERDOWN", LEDGER_UNKNOWN },
	{ "TRYAGAIN", LEDGER_UNKNOWN },
	{ "NOSCRIPT", LEDGER_UNKNOWN },
};

static enum ledger_status look_up(const struct word *words, size_t count,
    const char *text)
{
	size_t length = strcspn(text, " ");

	for (size_t i = 0; i < count; i++)
		if (strlen(words[i].word) == length &&
		    strncmp(words[i].word, text, length) == 0)
			return words[i].status;
	return LEDGER_REFUSED;
}

enum ledger_status ledger_reply_status(const struct redisReply *reply)
{
	const char *word;
	size_t length;

	if (!reply)
		return LEDGER_UNKNOWN;
	if (reply->type == REDIS_REPLY_ERROR)
		return look_up(errors, ARRAY_LEN(errors), reply->str);
	if (!ledger_reply_text(reply, 0, &word, &length))
		return LEDGER_REFUSED;
	return look_up(answers, ARRAY_LEN(answers), word);
}

void ledger_reply_describe(const struct redisReply *reply, char *out,
    size_t size)
{
	const char *word, *more;
	size_t length;

	if (reply->type == REDIS_REPLY_ERROR)
		snprintf(out, size, "%s", reply->str);
	else if (!ledger_reply_text(reply, 0, &word, &length))
		snprintf(out, size, "an answer of type %d", reply->type);
	else if (!ledger_reply_text(reply, 1, &more, &length))
		snprintf(out, size, "%s", word);
	else
		snprintf(out, size, "%s %s", word, more);
}

bool ledger_reply_text(const struct redisReply *reply, size_t index,
    const char **out, size_t *length)
{
	const struct redisReply *element;

	if (reply->type != REDIS_REPLY_ARRAY || index >= reply->elements)
		return false;
	element = reply->element[index];
	if (element->type != REDIS_REPLY_STRING)
		return false;
	*out = element->str;
	*length = (size_t)element->len;
	return true;
}

bool ledger_reply_number(const struct redisReply *reply, size_t index,
    int64_t min, int64_t *out)
{
	const char *text;
	size_t length;

	return ledger_reply_text(reply, index, &text, &length) &&
	    strlen(text) == length &&
	    text_parse_int(text, min, INT64_MAX, out);
}

bool ledger_reply_snapshot(const struct redisReply *reply, size_t first,
    struct ledger_snapshot *out)
{
	struct ledger_snapshot snapshot = { 0 };
	int64_t epoch;
	size_t length;

	if (!ledger_reply_text(reply, first, &snapshot.id, &length) ||
	    !ledger_is_word(snapshot.id) ||
	    !ledger_reply_number(reply, first + 1, 1, &snapshot.version) ||
	    !ledger_reply_number(reply, first + 2, 0, &epoch) ||
	    epoch > INT_MAX ||
	    !ledger_reply_text(reply, first + 3, &snapshot.data,
	    &snapshot.length))
		return false;
	snapshot.epoch = (int)epoch;
	snapshot.chain = "";
	if (reply->elements > first + 4 && !ledger_reply_text(reply,
	    first + 4, &snapshot.chain, &length))
		return false;
	*out = snapshot;
	return true;
}

bool ledger_reply_claim(const struct redisReply *reply, struct arena *arena,
    struct ledger_claim *out)
{
	const char *job, *token, *body;
	size_t job_length, token_length, body_length;
	int64_t due_ms, attempt;
	char *copy;

	if (!ledger_reply_text(reply, 0, &job, &job_length) ||
	    !ledger_reply_number(reply, 1, INT64_MIN, &due_ms) ||
	    !ledger_reply_text(reply, 2, &token, &token_length) ||
	    !ledger_reply_number(reply, 3, 1, &attempt) ||
	    !ledger_reply_text(reply, 4, &body, &body_length))
		return false;
	copy = arena_alloc(arena, body_length + 1);
	memcpy(copy, body, body_length);
	out->job = arena_strdup(arena, job);
	out->due_ms = due_ms;
	out->token = arena_strdup(arena, token);
	out->attempt = attempt < INT_MAX ? (int)attempt : INT_MAX;
	out->body = copy;
	out->body_length = body_length;
	return true;
}

bool ledger_reply_entry(const struct redisReply *reply,
    struct ledger_entry *out)
{
	struct ledger_entry entry = { 0 };
	const char *id;
	size_t length;
	char version[24];
	size_t digits;
	int64_t position;

	if (!ledger_reply_text(reply, 0, &id, &length) ||
	    !ledger_reply_text(reply, 1, &entry.data, &entry.length))
		return false;
	digits = strcspn(id, "-");
	if (digits >= sizeof(version) || id[digits] != '-')
		return false;
	memcpy(version, id, digits);
	version[digits] = '\0';
	if (!text_parse_int(version, 0, INT64_MAX, &entry.version) ||
	    !text_parse_int(id + digits + 1, 0, INT_MAX, &position))
		return false;
	entry.index = (int)position;
	entry.chain = "";
	if (reply->elements > 2 &&
	    !ledger_reply_text(reply, 2, &entry.chain, &length))
		return false;
	*out = entry;
	return true;
}

bool ledger_reply_summary(const struct redisReply *reply, size_t index,
    struct ledger_summary *out)
{
	const struct redisReply *pair = reply->element[index];
	size_t length;

	if (ledger_reply_text(reply, index, &out->id, &length)) {
		out->data = "";
		out->length = 0;
		return ledger_is_word(out->id);
	}
	return ledger_reply_text(pair, 0, &out->id, &length) &&
	    ledger_is_word(out->id) &&
	    ledger_reply_text(pair, 1, &out->data, &out->length);
}
