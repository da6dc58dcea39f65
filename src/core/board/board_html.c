/* SPDX-License-Identifier: MIT
 *
 * board_html: the pieces that every page has: head, banner, one incident with
 * its updates, foot. No script, no style within: what the pages need stands
 * in style.css, so that the strictest policy for their content holds. Colour
 * never tells anything alone. People's text passes core/report/html.h.
 */
#include "core/board/board_parts.h"
#include "base/when.h"
#include "core/report/html.h"
#include "core/calendar/zone.h"

#define CONTENT_POLICY "default-src 'none'; style-src 'self'; " \
	"img-src 'self' https:; base-uri 'none'; form-action 'none'"

/* For one more update at its longest, and what comes after the last. */
#define UPDATE_RESERVE (128 * 1024)

const char *board_month(int month)
{
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

	assert(month >= 1 && month <= 12);
	return months[month - 1];
}

void board_add_date(const struct board *board, int64_t ms, struct text *out)
{
	struct civil civil = zone_to_civil(board->policy->zone, ms);

	text_addf(out, "%d %s %d", civil.day, board_month(civil.month),
	    civil.year);
}

void board_add_clock(const struct board *board, int64_t ms, struct text *out)
{
	struct civil civil = zone_to_civil(board->policy->zone, ms);
	char zone[8];

	(void)zone_offset_s(board->policy->zone, ms, zone);
	text_addf(out, "%02d:%02d %s", civil.hour, civil.minute, zone);
}

void board_add_stamp(int64_t ms, struct text *out)
{
	struct civil civil = when_to_civil_utc(ms);

	text_addf(out, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", civil.year,
	    civil.month, civil.day, civil.hour, civil.minute, civil.second,
	    (int)(ms % 1000));
}

void board_add_time(const struct board *board, int64_t ms, struct text *out)
{
	text_add(out, "<time datetime=\"");
	board_add_stamp(ms, out);
	text_add(out, "\">");
	board_add_date(board, ms, out);
	text_add(out, ", ");
	board_add_clock(board, ms, out);
	text_add(out, "</time>");
}

int64_t board_changed_ms(const struct board *board)
{
	int64_t last_ms = 0;

	for (int i = 0; i < board->count; i++) {
		if (board->incidents[i]->updated_ms > last_ms)
			last_ms = board->incidents[i]->updated_ms;
	}
	return last_ms ? last_ms : board->now_ms;
}

static const char *up(int depth)
{
	assert(depth == 0 || depth == 1);
	return depth == 1 ? "../" : "";
}

/* With the address known a page may be saved or cached anywhere. */
static void add_canonical(const struct board *board, struct text *out)
{
	if (!*board->url)
		return;
	text_add(out, "<link rel=\"alternate\" type=\"application/atom+xml\" "
	    "title=\"Updates (Atom)\" href=\"");
	html_add_url(out, board->url);
	text_add(out, "history.atom\">\n<link rel=\"alternate\" "
	    "type=\"application/rss+xml\" title=\"Updates (RSS)\" href=\"");
	html_add_url(out, board->url);
	text_add(out, "history.rss\">\n");
}

static void add_links(const struct board *board, struct text *out)
{
	const struct link *links = board->policy->board.links;

	if (!*links[0].title)
		return;
	text_add(out, "<nav aria-label=\"More from us\"><ul>");
	for (int i = 0; i < LINKS_MAX && *links[i].title; i++) {
		text_add(out, "<li><a href=\"");
		html_add_url(out, links[i].url);
		text_add(out, "\">");
		html_add(out, links[i].title);
		text_add(out, "</a></li>");
	}
	text_add(out, "</ul></nav>\n");
}

static void add_brand(const struct board *board, int depth, struct text *out)
{
	const struct board_policy *policy = &board->policy->board;

	text_addf(out, "<header>\n<p class=\"brand\"><a href=\"%s"
	    "index.html\">", up(depth));
	if (*policy->logo) {
		text_add(out, "<img src=\"");
		html_add_url(out, policy->logo);
		text_add(out, "\" alt=\"\" height=\"32\">");
	}
	html_add(out, policy->name);
	text_add(out, " status</a></p>\n");
	add_links(board, out);
	text_add(out, "</header>\n");
}

