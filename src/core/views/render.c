/* SPDX-License-Identifier: MIT
 *
 * render: see render.h. One row per kind of effect: what it waits for, when its
 * reason is gone, and the call. What messages say: core/views/view_message.h.
 */
#include "core/views/render.h"

#include "base/arena.h"
#include "core/keeping.h"
#include "core/views/blocks.h"
#include "core/views/view.h"
#include "core/views/view_message.h"
#include "core/views/view_postmortem.h"
#include "core/views/view_ticket.h"

#define LINK_TITLE_CHARS 200	/* Slack: 256 */

struct rendering {
	struct arena *arena;
	const struct effect *effect;
	const char *job;
	const struct incident *incident;
	const struct policy *policy;
	int name_try;
	struct call *call;
};

/* --- is there still a reason? -------------------------------------------- */

static bool gone_room_open(const struct rendering *r)
{
	return *r->incident->room_id;
}

static bool gone_card_post(const struct rendering *r)
{
	return *r->incident->card_ts;
}

static bool gone_bookmark(const struct rendering *r)
{
	struct link link;

	return r->effect->number < 0 || !render_bookmark(r->incident,
	    r->policy, r->effect->number, &link);
}

/* Resolving publishes the final update in the same turn: said once. */
static bool gone_say(const struct rendering *r)
{
	const struct event *event = &r->effect->event;

	return event->kind == EVENT_UPDATE_PUBLISHED &&
	    r->incident->resolved_ms == event->at_ms &&
	    strcmp(r->incident->resolution, event->text) == 0;
}

static bool gone_draft(const struct rendering *r)
{
	return r->incident->update_count > 0 ||
	    !incident_is_open(r->incident);
}

/* Published, sent back or replaced since. */
static bool gone_approval(const struct rendering *r)
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
static bool gone_nag_role(const struct rendering *r)
{
	const struct holder *holder = role_holder(r);

	return !holder || *holder->user || holder->since_ms != r->effect->cycle ||
	    holder->nagged_ms > r->effect->created_ms ||
	    !incident_needs_roles(r->incident);
}

/* Published, over, without cadence, snoozed, or reminded of again since it was
 * decided. */
static bool gone_nag_update(const struct rendering *r)
{
	return r->incident->update_count != r->effect->cycle ||
	    !incident_is_open(r->incident) ||
	    r->incident->update_every_ms == 0 ||
	    r->incident->update_nagged_ms > r->effect->created_ms ||
	    r->incident->update_quiet_ms > r->effect->created_ms;
}

static bool gone_handover(const struct rendering *r)
{
	const struct holder *holder = role_holder(r);

	return !holder || strcmp(holder->offered_to, r->effect->user) != 0 ||
	    !incident_is_open(r->incident);
}

static bool gone_brief(const struct rendering *r)
{
	const struct holder *holder = role_holder(r);

	return !holder || strcmp(holder->user, r->effect->user) != 0 ||
	    !incident_is_open(r->incident);
}

static bool gone_proposal_post(const struct rendering *r)
{
	return *r->incident->proposal_ts || !*r->incident->proposed_in;
}

static bool gone_proposal_refresh(const struct rendering *r)
{
	return !*r->incident->proposal_ts;
}

static bool gone_checklist_post(const struct rendering *r)
{
	return *r->incident->checklist_ts;
}

static bool gone_nag_stable(const struct rendering *r)
{
	return r->incident->phase != PHASE_OPEN ||
	    r->incident->stable_due_ms == 0;
}

/* Somebody is on it, it is over, it pages nobody any more (P2.5), or it was
 * asked for anew. */
static bool gone_page(const struct rendering *r)
{
	const struct page *page = incident_page(r->incident, r->effect->user,
	    r->effect->number);

	if (page && page->asked_ms > r->effect->created_ms)
		return true;
	return incident_voids_page(r->incident, (int)r->effect->cycle) ||
	    !r->policy->severities[r->incident->severity].pages;
}

/* The direct message that stands there, or NULL. */
static const struct page *find_page(const struct rendering *r)
{
	const struct page *page = incident_page(r->incident, r->effect->user,
	    r->effect->number);

	return page && *page->ts ? page : NULL;
}

static bool gone_page_refresh(const struct rendering *r)
{
	return !find_page(r);
}

/* A private incident is not the company's affair. */
static bool no_company(const struct rendering *r)
{
	return !*r->policy->broadcast_channel ||
	    (r->incident->flags & FLAG_PRIVATE);
}

