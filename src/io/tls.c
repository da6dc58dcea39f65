/* SPDX-License-Identifier: MIT
 *
 * tls: see tls.h. OpenSSL, and nothing of it outside of this file but its
 * opaque pointers.
 */
#include "io/tls.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/memory.h"

struct tls_trust {
	X509_STORE *store;
};

/* "f39fc864.0": an authority's file by the hash of its name. */
static bool is_hashed(const char *name)
{
	return strspn(name, "0123456789abcdef") == 8 && name[8] == '.' &&
	    strspn(name + 9, "0123456789") == strlen(name + 9);
}

static bool has_hashed(const char *folder)
{
	DIR *entries = opendir(folder);
	const struct dirent *entry;
	bool found = false;

	while (entries != NULL && !found && (entry = readdir(entries)) != NULL)
		found = is_hashed(entry->d_name);
	if (entries != NULL)
		closedir(entries);
	return found;
}

/* From the folder each authority is read when a peer's chain asks for it. */
static bool load_authorities(X509_STORE *store, const char *ca_file)
{
	if (ca_file == NULL && has_hashed(TLS_CA_FOLDER))
		return X509_STORE_load_path(store, TLS_CA_FOLDER) == 1;
	return X509_STORE_load_file(store,
	    ca_file ? ca_file : TLS_CA_FILE) == 1;
}

struct tls_trust *tls_trust_new(const char *ca_file, const char **reason)
{
	struct tls_trust *trust = xcalloc(1, sizeof(*trust));

	trust->store = X509_STORE_new();
	if (trust->store == NULL ||
	    !load_authorities(trust->store, ca_file)) {
		*reason = "the file of certificate authorities is missing "
		    "or not PEM";
		ERR_clear_error();
		tls_trust_free(trust);
		return NULL;
	}
	return trust;
}

bool tls_trust_add(struct tls_trust *trust, const char *ca_file)
{
	if (X509_STORE_load_file(trust->store, ca_file) == 1)
		return true;
	ERR_clear_error();
	return false;
}

void tls_trust_free(struct tls_trust *trust)
{
	if (trust == NULL)
		return;
	X509_STORE_free(trust->store);
	free(trust);
}

void tls_trust_apply(const struct tls_trust *trust,
    struct ssl_ctx_st *context)
{
	SSL_CTX_set1_cert_store(context, trust->store);
}

struct ssl_ctx_st *tls_trust_context(const struct tls_trust *trust)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	if (context == NULL)
		abort();
	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	tls_trust_apply(trust, context);
	SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE |
	    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return context;
}

static bool set_host(SSL *session, const char *host)
{
	unsigned char bytes[16];
	X509_VERIFY_PARAM *param = SSL_get0_param(session);

	if (inet_pton(AF_INET, host, bytes) == 1 ||
	    inet_pton(AF_INET6, host, bytes) == 1)
		return X509_VERIFY_PARAM_set1_ip_asc(param, host) == 1;
	X509_VERIFY_PARAM_set_hostflags(param,
	    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set1_host(session, host) == 1 &&
	    SSL_set_tlsext_host_name(session, host) == 1;
}

struct ssl_st *tls_session_new(struct ssl_ctx_st *context, int fd,
    const char *host)
{
	SSL *session = SSL_new(context);

	if (session == NULL)
		return NULL;
	if (SSL_set_fd(session, fd) != 1 || !set_host(session, host)) {
		SSL_free(session);
		ERR_clear_error();
		return NULL;
	}
	SSL_set_connect_state(session);
	return session;
}

void tls_session_free(struct ssl_st *session)
{
	SSL_free(session);
	ERR_clear_error();
}

/* What OpenSSL's result means; its error queue is left empty, as a later
 * call would mistake an old error for its own. */
static enum io_result explain(SSL *session, int result)
{
	int error = SSL_get_error(session, result);

	ERR_clear_error();
	if (error == SSL_ERROR_WANT_READ)
		return IO_WANT_READ;
	if (error == SSL_ERROR_WANT_WRITE)
		return IO_WANT_WRITE;
	return error == SSL_ERROR_ZERO_RETURN ? IO_CLOSED : IO_FAILED;
}

enum io_result tls_handshake(struct ssl_st *session, const char **reason)
{
	enum io_result result;
	long verified;
	int done;

	ERR_clear_error();
	done = SSL_do_handshake(session);
	if (done == 1)
		return IO_DONE;
	result = explain(session, done);
	if (result != IO_FAILED && result != IO_CLOSED)
		return result;
	verified = SSL_get_verify_result(session);
	*reason = verified != X509_V_OK
	    ? X509_verify_cert_error_string(verified)
	    : "the TLS handshake failed";
	return IO_FAILED;
}

enum io_result tls_read(struct ssl_st *session, char *to, size_t size,
    size_t *n)
{
	int done;

	ERR_clear_error();
	done = SSL_read_ex(session, to, size, n);
	return done == 1 ? IO_DONE : explain(session, done);
}

enum io_result tls_write(struct ssl_st *session, const char *from,
    size_t size, size_t *n)
{
	int done;

	ERR_clear_error();
	done = SSL_write_ex(session, from, size, n);
	return done == 1 ? IO_DONE : explain(session, done);
}

bool tls_has_pending(const struct ssl_st *session)
{
	return SSL_has_pending(session) == 1;
}
