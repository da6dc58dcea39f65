/* SPDX-License-Identifier: MIT
 *
 * tls_server: openssl's own little web server on a free port of 127.0.0.1,
 * for tests of who is trusted. Killed at exit whatever happens.
 */
#ifndef INCBOT_TESTS_TLS_SERVER_H
#define INCBOT_TESTS_TLS_SERVER_H

#include "tests/unit/certificates.h"

/* Returns the port; does not wait until it listens. One at a time. */
uint16_t tls_server_start(struct certificates *c);
void tls_server_stop(void);

#endif
