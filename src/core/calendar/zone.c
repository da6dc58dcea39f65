/* SPDX-License-Identifier: MIT
 *
 * zone: see zone.h. First the reader of the bytes, which trusts nothing in
 * them (the footer's is in zone_footer.c), then the questions. A zone is a
 * list of segments with one offset each: first those of the table, then,
 * without end, those that the footer makes.
 */
#include "core/calendar/zone.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/calendar/zone_footer.h"

#define HEADER_SIZE 44
#define TRANSITIONS_MAX 4096	/* real zones have at most some 250 */
#define KINDS_MAX 256
#define LETTERS_MAX 1024
#define FOOTER_MAX 128
#define OFFSET_LIMIT_S (26 * 3600)	/* RFC 8536: within -25 h to 26 h */
#define FOREVER_S INT64_MAX

struct zone {
	char name[64];
	int count;		/* transitions in the table */
	int64_t *times;		/* seconds, ascending */
	uint8_t *kind_of;	/* what holds from times[i] on */
	struct zone_kind kinds[KINDS_MAX];
	struct zone_footer footer;
};

/* Bytes not yet read. */
struct cursor {
	const unsigned char *at;
	size_t left;
};

struct counts {
	uint32_t is_ut, is_standard, leaps, times, kinds, letters;
};

static const unsigned char *take(struct cursor *cursor, size_t size)
{
	const unsigned char *bytes = cursor->at;

	if (cursor->left < size)
		return NULL;
	cursor->at += size;
	cursor->left -= size;
	return bytes;
}

static uint32_t read_32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

static int64_t read_64(const unsigned char *p)
{
	return (int64_t)((uint64_t)read_32(p) << 32 | read_32(p + 4));
}

