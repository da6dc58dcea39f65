/* SPDX-License-Identifier: MIT
 *
 * ticket: see ticket.h.
 */
#include "core/ticket.h"
#include "base/text.h"
#include "core/postmortem.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

static struct ticket *event_ticket(struct incident *incident,
    const struct event *event)
{
	assert(event->number >= 0 && event->number <= ACTIONS_MAX);
	if (event->number > incident->used.actions)
		incident->used.actions = event->number;
	return event->number == 0 ? &incident->ticket :
	    &incident->actions[event->number - 1].ticket;
}

const struct ticket *ticket_by_number(const struct incident *incident,
    int number)
{
	const struct action *action;

	if (number == 0)
		return &incident->ticket;
	action = action_by_number(incident, number);
	return action ? &action->ticket : NULL;
}

bool ticket_is_wanted_closed(const struct incident *incident, int number)
{
	const struct action *action;

	if (number == 0)
		return incident->phase == PHASE_RESOLVED ||
		    incident->phase == PHASE_CLOSED;
	action = action_by_number(incident, number);
	return action && action->state != ACTION_OPEN;
}

bool ticket_is_alive(const struct ticket *ticket)
{
	return *ticket->way && (*ticket->key || !*ticket->note);
}

void ticket_label(const char *key, char out[ID_SIZE + 1])
{
	struct text text;

	text_init(&text, out, ID_SIZE + 1);
	text_addf(&text, "%s%s", *key >= '0' && *key <= '9' ? "#" : "", key);
}

bool ticket_url_is_good(const char *url)
{
	if (!text_starts_with(url, "https://") &&
	    !text_starts_with(url, "http://127.0.0.1:"))
		return false;
	for (const char *c = url; *c; c++) {
		if (*c <= ' ' || *c == 0x7f || strchr("<>|\"'`", *c))
			return false;
	}
	return true;
}

void tickets_note_asked(struct incident *incident, const struct event *event)
{
	struct ticket *ticket = event_ticket(incident, event);

	memset(ticket, 0, sizeof(*ticket));
	COPY(ticket->way, event->name);
}

void tickets_note_opened(struct incident *incident, const struct event *event)
{
	struct ticket *ticket = event_ticket(incident, event);

	COPY(ticket->way, event->name);
	COPY(ticket->key, event->ref);
	ticket->url[0] = '\0';
	if (strlen(event->text) < sizeof(ticket->url))
		COPY(ticket->url, event->text);
	ticket->closed = false;
	ticket->known_ms = event->at_ms;
	ticket->note[0] = '\0';
}

void tickets_note_failed(struct incident *incident, const struct event *event)
{
	COPY(event_ticket(incident, event)->note, event->text);
}

static void know(struct incident *incident, const struct event *event,
    bool closed)
{
	struct ticket *ticket = event_ticket(incident, event);

	ticket->closed = closed;
	ticket->known_ms = event->at_ms;
	ticket->note[0] = '\0';
}

/* What was dropped stays dropped. */
void tickets_note_closed(struct incident *incident, const struct event *event)
{
	struct action *action;

	know(incident, event, true);
	if (event->number == 0 || event->flags == 0)
		return;
	action = &incident->actions[event->number - 1];
	if (action->state == ACTION_OPEN)
		action->state = ACTION_DONE;
}

void tickets_note_reopened(struct incident *incident,
    const struct event *event)
{
	know(incident, event, false);
	if (event->number > 0 && event->flags != 0)
		incident->actions[event->number - 1].state = ACTION_OPEN;
}

void tickets_note_triage(struct incident *incident, const struct event *event)
{
	incident->triage_due_ms = event->due_ms;
}
