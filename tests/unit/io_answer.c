/* SPDX-License-Identifier: MIT
 *
 * io/http_answer: what servers say is understood as RFC 9112 has it, however
 * it is cut into pieces, and what is not well formed is no answer.
 */
#include "io/http_answer.h"
#include "io/http_client.h"
#include "base/memory.h"
#include "base/text.h"
#include "tests/unit/unit.h"

#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: chunked\r\n\r\n"
#define LIMIT 20

struct sample {
	const char *said;
	enum http_answer_state state;	/* after all of it */
	int status;
	bool keeps;
	const char *body;		/* NULL = none */
	size_t behind;			/* bytes that are not the answer's */
};

static const struct sample samples[] = {
	{ OK "Content-Length: 2\r\n\r\nab", HTTP_ANSWER_WHOLE, 200, true,
	    "ab", 0 },
	{ OK "Content-Length: 2\r\n\r\nabHTTP", HTTP_ANSWER_WHOLE, 200, true,
	    "ab", 4 },
	{ "HTTP/1.1 200\nContent-Length: 2\n\nab", HTTP_ANSWER_WHOLE, 200,
	    true, "ab", 0 },
	{ OK "content-length:2  \r\n\r\nab", HTTP_ANSWER_WHOLE, 200, true,
	    "ab", 0 },
	{ OK "Content-Length: 0\r\n\r\n", HTTP_ANSWER_WHOLE, 200, true, NULL,
	    0 },
	{ OK "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
	    HTTP_ANSWER_WHOLE, 200, true, "ab", 0 },
	{ OK "Content-Length: 2\r\nContent-Length: 3\r\n\r\nab",
	    HTTP_ANSWER_BAD, 200, false, NULL, 2 },
	{ OK "Content-Length: +2\r\n\r\nab", HTTP_ANSWER_BAD, 200, false,
	    NULL, 2 },
	{ OK "Content-Length: 99999999999999999999\r\n\r\n", HTTP_ANSWER_BAD,
	    200, false, NULL, 0 },
	{ OK "Content-Length: 21\r\n\r\n", HTTP_ANSWER_BAD, 200, false, NULL,
	    0 },
	{ OK "Content-Length: 20\r\n\r\n12345678901234567890",
	    HTTP_ANSWER_WHOLE, 200, true, "12345678901234567890", 0 },
	{ OK "Connection: close\r\nContent-Length: 1\r\n\r\na",
	    HTTP_ANSWER_WHOLE, 200, false, "a", 0 },
	{ OK "Connection: x, Close\r\nContent-Length: 1\r\n\r\na",
	    HTTP_ANSWER_WHOLE, 200, false, "a", 0 },
	{ "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", HTTP_ANSWER_WHOLE,
	    200, false, "a", 0 },
	{ "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n"
	    "Content-Length: 1\r\n\r\na", HTTP_ANSWER_WHOLE, 200, true, "a",
	    0 },
	{ "HTTP/1.1 204 No Content\r\n\r\n", HTTP_ANSWER_WHOLE, 204, true,
	    NULL, 0 },
	{ "HTTP/1.1 304 Same\r\nContent-Length: 7\r\n\r\n", HTTP_ANSWER_WHOLE,
	    304, true, NULL, 0 },
	{ "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n"
	    OK "Content-Length: 1\r\n\r\na", HTTP_ANSWER_WHOLE, 200, true,
	    "a", 0 },
	{ "HTTP/1.1 101 Switching\r\n\r\n", HTTP_ANSWER_BAD, 101, false, NULL,
	    0 },
	{ OK "\r\nall", HTTP_ANSWER_TO_END, 200, false, "all", 0 },
	{ OK "\r\n123456789012345678901", HTTP_ANSWER_BAD, 200, false, NULL,
	    0 },
	{ CHUNKED "2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n", HTTP_ANSWER_WHOLE,
	    200, true, "abcde", 0 },
	{ CHUNKED "02 \r\nab\r\n000\r\nX: y\r\n\r\nZ", HTTP_ANSWER_WHOLE, 200,
	    true, "ab", 1 },
	{ CHUNKED "A\r\n0123456789\r\n0\r\n\r\n", HTTP_ANSWER_WHOLE, 200,
	    true, "0123456789", 0 },
	{ CHUNKED "2\r\nabc\r\n", HTTP_ANSWER_BAD, 200, false, "ab", 0 },
	{ CHUNKED "\r\n", HTTP_ANSWER_BAD, 200, false, NULL, 0 },
	{ CHUNKED "g\r\n", HTTP_ANSWER_BAD, 200, false, NULL, 0 },
	{ CHUNKED "-1\r\n", HTTP_ANSWER_BAD, 200, false, NULL, 0 },
	{ CHUNKED "15\r\n", HTTP_ANSWER_BAD, 200, false, NULL, 0 },
	{ CHUNKED "ffffffffffffffffff\r\n", HTTP_ANSWER_BAD, 200, false, NULL,
	    0 },
	{ OK "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
	    HTTP_ANSWER_WHOLE, 200, false, NULL, 0 },
	{ OK "Transfer-Encoding: gzip\r\n\r\n", HTTP_ANSWER_BAD, 200, false,
	    NULL, 0 },
	{ "HTTP/1.1 2000 OK\r\n\r\n", HTTP_ANSWER_BAD, 0, false, NULL, 0 },
	{ "HTTP/1.1 20 OK\r\n\r\n", HTTP_ANSWER_BAD, 0, false, NULL, 0 },
	{ "HTTP/2 200 OK\r\n", HTTP_ANSWER_BAD, 0, false, NULL, 0 },
	{ "\r\n", HTTP_ANSWER_BAD, 0, false, NULL, 0 },
	{ "SSH-2.0-x\r\n", HTTP_ANSWER_BAD, 0, false, NULL, 0 },
	{ "HTTP/1.1 200 OK\r\nConte", HTTP_ANSWER_HEAD, 0, false, NULL, 0 },
};

