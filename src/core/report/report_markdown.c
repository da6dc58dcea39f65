/* SPDX-License-Identifier: MIT
 *
 * report_markdown: the report as Markdown. What people wrote is never markup:
 * every mark in it is escaped, and a line stays a line.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/marked.h"
#include "core/report/markdown.h"
#include "core/postmortem.h"

static void markdown_section(struct arena *arena, struct text *out,
    const struct report *report, int section)
{
	const char *text = section_text(report->events, report->count,
	    section);

	if (!*text && section >= SECTION_WHY1 && section <= SECTION_WHY5)
		return;
	text_addf(out, "### %s\n\n", section_heading(section));
	if (*text)
		markdown_add_quote(arena, out, report_words(arena,
		    report, text));
	else
		text_add(out, "Not written yet.\n\n");
}

static void markdown_actions(struct arena *arena, struct text *out,
    const struct report *report)
{
	static const char *const states[] = { "open", "done", "dropped" };
	const struct incident *incident = report->incident;

	text_add(out, "## Action items\n\n");
	if (action_count(incident) == 0) {
		text_add(out, "None yet.\n\n");
		return;
	}
	text_add(out, "| | what | gap | owner | due | for | state |\n"
	    "|---|---|---|---|---|---|---|\n");
	for (int i = 0; i < action_count(incident); i++) {
		const struct action *action = &incident->actions[i];

		text_addf(out, "| %d | ", i + 1);
		markdown_add(arena, out, action->text);
		text_addf(out, " | %s | ", severity_name(
		    action_severity(incident, action)));
		markdown_add(arena, out, *action->owner ?
		    report_person(arena, report, action->owner) : "");
		text_addf(out, " | %.10s | %s | %s |\n", action->due_ms ?
		    report_time(arena, report, action->due_ms) : "",
		    action_category_word(action->category),
		    states[action->state]);
	}
	text_add(out, "\n");
}

/* Addresses were checked when they were read; what is between the brackets is
 * text. */
static void add_links(struct arena *arena, struct text *out, const char *links)
{
	const char *url, *name;

	for (int i = 0; mark_link(arena, links, i, &url, &name); i++) {
		text_add(out, i > 0 ? ", [" : "[");
		markdown_add(arena, out, name);
		text_addf(out, "](<%s>)", url);
	}
}

static void markdown_table(struct arena *arena, struct text *out,
    const struct report_table *table)
{
	int columns = 0;

	text_addf(out, "## %s\n\n|", table->title);
	while (columns < REPORT_COLUMNS && table->heads[columns])
		text_addf(out, " %s |", table->heads[columns++]);
	text_add(out, "\n|");
	for (int i = 0; i < columns; i++)
		text_add(out, "---|");
	for (int row = 0; row < table->count; row++) {
		text_add(out, "\n|");
		for (int i = 0; i < columns; i++) {
			text_add(out, " ");
			if (table->links && i == columns - 1)
				add_links(arena, out, table->rows[row][i]);
			else
				markdown_add(arena, out, table->rows[row][i]);
			text_add(out, " |");
		}
	}
	text_add(out, "\n\n");
}

static void markdown_entry(struct arena *arena, struct text *out,
    const struct report *report, const struct entry *entry)
{
	const char *before = report_entry_before(arena, report, entry);

	text_addf(out, "- %s ", report_time(arena, report, entry->at_ms));
	markdown_add(arena, out, report_entry(arena, report, entry));
	if (entry->hidden)
		text_add(out, " *(not public)*");
	text_add(out, "\n");
	if (!*before)
		return;
	text_add(out, "  - ");
	markdown_add(arena, out, before);
	text_add(out, "\n");
}

static void markdown_timeline(struct arena *arena, struct text *out,
    const struct report *report)
{
	struct arena *scratch = arena_new(ENTRY_MEMORY_MAX);
	const struct entry *entries;
	int count = report_entries(arena, report, &entries);

	text_add(out, "## Timeline\n\n");
	if (report->left_out > 0)
		text_addf(out, "%d older entries are left out here; `incbot "
		    "postmortem INC-%s` has them.\n\n", report->left_out,
		    report->incident->id);
	for (int i = 0; i < count; i++) {
		markdown_entry(scratch, out, report, &entries[i]);
		arena_reset(scratch);
	}
	arena_free(scratch);
}

static void markdown_head(struct arena *arena, struct text *out,
    const struct report *report)
{
	struct report_figure figures[REPORT_FIGURES];
	const struct incident *incident = report->incident;

	text_addf(out, "# INC-%s: ", incident->id);
	markdown_add(arena, out, incident->title);
	text_addf(out, "\n\n%s%s, declared %s (%s)", incident->flags & FLAG_DRILL ?
	    "DRILL, " : "", severity_name(incident->severity),
	    report_time(arena, report, incident->declared_ms),
	    report_zone(report));
	if (*incident->service) {
		text_add(out, ", service ");
		markdown_add(arena, out, incident->service);
	}
	text_add(out, "\n\n## Figures\n\n| | |\n|---|---|\n");
	report_figures(arena, incident, figures);
	for (int i = 0; i < REPORT_FIGURES; i++)
		text_addf(out, "| %s | %s |\n", figures[i].name,
		    figures[i].words);
	text_add(out, "\n");
}

char *report_markdown(struct arena *arena, const struct report *report)
{
	struct text out = text_new(arena, report_size(report));
	struct report_table tables[REPORT_TABLES];
	int table_count;

	markdown_head(arena, &out, report);
	text_add(&out, "## Postmortem\n\n");
	for (int i = 0; i < SECTION_COUNT; i++)
		markdown_section(arena, &out, report, i);
	if (!report->is_public)
		markdown_actions(arena, &out, report);
	table_count = report_tables(arena, report, tables);
	for (int i = 0; i < table_count; i++)
		markdown_table(arena, &out, &tables[i]);
	markdown_timeline(arena, &out, report);
	assert(!out.truncated);
	return out.data;
}
