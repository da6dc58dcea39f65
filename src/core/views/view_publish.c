/* SPDX-License-Identifier: MIT
 *
 * view_publish: the form in which a public update is written: the text, and,
 * where there is a public page, the phase, what is affected and the title
 * under which the world reads of it.
 */
#include "core/views/view.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/board/board.h"
#include "core/views/view_words.h"

static json_t *status_input(int initial)
{
	json_t *options = json_array();

	for (int status = PUBLIC_INVESTIGATING; status <= PUBLIC_RESOLVED;
	    status++)
		json_add(options, option_new(public_status_name(status),
		    public_status_word(status), ""));
	return input_new("status", "Phase",
	    "Resolved ends the incident; this is its final update then.",
	    element_choice("static_select", options,
	    initial - PUBLIC_INVESTIGATING));
}

json_t *view_components_input(struct arena *arena,
    const struct board_policy *board, const char *affected)
{
	json_t *options = json_array();
	json_t *chosen = json_array();
	json_t *element;

	for (int i = 0; i < board->component_count; i++) {
		json_t *option = option_new(plain_clip(arena,
		    board->components[i].name, OPTION_CHARS),
		    board->components[i].id, "");

		json_add(options, option);
		if (affected_state(affected, board->components[i].id) !=
		    COMPONENT_UP)
			json_add(chosen, json_deep_copy(option));
	}
	element = element_choice("multi_static_select", options, -1);
	if (json_array_size(chosen) > 0)
		json_put(element, "initial_options", chosen);
	else
		json_decref(chosen);
	return input_optional(input_new("components", "Affected", "",
	    element));
}

/* One state for all that are chosen; a typed line can tell them apart. */
static json_t *state_input(const struct board_policy *board,
    const char *affected, int severity)
{
	static const int usual[SEVERITY_COUNT + 1] = { COMPONENT_DEGRADED,
		COMPONENT_MAJOR, COMPONENT_PARTIAL, COMPONENT_DEGRADED };
	json_t *options = json_array();
	int worst = COMPONENT_UP;

	for (int i = 0; i < board->component_count; i++) {
		int state = affected_state(affected, board->components[i].id);

		worst = state > worst ? state : worst;
	}
	if (worst < COMPONENT_DEGRADED)
		worst = usual[severity];
	for (int state = COMPONENT_DEGRADED; state <= COMPONENT_MAJOR;
	    state++)
		json_add(options, option_new(component_state_name(state),
		    component_state_word(state), ""));
	return input_new("state", "How badly", "", element_choice(
	    "static_select", options, worst - COMPONENT_DEGRADED));
}

static void add_board_inputs(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy,
    const struct update_draft *draft)
{
	const char *title = *draft->title ? draft->title :
	    *incident->public_title ? incident->public_title :
	    board_title(arena, policy, draft->affected);

	if (policy->board.component_count > 0) {
		json_add(blocks, view_components_input(arena, &policy->board,
		    draft->affected));
		json_add(blocks, state_input(&policy->board, draft->affected,
		    incident->severity));
	}
	json_add(blocks, input_new("title", "Public title",
	    "Over the updates, for people outside. Nothing from inside.",
	    element_text(plain_clip(arena, title, TITLE_CHARS), TITLE_CHARS,
	    false)));
}

/* Every place that it goes to, before it goes there. */
static const char *places(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	int goes = policy->places |
	    (*policy->broadcast_channel ? PLACE_COMPANY : 0) |
	    (policy_has_board(policy) ? PLACE_BOARD : 0);

	if (incident->flags & FLAG_DRILL)
		return "This is a drill: the text is noted, nothing is "
		    "published.";
	if ((incident->flags & FLAG_PRIVATE) || goes == 0)
		return "No place outside this incident gets it.";
	return arena_printf(arena, "*Everybody will read this.* It goes out "
	    "word for word to %s.", place_names(arena, goes));
}

static const char *initial_text(struct arena *arena,
    const struct incident *incident, const struct policy *policy,
    const struct update_draft *draft)
{
	const char *own;

	if (*draft->text)
		return draft->text;
	if (*incident->draft_text)
		return incident->draft_text;
	if (incident->update_count == 0)
		return view_first_draft(arena, incident, policy);
	own = draft->status == incident->public_status ? NULL :
	    board_draft(arena, policy, incident, draft->status,
	    draft->affected);
	return own ? own : incident->update_text;
}

json_t *view_update_form(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const struct update_draft *draft)
{
	struct click click = incident_click(incident, "update", draft->seen);
	json_t *blocks = json_array();

	json_add(blocks, block_context(arena_printf(arena, "INC-%s" DOT "%s",
	    incident->id, headline_mrkdwn(arena, incident))));
	json_add(blocks, block_section(places(arena, incident, policy)));
	if (*draft->leaks)
		json_add(blocks, block_section(arena_printf(arena,
		    "*Is this meant for outside?* %s. \"Publish\" sends it "
		    "as it stands.", draft->leaks)));
	if (policy_has_page(policy))
		json_add(blocks, status_input(draft->status));
	json_add(blocks, input_new("text", "Public update",
	    "What people notice, what they can do, when you will say more. "
	    "No names, no suspected cause. \"Nothing new\" is an update too.",
	    element_text(plain_lines(arena, initial_text(arena, incident,
	    policy, draft), TEXT_CHARS), TEXT_CHARS, true)));
	if (policy_has_page(policy))
		add_board_inputs(arena, blocks, incident, policy, draft);
	return modal_new(arena, "Publish update", "Publish", &click, blocks);
}
