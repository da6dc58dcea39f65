/* SPDX-License-Identifier: MIT
 *
 * view_comms: the card of the comms channel: what the public is told, when it
 * is told more, and by whom. Of the work on the cause nothing is on it, not
 * even the incident's own title.
 */
#include "core/views/view_message.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/component.h"
#include "core/views/blocks.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

#define NAMED_BYTES 1500
#define NAMED_MAX 12		/* components; the others are counted */

static const char *affected_words(struct arena *arena,
    const struct policy *policy, const char *affected)
{
	struct text text = text_new(arena, NAMED_BYTES);
	char id[ID_SIZE];
	int count = 0;
	int state;

	while (affected_next(&affected, id, &state)) {
		int at = component_find(&policy->board, id);

		if (at < 0 || ++count > NAMED_MAX)
			continue;
		text_addf(&text, "%s%s: %s", count > 1 ? ", " : DOT,
		    mrkdwn_escape(arena, policy->board.components[at].name),
		    component_state_name(state));
	}
	if (count > NAMED_MAX)
		text_addf(&text, " and %d more", count - NAMED_MAX);
	return text.data;
}

static const char *headline(struct arena *arena,
    const struct incident *incident)
{
	return arena_printf(arena, "INC-%s" DOT "%s%s%s", incident->id,
	    severity_name(incident->severity), *incident->public_title ?
	    DOT : "", mrkdwn_clip(arena, incident->public_title,
	    TITLE_CHARS));
}

/* By when the public hears more. */
static const char *next_words(struct arena *arena,
    const struct incident *incident)
{
	if (!incident_is_open(incident) || incident->update_every_ms == 0)
		return "";
	return arena_printf(arena, "\n%s is due *%s*.",
	    incident->update_count == 0 ? "The first update" :
	    "The next update",
	    incident_time(arena, incident, incident->update_due_ms));
}

static const char *places_words(struct arena *arena,
    const struct incident *incident)
{
	if (incident->places_failed)
		return arena_printf(arena, "\n:warning: The last update is "
		    "not on %s.", place_names(arena,
		    incident->places_failed));
	if (incident->places_waiting)
		return arena_printf(arena, "\nStill on its way to %s.",
		    place_names(arena, incident->places_waiting));
	return "";
}

static const char *state_words(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	if (incident->update_count == 0)
		return "*Nothing is published yet.*";
	return arena_printf(arena, "*%s*%s", public_status_name(
	    incident->public_status), affected_words(arena, policy,
	    incident_is_open(incident) ? incident->affected : ""));
}

static void add_buttons(struct arena *arena, json_t *blocks,
    const struct incident *incident)
{
	static const enum act acts[] = { ACT_UPDATE, ACT_APPROVE,
		ACT_REPUBLISH, ACT_COMMS };
	json_t *row = json_array();

	for (size_t i = 0; i < ARRAY_LEN(acts); i++) {
		if (act_fits(incident, acts[i]))
			json_add(row, act_button(arena, incident, acts[i],
			    acts[i] == ACT_UPDATE ? BUTTON_PRIMARY :
			    BUTTON_PLAIN));
	}
	if (json_array_size(row) > 0)
		json_add(blocks, block_actions(row));
	else
		json_decref(row);
}

struct message message_comms_card(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const char *head = headline(arena, incident);
	json_t *blocks = json_array();

	(void)effect;
	json_add(blocks, block_section(arena_printf(arena, "*%s*\n%s%s%s",
	    head, state_words(arena, incident, policy),
	    next_words(arena, incident), places_words(arena, incident))));
	if (*incident->update_text)
		block_add_quote(arena, blocks, incident->update_text);
	json_add(blocks, block_context(arena_printf(arena, "%s" DOT "%s" DOT
	    "The work on the cause goes on in %s, and is not told here.",
	    holder_line(arena, incident, ROLE_COMMS),
	    holder_line(arena, incident, ROLE_COMMANDER),
	    *incident->room_id ? mrkdwn_channel(arena, incident->room_id) :
	    "its own channel")));
	add_buttons(arena, blocks, incident);
	json_add(blocks, block_context(arena_printf(arena, "Write here what "
	    "customers ask and say. `%s update what customers should know` "
	    "publishes.", policy->command)));
	return (struct message){ blocks, head };
}
