/* SPDX-License-Identifier: MIT
 *
 * checklist: the pre-launch checklist: all open gaps, service by service
 * (P6.6). An item is marked where it belongs, by `action done`, typed or
 * clicked; here is only the list over all incidents.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"
#include "core/views/view_gaps.h"
#include "handlers/arguments.h"

static bool is_known(const struct turn *turn, const char *service)
{
	return !*service || text_equal_fold(service, GAP_NO_SERVICE) ||
	    policy_service(turn->policy, service);
}

static enum outcome run(struct turn *turn)
{
	const char *service = turn_text(turn, "words");
	const char *rest = service;
	const char *word = word_take(turn->arena, &rest);
	bool export = text_equal_fold(word, "export");
	struct gap_list list = { .max = GAPS_TURN_MAX,
		.people = turn->policy->people };
	const char *fallback;
	json_t *blocks;

	if (export)
		service = rest;
	gaps_add(turn->arena, &list, turn->open, turn->open_count, service,
	    turn->request->actor);
	gaps_add(turn->arena, &list, turn->owed, turn->owed_count, service,
	    turn->request->actor);
	if (list.count == 0 && !is_known(turn, service))
		return decision_refuse(turn->out, "I do not know the service "
		    "`%s`. Type `%s checklist`, `%s checklist SERVICE` or `%s "
		    "checklist export`.", mrkdwn_clip(turn->arena, service,
		    NAME_SIZE), turn->policy->command, turn->policy->command,
		    turn->policy->command);
	gaps_sort(&list);
	blocks = export ? view_gaps_export(turn->arena, &list, turn->policy,
	    &fallback) : view_gaps(turn->arena, &list, turn->policy, service,
	    &fallback);
	return decision_reply_blocks(turn->out, fallback, blocks);
}

const struct handler cmd_checklist = {
	.name = "checklist", .aliases = "gaps",
	.arguments = "words:any?",
	.usage = "checklist [service|export]",
	.help = "The pre-launch checklist: open action items of all "
	    "incidents, by service; `checklist export` as Markdown.",
	.needs = NEEDS_OPEN_LIST | NEEDS_OWED,
	.run = run,
};
