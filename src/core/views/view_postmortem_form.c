/* SPDX-License-Identifier: MIT
 *
 * view_postmortem_form: the forms of the postmortem: root cause, the other
 * sections, action items, its owner. A block's id is the name of what the
 * handler reads.
 */
#include "core/views/view_postmortem.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"
#include "core/views/view_words.h"
#include "core/calendar/zone.h"

#define NEWER_CHARS 500		/* of each section, to be told apart by */

static json_t *heading_blocks(struct arena *arena,
    const struct incident *incident)
{
	return json_pack("[o]", block_context(arena_printf(arena,
	    "INC-%s" DOT "%s", incident->id,
	    headline_mrkdwn(arena, incident))));
}

static json_t *why_input(struct arena *arena, int why, const char *initial)
{
	static const char *const labels[WHYS_MAX] = {
		"Why did it happen?", "And why was that?", "And why that?",
		"And that?", "And that, at the root?",
	};
	json_t *input = input_new(arena_printf(arena, "why%d", why + 1),
	    labels[why], why == 0 ? "Ask of the system, not of people: what "
	    "let it happen, what let it go unseen." : "", element_text(
	    plain_lines(arena, initial, TEXT_CHARS), TEXT_CHARS, false));

	return why == 0 ? input : input_optional(input);
}

/* Both are shown, and nothing is lost of either; who sends has read it. */
static void add_newer(struct arena *arena, json_t *blocks,
    const struct section_form *form)
{
	if (!form->newer)
		return;
	json_add(blocks, block_section(arena_printf(arena,
	    ":warning: *%s has saved something else meanwhile.* What you send "
	    "now takes its place. There stands:", mrkdwn_user(arena,
	    form->newer))));
	for (int i = 0; i < SECTION_COUNT; i++) {
		if (form->now[i] && *form->now[i])
			block_add_quote(arena, blocks, plain_lines(arena,
			    form->now[i], NEWER_CHARS));
	}
}

json_t *view_cause_form(struct arena *arena, const struct incident *incident,
    const struct section_form *form)
{
	struct click click = incident_click(incident, "rootcause",
	    arena_printf(arena, "%s%s", form->named ? "anyway " : "",
	    form->base));
	json_t *blocks = heading_blocks(arena, incident);

	add_newer(arena, blocks, form);
	if (form->named)
		json_add(blocks, block_section(arena_printf(arena,
		    ":warning: *This names a person:* %s. People act on what "
		    "the system shows and lets them do; say what that was. "
		    "If you leave the text as it is, it is saved so.",
		    form->named)));
	for (int i = 0; i < WHYS_MAX; i++)
		json_add(blocks, why_input(arena, i,
		    form->texts[SECTION_WHY1 + i]));
	json_add(blocks, input_new("text", "Root cause",
	    "What really made it possible, so that the same cannot come "
	    "again.", element_text(plain_lines(arena,
	    form->texts[SECTION_CAUSE], TEXT_CHARS), TEXT_CHARS, true)));
	return modal_new(arena, "Root cause", form->named ? "Save as it is" :
	    "Save", &click, blocks);
}

json_t *view_section_form(struct arena *arena,
    const struct incident *incident, int section,
    const struct section_form *form)
{
	bool impact = section == SECTION_IMPACT;
	struct click click = incident_click(incident, impact ? "impact" :
	    "worked", form->base);
	json_t *blocks = heading_blocks(arena, incident);

	add_newer(arena, blocks, form);
	json_add(blocks, input_new("text", impact ?
	    "Who was hurt, how, for how long?" :
	    "What helped, and should stay as it is?", impact ?
	    "Users, money, data; figures rather than adjectives." :
	    "Alarms, tools, decisions, luck.", element_text(plain_lines(arena,
	    form->texts[section], TEXT_CHARS), TEXT_CHARS, true)));
	return modal_new(arena, impact ? "Impact" : "What worked", "Save",
	    &click, blocks);
}

static json_t *owner_element(const char *initial)
{
	json_t *element = element_user("Choose a person");

	if (*initial)
		json_put(element, "initial_user", json_string(initial));
	return element;
}

json_t *view_owner_input(const char *initial)
{
	return input_optional(input_new("owner", "Who writes the postmortem?",
	    "Without a choice it is the incident commander.",
	    owner_element(initial)));
}

json_t *view_owner_form(struct arena *arena, const struct incident *incident)
{
	struct click click = incident_click(incident, "owner", "");
	json_t *blocks = heading_blocks(arena, incident);

	json_add(blocks, input_new("user", "Who writes the postmortem?",
	    "They are told, and reminded until it is done.",
	    owner_element(incident->postmortem_owner)));
	return modal_new(arena, "Give it to somebody", "Give", &click,
	    blocks);
}

static json_t *category_input(int category)
{
	json_t *options = json_array();

	json_add(options, option_new("Preventative", "preventative",
	    "So that it does not happen again"));
	json_add(options, option_new("Mitigative", "mitigative",
	    "So that it hurts less, or shorter, next time"));
	return input_optional(input_new("category", "What is it for?", "",
	    element_choice("radio_buttons", options, category - 1)));
}

static json_t *gap_input(int severity)
{
	json_t *options = json_array();

	json_add(options, option_new("SEV1", "gap:sev1",
	    "It would hurt most or all of the users again"));
	json_add(options, option_new("SEV2", "gap:sev2",
	    "A major feature, or many of them"));
	json_add(options, option_new("SEV3", "gap:sev3", "Few, or little"));
	return input_optional(input_new("gap", "How bad is the gap?",
	    "Without a choice as bad as the incident.",
	    element_choice("radio_buttons", options, severity - 1)));
}

static json_t *due_input(struct arena *arena, const struct policy *policy,
    int64_t due_ms)
{
	json_t *element = json_pack("{s:s, s:s}", "type", "datepicker",
	    "action_id", "value");

	if (due_ms > 0) {
		struct civil day = zone_to_civil(policy->zone, due_ms);

		json_put(element, "initial_date", json_string(arena_printf(
		    arena, "%04d-%02d-%02d", day.year, day.month, day.day)));
	}
	return input_optional(input_new("due", "Due", "Its owner is reminded "
	    "on that day.", element));
}

json_t *view_action_form(struct arena *arena,
    const struct incident *incident, const struct policy *policy, int number)
{
	static const struct action fresh;
	const struct action *action = number ?
	    action_by_number(incident, number) : &fresh;
	struct click click = incident_click(incident, "action",
	    number ? arena_printf(arena, "%d", number) : "");
	json_t *blocks = heading_blocks(arena, incident);

	assert(action);
	json_add(blocks, input_new("text", "What is to be done?",
	    "One thing that somebody can finish.", element_text(
	    plain_clip(arena, action->text, ACTION_CHARS), ACTION_CHARS,
	    false)));
	json_add(blocks, input_optional(input_new("owner", "Who does it?",
	    "Can follow later; the incident cannot be closed without.",
	    owner_element(action->owner))));
	json_add(blocks, due_input(arena, policy, action->due_ms));
	json_add(blocks, category_input(action->category));
	json_add(blocks, gap_input(action->severity));
	return modal_new(arena, number ? "Change action item" :
	    "Add action item", "Save", &click, blocks);
}
