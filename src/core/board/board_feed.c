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

/* --- the words of a feed ------------------------------------------------------ */

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

/* What a template is filled with. */
struct feed {
	struct arena *arena;
	const struct board *board;
	const struct board_incident *incident;	/* NULL outside an entry */
};

static void add_name(const struct feed *feed, struct text *out)
{
	html_add(out, feed->board->policy->board.name);
}

static void add_home(const struct feed *feed, struct text *out)
{
	html_add_url(out, feed->board->url);
}

static void add_changed(const struct feed *feed, struct text *out)
{
	board_add_stamp(board_changed_ms(feed->board), out);
}

static void add_changed_822(const struct feed *feed, struct text *out)
{
	add_rfc822(board_changed_ms(feed->board), out);
}

static void add_page(const struct feed *feed, struct text *out)
{
	add_home(feed, out);
	text_addf(out, "incidents/%s.html", feed->incident->key);
}

static void add_title(const struct feed *feed, struct text *out)
{
	html_add(out, feed->incident->title);
}

static void add_created(const struct feed *feed, struct text *out)
{
	board_add_stamp(feed->incident->created_ms, out);
}

static void add_updated(const struct feed *feed, struct text *out)
{
	board_add_stamp(feed->incident->updated_ms, out);
}

static void add_updated_822(const struct feed *feed, struct text *out)
{
	add_rfc822(feed->incident->updated_ms, out);
}

static void add_updates(const struct feed *feed, struct text *out)
{
	add_content(feed->arena, feed->board, feed->incident, out);
}

static const struct word {
	const char *name;
	void (*add)(const struct feed *feed, struct text *out);
} words[] = {
	{ "name", add_name }, { "home", add_home },
	{ "changed", add_changed }, { "changed-822", add_changed_822 },
	{ "page", add_page }, { "title", add_title },
	{ "created", add_created }, { "updated", add_updated },
	{ "updated-822", add_updated_822 }, { "updates", add_updates },
};

static void add_word(const struct feed *feed, const char *name, size_t length,
    struct text *out)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strncmp(words[i].name, name, length) == 0 &&
		    words[i].name[length] == '\0') {
			words[i].add(feed, out);
			return;
		}
	}
	abort();	/* a template below has a word of its own */
}

/* A template with its {words} filled in. */
static void fill(const struct feed *feed, const char *template,
    struct text *out)
{
	while (*template) {
		size_t length = strcspn(template, "{");

		text_add_n(out, template, length);
		template += length;
		if (!*template)
			return;
		length = strcspn(++template, "}");
		add_word(feed, template, length, out);
		template += length + 1;
	}
}

/* --- the feeds ---------------------------------------------------------------- */

struct format {
	const char *head;
	const char *entry;
	const char *tail;
};

static void write_feed(struct arena *arena, const struct board *board,
    const struct format *format, struct text *out)
{
	const struct board_incident *list[BOARD_FEED_ENTRIES];
	struct feed feed = { arena, board, NULL };
	int count = entries(board, list);

	fill(&feed, format->head, out);
	for (int i = 0; i < count; i++) {
		feed.incident = list[i];
		fill(&feed, format->entry, out);
	}
	text_add(out, format->tail);
}

void board_atom(struct arena *arena, const struct board *board,
    struct text *out)
{
	static const struct format format = {
		.head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n"
		"<id>{home}</id>\n"
		"<title>{name} status</title>\n"
		"<updated>{changed}</updated>\n"
		"<author><name>{name}</name></author>\n"
		"<link rel=\"self\" type=\"application/atom+xml\" "
		"href=\"{home}history.atom\"/>\n"
		"<link rel=\"alternate\" type=\"text/html\" "
		"href=\"{home}\"/>\n",
		.entry = "<entry>\n"
		"<id>{page}</id>\n"
		"<title>{title}</title>\n"
		"<published>{created}</published>\n"
		"<updated>{updated}</updated>\n"
		"<link rel=\"alternate\" type=\"text/html\" "
		"href=\"{page}\"/>\n"
		"<content type=\"html\">{updates}</content>\n"
		"</entry>\n",
		.tail = "</feed>\n",
	};

	write_feed(arena, board, &format, out);
}

void board_rss(struct arena *arena, const struct board *board,
    struct text *out)
{
	static const struct format format = {
		.head = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		"<rss version=\"2.0\" "
		"xmlns:atom=\"http://www.w3.org/2005/Atom\">\n"
		"<channel>\n"
		"<title>{name} status</title>\n"
		"<link>{home}</link>\n"
		"<description>Incidents of {name}</description>\n"
		"<language>en</language>\n"
		"<lastBuildDate>{changed-822}</lastBuildDate>\n"
		"<atom:link rel=\"self\" type=\"application/rss+xml\" "
		"href=\"{home}history.rss\"/>\n",
		.entry = "<item>\n"
		"<title>{title}</title>\n"
		"<link>{page}</link>\n"
		"<guid isPermaLink=\"true\">{page}</guid>\n"
		"<pubDate>{updated-822}</pubDate>\n"
		"<description>{updates}</description>\n"
		"</item>\n",
		.tail = "</channel>\n</rss>\n",
	};

	write_feed(arena, board, &format, out);
}
