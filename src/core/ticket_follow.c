/* SPDX-License-Identifier: MIT
 *
 * ticket_follow: whoever finds the ticket finds what became of it: what
 * changed is told there as a comment, and it is closed and reopened with what
 * it is about, whichever command did that.
 */
#include "core/ticket_follow.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/decision.h"
#include "core/postmortem.h"
#include "core/ticket.h"

static struct effect *effect_of(const struct decision *decision,
    const struct ticket *ticket, int kind, int number)
{
	struct effect *effect = arena_alloc(decision->arena, sizeof(*effect));

	effect->kind = kind;
	effect->number = number;
	(void)text_copy(effect->way, sizeof(effect->way), ticket->way);
	return effect;
}

int ticket_concerned(const struct event *event)
{
	if (event->kind == EVENT_SEVERITY_SET ||
	    event->kind == EVENT_RESOLVED || event->kind == EVENT_REOPENED)
		return 0;
	return event->kind == EVENT_ACTION_SET ? event->number : -1;
}

/* Only of a ticket that was there before: a new one says it itself. */
static void tell(struct decision *decision, const struct incident *before)
{
	for (int i = 0; i < decision->event_count; i++) {
		const struct event *event = decision->events[i];
		int number = ticket_concerned(event);
		const struct ticket *ticket = number < 0 ? NULL :
		    ticket_by_number(before, number);
		struct effect *effect;

		if (!ticket || !ticket_is_alive(ticket))
			continue;
		effect = effect_of(decision, ticket, EFFECT_TICKET_TELL,
		    number);
		effect->event = *event;
		decision_effect(decision, effect);
	}
}

/* What it is about has ended or begun again, or had ended before the ticket
 * was there. */
static void set(struct decision *decision, const struct incident *before,
    int number)
{
	const struct incident *after = &decision->incident;
	const struct ticket *ticket = ticket_by_number(after, number);
	const struct ticket *was = ticket_by_number(before, number);
	bool wanted = ticket_is_wanted_closed(after, number);
	bool turned = ticket_is_wanted_closed(before, number) != wanted;
	bool is_new = *ticket->key && !(was && *was->key);
	struct effect *effect;

	if (!ticket_is_alive(ticket) || wanted == ticket->closed ||
	    !(turned || is_new))
		return;
	effect = effect_of(decision, ticket, EFFECT_TICKET_SET, number);
	effect->cycle = wanted;
	decision_effect(decision, effect);
}

void tickets_follow(struct decision *decision, const struct incident *before)
{
	tell(decision, before);
	for (int i = 0; i <= action_count(&decision->incident); i++)
		set(decision, before, i);
}
