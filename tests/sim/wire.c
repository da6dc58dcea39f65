/* SPDX-License-Identifier: MIT
 *
 * wire: calls to Slack on their way there and back, and what befalls them: the
 * seam services/slack/slack.h. A call that has left its replica arrives even if
 * that dies; one whose replica is stopped right before the send leaves when it
 * goes on.
 */
#include "base/memory.h"
#include "base/text.h"
#include "services/slack/slack.h"
#include "services/slack/slack_method.h"
#include "tests/sim/books.h"
#include "tests/sim/outside.h"
#include "tests/sim/wire.h"
#include "tests/sim/world.h"

struct slack {
	struct replica *replica;
};

struct call_under_way {
	struct replica *replica;
	uint64_t life;
	int64_t left_ms;
	bool stopped;
	const struct slack_method *method;
	char name[64];
	char *url;		/* a response_url instead of a method */
	json_t *args;
	slack_cb *callback;
	void *arg;
	struct slack_verdict verdict;
	const char *error;	/* in the body, or static */
	json_t *body;
};

struct slack *wire_new(struct replica *replica)
{
	struct slack *slack = xcalloc(1, sizeof(*slack));

	slack->replica = replica;
	return slack;
}

void wire_free(struct slack *slack)
{
	free(slack);
}

static void call_free(void *arg)
{
	struct call_under_way *call = arg;

	json_decref(call->args);
	json_decref(call->body);
	free(call->url);
	free(call);
}

static void on_back(void *arg)
{
	struct call_under_way *call = arg;
	struct slack_answer answer = {
		.outcome = call->verdict.outcome,
		.retry_ms = call->verdict.retry_ms,
		.error = call->error, .body = call->body,
	};

	call->callback(call->arg, &answer);
	call_free(call);
}

static void judge(struct call_under_way *call, struct outside_answer *answer)
{
	const char *word = json_string_value(json_object_get(answer->body,
	    "error"));

	call->body = answer->body;
	call->error = word ? word : "";
	if (answer->cut)
		call->verdict = slack_judge_failure(call->method, true);
	else if (answer->http_status != 200)
		call->verdict = slack_judge_status(call->method,
		    answer->http_status, answer->retry_ms);
	else if (word)
		call->verdict = slack_judge_word(call->method, word);
}

static void fail_call(struct call_under_way *call)
{
	call->verdict = slack_judge_failure(call->method, true);
	json_decref(call->body);
	call->body = NULL;
	call->error = "timeout";
}

static void arrive(struct call_under_way *call)
{
	struct world *world = call->replica->world;
	struct outside_answer answer = { .http_status = 200 };
	struct applied applied = {
		.replica = call->replica, .left_ms = call->left_ms,
		.stopped = call->stopped,
		.method = call->name, .args = call->args,
	};

	outside_call(world->outside, call->method, call->url, call->args,
	    &answer);
	applied.body = answer.body;
	world_trace(world, call->name);
	books_applied(world->books, &applied);
	judge(call, &answer);
}

static bool is_limited(struct world *world)
{
	if (world->slack_busy_until_ms > world->now_ms)
		return world_chance(world, 900);
	return world_chance(world, world->faults.rate_limited);
}

static void on_there(void *arg)
{
	struct call_under_way *call = arg;
	struct world *world = call->replica->world;
	const struct faults *faults = &world->faults;
	int64_t back_ms = world_between(world, 5, 120);

	if (world_chance(world, faults->call_lost)) {
		fail_call(call);
	} else if (is_limited(world)) {
		call->verdict.outcome = SLACK_LATER;
		call->verdict.retry_ms = world_between(world, 1000, 30000);
		call->error = "ratelimited";
	} else {
		arrive(call);
		if (world_chance(world, faults->answer_lost))
			fail_call(call);
	}
	if (world_chance(world, faults->slow))
		back_ms = world_between(world, 1000, 5000);
	world_tell(world, "replica %d: %s %s -> %d %s", call->replica->number,
	    call->name, world->print || world->told ? wire_what(call->args) :
	    "", (int)call->verdict.outcome, call->error);
	if (call->life != call->replica->life) {
		call_free(call);
		return;
	}
	world_at_or_drop(world, call->replica, back_ms, on_back, call_free,
	    call);
}

const char *wire_what(const json_t *args)
{
	static const char *const keys[] = {
		"channel", "channel_id", "ts", "name", "user_id",
	};
	static char line[160];
	struct text text;
	const char *fx;

	text_init(&text, line, sizeof(line));
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const char *value = json_string_value(json_object_get(args,
		    keys[i]));

		if (value)
			text_addf(&text, "%s ", value);
	}
	fx = json_string_value(json_object_get(json_object_get(json_object_get(
	    args, "metadata"), "event_payload"), "fx"));
	text_addf(&text, "%s", fx ? fx : "");
	return line;
}

/* From here on it is beyond its replica's reach. */
static void on_leaving(void *arg)
{
	struct call_under_way *call = arg;
	struct world *world = call->replica->world;

	call->left_ms = world->now_ms;
	world_at_or_drop(world, NULL, world_between(world, 2, 60), on_there,
	    call_free, call);
}

static void send_call(struct slack *slack, const char *name, const char *url,
    const json_t *args, struct call_under_way *call)
{
	struct replica *replica = slack->replica;
	struct world *world = replica->world;

	call->replica = replica;
	call->life = replica->life;
	call->method = slack_method_find(name);
	(void)text_copy(call->name, sizeof(call->name), name);
	call->url = url ? xstrdup(url) : NULL;
	call->args = json_incref((json_t *)(uintptr_t)args);
	call->error = "";
	if (world_chance(world, world->faults.pauses_sending)) {
		call->stopped = true;
		replica_pause(replica, pause_length_ms(world));
		world_at_or_drop(world, replica, 0, on_leaving, call_free,
		    call);
		return;
	}
	on_leaving(call);
}

void slack_call(struct slack *slack, const char *method, const json_t *args,
    slack_cb *callback, void *arg)
{
	struct call_under_way *call = xcalloc(1, sizeof(*call));

	call->callback = callback;
	call->arg = arg;
	send_call(slack, method, NULL, args, call);
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

void slack_respond(struct slack *slack, const char *response_url,
    const json_t *message, slack_cb *callback, void *arg)
{
	struct call_under_way *call = xcalloc(1, sizeof(*call));

	call->callback = callback;
	call->arg = arg;
	send_call(slack, SLACK_RESPOND, response_url, message, call);
}
