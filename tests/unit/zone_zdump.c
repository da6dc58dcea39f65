/* SPDX-License-Identifier: MIT
 *
 * zone_zdump: reads what `zdump -v` printed about zones and compares every line
 * with core/calendar/zone, and the weeks between the lines with each other;
 * zones that never changed, of which zdump has nothing to say, with the C
 * library. Started by zone_all.sh, which runs zdump.
 */
#include "base/base.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/calendar/zone.h"

#define WEEK_MS (7 * WHEN_DAY_MS)
#define WORDS 16		/* of a line that tells a change */

static long lines, zones, weeks, wrong;

struct moment {
	int64_t at_ms;
	int offset_s;
	char name[8];
};

static void complain(const char *zone, int64_t at_ms, const char *what)
{
	char when[WHEN_TEXT_SIZE];

	when_format_iso(when, sizeof(when), at_ms);
	fprintf(stderr, "%s at %s: %s\n", zone, when, what);
	wrong++;
}

static struct zone *load(const char *directory, const char *name)
{
	static unsigned char bytes[1 << 16];
	char path[512];
	struct zone *zone;
	size_t length;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	length = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	zone = zone_new(name, bytes, length);
	if (zone == NULL) {
		fprintf(stderr, "%s: refused\n", name);
		exit(EXIT_FAILURE);
	}
	zones++;
	return zone;
}

static int number_of(const char *word)
{
	return (int)strtol(word, NULL, 10);
}

/* Words "Oct 31 01:59:59 1971" to milliseconds. */
static int64_t read_time(char *const words[])
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil c = { .month = 0 };
	int i;

	for (i = 0; i < 12; i++)
		if (strcmp(words[0], months[i]) == 0)
			c.month = i + 1;
	if (c.month == 0 || strlen(words[2]) != 8) {
		fprintf(stderr, "cannot read zdump's line\n");
		exit(EXIT_FAILURE);
	}
	c.day = number_of(words[1]);
	c.hour = number_of(words[2]);
	c.minute = number_of(words[2] + 3);
	c.second = number_of(words[2] + 6);
	c.year = number_of(words[3]);
	return when_from_civil_utc(&c);
}

/* The civil time of an instant must lead back to it, or, where it comes
 * twice, to an earlier instant with the same civil time. */
static void check_way_back(const struct zone *zone, int64_t at_ms)
{
	struct civil c = zone_to_civil(zone, at_ms);
	int64_t back_ms = zone_from_civil(zone, &c);
	struct civil again = zone_to_civil(zone, back_ms);

	if (back_ms > at_ms || back_ms < at_ms - 26 * WHEN_HOUR_MS ||
	    memcmp(&c, &again, sizeof(c)) != 0)
		complain(zone_name(zone), at_ms, "the way back is wrong");
}

static void check_moment(const struct zone *zone, const struct moment *moment,
    int64_t at_ms)
{
	char name[8];

	if (zone_offset_s(zone, at_ms, name) != moment->offset_s)
		complain(zone_name(zone), at_ms, "wrong offset");
	if (strcmp(name, moment->name) != 0)
		complain(zone_name(zone), at_ms, "wrong abbreviation");
	check_way_back(zone, at_ms);
}

/* Once a month from 1970 to 2040. */
static void check_against_libc(const struct zone *zone)
{
	time_t at;

	setenv("TZ", zone_name(zone), 1);
	tzset();
	for (at = 0; at < INT64_C(2208988800); at += 30 * 86400) {
		struct moment moment;
		struct tm tm;

		localtime_r(&at, &tm);
		moment.offset_s = (int)tm.tm_gmtoff;
		text_copy(moment.name, sizeof(moment.name), tm.tm_zone);
		check_moment(zone, &moment, at * 1000);
	}
}

/* Two neighbouring lines: either a second apart, around a change, or the
 * time between them has no change. */
static void check_between(const struct zone *zone, const struct moment *a,
    const struct moment *b)
{
	int64_t skipped_s = b->offset_s - a->offset_s;
	int64_t at_ms;

	if (b->at_ms - a->at_ms != 1000) {
		for (at_ms = a->at_ms; at_ms < b->at_ms; at_ms += WEEK_MS) {
			check_moment(zone, a, at_ms);
			weeks++;
		}
		return;
	}
	if (skipped_s > 0) {
		struct civil c = when_to_civil_utc(b->at_ms +
		    a->offset_s * 1000 + skipped_s * 500);

		if (zone_from_civil(zone, &c) != b->at_ms)
			complain(zone_name(zone), b->at_ms, "wrong gap");
	}
}

static int split(char *line, char *words[WORDS])
{
	int count = 0;
	char *p = line;

	while (count < WORDS) {
		p += strspn(p, " \n");
		if (*p == '\0')
			break;
		words[count++] = p;
		p += strcspn(p, " \n");
		if (*p != '\0')
			*p++ = '\0';
	}
	return count;
}

/* zone Sun Oct 31 01:59:59 1971 UT = Sun Oct 31 02:59:59 1971 IST isdst=0
 * gmtoff=3600 */
static void check_line(const struct zone *zone, char *const words[WORDS],
    struct moment *before)
{
	struct moment now;

	lines++;
	now.at_ms = read_time(words + 2);
	now.offset_s = number_of(words[15] + strlen("gmtoff="));
	text_copy(now.name, sizeof(now.name), words[13]);
	if (read_time(words + 9) != now.at_ms + now.offset_s * 1000)
		complain(words[0], now.at_ms, "zdump contradicts itself");
	check_moment(zone, &now, now.at_ms);
	if (before->name[0] != '\0')
		check_between(zone, before, &now);
	*before = now;
}

int main(int argc, char **argv)
{
	char line[512];
	char *words[WORDS];
	struct zone *zone = NULL;
	struct moment before;
	int count;

	if (argc != 2) {
		fprintf(stderr, "usage: zone_zdump DIRECTORY < lines\n");
		return EXIT_FAILURE;
	}
	while (fgets(line, sizeof(line), stdin) != NULL) {
		count = split(line, words);
		if (count == 0)
			continue;
		if (zone == NULL || strcmp(zone_name(zone), words[0]) != 0) {
			zone_free(zone);
			zone = load(argv[1], words[0]);
			check_against_libc(zone);
			before.name[0] = '\0';
		}
		if (count == WORDS)
			check_line(zone, words, &before);
	}
	zone_free(zone);
	printf("%ld zones, %ld lines, %ld weeks between: %ld wrong\n", zones,
	    lines, weeks, wrong);
	return wrong == 0 && lines > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
