/* SPDX-License-Identifier: MIT
 *
 * due_day: see due_day.h.
 */
#include "core/calendar/due_day.h"
#include "base/text.h"
#include "base/when.h"
#include "core/calendar/zone.h"

bool day_is_meant(const char *word)
{
	static const char form[] = "dddd-dd-dd";

	for (size_t i = 0; i < sizeof(form) - 1; i++) {
		bool digit = word[i] >= '0' && word[i] <= '9';

		if (form[i] == 'd' ? !digit : word[i] != form[i])
			return false;
	}
	return word[sizeof(form) - 1] == '\0';
}

static int digits(const char *s, int count)
{
	int number = 0;

	for (int i = 0; i < count; i++)
		number = number * 10 + (s[i] - '0');
	return number;
}

/* So many days from today; today itself in an hour if its morning is past. */
static int64_t after_days_ms(const struct zone *zone, int days,
    int64_t now_ms)
{
	struct civil day = zone_to_civil(zone, now_ms);
	int64_t due_ms;

	day.day += days;
	day.hour = DUE_HOUR;
	day.minute = day.second = 0;
	due_ms = zone_from_civil(zone, &day);
	return due_ms > now_ms ? due_ms : now_ms + WHEN_HOUR_MS;
}

int64_t day_named_due_ms(const struct zone *zone, const char *word,
    int64_t now_ms)
{
	static const char *const names[] = { "sun,sunday", "mon,monday",
		"tue,tues,tuesday", "wed,wednesday", "thu,thurs,thursday",
		"fri,friday", "sat,saturday" };
	int today = zone_to_civil(zone, now_ms).weekday;

	if (text_equal_fold(word, "today"))
		return after_days_ms(zone, 0, now_ms);
	if (text_equal_fold(word, "tomorrow"))
		return after_days_ms(zone, 1, now_ms);
	for (int i = 0; *word && i < (int)ARRAY_LEN(names); i++) {
		if (text_list_has(names[i], word))
			return after_days_ms(zone, (i - today + 6) % 7 + 1,
			    now_ms);
	}
	return 0;
}

int64_t day_due_ms(const struct zone *zone, const char *word, int64_t now_ms)
{
	struct civil today = zone_to_civil(zone, now_ms);
	struct civil day = { .hour = DUE_HOUR };
	int64_t due_ms;

	if (!day_is_meant(word))
		return 0;
	day.year = digits(word, 4);
	day.month = digits(word + 5, 2);
	day.day = digits(word + 8, 2);
	if (day.month < 1 || day.month > 12 || day.day < 1 || day.year < 1 ||
	    day.day > when_days_in_month(day.year, day.month))
		return 0;
	due_ms = zone_from_civil(zone, &day);
	if (day.year == today.year && day.month == today.month &&
	    day.day == today.day && due_ms <= now_ms)
		return now_ms + WHEN_HOUR_MS;
	return due_ms > now_ms && due_ms - now_ms <= DUE_AHEAD_MAX_MS ?
	    due_ms : 0;
}
