/* SPDX-License-Identifier: MIT
 *
 * view_postmortem: how a postmortem stands, and the reminders of it. Forms:
 * view_postmortem_form.c.
 */
#include "core/views/view_postmortem.h"
#include "core/views/view_ticket.h"

#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"
#include "core/views/view_words.h"

/* Shares of a message's budget, in code points after escaping. */
#define SECTION_SHOWN_CHARS 280
#define ACTION_SHOWN_CHARS 160
#define MISSING_SHOWN_CHARS 1200
#define DAY "{date_short_pretty} {time}"

static const char *state_line(struct arena *arena,
    const struct incident *incident)
{
	const char *owner = mrkdwn_user(arena, incident->postmortem_owner);

	if (postmortem_is_owed(incident))
		return arena_printf(arena, "%s writes it, due %s.", owner,
		    mrkdwn_time(arena, incident->postmortem_due_ms, DAY));
	if (incident->phase == PHASE_CLOSED && incident->postmortem_due_ms)
		return arena_printf(arena, "Written by %s, closed %s.", owner,
		    mrkdwn_time(arena, incident->closed_ms, DAY));
	if (incident_is_open(incident))
		return "Who owes it is decided when the incident is resolved; "
		    "it can be begun now.";
	return "No rule demands one; it can be written all the same.";
}

static void add_section(struct arena *arena, json_t *blocks, int section,
    const char *text)
{
	json_add(blocks, block_section(arena_printf(arena, "*%s*\n%s",
	    section_heading(section), *text ?
	    mrkdwn_quote(arena, text, SECTION_SHOWN_CHARS) : "missing")));
}

static void add_sections(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct event *timeline, int count)
{
	for (int i = 0; i < SECTION_COUNT; i++) {
		bool optional = i > SECTION_WHY1 && i <= SECTION_WHY5;

		if (optional && !section_is_written(incident, i))
			continue;
		add_section(arena, blocks, i,
		    section_text(timeline, count, i));
	}
}

static const char *action_words(struct arena *arena,
    const struct incident *incident, int number)
{
	static const char *const states[] = { "", "done: ", "dropped: " };
	const struct action *action = action_by_number(incident, number);
	const char *ticket = ticket_words(arena, &action->ticket);

	return arena_printf(arena, "%d. %s%s%s%s" DOT "%s" DOT "gap %s%s%s\n%s",
	    number,
	    states[action->state],
	    *action->owner ? mrkdwn_user(arena, action->owner) : "*no owner*",
	    action->due_ms ? DOT "due " : DOT "*no date*",
	    action->due_ms ? mrkdwn_time(arena, action->due_ms,
	    "{date_short_pretty}") : "",
	    action->category ? action_category_word(action->category) :
	    "*no category*",
	    severity_name(action_severity(incident, action)), *ticket ? DOT : "", ticket,
	    mrkdwn_clip(arena, action->text, ACTION_SHOWN_CHARS));
}

static void offer(struct arena *arena, json_t *menu,
    const struct incident *incident, const char *label, const char *words)
{
	struct click click = incident_click(incident, "action", words);

	overflow_add(arena, menu, label, &click);
}

static json_t *action_menu(struct arena *arena,
    const struct incident *incident, int number)
{
	const struct action *action = action_by_number(incident, number);
	json_t *menu = overflow_new();

	json_object_set_new(menu, "action_id", json_string(arena_printf(arena,
	    "do:menu:%d", number)));
	offer(arena, menu, incident, "Change",
	    arena_printf(arena, "edit %d", number));
	if (action->state == ACTION_OPEN) {
		offer(arena, menu, incident, "Done",
		    arena_printf(arena, "done %d", number));
		offer(arena, menu, incident, "Drop",
		    arena_printf(arena, "drop %d", number));
		return menu;
	}
	offer(arena, menu, incident, "Open again",
	    arena_printf(arena, "open %d", number));
	return menu;
}

static void add_button(struct arena *arena, json_t *row,
    const struct incident *incident, const char *handler, const char *label)
{
	struct click click = incident_click(incident, handler, "");

	json_add(row, button_new(arena, label, BUTTON_PLAIN, &click));
}

