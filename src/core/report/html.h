/* SPDX-License-Identifier: MIT
 *
 * html: the sink for people's text that goes to HTML or XML. What passes
 * html_add() is text wherever it stands: no tag, no entity, no end of an
 * attribute in double or single quotes, no character that XML forbids, none
 * that nobody sees or that turns the direction of others. Knows markup, no
 * incidents. An address needs html_add_url().
 */
#ifndef INCBOT_CORE_HTML_H
#define INCBOT_CORE_HTML_H

#include "base/base.h"

struct text;

/* Line breaks become spaces. */
void html_add(struct text *out, const char *raw);
/* The same with "<br>" for a line break, at most two in a row. */
void html_add_lines(struct text *out, const char *raw);
/* An address for an attribute in quotes: https:, http: and mailto: only, and
 * "#" for anything else. */
void html_add_url(struct text *out, const char *url);

#endif
