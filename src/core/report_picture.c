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
#include "core/html.h"

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

	text_addf(picture->out, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" "
	    "height=\"%d\" fill=\"var(--%s)\"><title>%s</title></rect>\n", x,
	    BAND_TOP, width, BAND_HEIGHT, fill, name);
	if (width > 90)
		text_addf(picture->out, "<text x=\"%.1f\" y=\"%d\" "
		    "fill=\"var(--ink)\">%s</text>\n", x + 6, BAND_TOP + 17,
		    name);
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

		text_addf(picture->out, "<line x1=\"%.1f\" y1=\"%d\" "
		    "x2=\"%.1f\" y2=\"%d\" stroke=\"var(--line)\"/>\n", x,
		    BAND_TOP, x, bottom);
		text_addf(picture->out, "<text x=\"%.1f\" y=\"%d\" "
		    "text-anchor=\"%s\" fill=\"var(--soft)\">%s</text>\n", x,
		    BAND_TOP - 8, i == 0 ? "start" : i == TICKS - 1 ? "end" :
		    "middle", report_time(picture->arena, picture->report,
		    ms) + 11);
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
		text_addf(picture->out, "<circle cx=\"%.1f\" cy=\"%d\" "
		    "r=\"5\" fill=\"var(--%s)\"><title>",
		    place(picture, event->at_ms), y, mark.colour);
		html_add(picture->out, report_sentence(picture->arena, event));
		text_add(picture->out, "</title></circle>\n");
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
	text_addf(out, "<div class=\"wide\"><svg viewBox=\"0 0 %d %d\" "
	    "role=\"img\" aria-label=\"The timeline as a picture; the table "
	    "below says the same\">\n", WIDTH, bottom);
	ticks(&picture, bottom);
	bands(&picture);
	for (int row = ROW_PAGES; row <= ROW_NOTES; row++)
		text_addf(out, "<text x=\"0\" y=\"%d\" fill=\"var(--soft)\">"
		    "%s</text>\n", BAND_TOP + BAND_HEIGHT +
		    row * ROW_HEIGHT - ROW_HEIGHT / 2 + 9, row_names[row]);
	marks(&picture);
	text_add(out, "</svg></div>\n");
}