static json_t *postmortem_row(struct arena *arena,
    const struct incident *incident)
{
	json_t *row = json_array();
	struct click snooze = incident_click(incident, "postmortem",
	    "snooze");

	add_button(arena, row, incident, "rootcause", "Root cause");
	add_button(arena, row, incident, "impact", "Impact");
	add_button(arena, row, incident, "worked", "What worked");
	add_button(arena, row, incident, "action", "Add action item");
	add_button(arena, row, incident, "report", "Share as a file");
	add_button(arena, row, incident, "import", "Take over Markdown");
	if ((incident->flags & FLAG_ROOM) && !*incident->canvas_id)
		add_button(arena, row, incident, "canvas", "Show as a canvas");
	if (postmortem_is_owed(incident)) {
		add_button(arena, row, incident, "owner",
		    "Give it to somebody");
		if (!incident->postmortem_snoozed)
			json_add(row, button_new(arena, "Remind me later",
			    BUTTON_PLAIN, &snooze));
	}
	if (act_fits(incident, ACT_CLOSE))
		json_add(row, act_button(arena, incident, ACT_CLOSE,
		    BUTTON_PLAIN));
	return block_actions(row);
}

static void add_missing(struct arena *arena, json_t *blocks,
    const struct incident *incident, const struct policy *policy)
{
	const char *missing = postmortem_missing(arena, incident,
	    command_words(arena, incident, policy, IN_ROOM));

	if (!*missing)
		return;
	missing = arena_strndup(arena, missing,
	    utf8_prefix(missing, MISSING_SHOWN_CHARS));
	json_add(blocks, block_section(arena_printf(arena,
	    "*Missing before it can be closed*%s", missing)));
}

json_t *view_postmortem(struct arena *arena, const struct incident *incident,
    const struct policy *policy, const struct event *timeline, int count,
    const char **fallback)
{
	json_t *blocks = json_array();

	*fallback = arena_printf(arena, "Postmortem of %s",
	    headline_mrkdwn(arena, incident));
	json_add(blocks, block_section(arena_printf(arena, "*%s*\n%s",
	    *fallback, state_line(arena, incident))));
	add_sections(arena, blocks, incident, timeline, count);
	for (int i = 0; i < action_count(incident); i++)
		json_add(blocks, block_section_with(action_words(arena,
		    incident, i + 1),
		    action_menu(arena, incident, i + 1)));
	add_missing(arena, blocks, incident, policy);
	json_add(blocks, postmortem_row(arena, incident));
	return blocks;
}

static const char *items_words(struct arena *arena,
    const struct incident *incident)
{
	int open = action_open_count(incident);

	if (action_count(incident) == 0)
		return "no action item yet";
	return arena_printf(arena, "%d of %d action items open", open,
	    action_count(incident));
}

static const char *unwritten_words(struct arena *arena,
    const struct incident *incident)
{
	static const int demanded[] = {
		SECTION_CAUSE, SECTION_IMPACT, SECTION_WORKED,
	};
	struct text text = text_new(arena, 200);

	for (size_t i = 0; i < ARRAY_LEN(demanded); i++) {
		if (!section_is_written(incident, demanded[i]))
			text_addf(&text, "%s%s", text.length ? ", " : "",
			    section_name(demanded[i]));
	}
	return text.length ? arena_printf(arena, "to be written: %s",
	    text.data) : "all sections written";
}

static const char *facts_words(struct arena *arena,
    const struct incident *incident)
{
	if (postmortem_is_owed(incident))
		return arena_printf(arena, "*Postmortem*\n%s\n%s; %s.",
		    state_line(arena, incident),
		    unwritten_words(arena, incident),
		    items_words(arena, incident));
	if (action_count(incident) > 0)
		return arena_printf(arena, "*Action items*\n%s.",
		    items_words(arena, incident));
	return NULL;
}

json_t *view_postmortem_facts(struct arena *arena,
    const struct incident *incident, bool buttons)
{
	struct click open = incident_click(incident, "postmortem", "");
	const char *words = facts_words(arena, incident);

	if (!words)
		return NULL;
	if (!buttons)
		return block_section(words);
	open.number = 1;
	return block_section_with(words, button_new(arena, "Open",
	    BUTTON_PLAIN, &open));
}

static bool is_mine(const struct incident *incident, const char *user)
{
	if (postmortem_is_owed(incident) &&
	    strcmp(incident->postmortem_owner, user) == 0)
		return true;
	for (int i = 0; i < action_count(incident); i++) {
		const struct action *action = &incident->actions[i];

		if (action->state == ACTION_OPEN &&
		    strcmp(action->owner, user) == 0)
			return true;
	}
	return false;
}

