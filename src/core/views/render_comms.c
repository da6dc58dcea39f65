/* SPDX-License-Identifier: MIT
 *
 * render_comms: the same as render.c for the comms channel's lane: when the
 * reason of an effect is gone, and the call. Its card: view_comms.c; what may be
 * said there at all: core/comms.h.
 */
#include "core/views/render_gone.h"

#include "base/arena.h"
#include "core/views/view_message.h"

static bool no_comms(const struct rendering *r)
{
	return !*r->incident->comms_id;
}

/* Opened, lost with its incident's channel, or over. */
static bool gone_comms_open(const struct rendering *r)
{
	return *r->incident->comms_id || !*r->incident->room_id ||
	    !incident_is_open(r->incident);
}

static bool gone_comms_card_post(const struct rendering *r)
{
	return no_comms(r) || *r->incident->comms_card_ts;
}

static bool no_comms_card(const struct rendering *r)
{
	return no_comms(r) || !*r->incident->comms_card_ts;
}

static bool gone_comms_nag(const struct rendering *r)
{
	return no_comms(r) || gone_nag_update(r);
}

static void call_comms_open(const struct rendering *r)
{
	char name[NAME_SIZE];

	render_comms_name(r->incident, r->policy, r->name_try, name);
	*r->call = (struct call){ "conversations.create",
	    json_pack("{s:s, s:b}", "name", name, "is_private",
	    r->incident->flags & FLAG_PRIVATE), RECONCILE_CHANNEL, "" };
}

static void call_comms_mark(const struct rendering *r)
{
	*r->call = (struct call){ "conversations.setPurpose",
	    json_pack("{s:s, s:s}", "channel", r->incident->comms_id,
	    "purpose", arena_printf(r->arena, "INC-%s: what customers are "
	    "told of this incident, and what they say. Opened by incbot.",
	    r->incident->id)), RECONCILE_NONE, "" };
}

static void call_comms_invite(const struct rendering *r)
{
	*r->call = (struct call){ "conversations.invite",
	    json_pack("{s:s, s:s}", "channel", r->incident->comms_id,
	    "users", r->effect->user),
	    RECONCILE_NONE, "already_in_channel,cant_invite_self" };
}

static void call_comms_card_pin(const struct rendering *r)
{
	*r->call = (struct call){ "pins.add",
	    json_pack("{s:s, s:s}", "channel", r->incident->comms_id,
	    "timestamp", r->incident->comms_card_ts),
	    RECONCILE_NONE, "already_pinned" };
}

static void post(const struct rendering *r, message_fn *draw)
{
	struct message message = draw(r->arena, r->effect, r->incident,
	    r->policy);

	*r->call = render_post(r->incident->comms_id, r->job, &message);
}

static void call_card_post(const struct rendering *r)
{
	post(r, message_comms_card);
}

static void call_say(const struct rendering *r)
{
	post(r, message_say);
}

static void call_nag(const struct rendering *r)
{
	post(r, message_nag_room);
}

static void call_card_refresh(const struct rendering *r)
{
	struct message message = message_comms_card(r->arena, r->effect,
	    r->incident, r->policy);

	*r->call = render_update(r->incident->comms_id,
	    r->incident->comms_card_ts, &message);
}

static bool gone_comms_archive(const struct rendering *r)
{
	return no_comms(r) || gone_room_archive(r);
}

static void call_archive(const struct rendering *r)
{
	*r->call = (struct call){ "conversations.archive",
	    json_pack("{s:s}", "channel", r->incident->comms_id),
	    RECONCILE_NONE, "already_archived" };
}

static const struct {
	bool (*gone)(const struct rendering *r);
	void (*call)(const struct rendering *r);
} recipes[EFFECT_COUNT] = {
	[EFFECT_COMMS_OPEN] = { gone_comms_open, call_comms_open },
	[EFFECT_COMMS_MARK] = { no_comms, call_comms_mark },
	[EFFECT_COMMS_INVITE] = { no_comms, call_comms_invite },
	[EFFECT_COMMS_CARD_POST] = { gone_comms_card_post, call_card_post },
	[EFFECT_COMMS_CARD_PIN] = { no_comms_card, call_comms_card_pin },
	[EFFECT_COMMS_CARD_REFRESH] = { no_comms_card, call_card_refresh },
	[EFFECT_COMMS_SAY] = { no_comms, call_say },
	[EFFECT_COMMS_ARCHIVE] = { gone_comms_archive, call_archive },
	[EFFECT_COMMS_NAG] = { gone_comms_nag, call_nag },
};

enum render_result render_comms_effect(struct arena *arena,
    const struct effect *effect, const char *job,
    const struct incident *incident, const struct policy *policy,
    int name_try, struct call *call)
{
	struct rendering r = { arena, effect, job, incident, policy,
	    name_try, call };

	assert(effect_target(effect->kind) == TARGET_COMMS);
	if (recipes[effect->kind].gone(&r))
		return RENDER_OBSOLETE;
	recipes[effect->kind].call(&r);
	return RENDER_CALL;
}
