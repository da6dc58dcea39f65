/* SPDX-License-Identifier: MIT
 *
 * view_ticket: see view_ticket.h.
 */
#include "core/views/view_ticket.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/postmortem.h"
#include "core/ticket.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

#define ITEM_CHARS 60

const char *ticket_words(struct arena *arena, const struct ticket *ticket)
{
	char label[ID_SIZE + 1];
	const char *way = mrkdwn_escape(arena, ticket->way);
	const char *note = *ticket->note ? arena_printf(arena,
	    " (failed: %s)", mrkdwn_escape(arena, ticket->note)) : "";
	const char *name;

	if (!*ticket->way)
		return "";
	if (!*ticket->key)
		return arena_printf(arena, "%s in %s%s", *note ?
		    "no ticket" : "ticket asked for", way, note);
	ticket_label(ticket->key, label);
	name = mrkdwn_escape(arena, label);
	if (ticket_url_is_good(ticket->url))
		name = arena_printf(arena, "<%s|%s>",
		    mrkdwn_escape(arena, ticket->url), name);
	return arena_printf(arena, "ticket %s in %s%s%s", name, way,
	    ticket->closed ? ", closed" : "", note);
}

static int count_failed(const struct incident *incident)
{
	int failed = 0;

	for (int i = 0; i <= action_count(incident); i++)
		failed += *ticket_by_number(incident, i)->note != '\0';
	return failed;
}

json_t *view_ticket_retry(struct arena *arena,
    const struct incident *incident)
{
	struct click click = incident_click(incident, "ticket", "retry");

	return count_failed(incident) == 0 ? NULL : button_new(arena,
	    "Try the tickets again", BUTTON_PRIMARY, &click);
}

json_t *view_ticket_facts(struct arena *arena,
    const struct incident *incident, bool buttons)
{
	const char *own = ticket_words(arena, &incident->ticket);
	int failed = count_failed(incident);
	const char *words;

	if (!*own && failed == 0)
		return NULL;
	words = arena_printf(arena, "*Ticket*\n%s%s", *own ? own : "none of "
	    "its own", failed == 0 ? "" : arena_printf(arena, DOT
	    "*%d failed*", failed));
	return block_section_with(words, buttons ?
	    view_ticket_retry(arena, incident) : NULL);
}

static bool has_any(const struct incident *incident)
{
	for (int i = 0; i <= action_count(incident); i++) {
		if (*ticket_by_number(incident, i)->way)
			return true;
	}
	return false;
}

static const char *line(struct arena *arena, const struct incident *incident,
    int number)
{
	const char *words = ticket_words(arena, ticket_by_number(incident,
	    number));

	if (number == 0)
		return arena_printf(arena, "The incident: %s", words);
	return arena_printf(arena, "%d. %s: %s", number, mrkdwn_clip(arena,
	    incident->actions[number - 1].text, ITEM_CHARS), words);
}

json_t *view_tickets(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const char **fallback)
{
	json_t *blocks = json_array();
	json_t *retry = view_ticket_retry(arena, incident);
	bool any = has_any(incident);

	*fallback = arena_printf(arena, "*Tickets of INC-%s*%s", incident->id,
	    any ? "" : "\nThere are none.");
	json_add(blocks, block_section(*fallback));
	for (int i = 0; i <= action_count(incident); i++) {
		if (*ticket_by_number(incident, i)->way)
			json_add(blocks, block_section(line(arena, incident,
			    i)));
	}
	if (retry)
		json_add(blocks, block_actions(json_pack("[o]", retry)));
	json_add(blocks, block_context(arena_printf(arena, "To open one: `%s "
	    "ticket open`, or `ticket open 2` for action item 2.",
	    command_words(arena, incident, policy, ELSEWHERE))));
	return blocks;
}

struct message message_nag_triage(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const char *headline = headline_mrkdwn(arena, incident);
	const char *ticket = ticket_words(arena, &incident->ticket);
	struct click ack = incident_click(incident, "ack", "");
	struct click raise = incident_click(incident, "severity", "");
	json_t *blocks = json_array();

	(void)effect;
	raise.number = 1;
	json_add(blocks, block_section(arena_printf(arena, "*%s*\nNobody has "
	    "looked at this yet%s%s%s. Is it really no more than that, and "
	    "when will it be done?", headline, *ticket ? " (" : "", ticket,
	    *ticket ? ")" : "")));
	json_add(blocks, block_actions(json_pack("[o, o]",
	    button_new(arena, "I look at it", BUTTON_PRIMARY, &ack),
	    button_new(arena, "Change severity", BUTTON_PLAIN, &raise))));
	json_add(blocks, block_context(arena_printf(arena, "This is a "
	    "reminder in business hours, no page. Or type `%s ack`.",
	    command_words(arena, incident, policy, ELSEWHERE))));
	return (struct message){ blocks, arena_printf(arena, "%s: nobody has "
	    "looked at this yet", headline) };
}
