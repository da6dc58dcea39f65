/* SPDX-License-Identifier: MIT
 *
 * action: action items (P6.6), from the first minute of the incident on. A
 * typed line may give owner, date and category in any order; what is neither
 * of them is the item's text, and quotes keep anything as text. What is
 * missing can follow; core/postmortem.h names it before the close.
 */
#include "handlers/postmortems.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/postmortem.h"
#include "core/views/view.h"
#include "core/views/view_postmortem.h"
#include "core/calendar/due_day.h"
#include "core/calendar/zone.h"
#include "handlers/arguments.h"
#include "handlers/tickets.h"

/* What was typed or filled in. */
struct wish {
	struct text text;
	char owner[ID_SIZE];
	int64_t due_ms;
	int category;
	int severity;		/* of the gap; 0 = not said */
	const char *problem;	/* a sentence, or NULL */
	bool quoted;		/* so far all of its text stands in quotes */
};

static const char problem_date[] = "A due date is a day to come: `+7d`, `by "
    "friday`, or a date, the year first, as in `2031-07-01`.";
static const char problem_text[] = "An action item may have 1 to 200 "
    "characters.";

static int64_t span_due_ms(const struct turn *turn, const char *word)
{
	struct civil day;
	int64_t span_ms;

	if (!when_parse_duration(word, &span_ms) || span_ms < WHEN_DAY_MS)
		return 0;
	day = zone_to_civil(turn->policy->zone, turn->now_ms + span_ms);
	day.hour = DUE_HOUR;
	day.minute = day.second = 0;
	return zone_from_civil(turn->policy->zone, &day);
}

static void take_due(struct wish *wish, int64_t due_ms)
{
	wish->due_ms = due_ms;
	if (due_ms == 0)
		wish->problem = problem_date;
}

static void add_word(struct wish *wish, const char *word)
{
	text_addf(&wish->text, "%s%s", wish->text.length ? " " : "", word);
}

/* "2031-07-01", "+7d"; the name of a day only where it can be no part of the
 * text, such as "the friday job". */
static bool take_day(const struct turn *turn, struct wish *wish,
    const char *word, bool named)
{
	const struct zone *zone = turn->policy->zone;

	if (day_is_meant(word))
		take_due(wish, day_due_ms(zone, word, turn->now_ms));
	else if (*word == '+' && word[1] >= '0' && word[1] <= '9')
		take_due(wish, span_due_ms(turn, word + 1));
	else if (named && day_named_due_ms(zone, word, turn->now_ms))
		take_due(wish, day_named_due_ms(zone, word, turn->now_ms));
	else
		return false;
	return true;
}

/* "by friday", "due 2031-07-01": both words say when. */
static bool take_by(const struct turn *turn, struct wish *wish,
    const char *word, const char **line)
{
	const char *rest = *line;

	if (!text_list_has("by,due,until", word) || !take_day(turn, wish,
	    word_take(turn->arena, &rest), true))
		return false;
	*line = rest;
	return true;
}

static void take_word(const struct turn *turn, struct wish *wish,
    const char *word)
{
	char user[ID_SIZE];

	if (*word == '<' && user_parse(word, turn->request->actor, user)) {
		(void)text_copy(wish->owner, sizeof(wish->owner), user);
		return;
	}
	if (take_day(turn, wish, word, wish->quoted))
		return;
	if (action_severity_parse(word))
		wish->severity = action_severity_parse(word);
	else if (!action_category_parse(word, &wish->category)) {
		add_word(wish, word);
		wish->quoted = false;
	}
}

/* The bytes between quotes, straight or curly, at the beginning of *line,
 * which moves behind them; NULL if there are none. */
static const char *take_quoted(struct arena *arena, const char **line)
{
	static const struct { const char *open, *close; } quotes[] = {
		{ "\"", "\"" }, { "\xe2\x80\x9c", "\xe2\x80\x9d" },
	};

	for (size_t i = 0; i < ARRAY_LEN(quotes); i++) {
		const char *start = *line + strlen(quotes[i].open);
		const char *end;

		if (!text_starts_with(*line, quotes[i].open))
			continue;
		end = strstr(start, quotes[i].close);
		if (!end)
			continue;
		*line = end + strlen(quotes[i].close);
		*line += strspn(*line, " \t\r\n");
		return arena_strndup(arena, start, (size_t)(end - start));
	}
	return NULL;
}

