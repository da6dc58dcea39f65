/* SPDX-License-Identifier: MIT
 *
 * zone: footers of every form, gaps and overlaps, and hostile bytes. That
 * real zones come out right is proved by zone_all.sh, against zdump.
 */
#include "base/base.h"
#include "base/prng.h"
#include "base/text.h"
#include "core/calendar/zone.h"
#include "tests/unit/unit.h"

#define FILE_MAX 4096

struct bytes {
	unsigned char data[FILE_MAX];
	size_t length;
};

static void put(struct bytes *to, const void *from, size_t n)
{
	ck_assert_uint_le(to->length + n, sizeof(to->data));
	memcpy(to->data + to->length, from, n);
	to->length += n;
}

static void put_header(struct bytes *to, unsigned char times,
    unsigned char kinds, unsigned char letters)
{
	unsigned char header[44] = "TZif2";

	header[35] = times;
	header[39] = kinds;
	header[43] = letters;
	put(to, header, sizeof(header));
}

/* A zone that is one kind "AAA" at UTC and then obeys the footer. */
static struct zone *zone_with_footer(const char *footer)
{
	struct bytes file = { .length = 0 };

	put_header(&file, 0, 0, 0);
	put_header(&file, 0, 1, 4);
	put(&file, "\0\0\0\0\0\0" "AAA", 10);
	put(&file, "\n", 1);
	put(&file, footer, strlen(footer));
	put(&file, "\n", 1);
	return zone_new("Test/Zone", file.data, file.length);
}

static void read_zone(const char *name, struct bytes *out)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s: install tzdata", path);
	out->length = fread(out->data, 1, sizeof(out->data), file);
	fclose(file);
}

static struct zone *real_zone(const char *name)
{
	struct bytes file;
	struct zone *zone;

	read_zone(name, &file);
	zone = zone_new(name, file.data, file.length);
	ck_assert_ptr_nonnull(zone);
	return zone;
}

static int64_t utc(int year, int month, int day, int hour, int minute)
{
	struct civil c = { year, month, day, hour, minute, 0, 0 };

	return when_from_civil_utc(&c);
}

static int64_t local(const struct zone *zone, int64_t as_if_utc)
{
	struct civil c = when_to_civil_utc(as_if_utc);

	return zone_from_civil(zone, &c);
}

