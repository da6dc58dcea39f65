/* SPDX-License-Identifier: MIT
 *
 * slack_line: what a person typed, out of what Slack made of it. One pass
 * over the bytes: entities and <...> forms undone, typographic characters
 * made plain. Escaping for output is core/views/view.h's affair.
 */
#include "services/slack/slack_request.h"

#include "base/arena.h"
#include "base/text.h"

/* Longest first where one begins like another; matched as bytes (UTF-8). */
static const struct {
	const char *from;
	const char *to;
} plain_forms[] = {
	{ "&amp;", "&" },
	{ "&lt;", "<" },
	{ "&gt;", ">" },
	{ "\xe2\x80\x98", "'" },	/* U+2018 left single quote */
	{ "\xe2\x80\x99", "'" },	/* U+2019 right single quote */
	{ "\xe2\x80\x9a", "'" },	/* U+201A low single quote */
	{ "\xe2\x80\x9b", "'" },	/* U+201B reversed single quote */
	{ "\xe2\x80\x9c", "\"" },	/* U+201C left double quote */
	{ "\xe2\x80\x9d", "\"" },	/* U+201D right double quote */
	{ "\xe2\x80\x9e", "\"" },	/* U+201E low double quote */
	{ "\xe2\x80\x9f", "\"" },	/* U+201F reversed double quote */
	{ "\xc2\xa0", " " },		/* U+00A0 no-break space */
	{ "\xe2\x80\x87", " " },	/* U+2007 figure space */
	{ "\xe2\x80\xa8", " " },	/* U+2028 line separator */
	{ "\xe2\x80\xa9", " " },	/* U+2029 paragraph separator */
	{ "\xe2\x80\xaf", " " },	/* U+202F narrow no-break space */
	{ "\xe3\x80\x80", " " },	/* U+3000 ideographic space */
	{ "\xe2\x80\x8b", "" },		/* U+200B zero width space */
	{ "\xe2\x81\xa0", "" },		/* U+2060 word joiner */
	{ "\xef\xbb\xbf", "" },		/* U+FEFF byte order mark */
	{ "\t", " " },
	{ "\n", " " },
	{ "\r", " " },
	{ "\v", " " },
	{ "\f", " " },
};

/* Length of the form at s that was added, 0 if there is none. */
static size_t add_plain_form(struct text *to, const char *s)
{
	size_t i;

	for (i = 0; i < ARRAY_LEN(plain_forms); i++) {
		if (!text_starts_with(s, plain_forms[i].from))
			continue;
		text_add(to, plain_forms[i].to);
		return strlen(plain_forms[i].from);
	}
	return 0;
}

/* Most of what is typed needs no look at the forms. */
static size_t usual_length(const char *s, const char *end)
{
	const char *at = s;

	while (at < end && *at >= 0x20 && *at < 0x7f && *at != '&')
		at++;
	return (size_t)(at - s);
}

static void add_plain(struct text *to, const char *s, size_t n)
{
	const char *end = s + n;
	size_t step;

	while (s < end && !to->truncated) {
		step = usual_length(s, end);
		text_add_n(to, s, step);
		s += step;
		if (s == end)
			return;
		step = add_plain_form(to, s);
		if (step == 0) {
			if ((unsigned char)*s >= 0x20 && *s != 0x7f)
				text_add_char(to, *s);
			step = 1;
		}
		s += step;
	}
}

/* A link that Slack made of what was typed shows what was typed. */
static bool is_auto_link(const char *url, size_t url_length,
    const char *label, size_t label_length)
{
	return label_length <= url_length &&
	    memcmp(url + url_length - label_length, label, label_length) == 0;
}

/* "label", or else what it stands for. */
static void add_label(struct text *to, const char *s, size_t head, size_t n)
{
	if (n > head + 1)
		add_plain(to, s + head + 1, n - head - 1);
	else
		add_plain(to, s + 1, head - 1);
}

static void add_link(struct text *to, const char *s, size_t head, size_t n)
{
	if (n <= head + 1) {
		add_plain(to, s, head);
		return;
	}
	add_plain(to, s + head + 1, n - head - 1);
	if (is_auto_link(s, head, s + head + 1, n - head - 1))
		return;
	text_add(to, " (");
	add_plain(to, s, head);
	text_add_char(to, ')');
}

/* s[0..n) stands between < and >: "@U1|ana", "#C1|ops", "!here", a link.
 * False, nothing added, if it is none of these: somebody typed a "<". */
static bool add_form(struct text *to, const char *s, size_t n)
{
	const char *bar = memchr(s, '|', n);
	size_t head = bar != NULL ? (size_t)(bar - s) : n;

	if (head < 2 || memchr(s, ' ', head) != NULL)
		return false;
	if (s[0] == '@') {
		text_add_char(to, '<');
		add_plain(to, s, head);
		text_add_char(to, '>');
	} else if (s[0] == '#') {
		text_add_char(to, '#');
		add_label(to, s, head, n);
	} else if (s[0] == '!') {
		if (n <= head + 1)
			text_add_char(to, '@');
		add_label(to, s, head, n);
	} else if (memchr(s, ':', head) != NULL) {
		add_link(to, s, head, n);
	} else {
		return false;
	}
	return true;
}

const char *slack_plain_line(struct arena *arena, const char *raw,
    size_t limit)
{
	size_t n = strlen(raw);
	struct text to;

	/* What grows, grows by less than its own length. */
	to = text_new(arena, n < limit / 2 ? n * 2 : limit);
	while (*raw != '\0' && !to.truncated) {
		size_t plain = strcspn(raw, "<");
		size_t form;

		add_plain(&to, raw, plain);
		raw += plain;
		if (*raw == '\0')
			break;
		form = strcspn(raw + 1, "<>");
		if (raw[form + 1] == '>' && add_form(&to, raw + 1, form)) {
			raw += form + 2;
		} else {
			text_add_char(&to, '<');
			raw++;
		}
	}
	return text_trim(to.data);
}
