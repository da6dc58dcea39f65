/* SPDX-License-Identifier: MIT
 *
 * on_site: what happens to the site's record by itself: an effect of it was
 * given up, and a config has come into force, which may change whose hand-offs
 * are told and when.
 */
#include "handlers/handoffs.h"
#include "base/text.h"

/* None of its effects answers yet with more than that it was done. */
static enum outcome run_result(struct turn *turn)
{
	const struct request *request = turn->request;
	struct event event = { .kind = EVENT_SITE_DEAD };

	assert(!request->succeeded);
	(void)text_copy(event.user, sizeof(event.user),
	    request->effect->user);
	(void)text_copy(event.ref, sizeof(event.ref), request->effect->place);
	(void)text_copy(event.name, sizeof(event.name),
	    effect_meaning(request->effect->kind));
	(void)text_copy(event.text, sizeof(event.text), request->error);
	decision_event(turn->out, &event);
	return DECIDED;
}

const struct handler on_site_result = {
	.name = "site_result", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE, .who = WHO_ITSELF,
	.run = run_result,
};

static enum outcome run_config(struct turn *turn)
{
	handoffs_plan(turn);
	return DECIDED;
}

const struct handler on_config = {
	.name = "config_taken", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE, .who = WHO_ITSELF,
	.run = run_config,
};
