/* SPDX-License-Identifier: MIT
 *
 * calendar_text: see calendar_text.h.
 */
#include "core/calendar/calendar_text.h"
#include "base/text.h"

/* Up to `digits` digits; false if there is none. */
static bool take_number(const char **s, int digits, int *out)
{
	int n = 0;

	*out = 0;
	while (n < digits && **s >= '0' && **s <= '9') {
		*out = *out * 10 + *(*s)++ - '0';
		n++;
	}
	return n > 0;
}

static bool take_char(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

bool calendar_take_date(const char **s, struct civil *day)
{
	struct civil read = { 0 };

	if (!take_number(s, 4, &read.year) || !take_char(s, '-') ||
	    !take_number(s, 2, &read.month) || !take_char(s, '-') ||
	    !take_number(s, 2, &read.day))
		return false;
	if (read.year < 2000 || read.month < 1 || read.month > 12 ||
	    read.day < 1 ||
	    read.day > when_days_in_month(read.year, read.month))
		return false;
	*day = read;
	return true;
}

bool calendar_take_minute(const char **s, int *minute)
{
	int hours;
	int minutes = 0;

	if (!take_number(s, 2, &hours))
		return false;
	if (take_char(s, ':') && !take_number(s, 2, &minutes))
		return false;
	if (hours > 24 || minutes > 59 || (hours == 24 && minutes > 0))
		return false;
	*minute = hours * 60 + minutes;
	return true;
}

bool calendar_take_dash(const char **s)
{
	static const char *const dashes[] = {
		"-", "\xe2\x80\x93", "\xe2\x80\x94",
	};

	for (size_t i = 0; i < ARRAY_LEN(dashes); i++) {
		if (text_starts_with(*s, dashes[i])) {
			*s += strlen(dashes[i]);
			return true;
		}
	}
	return false;
}

bool calendar_read_hours(const char *word, struct day_hours *hours)
{
	struct day_hours read;

	if (!calendar_take_minute(&word, &read.from_minute) ||
	    !calendar_take_dash(&word) ||
	    !calendar_take_minute(&word, &read.until_minute) ||
	    *word != '\0')
		return false;
	if (read.until_minute <= read.from_minute)
		read.until_minute += DAY_MINUTES;
	*hours = read;
	return true;
}

static const char *const weekdays[] = {
	"sun,sunday", "mon,monday", "tue,tuesday", "wed,wednesday",
	"thu,thursday", "fri,friday", "sat,saturday",
};

int calendar_weekday(const char *word)
{
	for (int i = 0; i < 7; i++) {
		if (text_list_has(weekdays[i], word))
			return i;
	}
	return -1;
}

const char *calendar_weekday_word(int weekday)
{
	static const char *const words[] = {
		"sun", "mon", "tue", "wed", "thu", "fri", "sat",
	};

	assert(weekday >= 0 && weekday < 7);
	return words[weekday];
}

void calendar_add_minute(struct text *out, int minute)
{
	text_addf(out, "%02d:%02d", minute / 60, minute % 60);
}

void calendar_add_hours(struct text *out, const struct day_hours *hours)
{
	calendar_add_minute(out, hours->from_minute);
	text_add_char(out, '-');
	calendar_add_minute(out, hours->until_minute > DAY_MINUTES ?
	    hours->until_minute - DAY_MINUTES : hours->until_minute);
}

/* "mon", or "mon-fri"; runs over the end of the week if need be. */
static bool read_days(const char *item, size_t length, unsigned *days)
{
	char first[32];
	char *last;
	int from;
	int until;

	if (length >= sizeof(first))
		return false;
	(void)text_copy(first, length + 1, item);
	last = strchr(first, '-');
	if (last)
		*last++ = '\0';
	from = calendar_weekday(first);
	until = last ? calendar_weekday(last) : from;
	if (from < 0 || until < 0)
		return false;
	*days |= 1u << from;
	while (from != until) {
		from = (from + 1) % 7;
		*days |= 1u << from;
	}
	return true;
}

bool calendar_read_days(const char *text, unsigned *days)
{
	unsigned read = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, ", ");

		if (length > 0 && !read_days(text, length, &read))
			return false;
		text += length;
		text += strspn(text, ", ");
	}
	*days = read;
	return true;
}

void calendar_add_days(struct text *out, unsigned days)
{
	bool any = false;

	for (int i = 0; i < 7; i++) {
		int weekday = (i + 1) % 7;

		if (!(days & (1u << weekday)))
			continue;
		text_addf(out, "%s%s", any ? "," : "",
		    calendar_weekday_word(weekday));
		any = true;
	}
}
