/* SPDX-License-Identifier: MIT
 *
 * io/ws_client: TLS is spoken to whom we trust, and to nobody else.
 */
#include "tests/unit/ws_rig.h"
#include "io/http_server.h"
#include "tests/unit/certificates.h"
#include "tests/unit/tls_server.h"

static struct certificates certificates;

static void lose_tls(const char *host, uint16_t port)
{
	char url[60];
	int tries;

	snprintf(url, sizeof(url), "wss://%s:%u/", host, (unsigned)port);
	/* Until the server listens. */
	for (tries = 0; tries < 200; tries++) {
		open_url(url);
		ck_assert(pump_until(&pump, &lost));
		ws_free(ws);
		ws = NULL;
		if (strstr(last_reason, "Unable to connect") == NULL)
			break;
		pump_for(&pump, 20);
	}
}

static void on_request(void *arg UNUSED,
    const struct http_server_request *r UNUSED,
    struct http_exchange *exchange UNUSED)
{
	ck_abort_msg("nobody asks");
}

/* libwebsockets asks its first vhost about everybody's certificates: that is
 * the loop's, and must not become the server's. */
START_TEST(tls_works_beside_a_server)
{
	struct http_server_options options = { .callback = on_request };
	struct http_server *server;
	uint16_t port;

	certificates_make(&certificates, "DNS:localhost");
	set_up_trusting(certificates.authority);
	server = http_server_new(pump.loop, &options);
	ck_assert_ptr_nonnull(server);
	port = tls_server_start(&certificates);
	lose_tls("localhost", port);
	ck_assert_msg(strstr(last_reason, "HS:") != NULL, "%s", last_reason);
	http_server_free(server);
	tear_down();
	tls_server_stop();
	certificates_remove(&certificates);
}
END_TEST

START_TEST(tls_is_spoken_to_whom_we_trust_only)
{
	uint16_t port;

	certificates_make(&certificates, "DNS:localhost,IP:127.0.0.1");
	set_up_trusting(certificates.authority);
	port = tls_server_start(&certificates);
	/* TLS is fine; it is a web server that does not upgrade. */
	lose_tls("localhost", port);
	ck_assert_msg(strstr(last_reason, "HS:") != NULL, "%s", last_reason);
	lose_tls("127.0.0.1", port);
	ck_assert_msg(strstr(last_reason, "HS:") != NULL, "%s", last_reason);
	/* The same address under a name the certificate does not have. */
	lose_tls("other.test", port);
	ck_assert_msg(strstr(last_reason, "SSL") != NULL, "%s", last_reason);
	tear_down();
	set_up_trusting(certificates.stranger);
	lose_tls("localhost", port);
	ck_assert_msg(strstr(last_reason, "SSL") != NULL, "%s", last_reason);
	ck_assert_int_eq(opens, 0);
	tear_down();
	tls_server_stop();
	certificates_remove(&certificates);
}
END_TEST

START_TEST(tls_to_a_peer_without_it_is_one_loss)
{
	char url[60];

	set_up_trusting(NULL);
	peer.on_input = NULL;
	snprintf(url, sizeof(url), "wss://127.0.0.1:%u/",
	    (unsigned)peer.port);
	open_url(url);
	await_loss("timed out");
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("io/ws_client: TLS");

	unit_add(&u, tls_works_beside_a_server);
	unit_add(&u, tls_is_spoken_to_whom_we_trust_only);
	unit_add(&u, tls_to_a_peer_without_it_is_one_loss);
	return unit_run(&u);
}
