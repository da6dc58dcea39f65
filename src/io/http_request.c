/* SPDX-License-Identifier: MIT
 *
 * http_request: see http_request.h.
 */
#include "io/http_request.h"

#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"
#include "io/http_client.h"

enum {
	LINE_SIZE = 2048,	/* one header's name and value */
	OWN_SIZE = 512,		/* what is said of every request */
};

static bool is_sound(const struct http_header *header)
{
	return *header->name != '\0' &&
	    strpbrk(header->name, "\r\n: \t") == NULL &&
	    strpbrk(header->value, "\r\n") == NULL &&
	    strlen(header->name) + strlen(header->value) < LINE_SIZE;
}

static bool are_sound(const struct http_request *request)
{
	if (request->header_count > HTTP_HEADERS_MAX)
		return false;
	for (size_t i = 0; i < request->header_count; i++) {
		if (!is_sound(&request->headers[i]))
			return false;
	}
	return true;
}

static size_t size_needed(const struct http_request *request,
    const struct url *url)
{
	size_t size = OWN_SIZE + SECRET_SIZE + strlen(request->method) +
	    strlen(url->path) + strlen(url->host) + request->body_length;

	for (size_t i = 0; i < request->header_count; i++)
		size += strlen(request->headers[i].name) +
		    strlen(request->headers[i].value) + strlen(": \r\n");
	return size;
}

static bool is_named(const struct http_request *request, const char *name)
{
	for (size_t i = 0; i < request->header_count; i++) {
		if (text_equal_fold(request->headers[i].name, name))
			return true;
	}
	return false;
}

static void add_host(struct text *t, const struct url *url)
{
	unsigned usual = url->scheme == URL_HTTPS ? 443 : 80;

	text_addf(t, url->host_is_ipv6 ? "Host: [%s]" : "Host: %s", url->host);
	if (url->port != usual)
		text_addf(t, ":%u", (unsigned)url->port);
	text_add(t, "\r\n");
}

char *http_request_encode(const struct http_request *request,
    const struct url *url, size_t *length)
{
	size_t size;
	struct text t;

	if (!are_sound(request))
		return NULL;
	size = size_needed(request, url);
	text_init(&t, xmalloc(size), size);
	text_addf(&t, "%s %s HTTP/1.1\r\n", request->method, url->path);
	add_host(&t, url);
	if (!is_named(request, "User-Agent"))
		text_add(&t, "User-Agent: incbot/" PACKAGE_VERSION "\r\n");
	if (!is_named(request, "Accept"))
		text_add(&t, "Accept: */*\r\n");
	for (size_t i = 0; i < request->header_count; i++) {
		const struct http_header *header = &request->headers[i];

		text_addf(&t, *header->value != '\0' ? "%s: %s\r\n" :
		    "%s:%s\r\n", header->name, header->value);
	}
	if (request->bearer != NULL && secret_is_set(request->bearer))
		text_addf(&t, "Authorization: Bearer %s\r\n",
		    secret_reveal(request->bearer));
	if (request->body != NULL)
		text_addf(&t, "Content-Length: %zu\r\n", request->body_length);
	text_add(&t, "\r\n");
	if (request->body != NULL)
		text_add_n(&t, request->body, request->body_length);
	assert(!t.truncated);
	*length = t.length;
	return t.data;
}
