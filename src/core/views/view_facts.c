/* SPDX-License-Identifier: MIT
 *
 * view_facts: the three answers, as the card and the status show them: how
 * bad is it, who owns it, what does everybody else need to know. A user's own
 * text always stands last in its text object, so that nothing it contains can
 * pass for one of our lines.
 */
#include "core/views/view_words.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/incident_alerts.h"
#include "core/views/mrkdwn.h"
#include "core/views/view_postmortem.h"
#include "core/views/view_ticket.h"
#include "core/views/view.h"

/* Shares of a message's budget, in code points after escaping. */
#define DEFINITION_CHARS 700
#define UPDATE_CHARS 1200
#define OUTCOME_CHARS 700
#define IMPACT_CHARS 600

static const char *sentence_open(struct arena *arena,
    const struct incident *incident)
{
	const char *since = mrkdwn_time(arena, incident->declared_ms,
	    "{date_short_pretty} {time}");
	const char *who = mrkdwn_user(arena, incident->declared_by);

	if (incident->reopened_count > 0)
		return arena_printf(arena, "*%s again*, reopened. Declared %s "
		    "by %s.", phase_name(PHASE_OPEN), since, who);
	return arena_printf(arena, "*%s* since %s. Declared by %s.",
	    phase_name(PHASE_OPEN), since, who);
}

static const char *sentence_phase(struct arena *arena,
    const struct incident *incident)
{
	switch ((enum phase)incident->phase) {
	case PHASE_OPEN:
		return sentence_open(arena, incident);
	case PHASE_MITIGATED:
		return arena_printf(arena, "*Stable* since %s, says %s. Not "
		    "resolved yet.",
		    incident_time(arena, incident, incident->mitigated_ms),
		    mrkdwn_user(arena, incident->mitigated_by));
	case PHASE_RESOLVED:
		return arena_printf(arena, "*Resolved* %s by %s, %s after the "
		    "declaration.",
		    incident_time(arena, incident, incident->resolved_ms),
		    mrkdwn_user(arena, incident->resolved_by),
		    span_words(arena, incident->resolved_ms -
		    incident->declared_ms));
	case PHASE_CLOSED:
		return arena_printf(arena, "*Closed* %s by %s. It was "
		    "resolved %s.",
		    incident_time(arena, incident, incident->closed_ms),
		    mrkdwn_user(arena, incident->closed_by),
		    incident_time(arena, incident, incident->resolved_ms));
	case PHASE_PROPOSED:
	case PHASE_DISMISSED:
		return phase_name(incident->phase);
	}
	return "";
}

static const char *remaining(struct arena *arena, int64_t due_ms,
    int64_t now_ms)
{
	if (now_ms == 0)
		return "";
	if (now_ms < due_ms)
		return arena_printf(arena, " (in %s)",
		    span_words(arena, due_ms - now_ms));
	return arena_printf(arena, " (%s ago)",
	    span_words(arena, now_ms - due_ms));
}

static const char *sentence_acknowledged(struct arena *arena,
    const struct incident *incident)
{
	return arena_printf(arena, "Acknowledged by %s after %s%s.",
	    mrkdwn_user(arena, incident->acknowledged_by),
	    span_words(arena, incident->acknowledged_ms -
	    incident->declared_ms),
	    incident->ack_missed ? "; the target was missed" : "");
}

static const char *sentence_ack(struct arena *arena,
    const struct incident *incident, int64_t now_ms)
{
	const char *due;

	if (incident->acknowledged_ms > 0)
		return sentence_acknowledged(arena, incident);
	if (!incident_is_open(incident))
		return "It was never acknowledged.";
	if (incident->ack_due_ms == 0)
		return "Not acknowledged yet.";
	due = arena_printf(arena, "%s%s",
	    incident_time(arena, incident, incident->ack_due_ms),
	    remaining(arena, incident->ack_due_ms, now_ms));
	if (incident->ack_missed)
		return arena_printf(arena, "*Not acknowledged*; it was due "
		    "%s.", due);
	return arena_printf(arena, "*Not acknowledged yet*; due %s.", due);
}

/* When it was changed, if it was. */
static const char *severity_since(struct arena *arena,
    const struct incident *incident)
{
	if (incident->severity_ms == incident->declared_ms)
		return "";
	return arena_printf(arena, " since %s",
	    incident_time(arena, incident, incident->severity_ms));
}

