/* SPDX-License-Identifier: MIT
 *
 * mail: see mail.h.
 */
#include "core/mail.h"
#include "base/text.h"
#include "base/when.h"

#define WORD_MAX 60		/* bytes within an encoded word: 75 with it */
#define LINE_MAX_BYTES 72	/* of a body, the soft end's "=" not counted */

static const char hex[] = "0123456789ABCDEF";

static void add_coded(struct text *out, unsigned char byte)
{
	char coded[3] = { '=', hex[byte >> 4], hex[byte & 15] };

	text_add_n(out, coded, sizeof(coded));
}

/* What may stand for itself in an encoded word, wherever that stands. */
static bool is_plain(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c && strchr("!*+-/", c));
}

static size_t character_bytes(const char *raw)
{
	size_t n = utf8_prefix(raw, 1);

	return n > 0 ? n : 1;
}

static size_t word_cost(const char *raw, size_t n)
{
	size_t cost = 0;

	for (size_t i = 0; i < n; i++)
		cost += is_plain((unsigned char)raw[i]) || raw[i] == ' ' ?
		    1 : 3;
	return cost;
}

static void add_word_bytes(struct text *out, const char *raw, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)raw[i];

		if (c == ' ')
			text_add_char(out, '_');
		else if (is_plain(c))
			text_add_char(out, (char)c);
		else
			add_coded(out, c);
	}
}

/* Everything goes into encoded words: one way for all there is. */
void mail_header(struct text *out, const char *name, const char *raw)
{
	size_t used = strlen(name) + 1;

	text_addf(out, "%s: =?utf-8?q?", name);
	while (*raw) {
		size_t n = character_bytes(raw);
		size_t cost = word_cost(raw, n);

		if (used + cost > WORD_MAX) {
			text_add(out, "?=\r\n =?utf-8?q?");
			used = 0;
		}
		add_word_bytes(out, raw, n);
		used += cost;
		raw += n;
	}
	text_add(out, "?=\r\n");
}

void mail_date(struct text *out, int64_t ms)
{
	static const char *const days[] = {
		"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
	};
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
		"Oct", "Nov", "Dec",
	};
	struct civil c = when_to_civil_utc(ms);

	text_addf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n",
	    days[c.weekday], c.day, months[c.month - 1], c.year, c.hour,
	    c.minute, c.second);
}

static bool needs_code(const char *raw)
{
	unsigned char c = (unsigned char)*raw;

	if (c == ' ')
		return raw[1] == '\n' || raw[1] == '\0';
	return c < ' ' || c > '~' || c == '=';
}

void mail_body(struct text *out, const char *raw)
{
	size_t used = 0;

	for (; *raw; raw++) {
		size_t cost = needs_code(raw) ? 3 : 1;

		if (*raw == '\n') {
			text_add(out, "\r\n");
			used = 0;
			continue;
		}
		if (used + cost > LINE_MAX_BYTES) {
			text_add(out, "=\r\n");
			used = 0;
		}
		if (cost == 3)
			add_coded(out, (unsigned char)*raw);
		else
			text_add_char(out, *raw);
		used += cost;
	}
	if (used > 0)
		text_add(out, "\r\n");
}

static bool is_atom(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (!is_plain(c) && !strchr("#$%&'=?^_`{|}~.", c))
			return false;
		if (c == '.' && (i == 0 || i == n - 1 || s[i - 1] == '.'))
			return false;
	}
	return n > 0;
}

bool mail_address_is_good(const char *address)
{
	const char *at = strchr(address, '@');

	return at && strlen(address) < 255 &&
	    is_atom(address, (size_t)(at - address)) &&
	    is_atom(at + 1, strlen(at + 1));
}
