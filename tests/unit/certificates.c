/* SPDX-License-Identifier: MIT
 *
 * certificates: see certificates.h.
 */
#include "tests/unit/certificates.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <unistd.h>

static void add_extension(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX context;

	X509V3_set_ctx(&context, issuer, x, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
	assert(extension != NULL);
	X509_add_ext(x, extension, -1);
	X509_EXTENSION_free(extension);
}

/* Unsigned, without extensions. */
static X509 *draft(const char *name, long serial, EVP_PKEY *key)
{
	X509 *x = X509_new();
	X509_NAME *subject = X509_get_subject_name(x);

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial);
	X509_gmtime_adj(X509_getm_notBefore(x), -60);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
	    (const unsigned char *)name, -1, -1, 0);
	return x;
}

static X509 *make_authority(const char *name, EVP_PKEY *key)
{
	X509 *x = draft(name, 1, key);

	X509_set_issuer_name(x, X509_get_subject_name(x));
	add_extension(x, x, NID_basic_constraints, "critical,CA:TRUE");
	add_extension(x, x, NID_key_usage, "critical,keyCertSign");
	if (X509_sign(x, key, EVP_sha256()) == 0)
		abort();
	return x;
}

static void write_certificate(const char *path, X509 *x)
{
	FILE *f = fopen(path, "we");

	assert(f != NULL);
	PEM_write_X509(f, x);
	fclose(f);
}

static void write_key(const char *path, EVP_PKEY *key)
{
	FILE *f = fopen(path, "we");

	assert(f != NULL);
	PEM_write_PrivateKey(f, key, NULL, NULL, 0, NULL, NULL);
	fclose(f);
}

void certificates_make(struct certificates *c, const char *names)
{
	EVP_PKEY *authority_key = EVP_EC_gen("P-256");
	EVP_PKEY *stranger_key = EVP_EC_gen("P-256");
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *authority = make_authority("Test Authority", authority_key);
	X509 *stranger = make_authority("Some Stranger", stranger_key);
	X509 *x = draft("test server", 2, key);

	snprintf(c->directory, sizeof(c->directory), "%s",
	    "/tmp/incbot-test-XXXXXX");
	if (mkdtemp(c->directory) == NULL)
		abort();
	snprintf(c->authority, sizeof(c->authority), "%s/ca", c->directory);
	snprintf(c->stranger, sizeof(c->stranger), "%s/other", c->directory);
	snprintf(c->certificate, sizeof(c->certificate), "%s/cert",
	    c->directory);
	snprintf(c->key, sizeof(c->key), "%s/key", c->directory);
	X509_set_issuer_name(x, X509_get_subject_name(authority));
	add_extension(x, authority, NID_subject_alt_name, names);
	if (X509_sign(x, authority_key, EVP_sha256()) == 0)
		abort();
	write_certificate(c->authority, authority);
	write_certificate(c->stranger, stranger);
	write_certificate(c->certificate, x);
	write_key(c->key, key);
	X509_free(authority);
	X509_free(stranger);
	X509_free(x);
	EVP_PKEY_free(authority_key);
	EVP_PKEY_free(stranger_key);
	EVP_PKEY_free(key);
}

void certificates_remove(struct certificates *c)
{
	unlink(c->authority);
	unlink(c->stranger);
	unlink(c->certificate);
	unlink(c->key);
	rmdir(c->directory);
}
