/* SPDX-License-Identifier: MIT
 *
 * html: people's words on the public pages, in the feeds and in the report:
 * what passes the sink has no markup, reads back as what a browser would
 * show, and a page with hostile words has the very tags that the same page
 * has with harmless ones.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/board/board.h"
#include "core/report/html.h"
#include "core/report/report.h"
#include "tests/unit/view_drawings.h"

#define PAGE_MAX (1024 * 1024)
#define WORDS_MAX 900

static struct world world;

/* Markup characters only as one of the five entities, and "<br>" where lines
 * are allowed; no control characters. */
static void check_sink(const char *html, bool lines)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;",
		"&quot;", "&#39;" };
	const char *p = html;

	while (*p) {
		size_t skip = 1;

		if (lines && text_starts_with(p, "<br>"))
			skip = 4;
		else if (*p == '&') {
			skip = 0;
			for (size_t i = 0; i < ARRAY_LEN(entities); i++)
				if (text_starts_with(p, entities[i]))
					skip = strlen(entities[i]);
			if (skip == 0)
				fuzz_fail("a bare ampersand", html);
		} else if (strchr("<>\"'", *p) || (unsigned char)*p < ' ' ||
		    *p == 0x7f)
			fuzz_fail("an active character", html);
		p += skip;
	}
}

static void check_url(const char *html)
{
	if (strcmp(html, "#") != 0 && !text_starts_with(html, "https://") &&
	    !text_starts_with(html, "http://") &&
	    !text_starts_with(html, "mailto:"))
		fuzz_fail("an address that may run something", html);
	check_sink(html, false);
}

static void check_sinks(struct arena *arena, const char *words)
{
	struct text out = text_new(arena, 6 * strlen(words) + 16);

	html_add(&out, words);
	check_sink(out.data, false);
	out = text_new(arena, 6 * strlen(words) + 16);
	html_add_lines(&out, words);
	check_sink(out.data, true);
	out = text_new(arena, 6 * strlen(words) + 16);
	html_add_url(&out, words);
	check_url(out.data);
}

/* The tags of a page, one after the other, without those for line breaks. An
 * attribute's value counts only where it is no address of an incident. */
static char *tags(struct arena *arena, const char *page)
{
	struct text out = text_new(arena, strlen(page) + 1);

	while ((page = strchr(page, '<')) != NULL) {
		size_t n = strcspn(page + 1, "<>") + 1;

		if (page[n] != '>')
			fuzz_fail("a tag without an end", page);
		if (!text_starts_with(page, "<br>"))
			text_add_n(&out, page, n + 1);
		page += n + 1;
	}
	return out.data;
}

static const struct event *events_of(struct arena *arena, const char *words)
{
	struct event *events = arena_alloc(arena, 3 * sizeof(*events));

	events[0] = (struct event){ .kind = EVENT_DECLARED, .at_ms = AT(0),
		.actor = "U0ANA", .ref = "7", .number = 1 };
	events[1] = (struct event){ .kind = EVENT_NOTED, .at_ms = AT(1),
		.actor = "U0ANA" };
	events[2] = (struct event){ .kind = EVENT_CAUSE_NAMED, .at_ms = AT(2),
		.actor = "U0ANA" };
	for (int i = 0; i < 3; i++)
		(void)text_copy(events[i].text, sizeof(events[i].text), words);
	return events;
}

static void draw(struct arena *arena, const char *words, char *drawn[4])
{
	struct board_update update = { .at_ms = AT(1), .status = 1,
		.text = words, .affected = "" };
	struct board_incident shown = { .key = "0123456789abcdef",
		.title = words, .severity = 1, .status = 1,
		.started_ms = AT(0), .created_ms = AT(1), .updated_ms = AT(1),
		.updates = &update, .count = 1 };
	const struct board_incident *list[] = { &shown };
	struct board board = { .policy = &world.policy,
		.url = "https://status.example/", .now_ms = AT(9),
		.incidents = list, .count = 1 };
	static struct incident incident;
	struct report report = { .incident = &incident,
		.events = events_of(arena, words), .count = 3 };
	struct text out;

	incident = world_incident(&world, 1, 0, ACKED);
	(void)text_copy(incident.title, sizeof(incident.title), words);
	(void)text_copy(incident.update_text, sizeof(incident.update_text),
	    words);
	out = text_new(arena, PAGE_MAX);
	board_incident_html(arena, &board, &shown, &out);
	drawn[0] = out.data;
	out = text_new(arena, PAGE_MAX);
	board_index_html(arena, &board, &out);
	drawn[1] = out.data;
	out = text_new(arena, PAGE_MAX);
	board_atom(arena, &board, &out);
	drawn[2] = out.data;
	drawn[3] = report_html(arena, &report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(64u << 20);
	char *hostile[4];
	char *harmless[4];
	char words[WORDS_MAX];

	if (size >= sizeof(words))
		size = sizeof(words) - 1;
	memcpy(words, data, size);
	words[size] = '\0';
	world_init(&world, arena);
	check_sinks(arena, words);
	/* What nobody sees may leave out a tag: then there is none to look
	 * at. */
	draw(arena, arena_printf(arena, "x%sx", words), hostile);
	draw(arena, "x", harmless);
	for (int i = 0; i < 4; i++) {
		const char *seen = tags(arena, hostile[i]);

		if (strcmp(seen, tags(arena, harmless[i])) != 0)
			fuzz_fail("words made a tag", hostile[i]);
	}
	arena_free(arena);
	return 0;
}
