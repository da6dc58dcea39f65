/* SPDX-License-Identifier: MIT
 *
 * due_retention: what was exported, is held by nobody and was kept for as long
 * as the site wants is dropped, some at a time. The site's timeline says which,
 * in the same commit.
 */
#include "handlers/digests.h"
#include "base/text.h"
#include "base/when.h"
#include "core/keeping.h"

#define AGAIN_MS WHEN_DAY_MS
#define REST_MS WHEN_MINUTE_MS	/* there may be more */

static int64_t next_ms(const struct turn *turn, int64_t span_ms)
{
	return keeping_cutoff_ms(turn->policy, turn->now_ms) > 0 ?
	    turn->now_ms + span_ms : 0;
}

void retention_plan(struct turn *turn)
{
	struct event event = { .kind = EVENT_RETENTION_SET,
		.due_ms = next_ms(turn, AGAIN_MS) };

	if ((turn->site->retention_due_ms > 0) != (event.due_ms > 0))
		decision_event(turn->out, &event);
}

static void drop(struct turn *turn, const struct incident *incident)
{
	struct event event = { .kind = EVENT_INCIDENT_DROPPED,
		.due_ms = incident->closed_ms };
	struct drop *out;
	int64_t number;

	if (!text_parse_int(incident->id, 1, INT32_MAX, &number))
		return;
	out = &turn->out->drops[turn->out->drop_count++];
	event.number = (int)number;
	(void)text_copy(out->id, sizeof(out->id), incident->id);
	out->version = incident->version;
	decision_event(turn->out, &event);
}

/* The config may have changed since they were looked for. */
static enum outcome run(struct turn *turn)
{
	struct event event = { .kind = EVENT_RETENTION_SET };

	event.due_ms = next_ms(turn, turn->kept_count == DROPS_MAX ? REST_MS :
	    AGAIN_MS);
	decision_event(turn->out, &event);
	for (int i = 0; i < turn->kept_count; i++) {
		if (keeping_may_drop(&turn->kept[i], turn->policy,
		    turn->now_ms))
			drop(turn, &turn->kept[i]);
	}
	return DECIDED;
}

const struct handler due_retention = {
	.name = "due_retention", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = ABOUT_SITE | NEEDS_KEPT, .who = WHO_ITSELF,
	.run = run,
};
