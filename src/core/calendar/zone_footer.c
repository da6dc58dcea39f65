/* SPDX-License-Identifier: MIT
 *
 * zone_footer: see zone_footer.h. One small reader for each thing that the
 * line is made of.
 */
#include "core/calendar/zone_footer.h"
#include "base/text.h"

#define HOURS_MAX 167		/* RFC 8536, 3.3.1: times of a footer */

/* The readers of the footer take what they know from the front of *s. */

static bool take_char(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool take_number(const char **s, int max, int *number)
{
	int value = 0;

	if (**s < '0' || **s > '9')
		return false;
	while (**s >= '0' && **s <= '9') {
		value = value * 10 + (**s - '0');
		if (value > max)
			return false;
		(*s)++;
	}
	*number = value;
	return true;
}

/* "CEST" or "<+0330>". */
static bool take_name(const char **s, char *out, size_t size)
{
	const char *bare = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz";
	const char *quoted = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+-";
	bool in_quotes = take_char(s, '<');
	size_t length = strspn(*s, in_quotes ? quoted : bare);
	struct text name;

	if (length < 3)
		return false;
	text_init(&name, out, size);
	text_add_n(&name, *s, length);
	*s += length;
	return !in_quotes || take_char(s, '>');
}

/* "-3:30", "+12", "2:00:00": seconds. */
static bool take_time(const char **s, int hours_max, int *seconds)
{
	int sign = 1;
	int hours = 0, minutes = 0, rest = 0;

	if (take_char(s, '-'))
		sign = -1;
	else
		take_char(s, '+');
	if (!take_number(s, hours_max, &hours))
		return false;
	if (take_char(s, ':')) {
		if (!take_number(s, 59, &minutes))
			return false;
		if (take_char(s, ':') && !take_number(s, 59, &rest))
			return false;
	}
	*seconds = sign * (hours * 3600 + minutes * 60 + rest);
	return true;
}

static bool take_kind(const char **s, struct zone_kind *kind)
{
	int west_s;

	if (!take_name(s, kind->abbreviation, sizeof(kind->abbreviation)))
		return false;
	if (**s == '\0' || **s == ',')
		return true;	/* the caller has set the offset */
	if (!take_time(s, 24, &west_s))
		return false;
	kind->offset_s = -west_s;
	return true;
}

static bool take_change(const char **s, struct zone_change *change)
{
	if (!take_char(s, ','))
		return false;
	if (take_char(s, 'M')) {
		change->form = DATE_WEEKDAY;
		if (!take_number(s, 12, &change->month) ||
		    change->month < 1 || !take_char(s, '.') ||
		    !take_number(s, 5, &change->week) || change->week < 1 ||
		    !take_char(s, '.') || !take_number(s, 6, &change->day))
			return false;
	} else if (take_char(s, 'J')) {
		change->form = DATE_JULIAN;
		if (!take_number(s, 365, &change->day) || change->day < 1)
			return false;
	} else {
		change->form = DATE_DAY;
		if (!take_number(s, 365, &change->day))
			return false;
	}
	change->time_s = 2 * 3600;
	return !take_char(s, '/') ||
	    take_time(s, HOURS_MAX, &change->time_s);
}

bool zone_footer_parse(const char *s, struct zone_footer *footer)
{
	bool has_offset;

	if (*s == '\0')
		return true;
	footer->given = true;
	footer->standard.offset_s = INT32_MAX;
	if (!take_kind(&s, &footer->standard))
		return false;
	has_offset = footer->standard.offset_s != INT32_MAX;
	if (!has_offset || *s == '\0')
		return has_offset;
	footer->has_summer = true;
	footer->summer.offset_s = footer->standard.offset_s + 3600;
	return take_kind(&s, &footer->summer) &&
	    take_change(&s, &footer->start) &&
	    take_change(&s, &footer->end) && *s == '\0';
}
