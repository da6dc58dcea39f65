/* SPDX-License-Identifier: MIT
 *
 * render_site: the same as render.c for the effects of the site's record
 * (site_effect.def): when the reason of one is gone, and the call. What the
 * messages say: core/views/view_site.h.
 */
#include "core/views/render.h"
#include "base/text.h"
#include "core/views/view_site.h"

struct rendering {
	struct arena *arena;
	const struct effect *effect;
	const char *job;
	const struct site *site;
	const struct policy *policy;
	struct call *call;
};

/* Of a hand-off only the latest is told: while Slack was away they pile up. */
static bool gone_told(const struct rendering *r)
{
	const struct event *event = &r->effect->event;
	const struct duty *duty = site_duty(r->site, event->name);

	return event->kind == EVENT_DUTY_PASSED &&
	    (!duty || duty->told_ms > event->at_ms);
}

static void post(const struct rendering *r, const char *channel)
{
	struct message message = message_site(r->arena, r->effect, r->site,
	    r->policy);

	*r->call = render_post(channel, r->job, &message);
}

static bool is_listed(const json_t *users, const char *user)
{
	const json_t *one;
	size_t i;

	json_array_foreach((json_t *)(uintptr_t)users, i, one) {
		if (strcmp(json_string_value(one), user) == 0)
			return true;
	}
	return false;
}

/* Everybody who is on call by a rotation that has this group, as they were
 * told. */
static json_t *group_users(const struct rendering *r)
{
	json_t *users = json_array();

	for (int i = 0; i < DUTIES_MAX; i++) {
		const struct duty *duty = &r->site->duties[i];

		if (strcmp(duty->group, r->effect->place) == 0 &&
		    *duty->user && !is_listed(users, duty->user))
			json_array_append_new(users, json_string(duty->user));
	}
	return users;
}

/* Slack takes no group without members: it stays as it is. */
static bool gone_group(const struct rendering *r)
{
	json_t *users = group_users(r);
	bool empty = json_array_size(users) == 0;

	json_decref(users);
	return empty;
}

static void call_group(const struct rendering *r)
{
	*r->call = (struct call){ "usergroups.users.update",
	    json_pack("{s:s, s:o}", "usergroup", r->effect->place, "users",
	    group_users(r)), RECONCILE_NONE, "" };
}

static void call_say(const struct rendering *r)
{
	post(r, r->effect->place);
}

static void call_tell(const struct rendering *r)
{
	post(r, r->effect->user);
}

/* Written by the board's keeper, not by a call. */
static void call_nothing(const struct rendering *r)
{
	*r->call = (struct call){ .method = "" };
}

static const struct {
	bool (*gone)(const struct rendering *r);	/* NULL = never */
	void (*call)(const struct rendering *r);
} recipes[EFFECT_COUNT] = {
	[EFFECT_SITE_SAY] = { gone_told, call_say },
	[EFFECT_GROUP_SET] = { gone_group, call_group },
	[EFFECT_SITE_TELL] = { gone_told, call_tell },
	[EFFECT_SITE_BOARD] = { NULL, call_nothing },
};

enum render_result render_site_effect(struct arena *arena,
    const struct effect *effect, const char *job, const struct site *site,
    const struct policy *policy, struct call *call)
{
	struct rendering r = { arena, effect, job, site, policy, call };

	assert(effect_is_of_site(effect->kind));
	if (recipes[effect->kind].gone && recipes[effect->kind].gone(&r))
		return RENDER_OBSOLETE;
	recipes[effect->kind].call(&r);
	return RENDER_CALL;
}
