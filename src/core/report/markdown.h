/* SPDX-License-Identifier: MIT
 *
 * markdown: the sink for people's text that goes to Markdown. What passes is
 * text wherever it stands: every mark is escaped, a line stays a line, and an
 * "@" calls nobody. Knows markup, no incidents.
 */
#ifndef INCBOT_CORE_MARKDOWN_H
#define INCBOT_CORE_MARKDOWN_H

#include "base/base.h"

struct arena;
struct text;

/* Line breaks become spaces. */
void markdown_add(struct arena *arena, struct text *out, const char *raw);

/* As a quote, line by line, and an empty line. */
void markdown_add_quote(struct arena *arena, struct text *out,
    const char *raw);

#endif
