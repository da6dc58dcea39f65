/* SPDX-License-Identifier: MIT
 *
 * http_headers: see http_headers.h.
 */
#include "io/http_headers.h"

/* Which answers a header goes with: [0] those for one asker, [1] those for
 * anybody. */
static const struct {
	const char *name, *value;
	bool when[2];
} headers[] = {
	{ "x-content-type-options:", "nosniff", { true, true } },
	{ "cache-control:", "no-store", { true, false } },
	{ "cache-control:", "public, max-age=30", { false, true } },
	{ "access-control-allow-origin:", "*", { false, true } },
	{ "referrer-policy:", "no-referrer", { false, true } },
	{ "content-security-policy:", "default-src 'none'; style-src 'self'; "
	    "img-src 'self' https:; base-uri 'none'; form-action 'none'; "
	    "frame-ancestors 'none'", { false, true } },
};

static bool add(struct lws *wsi, const char *name, const char *value,
    unsigned char **at, unsigned char *end)
{
	return lws_add_http_header_by_name(wsi, (const unsigned char *)name,
	    (const unsigned char *)value, (int)strlen(value), at, end) == 0;
}

bool http_headers_add(struct lws *wsi, bool is_public, const char *etag,
    unsigned char **at, unsigned char *end)
{
	for (size_t i = 0; i < ARRAY_LEN(headers); i++) {
		if (headers[i].when[is_public] && !add(wsi, headers[i].name,
		    headers[i].value, at, end))
			return false;
	}
	return !*etag || add(wsi, "etag:", etag, at, end);
}

/* Headers that libwebsockets knows by number; others go by name. */
static const struct known {
	const char *name;
	enum lws_token_indexes token;
} known_headers[] = {
	{ "authorization", WSI_TOKEN_HTTP_AUTHORIZATION },
	{ "content-type", WSI_TOKEN_HTTP_CONTENT_TYPE },
	{ "user-agent", WSI_TOKEN_HTTP_USER_AGENT },
	{ "host", WSI_TOKEN_HOST },
	{ "if-none-match", WSI_TOKEN_HTTP_IF_NONE_MATCH },
};

int http_headers_copy(struct lws *wsi, const char *name, char *to, int size)
{
	char custom[80];
	size_t i;

	for (i = 0; i < ARRAY_LEN(known_headers); i++)
		if (strcmp(name, known_headers[i].name) == 0)
			return lws_hdr_copy(wsi, to, size,
			    known_headers[i].token);
	snprintf(custom, sizeof(custom), "%s:", name);
	return lws_hdr_custom_copy(wsi, to, size, custom,
	    (int)strlen(custom));
}
