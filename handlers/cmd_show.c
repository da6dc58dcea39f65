/* SPDX-License-Identifier: MIT
 *
 * status, list, timeline, panel, help, unknown: reading only; no events.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/timeline.h"
#include "core/views/view.h"

static enum outcome run_status(struct turn *turn)
{
	const char *fallback;
	json_t *blocks = view_status(turn->arena, turn->incident,
	    turn->policy, turn->now_ms, &fallback);

	return decision_reply_blocks(turn->out, fallback, blocks);
}

static enum outcome run_list(struct turn *turn)
{
	const char *fallback;
	json_t *blocks;

	if (turn->open_count == 0)
		return decision_reply(turn->out, "No incident is open. To "
		    "open one: `%s sev1 what is broken`.",
		    turn->policy->command);
	blocks = view_list(turn->arena, turn->open, turn->open_count,
	    turn->open_total, turn_number(turn, "page"), &fallback);
	return decision_reply_blocks(turn->out, fallback, blocks);
}

static enum outcome run_timeline(struct turn *turn)
{
	const char *fallback;
	struct numbered timeline = { turn->timeline, turn->timeline_count,
		turn->timeline_numbers };
	json_t *blocks = view_timeline(turn->arena, turn->incident, &timeline,
	    turn_number(turn, "page"), &fallback);

	if (turn->timeline_left_out > 0)
		json_add(blocks, block_context(arena_printf(turn->arena,
		    "%d old entries are left out here. `incbot postmortem INC-%s` "
		    "on incbot's machine shows all.",
		    turn->timeline_left_out, turn->incident->id)));
	return decision_reply_blocks(turn->out, fallback, blocks);
}

static enum outcome run_panel(struct turn *turn)
{
	const char *fallback;
	json_t *blocks = view_panel(turn->arena, turn->incident,
	    turn->policy, &fallback);

	return decision_reply_blocks(turn->out, fallback, blocks);
}

/* All commands: a reply takes a little more (decision.c), Slack 40,000. */
#define HELP_BYTES_MAX 7900

static enum outcome run_help(struct turn *turn)
{
	struct text text = text_new(turn->arena, HELP_BYTES_MAX);

	for (size_t i = 0; handler_table[i]; i++) {
		const struct handler *handler = handler_table[i];

		if (handler->who == WHO_ITSELF || !*handler->usage)
			continue;
		text_addf(&text, "%s`%s %s` %s", text.length ? "\n" : "",
		    turn->policy->command, handler->usage, handler->help);
	}
	return decision_reply(turn->out, "%s", text.data);
}

static enum outcome run_unknown(struct turn *turn)
{
	const char *line = turn->request->kind == REQUEST_COMMAND ?
	    turn->request->words : turn->request->name;
	size_t length;
	const char *word;
	const struct handler *nearest;

	line += strspn(line, " \t\r\n");
	length = strcspn(line, " \t\r\n");
	word = arena_strndup(turn->arena, line,
	    utf8_prefix(line, 24) < length ? utf8_prefix(line, 24) : length);
	nearest = handler_nearest(word);
	if (nearest)
		return decision_refuse(turn->out, "I do not know %s. Did "
		    "you mean `%s %s`?", mrkdwn_code(turn->arena, word),
		    turn->policy->command, nearest->usage);
	return decision_refuse(turn->out, "I do not know %s. To declare an "
	    "incident, begin with its severity: `%s sev1 what is broken`. "
	    "What can be done in an incident's channel: `%s` alone. "
	    "All commands: `%s help`.", mrkdwn_code(turn->arena, word),
	    turn->policy->command, turn->policy->command,
	    turn->policy->command);
}

const struct handler cmd_status = {
	.name = "status", .aliases = "st,who",
	.arguments = "", .usage = "status",
	.help = "How bad, who owns it, what everybody else needs to know.",
	.needs = NEEDS_INCIDENT,
	.run = run_status,
};

const struct handler cmd_list = {
	.name = "list", .aliases = "ls",
	.arguments = "page:number?", .usage = "list",
	.help = "All open incidents.",
	.needs = NEEDS_OPEN_LIST,
	.run = run_list,
};

const struct handler cmd_timeline = {
	.name = "timeline", .aliases = "log",
	.arguments = "page:number?", .usage = "timeline",
	.help = "What happened so far, with who and when.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE,
	.run = run_timeline,
};

const struct handler cmd_panel = {
	.name = "panel", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT,
	.run = run_panel,
};

const struct handler cmd_help = {
	.name = "help", .aliases = "?",
	.arguments = "", .usage = "help",
	.help = "This list.",
	.run = run_help,
};

const struct handler cmd_unknown = {
	.name = "unknown", .aliases = "",
	.arguments = "anything:any?", .usage = "", .help = "",
	.run = run_unknown,
};
