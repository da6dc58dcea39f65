/* SPDX-License-Identifier: MIT
 *
 * marked: see marked.h.
 */
#include "core/marked.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/apply_record.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

int mark_find(const struct incident *incident, const char *ts)
{
	for (int i = 0; i < MARKS_MAX; i++) {
		if (*ts && strcmp(incident->marks[i].ts, ts) == 0)
			return i;
	}
	return -1;
}

bool marks_are_full(const struct incident *incident)
{
	return *incident->marks[MARKS_MAX - 1].ts;
}

bool mark_is_kept(const struct incident *incident, int mark)
{
	return mark >= 0 && mark < MARKS_MAX && *incident->marks[mark].hash;
}

void mark_hash(const struct event *kept, char out[17])
{
	uint64_t sum = hash_string(kept->user);
	struct text text;

	sum = sum * 31 + hash_string(kept->text);
	sum = sum * 31 + hash_string(kept->list);
	text_init(&text, out, 17);
	text_addf(&text, "%016llx", (unsigned long long)sum);
}

bool mark_link(struct arena *arena, const char *links, int number,
    const char **url, const char **name)
{
	const char *line = links;
	size_t length, end;

	for (; number > 0 && *line; number--) {
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	length = strcspn(line, "\n");
	end = strcspn(line, " \n");
	if (end == length || (!text_starts_with(line, "https://") &&
	    !text_starts_with(line, "http://")))
		return false;
	*url = arena_strndup(arena, line, end);
	*name = arena_strndup(arena, line + end + 1, length - end - 1);
	return true;
}

/* --- how events change it ------------------------------------------------ */

static struct message_mark *find_or_add(struct incident *incident, const char *ts)
{
	int found = mark_find(incident, ts);

	for (int i = 0; found < 0 && i < MARKS_MAX; i++) {
		if (!*incident->marks[i].ts)
			found = i;
	}
	return found < 0 ? NULL : &incident->marks[found];
}

/* Events of one pin may come in the wrong order: the latest counts. */
static void set_pinned(struct message_mark *mark, const struct event *event,
    bool pinned)
{
	if (!*event->name || strcmp(event->name, mark->pin_ts) < 0)
		return;
	COPY(mark->pin_ts, event->name);
	mark->pinned = pinned;
}

void apply_MESSAGE_MARKED(struct incident *incident,
    const struct event *event)
{
	struct message_mark *mark = find_or_add(incident, event->ref);

	if (!mark)
		return;
	COPY(mark->ts, event->ref);
	mark->dropped = false;
	set_pinned(mark, event, true);
}

void apply_MESSAGE_UNMARKED(struct incident *incident,
    const struct event *event)
{
	int mark = mark_find(incident, event->ref);

	if (mark >= 0)
		set_pinned(&incident->marks[mark], event, false);
}

void apply_MESSAGE_KEPT(struct incident *incident, const struct event *event)
{
	int mark = mark_find(incident, event->ref);

	if (mark >= 0)
		mark_hash(event, incident->marks[mark].hash);
}

void apply_MESSAGE_DROPPED(struct incident *incident,
    const struct event *event)
{
	int mark = mark_find(incident, event->ref);

	if (mark >= 0) {
		incident->marks[mark].hash[0] = '\0';
		incident->marks[mark].dropped = true;
	}
}
