/* SPDX-License-Identifier: MIT
 *
 * mail_transfer: see mail_transfer.h. All that is peculiar about libcurl's
 * options is here, with the reason.
 */
#include "io/mail_transfer.h"

#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"
#include "io/resolver.h"
#include "io/tls.h"

static size_t on_answer_bytes(char *data, size_t one UNUSED, size_t n,
    void *arg)
{
	struct mail_transfer *t = arg;
	size_t needed = t->answer_length + n + 1;

	if (n > t->answer_limit - t->answer_length) {
		t->too_large = "the answer is too large";
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

/* There is no way back to the start on purpose: nothing is sent twice. */
static size_t on_body_wanted(char *to, size_t one UNUSED, size_t room,
    void *arg)
{
	struct mail_transfer *t = arg;
	size_t n = t->body_length - t->body_sent;

	if (n > room)
		n = room;
	memcpy(to, t->body + t->body_sent, n);
	t->body_sent += n;
	return n;
}

static CURLcode on_tls_context(CURL *easy UNUSED, void *context, void *arg)
{
	const struct mail_transfer *t = arg;

	tls_trust_apply(t->trust, context);
	return CURLE_OK;
}

static void keep_body(struct mail_transfer *t,
    const struct http_request *request)
{
	t->body = xmalloc(request->body_length);
	memcpy(t->body, request->body, request->body_length);
	t->body_length = request->body_length;
	t->library->easy_setopt(t->easy, CURLOPT_READFUNCTION, on_body_wanted);
	t->library->easy_setopt(t->easy, CURLOPT_READDATA, t);
}

static bool is_address(const char *address)
{
	return *address != '\0' && strpbrk(address, "\r\n<> ") == NULL;
}

static bool set_letter(struct mail_transfer *t,
    const struct http_request *request)
{
	const struct mail_envelope *mail = request->mail;

	if (!is_address(mail->from) || !is_address(mail->to))
		return false;
	t->recipient = t->library->slist_append(NULL, mail->to);
	if (t->recipient == NULL)
		return false;
	keep_body(t, request);
	t->library->easy_setopt(t->easy, CURLOPT_UPLOAD, 1L);
	t->library->easy_setopt(t->easy, CURLOPT_MAIL_FROM, mail->from);
	t->library->easy_setopt(t->easy, CURLOPT_MAIL_RCPT, t->recipient);
	return true;
}

/* A connection serves one letter: what a server makes of the next one on a
 * connection that idled is not worth the handshake saved. */
static bool set_mail(struct mail_transfer *t,
    const struct http_request *request)
{
	const struct mail_envelope *mail = request->mail;
	CURL *easy = t->easy;

	if (mail->to[0] == '\0') {
		t->library->easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "NOOP");
		t->library->easy_setopt(easy, CURLOPT_NOBODY, 1L);
	} else if (!set_letter(t, request)) {
		return false;
	}
	t->library->easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	t->library->easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	t->library->easy_setopt(easy, CURLOPT_USE_SSL, (long)(mail->starttls ?
	    CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (mail->user[0] != '\0' && secret_is_set(mail->password)) {
		t->library->easy_setopt(easy, CURLOPT_USERNAME, mail->user);
		t->library->easy_setopt(easy, CURLOPT_PASSWORD,
		    secret_reveal(mail->password));
	}
	return true;
}

static void set_manners(struct mail_transfer *t)
{
	CURL *easy = t->easy;

	t->library->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	t->library->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	/* A proxy is something to configure, not to inherit. */
	t->library->easy_setopt(easy, CURLOPT_PROXY, "");
	/* With a CAPATH libcurl reads the whole bundle for each connection;
	 * our store comes through the function instead. */
	t->library->easy_setopt(easy, CURLOPT_CAINFO, NULL);
	t->library->easy_setopt(easy, CURLOPT_CAPATH, NULL);
	t->library->easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_tls_context);
	t->library->easy_setopt(easy, CURLOPT_SSL_CTX_DATA, t);
	t->library->easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_answer_bytes);
	t->library->easy_setopt(easy, CURLOPT_WRITEDATA, t);
	t->library->easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error);
}

bool mail_transfer_init(struct mail_transfer *t,
    const struct http_request *request, const struct tls_trust *trust)
{
	t->trust = trust;
	t->easy = t->library->easy_init();
	if (t->easy == NULL)
		abort();
	set_manners(t);
	t->library->easy_setopt(t->easy, CURLOPT_URL, request->url);
	if (!set_mail(t, request))
		return false;
	t->answer_limit = request->body_limit_bytes > 0
	    ? request->body_limit_bytes : HTTP_BODY_LIMIT_BYTES;
	return true;
}

void mail_transfer_release(struct mail_transfer *t)
{
	if (t->easy != NULL)
		t->library->easy_cleanup(t->easy);
	if (t->address != NULL)
		t->library->slist_free_all(t->address);
	if (t->recipient != NULL)
		t->library->slist_free_all(t->recipient);
	free(t->body);
	free(t->answer);
	memset(t, 0, sizeof(*t));
}

void mail_transfer_aim(struct mail_transfer *t,
    const struct resolver_query *query, const struct address *address,
    int64_t connect_ms)
{
	char line[RESOLVER_HOST_SIZE + ADDRESS_TEXT_SIZE + 16];
	char text[ADDRESS_TEXT_SIZE];

	t->library->slist_free_all(t->address);
	t->address = NULL;
	t->body_sent = 0;
	t->error[0] = '\0';
	/* An entry for libcurl's cache; an address that is its own name needs
	 * none. */
	address_format(address, text, sizeof(text));
	if (strcmp(text, query->host) != 0) {
		snprintf(line, sizeof(line), "+%s:%u:%s", query->host,
		    (unsigned)query->port, text);
		t->address = t->library->slist_append(NULL, line);
	}
	t->library->easy_setopt(t->easy, CURLOPT_RESOLVE, t->address);
	t->library->easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS,
	    (long)connect_ms);
}

/* A letter is taken once its last byte is; before that a server that says no,
 * or nothing, has none of it. */
enum http_outcome mail_transfer_outcome(const struct mail_transfer *t,
    CURLcode result)
{
	long status = 0;

	t->library->easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	if (result == CURLE_OK || status >= 400)
		return HTTP_OK_ANSWER;
	return t->body_length == 0 || t->body_sent < t->body_length ?
	    HTTP_NOT_SENT : HTTP_AMBIGUOUS;
}

const char *mail_transfer_error(const struct mail_transfer *t,
    CURLcode result)
{
	if (t->too_large != NULL)
		return t->too_large;
	if (result == CURLE_OK)
		return "";
	return t->error[0] != '\0' ? t->error : t->library->easy_strerror(result);
}

void mail_transfer_read(const struct mail_transfer *t,
    struct http_response *response)
{
	long status = 0;

	t->library->easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	response->status = (int)status;
	if (t->answer != NULL)
		response->body = t->answer;
	response->body_length = t->answer_length;
}
