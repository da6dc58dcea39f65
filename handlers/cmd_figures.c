/* SPDX-License-Identifier: MIT
 *
 * figures: how the company did in the last months, to whoever asks. What was
 * declared private is counted, and not told.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "core/report/figures_text.h"

static enum outcome run(struct turn *turn)
{
	int months = *turn_text(turn, "months") ?
	    turn_number(turn, "months") : FIGURES_MONTHS;
	const struct figures_table *table;

	if (months < 1 || months > FIGURES_MONTHS_MAX)
		return decision_refuse(turn->out, "Name 1 to %d months, as in "
		    "`%s figures 3`.", FIGURES_MONTHS_MAX,
		    turn->policy->command);
	table = figures_compute(turn->arena, turn->figures,
	    figures_month(turn->policy->zone, turn->now_ms), months);
	return decision_reply(turn->out, "%s", view_figures(turn->arena,
	    table, months == 1 ? "this month" : arena_printf(turn->arena,
	    "the last %d months", months)));
}

const struct handler cmd_figures = {
	.name = "figures", .aliases = "metrics,mttr",
	.arguments = "months:number?", .usage = "figures [months]",
	.help = "How the company does: time to acknowledge, to stable, to "
	    "resolve, updates on time, escalations.",
	.needs = NEEDS_FIGURES,
	.run = run,
};
