/* SPDX-License-Identifier: MIT
 *
 * manuscript: a report that came back as Markdown, written on elsewhere: the
 * postmortem's sections and the action items are read out of it, all else is
 * incbot's own record and stays as it is. What cannot be read is named by its
 * line. Then it is compared with the incident: what would change, and what
 * cannot. Total on hostile text; changes nothing itself. Who applies it:
 * handlers/cmd_import.c.
 */
#ifndef INCBOT_CORE_MANUSCRIPT_H
#define INCBOT_CORE_MANUSCRIPT_H

#include "base/base.h"
#include "core/policy.h"
#include "core/postmortem.h"
#include "core/report/report.h"

#define PROBLEMS_MAX 12		/* told; more are counted */
#define ITEM_CELLS 7

/* The columns of the action items, as the report writes them. */
enum item_cell {
	CELL_NUMBER, CELL_WHAT, CELL_GAP, CELL_OWNER, CELL_DUE, CELL_FOR,
	CELL_STATE,
};

struct manuscript_problem {
	int line;
	const char *says;	/* raw text */
};

struct problems {
	struct manuscript_problem list[PROBLEMS_MAX];
	int count;		/* may exceed what is listed */
};

struct manuscript {
	const char *incident;	/* "7", by its heading; "" = it has none */
	const char *sections[SECTION_COUNT];	/* NULL = not in it */
	int section_lines[SECTION_COUNT];
	struct manuscript_item {
		int line;
		const char *cells[ITEM_CELLS];	/* NULL = no such column */
	} items[ACTIONS_MAX];
	int item_count;
	struct problems problems;
};

/* One change, by the event that would make it. */
struct manuscript_change {
	int kind;		/* POSTMORTEM_WRITTEN, ACTION_SET, ..._DONE,
				   ..._DROPPED */
	int number;		/* of the section, or the item */
	const char *before;	/* a section's text; "" = none */
	const char *after;
	const char *named;	/* a person (P6.5), ready for mrkdwn; NULL =
				   nobody */
	struct action item;	/* as it would be */
};

#define CHANGES_MAX (SECTION_COUNT + ACTIONS_MAX)

struct manuscript_changes {
	struct manuscript_change list[CHANGES_MAX];
	int count;
	struct problems problems;	/* the manuscript's own, first */
};

/* Everything in the arena. */
void manuscript_read(struct arena *arena, const char *text, size_t length,
    struct manuscript *out);

/* `report` has the incident with its timeline, people and zone. */
void manuscript_compare(struct arena *arena,
    const struct manuscript *manuscript, const struct report *report,
    const struct people *people, int64_t now_ms,
    struct manuscript_changes *out);

/* Names what a text says, so that what is applied is what was shown. */
void manuscript_hash(const char *text, size_t length, char out[17]);

void problem_add(struct problems *problems, int line, const char *says);

#endif
