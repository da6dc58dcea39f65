/* SPDX-License-Identifier: MIT
 *
 * replica: one running incbot inside the world: the shipped turns, runner,
 * homes and front, over a virtual clock, the ledger's twin, and Slack calls
 * that go to the in-process workspace, with faults on the way there and back.
 */
#include "tests/sim/world.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/front.h"
#include "daemon/homes.h"
#include "daemon/runner.h"
#include "daemon/turns.h"
#include "services/clock.h"
#include "services/slack.h"
#include "services/slack_method.h"
#include "services/slack_socket.h"
#include "tests/ledger/ledger_memory.h"
#include "tests/workspace/workspace.h"

/* --- the clock ------------------------------------------------------------ */

struct clock {
	struct replica *replica;
	int64_t skew_ms;
};

int64_t clock_now_ms(struct clock *clock)
{
	return clock->replica->world->now_ms + clock->skew_ms;
}

int64_t clock_uptime_ms(struct clock *clock)
{
	return clock->replica->world->now_ms -
	    clock->replica->world->started_ms + 1000;
}

void clock_wake(struct clock *clock, int64_t delay_ms, clock_cb *callback,
    void *arg)
{
	world_at(clock->replica->world, clock->replica, delay_ms, callback,
	    arg);
}

uint32_t clock_dice(struct clock *clock, uint32_t below)
{
	return below ? (uint32_t)prng_below(&clock->replica->world->dice,
	    below) : 0;
}

/* --- Slack ---------------------------------------------------------------- */

struct slack {
	struct replica *replica;
};

/* A call on its way: first to the workspace, then back. A replica that dies
 * in between does not stop what has left it. */
struct call_under_way {
	struct replica *replica;
	uint64_t life;
	const struct slack_method *method;
	char name[64];
	char *url;		/* response_url instead of a method */
	json_t *args;
	slack_cb *callback;
	void *arg;
	enum slack_outcome outcome;
	int64_t retry_ms;
	char error[64];
	json_t *body;
};

static void call_free(struct call_under_way *call)
{
	json_decref(call->args);
	json_decref(call->body);
	free(call->url);
	free(call);
}

static void on_back(void *arg)
{
	struct call_under_way *call = arg;
	struct slack_answer answer = {
		.outcome = call->outcome, .retry_ms = call->retry_ms,
		.error = call->error, .body = call->body,
	};
	struct replica *replica = call->replica;

	if (replica->alive && replica->life == call->life) {
		if (replica->paused_until_ms > replica->world->now_ms) {
			world_at(replica->world, NULL,
			    replica->paused_until_ms - replica->world->now_ms,
			    on_back, call);
			return;
		}
		call->callback(call->arg, &answer);
	}
	call_free(call);
}

static void judge(struct call_under_way *call,
    const struct workspace_response *response)
{
	struct slack_verdict verdict = { .outcome = SLACK_OK };
	const char *word = json_string_value(json_object_get(response->body,
	    "error"));
	int64_t after_ms = response->retry_after_s > 0 ?
	    (int64_t)response->retry_after_s * 1000 : 0;

	if (response->cut)
		verdict = slack_judge_failure(call->method, true);
	else if (response->http_status != 200)
		verdict = slack_judge_status(call->method,
		    response->http_status, after_ms);
	else if (word)
		verdict = slack_judge_word(call->method, word);
	call->outcome = verdict.outcome;
	call->retry_ms = verdict.retry_ms;
	(void)text_copy(call->error, sizeof(call->error), word ? word : "");
	call->body = json_incref(response->body);
}

/* A form body has only strings. */
static json_t *form_args(const json_t *args)
{
	json_t *form = json_object();
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)args, key, value) {
		char number[32];
		struct text text;
		char *dump;

		text_init(&text, number, sizeof(number));
		if (json_is_string(value)) {
			json_object_set(form, key, value);
		} else if (json_is_boolean(value)) {
			json_object_set_new(form, key, json_string(
			    json_is_true(value) ? "true" : "false"));
		} else if (json_is_integer(value)) {
			text_addf(&text, "%lld",
			    (long long)json_integer_value(value));
			json_object_set_new(form, key, json_string(number));
		} else {
			dump = json_dumps(value, JSON_COMPACT);
			json_object_set_new(form, key, json_string(dump));
			free(dump);
		}
	}
	return form;
}

