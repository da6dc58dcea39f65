/* SPDX-License-Identifier: MIT
 *
 * view_message: what is said in the incident's channel and to the company:
 * events as sentences, the draft of the first update, the published updates.
 * Reminders and direct messages: view_nag.c.
 */
#include "core/views/view_message.h"

#include "base/arena.h"
#include "core/approval.h"
#include "core/board/board.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

/* Longer texts, and those of several lines, are quoted below the sentence. */
#define INLINE_TEXT_CHARS 280

struct message message_card(struct arena *arena, const struct effect *effect,
    const struct incident *incident, const struct policy *policy)
{
	struct message message;

	(void)effect;
	message.blocks = view_card(arena, incident, policy, &message.text);
	return message;
}

struct message message_company_line(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	struct message message;

	(void)effect;
	(void)policy;
	message.blocks = view_company_line(arena, incident, &message.text);
	return message;
}

static void add_sentence(struct arena *arena, json_t *blocks,
    const struct event *event)
{
	bool quoted = strchr(event->text, '\n') ||
	    utf8_length(event->text) > INLINE_TEXT_CHARS;

	if (!quoted) {
		json_add(blocks, block_section(view_sentence(arena, event)));
		return;
	}
	json_add(blocks, block_section(view_sentence_lead(arena, event)));
	block_add_quote(arena, blocks, event->text);
}

/* An update did not arrive at one of its places. */
static bool is_unpublished(const struct event *event)
{
	return event->kind == EVENT_EFFECT_DEAD &&
	    text_starts_with(event->name, "publish the update");
}

static void add_republish(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy)
{
	json_add(blocks, block_actions(json_pack("[o]", act_button(arena,
	    incident, ACT_REPUBLISH, BUTTON_PLAIN))));
	json_add(blocks, block_context(arena_printf(arena, "Or type `%s "
	    "republish`. It goes only to where it did not arrive.",
	    policy->command)));
}

/* What somebody who has read the sentence should know next. */
static const char *say_advice(struct arena *arena, const struct event *event,
    const struct policy *policy)
{
	if (event->kind == EVENT_PAGE_FAILED)
		return "Call them another way.";
	if (event->kind == EVENT_MITIGATED)
		return "*Keep logs and traces before anything is cleaned "
		    "up.* Public updates go on until it is resolved.";
	if (event->kind == EVENT_RESOLVED)
		return arena_printf(arena, "If it comes back: `%s reopen`. "
		    "When nothing is left to do: `%s close`.",
		    policy->command, policy->command);
	if (event->kind == EVENT_POSTMORTEM_OWED)
		return arena_printf(arena, "To give it to somebody else: `%s "
		    "owner @user`. What should be done so that it cannot come "
		    "back: `%s action ...`.", policy->command,
		    policy->command);
	if (event->kind == EVENT_FLAGS_SET &&
	    (event->flags & FLAG_SECURITY))
		return "Share what you find in this channel only.";
	return "";
}

struct message message_say(struct arena *arena, const struct effect *effect,
    const struct incident *incident, const struct policy *policy)
{
	const struct event *event = &effect->event;
	const char *advice = say_advice(arena, event, policy);
	json_t *blocks = json_array();

	add_sentence(arena, blocks, event);
	if (event->kind == EVENT_ACK_MISSED && act_fits(incident, ACT_ACK))
		json_add(blocks, block_actions(json_pack("[o]",
		    act_button(arena, incident, ACT_ACK, BUTTON_PRIMARY))));
	if (event->kind == EVENT_MITIGATED && act_fits(incident, ACT_EVIDENCE))
		json_add(blocks, block_actions(json_pack("[o]",
		    act_button(arena, incident, ACT_EVIDENCE, BUTTON_PLAIN))));
	if (is_unpublished(event) && act_fits(incident, ACT_REPUBLISH))
		add_republish(arena, blocks, incident, policy);
	if (event->kind == EVENT_POSTMORTEM_OWED)
		json_add(blocks, block_actions(json_pack("[o]",
		    act_button(arena, incident, ACT_POSTMORTEM,
		    BUTTON_PLAIN))));
	if (*advice)
		json_add(blocks, block_context(advice));
	return (struct message){ blocks, view_sentence(arena, event) };
}

