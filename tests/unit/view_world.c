/* SPDX-License-Identifier: MIT
 *
 * view_world: the incident that the drawings show, made by applying events
 * one after the other, as the real ones are.
 */
#include "tests/everybody.h"
#include "tests/unit/view_drawings.h"

#include "base/text.h"
#include "core/views/render.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

void world_init(struct world *world, struct arena *arena)
{
	struct policy *policy = &world->policy;
	struct service *checkout = &policy->services[0];

	world->arena = arena;
	policy_init(policy);
	everybody_is_known(policy);
	COPY(policy->broadcast_channel, "C0INCIDENTS");
	COPY(policy->status_page_url, "https://status.example.com/");
	COPY(policy->links[0].title, "Runbooks");
	COPY(policy->links[0].url, "https://wiki.example.com/runbooks");
	COPY(checkout->name, "checkout");
	COPY(checkout->links[0].title, "Checkout dashboard");
	COPY(checkout->links[0].url, "https://grafana.example.com/d/1?a=b&c=d");
	COPY(checkout->responders[0], "U0BEN");
	COPY(checkout->mitigations[0].title, "Roll back");
	COPY(checkout->mitigations[0].command,
	    "kubectl rollout undo deploy/checkout");
	COPY(checkout->mitigations[1].title, "Redirect");
	COPY(checkout->mitigations[1].url, "https://lb.example.com/?a=b&c=d");
	policy->service_count = 1;
	COPY(policy->keep.folder, "/srv/incidents");
	world->title = "api outage";
	world->text = "Payments fail for everybody.\nWe rolled back at 14:10.";
}

void world_event(const struct world *world, struct incident *incident,
    const struct event *event)
{
	struct event copy = *event;

	if (strcmp(copy.text, "TEXT") == 0)
		COPY(copy.text, world->text);
	incident_apply(incident, &copy);
	incident->version++;
}

static const struct {
	enum stage stage;
	int only;		/* 0 = always, else only up to this stage */
	struct event event;
} story[] = {
	{ DECLARED, 0, { .kind = EVENT_ROOM_OPENED, .at_ms = AT(0),
	    .ref = "C0INC", .name = "inc-2026-06-15-api-outage" } },
	{ DECLARED, 0, { .kind = EVENT_CARD_POSTED, .at_ms = AT(0),
	    .ref = "1781532001.000100" } },
	{ DECLARED, 0, { .kind = EVENT_BROADCAST_POSTED, .at_ms = AT(0),
	    .ref = "1781532002.000100" } },
	{ DECLARED, 0, { .kind = EVENT_PAGE_ASKED, .at_ms = AT(0),
	    .user = "U0BEN", .name = "primary on call" } },
	{ DECLARED, 0, { .kind = EVENT_ESCALATION_SET, .at_ms = AT(0),
	    .number = 1, .due_ms = AT(10), .name = "secondary on call" } },
	{ DECLARED, 0, { .kind = EVENT_PAGE_SENT, .at_ms = AT(0),
	    .user = "U0BEN", .ref = "1781532003.000100", .name = "D0BEN" } },
	{ DECLARED, 0, { .kind = EVENT_CHECKLIST_POSTED, .at_ms = AT(0),
	    .ref = "1781532001.000200" } },
	{ MISSED, MISSED, { .kind = EVENT_ACK_MISSED, .at_ms = AT(5),
	    .name = "5 min" } },
	{ MISSED, MISSED, { .kind = EVENT_ESCALATED, .at_ms = AT(10),
	    .number = 1, .user = "U0CHLOE", .name = "secondary on call" } },
	{ MISSED, MISSED, { .kind = EVENT_PAGE_SKIPPED, .at_ms = AT(30),
	    .number = 2, .name = "engineering manager",
	    .text = "nobody is named" } },
	{ ACKED, 0, { .kind = EVENT_ACKNOWLEDGED, .at_ms = AT(2),
	    .actor = "U0BEN", .name = "2 min" } },
	{ COMMANDED, 0, { .kind = EVENT_ROLE_TAKEN, .at_ms = AT(3),
	    .actor = "U0ANA", .user = "U0ANA", .number = ROLE_COMMANDER } },
	{ STAFFED, 0, { .kind = EVENT_ROLE_TAKEN, .at_ms = AT(4),
	    .actor = "U0ANA", .user = "U0BEN", .number = ROLE_TECHNICAL } },
	{ STAFFED, 0, { .kind = EVENT_ROLE_TAKEN, .at_ms = AT(4),
	    .actor = "U0CHLOE", .user = "U0CHLOE", .number = ROLE_COMMS } },
	{ STAFFED, 0, { .kind = EVENT_ASSESSED, .at_ms = AT(5),
	    .actor = "U0ANA", .due_ms = AT(-5),
	    .text = "checkout fails\nall customers\n5 min ago" } },
	{ STAFFED, 0, { .kind = EVENT_UPDATE_PUBLISHED, .at_ms = AT(12),
	    .actor = "U0CHLOE", .text = "TEXT" } },
	{ STABLE, 0, { .kind = EVENT_MITIGATED, .at_ms = AT(30),
	    .actor = "U0BEN", .text = "TEXT" } },
	{ RESOLVED, 0, { .kind = EVENT_UPDATE_PUBLISHED, .at_ms = AT(48),
	    .actor = "U0ANA", .text = "TEXT" } },
	{ RESOLVED, 0, { .kind = EVENT_RESOLVED, .at_ms = AT(48),
	    .actor = "U0ANA", .text = "TEXT" } },
	{ CLOSED, CLOSED, { .kind = EVENT_CLOSED, .at_ms = AT(60 * 20),
	    .actor = "U0ANA" } },
	{ HELD, HELD, { .kind = EVENT_CLOSED, .at_ms = AT(60 * 20),
	    .actor = "U0ANA" } },
	{ HELD, HELD, { .kind = EVENT_HELD, .at_ms = AT(60 * 20 + 30),
	    .actor = "U0CHLOE", .text = "TEXT" } },
	{ REOPENED, REOPENED, { .kind = EVENT_REOPENED, .at_ms = AT(60 * 21),
	    .actor = "U0ANA", .text = "TEXT" } },
};

