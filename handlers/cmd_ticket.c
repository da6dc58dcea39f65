/* SPDX-License-Identifier: MIT
 *
 * ticket: the tickets of an incident and of its action items: shows them,
 * asks for one where the config did not, and tries again what failed.
 */
#include "handlers/tickets.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"
#include "core/postmortem.h"
#include "core/ticket.h"
#include "core/ticket_follow.h"
#include "core/views/view_ticket.h"
#include "handlers/arguments.h"
#include "handlers/postmortems.h"

#define COMMENTS_MAX 8		/* repeated in one go; the last ones */

/* Has it been tried again since? */
static bool was_retried(const struct turn *turn, int from, int number)
{
	for (int i = from; i < turn->timeline_count; i++) {
		const struct event *event = &turn->timeline[i];

		if (event->kind == EVENT_TICKET_RETRIED &&
		    event->number == number)
			return true;
	}
	return false;
}

/* What the ticket's readers were to be told then. */
static const struct event *untold(const struct turn *turn, int64_t at_ms,
    int number)
{
	for (int i = 0; i < turn->timeline_count; i++) {
		const struct event *event = &turn->timeline[i];

		if (event->at_ms == at_ms &&
		    ticket_concerned(event) == number)
			return event;
	}
	return NULL;
}

/* The comments that did not get there, which the timeline knows, since the
 * last time that it was tried again; before the event that says so now. */
static int find_comments(const struct turn *turn, int number,
    const struct event *found[COMMENTS_MAX])
{
	int count = 0;

	for (int i = turn->timeline_count - 1; i >= 0 && count < COMMENTS_MAX;
	    i--) {
		const struct event *failed = &turn->timeline[i];
		const struct event *event;

		if (failed->kind != EVENT_TICKET_FAILED ||
		    failed->number != number || failed->due_ms == 0 ||
		    was_retried(turn, i, number))
			continue;
		event = untold(turn, failed->due_ms, number);
		if (event)
			found[count++] = event;
	}
	return count;
}

static void tell_again(struct turn *turn, int number)
{
	const struct event *found[COMMENTS_MAX];
	int count = find_comments(turn, number, found);

	for (int i = count - 1; i >= 0; i--) {
		struct effect *effect = arena_alloc(turn->arena,
		    sizeof(*effect));

		effect->kind = EFFECT_TICKET_TELL;
		effect->number = number;
		(void)text_copy(effect->way, sizeof(effect->way),
		    ticket_by_number(turn->incident, number)->way);
		effect->event = *found[i];
		decision_effect(turn->out, effect);
	}
}

/* What has failed is asked for again, or brought to the state that it should
 * have. */
static void retry(struct turn *turn, int number)
{
	const struct ticket *ticket = ticket_by_number(turn->incident,
	    number);
	struct event event = turn_event(turn, EVENT_TICKET_RETRIED);
	struct effect effect = { .kind = EFFECT_TICKET_SET,
		.number = number };

	if (!*ticket->key) {
		ticket_ask(turn, number, ticket->way);
		return;
	}
	event.number = number;
	(void)text_copy(event.name, sizeof(event.name), ticket->way);
	effect.cycle = ticket_is_wanted_closed(turn->incident, number);
	(void)text_copy(effect.way, sizeof(effect.way), ticket->way);
	decision_event(turn->out, &event);
	tell_again(turn, number);
	decision_effect(turn->out, &effect);
}

static enum outcome run_retry(struct turn *turn)
{
	int tried = 0;

	for (int i = 0; i <= action_count(turn->incident) &&
	    tried < EVENTS_MAX; i++) {
		if (!*ticket_by_number(turn->incident, i)->note)
			continue;
		retry(turn, i);
		tried++;
	}
	if (tried == 0)
		return decision_refuse(turn->out, "No ticket has failed. "
		    "`%s ticket` shows them.", postmortem_command(turn));
	return decision_reply(turn->out, "Tried again: %d. What becomes of it "
	    "is said.", tried);
}

static enum outcome run_open(struct turn *turn, const char *rest)
{
	const struct ticket_policy *policy = &turn->policy->tickets;
	const struct ticket *ticket;
	const char *way = *policy->actions ? policy->actions : policy->sev3;
	int64_t number = 0;

	if (!*way)
		return decision_refuse(turn->out, "No tracker is set up: the "
		    "config's group `tickets` names one.");
	if (*rest && !text_parse_int(rest, 0, ACTIONS_MAX, &number))
		number = -1;
	ticket = number < 0 ? NULL : ticket_by_number(turn->incident,
	    (int)number);
	if (!ticket)
		return decision_refuse(turn->out, "Which action item? Type "
		    "`%s ticket open 2`, or `%s ticket open` for the incident "
		    "itself.", postmortem_command(turn),
		    postmortem_command(turn));
	if (ticket_is_alive(ticket))
		return decision_refuse(turn->out, "There is a ticket already: "
		    "`%s ticket` shows it.", postmortem_command(turn));
	ticket_ask(turn, (int)number, way);
	return decision_reply(turn->out, "A ticket is asked for in %s.",
	    mrkdwn_escape(turn->arena, way));
}

static enum outcome run(struct turn *turn)
{
	const char *line = turn_text(turn, "words");
	const char *verb = word_take(turn->arena, &line);
	const char *fallback;
	json_t *blocks;

	if (text_equal_fold(verb, "retry"))
		return run_retry(turn);
	if (text_equal_fold(verb, "open"))
		return run_open(turn, line);
	if (*verb)
		return decision_refuse(turn->out, "Type `%s ticket`, "
		    "`%s ticket retry` or `%s ticket open 2`.",
		    postmortem_command(turn), postmortem_command(turn),
		    postmortem_command(turn));
	blocks = view_tickets(turn->arena, turn->incident, turn->policy,
	    &fallback);
	return decision_reply_blocks(turn->out, fallback, blocks);
}

const struct handler cmd_ticket = {
	.name = "ticket", .aliases = "tickets",
	.arguments = "words:any?",
	.usage = "ticket [open [2]|retry]",
	.help = "The tickets of the incident and its action items; open one, "
	    "or try again what failed.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.run = run,
};
