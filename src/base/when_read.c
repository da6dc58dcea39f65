/* SPDX-License-Identifier: MIT
 *
 * when_read: instants as other programs write them. See when.h.
 */
#include "base/when.h"

/* Exactly `digits` of them. */
static bool take_number(const char **s, int digits, int *out)
{
	*out = 0;
	for (int i = 0; i < digits; i++, (*s)++) {
		if (**s < '0' || **s > '9')
			return false;
		*out = *out * 10 + (**s - '0');
	}
	return true;
}

static bool take_char(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

/* "Z", "+02:00" or "+0200", in minutes. */
static bool take_offset(const char **s, int *offset_min)
{
	int hours, minutes;
	bool west = **s == '-';

	*offset_min = 0;
	if (take_char(s, 'Z'))
		return true;
	if (!take_char(s, '+') && !take_char(s, '-'))
		return false;
	if (!take_number(s, 2, &hours))
		return false;
	(void)take_char(s, ':');
	if (!take_number(s, 2, &minutes))
		return false;
	*offset_min = (hours * 60 + minutes) * (west ? -1 : 1);
	return true;
}

int64_t when_parse_iso(const char *s)
{
	struct civil c = { .month = 1 };
	int offset_min;

	if (!take_number(&s, 4, &c.year) || !take_char(&s, '-') ||
	    !take_number(&s, 2, &c.month) || !take_char(&s, '-') ||
	    !take_number(&s, 2, &c.day) || !take_char(&s, 'T') ||
	    !take_number(&s, 2, &c.hour) || !take_char(&s, ':') ||
	    !take_number(&s, 2, &c.minute) || !take_char(&s, ':') ||
	    !take_number(&s, 2, &c.second))
		return 0;
	if (take_char(&s, '.'))
		s += strspn(s, "0123456789");
	if (!take_offset(&s, &offset_min) || c.year < 1971 ||
	    c.month < 1 || c.month > 12)
		return 0;
	return when_from_civil_utc(&c) - offset_min * WHEN_MINUTE_MS;
}
