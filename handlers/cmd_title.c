/* SPDX-License-Identifier: MIT
 *
 * title, flag: correct what was said at the declaration. The channel keeps
 * its name, so that links stay good. A flag may call more people (P2.4).
 */
#include "handlers/handler.h"
#include "base/text.h"
#include "core/views/view.h"
#include "handlers/ladder.h"

static enum outcome run_title(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_TITLE_SET);

	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "text"));
	decision_event(turn->out, &event);
	return DECIDED;
}

static json_t *form_title(struct turn *turn)
{
	return view_text_form(turn->arena, turn->incident, "title",
	    "Change the title", "What is broken?", "At most 120 characters.",
	    turn->incident->title);
}

static enum outcome run_flag(struct turn *turn)
{
	static const int settable[] = { FLAG_DATA_LOSS, FLAG_SECURITY };
	struct event event = turn_event(turn, EVENT_FLAGS_SET);

	for (size_t i = 0; i < ARRAY_LEN(settable); i++) {
		if (text_equal_fold(turn_text(turn, "flag"),
		    flag_word(settable[i])))
			event.flags = settable[i];
	}
	if (!event.flags)
		return decision_refuse(turn->out, "The flags are `data-loss` "
		    "and `security`. Type `%s flag data-loss`.",
		    turn->policy->command);
	if (turn->incident->flags & event.flags)
		return decision_refuse(turn->out, "That flag is set already.");
	decision_event(turn->out, &event);
	ladder_plan(turn);
	return DECIDED;
}

/* The security lead and the executive sponsor (P2.4). */
static bool flag_calls(const struct turn *turn)
{
	const struct severity_policy *level =
	    &turn->policy->severities[turn->incident->severity];

	return level->pages && level->pages_leads &&
	    !(turn->incident->flags & FLAG_DRILL);
}

const struct handler cmd_title = {
	.name = "title", .aliases = "rename",
	.arguments = "text:title", .usage = "title what is broken",
	.help = "Change the title.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.form = form_title, .run = run_title,
};

const struct handler cmd_flag = {
	.name = "flag", .aliases = "",
	.arguments = "flag:word", .usage = "flag data-loss|security",
	.help = "Mark the incident as data loss or a security breach.",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .phases = IN_LIVE,
	.calls = flag_calls, .run = run_flag,
};
