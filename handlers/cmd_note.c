/* SPDX-License-Identifier: MIT
 *
 * note: a line for the timeline (P7.1).
 */
#include "handlers/handler.h"
#include "base/text.h"
#include "core/views/view.h"

static enum outcome run(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_NOTED);

	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "text"));
	decision_event(turn->out, &event);
	return DECIDED;
}

static json_t *form(struct turn *turn)
{
	return view_text_form(turn->arena, turn->incident, "note",
	    "Add a note", "What should be remembered?",
	    "Goes into the timeline and the channel.", "");
}

const struct handler cmd_note = {
	.name = "note", .aliases = "n",
	.arguments = "text:text", .usage = "note what happened",
	.help = "Add a line to the timeline.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.form = form, .run = run,
};
