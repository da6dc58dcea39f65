/* SPDX-License-Identifier: MIT
 *
 * json_write: see json_write.h.
 */
#include "core/json_write.h"
#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"

#define FIRST_BYTES 4096
#define DIGITS_MAX 20		/* of an int64_t, with its sign */

struct json_writer json_writer(void)
{
	return (struct json_writer){ .data = xmalloc(FIRST_BYTES),
		.size = FIRST_BYTES };
}

char *json_write_finish(struct json_writer *writer, struct arena *arena)
{
	char *text = arena_strndup(arena, writer->data, writer->length);

	free(writer->data);
	*writer = (struct json_writer){ 0 };
	return text;
}

/* Room for so many bytes more; the caller says how many it used. */
static char *room(struct json_writer *writer, size_t bytes)
{
	if (bytes > writer->size - writer->length) {
		writer->size = writer->size * 2 + bytes;
		writer->data = xrealloc(writer->data, writer->size);
	}
	return writer->data + writer->length;
}

static void put(struct json_writer *writer, const char *bytes, size_t count)
{
	memcpy(room(writer, count), bytes, count);
	writer->length += count;
}

/* What stands before a value tells whether it is the first of its kind. */
static void put_comma(struct json_writer *writer)
{
	char last = writer->length > 0 ? writer->data[writer->length - 1] :
	    '[';

	if (last != '[' && last != '{' && last != ':')
		put(writer, ",", 1);
}

void json_write_open(struct json_writer *writer, char bracket)
{
	put_comma(writer);
	put(writer, &bracket, 1);
}

void json_write_close(struct json_writer *writer, char bracket)
{
	put(writer, &bracket, 1);
}

void json_write_key(struct json_writer *writer, const char *key)
{
	put_comma(writer);
	put(writer, "\"", 1);
	put(writer, key, strlen(key));
	put(writer, "\":", 2);
}

static bool needs_escape(char c)
{
	return c == '"' || c == '\\' || (unsigned char)c < 0x20;
}

static void put_escape(struct json_writer *writer, char c)
{
	static const char from[] = "\"\\\b\f\n\r\t";
	static const char to[] = "\"\\bfnrt";
	static const char hex[] = "0123456789ABCDEF";
	const char *found = strchr(from, c);

	put(writer, "\\", 1);
	if (found) {
		put(writer, &to[found - from], 1);
		return;
	}
	put(writer, "u00", 3);
	put(writer, &hex[(unsigned char)c >> 4], 1);
	put(writer, &hex[c & 0xf], 1);
}

void json_write_text(struct json_writer *writer, const char *text)
{
	size_t length = strlen(text);
	const char *end = text + length;

	/* Checked at the door and cut at whole characters; else what is
	 * stored would not be what was decided. */
	assert(utf8_valid(text, length));
	put_comma(writer);
	put(writer, "\"", 1);
	while (text < end) {
		const char *plain = text;

		while (text < end && !needs_escape(*text))
			text++;
		put(writer, plain, (size_t)(text - plain));
		if (text < end)
			put_escape(writer, *text++);
	}
	put(writer, "\"", 1);
}

void json_write_integer(struct json_writer *writer, int64_t number)
{
	char digits[DIGITS_MAX];
	size_t at = sizeof(digits);
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	put_comma(writer);
	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0)
		digits[--at] = '-';
	put(writer, digits + at, sizeof(digits) - at);
}

void json_write_true(struct json_writer *writer)
{
	put_comma(writer);
	put(writer, "true", 4);
}