static void read_line(const struct turn *turn, struct wish *wish,
    const char *line)
{
	line += strspn(line, " \t\r\n");
	while (*line) {
		const char *quoted = take_quoted(turn->arena, &line);
		const char *word;

		if (quoted) {
			wish->quoted = wish->text.length == 0;
			add_word(wish, quoted);
			continue;
		}
		word = word_take(turn->arena, &line);
		if (!take_by(turn, wish, word, &line))
			take_word(turn, wish, word);
	}
}

static void read_form(const struct turn *turn, struct wish *wish)
{
	const char *due = request_value(turn->request, "due");
	const char *category = request_value(turn->request, "category");

	add_word(wish, request_value(turn->request, "text"));
	if (!user_parse(request_value(turn->request, "owner"),
	    turn->request->actor, wish->owner))
		wish->owner[0] = '\0';
	if (*due)
		take_due(wish, day_is_meant(due) ? day_due_ms(
		    turn->policy->zone, due, turn->now_ms) : 0);
	if (*category && !action_category_parse(category, &wish->category))
		wish->category = CATEGORY_NONE;
	wish->severity = action_severity_parse(request_value(turn->request,
	    "gap"));
}

/* One line, whatever it was pasted from. */
static bool settle_text(struct wish *wish)
{
	for (char *c = wish->text.data; *c; c++) {
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	}
	(void)text_trim(wish->text.data);
	return *wish->text.data && !wish->text.truncated &&
	    utf8_length(wish->text.data) <= ACTION_CHARS;
}

/* Whoever gets it hears of it, wherever they are. */
static void tell_owner(struct turn *turn, const struct event *event)
{
	struct effect effect = { .kind = EFFECT_TELL, .event = *event };

	if (!*event->user || strcmp(event->user, event->actor) == 0)
		return;
	effect.event.at_ms = turn->now_ms;
	(void)text_copy(effect.user, sizeof(effect.user), event->user);
	decision_effect(turn->out, &effect);
}

void action_set(struct turn *turn, const char *actor, int number,
    const struct action *item)
{
	const struct action *before = action_by_number(turn->incident,
	    number);
	bool same_owner = before && strcmp(before->owner, item->owner) == 0;
	bool ticketed = before && *before->ticket.way;
	struct event event = turn_event(turn, EVENT_ACTION_SET);

	event.number = number;
	event.due_ms = item->due_ms;
	event.severity = item->severity;
	(void)text_copy(event.actor, sizeof(event.actor), actor);
	(void)text_copy(event.user, sizeof(event.user), item->owner);
	(void)text_copy(event.name, sizeof(event.name),
	    action_category_word(item->category));
	(void)text_copy(event.text, sizeof(event.text), item->text);
	decision_event(turn->out, &event);
	if (!same_owner)
		tell_owner(turn, &event);
	if (!ticketed)
		ticket_ask_by_policy(turn, number);
}

static enum outcome set_item(struct turn *turn, int number,
    const struct action *item)
{
	const char *gaps;

	action_set(turn, turn->request->actor, number, item);
	gaps = action_gaps(turn->arena, &turn->incident->actions[number - 1],
	    number, postmortem_command(turn));
	if (!*gaps)
		return decision_reply(turn->out, "Action item %d is noted.",
		    number);
	return decision_reply(turn->out, "Action item %d is noted. It has %s",
	    number, gaps);
}

/* What was not said stays as it was. */
static enum outcome set_wish(struct turn *turn, int number,
    const struct wish *wish)
{
	const struct action *before = action_by_number(turn->incident,
	    number);
	struct action item = { .text = "" };

	if (before)
		item = *before;
	if (*wish->text.data)
		(void)text_copy(item.text, sizeof(item.text),
		    wish->text.data);
	if (*wish->owner)
		(void)text_copy(item.owner, sizeof(item.owner), wish->owner);
	if (wish->due_ms)
		item.due_ms = wish->due_ms;
	if (wish->category)
		item.category = wish->category;
	if (wish->severity)
		item.severity = wish->severity;
	return set_item(turn, number, &item);
}

