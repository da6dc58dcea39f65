/* SPDX-License-Identifier: MIT
 *
 * ws_wire: see ws_wire.h.
 */
#include "io/ws_wire.h"

#include <openssl/ssl.h>

#include "base/memory.h"
#include "base/url.h"
#include "io/loop.h"
#include "io/tls.h"
#include "io/ws_client.h"

enum {
	TCP_CONNECT_S = 3,	/* for one address */
};

static int on_library(struct lws *wsi, enum lws_callback_reasons reason,
    void *user UNUSED, void *in, size_t length)
{
	struct ws *ws;

	/* Housekeeping comes without a connection, or with a fake one. */
	if (wsi == NULL || reason == LWS_CALLBACK_GET_THREAD_ID ||
	    reason == LWS_CALLBACK_PROTOCOL_INIT ||
	    reason == LWS_CALLBACK_PROTOCOL_DESTROY)
		return 0;
	ws = lws_get_opaque_user_data(wsi);
	if (ws == NULL)
		return 0;
	loop_enter(lws_context_user(lws_get_context(wsi)));
	return ws_take_news(ws, wsi, reason, in, length);
}

static const struct lws_protocols protocols[] = {
	{ .name = "ws-client", .callback = on_library },
	{ .name = NULL },
};

struct ws_client *ws_client_new(struct loop *loop, struct resolver *resolver,
    const struct tls_trust *trust)
{
	struct ws_client *client = xcalloc(1, sizeof(*client));
	struct lws_context_creation_info info;

	client->loop = loop;
	client->resolver = resolver;
	client->tls = tls_trust_context(trust);
	memset(&info, 0, sizeof(info));
	info.port = CONTEXT_PORT_NO_LISTEN;
	info.protocols = protocols;
	info.vhost_name = protocols[0].name;
	/* The second is needed, or the TLS context is not looked at. */
	info.options = LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS |
	    LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
	info.provided_client_ssl_ctx = client->tls;
	info.connect_timeout_secs = TCP_CONNECT_S;
	client->vhost = lws_create_vhost(loop_context(loop), &info);
	if (client->vhost == NULL) {
		ws_client_free(client);
		return NULL;
	}
	return client;
}

void ws_client_free(struct ws_client *client)
{
	if (client == NULL)
		return;
	SSL_CTX_free(client->tls);
	free(client);
}

bool ws_client_connect(const struct ws_client *client, struct ws *ws,
    const struct url *url, const char *address, struct lws **wsi)
{
	struct lws_client_connect_info info;

	memset(&info, 0, sizeof(info));
	info.context = loop_context(client->loop);
	info.vhost = client->vhost;
	info.address = address;
	info.port = url->port;
	/* The name: for the Host header, for TLS' server name and for the
	 * check of the certificate. */
	info.host = url->host;
	info.path = url->path;
	info.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT;
	if (url_is_secure(url))
		info.ssl_connection |= LCCSCF_USE_SSL;
	info.alpn = "http/1.1";
	info.ietf_version_or_minus_one = -1;
	info.local_protocol_name = protocols[0].name;
	info.opaque_user_data = ws;
	info.pwsi = wsi;
	return lws_client_connect_via_info(&info) != NULL;
}
