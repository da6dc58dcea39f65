/* SPDX-License-Identifier: MIT
 *
 * incident_pages: see incident_pages.h.
 */
#include "core/incident_pages.h"
#include "base/text.h"
#include "core/oncall/oncall.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static struct rung *event_rung(struct incident *incident,
    const struct event *event)
{
	assert(event->number >= 0 && event->number < RUNGS_MAX);
	return &incident->rungs[event->number];
}

static struct page *known_page(struct incident *incident,
    const struct event *event)
{
	const struct page *page = incident_page(incident, event->user,
	    event->number);

	return page ? &incident->pages[page - incident->pages] : NULL;
}

/* The receipt of this person's page for this rung; a new one if there is room;
 * NULL: one too many, which is in the timeline only. */
static struct page *event_page(struct incident *incident,
    const struct event *event)
{
	struct page *page = known_page(incident, event);

	if (page)
		return page;
	for (size_t i = 0; i < PAGES_MAX; i++) {
		page = &incident->pages[i];
		if (*page->user)
			continue;
		COPY(page->user, event->user);
		page->rung = event->number;
		return page;
	}
	return NULL;
}

/* The rung, if it is one of the ladder's, is taken. */
static void take_rung(struct incident *incident, const struct event *event)
{
	struct rung *rung;

	if (event->number == RUNG_CALLED)
		return;
	rung = event_rung(incident, event);
	rung->due_ms = 0;
	rung->paged_ms = event->at_ms;
}

/* Asked for again it is another page: what stood there before is over. By and why
 * are who asked for it, and in which words. */
static void begin_page(struct incident *incident, const struct event *event,
    const char *by, const char *why)
{
	struct page page = { .rung = event->number,
		.epoch = incident->epoch, .asked_ms = event->at_ms };
	struct page *place = event_page(incident, event);

	take_rung(incident, event);
	if (!place)
		return;
	COPY(page.user, event->user);
	COPY(page.by, by);
	COPY(page.why, why);
	*place = page;
}

void pages_ask(struct incident *incident, const struct event *event)
{
	begin_page(incident, event, "", "");
}

/* Called again because no pager has worked: still asked for by that person. */
void pages_ask_again(struct incident *incident, const struct event *event)
{
	const struct page *known = known_page(incident, event);

	begin_page(incident, event, known ? known->by : "",
	    known ? known->why : "");
}

void pages_call(struct incident *incident, const struct event *event)
{
	begin_page(incident, event, event->actor, event->text);
}

void pages_plan(struct incident *incident, const struct event *event)
{
	event_rung(incident, event)->due_ms = event->due_ms;
}

/* A level that pages nobody: what comes later begins anew. */
void pages_end(struct incident *incident, const struct event *event)
{
	(void)event;
	memset(incident->rungs, 0, sizeof(incident->rungs));
	for (size_t i = 0; i < PAGES_MAX; i++) {
		struct page *page = &incident->pages[i];

		page->again_ms = 0;
		if (!*page->user || page->sent_ms || page->accepted_ms)
			continue;
		page->skipped = true;
		COPY(page->note, "it was lowered");
	}
}

/* The step is taken all the same. */
void pages_skip(struct incident *incident, const struct event *event)
{
	struct page *page;

	if (!*event->user) {
		event_rung(incident, event)->due_ms = 0;
		event_rung(incident, event)->paged_ms = event->at_ms;
		return;
	}
	pages_ask(incident, event);
	page = event_page(incident, event);
	if (!page)
		return;
	page->skipped = true;
	(void)text_copy(page->note, sizeof(page->note), event->text);
}

void pages_note_sent(struct incident *incident, const struct event *event)
{
	struct page *page = event_page(incident, event);

	if (!page)
		return;
	COPY(page->channel, event->name);
	COPY(page->ts, event->ref);
	page->sent_ms = event->at_ms;
	if (page->skipped)
		COPY(page->note, "");
	page->skipped = false;
}

/* It reaches the person: what failed before does not matter any more. */
void pages_note_accepted(struct incident *incident, const struct event *event)
{
	struct page *page = known_page(incident, event);

	if (!page)
		return;
	(void)text_copy(page->way, sizeof(page->way), event->name);
	page->accepted_ms = event->at_ms;
	page->again_ms = 0;
	page->skipped = false;
	COPY(page->note, "");
}

/* What does not fit is not remembered: more than a person's pagers come to only
 * if the config names others meanwhile. */
static void doubt(struct page *page, const char *way)
{
	size_t used = strlen(page->doubtful);

	if (text_list_has(page->doubtful, way) ||
	    used + 1 + strlen(way) >= sizeof(page->doubtful))
		return;
	(void)snprintf(page->doubtful + used, sizeof(page->doubtful) - used,
	    "%s%s", used > 0 ? "," : "", way);
}

void pages_note_failed(struct incident *incident, const struct event *event)
{
	struct page *page = known_page(incident, event);

	if (!page)
		return;
	(void)text_copy(page->note, sizeof(page->note), event->text);
	if (event->kind == EVENT_PAGE_FAILED && *event->ref)
		doubt(page, event->ref);
}

/* It is not there any more, as far as the pager can tell: what may stand there
 * all the same is settled with the rest. */
void pages_note_forgotten(struct incident *incident,
    const struct event *event)
{
	struct page *page = known_page(incident, event);

	if (!page || strcmp(page->way, event->name) != 0)
		return;
	page->accepted_ms = page->delivered_ms = 0;
	COPY(page->way, "");
	COPY(page->note, "the pager has lost it");
	doubt(page, event->name);
}

void pages_note_unreached(struct incident *incident,
    const struct event *event)
{
	struct page *page = known_page(incident, event);

	pages_note_failed(incident, event);
	if (page)
		page->again_ms = event->due_ms;
}

void pages_note_delivered(struct incident *incident,
    const struct event *event)
{
	struct page *page = known_page(incident, event);

	if (!page)
		return;
	(void)text_copy(page->way, sizeof(page->way), event->name);
	if (!page->accepted_ms)
		page->accepted_ms = event->at_ms;
	page->delivered_ms = event->at_ms;
	page->again_ms = 0;
	COPY(page->note, "");
}

/* As it was before anybody acknowledged, with a target of its own (P2.3). Those
 * beside the escalation (P2.4) know already. */
void pages_restart(struct incident *incident, const struct event *event)
{
	COPY(incident->acknowledged_by, "");
	COPY(incident->acknowledged_way, "");
	incident->acknowledged_ms = 0;
	incident->ack_due_ms = event->due_ms;
	incident->ack_missed = false;
	incident->epoch++;
	for (size_t i = 0; i < ONCALL_SECURITY; i++)
		incident->rungs[i] = (struct rung){ 0, 0 };
}

void pages_begin_anew(struct incident *incident, int64_t ack_due_ms)
{
	if (incident->first_ack_ms == 0)
		incident->first_ack_ms = incident->acknowledged_ms;
	incident->acknowledged_ms = 0;
	COPY(incident->acknowledged_by, "");
	COPY(incident->acknowledged_way, "");
	incident->ack_due_ms = ack_due_ms;
	incident->ack_missed = false;
	memset(incident->rungs, 0, sizeof(incident->rungs));
}

void pages_stop(struct incident *incident)
{
	for (size_t i = 0; i < RUNGS_MAX; i++)
		incident->rungs[i].due_ms = 0;
}
