/* SPDX-License-Identifier: MIT
 *
 * io/http_client: what a call's outcome says is true: "not sent" only if not
 * a byte of it arrived, "ambiguous" whenever one may have; never a second
 * attempt. Peers are scripted byte by byte.
 */
#include "io/http_client.h"
#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "tests/unit/certificates.h"
#include "tests/unit/peer.h"
#include "tests/unit/pump.h"
#include "tests/unit/redis_server.h"
#include "tests/unit/tls_server.h"
#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <unistd.h>

int __wrap_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list);
int __real_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list);

int __wrap_getaddrinfo(const char *host, const char *service,
    const struct addrinfo *hints, struct addrinfo **list)
{
	int failed = 0;

	/* The first address of this one refuses connections. */
	if (strcmp(host, "two.test") == 0) {
		failed = __real_getaddrinfo("127.0.0.2", service, hints, list);
		list = &(*list)->ai_next;
	} else if (strcmp(host, "service.test") != 0) {
		failed = EAI_NONAME;
	}
	return failed != 0 ? failed
	    : __real_getaddrinfo("127.0.0.1", service, hints, list);
}

static struct pump pump;
static struct resolver *resolver;
static struct tls_trust *trust;
static struct http_client *client;
static struct peer peer;

/* What the peer answers to each complete request, and how many it saw. */
static const char *answer;
static int requests;
static bool close_after;

static void on_request(struct peer *p)
{
	const char *body = strstr(p->input, "\r\n\r\n");
	const char *length = strstr(p->input, "Content-Length: ");

	if (body == NULL)
		return;
	if (length != NULL && strlen(body + 4) <
	    (size_t)strtoul(length + 16, NULL, 10))
		return;
	requests++;
	p->input_length = 0;
	if (answer != NULL)
		peer_say(p, answer);
	if (close_after)
		peer_close(p);
}

static void set_up_trusting(const char *authority)
{
	const char *reason = "";

	answer = NULL;
	requests = 0;
	close_after = false;
	pump_init(&pump);
	resolver = resolver_new(pump.loop);
	trust = tls_trust_new(authority, &reason);
	ck_assert_msg(trust != NULL, "%s", reason);
	client = http_client_new(pump.loop, resolver, trust);
	peer_start(&peer, pump.loop, on_request, NULL);
}

static void set_up(void)
{
	set_up_trusting(NULL);
}

static void tear_down(void)
{
	http_client_free(client);
	peer_stop(&peer);
	tls_trust_free(trust);
	resolver_free(resolver);
	pump_release(&pump);
}

struct asked {
	int answers;
	bool done;
	enum http_outcome outcome;
	int status;
	char body[200];
	size_t body_length;
	int64_t retry_after_ms;
	char content_type[60];
	char request_id[60];
	char error[300];
	bool free_client;
	struct http_call *cancel_too;
};

static void on_answer(void *arg, const struct http_response *r)
{
	struct asked *a = arg;
	const char *id = http_response_header(r, "x-request-id");

	a->answers++;
	a->done = true;
	a->outcome = r->outcome;
	a->status = r->status;
	(void)text_copy(a->body, sizeof(a->body), r->body);
	a->body_length = r->body_length;
	a->retry_after_ms = r->retry_after_ms;
	(void)text_copy(a->content_type, sizeof(a->content_type),
	    r->content_type);
	(void)text_copy(a->request_id, sizeof(a->request_id),
	    id != NULL ? id : "none");
	(void)text_copy(a->error, sizeof(a->error), r->error);
	if (a->cancel_too != NULL)
		http_cancel(a->cancel_too);
	if (a->free_client) {
		http_client_free(client);
		client = NULL;
	}
}

/* A request to the peer; the rest may be changed before send(). */
static struct http_request to_peer(const char *body)
{
	static char url[80];
	struct http_request r = { .method = body != NULL ? "POST" : "GET",
		.url = url, .body = body,
		.body_length = body != NULL ? strlen(body) : 0 };

