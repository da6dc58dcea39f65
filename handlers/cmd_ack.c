/* SPDX-License-Identifier: MIT
 *
 * ack: somebody is on it. Ends paging and the acknowledgement target in the
 * same commit (P2.5); a second acknowledgement changes nothing.
 */
#include "handlers/handler.h"
#include "base/when.h"
#include "core/views/view.h"

static enum outcome run(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	struct event event = turn_event(turn, EVENT_ACKNOWLEDGED);

	if (incident->acknowledged_ms)
		return decision_refuse(turn->out, "%s already acknowledged it "
		    "at %s.",
		    mrkdwn_user(turn->arena, incident->acknowledged_by),
		    mrkdwn_time(turn->arena, incident->acknowledged_ms,
		    "{time}"));
	when_format_duration(event.name, sizeof(event.name),
	    turn->now_ms - incident->declared_ms);
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "You acknowledged%s. Next: take a "
	    "role, or name who does.",
	    turn->policy->severities[incident->severity].pages ?
	    "; the paging has stopped" : "");
}

const struct handler cmd_ack = {
	.name = "ack", .aliases = "acknowledge",
	.arguments = "", .usage = "ack",
	.help = "Say that you are on it; the paging stops.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.run = run,
};
