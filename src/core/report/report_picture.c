/* SPDX-License-Identifier: MIT
 *
 * report_picture: the timeline as SVG: the phases as bands, below them pages
 * and acknowledgements, public updates against their cadence, and notes. The
 * table under it says the same in words.
 */
#include "core/report/report.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/report/svg.h"

#define WIDTH 960
#define LEFT 110
#define RIGHT 24
#define BAND_TOP 26
#define BAND_HEIGHT 28
#define ROW_HEIGHT 34
#define TICKS 6
#define NAMED_MIN 90		/* a band as wide as that says its name */
#define CADENCE_MAX 200		/* due times drawn; more would be a smear */

enum row { ROW_NONE, ROW_PAGES, ROW_UPDATES, ROW_NOTES };
#define ROW_COUNT 3

static const char *const row_names[] = {
	"", "Pages, acks", "Public updates", "Notes, marks",
};

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

static int row_middle(enum row row)
{
	return BAND_TOP + BAND_HEIGHT + (int)row * ROW_HEIGHT -
	    ROW_HEIGHT / 2 + 4;
}

/* --- phases -------------------------------------------------------------- */

static void band(struct picture *picture, int64_t from_ms, int64_t to_ms,
    bool stable)
{
	double x = place(picture, from_ms);
	double width = place(picture, to_ms) - x;
	const char *name = stable ? "Stable" : "Hurting";

	if (width < 0.5)
		return;
	svg_rect(picture->out, &(struct svg_box){ x, BAND_TOP, width,
	    BAND_HEIGHT }, stable ? "calm" : "hurt", name);
	if (width > NAMED_MIN)
		svg_words(picture->out, &(struct svg_at){ x + 8,
		    BAND_TOP + 18, SVG_START }, "ink", name);
}

/* It may have been reopened in between, and stable more than once. */
static void bands(struct picture *picture)
{
	const struct report *report = picture->report;
	int64_t from_ms = picture->from_ms;
	bool stable = false;

	for (int i = 0; i < report->count; i++) {
		const struct event *event = &report->events[i];
		bool now = event->kind == EVENT_MITIGATED ||
		    event->kind == EVENT_RESOLVED;

		if (event->kind != EVENT_MITIGATED &&
		    event->kind != EVENT_RESOLVED &&
		    event->kind != EVENT_REOPENED)
			continue;
		if (now == stable)
			continue;
		band(picture, from_ms, event->at_ms, stable);
		from_ms = event->at_ms;
		stable = now;
	}
	band(picture, from_ms, picture->to_ms, stable);
}

/* --- the frame ----------------------------------------------------------- */

/* "14:05", with the day where the picture goes over several. */
static const char *tick_words(struct picture *picture, int64_t ms)
{
	const char *time = report_time(picture->arena, picture->report, ms);
	int64_t span_ms = picture->to_ms - picture->from_ms;

	if (span_ms > WHEN_DAY_MS)
		return arena_strndup(picture->arena, time + 5, 11);
	return arena_strndup(picture->arena, time + 11,
	    span_ms < TICKS * WHEN_MINUTE_MS ? 8 : 5);
}

static void ticks(struct picture *picture, int bottom)
{
	for (int i = 0; i < TICKS; i++) {
		int64_t ms = picture->from_ms + (picture->to_ms -
		    picture->from_ms) * i / (TICKS - 1);
		double x = place(picture, ms);

		svg_line(picture->out, &(struct svg_box){ x, BAND_TOP - 4, 0,
		    bottom - BAND_TOP + 4 });
		svg_words(picture->out, &(struct svg_at){ x, BAND_TOP - 10,
		    i == 0 ? SVG_START : i == TICKS - 1 ? SVG_END :
		    SVG_MIDDLE }, "soft", tick_words(picture, ms));
	}
}

static void rows(struct picture *picture)
{
	for (int row = ROW_PAGES; row <= ROW_COUNT; row++) {
		int y = row_middle((enum row)row);

		svg_words(picture->out, &(struct svg_at){ 0, y + 4,
		    SVG_START }, "soft", row_names[row]);
		svg_line(picture->out, &(struct svg_box){ LEFT, y,
		    WIDTH - RIGHT - LEFT, 0 });
	}
}

/* --- what happened ------------------------------------------------------- */

