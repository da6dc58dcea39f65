/* SPDX-License-Identifier: MIT
 *
 * view_drawings_form: the forms of an incident.
 * See view_drawings.h.
 */
#include "tests/unit/view_drawings.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"

/* --- forms --------------------------------------------------------------- */

DRAW(form_declare)
{
	return view_declare_form(w->arena, &w->policy, w->title, SEV2);
}

DRAW(form_declare_bare)
{
	struct policy policy = w->policy;

	policy.service_count = 0;
	return view_declare_form(w->arena, &policy, "", 0);
}

DRAW(form_update_first)
{
	struct incident i = world_incident(w, SEV1, 0, COMMANDED);

	return view_update_form(w->arena, &i, &w->policy,
	    &(struct update_draft){ PUBLIC_INVESTIGATING, "", "", "", "",
	    "" });
}

DRAW(form_update_next)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	return view_update_form(w->arena, &i, &w->policy,
	    &(struct update_draft){ PUBLIC_INVESTIGATING, "", "", "", "",
	    "" });
}

/* Somebody else has to let it out. */
DRAW(form_update_approval)
{
	static struct policy policy;
	struct incident i = world_incident(w, SEV1, FLAG_ROOM, STAFFED);

	policy = w->policy;
	policy.severities[SEV1].approves_updates = true;
	COPY(policy.broadcast_channel, "C0INC");
	return view_update_form(w->arena, &i, &policy,
	    &(struct update_draft){ PUBLIC_INVESTIGATING, "", "", w->text,
	    "`db-7` (a host's name)", "" });
}

DRAW(form_note)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	return view_text_form(w->arena, &i, "note", "Add a note",
	    "What should be remembered?",
	    "Goes into the timeline and the channel.", w->text);
}

DRAW(form_title)
{
	struct incident i = world_incident(w, SEV1, 0, STAFFED);

	return view_text_form(w->arena, &i, "title", "Change the title",
	    "What is broken?", "At most 120 characters.", i.title);
}

DRAW(form_resolved)
{
	struct incident i = world_incident(w, SEV2, FLAG_DRILL, STABLE);

	return view_resolve_form(w->arena, &i, &w->policy);
}

/* Somebody else has to let the end out. */
DRAW(form_resolved_approval)
{
	static struct policy policy;
	struct incident i = world_incident(w, SEV1, FLAG_ROOM, STABLE);

	policy = w->policy;
	policy.severities[SEV1].approves_updates = true;
	COPY(policy.broadcast_channel, "C0INC");
	return view_resolve_form(w->arena, &i, &policy);
}

DRAW(form_severity)
{
	struct incident i = world_incident(w, SEV2, 0, ACKED);

	return view_severity_form(w->arena, &i, &w->policy, i.severity);
}

DRAW(form_assess)
{
	struct incident i = world_incident(w, SEV2, 0, STAFFED);

	return view_assess_form(w->arena, &i, i.broken, i.reach, "");
}

DRAW(form_assign)
{
	struct incident i = world_incident(w, SEV2, 0, ACKED);

	return view_role_form(w->arena, &i, "assign", ROLE_COMMS);
}

DRAW(form_page)
{
	struct incident i = world_incident(w, SEV2, 0, ACKED);

	return view_page_form(w->arena, &i);
}

DRAW(form_handover)
{
	struct incident i = world_incident(w, SEV2, 0, STAFFED);

	return view_role_form(w->arena, &i, "handover", ROLE_COMMANDER);
}
