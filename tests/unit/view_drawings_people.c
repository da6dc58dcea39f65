/* SPDX-License-Identifier: MIT
 *
 * view_drawings_people: the drawings of when nobody is on call, of whom
 * a SEV3 may disturb, and of what alerts propose. See view_drawings.h.
 */
#include "tests/unit/view_drawings.h"
#include "base/text.h"
#include "core/incident_alerts.h"
#include "core/views/view.h"
#include "core/views/view_notices.h"
#include "core/views/view_oncall.h"

/* A rotation that has an end, and its service's name is what people typed. */
DRAW(home_gap)
{
	static const struct site site;
	static struct policy policy;
	static struct rotation rotation;
	json_t *home;

	policy = w->policy;
	memset(&rotation, 0, sizeof(rotation));
	COPY(rotation.name, "duty");
	COPY(rotation.layers[0].members[0], "U0CHLOE");
	rotation.layers[0].end = (day_number)(AT(0) / 86400000 + 3);
	policy.rotations.all = &rotation;
	policy.rotations.count = 1;
	COPY(policy.services[0].oncall.names[ONCALL_PRIMARY], "duty");
	policy_bind_oncall(&policy);
	home = view_home(w->arena, NULL, 0, 0, "U0ANA", AT(0), &policy);
	view_oncall_home(w->arena, json_object_get(home, "blocks"),
	    HOME_SUMMARY_BLOCKS, &policy, &site, AT(0));
	return home;
}

DRAW(notices)
{
	static const struct site site = { .wishes = { { .user = "U0ANA",
		.days = 0x3e, .from_minute = 540, .until_minute = 1080 } } };
	const char *fallback;
	json_t *blocks = view_notices(w->arena, &w->policy, &site, "U0ANA",
	    &fallback);

	return drawing_message(blocks, fallback);
}

static struct incident proposed(const struct world *w, int severity)
{
	struct incident incident = { .id = "" };
	struct event event = { .kind = EVENT_PROPOSED, .at_ms = AT(0),
		.ref = "7", .user = "C0COMPANY", .number = severity,
		.due_ms = AT(10) };

	(void)text_copy(event.text, TITLE_SIZE, w->title);
	incident_apply(&incident, &event);
	event = (struct event){ .kind = EVENT_PROPOSAL_NAGGED,
		.at_ms = AT(10), .number = 1, .due_ms = AT(30) };
	incident_apply(&incident, &event);
	return incident;
}

DRAW(fx_nag_proposal)
{
	struct incident i = proposed(w, SEV2);

	return world_render(w, &(struct effect){ .kind = EFFECT_NAG_PROPOSAL,
	    .number = 1, .user = "U0BEN", .created_ms = AT(10) }, &i);
}

DRAW(fx_nag_proposal_person)
{
	struct incident i = proposed(w, SEV2);

	return world_render(w, &(struct effect){
	    .kind = EFFECT_NAG_PROPOSAL_PERSON, .number = 1, .user = "U0BEN",
	    .created_ms = AT(10) }, &i);
}

DRAW(fx_tell_held)
{
	struct incident i = world_incident(w, SEV3, 0, DECLARED);

	return world_render(w, &(struct effect){ .kind = EFFECT_TELL_HELD,
	    .number = 3, .user = "U0BEN" }, &i);
}

DRAW(fx_tell_held_proposal)
{
	struct incident i = proposed(w, SEV3);

	return world_render(w, &(struct effect){ .kind = EFFECT_TELL_HELD,
	    .number = 1, .user = "U0BEN" }, &i);
}

DRAW(fx_settle_same)
{
	struct incident i = world_incident(w, SEV1, 0, DECLARED);
	struct event over = { .kind = EVENT_RESOLVED, .at_ms = AT(6),
		.actor = "U0ANA", .text = "TEXT", .ref = "4" };

	world_event(w, &i, &over);
	COPY(over.ref, "1.2");
	return world_render(w, &(struct effect){ .kind = EFFECT_SETTLE,
	    .event = over }, &i);
}