static bool gone_company_post(const struct rendering *r)
{
	return no_company(r) || *r->incident->broadcast_ts;
}

/* Marked private later, it still loses its title here. */
static bool gone_company_refresh(const struct rendering *r)
{
	return !*r->policy->broadcast_channel || !*r->incident->broadcast_ts;
}

/* A drill publishes nothing (P7.4). */
static bool gone_company_update(const struct rendering *r)
{
	return no_company(r) || (r->incident->flags & FLAG_DRILL);
}

/* Nobody outside an incident is told of one that is private, or a drill. */
static bool gone_notify(const struct rendering *r)
{
	return r->incident->flags & (FLAG_PRIVATE | FLAG_DRILL);
}

static bool gone_board(const struct rendering *r)
{
	return !policy_has_board(r->policy);
}

/* Handed in, reopened, or given to somebody else since. */
static bool gone_nag_postmortem(const struct rendering *r)
{
	return !postmortem_is_owed(r->incident) ||
	    r->incident->postmortem_due_ms != r->effect->cycle;
}

static bool gone_nag_action(const struct rendering *r)
{
	const struct action *action = action_by_number(r->incident,
	    r->effect->number);

	return !action || action->state != ACTION_OPEN ||
	    action->due_ms != r->effect->cycle;
}

static bool gone_mark(const struct rendering *r)
{
	return r->effect->number >= MARKS_MAX ||
	    !*r->incident->marks[r->effect->number].ts;
}

/* Looked at, or more than a ticket by now. */
static bool gone_nag_triage(const struct rendering *r)
{
	return r->incident->severity != SEV3 ||
	    r->incident->phase != PHASE_OPEN || r->incident->acknowledged_ms;
}

/* --- the calls ----------------------------------------------------------- */

static json_t *made(json_t *json)
{
	assert(json);
	return json;
}

static void call_room_open(struct rendering *r)
{
	char name[NAME_SIZE];

	render_room_name(r->incident, r->policy, r->name_try, name);
	*r->call = (struct call){ "conversations.create",
	    made(json_pack("{s:s, s:b}", "name", name, "is_private",
	    r->incident->flags & FLAG_PRIVATE)), RECONCILE_CHANNEL, "" };
}

static void call_room_mark(struct rendering *r)
{
	*r->call = (struct call){ "conversations.setPurpose",
	    made(json_pack("{s:s, s:s}", "channel", r->incident->room_id,
	    "purpose", render_room_mark(r->arena, r->incident))),
	    RECONCILE_NONE, "" };
}

static void call_room_topic(struct rendering *r)
{
	*r->call = (struct call){ "conversations.setTopic",
	    made(json_pack("{s:s, s:s}", "channel", r->incident->room_id,
	    "topic", view_topic(r->arena, r->incident))),
	    RECONCILE_NONE, "" };
}

static void call_room_invite(struct rendering *r)
{
	*r->call = (struct call){ "conversations.invite",
	    made(json_pack("{s:s, s:s}", "channel", r->incident->room_id,
	    "users", r->effect->user)),
	    RECONCILE_NONE, "already_in_channel,cant_invite_self" };
}

static void call_room_bookmark(struct rendering *r)
{
	struct link link = { "", "" };
	bool found = render_bookmark(r->incident, r->policy,
	    r->effect->number, &link);

	assert(found);
	*r->call = (struct call){ "bookmarks.add",
	    made(json_pack("{s:s, s:s, s:s, s:s}",
	    "channel_id", r->incident->room_id, "type", "link",
	    "title", plain_clip(r->arena, link.title, LINK_TITLE_CHARS),
	    "link", link.url)), RECONCILE_BOOKMARK, "" };
}

static void call_card_pin(struct rendering *r)
{
	*r->call = (struct call){ "pins.add",
	    made(json_pack("{s:s, s:s}", "channel", r->incident->room_id,
	    "timestamp", r->incident->card_ts)),
	    RECONCILE_NONE, "already_pinned" };
}

static void post(struct rendering *r, const char *channel,
    message_fn *draw)
{
	struct message message = draw(r->arena, r->effect, r->incident,
	    r->policy);

	*r->call = render_post(channel, r->job, &message);
}

/* parse is given since an update's default is not a post's: "none" leaves
 * @names in people's words alone. */
static void update(struct rendering *r, const char *channel, const char *ts,
    message_fn *draw)
{
	struct message message = draw(r->arena, r->effect, r->incident,
	    r->policy);

	*r->call = (struct call){ "chat.update",
	    made(json_pack("{s:s, s:s, s:s, s:o, s:s}",
	    "channel", channel, "ts", ts, "text", message.text,
	    "blocks", message.blocks, "parse", "none")),
	    RECONCILE_NONE, "" };
}

