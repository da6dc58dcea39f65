/* SPDX-License-Identifier: MIT
 *
 * format: see format.h. Goes through the format once; at a conversion that it
 * does not know it gives up, and the library begins anew.
 */
#include "base/format.h"

#define DIGITS_MAX 20		/* of a number of 64 bits, with its sign */

struct sink {
	char *out;
	size_t room;		/* without the NUL */
	size_t length;		/* wanted so far, as if there were room */
};

static void put(struct sink *sink, const char *bytes, size_t count)
{
	size_t left = sink->length < sink->room ?
	    sink->room - sink->length : 0;

	if (left > 0)
		memcpy(sink->out + sink->length, bytes,
		    count < left ? count : left);
	sink->length += count;
}

static void put_number(struct sink *sink, uint64_t number, bool negative,
    size_t width)
{
	char digits[DIGITS_MAX];
	char *end = digits + sizeof(digits);
	char *at = end;

	do {
		*--at = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	if (negative)
		put(sink, "-", 1);
	for (size_t n = (size_t)(end - at) + negative; n < width; n++)
		put(sink, "0", 1);
	put(sink, at, (size_t)(end - at));
}

static void put_signed(struct sink *sink, int64_t number, size_t width)
{
	put_number(sink, number < 0 ? 0 - (uint64_t)number :
	    (uint64_t)number, number < 0, width);
}

static void put_text(struct sink *sink, const char *text)
{
	if (!text)
		text = "(null)";	/* as the library does */
	put(sink, text, strlen(text));
}

static bool take(const char **format, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*format, word, length) != 0)
		return false;
	*format += length;
	return true;
}

/* Behind the %. A width without a zero is for the library. */
static size_t take_width(const char **format)
{
	size_t width = 0;

	if (**format == '0' && (*format)[1] >= '1' && (*format)[1] <= '9') {
		width = (size_t)((*format)[1] - '0');
		*format += 2;
	}
	return width;
}

/* Which of those that are known comes next; '\0' = none of them. Zeros stand in
 * front of signed numbers only. */
static char take_kind(const char **format, size_t width)
{
	if (take(format, "d"))
		return 'd';
	if (take(format, "lld"))
		return 'l';
	if (width == 0 && take(format, "s"))
		return 's';
	if (width == 0 && take(format, "zu"))
		return 'z';
	return width == 0 && take(format, "%") ? '%' : '\0';
}

PRINTF_LIKE(2, 0)
static bool fill(struct sink *sink, const char *format, va_list arguments)
{
	for (;;) {
		const char *percent = strchrnul(format, '%');
		size_t width;
		char kind;

		put(sink, format, (size_t)(percent - format));
		if (*percent == '\0')
			return true;
		format = percent + 1;
		width = take_width(&format);
		kind = take_kind(&format, width);
		if (kind == 'd' || kind == 'l')
			put_signed(sink, kind == 'd' ? va_arg(arguments, int) :
			    va_arg(arguments, long long), width);
		else if (kind == 's')
			put_text(sink, va_arg(arguments, const char *));
		else if (kind == 'z')
			put_number(sink, va_arg(arguments, size_t), false, 0);
		else if (kind == '%')
			put(sink, "%", 1);
		else
			return false;
	}
}

int format_into(char *out, size_t size, const char *format,
    va_list arguments)
{
	struct sink sink = { out, size > 0 ? size - 1 : 0, 0 };
	va_list again;
	bool known;

	va_copy(again, arguments);
	known = fill(&sink, format, again);
	va_end(again);
	if (!known)
		return vsnprintf(out, size, format, arguments);
	if (size > 0)
		out[sink.length < sink.room ? sink.length : sink.room] = '\0';
	assert(sink.length <= INT32_MAX);
	return (int)sink.length;
}
