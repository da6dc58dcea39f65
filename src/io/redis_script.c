/* SPDX-License-Identifier: MIT
 *
 * redis_script: see redis_script.h. A call keeps its words until it is
 * answered, as the second try needs them again.
 */
#include "io/redis_script.h"

#include <hiredis/hiredis.h>
#include <openssl/evp.h>

#include "base/memory.h"
#include "base/text.h"

void redis_script_init(struct redis_script *script, const char *name,
    const char *source)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	script->name = name;
	script->source = source;
	if (EVP_Digest(source, strlen(source), digest, &length, EVP_sha1(),
		NULL) != 1)
		abort();
	assert(2 * length + 1 == sizeof(script->sha));
	text_hex(script->sha, digest, length);
}

/* An EVALSHA in flight, with all that a second try by EVAL needs. */
struct script_call {
	struct redis_connection *connection;
	const struct redis_script *script;
	redis_reply_cb *callback;
	void *arg;
	int64_t due_ms;		/* monotonic */
	size_t argc;
	const char **argv;	/* three of ours, then the caller's copied */
	size_t *lengths;
	char key_count[24];
	char bytes[];
};

static void script_call_free(struct script_call *call)
{
	free(call->argv);
	free(call->lengths);
	free(call);
}

static void script_call_end(struct script_call *call,
    const struct redisReply *reply)
{
	redis_reply_cb *callback = call->callback;
	void *arg = call->arg;

	script_call_free(call);
	callback(arg, reply);
}

static bool script_call_send(struct script_call *call, const char *verb,
    const char *script, redis_reply_cb *callback)
{
	struct redis_command command = {
		.argc = call->argc, .argv = call->argv,
		.lengths = call->lengths, .callback = callback, .arg = call,
	};
	int64_t left_ms = call->due_ms -
	    loop_monotonic_ms(redis_loop(call->connection));

	command.deadline_ms = left_ms > 0 ? left_ms : 1;
	call->argv[0] = verb;
	call->lengths[0] = strlen(verb);
	call->argv[1] = script;
	call->lengths[1] = strlen(script);
	return redis_send(call->connection, &command);
}

static void on_eval(void *arg, const struct redisReply *reply)
{
	script_call_end(arg, reply);
}

static void on_evalsha(void *arg, const struct redisReply *reply)
{
	struct script_call *call = arg;

	if (reply != NULL && reply->type == REDIS_REPLY_ERROR &&
	    text_starts_with(reply->str, "NOSCRIPT") &&
	    script_call_send(call, "EVAL", call->script->source, on_eval))
		return;
	script_call_end(call, reply);
}

static size_t word_length(const struct redis_command *words, size_t i)
{
	return words->lengths != NULL ? words->lengths[i]
	    : strlen(words->argv[i]);
}

static struct script_call *script_call_new(const struct redis_command *words,
    size_t key_count)
{
	struct script_call *call;
	size_t bytes = 0;
	size_t i;
	char *to;

	for (i = 0; i < words->argc; i++)
		bytes += word_length(words, i);
	call = xcalloc(1, sizeof(*call) + bytes);
	call->argc = words->argc + 3;
	call->argv = xcalloc(call->argc, sizeof(*call->argv));
	call->lengths = xcalloc(call->argc, sizeof(*call->lengths));
	snprintf(call->key_count, sizeof(call->key_count), "%zu", key_count);
	call->argv[2] = call->key_count;
	call->lengths[2] = strlen(call->key_count);
	to = call->bytes;
	for (i = 0; i < words->argc; i++) {
		size_t n = word_length(words, i);

		memcpy(to, words->argv[i], n);
		call->argv[i + 3] = to;
		call->lengths[i + 3] = n;
		to += n;
	}
	return call;
}

bool redis_send_script(struct redis_connection *c,
    const struct redis_script *script, size_t key_count,
    const struct redis_command *words)
{
	struct script_call *call;
	int64_t span_ms = words->deadline_ms > 0 ? words->deadline_ms
	    : REDIS_DEADLINE_MS;

	assert(key_count <= words->argc && words->callback != NULL);
	if (!redis_is_up(c))
		return false;
	call = script_call_new(words, key_count);
	call->connection = c;
	call->script = script;
	call->callback = words->callback;
	call->arg = words->arg;
	call->due_ms = loop_monotonic_ms(redis_loop(c)) + span_ms;
	if (script_call_send(call, "EVALSHA", script->sha, on_evalsha))
		return true;
	script_call_free(call);
	return false;
}
