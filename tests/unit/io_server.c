/* SPDX-License-Identifier: MIT
 *
 * io/http_server: whole requests go up, everything else is turned away with
 * the right number; answers may come late and clients may leave early. Our
 * own client asks, and a raw socket where manners would be in the way.
 */
#include "io/http_server.h"
#include "base/memory.h"
#include "base/text.h"
#include "io/http_client.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "tests/unit/certificates.h"
#include "tests/unit/pump.h"
#include "tests/unit/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

static struct pump pump;
static struct resolver *resolver;
static struct tls_trust *trust;
static struct http_client *client;
static struct http_server *server;

/* What came up, and what is done about it. */
static int requests;
static char last_method[8], last_path[300], last_query[200];
static char last_header[200], last_type[200];
static char *last_body;
static size_t last_length;
static struct http_exchange *kept;
static bool keep;
static size_t answer_length;
static const char *scheme = "http";

static void on_request(void *arg UNUSED,
    const struct http_server_request *r, struct http_exchange *exchange)
{
	static char body[2 * HTTP_SERVER_ANSWER_MAX_BYTES];
	struct http_server_answer answer = { .status = 200,
		.content_type = "application/json", .body = body };
	const char *header = http_exchange_header(exchange, "x-signature");
	const char *type = http_exchange_header(exchange, "content-type");

	requests++;
	(void)text_copy(last_method, sizeof(last_method), r->method);
	(void)text_copy(last_path, sizeof(last_path), r->path);
	(void)text_copy(last_query, sizeof(last_query), r->query);
	(void)text_copy(last_header, sizeof(last_header),
	    header != NULL ? header : "none");
	(void)text_copy(last_type, sizeof(last_type),
	    type != NULL ? type : "none");
	ck_assert_ptr_null(http_exchange_header(exchange, "cookie"));
	free(last_body);
	last_body = xmalloc(r->body_length + 1);
	memcpy(last_body, r->body, r->body_length + 1);
	last_length = r->body_length;
	if (keep) {
		kept = exchange;
		return;
	}
	memset(body, 'a', sizeof(body));
	answer.body_length = answer_length;
	http_exchange_answer(exchange, &answer);
}

static void set_up_with(const struct http_server_options *options)
{
	const char *reason = "";

	requests = 0;
	keep = false;
	kept = NULL;
	answer_length = 3;
	pump_init(&pump);
	resolver = resolver_new(pump.loop);
	trust = tls_trust_new(NULL, &reason);
	client = http_client_new(pump.loop, resolver, trust);
	server = http_server_new(pump.loop, options);
	ck_assert_ptr_nonnull(server);
	ck_assert_uint_ne(http_server_port(server), 0);
}

static void set_up(void)
{
	set_up_with(&(struct http_server_options){
	    .headers = { "x-signature", "content-type" },
	    .callback = on_request });
}

static void tear_down(void)
{
	http_client_free(client);
	http_server_free(server);
	pump_for(&pump, 5);
	tls_trust_free(trust);
	resolver_free(resolver);
	pump_release(&pump);
	free(last_body);
	last_body = NULL;
}

struct asked {
	bool done;
	enum http_outcome outcome;
	int status;
	size_t length;
	char body[100];
	char type[60], sniff[20];
};

static void on_answer(void *arg, const struct http_response *r)
{
	struct asked *a = arg;
	const char *sniff = http_response_header(r, "x-content-type-options");

	a->done = true;
	a->outcome = r->outcome;
	a->status = r->status;
	a->length = r->body_length;
	(void)text_copy(a->body, sizeof(a->body), r->body);
	(void)text_copy(a->type, sizeof(a->type), r->content_type);
	(void)text_copy(a->sniff, sizeof(a->sniff),
	    sniff != NULL ? sniff : "none");
}