static void declare(const struct world *world, struct incident *incident,
    int severity, int flags)
{
	const struct severity_policy *level =
	    &world->policy.severities[severity];
	struct event event = { .kind = EVENT_DECLARED, .at_ms = START_MS,
		.actor = "U0ANA", .ref = "7", .name = "checkout" };

	event.number = severity;
	event.flags = flags | (level->opens_room ? FLAG_ROOM : 0);
	event.span_ms = level->update_every_ms;
	event.stable_due_ms = level->stable_target_ms ?
	    START_MS + level->stable_target_ms : 0;
	event.due_ms = level->ack_target_ms ?
	    START_MS + level->ack_target_ms : 0;
	COPY(event.text, world->title);
	world_event(world, incident, &event);
}

struct incident world_incident(const struct world *world, int severity,
    int flags, enum stage stage)
{
	struct incident incident;
	size_t i;

	memset(&incident, 0, sizeof(incident));
	declare(world, &incident, severity, flags);
	for (i = 0; i < ARRAY_LEN(story); i++) {
		if (story[i].stage > stage ||
		    (story[i].only && stage != (enum stage)story[i].only))
			continue;
		world_event(world, &incident, &story[i].event);
	}
	return incident;
}

json_t *world_render(const struct world *world, const struct effect *effect,
    const struct incident *incident)
{
	static const char *const results[] = { "call", "obsolete", "wait" };
	static const char *const reconciles[] = { "none", "message",
		"channel", "bookmark" };
	struct effect copy = *effect;
	struct call call = { "", NULL, RECONCILE_NONE, "" };
	enum render_result result;

	if (strcmp(copy.event.text, "TEXT") == 0)
		COPY(copy.event.text, world->text);
	COPY(copy.incident, incident->id);
	result = render_effect(world->arena, &copy, "fx:7:3:1", incident,
	    &world->policy, 1, &call);
	if (result != RENDER_CALL)
		return json_pack("{s:s}", "result", results[result]);
	return json_pack("{s:s, s:s, s:s, s:s, s:o}", "result", "call",
	    "method", call.method, "reconcile", reconciles[call.reconcile],
	    "done_errors", call.done_errors, "args", call.args);
}
