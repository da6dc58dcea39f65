/* SPDX-License-Identifier: MIT
 *
 * http_answer: see http_answer.h. One state machine over the bytes: each state
 * has a function that takes what it can use of them.
 */
#include "io/http_answer.h"

#include "base/memory.h"
#include "base/text.h"
#include "io/http_client.h"

enum {
	CHUNK_DIGITS_MAX = 12,	/* of its size in hexadecimal */
	NUMBER_CHARS_MAX = 12,	/* of a header that is a number */
	DAY_S = 86400,
};

static const char *const no_http = "the answer is not HTTP";
static const char *const cut_short = "the answer is cut short";

void http_answer_init(struct http_answer *a, size_t body_limit)
{
	a->body_limit = body_limit;
}

void http_answer_release(struct http_answer *a)
{
	free(a->head);
	free(a->body);
	memset(a, 0, sizeof(*a));
}

static void spoil(struct http_answer *a, const char *problem)
{
	a->state = HTTP_ANSWER_BAD;
	a->problem = problem;
	a->keeps = false;
}

/* --- the head -------------------------------------------------------------- */

/* A line ends where the next one begins by no white space; the white space in
 * front of a line's continuation takes the place of the line's end. */
static void split_lines(struct http_answer *a)
{
	for (size_t i = 0; i < a->head_length; i++) {
		bool goes_on = i + 1 < a->head_length &&
		    (a->head[i + 1] == ' ' || a->head[i + 1] == '\t');

		if (a->head[i] != '\n')
			continue;
		for (size_t k = i + 1; k > 0 && strchr(" \t\r\n",
		    a->head[k - 1]) != NULL && a->head[k - 1]; k--)
			a->head[k - 1] = goes_on ? ' ' : '\0';
	}
}

static const char *next_line(const struct http_answer *a, const char *line)
{
	const char *end = a->head + a->head_length;

	line += strlen(line);
	while (line < end && *line == '\0')
		line++;
	return line < end ? line : NULL;
}

/* What stands behind "name:", or NULL. */
static const char *value_of(const char *line, const char *name)
{
	size_t length = strlen(name);

	if (strncasecmp(line, name, length) != 0 || line[length] != ':')
		return NULL;
	line += length + 1;
	return line + strspn(line, " \t");
}

/* The next value of this header behind a line; its line becomes *line. */
static const char *next_value(const struct http_answer *a, const char **line,
    const char *name)
{
	while ((*line = next_line(a, *line)) != NULL) {
		const char *value = value_of(*line, name);

		if (value)
			return value;
	}
	return NULL;
}

const char *http_answer_header(const struct http_answer *a, const char *name)
{
	const char *line = a->head;

	if (a->status == 0 || line == NULL)
		return NULL;
	return next_value(a, &line, name);
}

