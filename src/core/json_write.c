/* SPDX-License-Identifier: MIT
 *
 * json_write: see json_write.h.
 */
#include "core/json_write.h"
#include "core/json_plain.h"
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

char *json_write_take(struct json_writer *writer, size_t *length)
{
	char *text;

	*room(writer, 1) = '\0';
	text = writer->data;
	*length = writer->length;
	*writer = (struct json_writer){ 0 };
	return text;
}

/* What stands before a value tells whether it is the first of its kind. There is
 * room for a comma at the text's end. */
static char *add_comma(const struct json_writer *writer, char *to)
{
	char last = writer->length > 0 ? to[-1] : '[';

	if (last != '[' && last != '{' && last != ':')
		*to++ = ',';
	return to;
}

static void end_at(struct json_writer *writer, const char *end)
{
	writer->length = (size_t)(end - writer->data);
}

void json_write_open(struct json_writer *writer, char bracket)
{
	char *to = add_comma(writer, room(writer, 2));

	*to++ = bracket;
	end_at(writer, to);
}

void json_write_close(struct json_writer *writer, char bracket)
{
	put(writer, &bracket, 1);
}

void json_write_key(struct json_writer *writer, const char *key)
{
	size_t length = strlen(key);
	char *to = add_comma(writer, room(writer, length + 4));

	*to++ = '"';
	memcpy(to, key, length + 1);
	to += length;
	*to++ = '"';
	*to++ = ':';
	end_at(writer, to);
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

/* So much of it stands there as it is, most likely all. */
static size_t plain_length(const char *text, size_t length)
{
	size_t at = 0;

	while (length - at >= 8 && json_are_plain(text + at))
		at += 8;
	while (at < length && !needs_escape(text[at]))
		at++;
	return at;
}

void json_write_text(struct json_writer *writer, const char *text)
{
	size_t left = strlen(text);
	char *to = add_comma(writer, room(writer, left + 3));

	/* Checked at the door and cut at whole characters; else what is
	 * stored would not be what was decided. */
	assert(utf8_valid(text, left));
	*to++ = '"';
	end_at(writer, to);
	for (;;) {
		size_t plain = plain_length(text, left);

		put(writer, text, plain);
		text += plain;
		left -= plain;
		if (left == 0)
			break;
		put_escape(writer, *text++);
		left--;
	}
	put(writer, "\"", 1);
}

void json_write_integer(struct json_writer *writer, int64_t number)
{
	char digits[DIGITS_MAX];
	char *at = digits + sizeof(digits);
	char *to = add_comma(writer, room(writer, DIGITS_MAX + 1));
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	size_t length;

	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (number < 0)
		*--at = '-';
	length = (size_t)(digits + sizeof(digits) - at);
	memcpy(to, at, length);
	end_at(writer, to + length);
}

void json_write_word(struct json_writer *writer, const char *word)
{
	size_t length = strlen(word);
	char *to = add_comma(writer, room(writer, length + 2));

	memcpy(to, word, length + 1);
	end_at(writer, to + length);
}

void json_write_name(struct json_writer *writer, const char *name)
{
	json_write_text(writer, name);
	put(writer, ":", 1);
}