static const char *answer_how_bad(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	const struct severity_policy *level =
	    &policy->severities[incident->severity];
	const char *flags = flags_words(arena, incident->flags);

	return arena_printf(arena, "*How bad*\n%s%s. %s%s%s%s%s",
	    severity_name(incident->severity),
	    severity_since(arena, incident),
	    mrkdwn_clip(arena, level->definition, DEFINITION_CHARS),
	    *flags ? "\nMarked as *" : "", flags, *flags ? "*." : "",
	    incident->flags & FLAG_DRILL ?
	    "\nThis is a drill: nobody is paged, nothing is published." : "");
}

/* P5.2: what was assessed, or that nobody did. A quote ends its text object,
 * so each has its own. */
static void add_impact(struct arena *arena, json_t *blocks,
    const struct incident *incident, json_t *button)
{
	const char *since;

	if (incident->assessed_ms == 0) {
		json_add(blocks, block_section_with("*Impact*\nNot assessed "
		    "yet: what is broken, for how many, since when?", button));
		return;
	}
	since = incident->since_ms > 0 ? mrkdwn_time(arena,
	    incident->since_ms, "{date_short_pretty} {time}") :
	    mrkdwn_escape(arena, incident->since);
	json_add(blocks, block_section_with(arena_printf(arena,
	    "*What is broken*\n%s", mrkdwn_quote(arena, incident->broken,
	    IMPACT_CHARS)), button));
	json_add(blocks, block_section(arena_printf(arena,
	    "*For how many*\n%s", mrkdwn_quote(arena, incident->reach,
	    IMPACT_CHARS))));
	json_add(blocks, block_section(arena_printf(arena,
	    "*Since when* %s", since)));
}

static bool shows_impact(const struct incident *incident)
{
	return incident->assessed_ms > 0 || incident->phase == PHASE_OPEN;
}

static const char *role_state(struct arena *arena,
    const struct incident *incident, int role)
{
	const struct holder *holder = &incident->roles[role];

	if (!*holder->user)
		return incident_is_open(incident) ? "*nobody yet*" : "nobody";
	if (*holder->offered_to)
		return arena_printf(arena, "%s since %s, offered to %s",
		    mrkdwn_user(arena, holder->user),
		    incident_time(arena, incident, holder->since_ms),
		    mrkdwn_user(arena, holder->offered_to));
	return arena_printf(arena, "%s since %s",
	    mrkdwn_user(arena, holder->user),
	    incident_time(arena, incident, holder->since_ms));
}

static bool one_hand(const struct incident *incident)
{
	const char *commander = incident->roles[ROLE_COMMANDER].user;

	return *commander && incident_is_open(incident) &&
	    strcmp(commander, incident->roles[ROLE_TECHNICAL].user) == 0;
}

static const char *answer_who(struct arena *arena,
    const struct incident *incident)
{
	struct text text = text_new(arena, 1000);
	int role;

	text_add(&text, "*Who owns it*");
	for (role = 0; role < ROLE_COUNT; role++)
		text_addf(&text, "\n%s: %s", role_words(role)->title,
		    role_state(arena, incident, role));
	if (one_hand(incident))
		text_add(&text, "\nCommand and fix are in one hand: give one "
		    "away as soon as you can.");
	return text.data;
}

static const char *next_update(struct arena *arena,
    const struct incident *incident, int64_t now_ms)
{
	if (!incident_is_open(incident) || incident->update_every_ms == 0)
		return "";
	if (incident->update_count == 0)
		return arena_printf(arena, "\nNo public update yet: the first "
		    "one %s %s%s.", first_update_is_due(incident) ?
		    "has been due since" : "is due",
		    incident_time(arena, incident, incident->update_due_ms),
		    remaining(arena, incident->update_due_ms, now_ms));
	return arena_printf(arena, "\nNext public update %s %s%s.",
	    now_ms > incident->update_due_ms ? "*overdue* since" : "due",
	    incident_time(arena, incident, incident->update_due_ms),
	    remaining(arena, incident->update_due_ms, now_ms));
}

static const char *last_update(struct arena *arena,
    const struct incident *incident)
{
	if (incident->update_count == 0)
		return "";
	return arena_printf(arena, "\nLast public update, %s by %s:\n%s",
	    incident_time(arena, incident, incident->update_ms),
	    mrkdwn_user(arena, incident->update_by),
	    mrkdwn_quote(arena, incident->update_text, UPDATE_CHARS));
}