static void check(const struct sample *sample, size_t piece)
{
	struct http_answer a = { 0 };
	size_t length = strlen(sample->said);
	size_t used = 0;

	http_answer_init(&a, LIMIT);
	while (used < length) {
		size_t n = length - used < piece ? length - used : piece;
		size_t taken = http_answer_take(&a, sample->said + used, n);

		used += taken;
		if (taken < n || a.state == HTTP_ANSWER_BAD)
			break;
	}
	ck_assert_msg(a.state == sample->state, "%s: %d", sample->said,
	    a.state);
	ck_assert_int_eq(a.status, sample->status);
	ck_assert_msg(a.keeps == sample->keeps, "%s", sample->said);
	ck_assert_int_eq(a.problem != NULL, a.state == HTTP_ANSWER_BAD);
	if (a.state == HTTP_ANSWER_WHOLE)
		ck_assert_uint_eq(length - used, sample->behind);
	if (a.state != HTTP_ANSWER_BAD || a.body == NULL)
		ck_assert_pstr_eq(a.body, sample->body);
	http_answer_release(&a);
}

START_TEST(answers_mean_the_same_in_any_pieces)
{
	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		for (size_t piece = 1; piece <= 64; piece++)
			check(&samples[i], piece);
		check(&samples[i], 10000);
	}
}
END_TEST

static void take_all(struct http_answer *a, const char *said)
{
	memset(a, 0, sizeof(*a));
	http_answer_init(a, 1000);
	(void)http_answer_take(a, said, strlen(said));
}

START_TEST(headers_are_found_by_name)
{
	struct http_answer a;

	take_all(&a, OK "X-First: 1\r\nx-folded: a\r\n  b\r\nX-Empty:\r\n"
	    "X-Spaces: \t c d \t\r\nX-First: 2\r\nContent-Length: 0\r\n\r\n");
	ck_assert_int_eq(a.state, HTTP_ANSWER_WHOLE);
	ck_assert_str_eq(http_answer_header(&a, "x-first"), "1");
	ck_assert_ptr_nonnull(strstr(http_answer_header(&a, "X-Folded"), "a"));
	ck_assert_ptr_nonnull(strstr(http_answer_header(&a, "X-Folded"), "b"));
	ck_assert_str_eq(http_answer_header(&a, "X-Empty"), "");
	ck_assert_str_eq(http_answer_header(&a, "X-Spaces"), "c d");
	ck_assert_ptr_null(http_answer_header(&a, "X-Firs"));
	ck_assert_ptr_null(http_answer_header(&a, "HTTP/1.1 200 OK"));
	http_answer_release(&a);
	take_all(&a, OK "X: 1\r\n");
	ck_assert_ptr_null(http_answer_header(&a, "X"));
	http_answer_release(&a);
}
END_TEST

