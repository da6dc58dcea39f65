/* SPDX-License-Identifier: MIT
 *
 * calendar_text: days, dates and hours as people write them, in commands and
 * in the config: "mon", "2026-12-24", "18:00", "22:00-06:00". Reads and writes
 * words; which instant is meant is a matter of the zone (core/calendar/zone.h).
 */
#ifndef INCBOT_CORE_CALENDAR_TEXT_H
#define INCBOT_CORE_CALENDAR_TEXT_H

#include "base/base.h"
#include "base/when.h"
#include "core/oncall/rotation.h"

/* Each takes what it reads off *s; false, with *s anywhere, if it is not
 * there. */
NODISCARD bool calendar_take_date(const char **s, struct civil *day);
/* "18:00", "18", "24:00": a minute of the day. */
NODISCARD bool calendar_take_minute(const char **s, int *minute);
/* "-", and what a phone makes of it. */
NODISCARD bool calendar_take_dash(const char **s);

/* "18:00-22:00", and nothing else; what ends before it begins ends on the next
 * day. */
NODISCARD bool calendar_read_hours(const char *word, struct day_hours *hours);

/* "mon-fri", "sat,sun", or "" for none: bit 0 is Sunday. */
NODISCARD bool calendar_read_days(const char *text, unsigned *days);

/* And back: "09:00", "22:00-06:00", "mon,tue". */
struct text;
void calendar_add_minute(struct text *out, int minute);
void calendar_add_hours(struct text *out, const struct day_hours *hours);
void calendar_add_days(struct text *out, unsigned days);

/* "mon", "Monday": 0 is Sunday; -1 if it is none. And back: "mon". */
int calendar_weekday(const char *word);
const char *calendar_weekday_word(int weekday);

#endif
