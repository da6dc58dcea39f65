/* SPDX-License-Identifier: MIT
 *
 * ticket_seen: a tracker shows a ticket of ours in a state that may be new.
 * Looked at again and again, so whatever is known already changes nothing;
 * nor does what was read before the last change that we know of. An action
 * item follows its ticket; so does an incident that is nothing but a ticket
 * (SEV3): closing it there resolves it here.
 */
#include "handlers/tickets.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/ticket.h"

/* succeeded: it is closed; number: which; made_name, made_ref: tracker and
 * key; due_ms: when the look began. */
static bool is_news(const struct turn *turn, bool closed)
{
	const struct request *request = turn->request;
	const struct ticket *ticket = ticket_by_number(turn->incident,
	    request->number);

	return ticket && *ticket->key &&
	    strcmp(ticket->way, request->made_name) == 0 &&
	    strcmp(ticket->key, request->made_ref) == 0 &&
	    ticket->closed != closed && request->due_ms > ticket->known_ms;
}

/* Only what never became more than a ticket. */
static bool is_ticket_alone(const struct incident *incident)
{
	return incident->severity == SEV3 && !(incident->flags & FLAG_ROOM) &&
	    incident->update_count == 0;
}

static void resolve(struct turn *turn, const struct event *from)
{
	struct event event = turn_event(turn, EVENT_RESOLVED);
	char label[ID_SIZE + 1];

	ticket_label(from->ref, label);
	(void)text_copy(event.text, sizeof(event.text), arena_printf(
	    turn->arena, "Ticket %s was closed in %s.", label, from->name));
	decision_event(turn->out, &event);
}

static void reopen(struct turn *turn, const struct event *from)
{
	struct event event = turn_event(turn, EVENT_REOPENED);
	char label[ID_SIZE + 1];

	ticket_label(from->ref, label);
	(void)text_copy(event.text, sizeof(event.text), arena_printf(
	    turn->arena, "Ticket %s was opened again in %s.", label,
	    from->name));
	decision_event(turn->out, &event);
}

/* The ticket is first known to be in the state, so that what follows here is
 * not told to it again. */
static void follow(struct turn *turn, const struct event *event, bool closed)
{
	const struct incident *incident = turn->incident;

	if (event->number > 0 || !is_ticket_alone(incident))
		return;
	if (closed && incident_is_open(incident))
		resolve(turn, event);
	else if (!closed && incident->phase == PHASE_RESOLVED)
		reopen(turn, event);
}

static enum outcome run(struct turn *turn)
{
	const struct request *request = turn->request;
	bool closed = request->succeeded;
	struct event event = turn_event(turn, closed ? EVENT_TICKET_CLOSED :
	    EVENT_TICKET_REOPENED);

	if (request->kind != REQUEST_HAPPENING || !is_news(turn, closed))
		return DECIDED;
	event.number = request->number;
	event.flags = TICKET_THEIRS;
	(void)text_copy(event.name, sizeof(event.name), request->made_name);
	(void)text_copy(event.ref, sizeof(event.ref), request->made_ref);
	(void)text_copy(event.text, sizeof(event.text), ticket_by_number(
	    turn->incident, request->number)->url);
	decision_event(turn->out, &event);
	ticket_say(turn, &event);
	follow(turn, &event, closed);
	return DECIDED;
}

const struct handler on_ticket = {
	.name = "ticket_seen", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT | NEEDS_SITE,
	.run = run,
};