	snprintf(url, sizeof(url), "http://127.0.0.1:%u/api/x?y=1",
	    (unsigned)peer.port);
	return r;
}

static struct http_call *send_it(struct asked *a,
    const struct http_request *request)
{
	struct http_call *call;

	memset(a, 0, sizeof(*a));
	call = http_send(client, request, on_answer, a);
	ck_assert_int_eq(a->answers, 0);
	return call;
}

static void exchange(struct asked *a, const struct http_request *request)
{
	ck_assert_ptr_nonnull(send_it(a, request));
	ck_assert(pump_until(&pump, &a->done));
	ck_assert_int_eq(a->answers, 1);
	ck_assert_uint_eq(http_open_calls(client), 0);
}

START_TEST(a_request_says_what_it_should_and_nothing_more)
{
	static const struct http_header headers[] = {
		{ "Content-Type", "application/json; charset=utf-8" },
		{ "X-Empty", "" },
	};
	struct secret token = { "" };
	struct http_request r;
	struct asked a;

	set_up();
	ck_assert(secret_set(&token, "xoxb-CANARY"));
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n"
	    "Content-Type: application/json\r\nX-Request-Id: 17\r\n\r\n"
	    "{\"ok\":true}";
	r = to_peer("{\"a\":1}");
	r.headers = headers;
	r.header_count = 2;
	r.bearer = &token;
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_OK_ANSWER);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(a.body, "{\"ok\":true}");
	ck_assert_uint_eq(a.body_length, 11);
	ck_assert_str_eq(a.content_type, "application/json");
	ck_assert_str_eq(a.request_id, "17");
	ck_assert_int_eq(a.retry_after_ms, 0);
	ck_assert_str_eq(a.error, "");
	ck_assert(text_starts_with(peer.input,
	    "POST /api/x?y=1 HTTP/1.1\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.input,
	    "\r\nAuthorization: Bearer xoxb-CANARY\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.input, "\r\nContent-Type: "
	    "application/json; charset=utf-8\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.input, "\r\nX-Empty:\r\n"));
	ck_assert_ptr_nonnull(strstr(peer.input, "\r\nUser-Agent: incbot/"));
	ck_assert_ptr_null(strstr(peer.input, "Expect"));
	ck_assert_ptr_nonnull(strstr(peer.input, "\r\n\r\n{\"a\":1}"));
	tear_down();
}
END_TEST

START_TEST(get_has_no_body_and_connections_are_kept)
{
	struct http_request r;
	struct asked a;
	int i;

	set_up();
	answer = "HTTP/1.1 204 No Content\r\n\r\n";
	r = to_peer(NULL);
	for (i = 0; i < 5; i++) {
		exchange(&a, &r);
		ck_assert_int_eq(a.status, 204);
		ck_assert_str_eq(a.body, "");
	}
	ck_assert_int_eq(peer.connections, 1);
	ck_assert_ptr_null(strstr(peer.input, "Content-Length"));
	r = to_peer("");
	r.method = "DELETE";
	exchange(&a, &r);
	ck_assert(text_starts_with(peer.input, "DELETE "));
	ck_assert_ptr_nonnull(strstr(peer.input, "Content-Length: 0"));
	tear_down();
}
END_TEST

/* Where the others hold the connections open; only one call at a time. */
START_TEST(connections_are_kept_while_few_calls_are_open)
{
	enum { SERVERS = 10 };
	static struct peer peers[SERVERS];
	struct http_request r;
	struct asked a;
	char url[80];
	int i;

	set_up();
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	for (i = 0; i < SERVERS; i++)
		peer_start(&peers[i], pump.loop, on_request, NULL);
	for (i = 0; i < SERVERS * 3; i++) {
		r = to_peer("x");
		snprintf(url, sizeof(url), "http://127.0.0.1:%u/",
		    (unsigned)peers[i % SERVERS].port);
		r.url = url;
		exchange(&a, &r);
		ck_assert_int_eq(a.status, 200);
	}
	for (i = 0; i < SERVERS; i++) {
		ck_assert_int_eq(peers[i].connections, 1);
		peer_stop(&peers[i]);
	}
	tear_down();
}
END_TEST

START_TEST(a_call_knows_nothing_of_the_one_before)
{
	static const struct http_header type = { "Content-Type", "a/b" };
	struct secret token = { "" };
	struct http_request r;
	struct asked a;

	set_up();
	ck_assert(secret_set(&token, "xoxb-CANARY"));
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"
	    "X-Request-Id: 17\r\n\r\nabc";
	r = to_peer("first");
	r.method = "PUT";
	r.headers = &type;
	r.header_count = 1;
	r.bearer = &token;
	exchange(&a, &r);
	ck_assert_ptr_nonnull(strstr(peer.input, "CANARY"));
	answer = "HTTP/1.1 204 No Content\r\n\r\n";
	r = to_peer(NULL);
	exchange(&a, &r);
	ck_assert(text_starts_with(peer.input, "GET "));
	ck_assert_ptr_null(strstr(peer.input, "Authorization"));
	ck_assert_ptr_null(strstr(peer.input, "Content-"));
	ck_assert_ptr_null(strstr(peer.input, "first"));
	ck_assert_str_eq(a.request_id, "none");
	ck_assert_str_eq(a.body, "");
	r = to_peer("third");
	exchange(&a, &r);
	ck_assert(text_starts_with(peer.input, "POST "));
	ck_assert_ptr_null(strstr(peer.input, "Authorization"));
	ck_assert_ptr_nonnull(strstr(peer.input, "\r\n\r\nthird"));
	tear_down();
}
END_TEST

/* What its handle did for another call is not told of it. */
START_TEST(a_call_that_never_began_has_nothing_of_the_one_before)
{
	struct http_request r;
	struct asked a;

	set_up();
	answer = "HTTP/1.1 500 No\r\nContent-Length: 3\r\n"
	    "Content-Type: a/b\r\nX-Request-Id: 17\r\n\r\nabc";
	r = to_peer("first");
	exchange(&a, &r);
	ck_assert_str_eq(a.request_id, "17");
	r.url = "http://nobody.test/";
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_NOT_SENT);
	ck_assert_str_eq(a.request_id, "none");
	r = to_peer("second");
	(void)send_it(&a, &r);
	http_client_free(client);
	client = NULL;
	ck_assert_int_eq(a.answers, 1);
	ck_assert_int_eq(a.outcome, HTTP_NOT_SENT);
	ck_assert_int_eq(a.status, 0);
	ck_assert_str_eq(a.request_id, "none");
	tear_down();
}
END_TEST

