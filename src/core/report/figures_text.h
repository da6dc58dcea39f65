/* SPDX-License-Identifier: MIT
 *
 * figures_text: the company's figures as people and programs read them: CSV,
 * JSON, one HTML page with plots, and Slack. The same rows everywhere; what
 * they mean: core/report/figures.h and docs/figures.md.
 */
#ifndef INCBOT_CORE_FIGURES_TEXT_H
#define INCBOT_CORE_FIGURES_TEXT_H

#include "core/report/figures.h"

/* All in the arena. In CSV and JSON an instant is a month "2026-06", a span
 * milliseconds; "*" is all of them. */
char *figures_csv(struct arena *arena, const struct figures_table *table);
char *figures_json(struct arena *arena, const struct figures_table *table);
/* `subtitle` says which incidents they are. */
char *figures_html(struct arena *arena, const struct figures_table *table,
    const char *subtitle);
/* For Slack, mrkdwn, within one message; the newest months and the services
 * with most incidents if there are many. */
const char *view_figures(struct arena *arena,
    const struct figures_table *table, const char *subtitle);

/* The same, to be escaped where it is shown. */
const char *figures_plain(struct arena *arena,
    const struct figures_table *table, const char *subtitle);

/* "2026-06"; "*" for 0. */
const char *figures_month_name(struct arena *arena, int month);
/* "95 %", "none". */
const char *figures_punctual_words(struct arena *arena,
    const struct figures *figures);
/* "3 min", "none". */
const char *figures_span_words(struct arena *arena,
    const struct figures_span *span);

#endif
