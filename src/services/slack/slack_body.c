/* SPDX-License-Identifier: MIT
 *
 * slack_body: see slack_body.h. Form values are percent-encoded into one
 * buffer that is measured before it is taken.
 */
#include "services/slack/slack_body.h"

#include <openssl/evp.h>

#include "base/memory.h"
#include "base/text.h"
#include "base/url.h"
#include "core/json_tree.h"

#define NUMBER_SIZE 32

/* What incbot's message names hang under; drawn once at random. */
static const unsigned char name_space[16] = {
	0x6b, 0x1f, 0x5e, 0x0c, 0x8d, 0x3a, 0x4c, 0x77,
	0x9a, 0x52, 0x31, 0xd4, 0xe0, 0x6f, 0x92, 0xbb,
};

/* The value as a form shows it; free() it. NULL: leave the argument out. */
static char *form_text(const json_t *value)
{
	char number[NUMBER_SIZE];
	size_t length;

	switch (json_typeof(value)) {
	case JSON_STRING:
		return xstrdup(json_string_value(value));
	case JSON_TRUE:
		return xstrdup("true");
	case JSON_FALSE:
		return xstrdup("false");
	case JSON_INTEGER:
		(void)snprintf(number, sizeof(number), "%lld",
		    (long long)json_integer_value(value));
		return xstrdup(number);
	case JSON_REAL:
		(void)snprintf(number, sizeof(number), "%g",
		    json_real_value(value));
		return xstrdup(number);
	case JSON_OBJECT:
	case JSON_ARRAY:
		return json_tree_text(value, &length);
	case JSON_NULL:
		break;
	}
	return NULL;
}

static void form_add(struct text *to, const char *name, const json_t *value)
{
	char *text = form_text(value);

	if (text == NULL)
		return;
	if (to->length > 0)
		text_add_char(to, '&');
	url_encode(to, name);
	text_add_char(to, '=');
	url_encode(to, text);
	free(text);
}

static char *form_encode(const json_t *args, size_t *length)
{
	char *buffer = xmalloc(SLACK_BODY_MAX);
	json_t *all = (json_t *)args;
	struct text to;
	const char *name;
	json_t *value;

	text_init(&to, buffer, SLACK_BODY_MAX);
	json_object_foreach(all, name, value)
		form_add(&to, name, value);
	if (to.truncated) {
		free(buffer);
		return NULL;
	}
	*length = to.length;
	return xrealloc(buffer, to.length + 1);
}

char *slack_body_encode(const json_t *args, bool json, size_t *length)
{
	char *body;

	if (!json)
		return form_encode(args, length);
	body = args != NULL ? json_tree_text(args, length) : xstrdup("{}");
	if (args == NULL)
		*length = strlen(body);
	if (*length < SLACK_BODY_MAX)
		return body;
	free(body);
	return NULL;
}

/* Looked up once, since that takes longer than the hash of a name. */
static const EVP_MD *sha1(void)
{
	static EVP_MD *found;

	if (found == NULL)
		found = EVP_MD_fetch(NULL, "SHA1", NULL);
	if (found == NULL)
		abort();
	return found;
}

void slack_message_id(const char *job, char out[SLACK_UUID_SIZE])
{
	/* Of the id's five parts: where they begin, in bytes. */
	static const unsigned char parts[] = { 0, 4, 6, 8, 10, 16 };
	size_t n = strlen(job);
	unsigned char *name = xmalloc(sizeof(name_space) + n);
	unsigned char digest[EVP_MAX_MD_SIZE];
	size_t i;

	memcpy(name, name_space, sizeof(name_space));
	memcpy(name + sizeof(name_space), job, n);
	/* OpenSSL fails here only without memory. */
	if (EVP_Digest(name, sizeof(name_space) + n, digest, NULL, sha1(),
		NULL) != 1)
		abort();
	free(name);
	digest[6] = (unsigned char)((digest[6] & 0x0f) | 0x50);
	digest[8] = (unsigned char)((digest[8] & 0x3f) | 0x80);
	for (i = 0; i + 1 < ARRAY_LEN(parts); i++) {
		text_hex(out, digest + parts[i],
		    (size_t)(parts[i + 1] - parts[i]));
		out += 2 * (parts[i + 1] - parts[i]);
		if (parts[i + 1] < 16)
			*out++ = '-';
	}
}

json_t *slack_body_identified(const json_t *args)
{
	const json_t *payload = json_object_get(
	    json_object_get(args, "metadata"), "event_payload");
	const char *job = json_string_value(json_object_get(payload, "fx"));
	char id[SLACK_UUID_SIZE];
	json_t *copy;

	if (job == NULL)
		return json_incref((json_t *)args);
	slack_message_id(job, id);
	copy = json_copy((json_t *)args);
	if (copy == NULL || json_object_set_new(copy, "client_msg_id",
	    json_string(id)) != 0)
		abort();
	return copy;
}
