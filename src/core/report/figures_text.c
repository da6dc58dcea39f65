/* SPDX-License-Identifier: MIT
 *
 * figures_text: CSV and JSON, and the words that all forms share. HTML:
 * figures_page.c; Slack: view_figures.c.
 */
#include "core/report/figures_text.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/incident.h"
#include "core/record.h"
#include <jansson.h>

#define ROW_BYTES 400		/* besides the service's name */

static const char *const columns[] = {
	"month", "severity", "service", "incidents", "acknowledged",
	"ack_mean_ms", "ack_median_ms", "stable", "stable_mean_ms",
	"stable_median_ms", "resolved", "resolve_mean_ms",
	"resolve_median_ms", "updates", "updates_late", "escalated",
	"escalations",
};

const char *figures_month_name(struct arena *arena, int month)
{
	return month == 0 ? "*" : arena_printf(arena, "%04d-%02d",
	    month / 12, month % 12 + 1);
}

const char *figures_punctual_words(struct arena *arena,
    const struct figures *figures)
{
	int share = figures_punctual(figures);

	return share < 0 ? "none" : arena_printf(arena, "%d %%", share / 10);
}

const char *figures_span_words(struct arena *arena,
    const struct figures_span *span)
{
	char words[WHEN_TEXT_SIZE];

	if (span->count == 0)
		return "none";
	when_format_duration(words, sizeof(words), span->mean_ms);
	return arena_strdup(arena, words);
}

static const char *severity_cell(int severity)
{
	return severity == 0 ? "*" : severity_name(severity);
}

/* In quotes where it must be, and never a spreadsheet's formula. */
static void add_cell(struct text *out, const char *raw)
{
	bool quoted = raw[strcspn(raw, ",\"\r\n")] != '\0';

	if (quoted)
		text_add_char(out, '"');
	if (*raw && strchr("=+-@\t", *raw))
		text_add_char(out, '\'');
	for (; *raw; raw++) {
		if (*raw == '"')
			text_add_char(out, '"');
		text_add_char(out, *raw);
	}
	if (quoted)
		text_add_char(out, '"');
}

static void add_span_cells(struct text *out, const struct figures_span *span)
{
	text_addf(out, ",%d,", span->count);
	if (span->count > 0)
		text_addf(out, "%lld,%lld", (long long)span->mean_ms,
		    (long long)span->median_ms);
	else
		text_add_char(out, ',');
}

char *figures_csv(struct arena *arena, const struct figures_table *table)
{
	size_t size = ROW_BYTES;
	struct text out;

	for (int i = 0; i < table->count; i++)
		size += ROW_BYTES + (table->rows[i].service ?
		    2 * strlen(table->rows[i].service) : 0);
	out = text_new(arena, size);
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		text_addf(&out, "%s%s", i > 0 ? "," : "", columns[i]);
	for (int i = 0; i < table->count; i++) {
		const struct figures *row = &table->rows[i];

		text_addf(&out, "\n%s,%s,",
		    figures_month_name(arena, row->month),
		    severity_cell(row->severity));
		add_cell(&out, row->service ? row->service : "*");
		text_addf(&out, ",%d", row->incidents);
		add_span_cells(&out, &row->ack);
		add_span_cells(&out, &row->stable);
		add_span_cells(&out, &row->resolve);
		text_addf(&out, ",%d,%d,%d,%d", row->updates,
		    row->updates_late, row->escalated, row->escalations);
	}
	text_add_char(&out, '\n');
	assert(!out.truncated);
	return out.data;
}

static json_t *span_tree(const struct figures_span *span)
{
	json_t *tree = json_pack("{s:i}", "count", span->count);

	if (span->count > 0) {
		(void)json_object_set_new(tree, "mean_ms",
		    json_integer(span->mean_ms));
		(void)json_object_set_new(tree, "median_ms",
		    json_integer(span->median_ms));
	}
	return tree;
}

static json_t *row_tree(struct arena *arena, const struct figures *row)
{
	return json_pack("{s:s, s:s, s:s, s:i, s:o, s:o, s:o, s:i, s:i, s:i, "
	    "s:i}",
	    "month", figures_month_name(arena, row->month),
	    "severity", severity_cell(row->severity),
	    "service", row->service ? row->service : "*",
	    "incidents", row->incidents,
	    "acknowledged", span_tree(&row->ack),
	    "stable", span_tree(&row->stable),
	    "resolved", span_tree(&row->resolve),
	    "updates", row->updates, "updates_late", row->updates_late,
	    "escalated", row->escalated, "escalations", row->escalations);
}

char *figures_json(struct arena *arena, const struct figures_table *table)
{
	json_t *rows = json_array();
	json_t *tree;
	char *out;

	for (int i = 0; i < table->count; i++)
		(void)json_array_append_new(rows,
		    row_tree(arena, &table->rows[i]));
	tree = json_pack("{s:b, s:o}", "cut", table->cut, "figures", rows);
	out = json_encode(arena, tree);
	json_decref(tree);
	return out;
}
