/* SPDX-License-Identifier: MIT
 *
 * svg: what pictures are drawn with: the one module for SVG in pages that stand
 * alone (core/report/paper.h, whose colours are named here by their CSS
 * variables: "ink", "soft", "line", "mark", "good", "bad", "hurt", "calm").
 * Knows shapes, no incidents. Words are people's own: each passes html_add().
 * Who draws: core/report/report_picture.c, core/report/figures_page.c. The bars
 * of the public page, 90 of them in 300 bytes, are drawn in
 * core/board/board_bars.c.
 */
#ifndef INCBOT_CORE_SVG_H
#define INCBOT_CORE_SVG_H

#include "base/base.h"

struct arena;
struct text;

struct svg_box {
	double x, y, width, height;
};

enum svg_anchor { SVG_START, SVG_MIDDLE, SVG_END };

struct svg_at {
	double x, y;
	enum svg_anchor anchor;
};

/* The picture may be wider than a phone: it scrolls. The label says what eyes
 * see. */
void svg_begin(struct text *out, int width, int height, const char *label);
void svg_end(struct text *out);
void svg_line(struct text *out, const struct svg_box *box);
/* `tip` is shown to who points at it; "" = none. */
void svg_rect(struct text *out, const struct svg_box *box,
    const char *colour, const char *tip);
/* A mark of one of these shapes, so that nobody depends on its colour. */
enum svg_shape { SVG_DISC, SVG_RING, SVG_CROSS };
void svg_mark(struct text *out, const struct svg_at *at,
    enum svg_shape shape, const char *colour, const char *tip);
void svg_words(struct text *out, const struct svg_at *at, const char *colour,
    const char *words);

/* A plot of columns. */
struct svg_column {
	const char *label;	/* under it */
	const char *words;	/* its value in words */
	int64_t value;		/* < 0: there is none */
};

struct svg_plot {
	const char *title;	/* says what the columns are */
	const struct svg_column *columns;
	int count;
};

void svg_plot(struct arena *arena, struct text *out,
    const struct svg_plot *plot);
/* How much text a plot of so many columns takes at most. */
size_t svg_plot_bytes(const struct svg_plot *plot);

#endif
