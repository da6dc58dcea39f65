/* SPDX-License-Identifier: MIT
 *
 * paper: see paper.h.
 */
#include "core/paper.h"
#include "base/text.h"
#include "core/html.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'\">\n<title>";

static const char style[] =
    "<style>\n"
    ":root{--ink:#1c2330;--soft:#5a6475;--line:#d5dae2;--page:#fff;"
    "--hurt:#f3c6c0;--calm:#f6e3b4;--good:#1e7d4b;--bad:#b3261e;"
    "--mark:#2457a6}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e6e9ef;"
    "--soft:#a3adbd;--line:#3a4352;--page:#151a22;--hurt:#5a2a26;"
    "--calm:#54451c;--good:#5cc48d;--bad:#ff8a80;--mark:#8ab4f8}}\n"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);"
    "background:var(--page);max-width:60rem;margin:0 auto;padding:1rem}\n"
    "h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}\n"
    "h2{font-size:1.15rem;margin-top:2rem}\nh3{font-size:1rem;"
    "margin-bottom:.25rem}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "td,th{border-bottom:1px solid var(--line);padding:.3rem .6rem .3rem "
    "0;text-align:left;vertical-align:top;overflow-wrap:anywhere}\n"
    "th{font-weight:600}\ntd.t{white-space:nowrap;color:var(--soft)}\n"
    ".soft{color:var(--soft)}\nsvg{width:100%;height:auto;"
    "font:12px system-ui,sans-serif}\n"
    ".wide{overflow-x:auto}\n</style>\n";

void paper_begin(struct text *out, const char *title)
{
	text_add(out, head);
	html_add(out, title);
	text_addf(out, "</title>\n%s</head>\n<body>\n<main>\n<h1>", style);
	html_add(out, title);
	text_add(out, "</h1>\n");
}

void paper_end(struct text *out)
{
	text_add(out, "</main>\n</body>\n</html>\n");
}
