/* SPDX-License-Identifier: MIT
 *
 * report: one incident as a document outside Slack, drawn from its timeline
 * alone (P6.3, P6.8): Markdown, one HTML file without scripts and with the
 * timeline as a picture, and JSON. Pure; people's words pass the sink of the
 * format. Who asks: daemon/archive/archive.c.
 */
#ifndef INCBOT_CORE_REPORT_H
#define INCBOT_CORE_REPORT_H

#include "base/base.h"
#include "core/incident.h"
#include "core/policy.h"
#include "core/timeline.h"
#include <jansson.h>

struct arena;
struct report_people;
struct text;

struct report {
	const struct incident *incident;
	const struct event *events;	/* oldest first */
	int count;
	const int *numbers;	/* of each in all of the timeline; NULL = 1, 2 */
	const struct report_people *people;	/* of these events, by
						   report_people(); NULL = ids
						   alone */
	const struct zone *zone;	/* of the times; NULL = UTC */
	const char *zone_name;	/* NULL = UTC */
	int left_out;		/* of the oldest; the incident had more */
	bool is_public;		/* without what people hid, who did what, and
				   what is the team's own affair */
};

/* What the people in the events are called, as the timeline knows it. */
const struct report_people *report_people(struct arena *arena,
    const struct event *events, int count);

/* All in the arena. */
char *report_markdown(struct arena *arena, const struct report *report);
char *report_html(struct arena *arena, const struct report *report);
/* The text of the canvas; its heading begins with this, which knows it as
 * this incident's. */
#define CANVAS_MARK "Postmortem of INC-%s"
char *report_canvas(struct arena *arena, const struct report *report);
char *report_json(struct arena *arena, const struct report *report);

/* --- for the report's own files ------------------------------------------ */

/* The figures of P6.3 as name and words: "Acknowledged after", "3 min". */
struct report_figure {
	const char *name;
	const char *words;
};
#define REPORT_FIGURES 7
void report_figures(struct arena *arena, const struct incident *incident,
    struct report_figure out[REPORT_FIGURES]);

/* The rest of the draft, as tables (report_tables.c): the impact with its
 * durations, who was involved, alerts, pages with their receipts, updates,
 * marked messages, parked talk. Cells are raw text; a cell of the last column
 * may be links instead, "address name" a line. */
#define REPORT_COLUMNS 5
#define REPORT_TABLES 7

struct report_table {
	const char *title;
	const char *heads[REPORT_COLUMNS];	/* NULL = no more columns */
	const char *(*rows)[REPORT_COLUMNS];
	int count;
	bool links;		/* the last column holds links */
};

int report_tables(struct arena *arena, const struct report *report,
    struct report_table out[REPORT_TABLES]);

/* What drawing one entry takes at most; given back before the next one, since a
 * timeline may have very many. */
#define ENTRY_MEMORY_MAX ((size_t)2 << 20)

/* The timeline as it reads, and as whom the report is for may read it. */
int report_entries(struct arena *arena, const struct report *report,
    const struct entry **out);
/* What an entry says; and what it said before it was corrected, "" = the
 * same. Raw text. */
const char *report_entry(struct arena *arena, const struct report *report,
    const struct entry *entry);
const char *report_entry_before(struct arena *arena,
    const struct report *report, const struct entry *entry);

/* What the report's zone is called, to stand beside a time. */
const char *report_zone(const struct report *report);
/* "2026-06-15 14:05:09", in the report's zone. */
const char *report_time(struct arena *arena, const struct report *report,
    int64_t ms);
/* "12 min", from the first instant to the second; "never" if that is 0. */
const char *report_span(struct arena *arena, int64_t from_ms, int64_t to_ms);
/* "Ana Silva"; the id where that is not known, and always in public. Raw. */
const char *report_name(const struct report *report, const char *user);
/* Of the longest. */
size_t report_name_bytes(const struct report *report);
/* {"U0ANA": "Ana Silva"} */
json_t *report_people_json(const struct report *report);
/* "@Ana Silva"; "somebody" in public, "incbot" for "". */
const char *report_person(struct arena *arena, const struct report *report,
    const char *user);
/* What people wrote, as whom the report is for may read it: who is mentioned stands
 * there by name, in public as "somebody". Raw. */
const char *report_words(struct arena *arena, const struct report *report,
    const char *words);
/* The event's sentence without Slack's markup: text, to be escaped. */
const char *report_sentence(struct arena *arena, const struct event *event);
/* How much text there is at most, for a buffer. */
size_t report_size(const struct report *report);
/* The timeline as an SVG element. */
void report_picture(struct arena *arena, struct text *out,
    const struct report *report);

#endif