START_TEST(a_429_brings_its_retry_after)
{
	struct http_request r;
	struct asked a;

	set_up();
	answer = "HTTP/1.1 429 Too Many\r\nRetry-After: 30\r\n"
	    "Content-Length: 0\r\n\r\n";
	r = to_peer("x");
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_OK_ANSWER);
	ck_assert_int_eq(a.status, 429);
	ck_assert_int_eq(a.retry_after_ms, 30000);
	tear_down();
}
END_TEST

START_TEST(redirects_are_not_followed)
{
	struct http_request r;
	struct asked a;

	set_up();
	answer = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
	    "Content-Length: 0\r\n\r\n";
	r = to_peer("x");
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_OK_ANSWER);
	ck_assert_int_eq(a.status, 302);
	tear_down();
}
END_TEST

START_TEST(nobody_there_means_not_sent)
{
	struct http_request r = { .method = "POST", .body = "x",
		.body_length = 1 };
	char url[60];
	struct asked a;

	set_up();
	snprintf(url, sizeof(url), "http://127.0.0.1:%u/",
	    (unsigned)free_port());
	r.url = url;
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_NOT_SENT);
	ck_assert_int_eq(a.status, 0);
	ck_assert_ptr_nonnull(strstr(a.error, "onnect"));
	r.url = "https://nowhere.test/";
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_NOT_SENT);
	ck_assert_str_eq(a.error, "looking up the host failed: no such name");
	tear_down();
}
END_TEST