static const struct {
	const char *footer;
	int winter_s;	/* on 15 January 2031 */
	int summer_s;	/* on 15 July 2031 */
	const char *winter, *summer;
} footers[] = {
	{ "UTC0", 0, 0, "UTC", "UTC" },
	{ "<+03>-3", 10800, 10800, "+03", "+03" },
	{ "<-0330>3:30", -12600, -12600, "-0330", "-0330" },
	{ "LMT-0:07:30", 450, 450, "LMT", "LMT" },
	{ "CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200, "CET", "CEST" },
	{ "EST5EDT,M3.2.0,M11.1.0", -18000, -14400, "EST", "EDT" },
	/* Dublin: summer is the standard, winter is one hour less. */
	{ "IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3600, "GMT", "IST" },
	{ "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", 39600, 37800, "+11",
	    "+1030" },
	{ "AAA0BBB,J60,J300", 0, 3600, "AAA", "BBB" },
	{ "AAA0BBB,59,299/-1", 0, 3600, "AAA", "BBB" },
	/* Summer all year, RFC 8536 3.3.1. */
	{ "XXX3EDT4,0/0,J365/23", -14400, -14400, "EDT", "EDT" },
	/* Hours outside the day (Godthab), and even the year. */
	{ "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", -7200, -3600, "-02", "-01" },
	{ "AAA0BBB,M12.5.0/167,M7.1.0", 3600, 0, "BBB", "AAA" },
};

START_TEST(footers_of_every_form_are_obeyed)
{
	struct zone *zone = zone_with_footer(footers[_i].footer);
	char name[8];

	ck_assert_msg(zone != NULL, "%s", footers[_i].footer);
	ck_assert_int_eq(zone_offset_s(zone, utc(2031, 1, 15, 0, 0), name),
	    footers[_i].winter_s);
	ck_assert_str_eq(name, footers[_i].winter);
	ck_assert_int_eq(zone_offset_s(zone, utc(2031, 7, 15, 0, 0), name),
	    footers[_i].summer_s);
	ck_assert_str_eq(name, footers[_i].summer);
	zone_free(zone);
}
END_TEST

static const char *const broken_footers[] = {
	"C", "CET", "CE-1", "<CET-1", "<>3", "CET-1x", "CET-25", "CET-1:60",
	"CET-1CEST", "CET-1CEST,", "CET-1CEST,M3.5.0",
	"CET-1CEST,M3.5.0,M10.5.0/3,", "CET-1CEST,M0.1.0,M10.5.0",
	"CET-1CEST,M13.1.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
	"CET-1CEST,M3.0.0,M10.5.0", "CET-1CEST,M3.1.7,M10.5.0",
	"CET-1CEST,J0,J300", "CET-1CEST,J366,J300", "CET-1CEST,366,J300",
	"CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/",
	"CET,M3.5.0,M10.5.0/3", "CET-99999999999999999999", "-1", ",",
};

START_TEST(broken_footers_are_refused)
{
	ck_assert_msg(zone_with_footer(broken_footers[_i]) == NULL, "%s",
	    broken_footers[_i]);
}
END_TEST

START_TEST(julian_days_skip_the_leap_day_and_plain_days_count_it)
{
	struct zone *julian = zone_with_footer("AAA0BBB,J60/0,J300/0");
	struct zone *plain = zone_with_footer("AAA0BBB,59/0,299/0");

	/* 2028 is a leap year, 2027 is not. */
	ck_assert_int_eq(zone_offset_s(julian, utc(2027, 3, 1, 0, 0), NULL),
	    3600);
	ck_assert_int_eq(zone_offset_s(julian, utc(2028, 2, 29, 12, 0), NULL),
	    0);
	ck_assert_int_eq(zone_offset_s(julian, utc(2028, 3, 1, 0, 0), NULL),
	    3600);
	ck_assert_int_eq(zone_offset_s(plain, utc(2028, 2, 29, 0, 0), NULL),
	    3600);
	ck_assert_int_eq(zone_offset_s(plain, utc(2028, 2, 28, 23, 59), NULL),
	    0);
	zone_free(julian);
	zone_free(plain);
}
END_TEST

START_TEST(the_fifth_week_is_the_last_one)
{
	struct zone *zone = zone_with_footer("CET-1CEST,M3.5.0,M10.5.0/3");

	/* October 2031 has four Sundays: the last is the 26th. */
	ck_assert_int_eq(zone_offset_s(zone, utc(2031, 10, 26, 0, 59), NULL),
	    7200);
	ck_assert_int_eq(zone_offset_s(zone, utc(2031, 10, 26, 1, 0), NULL),
	    3600);
	/* March 2031 has five: the last is the 30th. */
	ck_assert_int_eq(zone_offset_s(zone, utc(2031, 3, 30, 0, 59), NULL),
	    3600);
	ck_assert_int_eq(zone_offset_s(zone, utc(2031, 3, 30, 1, 0), NULL),
	    7200);
	zone_free(zone);
}
END_TEST

START_TEST(a_time_that_is_skipped_means_the_next_valid_instant)
{
	struct zone *zone = real_zone("Europe/Berlin");
	struct zone *skipped_day = real_zone("Pacific/Apia");

	/* 29 March 2026: 02:00 to 03:00 does not exist. */
	ck_assert_int_eq(local(zone, utc(2026, 3, 29, 2, 30)),
	    utc(2026, 3, 29, 1, 0));
	ck_assert_int_eq(local(zone, utc(2026, 3, 29, 1, 59)),
	    utc(2026, 3, 29, 0, 59));
	ck_assert_int_eq(local(zone, utc(2026, 3, 29, 3, 0)),
	    utc(2026, 3, 29, 1, 0));
	/* Samoa had no 30 December 2011. */
	ck_assert_int_eq(local(skipped_day, utc(2011, 12, 30, 12, 0)),
	    utc(2011, 12, 30, 10, 0));
	zone_free(zone);
	zone_free(skipped_day);
}
END_TEST

START_TEST(a_time_that_comes_twice_means_the_first)
{
	struct zone *zone = real_zone("Europe/Berlin");
	struct zone *half_hour = real_zone("Australia/Lord_Howe");

	/* 25 October 2026: 02:00 to 03:00 comes twice. */
	ck_assert_int_eq(local(zone, utc(2026, 10, 25, 2, 30)),
	    utc(2026, 10, 25, 0, 30));
	ck_assert_int_eq(local(zone, utc(2026, 10, 25, 3, 0)),
	    utc(2026, 10, 25, 2, 0));
	/* 5 April 2026: 01:30 to 02:00 comes twice. */
	ck_assert_int_eq(local(half_hour, utc(2026, 4, 5, 1, 45)),
	    utc(2026, 4, 4, 14, 45));
	zone_free(zone);
	zone_free(half_hour);
}
END_TEST

START_TEST(no_zone_is_utc)
{
	char name[8];
	struct civil c = zone_to_civil(NULL, utc(2026, 6, 15, 14, 5));

	ck_assert_int_eq(c.hour, 14);
	ck_assert_int_eq(c.weekday, 1);
	ck_assert_int_eq(zone_from_civil(NULL, &c), utc(2026, 6, 15, 14, 5));
	ck_assert_int_eq(zone_offset_s(NULL, 0, name), 0);
	ck_assert_str_eq(name, "UTC");
	ck_assert_str_eq(zone_name(NULL), "UTC");
}
END_TEST

START_TEST(zones_with_leap_seconds_are_refused)
{
	struct bytes file;

	struct zone *zone;

	file.length = 0;
	put_header(&file, 0, 0, 0);
	put_header(&file, 0, 1, 4);
	put(&file, "\0\0\0\0\0\0" "AAA\0\n\n", 12);
	zone = zone_new("x", file.data, file.length);
	ck_assert_ptr_nonnull(zone);
	zone_free(zone);
	file.data[44 + 31] = 1;	/* the count of leap seconds */
	ck_assert_ptr_null(zone_new("x", file.data, file.length));
}
END_TEST

/* Asks everything of whatever the bytes made; the sanitizers watch. */
static void try_bytes(const unsigned char *data, size_t length)
{
	static const int64_t instants[] = {
		INT64_MIN, -1, 0, INT64_C(1781532300000),
		INT64_C(4000000000000), INT64_C(250000000000000), INT64_MAX,
	};
	/* A copy of the exact size, so that reading past it is noticed. */
	unsigned char *copy = malloc(length + 1);
	struct zone *zone;
	size_t i;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, data, length);
	zone = zone_new("hostile", copy, length);
	free(copy);
	for (i = 0; zone != NULL && i < ARRAY_LEN(instants); i++) {
		struct civil c = zone_to_civil(zone, instants[i]);

		if (c.year > -9999 && c.year < 9999)
			(void)zone_from_civil(zone, &c);
	}
	zone_free(zone);
}

START_TEST(any_cut_of_a_zone_is_refused_or_harmless)
{
	struct bytes file;
	size_t i;

	read_zone("Europe/Dublin", &file);
	for (i = 0; i < file.length; i++) {
		try_bytes(file.data, i);
		ck_assert_ptr_null(zone_new("cut", file.data, i));
	}
}
END_TEST

START_TEST(changed_bytes_are_refused_or_harmless)
{
	struct prng dice;
	struct bytes file, hostile;
	int round, k;

	read_zone("Africa/Casablanca", &file);
	prng_seed(&dice, 1);
	for (round = 0; round < 20000; round++) {
		hostile = file;
		for (k = (int)prng_below(&dice, 4); k >= 0; k--)
			hostile.data[prng_below(&dice, file.length)] =
			    (unsigned char)prng_below(&dice, 256);
		try_bytes(hostile.data, hostile.length);
	}
}
END_TEST

START_TEST(transitions_out_of_order_and_unknown_kinds_are_refused)
{
	struct bytes file = { .length = 0 };
	unsigned char times[16] = { 0 };
	size_t times_at, kinds_at;

	times[7] = 10;
	times[15] = 20;
	put_header(&file, 0, 0, 0);
	put_header(&file, 2, 1, 4);
	times_at = file.length;
	put(&file, times, sizeof(times));
	kinds_at = file.length;
	put(&file, "\0\0", 2);
	put(&file, "\0\0\0\0\0\0" "AAA", 10);
	put(&file, "\nAAA0\n", 6);
	{
		struct zone *zone = zone_new("x", file.data, file.length);

		ck_assert_ptr_nonnull(zone);
		ck_assert_str_eq(zone_name(zone), "x");
		zone_free(zone);
	}
	file.data[times_at + 15] = 10;
	ck_assert_ptr_null(zone_new("x", file.data, file.length));
	file.data[times_at + 15] = 20;
	file.data[kinds_at + 1] = 1;
	ck_assert_ptr_null(zone_new("x", file.data, file.length));
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/calendar/zone");

	tcase_add_loop_test(u.tcase, footers_of_every_form_are_obeyed, 0,
	    (int)ARRAY_LEN(footers));
	tcase_add_loop_test(u.tcase, broken_footers_are_refused, 0,
	    (int)ARRAY_LEN(broken_footers));
	unit_add(&u, julian_days_skip_the_leap_day_and_plain_days_count_it);
	unit_add(&u, the_fifth_week_is_the_last_one);
	unit_add(&u, a_time_that_is_skipped_means_the_next_valid_instant);
	unit_add(&u, a_time_that_comes_twice_means_the_first);
	unit_add(&u, no_zone_is_utc);
	unit_add(&u, zones_with_leap_seconds_are_refused);
	unit_add(&u, any_cut_of_a_zone_is_refused_or_harmless);
	unit_add(&u, changed_bytes_are_refused_or_harmless);
	unit_add(&u, transitions_out_of_order_and_unknown_kinds_are_refused);
	return unit_run(&u);
}
