/* SPDX-License-Identifier: MIT
 *
 * http_transfer: see http_transfer.h. All that is peculiar about libcurl's
 * options is here, with the reason.
 */
#include "io/http_transfer.h"

#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"
#include "io/http_handles.h"
#include "io/resolver.h"
#include "io/tls.h"
#include <time.h>

enum {
	LINE_SIZE = 2048,	/* one header line */
	DAY_S = 86400,
};

static size_t on_answer_bytes(char *data, size_t one UNUSED, size_t n,
    void *arg)
{
	struct http_transfer *t = arg;
	size_t needed = t->answer_length + n + 1;

	if (n > t->answer_limit - t->answer_length) {
		t->fault = "the answer is too large";
		return 0;
	}
	if (needed > t->answer_capacity) {
		t->answer_capacity = needed < 4096 ? 4096 : needed * 2;
		t->answer = xrealloc(t->answer, t->answer_capacity);
	}
	memcpy(t->answer + t->answer_length, data, n);
	t->answer_length += n;
	t->answer[t->answer_length] = '\0';
	return n;
}

static size_t on_header_bytes(char *data UNUSED, size_t one UNUSED, size_t n,
    void *arg)
{
	struct http_transfer *t = arg;

	t->header_bytes += n;
	if (t->header_bytes <= HTTP_HEADER_LIMIT_BYTES)
		return n;
	t->fault = "the answer's headers are too large";
	return 0;
}

/* Of a letter. A call's body goes out with its headers in one packet. */
static size_t on_body_wanted(char *to, size_t one UNUSED, size_t room,
    void *arg)
{
	struct http_transfer *t = arg;
	size_t n = t->body_length - t->body_sent;

	if (n > room)
		n = room;
	memcpy(to, t->body + t->body_sent, n);
	t->body_sent += n;
	return n;
}

/* A connection was found: from now on what the handle tells is of this call.
 * libcurl would say a POST again on a fresh one if a kept one dies before the
 * answer: not once a byte of it has left. */
static int on_connection(void *arg, char *there UNUSED, char *here UNUSED,
    int port_there UNUSED, int port_here UNUSED)
{
	struct http_transfer *t = arg;
	long request_bytes = 0;

	t->has_begun = true;
	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &request_bytes);
	if (request_bytes == 0 || t->body == NULL)
		return CURL_PREREQFUNC_OK;
	t->fault = "the connection ended before the answer";
	return CURL_PREREQFUNC_ABORT;
}

static CURLcode on_tls_context(CURL *easy UNUSED, void *context, void *arg)
{
	const struct http_transfer *t = arg;

	tls_trust_apply(t->trust, context);
	return CURLE_OK;
}

static bool add_header(struct http_transfer *t, const char *name,
    const char *value)
{
	char line[LINE_SIZE];
	struct curl_slist *longer;
	struct text x;

	if (strpbrk(name, "\r\n: ") != NULL || strpbrk(value, "\r\n") != NULL)
		return false;
	text_init(&x, line, sizeof(line));
	/* libcurl's way to say "without this header" and "empty value". */
	text_addf(&x, value[0] != '\0' ? "%s: %s" : "%s;%s", name, value);
	longer = x.truncated ? NULL : curl_slist_append(t->headers, line);
	explicit_bzero(line, sizeof(line));
	if (longer != NULL)
		t->headers = longer;
	return longer != NULL;
}

static bool add_headers(struct http_transfer *t,
    const struct http_request *request)
{
	char bearer[SECRET_SIZE + 16];
	bool fits = true;
	size_t i;

	t->headers = curl_slist_append(NULL, "Expect:");
	if (t->headers == NULL || request->header_count > HTTP_HEADERS_MAX)
		return false;
	for (i = 0; i < request->header_count; i++)
		if (!add_header(t, request->headers[i].name,
			request->headers[i].value))
			return false;
	if (request->bearer != NULL && secret_is_set(request->bearer)) {
		snprintf(bearer, sizeof(bearer), "Bearer %s",
		    secret_reveal(request->bearer));
		fits = add_header(t, "Authorization", bearer);
		explicit_bzero(bearer, sizeof(bearer));
	}
	return fits;
}

