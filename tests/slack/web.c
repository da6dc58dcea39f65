/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_web against a puppet: what goes over the wire, and what
 * each way of answering becomes. The fault numbers are those of the catalogue
 * in the reliability notes (57 to 60) and of Socket Mode (F37).
 */
#include "tests/slack/bench.h"
#include "services/slack/slack_body.h"

#define ASKED_MAX 400

/* How the puppet answers the next request; the last one stays. */
struct part {
	int status;		/* 0: end the connection, -1: say nothing,
				   1: the body is all that is sent */
	const char *headers;
	const char *body;
};

static struct bench bench;
static struct part parts[8];
static int part_count, parts_used;
static int asked;
static char asked_path[128], asked_headers[2048], asked_body[4096];

struct got {
	bool done;
	int times;
	enum slack_outcome outcome;
	int64_t retry_ms;
	char error[64];
	char text[64];
};

static void on_request(void *arg, struct puppet_link *link,
    const struct puppet_request *request)
{
	const struct part *part = &parts[parts_used];

	(void)arg;
	asked++;
	(void)snprintf(asked_path, sizeof(asked_path), "%s", request->path);
	(void)snprintf(asked_headers, sizeof(asked_headers), "%s",
	    request->headers);
	(void)snprintf(asked_body, sizeof(asked_body), "%s", request->body);
	if (parts_used + 1 < part_count)
		parts_used++;
	if (part->status == 1)
		puppet_write(link, part->body, strlen(part->body));
	else if (part->status > 0)
		puppet_answer(link, part->status, part->headers, part->body);
	else if (part->status == 0)
		puppet_end(link);
}

static void play(int status, const char *headers, const char *body)
{
	ck_assert_int_lt(part_count, (int)ARRAY_LEN(parts));
	parts[part_count].status = status;
	parts[part_count].headers = headers;
	parts[part_count].body = body;
	part_count++;
}

static void replay(int status, const char *headers, const char *body)
{
	part_count = parts_used = 0;
	play(status, headers, body);
}

static void setup(void)
{
	static const struct puppet_events events = { .request = on_request };

	asked = part_count = parts_used = 0;
	bench_init(&bench, &events);
	play(200, "", "{\"ok\":true,\"ts\":\"1.2\"}");
}

static void teardown(void)
{
	bench_release(&bench);
}

static void on_answer(void *arg, const struct slack_answer *answer)
{
	struct got *got = arg;
	const char *ts = json_string_value(json_object_get(answer->body,
	    "ts"));

	got->done = true;
	got->times++;
	got->outcome = answer->outcome;
	got->retry_ms = answer->retry_ms;
	(void)snprintf(got->error, sizeof(got->error), "%s", answer->error);
	(void)snprintf(got->text, sizeof(got->text), "%s",
	    ts != NULL ? ts : "");
}

static void begin(struct got *got, const char *method, const char *args)
{
	json_t *object = json_loads(args, 0, NULL);

	memset(got, 0, sizeof(*got));
	slack_call(bench.slack, method, object, on_answer, got);
	ck_assert_msg(!got->done, "answered inside the call");
	json_decref(object);
}

static struct got call(const char *method, const char *args)
{
	struct got got;

	begin(&got, method, args);
	ck_assert(pump_until(&bench.pump, &got.done));
	pump_for(&bench.pump, 1);
	ck_assert_int_eq(got.times, 1);
	return got;
}

static void check_call(const char *method, enum slack_outcome outcome,
    const char *error)
{
	struct got got = call(method, "{\"channel\":\"C1\"}");

	ck_assert_str_eq(got.error, error);
	ck_assert_int_eq(got.outcome, outcome);
}

/* --- what goes over the wire ---------------------------------------------*/

START_TEST(a_write_goes_out_as_json_with_the_bot_token)
{
	struct got got = call("chat.postMessage", "{\"channel\":\"C1\","
	    "\"text\":\"h\\u00e9\",\"metadata\":{\"event_type\":"
	    "\"incbot_fx\",\"event_payload\":{\"fx\":\"fx:1:2:3\"}}}");
	char id[SLACK_UUID_SIZE];

	ck_assert_int_eq(got.outcome, SLACK_OK);
	ck_assert_str_eq(got.error, "");
	ck_assert_str_eq(got.text, "1.2");
	ck_assert_str_eq(asked_path, "/api/chat.postMessage");
	ck_assert_ptr_nonnull(strstr(asked_headers,
	    "Authorization: Bearer " BENCH_BOT_TOKEN "\r\n"));
	ck_assert_ptr_nonnull(strstr(asked_headers,
	    "Content-Type: application/json; charset=utf-8\r\n"));
	slack_message_id("fx:1:2:3", id);
	ck_assert_ptr_nonnull(strstr(asked_body, id));
	ck_assert_ptr_nonnull(strstr(asked_body, "\"text\":\"h\xc3\xa9\""));
}
END_TEST

