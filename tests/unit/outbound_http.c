/* SPDX-License-Identifier: MIT
 *
 * services/outside/outbound_http: where calls may go, what an answer means, and
 * that a service which said "later" or "who are you" is left alone for a while.
 */
#include "services/outside/outbound_http.h"
#include "base/secret.h"
#include "base/text.h"
#include "io/http_client.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "tests/unit/peer.h"
#include "tests/unit/pump.h"
#include "tests/unit/unit.h"

static struct pump pump;
static struct resolver *resolver;
static struct tls_trust *trust;
static struct http_client *client;
static struct outbound *outbound;
static struct peer peer;
static struct secret secret;
static const char *answer;	/* the peer's; NULL = hangs up */
static int requests;
static char seen[PEER_INPUT_SIZE];

static void on_input(struct peer *p)
{
	const char *body = strstr(p->input, "\r\n\r\n");
	const char *length = strstr(p->input, "Content-Length: ");

	if (!body || (length && strlen(body + 4) <
	    (size_t)strtoul(length + 16, NULL, 10)))
		return;
	requests++;
	(void)text_copy(seen, sizeof(seen), p->input);
	p->input_length = 0;
	if (answer)
		peer_say(p, answer);
	else
		peer_close(p);
}

static void set_up(void)
{
	const char *reason = "";

	requests = 0;
	pump_init(&pump);
	resolver = resolver_new(pump.loop);
	trust = tls_trust_new(NULL, &reason);
	ck_assert_ptr_nonnull(trust);
	client = http_client_new(pump.loop, resolver, trust);
	outbound = outbound_http_new(pump.loop, client, true);
	peer_start(&peer, pump.loop, on_input, NULL);
	ck_assert(secret_set(&secret, "sesame"));
}

static void tear_down(void)
{
	outbound_http_free(outbound);
	http_client_free(client);
	peer_stop(&peer);
	tls_trust_free(trust);
	resolver_free(resolver);
	pump_release(&pump);
}

struct asked {
	bool done;
	int answers;
	enum outbound_outcome outcome;
	int64_t retry_ms;
	char error[64];
	char body[64];
};

static void on_answer(void *arg, const struct outbound_answer *a)
{
	struct asked *asked = arg;

	asked->done = true;
	asked->answers++;
	asked->outcome = a->outcome;
	asked->retry_ms = a->retry_ms;
	(void)text_copy(asked->error, sizeof(asked->error), a->error);
	(void)text_copy(asked->body, sizeof(asked->body), a->body);
}

static struct outbound_request to_peer(void)
{
	static char base[64];

	snprintf(base, sizeof(base), "http://127.0.0.1:%u/v2",
	    (unsigned)peer.port);
	return (struct outbound_request){ .target = "test", .method = "POST",
	    .base = base, .path = "/enqueue", .body = "{}", .body_length = 2,
	    .content_type = "application/json" };
}

static struct asked ask(const struct outbound_request *request)
{
	struct asked asked = { .done = false };

	outbound_send(outbound, request, on_answer, &asked);
	ck_assert_int_eq(asked.answers, 0);	/* never inside the call */
	ck_assert(pump_until(&pump, &asked.done));
	ck_assert_int_eq(asked.answers, 1);
	return asked;
}

