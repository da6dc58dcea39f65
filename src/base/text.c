/* SPDX-License-Identifier: MIT
 *
 * text: see text.h. Pure; the caller's memory or an arena's.
 */
#include "base/text.h"

#include <stdarg.h>

#include "base/arena.h"
#include "base/format.h"

/* How many bytes the character that starts with this byte has; 1 for bytes
 * that start nothing. */
static size_t sequence_length(unsigned char lead)
{
	if (lead >= 0xf0 && lead <= 0xf4)
		return 4;
	if (lead >= 0xe0 && lead < 0xf0)
		return 3;
	if (lead >= 0xc2 && lead < 0xe0)
		return 2;
	return 1;
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* n without an unfinished character at the end of s[0..n). Broken UTF-8 (no
 * lead byte in reach) is left as it is. */
static size_t whole_length(const char *s, size_t n)
{
	size_t back;

	for (back = 1; back <= 3 && back <= n; back++) {
		if (is_continuation(s[n - back]))
			continue;
		if (sequence_length((unsigned char)s[n - back]) > back)
			return n - back;
		return n;
	}
	return n;
}

void text_init(struct text *t, char *buffer, size_t size)
{
	assert(size >= 1);
	t->data = buffer;
	t->length = 0;
	t->limit = size - 1;
	t->truncated = false;
	t->data[0] = '\0';
}

struct text text_new(struct arena *a, size_t limit)
{
	struct text t;

	text_init(&t, arena_reserve(a, limit + 1), limit + 1);
	return t;
}

/* The bytes data[length..length + n) are written already; keep what is
 * allowed of them. */
static void text_settle(struct text *t, size_t wanted)
{
	size_t room = t->limit - t->length;

	if (wanted <= room) {
		t->length += wanted;
	} else {
		t->length = whole_length(t->data, t->limit);
		t->truncated = true;
	}
	t->data[t->length] = '\0';
}

void text_add_n(struct text *t, const char *s, size_t n)
{
	size_t room = t->limit - t->length;

	if (t->truncated || n == 0)
		return;
	memcpy(t->data + t->length, s, n < room ? n : room);
	text_settle(t, n);
}

void text_add(struct text *t, const char *s)
{
	text_add_n(t, s, strlen(s));
}

void text_add_char(struct text *t, char c)
{
	text_add_n(t, &c, 1);
}

void text_addf(struct text *t, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (t->truncated)
		return;
	va_start(ap, fmt);
	n = format_into(t->data + t->length, t->limit - t->length + 1, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	text_settle(t, (size_t)n);
}

bool text_copy(char *to, size_t size, const char *from)
{
	struct text t;

	text_init(&t, to, size);
	text_add(&t, from);
	return !t.truncated;
}

void text_hex(char *to, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*to++ = digits[bytes[i] >> 4];
		*to++ = digits[bytes[i] & 15];
	}
	*to = '\0';
}

/* Bytes of the character at s (at least 1); a broken one is one byte. */
static size_t character_bytes(const char *s)
{
	size_t want = sequence_length((unsigned char)*s);
	size_t i;

	for (i = 1; i < want; i++)
		if (!is_continuation(s[i]))
			return 1;
	return want;
}

size_t utf8_prefix(const char *s, size_t max_code_points)
{
	size_t bytes = 0;

	while (s[bytes] != '\0' && max_code_points-- > 0)
		bytes += character_bytes(s + bytes);
	return bytes;
}

/* Bytes at s, eight at a time, that are ASCII. */
static size_t ascii_length(const char *s, size_t n)
{
	size_t i = 0;
	uint64_t eight;

	for (; n - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, s + i, sizeof(eight));
		if (eight & UINT64_C(0x8080808080808080))
			break;
	}
	return i;
}

size_t utf8_length(const char *s)
{
	size_t count = ascii_length(s, strlen(s));

	for (s += count; *s != '\0'; s += character_bytes(s))
		count++;
	return count;
}

/* Is the second byte one that this lead byte may have? Rules out overlong
 * forms, surrogates and what lies above U+10FFFF. */
static bool second_byte_fits(unsigned char lead, unsigned char second)
{
	switch (lead) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second < 0xa0;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second < 0x90;
	default:
		return true;
	}
}

bool utf8_valid(const char *s, size_t n)
{
	size_t i = ascii_length(s, n);

	while (i < n) {
		unsigned char lead = (unsigned char)s[i];
		size_t want = sequence_length(lead);
		size_t k;

		if (lead < 0x80) {
			i++;
			continue;
		}
		if (want == 1 || want > n - i ||
		    !second_byte_fits(lead, (unsigned char)s[i + 1]))
			return false;
		for (k = 1; k < want; k++)
			if (!is_continuation(s[i + k]))
				return false;
		i += want;
	}
	return true;
}

bool text_parse_int(const char *s, int64_t min, int64_t max, int64_t *out)
{
	bool negative = *s == '-';
	int64_t value = 0;

	if (*s == '-' || *s == '+')
		s++;
	if (*s == '\0')
		return false;
	for (; *s != '\0'; s++) {
		int digit = *s - '0';

		if (digit < 0 || digit > 9)
			return false;
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, negative ? -digit : digit,
			&value))
			return false;
	}
	if (value < min || value > max)
		return false;
	*out = value;
	return true;
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_equal_fold(const char *a, const char *b)
{
	while (*a != '\0' && fold(*a) == fold(*b)) {
		a++;
		b++;
	}
	return fold(*a) == fold(*b);
}

bool text_starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

static bool is_between(char c)
{
	return c == ',' || c == ' ';
}

bool text_list_has(const char *list, const char *word)
{
	for (;;) {
		const char *rest = word;

		while (is_between(*list))
			list++;
		if (*list == '\0')
			return false;
		while (*rest != '\0' && !is_between(*list) &&
		    fold(*list) == fold(*rest)) {
			list++;
			rest++;
		}
		if (*rest == '\0' && (*list == '\0' || is_between(*list)))
			return true;
		while (*list != '\0' && !is_between(*list))
			list++;
	}
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

char *text_trim(char *s)
{
	size_t start = 0;
	size_t end = strlen(s);

	while (end > 0 && is_space(s[end - 1]))
		end--;
	while (start < end && is_space(s[start]))
		start++;
	memmove(s, s + start, end - start);
	s[end - start] = '\0';
	return s;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

unsigned text_distance(const char *a, const char *b)
{
	unsigned d[TEXT_DISTANCE_MAX + 1][TEXT_DISTANCE_MAX + 1];
	unsigned n = (unsigned)strnlen(a, TEXT_DISTANCE_MAX);
	unsigned m = (unsigned)strnlen(b, TEXT_DISTANCE_MAX);
	unsigned i, j;

	for (i = 0; i <= n; i++)
		d[i][0] = i;
	for (j = 0; j <= m; j++)
		d[0][j] = j;
	for (i = 1; i <= n; i++) {
		for (j = 1; j <= m; j++) {
			char x = fold(a[i - 1]);
			char y = fold(b[j - 1]);
			unsigned best = d[i - 1][j - 1] + (x != y);

			best = least(best, d[i - 1][j] + 1);
			best = least(best, d[i][j - 1] + 1);
			if (i > 1 && j > 1 && x == fold(b[j - 2]) &&
			    y == fold(a[i - 2]))
				best = least(best, d[i - 2][j - 2] + 1);
			d[i][j] = best;
		}
	}
	return d[n][m];
}
