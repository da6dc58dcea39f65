/* SPDX-License-Identifier: MIT
 *
 * pager_*: what a pager tells of the pages that went through it. Somebody
 * acknowledged there: that counts like one in Slack (P2.5), and taken back it
 * counts no more: the escalation begins anew, by its own clock, once. What was
 * acknowledged elsewhere no pager takes back: it is told again. Resolved
 * there it is acknowledged, but not over: that takes a last word to the public
 * (P4.4). A receipt says that a page has arrived, or that it has not: then the
 * next way is tried at once (P2.8). Who it was is said in the request; what
 * comes twice, or when it is over, changes nothing.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "handlers/ladder.h"
#include "handlers/page_look.h"
#include "handlers/page_result.h"

void pager_acknowledged(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_ACKNOWLEDGED);

	if (!incident_is_open(turn->incident) ||
	    turn->incident->acknowledged_ms)
		return;
	when_format_duration(event.name, sizeof(event.name),
	    turn->now_ms - turn->incident->declared_ms);
	(void)text_copy(event.ref, sizeof(event.ref),
	    turn->request->made_name);
	decision_event(turn->out, &event);
}

static enum outcome run_acked(struct turn *turn)
{
	pager_acknowledged(turn);
	return DECIDED;
}

/* Its time for acknowledgements has run out, and it would call on. */
static void tell_pager_again(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	const char *way = turn->request->made_name;
	struct event *event = arena_alloc(turn->arena, sizeof(*event));
	struct effect *effect = arena_alloc(turn->arena, sizeof(*effect));

	event->kind = EVENT_ACK_KEPT;
	(void)text_copy(event->user, sizeof(event->user),
	    incident->acknowledged_by);
	(void)text_copy(event->name, sizeof(event->name), way);
	decision_event(turn->out, event);
	for (size_t i = 0; i < PAGES_MAX && *incident->pages[i].user; i++) {
		const struct page *page = &incident->pages[i];

		if (!page->accepted_ms || strcmp(page->way, way) != 0)
			continue;
		effect->kind = EFFECT_PAGE_SETTLE;
		effect->number = page->rung;
		(void)text_copy(effect->user, sizeof(effect->user),
		    page->user);
		(void)text_copy(effect->way, sizeof(effect->way), way);
		decision_effect(turn->out, effect);
	}
}

/* Stable, it needs nobody woken any more. */
static enum outcome run_unacked(struct turn *turn)
{
	int64_t target_ms =
	    turn->policy->severities[turn->incident->severity].ack_target_ms;
	struct event event = { .kind = EVENT_UNACKNOWLEDGED };

	if (turn->incident->phase != PHASE_OPEN ||
	    !turn->incident->acknowledged_ms)
		return DECIDED;
	if (strcmp(turn->incident->acknowledged_way,
	    turn->request->made_name) != 0) {
		tell_pager_again(turn);
		return DECIDED;
	}
	event.due_ms = target_ms ? turn->now_ms + target_ms : 0;
	decision_event(turn->out, &event);
	ladder_plan(turn);
	return DECIDED;
}

void pager_resolved(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_PAGER_RESOLVED);

	if (!incident_is_open(turn->incident))
		return;
	pager_acknowledged(turn);
	decision_event(turn->out, &event);
}

static enum outcome run_resolved(struct turn *turn)
{
	pager_resolved(turn);
	return DECIDED;
}

/* It is as if the pager had refused it in the first place. */
static void not_delivered(struct turn *turn, const struct page *page)
{
	const struct request *asked = turn->request;
	struct request request = *asked;
	struct effect effect = { .kind = EFFECT_PAGE_OUT,
		.number = page->rung, .cycle = page->epoch };

	(void)text_copy(effect.user, sizeof(effect.user), page->user);
	(void)text_copy(effect.way, sizeof(effect.way), asked->made_name);
	request.effect = &effect;
	turn->request = &request;
	page_result(turn);
	turn->request = asked;
}

static enum outcome run_receipt(struct turn *turn)
{
	const struct request *request = turn->request;
	const struct page *page = incident_page(turn->incident,
	    request->actor, request->number);
	struct event event = { .kind = EVENT_PAGE_DELIVERED,
		.number = request->number };

	if (!page || !incident_is_open(turn->incident))
		return DECIDED;
	/* Once somebody is on it, that a phone was not picked up any more is no
	 * news, and nothing follows from it. */
	if (!request->succeeded) {
		if (!incident_voids_page(turn->incident, page->epoch))
			not_delivered(turn, page);
		return DECIDED;
	}
	(void)text_copy(event.user, sizeof(event.user), page->user);
	(void)text_copy(event.name, sizeof(event.name), request->made_name);
	decision_event(turn->out, &event);
	return DECIDED;
}

const struct handler on_pager = {
	.name = "pager_acked", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT,
	.run = run_acked,
};

const struct handler on_unacked = {
	.name = "pager_unacked", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT | NEEDS_SITE,
	.run = run_unacked,
};

const struct handler on_pager_resolved = {
	.name = "pager_resolved", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT,
	.run = run_resolved,
};

const struct handler on_receipt = {
	.name = "pager_receipt", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT,
	.run = run_receipt,
};
