/* SPDX-License-Identifier: MIT
 *
 * render: see render.h. One row per kind of effect: what it waits for, when its
 * reason is gone, and the call. What messages say: core/views/view_message.h.
 */
#include "core/views/render.h"

#include "base/arena.h"
#include "core/documents.h"
#include "core/views/blocks.h"
#include "core/views/view.h"
#include "core/views/view_message.h"
#include "core/views/view_postmortem.h"
#include "core/views/view_ticket.h"
#include "core/views/render_gone.h"

#define LINK_TITLE_CHARS 200	/* Slack: 256 */

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

static void call_room_join(struct rendering *r)
{
	*r->call = (struct call){ "conversations.join",
	    made(json_pack("{s:s}", "channel", r->incident->room_id)),
	    RECONCILE_NONE, "method_not_supported_for_channel_type" };
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

static void update(struct rendering *r, const char *channel, const char *ts,
    message_fn *draw)
{
	struct message message = draw(r->arena, r->effect, r->incident,
	    r->policy);

	*r->call = render_update(channel, ts, &message);
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
	r->call->done_errors = "message_not_found";	/* nor its buttons */
}

static void call_checklist_refresh(struct rendering *r)
{
	update(r, r->incident->room_id, r->incident->checklist_ts,
	    message_checklist);
}

static void call_page_refresh(struct rendering *r)
{
	const struct page *page = effect_page(r);

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

static void call_room_archive(struct rendering *r)
{
	*r->call = (struct call){ "conversations.archive",
	    made(json_pack("{s:s}", "channel", r->incident->room_id)),
	    RECONCILE_NONE, "already_archived" };
}

/* Documents are drawn from the whole timeline, by daemon/jobs/document_job.c;
 * here it is said where they go. */
static void call_report(struct rendering *r)
{
	*r->call = (struct call){ "",
	    made(json_pack("{s:s, s:s}", "channel", *r->incident->room_id ?
	    r->incident->room_id : r->effect->user, "name",
	    report_file_name(r->arena, r->effect))), RECONCILE_FILE, "" };
}

static void call_canvas(struct rendering *r)
{
	*r->call = (struct call){ "",
	    made(json_pack("{s:s}", "channel", r->incident->room_id)),
	    r->effect->kind == EFFECT_CANVAS_MAKE ? RECONCILE_CANVAS :
	    RECONCILE_NONE, "" };
}

static void call_manuscript(struct rendering *r)
{
	*r->call = (struct call){ "", made(json_pack("{s:s}", "channel",
	    r->incident->room_id)), r->effect->kind ==
	    EFFECT_MANUSCRIPT_READ ? RECONCILE_MESSAGE : RECONCILE_NONE, "" };
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
	[EFFECT_ROOM_JOIN] = { NEED_ROOM, NULL, NULL, call_room_join },
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
	[EFFECT_NAG_PROPOSAL] = { NO_NEED, gone_nag_proposal,
	    message_nag_proposal, NULL },
	[EFFECT_NAG_PROPOSAL_PERSON] = { NO_NEED, gone_nag_proposal,
	    message_nag_proposal, NULL },
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
	[EFFECT_NEWS_NOTE] = { NO_NEED, NULL, NULL, call_board },
	[EFFECT_REPORT_UPLOAD] = { NO_NEED, NULL, NULL, call_report },
	[EFFECT_CANVAS_MAKE] = { NEED_ROOM, gone_canvas_make, NULL,
	    call_canvas },
	[EFFECT_CANVAS_WRITE] = { NEED_ROOM, gone_canvas_write, NULL,
	    call_canvas },
	[EFFECT_MANUSCRIPT_READ] = { NEED_ROOM, NULL, NULL,
	    call_manuscript },
	[EFFECT_MANUSCRIPT_TAKE] = { NO_NEED, NULL, NULL, call_manuscript },
	[EFFECT_TELL_HELD] = { NO_NEED, NULL, message_held, NULL },
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
	case TARGET_COMMS:
	case TARGET_LETTERS:
	case TARGET_DOCUMENTS:
		break;
	case TARGET_ALERTS:
		return r->incident->proposed_in;
	}
	abort();
}

/* A card or checklist that somebody deleted, or that stood in a channel which
 * was taken away and given back, will be posted as things are by then, and
 * behind this in its lane: to wait for it would be to wait for ever. So it is
 * with a channel that is opened anew: what was for the one before is not for
 * that one. */
static bool is_in_vain(const struct rendering *r, enum need need)
{
	const struct incident *incident = r->incident;

	if (!*incident->room_id)
		return need != NO_NEED &&
		    r->effect->version < incident->room_since;
	return (need == NEED_CARD && !*incident->card_ts) ||
	    (need == NEED_CHECKLIST && !*incident->checklist_ts);
}

static bool is_missing(const struct rendering *r, enum need need)
{
	return need != NO_NEED && !*r->incident->room_id;
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
	if (effect_target(effect->kind) == TARGET_COMMS)
		return render_comms_effect(arena, effect, job, incident,
		    policy, name_try, call);
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
