/* SPDX-License-Identifier: MIT
 *
 * report: one incident as a document outside Slack, drawn from its timeline
 * alone (P6.3, P6.8): Markdown, one HTML file without scripts and with the
 * timeline as a picture, and JSON. Pure; people's words pass the sink of the
 * format. Who asks: daemon/archive.c.
 */
#ifndef INCBOT_CORE_REPORT_H
#define INCBOT_CORE_REPORT_H

#include "base/base.h"
#include "core/incident.h"
#include "core/policy.h"

struct arena;
struct text;

struct report {
	const struct incident *incident;
	const struct event *events;	/* oldest first */
	int count;
	const struct zone *zone;	/* of the times; NULL = UTC */
};

/* All in the arena. */
char *report_markdown(struct arena *arena, const struct report *report);
char *report_html(struct arena *arena, const struct report *report);
char *report_json(struct arena *arena, const struct report *report);

/* --- for the report's own files ------------------------------------------ */

/* The figures of P6.3 as name and words: "Acknowledged after", "3 min". */
struct report_figure {
	const char *name;
	const char *words;
};
#define REPORT_FIGURES 6
void report_figures(struct arena *arena, const struct incident *incident,
    struct report_figure out[REPORT_FIGURES]);

/* "2026-06-15 14:05:09", in the report's zone. */
const char *report_time(struct arena *arena, const struct report *report,
    int64_t ms);
/* The event's sentence without Slack's markup: text, to be escaped. */
const char *report_sentence(struct arena *arena, const struct event *event);
/* How much text there is at most, for a buffer. */
size_t report_size(const struct report *report);
/* The timeline as an SVG element. */
void report_picture(struct arena *arena, struct text *out,
    const struct report *report);

#endif