static struct http_call *start(struct asked *a, const char *method,
    const char *path, const char *body, size_t n)
{
	static const struct http_header headers[] = {
		{ "X-Signature", "v1=abc" }, { "Cookie", "a=b" },
		{ "Content-Type", "application/x-test" },
	};
	struct http_request r = { .method = method, .headers = headers,
		.header_count = 3, .body = body, .body_length = n,
		.body_limit_bytes = 4 * 1024 * 1024 };
	char url[700];

	memset(a, 0, sizeof(*a));
	snprintf(url, sizeof(url), "%s://127.0.0.1:%u%s", scheme,
	    (unsigned)http_server_port(server), path);
	r.url = url;
	return http_send(client, &r, on_answer, a);
}

static void ask(struct asked *a, const char *method, const char *path,
    const char *body, size_t n)
{
	ck_assert_ptr_nonnull(start(a, method, path, body, n));
	ck_assert(pump_until(&pump, &a->done));
}

START_TEST(get_and_post_come_up_whole)
{
	static const char body[] = "{\"a\":\"\0b\"}";
	struct asked a;
	int i;

	set_up();
	for (i = 0; i < 3; i++) {
		ask(&a, "GET", "/hooks/p%20d?x=1&y=%41", NULL, 0);
		ck_assert_int_eq(a.status, 200);
		ck_assert_str_eq(a.body, "aaa");
		ck_assert_str_eq(a.type, "application/json");
		ck_assert_str_eq(a.sniff, "nosniff");
		ck_assert_str_eq(last_method, "GET");
		ck_assert_str_eq(last_path, "/hooks/p d");
		ck_assert_str_eq(last_header, "v1=abc");
		ck_assert_uint_eq(last_length, 0);
		ask(&a, "POST", "/hooks", body, sizeof(body));
		ck_assert_int_eq(a.status, 200);
		ck_assert_str_eq(last_method, "POST");
		ck_assert_str_eq(last_query, "");
		ck_assert_str_eq(last_type, "application/x-test");
		ck_assert_uint_eq(last_length, sizeof(body));
		ck_assert_int_eq(memcmp(last_body, body, sizeof(body)), 0);
		ask(&a, "POST", "/hooks", "", 0);
		ck_assert_int_eq(a.status, 200);
		ck_assert_uint_eq(last_length, 0);
	}
	ck_assert_int_eq(requests, 9);
	tear_down();
}
END_TEST

START_TEST(queries_come_as_they_were_sent)
{
	struct asked a;

	set_up();
	ask(&a, "GET", "/?x=1&y=2&z", NULL, 0);
	ck_assert_str_eq(last_path, "/");
	ck_assert_str_eq(last_query, "x=1&y=2&z");
	tear_down();
}
END_TEST

START_TEST(large_bodies_and_answers_pass_up_to_the_limit)
{
	char *body = xcalloc(1, HTTP_SERVER_BODY_MAX_BYTES + 1);
	struct asked a;

	set_up();
	answer_length = HTTP_SERVER_ANSWER_MAX_BYTES;
	ask(&a, "POST", "/", body, HTTP_SERVER_BODY_MAX_BYTES);
	ck_assert_int_eq(a.status, 200);
	ck_assert_uint_eq(a.length, HTTP_SERVER_ANSWER_MAX_BYTES);
	ck_assert_uint_eq(last_length, HTTP_SERVER_BODY_MAX_BYTES);
	ask(&a, "POST", "/", body, HTTP_SERVER_BODY_MAX_BYTES + 1);
	ck_assert(a.status == 413 || a.status == 0);
	ck_assert_int_eq(requests, 1);
	answer_length = HTTP_SERVER_ANSWER_MAX_BYTES + 1;
	ask(&a, "GET", "/", NULL, 0);
	ck_assert_int_eq(a.status, 500);
	answer_length = 0;
	ask(&a, "GET", "/", NULL, 0);
	ck_assert_int_eq(a.status, 200);
	ck_assert_uint_eq(a.length, 0);
	tear_down();
	free(body);
}
END_TEST

