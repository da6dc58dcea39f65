/* SPDX-License-Identifier: MIT
 *
 * mrkdwn: see mrkdwn.h. One pass over the code points: each is dropped, is a
 * kind of white space, or is written (escaped where the sink wants that).
 * White space is held back until something visible follows, which trims both
 * ends and lets a line break become what the style says.
 */
#include "core/views/mrkdwn.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"

#define REPLACEMENT 0xfffdu
#define ELLIPSIS "\xe2\x80\xa6"
#define NO_LIMIT (SIZE_MAX / 8)
#define BREAKS_MAX 2		/* one empty line in a row, no more */

enum style {
	STYLE_ESCAPE = 1,	/* & < > and runs of backticks */
	STYLE_LINES = 2,	/* line breaks stay */
	STYLE_QUOTE = 4,	/* "> " before each line */
	STYLE_CODE = 8,		/* stands between our own backticks */
};

/* Characters that nobody sees, or that change the direction of others. */
static const struct {
	uint32_t first, last;
	enum character is;
} special[] = {
	{ 0x09, 0x09, CHARACTER_SPACE },
	{ 0x0a, 0x0d, CHARACTER_BREAK },
	{ 0x00, 0x1f, CHARACTER_DROPPED },	/* C0 controls */
	{ 0x20, 0x20, CHARACTER_SPACE },
	{ 0x85, 0x85, CHARACTER_BREAK },	/* next line */
	{ 0x7f, 0x9f, CHARACTER_DROPPED },	/* DEL, C1 controls */
	{ 0xa0, 0xa0, CHARACTER_SPACE },
	{ 0xad, 0xad, CHARACTER_DROPPED },	/* soft hyphen */
	{ 0x061c, 0x061c, CHARACTER_DROPPED },	/* Arabic letter mark */
	{ 0x115f, 0x1160, CHARACTER_DROPPED },	/* Hangul fillers */
	{ 0x180e, 0x180e, CHARACTER_DROPPED },
	{ 0x2000, 0x200a, CHARACTER_SPACE },
	{ 0x200b, 0x200f, CHARACTER_DROPPED },	/* zero width, direction marks */
	{ 0x2028, 0x2029, CHARACTER_BREAK },
	{ 0x202a, 0x202e, CHARACTER_DROPPED },	/* direction overrides */
	{ 0x202f, 0x202f, CHARACTER_SPACE },
	{ 0x205f, 0x205f, CHARACTER_SPACE },
	{ 0x2060, 0x206f, CHARACTER_DROPPED },	/* joiners, isolates */
	{ 0x3000, 0x3000, CHARACTER_SPACE },
	{ 0x3164, 0x3164, CHARACTER_DROPPED },
	{ 0xfeff, 0xfeff, CHARACTER_DROPPED },
	{ 0xffa0, 0xffa0, CHARACTER_DROPPED },
	{ 0xfff9, 0xfffb, CHARACTER_DROPPED },
	{ 0xfffe, 0xffff, CHARACTER_DROPPED },
	{ 0xe0000, 0xe0fff, CHARACTER_DROPPED },	/* tags, variation supplement */
};

enum character character_kind(uint32_t c)
{
	size_t i;

	if (c > ' ' && c < 0x7f)
		return CHARACTER_VISIBLE;	/* most of what people write */
	for (i = 0; i < ARRAY_LEN(special); i++)
		if (c >= special[i].first && c <= special[i].last)
			return special[i].is;
	return CHARACTER_VISIBLE;
}

uint32_t utf8_take(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	size_t n = *p < 0x80 ? 1 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
	uint32_t c;
	size_t i;

	assert(*p != '\0');
	if (n == 1) {
		*s += 1;
		return *p;
	}
	if (strnlen(*s, n) < n || !utf8_valid(*s, n)) {
		*s += 1;
		return REPLACEMENT;
	}
	*s += n;
	c = *p & (0xffu >> (n + 1));
	for (i = 1; i < n; i++)
		c = c << 6 | (p[i] & 0x3fu);
	return c;
}

struct writer {
	struct text out;
	unsigned style;
	size_t max;		/* code points allowed */
	size_t used;		/* code points written */
	size_t safe_bytes;	/* longest prefix with room for "…" */
	size_t backticks;	/* in a row, just now */
	size_t breaks;		/* line breaks held back */
	bool space;		/* a space held back */
	bool full;
};

/* Adds a piece that must not be cut. */
static void writer_add(struct writer *w, const char *piece, size_t bytes,
    size_t points)
{
	if (w->full)
		return;
	if (w->used + points > w->max) {
		w->out.length = w->safe_bytes;
		w->out.data[w->out.length] = '\0';
		text_add(&w->out, ELLIPSIS);
		w->full = true;
		return;
	}
	text_add_n(&w->out, piece, bytes);
	w->used += points;
	if (w->used < w->max)
		w->safe_bytes = w->out.length;
}

static void writer_add_ascii(struct writer *w, const char *piece)
{
	writer_add(w, piece, strlen(piece), strlen(piece));
}

static void writer_add_space(struct writer *w)
{
	size_t i;

	if (w->breaks == 0 && w->space)
		writer_add_ascii(w, " ");
	if (w->breaks > 0 && !(w->style & STYLE_LINES))
		writer_add_ascii(w, " ");
	for (i = 0; i < w->breaks && (w->style & STYLE_LINES); i++)
		writer_add_ascii(w, w->style & STYLE_QUOTE ? "\n> " : "\n");
	w->breaks = 0;
	w->space = false;
}

