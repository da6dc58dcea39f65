/* SPDX-License-Identifier: MIT
 *
 * svg: see svg.h.
 */
#include "core/report/svg.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/html.h"

void svg_begin(struct text *out, int width, int height, const char *label)
{
	text_add(out, "<div class=\"wide\" role=\"region\" tabindex=\"0\" "
	    "aria-label=\"Picture: ");
	html_add(out, label);
	text_addf(out, "\"><svg viewBox=\"0 0 %d %d\" role=\"img\" "
	    "aria-label=\"", width, height);
	html_add(out, label);
	text_add(out, "\">\n");
}

void svg_end(struct text *out)
{
	text_add(out, "</svg></div>\n");
}

void svg_line(struct text *out, const struct svg_box *box)
{
	text_addf(out, "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" "
	    "y2=\"%.1f\" stroke=\"var(--line)\"/>\n", box->x, box->y,
	    box->x + box->width, box->y + box->height);
}

/* Closes the element, with what it says when pointed at. */
static void close_shape(struct text *out, const char *name, const char *tip)
{
	if (!*tip) {
		text_add(out, "/>\n");
		return;
	}
	text_add(out, "><title>");
	html_add(out, tip);
	text_addf(out, "</title></%s>\n", name);
}

void svg_rect(struct text *out, const struct svg_box *box,
    const char *colour, const char *tip)
{
	text_addf(out, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%.1f\" fill=\"var(--%s)\"", box->x, box->y, box->width,
	    box->height, colour);
	close_shape(out, "rect", tip);
}

void svg_mark(struct text *out, const struct svg_at *at,
    enum svg_shape shape, const char *colour, const char *tip)
{
	if (shape == SVG_CROSS) {
		text_addf(out, "<path d=\"M%.1f %.1fl10 10m0 -10l-10 10\" "
		    "stroke=\"var(--%s)\" stroke-width=\"3\" fill=\"none\"",
		    at->x - 5, at->y - 5, colour);
		close_shape(out, "path", tip);
		return;
	}
	text_addf(out, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" "
	    "stroke=\"var(--%s)\" stroke-width=\"2\" fill=\"var(--%s)\"",
	    at->x, at->y, colour, shape == SVG_DISC ? colour : "page");
	close_shape(out, "circle", tip);
}

void svg_words(struct text *out, const struct svg_at *at, const char *colour,
    const char *words)
{
	static const char *const anchors[] = {
		[SVG_START] = "", [SVG_MIDDLE] = " text-anchor=\"middle\"",
		[SVG_END] = " text-anchor=\"end\"",
	};

	text_addf(out, "<text x=\"%.1f\" y=\"%.1f\"%s fill=\"var(--%s)\">",
	    at->x, at->y, anchors[at->anchor], colour);
	html_add(out, words);
	text_add(out, "</text>\n");
}

/* --- columns ---------------------------------------------------------------
 * */

#define PLOT_WIDTH 960
#define PLOT_HEIGHT 190
#define PLOT_LEFT 110
#define PLOT_TOP 34
#define PLOT_BOTTOM 160		/* where the columns stand */
#define PLOT_LABELS_MAX 16	/* more would run into each other */
#define COLUMN_SHARE 0.7	/* of its place; the rest is air */
#define COLUMN_BYTES 500

static const struct svg_column *highest(const struct svg_plot *plot)
{
	const struct svg_column *best = NULL;

	for (int i = 0; i < plot->count; i++) {
		if (plot->columns[i].value >= 0 && (!best ||
		    plot->columns[i].value > best->value))
			best = &plot->columns[i];
	}
	return best;
}

static void draw_grid(struct text *out, const struct svg_column *best)
{
	double width = PLOT_WIDTH - PLOT_LEFT;

	svg_line(out, &(struct svg_box){ PLOT_LEFT, PLOT_BOTTOM, width, 0 });
	svg_line(out, &(struct svg_box){ PLOT_LEFT, PLOT_TOP, width, 0 });
	svg_words(out, &(struct svg_at){ PLOT_LEFT - 8, PLOT_BOTTOM,
	    SVG_END }, "soft", "0");
	svg_words(out, &(struct svg_at){ PLOT_LEFT - 8, PLOT_TOP + 4,
	    SVG_END }, "soft", best ? best->words : "");
}

static void draw_column(struct arena *arena, struct text *out,
    const struct svg_plot *plot, int at, const struct svg_column *best)
{
	const struct svg_column *column = &plot->columns[at];
	double place = (double)(PLOT_WIDTH - PLOT_LEFT) / plot->count;
	double x = PLOT_LEFT + place * at;
	double share = best && best->value > 0 ?
	    (double)column->value / (double)best->value : 0;
	double height = share * (PLOT_BOTTOM - PLOT_TOP);
	int every = (plot->count + PLOT_LABELS_MAX - 1) / PLOT_LABELS_MAX;

	if (column->value >= 0)
		svg_rect(out, &(struct svg_box){ x + place *
		    (1 - COLUMN_SHARE) / 2, PLOT_BOTTOM - height,
		    place * COLUMN_SHARE, height }, "mark",
		    arena_printf(arena, "%s: %s", column->label,
		    column->words));
	if (at % every == 0)
		svg_words(out, &(struct svg_at){ x + place / 2,
		    PLOT_BOTTOM + 18, SVG_MIDDLE }, "soft", column->label);
}

size_t svg_plot_bytes(const struct svg_plot *plot)
{
	size_t size = 4000 + 24 * strlen(plot->title);

	for (int i = 0; i < plot->count; i++)
		size += COLUMN_BYTES + 24 * (2 *
		    strlen(plot->columns[i].label) +
		    2 * strlen(plot->columns[i].words));
	return size;
}

void svg_plot(struct arena *arena, struct text *out,
    const struct svg_plot *plot)
{
	const struct svg_column *best = highest(plot);

	svg_begin(out, PLOT_WIDTH, PLOT_HEIGHT, best ? arena_printf(arena,
	    "%s: at most %s (%s); the table says all of them", plot->title,
	    best->words, best->label) : arena_printf(arena, "%s: none",
	    plot->title));
	svg_words(out, &(struct svg_at){ 0, 16, SVG_START }, "ink",
	    plot->title);
	draw_grid(out, best);
	for (int i = 0; i < plot->count; i++)
		draw_column(arena, out, plot, i, best);
	svg_end(out);
}
