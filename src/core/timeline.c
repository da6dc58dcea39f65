/* SPDX-License-Identifier: MIT
 *
 * timeline: see timeline.h.
 */
#include "core/timeline.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/calendar/since.h"
#include "core/calendar/zone.h"

struct reading {
	const struct numbered *timeline;
	const struct event *events;	/* its */
	struct entry *entries;	/* one per event; number 0 = none */
};

static int number_of(const struct numbered *timeline, int index)
{
	return timeline->numbers ? timeline->numbers[index] : index + 1;
}

/* Where the event with that number stands; -1 = it is not kept. */
static int index_of(const struct numbered *timeline, int number)
{
	int from = 0, to = timeline->count;

	while (from < to) {
		int middle = from + (to - from) / 2;

		if (number_of(timeline, middle) < number)
			from = middle + 1;
		else
			to = middle;
	}
	return from < timeline->count &&
	    number_of(timeline, from) == number ? from : -1;
}

/* What is told by the entry that it is about. */
static bool is_silent(int kind)
{
	return kind == EVENT_MESSAGE_MARKED || kind == EVENT_MESSAGE_UNMARKED ||
	    kind == EVENT_MESSAGE_EDITED || kind == EVENT_MESSAGE_DROPPED ||
	    kind == EVENT_ENTRY_CORRECTED || kind == EVENT_ENTRY_HIDDEN ||
	    kind == EVENT_ENTRY_SHOWN;
}

/* The event whose entry a marked message has: the first reading of it. */
static int first_reading(const struct event *events, int index)
{
	for (int i = 0; i < index; i++) {
		if (events[i].kind == EVENT_MESSAGE_KEPT &&
		    strcmp(events[i].ref, events[index].ref) == 0)
			return i;
	}
	return index;
}

static int place_of(const struct event *events, int index)
{
	return events[index].kind == EVENT_MESSAGE_KEPT ?
	    first_reading(events, index) : index;
}

static void begin(struct reading *reading, int index)
{
	const struct event *event = &reading->events[index];
	int place = place_of(reading->events, index);
	struct entry *entry = &reading->entries[place];

	entry->number = number_of(reading->timeline, place);
	entry->event = event;
	if (entry->moved)
		return;
	entry->at_ms = (event->kind == EVENT_MESSAGE_KEPT ||
	    event->kind == EVENT_ENTRY_ADDED) && event->due_ms > 0 ?
	    event->due_ms : event->at_ms;
}

static void drop(struct reading *reading, const struct event *event)
{
	for (int i = 0; i < reading->timeline->count; i++) {
		struct entry *entry = &reading->entries[i];

		if (entry->number > 0 &&
		    entry->event->kind == EVENT_MESSAGE_KEPT &&
		    strcmp(entry->event->ref, event->ref) == 0)
			entry->number = 0;
	}
}

/* The entry that a later event is about; NULL if it names none. */
static struct entry *meant(struct reading *reading, const struct event *event,
    int before)
{
	int index = index_of(reading->timeline, event->number);

	if (index < 0 || index >= before)
		return NULL;
	return &reading->entries[place_of(reading->events, index)];
}

static void change(struct reading *reading, int index)
{
	const struct event *event = &reading->events[index];
	struct entry *entry;

	if (event->kind == EVENT_MESSAGE_DROPPED)
		drop(reading, event);
	if (event->kind != EVENT_ENTRY_CORRECTED &&
	    event->kind != EVENT_ENTRY_HIDDEN &&
	    event->kind != EVENT_ENTRY_SHOWN)
		return;
	entry = meant(reading, event, index);
	if (!entry)
		return;
	if (event->kind != EVENT_ENTRY_CORRECTED) {
		entry->hidden = event->kind == EVENT_ENTRY_HIDDEN;
		return;
	}
	entry->corrected = event;
	if (*event->text)
		entry->text = event->text;
	if (event->due_ms > 0) {
		entry->at_ms = event->due_ms;
		entry->moved = true;
	}
}

static int compare(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;

	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms ? -1 : 1;
	return a->number - b->number;
}

int timeline_read(struct arena *arena, const struct numbered *timeline,
    const struct entry **entries)
{
	const struct event *events = timeline->events;
	int count = timeline->count;
	struct reading reading = { timeline, events, arena_reserve(arena,
	    ((size_t)count + 1) * sizeof(struct entry)) };
	int kept = 0;

	memset(reading.entries, 0, ((size_t)count + 1) *
	    sizeof(struct entry));
	for (int i = 0; i < count; i++) {
		if (is_silent(events[i].kind))
			change(&reading, i);
		else
			begin(&reading, i);
	}
	for (int i = 0; i < count; i++) {
		if (reading.entries[i].number > 0)
			reading.entries[kept++] = reading.entries[i];
	}
	qsort(reading.entries, (size_t)kept, sizeof(struct entry), compare);
	*entries = reading.entries;
	return kept;
}

const struct entry *timeline_find(const struct entry *entries, int count,
    const struct numbered *timeline, int number)
{
	int index = index_of(timeline, number);

	if (index < 0)
		return NULL;
	for (int i = 0; i < count; i++) {
		if (entries[i].number == number ||
		    (entries[i].event->kind == EVENT_MESSAGE_KEPT &&
		    entries[i].event == &timeline->events[index]))
			return &entries[i];
	}
	return NULL;
}

/* --- times --------------------------------------------------------------- */

static bool read_number(const char *s, size_t digits, int *out)
{
	*out = 0;
	for (size_t i = 0; i < digits; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		*out = *out * 10 + s[i] - '0';
	}
	return true;
}

/* "2026-06-15T14:05", seconds may follow. */
static bool parse_date(const char *s, const struct zone *zone, int64_t *ms)
{
	struct civil civil = { 0 };
	size_t length = strlen(s);

	if ((length != 16 && length != 19) || s[4] != '-' || s[7] != '-' ||
	    (s[10] != 'T' && s[10] != ' ') || s[13] != ':' ||
	    (length == 19 && s[16] != ':'))
		return false;
	if (!read_number(s, 4, &civil.year) ||
	    !read_number(s + 5, 2, &civil.month) ||
	    !read_number(s + 8, 2, &civil.day) ||
	    !read_number(s + 11, 2, &civil.hour) ||
	    !read_number(s + 14, 2, &civil.minute) ||
	    (length == 19 && !read_number(s + 17, 2, &civil.second)))
		return false;
	if (civil.year < 2000 || civil.month < 1 || civil.month > 12 ||
	    civil.day < 1 || civil.day > when_days_in_month(civil.year,
	    civil.month) || civil.hour > 23 ||
	    civil.minute > 59 || civil.second > 59)
		return false;
	*ms = zone_from_civil(zone, &civil);
	return true;
}

bool timeline_time_parse(const char *words, const struct zone *zone,
    int64_t reference_ms, int64_t *ms)
{
	char minutes[6];
	int seconds = 0;

	if (parse_date(words, zone, ms))
		return true;
	if (strlen(words) == 8 && words[5] == ':' &&
	    read_number(words + 6, 2, &seconds) && seconds < 60) {
		(void)text_copy(minutes, sizeof(minutes), words);
		if (!since_parse(minutes, zone, reference_ms, ms))
			return false;
		*ms += seconds * 1000;
		return true;
	}
	return since_parse(words, zone, reference_ms, ms);
}
