/* SPDX-License-Identifier: MIT
 *
 * report_picture: the timeline as SVG: the phases as bands, below them pages
 * and acknowledgements, public updates against their cadence, and notes. The
 * table under it says the same in words.
 */
#include "core/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/svg.h"

#define WIDTH 960
#define LEFT 90
#define RIGHT 20
#define BAND_TOP 24
#define BAND_HEIGHT 26
#define ROW_HEIGHT 30
#define TICKS 6

struct picture {
	struct arena *arena;
	struct text *out;
	const struct report *report;
	int64_t from_ms, to_ms;
};

static int64_t end_ms(const struct report *report)
{
	const struct incident *incident = report->incident;

	if (incident->resolved_ms)
		return incident->resolved_ms;
	return report->count > 0 ? report->events[report->count - 1].at_ms :
	    incident->declared_ms;
}

static double place(const struct picture *picture, int64_t ms)
{
	double share = (double)(ms - picture->from_ms) /
	    (double)(picture->to_ms - picture->from_ms);

	share = share < 0 ? 0 : share > 1 ? 1 : share;
	return LEFT + share * (WIDTH - LEFT - RIGHT);
}

static void band(struct picture *picture, int64_t from_ms, int64_t to_ms,
    const char *fill, const char *name)
{
	double x = place(picture, from_ms);
	double width = place(picture, to_ms) - x;

	svg_rect(picture->out, &(struct svg_box){ x, BAND_TOP, width,
	    BAND_HEIGHT }, fill, name);
	if (width > 90)
		svg_words(picture->out, &(struct svg_at){ x + 6,
		    BAND_TOP + 17, SVG_START }, "ink", name);
}

static void bands(struct picture *picture)
{
	const struct incident *incident = picture->report->incident;
	int64_t stable_ms = incident->mitigated_ms;

	band(picture, picture->from_ms, stable_ms ? stable_ms :
	    picture->to_ms, "hurt", "Investigating");
	if (stable_ms)
		band(picture, stable_ms, picture->to_ms, "calm", "Stable");
}

static void ticks(struct picture *picture, int bottom)
{
	for (int i = 0; i < TICKS; i++) {
		int64_t ms = picture->from_ms + (picture->to_ms -
		    picture->from_ms) * i / (TICKS - 1);
		double x = place(picture, ms);

		svg_line(picture->out, &(struct svg_box){ x, BAND_TOP, 0,
		    bottom - BAND_TOP });
		svg_words(picture->out, &(struct svg_at){ x, BAND_TOP - 8,
		    i == 0 ? SVG_START : i == TICKS - 1 ? SVG_END :
		    SVG_MIDDLE }, "soft", report_time(picture->arena,
		    picture->report, ms) + 11);
	}
}

enum row { ROW_NONE, ROW_PAGES, ROW_UPDATES, ROW_NOTES };

static const char *const row_names[] = {
	"", "Pages, acks", "Updates", "Notes",
};

struct mark {
	enum row row;
	const char *colour;
};

/* Late is what came after the next due time of the one before. */
static struct mark mark_of(const struct event *event, int64_t due_ms)
{
	switch (event->kind) {
	case EVENT_PAGE_SENT:
		return (struct mark){ ROW_PAGES, "mark" };
	case EVENT_PAGE_FAILED:
	case EVENT_ACK_MISSED:
		return (struct mark){ ROW_PAGES, "bad" };
	case EVENT_ACKNOWLEDGED:
		return (struct mark){ ROW_PAGES, "good" };
	case EVENT_UPDATE_PUBLISHED:
		return (struct mark){ ROW_UPDATES,
			due_ms > 0 && event->at_ms > due_ms ? "bad" : "good" };
	case EVENT_UPDATE_NAGGED:
		return (struct mark){ ROW_UPDATES, "soft" };
	case EVENT_NOTED:
		return (struct mark){ ROW_NOTES, "mark" };
	default:
		return (struct mark){ ROW_NONE, "" };
	}
}

static void marks(struct picture *picture)
{
	const struct report *report = picture->report;
	int64_t due_ms = 0;

	for (int i = 0; i < report->count; i++) {
		const struct event *event = &report->events[i];
		struct mark mark = mark_of(event, due_ms);
		int y = BAND_TOP + BAND_HEIGHT + (int)mark.row * ROW_HEIGHT -
		    ROW_HEIGHT / 2 + 5;

		if (event->kind == EVENT_UPDATE_PUBLISHED)
			due_ms = event->due_ms;
		if (mark.row == ROW_NONE || event->at_ms > picture->to_ms)
			continue;
		svg_dot(picture->out, &(struct svg_at){
		    place(picture, event->at_ms), y, SVG_MIDDLE },
		    mark.colour, report_sentence(picture->arena, event));
	}
}

void report_picture(struct arena *arena, struct text *out,
    const struct report *report)
{
	struct picture picture = { arena, out, report,
		report->incident->declared_ms, end_ms(report) };
	int bottom = BAND_TOP + BAND_HEIGHT + 3 * ROW_HEIGHT + 10;

	if (picture.to_ms <= picture.from_ms)
		picture.to_ms = picture.from_ms + WHEN_MINUTE_MS;
	svg_begin(out, WIDTH, bottom, "The timeline as a picture; the table "
	    "below says the same");
	ticks(&picture, bottom);
	bands(&picture);
	for (int row = ROW_PAGES; row <= ROW_NOTES; row++)
		svg_words(out, &(struct svg_at){ 0, BAND_TOP + BAND_HEIGHT +
		    row * ROW_HEIGHT - ROW_HEIGHT / 2 + 9, SVG_START },
		    "soft", row_names[row]);
	marks(&picture);
	svg_end(out);
}
