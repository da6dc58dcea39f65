/* SPDX-License-Identifier: MIT
 *
 * json_read: see json_read.h. The grammar is that of RFC 8259 with what
 * jansson asks for besides: valid UTF-8, no lone surrogates, no NUL. That
 * both agree on any bytes is a test (tests/unit/core_json.c).
 */
#include "core/json_read.h"
#include "core/json_plain.h"
#include "base/text.h"

struct json_reader json_reader(const char *json, size_t length)
{
	return (struct json_reader){ .at = json, .end = json + length };
}

static void skip_space(struct json_reader *reader)
{
	while (reader->at < reader->end && (*reader->at == ' ' ||
	    *reader->at == '\n' || *reader->at == '\t' ||
	    *reader->at == '\r'))
		reader->at++;
}

static bool take(struct json_reader *reader, char wanted)
{
	skip_space(reader);
	if (reader->at == reader->end || *reader->at != wanted)
		return false;
	reader->at++;
	return true;
}

static bool take_word(struct json_reader *reader, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(reader->end - reader->at) < length ||
	    memcmp(reader->at, word, length) != 0)
		return false;
	reader->at += length;
	return true;
}

bool json_read_open(struct json_reader *reader, char bracket)
{
	reader->after_one = false;
	return take(reader, bracket);
}

bool json_read_more(struct json_reader *reader, char bracket, bool *more)
{
	bool after_one = reader->after_one;

	reader->after_one = true;
	if (take(reader, bracket == '{' ? '}' : ']')) {
		*more = false;
		return true;
	}
	*more = true;
	return !after_one || take(reader, ',');
}

char json_read_peek(struct json_reader *reader)
{
	skip_space(reader);
	return reader->at < reader->end ? *reader->at : '\0';
}

bool json_read_end(struct json_reader *reader)
{
	skip_space(reader);
	return reader->at == reader->end;
}

/* --- texts ---------------------------------------------------------------- */

/* Where a text's characters go; without room they are only looked at. */
struct sink {
	char *out;
	size_t size;		/* with the NUL */
	size_t length;
	bool full;
};

static void sink_add(struct sink *sink, const char *bytes, size_t count)
{
	if (sink->full || count >= sink->size - sink->length) {
		sink->full = true;
		return;
	}
	memcpy(sink->out + sink->length, bytes, count);
	sink->length += count;
}

static bool read_hex(struct json_reader *reader, unsigned *out)
{
	*out = 0;
	if (reader->end - reader->at < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char c = *reader->at++;

		if (c >= '0' && c <= '9')
			*out = *out * 16 + (unsigned)(c - '0');
		else if (c >= 'a' && c <= 'f')
			*out = *out * 16 + (unsigned)(c - 'a' + 10);
		else if (c >= 'A' && c <= 'F')
			*out = *out * 16 + (unsigned)(c - 'A' + 10);
		else
			return false;
	}
	return true;
}