static bool read_header(struct cursor *cursor, struct counts *counts)
{
	const unsigned char *p = take(cursor, HEADER_SIZE);

	if (p == NULL || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	counts->is_ut = read_32(p + 20);
	counts->is_standard = read_32(p + 24);
	counts->leaps = read_32(p + 28);
	counts->times = read_32(p + 32);
	counts->kinds = read_32(p + 36);
	counts->letters = read_32(p + 40);
	/* Leap seconds: instants here are POSIX time, which has none. */
	return counts->times <= TRANSITIONS_MAX && counts->leaps == 0 &&
	    counts->kinds <= KINDS_MAX && counts->letters <= LETTERS_MAX &&
	    counts->is_ut <= KINDS_MAX && counts->is_standard <= KINDS_MAX;
}

/* The first block has 32-bit times and is there for old readers. */
static bool skip_first_block(struct cursor *cursor)
{
	struct counts c;

	return read_header(cursor, &c) &&
	    take(cursor, c.times * 5 + c.kinds * 6 + c.letters + c.is_ut +
	    c.is_standard) != NULL;
}

static bool read_times(struct zone *zone, const unsigned char *times,
    const unsigned char *kind_of, const struct counts *counts)
{
	int i;

	zone->count = (int)counts->times;
	zone->times = xcalloc(counts->times, sizeof(*zone->times));
	zone->kind_of = xcalloc(counts->times, sizeof(*zone->kind_of));
	for (i = 0; i < zone->count; i++) {
		zone->times[i] = read_64(times + (size_t)i * 8);
		zone->kind_of[i] = kind_of[i];
		if (i > 0 && zone->times[i] <= zone->times[i - 1])
			return false;
		if (zone->kind_of[i] >= counts->kinds)
			return false;
	}
	return true;
}

static bool offset_is_sane(int64_t offset_s)
{
	return offset_s > -OFFSET_LIMIT_S && offset_s < OFFSET_LIMIT_S;
}

static bool read_kinds(struct zone *zone, const unsigned char *kinds,
    const unsigned char *letters, const struct counts *counts)
{
	uint32_t i;

	if (counts->kinds == 0 || counts->letters == 0 ||
	    letters[counts->letters - 1] != '\0')
		return false;
	for (i = 0; i < counts->kinds; i++) {
		const unsigned char *p = kinds + (size_t)i * 6;
		int32_t offset_s = (int32_t)read_32(p);

		if (!offset_is_sane(offset_s) || p[5] >= counts->letters)
			return false;
		zone->kinds[i].offset_s = offset_s;
		text_copy(zone->kinds[i].abbreviation,
		    sizeof(zone->kinds[i].abbreviation),
		    (const char *)letters + p[5]);
	}
	return true;
}

static bool read_second_block(struct zone *zone, struct cursor *cursor)
{
	struct counts c;
	const unsigned char *times, *kind_of, *kinds, *letters;

	if (!read_header(cursor, &c))
		return false;
	times = take(cursor, (size_t)c.times * 8);
	kind_of = take(cursor, c.times);
	kinds = take(cursor, (size_t)c.kinds * 6);
	letters = take(cursor, c.letters);
	if (times == NULL || kind_of == NULL || kinds == NULL ||
	    letters == NULL || take(cursor, c.is_ut + c.is_standard) == NULL)
		return false;
	return read_times(zone, times, kind_of, &c) &&
	    read_kinds(zone, kinds, letters, &c);
}

static bool read_footer(struct zone *zone, struct cursor *cursor)
{
	char line[FOOTER_MAX];
	const unsigned char *end;
	struct text text;

	if (cursor->left < 2 || cursor->at[0] != '\n')
		return false;
	take(cursor, 1);
	end = memchr(cursor->at, '\n', cursor->left);
	if (end == NULL || end - cursor->at >= FOOTER_MAX)
		return false;
	text_init(&text, line, sizeof(line));
	text_add_n(&text, (const char *)cursor->at,
	    (size_t)(end - cursor->at));
	if (strlen(line) != (size_t)(end - cursor->at))
		return false;
	return zone_footer_parse(line, &zone->footer);
}

struct zone *zone_new(const char *name, const void *bytes, size_t length)
{
	struct cursor cursor = { bytes, length };
	struct zone *zone = xcalloc(1, sizeof(*zone));

	text_copy(zone->name, sizeof(zone->name), name);
	if (skip_first_block(&cursor) && read_second_block(zone, &cursor) &&
	    read_footer(zone, &cursor))
		return zone;
	zone_free(zone);
	return NULL;
}

void zone_free(struct zone *zone)
{
	if (zone == NULL)
		return;
	free(zone->times);
	free(zone->kind_of);
	free(zone);
}

const char *zone_name(const struct zone *zone)
{
	return zone == NULL ? "UTC" : zone->name;
}

/* Local seconds, as if they were UTC, at which the change falls. */
static int64_t change_local_s(const struct zone_change *change, int year)
{
	struct civil c = { .year = year, .month = 1, .day = 1 };
	int days;

	switch (change->form) {
	case DATE_DAY:
		c.day += change->day;
		break;
	case DATE_JULIAN:
		c.day = change->day;
		if (change->day >= 60 && when_days_in_month(year, 2) == 29)
			c.day++;
		break;
	case DATE_WEEKDAY:
		c.month = change->month;
		days = when_days_in_month(year, change->month);
		c = when_to_civil_utc(when_from_civil_utc(&c));
		c.day += (change->day - c.weekday + 7) % 7;
		c.day += (change->week - 1) * 7;
		if (c.day > days)
			c.day -= 7;
		break;
	}
	return when_from_civil_utc(&c) / 1000 + change->time_s;
}

/* From when on (and, exclusive, until when) one offset holds. */
struct segment {
	int64_t until_s;
	const struct zone_kind *kind;
};

struct switch_over {
	int64_t at_s;
	const struct zone_kind *to;
};

/* The footer's changes of three years around an instant, in order: rules may
 * reach over New Year, and a summer may be the whole year. A stable sort, so
 * that of two at the same instant the later year's wins. */
static int footer_changes(const struct zone_footer *footer, int64_t at_s,
    struct switch_over out[6])
{
	int year = when_to_civil_utc(at_s * 1000).year;
	int i, k, count = 0;

	for (i = year - 1; i <= year + 1; i++) {
		struct switch_over both[2] = {
			{ change_local_s(&footer->start, i) -
			    footer->standard.offset_s, &footer->summer },
			{ change_local_s(&footer->end, i) -
			    footer->summer.offset_s, &footer->standard },
		};

		for (k = 0; k < 2; k++) {
			int place = count++;

			while (place > 0 &&
			    out[place - 1].at_s > both[k].at_s) {
				out[place] = out[place - 1];
				place--;
			}
			out[place] = both[k];
		}
	}
	return count;
}

static struct segment footer_segment(const struct zone_footer *footer,
    int64_t at_s)
{
	struct segment segment = { FOREVER_S, &footer->standard };
	struct switch_over changes[6];
	int i, count;

	if (!footer->has_summer)
		return segment;
	count = footer_changes(footer, at_s, changes);
	for (i = 0; i < count && changes[i].at_s <= at_s; i++)
		segment.kind = changes[i].to;
	if (i < count)
		segment.until_s = changes[i].at_s;
	return segment;
}

/* The segment in which the instant lies. */
static struct segment find_segment(const struct zone *zone, int64_t at_s)
{
	int low = 0, high = zone->count;	/* first time > at_s */
	struct segment segment = { FOREVER_S, &zone->kinds[0] };

	while (low < high) {
		int middle = low + (high - low) / 2;

		if (zone->times[middle] <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->count && zone->footer.given)
		return footer_segment(&zone->footer, at_s);
	if (low > 0)
		segment.kind = &zone->kinds[zone->kind_of[low - 1]];
	if (low < zone->count)
		segment.until_s = zone->times[low];
	return segment;
}

/* Half of the range is out of any calendar, and leaves room for offsets. */
static int64_t to_seconds(int64_t ms)
{
	if (ms > INT64_MAX / 2)
		ms = INT64_MAX / 2;
	if (ms < INT64_MIN / 2)
		ms = INT64_MIN / 2;
	return ms / 1000 - (ms % 1000 < 0);
}

int zone_offset_s(const struct zone *zone, int64_t utc_ms,
    char abbreviation[8])
{
	static const struct zone_kind utc = { 0, "UTC" };
	const struct zone_kind *kind = &utc;

	if (zone != NULL)
		kind = find_segment(zone, to_seconds(utc_ms)).kind;
	if (abbreviation != NULL)
		text_copy(abbreviation, 8, kind->abbreviation);
	return kind->offset_s;
}

struct civil zone_to_civil(const struct zone *zone, int64_t utc_ms)
{
	return when_to_civil_utc((to_seconds(utc_ms) +
	    zone_offset_s(zone, utc_ms, NULL)) * 1000);
}

int64_t zone_from_civil(const struct zone *zone, const struct civil *civil)
{
	int64_t local_s = when_from_civil_utc(civil) / 1000;
	int64_t from_s = local_s - OFFSET_LIMIT_S;

	if (zone == NULL)
		return local_s * 1000;
	/* Walk the segments around: the first that has this local time
	 * gives the answer. One that begins past it was jumped into. */
	for (;;) {
		struct segment segment = find_segment(zone, from_s);
		int64_t at_s = local_s - segment.kind->offset_s;

		if (at_s < from_s)
			return from_s * 1000;
		if (at_s < segment.until_s)
			return at_s * 1000;
		from_s = segment.until_s;
	}
}
