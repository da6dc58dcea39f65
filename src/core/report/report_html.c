/* SPDX-License-Identifier: MIT
 *
 * report_html: the report as one HTML file: no scripts, nothing loaded from
 * elsewhere, readable on paper and on a phone, by eye and by ear.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/html.h"
#include "core/marked.h"
#include "core/report/paper.h"
#include "core/postmortem.h"

static void add_figures(struct arena *arena, struct text *out,
    const struct incident *incident)
{
	struct report_figure figures[REPORT_FIGURES];

	report_figures(arena, incident, figures);
	text_add(out, "<h2>Figures</h2>\n<dl>\n");
	for (int i = 0; i < REPORT_FIGURES; i++)
		text_addf(out, "<div><dt>%s</dt><dd>%s</dd></div>\n",
		    figures[i].name, figures[i].words);
	text_add(out, "</dl>\n");
}

static void add_sections(struct arena *arena, struct text *out,
    const struct report *report)
{
	text_add(out, "<h2>Postmortem</h2>\n");
	for (int i = 0; i < SECTION_COUNT; i++) {
		const char *text = section_text(report->events,
		    report->count, i);

		if (!*text && i >= SECTION_WHY1 && i <= SECTION_WHY5)
			continue;
		text_addf(out, "<h3>%s</h3>\n<p>", section_heading(i));
		if (*text)
			html_add_lines(out, report_words(arena,
			    report, text));
		else
			text_add(out, "<span class=\"soft\">Not written yet."
			    "</span>");
		text_add(out, "</p>\n");
	}
}

static void add_actions(struct arena *arena, struct text *out,
    const struct report *report)
{
	static const char *const states[] = { "open", "done", "dropped" };
	const struct incident *incident = report->incident;

	text_add(out, "<h2>Action items</h2>\n");
	if (action_count(incident) == 0) {
		text_add(out, "<p class=\"soft\">None yet.</p>\n");
		return;
	}
	text_add(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" "
	    "aria-label=\"Action items\"><table>\n<thead><tr>"
	    "<th scope=\"col\">What</th><th scope=\"col\">Gap</th>"
	    "<th scope=\"col\">Owner</th><th scope=\"col\">Due</th>"
	    "<th scope=\"col\">For</th><th scope=\"col\">State</th></tr>"
	    "</thead>\n<tbody>\n");
	for (int i = 0; i < action_count(incident); i++) {
		const struct action *action = &incident->actions[i];

		text_add(out, "<tr><td>");
		html_add(out, action->text);
		text_addf(out, "</td><td>%s</td><td>", severity_name(
		    action_severity(incident, action)));
		html_add(out, *action->owner ?
		    report_person(arena, report, action->owner) : "");
		text_addf(out, "</td><td>%.10s</td><td>%s</td><td>%s</td>"
		    "</tr>\n", action->due_ms ?
		    report_time(arena, report, action->due_ms) : "",
		    action_category_word(action->category),
		    states[action->state]);
	}
	text_add(out, "</tbody></table></div>\n");
}

static void add_links(struct arena *arena, struct text *out,
    const char *links)
{
	const char *url, *name;

	for (int i = 0; mark_link(arena, links, i, &url, &name); i++) {
		text_addf(out, "%s<a href=\"", i > 0 ? ", " : "");
		html_add_url(out, url);
		text_add(out, "\" rel=\"noreferrer\">");
		html_add(out, name);
		text_add(out, "</a>");
	}
}

static void add_cells(struct arena *arena, struct text *out,
    const struct report_table *table, int row)
{
	for (int i = 0; i < REPORT_COLUMNS && table->heads[i]; i++) {
		bool last = i + 1 == REPORT_COLUMNS || !table->heads[i + 1];
		bool time = strcmp(table->heads[i], "When") == 0;

		text_add(out, time ? "<td class=\"t\">" : "<td>");
		if (table->links && last)
			add_links(arena, out, table->rows[row][i]);
		else
			html_add_lines(out, table->rows[row][i]);
		text_add(out, "</td>");
	}
}

static void add_table(struct arena *arena, struct text *out,
    const struct report_table *table)
{
	text_addf(out, "<h2>%s</h2>\n<div class=\"wide\" role=\"region\" "
	    "tabindex=\"0\" aria-label=\"%s\"><table>\n<thead><tr>",
	    table->title, table->title);
	for (int i = 0; i < REPORT_COLUMNS && table->heads[i]; i++)
		text_addf(out, "<th scope=\"col\">%s</th>",
		    table->heads[i]);
	text_add(out, "</tr></thead>\n<tbody>\n");
	for (int row = 0; row < table->count; row++) {
		text_add(out, "<tr>");
		add_cells(arena, out, table, row);
		text_add(out, "</tr>\n");
	}
	text_add(out, "</tbody></table></div>\n");
}

static void add_tables(struct arena *arena, struct text *out,
    const struct report *report)
{
	struct report_table tables[REPORT_TABLES];
	int count = report_tables(arena, report, tables);

	for (int i = 0; i < count; i++)
		add_table(arena, out, &tables[i]);
}

static void add_entry(struct arena *arena, struct text *out,
    const struct report *report, const struct entry *entry)
{
	const char *before = report_entry_before(arena, report, entry);

	text_addf(out, "<tr><td class=\"t\">%s</td><td>",
	    report_time(arena, report, entry->at_ms));
	html_add_lines(out, report_entry(arena, report, entry));
	if (entry->event->kind == EVENT_MESSAGE_KEPT && !report->is_public) {
		text_add(out, " (");
		add_links(arena, out, entry->event->list);
		text_add(out, ")");
	}
	if (entry->hidden)
		text_add(out, "<small>Not in the public version</small>");
	if (*before) {
		text_add(out, "<small>");
		html_add(out, before);
		text_add(out, "</small>");
	}
	text_add(out, "</td></tr>\n");
}

static void add_timeline(struct arena *arena, struct text *out,
    const struct report *report)
{
	struct arena *scratch = arena_new(ENTRY_MEMORY_MAX);
	const struct entry *entries;
	int count = report_entries(arena, report, &entries);

	text_add(out, "<h2>Timeline</h2>\n");
	if (report->left_out > 0)
		text_addf(out, "<p class=\"soft\">%d older entries are left "
		    "out here.</p>\n", report->left_out);
	report_picture(arena, out, report);
	text_add(out, "<table class=\"steps\">\n<thead><tr>"
	    "<th scope=\"col\">When</th><th scope=\"col\">What</th></tr>"
	    "</thead>\n<tbody>\n");
	for (int i = 0; i < count; i++) {
		add_entry(scratch, out, report, &entries[i]);
		arena_reset(scratch);
	}
	arena_free(scratch);
	text_add(out, "</tbody></table>\n");
}

char *report_html(struct arena *arena, const struct report *report)
{
	const struct incident *incident = report->incident;
	struct text out = text_new(arena, report_size(report));

	paper_begin(&out, arena_printf(arena, "INC-%s: %s", incident->id,
	    incident->title));
	text_addf(&out, "<p class=\"soft\">%s%s, declared %s (%s)",
	    incident->flags & FLAG_DRILL ? "DRILL, " : "",
	    severity_name(incident->severity),
	    report_time(arena, report, incident->declared_ms),
	    report_zone(report));
	if (*incident->service) {
		text_add(&out, ", service ");
		html_add(&out, incident->service);
	}
	text_add(&out, "</p>\n");
	add_figures(arena, &out, incident);
	add_sections(arena, &out, report);
	if (!report->is_public)
		add_actions(arena, &out, report);
	add_tables(arena, &out, report);
	add_timeline(arena, &out, report);
	paper_end(&out);
	assert(!out.truncated);
	return out.data;
}
