/* SPDX-License-Identifier: MIT
 *
 * twilio: see twilio.h.
 */
#include "services/outside/twilio.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/url.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>

#define SIGNED_MAX (2 * TWILIO_BODY_MAX)
#define SIGNATURE_SIZE 32	/* 20 bytes in base64, and to spare */

static const char *decoded(struct arena *arena, const char *from, size_t n)
{
	char *to = arena_alloc(arena, n + 1);

	return url_decode_form(to, n + 1, from, n) ? to : NULL;
}

static int by_name(const void *a, const void *b)
{
	const struct twilio_value *one = a, *other = b;

	return strcmp(one->name, other->name);
}

bool twilio_read(struct arena *arena, const char *body, size_t length,
    struct twilio_form *form)
{
	const char *end = body + length;

	form->count = 0;
	if (length > TWILIO_BODY_MAX)
		return false;
	while (body < end) {
		size_t n = strcspn(body, "&");
		const char *equals = memchr(body, '=', n);
		struct twilio_value *value = &form->values[form->count];

		if (!equals || form->count == TWILIO_VALUES_MAX)
			return false;
		value->name = decoded(arena, body, (size_t)(equals - body));
		value->value = decoded(arena, equals + 1,
		    (size_t)(body + n - equals - 1));
		if (!value->name || !value->value)
			return false;
		form->count++;
		body += n + (body[n] == '&');
		if (n == 0 && body < end)
			return false;
	}
	qsort(form->values, form->count, sizeof(form->values[0]), by_name);
	return true;
}

const char *twilio_value(const struct twilio_form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++) {
		if (strcmp(form->values[i].name, name) == 0)
			return form->values[i].value;
	}
	return "";
}

/* The base64 of the HMAC; "" if it is too long to be Twilio's. */
static void sign(const struct secret *token, const char *url,
    const struct twilio_form *form, char out[SIGNATURE_SIZE])
{
	char *room = xmalloc(SIGNED_MAX);
	unsigned char digest[EVP_MAX_MD_SIZE];
	const char *key = secret_reveal(token);
	unsigned size = 0;
	struct text text;

	text_init(&text, room, SIGNED_MAX);
	text_add(&text, url);
	for (size_t i = 0; i < form->count; i++) {
		text_add(&text, form->values[i].name);
		text_add(&text, form->values[i].value);
	}
	*out = '\0';
	if (!text.truncated && HMAC(EVP_sha1(), key, (int)strlen(key),
	    (const unsigned char *)room, text.length, digest, &size))
		EVP_EncodeBlock((unsigned char *)out, digest, (int)size);
	free(room);
}

bool twilio_is_signed(const struct secret *token, const char *url,
    const struct twilio_form *form, const char *signature)
{
	char right[SIGNATURE_SIZE];
	size_t length;

	if (!signature || !secret_is_set(token))
		return false;
	sign(token, url, form, right);
	length = strlen(right);
	return length > 0 && strlen(signature) == length &&
	    CRYPTO_memcmp(signature, right, length) == 0;
}

void twilio_xml(struct text *text, const char *words)
{
	for (; *words; words++) {
		if (*words == '<' || *words == '>' || *words == '&' ||
		    *words == '"' || *words == '\'')
			text_addf(text, "&#%d;", *words);
		else
			text_add_char(text, *words);
	}
}
