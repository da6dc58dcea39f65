/* SPDX-License-Identifier: MIT
 *
 * board_pages: the whole pages: what is now, what was, one incident.
 */
#include "core/board/board_parts.h"
#include "base/arena.h"
#include "base/when.h"
#include "core/report/html.h"
#include "core/calendar/zone.h"

#define PAST_RESERVE (64 * 1024)	/* bytes for one line and the foot */
#define RECENT_MAX_SHOWN 15

static const char *title_of(struct arena *arena, const struct board *board,
    const char *what)
{
	return arena_printf(arena, "%s%s%s status", what,
	    *what ? " \xe2\x80\x93 " : "", board->policy->board.name);
}

static const char *glyph(int state)
{
	static const char *const glyphs[COMPONENT_STATE_COUNT] = {
		"\xe2\x9c\x93", "\xe2\x9a\x92", "\xe2\x96\xbc", "\xe2\x97\x90",
		"\xe2\x9c\x95",
	};

	return glyphs[state];
}

static void add_banner(const struct board *board, struct text *out)
{
	struct board_overall overall = board_overall(board);
	int state = board_overall_state(overall.indicator);

	text_addf(out, "<div class=\"banner b%d\" role=\"status\">\n"
	    "<h1><span aria-hidden=\"true\">%s</span> %s</h1>\n<p>As of ",
	    state, glyph(state), overall.description);
	board_add_time(board, board->now_ms, out);
	text_add(out, "</p>\n</div>\n");
	if (*board->policy->board.about) {
		text_add(out, "<p class=\"about\">");
		html_add_lines(out, board->policy->board.about);
		text_add(out, "</p>\n");
	}
}

static void add_active(const struct board *board, struct text *out)
{
	bool any = false;

	for (int i = 0; i < board->count; i++) {
		const struct board_incident *incident = board->incidents[i];

		if (!board_is_active(incident) || board_is_planned(incident))
			continue;
		if (!any)
			text_add(out, "<section aria-labelledby=\"active\">\n"
			    "<h2 id=\"active\">Active incidents</h2>\n");
		any = true;
		board_add_incident(board, incident, 3, true, out);
	}
	if (any)
		text_add(out, "</section>\n");
}

static void add_component(const struct board *board,
    const struct board_times *times, int index, struct text *out)
{
	const struct component *component =
	    &board->policy->board.components[index];
	int state = board_state(board, index);
	int uptime = board_uptime(times, index);

	text_add(out, "<li class=\"component\"><div class=\"line\"><span "
	    "class=\"name\">");
	html_add(out, component->name);
	text_addf(out, "</span> <span class=\"tag s%dt\"><span "
	    "aria-hidden=\"true\">%s</span> %s</span></div>\n", state,
	    glyph(state), component_state_name(state));
	if (*component->about) {
		text_add(out, "<p class=\"hint\">");
		html_add(out, component->about);
		text_add(out, "</p>");
	}
	board_add_bars(board, times, index, out);
	text_addf(out, "<div class=\"scale\" aria-hidden=\"true\"><span>%d "
	    "days ago</span><span>%d.%02d %%</span><span>today</span></div>"
	    "</li>\n", BOARD_DAYS, uptime / 100, uptime % 100);
}

/* Those of one heading, in the config's order. */
static void add_group(const struct board *board,
    const struct board_times *times, const char *group, struct text *out)
{
	const struct board_policy *policy = &board->policy->board;

	if (*group) {
		text_add(out, "<h3>");
		html_add(out, group);
		text_add(out, "</h3>\n");
	}
	text_add(out, "<ul class=\"components\">\n");
	for (int i = 0; i < policy->component_count; i++) {
		if (strcmp(policy->components[i].group, group) == 0)
			add_component(board, times, i, out);
	}
	text_add(out, "</ul>\n");
}

static bool is_first_of_group(const struct board_policy *policy, int index)
{
	for (int i = 0; i < index; i++) {
		if (strcmp(policy->components[i].group,
		    policy->components[index].group) == 0)
			return false;
	}
	return true;
}

/* The gaps between the bars are drawn once and used by every row. */
static void add_gaps(struct text *out)
{
	text_add(out, "<svg class=\"defs\" aria-hidden=\"true\"><defs><path "
	    "id=\"gaps\" class=\"gap\" d=\"");
	for (int i = 1; i < BOARD_DAYS; i++)
		text_addf(out, "M%d 0v10", i);
	text_add(out, "\"/></defs></svg>\n");
}