static size_t to_utf8(unsigned point, char out[4])
{
	if (point < 0x80) {
		out[0] = (char)point;
		return 1;
	}
	if (point < 0x800) {
		out[0] = (char)(0xc0 | point >> 6);
		out[1] = (char)(0x80 | (point & 0x3f));
		return 2;
	}
	if (point < 0x10000) {
		out[0] = (char)(0xe0 | point >> 12);
		out[1] = (char)(0x80 | (point >> 6 & 0x3f));
		out[2] = (char)(0x80 | (point & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | point >> 18);
	out[1] = (char)(0x80 | (point >> 12 & 0x3f));
	out[2] = (char)(0x80 | (point >> 6 & 0x3f));
	out[3] = (char)(0x80 | (point & 0x3f));
	return 4;
}

/* Behind "\u"; two of them may make one character. */
static bool read_code_point(struct json_reader *reader, struct sink *sink)
{
	unsigned point;
	unsigned low;
	char bytes[4];

	if (!read_hex(reader, &point) || point == 0 ||
	    (point >= 0xdc00 && point <= 0xdfff))
		return false;
	if (point >= 0xd800 && point <= 0xdbff) {
		if (!take_word(reader, "\\u") || !read_hex(reader, &low) ||
		    low < 0xdc00 || low > 0xdfff)
			return false;
		point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
	}
	sink_add(sink, bytes, to_utf8(point, bytes));
	return true;
}

static bool read_escape(struct json_reader *reader, struct sink *sink)
{
	static const char from[] = "\"\\/bfnrt";
	static const char to[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (reader->at == reader->end || *reader->at == '\0')
		return false;
	if (*reader->at == 'u') {
		reader->at++;
		return read_code_point(reader, sink);
	}
	found = strchr(from, *reader->at++);
	if (!found)
		return false;
	sink_add(sink, &to[found - from], 1);
	return true;
}

/* Up to the closing quote, a backslash, or what may not stand in a text;
 * *ascii says whether it needs no further look. */
static size_t plain_length(const struct json_reader *reader, bool *ascii)
{
	const char *at = reader->at;
	unsigned char all = 0;

	while (reader->end - at >= 8 && json_are_plain(at))
		at += 8;
	while (at < reader->end && *at != '"' && *at != '\\' &&
	    (unsigned char)*at >= 0x20)
		all |= (unsigned char)*at++;
	*ascii = all < 0x80;
	return (size_t)(at - reader->at);
}

/* Behind the opening quote. */
static bool read_text(struct json_reader *reader, struct sink *sink)
{
	for (;;) {
		bool ascii;
		size_t plain = plain_length(reader, &ascii);

		if (!ascii && !utf8_valid(reader->at, plain))
			return false;
		sink_add(sink, reader->at, plain);
		reader->at += plain;
		if (take_word(reader, "\""))
			return true;
		if (!take_word(reader, "\\") || !read_escape(reader, sink))
			return false;
	}
}

bool json_read_text(struct json_reader *reader, char *out, size_t size)
{
	struct sink sink = { .out = out, .size = size };

	if (!take(reader, '"') || !read_text(reader, &sink) || sink.full)
		return false;
	out[sink.length] = '\0';
	return true;
}

bool json_read_key(struct json_reader *reader, struct json_key *key)
{
	struct sink sink = { .out = key->decoded, .size = JSON_KEY_SIZE };
	bool ascii;

	if (!take(reader, '"'))
		return false;
	key->text = reader->at;
	key->length = plain_length(reader, &ascii);
	if (ascii && key->length < JSON_KEY_SIZE &&
	    key->length < (size_t)(reader->end - reader->at) &&
	    reader->at[key->length] == '"') {
		/* As nearly all are: it stands there as it is. */
		reader->at += key->length + 1;
		return take(reader, ':');
	}
	if (!read_text(reader, &sink))
		return false;
	key->text = key->decoded;
	key->length = sink.full ? 0 : sink.length;
	return take(reader, ':');
}

/* --- numbers and words ---------------------------------------------------- */

static bool is_digit(const struct json_reader *reader)
{
	return reader->at < reader->end && *reader->at >= '0' &&
	    *reader->at <= '9';
}

static bool skip_digits(struct json_reader *reader)
{
	if (!is_digit(reader))
		return false;
	while (is_digit(reader))
		reader->at++;
	return true;
}

/* The digits before the point; no zero stands in front of others. */
static bool skip_whole(struct json_reader *reader)
{
	if (!take_word(reader, "0"))
		return skip_digits(reader);
	return !is_digit(reader);
}

static bool skip_number(struct json_reader *reader)
{
	(void)take_word(reader, "-");
	if (!skip_whole(reader))
		return false;
	if (take_word(reader, ".") && !skip_digits(reader))
		return false;
	if (!take_word(reader, "e") && !take_word(reader, "E"))
		return true;
	if (!take_word(reader, "+"))
		(void)take_word(reader, "-");
	return skip_digits(reader);
}

bool json_read_integer(struct json_reader *reader, int64_t min, int64_t max,
    int64_t *out)
{
	const char *digits;
	bool negative;
	int64_t value = 0;

	skip_space(reader);
	negative = take_word(reader, "-");
	digits = reader->at;
	if (!skip_whole(reader))
		return false;
	for (; digits < reader->at; digits++) {
		int digit = *digits - '0';

		if (value > (INT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	if (reader->at < reader->end && (*reader->at == '.' ||
	    *reader->at == 'e' || *reader->at == 'E'))
		return false;
	*out = negative ? -value : value;
	return *out >= min && *out <= max;
}

bool json_read_truth(struct json_reader *reader, bool *out)
{
	skip_space(reader);
	*out = take_word(reader, "true");
	return *out || take_word(reader, "false");
}

/* --- anything ------------------------------------------------------------- */

static bool skip_scalar(struct json_reader *reader)
{
	struct sink nowhere = { .full = true };

	if (take(reader, '"'))
		return read_text(reader, &nowhere);
	return take_word(reader, "true") || take_word(reader, "false") ||
	    take_word(reader, "null") || skip_number(reader);
}

/* Goes into the value if it is an array or object, else over it. */
static bool skip_step(struct json_reader *reader, char *brackets, int *depth)
{
	struct json_key key;
	bool more = true;
	char bracket;

	if (*depth > 0) {
		bracket = brackets[*depth - 1];
		if (!json_read_more(reader, bracket, &more))
			return false;
		if (!more) {
			(*depth)--;
			return true;
		}
		if (bracket == '{' && !json_read_key(reader, &key))
			return false;
	}
	bracket = json_read_peek(reader);
	if (bracket != '{' && bracket != '[')
		return skip_scalar(reader);
	if (*depth == JSON_DEPTH_MAX)
		return false;
	brackets[(*depth)++] = bracket;
	return json_read_open(reader, bracket);
}

/* What is inside an array or object leaves after_one set, as what is behind
 * it wants it. */
bool json_read_skip(struct json_reader *reader)
{
	char brackets[JSON_DEPTH_MAX] = "";
	int depth = 0;

	do {
		if (!skip_step(reader, brackets, &depth))
			return false;
	} while (depth > 0);
	return true;
}
