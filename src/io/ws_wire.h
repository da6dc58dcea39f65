/* SPDX-License-Identifier: MIT
 *
 * ws_wire: how the WebSocket clients of a loop sit in libwebsockets: one
 * vhost with one TLS context. Only ws_client.c and ws_wire.c include this.
 */
#ifndef INCBOT_IO_WS_WIRE_H
#define INCBOT_IO_WS_WIRE_H

#include "base/base.h"

#include <libwebsockets.h>

struct url;
struct ws;

struct ws_client {
	struct loop *loop;
	struct resolver *resolver;
	struct ssl_ctx_st *tls;
	struct lws_vhost *vhost;
};

/* Begins to connect to one address for ws. *wsi is set as soon as there is
 * one, which may be before the library calls back from inside this call.
 * False: it failed, with or without such a call. */
NODISCARD bool ws_client_connect(const struct ws_client *client,
    struct ws *ws, const struct url *url, const char *address,
    struct lws **wsi);

/* In ws_client.c: news of the library about a connection of ws; the result is
 * the library's. */
int ws_take_news(struct ws *ws, struct lws *wsi,
    enum lws_callback_reasons reason, void *in, size_t length);

#endif
