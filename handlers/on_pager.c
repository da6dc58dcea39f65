/* SPDX-License-Identifier: MIT
 *
 * pager_acked: somebody acknowledged a page where it was sent: the pager's own
 * acknowledgement coming back counts like one in Slack (P2.5). Who it was is
 * said in the request; a second one, or one that comes when it is over, changes
 * nothing.
 */
#include "handlers/handler.h"
#include "base/when.h"

static enum outcome run(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	struct event event = turn_event(turn, EVENT_ACKNOWLEDGED);

	if (!incident_is_open(incident) || incident->acknowledged_ms)
		return DECIDED;
	when_format_duration(event.name, sizeof(event.name),
	    turn->now_ms - incident->declared_ms);
	decision_event(turn->out, &event);
	return DECIDED;
}

const struct handler on_pager = {
	.name = "pager_acked", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT,
	.run = run,
};