static void apply_call(struct call_under_way *call)
{
	struct world *world = call->replica->world;
	struct workspace_response response = { 0 };
	struct workspace_request request = {
		.method = call->name, .token = WORKSPACE_BOT_TOKEN,
		.is_json = call->method->json, .has_charset = true,
	};

	if (call->url) {
		const char *secret = strrchr(call->url, '/');

		workspace_respond(world->workspace, secret ? secret + 1 : "",
		    call->args, &response);
	} else {
		request.args = request.is_json ? json_incref(call->args) :
		    form_args(call->args);
		workspace_api(world->workspace, &request, &response);
		json_decref(request.args);
	}
	judge(call, &response);
	workspace_response_release(&response);
}

static void fail_call(struct call_under_way *call, bool sent)
{
	struct slack_verdict verdict = slack_judge_failure(call->method, sent);

	call->outcome = verdict.outcome;
	call->retry_ms = verdict.retry_ms;
	json_decref(call->body);
	call->body = NULL;
	(void)text_copy(call->error, sizeof(call->error), "timeout");
}

static void on_there(void *arg)
{
	struct call_under_way *call = arg;
	struct world *world = call->replica->world;
	const struct faults *faults = &world->faults;
	int64_t back_ms = world_between(world, 5, 120);

	if (world_chance(world, faults->call_lost)) {
		fail_call(call, true);
	} else if (world_chance(world, faults->rate_limited)) {
		call->outcome = SLACK_LATER;
		call->retry_ms = world_between(world, 1000, 30000);
	} else {
		apply_call(call);
		if (world_chance(world, faults->answer_lost) ||
		    world_chance(world, faults->server_error))
			fail_call(call, true);
	}
	if (world_chance(world, faults->slow))
		back_ms = world_between(world, 1000, 5000);
	world_tell(world, "replica %d: %s -> %d %s", call->replica->number,
	    call->name, (int)call->outcome, call->error);
	world_at(world, NULL, back_ms, on_back, call);
}

static void send_call(struct slack *slack, const char *name, const char *url,
    const json_t *args, struct call_under_way *call)
{
	struct world *world = slack->replica->world;

	call->replica = slack->replica;
	call->life = slack->replica->life;
	call->method = slack_method_find(name);
	(void)text_copy(call->name, sizeof(call->name), name);
	call->url = url ? xstrdup(url) : NULL;
	call->args = json_deep_copy(args);
	world_at(world, NULL, world_between(world, 2, 60), on_there, call);
}

void slack_call(struct slack *slack, const char *method, const json_t *args,
    slack_cb *callback, void *arg)
{
	struct call_under_way *call = xcalloc(1, sizeof(*call));

	call->callback = callback;
	call->arg = arg;
	send_call(slack, method, NULL, args, call);
}

void slack_respond(struct slack *slack, const char *response_url,
    const json_t *message, slack_cb *callback, void *arg)
{
	struct call_under_way *call = xcalloc(1, sizeof(*call));

	call->callback = callback;
	call->arg = arg;
	send_call(slack, "response_url", response_url, message, call);
}

/* --- life ----------------------------------------------------------------- */

static bool on_ack(void *arg, const struct slack_envelope *envelope,
    const json_t *payload)
{
	struct replica *replica = arg;
	json_t *frame;
	char *text;

	if (replica->connection == 0)
		return false;
	frame = json_pack("{s:s}", "envelope_id", envelope->id);
	if (payload)
		json_object_set(frame, "payload",
		    (json_t *)(uintptr_t)payload);
	text = json_dumps(frame, JSON_COMPACT);
	workspace_receive(replica->world->workspace, replica->connection,
	    text, strlen(text), false);
	free(text);
	json_decref(frame);
	return true;
}

static void on_opened(void *arg, enum ledger_status status,
    const char *store)
{
	(void)arg;
	(void)status;
	(void)store;
}

static void on_committed(void *arg)
{
	struct replica *replica = arg;

	runner_poke(replica->runner);
	homes_changed(replica->homes);
}

static void connect_socket(struct replica *replica)
{
	struct world *world = replica->world;
	struct workspace_response response = { 0 };
	struct workspace_request request = {
		.method = "apps.connections.open",
		.token = WORKSPACE_APP_TOKEN, .args = json_object(),
	};
	const char *url;
	const char *ticket;
	int connection;

	workspace_api(world->workspace, &request, &response);
	url = json_string_value(json_object_get(response.body, "url"));
	ticket = url ? strstr(url, "ticket=") : NULL;
	if (ticket) {
		char one[64];
		size_t length = strcspn(ticket + 7, "&");

		assert(length < sizeof(one));
		memcpy(one, ticket + 7, length);
		one[length] = '\0';
		connection = workspace_connect(world->workspace, one, false);
		if (connection > 0 && connection < CONNECTIONS_MAX) {
			replica->connection = connection;
			world->connections[connection] = replica->number + 1;
		}
	}
	json_decref(request.args);
	workspace_response_release(&response);
}

