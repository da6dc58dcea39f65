/* SPDX-License-Identifier: MIT
 *
 * view_panel: what can be done now, each thing once, with its button and with
 * the words to type instead (P7.2). Comes from the table of acts alone.
 */
#include "core/views/view.h"

#include "base/arena.h"
#include "core/views/view_words.h"

static bool is_on_panel(const struct incident *incident,
    const struct policy *policy, enum act act)
{
	if (act == ACT_LOWER || (act == ACT_EXPORT && !*policy->keep.folder))
		return false;
	return act_fits(incident, act);
}

static void add_act(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy,
    enum act act)
{
	const struct act_words *words = act_words(act);

	json_add(blocks, block_section_with(arena_printf(arena,
	    "*%s*: %s\n`%s %s`", words->label, words->says,
	    command_words(arena, incident, policy, IN_ROOM), words->typed),
	    act_button(arena, incident, act,
	    act == ACT_ACK ? BUTTON_PRIMARY : BUTTON_PLAIN)));
}

json_t *view_panel(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const char **fallback)
{
	const char *headline = headline_mrkdwn(arena, incident);
	json_t *blocks = json_array();
	int act;

	json_add(blocks, block_section(arena_printf(arena,
	    "*%s*\n%s. This can be done now, by clicking or by typing:",
	    headline, phase_name(incident->phase))));
	for (act = 0; act < ACT_COUNT; act++)
		if (is_on_panel(incident, policy, (enum act)act))
			add_act(arena, blocks, incident, policy,
			    (enum act)act);
	json_add(blocks, block_context(arena_printf(arena, "`%s status` shows "
	    "how it stands, `%s list` all open incidents, `%s help` "
	    "everything else.", command_words(arena, incident, policy,
	    IN_ROOM), policy->command, policy->command)));
	*fallback = arena_printf(arena, "What can be done now: %s", headline);
	return blocks;
}
