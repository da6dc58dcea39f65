/* SPDX-License-Identifier: MIT
 *
 * report_html: the report as one HTML file: no scripts, nothing loaded from
 * elsewhere, readable on paper and on a phone, by eye and by ear.
 */
#include "core/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/html.h"
#include "core/paper.h"
#include "core/postmortem.h"

static void add_figures(struct arena *arena, struct text *out,
    const struct incident *incident)
{
	struct report_figure figures[REPORT_FIGURES];

	report_figures(arena, incident, figures);
	text_add(out, "<h2>Figures</h2>\n<table>\n");
	for (int i = 0; i < REPORT_FIGURES; i++)
		text_addf(out, "<tr><th scope=\"row\">%s</th><td>%s</td></tr>"
		    "\n", figures[i].name, figures[i].words);
	text_add(out, "</table>\n");
}

static void add_sections(struct text *out, const struct report *report)
{
	text_add(out, "<h2>Postmortem</h2>\n");
	for (int i = 0; i < SECTION_COUNT; i++) {
		const char *text = section_text(report->events,
		    report->count, i);

		if (!*text && i >= SECTION_WHY1 && i <= SECTION_WHY5)
			continue;
		text_addf(out, "<h3>%s</h3>\n<p>", section_name(i));
		if (*text)
			html_add_lines(out, text);
		else
			text_add(out, "<span class=\"soft\">Not written yet."
			    "</span>");
		text_add(out, "</p>\n");
	}
}

static void add_actions(struct arena *arena, struct text *out,
    const struct report *report)
{
	static const char *const states[] = { "open", "done", "dropped" };
	const struct incident *incident = report->incident;

	text_add(out, "<h2>Action items</h2>\n");
	if (action_count(incident) == 0) {
		text_add(out, "<p class=\"soft\">None yet.</p>\n");
		return;
	}
	text_add(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" "
	    "aria-label=\"Action items\"><table>\n<tr><th scope=\"col\">What"
	    "</th><th scope=\"col\">Owner</th><th scope=\"col\">Due</th>"
	    "<th scope=\"col\">For</th><th scope=\"col\">State</th></tr>\n");
	for (int i = 0; i < action_count(incident); i++) {
		const struct action *action = &incident->actions[i];

		text_add(out, "<tr><td>");
		html_add(out, action->text);
		text_add(out, "</td><td>");
		html_add(out, action->owner);
		text_addf(out, "</td><td>%.10s</td><td>%s</td><td>%s</td>"
		    "</tr>\n", action->due_ms ?
		    report_time(arena, report, action->due_ms) : "",
		    action_category_word(action->category),
		    states[action->state]);
	}
	text_add(out, "</table></div>\n");
}

static void add_timeline(struct arena *arena, struct text *out,
    const struct report *report)
{
	text_add(out, "<h2>Timeline</h2>\n");
	report_picture(arena, out, report);
	text_add(out, "<table>\n<tr><th scope=\"col\">When</th>"
	    "<th scope=\"col\">What</th></tr>\n");
	for (int i = 0; i < report->count; i++) {
		text_addf(out, "<tr><td class=\"t\">%s</td><td>",
		    report_time(arena, report, report->events[i].at_ms));
		html_add(out, report_sentence(arena, &report->events[i]));
		text_add(out, "</td></tr>\n");
	}
	text_add(out, "</table>\n");
}

char *report_html(struct arena *arena, const struct report *report)
{
	const struct incident *incident = report->incident;
	struct text out = text_new(arena, report_size(report));

	paper_begin(&out, arena_printf(arena, "INC-%s: %s", incident->id,
	    incident->title));
	text_addf(&out, "<p class=\"soft\">%s%s, declared %s",
	    incident->flags & FLAG_DRILL ? "DRILL, " : "",
	    severity_name(incident->severity),
	    report_time(arena, report, incident->declared_ms));
	if (*incident->service) {
		text_add(&out, ", service ");
		html_add(&out, incident->service);
	}
	text_add(&out, "</p>\n");
	add_figures(arena, &out, incident);
	add_sections(&out, report);
	add_actions(arena, &out, report);
	add_timeline(arena, &out, report);
	paper_end(&out);
	assert(!out.truncated);
	return out.data;
}
