/* SPDX-License-Identifier: MIT
 *
 * web: see web.h.
 */
#include "daemon/web/web.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "services/config/config.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#define DIGEST_BYTES 32
#define DIGEST_DIGITS (2 * DIGEST_BYTES)

struct web {
	struct http_server *server;
	struct web_route {
		const char *path;
		http_server_cb *callback;
		void *arg;
	} routes[WEB_ROUTES_MAX];
	size_t route_count;
};

static bool leads_to(const struct web_route *route, const char *path)
{
	size_t length = strlen(route->path);

	return strcmp(route->path, path) == 0 ||
	    (route->path[length - 1] == '/' &&
	    strncmp(route->path, path, length) == 0);
}

static const struct web_route *find_route(const struct web *web,
    const char *path)
{
	const struct web_route *best = NULL;

	for (size_t i = 0; i < web->route_count; i++) {
		const struct web_route *route = &web->routes[i];

		if (leads_to(route, path) &&
		    (!best || strlen(route->path) > strlen(best->path)))
			best = route;
	}
	return best;
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct web *web = arg;
	const struct web_route *route = find_route(web, request->path);

	if (route)
		route->callback(route->arg, request, exchange);
	else
		web_answer(exchange, 404, "Nothing is here.\n");
}

struct web *web_new(struct loop *loop, const struct web_config *config)
{
	struct web *web = xcalloc(1, sizeof(*web));
	struct http_server_options server = {
		.address = config->host, .port = config->port,
		.certificate_file = config->certificate_file,
		.key_file = config->key_file,
		.headers = { "authorization", "x-grafana-alerting-signature",
		    "x-incbot-token", "x-incbot-signature",
		    "x-pagerduty-signature", "x-webhook-id",
		    "x-twilio-signature",
		    "x-amz-sns-message-type", "if-none-match",
		    "x-hub-signature-256", "x-hub-signature",
		    "x-gitlab-token" },
		.callback = on_request, .arg = web,
	};

	web->server = http_server_new(loop, &server);
	if (!web->server) {
		log_error("start_failed", "reason=\"cannot listen at %s%s\"",
		    config->listen, *config->certificate_file ?
		    ", or the certificate is not good" : "");
		free(web);
		return NULL;
	}
	log_info("web_listening", "address=%s port=%d tls=%s", config->host,
	    (int)http_server_port(web->server),
	    *config->certificate_file ? "yes" : "no");
	return web;
}

void web_free(struct web *web)
{
	if (!web)
		return;
	http_server_free(web->server);
	free(web);
}

void web_add(struct web *web, const char *path, http_server_cb *callback,
    void *arg)
{
	assert(web->route_count < WEB_ROUTES_MAX && *path == '/');
	web->routes[web->route_count++] = (struct web_route){ path, callback,
		arg };
}

void web_answer(struct http_exchange *exchange, int status, const char *text)
{
	struct http_server_answer answer = { .status = status, .body = text,
		.body_length = strlen(text) };

	http_exchange_answer(exchange, &answer);
}

/* How long it takes tells the length of what was sent, and nothing else. */
static bool is_same(const char *given, const struct secret *token)
{
	const char *right = secret_reveal(token);
	size_t length = strlen(given);
	size_t right_length = strlen(right);
	bool same = length == right_length && length > 0;

	return (CRYPTO_memcmp(given, same ? right : given, length) == 0) &
	    same;
}

static int digit_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Base64; stops at the first character that is none. */
static void decode_base64(const char *from, struct text *out)
{
	unsigned bits = 0;
	int count = 0;

	for (; digit_value(*from) >= 0; from++) {
		bits = (bits << 6 | (unsigned)digit_value(*from)) & 0xffffff;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		text_add_char(out, (char)(bits >> count));
	}
}

static bool is_basic(const char *encoded, const struct secret *token)
{
	char buffer[HTTP_SERVER_HEADER_SIZE];
	struct text plain;
	const char *colon;
	bool same;

	text_init(&plain, buffer, sizeof(buffer));
	decode_base64(encoded, &plain);
	colon = strchr(buffer, ':');
	same = colon && is_same(colon + 1, token);
	OPENSSL_cleanse(buffer, sizeof(buffer));
	return same;
}

static bool is_in_query(const char *query, const struct secret *token)
{
	char given[HTTP_SERVER_QUERY_SIZE];
	struct text text;

	while (*query && !text_starts_with(query, "token=")) {
		query += strcspn(query, "&");
		query += *query == '&';
	}
	if (!*query)
		return false;
	query += strlen("token=");
	text_init(&text, given, sizeof(given));
	text_add_n(&text, query, strcspn(query, "&"));
	return is_same(given, token);
}

bool web_is_same(const char *value, const struct secret *token)
{
	return value && secret_is_set(token) && is_same(value, token);
}

bool web_is_token(const struct http_exchange *exchange,
    const struct http_server_request *request, const struct secret *token)
{
	const char *header = http_exchange_header(exchange, "authorization");
	const char *own = http_exchange_header(exchange, "x-incbot-token");

	if (!secret_is_set(token))
		return false;
	if (header && text_starts_with(header, "Bearer "))
		return is_same(header + strlen("Bearer "), token);
	if (header && text_starts_with(header, "Basic "))
		return is_basic(header + strlen("Basic "), token);
	if (own)
		return is_same(own, token);
	return is_in_query(request->query, token);
}

static void sign(const struct http_server_request *request,
    const struct secret *key, char out[DIGEST_DIGITS + 1])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	const char *bytes = secret_reveal(key);
	unsigned length = 0;

	(void)HMAC(EVP_sha256(), bytes, (int)strlen(bytes),
	    (const unsigned char *)request->body, request->body_length,
	    digest, &length);
	assert(length == DIGEST_BYTES);
	text_hex(out, digest, length);
}

static bool is_signature(const char *part, const char *prefix,
    const char *right)
{
	size_t skip = strlen(prefix);

	return text_starts_with(part, prefix) &&
	    strcspn(part + skip, ", ") == DIGEST_DIGITS &&
	    CRYPTO_memcmp(part + skip, right, DIGEST_DIGITS) == 0;
}

bool web_is_signed(const char *header, const char *prefix,
    const struct http_server_request *request, const struct secret *key)
{
	char right[DIGEST_DIGITS + 1];
	bool found = false;

	if (!header || !secret_is_set(key))
		return false;
	sign(request, key, right);
	while (*header) {
		header += strspn(header, ", ");
		found |= is_signature(header, prefix, right);
		header += strcspn(header, ",");
	}
	return found;
}
