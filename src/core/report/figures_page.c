/* SPDX-License-Identifier: MIT
 *
 * figures_page: the company's figures as one HTML page: plots by month, and
 * tables that say the same in numbers. For people inside only.
 */
#include "core/report/figures_text.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/html.h"
#include "core/incident.h"
#include "core/report/paper.h"
#include "core/report/svg.h"

#define PAGE_MONTHS 60		/* the newest ones */
#define PAGE_SERVICES 100	/* those with most incidents */
#define TABLE_ROW_BYTES 900

/* What is plotted and what stands in a table's columns: one list. */
typedef int64_t value_fn(const struct figures *row);
typedef const char *words_fn(struct arena *arena, const struct figures *row);

static int64_t span_value(const struct figures_span *span)
{
	return span->count > 0 ? span->mean_ms : -1;
}

static int64_t count_value(const struct figures *row)
{
	return row->incidents;
}

static const char *count_words(struct arena *arena, const struct figures *row)
{
	return arena_printf(arena, "%d", row->incidents);
}

static int64_t ack_value(const struct figures *row)
{
	return span_value(&row->ack);
}

static const char *ack_words(struct arena *arena, const struct figures *row)
{
	return figures_span_words(arena, &row->ack);
}

static int64_t stable_value(const struct figures *row)
{
	return span_value(&row->stable);
}

static const char *stable_words(struct arena *arena,
    const struct figures *row)
{
	return figures_span_words(arena, &row->stable);
}

static int64_t resolve_value(const struct figures *row)
{
	return span_value(&row->resolve);
}

static const char *resolve_words(struct arena *arena,
    const struct figures *row)
{
	return figures_span_words(arena, &row->resolve);
}

static int64_t punctual_value(const struct figures *row)
{
	return figures_punctual(row);
}

static int64_t escalated_value(const struct figures *row)
{
	return row->escalated;
}

static const char *escalated_words(struct arena *arena,
    const struct figures *row)
{
	return arena_printf(arena, "%d", row->escalated);
}

static const struct measure {
	const char *name;
	value_fn *value;
	words_fn *words;
} measures[] = {
	{ "Incidents", count_value, count_words },
	{ "Acknowledged after (mean)", ack_value, ack_words },
	{ "Stable after (mean)", stable_value, stable_words },
	{ "Resolved after (mean)", resolve_value, resolve_words },
	{ "Updates on time", punctual_value, figures_punctual_words },
	{ "Escalated past the primary", escalated_value, escalated_words },
};

struct sheet {
	struct arena *arena;
	struct text *out;
};

/* A group's rows, and what each is called. */
struct group {
	const char *name;	/* "Month" */
	const struct figures *const *rows;
	int count;
};

static const char *row_name(struct arena *arena, const struct figures *row)
{
	if (row->month)
		return figures_month_name(arena, row->month);
	if (row->severity)
		return severity_name(row->severity);
	if (!row->service)
		return "All";
	return *row->service ? row->service : "(no service)";
}

static void add_plots(struct sheet *sheet, const struct group *group)
{
	struct svg_column *columns = arena_alloc(sheet->arena,
	    (size_t)(group->count + 1) * sizeof(*columns));

	for (size_t i = 0; i < ARRAY_LEN(measures); i++) {
		struct svg_plot plot = { measures[i].name, columns,
			group->count };

		for (int j = 0; j < group->count; j++)
			columns[j] = (struct svg_column){
				row_name(sheet->arena, group->rows[j]),
				measures[i].words(sheet->arena,
				    group->rows[j]),
				measures[i].value(group->rows[j]) };
		svg_plot(sheet->arena, sheet->out, &plot);
	}
}

static void add_table(struct sheet *sheet, const struct group *group)
{
	text_addf(sheet->out, "<div class=\"wide figures\" role=\"region\" "
	    "tabindex=\"0\" aria-label=\"%s%s\"><table>\n<tr>",
	    *group->name ? "By " : "All", group->name);
	if (*group->name)
		text_addf(sheet->out, "<th scope=\"col\">%s</th>",
		    group->name);
	else
		text_add(sheet->out, "<td></td>");
	for (size_t i = 0; i < ARRAY_LEN(measures); i++)
		text_addf(sheet->out, "<th scope=\"col\">%s</th>",
		    measures[i].name);
	text_add(sheet->out, "</tr>\n");
	for (int i = 0; i < group->count; i++) {
		text_add(sheet->out, "<tr><th scope=\"row\">");
		html_add(sheet->out, row_name(sheet->arena, group->rows[i]));
		text_add(sheet->out, "</th>");
		for (size_t j = 0; j < ARRAY_LEN(measures); j++)
			text_addf(sheet->out, "<td>%s</td>",
			    measures[j].words(sheet->arena, group->rows[i]));
		text_add(sheet->out, "</tr>\n");
	}
	text_add(sheet->out, "</table></div>\n");
}

static int compare_incidents(const void *left, const void *right)
{
	const struct figures *const *a = left;
	const struct figures *const *b = right;

	return ((*b)->incidents > (*a)->incidents) -
	    ((*b)->incidents < (*a)->incidents);
}

/* Pointers to `count` rows, at most max: the last ones, or, if they are
 * services, those with most incidents first. */
static struct group choose(struct arena *arena, const char *name,
    const struct figures *rows, int count, int max)
{
	const struct figures **chosen = arena_alloc(arena,
	    (size_t)(count + 1) * sizeof(*chosen));
	bool services = count > 0 && rows[0].service;
	int skip = !services && count > max ? count - max : 0;

	for (int i = 0; i < count; i++)
		chosen[i] = &rows[i];
	if (services)
		qsort(chosen, (size_t)count, sizeof(*chosen),
		    compare_incidents);
	return (struct group){ name, chosen + skip,
		count > max ? max : count };
}

#define GROUPS 4

char *figures_html(struct arena *arena, const struct figures_table *table,
    const char *subtitle)
{
	struct group groups[GROUPS] = {
		choose(arena, "", figures_all(table), table->count > 0, 1),
		choose(arena, "Month", figures_months(table), table->months,
		    PAGE_MONTHS),
		choose(arena, "Severity", figures_severities(table),
		    table->severities, SEVERITY_COUNT),
		choose(arena, "Service", figures_services(table),
		    table->services, PAGE_SERVICES),
	};
	size_t rows = 1 + PAGE_MONTHS + SEVERITY_COUNT + PAGE_SERVICES;
	struct text out = text_new(arena, PAPER_BYTES + 12 * strlen(subtitle) +
	    rows * (TABLE_ROW_BYTES + 12 * NAME_SIZE) + ARRAY_LEN(measures) *
	    (PAGE_MONTHS + 1) * 2000);
	struct sheet sheet = { arena, &out };

	paper_begin(&out, "Figures of incidents");
	text_add(&out, "<p class=\"soft\">");
	html_add(&out, subtitle);
	text_add(&out, ". Drills are left out. What each figure means is "
	    "said in docs/figures.md.</p>\n");
	if (table->count == 0)
		text_add(&out, "<p>There was no incident.</p>\n");
	for (int i = 0; i < GROUPS && table->count > 0; i++) {
		text_addf(&out, "<h2>%s%s</h2>\n", i == 0 ? "All" : "By ",
		    i == 0 ? "" : groups[i].name);
		if (i == 1)
			add_plots(&sheet, &groups[i]);
		add_table(&sheet, &groups[i]);
	}
	paper_end(&out);
	assert(!out.truncated);
	return out.data;
}
