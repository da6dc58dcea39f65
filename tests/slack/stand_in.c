/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_web and slack_socket against the stand-in workspace,
 * each test with a server of its own: who we are, a command's way in and its
 * ack's way out, and that after each of the workspace's faults a command gets
 * through again. The exact behaviour is tested in the files beside this one.
 */
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "io/http_client.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "io/ws_client.h"
#include "services/slack/slack_request.h"
#include "services/slack/slack_socket.h"
#include "services/slack/slack_web.h"
#include "tests/unit/pump.h"
#include "tests/unit/unit.h"

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "tests/workspace/workspace"
#define READY_MS 10000
#define THROUGH_MS 20000	/* for a command to get through */
#define AGAIN_MS 700		/* it is asked again so often */

static struct {
	pid_t pid;
	int out;
	char url[128];
	char api[128];
	char bot[128];
	char app[128];
} server;

static struct pump pump;
static struct resolver *resolver;
static struct tls_trust *trust;
static struct http_client *http;
static struct ws_client *ws;
static struct slack *slack;
static struct slack_socket *sock;

static bool up;
static int envelopes;
static char kind[32];		/* of the last one */

/* --- the server ----------------------------------------------------------*/

static void take(const char *line, const char *name, char out[128])
{
	const char *at = strstr(line, name);

	ck_assert_msg(at != NULL, "no %s in: %s", name, line);
	at += strlen(name);
	(void)snprintf(out, 128, "%.*s", (int)strcspn(at, " \n"), at);
}

