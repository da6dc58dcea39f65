/* SPDX-License-Identifier: MIT
 *
 * view_nag: what asks a person to do something: the page, reminders of empty
 * roles and of public updates, the handover of a role, and the three lines
 * on what a role entails. Each says what, since when, and offers the act.
 */
#include "core/views/view_message.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/when.h"
#include "core/views/blocks.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

#define SNOOZE_LABEL "Snooze 5 min"

struct message message_nag_role(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	int role = effect->number;
	const struct role_words *words = role_words(role);
	const char *line = arena_printf(arena, "Still no *%s*, since %s.",
	    role_name(role), incident_time(arena, incident,
	    incident->roles[role].since_ms));
	json_t *row = json_array();
	json_t *blocks = json_array();

	json_add(blocks, block_section(arena_printf(arena, "%s Whoever takes "
	    "it %s.", line, words->duty)));
	if (act_fits(incident, words->take))
		json_add(row, act_button(arena, incident, words->take,
		    BUTTON_PRIMARY));
	json_add(row, act_button(arena, incident, ACT_ASSIGN, BUTTON_PLAIN));
	json_add(blocks, block_actions(row));
	json_add(blocks, block_context(arena_printf(arena, "Or type `%s %s`.",
	    policy->command, role_word(role))));
	return (struct message){ blocks, line };
}

/* How the update stands, as of when the reminder was decided. */
static const char *update_state(struct arena *arena,
    const struct effect *effect, const struct incident *incident)
{
	int64_t late_ms = effect->created_ms - incident->update_due_ms;
	const char *due = incident_time(arena, incident,
	    incident->update_due_ms);

	if (incident->update_count == 0)
		return arena_printf(arena, "There is no public update yet. "
		    "The first one %s %s.", late_ms < 0 ? "is due" :
		    "has been due since", due);
	if (late_ms < 0)
		return arena_printf(arena, "The next public update is due "
		    "%s.", due);
	if (late_ms < WHEN_MINUTE_MS)
		return "The next public update is due *now*.";
	return arena_printf(arena, "The next public update is *overdue* since "
	    "%s.", due);
}

/* The clock counts from what was published: a draft does not stop it. */
static const char *update_draft(struct arena *arena,
    const struct incident *incident)
{
	if (incident->draft_ms == 0)
		return "";
	return arena_printf(arena, "\n*A draft by %s waits since %s* for "
	    "somebody else to approve it.",
	    mrkdwn_user(arena, incident->draft_by),
	    incident_time(arena, incident, incident->draft_ms));
}

static const char *update_last(struct arena *arena,
    const struct incident *incident)
{
	const char *draft = update_draft(arena, incident);

	if (incident->update_count == 0)
		return draft;
	return arena_printf(arena, " The last one was at %s.%s",
	    incident_time(arena, incident, incident->update_ms), draft);
}

/* Who should have written it, for everybody else's eyes. */
static const char *update_owner(struct arena *arena,
    const struct incident *incident, const char *reader)
{
	const char *owner = incident_update_owner(incident);

	if (!*owner)
		return "\nThere is no comms lead and no commander: whoever "
		    "knows what to say, please do.";
	if (strcmp(owner, reader) == 0)
		return "";
	return arena_printf(arena, "\n%s writes it; please help or step in.",
	    mrkdwn_user(arena, owner));
}

struct message message_nag_room(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const char *state = update_state(arena, effect, incident);
	json_t *row = json_array();
	json_t *blocks = json_array();

	json_add(blocks, block_section(arena_printf(arena, "%s%s%s", state,
	    update_last(arena, incident), update_owner(arena, incident, ""))));
	if (act_fits(incident, ACT_APPROVE))
		json_add(row, act_button(arena, incident, ACT_APPROVE,
		    BUTTON_PRIMARY));
	json_add(row, act_button(arena, incident, ACT_UPDATE,
	    act_fits(incident, ACT_APPROVE) ? BUTTON_PLAIN :
	    BUTTON_PRIMARY));
	if (act_fits(incident, ACT_COMMS))
		json_add(row, act_button(arena, incident, ACT_COMMS,
		    BUTTON_PLAIN));
	json_add(blocks, block_actions(row));
	json_add(blocks, block_context(arena_printf(arena, "Or type `%s update "
	    "what customers should know`. \"Nothing new\" is an update "
	    "too.", policy->command)));
	return (struct message){ blocks, state };
}