START_TEST(a_read_goes_out_as_a_form)
{
	(void)call("conversations.info", "{\"channel\":\"C 1\"}");
	ck_assert_str_eq(asked_body, "channel=C%201");
	ck_assert_ptr_nonnull(strstr(asked_headers,
	    "Content-Type: application/x-www-form-urlencoded\r\n"));
}
END_TEST

START_TEST(sockets_are_opened_with_the_app_token)
{
	(void)call("apps.connections.open", "{}");
	ck_assert_ptr_nonnull(strstr(asked_headers,
	    "Authorization: Bearer " BENCH_APP_TOKEN "\r\n"));
	ck_assert_str_eq(asked_body, "");
}
END_TEST

/* --- what an answer becomes ----------------------------------------------*/

START_TEST(a_refusal_says_slacks_word)
{
	replay(200, "", "{\"ok\":false,\"error\":\"channel_not_found\"}");
	check_call("chat.postMessage", SLACK_REFUSED, "channel_not_found");
}
END_TEST

START_TEST(a_429_holds_its_method_and_channel_only)
{
	struct got got;

	replay(429, "Retry-After: 17\r\n",
	    "{\"ok\":false,\"error\":\"ratelimited\"}");
	got = call("chat.postMessage", "{\"channel\":\"C1\"}");
	ck_assert_int_eq(got.outcome, SLACK_LATER);
	ck_assert_int_eq(got.retry_ms, 17000);
	ck_assert_str_eq(got.error, "ratelimited");
	replay(200, "", "{\"ok\":true}");
	got = call("chat.postMessage", "{\"channel\":\"C1\"}");
	ck_assert_int_eq(got.outcome, SLACK_LATER);
	ck_assert_str_eq(got.error, "paced");
	ck_assert_int_gt(got.retry_ms, 15000);
	ck_assert_int_le(got.retry_ms, 17000);
	ck_assert_int_eq(asked, 1);
	check_call("chat.update", SLACK_OK, "");
	got = call("chat.postMessage", "{\"channel\":\"C2\"}");
	ck_assert_int_eq(got.outcome, SLACK_OK);
	ck_assert_int_eq(asked, 3);
}
END_TEST

START_TEST(F37_a_429_without_retry_after_waits_30_s)
{
	struct got got;

	replay(429, "", "");
	got = call("pins.add", "{}");
	ck_assert_int_eq(got.outcome, SLACK_LATER);
	ck_assert_int_eq(got.retry_ms, 30000);
	replay(200, "", "{\"ok\":false,\"error\":\"ratelimited\"}");
	got = call("chat.update", "{}");
	ck_assert_int_eq(got.outcome, SLACK_LATER);
	ck_assert_int_eq(got.retry_ms, 30000);
	replay(200, "Retry-After: 3\r\n",
	    "{\"ok\":false,\"error\":\"ratelimited\"}");
	got = call("bookmarks.list", "{}");
	ck_assert_int_eq(got.retry_ms, 3000);
}
END_TEST

START_TEST(after_a_5xx_a_post_may_exist)
{
	replay(500, "", "<html>oops");
	check_call("chat.postMessage", SLACK_AMBIGUOUS, "http_500");
	check_call("conversations.create", SLACK_AMBIGUOUS, "http_500");
	check_call("chat.update", SLACK_UNAVAILABLE, "http_500");
	replay(200, "", "{\"ok\":false,\"error\":\"internal_error\"}");
	check_call("chat.postMessage", SLACK_AMBIGUOUS, "internal_error");
}
END_TEST

START_TEST(no_answer_is_ambiguous)
{
	replay(0, "", "");
	check_call("chat.postMessage", SLACK_AMBIGUOUS, "no_answer");
	replay(-1, "", "");
	check_call("chat.postMessage", SLACK_AMBIGUOUS, "no_answer");
	check_call("pins.add", SLACK_UNAVAILABLE, "no_answer");
}
END_TEST

