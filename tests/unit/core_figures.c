/* SPDX-License-Identifier: MIT
 *
 * core/report/figures: what counts, how it is grouped, and what every form of
 * it says (docs/figures.md). A year of incidents is compared with an
 * independent computation in tests/sim/year.sh.
 */
#include "base/arena.h"
#include "base/when.h"
#include "core/report/figures_text.h"
#include "core/incident.h"
#include "core/summary.h"
#include "tests/unit/unit.h"
#include <jansson.h>

/* 2026-06-15 09:00 UTC */
#define NOW_MS INT64_C(1781514000000)
#define JUNE (2026 * 12 + 5)
#define MEMORY ((size_t)32 << 20)

static struct summary resolved(void)
{
	return (struct summary){ .id = "1", .service = "checkout",
		.severity = SEV1, .phase = PHASE_RESOLVED,
		.declared_ms = NOW_MS,
		.acknowledged_ms = NOW_MS + 3 * WHEN_MINUTE_MS,
		.mitigated_ms = NOW_MS + 30 * WHEN_MINUTE_MS,
		.resolved_ms = NOW_MS + 40 * WHEN_MINUTE_MS,
		.update_count = 4, .update_late_count = 1, .escalations = 2 };
}

START_TEST(spans_begin_with_the_declaration)
{
	struct summary summary = resolved();
	struct figures_fact fact;

	ck_assert(figures_take(&summary, NULL, &fact));
	ck_assert_int_eq(fact.month, JUNE);
	ck_assert_int_eq(fact.ack_ms, 3 * WHEN_MINUTE_MS);
	ck_assert_int_eq(fact.stable_ms, 30 * WHEN_MINUTE_MS);
	ck_assert_int_eq(fact.resolve_ms, 40 * WHEN_MINUTE_MS);
	summary.acknowledged_ms = 0;
	summary.mitigated_ms = 0;
	ck_assert(figures_take(&summary, NULL, &fact));
	ck_assert_int_eq(fact.ack_ms, SPAN_NONE);
	ck_assert_int_eq(fact.stable_ms, 40 * WHEN_MINUTE_MS);
	summary.resolved_ms = 0;
	ck_assert(figures_take(&summary, NULL, &fact));
	ck_assert_int_eq(fact.stable_ms, SPAN_NONE);
	ck_assert_int_eq(fact.resolve_ms, SPAN_NONE);
	summary.acknowledged_ms = NOW_MS - 20;	/* another clock's */
	ck_assert(figures_take(&summary, NULL, &fact));
	ck_assert_int_eq(fact.ack_ms, 0);
}
END_TEST

START_TEST(drills_and_what_was_never_declared_do_not_count)
{
	struct summary summary = resolved();
	struct figures_fact fact;

	summary.flags = FLAG_DRILL;
	ck_assert(!figures_take(&summary, NULL, &fact));
	summary.flags = FLAG_PRIVATE;
	ck_assert(figures_take(&summary, NULL, &fact));
	summary.phase = PHASE_PROPOSED;
	ck_assert(!figures_take(&summary, NULL, &fact));
	summary.phase = PHASE_DISMISSED;
	ck_assert(!figures_take(&summary, NULL, &fact));
}
END_TEST

static struct figures_fact fact_of(int month, int severity,
    const char *service, int64_t ack_ms)
{
	return (struct figures_fact){ service, severity, month, ack_ms,
		SPAN_NONE, SPAN_NONE, 0, 0, 0 };
}