struct message message_nag_person(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const char *headline = headline_mrkdwn(arena, incident);
	const char *state = update_state(arena, effect, incident);
	struct click write = incident_click(incident, "update", "");
	struct click snooze = incident_click(incident, "snooze", "");
	json_t *row = json_array();
	json_t *blocks = json_array();

	(void)policy;
	json_add(blocks, block_section(arena_printf(arena, "*%s*%s\n%s%s%s",
	    headline, room_words(arena, incident), state,
	    update_last(arena, incident),
	    update_owner(arena, incident, effect->user))));
	json_add(row, button_new(arena, "Write update", BUTTON_PRIMARY,
	    &write));
	if (!incident->update_snoozed)
		json_add(row, button_new(arena, SNOOZE_LABEL, BUTTON_PLAIN,
		    &snooze));
	json_add(blocks, block_actions(row));
	return (struct message){ blocks, arena_printf(arena, "%s: %s",
	    headline, state) };
}

struct message message_handover(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	int role = effect->number;
	const struct holder *holder = &incident->roles[role];
	const char *ask = arena_printf(arena, "%s, %s asks you to take over "
	    "as *%s*.", mrkdwn_user(arena, effect->user),
	    mrkdwn_user(arena, holder->offered_by), role_name(role));
	struct click accept = incident_click(incident, "accept",
	    role_word(role));
	struct click decline = incident_click(incident, "decline",
	    role_word(role));
	json_t *blocks = json_array();

	(void)policy;
	json_add(blocks, block_section(arena_printf(arena, "%s Whoever takes "
	    "it %s.", ask, role_words(role)->duty)));
	json_add(blocks, block_actions(json_pack("[o, o]",
	    button_new(arena, "Accept", BUTTON_PRIMARY, &accept),
	    button_new(arena, "Decline", BUTTON_PLAIN, &decline))));
	json_add(blocks, block_context(arena_printf(arena, "Until then %s "
	    "keeps it.", mrkdwn_user(arena, holder->user))));
	return (struct message){ blocks, ask };
}

struct message message_brief(struct arena *arena, const struct effect *effect,
    const struct incident *incident, const struct policy *policy)
{
	int role = effect->number;
	const struct role_words *words = role_words(role);
	const char *line = arena_printf(arena, "You are *%s* of %s%s.",
	    role_name(role), headline_mrkdwn(arena, incident),
	    room_words(arena, incident));
	json_t *blocks = json_array();

	json_add(blocks, block_section(line));
	json_add(blocks, block_section(arena_printf(arena,
	    "1. %s\n2. %s\n3. %s", words->brief[0], words->brief[1],
	    words->brief[2])));
	json_add(blocks, block_context(arena_printf(arena, "To hand it over: "
	    "`%s handover %s @user`.", command_words(arena, incident, policy,
	    ELSEWHERE), role_word(role))));
	return (struct message){ blocks, line };
}

static const char *page_state(struct arena *arena,
    const struct incident *incident)
{
	if (!incident_is_open(incident))
		return arena_printf(arena, "Resolved at %s. Nothing to do.",
		    incident_time(arena, incident, incident->resolved_ms));
	if (incident->acknowledged_ms > 0)
		return arena_printf(arena, "Acknowledged by %s after %s.",
		    mrkdwn_user(arena, incident->acknowledged_by),
		    span_words(arena, incident->acknowledged_ms -
		    incident->declared_ms));
	if (incident->ack_due_ms == 0)
		return "Please acknowledge.";
	return arena_printf(arena, "*Please acknowledge by %s.*",
	    incident_time(arena, incident, incident->ack_due_ms));
}

/* Who is called in has to hear by whom and for what; the ladder's words say it
 * for the others. */
static const char *page_asker(struct arena *arena, const struct page *page)
{
	if (!page || !*page->by)
		return "";
	return arena_printf(arena, "%s asks for you%s%s\n",
	    mrkdwn_user(arena, page->by), *page->why ? ": " : ".",
	    mrkdwn_escape(arena, page->why));
}

/* The page and, once somebody is on it, what became of it. */
struct message message_page(struct arena *arena, const struct effect *effect,
    const struct incident *incident, const struct policy *policy)
{
	const char *headline = headline_mrkdwn(arena, incident);
	const char *state = page_state(arena, incident);
	const char *flags = flags_words(arena, incident->flags);
	const char *asker = page_asker(arena, incident_page(incident,
	    effect->user, effect->number));
	json_t *blocks = json_array();

	(void)policy;
	json_add(blocks, block_section(arena_printf(arena,
	    "*%s*%s%s\n%sYou are called as %s. Declared %s by %s%s.\n%s",
	    headline, *flags ? DOT : "", flags, asker,
	    rung_name(effect->number),
	    mrkdwn_time(arena, incident->declared_ms,
	    "{date_short_pretty} {time}"),
	    mrkdwn_user(arena, incident->declared_by),
	    room_words(arena, incident), state)));
	if (act_fits(incident, ACT_ACK))
		json_add(blocks, block_actions(json_pack("[o]",
		    act_button(arena, incident, ACT_ACK, BUTTON_PRIMARY))));
	return (struct message){ blocks, arena_printf(arena, "%s: %s",
	    headline, state) };
}
