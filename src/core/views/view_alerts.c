/* SPDX-License-Identifier: MIT
 *
 * view_alerts: the proposal that an alert makes, with its buttons and what
 * became of it, and the alerts on the card. What alerts say comes from
 * outside: it is escaped like people's words.
 */
#include "core/views/view_message.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/incident_alerts.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

#define ALERT_TITLE_CHARS 140	/* after escaping; 16 of them fit a section */
#define TITLE_MRKDWN_CHARS 600

static void add_alert(struct arena *arena, struct text *text,
    const struct incident *incident, const struct alert_state *alert)
{
	const char *when = incident_time(arena, incident,
	    alert->ended_ms > 0 ? alert->ended_ms : alert->starts_ms);

	text_addf(text, "\n%s %s: %s", alert->ended_ms > 0 ?
	    "\xe2\x9c\x85 resolved" : "\xf0\x9f\x94\xa5 since", when,
	    mrkdwn_clip(arena, alert->title, ALERT_TITLE_CHARS));
}

const char *view_alerts(struct arena *arena, const struct incident *incident)
{
	struct text text = text_new(arena, SECTION_CHARS);

	text_add(&text, "*Alerts*");
	for (size_t i = 0; i < ALERTS_MAX && *incident->alerts[i].hash; i++)
		add_alert(arena, &text, incident, &incident->alerts[i]);
	return text.data;
}

/* What became of it, or what it asks. */
static const char *proposal_state(struct arena *arena,
    const struct incident *incident)
{
	if (incident_is_proposed(incident))
		return arena_printf(arena, "Is this an incident? The rule "
		    "says %s.", severity_name(incident->severity));
	if (incident->phase != PHASE_DISMISSED)
		return arena_printf(arena, "Declared as %s by %s%s.",
		    severity_name(incident->severity),
		    mrkdwn_user(arena, incident->declared_by),
		    room_words(arena, incident));
	if (!*incident->closed_by)
		return arena_printf(arena, "Nobody had to decide: it ended by "
		    "itself %s.", incident_time(arena, incident,
		    incident->closed_ms));
	return arena_printf(arena, "Dismissed by %s, %s.",
	    mrkdwn_user(arena, incident->closed_by),
	    incident_time(arena, incident, incident->closed_ms));
}

static json_t *proposal_row(struct arena *arena,
    const struct incident *incident)
{
	struct click dismiss = incident_click(incident, "dismiss", "");
	json_t *row = json_array();

	for (int severity = SEV1; severity <= SEV3; severity++) {
		struct click click = incident_click(incident, "confirm",
		    arena_printf(arena, "sev%d", severity));

		click.number = severity;
		json_add(row, button_new(arena, arena_printf(arena,
		    "Declare %s", severity_name(severity)),
		    severity == incident->severity ? BUTTON_PRIMARY :
		    BUTTON_PLAIN, &click));
	}
	json_add(row, button_new(arena, "Dismiss", BUTTON_PLAIN, &dismiss));
	return row;
}

void view_add_choice(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy)
{
	json_add(blocks, block_actions(proposal_row(arena, incident)));
	json_add(blocks, block_context(arena_printf(arena,
	    "Or type `%s INC-%s confirm sev1|sev2|sev3` or `%s INC-%s "
	    "dismiss`.", policy->command, incident->id, policy->command,
	    incident->id)));
}

static const char *proposal_title(struct arena *arena,
    const struct incident *incident)
{
	return arena_printf(arena, "%s%s%s",
	    mrkdwn_escape(arena, incident->service),
	    *incident->service ? ": " : "",
	    mrkdwn_clip(arena, incident->title, TITLE_MRKDWN_CHARS));
}

struct message message_proposal(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const char *title = proposal_title(arena, incident);
	const char *state = proposal_state(arena, incident);
	json_t *blocks = json_array();

	(void)effect;
	json_add(blocks, block_section(arena_printf(arena, "%s\n*%s*", state,
	    title)));
	if (incident_alert_count(incident) > 0)
		json_add(blocks, block_section(view_alerts(arena, incident)));
	if (incident_is_proposed(incident))
		view_add_choice(arena, blocks, incident, policy);
	return (struct message){ blocks, arena_printf(arena, "%s %s",
	    mrkdwn_clip(arena, incident->title, TITLE_MRKDWN_CHARS), state) };
}

/* Where it was proposed, naming whoever is on call, and to themselves. */
struct message message_nag_proposal(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	bool named = *effect->user && effect->kind == EFFECT_NAG_PROPOSAL;
	const char *lead = arena_printf(arena, "%s%sNobody has decided yet, "
	    "%s after an alert proposed it: is this an incident? The rule "
	    "says %s.", named ? mrkdwn_user(arena, effect->user) : "",
	    named ? ": " : "", span_words(arena, effect->created_ms -
	    incident->declared_ms), severity_name(incident->severity));
	json_t *blocks = json_array();

	json_add(blocks, block_section(arena_printf(arena, "%s\n*%s*", lead,
	    proposal_title(arena, incident))));
	view_add_choice(arena, blocks, incident, policy);
	return (struct message){ blocks, arena_printf(arena, "%s %s", lead,
	    proposal_title(arena, incident)) };
}
