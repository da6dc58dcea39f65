/* SPDX-License-Identifier: MIT
 *
 * paper: see paper.h.
 */
#include "core/report/paper.h"
#include "base/text.h"
#include "core/report/html.h"

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "'none'; style-src 'unsafe-inline'\">\n<title>";

static const char style[] =
    "<style>\n"
    ":root{color-scheme:light dark;--ink:#1c2330;--soft:#596273;"
    "--line:#d9dee6;--page:#fff;--panel:#f5f7fa;--hurt:#f3c6c0;"
    "--calm:#f6e3b4;--good:#1a7446;--bad:#b3261e;--mark:#2457a6}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e6e9ef;"
    "--soft:#a3adbd;--line:#36404f;--page:#151a22;--panel:#1d2430;"
    "--hurt:#5f2f2b;--calm:#5a4b22;--good:#5cc48d;--bad:#ff8a80;"
    "--mark:#8ab4f8}}\n"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);"
    "background:var(--page);max-width:62rem;margin:0 auto;"
    "padding:1.25rem 1rem 3rem}\n"
    "h1{font-size:1.6rem;line-height:1.25;margin:.2rem 0 .3rem;"
    "overflow-wrap:anywhere}\n"
    "h2{font-size:1.2rem;margin:2.2rem 0 .6rem;padding-top:.9rem;"
    "border-top:1px solid var(--line)}\n"
    "h3{font-size:1rem;margin:1.1rem 0 .2rem}\np{margin:.2rem 0 .6rem;"
    "overflow-wrap:anywhere}\na{color:var(--mark)}\n"
    "h3::first-letter{text-transform:uppercase}\n"
    "dl{display:grid;grid-template-columns:repeat(auto-fit,minmax("
    "9.5rem,1fr));gap:.6rem;margin:1rem 0}\n"
    "dl div{background:var(--panel);border:1px solid var(--line);"
    "border-radius:.5rem;padding:.5rem .7rem}\n"
    "dt{color:var(--soft);font-size:.85rem}\n"
    "dd{margin:0;font-size:1.15rem;font-weight:600}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "td,th{border-bottom:1px solid var(--line);padding:.4rem .9rem .4rem "
    "0;text-align:left;vertical-align:top;overflow-wrap:"
    "break-word}\n.steps td{overflow-wrap:anywhere}\n"
    "th{font-weight:600;color:var(--soft);font-size:.85rem;"
    "white-space:nowrap}\n"
    "tr:last-child td,tr:last-child th[scope=row]{border-bottom:0}\n"
    ".figures th[scope=col]{white-space:normal}\n"
    "td.t{white-space:nowrap;color:var(--soft);font-variant-numeric:"
    "tabular-nums;width:1%}\n"
    ".soft,small{color:var(--soft)}\nsmall{display:block;"
    "font-size:.85rem}\n"
    ".wide{overflow-x:auto}\n.wide table{min-width:34rem}\n"
    "svg{width:100%;min-width:44rem;height:auto;display:block;"
    "font:12px system-ui,sans-serif}\n"
    "@media (max-width:40rem){.steps tr{display:block;padding:.45rem 0;"
    "border-bottom:1px solid var(--line)}.steps td{display:block;"
    "border:0;padding:0;width:auto}.steps thead{position:absolute;"
    "left:-999rem}}\n"
    "@media print{.wide{overflow:visible}svg,.wide table{min-width:0}"
    "tr{break-inside:avoid}}\n</style>\n";

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
