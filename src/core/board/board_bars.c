/* SPDX-License-Identifier: MIT
 *
 * board_bars: how long each component was in which state, day by day in the
 * site's zone, and its picture: a row of 90 small bars in SVG, one path
 * for each state.
 */
#include "core/board/board_parts.h"
#include "base/text.h"
#include "base/when.h"
#include "core/report/html.h"
#include "core/calendar/zone.h"

static void find_days(const struct board *board, struct board_times *times)
{
	struct civil today = zone_to_civil(board->policy->zone,
	    board->now_ms);

	today.hour = today.minute = today.second = 0;
	for (int i = 0; i < BOARD_DAYS; i++) {
		struct civil day = today;

		day.day -= BOARD_DAYS - 1 - i;
		times->days[i].from_ms = zone_from_civil(board->policy->zone,
		    &day);
		day.day++;
		times->days[i].until_ms = zone_from_civil(board->policy->zone,
		    &day);
	}
}

/* No state lasts longer than any day. */
static void add_ms(int *ms, int64_t span_ms)
{
	int64_t sum_ms = *ms + span_ms;

	*ms = (int)(sum_ms < 2 * WHEN_DAY_MS ? sum_ms : 2 * WHEN_DAY_MS);
}

static void add_span(struct board_times *times, int component, int state,
    int64_t from_ms, int64_t until_ms)
{
	for (int i = BOARD_DAYS - 1; i >= 0; i--) {
		const struct board_day *day = &times->days[i];
		int64_t from = from_ms > day->from_ms ? from_ms :
		    day->from_ms;
		int64_t until = until_ms < day->until_ms ? until_ms :
		    day->until_ms;

		if (until_ms <= day->from_ms)
			continue;
		if (from_ms >= day->until_ms)
			return;
		if (from < until)
			add_ms(&times->ms[component][i][state],
			    until - from);
	}
}

static void add_affected(const struct board *board,
    struct board_times *times, const char *affected, int64_t from_ms,
    int64_t until_ms)
{
	char id[ID_SIZE];
	int state;

	while (affected_next(&affected, id, &state)) {
		int component = component_find(&board->policy->board, id);

		if (component >= 0)
			add_span(times, component, state, from_ms, until_ms);
	}
}

/* The first update speaks for the time since the declaration too. */
static void add_incident(const struct board *board, struct board_times *times,
    const struct board_incident *incident)
{
	if (board_is_planned(incident)) {
		if (!board_is_dropped(incident))
			add_affected(board, times, incident->affected,
			    incident->from_ms, incident->until_ms <
			    board->now_ms ? incident->until_ms :
			    board->now_ms);
		return;
	}
	for (int i = 0; i < incident->count; i++) {
		const struct board_update *update = &incident->updates[i];
		int64_t from_ms = i == 0 ? incident->started_ms :
		    update->at_ms;
		int64_t until_ms = i + 1 < incident->count ?
		    incident->updates[i + 1].at_ms : board->now_ms;

		if (update->status != PUBLIC_RESOLVED &&
		    until_ms > times->days[0].from_ms)
			add_affected(board, times, update->affected, from_ms,
			    until_ms);
	}
}

/* Two at once are one outage: the worse one counts, and a day has an end. */
static void cap_days(struct board_times *times, int components)
{
	for (int c = 0; c < components; c++) {
		for (int i = 0; i < BOARD_DAYS; i++) {
			int left = (int)(times->days[i].until_ms -
			    times->days[i].from_ms);

			for (int s = COMPONENT_MAJOR; s > COMPONENT_UP; s--) {
				int *ms = &times->ms[c][i][s];

				*ms = *ms > left ? left : *ms;
				left -= *ms;
			}
		}
	}
}

void board_times(const struct board *board, struct board_times *times)
{
	memset(times, 0, sizeof(*times));
	find_days(board, times);
	for (int i = 0; i < board->count; i++)
		add_incident(board, times, board->incidents[i]);
	cap_days(times, board->policy->board.component_count);
}

int board_uptime(const struct board_times *times, int component)
{
	int64_t down_ms = 0;
	int64_t all_ms = times->days[BOARD_DAYS - 1].until_ms -
	    times->days[0].from_ms;

	for (int i = 0; i < BOARD_DAYS; i++) {
		const int *ms = times->ms[component][i];

		down_ms += ms[COMPONENT_MAJOR];
		down_ms += (int64_t)ms[COMPONENT_PARTIAL] * 3 / 10;
	}
	return 10000 - (int)((down_ms * 10000 + all_ms - 1) / all_ms);
}

static int day_state(const struct board_times *times, int component, int day)
{
	for (int s = COMPONENT_MAJOR; s > COMPONENT_UP; s--) {
		if (times->ms[component][day][s] > 0)
			return s;
	}
	return COMPONENT_UP;
}

static void add_day_words(const struct board *board,
    const struct board_times *times, int component, int day, struct text *out)
{
	struct civil civil = zone_to_civil(board->policy->zone,
	    times->days[day].from_ms);
	int state = day_state(times, component, day);
	char span[WHEN_TEXT_SIZE];

	when_format_duration(span, sizeof(span),
	    times->ms[component][day][state]);
	text_addf(out, "%d %s: %s, %s", civil.day,
	    board_month(civil.month), component_state_name(state), span);
}

/* All days of one state are one path; which they are, and for how long, is
 * told in the label. */
static void add_state(const struct board_times *times, int component,
    int state, struct text *out)
{
	bool any = false;

	for (int day = 0; day < BOARD_DAYS; day++) {
		if (day_state(times, component, day) != state)
			continue;
		if (!any)
			text_addf(out, "<path class=\"s%d\" d=\"", state);
		any = true;
		text_addf(out, "M%d 0h1v10h-1z", day);
	}
	if (any)
		text_add(out, "\"/>");
}

#define DAYS_TOLD 3

static void add_label(const struct board *board,
    const struct board_times *times, int component, struct text *out)
{
	int told = 0;

	for (int day = BOARD_DAYS - 1; day >= 0; day--) {
		if (day_state(times, component, day) == COMPONENT_UP)
			continue;
		if (told++ < DAYS_TOLD) {
			text_add(out, told == 1 ? ". " : "; ");
			add_day_words(board, times, component, day, out);
		}
	}
	if (told > DAYS_TOLD)
		text_addf(out, "; %d more days", told - DAYS_TOLD);
}

void board_add_bars(const struct board *board,
    const struct board_times *times, int component, struct text *out)
{
	int uptime = board_uptime(times, component);

	text_addf(out, "<svg class=\"bars\" viewBox=\"0 0 90 10\" "
	    "preserveAspectRatio=\"none\" role=\"img\" aria-label=\""
	    "The last %d days, %d.%02d %% up", BOARD_DAYS, uptime / 100,
	    uptime % 100);
	add_label(board, times, component, out);
	text_add(out, "\"><rect class=\"s0\" width=\"90\" height=\"10\"/>");
	for (int state = COMPONENT_MAINTENANCE; state <= COMPONENT_MAJOR;
	    state++)
		add_state(times, component, state, out);
	text_add(out, "<use href=\"#gaps\"/></svg>");
}
