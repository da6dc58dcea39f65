/* SPDX-License-Identifier: MIT
 *
 * business: see business.h. Day by day; a day's hours begin on it, and may
 * end on the next.
 */
#include "core/calendar/business.h"
#include "core/calendar/zone.h"

#define DAYS_MAX 800	/* looked through; the longest span is shorter */

struct day {
	int64_t from_ms;
	int64_t until_ms;
};

static int64_t at_minute(const struct zone *zone, struct civil day,
    int minute)
{
	struct civil next;

	if (minute < DAY_MINUTES) {
		day.hour = minute / 60;
		day.minute = minute % 60;
		return zone_from_civil(zone, &day);
	}
	/* Noon plus a day is on the next, however long this one is. */
	day.hour = 12;
	next = zone_to_civil(zone, zone_from_civil(zone, &day) +
	    WHEN_DAY_MS);
	next.hour = (minute - DAY_MINUTES) / 60;
	next.minute = minute % 60;
	next.second = 0;
	return zone_from_civil(zone, &next);
}

/* False if nobody works on the day (of which noon_ms is in the middle). */
static bool read_day(const struct business *business, const struct zone *zone,
    int64_t noon_ms, struct day *out)
{
	struct civil day = zone_to_civil(zone, noon_ms);
	int until = business->hours.until_minute;

	if (business->days && !(business->days & (1u << day.weekday)))
		return false;
	day.second = 0;
	if (until <= business->hours.from_minute)
		until += DAY_MINUTES;	/* 0 to 0 is all day */
	out->from_ms = at_minute(zone, day, business->hours.from_minute);
	out->until_ms = at_minute(zone, day, until);
	return true;
}

static int64_t noon_of(const struct zone *zone, int64_t at_ms)
{
	struct civil day = zone_to_civil(zone, at_ms);

	day.hour = 12;
	day.minute = day.second = 0;
	return zone_from_civil(zone, &day);
}

/* Noon of the next day, by the calendar. */
static int64_t next_noon(const struct zone *zone, int64_t noon_ms)
{
	return noon_of(zone, noon_ms + WHEN_DAY_MS);
}

int64_t business_add_ms(const struct business *business,
    const struct zone *zone, int64_t from_ms, int64_t span_ms)
{
	/* A night shift may have begun the day before. */
	int64_t noon_ms = noon_of(zone, noon_of(zone, from_ms) - WHEN_DAY_MS);
	struct day day;

	for (int i = 0; i < DAYS_MAX; i++, noon_ms = next_noon(zone, noon_ms)) {
		int64_t start_ms;

		if (!read_day(business, zone, noon_ms, &day) ||
		    day.until_ms <= from_ms)
			continue;
		start_ms = day.from_ms > from_ms ? day.from_ms : from_ms;
		if (start_ms + span_ms <= day.until_ms)
			return start_ms + span_ms;
		span_ms -= day.until_ms - start_ms;
	}
	return from_ms + span_ms;
}

int64_t business_next_ms(const struct business *business,
    const struct zone *zone, int64_t from_ms)
{
	int64_t noon_ms = noon_of(zone, from_ms);
	struct day day;

	for (int i = 0; i < DAYS_MAX; i++, noon_ms = next_noon(zone, noon_ms)) {
		if (read_day(business, zone, noon_ms, &day) &&
		    day.from_ms > from_ms)
			return day.from_ms;
	}
	return from_ms + WHEN_DAY_MS;
}
