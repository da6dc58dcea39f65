/* SPDX-License-Identifier: MIT
 *
 * entry, correct, hide, unhide: the timeline is a record, and people remember
 * more than they said, or better: an entry can be added for a time that is
 * past, corrected, and kept out of the public version (P6.3). What was
 * written stays: each of these is an event of its own.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/report/report.h"
#include "core/timeline.h"
#include "core/views/view.h"
#include "core/views/view_record.h"

/* "14:05" means the incident's day, also when it is written down later. */
static int64_t reference_ms(const struct turn *turn)
{
	int64_t end_ms = turn->incident->resolved_ms;

	return end_ms > 0 && end_ms < turn->now_ms ? end_ms : turn->now_ms;
}

static bool read_time(const struct turn *turn, const char *words,
    int64_t *ms)
{
	return timeline_time_parse(words, turn->policy->zone,
	    reference_ms(turn), ms) && *ms <= turn->now_ms;
}

/* The time in front of a typed text, with its first word taken off; 0 if
 * there is none. */
static const char *split_time(const struct turn *turn, const char *text,
    int64_t *ms)
{
	size_t length = strcspn(text, " \t\n");
	const char *word = arena_strndup(turn->arena, text, length);

	*ms = 0;
	if (strspn(word, "0123456789:-T") != length ||
	    !read_time(turn, word, ms))
		return text;
	return text + length + strspn(text + length, " \t\n");
}

/* Of a form, or in front of what was typed. False if it cannot be read. */
static bool take_time(const struct turn *turn, const char **text,
    int64_t *ms)
{
	const char *when = request_value(turn->request, "when");

	*ms = 0;
	if (turn->request->kind != REQUEST_FORM) {
		*text = split_time(turn, *text, ms);
		return true;
	}
	return !*when || read_time(turn, when, ms);
}

static enum outcome refuse_time(struct turn *turn)
{
	turn->out->error_field = "when";
	return decision_refuse(turn->out, "That is no time in the past that I "
	    "can read. Write it as `14:05` or `2026-06-15T14:05`.");
}

/* --- entry --------------------------------------------------------------- */

static enum outcome run_entry(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_ENTRY_ADDED);
	const char *text = turn_text(turn, "text");

	if (!take_time(turn, &text, &event.due_ms))
		return refuse_time(turn);
	if (event.due_ms == 0)
		return decision_refuse(turn->out, "Say when it happened, then "
		    "what: `%s entry 14:05 what happened`. For now: `%s note "
		    "what happened`.", turn->policy->command,
		    turn->policy->command);
	if (!*text)
		return decision_refuse(turn->out, "Say what happened then: "
		    "`%s entry 14:05 what happened`.", turn->policy->command);
	(void)text_copy(event.text, sizeof(event.text), text);
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "It stands in the timeline at %s.",
	    mrkdwn_time(turn->arena, event.due_ms,
	    "{date_short_pretty} {time}"));
}

static json_t *form_entry(struct turn *turn)
{
	return view_entry_form(turn->arena, &(struct report){
	    .incident = turn->incident }, turn->policy, NULL, turn->now_ms);
}

/* --- correct, hide, unhide ----------------------------------------------- */

static const struct entry *find_entry(struct turn *turn)
{
	struct numbered timeline = { turn->timeline, turn->timeline_count,
		turn->timeline_numbers };
	const struct entry *entries;
	int count = timeline_read(turn->arena, &timeline, &entries);

	return timeline_find(entries, count, &timeline,
	    turn_number(turn, "number"));
}

static enum outcome refuse_number(struct turn *turn)
{
	return decision_refuse(turn->out, "There is no entry %d. The numbers "
	    "stand in front of the entries: `%s timeline`.",
	    turn_number(turn, "number"), turn->policy->command);
}

static bool set_hidden(struct turn *turn, const struct entry *entry,
    bool hidden)
{
	struct event event = turn_event(turn, hidden ? EVENT_ENTRY_HIDDEN :
	    EVENT_ENTRY_SHOWN);

	if (entry->hidden == hidden)
		return false;
	event.number = entry->number;
	decision_event(turn->out, &event);
	return true;
}

