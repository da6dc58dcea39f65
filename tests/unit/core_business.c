/* SPDX-License-Identifier: MIT
 *
 * core/calendar/business: only the hours of business days pass, by the local
 * clock: nine stays nine when the clocks change (I9).
 */
#include "core/calendar/business.h"
#include "base/memory.h"
#include "base/prng.h"
#include "core/calendar/zone.h"
#include "tests/unit/unit.h"

#define ZONE_FILE_MAX 65536

static struct zone *zone;
static struct business week = { 0x3e, { 9 * 60, 17 * 60 } };

static void use_zone(const char *name)
{
	char path[128];
	char *bytes = xmalloc(ZONE_FILE_MAX);
	FILE *file;
	size_t length;

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s", path);
	length = fread(bytes, 1, ZONE_FILE_MAX, file);
	fclose(file);
	zone_free(zone);
	zone = zone_new(name, bytes, length);
	ck_assert_msg(zone != NULL, "%s", name);
	free(bytes);
}

static void teardown(void)
{
	zone_free(zone);
	zone = NULL;
}

static int64_t at(int year, int month, int day, int hour, int minute)
{
	return zone_from_civil(zone, &(struct civil){ year, month, day, hour,
	    minute, 0, 0 });
}

static int64_t added(int64_t from_ms, int64_t hours)
{
	return business_add_ms(&week, zone, from_ms, hours * WHEN_HOUR_MS);
}

/* 2026-06-15 is a Monday. */
START_TEST(nights_and_weekends_do_not_pass)
{
	ck_assert_int_eq(added(at(2026, 6, 15, 9, 0), 4),
	    at(2026, 6, 15, 13, 0));
	ck_assert_int_eq(added(at(2026, 6, 15, 3, 0), 4),
	    at(2026, 6, 15, 13, 0));
	ck_assert_int_eq(added(at(2026, 6, 15, 16, 30), 4),
	    at(2026, 6, 16, 12, 30));
	ck_assert_int_eq(added(at(2026, 6, 19, 16, 0), 4),
	    at(2026, 6, 22, 12, 0));
	ck_assert_int_eq(added(at(2026, 6, 20, 12, 0), 8),
	    at(2026, 6, 22, 17, 0));
	ck_assert_int_eq(added(at(2026, 6, 20, 12, 0), 41),
	    at(2026, 6, 29, 10, 0));
}
END_TEST

START_TEST(the_next_morning_is_a_business_day)
{
	ck_assert_int_eq(business_next_ms(&week, zone,
	    at(2026, 6, 15, 8, 59)), at(2026, 6, 15, 9, 0));
	ck_assert_int_eq(business_next_ms(&week, zone,
	    at(2026, 6, 15, 9, 0)), at(2026, 6, 16, 9, 0));
	ck_assert_int_eq(business_next_ms(&week, zone,
	    at(2026, 6, 19, 12, 0)), at(2026, 6, 22, 9, 0));
}
END_TEST

/* New York springs forward on 2026-03-08, and falls back on 2026-11-01. */
START_TEST(nine_stays_nine_when_the_clocks_change)
{
	use_zone("America/New_York");
	ck_assert_int_eq(added(at(2026, 3, 6, 16, 0), 2),
	    at(2026, 3, 9, 10, 0));
	ck_assert_int_eq(at(2026, 3, 9, 10, 0) - at(2026, 3, 6, 16, 0),
	    65 * WHEN_HOUR_MS);
	ck_assert_int_eq(added(at(2026, 10, 30, 16, 0), 2),
	    at(2026, 11, 2, 10, 0));
	ck_assert_int_eq(at(2026, 11, 2, 10, 0) - at(2026, 10, 30, 16, 0),
	    67 * WHEN_HOUR_MS);
}
END_TEST

/* A night shift on the night of the change has the hours that there are. */
START_TEST(a_night_has_the_hours_that_there_are)
{
	static const struct business nights = { 0, { 22 * 60, 6 * 60 } };

	use_zone("America/New_York");
	ck_assert_int_eq(business_add_ms(&nights, zone,
	    at(2026, 3, 7, 22, 0), 8 * WHEN_HOUR_MS), at(2026, 3, 8, 23, 0));
	ck_assert_int_eq(business_add_ms(&nights, zone,
	    at(2026, 10, 31, 22, 0), 9 * WHEN_HOUR_MS),
	    at(2026, 11, 1, 6, 0));
	ck_assert_int_eq(business_add_ms(&nights, zone,
	    at(2026, 6, 16, 2, 0), 2 * WHEN_HOUR_MS), at(2026, 6, 16, 4, 0));
}
END_TEST

/* Minute by minute, in the zones with the strangest rules. */
static int64_t counted(int64_t from_ms, int minutes)
{
	while (minutes > 0) {
		struct civil now = zone_to_civil(zone, from_ms);
		int minute = now.hour * 60 + now.minute;

		if ((week.days & (1u << now.weekday)) &&
		    minute >= week.hours.from_minute &&
		    minute < week.hours.until_minute)
			minutes--;
		from_ms += WHEN_MINUTE_MS;
	}
	return from_ms;
}

START_TEST(it_is_what_counting_minutes_gives)
{
	static const char *const names[] = {
		"Australia/Lord_Howe", "America/St_Johns", "Africa/Casablanca",
		"Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia",
	};
	struct prng prng;

	prng_seed(&prng, 7);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		use_zone(names[i]);
		for (int n = 0; n < 40; n++) {
			int64_t from_ms = at(2011, 12, 1, 0, 0) +
			    (int64_t)prng_below(&prng, 600 * 24 * 60) *
			    WHEN_MINUTE_MS;
			int minutes = 1 + (int)prng_below(&prng, 2000);

			ck_assert_int_eq(business_add_ms(&week, zone, from_ms,
			    minutes * WHEN_MINUTE_MS),
			    counted(from_ms, minutes));
		}
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/calendar/business");

	tcase_add_checked_fixture(u.tcase, NULL, teardown);
	unit_add(&u, nights_and_weekends_do_not_pass);
	unit_add(&u, the_next_morning_is_a_business_day);
	unit_add(&u, nine_stays_nine_when_the_clocks_change);
	unit_add(&u, a_night_has_the_hours_that_there_are);
	unit_add(&u, it_is_what_counting_minutes_gives);
	return unit_run(&u);
}