START_TEST(a_nul_in_a_head_is_refused)
{
	static const char said[] = OK "X: a\0b\r\n\r\n";
	struct http_answer a = { 0 };

	http_answer_init(&a, 10);
	(void)http_answer_take(&a, said, sizeof(said) - 1);
	ck_assert_int_eq(a.state, HTTP_ANSWER_BAD);
	http_answer_release(&a);
}
END_TEST

START_TEST(what_ends_with_the_connection_has_to_end_in_order)
{
	struct http_answer a;

	take_all(&a, OK "\r\nabc");
	http_answer_end(&a, true);
	ck_assert_int_eq(a.state, HTTP_ANSWER_WHOLE);
	ck_assert_str_eq(a.body, "abc");
	http_answer_release(&a);
	take_all(&a, OK "\r\nabc");
	http_answer_end(&a, false);
	ck_assert_int_eq(a.state, HTTP_ANSWER_BAD);
	http_answer_release(&a);
	take_all(&a, OK "Content-Length: 4\r\n\r\nabc");
	http_answer_end(&a, true);
	ck_assert_int_eq(a.state, HTTP_ANSWER_BAD);
	ck_assert_str_eq(a.problem, "the answer is cut short");
	http_answer_release(&a);
}
END_TEST

START_TEST(heads_and_chunk_lines_have_a_limit)
{
	size_t size = HTTP_HEADER_LIMIT_BYTES + 100;
	char *said = xmalloc(size);
	struct http_answer a;

	memset(said, 'x', size);
	memcpy(said, CHUNKED "1;", strlen(CHUNKED "1;"));
	said[size - 1] = '\0';
	take_all(&a, said);
	ck_assert_int_eq(a.state, HTTP_ANSWER_BAD);
	ck_assert_str_eq(a.problem, "the answer's headers are too large");
	http_answer_release(&a);
	free(said);
}
END_TEST

START_TEST(how_long_to_wait_is_said_in_several_ways)
{
	static const struct {
		const char *headers;
		int64_t wait_ms;
	} waits[] = {
		{ "X: y\r\n", 0 },
		{ "Retry-After: 30\r\n", 30000 },
		{ "Retry-After: 999999\r\n", 86400000 },
		{ "Retry-After: soon\r\n", 0 },
		{ "Retry-After: Wed, 21 Oct 2015 07:28:09 GMT\r\n", 9000 },
		{ "Retry-After: Wed, 21 Oct 2015 07:27:09 GMT\r\n", 0 },
		{ "ratelimit-remaining: 0\r\nratelimit-reset: 7\r\n", 7000 },
		{ "ratelimit-remaining: 1\r\nratelimit-reset: 7\r\n", 0 },
		{ "x-ratelimit-remaining: 0\r\n"
		    "x-ratelimit-reset: 1445412485\r\n", 5000 },
		{ "x-ratelimit-remaining: 0\r\n"
		    "x-ratelimit-reset: 1445412475\r\n", 0 },
	};

	for (size_t i = 0; i < ARRAY_LEN(waits); i++) {
		char said[300];
		struct http_answer a;

		snprintf(said, sizeof(said), "HTTP/1.1 429 Slow\r\n%s\r\n",
		    waits[i].headers);
		take_all(&a, said);
		ck_assert_msg(http_answer_wait_ms(&a, 1445412480) ==
		    waits[i].wait_ms, "%s", waits[i].headers);
		http_answer_release(&a);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/http_answer");

	unit_add(&u, answers_mean_the_same_in_any_pieces);
	unit_add(&u, headers_are_found_by_name);
	unit_add(&u, a_nul_in_a_head_is_refused);
	unit_add(&u, what_ends_with_the_connection_has_to_end_in_order);
	unit_add(&u, heads_and_chunk_lines_have_a_limit);
	unit_add(&u, how_long_to_wait_is_said_in_several_ways);
	return unit_run(&u);
}