static void call_card_refresh(struct rendering *r)
{
	update(r, r->incident->room_id, r->incident->card_ts, message_card);
}

static void call_proposal_refresh(struct rendering *r)
{
	update(r, r->incident->proposed_in, r->incident->proposal_ts,
	    message_proposal);
}

static void call_settle(struct rendering *r)
{
	update(r, r->incident->room_id, r->effect->event.ref,
	    message_settled);
}

static void call_checklist_refresh(struct rendering *r)
{
	update(r, r->incident->room_id, r->incident->checklist_ts,
	    message_checklist);
}

static void call_page_refresh(struct rendering *r)
{
	const struct page *page = find_page(r);

	assert(page);
	update(r, page->channel, page->ts, message_page);
}

static void call_company_refresh(struct rendering *r)
{
	update(r, r->policy->broadcast_channel, r->incident->broadcast_ts,
	    message_company_line);
}

static void call_mark_read(struct rendering *r)
{
	*r->call = (struct call){ "reactions.get",
	    made(json_pack("{s:s, s:s, s:b}", "channel",
	    r->incident->room_id, "timestamp",
	    r->incident->marks[r->effect->number].ts, "full", 1)),
	    RECONCILE_NONE, "" };
}

static bool gone_room_archive(const struct rendering *r)
{
	return !keeping_may_archive(r->incident);
}

static void call_room_archive(struct rendering *r)
{
	*r->call = (struct call){ "conversations.archive",
	    made(json_pack("{s:s}", "channel", r->incident->room_id)),
	    RECONCILE_NONE, "already_archived" };
}

static bool gone_export(const struct rendering *r)
{
	return r->incident->phase != PHASE_CLOSED ||
	    r->incident->exported_ms > 0;
}

/* The page is drawn from the whole ledger by whoever writes it; so is the
 * export. */
static void call_board(struct rendering *r)
{
	*r->call = (struct call){ "", json_object(), RECONCILE_NONE, "" };
}

/* --- one row per kind ---------------------------------------------------- */

enum need { NO_NEED, NEED_ROOM, NEED_CARD, NEED_CHECKLIST };