static void keep_body(struct http_transfer *t,
    const struct http_request *request)
{
	t->body = xmalloc(request->body_length);
	memcpy(t->body, request->body, request->body_length);
	t->body_length = request->body_length;
}

static void set_body(struct http_transfer *t,
    const struct http_request *request)
{
	CURL *easy = t->easy;

	if (request->body == NULL) {
		curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	} else {
		keep_body(t, request);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, t->body);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)request->body_length);
	}
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connection);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, t);
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
}

static bool is_address(const char *address)
{
	return *address != '\0' && strpbrk(address, "\r\n<> ") == NULL;
}

static bool set_letter(struct http_transfer *t,
    const struct http_request *request)
{
	const struct mail_envelope *mail = request->mail;

	if (!is_address(mail->from) || !is_address(mail->to))
		return false;
	t->recipient = curl_slist_append(NULL, mail->to);
	if (t->recipient == NULL)
		return false;
	keep_body(t, request);
	curl_easy_setopt(t->easy, CURLOPT_READFUNCTION, on_body_wanted);
	curl_easy_setopt(t->easy, CURLOPT_READDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(t->easy, CURLOPT_MAIL_FROM, mail->from);
	curl_easy_setopt(t->easy, CURLOPT_MAIL_RCPT, t->recipient);
	return true;
}

/* A connection serves one letter: what a server makes of the next one on a
 * connection that idled is not worth the handshake saved. */
static bool set_mail(struct http_transfer *t,
    const struct http_request *request)
{
	const struct mail_envelope *mail = request->mail;
	CURL *easy = t->easy;

	assert(mail);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	if (mail->to[0] == '\0') {
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "NOOP");
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
	} else if (!set_letter(t, request)) {
		return false;
	}
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)(mail->starttls ?
	    CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (mail->user[0] != '\0' && secret_is_set(mail->password)) {
		curl_easy_setopt(easy, CURLOPT_USERNAME, mail->user);
		curl_easy_setopt(easy, CURLOPT_PASSWORD,
		    secret_reveal(mail->password));
	}
	return true;
}

static void set_receivers(struct http_transfer *t)
{
	CURL *easy = t->easy;

	curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_tls_context);
	curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, t);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_answer_bytes);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header_bytes);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error);
}

bool http_transfer_init(struct http_transfer *t,
    const struct http_request *request, const struct tls_trust *trust,
    struct http_handles *handles)
{
	t->trust = trust;
	t->handles = handles;
	t->is_mail = request->mail != NULL;
	if (!add_headers(t, request))
		return false;
	t->easy = t->is_mail ? http_handles_new() : http_handles_take(handles);
	set_receivers(t);
	curl_easy_setopt(t->easy, CURLOPT_URL, request->url);
	if (t->is_mail) {
		if (!set_mail(t, request))
			return false;
	} else {
		set_body(t, request);
		curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
	}
	t->answer_limit = request->body_limit_bytes > 0
	    ? request->body_limit_bytes : HTTP_BODY_LIMIT_BYTES;
	return true;
}

void http_transfer_release(struct http_transfer *t)
{
	struct curl_slist *line;

	/* A letter's is not used again: it knows a password. */
	if (t->easy != NULL && t->is_mail)
		curl_easy_cleanup(t->easy);
	else if (t->easy != NULL)
		http_handles_give(t->handles, t->easy);
	/* One of them may hold a token. */
	for (line = t->headers; line != NULL; line = line->next)
		explicit_bzero(line->data, strlen(line->data));
	curl_slist_free_all(t->headers);
	curl_slist_free_all(t->address);
	curl_slist_free_all(t->recipient);
	free(t->body);
	free(t->answer);
	memset(t, 0, sizeof(*t));
}

