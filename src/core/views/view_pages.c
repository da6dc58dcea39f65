/* SPDX-License-Identifier: MIT
 *
 * view_pages: the receipts: one line a page, living on the card: asked,
 * delivered, acknowledged, or skipped and why; and whom the escalation calls
 * next if nobody acknowledges (P2).
 */
#include "core/views/view_words.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"

#define PAGES_TEXT_BYTES 2900	/* of one section; more begin another one */
#define PLAN_BYTES 600		/* of them, for who is called next */
#define RECEIPT_BYTES 1000

static void add_state(struct text *text, const char *state)
{
	text_addf(text, "%s%s", text->length > 0 ? DOT : "", state);
}

static const char *at(struct arena *arena, const struct incident *incident,
    const char *what, int64_t ms)
{
	return arena_printf(arena, "%s %s", mrkdwn_escape(arena, what),
	    incident_time(arena, incident, ms));
}

/* What became of it. */
static const char *receipt(struct arena *arena,
    const struct incident *incident, const struct page *page)
{
	struct text text = text_new(arena, RECEIPT_BYTES);

	if (page->skipped)
		return arena_printf(arena, "not paged, %s",
		    mrkdwn_escape(arena, page->note));
	if (page->sent_ms > 0)
		add_state(&text, at(arena, incident, "message delivered",
		    page->sent_ms));
	if (page->accepted_ms > 0)
		add_state(&text, at(arena, incident, arena_printf(arena,
		    "accepted by %s", page->way), page->accepted_ms));
	if (page->delivered_ms > 0)
		add_state(&text, at(arena, incident, "delivered",
		    page->delivered_ms));
	if (incident->acknowledged_ms > 0 &&
	    strcmp(incident->acknowledged_by, page->user) == 0)
		add_state(&text, at(arena, incident, "*acknowledged*",
		    incident->acknowledged_ms));
	else if (*page->note)
		add_state(&text, arena_printf(arena, "*failed*, %s",
		    mrkdwn_escape(arena, page->note)));
	if (page->again_ms > 0 && !incident_voids_page(incident, page->epoch))
		add_state(&text, at(arena, incident, "called again at",
		    page->again_ms));
	if (text.length > 0)
		return text.data;
	if (incident_voids_page(incident, page->epoch))
		return "not sent, somebody was faster";
	return arena_printf(arena, "asked %s, on its way",
	    incident_time(arena, incident, page->asked_ms));
}

static void add_plan(struct arena *arena, struct text *text,
    const struct incident *incident)
{
	for (int i = 0; i < RUNGS_MAX && incident_is_paging(incident); i++) {
		if (incident->rungs[i].due_ms > 0)
			text_addf(text, "\n%s: at %s, if nobody acknowledges",
			    rung_name(i), incident_time(arena, incident,
			    incident->rungs[i].due_ms));
	}
}

static void end_section(struct arena *arena, json_t *blocks,
    struct text *text)
{
	if (text->length == 0)
		return;
	json_add(blocks, block_section(arena_printf(arena,
	    "*Who is called*%s", text->data)));
	*text = text_new(arena, PAGES_TEXT_BYTES);
}

void view_pages(struct arena *arena, json_t *blocks,
    const struct incident *incident)
{
	struct text text = text_new(arena, PAGES_TEXT_BYTES);

	for (int i = 0; i < PAGES_MAX && *incident->pages[i].user; i++) {
		const struct page *page = &incident->pages[i];
		const char *line = arena_printf(arena, "\n%s, %s: %s",
		    mrkdwn_user(arena, page->user), rung_name(page->rung),
		    receipt(arena, incident, page));

		if (text.length + strlen(line) > PAGES_TEXT_BYTES - PLAN_BYTES)
			end_section(arena, blocks, &text);
		text_add(&text, line);
	}
	add_plan(arena, &text, incident);
	end_section(arena, blocks, &text);
}
