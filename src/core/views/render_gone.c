/* SPDX-License-Identifier: MIT
 *
 * render_gone: see render_gone.h.
 */
#include "core/views/render_gone.h"
#include "core/incident_alerts.h"
#include "core/keeping.h"
#include "core/views/view.h"
#include "core/views/view_message.h"
#include "core/views/view_postmortem.h"
#include "core/views/view_ticket.h"

bool gone_room_open(const struct rendering *r)
{
	return *r->incident->room_id;
}

bool gone_card_post(const struct rendering *r)
{
	return *r->incident->card_ts;
}

bool gone_bookmark(const struct rendering *r)
{
	struct link link;

	return r->effect->number < 0 || !render_bookmark(r->incident,
	    r->policy, r->effect->number, &link);
}

/* Resolving publishes the final update in the same turn: said once. */
bool gone_say(const struct rendering *r)
{
	const struct event *event = &r->effect->event;

	return event->kind == EVENT_UPDATE_PUBLISHED &&
	    r->incident->resolved_ms == event->at_ms &&
	    strcmp(r->incident->resolution, event->text) == 0;
}

bool gone_draft(const struct rendering *r)
{
	return r->incident->update_count > 0 ||
	    !incident_is_open(r->incident);
}

/* Published, sent back or replaced since. */
bool gone_approval(const struct rendering *r)
{
	return r->incident->draft_ms != r->effect->cycle;
}

/* Whom the effect's role belongs to; NULL if the ledger names no such role. */
static const struct holder *role_holder(const struct rendering *r)
{
	if (r->effect->number < 0 || r->effect->number >= ROLE_COUNT)
		return NULL;
	return &r->incident->roles[r->effect->number];
}

/* Taken, needed no more, or reminded of again since: while Slack was away they
 * pile up, and only the last one speaks. */
bool gone_nag_role(const struct rendering *r)
{
	const struct holder *holder = role_holder(r);

	return !holder || *holder->user || holder->since_ms != r->effect->cycle ||
	    holder->nagged_ms > r->effect->created_ms ||
	    !incident_needs_roles(r->incident);
}

/* Published, over, without cadence, snoozed, or reminded of again since it was
 * decided. */
bool gone_nag_update(const struct rendering *r)
{
	return r->incident->update_count != r->effect->cycle ||
	    !incident_is_open(r->incident) ||
	    r->incident->update_every_ms == 0 ||
	    r->incident->update_nagged_ms > r->effect->created_ms ||
	    r->incident->update_quiet_ms > r->effect->created_ms;
}

bool gone_handover(const struct rendering *r)
{
	const struct holder *holder = role_holder(r);

	return !holder || strcmp(holder->offered_to, r->effect->user) != 0 ||
	    !incident_is_open(r->incident);
}

bool gone_brief(const struct rendering *r)
{
	const struct holder *holder = role_holder(r);

	return !holder || strcmp(holder->user, r->effect->user) != 0 ||
	    !incident_is_open(r->incident);
}

bool gone_proposal_post(const struct rendering *r)
{
	return *r->incident->proposal_ts || !*r->incident->proposed_in;
}

bool gone_proposal_refresh(const struct rendering *r)
{
	return !*r->incident->proposal_ts;
}

/* Decided, or said again since. */
bool gone_nag_proposal(const struct rendering *r)
{
	return !incident_is_proposed(r->incident) ||
	    r->incident->proposal_nags != r->effect->number ||
	    (r->effect->kind == EFFECT_NAG_PROPOSAL &&
	    !*r->incident->proposed_in);
}

bool gone_checklist_post(const struct rendering *r)
{
	return *r->incident->checklist_ts;
}

bool gone_nag_stable(const struct rendering *r)
{
	return r->incident->phase != PHASE_OPEN ||
	    r->incident->stable_due_ms == 0;
}

/* Somebody is on it, it is over, it pages nobody any more (P2.5), or it was
 * asked for anew. */
bool gone_page(const struct rendering *r)
{
	const struct page *page = incident_page(r->incident, r->effect->user,
	    r->effect->number);

	if (page && page->asked_ms > r->effect->created_ms)
		return true;
	return incident_voids_page(r->incident, (int)r->effect->cycle) ||
	    !r->policy->severities[r->incident->severity].pages;
}

/* The direct message that stands there, or NULL. */
const struct page *effect_page(const struct rendering *r)
{
	const struct page *page = incident_page(r->incident, r->effect->user,
	    r->effect->number);

	return page && *page->ts ? page : NULL;
}

bool gone_page_refresh(const struct rendering *r)
{
	return !effect_page(r);
}

/* A private incident is not the company's affair. */
static bool no_company(const struct rendering *r)
{
	return !*r->policy->broadcast_channel ||
	    (r->incident->flags & FLAG_PRIVATE);
}

bool gone_company_post(const struct rendering *r)
{
	return no_company(r) || *r->incident->broadcast_ts;
}

/* Marked private later, it still loses its title here. */
bool gone_company_refresh(const struct rendering *r)
{
	return !*r->policy->broadcast_channel || !*r->incident->broadcast_ts;
}

/* A drill publishes nothing (P7.4). */
bool gone_company_update(const struct rendering *r)
{
	return no_company(r) || (r->incident->flags & FLAG_DRILL);
}

/* Nobody outside an incident is told of one that is private, or a drill. */
bool gone_notify(const struct rendering *r)
{
	return r->incident->flags & (FLAG_PRIVATE | FLAG_DRILL);
}

bool gone_board(const struct rendering *r)
{
	return !policy_has_board(r->policy);
}

/* Handed in, reopened, or given to somebody else since. */
bool gone_nag_postmortem(const struct rendering *r)
{
	return !postmortem_is_owed(r->incident) ||
	    r->incident->postmortem_due_ms != r->effect->cycle;
}

bool gone_nag_action(const struct rendering *r)
{
	const struct action *action = action_by_number(r->incident,
	    r->effect->number);

	return !action || action->state != ACTION_OPEN ||
	    action->due_ms != r->effect->cycle;
}

bool gone_mark(const struct rendering *r)
{
	return r->effect->number >= MARKS_MAX ||
	    !*r->incident->marks[r->effect->number].ts;
}

/* Looked at, or more than a ticket by now. */
bool gone_nag_triage(const struct rendering *r)
{
	return r->incident->severity != SEV3 ||
	    r->incident->phase != PHASE_OPEN || r->incident->acknowledged_ms;
}

bool gone_room_archive(const struct rendering *r)
{
	return !keeping_may_archive(r->incident);
}

bool gone_export(const struct rendering *r)
{
	return r->incident->phase != PHASE_CLOSED ||
	    r->incident->exported_ms > 0;
}

bool gone_canvas_make(const struct rendering *r)
{
	return *r->incident->canvas_id;
}

bool gone_canvas_write(const struct rendering *r)
{
	return !*r->incident->canvas_id;
}
