/* SPDX-License-Identifier: MIT
 *
 * html: see html.h. What is visible at all is decided in one place, for
 * every sink: character_kind() of core/views/mrkdwn.h.
 */
#include "core/report/html.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"

#define BREAKS_MAX 2		/* one empty line in a row, no more */

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return NULL;
}

static void add_visible(struct text *out, const char *start, size_t bytes)
{
	const char *escaped = bytes == 1 ? entity(*start) : NULL;

	if (escaped)
		text_add(out, escaped);
	else if (bytes == 1 && (unsigned char)*start >= 0x80)
		text_add(out, "\xef\xbf\xbd");
	else
		text_add_n(out, start, bytes);
}

/* How many of the next characters stand for themselves, one byte each. */
static size_t plain_run(const char *raw)
{
	size_t n = 0;

	while (raw[n] > ' ' && raw[n] < 0x7f && !entity(raw[n]))
		n++;
	return n;
}

/* White space is held back until something visible follows. */
static void add_text(struct text *out, const char *raw, const char *line_break)
{
	bool started = false;
	bool space = false;
	int breaks = 0;

	while (*raw) {
		const char *start = raw;
		uint32_t c = utf8_take(&raw);
		enum character kind = character_kind(c);

		if (kind == CHARACTER_BREAK && (c != '\r' || *raw != '\n'))
			breaks++;
		else if (kind == CHARACTER_SPACE)
			space = true;
		if (kind != CHARACTER_VISIBLE)
			continue;
		for (int i = 0; started && i < breaks && i < BREAKS_MAX; i++)
			text_add(out, line_break);
		if (started && space && breaks == 0)
			text_add(out, " ");
		started = true;
		space = false;
		breaks = 0;
		add_visible(out, start, (size_t)(raw - start));
		start = raw;
		raw += plain_run(raw);
		text_add_n(out, start, (size_t)(raw - start));
	}
}

void html_add(struct text *out, const char *raw)
{
	add_text(out, raw, " ");
}

void html_add_lines(struct text *out, const char *raw)
{
	add_text(out, raw, "<br>");
}

void html_add_url(struct text *out, const char *url)
{
	if (text_starts_with(url, "https://") ||
	    text_starts_with(url, "http://") ||
	    text_starts_with(url, "mailto:"))
		html_add(out, url);
	else
		text_add(out, "#");
}
