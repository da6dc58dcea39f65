/* SPDX-License-Identifier: MIT
 *
 * board_html: the sink for people's text in HTML and XML: whatever was
 * written stays text.
 */
#include "base/text.h"
#include "core/report/html.h"
#include "tests/unit/unit.h"

static char buffer[512];

static const char *added(void (*add)(struct text *, const char *),
    const char *raw)
{
	struct text text;

	text_init(&text, buffer, sizeof(buffer));
	add(&text, raw);
	return buffer;
}

START_TEST(markup_stays_text)
{
	static const struct {
		const char *raw, *line, *lines;
	} rows[] = {
		{ "", "", "" },
		{ "plain", "plain", "plain" },
		{ "<b>&\"'</b>", "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;",
		    "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;" },
		{ " a \n\n\n b\r\nc ", "a  b c", "a<br><br>b<br>c" },
		{ "&amp;", "&amp;amp;", "&amp;amp;" },
		{ "a\x01\x1b" "b", "ab", "ab" },
		{ "a\xe2\x80\xae" "b\xe2\x80\x8b", "ab", "ab" },
		{ "\xff\xc3", "\xef\xbf\xbd\xef\xbf\xbd",
		    "\xef\xbf\xbd\xef\xbf\xbd" },
		{ "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f",
		    "gr\xc3\xbc\xc3\x9f" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		ck_assert_str_eq(added(html_add, rows[i].raw), rows[i].line);
		ck_assert_str_eq(added(html_add_lines, rows[i].raw),
		    rows[i].lines);
	}
}
END_TEST

START_TEST(no_address_runs_anything)
{
	ck_assert_str_eq(added(html_add_url, "https://a.example/?x=1&y='"),
	    "https://a.example/?x=1&amp;y=&#39;");
	ck_assert_str_eq(added(html_add_url, "javascript:alert(1)"), "#");
	ck_assert_str_eq(added(html_add_url, " https://a.example/"), "#");
	ck_assert_str_eq(added(html_add_url, "data:text/html,x"), "#");
	ck_assert_str_eq(added(html_add_url, ""), "#");
}
END_TEST

int main(void)
{
	struct unit unit = unit_new("board_html");

	unit_add(&unit, markup_stays_text);
	unit_add(&unit, no_address_runs_anything);
	return unit_run(&unit);
}