void board_add_head(const struct board *board, const char *title, int depth,
    struct text *out)
{
	text_add(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n<title>");
	html_add(out, title);
	text_add(out, "</title>\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    CONTENT_POLICY "\">\n");
	text_addf(out, "<link rel=\"stylesheet\" href=\"%sstyle.css\">\n"
	    "<link rel=\"icon\" type=\"image/svg+xml\" href=\"%sicon.svg\">\n",
	    up(depth), up(depth));
	add_canonical(board, out);
	text_add(out, "</head>\n<body>\n"
	    "<a class=\"skip\" href=\"#main\">Skip to the content</a>\n");
	add_brand(board, depth, out);
	text_add(out, "<main id=\"main\">\n");
}

void board_add_foot(const struct board *board, int depth, bool lasting,
    struct text *out)
{
	text_addf(out, "</main>\n<footer>\n<p class=\"age\">This page was "
	    "written ");
	board_add_time(board, board->now_ms, out);
	text_add(out, lasting ? "." : ". It is written anew every minute and "
	    "whenever something changes: if that is longer ago, it may be "
	    "out of date.");
	text_add(out, "</p>\n<nav aria-label=\"This page\"><ul>");
	text_addf(out, "<li><a href=\"%sindex.html\">Current state</a></li>"
	    "<li><a href=\"%shistory.html\">History</a></li>"
	    "<li><a href=\"%shistory.atom\">Atom</a></li>"
	    "<li><a href=\"%shistory.rss\">RSS</a></li>"
	    "<li><a href=\"%sapi/v2/summary.json\">JSON</a></li>"
	    "</ul></nav>\n</footer>\n</body>\n</html>\n", up(depth),
	    up(depth), up(depth), up(depth), up(depth));
}

void board_add_affected(const struct board *board, const char *affected,
    bool states, struct text *out)
{
	char id[ID_SIZE];
	bool first = true;
	int state;

	while (affected_next(&affected, id, &state)) {
		int at = component_find(&board->policy->board, id);

		if (at < 0)
			continue;
		text_add(out, first ? "" : ", ");
		html_add(out, board->policy->board.components[at].name);
		if (states)
			text_addf(out, ": %s", component_state_name(state));
		first = false;
	}
}

static void add_update(const struct board *board,
    const struct board_update *update, struct text *out)
{
	text_addf(out, "<li><p class=\"when\"><strong>%s</strong> ",
	    board_status_name(update->status));
	board_add_time(board, update->at_ms, out);
	text_add(out, "</p><p class=\"said\">");
	html_add_lines(out, update->text);
	text_add(out, "</p></li>\n");
}

static void add_facts(const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	const char *affected = board_is_active(incident) ?
	    board_affected(incident) :
	    incident->updates[incident->count - 1].affected;

	text_addf(out, "<p class=\"facts\"><span class=\"tag p%d\">%s</span> "
	    "since ", incident->status, public_status_name(incident->status));
	board_add_time(board, incident->started_ms, out);
	if (!board_is_active(incident)) {
		text_add(out, " until ");
		board_add_time(board, incident->resolved_ms, out);
	}
	text_add(out, "</p>\n");
	if (*affected) {
		text_add(out, "<p class=\"facts\">Affected: ");
		board_add_affected(board, affected, true, out);
		text_add(out, "</p>\n");
	}
	if (incident->next_ms > 0) {
		text_add(out, "<p class=\"facts\">Next update due by ");
		board_add_time(board, incident->next_ms, out);
		text_add(out, "</p>\n");
	}
}

void board_add_incident(const struct board *board,
    const struct board_incident *incident, int level, bool linked,
    struct text *out)
{
	text_addf(out, "<article class=\"incident\">\n<h%d>", level);
	if (linked)
		text_addf(out, "<a href=\"incidents/%s.html\">",
		    incident->key);
	html_add(out, incident->title);
	text_addf(out, "%s</h%d>\n", linked ? "</a>" : "", level);
	if (board_is_planned(incident))
		board_add_planned_facts(board, incident, out);
	else
		add_facts(board, incident, out);
	text_add(out, "<ol class=\"updates\" reversed>\n");
	for (int i = incident->count - 1; i >= 0; i--) {
		if (out->limit - out->length < UPDATE_RESERVE) {
			text_add(out, "<li>Earlier updates are left out."
			    "</li>\n");
			break;
		}
		add_update(board, &incident->updates[i], out);
	}
	text_add(out, "</ol>\n</article>\n");
}
