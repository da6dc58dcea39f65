/* SPDX-License-Identifier: MIT
 *
 * when: calendar and spans of time, without the C library's zones and without
 * a clock. Instants are int64_t milliseconds since 1970-01-01 00:00 UTC, spans
 * are int64_t milliseconds. Local time zones are core's affair; here it is
 * always UTC.
 */
#ifndef INCBOT_BASE_WHEN_H
#define INCBOT_BASE_WHEN_H

#include "base/base.h"

#define WHEN_SECOND_MS INT64_C(1000)
#define WHEN_MINUTE_MS (60 * WHEN_SECOND_MS)
#define WHEN_HOUR_MS (60 * WHEN_MINUTE_MS)
#define WHEN_DAY_MS (24 * WHEN_HOUR_MS)

/* The longest span a person may type. */
#define WHEN_DURATION_MAX_MS (400 * WHEN_DAY_MS)

/* Enough for what any when_format_ function writes about a sane instant
 * (years 0 to 9999); longer output is cut. */
#define WHEN_TEXT_SIZE 40

struct civil {
	int year;		/* 2026 */
	int month;		/* 1 to 12 */
	int day;		/* 1 to 31 */
	int hour;		/* 0 to 23 */
	int minute;		/* 0 to 59 */
	int second;		/* 0 to 59 */
	int weekday;		/* 0 is Sunday, 6 is Saturday */
};

/* The weekday is not looked at. The month must be 1 to 12; day, hour, minute
 * and second may run over or be negative: day 0 is the last of the month
 * before, hour 25 is one o'clock of the next day. */
int64_t when_from_civil_utc(const struct civil *c);
/* Milliseconds are dropped (towards the past). */
struct civil when_to_civil_utc(int64_t ms);
/* 28 to 31. */
int when_days_in_month(int year, int month);

/* The two largest units that say something, rounded down: "45 s", "3 min",
 * "1 h", "1 h 05 min", "2 d 3 h". A negative span gets a minus in front. */
void when_format_duration(char *out, size_t size, int64_t span_ms);
/* "90s", "15m", "2h", "1h30m", "3d", "1 h 05 min"; a plain number is minutes.
 * Units from large to small, each once. False, *span_ms untouched, for
 * anything else, for a sign, and above WHEN_DURATION_MAX_MS. */
NODISCARD bool when_parse_duration(const char *s, int64_t *span_ms);

/* "2026-06-15 14:05 UTC" */
void when_format_utc(char *out, size_t size, int64_t ms);
/* "2026-06-15T14:05:00Z" */
void when_format_iso(char *out, size_t size, int64_t ms);

/* RFC 3339, milliseconds and finer dropped; 0 for anything else, and for the
 * year 1, which stands for "not yet". */
int64_t when_parse_iso(const char *s);

#endif