static void add_owed(struct arena *arena, json_t *blocks,
    const struct incident *incident, const char *user, int place)
{
	bool hidden = (incident->flags & FLAG_PRIVATE) &&
	    !is_mine(incident, user) && !incident_involves(incident, user);
	struct click open = incident_click(incident, "postmortem", "");
	const char *line = arena_printf(arena, "%s\n%s So far: %s.%s",
	    headline_listed(arena, incident, hidden),
	    postmortem_is_owed(incident) ? state_line(arena, incident) :
	    "Resolved.", items_words(arena, incident),
	    hidden ? "" : unreached_words(arena, incident));

	open.number = place;
	json_add(blocks, hidden ? block_section(line) :
	    block_section_with(line, button_new(arena, "Open", BUTTON_PLAIN,
	    &open)));
}

#define HOME_OWED_MAX 15

void view_postmortem_home(struct arena *arena, json_t *blocks,
    const struct incident *owed, int count, const char *user)
{
	int shown = 0;

	for (int mine = 1; mine >= 0; mine--) {
		for (int i = 0; i < count && shown < HOME_OWED_MAX; i++) {
			if (is_mine(&owed[i], user) != (bool)mine)
				continue;
			if (shown++ == 0)
				json_add(blocks, block_header(
				    "Postmortems and action items"));
			add_owed(arena, blocks, &owed[i], user, shown);
		}
	}
	if (count > shown)
		json_add(blocks, block_context(arena_printf(arena,
		    "%d more are owed.", count - shown)));
}

/* --- reminders ----------------------------------------------------------- */

static const char *reminder_line(struct arena *arena,
    const struct effect *effect, const struct incident *incident)
{
	const char *due = mrkdwn_time(arena, incident->postmortem_due_ms, DAY);

	if (effect->number == 0)
		return arena_printf(arena, "You write the postmortem; it is "
		    "due %s.", due);
	if (effect->created_ms < incident->postmortem_due_ms)
		return arena_printf(arena, "The postmortem is due %s.", due);
	return arena_printf(arena, "The postmortem is *overdue* since %s.",
	    due);
}

static const char *reminder_owner(struct arena *arena,
    const struct effect *effect, const struct incident *incident)
{
	if (strcmp(effect->user, incident->postmortem_owner) == 0)
		return "";
	return arena_printf(arena, " %s writes it; please help or see to it.",
	    mrkdwn_user(arena, incident->postmortem_owner));
}

struct message message_nag_postmortem(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const char *headline = headline_mrkdwn(arena, incident);
	const char *line = reminder_line(arena, effect, incident);
	struct click open = incident_click(incident, "postmortem", "");
	struct click snooze = incident_click(incident, "postmortem",
	    "snooze");
	json_t *row = json_array();
	json_t *blocks = json_array();

	json_add(blocks, block_section(arena_printf(arena,
	    "*%s*%s\n%s%s\nSo far: %s; %s.", headline,
	    room_words(arena, incident), line,
	    reminder_owner(arena, effect, incident),
	    unwritten_words(arena, incident),
	    items_words(arena, incident))));
	open.number = 1;
	snooze.number = 2;
	json_add(row, button_new(arena, "Open the postmortem", BUTTON_PRIMARY,
	    &open));
	if (effect->number > 0 && !incident->postmortem_snoozed)
		json_add(row, button_new(arena, "Remind me in 4 hours",
		    BUTTON_PLAIN, &snooze));
	json_add(blocks, block_actions(row));
	json_add(blocks, block_context(arena_printf(arena, "Or type `%s "
	    "postmortem`.", command_words(arena, incident, policy,
	    ELSEWHERE))));
	return (struct message){ blocks, arena_printf(arena, "%s: %s",
	    headline, line) };
}

struct message message_nag_action(struct arena *arena,
    const struct effect *effect, const struct incident *incident,
    const struct policy *policy)
{
	const struct action *action = action_by_number(incident,
	    effect->number);
	const char *headline = headline_mrkdwn(arena, incident);
	const char *line;
	struct click done;
	struct click edit;
	json_t *blocks = json_array();

	(void)policy;
	assert(action);
	line = arena_printf(arena, "Action item %d is due since %s.",
	    effect->number, mrkdwn_time(arena, action->due_ms,
	    "{date_short_pretty}"));
	done = incident_click(incident, "action",
	    arena_printf(arena, "done %d", effect->number));
	edit = incident_click(incident, "action",
	    arena_printf(arena, "edit %d", effect->number));
	done.number = 1;
	edit.number = 2;
	json_add(blocks, block_section(arena_printf(arena, "*%s*\n%s",
	    headline, line)));
	block_add_quote(arena, blocks, action->text);
	json_add(blocks, block_actions(json_pack("[o, o]",
	    button_new(arena, "Done", BUTTON_PRIMARY, &done),
	    button_new(arena, "Change", BUTTON_PLAIN, &edit))));
	return (struct message){ blocks, arena_printf(arena, "%s: %s",
	    headline, line) };
}