static void server_start(void)
{
	char *arguments[] = { (char[]){ PROGRAM }, NULL };
	posix_spawn_file_actions_t actions;
	char line[1024];
	struct pollfd ready;
	size_t n = 0;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
	posix_spawn_file_actions_addclose(&actions, ends[0]);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
	ck_assert_int_eq(posix_spawn(&server.pid, PROGRAM, &actions, NULL,
	    arguments, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	(void)close(ends[1]);
	server.out = ends[0];
	ready.fd = ends[0];
	ready.events = POLLIN;
	line[0] = '\0';
	while (strchr(line, '\n') == NULL) {
		ssize_t got;

		ck_assert_int_eq(poll(&ready, 1, READY_MS), 1);
		got = read(ends[0], line + n, sizeof(line) - 1 - n);
		ck_assert_int_gt(got, 0);
		n += (size_t)got;
		line[n] = '\0';
	}
	take(line, " url=", server.url);
	take(line, " api=", server.api);
	take(line, " bot_token=", server.bot);
	take(line, " app_token=", server.app);
}

static void server_stop(void)
{
	int status;

	ck_assert_int_eq(kill(server.pid, SIGTERM), 0);
	ck_assert_int_eq(waitpid(server.pid, &status, 0), server.pid);
	(void)close(server.out);
}

struct asked {
	bool done;
	int status;
	char error[128];
	json_t *body;
};

static void on_page(void *arg, const struct http_response *response)
{
	struct asked *asked = arg;

	asked->done = true;
	asked->status = response->status;
	(void)text_copy(asked->error, sizeof(asked->error), response->error);
	asked->body = json_loadb(response->body, response->body_length, 0,
	    NULL);
}

/* Asks the page's door; NULL body: GET. The caller releases the answer. */
static json_t *page(const char *path, const char *body)
{
	const struct http_header type = { "Content-Type",
		"application/json" };
	char url[256];
	struct asked asked = { 0 };
	struct http_request request = { .method = body ? "POST" : "GET",
		.url = url, .headers = &type, .header_count = body ? 1 : 0,
		.body = body, .body_length = body ? strlen(body) : 0,
		.body_limit_bytes = 8u << 20 };

	(void)snprintf(url, sizeof(url), "%s%s", server.url, path);
	ck_assert_ptr_nonnull(http_send(http, &request, on_page, &asked));
	ck_assert(pump_until(&pump, &asked.done));
	ck_assert_msg(asked.status == 200, "%s %s: %d %s", path,
	    body ? body : "", asked.status, asked.error);
	return asked.body;
}

static void act(const char *path, const char *body)
{
	json_t *answer = page(path, body);

	ck_assert_msg(json_is_true(json_object_get(answer, "ok")), "%s", body);
	json_decref(answer);
}

static void command(const char *words)
{
	char body[256];

	(void)snprintf(body, sizeof(body), "{\"as\":\"U0ANA\","
	    "\"do\":\"command\",\"channel\":\"C0GENERAL\","
	    "\"command\":\"/incident\",\"text\":\"%s\"}", words);
	act("/page/act", body);
}

/* How many entries of this sort the server's log has. */
static int counted(const char *what)
{
	json_t *log = page("/page/log?since=0", NULL);
	const json_t *entry;
	int count = 0;
	size_t i;

	json_array_foreach(json_object_get(log, "entries"), i, entry)
		if (strcmp(json_string_value(json_object_get(entry, "what")),
		    what) == 0)
			count++;
	json_decref(log);
	return count;
}

/* The command that is waited for, and whether it came in since. */
static bool came_through;
static char wanted[64];

/* --- our side ------------------------------------------------------------*/

static void on_envelope(void *arg, const struct slack_envelope *envelope)
{
	static const struct slack_self nobody;
	struct arena *arena = arena_new(1u << 20);
	struct slack_read out;

	(void)arg;
	envelopes++;
	(void)text_copy(kind, sizeof(kind), envelope->type);
	if (slack_request_read(arena, &nobody, envelope->type,
	    envelope->payload, &out) == REQUEST_MADE)
		came_through |= strcmp(out.request.words, wanted) == 0;
	arena_free(arena);
	(void)slack_socket_ack(sock, envelope, NULL);
}

static void on_state(void *arg, bool is_up)
{
	(void)arg;
	up = is_up;
}

static void setup(void)
{
	static const struct slack_socket_times quick = {
		.hello_ms = 1000, .ping_ms = 100, .dead_ms = 400,
		.back_off_min_ms = 10, .back_off_max_ms = 100,
		.slow_ms = 300, .held_ms = 300, .proven_ms = 300,
		.drain_ms = 300, .stop_ms = 500, .ack_late_ms = 1000,
	};
	struct slack_socket_events events = { NULL, on_envelope, on_state };
	struct slack_options options = { .timeout_ms = 600,
		.probe_ms = 200 };
	const char *reason;

	server_start();
	pump_init(&pump);
	resolver = resolver_new(pump.loop);
	trust = tls_trust_new(NULL, &reason);
	http = http_client_new(pump.loop, resolver, trust);
	ws = ws_client_new(pump.loop, resolver, trust);
	options.api_url = server.api;
	ck_assert(secret_set(&options.bot_token, server.bot));
	ck_assert(secret_set(&options.app_token, server.app));
	slack = slack_web_new(pump.loop, http, &options, &reason);
	ck_assert_msg(slack != NULL, "%s", reason);
	up = false;
	envelopes = 0;
	sock = slack_socket_new(pump.loop, ws, slack, &events, &quick);
	ck_assert(pump_until(&pump, &up));
}

static void teardown(void)
{
	slack_socket_free(sock);
	slack_web_free(slack);
	ws_client_free(ws);
	http_client_free(http);
	tls_trust_free(trust);
	resolver_free(resolver);
	pump_release(&pump);
	server_stop();
}

/* A person asks until the command is there: what was under way while the
 * line was lost may fail, the person sees that and asks again. */
static void through(const char *words)
{
	int64_t began = loop_monotonic_ms(pump.loop);

	(void)text_copy(wanted, sizeof(wanted), words);
	came_through = false;
	while (!came_through) {
		ck_assert_msg(loop_monotonic_ms(pump.loop) - began <
		    THROUGH_MS, "\"%s\" never came through", words);
		command(words);
		(void)pump_within(&pump, &came_through, AGAIN_MS);
	}
	pump_for(&pump, 50);
}

static struct slack_identity identity;

static void on_identity(void *arg, const struct slack_answer *answer,
    const struct slack_identity *who)
{
	ck_assert_int_eq(answer->outcome, SLACK_OK);
	identity = *who;
	*(bool *)arg = true;
}

START_TEST(the_workspace_says_who_we_are)
{
	bool done = false;

	slack_web_identify(slack, on_identity, &done);
	ck_assert(pump_until(&pump, &done));
	ck_assert_str_eq(identity.self.team, "T0INCBOT");
	ck_assert_str_eq(identity.self.user, "U0INCBOT");
	ck_assert_str_eq(identity.self.bot, "B0INCBOT");
	ck_assert_ptr_nonnull(strstr(identity.scopes, "chat:write"));
}
END_TEST

START_TEST(a_command_comes_in_and_is_acked_in_time)
{
	through("status of things");
	ck_assert_int_eq(envelopes, 1);
	ck_assert_str_eq(kind, "slash_commands");
	ck_assert_int_eq(counted("ack"), 1);
	ck_assert_int_eq(counted("ack_unknown"), 0);
	ck_assert_int_eq(counted("ack_malformed"), 0);
}
END_TEST

struct answered {
	bool done;
	enum slack_outcome outcome;
	char error[64];
};

static void on_answer(void *arg, const struct slack_answer *answer)
{
	struct answered *answered = arg;

	answered->done = true;
	answered->outcome = answer->outcome;
	(void)text_copy(answered->error, sizeof(answered->error),
	    answer->error);
}

static struct answered post(const char *channel)
{
	json_t *args = json_pack("{s:s,s:s}", "channel", channel,
	    "text", "hello");
	struct answered answered = { 0 };

	slack_call(slack, "chat.postMessage", args, on_answer, &answered);
	json_decref(args);
	ck_assert(pump_until(&pump, &answered.done));
	return answered;
}

START_TEST(the_web_apis_faults_are_told_apart)
{
	static const char *const channels[] = { "C0INCIDENTS", "C0GENERAL",
		"C0RANDOM" };
	static const struct {
		const char *order;
		enum slack_outcome outcome;
		const char *error;
	} rows[] = {
		{ "{\"fault\":\"500\"}", SLACK_AMBIGUOUS, "http_500" },
		{ "{\"fault\":\"500-applied\"}", SLACK_AMBIGUOUS,
		    "http_500" },
		{ "{\"fault\":\"F45\"}", SLACK_AMBIGUOUS, "no_answer" },
		{ "{\"fault\":\"slow-body\"}", SLACK_AMBIGUOUS, "no_answer" },
		{ "{\"fault\":\"unknown-error\"}", SLACK_REFUSED,
		    "a_word_of_next_year" },
		{ "{\"fault\":\"is_archived\"}", SLACK_REFUSED,
		    "is_archived" },
		{ "{\"fault\":\"429\",\"retry_after\":1}", SLACK_LATER,
		    "ratelimited" },
	};
	size_t i;

	ck_assert_int_eq(post(channels[0]).outcome, SLACK_OK);
	for (i = 0; i < ARRAY_LEN(rows); i++) {
		struct answered answered;

		act("/page/fault", rows[i].order);
		answered = post(channels[i % ARRAY_LEN(channels)]);
		ck_assert_msg(answered.outcome == rows[i].outcome,
		    "%s: %d", rows[i].order, (int)answered.outcome);
		ck_assert_str_eq(answered.error, rows[i].error);
	}
	ck_assert_int_eq(post(channels[1]).outcome, SLACK_OK);
}
END_TEST

/* What lurks at a greeting or a handshake needs the line to end first. */
#define THEN_CLOSE ",\"also\":[{\"fault\":\"F16\"}]}"

static const char *const at_once[] = {
	"{\"fault\":\"F1\"}",
	"{\"fault\":\"F4\"}",
	"{\"fault\":\"F5\"}",
	"{\"fault\":\"F10\"}",
	"{\"fault\":\"F11\"}",
	"{\"fault\":\"F12\",\"for_ms\":300}",
	"{\"fault\":\"F13\",\"for_ms\":200}",
	"{\"fault\":\"F14\"}",
	"{\"fault\":\"F15\",\"for_ms\":1500}",
	"{\"fault\":\"F16\"}",
	"{\"fault\":\"F17\"}",
	"{\"fault\":\"F22\"}",
	"{\"fault\":\"F23\"}",
	"{\"fault\":\"F26\"}",
	"{\"fault\":\"warning\"}",
};

static const char *const lurking[] = {
	"{\"fault\":\"F2\"" THEN_CLOSE,
	"{\"fault\":\"F6\",\"status\":408" THEN_CLOSE,
	"{\"fault\":\"F6\",\"status\":409" THEN_CLOSE,
	"{\"fault\":\"F6\",\"status\":404" THEN_CLOSE,
	"{\"fault\":\"F6\",\"status\":503" THEN_CLOSE,
	"{\"fault\":\"F7\"" THEN_CLOSE,
	"{\"fault\":\"F8\"" THEN_CLOSE,
	"{\"fault\":\"F9\"" THEN_CLOSE,
	"{\"fault\":\"F18\"" THEN_CLOSE,
	"{\"fault\":\"F19\"" THEN_CLOSE,
	"{\"fault\":\"F20\"}",
	"{\"fault\":\"F24\"}",
	"{\"fault\":\"F24b\"}",
	"{\"fault\":\"F30\"}",
	"{\"fault\":\"F36\"}",
	"{\"fault\":\"F38\",\"retry_after\":1" THEN_CLOSE,
	"{\"fault\":\"F41\"}",
	"{\"fault\":\"F42\"" THEN_CLOSE,
	"{\"fault\":\"F43\"" THEN_CLOSE,
	"{\"fault\":\"lost\"}",
};

static void get_through(const char *order)
{
	through("before");
	act("/page/fault", order);
	through("after");
	ck_assert(slack_socket_is_up(sock));
	ck_assert_int_eq(counted("ack_unknown"), 0);
	ck_assert_int_eq(counted("ack_malformed"), 0);
	ck_assert_int_eq(counted("ack_fragmented"), 0);
	ck_assert_int_eq(counted("ack_too_long"), 0);
}

START_TEST(after_a_fault_a_command_gets_through)
{
	get_through(at_once[_i]);
}
END_TEST

START_TEST(a_fault_that_lurks_strikes_and_is_survived)
{
	get_through(lurking[_i]);
	ck_assert_int_ge(counted("fault"), 1);
}
END_TEST

int main(void)
{
	struct unit unit = unit_new("services/slack/slack, stand-in");

	if (access(PROGRAM, X_OK) != 0)
		return 77;
	log_set_level(LOG_LEVEL_ERROR);
	tcase_add_checked_fixture(unit.tcase, setup, teardown);
	unit_add(&unit, the_workspace_says_who_we_are);
	unit_add(&unit, a_command_comes_in_and_is_acked_in_time);
	unit_add(&unit, the_web_apis_faults_are_told_apart);
	tcase_add_loop_test(unit.tcase, after_a_fault_a_command_gets_through,
	    0, (int)ARRAY_LEN(at_once));
	tcase_add_loop_test(unit.tcase,
	    a_fault_that_lurks_strikes_and_is_survived,
	    0, (int)ARRAY_LEN(lurking));
	return unit_run(&unit);
}
