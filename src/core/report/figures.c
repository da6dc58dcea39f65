/* SPDX-License-Identifier: MIT
 *
 * figures: see figures.h.
 */
#include "core/report/figures.h"
#include "base/arena.h"
#include "core/incident.h"
#include "core/summary.h"
#include "core/calendar/zone.h"

/* Clocks of two replicas may differ a little: nothing ends before it began. */
static int64_t span(int64_t from_ms, int64_t to_ms)
{
	if (to_ms == 0)
		return SPAN_NONE;
	return to_ms > from_ms ? to_ms - from_ms : 0;
}

static int64_t stable_span(int64_t declared_ms, int64_t mitigated_ms,
    int64_t resolved_ms)
{
	return span(declared_ms, mitigated_ms ? mitigated_ms : resolved_ms);
}

int64_t figures_ack_ms(const struct incident *incident)
{
	return span(incident->declared_ms, incident->first_ack_ms ?
	    incident->first_ack_ms : incident->acknowledged_ms);
}

int64_t figures_stable_ms(const struct incident *incident)
{
	return stable_span(incident->declared_ms, incident->mitigated_ms,
	    incident->resolved_ms);
}

int64_t figures_resolve_ms(const struct incident *incident)
{
	return span(incident->declared_ms, incident->resolved_ms);
}

int figures_month(const struct zone *zone, int64_t ms)
{
	struct civil civil = zone_to_civil(zone, ms);

	return civil.year * 12 + civil.month - 1;
}

bool figures_take(const struct summary *summary, const struct zone *zone,
    struct figures_fact *out)
{
	if ((summary->flags & FLAG_DRILL) || *summary->duplicate_of ||
	    summary->phase < PHASE_OPEN ||
	    summary->phase > PHASE_CLOSED || summary->declared_ms <= 0)
		return false;
	*out = (struct figures_fact){
		.service = summary->service,
		.severity = summary->severity,
		.month = figures_month(zone, summary->declared_ms),
		.ack_ms = span(summary->declared_ms,
		    summary->acknowledged_ms),
		.stable_ms = stable_span(summary->declared_ms,
		    summary->mitigated_ms, summary->resolved_ms),
		.resolve_ms = span(summary->declared_ms,
		    summary->resolved_ms),
		.updates = summary->update_count,
		.updates_late = summary->update_late_count,
		.escalations = summary->escalations,
	};
	return true;
}

struct figures_facts *figures_wish(struct arena *arena,
    const struct zone *zone)
{
	struct figures_facts *facts = arena_alloc(arena, sizeof(*facts));

	facts->zone = zone;
	facts->max = FIGURES_MAX;
	return facts;
}

/* --- one group ------------------------------------------------------------ */

/* What all groups share: `some` are the facts of the group at hand. */
struct work {
	struct arena *arena;
	const struct figures_fact *facts;
	int count;
	const struct figures_fact **some;
	int some_count;
	int64_t *spans;
	struct figures *rows;
	int row_count;
};

