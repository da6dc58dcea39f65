/* SPDX-License-Identifier: MIT
 *
 * parts.c: finds and runs what is typed after a command of several parts. Read
 * next: handlers/dispatch.c, which does the same for whole commands.
 */
#include "handlers/parts.h"
#include "base/text.h"
#include "handlers/arguments.h"

const struct part *part_find(const struct part *parts, size_t count,
    const char *word)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal_fold(word, parts[i].word))
			return &parts[i];
	}
	return NULL;
}

enum outcome part_refuse(struct turn *turn, const char *command,
    const char *field, const char *problem, const char *usage)
{
	turn->out->error_field = field;
	return decision_refuse(turn->out, "%s%sType `%s %s %s`.",
	    problem ? problem : "", problem ? " " : "",
	    turn->policy->command, command, usage);
}

static bool may_open_form(const struct turn *turn, const struct part *part,
    const char *words)
{
	if (!part->entry->form || !*turn->request->trigger_id)
		return false;
	return part->numbered ? *words >= '1' && *words <= '9' : !*words;
}

enum outcome part_run(struct turn *turn, const struct part *part,
    const char *command, const char *words)
{
	const struct handler *entry = part->entry;
	struct request request = *turn->request;
	const char *problem = NULL;
	const char *field = "";
	enum arguments_result result;

	if (!rights_allow(turn->policy, entry->right, request.actor))
		return dispatch_refuse_right(turn, entry->right);
	request.words = words;
	turn->request = &request;
	result = arguments_read(turn, entry->arguments, &problem, &field);
	turn->request = turn->out->request;
	if (result == ARGUMENTS_READ)
		return entry->run(turn);
	if (result == ARGUMENTS_MISSING && may_open_form(turn, part, words))
		return decision_open_form(turn->out, entry->form(turn));
	return part_refuse(turn, command, field, problem, part->usage);
}