START_TEST(a_slow_body_is_given_up)
{
	replay(1, "", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{");
	check_call("chat.postMessage", SLACK_AMBIGUOUS, "no_answer");
}
END_TEST

START_TEST(an_answer_that_is_no_json_is_ambiguous)
{
	replay(200, "", "<html>welcome to the airport</html>");
	check_call("chat.postMessage", SLACK_AMBIGUOUS, "bad_answer");
	replay(200, "", "[]");
	check_call("chat.update", SLACK_UNAVAILABLE, "bad_answer");
	replay(200, "", "{\"ok\":true,\"ok\":false}");
	check_call("chat.postMessage", SLACK_AMBIGUOUS, "bad_answer");
}
END_TEST

START_TEST(a_redirect_is_not_followed)
{
	replay(302, "Location: http://127.0.0.1:1/\r\n", "");
	check_call("chat.postMessage", SLACK_UNAVAILABLE, "http_302");
	ck_assert_int_eq(asked, 1);
}
END_TEST

START_TEST(without_a_connection_nothing_was_applied)
{
	struct slack *other = bench_slack(&bench, "http://127.0.0.1:1/api/");
	struct slack *real = bench.slack;

	bench.slack = other;
	check_call("chat.postMessage", SLACK_UNAVAILABLE, "not_sent");
	bench.slack = real;
	slack_web_free(other);
}
END_TEST

/* --- holds ---------------------------------------------------------------*/

START_TEST(a_token_that_fails_holds_all_calls_but_a_probe)
{
	replay(200, "", "{\"ok\":false,\"error\":\"invalid_auth\"}");
	check_call("chat.postMessage", SLACK_HELD, "invalid_auth");
	ck_assert_str_eq(slack_web_held(bench.slack), "invalid_auth");
	check_call("chat.update", SLACK_HELD, "invalid_auth");
	ck_assert_int_eq(asked, 1);
	/* The other token is another matter. */
	check_call("apps.connections.open", SLACK_HELD, "invalid_auth");
	ck_assert_int_eq(asked, 2);
	replay(200, "", "{\"ok\":true}");
	check_call("pins.add", SLACK_HELD, "invalid_auth");
	pump_for(&bench.pump, 310);
	check_call("pins.add", SLACK_OK, "");
	check_call("chat.update", SLACK_OK, "");
	ck_assert_int_eq(asked, 4);
	check_call("apps.connections.open", SLACK_OK, "");
	ck_assert_str_eq(slack_web_held(bench.slack), "");
}
END_TEST

START_TEST(a_probe_that_fails_holds_on)
{
	struct got got[2];

	replay(200, "", "{\"ok\":false,\"error\":\"token_revoked\"}");
	check_call("chat.update", SLACK_HELD, "token_revoked");
	pump_for(&bench.pump, 310);
	begin(&got[0], "chat.update", "{}");
	begin(&got[1], "chat.update", "{}");
	ck_assert(pump_until(&bench.pump, &got[0].done));
	ck_assert_int_eq(asked, 2);
	ck_assert_int_eq(got[0].outcome, SLACK_HELD);
	ck_assert_int_eq(got[1].outcome, SLACK_HELD);
	check_call("chat.update", SLACK_HELD, "token_revoked");
	ck_assert_int_eq(asked, 2);
}
END_TEST

START_TEST(a_missing_scope_holds_its_method)
{
	replay(200, "", "{\"ok\":false,\"error\":\"missing_scope\"}");
	check_call("pins.add", SLACK_HELD, "missing_scope");
	replay(200, "", "{\"ok\":false,\"error\":\"channel_not_found\"}");
	check_call("pins.add", SLACK_HELD, "missing_scope");
	check_call("chat.update", SLACK_REFUSED, "channel_not_found");
	ck_assert_int_eq(asked, 2);
	pump_for(&bench.pump, 310);
	/* An answer about the call itself shows that the scope is there. */
	check_call("pins.add", SLACK_REFUSED, "channel_not_found");
	check_call("pins.add", SLACK_REFUSED, "channel_not_found");
	ck_assert_int_eq(asked, 4);
}
END_TEST

/* --- pace ----------------------------------------------------------------*/

START_TEST(posts_to_one_channel_wait_their_turn)
{
	struct got got[5];
	int i;

	for (i = 0; i < 5; i++)
		begin(&got[i], "chat.postMessage", "{\"channel\":\"C1\"}");
	ck_assert(pump_until(&bench.pump, &got[2].done));
	pump_for(&bench.pump, 100);
	ck_assert_int_eq(asked, 3);
	ck_assert(pump_until(&bench.pump, &got[3].done));
	ck_assert_int_eq(asked, 4);
	ck_assert(!got[4].done);
	ck_assert(pump_until(&bench.pump, &got[4].done));
	ck_assert_int_eq(got[4].outcome, SLACK_OK);
}
END_TEST

START_TEST(a_long_wait_is_the_callers)
{
	struct got got[7];
	int i;

	for (i = 0; i < 7; i++)
		begin(&got[i], "chat.postMessage", "{\"channel\":\"C1\"}");
	ck_assert(pump_until(&bench.pump, &got[6].done));
	ck_assert_int_eq(got[6].outcome, SLACK_LATER);
	ck_assert_str_eq(got[6].error, "paced");
	ck_assert_int_eq(got[6].retry_ms, 4000);
}
END_TEST

START_TEST(more_calls_than_fit_are_sent_back)
{
	static struct got got[SLACK_CALLS_MAX + 1];
	int i;

	replay(-1, "", "");
	for (i = 0; i < SLACK_CALLS_MAX + 1; i++)
		begin(&got[i], i % 2 ? "chat.update" : "pins.add", "{}");
	pump_for(&bench.pump, 20);
	ck_assert(got[SLACK_CALLS_MAX].done);
	ck_assert_int_eq(got[SLACK_CALLS_MAX].outcome, SLACK_LATER);
	ck_assert_str_eq(got[SLACK_CALLS_MAX].error, "queue_full");
}
END_TEST

/* --- response_url --------------------------------------------------------*/

static struct got respond(const char *url)
{
	json_t *message = json_pack("{s:s}", "text", "hi");
	struct got got;

	memset(&got, 0, sizeof(got));
	slack_respond(bench.slack, url, message, on_answer, &got);
	json_decref(message);
	ck_assert(!got.done);
	ck_assert(pump_until(&bench.pump, &got.done));
	return got;
}

START_TEST(a_response_carries_no_token)
{
	char url[128];

	(void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/response/x",
	    puppet_port(bench.puppet));
	replay(200, "", "ok");
	ck_assert_int_eq(respond(url).outcome, SLACK_OK);
	ck_assert_str_eq(asked_path, "/response/x");
	ck_assert_str_eq(asked_body, "{\"text\":\"hi\"}");
	ck_assert_ptr_null(strstr(asked_headers, "Authorization"));
	replay(404, "", "{\"ok\":false,\"error\":\"Expired url\"}");
	ck_assert_int_eq(respond(url).outcome, SLACK_REFUSED);
	ck_assert_str_eq(respond(url).error, "Expired url");
	replay(200, "", "{\"ok\":false,\"error\":\"used_url\"}");
	ck_assert_int_eq(respond(url).outcome, SLACK_REFUSED);
	replay(500, "", "rollup_error");
	ck_assert_int_eq(respond(url).outcome, SLACK_AMBIGUOUS);
}
END_TEST

START_TEST(a_response_goes_to_slack_only)
{
	static const char *const foreign[] = {
		"https://hooks.slack.com.evil.example/commands/x",
		"https://evil.example/hooks.slack.com",
		"http://hooks.slack.com/commands/x",
		"https://127.0.0.1/response/x",
		"https://user@hooks.slack.com/x",
		"ftp://hooks.slack.com/x",
		"",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(foreign); i++) {
		struct got got = respond(foreign[i]);

		ck_assert_int_eq(got.outcome, SLACK_REFUSED);
		ck_assert_str_eq(got.error, "foreign_url");
	}
	ck_assert_int_eq(asked, 0);
}
END_TEST

START_TEST(sockets_go_to_slack_only)
{
	struct slack *plain = bench_slack(&bench, SLACK_API_URL);

	ck_assert(slack_web_trusts_socket(plain, "wss://wss-primary.slack.com"
	    "/link/?ticket=1"));
	ck_assert(slack_web_trusts_socket(plain, "wss://slack.com/link"));
	ck_assert(!slack_web_trusts_socket(plain, "ws://slack.com/link"));
	ck_assert(!slack_web_trusts_socket(plain, "wss://notslack.com/link"));
	ck_assert(!slack_web_trusts_socket(plain, "wss://127.0.0.1/link"));
	ck_assert(!slack_web_trusts_socket(plain, "https://slack.com/link"));
	ck_assert(!slack_web_trusts_socket(plain, ""));
	ck_assert(slack_web_trusts_socket(bench.slack, "ws://127.0.0.1:9/x"));
	ck_assert(!slack_web_trusts_socket(bench.slack,
	    "wss://127.0.0.1:9/x"));
	slack_web_free(plain);
}
END_TEST

/* --- who we are ----------------------------------------------------------*/

static struct slack_identity identity;

static void on_identity(void *arg, const struct slack_answer *answer,
    const struct slack_identity *who)
{
	struct got *got = arg;

	got->done = true;
	got->outcome = answer->outcome;
	ck_assert_int_eq(who != NULL, answer->outcome == SLACK_OK);
	if (who != NULL)
		identity = *who;
}

START_TEST(auth_test_says_who_we_are)
{
	struct got got = { 0 };

	replay(200, "X-OAuth-Scopes: chat:write,commands\r\n",
	    "{\"ok\":true,\"url\":\"https://acme.slack.com/\","
	    "\"team\":\"Acme\",\"user\":\"incbot\",\"team_id\":\"T1\","
	    "\"user_id\":\"U9\",\"bot_id\":\"B9\"}");
	slack_web_identify(bench.slack, on_identity, &got);
	ck_assert(pump_until(&bench.pump, &got.done));
	ck_assert_str_eq(asked_path, "/api/auth.test");
	ck_assert_str_eq(identity.self.team, "T1");
	ck_assert_str_eq(identity.self.user, "U9");
	ck_assert_str_eq(identity.self.bot, "B9");
	ck_assert_str_eq(identity.team_name, "Acme");
	ck_assert_str_eq(identity.team_url, "https://acme.slack.com/");
	ck_assert_str_eq(identity.scopes, "chat:write,commands");
	replay(200, "", "{\"ok\":false,\"error\":\"invalid_auth\"}");
	got.done = false;
	slack_web_identify(bench.slack, on_identity, &got);
	ck_assert(pump_until(&bench.pump, &got.done));
	ck_assert_int_eq(got.outcome, SLACK_HELD);
}
END_TEST

START_TEST(forgotten_calls_are_not_answered)
{
	struct got got[3];

	replay(-1, "", "");
	begin(&got[0], "chat.update", "{}");
	begin(&got[1], "pins.add", "{}");
	slack_web_forget(bench.slack, &got[0]);
	ck_assert(pump_until(&bench.pump, &got[1].done));
	ck_assert(!got[0].done);
	begin(&got[2], "pins.add", "{}");	/* open at the end */
}
END_TEST

START_TEST(an_address_that_is_none_is_refused)
{
	static const char *const bad[] = { "", "slack.com", "ws://x/",
		"https://u@slack.com/", "https://slack.com/api" };
	struct slack_options options = { 0 };
	const char *reason;
	size_t i;

	for (i = 0; i < ARRAY_LEN(bad); i++) {
		options.api_url = bad[i];
		ck_assert_ptr_null(slack_web_new(bench.pump.loop, bench.http,
		    &options, &reason));
		ck_assert_str_ne(reason, "");
	}
}
END_TEST

START_TEST(without_a_token_nothing_is_sent)
{
	struct slack_options options = { .api_url = bench.api_url };
	const char *reason;
	struct slack *real = bench.slack;

	bench.slack = slack_web_new(bench.pump.loop, bench.http, &options,
	    &reason);
	check_call("chat.update", SLACK_HELD, "no_token");
	ck_assert_int_eq(asked, 0);
	slack_web_free(bench.slack);
	bench.slack = real;
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		a_write_goes_out_as_json_with_the_bot_token,
		a_read_goes_out_as_a_form,
		sockets_are_opened_with_the_app_token,
		a_refusal_says_slacks_word,
		a_429_holds_its_method_and_channel_only,
		F37_a_429_without_retry_after_waits_30_s,
		after_a_5xx_a_post_may_exist,
		no_answer_is_ambiguous,
		a_slow_body_is_given_up,
		an_answer_that_is_no_json_is_ambiguous,
		a_redirect_is_not_followed,
		without_a_connection_nothing_was_applied,
		a_token_that_fails_holds_all_calls_but_a_probe,
		a_probe_that_fails_holds_on,
		a_missing_scope_holds_its_method,
		posts_to_one_channel_wait_their_turn,
		a_long_wait_is_the_callers,
		more_calls_than_fit_are_sent_back,
		a_response_carries_no_token,
		a_response_goes_to_slack_only,
		sockets_go_to_slack_only,
		auth_test_says_who_we_are,
		forgotten_calls_are_not_answered,
		an_address_that_is_none_is_refused,
		without_a_token_nothing_is_sent,
	};
	struct unit unit = unit_new("services/slack/slack_web");
	size_t i;

	tcase_add_checked_fixture(unit.tcase, setup, teardown);
	for (i = 0; i < ARRAY_LEN(tests); i++)
		unit_add(&unit, tests[i]);
	return unit_run(&unit);
}
