/* SPDX-License-Identifier: MIT
 *
 * tls: whom we trust, and TLS over a non-blocking descriptor. The store of
 * authorities is shared by every connection of every library; they are read
 * as they are needed, since all of them take 20 ms and 1 MB. Peers are always
 * verified, name included; there is no way to switch that off. Who connects,
 * and when, is io/stream.c's affair.
 */
#ifndef INCBOT_IO_TLS_H
#define INCBOT_IO_TLS_H

#include "base/base.h"

struct ssl_st;
struct ssl_ctx_st;

/* Debian's, used if no file is named: one file an authority, by hash, or, if
 * there are none, the bundle. */
#define TLS_CA_FOLDER "/etc/ssl/certs"
#define TLS_CA_FILE "/etc/ssl/certs/ca-certificates.crt"

struct tls_trust;

/* Trusts the authorities of a PEM file (NULL: Debian's). NULL, and *reason
 * set to fixed words, if that fails. Free it after all who use it. */
NODISCARD struct tls_trust *tls_trust_new(const char *ca_file,
    const char **reason);
/* Those of another file beside them. */
NODISCARD bool tls_trust_add(struct tls_trust *trust, const char *ca_file);
void tls_trust_free(struct tls_trust *trust);
/* For libraries that make their own client context: lets it trust the same
 * authorities, and only those. */
void tls_trust_apply(const struct tls_trust *trust,
    struct ssl_ctx_st *context);
/* A new client context: TLS 1.2 or later, verifies the peer. The caller
 * frees it with SSL_CTX_free(); it keeps the store alive by itself. */
NODISCARD struct ssl_ctx_st *tls_trust_context(const struct tls_trust *trust);

enum io_result {
	IO_DONE,
	IO_WANT_READ,	/* again when the descriptor is readable */
	IO_WANT_WRITE,	/* again when it is writable */
	IO_CLOSED,	/* the peer ended it in good order */
	IO_FAILED,
};

/* A client session on a connected descriptor; host is verified and, unless
 * it is an address, sent as the server name. NULL if memory or host is bad.
 * The descriptor stays the caller's; end with tls_session_free(). */
NODISCARD struct ssl_st *tls_session_new(struct ssl_ctx_st *context, int fd,
    const char *host);
void tls_session_free(struct ssl_st *session);

/* One step. On IO_FAILED *reason says why; it lives as long as the process. */
enum io_result tls_handshake(struct ssl_st *session, const char **reason);
/* *n is set on IO_DONE, and is at least 1. */
enum io_result tls_read(struct ssl_st *session, char *to, size_t size,
    size_t *n);
enum io_result tls_write(struct ssl_st *session, const char *from,
    size_t size, size_t *n);
/* Are there bytes that the kernel does not know of any more? */
bool tls_has_pending(const struct ssl_st *session);

#endif
