/* SPDX-License-Identifier: MIT
 *
 * sns: see sns.h.
 */
#include "services/outside/sns.h"
#include "base/arena.h"
#include "base/text.h"
#include "services/slack/slack_element.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#define SIGNED_MAX (300 * 1024)	/* an SNS message has 256 kB at most */
#define SIGNATURE_MAX 1024

static bool is_region(const char *word, size_t n)
{
	return n >= 3 && n < 40 && strspn(word, "abcdefghijklmnopqrstuvwxyz"
	    "0123456789-") >= n;
}

const char *sns_host(struct arena *arena, const char *topic)
{
	static const char *const partitions[][2] = {
		{ "arn:aws:sns:", "amazonaws.com" },
		{ "arn:aws-us-gov:sns:", "amazonaws.com" },
		{ "arn:aws-cn:sns:", "amazonaws.com.cn" },
	};

	for (size_t i = 0; i < ARRAY_LEN(partitions); i++) {
		const char *region = topic + strlen(partitions[i][0]);
		size_t n;

		if (!text_starts_with(topic, partitions[i][0]))
			continue;
		n = strcspn(region, ":");
		if (!is_region(region, n) || region[n] != ':')
			return "";
		return arena_printf(arena, "sns.%.*s.%s", (int)n, region,
		    partitions[i][1]);
	}
	return "";
}

const char *sns_path(const char *url, const char *host)
{
	const char *path = url + strlen("https://") + strlen(host);

	if (!*host || !text_starts_with(url, "https://") ||
	    strncmp(url + strlen("https://"), host, strlen(host)) != 0 ||
	    *path != '/' || strstr(path, "..") || strpbrk(path, "#@\\"))
		return "";
	return path;
}

const char *sns_certificate_path(const json_t *message, const char *host)
{
	const char *path = sns_path(slack_string_at(message, "SigningCertURL"),
	    host);
	size_t length = strlen(path);

	return length > 4 && strcmp(path + length - 4, ".pem") == 0 &&
	    !strchr(path, '?') ? path : "";
}

/* The fields that count, each as its name and its value, a line each. */
static void add_signed(struct text *text, const json_t *message)
{
	static const char *const note[] = { "Message", "MessageId", "Subject",
		"Timestamp", "TopicArn", "Type" };
	static const char *const other[] = { "Message", "MessageId",
		"SubscribeURL", "Timestamp", "Token", "TopicArn", "Type" };
	bool is_note = strcmp(slack_string_at(message, "Type"),
	    "Notification") == 0;
	const char *const *names = is_note ? note : other;
	size_t count = is_note ? ARRAY_LEN(note) : ARRAY_LEN(other);

	for (size_t i = 0; i < count; i++) {
		const json_t *value = json_object_get(message, names[i]);

		if (!json_is_string(value))
			continue;
		text_add(text, names[i]);
		text_add_char(text, '\n');
		text_add(text, json_string_value(value));
		text_add_char(text, '\n');
	}
}

static bool decode_signature(const char *base64, unsigned char *out,
    size_t *length)
{
	size_t n = strlen(base64);
	int decoded;

	if (n == 0 || n % 4 != 0 || n / 4 * 3 > SIGNATURE_MAX)
		return false;
	decoded = EVP_DecodeBlock(out, (const unsigned char *)base64, (int)n);
	if (decoded < 0)
		return false;
	*length = (size_t)decoded - (base64[n - 1] == '=') -
	    (base64[n - 2] == '=');
	return true;
}

static bool is_valid_at(const X509 *certificate, int64_t now_ms)
{
	time_t now = (time_t)(now_ms / 1000);

	return X509_cmp_time(X509_get0_notBefore(certificate), &now) < 0 &&
	    X509_cmp_time(X509_get0_notAfter(certificate), &now) > 0;
}

static bool verify(EVP_PKEY *key, const EVP_MD *digest,
    const struct text *text, const char *signature)
{
	unsigned char bytes[SIGNATURE_MAX + 3];
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t length = 0;
	bool good = context && EVP_PKEY_base_id(key) == EVP_PKEY_RSA &&
	    decode_signature(signature, bytes, &length) &&
	    EVP_DigestVerifyInit(context, NULL, digest, NULL, key) == 1 &&
	    EVP_DigestVerify(context, bytes, length,
	    (const unsigned char *)text->data, text->length) == 1;

	EVP_MD_CTX_free(context);
	return good;
}

bool sns_is_signed(struct arena *arena, const json_t *message,
    const char *certificate, size_t length, int64_t now_ms)
{
	const char *version = slack_string_at(message, "SignatureVersion");
	const EVP_MD *digest = strcmp(version, "2") == 0 ? EVP_sha256() :
	    strcmp(version, "1") == 0 ? EVP_sha1() : NULL;
	struct text text = text_new(arena, SIGNED_MAX);
	BIO *bio = BIO_new_mem_buf(certificate, (int)length);
	X509 *x509 = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
	EVP_PKEY *key = x509 ? X509_get_pubkey(x509) : NULL;
	bool good;

	add_signed(&text, message);
	good = key && digest && !text.truncated &&
	    is_valid_at(x509, now_ms) && verify(key, digest, &text,
	    slack_string_at(message, "Signature"));
	EVP_PKEY_free(key);
	X509_free(x509);
	BIO_free(bio);
	ERR_clear_error();
	return good;
}