/* "HTTP/1.1 200 OK"; the status, or 0. */
static int read_status(const char *line, bool *is_old)
{
	const char *digits = line + strlen("HTTP/1.1 ");

	*is_old = text_starts_with(line, "HTTP/1.0 ");
	if (!*is_old && !text_starts_with(line, "HTTP/1.1 "))
		return 0;
	if (strspn(digits, "0123456789") != 3 || digits[0] == '0' ||
	    (digits[3] != '\0' && digits[3] != ' '))
		return 0;
	return (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + digits[2] -
	    '0';
}

/* True if any of the headers of this name lists the word. */
static bool says(const struct http_answer *a, const char *name,
    const char *word)
{
	const char *line = a->head;
	const char *value;

	while ((value = next_value(a, &line, name)) != NULL) {
		if (text_list_has(value, word))
			return true;
	}
	return false;
}

/* All that say a length have to say the same. False if they do not, or say
 * nonsense. */
static bool read_length(const struct http_answer *a, bool *found,
    uint64_t *length)
{
	const char *line = a->head;
	const char *value;
	int64_t number;

	*found = false;
	while ((value = next_value(a, &line, "Content-Length")) != NULL) {
		if (*value == '+' || *value == '-' || !text_parse_int(value, 0,
		    INT64_MAX, &number))
			return false;
		if (*found && *length != (uint64_t)number)
			return false;
		*found = true;
		*length = (uint64_t)number;
	}
	return true;
}

static void expect_length(struct http_answer *a, uint64_t length)
{
	if (length > a->body_limit) {
		spoil(a, "the answer is too large");
		return;
	}
	a->left = length;
	a->state = length > 0 ? HTTP_ANSWER_LENGTH : HTTP_ANSWER_WHOLE;
}

/* How the body ends (RFC 9112, 6.3). A length beside chunks is a sign of
 * somebody in between who reads it otherwise: that connection is not used
 * again. */
static void expect_body(struct http_answer *a)
{
	bool has_length;
	uint64_t length = 0;

	if (!read_length(a, &has_length, &length)) {
		spoil(a, no_http);
	} else if (a->status == 204 || a->status == 304) {
		a->state = HTTP_ANSWER_WHOLE;
	} else if (http_answer_header(a, "Transfer-Encoding")) {
		if (says(a, "Transfer-Encoding", "chunked"))
			a->state = HTTP_ANSWER_CHUNK_LINE;
		else
			spoil(a, "the answer's encoding is not known");
		a->keeps = a->keeps && !has_length;
	} else if (has_length) {
		expect_length(a, length);
	} else {
		a->state = HTTP_ANSWER_TO_END;
		a->keeps = false;
	}
}

static void read_head(struct http_answer *a)
{
	bool is_old = false;

	if (memchr(a->head, '\0', a->head_length) != NULL) {
		spoil(a, no_http);
		return;
	}
	split_lines(a);
	a->status = read_status(a->head, &is_old);
	if (a->status == 0) {
		spoil(a, no_http);
	} else if (a->status < 200 && a->status != 101) {
		a->status = 0;	/* there is more to come */
		a->head_length = a->line_start = 0;
	} else if (a->status == 101) {
		spoil(a, "the answer is not HTTP any more");
	} else {
		a->keeps = is_old ? says(a, "Connection", "keep-alive") :
		    !says(a, "Connection", "close");
		expect_body(a);
	}
}

static bool pass(struct http_answer *a, size_t n)
{
	a->passed += n;
	if (a->passed <= HTTP_HEADER_LIMIT_BYTES)
		return true;
	spoil(a, "the answer's headers are too large");
	return false;
}

static void add_head(struct http_answer *a, const char *data, size_t n)
{
	size_t needed = a->head_length + n + 1;

	if (needed > a->head_capacity) {
		a->head_capacity = needed < 512 ? 512 : needed * 2;
		a->head = xrealloc(a->head, a->head_capacity);
	}
	memcpy(a->head + a->head_length, data, n);
	a->head_length += n;
	a->head[a->head_length] = '\0';
}

/* Bytes up to the line's end, or all. */
static size_t line_bytes(const char *data, size_t n, bool *ends)
{
	const char *end = memchr(data, '\n', n);

	*ends = end != NULL;
	return end ? (size_t)(end - data) + 1 : n;
}

static size_t take_head(struct http_answer *a, const char *data, size_t n)
{
	bool ends;
	size_t used = line_bytes(data, n, &ends);
	const char *line;

	if (!pass(a, used))
		return used;
	add_head(a, data, used);
	line = a->head + a->line_start;
	if (!ends)
		return used;
	if (a->line_start == 0 && !text_starts_with(line, "HTTP/1."))
		spoil(a, no_http);
	else if (strcmp(line, "\r\n") == 0 || strcmp(line, "\n") == 0)
		read_head(a);
	else
		a->line_start = a->head_length;
	return used;
}

/* --- chunks ---------------------------------------------------------------- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* "3e9", and perhaps extensions behind a semicolon. */
static void read_chunk_line(struct http_answer *a)
{
	uint64_t size = 0;
	size_t digits = 0;

	while (hex_digit(a->line[digits]) >= 0 && digits <= CHUNK_DIGITS_MAX)
		size = size * 16 + (uint64_t)hex_digit(a->line[digits++]);
	if (digits == 0 || digits > CHUNK_DIGITS_MAX ||
	    strchr("; \t", a->line[digits]) == NULL)
		spoil(a, no_http);
	else if (size > a->body_limit - a->body_length)
		spoil(a, "the answer is too large");
	else
		a->state = size > 0 ? HTTP_ANSWER_CHUNK : HTTP_ANSWER_TRAILER;
	a->left = size;
}

static void read_line(struct http_answer *a)
{
	bool is_empty = a->line[0] == '\0';

	if (a->state == HTTP_ANSWER_CHUNK_LINE) {
		read_chunk_line(a);
	} else if (a->state == HTTP_ANSWER_TRAILER) {
		if (is_empty)
			a->state = HTTP_ANSWER_WHOLE;
	} else {
		a->state = HTTP_ANSWER_CHUNK_LINE;
		if (!is_empty)
			spoil(a, no_http);
	}
}

static size_t take_line(struct http_answer *a, const char *data, size_t n)
{
	bool ends;
	size_t used = line_bytes(data, n, &ends);
	size_t kept = used - (ends ? 1 : 0);

	if (!pass(a, used))
		return used;
	if (kept > sizeof(a->line) - 1 - a->line_length)
		kept = sizeof(a->line) - 1 - a->line_length;
	memcpy(a->line + a->line_length, data, kept);
	a->line_length += kept;
	if (!ends)
		return used;
	if (a->line_length > 0 && a->line[a->line_length - 1] == '\r')
		a->line_length--;
	a->line[a->line_length] = '\0';
	a->line_length = 0;
	read_line(a);
	return used;
}

/* --- the body -------------------------------------------------------------- */

static void add_body(struct http_answer *a, const char *data, size_t n)
{
	size_t needed = a->body_length + n + 1;

	if (needed > a->body_capacity) {
		a->body_capacity = needed + (size_t)a->left + 1;
		if (a->state == HTTP_ANSWER_TO_END ||
		    a->state == HTTP_ANSWER_CHUNK)
			a->body_capacity = needed * 2;
		a->body = xrealloc(a->body, a->body_capacity);
	}
	memcpy(a->body + a->body_length, data, n);
	a->body_length += n;
	a->body[a->body_length] = '\0';
}

static size_t take_counted(struct http_answer *a, const char *data, size_t n)
{
	size_t used = n < a->left ? n : (size_t)a->left;

	a->left -= used;
	add_body(a, data, used);
	if (a->left == 0)
		a->state = a->state == HTTP_ANSWER_CHUNK ?
		    HTTP_ANSWER_CHUNK_END : HTTP_ANSWER_WHOLE;
	return used;
}

static size_t take_rest(struct http_answer *a, const char *data, size_t n)
{
	if (n > a->body_limit - a->body_length)
		spoil(a, "the answer is too large");
	else
		add_body(a, data, n);
	return n;
}

size_t http_answer_take(struct http_answer *a, const char *data, size_t n)
{
	static size_t (*const takers[])(struct http_answer *a,
	    const char *data, size_t n) = {
		[HTTP_ANSWER_HEAD] = take_head,
		[HTTP_ANSWER_LENGTH] = take_counted,
		[HTTP_ANSWER_CHUNK_LINE] = take_line,
		[HTTP_ANSWER_CHUNK] = take_counted,
		[HTTP_ANSWER_CHUNK_END] = take_line,
		[HTTP_ANSWER_TRAILER] = take_line,
		[HTTP_ANSWER_TO_END] = take_rest,
	};
	size_t used = 0;

	while (used < n && a->state != HTTP_ANSWER_WHOLE &&
	    a->state != HTTP_ANSWER_BAD)
		used += takers[a->state](a, data + used, n - used);
	return used;
}

void http_answer_end(struct http_answer *a, bool in_order)
{
	if (a->state == HTTP_ANSWER_TO_END && in_order)
		a->state = HTTP_ANSWER_WHOLE;
	else if (a->state != HTTP_ANSWER_WHOLE && a->state != HTTP_ANSWER_BAD)
		spoil(a, cut_short);
}

/* --- how long to wait ------------------------------------------------------ */

/* A header as a number; -1 if there is none. */
static int64_t header_number(const struct http_answer *a, const char *name)
{
	const char *value = http_answer_header(a, name);
	int64_t number;

	if (value == NULL || *value == '+' ||
	    strlen(value) > NUMBER_CHARS_MAX ||
	    !text_parse_int(value, 0, INT64_MAX, &number))
		return -1;
	return number;
}

/* "Wed, 21 Oct 2026 07:28:00 GMT"; 0 if it is none. */
static int64_t date_wait_s(const char *value, int64_t now_s)
{
	struct tm time = { 0 };
	const char *end = strptime(value, "%a, %d %b %Y %H:%M:%S GMT", &time);
	int64_t at_s = end != NULL ? (int64_t)timegm(&time) : 0;

	return at_s > now_s ? at_s - now_s : 0;
}

/* Those without Retry-After say in their own words when a used up limit begins
 * anew: PagerDuty in how many seconds, GitHub at which second. What is left of
 * it must be nothing: they say so in every answer. */
static int64_t limit_wait_s(const struct http_answer *a, int64_t now_s)
{
	int64_t reset = -1;

	if (header_number(a, "ratelimit-remaining") == 0)
		reset = header_number(a, "ratelimit-reset");
	if (reset < 0 && header_number(a, "x-ratelimit-remaining") == 0)
		reset = header_number(a, "x-ratelimit-reset") - now_s;
	return reset > 0 ? reset : 0;
}

int64_t http_answer_wait_ms(const struct http_answer *a, int64_t now_s)
{
	const char *value = http_answer_header(a, "Retry-After");
	int64_t wait_s = value != NULL ? header_number(a, "Retry-After") : 0;

	if (wait_s < 0)
		wait_s = date_wait_s(value, now_s);
	if (wait_s == 0)
		wait_s = limit_wait_s(a, now_s);
	return (wait_s > DAY_S ? DAY_S : wait_s) * 1000;
}
