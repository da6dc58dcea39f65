/* SPDX-License-Identifier: MIT
 *
 * report_tables: what the draft of a postmortem holds beside figures, text and
 * timeline (P6.3), each a table: nothing in them is from memory, all of it is
 * in the incident or its events. A table without rows is left out.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"

typedef const char *row_of[REPORT_COLUMNS];

struct building {
	struct arena *arena;
	const struct report *report;
	struct report_table *table;
	int room;		/* rows that fit */
};

static const char *at(const struct building *b, int64_t ms)
{
	return ms > 0 ? report_time(b->arena, b->report, ms) : "";
}

static const char *who(const struct building *b, const char *user)
{
	return *user ? report_person(b->arena, b->report, user) : "";
}

static const char **add_row(struct building *b)
{
	struct report_table *table = b->table;
	const char **row;

	assert(table->count < b->room);
	row = table->rows[table->count++];
	for (int i = 0; i < REPORT_COLUMNS; i++)
		row[i] = "";
	return row;
}

static void begin(struct building *b, int room, const char *title)
{
	memset(b->table, 0, sizeof(*b->table));
	b->table->title = title;
	b->room = room;
	b->table->rows = arena_reserve(b->arena, ((size_t)room + 1) *
	    sizeof(row_of));
}

static void add_pair(struct building *b, const char *name,
    const char *value)
{
	const char **row;

	if (!*value)
		return;
	row = add_row(b);
	row[0] = name;
	row[1] = value;
}

/* --- one table each ------------------------------------------------------ */

/* How long it hurt: since when it was broken, or was said to be, until it was
 * stable, or over. */
static const char *harm(const struct building *b)
{
	const struct incident *i = b->report->incident;
	int64_t from_ms = i->since_ms ? i->since_ms : i->declared_ms;
	int64_t to_ms = i->mitigated_ms ? i->mitigated_ms : i->resolved_ms;

	if (to_ms <= from_ms)
		return "";
	return arena_printf(b->arena, "%s, from %s until %s",
	    report_span(b->arena, from_ms, to_ms), at(b, from_ms),
	    at(b, to_ms));
}

static void add_impact(struct building *b)
{
	const struct incident *i = b->report->incident;

	begin(b, 8, "Impact");
	b->table->heads[0] = "What";
	b->table->heads[1] = "How much";
	add_pair(b, "What was broken", i->broken);
	add_pair(b, "For how many", i->reach);
	add_pair(b, "Since when", i->since);
	add_pair(b, "Duration of the harm", harm(b));
	add_pair(b, "Declared until resolved", i->resolved_ms ?
	    report_span(b->arena, i->declared_ms, i->resolved_ms) : "");
	add_pair(b, "Data", i->flags & FLAG_DATA_LOSS ?
	    "Data was lost or damaged" : "");
	add_pair(b, "Security", i->flags & FLAG_SECURITY ?
	    "A security breach" : "");
	add_pair(b, "Components, as last published", i->affected);
}

static void add_person(struct building *b, const char *part,
    const char *user, int64_t from_ms, int64_t until_ms)
{
	const char **row;

	if (!*user)
		return;
	row = add_row(b);
	row[0] = part;
	row[1] = who(b, user);
	row[2] = at(b, from_ms);
	row[3] = at(b, until_ms);
}

/* When somebody else took the role; 0 = held to the end. */
static int64_t role_until(const struct report *report, int index)
{
	for (int i = index + 1; i < report->count; i++) {
		if (report->events[i].kind == EVENT_ROLE_TAKEN &&
		    report->events[i].number == report->events[index].number)
			return report->events[i].at_ms;
	}
	return 0;
}

static void add_people(struct building *b)
{
	const struct report *report = b->report;
	const struct incident *i = report->incident;

	begin(b, report->count + 8, "Who was involved");
	b->table->heads[0] = "As";
	b->table->heads[1] = "Who";
	b->table->heads[2] = "From";
	b->table->heads[3] = "Until";
	add_person(b, "Declared it", i->declared_by, i->declared_ms, 0);
	add_person(b, "Acknowledged", i->acknowledged_by,
	    i->acknowledged_ms, 0);
	for (int n = 0; n < report->count; n++) {
		if (report->events[n].kind == EVENT_ROLE_TAKEN)
			add_person(b, role_name(report->events[n].number),
			    report->events[n].user, report->events[n].at_ms,
			    role_until(report, n));
	}
	add_person(b, "Assessed", i->assessed_by, i->assessed_ms, 0);
	add_person(b, "Made it stable", i->mitigated_by, i->mitigated_ms, 0);
	add_person(b, "Resolved it", i->resolved_by, i->resolved_ms, 0);
	add_person(b, "Writes the postmortem", i->postmortem_owner, 0, 0);
}

