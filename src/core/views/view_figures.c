/* SPDX-License-Identifier: MIT
 *
 * view_figures: the company's figures in Slack: `/incident figures` and the
 * monthly post.
 */
#include "core/report/figures_text.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/incident.h"
#include "core/views/mrkdwn.h"

#define MONTHS_SHOWN 12
#define SERVICES_SHOWN 10
#define LINE_BYTES 700

static const char *median(struct arena *arena, const struct figures_span *span)
{
	char words[WHEN_TEXT_SIZE];

	if (span->count == 0)
		return "";
	when_format_duration(words, sizeof(words), span->median_ms);
	return arena_printf(arena, ", half of them within %s (of %d)", words,
	    span->count);
}

static void add_span(struct arena *arena, struct text *out, const char *what,
    const struct figures_span *span)
{
	if (span->count == 0)
		text_addf(out, "\n• %s: none yet", what);
	else
		text_addf(out, "\n• %s after %s on average%s", what,
		    figures_span_words(arena, span), median(arena, span));
}

static void add_whole(struct arena *arena, struct text *out,
    const struct figures *all)
{
	add_span(arena, out, "Acknowledged", &all->ack);
	add_span(arena, out, "Stable", &all->stable);
	add_span(arena, out, "Resolved", &all->resolve);
	text_addf(out, "\n• Public updates on time: %s (of %d)",
	    figures_punctual_words(arena, all), all->updates);
	text_addf(out, "\n• Escalated past the primary: %d (%d pages)",
	    all->escalated, all->escalations);
}

static void add_row(struct arena *arena, struct text *out, const char *name,
    const struct figures *row)
{
	text_addf(out, "\n• %s: %d; acknowledged %s, stable %s, resolved %s; "
	    "on time %s; escalated %d", name, row->incidents,
	    figures_span_words(arena, &row->ack),
	    figures_span_words(arena, &row->stable),
	    figures_span_words(arena, &row->resolve),
	    figures_punctual_words(arena, row), row->escalated);
}

/* The newest ones. */
static void add_months(struct arena *arena, struct text *out,
    const struct figures_table *table)
{
	const struct figures *rows = figures_months(table);
	int first = table->months > MONTHS_SHOWN ?
	    table->months - MONTHS_SHOWN : 0;

	text_add(out, "\n*By month*");
	for (int i = first; i < table->months; i++)
		add_row(arena, out, figures_month_name(arena,
		    rows[i].month), &rows[i]);
}

static void add_severities(struct arena *arena, struct text *out,
    const struct figures_table *table)
{
	const struct figures *rows = figures_severities(table);

	text_add(out, "\n*By severity*");
	for (int i = 0; i < table->severities; i++)
		add_row(arena, out, severity_name(rows[i].severity),
		    &rows[i]);
}

/* The one with most incidents that was not told yet. */
static int next_service(const struct figures_table *table, const bool *told)
{
	const struct figures *rows = figures_services(table);
	int best = -1;

	for (int i = 0; i < table->services; i++) {
		if (!told[i] && (best < 0 ||
		    rows[i].incidents > rows[best].incidents))
			best = i;
	}
	return best;
}

static void add_services(struct arena *arena, struct text *out,
    const struct figures_table *table, bool raw)
{
	const struct figures *rows = figures_services(table);
	bool *told = arena_alloc(arena, (size_t)table->services + 1);

	text_add(out, "\n*By service*");
	for (int i = 0; i < table->services && i < SERVICES_SHOWN; i++) {
		int at = next_service(table, told);

		told[at] = true;
		add_row(arena, out, *rows[at].service ? (raw ?
		    rows[at].service : mrkdwn_escape(arena,
		    rows[at].service)) : "no service", &rows[at]);
	}
	if (table->services > SERVICES_SHOWN)
		text_addf(out, "\n• and %d more", table->services -
		    SERVICES_SHOWN);
}

static const char *draw(struct arena *arena,
    const struct figures_table *table, const char *subtitle, bool raw)
{
	const struct figures *all = figures_all(table);
	struct text out = text_new(arena, LINE_BYTES * (8 + MONTHS_SHOWN +
	    SEVERITY_COUNT + SERVICES_SHOWN));

	if (!all)
		return arena_printf(arena, "No incident, %s.", subtitle);
	text_addf(&out, "*%d incident%s*, %s; drills are left out%s",
	    all->incidents, all->incidents == 1 ? "" : "s", subtitle,
	    table->cut ? "; only the latest are counted" : "");
	add_whole(arena, &out, all);
	if (table->months > 1)
		add_months(arena, &out, table);
	add_severities(arena, &out, table);
	add_services(arena, &out, table, raw);
	assert(!out.truncated);
	return out.data;
}

const char *view_figures(struct arena *arena,
    const struct figures_table *table, const char *subtitle)
{
	return draw(arena, table, subtitle, false);
}

const char *figures_plain(struct arena *arena,
    const struct figures_table *table, const char *subtitle)
{
	return draw(arena, table, subtitle, true);
}
