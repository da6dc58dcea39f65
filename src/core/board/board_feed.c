/* SPDX-License-Identifier: MIT
 *
 * board_feed: the same news for feed readers: Atom 1.0 and RSS 2.0. One entry
 * an incident; its content is all updates, the newest first, so that a reader
 * who was away has it whole.
 */
#include "core/board/board_parts.h"
#include "base/arena.h"
#include "base/when.h"
#include "core/report/html.h"

#define ENTRY_BYTES (256 * 1024)

/* The content is HTML inside XML: escaped once as text of the HTML, once more
 * as text of the XML. */
static void add_content(struct arena *arena, const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	struct text html = text_new(arena, ENTRY_BYTES);

	for (int i = incident->count - 1; i >= 0; i--) {
		const struct board_update *update = &incident->updates[i];

		text_addf(&html, "<p><strong>%s</strong> ",
		    board_status_name(update->status));
		board_add_time(board, update->at_ms, &html);
		text_add(&html, "<br>");
		html_add_lines(&html, update->text);
		text_add(&html, "</p>");
		if (html.limit - html.length < ENTRY_BYTES / 4)
			break;
	}
	html_add(out, html.data);
}

static int entries(const struct board *board,
    const struct board_incident *list[BOARD_FEED_ENTRIES])
{
	int count = 0;

	for (int i = 0; i < board->count && count < BOARD_FEED_ENTRIES; i++) {
		if (board->incidents[i]->count > 0)
			list[count++] = board->incidents[i];
	}
	return count;
}

static void add_address(const struct board *board, const char *path,
    struct text *out)
{
	html_add_url(out, board->url);
	html_add(out, path);
}

static void add_page_address(const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	html_add_url(out, board->url);
	text_addf(out, "incidents/%s.html", incident->key);
}

static void atom_entry(struct arena *arena, const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	text_add(out, "<entry>\n<id>");
	add_page_address(board, incident, out);
	text_add(out, "</id>\n<title>");
	html_add(out, incident->title);
	text_add(out, "</title>\n<published>");
	board_add_stamp(incident->created_ms, out);
	text_add(out, "</published>\n<updated>");
	board_add_stamp(incident->updated_ms, out);
	text_add(out, "</updated>\n<link rel=\"alternate\" "
	    "type=\"text/html\" href=\"");
	add_page_address(board, incident, out);
	text_add(out, "\"/>\n<content type=\"html\">");
	add_content(arena, board, incident, out);
	text_add(out, "</content>\n</entry>\n");
}

void board_atom(struct arena *arena, const struct board *board,
    struct text *out)
{
	const struct board_incident *list[BOARD_FEED_ENTRIES];
	int count = entries(board, list);

	text_add(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
	    "<id>");
	add_address(board, "", out);
	text_add(out, "</id>\n<title>");
	html_add(out, board->policy->board.name);
	text_add(out, " status</title>\n<updated>");
	board_add_stamp(board_changed_ms(board), out);
	text_add(out, "</updated>\n<author><name>");
	html_add(out, board->policy->board.name);
	text_add(out, "</name></author>\n<link rel=\"self\" "
	    "type=\"application/atom+xml\" href=\"");
	add_address(board, "history.atom", out);
	text_add(out, "\"/>\n<link rel=\"alternate\" type=\"text/html\" "
	    "href=\"");
	add_address(board, "", out);
	text_add(out, "\"/>\n");
	for (int i = 0; i < count; i++)
		atom_entry(arena, board, list[i], out);
	text_add(out, "</feed>\n");
}

/* "Mon, 15 Jun 2026 14:05:00 GMT" */
static void add_rfc822(int64_t ms, struct text *out)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	struct civil civil = when_to_civil_utc(ms);

	text_addf(out, "%s, %02d %s %04d %02d:%02d:%02d GMT",
	    days[civil.weekday], civil.day, board_month(civil.month),
	    civil.year, civil.hour, civil.minute, civil.second);
}

static void rss_item(struct arena *arena, const struct board *board,
    const struct board_incident *incident, struct text *out)
{
	text_add(out, "<item>\n<title>");
	html_add(out, incident->title);
	text_add(out, "</title>\n<link>");
	add_page_address(board, incident, out);
	text_add(out, "</link>\n<guid isPermaLink=\"true\">");
	add_page_address(board, incident, out);
	text_add(out, "</guid>\n<pubDate>");
	add_rfc822(incident->updated_ms, out);
	text_add(out, "</pubDate>\n<description>");
	add_content(arena, board, incident, out);
	text_add(out, "</description>\n</item>\n");
}

void board_rss(struct arena *arena, const struct board *board,
    struct text *out)
{
	const struct board_incident *list[BOARD_FEED_ENTRIES];
	int count = entries(board, list);

	text_add(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
	    "<rss version=\"2.0\" "
	    "xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n"
	    "<title>");
	html_add(out, board->policy->board.name);
	text_add(out, " status</title>\n<link>");
	add_address(board, "", out);
	text_add(out, "</link>\n<description>Incidents of ");
	html_add(out, board->policy->board.name);
	text_add(out, "</description>\n<language>en</language>\n"
	    "<lastBuildDate>");
	add_rfc822(board_changed_ms(board), out);
	text_add(out, "</lastBuildDate>\n<atom:link rel=\"self\" "
	    "type=\"application/rss+xml\" href=\"");
	add_address(board, "history.rss", out);
	text_add(out, "\"/>\n");
	for (int i = 0; i < count; i++)
		rss_item(arena, board, list[i], out);
	text_add(out, "</channel>\n</rss>\n");
}
