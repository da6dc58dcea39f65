/* SPDX-License-Identifier: MIT
 *
 * since: see since.h.
 */
#include "core/calendar/since.h"
#include "base/text.h"
#include "core/calendar/zone.h"

#define WORDS_SIZE 40

static bool read_two_digits(const char *digits, int max, int *out)
{
	if (digits[0] < '0' || digits[0] > '9' || digits[1] < '0' ||
	    digits[1] > '9')
		return false;
	*out = (digits[0] - '0') * 10 + digits[1] - '0';
	return *out <= max;
}

/* "14:05", "9:30" */
static bool read_clock(const char *words, int *hour, int *minute)
{
	char padded[WORDS_SIZE + 1] = "0";
	const char *clock = words;

	if (*words && words[1] == ':') {
		(void)text_copy(padded + 1, sizeof(padded) - 1, words);
		clock = padded;
	}
	return strlen(clock) == 5 && clock[2] == ':' &&
	    read_two_digits(clock, 23, hour) &&
	    read_two_digits(clock + 3, 59, minute);
}

/* The last time that it was so late; today's may be still to come. */
static int64_t last_clock_ms(const struct zone *zone, int64_t now_ms,
    int hour, int minute)
{
	struct civil civil = zone_to_civil(zone, now_ms);
	int64_t ms;

	civil.hour = hour;
	civil.minute = minute;
	civil.second = 0;
	ms = zone_from_civil(zone, &civil);
	if (ms <= now_ms)
		return ms;
	civil.day--;
	return zone_from_civil(zone, &civil);
}

static bool read_ago(char *words, int64_t now_ms, int64_t *ms)
{
	size_t length = strlen(words);
	int64_t span_ms;

	if (length < 4 || !text_equal_fold(words + length - 4, " ago"))
		return false;
	words[length - 4] = '\0';
	if (!when_parse_duration(text_trim(words), &span_ms) ||
	    span_ms > now_ms)
		return false;
	*ms = now_ms - span_ms;
	return true;
}

bool since_parse(const char *words, const struct zone *zone, int64_t now_ms,
    int64_t *ms)
{
	char buffer[WORDS_SIZE];
	char *text;
	int hour, minute;

	if (!text_copy(buffer, sizeof(buffer), words))
		return false;
	text = text_trim(buffer);
	if (text_starts_with(text, "since ") ||
	    text_starts_with(text, "Since "))
		text = text_trim(text + strlen("since "));
	if (text_equal_fold(text, "now")) {
		*ms = now_ms;
		return true;
	}
	if (read_clock(text, &hour, &minute)) {
		*ms = last_clock_ms(zone, now_ms, hour, minute);
		return true;
	}
	return read_ago(text, now_ms, ms);
}