START_TEST(names_are_resolved_outside_of_libcurl)
{
	struct http_request r;
	struct asked a;
	char url[60];

	set_up();
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	r = to_peer("x");
	snprintf(url, sizeof(url), "http://service.test:%u/",
	    (unsigned)peer.port);
	r.url = url;
	exchange(&a, &r);
	ck_assert_int_eq(a.status, 200);
	ck_assert_ptr_nonnull(strstr(peer.input, "Host: service.test:"));
	tear_down();
}
END_TEST

START_TEST(the_second_address_is_tried_at_once)
{
	struct http_request r;
	struct asked a;
	char url[60];
	int i;

	for (i = 0; i < 5; i++) {
		set_up();
		answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
		r = to_peer("x");
		snprintf(url, sizeof(url), "http://two.test:%u/",
		    (unsigned)peer.port);
		r.url = url;
		ck_assert_ptr_nonnull(send_it(&a, &r));
		ck_assert(pump_within(&pump, &a.done, 1000));
		ck_assert_int_eq(a.status, 200);
		tear_down();
	}
}
END_TEST

/* 127.0.0.2 at this port swallows what tries to connect from now on. */
static void dig_black_hole(uint16_t port, int fds[3])
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons(port) };
	int i;

	ck_assert_int_eq(inet_pton(AF_INET, "127.0.0.2", &a.sin_addr), 1);
	for (i = 0; i < 3; i++)
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK |
		    SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(fds[0], (struct sockaddr *)&a, sizeof(a)), 0);
	ck_assert_int_eq(listen(fds[0], 0), 0);
	for (i = 1; i < 3; i++)
		(void)connect(fds[i], (struct sockaddr *)&a, sizeof(a));
}

START_TEST(a_black_hole_first_leaves_time_for_the_second_address)
{
	struct http_request r;
	struct asked a;
	char url[60];
	int fds[3];
	int i;

	set_up();
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	dig_black_hole(peer.port, fds);
	r = to_peer("x");
	snprintf(url, sizeof(url), "http://two.test:%u/",
	    (unsigned)peer.port);
	r.url = url;
	r.connect_deadline_ms = 1000;
	ck_assert_ptr_nonnull(send_it(&a, &r));
	/* Half of it for the first one. */
	ck_assert(pump_within(&pump, &a.done, 900));
	ck_assert_msg(a.status == 200, "%s", a.error);
	for (i = 0; i < 3; i++)
		close(fds[i]);
	tear_down();
}
END_TEST

START_TEST(a_silent_peer_is_ambiguous_at_the_deadline)
{
	struct http_request r;
	struct asked a;

	set_up();
	r = to_peer("x");
	r.deadline_ms = 500;
	ck_assert_ptr_nonnull(send_it(&a, &r));
	ck_assert(pump_within(&pump, &a.done, 2000));
	ck_assert_int_eq(a.outcome, HTTP_AMBIGUOUS);
	ck_assert_int_eq(requests, 1);
	tear_down();
}
END_TEST

START_TEST(a_peer_that_hangs_up_is_ambiguous)
{
	static const char *const answers[] = {
		NULL, "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 10"
		"\r\n\r\nabc", "garbage\r\n\r\n",
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(answers); i++) {
		struct http_request r;
		struct asked a;

		set_up();
		answer = answers[i];
		close_after = true;
		r = to_peer("x");
		exchange(&a, &r);
		ck_assert_msg(a.outcome == HTTP_AMBIGUOUS, "%zu", i);
		ck_assert_str_ne(a.error, "");
		ck_assert_int_eq(requests, 1);
		tear_down();
	}
}
END_TEST

