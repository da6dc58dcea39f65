/* SPDX-License-Identifier: MIT
 *
 * board_planned: planned maintenance on the public page: what is coming and
 * what is under way.
 */
#include "core/board/board_parts.h"
#include "core/report/html.h"

bool board_is_planned(const struct board_incident *incident)
{
	return incident->from_ms > 0;
}

static void add_one(const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	bool begun = incident->from_ms <= board->now_ms;

	text_add(out, "<article class=\"incident\">\n<h3>");
	html_add(out, incident->title);
	text_addf(out, "</h3>\n<p class=\"facts\"><span class=\"tag s%dt\">"
	    "%s</span> ", COMPONENT_MAINTENANCE,
	    begun ? "Under way" : "Planned");
	board_add_time(board, incident->from_ms, out);
	text_add(out, " until ");
	board_add_time(board, incident->until_ms, out);
	text_add(out, "</p>\n");
	if (incident->count > 0) {
		const struct board_update *update = &incident->updates[0];

		text_add(out, "<p class=\"facts\">");
		board_add_affected(board, update->affected, out);
		text_add(out, "</p>\n<p class=\"said\">");
		html_add_lines(out, update->text);
		text_add(out, "</p>\n");
	}
	text_add(out, "</article>\n");
}

void board_add_planned(const struct board *board, struct text *out)
{
	bool any = false;

	for (int i = board->count - 1; i >= 0; i--) {
		const struct board_incident *incident = board->incidents[i];

		if (!board_is_planned(incident) ||
		    !board_is_active(incident) ||
		    incident->until_ms <= board->now_ms)
			continue;
		if (!any)
			text_add(out, "<section aria-labelledby=\"planned\">"
			    "\n<h2 id=\"planned\">Maintenance</h2>\n");
		any = true;
		add_one(board, incident, out);
	}
	if (any)
		text_add(out, "</section>\n");
}
