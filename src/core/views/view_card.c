/* SPDX-License-Identifier: MIT
 *
 * view_card: the pinned card, the private status, the channel's topic and
 * the company's line. What they say comes from view_facts.c; this file adds
 * what can be done. At most five buttons stand in the card's row, in the
 * order in which they are needed; the rest waits in "More".
 */
#include "core/views/view.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/views/view_postmortem.h"
#include "core/views/view_words.h"

#define ROW_MAX 5

/* In the order of need; those that do not fit the incident's state are
 * skipped. */
static const int row_acts[] = {
	ACT_ACK, ACT_APPROVE, ACT_REPUBLISH, ACT_COMMANDER, ACT_TECHNICAL, ACT_COMMS, ACT_LOWER,
	ACT_STABLE, ACT_RESOLVE, ACT_POSTMORTEM, ACT_REOPEN, ACT_CLOSE,
};

static const int menu_acts[] = {
	ACT_ASSIGN, ACT_NOTE, ACT_TIMELINE, ACT_ACTION,
};

/* Blue is what should happen next, and nothing else. */
static enum button_style act_style(const struct incident *incident,
    enum act act)
{
	if (act == ACT_ACK)
		return BUTTON_PRIMARY;
	if (act == ACT_POSTMORTEM && postmortem_is_owed(incident))
		return BUTTON_PRIMARY;
	if (act == ACT_RESOLVE && incident->phase == PHASE_MITIGATED &&
	    incident->acknowledged_ms > 0)
		return BUTTON_PRIMARY;
	return BUTTON_PLAIN;
}

static json_t *card_row(struct arena *arena, const struct incident *incident)
{
	json_t *row = json_array();
	json_t *more = overflow_new();
	size_t i;

	for (i = 0; i < ARRAY_LEN(row_acts); i++) {
		enum act act = (enum act)row_acts[i];

		if (!act_fits(incident, act))
			continue;
		if (json_array_size(row) < ROW_MAX)
			json_add(row, act_button(arena, incident, act,
			    act_style(incident, act)));
		else
			act_menu(arena, more, incident, act);
	}
	for (i = 0; i < ARRAY_LEN(menu_acts); i++)
		if (act_fits(incident, (enum act)menu_acts[i]) &&
		    overflow_has_room(more))
			act_menu(arena, more, incident,
			    (enum act)menu_acts[i]);
	json_add(row, more);
	return block_actions(row);
}

static const char *fallback_text(struct arena *arena,
    const struct incident *incident)
{
	return arena_printf(arena, "%s" DOT "%s" DOT "%s",
	    headline_mrkdwn(arena, incident), phase_name(incident->phase),
	    holder_line(arena, incident, ROLE_COMMANDER));
}

static const char *footer(struct arena *arena, const struct incident *incident,
    const struct policy *policy)
{
	char label[ID_SIZE + 8];

	incident_label(incident, label, sizeof(label));
	return arena_printf(arena, "%s%s%s" DOT "Type `%s` to see "
	    "all that can be done now.", label,
	    *incident->service ? DOT : "",
	    mrkdwn_escape(arena, incident->service),
	    command_words(arena, incident, policy, IN_ROOM));
}

json_t *view_card(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const char **fallback)
{
	json_t *blocks = json_array();

	view_facts(arena, blocks, incident, policy, 0, true);
	json_add(blocks, card_row(arena, incident));
	json_add(blocks, block_context(footer(arena, incident, policy)));
	*fallback = fallback_text(arena, incident);
	return blocks;
}

json_t *view_status(struct arena *arena, const struct incident *incident,
    const struct policy *policy, int64_t now_ms, const char **fallback)
{
	json_t *blocks = json_array();

	view_facts(arena, blocks, incident, policy, now_ms, false);
	json_add(blocks, block_context(footer(arena, incident, policy)));
	*fallback = fallback_text(arena, incident);
	return blocks;
}

static void topic_state(struct text *topic, const struct incident *incident)
{
	text_addf(topic, "%s%s" DOT "%s",
	    incident->flags & FLAG_DRILL ? "DRILL" DOT : "",
	    severity_name(incident->severity), phase_name(incident->phase));
}

/* "14:20 UTC" */
static const char *utc_time(struct arena *arena, int64_t ms)
{
	struct civil civil = when_to_civil_utc(ms);

	return arena_printf(arena, "%02d:%02d UTC", civil.hour, civil.minute);
}

const char *view_topic(struct arena *arena, const struct incident *incident)
{
	struct text topic = text_new(arena, TOPIC_CHARS);
	int role;

	topic_state(&topic, incident);
	if (!incident_is_open(incident)) {
		text_addf(&topic, " %s",
		    utc_time(arena, incident->phase == PHASE_CLOSED ?
		    incident->closed_ms : incident->resolved_ms));
		return topic.data;
	}
	for (role = 0; role < ROLE_COUNT; role++)
		text_addf(&topic, DOT "%s",
		    holder_line(arena, incident, role));
	if (incident->update_every_ms > 0)
		text_addf(&topic, DOT "%s %s", incident->update_count > 0 ?
		    "next update" : first_update_is_due(incident) ?
		    "first update due since" : "first update due",
		    utc_time(arena, incident->update_due_ms));
	return topic.data;
}

static const char *company_state(struct arena *arena,
    const struct incident *incident)
{
	if (!incident_is_open(incident))
		return arena_printf(arena, "Resolved %s, after %s.",
		    incident_time(arena, incident, incident->resolved_ms),
		    span_words(arena, incident->resolved_ms -
		    incident->declared_ms));
	return arena_printf(arena, "%s since %s" DOT "%s%s",
	    phase_name(incident->phase),
	    incident->phase == PHASE_MITIGATED ?
	    incident_time(arena, incident, incident->mitigated_ms) :
	    mrkdwn_time(arena, incident->declared_ms,
	    "{date_short_pretty} {time}"),
	    holder_line(arena, incident, ROLE_COMMANDER),
	    incident->flags & FLAG_PRIVATE ? "" :
	    room_words(arena, incident));
}

json_t *view_company_line(struct arena *arena,
    const struct incident *incident, const char **fallback)
{
	json_t *blocks = json_array();
	const char *what = incident->flags & FLAG_PRIVATE ?
	    arena_printf(arena, "%s" DOT "private incident",
	    severity_name(incident->severity)) :
	    headline_mrkdwn(arena, incident);
	const char *state = company_state(arena, incident);

	json_add(blocks, block_section(arena_printf(arena, "*%s*\n%s", what,
	    state)));
	*fallback = arena_printf(arena, "%s" DOT "%s", what,
	    phase_name(incident->phase));
	return blocks;
}
