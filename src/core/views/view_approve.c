/* SPDX-License-Identifier: MIT
 *
 * view_approve: the draft that waits for a second pair of eyes, and what stands
 * in its place when it is settled.
 */
#include "core/views/view_message.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/board/board.h"
#include "core/board/leaks.h"
#include "core/views/blocks.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

#define NAMED_BYTES 2500
#define NAMED_MAX 20		/* components; the others are counted */

/* "Checkout: Major outage", as the public will read it. */
static const char *affected_words(struct arena *arena,
    const struct policy *policy, const char *affected)
{
	struct text text = text_new(arena, NAMED_BYTES);
	char id[ID_SIZE];
	int state;
	int count = 0;

	while (affected_next(&affected, id, &state)) {
		int at = component_find(&policy->board, id);

		if (++count > NAMED_MAX)
			continue;
		text_addf(&text, "%s%s: %s", text.length > 0 ? ", " : "",
		    mrkdwn_escape(arena, at < 0 ? id :
		    policy->board.components[at].name),
		    component_state_name(state));
	}
	if (count > NAMED_MAX)
		text_addf(&text, " and %d more", count - NAMED_MAX);
	return text.data;
}

static const char *about(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	const char *named = affected_words(arena, policy,
	    incident->draft_affected);

	return arena_printf(arena, "Phase: %s.%s%s%s",
	    public_status_name(incident->draft_status),
	    *named ? " Affected: " : "", named, *named ? "." : "");
}

/* Over the updates, as the public will read it; "" where it reads none. */
static const char *title_of(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	if (!policy_has_page(policy))
		return "";
	if (*incident->draft_title)
		return incident->draft_title;
	return *incident->public_title ? incident->public_title :
	    board_title(arena, policy, incident->draft_affected);
}

struct message message_approval(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const char *name = arena_printf(arena, "%lld",
	    (long long)incident->draft_ms);
	struct click approve = incident_click(incident, "approve", name);
	struct click back = incident_click(incident, "sendback", "");
	const char *ask = arena_printf(arena, "*A public update by %s waits "
	    "for a second pair of eyes.* Nothing is out yet.",
	    mrkdwn_user(arena, incident->draft_by));
	const char *title = title_of(arena, incident, policy);
	const char *leaks = leaks_words(arena, policy, arena_printf(arena,
	    "%s\n%s", incident->draft_text, incident->draft_title));
	json_t *blocks = json_array();

	(void)effect;
	json_add(blocks, block_section(ask));
	if (*title)
		json_add(blocks, block_section(arena_printf(arena,
		    "*Public title:* %s", mrkdwn_clip(arena, title,
		    TITLE_CHARS))));
	block_add_quote(arena, blocks, incident->draft_text);
	json_add(blocks, block_context(about(arena, incident, policy)));
	if (*leaks)
		json_add(blocks, block_section(arena_printf(arena,
		    "*Is this meant for outside?* %s.", leaks)));
	json_add(blocks, block_actions(json_pack("[o, o]",
	    button_new(arena, "Approve", BUTTON_PRIMARY, &approve),
	    button_new(arena, "Send back", BUTTON_PLAIN, &back))));
	json_add(blocks, block_context(arena_printf(arena, "Or type `%s "
	    "approve`, or `%s sendback what to change`.", policy->command,
	    policy->command)));
	return (struct message){ blocks, ask };
}

static const char *words_published(struct arena *arena, const char *user,
    int64_t at_ms)
{
	return arena_printf(arena, "An update by %s is out since %s.",
	    mrkdwn_user(arena, user), mrkdwn_time(arena, at_ms, "{time}"));
}

static const char *settled_words(struct arena *arena,
    const struct event *event, const struct incident *incident)
{
	if (event->kind == EVENT_UPDATE_DRAFTED)
		return arena_printf(arena, "Replaced by another draft, by %s.",
		    mrkdwn_user(arena, event->actor));
	if (event->kind == EVENT_DRAFT_SENT_BACK)
		return arena_printf(arena, "Sent back by %s; nothing was "
		    "published.", mrkdwn_user(arena, event->actor));
	if (event->kind == EVENT_UPDATE_PUBLISHED && *event->user)
		return arena_printf(arena, "Approved and published by %s at "
		    "%s.", mrkdwn_user(arena, event->actor),
		    mrkdwn_time(arena, event->at_ms, "{time}"));
	if (event->kind == EVENT_UPDATE_PUBLISHED)
		return words_published(arena, event->actor, event->at_ms);
	if (event->kind == EVENT_MANUSCRIPT_TAKEN)
		return arena_printf(arena, "Taken over by %s at %s: %s.",
		    mrkdwn_user(arena, event->actor), mrkdwn_time(arena,
		    event->at_ms, "{time}"), mrkdwn_escape(arena,
		    event->text));
	if (event->kind == EVENT_MANUSCRIPT_LEFT)
		return arena_printf(arena, "Nothing was taken over: %s.",
		    mrkdwn_escape(arena, event->text));
	/* The offer of a first update is settled by an end without one, or
	 * stood there too late. */
	if (event->kind == EVENT_OFFER_POSTED && incident->update_count > 0)
		return words_published(arena, incident->update_by,
		    incident->update_ms);
	if (*incident->duplicate_of)
		return arena_printf(arena, "It is over, as the same as "
		    "INC-%s; nothing was published.",
		    mrkdwn_escape(arena, incident->duplicate_of));
	if (!incident_is_open(incident) && incident->update_count == 0)
		return "It is over; no public update was published.";
	return "This draft is settled.";
}

struct message message_settled(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const char *words = settled_words(arena, &effect->event, incident);
	json_t *blocks = json_array();

	(void)policy;
	json_add(blocks, block_context(words));
	return (struct message){ blocks, words };
}
