/* SPDX-License-Identifier: MIT
 *
 * base/when: the calendar agrees with libc's timegm and gmtime_r for every
 * day of eight centuries; spans read back as they were written.
 */
#include "base/when.h"
#include "base/text.h"
#include "tests/unit/unit.h"

/* Check writes down each assertion, which takes longer than these. */
static bool is_same(const struct civil *c, const struct tm *tm)
{
	return c->year == tm->tm_year + 1900 && c->month == tm->tm_mon + 1 &&
	    c->day == tm->tm_mday && c->hour == tm->tm_hour &&
	    c->minute == tm->tm_min && c->second == tm->tm_sec &&
	    c->weekday == tm->tm_wday;
}

static bool agrees_with_libc(int64_t s)
{
	time_t t = (time_t)s;
	struct civil c = when_to_civil_utc(s * 1000 + 999);
	struct tm tm;

	return gmtime_r(&t, &tm) && is_same(&c, &tm) &&
	    when_from_civil_utc(&c) == s * 1000;
}

START_TEST(the_calendar_agrees_with_libc)
{
	/* 1600-01-01 to 2400-01-01, at an odd time of day. */
	for (int64_t day = -135140; day < 157054; day++) {
		int64_t s = day * 86400 + (day * 7919 % 86400 + 86400) % 86400;

		if (!agrees_with_libc(s))
			ck_abort_msg("day %lld", (long long)day);
	}
}
END_TEST

START_TEST(days_and_hours_run_over)
{
	struct civil c = { .year = 2028, .month = 3, .day = 0, .hour = 25,
		.minute = -1, .second = 60 };
	struct civil back = when_to_civil_utc(when_from_civil_utc(&c));

	/* Day 0 of March is 29 February; hour 25 is one o'clock of the next. */
	ck_assert_int_eq(back.month, 3);
	ck_assert_int_eq(back.day, 1);
	ck_assert_int_eq(back.hour, 1);
	ck_assert_int_eq(back.minute, 0);
	ck_assert_int_eq(when_days_in_month(2028, 2), 29);
	ck_assert_int_eq(when_days_in_month(2100, 2), 28);
	ck_assert_int_eq(when_days_in_month(2026, 12), 31);
}
END_TEST

START_TEST(instants_are_written)
{
	char s[WHEN_TEXT_SIZE];
	int64_t ms = INT64_C(1781532300000);

	when_format_utc(s, sizeof(s), ms);
	ck_assert_str_eq(s, "2026-06-15 14:05 UTC");
	when_format_iso(s, sizeof(s), ms + 999);
	ck_assert_str_eq(s, "2026-06-15T14:05:00Z");
	when_format_iso(s, 5, ms);
	ck_assert_str_eq(s, "2026");
	when_format_iso(s, sizeof(s), -1);
	ck_assert_str_eq(s, "1969-12-31T23:59:59Z");
}
END_TEST

START_TEST(spans_are_written)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {
		{ 0, "0 s" },
		{ 999, "0 s" },
		{ -999, "0 s" },
		{ 45000, "45 s" },
		{ 59999, "59 s" },
		{ 3 * WHEN_MINUTE_MS, "3 min" },
		{ WHEN_HOUR_MS - 1, "59 min" },
		{ WHEN_HOUR_MS, "1 h" },
		{ WHEN_HOUR_MS + 5 * WHEN_MINUTE_MS, "1 h 05 min" },
		{ 2 * WHEN_DAY_MS + 3 * WHEN_HOUR_MS, "2 d 3 h" },
		{ 2 * WHEN_DAY_MS + 59 * WHEN_MINUTE_MS, "2 d" },
		{ -3 * WHEN_MINUTE_MS, "-3 min" },
		{ INT64_MIN, "-106751991167 d 7 h" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		char s[WHEN_TEXT_SIZE];

		when_format_duration(s, sizeof(s), rows[i].ms);
		ck_assert_str_eq(s, rows[i].text);
	}
}
END_TEST

START_TEST(spans_are_read)
{
	static const struct {
		const char *text;
		int64_t ms;
	} rows[] = {
		{ "0", 0 },
		{ "15", 15 * WHEN_MINUTE_MS },
		{ "90s", 90 * WHEN_SECOND_MS },
		{ "15m", 15 * WHEN_MINUTE_MS },
		{ " 15 min ", 15 * WHEN_MINUTE_MS },
		{ "2H", 2 * WHEN_HOUR_MS },
		{ "1h30m", 90 * WHEN_MINUTE_MS },
		{ "1 h 05 min", 65 * WHEN_MINUTE_MS },
		{ "3d", 3 * WHEN_DAY_MS },
		{ "1d1h1m1s", WHEN_DAY_MS + WHEN_HOUR_MS + WHEN_MINUTE_MS +
		    WHEN_SECOND_MS },
		{ "400d", WHEN_DURATION_MAX_MS },
	};
	static const char *const bad[] = {
		"", " ", "m", "-5", "+5", "5x", "5 mins", "1m1h", "1m1m",
		"1h30", "1h 30", "30 1h", "401d", "400d1s", "1.5h", "5 m m",
		"99999999999999999999d", "9223372036854775807m", "5,",
		"1min1m",
	};
	int64_t ms = 7;
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_msg(when_parse_duration(rows[i].text, &ms), "\"%s\"",
		    rows[i].text);
		ck_assert_int_eq(ms, rows[i].ms);
	}
	ms = 7;
	for (i = 0; i < ARRAY_LEN(bad); i++)
		ck_assert_msg(!when_parse_duration(bad[i], &ms), "\"%s\"",
		    bad[i]);
	ck_assert_int_eq(ms, 7);
}
END_TEST

START_TEST(spans_read_back_as_written)
{
	int64_t minutes;

	for (minutes = 1; minutes < 24 * 60; minutes++) {
		char s[WHEN_TEXT_SIZE];
		int64_t ms;

		when_format_duration(s, sizeof(s), minutes * WHEN_MINUTE_MS);
		ck_assert(when_parse_duration(s, &ms));
		ck_assert_int_eq(ms, minutes * WHEN_MINUTE_MS);
	}
}
END_TEST

int main(void)
{
	struct unit u = unit_new("base/when");

	unit_add(&u, the_calendar_agrees_with_libc);
	unit_add(&u, days_and_hours_run_over);
	unit_add(&u, instants_are_written);
	unit_add(&u, spans_are_written);
	unit_add(&u, spans_are_read);
	unit_add(&u, spans_read_back_as_written);
	return unit_run(&u);
}