static enum outcome refuse_number(struct turn *turn)
{
	int count = action_count(turn->incident);

	if (count == 0)
		return decision_refuse(turn->out, "There is no action item "
		    "yet. To add one: `%s action what to do @owner +7d "
		    "preventative`.", postmortem_command(turn));
	return decision_refuse(turn->out, "Which one? There are action items "
	    "1 to %d; `%s postmortem` shows them.", count,
	    postmortem_command(turn));
}

static enum outcome add_item(struct turn *turn, struct wish *wish)
{
	int count = action_count(turn->incident);

	if (!settle_text(wish))
		return decision_refuse(turn->out, "%s", problem_text);
	if (count == ACTIONS_MAX)
		return decision_refuse(turn->out, "There are %d action items "
		    "already; nobody does more. Change one, or drop one: "
		    "`%s action edit 3 what to do instead`.", count,
		    postmortem_command(turn));
	return set_wish(turn, count + 1, wish);
}

static enum outcome finish_item(struct turn *turn, int number, int kind)
{
	const struct action *action = action_by_number(turn->incident,
	    number);
	struct event event = turn_event(turn, kind);

	if (action->state != ACTION_OPEN)
		return decision_refuse(turn->out, "Action item %d is %s "
		    "already.", number, action->state == ACTION_DONE ?
		    "done" : "dropped");
	event.number = number;
	(void)text_copy(event.text, sizeof(event.text), action->text);
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "Action item %d is %s.", number,
	    kind == EVENT_ACTION_DONE ? "done" : "dropped");
}

/* "@ben friday": owner, date and category, and no words. */
static bool read_terms(struct turn *turn, struct wish *wish,
    const char *line)
{
	struct wish terms = *wish;

	terms.text = text_new(turn->arena, ACTION_SIZE);
	terms.quoted = true;
	read_line(turn, &terms, line);
	if (*terms.text.data)
		return false;
	*wish = terms;
	return true;
}

static enum outcome edit_item(struct turn *turn, int number, const char *rest,
    struct wish *wish)
{
	if (!read_terms(turn, wish, rest))
		read_line(turn, wish, rest);
	if (wish->problem)
		return decision_refuse(turn->out, "%s", wish->problem);
	if (*rest && *wish->text.data && !settle_text(wish))
		return decision_refuse(turn->out, "%s", problem_text);
	if (*rest)
		return set_wish(turn, number, wish);
	if (*turn->request->trigger_id)
		return decision_open_form(turn->out, view_action_form(
		    turn->arena, turn->incident, turn->policy, number));
	return decision_refuse(turn->out, "Type what changes: `%s action "
	    "edit %d what to do`.", postmortem_command(turn), number);
}

static enum outcome tell_where(struct turn *turn)
{
	if (action_count(turn->incident) == 0)
		return refuse_number(turn);
	return decision_reply(turn->out, "`%s postmortem` shows the action "
	    "items of this incident, `%s checklist` what is open of all.",
	    postmortem_command(turn), turn->policy->command);
}

enum verb { VERB_NONE, VERB_DONE, VERB_DROP, VERB_EDIT, VERB_OPEN };

static enum verb take_verb(struct arena *arena, const char **line)
{
	static const char *const verbs[] = {
		[VERB_DONE] = "done", [VERB_DROP] = "drop,dropped",
		[VERB_EDIT] = "edit,change", [VERB_OPEN] = "open",
	};
	const char *rest = *line;
	const char *word = word_take(arena, &rest);

	for (size_t i = VERB_DONE; i < ARRAY_LEN(verbs); i++) {
		if (*word && text_list_has(verbs[i], word) &&
		    (*rest == '\0' || (*rest >= '0' && *rest <= '9'))) {
			*line = rest;
			return (enum verb)i;
		}
	}
	return VERB_NONE;
}

