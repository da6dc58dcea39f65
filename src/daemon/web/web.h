/* SPDX-License-Identifier: MIT
 *
 * web: the one listener for what others send to incbot or read from it
 * (webhooks.listen): alerts, acknowledgements of pagers, calendars, the status
 * page. Owns the port and a small table of routes; what stands behind a route
 * belongs to whoever adds it. Loopback unless told otherwise. Who may ask is
 * the route's affair: web_is_token() and web_is_signed() are the two ways to
 * tell.
 */
#ifndef INCBOT_DAEMON_WEB_H
#define INCBOT_DAEMON_WEB_H

#include "base/base.h"
#include "base/secret.h"
#include "io/http_server.h"

struct loop;
struct web;
struct web_config;

#define WEB_ROUTES_MAX 16

/* NULL if it cannot listen there, or the certificate is not good; the log
 * tells. */
NODISCARD struct web *web_new(struct loop *loop,
    const struct web_config *config);
/* Before the loop, and before what stands behind the routes. */
void web_free(struct web *web);

/* Requests whose path is `path` go there; if it ends in '/', also those that
 * begin with it. The longest wins. Must answer the exchange, now or later.
 * Static strings. */
void web_add(struct web *web, const char *path, http_server_cb *callback,
    void *arg);

/* A short answer in plain text. */
void web_answer(struct http_exchange *exchange, int status,
    const char *text);

/* True if the request carries the token: "Authorization: Bearer TOKEN", the
 * password of Basic, "X-Incbot-Token: TOKEN", or, for those who can send
 * nothing but an address, "?token=TOKEN" (plain characters). Takes as long for
 * a wrong token as for a right one. An unset token is never right. */
bool web_is_token(const struct http_exchange *exchange,
    const struct http_server_request *request, const struct secret *token);

/* True if a header's value (NULL = absent) is the token, in the same way. */
bool web_is_same(const char *value, const struct secret *token);

/* True if the header holds the lower-case HMAC-SHA256 of the body as it came,
 * behind the prefix ("sha256=", "v1=", ""); several with commas between
 * them; any may be right, those with another prefix are ignored. */
bool web_is_signed(const char *header, const char *prefix,
    const struct http_server_request *request, const struct secret *key);

#endif