START_TEST(groups_are_whole_and_in_order)
{
	struct arena *arena = arena_new(MEMORY);
	struct figures_fact facts[] = {
		fact_of(JUNE, SEV2, "b", 4), fact_of(JUNE - 1, SEV1, "", 3),
		fact_of(JUNE, SEV1, "a", 9), fact_of(JUNE, SEV2, "b", 1),
		fact_of(JUNE, SEV1, "a", SPAN_NONE),
	};
	const struct figures_table *table = figures_compute(arena,
	    &(struct figures_facts){ .facts = facts, .count = 5 }, JUNE, 0);
	const struct figures *cell = &table->rows[table->count - 1];

	ck_assert_int_eq(table->months, 2);
	ck_assert_int_eq(table->severities, 2);
	ck_assert_int_eq(table->services, 3);
	ck_assert_int_eq(table->count, 1 + 2 + 2 + 3 + 3);
	ck_assert_int_eq(figures_all(table)->incidents, 5);
	ck_assert_int_eq(figures_all(table)->ack.count, 4);
	ck_assert_int_eq(figures_all(table)->ack.mean_ms, 4);
	ck_assert_int_eq(figures_all(table)->ack.median_ms, 3);
	ck_assert_int_eq(figures_months(table)[0].month, JUNE - 1);
	ck_assert_int_eq(figures_months(table)[1].incidents, 4);
	ck_assert_int_eq(figures_severities(table)[1].ack.mean_ms, 2);
	ck_assert_str_eq(figures_services(table)[0].service, "");
	ck_assert_str_eq(cell->service, "b");
	ck_assert_int_eq(cell->ack.median_ms, 1);
	table = figures_compute(arena, &(struct figures_facts){
	    .facts = facts, .count = 5 }, JUNE, 1);
	ck_assert_int_eq(figures_all(table)->incidents, 4);
	ck_assert_int_eq(table->months, 1);
	arena_free(arena);
}
END_TEST

START_TEST(nothing_at_all_is_no_figure)
{
	struct arena *arena = arena_new(MEMORY);
	const struct figures_table *table = figures_compute(arena,
	    &(struct figures_facts){ .count = 0 }, JUNE, 12);

	ck_assert_ptr_null(figures_all(table));
	ck_assert_ptr_null(figures_services(table));
	ck_assert_str_eq(view_figures(arena, table, "this month"),
	    "No incident, this month.");
	ck_assert_ptr_nonnull(strstr(figures_html(arena, table, "All"),
	    "There was no incident."));
	arena_free(arena);
}
END_TEST

/* Also the largest that there can be: it has to fit its buffers. */
START_TEST(hostile_names_stay_text_in_every_form)
{
	static const char evil[] = "=<b>&\"',x<!here>";
	struct arena *arena = arena_new(MEMORY * 4);
	struct figures_facts facts = { .count = 3000 };
	const struct figures_table *table;
	json_t *tree;
	const char *text;

	facts.facts = arena_alloc(arena, 3000 * sizeof(*facts.facts));
	for (int i = 0; i < 3000; i++)
		facts.facts[i] = fact_of(JUNE - i % 100, 1 + i % 3,
		    i % 2 ? arena_printf(arena, "%s%d%080d", evil, i % 700,
		    i % 700) : evil, i);
	table = figures_compute(arena, &facts, JUNE, 0);
	text = figures_html(arena, table, evil);
	ck_assert_ptr_null(strstr(text, "<b>"));
	ck_assert_ptr_nonnull(strstr(text, "&lt;b&gt;"));
	text = view_figures(arena, table, "ever");
	ck_assert_ptr_null(strstr(text, "<!here>"));
	text = figures_csv(arena, table);
	ck_assert_ptr_nonnull(strstr(text, "*,*,\"'=<b>&\"\"',x<!here>\","));
	tree = json_loads(figures_json(arena, table), 0, NULL);
	ck_assert_uint_eq(json_array_size(json_object_get(tree, "figures")),
	    (size_t)table->count);
	json_decref(tree);
	arena_free(arena);
}
END_TEST

START_TEST(punctuality_is_a_share_of_updates)
{
	ck_assert_int_eq(figures_punctual(&(struct figures){ .updates = 0 }),
	    -1);
	ck_assert_int_eq(figures_punctual(&(struct figures){ .updates = 3,
	    .updates_late = 1 }), 666);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("core/report/figures");

	unit_add(&u, spans_begin_with_the_declaration);
	unit_add(&u, drills_and_what_was_never_declared_do_not_count);
	unit_add(&u, groups_are_whole_and_in_order);
	unit_add(&u, nothing_at_all_is_no_figure);
	unit_add(&u, hostile_names_stay_text_in_every_form);
	unit_add(&u, punctuality_is_a_share_of_updates);
	return unit_run(&u);
}
