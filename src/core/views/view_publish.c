/* SPDX-License-Identifier: MIT
 *
 * view_publish: the form in which a public update is written: the text, and,
 * where there is a public page, the phase, what is affected and the title
 * under which the world reads of it.
 */
#include "core/views/view.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/approval.h"
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

#define NAME_IN_OPTION_CHARS 50	/* beside the longest state */

static json_t *state_option(struct arena *arena,
    const struct component *component, int state)
{
	return option_new(arena_printf(arena, "%s: %s", plain_clip(arena,
	    component->name, NAME_IN_OPTION_CHARS),
	    component_state_name(state)), arena_printf(arena, "%s=%s",
	    component->id, component_state_word(state)), "");
}

/* Each component in each state, a group a state, so that one list says all:
 * what was published last is chosen. */
static json_t *states_input(struct arena *arena,
    const struct board_policy *board, const char *affected)
{
	json_t *groups = json_array();
	json_t *chosen = json_array();

	for (int state = COMPONENT_MAJOR; state >= COMPONENT_DEGRADED;
	    state--) {
		json_t *options = json_array();

		for (int i = 0; i < board->component_count; i++) {
			json_t *option = state_option(arena,
			    &board->components[i], state);

			if (affected_state(affected,
			    board->components[i].id) == state)
				json_add(chosen, json_deep_copy(option));
			json_add(options, option);
		}
		json_add(groups, option_group(component_state_name(state),
		    options));
	}
	return input_optional(input_new("components", "Affected, and how "
	    "badly", "", element_grouped(groups, chosen)));
}

static void add_board_inputs(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy,
    const struct update_draft *draft)
{
	const char *title = *draft->title ? draft->title :
	    *incident->public_title ? incident->public_title :
	    board_title(arena, policy, draft->affected);

	if (policy->board.component_count > 0)
		json_add(blocks, states_input(arena, &policy->board,
		    draft->affected));
	json_add(blocks, input_new("title", "Public title",
	    "Over the updates, for people outside. Nothing from inside.",
	    element_text(plain_clip(arena, title, TITLE_CHARS), TITLE_CHARS,
	    false)));
}

const char *publish_places(struct arena *arena,
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
	return arena_printf(arena, "*Everybody will read this%s.* It goes out "
	    "word for word to %s.", approval_is_needed(incident, policy) ?
	    " once somebody else has approved it" : "",
	    place_names(arena, goes));
}

const char *publish_button(const struct incident *incident,
    const struct policy *policy, const char *at_once)
{
	return approval_is_needed(incident, policy) ? "Ask for approval" :
	    at_once;
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
	const char *submit = publish_button(incident, policy, "Publish");
	json_t *blocks = json_array();

	json_add(blocks, block_context(arena_printf(arena, "INC-%s" DOT "%s",
	    incident->id, headline_mrkdwn(arena, incident))));
	json_add(blocks, block_section(publish_places(arena, incident, policy)));
	if (*draft->leaks)
		json_add(blocks, block_section(arena_printf(arena,
		    "*Is this meant for outside?* %s. \"%s\" sends it as it "
		    "stands.", draft->leaks, submit)));
	if (policy_has_page(policy))
		json_add(blocks, status_input(draft->status));
	json_add(blocks, input_new("text", "Public update",
	    "What people notice, what they can do, when you will say more. "
	    "No names, no suspected cause. \"Nothing new\" is an update too.",
	    element_text(plain_lines(arena, initial_text(arena, incident,
	    policy, draft), TEXT_CHARS), TEXT_CHARS, true)));
	if (policy_has_page(policy))
		add_board_inputs(arena, blocks, incident, policy, draft);
	return modal_new(arena, "Publish update", submit, &click, blocks);
}
