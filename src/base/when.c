/* SPDX-License-Identifier: MIT
 *
 * when: see when.h. Days are counted in 400-year cycles that begin on the
 * first of March, so that the leap day is the last of its year.
 */
#include "base/when.h"

#include "base/text.h"

enum {
	CYCLE_DAYS = 146097,	/* days in 400 years */
	EPOCH_DAYS = 719468,	/* from 0000-03-01 to 1970-01-01 */
};

static int64_t divide_down(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t days_from_civil(int64_t year, int month, int day)
{
	int64_t cycle, year_of_cycle, day_of_year;

	if (month <= 2)
		year--;
	cycle = divide_down(year, 400);
	year_of_cycle = year - cycle * 400;
	day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
	return cycle * CYCLE_DAYS + year_of_cycle * 365 + year_of_cycle / 4 -
	    year_of_cycle / 100 + day_of_year - EPOCH_DAYS;
}

int64_t when_from_civil_utc(const struct civil *c)
{
	int64_t seconds;

	assert(c->month >= 1 && c->month <= 12);
	seconds = days_from_civil(c->year, c->month, c->day) * 86400;
	seconds += (int64_t)c->hour * 3600 + (int64_t)c->minute * 60 +
	    c->second;
	return seconds * 1000;
}

struct civil when_to_civil_utc(int64_t ms)
{
	int64_t seconds = divide_down(ms, 1000);
	int64_t days = divide_down(seconds, 86400);
	int64_t rest = seconds - days * 86400;
	int64_t shifted = days + EPOCH_DAYS;
	int64_t cycle = divide_down(shifted, CYCLE_DAYS);
	int64_t day = shifted - cycle * CYCLE_DAYS;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * day_of_year + 2) / 153;
	struct civil c;

	c.day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	c.month = (int)(month < 10 ? month + 3 : month - 9);
	c.year = (int)(year + cycle * 400 + (c.month <= 2));
	c.hour = (int)(rest / 3600);
	c.minute = (int)(rest / 60 % 60);
	c.second = (int)(rest % 60);
	/* 1970-01-01 was a Thursday. */
	c.weekday = (int)(days + 4 - divide_down(days + 4, 7) * 7);
	return c;
}

int when_days_in_month(int year, int month)
{
	int next_year = month == 12 ? year + 1 : year;
	int next_month = month == 12 ? 1 : month + 1;

	assert(month >= 1 && month <= 12);
	return (int)(days_from_civil(next_year, next_month, 1) -
	    days_from_civil(year, month, 1));
}

void when_format_duration(char *out, size_t size, int64_t span_ms)
{
	/* Unsigned, so that even INT64_MIN has an absolute value. */
	uint64_t seconds = (span_ms < 0 ? 0 - (uint64_t)span_ms
	    : (uint64_t)span_ms) / 1000;
	uint64_t minutes = seconds / 60;
	uint64_t hours = minutes / 60;
	uint64_t days = hours / 24;
	struct text t;

	text_init(&t, out, size);
	if (span_ms < 0 && seconds > 0)
		text_add_char(&t, '-');
	if (days > 0) {
		text_addf(&t, "%llu d", (unsigned long long)days);
		if (hours % 24 > 0)
			text_addf(&t, " %u h", (unsigned)(hours % 24));
	} else if (hours > 0) {
		text_addf(&t, "%u h", (unsigned)hours);
		if (minutes % 60 > 0)
			text_addf(&t, " %02u min", (unsigned)(minutes % 60));
	} else if (minutes > 0) {
		text_addf(&t, "%u min", (unsigned)minutes);
	} else {
		text_addf(&t, "%u s", (unsigned)seconds);
	}
}

static const struct unit {
	const char *name;	/* the longer spelling of a letter comes first */
	int64_t ms;
} units[] = {
	{ "d", WHEN_DAY_MS },
	{ "h", WHEN_HOUR_MS },
	{ "min", WHEN_MINUTE_MS },
	{ "m", WHEN_MINUTE_MS },
	{ "s", WHEN_SECOND_MS },
};

static const char *skip_spaces(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

/* The unit at s, or NULL. Must be the whole word. */
static const struct unit *unit_at(const char *s, size_t *length)
{
	char word[4] = "";
	size_t n = 0;
	size_t i;

	while (n < 3 && ((s[n] | 0x20) >= 'a' && (s[n] | 0x20) <= 'z')) {
		word[n] = s[n];
		n++;
	}
	for (i = 0; i < ARRAY_LEN(units); i++) {
		if (!text_equal_fold(word, units[i].name))
			continue;
		*length = n;
		return &units[i];
	}
	return NULL;
}

/* Reads digits at *s; false if there are none or too many to be sane. */
static bool read_number(const char **s, int64_t *number)
{
	const char *p = *s;
	int64_t value = 0;

	if (*p < '0' || *p > '9')
		return false;
	for (; *p >= '0' && *p <= '9'; p++) {
		value = value * 10 + (*p - '0');
		if (value > WHEN_DURATION_MAX_MS)
			return false;
	}
	*number = value;
	*s = p;
	return true;
}

bool when_parse_duration(const char *s, int64_t *span_ms)
{
	int64_t total = 0;
	int64_t below = INT64_MAX;	/* the next unit must be smaller */

	s = skip_spaces(s);
	do {
		const struct unit *unit;
		size_t length = 0;
		int64_t number;

		if (!read_number(&s, &number))
			return false;
		s = skip_spaces(s);
		unit = unit_at(s, &length);
		if (unit == NULL && (*s != '\0' || below != INT64_MAX))
			return false;
		if (unit == NULL)
			unit = &units[3];
		if (unit->ms >= below || number > WHEN_DURATION_MAX_MS / unit->ms)
			return false;
		below = unit->ms;
		total += number * unit->ms;
		s = skip_spaces(s + length);
	} while (*s != '\0');
	if (total > WHEN_DURATION_MAX_MS)
		return false;
	*span_ms = total;
	return true;
}

void when_format_utc(char *out, size_t size, int64_t ms)
{
	struct civil c = when_to_civil_utc(ms);
	struct text t;

	text_init(&t, out, size);
	text_addf(&t, "%04d-%02d-%02d %02d:%02d UTC", c.year, c.month, c.day,
	    c.hour, c.minute);
}

void when_format_iso(char *out, size_t size, int64_t ms)
{
	struct civil c = when_to_civil_utc(ms);
	struct text t;

	text_init(&t, out, size);
	text_addf(&t, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day,
	    c.hour, c.minute, c.second);
}
