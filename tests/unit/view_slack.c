/* SPDX-License-Identifier: MIT
 *
 * view_slack: asks the stand-in workspace whether Slack would take it. Apart
 * from view_check.c since the workspace has its own words for its own world.
 */
#include "tests/workspace/model.h"

const char *slack_blocks_problem(const json_t *blocks);
const char *slack_view_problem(const json_t *view);

/* The first complaint, or NULL; takes the list over. */
static const char *first(json_t *errors)
{
	static char problem[1000];
	const char *text = json_string_value(json_array_get(errors, 0));

	if (text)
		(void)snprintf(problem, sizeof(problem), "%s", text);
	json_decref(errors);
	return text ? problem : NULL;
}

const char *slack_blocks_problem(const json_t *blocks)
{
	json_t *errors = json_array();

	blockkit_check(blocks, SURFACE_MESSAGE, "/blocks", errors);
	return first(errors);
}

const char *slack_view_problem(const json_t *view)
{
	json_t *errors = json_array();

	(void)view_check(view, errors);
	return first(errors);
}
