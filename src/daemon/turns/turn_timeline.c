/* SPDX-License-Identifier: MIT
 *
 * turn_timeline: see turn_timeline.h.
 */
#include "daemon/turns/turn_timeline.h"
#include "base/arena.h"
#include "core/limits.h"

struct reading {
	struct ledger *ledger;
	const char *incident;
	int kept_max;
	int asked;
	int seen;		/* events so far */
	struct turn_timeline timeline;
	int64_t last_version;
	int last_index;
	turn_timeline_cb *callback;
	void *arg;
};

static void read_part(struct reading *reading);

static bool is_for_good(int kind)
{
	return kind == EVENT_POSTMORTEM_WRITTEN || kind == EVENT_CAUSE_NAMED ||
	    kind == EVENT_PARKED;
}

static bool is_asked(const struct turn_timeline *timeline, int asked,
    int index)
{
	const struct event *event = &timeline->events[index];

	return asked > 0 && (timeline->numbers[index] == asked ||
	    (event->number == asked &&
	    (event->kind == EVENT_ENTRY_CORRECTED ||
	    event->kind == EVENT_ENTRY_HIDDEN ||
	    event->kind == EVENT_ENTRY_SHOWN)));
}

/* Many at once, so that each entry is moved only a few times. */
static void drop_oldest(struct turn_timeline *timeline, int wanted,
    int asked, bool also_for_good)
{
	int dropped = 0;
	int kept = 0;

	for (int i = 0; i < timeline->count; i++) {
		bool stays = (!also_for_good &&
		    is_for_good(timeline->events[i].kind)) ||
		    is_asked(timeline, asked, i);

		if (dropped < wanted && !stays) {
			dropped++;
			continue;
		}
		if (kept < i) {
			timeline->events[kept] = timeline->events[i];
			timeline->numbers[kept] = timeline->numbers[i];
		}
		kept++;
	}
	timeline->count = kept;
	timeline->left_out += dropped;
}

static void make_room(struct reading *reading)
{
	struct turn_timeline *timeline = &reading->timeline;

	if (timeline->count == reading->kept_max)
		drop_oldest(timeline, reading->kept_max / 4, reading->asked,
		    false);
	if (timeline->count == reading->kept_max)
		drop_oldest(timeline, reading->kept_max / 4, reading->asked,
		    true);
	if (timeline->count < reading->kept_max)
		return;
	/* All of it is about the entry that is asked for. */
	timeline->count--;
	timeline->left_out++;
}

bool turn_timeline_shorten(struct turn_timeline *timeline)
{
	int wanted = timeline->count / 4 + 1;
	int before = timeline->count;

	if (timeline->count == 0)
		return false;
	drop_oldest(timeline, wanted, 0, false);
	if (timeline->count == before)
		drop_oldest(timeline, wanted, 0, true);
	return true;
}

/* A turn that the end of a part cut comes again from its beginning. */
static void take(struct reading *reading, const struct ledger_entry *entry)
{
	struct turn_timeline *timeline = &reading->timeline;

	if (entry->version < reading->last_version ||
	    (entry->version == reading->last_version &&
	    entry->index <= reading->last_index))
		return;
	reading->last_version = entry->version;
	reading->last_index = entry->index;
	make_room(reading);
	if (event_decode(entry->data, entry->length,
	    &timeline->events[timeline->count]))
		timeline->numbers[timeline->count++] = ++reading->seen;
}

static void on_part(void *arg, enum ledger_status status,
    const struct ledger_entry *entries, size_t count)
{
	struct reading *reading = arg;
	int64_t before = reading->last_version;

	for (size_t i = 0; status == LEDGER_OK && i < count; i++)
		take(reading, &entries[i]);
	if (status == LEDGER_OK && count == LEDGER_TIMELINE_MAX &&
	    reading->last_version > before)
		read_part(reading);
	else
		reading->callback(reading->arg, status, &reading->timeline);
}

static void read_part(struct reading *reading)
{
	ledger_timeline(reading->ledger, reading->incident,
	    reading->last_version, LEDGER_TIMELINE_MAX, on_part, reading);
}

void turn_timeline(struct ledger *ledger, struct arena *arena,
    const char *incident, int kept_max, int asked,
    turn_timeline_cb *callback, void *arg)
{
	struct reading *reading = arena_alloc(arena, sizeof(*reading));

	*reading = (struct reading){ .ledger = ledger, .incident = incident,
		.kept_max = kept_max, .asked = asked, .callback = callback,
		.arg = arg };
	reading->timeline.events = arena_reserve(arena, (size_t)kept_max *
	    sizeof(struct event));
	reading->timeline.numbers = arena_reserve(arena, (size_t)kept_max *
	    sizeof(int));
	read_part(reading);
}