static void build_bridge(struct replica *replica)
{
	struct turns_options turns = {
		.clock = replica->clock, .ledger = replica->ledger,
		.policy = &replica->world->policy, .committed = on_committed,
		.arg = replica,
	};
	struct runner_options runner = {
		.clock = replica->clock, .ledger = replica->ledger,
		.slack = replica->slack, .policy = &replica->world->policy,
		.worker = replica->worker,
	};
	struct front_options front = {
		.slack = replica->slack, .policy = &replica->world->policy,
		.ack = on_ack, .arg = replica,
	};

	replica->turns = turns_new(&turns);
	runner.turns = front.turns = replica->turns;
	replica->runner = runner_new(&runner);
	replica->homes = homes_new(replica->clock, replica->turns,
	    replica->slack);
	front.homes = replica->homes;
	replica->front = front_new(&front);
}

void replica_start(struct replica *replica)
{
	struct world *world = replica->world;
	struct text text;

	assert(!replica->alive);
	world_tell(world, "replica %d starts", replica->number);
	replica->alive = true;
	replica->life++;
	replica->paused_until_ms = 0;
	text_init(&text, replica->worker, sizeof(replica->worker));
	text_addf(&text, "r%d-%llu", replica->number,
	    (unsigned long long)replica->life);
	replica->clock = xcalloc(1, sizeof(*replica->clock));
	replica->clock->replica = replica;
	replica->slack = xcalloc(1, sizeof(*replica->slack));
	replica->slack->replica = replica;
	replica->ledger = ledger_memory_attach(world->store);
	if (world_chance(world, world->faults.skewed)) {
		replica->clock->skew_ms = world_between(world, -20000, 20000);
		ledger_memory_set_skew(replica->ledger,
		    -replica->clock->skew_ms);
	}
	ledger_open(replica->ledger, "", false, on_opened, replica);
	build_bridge(replica);
	connect_socket(replica);
	runner_start(replica->runner);
}

void replica_die(struct replica *replica)
{
	if (!replica->alive)
		return;
	world_tell(replica->world, "replica %d dies", replica->number);
	replica->alive = false;
	replica->life++;
	if (replica->connection) {
		workspace_disconnected(replica->world->workspace,
		    replica->connection, true);
		replica->world->connections[replica->connection] = 0;
		replica->connection = 0;
	}
	front_free(replica->front);
	homes_free(replica->homes);
	runner_free(replica->runner);
	turns_free(replica->turns);
	ledger_free(replica->ledger);
	free(replica->slack);
	free(replica->clock);
}

void replica_pause(struct replica *replica, int64_t for_ms)
{
	if (!replica->alive)
		return;
	world_tell(replica->world, "replica %d pauses for %lld ms",
	    replica->number, (long long)for_ms);
	replica->paused_until_ms = replica->world->now_ms + for_ms;
}

static void take_envelope(struct replica *replica, json_t *frame,
    const char *id, const char *type)
{
	struct slack_envelope envelope = {
		.accepts_payload = json_is_true(json_object_get(frame,
		    "accepts_response_payload")),
		.received_ms = replica->world->now_ms,
		.payload = json_object_get(frame, "payload"),
	};

	(void)text_copy(envelope.id, sizeof(envelope.id), id);
	(void)text_copy(envelope.type, sizeof(envelope.type), type);
	front_envelope(replica->front, &envelope);
}

void replica_receive(struct replica *replica, const char *text,
    size_t length)
{
	json_t *frame = json_loadb(text, length, 0, NULL);
	const char *id = json_string_value(json_object_get(frame,
	    "envelope_id"));
	const char *type = json_string_value(json_object_get(frame, "type"));

	if (replica->alive && id && type)
		take_envelope(replica, frame, id, type);
	json_decref(frame);
}

static void fail_ledger(struct replica *replica)
{
	static const enum ledger_fault kinds[] = {
		LEDGER_FAULT_UNAVAILABLE, LEDGER_FAULT_ANSWER_LOST,
		LEDGER_FAULT_UNCONFIRMED,
	};
	struct world *world = replica->world;

	ledger_memory_fail(replica->ledger,
	    kinds[prng_below(&world->dice, ARRAY_LEN(kinds))], 0,
	    (unsigned)world_between(world, 1, 3));
}

bool replica_pump(struct replica *replica)
{
	struct world *world = replica->world;

	if (!replica->alive || replica->paused_until_ms > world->now_ms)
		return false;
	if (world_chance(world, world->faults.ledger_fails))
		fail_ledger(replica);
	return ledger_memory_step(replica->ledger);
}
