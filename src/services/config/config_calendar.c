/* SPDX-License-Identifier: MIT
 *
 * config_calendar: the types of settings that rotations are made of: lengths
 * of turns, hand-offs, dates, days and hours; text to value and back. The
 * other types: config_value.c.
 */
#include "services/config/config_calendar.h"
#include "base/text.h"
#include "core/calendar/calendar_text.h"

static bool refuse(struct text *why, const char *words)
{
	text_add(why, words);
	return false;
}

bool calendar_set_turn(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	static const struct { char letter; int minutes; } units[] = {
		{ 'h', 60 }, { 'd', DAY_MINUTES }, { 'w', WEEK_MINUTES },
	};
	size_t digits;
	char number[8];
	int64_t count;

	(void)row;
	if (strcmp(text, "daily") == 0)
		text = "1d";
	else if (strcmp(text, "weekly") == 0)
		text = "1w";
	digits = strspn(text, "0123456789");
	if (digits == 0 || digits >= sizeof(number) ||
	    strlen(text) != digits + 1)
		return refuse(why, "is not the length of a turn");
	(void)text_copy(number, digits + 1, text);
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (text[digits] != units[i].letter)
			continue;
		if (!text_parse_int(number, 1,
		    TURN_MINUTES_MAX / units[i].minutes, &count))
			return refuse(why, "is not from an hour to a year");
		*(int *)where = (int)count * units[i].minutes;
		return true;
	}
	return refuse(why, "is not the length of a turn");
}

void calendar_format_turn(const void *where, struct text *out)
{
	int minutes = *(const int *)where;

	if (minutes == 0)
		text_add(out, "\"weekly\"");
	else if (minutes % WEEK_MINUTES == 0)
		text_addf(out, "\"%dw\"", minutes / WEEK_MINUTES);
	else if (minutes % DAY_MINUTES == 0)
		text_addf(out, "\"%dd\"", minutes / DAY_MINUTES);
	else
		text_addf(out, "\"%dh\"", minutes / 60);
}

bool calendar_set_handoff(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	struct handoff handoff = { .given = true, .weekday = -1 };
	size_t length = strcspn(text, " ");
	char day[16];

	(void)row;
	if (length < sizeof(day) && text[length] == ' ') {
		(void)text_copy(day, length + 1, text);
		handoff.weekday = calendar_weekday(day);
		if (handoff.weekday < 0)
			return refuse(why, "names no day of the week");
		text += length + 1;
	}
	if (!calendar_take_minute(&text, &handoff.minute) || *text != '\0' ||
	    handoff.minute == DAY_MINUTES)
		return refuse(why, "is no time of a hand-off");
	*(struct handoff *)where = handoff;
	return true;
}

void calendar_format_handoff(const void *where, struct text *out)
{
	const struct handoff *handoff = where;

	if (!handoff->given) {
		text_add(out, "\"mon 09:00\"");
		return;
	}
	text_add_char(out, '"');
	if (handoff->weekday >= 0)
		text_addf(out, "%s ",
		    calendar_weekday_word(handoff->weekday));
	calendar_add_minute(out, handoff->minute);
	text_add_char(out, '"');
}

bool calendar_set_date(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	struct civil day;

	(void)row;
	if (*text == '\0') {
		*(day_number *)where = 0;
		return true;
	}
	if (!calendar_take_date(&text, &day) || *text != '\0')
		return refuse(why, "is not a date");
	*(day_number *)where = (day_number)(when_from_civil_utc(&day) /
	    WHEN_DAY_MS);
	return true;
}

void calendar_format_date(const void *where, struct text *out)
{
	day_number number = *(const day_number *)where;
	struct civil day = when_to_civil_utc((int64_t)number * WHEN_DAY_MS);

	if (number == 0)
		text_add(out, "\"\"");
	else
		text_addf(out, "\"%04d-%02d-%02d\"", day.year, day.month,
		    day.day);
}

#define DAY_COUNT_MAX 36500

bool calendar_set_day_count(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	int64_t days;

	(void)row;
	if (!text_parse_int(text, 0, DAY_COUNT_MAX, &days))
		return refuse(why, "is not a number of days");
	*(int *)where = (int)days;
	return true;
}

bool calendar_set_days(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	(void)row;
	return calendar_read_days(text, where) ||
	    refuse(why, "names no days of the week");
}

void calendar_format_days(const void *where, struct text *out)
{
	text_add_char(out, '"');
	calendar_add_days(out, *(const unsigned *)where);
	text_add_char(out, '"');
}

bool calendar_set_hours(const struct setting *row, void *where,
    const char *text, struct text *why)
{
	struct day_hours hours = { 0, 0 };

	(void)row;
	if (*text != '\0' && !calendar_read_hours(text, &hours))
		return refuse(why, "is not from one hour to another");
	*(struct day_hours *)where = hours;
	return true;
}

void calendar_format_hours(const void *where, struct text *out)
{
	const struct day_hours *hours = where;

	text_add_char(out, '"');
	if (hours->until_minute > 0)
		calendar_add_hours(out, hours);
	text_add_char(out, '"');
}
