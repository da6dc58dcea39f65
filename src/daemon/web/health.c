/* SPDX-License-Identifier: MIT
 *
 * health: see health.h.
 */
#include "daemon/web/health.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/jobs/runner.h"
#include "io/http_server.h"
#include "services/clock.h"
#include "services/config/config.h"
#include "services/ledger/ledger.h"

#define PAGE_BYTES 8192
#define METRICS_TYPE "text/plain; version=0.0.4; charset=utf-8"

struct health {
	struct http_server *server;
	struct health_options options;
};

static void gather(struct health *health, struct health_facts *facts)
{
	const struct health_options *options = &health->options;
	int64_t now_ms = clock_now_ms(options->clock) +
	    ledger_skew_ms(options->ledger);
	struct runner_state state;

	memset(facts, 0, sizeof(*facts));
	options->look(options->arg, facts);
	runner_look(options->runner, &state);
	facts->answer_age_ms = state.answered_ms == 0 ? -1 :
	    clock_uptime_ms(options->clock) - state.answered_ms;
	if (state.oldest_due_ms > 0 && state.oldest_due_ms < now_ms)
		facts->oldest_due_age_ms = now_ms - state.oldest_due_ms;
	for (int i = 0; i < TURN_RESULT_COUNT; i++)
		facts->turns[i] = turns_ended(options->turns,
		    (enum turn_result)i);
	facts->effects_done = state.effects_done;
	facts->effects_given_up = state.effects_given_up;
}

static const char *trouble(const struct health_facts *facts)
{
	if (facts->stopping)
		return "stopping";
	if (facts->answer_age_ms < 0 ||
	    facts->answer_age_ms > HEALTH_LEDGER_MAX_MS)
		return facts->redis_up ? "the ledger does not answer" :
		    "no connection to Redis";
	if (!facts->socket_up)
		return "no connection to Slack";
	return NULL;
}

const char *health_page(struct arena *arena, const struct health_facts *facts,
    int *status)
{
	const char *why = trouble(facts);

	struct text text = text_new(arena, PAGE_BYTES);

	*status = why ? 503 : 200;
	text_addf(&text, "%s\n", why ? why : "ok");
	if (facts->exports)
		text_addf(&text, "exports cannot be written into %s\n",
		    facts->exports);
	if (facts->page)
		text_addf(&text, "the public page cannot be written into "
		    "%s\n", facts->page);
	return text.data;
}

static void add_head(struct text *text, const char *name, const char *type,
    const char *help)
{
	text_addf(text, "# HELP incbot_%s %s\n# TYPE incbot_%s %s\n", name,
	    help, name, type);
}

static void add_turns(struct text *text, const struct health_facts *facts)
{
	static const char *const words[TURN_RESULT_COUNT] = {
		[TURN_DONE] = "done", [TURN_DUPLICATE] = "duplicate",
		[TURN_LOST] = "lost", [TURN_FULL] = "full",
		[TURN_DAMAGED] = "damaged",
		[TURN_UNAVAILABLE] = "unavailable",
	};

	add_head(text, "turns_total", "counter",
	    "Requests that were decided, by how they ended.");
	for (int i = 0; i < TURN_RESULT_COUNT; i++)
		text_addf(text, "incbot_turns_total{result=\"%s\"} %llu\n",
		    words[i], (unsigned long long)facts->turns[i]);
}

static void add_effects(struct text *text, const struct health_facts *facts)
{
	add_head(text, "effects_total", "counter",
	    "What was owed to Slack, by how it ended.");
	text_addf(text, "incbot_effects_total{result=\"done\"} %llu\n"
	    "incbot_effects_total{result=\"given_up\"} %llu\n",
	    (unsigned long long)facts->effects_done,
	    (unsigned long long)facts->effects_given_up);
}

static void add_up(struct text *text, const char *name, bool up,
    const char *help)
{
	add_head(text, name, "gauge", help);
	text_addf(text, "incbot_%s %d\n", name, up);
}

const char *health_metrics(struct arena *arena,
    const struct health_facts *facts)
{
	struct text text = text_new(arena, PAGE_BYTES);
	int status;

	(void)health_page(arena, facts, &status);
	add_up(&text, "healthy", status == 200, "What /healthz says.");
	add_up(&text, "slack_up", facts->socket_up,
	    "Whether Slack can reach this replica.");
	add_head(&text, "slack_other_connections", "gauge",
	    "Connections that Slack counted beside this replica's at the last "
	    "hello; more than there are other replicas take envelopes away.");
	text_addf(&text, "incbot_slack_other_connections %d\n",
	    facts->socket_others);
	add_up(&text, "redis_up", facts->redis_up,
	    "Whether there is a connection to Redis.");
	add_up(&text, "config_agrees", !facts->config_differs,
	    "Whether all replicas run the same config.");
	add_up(&text, "exports_writable", !facts->exports,
	    "Whether incidents can be exported into their folder.");
	add_up(&text, "page_writable", !facts->page,
	    "Whether the public page can be written into its folder.");
	add_turns(&text, facts);
	add_effects(&text, facts);
	add_head(&text, "oldest_due_seconds", "gauge",
	    "How late the latest job of the agenda is; it grows while nobody "
	    "takes any.");
	text_addf(&text, "incbot_oldest_due_seconds %lld.%03lld\n",
	    (long long)(facts->oldest_due_age_ms / 1000),
	    (long long)(facts->oldest_due_age_ms % 1000));
	add_head(&text, "log_dropped_total", "counter",
	    "Log lines that standard error did not take.");
	text_addf(&text, "incbot_log_dropped_total %llu\n",
	    (unsigned long long)log_dropped_count());
	assert(!text.truncated);
	return text.data;
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct health *health = arg;
	struct arena *arena = arena_new(4 * PAGE_BYTES);
	struct http_server_answer answer = { .status = 404,
		.body = "There are /healthz and /metrics.\n" };
	struct health_facts facts;

	gather(health, &facts);
	if (strcmp(request->method, "GET") != 0) {
		answer.status = 405;
		answer.body = "GET only.\n";
	} else if (strcmp(request->path, "/healthz") == 0) {
		answer.body = health_page(arena, &facts, &answer.status);
	} else if (strcmp(request->path, "/metrics") == 0) {
		answer.status = 200;
		answer.content_type = METRICS_TYPE;
		answer.body = health_metrics(arena, &facts);
	}
	answer.body_length = strlen(answer.body);
	http_exchange_answer(exchange, &answer);
	arena_free(arena);
}

struct health *health_new(struct loop *loop,
    const struct health_config *config, const struct health_options *options)
{
	struct health *health = xcalloc(1, sizeof(*health));
	struct http_server_options server = {
		.address = config->host, .port = config->port,
		.callback = on_request, .arg = health,
	};

	health->options = *options;
	health->server = http_server_new(loop, &server);
	if (!health->server) {
		log_error("start_failed", "reason=\"cannot listen at %s\"",
		    config->listen);
		free(health);
		return NULL;
	}
	log_info("health_listening", "address=%s port=%d", config->host,
	    (int)http_server_port(health->server));
	return health;
}

void health_free(struct health *health)
{
	if (!health)
		return;
	http_server_free(health->server);
	free(health);
}