/* As whoever corrects it reads it. */
static struct report reading(const struct turn *turn)
{
	return (struct report){ .incident = turn->incident,
		.people = report_people(turn->arena, turn->timeline,
		    turn->timeline_count), .zone = turn->policy->zone };
}

/* What the form leaves as it was is no correction. */
static bool correct(struct turn *turn, const struct entry *entry,
    const char *text, int64_t at_ms)
{
	struct event event = turn_event(turn, EVENT_ENTRY_CORRECTED);
	struct report report = reading(turn);

	if (strcmp(text, view_entry_text(turn->arena, &report, entry)) != 0)
		(void)text_copy(event.text, sizeof(event.text), text);
	if (at_ms > 0 && at_ms / 60000 != entry->at_ms / 60000)
		event.due_ms = at_ms;
	if (!*event.text && event.due_ms == 0)
		return false;
	event.number = entry->number;
	decision_event(turn->out, &event);
	return true;
}

static enum outcome run_correct(struct turn *turn)
{
	const char *text = turn_text(turn, "text");
	const char *shown = request_value(turn->request, "public");
	const struct entry *entry = find_entry(turn);
	int64_t at_ms;
	bool changed;

	if (!entry)
		return refuse_number(turn);
	if (!*text && turn->request->kind != REQUEST_FORM &&
	    *turn->request->trigger_id) {
		struct report report = reading(turn);

		return decision_open_form(turn->out, view_entry_form(
		    turn->arena, &report, turn->policy, entry,
		    turn->now_ms));
	}
	if (!take_time(turn, &text, &at_ms))
		return refuse_time(turn);
	changed = correct(turn, entry, text, at_ms);
	if (*shown && set_hidden(turn, entry, strcmp(shown, "hidden") == 0))
		changed = true;
	if (!changed)
		return decision_refuse(turn->out, "That is what stands there "
		    "already. To change it: `%s correct %d 14:05 what "
		    "happened`.", turn->policy->command, entry->number);
	return decision_reply(turn->out, "Entry %d is corrected; what stood "
	    "there before is kept beside it.", entry->number);
}

static enum outcome run_hidden(struct turn *turn, bool hidden)
{
	const struct entry *entry = find_entry(turn);

	if (!entry)
		return refuse_number(turn);
	if (!set_hidden(turn, entry, hidden))
		return decision_refuse(turn->out, hidden ? "Entry %d is hidden "
		    "already; `%s unhide %d` shows it." : "Entry %d is not "
		    "hidden; `%s hide %d` hides it from the public version.",
		    entry->number, turn->policy->command, entry->number);
	return decision_reply(turn->out, hidden ? "Entry %d is left out of "
	    "the public version." : "Entry %d is in the public version "
	    "again.", entry->number);
}

static enum outcome run_hide(struct turn *turn)
{
	return run_hidden(turn, true);
}

static enum outcome run_unhide(struct turn *turn)
{
	return run_hidden(turn, false);
}

const struct handler cmd_entry = {
	.name = "entry", .aliases = "add",
	.arguments = "text:text", .usage = "entry 14:05 what happened then",
	.help = "Add to the timeline what happened earlier.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.form = form_entry, .run = run_entry,
};

const struct handler cmd_correct = {
	.name = "correct", .aliases = "fix",
	.arguments = "number:number text:text?",
	.usage = "correct 12 [14:05] [what happened]",
	.help = "Correct time or words of an entry of the timeline; what it "
	    "said before is kept.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.run = run_correct,
};

const struct handler cmd_hide = {
	.name = "hide", .aliases = "",
	.arguments = "number:number", .usage = "hide 12",
	.help = "Leave an entry out of the timeline's public version.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.run = run_hide,
};

const struct handler cmd_unhide = {
	.name = "unhide", .aliases = "",
	.arguments = "number:number", .usage = "unhide 12",
	.help = "Show an entry in the public version again.",
	.needs = NEEDS_INCIDENT | NEEDS_TIMELINE, .phases = IN_ANY,
	.run = run_unhide,
};