START_TEST(a_post_on_a_dying_kept_connection_is_sent_once)
{
	struct http_request r;
	struct asked a;

	set_up();
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	r = to_peer("first");
	exchange(&a, &r);
	/* The peer takes the second one, and dies without a word. */
	answer = NULL;
	close_after = true;
	r = to_peer("second");
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_AMBIGUOUS);
	/* libcurl connects again, and finds that it cannot start over. */
	ck_assert_int_eq(requests, 2);
	ck_assert(peer.connections == 1 || peer.input_length == 0);
	tear_down();
}
END_TEST

START_TEST(a_slow_body_is_put_together_or_given_up)
{
	static const char whole[] = "HTTP/1.1 200 OK\r\n"
	    "Content-Length: 6\r\n\r\nabcdef";
	struct http_request r;
	struct asked a;
	size_t i;

	set_up();
	r = to_peer("x");
	ck_assert_ptr_nonnull(send_it(&a, &r));
	while (requests == 0)
		pump_for(&pump, 1);
	for (i = 0; i < strlen(whole); i++) {
		ck_assert(!a.done);
		peer_say_n(&peer, whole + i, 1);
		pump_for(&pump, 1);
	}
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_str_eq(a.body, "abcdef");

	answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc";
	r.deadline_ms = 100;
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_AMBIGUOUS);
	ck_assert_int_eq(a.status, 200);
	tear_down();
}
END_TEST

START_TEST(a_large_answer_is_cut)
{
	char body[3000];
	struct http_request r;
	struct asked a;
	int chunked;

	for (chunked = 0; chunked < 2; chunked++) {
		set_up();
		memset(body, 0, sizeof(body));
		snprintf(body, sizeof(body), "HTTP/1.1 200 OK\r\n%s\r\n\r\n%s",
		    chunked ? "Transfer-Encoding: chunked"
		    : "Content-Length: 1001", chunked ? "3e9\r\n" : "");
		memset(body + strlen(body), 'x', 1001);
		if (chunked)
			memcpy(body + strlen(body), "\r\n0\r\n\r\n", 8);
		answer = body;
		r = to_peer("x");
		r.body_limit_bytes = 1000;
		exchange(&a, &r);
		ck_assert_int_eq(a.outcome, HTTP_AMBIGUOUS);
		ck_assert_str_eq(a.error, "the answer is too large");
		r.body_limit_bytes = 1001;
		exchange(&a, &r);
		ck_assert_int_eq(a.outcome, HTTP_OK_ANSWER);
		ck_assert_uint_eq(a.body_length, 1001);
		tear_down();
	}
}
END_TEST

START_TEST(endless_headers_are_cut)
{
	char *lines = xcalloc(1, 200000);
	struct http_request r;
	struct asked a;
	struct text t;
	int i;

	set_up();
	text_init(&t, lines, 200000);
	text_add(&t, "HTTP/1.1 200 OK\r\n");
	for (i = 0; i < 4000; i++)
		text_addf(&t, "X-%d: aaaaaaaaaaaaaaa\r\n", i);
	answer = lines;
	r = to_peer("x");
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_AMBIGUOUS);
	ck_assert_str_eq(a.error, "the answer's headers are too large");
	tear_down();
	free(lines);
}
END_TEST

START_TEST(malformed_requests_are_refused)
{
	static const char *const urls[] = {
		"", "ftp://h/", "redis://h", "http://user@h/",
		"http://u:p@h/", "http:///x", "http://h/a b", "file:///etc",
	};
	static const struct http_header bad[] = {
		{ "X", "a\r\nY: b" }, { "X: y", "a" }, { "X\n", "a" },
	};
	struct http_header many[HTTP_HEADERS_MAX + 1];
	struct http_request r;
	struct asked a;
	size_t i;

	set_up();
	for (i = 0; i < ARRAY_LEN(urls); i++) {
		r = to_peer("x");
		r.url = urls[i];
		ck_assert_msg(send_it(&a, &r) == NULL, "%s", urls[i]);
	}
	for (i = 0; i < ARRAY_LEN(bad); i++) {
		r = to_peer("x");
		r.headers = &bad[i];
		r.header_count = 1;
		ck_assert_ptr_null(send_it(&a, &r));
	}
	for (i = 0; i < ARRAY_LEN(many); i++) {
		many[i].name = "X";
		many[i].value = "y";
	}
	r = to_peer("x");
	r.headers = many;
	r.header_count = ARRAY_LEN(many);
	ck_assert_ptr_null(send_it(&a, &r));
	pump_for(&pump, 10);
	ck_assert_int_eq(a.answers, 0);
	ck_assert_uint_eq(http_open_calls(client), 0);
	tear_down();
}
END_TEST

