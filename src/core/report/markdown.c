/* SPDX-License-Identifier: MIT
 *
 * markdown: see markdown.h.
 */
#include "core/report/markdown.h"
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
