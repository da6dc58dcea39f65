/* SPDX-License-Identifier: MIT
 *
 * ticket_result: an effect on a ticket was done, or given up: what it made is
 * known from now on, and whom it concerns hears of it. By the site's record,
 * since a SEV3 does not disturb everybody at any time (handlers/notices.h).
 */
#include "handlers/tickets.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/ticket.h"

static struct event *result_event(const struct turn *turn, int kind)
{
	const struct effect *effect = turn->request->effect;
	const struct ticket *ticket = ticket_by_number(turn->incident,
	    effect->number);
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	*event = turn_event(turn, kind);
	event->number = effect->number;
	(void)text_copy(event->name, sizeof(event->name), effect->way);
	if (ticket && *ticket->key) {
		(void)text_copy(event->ref, sizeof(event->ref), ticket->key);
		(void)text_copy(event->text, sizeof(event->text), ticket->url);
	}
	return event;
}

/* It is said in the channel by itself; without one nobody would hear. */
static void record(struct turn *turn, const struct event *event)
{
	decision_event(turn->out, event);
	if (!(turn->incident->flags & FLAG_ROOM))
		ticket_say(turn, event);
}

static void opened(struct turn *turn)
{
	struct event *event = result_event(turn, EVENT_TICKET_OPENED);

	(void)text_copy(event->ref, sizeof(event->ref),
	    turn->request->made_ref);
	(void)text_copy(event->text, sizeof(event->text),
	    turn->request->made_name);
	record(turn, event);
}

static void failed(struct turn *turn)
{
	struct event *event = result_event(turn, EVENT_TICKET_FAILED);

	(void)text_copy(event->text, sizeof(event->text),
	    turn->request->error);
	/* Of a comment: which event it was about, for a retry. */
	if (turn->request->effect->kind == EFFECT_TICKET_TELL)
		event->due_ms = turn->request->effect->event.at_ms;
	record(turn, event);
}

static enum outcome run_result(struct turn *turn)
{
	if (!turn->request->succeeded) {
		failed(turn);
		return DECIDED;
	}
	if (turn->request->effect->kind == EFFECT_TICKET_OPEN) {
		opened(turn);
		return DECIDED;
	}
	decision_event(turn->out, result_event(turn,
	    turn->request->effect->cycle ? EVENT_TICKET_CLOSED :
	    EVENT_TICKET_REOPENED));
	return DECIDED;
}

const struct handler on_ticket_result = {
	.name = "ticket_result", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .who = WHO_ITSELF,
	.run = run_result,
};
