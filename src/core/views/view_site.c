/* SPDX-License-Identifier: MIT
 *
 * view_site: see view_site.h. One drawer a kind of event; an event without one
 * is told by its sentence alone.
 */
#include "core/views/view_site.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/blocks.h"
#include "core/views/view.h"
#include "core/views/view_maintenance.h"

typedef const char *lead_fn(struct arena *arena, const struct effect *effect,
    const struct policy *policy);

static const char *until(struct arena *arena, const struct event *event)
{
	if (event->due_ms == 0)
		return "";
	return arena_printf(arena, " until %s", mrkdwn_time(arena,
	    event->due_ms, "{date_short_pretty} {time}"));
}

/* " Before: @ben."; nothing if it was nobody. */
static const char *before(struct arena *arena, const char *word,
    const struct event *event)
{
	return *event->ref ? arena_printf(arena, " %s: %s.", word,
	    mrkdwn_user(arena, event->ref)) : "";
}

#define LATE_MIN_MS 60000	/* below that nobody needs to know */

static const char *late(struct arena *arena, const struct event *event)
{
	if (event->span_ms < LATE_MIN_MS)
		return "";
	return arena_printf(arena, " The hand-off was due %s.", mrkdwn_time(
	    arena, event->at_ms - event->span_ms,
	    "{date_short_pretty} {time}"));
}

/* To whoever comes on, whoever goes off, and everybody else. */
static const char *lead_passed(struct arena *arena,
    const struct effect *effect, const struct policy *policy)
{
	const struct event *event = &effect->event;
	const char *name = mrkdwn_escape(arena, event->name);
	const char *rest = late(arena, event);

	if (*effect->user && strcmp(effect->user, event->user) == 0)
		return arena_printf(arena, "*You are on call* by %s%s.%s%s",
		    name, until(arena, event), before(arena, "Before you",
		    event), rest);
	if (*effect->user)
		return arena_printf(arena, "*You are off call* by %s. Now: "
		    "%s%s.%s", name, *event->user ?
		    mrkdwn_user(arena, event->user) : "nobody",
		    until(arena, event), rest);
	if (!*event->user)
		return arena_printf(arena, "*Nobody is on call* by %s%s.%s "
		    "`%s oncall cover @user 18:00-22:00` puts somebody in.%s",
		    name, until(arena, event), before(arena, "Before", event),
		    policy->command, rest);
	return arena_printf(arena, "%s is on call by %s%s.%s%s",
	    mrkdwn_user(arena, event->user), name, until(arena, event),
	    before(arena, "Before", event), rest);
}

/* What to do about it, by Slack's word. */
static const char *group_advice(const char *error)
{
	if (text_list_has("plan_upgrade_required,paid_teams_only", error))
		return "This Slack plan has no user groups: take user_group "
		    "out of the config.";
	if (text_list_has("missing_scope,not_allowed_token_type", error))
		return "Give incbot the scope usergroups:write and install it "
		    "anew.";
	if (text_list_has("permission_denied,no_permission", error))
		return "An admin has to let apps change user groups.";
	if (strcmp(error, "no_such_subteam") == 0)
		return "There is no such user group: look at user_group in "
		    "the config.";
	return "It is tried again at the next hand-off.";
}

static const char *lead_group(struct arena *arena,
    const struct effect *effect, const struct policy *policy)
{
	(void)policy;
	return arena_printf(arena, "%s\n%s", view_sentence(arena,
	    &effect->event), group_advice(effect->event.text));
}

static const char *lead_digest(struct arena *arena,
    const struct effect *effect, const struct policy *policy)
{
	(void)effect;
	return arena_printf(arena, "*Overdue this week.* Open one by `%s "
	    "INC-7 postmortem`.", policy->command);
}

static const char *lead_monthly(struct arena *arena,
    const struct effect *effect, const struct policy *policy)
{
	return arena_printf(arena, "*Incidents in %s.* More: `%s figures`.",
	    mrkdwn_escape(arena, effect->event.name), policy->command);
}

/* To whom it did not get through. */
static const char *lead_letter(struct arena *arena,
    const struct effect *effect, const struct policy *policy)
{
	return arena_printf(arena, "*A letter with public updates did not "
	    "reach you:* %s. What it had comes again with the next one. `%s "
	    "subscribe` shows where they go, `%s subscribe all email "
	    "you@example.com` changes it.", mrkdwn_clip(arena,
	    effect->event.text, NAME_SIZE), policy->command,
	    policy->command);
}

static lead_fn *const leads[EVENT_COUNT] = {
	[EVENT_GROUP_FAILED] = lead_group,
	[EVENT_DUTY_PASSED] = lead_passed,
	[EVENT_DIGEST_SET] = lead_digest,
	[EVENT_MONTHLY_SET] = lead_monthly,
	[EVENT_LETTER_FAILED] = lead_letter,
};

static const char *lead_of(struct arena *arena, const struct effect *effect,
    const struct policy *policy)
{
	lead_fn *lead = leads[effect->event.kind];

	return lead ? lead(arena, effect, policy) :
	    view_sentence(arena, &effect->event);
}

#define OVERDUE_LINES 10	/* of one section */
#define OVERDUE_CHARS 200	/* of one line, besides whose it is */
#define OVERDUE_BYTES (4 * OVERDUE_LINES * (OVERDUE_CHARS + ID_SIZE))

/* " @ben"; nothing before what there was no room for. */
static const char *whose(struct arena *arena, const char *line)
{
	if (*line == '+')
		return "";
	return *line == '-' ? " nobody:" : arena_printf(arena, " %s",
	    mrkdwn_user(arena, arena_strndup(arena, line,
	    strcspn(line, " \n"))));
}

/* Each line begins with whose it is, "-" for nobody. */
static void add_overdue(struct arena *arena, json_t *blocks, const char *lines)
{
	while (*lines) {
		struct text out = text_new(arena, OVERDUE_BYTES);

		for (int i = 0; i < OVERDUE_LINES && *lines; i++) {
			size_t length = strcspn(lines, "\n");
			size_t user = strcspn(lines, " \n");

			text_addf(&out, "%s•%s %s", i > 0 ? "\n" : "",
			    whose(arena, lines), mrkdwn_clip(arena,
			    arena_strndup(arena, lines + user,
			    length - user), OVERDUE_CHARS));
			lines += length + (lines[length] == '\n');
		}
		json_add(blocks, block_section(out.data));
	}
}

struct message message_site(struct arena *arena, const struct effect *effect,
    const struct site *site, const struct policy *policy)
{
	const char *lead = maintenance_is_news(effect->event.kind) ?
	    maintenance_lead(arena, effect, site, policy) :
	    lead_of(arena, effect, policy);
	json_t *blocks = json_array();

	json_add(blocks, block_section(lead));
	if (effect->event.kind == EVENT_DUTY_PASSED && *effect->event.text) {
		json_add(blocks, block_section("*Open, and handed over:*"));
		block_add_quote(arena, blocks, effect->event.text);
	} else if (effect->event.kind == EVENT_DIGEST_SET) {
		add_overdue(arena, blocks, effect->event.text);
	} else if (effect->event.kind == EVENT_MONTHLY_SET) {
		block_add_quote(arena, blocks, effect->event.text);
	}
	if (maintenance_is_news(effect->event.kind))
		block_add_quote(arena, blocks, effect->event.text);
	return (struct message){ blocks, lead };
}