/* "done 2", "edit 2 ..." */
static enum outcome run_verb(struct turn *turn, enum verb verb,
    const char *line, struct wish *wish)
{
	int64_t number = 0;

	if (!text_parse_int(word_take(turn->arena, &line), 1, ACTIONS_MAX,
	    &number) || !action_by_number(turn->incident, (int)number))
		return refuse_number(turn);
	switch (verb) {
	case VERB_DONE:
		return finish_item(turn, (int)number, EVENT_ACTION_DONE);
	case VERB_DROP:
		return finish_item(turn, (int)number, EVENT_ACTION_DROPPED);
	case VERB_EDIT:
		return edit_item(turn, (int)number, line, wish);
	case VERB_OPEN:
		return set_wish(turn, (int)number, wish);
	case VERB_NONE:
		break;
	}
	abort();
}

/* "2 @ben +7d": terms of item 2 and no words, else the beginning of a
 * new one. */
static bool is_terms(struct turn *turn, const char *line, int *number,
    struct wish *wish)
{
	int64_t n;

	if (!text_parse_int(word_take(turn->arena, &line), 1, ACTIONS_MAX,
	    &n) || !*line || !action_by_number(turn->incident, (int)n) ||
	    !read_terms(turn, wish, line))
		return false;
	*number = (int)n;
	return true;
}

static enum outcome run_typed(struct turn *turn, const char *line,
    struct wish *wish)
{
	enum verb verb = take_verb(turn->arena, &line);
	int number = 0;

	if (text_list_has("list,show", line))
		return tell_where(turn);
	/* A number alone is no text: it asks for that item. */
	if (verb == VERB_NONE && strspn(line, "0123456789") == strlen(line))
		verb = VERB_EDIT;
	if (verb != VERB_NONE)
		return run_verb(turn, verb, line, wish);
	if (is_terms(turn, line, &number, wish))
		return wish->problem ?
		    decision_refuse(turn->out, "%s", wish->problem) :
		    set_wish(turn, number, wish);
	read_line(turn, wish, line);
	if (wish->problem)
		return decision_refuse(turn->out, "%s", wish->problem);
	return add_item(turn, wish);
}

/* A form names the item it changes; all it holds counts. */
static enum outcome run_filled(struct turn *turn, const char *words,
    struct wish *wish)
{
	struct action item = { .text = "" };
	int64_t number = 0;

	read_form(turn, wish);
	if (wish->problem) {
		turn->out->error_field = "due";
		return decision_refuse(turn->out, "%s", wish->problem);
	}
	if (!settle_text(wish)) {
		turn->out->error_field = "text";
		return decision_refuse(turn->out, "%s", problem_text);
	}
	if (!*words)
		return add_item(turn, wish);
	if (!text_parse_int(words, 1, ACTIONS_MAX, &number) ||
	    !action_by_number(turn->incident, (int)number))
		return refuse_number(turn);
	(void)text_copy(item.text, sizeof(item.text), wish->text.data);
	(void)text_copy(item.owner, sizeof(item.owner), wish->owner);
	item.due_ms = wish->due_ms;
	item.category = wish->category;
	item.severity = wish->severity;
	return set_item(turn, (int)number, &item);
}

static enum outcome run(struct turn *turn)
{
	const char *words = turn_text(turn, "words");
	struct wish wish = { .text = text_new(turn->arena, ACTION_SIZE - 1) };

	if (turn->request->kind == REQUEST_FORM)
		return run_filled(turn, words, &wish);
	if (*words)
		return run_typed(turn, words, &wish);
	if (*turn->request->trigger_id)
		return decision_open_form(turn->out, view_action_form(
		    turn->arena, turn->incident, turn->policy, 0));
	return refuse_number(turn);
}

const struct handler cmd_action = {
	.name = "action", .aliases = "actions,todo",
	.arguments = "words:any?",
	.usage = "action what to do @owner +7d preventative|mitigative",
	.help = "Add an action item, due `+7d`, `by friday` or on a date; "
	    "`action done 2`, `action drop 2` and "
	    "`action edit 2 ...` change one; gap:sev1 says how bad the gap is that "
	    "it closes.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.run = run,
};
