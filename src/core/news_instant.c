/* SPDX-License-Identifier: MIT
 *
 * news_instant: see news_instant.h.
 */
#include "core/news_instant.h"
#include "core/event.h"
#include "core/incident.h"
#include "core/maintenance.h"
#include "core/site.h"

static int64_t after(int64_t ms, int64_t earlier_ms)
{
	return ms > earlier_ms ? ms : earlier_ms + 1;
}

int64_t news_instant_ms(const struct incident *incident,
    const struct event *event, int64_t now_ms)
{
	int64_t ms = now_ms;

	if (event->kind != EVENT_UPDATE_PUBLISHED &&
	    event->kind != EVENT_UPDATE_DRAFTED)
		return ms;
	/* A draft is forgotten when it is published, or sent back: its message
	 * and its buttons may be under way for longer. */
	ms = after(ms, incident->update_ms);
	ms = after(ms, incident->draft_gone_ms);
	return after(ms, incident->draft_ms);
}

static int64_t handoff_ms(const struct site *site, const struct event *event,
    int64_t now_ms)
{
	const struct duty *duty = site_duty(site, event->name);

	return duty ? after(now_ms, duty->told_ms) : now_ms;
}

int64_t news_instant_site_ms(const struct site *site,
    const struct event *event, int64_t now_ms)
{
	const struct maintenance *one = maintenance_is_news(event->kind) ?
	    maintenance_find(site, event->number) : NULL;
	int64_t ms = one ? after(now_ms, one->told_ms) : now_ms;

	if (event->kind == EVENT_DUTY_PASSED)
		return handoff_ms(site, event, now_ms);
	/* It begins before it ends. */
	if (one && event->kind == EVENT_MAINTENANCE_STARTED &&
	    ms > one->until_ms &&
	    now_ms <= one->until_ms)
		ms = one->until_ms;
	return ms;
}
