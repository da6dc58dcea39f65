/* SPDX-License-Identifier: MIT
 *
 * due_day: a day as people write it ("2026-07-01") and the morning of it, when
 * what is due on that day is due.
 */
#ifndef INCBOT_CORE_DUE_DAY_H
#define INCBOT_CORE_DUE_DAY_H

#include "base/base.h"

struct zone;

#define DUE_HOUR 9		/* of the site's morning */
#define DUE_AHEAD_MAX_MS (INT64_C(20) * 366 * 24 * 60 * 60 * 1000)

/* Has it the form of a day? There need be no such day. */
bool day_is_meant(const char *word);

/* That day's morning, of today in an hour if that is past; 0 if there is no
 * such day, or it is over, or too far ahead for anybody to remember. */
int64_t day_due_ms(const struct zone *zone, const char *word, int64_t now_ms);

/* The same of "today", "tomorrow", or the next "friday" ("fri"), which is never
 * today; 0 if it is no such word. */
int64_t day_named_due_ms(const struct zone *zone, const char *word,
    int64_t now_ms);

#endif