void http_transfer_aim(struct http_transfer *t,
    const struct resolver_query *query, const struct address *address,
    int64_t connect_ms)
{
	char line[RESOLVER_HOST_SIZE + ADDRESS_TEXT_SIZE + 16];
	char text[ADDRESS_TEXT_SIZE];

	curl_slist_free_all(t->address);
	t->address = NULL;
	t->body_sent = 0;
	t->error[0] = '\0';
	/* An entry for libcurl's cache; an address that is its own name needs
	 * none. */
	address_format(address, text, sizeof(text));
	if (strcmp(text, query->host) != 0) {
		snprintf(line, sizeof(line), "+%s:%u:%s", query->host,
		    (unsigned)query->port, text);
		t->address = curl_slist_append(NULL, line);
	}
	curl_easy_setopt(t->easy, CURLOPT_RESOLVE, t->address);
	curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)connect_ms);
}

/* A letter is taken once its last byte is; before that a server that says no,
 * or nothing, has none of it. */
static enum http_outcome mail_outcome(const struct http_transfer *t,
    CURLcode result)
{
	long status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (result == CURLE_OK || status >= 400)
		return HTTP_OK_ANSWER;
	return t->body_length == 0 || t->body_sent < t->body_length ?
	    HTTP_NOT_SENT : HTTP_AMBIGUOUS;
}

/* Not one byte of a request left: only then is it certain. */
enum http_outcome http_transfer_outcome(const struct http_transfer *t,
    CURLcode result)
{
	long request_bytes = 0;

	if (t->is_mail)
		return mail_outcome(t, result);
	if (result == CURLE_OK)
		return HTTP_OK_ANSWER;
	if (!t->has_begun)
		return HTTP_NOT_SENT;
	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &request_bytes);
	return request_bytes == 0 ? HTTP_NOT_SENT : HTTP_AMBIGUOUS;
}

const char *http_transfer_error(const struct http_transfer *t,
    CURLcode result)
{
	if (t->fault != NULL)
		return t->fault;
	if (result == CURLE_OK)
		return "";
	return t->error[0] != '\0' ? t->error : curl_easy_strerror(result);
}

/* A header of the last answer as a number; -1 if there is none. */
static int64_t header_number(CURL *easy, const char *name)
{
	struct curl_header *header;
	int64_t number = 0;

	if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) !=
	    CURLHE_OK || header->value[0] == '\0' || strlen(header->value) >
	    12)
		return -1;
	for (const char *s = header->value; *s; s++) {
		if (*s < '0' || *s > '9')
			return -1;
		number = number * 10 + (*s - '0');
	}
	return number;
}

/* Those without Retry-After say in their own words when a used up limit begins
 * anew: PagerDuty in how many seconds, GitHub at which second. What is left of
 * it must be nothing: they say so in every answer. */
static int64_t limit_wait_s(CURL *easy)
{
	int64_t reset = -1;

	if (header_number(easy, "ratelimit-remaining") == 0)
		reset = header_number(easy, "ratelimit-reset");
	if (reset < 0 && header_number(easy, "x-ratelimit-remaining") == 0)
		reset = header_number(easy, "x-ratelimit-reset") - time(NULL);
	return reset > 0 ? reset : 0;
}

const char *http_transfer_header(const struct http_transfer *t,
    const char *name)
{
	struct curl_header *header;

	if (!t->has_begun || curl_easy_header(t->easy, name, 0, CURLH_HEADER,
	    -1, &header) != CURLHE_OK)
		return NULL;
	return header->value;
}

void http_transfer_read(const struct http_transfer *t,
    struct http_response *response)
{
	long status = 0;
	curl_off_t retry_after_s = 0;
	char *type = NULL;

	if (!t->is_mail && !t->has_begun)
		return;
	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &retry_after_s);
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	if (retry_after_s == 0)
		retry_after_s = limit_wait_s(t->easy);
	if (retry_after_s < 0 || retry_after_s > DAY_S)
		retry_after_s = DAY_S;
	response->status = (int)status;
	response->retry_after_ms = (int64_t)retry_after_s * 1000;
	if (type != NULL)
		response->content_type = type;
	if (t->answer != NULL)
		response->body = t->answer;
	response->body_length = t->answer_length;
}