START_TEST(other_methods_and_long_paths_are_refused)
{
	static const char *const methods[] = { "PUT", "DELETE", "PATCH" };
	char path[HTTP_SERVER_PATH_SIZE + 40];
	struct asked a;
	size_t i;

	set_up();
	for (i = 0; i < ARRAY_LEN(methods); i++) {
		ask(&a, methods[i], "/", NULL, 0);
		ck_assert_int_eq(a.status, 405);
	}
	memset(path, 'x', sizeof(path));
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	ask(&a, "GET", path, NULL, 0);
	ck_assert_int_eq(a.status, 414);
	ck_assert_int_eq(requests, 0);
	tear_down();
}
END_TEST

START_TEST(an_answer_may_come_late)
{
	struct http_server_answer answer = { .status = 202, .body = "late",
		.body_length = 4 };
	struct asked a;

	set_up();
	keep = true;
	ck_assert_ptr_nonnull(start(&a, "POST", "/", "x", 1));
	while (kept == NULL)
		pump_for(&pump, 1);
	pump_for(&pump, 50);
	ck_assert(!a.done);
	ck_assert_str_eq(http_exchange_header(kept, "x-signature"), "v1=abc");
	http_exchange_answer(kept, &answer);
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_int_eq(a.status, 202);
	ck_assert_str_eq(a.body, "late");
	ck_assert_str_eq(a.type, "text/plain; charset=utf-8");
	tear_down();
}
END_TEST

START_TEST(a_client_may_leave_early)
{
	struct http_server_answer answer = { .status = 200 };
	struct http_call *call;
	struct asked a;

	set_up();
	keep = true;
	call = start(&a, "POST", "/", "x", 1);
	while (kept == NULL)
		pump_for(&pump, 1);
	http_cancel(call);
	pump_for(&pump, 20);
	http_exchange_answer(kept, &answer);
	keep = false;
	ask(&a, "GET", "/", NULL, 0);
	ck_assert_int_eq(a.status, 200);
	tear_down();
}
END_TEST

START_TEST(the_server_may_go_before_the_answer)
{
	struct http_server_answer answer = { .status = 200 };
	struct asked a;

	set_up();
	keep = true;
	ck_assert_ptr_nonnull(start(&a, "POST", "/", "x", 1));
	while (kept == NULL)
		pump_for(&pump, 1);
	http_server_free(server);
	server = NULL;
	pump_for(&pump, 20);
	ck_assert_ptr_null(http_exchange_header(kept, "x-signature"));
	http_exchange_answer(kept, &answer);
	ck_assert(pump_until(&pump, &a.done));
	ck_assert_int_ne(a.outcome, HTTP_OK_ANSWER);
	tear_down();
}
END_TEST

/* --- without manners --- */