struct message message_tell(struct arena *arena, const struct effect *effect,
    const struct incident *incident, const struct policy *policy)
{
	const char *headline = headline_mrkdwn(arena, incident);
	json_t *blocks = json_array();

	json_add(blocks, block_section(arena_printf(arena, "*%s*", headline)));
	add_sentence(arena, blocks, &effect->event);
	json_add(blocks, block_context(arena_printf(arena,
	    "%s`%s` shows what can be done now.",
	    effect->event.kind == EVENT_ROOM_FAILED ||
	    effect->event.kind == EVENT_ROOM_LOST ?
	    "The incident is open all the same; agree on another channel. " :
	    "", command_words(arena, incident, policy, ELSEWHERE))));
	return (struct message){ blocks, arena_printf(arena, "%s: %s",
	    headline, view_sentence(arena, &effect->event)) };
}

/* Where the world reads it, the title inside is not for it. */
static const char *draft_for_world(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	char affected[AFFECTED_SIZE];
	const char *own;

	board_default_affected(policy, incident->service, incident->severity,
	    affected);
	own = board_draft(arena, policy, incident, PUBLIC_INVESTIGATING,
	    affected);
	if (own || !policy_has_page(policy))
		return own;
	return board_plain_draft(arena, policy, incident, affected);
}

const char *view_first_draft(struct arena *arena,
    const struct incident *incident, const struct policy *policy)
{
	const char *world = draft_for_world(arena, incident, policy);
	const char *next = incident->update_every_ms > 0 ?
	    arena_printf(arena, "Next update within %s.",
	    span_words(arena, incident->update_every_ms)) :
	    "We will say more as soon as we can.";
	const char *title = plain_clip(arena, incident->title, TITLE_CHARS);

	if (world)
		return world;
	return arena_printf(arena, "We are investigating a problem: %s. %s",
	    *title ? title : "no details yet", next);
}

struct message message_draft(struct arena *arena, const struct effect *effect,
    const struct incident *incident, const struct policy *policy)
{
	const char *draft = view_first_draft(arena, incident, policy);
	struct click publish = incident_click(incident, "update", draft);
	struct click edit = incident_click(incident, "update", "");
	json_t *blocks = json_array();

	(void)effect;
	publish.number = 1;
	edit.number = 2;
	json_add(blocks, block_section("*The first public update is due now.* "
	    "Nobody has to have found anything yet. A draft:"));
	block_add_quote(arena, blocks, draft);
	json_add(blocks, block_actions(json_pack("[o, o]",
	    button_new(arena, approval_is_needed(incident, policy) ?
	    "Ask for approval" : "Publish it", BUTTON_PRIMARY, &publish),
	    button_new(arena, "Edit first", BUTTON_PLAIN, &edit))));
	json_add(blocks, block_context(incident->flags & FLAG_DRILL ?
	    "This is a drill: it is noted, not published." :
	    arena_printf(arena, "Or type `%s update what customers should "
	    "know`.", policy->command)));
	return (struct message){ blocks,
	    "The first public update is due now; a draft is ready." };
}

static const char *update_context(struct arena *arena,
    const struct incident *incident, const struct event *event)
{
	if (incident->resolved_ms > 0 && incident->resolved_ms == event->at_ms)
		return arena_printf(arena, "Resolved after %s. This was the "
		    "last update.", span_words(arena,
		    incident->resolved_ms - incident->declared_ms));
	if (event->due_ms == 0)
		return "";
	return arena_printf(arena, "Next update due %s.",
	    mrkdwn_time(arena, event->due_ms, "{time}"));
}

struct message message_company_update(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const struct event *event = &effect->event;
	const char *headline = headline_mrkdwn(arena, incident);
	const char *context = update_context(arena, incident, event);
	json_t *blocks = json_array();

	(void)policy;
	json_add(blocks, block_section(arena_printf(arena,
	    "*%s*\nUpdate by %s:", headline,
	    mrkdwn_user(arena, event->actor))));
	block_add_quote(arena, blocks, event->text);
	if (*context)
		json_add(blocks, block_context(context));
	return (struct message){ blocks, arena_printf(arena, "%s: %s",
	    headline, mrkdwn_clip(arena, event->text, 600)) };
}