struct mark {
	enum row row;
	enum svg_shape shape;	/* so that it is told without its colour */
	const char *colour;
};

/* Late is what came after the next due time of the one before. */
static struct mark mark_of(const struct event *event, int64_t due_ms)
{
	bool late = due_ms > 0 && event->at_ms > due_ms;

	switch (event->kind) {
	case EVENT_PAGE_SENT:
	case EVENT_PAGE_ACCEPTED:
		return (struct mark){ ROW_PAGES, SVG_RING, "mark" };
	case EVENT_PAGE_FAILED:
	case EVENT_PAGE_UNREACHED:
	case EVENT_ACK_MISSED:
		return (struct mark){ ROW_PAGES, SVG_CROSS, "bad" };
	case EVENT_ACKNOWLEDGED:
		return (struct mark){ ROW_PAGES, SVG_DISC, "good" };
	case EVENT_UPDATE_PUBLISHED:
		return (struct mark){ ROW_UPDATES, late ? SVG_CROSS :
			SVG_DISC, late ? "bad" : "good" };
	case EVENT_NOTED:
	case EVENT_ENTRY_ADDED:
		return (struct mark){ ROW_NOTES, SVG_DISC, "mark" };
	case EVENT_MESSAGE_KEPT:
		return (struct mark){ ROW_NOTES, SVG_RING, "mark" };
	default:
		return (struct mark){ ROW_NONE, SVG_DISC, "" };
	}
}

static void add_mark(struct picture *picture, struct arena *scratch,
    const struct entry *entry, const struct mark *mark)
{
	svg_mark(picture->out, &(struct svg_at){ place(picture,
	    entry->at_ms), row_middle(mark->row), SVG_MIDDLE }, mark->shape,
	    mark->colour, report_entry(scratch, picture->report, entry));
	arena_reset(scratch);
}

static void marks(struct picture *picture)
{
	struct arena *scratch = arena_new(ENTRY_MEMORY_MAX);
	const struct entry *entries;
	int count = report_entries(picture->arena, picture->report, &entries);
	int64_t due_ms = 0;

	for (int i = 0; i < count; i++) {
		const struct event *event = entries[i].event;
		struct mark mark = mark_of(event, due_ms);

		if (event->kind == EVENT_UPDATE_PUBLISHED)
			due_ms = event->due_ms;
		if (mark.row != ROW_NONE &&
		    entries[i].at_ms >= picture->from_ms &&
		    entries[i].at_ms <= picture->to_ms)
			add_mark(picture, scratch, &entries[i], &mark);
	}
	arena_free(scratch);
}

/* The cadence: when each update was due by the one before it. */
static void cadence(struct picture *picture)
{
	const struct report *report = picture->report;
	int y = row_middle(ROW_UPDATES);
	int drawn = 0;

	for (int i = 0; i < report->count && drawn < CADENCE_MAX; i++) {
		const struct event *event = &report->events[i];

		if (event->kind != EVENT_UPDATE_PUBLISHED ||
		    event->due_ms == 0 || event->due_ms > picture->to_ms)
			continue;
		svg_rect(picture->out, &(struct svg_box){
		    place(picture, event->due_ms) - 1, y - 11, 2, 22 },
		    "soft", arena_printf(picture->arena, "Due %s",
		    tick_words(picture, event->due_ms)));
		drawn++;
	}
}

static const char legend[] =
    "<p class=\"soft\"><small>Ring: a page arrived, a marked message. Disc: "
    "acknowledged, published in time, a note. Cross: missed, failed, or "
    "late. Stroke: when the next public update was due.</small></p>\n";

void report_picture(struct arena *arena, struct text *out,
    const struct report *report)
{
	struct picture picture = { arena, out, report,
		report->incident->declared_ms, end_ms(report) };
	int bottom = BAND_TOP + BAND_HEIGHT + ROW_COUNT * ROW_HEIGHT + 8;

	if (picture.to_ms <= picture.from_ms)
		picture.to_ms = picture.from_ms + WHEN_MINUTE_MS;
	svg_begin(out, WIDTH, bottom, "Phases, pages, public updates and "
	    "notes by time; the table below says the same");
	ticks(&picture, bottom);
	bands(&picture);
	rows(&picture);
	cadence(&picture);
	marks(&picture);
	svg_end(out);
	text_add(out, legend);
}