static struct asked many_asked[HTTP_CALLS_MAX + 1];

START_TEST(too_many_calls_wait_or_are_refused_and_all_are_answered)
{
	struct http_request r;
	int not_sent = 0;
	int i;

	set_up();
	r = to_peer("x");
	r.deadline_ms = 300;
	for (i = 0; i < HTTP_CALLS_MAX; i++)
		ck_assert_ptr_nonnull(send_it(&many_asked[i], &r));
	ck_assert_ptr_null(send_it(&many_asked[i], &r));
	while (http_open_calls(client) > 0)
		pump_for(&pump, 10);
	for (i = 0; i < HTTP_CALLS_MAX; i++) {
		ck_assert_int_eq(many_asked[i].answers, 1);
		not_sent += many_asked[i].outcome == HTTP_NOT_SENT;
	}
	/* Only what had a connection was sent. */
	ck_assert_int_ge(not_sent,
	    HTTP_CALLS_MAX - HTTP_ACTIVE_PER_HOST_MAX);
	tear_down();
}
END_TEST

START_TEST(waiting_calls_follow_when_others_are_answered)
{
	struct http_request r;
	int i;

	set_up();
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
	    "Connection: close\r\n\r\n";
	close_after = true;
	r = to_peer("x");
	for (i = 0; i < 100; i++)
		ck_assert_ptr_nonnull(send_it(&many_asked[i], &r));
	while (http_open_calls(client) > 0)
		pump_for(&pump, 5);
	for (i = 0; i < 100; i++)
		ck_assert_int_eq(many_asked[i].answers, 1);
	tear_down();
}
END_TEST

START_TEST(cancelled_calls_stay_silent_at_every_stage)
{
	struct http_call *call;
	struct http_request r;
	struct asked a, b;

	set_up();
	r = to_peer("x");
	call = send_it(&a, &r);
	http_cancel(call);
	call = send_it(&b, &r);
	while (requests == 0)
		pump_for(&pump, 1);
	http_cancel(call);
	ck_assert_uint_eq(http_open_calls(client), 0);
	pump_for(&pump, 20);
	ck_assert_int_eq(a.answers + b.answers, 0);
	/* One call's callback cancels the other. */
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	(void)send_it(&a, &r);
	call = send_it(&b, &r);
	a.cancel_too = call;
	ck_assert(pump_until(&pump, &a.done));
	pump_for(&pump, 20);
	ck_assert_int_eq(a.answers, 1);
	ck_assert_int_eq(b.answers, 0);
	tear_down();
}
END_TEST

START_TEST(freeing_the_client_answers_all)
{
	struct http_request r;
	struct asked a, b, c;

	set_up();
	r = to_peer("x");
	(void)send_it(&a, &r);
	while (requests == 0)
		pump_for(&pump, 1);
	(void)send_it(&b, &r);
	http_client_free(client);
	client = NULL;
	ck_assert_int_eq(a.outcome, HTTP_AMBIGUOUS);
	ck_assert_int_eq(b.outcome, HTTP_NOT_SENT);
	ck_assert_int_eq(a.answers + b.answers, 2);
	client = http_client_new(pump.loop, resolver, trust);
	answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
	(void)send_it(&a, &r);
	(void)send_it(&c, &r);
	a.free_client = c.free_client = true;
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_ptr_null(client);
	ck_assert_int_eq(c.answers, 1);
	tear_down();
}
END_TEST

/* --- TLS: openssl's own little server --- */

static struct certificates certificates;
static uint16_t tls_port;