/* The third backtick in a row turns all of them into apostrophes: three
 * would open a block that swallows the text behind it. */
static void writer_add_backtick(struct writer *w)
{
	w->backticks++;
	if (w->style & STYLE_CODE) {
		writer_add_ascii(w, "'");
		return;
	}
	if (w->backticks < 3) {
		writer_add_ascii(w, "`");
		return;
	}
	if (w->backticks == 3 && !w->full)
		memset(w->out.data + w->out.length - 2, '\'', 2);
	writer_add_ascii(w, "'");
}

static void writer_add_visible(struct writer *w, uint32_t c, const char *s,
    size_t bytes)
{
	bool escape = w->style & STYLE_ESCAPE;

	if (escape && c == '`') {
		writer_add_backtick(w);
		return;
	}
	w->backticks = 0;
	if (escape && c == '&')
		writer_add_ascii(w, "&amp;");
	else if (escape && c == '<')
		writer_add_ascii(w, "&lt;");
	else if (escape && c == '>')
		writer_add_ascii(w, "&gt;");
	else if (c == REPLACEMENT)
		writer_add(w, "\xef\xbf\xbd", 3, 1);
	else
		writer_add(w, s, bytes, 1);
}

static void writer_take(struct writer *w, const char **s)
{
	const char *start = *s;
	uint32_t c = utf8_take(s);

	switch (character_kind(c)) {
	case CHARACTER_DROPPED:
		return;
	case CHARACTER_SPACE:
		w->space = true;
		return;
	case CHARACTER_BREAK:
		if (c == '\r' && **s == '\n')
			return;
		if (w->breaks < BREAKS_MAX)
			w->breaks++;
		return;
	case CHARACTER_VISIBLE:
		break;
	}
	if (w->used == 0) {
		w->breaks = 0;
		w->space = false;
		if (w->style & STYLE_QUOTE)
			writer_add_ascii(w, "> ");
	}
	if (w->space || w->breaks > 0) {
		w->backticks = 0;
		writer_add_space(w);
	}
	writer_add_visible(w, c, start, (size_t)(*s - start));
}

/* The most bytes that one byte of input becomes: "\n" as "\n> ", "&" as
 * "&amp;". */
#define GROWTH_MAX 5

static const char *rewrite(struct arena *arena, const char *raw, size_t max,
    unsigned style)
{
	struct writer w = { .style = style, .max = max };
	size_t bytes = strlen(raw) * GROWTH_MAX + 8;

	if (max < bytes / 4)
		bytes = max * 4 + 8;
	w.out = text_new(arena, bytes);
	while (*raw != '\0' && !w.full)
		writer_take(&w, &raw);
	assert(!w.out.truncated);
	return w.out.data;
}

const char *mrkdwn_escape(struct arena *arena, const char *raw)
{
	return rewrite(arena, raw, NO_LIMIT, STYLE_ESCAPE);
}

const char *mrkdwn_code(struct arena *arena, const char *raw)
{
	return arena_printf(arena, "`%s`", rewrite(arena, raw, NO_LIMIT,
	    STYLE_ESCAPE | STYLE_CODE));
}

const char *mrkdwn_clip(struct arena *arena, const char *raw, size_t max)
{
	return rewrite(arena, raw, max, STYLE_ESCAPE);
}

const char *mrkdwn_quote(struct arena *arena, const char *raw, size_t max)
{
	return rewrite(arena, raw, max,
	    STYLE_ESCAPE | STYLE_LINES | STYLE_QUOTE);
}

const char *plain_clean(struct arena *arena, const char *raw)
{
	return rewrite(arena, raw, NO_LIMIT, 0);
}

const char *plain_clip(struct arena *arena, const char *raw, size_t max)
{
	return rewrite(arena, raw, max, 0);
}

const char *plain_lines(struct arena *arena, const char *raw, size_t max)
{
	return rewrite(arena, raw, max, STYLE_LINES);
}

static bool is_slack_id(const char *s)
{
	size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

	return n > 0 && s[n] == '\0';
}

const char *mrkdwn_user(struct arena *arena, const char *user)
{
	if (*user == '\0')
		return "incbot";
	if (!is_slack_id(user))
		return mrkdwn_escape(arena, user);
	return arena_printf(arena, "<@%s>", user);
}

const char *mrkdwn_channel(struct arena *arena, const char *channel)
{
	if (!is_slack_id(channel))
		return mrkdwn_escape(arena, channel);
	return arena_printf(arena, "<#%s>", channel);
}

const char *mrkdwn_time(struct arena *arena, int64_t ms, const char *how)
{
	char utc[WHEN_TEXT_SIZE];
	const char *fallback = utc;

	when_format_utc(utc, sizeof(utc), ms);
	if (!strstr(how, "{date") && strlen(utc) > strlen("2026-06-15 "))
		fallback += strlen("2026-06-15 ");
	if (ms < 0)
		return arena_strdup(arena, fallback);
	return arena_printf(arena, "<!date^%lld^%s|%s>",
	    (long long)(ms / 1000), how, fallback);
}
