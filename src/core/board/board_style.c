/* SPDX-License-Identifier: MIT
 *
 * board_style: the style sheet of the public page: readable at 320 pixels and
 * at 200 %, in the dark, on paper. Contrasts are at least 4.5:1 for text and
 * 3:1 for bars; the site's two colours are checked by the config.
 */
#include "core/board/board_parts.h"

#define DEFAULT_COLOUR "#0b57a4"
#define DEFAULT_DARK_COLOUR "#8ab4f8"

static const char rules[] =
"*{box-sizing:border-box}\n"
"body{margin:0 auto;max-width:52rem;padding:0 1rem;"
"font:1rem/1.5 system-ui,sans-serif;color:var(--ink);"
"background:var(--paper);overflow-wrap:anywhere}\n"
"a{color:var(--accent)}\n"
"a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}\n"
".skip{position:absolute;left:-100vw}\n"
".skip:focus{position:static}\n"
"header,footer{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;"
"align-items:center;justify-content:space-between;padding:1rem 0}\n"
"nav ul{display:flex;flex-wrap:wrap;gap:.5rem 1.25rem;list-style:none;"
"margin:0;padding:0}\n"
"nav a{display:inline-block;padding:.25rem 0}\n"
".brand{margin:0;font-size:1.25rem;font-weight:700}\n"
".brand a{color:var(--ink);text-decoration:none;display:flex;gap:.5rem;"
"align-items:center}\n"
"footer{border-top:1px solid var(--line);margin-top:2rem;"
"font-size:.875rem}\n"
".age{flex-basis:100%;margin:0}\n"
"h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}\n"
"h2{font-size:1.25rem;margin:2rem 0 .5rem}\n"
"h3{font-size:1.0625rem;margin:1rem 0 .25rem}\n"
".banner{border-left:.5rem solid var(--up);background:var(--soft);"
"padding:.5rem 1rem;border-radius:.25rem}\n"
".banner p{margin:.25rem 0}\n"
".b1{border-color:var(--planned)}.b2{border-color:var(--slow)}"
".b3{border-color:var(--partial)}.b4{border-color:var(--down)}\n"
".incident{border:1px solid var(--line);border-radius:.25rem;"
"padding:.5rem 1rem;margin:.75rem 0}\n"
".facts{margin:.25rem 0}\n"
".updates,.past,.components{list-style:none;margin:.5rem 0;padding:0}\n"
".updates li{border-left:3px solid var(--line);padding-left:.75rem;"
"margin:.75rem 0}\n"
".when,.said,.hint{margin:0}\n"
".when time{color:var(--quiet)}\n"
".hint{color:var(--quiet);font-size:.875rem}\n"
".past li{margin:.5rem 0}\n"
".component{padding:.75rem 0;border-bottom:1px solid var(--line)}\n"
".line{display:flex;flex-wrap:wrap;justify-content:space-between;"
"gap:0 1rem}\n"
".name{font-weight:600}\n"
".tag{font-weight:600;white-space:nowrap}\n"
".s0t,.p4{color:var(--up)}.s1t{color:var(--planned)}"
".s2t,.p3{color:var(--slow)}.s3t{color:var(--partial)}"
".s4t,.p0,.p1,.p2{color:var(--down)}\n"
".bars{display:block;width:100%;height:1.75rem;margin:.35rem 0 0}\n"
".defs{position:absolute;width:0;height:0}\n"
".gap{stroke:var(--paper);stroke-width:.3}\n"
".s0{fill:var(--up)}.s1{fill:var(--planned)}.s2{fill:var(--slow)}"
".s3{fill:var(--partial)}.s4{fill:var(--down)}\n"
".scale{display:flex;justify-content:space-between;font-size:.8125rem;"
"color:var(--quiet)}\n"
"@media print{body{max-width:none}.skip,nav{display:none}"
".incident{break-inside:avoid}"
"svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n";

void board_style(const struct board *board, struct text *out)
{
	const struct board_policy *policy = &board->policy->board;

	text_addf(out, ":root{color-scheme:light dark;--accent:%s;"
	    "--ink:#1b1f24;--paper:#fff;--soft:#f3f5f7;--line:#c9ced6;"
	    "--quiet:#5a626d;--up:#1a7437;--planned:#0b57a4;--slow:#7a5800;"
	    "--partial:#a33f00;--down:#b3201c}\n",
	    *policy->colour ? policy->colour : DEFAULT_COLOUR);
	text_addf(out, "@media (prefers-color-scheme:dark){:root{--accent:%s;"
	    "--ink:#e8eaed;--paper:#14171a;--soft:#1f2327;--line:#454b53;"
	    "--quiet:#a4acb6;--up:#5ec27f;--planned:#8ab4f8;--slow:#e6b422;"
	    "--partial:#f29b5e;--down:#ff8a80}}\n",
	    *policy->dark_colour ? policy->dark_colour : DEFAULT_DARK_COLOUR);
	text_add(out, rules);
}

/* Colours that show on light and dark tabs alike. */
void board_icon(const struct board *board, struct text *out)
{
	static const char *const colours[COMPONENT_STATE_COUNT] = {
		"#2e9e55", "#3b82d6", "#c99700", "#e0701a", "#d93a34",
	};

	text_addf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
	    "viewBox=\"0 0 16 16\"><circle cx=\"8\" cy=\"8\" r=\"7\" "
	    "fill=\"%s\"/></svg>\n",
	    colours[board_overall_state(board_overall(board).indicator)]);
}