static void add_components(struct arena *arena, const struct board *board,
    struct text *out)
{
	const struct board_policy *policy = &board->policy->board;
	struct board_times *times;

	if (policy->component_count == 0)
		return;
	times = arena_alloc(arena, sizeof(*times));
	board_times(board, times);
	text_add(out, "<section aria-labelledby=\"components\">\n"
	    "<h2 id=\"components\">Components</h2>\n");
	add_gaps(out);
	for (int i = 0; i < policy->component_count; i++) {
		if (is_first_of_group(policy, i))
			add_group(board, times, policy->components[i].group,
			    out);
	}
	text_add(out, "</section>\n");
}

static void add_past_line(const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	const struct board_update *last =
	    &incident->updates[incident->count - 1];

	text_addf(out, "<li><p class=\"when\"><a href=\"incidents/%s.html\">",
	    incident->key);
	html_add(out, incident->title);
	text_addf(out, "</a> <span class=\"tag p%d\">%s</span></p>"
	    "<p class=\"said\">", incident->status,
	    board_status_name(board_status_now(board, incident)));
	html_add_lines(out, last->text);
	text_add(out, "</p></li>\n");
}

static bool same_day(const struct board *board, int64_t a_ms, int64_t b_ms)
{
	struct civil a = zone_to_civil(board->policy->zone, a_ms);
	struct civil b = zone_to_civil(board->policy->zone, b_ms);

	return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* Of planned work only what was done. */
static bool is_past(const struct board_incident *incident)
{
	return incident->count > 0 && (!board_is_planned(incident) ||
	    (!board_is_active(incident) && !board_is_dropped(incident)));
}

/* By day, the latest first: incidents that began since. Those that are too
 * many, or do not fit any more, are left out whole, and that is said. */
static void add_past(const struct board *board, int64_t since_ms, int most,
    struct text *out)
{
	int64_t day_ms = 0;

	for (int i = 0; i < board->count; i++) {
		const struct board_incident *incident = board->incidents[i];

		if (incident->started_ms < since_ms || !is_past(incident))
			continue;
		if (most-- <= 0 ||
		    out->limit - out->length < PAST_RESERVE) {
			text_add(out, day_ms ? "</ul>\n" : "");
			text_add(out, "<p>There were more before these."
			    "</p>\n");
			return;
		}
		if (day_ms == 0 || !same_day(board, day_ms,
		    incident->started_ms)) {
			text_add(out, day_ms ? "</ul>\n<h3>" : "<h3>");
			board_add_date(board, incident->started_ms, out);
			text_add(out, "</h3>\n<ul class=\"past\">\n");
		}
		day_ms = incident->started_ms;
		add_past_line(board, incident, out);
	}
	text_add(out, day_ms ? "</ul>\n" : "<p>No incidents.</p>\n");
}

void board_index_html(struct arena *arena, const struct board *board,
    struct text *out)
{
	board_add_head(board, title_of(arena, board, ""), 0, out);
	add_banner(board, out);
	add_active(board, out);
	board_add_planned(board, out);
	add_components(arena, board, out);
	text_addf(out, "<section aria-labelledby=\"recent\">\n<h2 "
	    "id=\"recent\">The last %d days</h2>\n", BOARD_RECENT_DAYS);
	add_past(board, board->now_ms - BOARD_RECENT_DAYS * WHEN_DAY_MS,
	    RECENT_MAX_SHOWN, out);
	text_add(out, "<p><a href=\"history.html\">All of the last 90 days"
	    "</a></p>\n</section>\n");
	board_add_foot(board, 0, false, out);
}

void board_history_html(struct arena *arena, const struct board *board,
    struct text *out)
{
	board_add_head(board, title_of(arena, board, "History"), 0, out);
	text_addf(out, "<h1>The last %d days</h1>\n<section "
	    "aria-labelledby=\"past\">\n<h2 id=\"past\">Incidents</h2>\n",
	    BOARD_DAYS);
	add_past(board, board->now_ms - BOARD_DAYS * WHEN_DAY_MS,
	    board->count, out);
	text_add(out, "</section>\n");
	board_add_foot(board, 0, false, out);
}

void board_incident_html(struct arena *arena, const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	board_add_head(board, title_of(arena, board, incident->title), 1,
	    out);
	board_add_incident(board, incident, 1, false, out);
	board_add_foot(board, 1, !board_is_active(incident), out);
}