static int connect_raw(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(http_server_port(server)) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

/* Says it, and returns what comes within 200 ms. */
static const char *say(int fd, const char *text)
{
	static char back[4096];
	size_t n = 0;
	int tries;

	(void)!send(fd, text, strlen(text), MSG_NOSIGNAL);
	for (tries = 0; tries < 20; tries++) {
		ssize_t got = recv(fd, back + n, sizeof(back) - 1 - n,
		    MSG_DONTWAIT);

		if (got == 0)
			break;
		if (got > 0)
			n += (size_t)got;
		pump_for(&pump, 10);
	}
	back[n] = '\0';
	return back;
}

START_TEST(requests_without_manners_are_turned_away)
{
	static const struct {
		const char *text;
		const char *answer;	/* begins with; "" = hung up */
	} rows[] = {
		{ "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked"
		  "\r\n\r\n1\r\nx\r\n0\r\n\r\n", "HTTP/1.1 411" },
		{ "POST / HTTP/1.1\r\nHost: h\r\n\r\nbody", "HTTP/1.1 411" },
		{ "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 999999999\r\n"
		  "\r\n", "HTTP/1.1 413" },
		{ "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
		  "" },
		{ "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1x\r\n\r\n",
		  "" },
		{ "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n", "HTTP/1.1 405" },
		{ "NONSENSE\r\n\r\n", "" },
		{ "\r\n\r\n\x01\x02\x03", "" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		const char *back;
		int fd;

		set_up();
		fd = connect_raw();
		back = say(fd, rows[i].text);
		ck_assert_msg(text_starts_with(back, rows[i].answer),
		    "row %zu: %.60s", i, back);
		ck_assert_msg(strstr(back, " 200 ") == NULL, "row %zu", i);
		ck_assert_int_eq(requests, 0);
		close(fd);
		tear_down();
	}
}
END_TEST

START_TEST(a_body_in_pieces_is_put_together)
{
	const char *back;
	int fd;

	set_up();
	fd = connect_raw();
	back = say(fd, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n"
	    "\r\nabc");
	ck_assert_str_eq(back, "");
	ck_assert_int_eq(requests, 0);
	back = say(fd, "def");
	ck_assert(text_starts_with(back, "HTTP/1.1 200"));
	ck_assert_str_eq(last_body, "abcdef");
	close(fd);
	tear_down();
}
END_TEST

/* Else a few such clients would hold all connections. */
START_TEST(a_body_that_comes_in_drops_is_hung_up)
{
	static const char drop = 'x';
	const char *back;
	ssize_t gone = -1;
	int fd;

	set_up_with(&(struct http_server_options){ .body_deadline_ms = 300,
	    .callback = on_request });
	fd = connect_raw();
	back = say(fd, "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 99999"
	    "\r\n\r\n");
	ck_assert_str_eq(back, "");
	for (int i = 0; i < 100 && gone != 0; i++) {
		char answer;

		(void)send(fd, &drop, 1, MSG_NOSIGNAL);
		pump_for(&pump, 20);
		gone = recv(fd, &answer, 1, MSG_DONTWAIT);
	}
	ck_assert_int_eq(gone, 0);
	ck_assert_int_eq(requests, 0);
	close(fd);
	tear_down();
}
END_TEST

START_TEST(too_many_connections_are_hung_up)
{
	int fds[HTTP_SERVER_CONNECTIONS_MAX + 5];
	struct asked a;
	size_t i;

	set_up();
	for (i = 0; i < ARRAY_LEN(fds); i++) {
		fds[i] = connect_raw();
		pump_for(&pump, 1);
	}
	pump_for(&pump, 20);
	ask(&a, "GET", "/", NULL, 0);
	ck_assert_int_ne(a.status, 200);
	for (i = 0; i < ARRAY_LEN(fds); i++)
		close(fds[i]);
	pump_for(&pump, 50);
	ask(&a, "GET", "/", NULL, 0);
	ck_assert_int_eq(a.status, 200);
	tear_down();
}
END_TEST

START_TEST(a_taken_port_is_reported)
{
	struct http_server_options options = { .callback = on_request };
	struct sockaddr_in a = { .sin_family = AF_INET };
	socklen_t length = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	ck_assert_int_eq(listen(fd, 1), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&a, &length), 0);
	pump_init(&pump);
	options.port = ntohs(a.sin_port);
	server = http_server_new(pump.loop, &options);
	ck_assert_ptr_null(server);
	pump_release(&pump);
	close(fd);
}
END_TEST

/* "::1" is the loopback and nothing else; where a machine has no IPv6 it is
 * an address that cannot be had. */
START_TEST(an_ipv6_address_is_not_everywhere)
{
	struct http_server_options options = { .callback = on_request,
		.address = "::1" };
	struct sockaddr_in a = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	pump_init(&pump);
	server = http_server_new(pump.loop, &options);
	if (server != NULL) {
		a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		a.sin_port = htons(http_server_port(server));
		ck_assert_int_ne(connect(fd, (struct sockaddr *)&a,
		    sizeof(a)), 0);
		http_server_free(server);
	}
	pump_release(&pump);
	close(fd);
}
END_TEST

/* Of each kind one that no machine has, and what is no address. */
START_TEST(an_address_of_others_is_reported)
{
	static const char *const addresses[] = { "192.0.2.1", "2001:db8::1",
		"localhost", "lo", "" };
	struct http_server_options options = { .callback = on_request };
	size_t i;

	for (i = 0; i < ARRAY_LEN(addresses); i++) {
		pump_init(&pump);
		options.address = addresses[i];
		server = http_server_new(pump.loop, &options);
		ck_assert_msg(server == NULL, "row %zu", i);
		pump_for(&pump, 5);
		pump_release(&pump);
	}
}
END_TEST

/* The loop never ran, so the library has not begun with its protocols; the
 * leak sanitizer is the judge. */
START_TEST(a_server_may_go_before_it_served)
{
	struct http_server_options options = { .callback = on_request };

	pump_init(&pump);
	server = http_server_new(pump.loop, &options);
	ck_assert_ptr_nonnull(server);
	http_server_free(server);
	pump_release(&pump);
}
END_TEST

START_TEST(freeing_with_connections_open_is_allowed)
{
	int fds[3];
	size_t i;

	set_up();
	for (i = 0; i < ARRAY_LEN(fds); i++)
		fds[i] = connect_raw();
	pump_for(&pump, 10);
	(void)say(fds[0], "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
	http_server_free(server);
	server = NULL;
	http_client_free(client);
	client = NULL;
	tls_trust_free(trust);
	trust = NULL;
	resolver_free(resolver);
	resolver = NULL;
	/* The loop goes without another turn. */
	pump_release(&pump);
	for (i = 0; i < ARRAY_LEN(fds); i++)
		close(fds[i]);
	free(last_body);
	last_body = NULL;
}
END_TEST

/* Beside a plain one on the same loop: health and webhooks. */
START_TEST(with_a_certificate_it_speaks_tls_beside_a_plain_one)
{
	struct certificates c;
	struct http_server_options options = {
		.headers = { "x-signature", "content-type" },
		.callback = on_request };
	struct http_server *plain;
	const char *reason = "";
	struct asked a;

	set_up();
	certificates_make(&c, "DNS:localhost,IP:127.0.0.1");
	http_client_free(client);
	tls_trust_free(trust);
	trust = tls_trust_new(c.authority, &reason);
	client = http_client_new(pump.loop, resolver, trust);
	plain = server;
	options.certificate_file = c.certificate;
	options.key_file = c.key;
	server = http_server_new(pump.loop, &options);
	ck_assert_ptr_nonnull(server);
	ck_assert_uint_ne(http_server_port(server), http_server_port(plain));
	scheme = "https";
	ask(&a, "POST", "/hooks", "abc", 3);
	ck_assert_int_eq(a.status, 200);
	ck_assert_str_eq(last_body, "abc");
	http_server_free(server);
	scheme = "http";
	server = plain;
	ask(&a, "GET", "/still-there", NULL, 0);
	ck_assert_int_eq(a.status, 200);
	certificates_remove(&c);
	tear_down();
}
END_TEST

START_TEST(a_certificate_that_is_none_is_reported)
{
	struct http_server_options options = { .callback = on_request,
		.certificate_file = "/dev/null", .key_file = "/dev/null" };

	set_up();
	ck_assert_ptr_null(http_server_new(pump.loop, &options));
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/http_server");

	unit_add(&u, get_and_post_come_up_whole);
	unit_add(&u, queries_come_as_they_were_sent);
	unit_add(&u, large_bodies_and_answers_pass_up_to_the_limit);
	unit_add(&u, other_methods_and_long_paths_are_refused);
	unit_add(&u, an_answer_may_come_late);
	unit_add(&u, a_client_may_leave_early);
	unit_add(&u, the_server_may_go_before_the_answer);
	unit_add(&u, requests_without_manners_are_turned_away);
	unit_add(&u, a_body_in_pieces_is_put_together);
	unit_add(&u, a_body_that_comes_in_drops_is_hung_up);
	unit_add(&u, too_many_connections_are_hung_up);
	unit_add(&u, a_taken_port_is_reported);
	unit_add(&u, an_ipv6_address_is_not_everywhere);
	unit_add(&u, an_address_of_others_is_reported);
	unit_add(&u, a_server_may_go_before_it_served);
	unit_add(&u, with_a_certificate_it_speaks_tls_beside_a_plain_one);
	unit_add(&u, a_certificate_that_is_none_is_reported);
	unit_add(&u, freeing_with_connections_open_is_allowed);
	return unit_run(&u);
}