START_TEST(an_answer_means_what_a_repeat_must_know)
{
	static const struct {
		const char *says;
		enum outbound_outcome outcome;
		int64_t retry_ms;
		const char *error;
	} rows[] = {
		{ "HTTP/1.1 202 x\r\nContent-Length: 2\r\n\r\nok",
		    OUTBOUND_OK, 0, "" },
		{ "HTTP/1.1 204 x\r\nContent-Length: 0\r\n\r\n",
		    OUTBOUND_OK, 0, "" },
		{ "HTTP/1.1 429 x\r\nRetry-After: 7\r\n"
		    "Content-Length: 0\r\n\r\n", OUTBOUND_LATER, 7000,
		    "http_429" },
		{ "HTTP/1.1 420 x\r\nContent-Length: 0\r\n\r\n",
		    OUTBOUND_LATER, 30000, "http_420" },
		{ "HTTP/1.1 429 x\r\nRetry-After: 99999\r\n"
		    "Content-Length: 0\r\n\r\n", OUTBOUND_LATER,
		    OUTBOUND_RETRY_MAX_MS, "http_429" },
		{ "HTTP/1.1 408 x\r\nContent-Length: 0\r\n\r\n",
		    OUTBOUND_AMBIGUOUS, 0, "http_408" },
		{ "HTTP/1.1 500 x\r\nContent-Length: 0\r\n\r\n",
		    OUTBOUND_AMBIGUOUS, 0, "http_500" },
		{ NULL, OUTBOUND_AMBIGUOUS, 0, "no_answer" },
		{ "HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n",
		    OUTBOUND_HELD, 0, "http_401" },
		{ "HTTP/1.1 403 x\r\nRetry-After: 3\r\n"
		    "Content-Length: 0\r\n\r\n", OUTBOUND_LATER, 3000,
		    "http_403" },
		/* In PagerDuty's and GitHub's words: the limit is used up. */
		{ "HTTP/1.1 429 x\r\nratelimit-remaining: 0\r\n"
		    "ratelimit-reset: 9\r\nContent-Length: 0\r\n\r\n",
		    OUTBOUND_LATER, 9000, "http_429" },
		{ "HTTP/1.1 403 x\r\nX-RateLimit-Remaining: 0\r\n"
		    "X-RateLimit-Reset: 99999999999\r\n"
		    "Content-Length: 0\r\n\r\n", OUTBOUND_LATER,
		    OUTBOUND_RETRY_MAX_MS, "http_403" },
		{ "HTTP/1.1 403 x\r\nX-RateLimit-Remaining: 7\r\n"
		    "X-RateLimit-Reset: 99999999999\r\n"
		    "Content-Length: 0\r\n\r\n", OUTBOUND_HELD, 0,
		    "http_403" },
		{ "HTTP/1.1 400 x\r\nContent-Length: 0\r\n\r\n",
		    OUTBOUND_REFUSED, 0, "http_400" },
		{ "HTTP/1.1 302 x\r\nLocation: http://127.0.0.1:1/\r\n"
		    "Content-Length: 0\r\n\r\n", OUTBOUND_REFUSED, 0,
		    "http_302" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct outbound_request request = to_peer();
		char name[16];
		struct asked asked;

		snprintf(name, sizeof(name), "row%zu", i);
		request.target = name;
		answer = rows[i].says;
		asked = ask(&request);
		ck_assert_msg(asked.outcome == rows[i].outcome &&
		    asked.retry_ms == rows[i].retry_ms &&
		    strcmp(asked.error, rows[i].error) == 0,
		    "row %zu: %d %lld %s", i, asked.outcome,
		    (long long)asked.retry_ms, asked.error);
		ck_assert_int_eq(requests, (int)i + 1);
	}
}
END_TEST

START_TEST(nobody_there_is_certainly_not_done)
{
	struct outbound_request request = to_peer();
	struct asked asked;

	peer_stop(&peer);
	asked = ask(&request);
	ck_assert_int_eq(asked.outcome, OUTBOUND_LATER);
	ck_assert_str_eq(asked.error, "not_sent");
	peer_start(&peer, pump.loop, on_input, NULL);
}
END_TEST

START_TEST(credentials_go_where_the_service_wants_them)
{
	struct outbound_request request = to_peer();

	answer = "HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n";
	request.auth = &secret;
	request.auth_prefix = "Token token=";
	(void)ask(&request);
	ck_assert_ptr_nonnull(strstr(seen,
	    "Authorization: Token token=sesame\r\n"));
	ck_assert_ptr_nonnull(strstr(seen, "POST /v2/enqueue HTTP/1.1\r\n"));
	request.auth_user = "ali";
	(void)ask(&request);
	ck_assert_ptr_nonnull(strstr(seen,
	    "Authorization: Basic YWxpOnNlc2FtZQ==\r\n"));
}
END_TEST

START_TEST(nothing_leaves_for_a_place_that_the_config_does_not_name)
{
	static const struct { const char *base; const char *path; } rows[] = {
		{ "http://example.com/", "/x" },
		{ "ftp://127.0.0.1/", "/x" },
		{ "https://u:p@example.com/", "/x" },
		{ "https://example.com", ".evil.example/x" },
		{ "https://example.com", "@evil.example/x" },
		{ "not an address", "/x" },
	};
	struct outbound_request request = to_peer();

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct asked asked;

		request.base = rows[i].base;
		request.path = rows[i].path;
		asked = ask(&request);
		ck_assert_msg(asked.outcome == OUTBOUND_REFUSED &&
		    strcmp(asked.error, "not_allowed") == 0, "%s %s",
		    rows[i].base, rows[i].path);
	}
	ck_assert_int_eq(requests, 0);
}
END_TEST