static void get_tls(struct asked *a, const char *host)
{
	struct http_request r = { .method = "GET",
		.body_limit_bytes = 100000 };
	char url[80];
	int tries;

	snprintf(url, sizeof(url), "https://%s:%u/", host,
	    (unsigned)tls_port);
	r.url = url;
	/* Until the server listens. */
	for (tries = 0; tries < 200; tries++) {
		exchange(a, &r);
		if (strstr(a->error, "connect to") == NULL)
			break;
		pump_for(&pump, 20);
	}
}

START_TEST(tls_is_spoken_to_whom_we_trust)
{
	struct asked a;

	certificates_make(&certificates, "DNS:localhost,IP:127.0.0.1");
	set_up_trusting(certificates.authority);
	tls_port = tls_server_start(&certificates);
	get_tls(&a, "127.0.0.1");
	ck_assert_msg(a.outcome == HTTP_OK_ANSWER, "%s", a.error);
	ck_assert_int_eq(a.status, 200);
	get_tls(&a, "localhost");
	ck_assert_int_eq(a.outcome, HTTP_OK_ANSWER);
	/* Resolved to the same address, but not named in the certificate. */
	get_tls(&a, "service.test");
	ck_assert_int_eq(a.outcome, HTTP_NOT_SENT);
	ck_assert_ptr_nonnull(strstr(a.error, "service.test"));
	tear_down();
	set_up_trusting(certificates.stranger);
	get_tls(&a, "127.0.0.1");
	ck_assert_int_eq(a.outcome, HTTP_NOT_SENT);
	ck_assert_ptr_nonnull(strstr(a.error, "certificate"));
	tear_down();
	tls_server_stop();
	certificates_remove(&certificates);
}
END_TEST

START_TEST(tls_to_a_peer_without_it_is_not_sent)
{
	struct http_request r = { .method = "POST", .body = "x",
		.body_length = 1, .connect_deadline_ms = 100 };
	struct asked a;
	char url[60];

	set_up();
	peer.on_input = NULL;
	snprintf(url, sizeof(url), "https://127.0.0.1:%u/",
	    (unsigned)peer.port);
	r.url = url;
	exchange(&a, &r);
	ck_assert_int_eq(a.outcome, HTTP_NOT_SENT);
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/http_client");

	unit_add(&u, a_request_says_what_it_should_and_nothing_more);
	unit_add(&u, get_has_no_body_and_connections_are_kept);
	unit_add(&u, connections_are_kept_while_few_calls_are_open);
	unit_add(&u, a_call_knows_nothing_of_the_one_before);
	unit_add(&u, a_call_that_never_began_has_nothing_of_the_one_before);
	unit_add(&u, a_429_brings_its_retry_after);
	unit_add(&u, redirects_are_not_followed);
	unit_add(&u, nobody_there_means_not_sent);
	unit_add(&u, names_are_resolved_outside_of_libcurl);
	unit_add(&u, the_second_address_is_tried_at_once);
	unit_add(&u, a_black_hole_first_leaves_time_for_the_second_address);
	unit_add(&u, a_silent_peer_is_ambiguous_at_the_deadline);
	unit_add(&u, a_peer_that_hangs_up_is_ambiguous);
	unit_add(&u, a_post_on_a_dying_kept_connection_is_sent_once);
	unit_add(&u, a_slow_body_is_put_together_or_given_up);
	unit_add(&u, a_large_answer_is_cut);
	unit_add(&u, endless_headers_are_cut);
	unit_add(&u, malformed_requests_are_refused);
	unit_add(&u,
	    too_many_calls_wait_or_are_refused_and_all_are_answered);
	unit_add(&u, waiting_calls_follow_when_others_are_answered);
	unit_add(&u, cancelled_calls_stay_silent_at_every_stage);
	unit_add(&u, freeing_the_client_answers_all);
	unit_add(&u, tls_is_spoken_to_whom_we_trust);
	unit_add(&u, tls_to_a_peer_without_it_is_not_sent);
	return unit_run(&u);
}
