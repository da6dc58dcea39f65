/* SPDX-License-Identifier: MIT
 *
 * view_list: what is open, and what happened so far; a page at a time. The
 * list may be read by people outside an incident, so it does not tell what a
 * private one is about.
 */
#include "core/report/report.h"
#include "core/views/view.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/view_message.h"
#include "core/views/view_record.h"
#include "core/views/view_words.h"

#define LIST_PAGE 8
#define TIMELINE_PAGE 20
#define LINES_CHARS 2900	/* of one section */

/* 0-based, and never past the end. */
static int page_within(int page, int count, int size)
{
	int last = count > 0 ? (count - 1) / size : 0;

	if (page < 0)
		return 0;
	return page < last ? page : last;
}

struct pager {
	const char *handler;
	const char *incident;	/* "" = none */
	int page;
	int count;
	int size;
	const char *back;	/* label: towards page 0 */
	const char *on;		/* label: away from it */
};

static void add_turn(struct arena *arena, json_t *row,
    const struct pager *pager, int page, const char *label)
{
	struct click click = { .handler = pager->handler,
		.number = page + 1, .incident = pager->incident,
		.words = arena_printf(arena, "%d", page) };

	json_add(row, button_new(arena, label, BUTTON_PLAIN, &click));
}

static void add_pager(struct arena *arena, json_t *blocks,
    const struct pager *pager)
{
	json_t *row = json_array();

	if ((pager->page + 1) * pager->size < pager->count)
		add_turn(arena, row, pager, pager->page + 1, pager->on);
	if (pager->page > 0)
		add_turn(arena, row, pager, pager->page - 1, pager->back);
	if (json_array_size(row) > 0)
		json_add(blocks, block_actions(row));
	else
		json_decref(row);
}

static const char *list_update(struct arena *arena,
    const struct incident *incident)
{
	if (incident->update_every_ms == 0 || !incident_is_open(incident))
		return "";
	if (incident->update_count == 0)
		return DOT "no public update yet";
	return arena_printf(arena, DOT "next update due %s",
	    mrkdwn_time(arena, incident->update_due_ms, "{time}"));
}

static const char *list_row(struct arena *arena,
    const struct incident *incident)
{
	return arena_printf(arena, "%s\n%s since %s" DOT "%s%s%s",
	    headline_listed(arena, incident, incident->flags & FLAG_PRIVATE),
	    phase_name(incident->phase),
	    mrkdwn_time(arena, incident->phase == PHASE_MITIGATED ?
	    incident->mitigated_ms : incident->declared_ms,
	    "{date_short_pretty} {time}"),
	    holder_line(arena, incident, ROLE_COMMANDER),
	    incident->acknowledged_ms ? "" : DOT "*not acknowledged*",
	    list_update(arena, incident));
}

static const char *list_title(struct arena *arena, int count, int total)
{
	if (total > count)
		return arena_printf(arena, "%d open incidents; the %d most "
		    "urgent are listed", total, count);
	if (total == 1)
		return "1 open incident";
	return arena_printf(arena, "%d open incidents, the most urgent first",
	    total);
}

json_t *view_list(struct arena *arena, const struct incident *open,
    int count, int total, int page, const char **fallback)
{
	struct pager pager = { .handler = "list", .incident = "",
		.page = page_within(page, count, LIST_PAGE),
		.count = count, .size = LIST_PAGE,
		.back = "More urgent", .on = "Less urgent" };
	const char *title = list_title(arena, count, total);
	json_t *blocks = json_array();
	int i;

	json_add(blocks, block_section(arena_printf(arena, "*%s*", title)));
	for (i = pager.page * LIST_PAGE;
	    i < count && i < (pager.page + 1) * LIST_PAGE; i++)
		json_add(blocks, block_section(list_row(arena, &open[i])));
	add_pager(arena, blocks, &pager);
	*fallback = title;
	return blocks;
}

static const char *timeline_line(struct arena *arena,
    const struct incident *incident, const struct entry *entry)
{
	return arena_printf(arena, "`%d` %s  %s", entry->number,
	    incident_time(arena, incident, entry->at_ms),
	    view_entry_line(arena, entry));
}

/* Lines stand together in as few sections as the limit allows. */
static void add_lines(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct entry *entries, int count)
{
	struct text lines = text_new(arena, LINES_CHARS * 4);
	size_t used = 0;
	int i;

	for (i = 0; i < count; i++) {
		const char *line = timeline_line(arena, incident, &entries[i]);
		size_t length = utf8_length(line) + 1;

		if (used > 0 && used + length > LINES_CHARS) {
			json_add(blocks, block_section(lines.data));
			lines = text_new(arena, LINES_CHARS * 4);
			used = 0;
		}
		text_addf(&lines, "%s%s", used > 0 ? "\n" : "", line);
		used += length;
	}
	if (used > 0)
		json_add(blocks, block_section(lines.data));
}

static const char *timeline_title(struct arena *arena,
    const struct incident *incident, int first, int shown, int count)
{
	return arena_printf(arena, "*Timeline of %s*\n%d to %d of %d",
	    headline_mrkdwn(arena, incident), count > 0 ? first + 1 : 0,
	    first + shown, count);
}

json_t *view_timeline(struct arena *arena, const struct incident *incident,
    const struct numbered *timeline, int page, const char **fallback)
{
	const struct entry *entries;
	int entry_count = timeline_read(arena, timeline, &entries);
	struct pager pager = { .handler = "timeline",
		.incident = incident->id,
		.page = page_within(page, entry_count, TIMELINE_PAGE),
		.count = entry_count, .size = TIMELINE_PAGE,
		.back = "Later", .on = "Earlier" };
	int end = entry_count - pager.page * TIMELINE_PAGE;
	int first = end > TIMELINE_PAGE ? end - TIMELINE_PAGE : 0;
	struct report report = { .incident = incident,
		.people = report_people(arena, timeline->events,
		    timeline->count) };
	json_t *blocks = json_array();

	json_add(blocks, block_section(timeline_title(arena, incident, first,
	    end - first, entry_count)));
	add_lines(arena, blocks, incident, entries + first, end - first);
	json_add(blocks, view_entry_tools(arena, &report, entries + first,
	    end - first));
	add_pager(arena, blocks, &pager);
	*fallback = arena_printf(arena, "Timeline of %s",
	    headline_mrkdwn(arena, incident));
	return blocks;
}
