/* SPDX-License-Identifier: MIT
 *
 * markdown: see markdown.h.
 */
#include "core/report/markdown.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"

#define WORD_JOINER "\xe2\x81\xa0"	/* nobody sees it; ends a mention */

void markdown_add(struct arena *arena, struct text *out, const char *raw)
{
	for (const char *s = plain_clean(arena, raw); *s; s++) {
		if (strchr("\\`*_{}[]<>#|!~&+-.", *s))
			text_add_char(out, '\\');
		text_add_char(out, *s);
		if (*s == '@')
			text_add(out, WORD_JOINER);
	}
}

void markdown_add_quote(struct arena *arena, struct text *out,
    const char *raw)
{
	while (*raw) {
		size_t length = strcspn(raw, "\n");

		text_add(out, "> ");
		markdown_add(arena, out, arena_strndup(arena, raw, length));
		text_add(out, "\n");
		raw += length + (raw[length] == '\n');
		if (*raw)
			text_add(out, ">\n");
	}
	text_add(out, "\n");
}