START_TEST(plain_http_is_for_this_machine_and_only_if_the_config_says_so)
{
	const char *reason = "";

	ck_assert(outbound_base_is_good("https://x.example/", false,
	    &reason));
	ck_assert(outbound_base_is_good("http://127.0.0.1:8/", true,
	    &reason));
	ck_assert(outbound_base_is_good("http://[::1]:8/", true, &reason));
	ck_assert(!outbound_base_is_good("http://127.0.0.1:8/", false,
	    &reason));
	ck_assert(!outbound_base_is_good("http://127.example/", true,
	    &reason));
	ck_assert(!outbound_base_is_good("http://x.example/", true,
	    &reason));
}
END_TEST

START_TEST(a_service_that_says_later_is_left_alone)
{
	struct outbound_request request = to_peer();
	struct asked asked;

	answer = "HTTP/1.1 429 x\r\nRetry-After: 60\r\n"
	    "Content-Length: 0\r\n\r\n";
	(void)ask(&request);
	asked = ask(&request);
	ck_assert_int_eq(asked.outcome, OUTBOUND_LATER);
	ck_assert_str_eq(asked.error, "paced");
	ck_assert(asked.retry_ms > 50000 && asked.retry_ms <= 60000);
	ck_assert_int_eq(requests, 1);
	/* Others go on. */
	request.target = "other";
	(void)ask(&request);
	ck_assert_int_eq(requests, 2);
}
END_TEST

START_TEST(credentials_that_do_not_work_are_not_tried_again_at_once)
{
	struct outbound_request request = to_peer();
	struct asked asked;

	answer = "HTTP/1.1 401 x\r\nContent-Length: 0\r\n\r\n";
	(void)ask(&request);
	asked = ask(&request);
	ck_assert_int_eq(asked.outcome, OUTBOUND_HELD);
	ck_assert_int_eq(requests, 1);
}
END_TEST

START_TEST(the_pace_lets_a_burst_through_and_then_its_rate)
{
	struct outbound_request request = to_peer();
	int sent = 0;

	answer = "HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n";
	request.per_minute = 60;
	for (int i = 0; i < 10; i++) {
		struct asked asked = ask(&request);

		sent += asked.outcome == OUTBOUND_OK;
		if (asked.outcome != OUTBOUND_OK)
			ck_assert(asked.retry_ms > 0 &&
			    asked.retry_ms <= 1000);
	}
	ck_assert_int_eq(sent, 5);
	ck_assert_int_eq(requests, 5);
}
END_TEST

/* One that counts for two leaves the turn of the other, which need not ask. */
START_TEST(a_call_may_take_the_turn_of_the_next)
{
	struct outbound_request two = to_peer();
	struct outbound_request free_one = to_peer();

	answer = "HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n";
	two.per_minute = 60;
	two.calls = 2;
	for (int i = 0; i < 6; i++) {
		struct asked asked = ask(&two);

		ck_assert_int_eq(asked.outcome, i < 3 ? OUTBOUND_OK :
		    OUTBOUND_LATER);
		ck_assert(i < 3 || (asked.retry_ms > 1000 &&
		    asked.retry_ms <= 2000));
		ck_assert_int_eq(ask(&free_one).outcome, OUTBOUND_OK);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("outbound_http");

	tcase_add_checked_fixture(u.tcase, set_up, tear_down);
	unit_add(&u, an_answer_means_what_a_repeat_must_know);
	unit_add(&u, nobody_there_is_certainly_not_done);
	unit_add(&u, credentials_go_where_the_service_wants_them);
	unit_add(&u, nothing_leaves_for_a_place_that_the_config_does_not_name);
	unit_add(&u,
	    plain_http_is_for_this_machine_and_only_if_the_config_says_so);
	unit_add(&u, a_service_that_says_later_is_left_alone);
	unit_add(&u, credentials_that_do_not_work_are_not_tried_again_at_once);
	unit_add(&u, the_pace_lets_a_burst_through_and_then_its_rate);
	unit_add(&u, a_call_may_take_the_turn_of_the_next);
	return unit_run(&u);
}
