/* SPDX-License-Identifier: MIT
 *
 * on_site: what happens to the site's record by itself: an effect of it was
 * given up, and a config has come into force, which may change whose hand-offs
 * are told and when.
 */
#include "handlers/digests.h"
#include "handlers/handoffs.h"
#include "handlers/letters.h"
#include "handlers/maintenances.h"
#include "base/text.h"

static const struct duty *duty_of_group(const struct turn *turn,
    const char *group)
{
	for (int i = 0; i < DUTIES_MAX; i++) {
		const struct duty *duty = &turn->site->duties[i];

		if (*duty->rotation && strcmp(duty->group, group) == 0)
			return duty;
	}
	return NULL;
}

/* Said once in the rotation's channel, and once more when it works again. */
static void say_group(struct turn *turn, const struct duty *duty, int kind)
{
	const struct rotation *rotation = policy_rotation(turn->policy,
	    duty->rotation);
	struct event event = { .kind = kind };
	struct effect effect = { .kind = EFFECT_SITE_SAY };

	(void)text_copy(event.name, sizeof(event.name), duty->rotation);
	(void)text_copy(event.ref, sizeof(event.ref), duty->group);
	(void)text_copy(event.text, sizeof(event.text), turn->request->error);
	event.text[ID_SIZE - 1] = '\0';
	decision_event(turn->out, &event);
	if (!rotation || !*rotation->handoff_channel)
		return;
	effect.event = *turn->out->events[0];
	(void)text_copy(effect.place, sizeof(effect.place),
	    rotation->handoff_channel);
	decision_effect(turn->out, &effect);
}

/* False if it has nothing new to tell. */
static bool group_result(struct turn *turn)
{
	const struct request *request = turn->request;
	const struct duty *duty = duty_of_group(turn, request->effect->place);

	if (!duty)
		return false;
	if (request->succeeded && *duty->trouble)
		say_group(turn, duty, EVENT_GROUP_MENDED);
	else if (!request->succeeded && !*duty->trouble)
		say_group(turn, duty, EVENT_GROUP_FAILED);
	else
		return false;
	return true;
}

static enum outcome run_result(struct turn *turn)
{
	const struct request *request = turn->request;
	struct event event = { .kind = EVENT_SITE_DEAD };

	if (request->effect->kind == EFFECT_MAINTENANCE_SEND)
		return maintenance_result(turn);
	if (request->effect->kind == EFFECT_LETTER_SEND)
		return letters_result(turn);
	if (request->effect->kind == EFFECT_GROUP_SET &&
	    (group_result(turn) || request->succeeded))
		return DECIDED;
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

/* Which one it is, for whoever compares (daemon/config_watch.h). */
static void name_config(struct turn *turn)
{
	struct event event = { .kind = EVENT_CONFIG_TAKEN };
	const char *name = turn->request->made_name;

	if (!*name || strcmp(name, turn->site->config) == 0)
		return;
	(void)text_copy(event.name, sizeof(turn->site->config), name);
	decision_event(turn->out, &event);
}

static enum outcome run_config(struct turn *turn)
{
	name_config(turn);
	handoffs_plan(turn);
	digests_plan(turn);
	retention_plan(turn);
	return DECIDED;
}

const struct handler on_config = {
	.name = "config_taken", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE, .who = WHO_ITSELF,
	.run = run_config,
};
