/* SPDX-License-Identifier: MIT
 *
 * figures: how the company does, over many incidents: how soon somebody
 * acknowledges, how soon the harm is stopped, how soon all is over, how
 * punctual the public updates are, how often the escalation goes past the
 * primary; by month, severity and service. Computed from the summaries in the
 * index of all incidents, here and nowhere else; what each figure means, and
 * what counts, is said in docs/figures.md. Pure. Who gathers the facts:
 * daemon/archive/figures_gather.h; what people see: core/report/figures_text.h.
 */
#ifndef INCBOT_CORE_FIGURES_H
#define INCBOT_CORE_FIGURES_H

#include "base/base.h"

struct arena;
struct incident;
struct summary;
struct zone;

#define FIGURES_MAX 10000	/* incidents in what is shown in Slack and on
				   the page: the latest; the command line
				   counts them all */
#define FIGURES_MONTHS 12	/* shown unless more or fewer are asked for */
#define FIGURES_MONTHS_MAX 60

#define SPAN_NONE INT64_C(-1)	/* it has not come to that */

/* What counts of one incident. */
struct figures_fact {
	const char *service;	/* "" = none */
	int severity;
	int month;		/* of its declaration: year * 12 + month - 1 */
	int64_t ack_ms;		/* from the declaration, or SPAN_NONE */
	int64_t stable_ms;
	int64_t resolve_ms;
	int updates;
	int updates_late;
	int escalations;
};

/* What counts of many, the latest first. */
struct figures_facts {
	const struct zone *zone;	/* says in which month an instant is */
	int max;		/* no more are taken */
	struct figures_fact *facts;
	int count;
	bool cut;		/* there are more */
};

/* Empty, and ready for FIGURES_MAX; in the arena. */
struct figures_facts *figures_wish(struct arena *arena,
    const struct zone *zone);

struct figures_span {
	int count;		/* incidents that came to it */
	int64_t mean_ms;	/* rounded down; 0 if there are none */
	int64_t median_ms;	/* the lower one of two */
};

/* One group: all incidents of a month, of a severity, ... */
struct figures {
	int month;		/* 0 = all of them */
	int severity;		/* 0 = all */
	const char *service;	/* NULL = all */
	int incidents;
	struct figures_span ack, stable, resolve;
	int updates;
	int updates_late;
	int escalated;		/* incidents that went past the primary */
	int escalations;	/* rungs past it that were paged */
};

/* Groups in this order: all; each month, severity and service; each month,
 * severity and service at once. Months ascend, so do severities; services by
 * their bytes. */
struct figures_table {
	const struct figures *rows;
	int count;
	int months;		/* how many rows of each kind there are */
	int severities;
	int services;
	bool cut;		/* there were more than FIGURES_MAX incidents */
};

/* From the declaration to the acknowledgement, to the end of the harm (marked
 * stable, or resolved without that), to the resolution; SPAN_NONE before. */
int64_t figures_ack_ms(const struct incident *incident);
int64_t figures_stable_ms(const struct incident *incident);
int64_t figures_resolve_ms(const struct incident *incident);

/* False for what does not count: a drill, or what was never declared. The
 * service's name is the summary's own. */
NODISCARD bool figures_take(const struct summary *summary,
    const struct zone *zone, struct figures_fact *out);

/* The month of an instant, as in struct figures_fact. */
int figures_month(const struct zone *zone, int64_t ms);

/* The figures of so many months that end with `month_now`; 0 = of all.
 * All in the arena. */
const struct figures_table *figures_compute(struct arena *arena,
    const struct figures_facts *facts, int month_now, int months);
/* The first row of each kind; NULL if there is none. */
const struct figures *figures_all(const struct figures_table *table);
const struct figures *figures_months(const struct figures_table *table);
const struct figures *figures_severities(const struct figures_table *table);
const struct figures *figures_services(const struct figures_table *table);

/* Updates that were on time, in thousandths; -1 if there were none. */
int figures_punctual(const struct figures *figures);

#endif
