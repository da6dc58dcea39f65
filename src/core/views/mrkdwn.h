/* SPDX-License-Identifier: MIT
 *
 * mrkdwn: the sink for user text that goes to Slack. Whatever people or
 * services wrote passes one of these functions and comes out harmless: no
 * control sequence (<!here>, <@U..>, links) stays active, no invisible or
 * direction-changing character stays in, broken UTF-8 becomes U+FFFD, and a
 * limit never cuts an entity in two. Limits count code points of what comes
 * out. Knows Slack's markup, no incidents. Everything lives in the arena.
 */
#ifndef INCBOT_CORE_MRKDWN_H
#define INCBOT_CORE_MRKDWN_H

#include "base/base.h"

struct arena;

/* User text for mrkdwn, on one line: & < > escaped, line breaks and runs of
 * white space become one space, and no run of three backticks is left that
 * could swallow what stands behind it. */
const char *mrkdwn_escape(struct arena *arena, const char *raw);
/* The same, at most max code points with the "…" that shows the cut. */
const char *mrkdwn_clip(struct arena *arena, const char *raw, size_t max);
/* The same as a piece of code, in backticks: those of the text, which would
 * end it or join with ours to three, become apostrophes. */
const char *mrkdwn_code(struct arena *arena, const char *raw);
/* User text as a quote, "> " before every line, at most max code points. A
 * quote must be the last thing in its text object. "" for an empty text. */
const char *mrkdwn_quote(struct arena *arena, const char *raw, size_t max);

/* User text for plain_text objects, on one line: nothing is escaped there,
 * only characters are dropped. */
const char *plain_clean(struct arena *arena, const char *raw);
const char *plain_clip(struct arena *arena, const char *raw, size_t max);
/* User text to be edited again in a form: keeps its lines. */
const char *plain_lines(struct arena *arena, const char *raw, size_t max);

/* "<@U123>"; "incbot" for "". Whatever is not an id is escaped. */
const char *mrkdwn_user(struct arena *arena, const char *user);
/* "<#C123>"; "" for "". */
const char *mrkdwn_channel(struct arena *arena, const char *channel);
/* "<!date^...>" in the reader's zone with a UTC fallback. `how` is a Slack
 * date format such as "{time}" or "{date_short_pretty} {time}". */
const char *mrkdwn_time(struct arena *arena, int64_t ms, const char *how);

/* The next code point of *s, which moves on; U+FFFD for a byte that is not
 * UTF-8. *s must not be at the end. */
uint32_t utf8_take(const char **s);

/* What becomes of a code point in any text that people see, here and in
 * core/report/html.h: dropped is what nobody sees, or what turns the direction
 * of others. */
enum character {
	CHARACTER_VISIBLE, CHARACTER_DROPPED, CHARACTER_SPACE, CHARACTER_BREAK
};
enum character character_kind(uint32_t c);

#endif