/* Partial success is not success. */
static const char *not_everywhere(struct arena *arena,
    const struct incident *incident)
{
	int failed = incident->places_failed;
	int waiting = incident->places_waiting;

	return arena_printf(arena, "%s%s%s%s%s%s", failed ?
	    "\n*It did not reach " : "", place_names(arena, failed),
	    failed ? ".*" : "", waiting ? "\nStill on its way to " : "",
	    place_names(arena, waiting), waiting ? "." : "");
}

const char *unreached_words(struct arena *arena,
    const struct incident *incident)
{
	return incident->places_failed ? arena_printf(arena, "\n*The last "
	    "public update did not reach %s.*", place_names(arena,
	    incident->places_failed)) : "";
}

static const char *waiting_draft(struct arena *arena,
    const struct incident *incident)
{
	if (incident->draft_ms == 0)
		return "";
	return arena_printf(arena, "\nA draft by %s waits for a second pair "
	    "of eyes since %s.", mrkdwn_user(arena, incident->draft_by),
	    incident_time(arena, incident, incident->draft_ms));
}

static const char *said_open(struct arena *arena,
    const struct incident *incident, int64_t now_ms)
{
	const char *said = arena_printf(arena, "%s%s",
	    next_update(arena, incident, now_ms),
	    last_update(arena, incident));

	return *said ? said : "\nNo public update so far.";
}

/* Resolving publishes its text as the last update. */
static const char *said_over(struct arena *arena,
    const struct incident *incident)
{
	return arena_printf(arena, "\nIt is over. The last public update:\n%s",
	    mrkdwn_quote(arena, incident->resolution, UPDATE_CHARS));
}

static const char *answer_know(struct arena *arena,
    const struct incident *incident, int64_t now_ms)
{
	return arena_printf(arena, "*What everybody needs to know*%s%s%s",
	    not_everywhere(arena, incident),
	    waiting_draft(arena, incident),
	    incident_is_open(incident) ?
	    said_open(arena, incident, now_ms) :
	    said_over(arena, incident));
}

static json_t *legal_hold(struct arena *arena,
    const struct incident *incident)
{
	return block_section(arena_printf(arena, "*Under legal hold* since %s, "
	    "by %s: its channel is not archived, and nothing of it is "
	    "dropped.", mrkdwn_time(arena, incident->held_ms,
	    "{date_short_pretty} {time}"),
	    mrkdwn_user(arena, incident->held_by)));
}

static json_t *beside(struct arena *arena, const struct incident *incident,
    enum act act, bool buttons)
{
	if (!buttons || !act_fits(incident, act))
		return NULL;
	return act_button(arena, incident, act, BUTTON_PLAIN);
}

void view_facts(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy,
    int64_t now_ms, bool buttons)
{
	json_t *postmortem;
	json_t *ticket;

	json_add(blocks, block_header(headline_plain(arena, incident)));
	json_add(blocks, block_section(arena_printf(arena, "%s\n%s",
	    sentence_phase(arena, incident),
	    sentence_ack(arena, incident, now_ms))));
	json_add(blocks, block_section_with(
	    answer_how_bad(arena, incident, policy),
	    beside(arena, incident, ACT_SEVERITY, buttons)));
	if (incident->held_ms > 0)
		json_add(blocks, legal_hold(arena, incident));
	if (shows_impact(incident))
		add_impact(arena, blocks, incident,
		    beside(arena, incident, ACT_ASSESS, buttons));
	if (incident_alert_count(incident) > 0)
		json_add(blocks, block_section(view_alerts(arena, incident)));
	json_add(blocks, block_section_with(answer_who(arena, incident),
	    beside(arena, incident, ACT_PAGE, buttons)));
	if (incident_is_open(incident))
		view_pages(arena, blocks, incident);
	json_add(blocks, block_section_with(
	    answer_know(arena, incident, now_ms),
	    beside(arena, incident, ACT_UPDATE, buttons)));
	if (incident_is_open(incident) && *incident->mitigation)
		json_add(blocks, block_section(arena_printf(arena,
		    "*What made it stable*\n%s", mrkdwn_quote(arena,
		    incident->mitigation, OUTCOME_CHARS))));
	ticket = view_ticket_facts(arena, incident, buttons);
	if (ticket)
		json_add(blocks, ticket);
	postmortem = view_postmortem_facts(arena, incident, buttons);
	if (postmortem)
		json_add(blocks, postmortem);
}
