/* SPDX-License-Identifier: MIT
 *
 * view_notices: see view_notices.h; and the message that tells what was held
 * back.
 */
#include "core/views/view_notices.h"
#include "base/arena.h"
#include "core/incident_alerts.h"
#include "core/notices.h"
#include "core/views/blocks.h"
#include "core/views/mrkdwn.h"
#include "core/views/view_message.h"
#include "core/views/view_words.h"

static json_t *choice(struct arena *arena, int number, const char *label,
    const char *words)
{
	struct click click = { .handler = "notices", .number = number,
		.incident = "", .words = words };

	return button_new(arena, label, BUTTON_PLAIN, &click);
}

json_t *view_notices(struct arena *arena, const struct policy *policy,
    const struct site *site, const char *user, const char **fallback)
{
	const struct contact *contact = policy_contact(policy, user);
	bool own;
	struct business rule = notices_rule(policy, site, user, &own);
	json_t *blocks = json_array();
	json_t *row = json_array();

	*fallback = arena_printf(arena, "SEV3s may disturb you: *%s* (%s). "
	    "What comes at another time is told to you afterwards, in one "
	    "message. Pages come at any time.", notices_words(arena, &rule),
	    own ? "as you said" : "as the config says");
	json_add(blocks, block_section(*fallback));
	json_add(row, choice(arena, 1, "At work", "mon-fri 09:00-18:00"));
	json_add(row, choice(arena, 2, "By day", "08:00-22:00"));
	json_add(row, choice(arena, 3, "Always", "always"));
	if (own)
		json_add(row, choice(arena, 4, "As the config says",
		    "default"));
	json_add(blocks, block_actions(row));
	json_add(blocks, block_context(arena_printf(arena, "Or type `%s "
	    "notices mon-thu 10:00-16:00`; the hours are those of %s.",
	    policy->command, contact && *contact->zone_name ?
	    contact->zone_name : policy->zone_name)));
	return blocks;
}

/* How it stands, for somebody who has heard nothing of it. */
static const char *state_words(struct arena *arena,
    const struct incident *incident)
{
	if (incident_is_proposed(incident))
		return "An alert proposes it, and nobody has decided yet.";
	if (incident->phase != PHASE_OPEN)
		return arena_printf(arena, "Now: %s.",
		    phase_name(incident->phase));
	if (incident->acknowledged_ms)
		return arena_printf(arena, "%s acknowledged it.", mrkdwn_user(
		    arena, incident->acknowledged_by));
	return "Nobody has looked at it yet.";
}

struct message message_held(struct arena *arena, const struct effect *effect,
    const struct incident *incident, const struct policy *policy)
{
	struct click ack = incident_click(incident, "ack", "");
	const char *command = command_words(arena, incident, policy,
	    ELSEWHERE);
	const char *words = arena_printf(arena, "*%s*\n%d %s held back while "
	    "you were not to be disturbed. %s", headline_mrkdwn(arena,
	    incident), effect->number, effect->number == 1 ?
	    "notice about this was" : "notices about this were",
	    state_words(arena, incident));
	json_t *blocks = json_array();

	json_add(blocks, block_section(words));
	if (incident_is_proposed(incident))
		view_add_choice(arena, blocks, incident, policy);
	else if (incident->phase == PHASE_OPEN && !incident->acknowledged_ms)
		json_add(blocks, block_actions(json_pack("[o]",
		    button_new(arena, "I look at it", BUTTON_PRIMARY, &ack))));
	json_add(blocks, block_context(arena_printf(arena, "`%s timeline` "
	    "tells what happened; `%s notices` says when SEV3s may disturb "
	    "you.", command, policy->command)));
	return (struct message){ blocks, words };
}