static int compare_spans(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

static void measure(struct work *work, size_t offset,
    struct figures_span *out)
{
	int64_t sum_ms = 0;

	for (int i = 0; i < work->some_count; i++) {
		int64_t ms;

		memcpy(&ms, (const char *)work->some[i] + offset, sizeof(ms));
		if (ms == SPAN_NONE)
			continue;
		work->spans[out->count++] = ms;
		sum_ms += ms;
	}
	if (out->count == 0)
		return;
	qsort(work->spans, (size_t)out->count, sizeof(*work->spans),
	    compare_spans);
	out->mean_ms = sum_ms / out->count;
	out->median_ms = work->spans[(out->count - 1) / 2];
}

static void add_row(struct work *work, const struct figures *group)
{
	struct figures *row = &work->rows[work->row_count++];

	*row = *group;
	row->incidents = work->some_count;
	measure(work, offsetof(struct figures_fact, ack_ms), &row->ack);
	measure(work, offsetof(struct figures_fact, stable_ms),
	    &row->stable);
	measure(work, offsetof(struct figures_fact, resolve_ms),
	    &row->resolve);
	for (int i = 0; i < work->some_count; i++) {
		const struct figures_fact *fact = work->some[i];

		row->updates += fact->updates;
		row->updates_late += fact->updates_late;
		row->escalated += fact->escalations > 0;
		row->escalations += fact->escalations;
	}
}

static bool belongs(const struct figures *group,
    const struct figures_fact *fact)
{
	return (group->month == 0 || group->month == fact->month) &&
	    (group->severity == 0 || group->severity == fact->severity) &&
	    (!group->service || strcmp(group->service, fact->service) == 0);
}

/* A row, unless no incident belongs to it. Returns how many were added. */
static int add_group(struct work *work, const struct figures *group)
{
	work->some_count = 0;
	for (int i = 0; i < work->count; i++) {
		if (belongs(group, &work->facts[i]))
			work->some[work->some_count++] = &work->facts[i];
	}
	if (work->some_count == 0)
		return 0;
	add_row(work, group);
	return 1;
}

/* --- all groups ----------------------------------------------------------- */

static int compare_facts(const void *left, const void *right)
{
	const struct figures_fact *a = left;
	const struct figures_fact *b = right;

	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	if (a->severity != b->severity)
		return a->severity < b->severity ? -1 : 1;
	return strcmp(a->service, b->service);
}

static int add_months(struct work *work)
{
	int added = 0;

	for (int i = 0; i < work->count; i++) {
		if (i == 0 || work->facts[i].month != work->facts[i - 1].month)
			added += add_group(work, &(struct figures){
			    .month = work->facts[i].month });
	}
	return added;
}

static int add_severities(struct work *work)
{
	int added = 0;

	for (int severity = SEV1; severity <= SEV3; severity++)
		added += add_group(work, &(struct figures){
		    .severity = severity });
	return added;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int add_services(struct work *work)
{
	const char **names = arena_alloc(work->arena,
	    (size_t)(work->count + 1) * sizeof(*names));
	int added = 0;

	for (int i = 0; i < work->count; i++)
		names[i] = work->facts[i].service;
	qsort(names, (size_t)work->count, sizeof(*names), compare_names);
	for (int i = 0; i < work->count; i++) {
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
			added += add_group(work, &(struct figures){
			    .service = names[i] });
	}
	return added;
}

/* Those of one cell stand next to each other. */
static void add_cells(struct work *work)
{
	int first = 0;

	for (int i = 1; i <= work->count; i++) {
		const struct figures_fact *from = &work->facts[first];

		if (i < work->count && compare_facts(from,
		    &work->facts[i]) == 0)
			continue;
		work->some_count = 0;
		for (int j = first; j < i; j++)
			work->some[work->some_count++] = &work->facts[j];
		add_row(work, &(struct figures){ .month = from->month,
		    .severity = from->severity, .service = from->service });
		first = i;
	}
}

/* Rows that there are at most: a service has one cell at least. */
static size_t rows_max(const struct figures_fact *facts, int count)
{
	size_t rows = 1 + SEVERITY_COUNT;

	for (int i = 0; i < count; i++) {
		rows += i == 0 || facts[i].month != facts[i - 1].month;
		if (i == 0 || compare_facts(&facts[i], &facts[i - 1]) != 0)
			rows += 2;
	}
	return rows;
}

/* Copies, sorted, of those that are asked for. */
static void choose_facts(struct work *work,
    const struct figures_facts *facts, int month_now, int months)
{
	struct figures_fact *chosen = arena_alloc(work->arena,
	    (size_t)(facts->count + 1) * sizeof(*chosen));

	for (int i = 0; i < facts->count; i++) {
		int month = facts->facts[i].month;

		if (months == 0 || (month <= month_now &&
		    month > month_now - months))
			chosen[work->count++] = facts->facts[i];
	}
	if (work->count > 0)
		qsort(chosen, (size_t)work->count, sizeof(*chosen),
		    compare_facts);
	work->facts = chosen;
}

const struct figures_table *figures_compute(struct arena *arena,
    const struct figures_facts *facts, int month_now, int months)
{
	struct figures_table *table = arena_alloc(arena, sizeof(*table));
	struct work work = { .arena = arena };

	choose_facts(&work, facts, month_now, months);
	table->cut = facts->cut && work.count == facts->count;
	if (work.count == 0)
		return table;
	work.some = arena_alloc(arena, (size_t)work.count *
	    sizeof(const void *));
	work.spans = arena_alloc(arena, (size_t)work.count *
	    sizeof(*work.spans));
	work.rows = arena_alloc(arena, rows_max(work.facts, work.count) *
	    sizeof(*work.rows));
	(void)add_group(&work, &(struct figures){ .month = 0 });
	table->months = add_months(&work);
	table->severities = add_severities(&work);
	table->services = add_services(&work);
	add_cells(&work);
	table->rows = work.rows;
	table->count = work.row_count;
	return table;
}

static const struct figures *row_at(const struct figures_table *table, int at,
    int count)
{
	return count > 0 ? &table->rows[at] : NULL;
}

const struct figures *figures_all(const struct figures_table *table)
{
	return row_at(table, 0, table->count);
}

const struct figures *figures_months(const struct figures_table *table)
{
	return row_at(table, 1, table->months);
}

const struct figures *figures_severities(const struct figures_table *table)
{
	return row_at(table, 1 + table->months, table->severities);
}

const struct figures *figures_services(const struct figures_table *table)
{
	return row_at(table, 1 + table->months + table->severities,
	    table->services);
}

int figures_punctual(const struct figures *figures)
{
	if (figures->updates == 0)
		return -1;
	return (int)((int64_t)(figures->updates - figures->updates_late) *
	    1000 / figures->updates);
}
