/* SPDX-License-Identifier: MIT
 *
 * shift_time: see shift_time.h. A word gives a day, the next one the hours;
 * either may be missing.
 */
#include "core/oncall/shift_time.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/calendar/calendar_text.h"
#include "core/oncall/oncall.h"
#include "core/calendar/zone.h"

#define AHEAD_MAX_MS (400 * WHEN_DAY_MS)

struct day {
	struct civil first;	/* its midnight */
	int count;		/* days that were named; 0 = none was */
	bool weekly;		/* by a weekday: it comes again */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *take_word(struct arena *arena, const char **line)
{
	const char *start = *line;
	const char *end;

	while (is_blank(*start))
		start++;
	for (end = start; *end && !is_blank(*end); end++)
		;
	*line = end;
	while (is_blank(**line))
		(*line)++;
	return arena_strndup(arena, start, (size_t)(end - start));
}

static struct civil midnight_after(struct civil today, int days)
{
	return (struct civil){ .year = today.year, .month = today.month,
		.day = today.day + days };
}

static bool read_dates(const char *word, struct day *out)
{
	struct civil last;

	if (!calendar_take_date(&word, &out->first))
		return false;
	out->count = 1;
	if (*word == '\0')
		return true;
	if (!text_starts_with(word, ".."))
		return false;
	word += 2;
	if (!calendar_take_date(&word, &last) || *word != '\0')
		return false;
	out->count = (int)((when_from_civil_utc(&last) -
	    when_from_civil_utc(&out->first)) / WHEN_DAY_MS) + 1;
	return out->count >= 1;
}

/* "today", "fri", "friday", a date, two dates. */
static bool read_day(const char *word, struct civil today, struct day *out)
{
	int weekday = calendar_weekday(word);

	out->count = 1;
	out->first = midnight_after(today, 0);
	if (text_equal_fold(word, "today"))
		return true;
	if (text_equal_fold(word, "tomorrow")) {
		out->first = midnight_after(today, 1);
		return true;
	}
	if (weekday >= 0) {
		out->first = midnight_after(today,
		    (weekday - today.weekday + 7) % 7);
		out->weekly = true;
		return true;
	}
	return read_dates(word, out);
}

static int64_t instant(const struct zone *zone, struct civil day, int minute)
{
	day.minute = minute;
	return zone_from_civil(zone, &day);
}

static void fill(const struct zone *zone, struct civil day,
    const struct day_hours *hours, struct shift_time *out)
{
	out->from_ms = instant(zone, day, hours->from_minute);
	out->until_ms = instant(zone, day, hours->until_minute);
}

static bool read_from_now(struct arena *arena, const struct zone *zone,
    int64_t now_ms, const char *word, const char **line,
    struct shift_time *out)
{
	struct civil today = zone_to_civil(zone, now_ms);
	int64_t span_ms;
	int minute;

	out->from_ms = now_ms;
	if (text_equal_fold(word, "until")) {
		word = take_word(arena, line);
		if (!calendar_take_minute(&word, &minute) || *word != '\0')
			return false;
		out->until_ms = instant(zone, midnight_after(today, 0),
		    minute);
		if (out->until_ms <= now_ms)
			out->until_ms = instant(zone,
			    midnight_after(today, 1), minute);
		return true;
	}
	/* A bare number is a service's name sooner than minutes. */
	if (word[strspn(word, "0123456789")] == '\0' ||
	    !when_parse_duration(word, &span_ms))
		return false;
	out->until_ms = now_ms + span_ms;
	return true;
}

static bool read(struct arena *arena, const struct zone *zone,
    int64_t now_ms, const char **line, struct shift_time *out)
{
	struct civil today = zone_to_civil(zone, now_ms);
	const char *word = take_word(arena, line);
	const char *before = *line;
	struct day day = { midnight_after(today, 0), 0, false };
	struct day_hours hours;

	if (calendar_read_hours(word, &hours)) {
		fill(zone, day.first, &hours, out);
		if (out->until_ms > now_ms)
			return true;
		day.first = midnight_after(today, 1);
	} else if (read_day(word, today, &day)) {
		word = take_word(arena, line);
		if (day.count > 1 || !calendar_read_hours(word, &hours)) {
			*line = before;
			hours = (struct day_hours){ 0, day.count * 24 * 60 };
		}
	} else {
		return read_from_now(arena, zone, now_ms, word, line, out);
	}
	fill(zone, day.first, &hours, out);
	if (day.weekly && out->until_ms <= now_ms)
		fill(zone, midnight_after(day.first, 7), &hours, out);
	return true;
}

bool shift_time_take(struct arena *arena, const struct zone *zone,
    int64_t now_ms, const char **line, struct shift_time *out,
    const char **problem)
{
	const char *rest = *line;

	*problem = NULL;
	if (!read(arena, zone, now_ms, &rest, out))
		*problem = "Say from when to when, such as `18:00-22:00`, "
		    "`fri 22:00-06:00`, `2026-12-24..2026-12-26`, "
		    "`until 22:00` or `2h`.";
	else if (out->until_ms <= now_ms)
		*problem = "That time is over.";
	else if (out->until_ms <= out->from_ms)
		*problem = "That time ends before it begins.";
	else if (out->until_ms - out->from_ms > COVER_SPAN_MAX_MS)
		*problem = "That is longer than 60 days; change the rotation "
		    "in the config instead.";
	else if (out->from_ms - now_ms > AHEAD_MAX_MS)
		*problem = "That is more than a year ahead.";
	if (*problem)
		return false;
	*line = rest;
	return true;
}
