/* SPDX-License-Identifier: MIT
 *
 * render_site: the same as render.c for the effects of the site's record
 * (site_effect.def): when the reason of one is gone, and the call. What the
 * messages say: core/view_site.h.
 */
#include "core/render.h"
#include "base/text.h"
#include "core/view_site.h"

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

static void call_say(const struct rendering *r)
{
	post(r, r->effect->place);
}

static void call_tell(const struct rendering *r)
{
	post(r, r->effect->user);
}

static const struct {
	bool (*gone)(const struct rendering *r);	/* NULL = never */
	void (*call)(const struct rendering *r);
} recipes[EFFECT_COUNT] = {
	[EFFECT_SITE_SAY] = { gone_told, call_say },
	[EFFECT_SITE_TELL] = { gone_told, call_tell },
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
