/* SPDX-License-Identifier: MIT
 *
 * http_body.c: request bodies as arguments: form, multipart, JSON. Knows no
 * sockets. Read next: http_door.c.
 */
#include "tests/workspace/door.h"

#include <strings.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static char *decoded(const char *text, size_t length)
{
	char *out = malloc(length + 1);
	size_t n = 0;

	if (!out)
		abort();
	for (size_t i = 0; i < length; i++) {
		int high = i + 2 < length && text[i] == '%' ?
			hex(text[i + 1]) : -1;
		int low = high >= 0 ? hex(text[i + 2]) : -1;

		if (low >= 0) {
			out[n++] = (char)(high * 16 + low);
			i += 2;
		} else {
			out[n++] = (char)(text[i] == '+' ? ' ' : text[i]);
		}
	}
	out[n] = '\0';
	return out;
}

void form_parse(json_t *args, const char *text, size_t length)
{
	const char *end = text + length;

	while (text < end) {
		const char *stop = memchr(text, '&', (size_t)(end - text));
		const char *equals;
		char *name, *value;

		if (!stop)
			stop = end;
		equals = memchr(text, '=', (size_t)(stop - text));
		if (!equals)
			equals = stop;
		name = decoded(text, (size_t)(equals - text));
		value = equals < stop ? decoded(equals + 1,
			(size_t)(stop - equals - 1)) : decoded("", 0);
		if (*name)
			json_object_set_new(args, name, json_string(value));
		free(name);
		free(value);
		text = stop + 1;
	}
}

static const char *find(const char *in, const char *end, const char *what)
{
	size_t length = strlen(what);

	return in < end ? memmem(in, (size_t)(end - in), what, length) : NULL;
}

/* One part: headers, an empty line, the value. */
static void part_parse(json_t *args, const char *part, const char *end)
{
	const char *value = find(part, end, "\r\n\r\n");
	const char *name = find(part, end, "name=\"");
	const char *stop;
	char key[200];

	if (!value || !name || name > value)
		return;
	name += strlen("name=\"");
	stop = memchr(name, '"', (size_t)(value - name));
	if (!stop)
		return;
	(void)snprintf(key, sizeof(key), "%.*s", (int)(stop - name), name);
	value += 4;
	json_object_set_new(args, key, json_stringn(value,
		(size_t)(end - value)));
}

static bool multipart_parse(json_t *args, const char *content_type,
	const char *body, size_t length)
{
	const char *boundary = strstr(content_type, "boundary=");
	const char *end = body + length, *at, *next;
	char line[200];

	if (!boundary)
		return false;
	boundary += strlen("boundary=");
	(void)snprintf(line, sizeof(line), "--%.*s",
		(int)strcspn(boundary + (*boundary == '"'), "\";"),
		boundary + (*boundary == '"'));
	at = find(body, end, line);
	while (at) {
		at += strlen(line);
		next = find(at, end, line);
		if (!next)
			break;
		part_parse(args, at, next - 2);
		at = next;
	}
	return at != NULL;
}

json_t *body_parse(const char *content_type, const char *body, size_t length,
	const char **error)
{
	json_t *args = json_object(), *parsed;
	bool json = strncasecmp(content_type, "application/json", 16) == 0;

	*error = NULL;
	if (length == 0)
		return args;
	if (strncasecmp(content_type, "multipart/form-data", 19) == 0) {
		if (!multipart_parse(args, content_type, body, length))
			*error = "invalid_form_data";
		return args;
	}
	if (!json && *content_type && strncasecmp(content_type,
		"application/x-www-form-urlencoded", 33) != 0)
		*error = "invalid_post_type";
	else if (!json && !*content_type)
		*error = "missing_post_type";
	if (*error)
		return args;
	if (!json) {
		form_parse(args, body, length);
		return args;
	}
	parsed = json_loadb(body, length, JSON_DECODE_ANY, NULL);
	if (!parsed)
		*error = "invalid_json";
	else if (!json_is_object(parsed))
		*error = "json_not_object";
	if (*error) {
		json_decref(parsed);
		return args;
	}
	json_decref(args);
	return parsed;
}
