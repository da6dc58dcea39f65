/* SPDX-License-Identifier: MIT
 *
 * report_canvas: the postmortem as the text of a Slack canvas, which takes
 * Markdown. It is written whole each time: the ids of a canvas' parts change
 * with every edit, and its text cannot be read back. Lists instead of tables,
 * since a canvas takes 300 cells at most.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/postmortem.h"
#include "core/report/markdown.h"

static void add_section(struct arena *arena, struct text *out,
    const struct report *report, int section)
{
	const char *text = section_text(report->events, report->count,
	    section);

	if (!*text && section >= SECTION_WHY1 && section <= SECTION_WHY5)
		return;
	text_addf(out, "## %s\n\n", section_heading(section));
	if (*text)
		markdown_add_quote(arena, out, report_words(arena,
		    report, text));
	else
		text_add(out, "Not written yet.\n\n");
}

static const char *terms(struct arena *arena, const struct report *report,
    const struct action *action)
{
	static const char *const states[] = { "", ", done", ", dropped" };

	return arena_printf(arena, "(gap %s%s%s%s%.10s%s%s%s)",
	    severity_name(action_severity(report->incident, action)),
	    *action->owner ? ", " : "", *action->owner ?
	    report_person(arena, report, action->owner) : "",
	    action->due_ms ? ", due " : "", action->due_ms ?
	    report_time(arena, report, action->due_ms) : "",
	    action->category ? ", " : "", action->category ?
	    action_category_word(action->category) : "",
	    states[action->state]);
}

static void add_actions(struct arena *arena, struct text *out,
    const struct report *report)
{
	text_add(out, "## Action items\n\n");
	if (action_count(report->incident) == 0)
		text_add(out, "None yet.\n");
	for (int i = 0; i < action_count(report->incident); i++) {
		const struct action *action = &report->incident->actions[i];

		text_addf(out, "%d. ", i + 1);
		markdown_add(arena, out, action->text);
		text_add(out, " ");
		markdown_add(arena, out, terms(arena, report, action));
		text_add(out, "\n");
	}
	text_add(out, "\n");
}

static void add_figures(struct arena *arena, struct text *out,
    const struct report *report)
{
	struct report_figure figures[REPORT_FIGURES];

	text_add(out, "## Figures\n\n");
	report_figures(arena, report->incident, figures);
	for (int i = 0; i < REPORT_FIGURES; i++)
		text_addf(out, "- %s: %s\n", figures[i].name,
		    figures[i].words);
	text_add(out, "\n");
}

char *report_canvas(struct arena *arena, const struct report *report)
{
	const struct incident *incident = report->incident;
	struct text out = text_new(arena, report_size(report));

	text_addf(&out, "# " CANVAS_MARK ": ", incident->id);
	markdown_add(arena, &out, incident->title);
	text_addf(&out, "\n\n%s%s, declared %s (%s). incbot writes this page anew "
	    "whenever a part of the postmortem is written, and over what is "
	    "typed here: write it with the command postmortem.\n\n",
	    incident->flags & FLAG_DRILL ? "DRILL, " : "",
	    severity_name(incident->severity),
	    report_time(arena, report, incident->declared_ms),
	    report_zone(report));
	for (int i = 0; i < SECTION_COUNT; i++)
		add_section(arena, &out, report, i);
	add_actions(arena, &out, report);
	add_figures(arena, &out, report);
	assert(!out.truncated);
	return out.data;
}