static const struct recipe {
	enum need need;
	bool (*gone)(const struct rendering *r);	/* NULL = never */
	message_fn *message;		/* posted where the lane points */
	void (*call)(struct rendering *r);	/* all that is no post */
} recipes[EFFECT_SITE_FIRST] = {
	[EFFECT_ROOM_OPEN] = { NO_NEED, gone_room_open, NULL,
	    call_room_open },
	[EFFECT_ROOM_MARK] = { NEED_ROOM, NULL, NULL, call_room_mark },
	[EFFECT_ROOM_TOPIC] = { NEED_ROOM, NULL, NULL, call_room_topic },
	[EFFECT_ROOM_INVITE] = { NEED_ROOM, NULL, NULL, call_room_invite },
	[EFFECT_ROOM_BOOKMARK] = { NEED_ROOM, gone_bookmark, NULL,
	    call_room_bookmark },
	[EFFECT_CARD_POST] = { NEED_ROOM, gone_card_post, message_card,
	    NULL },
	[EFFECT_CARD_PIN] = { NEED_CARD, NULL, NULL, call_card_pin },
	[EFFECT_CARD_REFRESH] = { NEED_CARD, NULL, NULL,
	    call_card_refresh },
	[EFFECT_PROPOSAL_POST] = { NO_NEED, gone_proposal_post,
	    message_proposal, NULL },
	[EFFECT_PROPOSAL_REFRESH] = { NO_NEED, gone_proposal_refresh, NULL,
	    call_proposal_refresh },
	[EFFECT_CHECKLIST_POST] = { NEED_ROOM, gone_checklist_post,
	    message_checklist, NULL },
	[EFFECT_CHECKLIST_REFRESH] = { NEED_CHECKLIST, NULL, NULL,
	    call_checklist_refresh },
	[EFFECT_SAY] = { NEED_ROOM, gone_say, message_say, NULL },
	[EFFECT_OFFER_DRAFT] = { NEED_ROOM, gone_draft, message_draft,
	    NULL },
	[EFFECT_ASK_APPROVAL] = { NEED_ROOM, gone_approval, message_approval,
	    NULL },
	[EFFECT_SETTLE] = { NEED_ROOM, NULL, NULL, call_settle },
	[EFFECT_NAG_ROLE] = { NEED_ROOM, gone_nag_role, message_nag_role,
	    NULL },
	[EFFECT_NAG_ROOM] = { NEED_ROOM, gone_nag_update, message_nag_room,
	    NULL },
	[EFFECT_NAG_PERSON] = { NO_NEED, gone_nag_update,
	    message_nag_person, NULL },
	[EFFECT_NAG_STABLE] = { NO_NEED, gone_nag_stable,
	    message_nag_stable, NULL },
	[EFFECT_NAG_STABLE_ROOM] = { NEED_ROOM, gone_nag_stable,
	    message_nag_stable, NULL },
	[EFFECT_ASK_HANDOVER] = { NEED_ROOM, gone_handover,
	    message_handover, NULL },
	[EFFECT_BRIEF] = { NO_NEED, gone_brief, message_brief, NULL },
	[EFFECT_PAGE] = { NO_NEED, gone_page, message_page, NULL },
	[EFFECT_PAGE_REFRESH] = { NO_NEED, gone_page_refresh, NULL,
	    call_page_refresh },
	[EFFECT_COMPANY_POST] = { NO_NEED, gone_company_post,
	    message_company_line, NULL },
	[EFFECT_COMPANY_REFRESH] = { NO_NEED, gone_company_refresh, NULL,
	    call_company_refresh },
	[EFFECT_COMPANY_UPDATE] = { NO_NEED, gone_company_update,
	    message_company_update, NULL },
	[EFFECT_NOTIFY] = { NO_NEED, gone_notify, message_notify, NULL },
	[EFFECT_BOARD_WRITE] = { NO_NEED, gone_board, NULL, call_board },
	[EFFECT_EXPORT_WRITE] = { NO_NEED, gone_export, NULL, call_board },
	[EFFECT_ROOM_ARCHIVE] = { NEED_ROOM, gone_room_archive, NULL,
	    call_room_archive },
	[EFFECT_MARK_READ] = { NEED_ROOM, gone_mark, NULL, call_mark_read },
	[EFFECT_NAG_POSTMORTEM] = { NO_NEED, gone_nag_postmortem,
	    message_nag_postmortem, NULL },
	[EFFECT_NAG_ACTION] = { NO_NEED, gone_nag_action, message_nag_action,
	    NULL },
	[EFFECT_NAG_TRIAGE] = { NO_NEED, gone_nag_triage, message_nag_triage,
	    NULL },
	[EFFECT_TELL] = { NO_NEED, NULL, message_tell, NULL },
};

static const char *post_channel(const struct rendering *r)
{
	switch (effect_target(r->effect->kind)) {
	case TARGET_ROOM:
		return r->incident->room_id;
	case TARGET_COMPANY:
		return r->policy->broadcast_channel;
	case TARGET_PERSON:
		return r->effect->user;
	case TARGET_BOARD:
	case TARGET_MARKS:
	case TARGET_ELSEWHERE:
	case TARGET_PLACE:
	case TARGET_ARCHIVE:
		break;
	case TARGET_ALERTS:
		return r->incident->proposed_in;
	}
	abort();
}

/* A card that somebody deleted will be posted as things are by then, and
 * behind this in its lane. */
static bool is_in_vain(const struct rendering *r, enum need need)
{
	return need == NEED_CARD && *r->incident->room_id &&
	    !*r->incident->card_ts;
}

static bool is_missing(const struct rendering *r, enum need need)
{
	return (need != NO_NEED && !*r->incident->room_id) ||
	    (need == NEED_CHECKLIST && !*r->incident->checklist_ts);
}

enum render_result render_effect(struct arena *arena,
    const struct effect *effect, const char *job,
    const struct incident *incident, const struct policy *policy,
    int name_try, struct call *call)
{
	struct rendering r = { arena, effect, job, incident, policy,
	    name_try, call };
	const struct recipe *recipe;

	assert(effect->kind > EFFECT_NONE &&
	    effect->kind < EFFECT_SITE_FIRST);
	recipe = &recipes[effect->kind];
	assert(!recipe->message != !recipe->call);
	if ((recipe->gone && recipe->gone(&r)) || is_in_vain(&r, recipe->need))
		return RENDER_OBSOLETE;
	if (is_missing(&r, recipe->need))
		return incident->flags & FLAG_ROOM ? RENDER_WAIT :
		    RENDER_OBSOLETE;
	if (recipe->message)
		post(&r, post_channel(&r), recipe->message);
	else
		recipe->call(&r);
	return RENDER_CALL;
}