static void add_alerts(struct building *b)
{
	const struct incident *i = b->report->incident;

	begin(b, ALERTS_MAX, "Alerts");
	b->table->heads[0] = "What";
	b->table->heads[1] = "From";
	b->table->heads[2] = "Began";
	b->table->heads[3] = "Ended";
	for (int n = 0; n < ALERTS_MAX && *i->alerts[n].hash; n++) {
		const char **row = add_row(b);

		row[0] = i->alerts[n].title;
		row[1] = i->alerts[n].source;
		row[2] = at(b, i->alerts[n].starts_ms);
		row[3] = i->alerts[n].ended_ms ? at(b, i->alerts[n].ended_ms) :
		    "still fires";
	}
}

/* "by ntfy after 2 s", "Slack after 1 s; by ntfy after 2 s", why not. */
static const char *receipt(const struct building *b, const struct page *page)
{
	const char *slack = page->sent_ms ? arena_printf(b->arena,
	    "by Slack after %s", report_span(b->arena, page->asked_ms,
	    page->sent_ms)) : "";
	const char *pager = page->accepted_ms ? arena_printf(b->arena,
	    "by %s after %s", page->way, report_span(b->arena,
	    page->asked_ms, page->accepted_ms)) : "";

	if (page->skipped)
		return "not paged";
	if (!*slack && !*pager)
		return "never arrived";
	return arena_printf(b->arena, "%s%s%s", slack,
	    *slack && *pager ? "; " : "", pager);
}

static void add_pages(struct building *b)
{
	const struct incident *i = b->report->incident;

	begin(b, PAGES_MAX, "Pages");
	b->table->heads[0] = "Who";
	b->table->heads[1] = "As";
	b->table->heads[2] = "Called";
	b->table->heads[3] = "Arrived";
	b->table->heads[4] = "Remarks";
	for (int n = 0; n < PAGES_MAX && *i->pages[n].user; n++) {
		const char **row = add_row(b);

		row[0] = who(b, i->pages[n].user);
		row[1] = rung_name(i->pages[n].rung);
		row[2] = at(b, i->pages[n].asked_ms);
		row[3] = receipt(b, &i->pages[n]);
		row[4] = i->pages[n].note;
	}
}

/* The first one is due at once; each says when the next one is. */
static void add_updates(struct building *b)
{
	int64_t due_ms = 0;

	begin(b, b->report->count, "Public updates");
	b->table->heads[0] = "When";
	b->table->heads[1] = "Punctual";
	b->table->heads[2] = "What was said";
	for (int n = 0; n < b->report->count; n++) {
		const struct event *event = &b->report->events[n];
		const char **row;

		if (event->kind != EVENT_UPDATE_PUBLISHED)
			continue;
		row = add_row(b);
		row[0] = at(b, event->at_ms);
		row[1] = due_ms > 0 && event->at_ms > due_ms ?
		    arena_printf(b->arena, "%s late", report_span(b->arena,
		    due_ms, event->at_ms)) : "on time";
		row[2] = event->text;
		due_ms = event->due_ms;
	}
}

static void add_marked(struct building *b)
{
	const struct entry *entries;
	int count = report_entries(b->arena, b->report, &entries);

	begin(b, count, "Marked messages");
	b->table->heads[0] = "When";
	b->table->heads[1] = "Who";
	b->table->heads[2] = "What";
	b->table->heads[3] = "Links";
	b->table->links = true;
	for (int n = 0; n < count; n++) {
		const char **row;

		if (entries[n].event->kind != EVENT_MESSAGE_KEPT)
			continue;
		row = add_row(b);
		row[0] = at(b, entries[n].at_ms);
		row[1] = who(b, entries[n].event->user);
		row[2] = report_words(b->arena, b->report, entries[n].text ?
		    entries[n].text : entries[n].event->text);
		row[3] = entries[n].event->list;
	}
}

static void add_parked(struct building *b)
{
	begin(b, b->report->count, "Parked for later");
	b->table->heads[0] = "When";
	b->table->heads[1] = "Who";
	b->table->heads[2] = "What";
	for (int n = 0; n < b->report->count; n++) {
		const struct event *event = &b->report->events[n];
		const char **row;

		if (event->kind != EVENT_PARKED)
			continue;
		row = add_row(b);
		row[0] = at(b, event->at_ms);
		row[1] = who(b, event->actor);
		row[2] = report_words(b->arena, b->report, event->text);
	}
}

int report_tables(struct arena *arena, const struct report *report,
    struct report_table out[REPORT_TABLES])
{
	static const struct {
		void (*add)(struct building *b);
		bool inside;	/* not in the public version */
	} tables[REPORT_TABLES] = {
		{ add_impact, false }, { add_people, true },
		{ add_alerts, true }, { add_pages, true },
		{ add_updates, false }, { add_marked, true },
		{ add_parked, true },
	};
	int count = 0;

	for (int i = 0; i < REPORT_TABLES; i++) {
		struct building b = { arena, report, &out[count], 0 };

		if (tables[i].inside && report->is_public)
			continue;
		tables[i].add(&b);
		count += out[count].count > 0;
	}
	return count;
}
