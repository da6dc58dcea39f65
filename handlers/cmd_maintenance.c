/* SPDX-License-Identifier: MIT
 *
 * maintenance: planned work that the public is told of: planned, moved, told
 * more of, begun, ended or cancelled, by typing or by clicking. What each step
 * entails: handlers/maintenances.h. The list is for everybody; whoever changes
 * it speaks to the public, which is a right (core/rights.h).
 */
#include "handlers/maintenances.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "core/board/leaks.h"
#include "core/maintenance.h"
#include "core/oncall/shift_time.h"
#include "core/views/mrkdwn.h"
#include "core/views/view_maintenance.h"
#include "handlers/arguments.h"
#include "handlers/parts.h"

#define COMMAND "maintenance"
#define PLAN_USAGE "plan sat 22:00-23:30 checkout,api What is done; what " \
	"people notice"
#define MOVE_USAGE "move 3 sun 22:00-23:30"

static enum outcome refuse_long(struct turn *turn)
{
	turn->out->error_field = "text";
	return decision_refuse(turn->out, "The text may have %d characters: "
	    "say what people notice, and when it is over.",
	    MAINTENANCE_CHARS);
}

/* NULL after a refusal. */
static const struct maintenance *named(struct turn *turn,
    enum outcome *outcome)
{
	int number = turn_number(turn, "which");
	const struct maintenance *one = maintenance_find(turn->site, number);

	if (one && !maintenance_is_over(one))
		return one;
	*outcome = decision_refuse(turn->out, one ? "Maintenance %d is over. "
	    "What is planned: `%s maintenance`." : "There is no maintenance "
	    "%d. What is planned: `%s maintenance`.", number,
	    turn->policy->command);
	return NULL;
}

static struct event *event_of(struct turn *turn, int kind, int number,
    const char *text)
{
	struct event *event = arena_alloc(turn->arena, sizeof(*event));

	*event = turn_event(turn, kind);
	event->number = number;
	(void)text_copy(event->text, sizeof(event->text), text);
	return event;
}

static const char *instant(struct turn *turn, int64_t ms)
{
	return mrkdwn_time(turn->arena, ms, "{date_short_pretty} {time}");
}

/* Points out what looks like from inside, once; never refuses (P3.5). Empty if
 * nothing is found or it was seen already. */
static const char *leaks_unseen(struct turn *turn, const char *text,
    const char *seen, const char **these)
{
	const char *leaks = leaks_words(turn->arena, turn->policy, text);

	*these = arena_printf(turn->arena, "%016llx",
	    (unsigned long long)hash_string(leaks));
	if (!*leaks || strcmp(seen, *these) == 0 ||
	    turn->request->kind == REQUEST_CLICK ||
	    (turn->request->kind != REQUEST_FORM &&
	    !*turn->request->trigger_id))
		return "";
	return leaks;
}

/* --- plan ------------------------------------------------------------------- */

/* Takes "checkout,api" off the line if all of it names components; one word
 * that names none belongs to the title. False after a refusal. */
static bool take_components(struct turn *turn, const char **line,
    char affected[AFFECTED_SIZE], enum outcome *outcome)
{
	const struct board_policy *board = &turn->policy->board;
	const char *after = *line;
	char *word = arena_strdup(turn->arena, word_take(turn->arena,
	    &after));
	bool several = strchr(word, ',') != NULL;

	while (*word) {
		char *piece = word;
		size_t length = strcspn(word, ",");
		int at;

		word += length + (word[length] == ',');
		piece[length] = '\0';
		at = component_find(board, piece);
		if (at < 0 && !several)
			return true;
		if (at < 0) {
			turn->out->error_field = "components";
			*outcome = decision_refuse(turn->out, "There is no "
			    "component %s.", mrkdwn_code(turn->arena, piece));
			return false;
		}
		if (!affected_set(affected, board->components[at].id,
		    COMPONENT_MAINTENANCE))
			abort();	/* a set has room for all of them */
	}
	*line = after;
	return true;
}

/* "sat 22:00-23:30 checkout,api Database upgrade; It may be slow." */
struct plan {
	struct shift_time time;
	const char *when;
	const char *title;
	const char *text;
	char affected[AFFECTED_SIZE];
};

static bool read_typed(struct turn *turn, const char *rest,
    struct plan *plan, enum outcome *outcome)
{
	char *title;
	char *text;

	if (!take_components(turn, &rest, plan->affected, outcome))
		return false;
	title = arena_strdup(turn->arena, rest);
	text = strchr(title, ';');
	if (text)
		*text++ = '\0';
	for (char *c = title; *c; c++) {
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	}
	plan->title = text_trim(title);
	plan->text = text ? text_trim(text) : "";
	if (*plan->title && utf8_length(plan->title) <= TITLE_CHARS)
		return true;
	*outcome = part_refuse(turn, COMMAND, "title", "Say in a few words "
	    "what is done.", PLAN_USAGE);
	return false;
}

static bool read_plan(struct turn *turn, struct plan *plan,
    enum outcome *outcome)
{
	const char *line = turn_text(turn, "when");
	const char *components = turn_text(turn, "components");
	const char *problem;
	bool form = turn->request->kind == REQUEST_FORM;

	plan->when = line;
	if (!shift_time_take(turn->arena, turn->policy->zone, turn->now_ms,
	    &line, &plan->time, &problem) || (form && *line)) {
		*outcome = part_refuse(turn, COMMAND, "when", problem,
		    PLAN_USAGE);
		return false;
	}
	if (!form) {
		plan->when = arena_strndup(turn->arena, plan->when,
		    strlen(plan->when) - strlen(line));
		return read_typed(turn, line, plan, outcome);
	}
	plan->title = turn_text(turn, "title");
	plan->text = turn_text(turn, "text");
	return !*components || take_components(turn, &components,
	    plan->affected, outcome);
}

static enum outcome reply_planned(struct turn *turn, int number,
    const struct plan *plan)
{
	const char *not = turn->policy->places & PLACE_INSTATUS ?
	    " Instatus takes no maintenance from here: enter it there." : "";

	return decision_reply(turn->out, "Maintenance %d is planned, from %s "
	    "until %s; it begins and ends by itself. To change it: `%s "
	    "maintenance`.%s", number, instant(turn, plan->time.from_ms),
	    instant(turn, plan->time.until_ms), turn->policy->command, not);
}

static enum outcome show_plan(struct turn *turn, const struct plan *plan,
    const char *leaks, const char *seen)
{
	struct maintenance_draft draft = { plan->when, plan->title,
		plan->affected, plan->text, leaks, seen };

	return decision_open_form(turn->out, view_plan_form(turn->arena,
	    turn->policy, &draft));
}

static enum outcome run_plan(struct turn *turn)
{
	struct plan *plan = arena_alloc(turn->arena, sizeof(*plan));
	int number = maintenance_next_number(turn->site);
	const char *seen, *leaks;
	struct event *event;
	enum outcome outcome;

	if (!read_plan(turn, plan, &outcome))
		return outcome;
	if (maintenance_open_count(turn->site) >= MAINTENANCES_MAX)
		return decision_refuse(turn->out, "There are %d planned "
		    "already; cancel one first: `%s maintenance` lists them.",
		    MAINTENANCES_MAX, turn->policy->command);
	if (!*plan->text)
		plan->text = plan->title;
	if (utf8_length(plan->text) > MAINTENANCE_CHARS)
		return refuse_long(turn);
	leaks = leaks_unseen(turn, arena_printf(turn->arena, "%s\n%s",
	    plan->text, plan->title), turn_text(turn, "seen"), &seen);
	if (*leaks)
		return show_plan(turn, plan, leaks, seen);
	event = event_of(turn, EVENT_MAINTENANCE_PLANNED, number,
	    plan->title);
	event->due_ms = plan->time.from_ms;
	event->span_ms = plan->time.until_ms - plan->time.from_ms;
	(void)text_copy(event->list, sizeof(event->list), plan->affected);
	decision_event(turn->out, event);
	maintenance_tell(turn, event_of(turn, EVENT_MAINTENANCE_TOLD, number,
	    plan->text));
	return reply_planned(turn, number, plan);
}

static json_t *form_plan(struct turn *turn)
{
	static const struct maintenance_draft draft = { "", "", "", "", "",
		"" };

	return view_plan_form(turn->arena, turn->policy, &draft);
}

/* --- the others ------------------------------------------------------------- */

static enum outcome run_tell(struct turn *turn)
{
	const char *text = turn_text(turn, "text");
	const char *seen, *leaks;
	enum outcome outcome;
	const struct maintenance *one = named(turn, &outcome);

	if (!one)
		return outcome;
	if (utf8_length(text) > MAINTENANCE_CHARS)
		return refuse_long(turn);
	leaks = leaks_unseen(turn, text, turn_text(turn, "seen"), &seen);
	if (*leaks)
		return decision_open_form(turn->out,
		    view_maintenance_text_form(turn->arena, one, text, leaks,
		    seen));
	maintenance_tell(turn, event_of(turn, EVENT_MAINTENANCE_TOLD,
	    one->number, text));
	return decision_reply(turn->out, "Published.");
}

static enum outcome run_move(struct turn *turn)
{
	const char *line = turn_text(turn, "when");
	const char *problem;
	struct shift_time time;
	struct event *event;
	enum outcome outcome;
	const struct maintenance *one = named(turn, &outcome);

	if (!one)
		return outcome;
	if (!shift_time_take(turn->arena, turn->policy->zone, turn->now_ms,
	    &line, &time, &problem) || *line)
		return part_refuse(turn, COMMAND, "when", problem, MOVE_USAGE);
	event = event_of(turn, EVENT_MAINTENANCE_TOLD, one->number,
	    one->state == MAINTENANCE_RUNNING ? "The maintenance takes until "
	    "another time than planned." : "The maintenance is moved to "
	    "another time.");
	event->due_ms = time.from_ms;
	event->span_ms = time.until_ms - time.from_ms;
	maintenance_tell(turn, event);
	one = maintenance_find(turn->site, event->number);
	return decision_reply(turn->out, "It is from %s until %s now.",
	    instant(turn, one->from_ms), instant(turn, one->until_ms));
}

/* Whose time has come, by the clock, and was not seen to yet: incbot, or its
 * storage, was away. False after a refusal. */
static bool may_step(struct turn *turn, const struct maintenance *one,
    int kind, enum outcome *outcome)
{
	const char *command = turn->policy->command;

	if (kind == EVENT_MAINTENANCE_STARTED &&
	    one->state == MAINTENANCE_RUNNING)
		*outcome = decision_refuse(turn->out, "Maintenance %d is "
		    "under way since %s.", one->number,
		    instant(turn, one->from_ms));
	else if (kind == EVENT_MAINTENANCE_STARTED &&
	    one->until_ms < turn->now_ms)
		*outcome = decision_refuse(turn->out, "The time of "
		    "maintenance %d ended at %s. `%s maintenance finish %d` "
		    "says that it is over, `%s maintenance move %d sun "
		    "22:00-23:30` plans it anew.", one->number,
		    instant(turn, one->until_ms), command, one->number,
		    command, one->number);
	else if (kind == EVENT_MAINTENANCE_FINISHED &&
	    one->state == MAINTENANCE_SCHEDULED &&
	    turn->now_ms < one->from_ms)
		*outcome = decision_refuse(turn->out, "Maintenance %d has not "
		    "begun. `%s maintenance cancel %d why` takes it back.",
		    one->number, command, one->number);
	else
		return true;
	return false;
}

/* The text of a step, or the usual one. */
static enum outcome step(struct turn *turn, int kind, const char *usual,
    const char *reply)
{
	const char *text = turn_text(turn, "text");
	enum outcome outcome;
	const struct maintenance *one = named(turn, &outcome);

	if (!one || !may_step(turn, one, kind, &outcome))
		return outcome;
	if (utf8_length(text) > MAINTENANCE_CHARS)
		return refuse_long(turn);
	maintenance_tell(turn, event_of(turn, kind, one->number,
	    *text ? text : usual));
	return decision_reply(turn->out, "%s", reply);
}

static enum outcome run_start(struct turn *turn)
{
	return step(turn, EVENT_MAINTENANCE_STARTED,
	    "The maintenance has begun.", "Everybody is told that it has "
	    "begun.");
}

static enum outcome run_finish(struct turn *turn)
{
	return step(turn, EVENT_MAINTENANCE_FINISHED,
	    "The maintenance is over.", "Everybody is told that it is over.");
}

static enum outcome run_cancel(struct turn *turn)
{
	return step(turn, EVENT_MAINTENANCE_CANCELLED, "",
	    "Everybody is told that it is cancelled.");
}

static enum outcome run_resend(struct turn *turn)
{
	int number = turn_number(turn, "which");
	const struct maintenance *one = maintenance_find(turn->site, number);
	struct event *event;
	int places = one ? one->places_failed : 0;

	if (places == 0)
		return decision_refuse(turn->out, "Nothing of maintenance %d "
		    "is to be sent again.", number);
	event = event_of(turn, EVENT_MAINTENANCE_RETRIED, number, "");
	event->flags = places;
	decision_event(turn->out, event);
	maintenance_resend(turn, number, places);
	return decision_reply(turn->out, "It is sent again; you are told if "
	    "it does not arrive.");
}

/* Of none that is there: the form of a new one. */
static json_t *form_of(struct turn *turn, json_t *(*view)(struct arena *arena,
    const struct maintenance *one))
{
	const struct maintenance *one = maintenance_find(turn->site,
	    turn_number(turn, "which"));

	return one && !maintenance_is_over(one) ? view(turn->arena, one) :
	    form_plan(turn);
}

static json_t *view_tell(struct arena *arena, const struct maintenance *one)
{
	return view_maintenance_text_form(arena, one, "", "", "");
}

static json_t *form_tell(struct turn *turn)
{
	return form_of(turn, view_tell);
}

static json_t *form_move(struct turn *turn)
{
	return form_of(turn, view_maintenance_move_form);
}

static json_t *form_cancel(struct turn *turn)
{
	return form_of(turn, view_maintenance_cancel_form);
}

#define PLAN_ARGUMENTS "when:any title:title? components:components? " \
	"text:text? seen:any?"
#define TELL_ARGUMENTS "which:number text:text seen:any?"
#define MOVE_ARGUMENTS "which:number when:any"
#define STEP_ARGUMENTS "which:number text:text?"
#define CANCEL_ARGUMENTS "which:number text:text"

/* What the list's buttons and their forms run. */
#define CLICKED(entry, word, template, opens, runs) \
	const struct handler cmd_maintenance_##entry = { \
		.right = RIGHT_PUBLISH, .name = "maintenance_" word, \
		.aliases = "", .arguments = (template), .usage = "", \
		.help = "", .needs = ABOUT_SITE, .form = (opens), .run = (runs), \
	}

CLICKED(plan, "plan", PLAN_ARGUMENTS, form_plan, run_plan);
CLICKED(tell, "tell", TELL_ARGUMENTS, form_tell, run_tell);
CLICKED(move, "move", MOVE_ARGUMENTS, form_move, run_move);
CLICKED(start, "start", STEP_ARGUMENTS, NULL, run_start);
CLICKED(finish, "finish", STEP_ARGUMENTS, NULL, run_finish);
CLICKED(cancel, "cancel", CANCEL_ARGUMENTS, form_cancel, run_cancel);
CLICKED(resend, "resend", "which:number", NULL, run_resend);

/* The same by typing, after "maintenance". */
static const struct part parts[] = {
	{ "plan", PLAN_USAGE, &cmd_maintenance_plan, false },
	{ "tell", "tell 3 what people should know", &cmd_maintenance_tell,
	    true },
	{ "move", MOVE_USAGE, &cmd_maintenance_move, true },
	{ "start", "start 3 [text]", &cmd_maintenance_start, true },
	{ "finish", "finish 3 [text]", &cmd_maintenance_finish, true },
	{ "cancel", "cancel 3 why", &cmd_maintenance_cancel, true },
	{ "resend", "resend 3", &cmd_maintenance_resend, true },
};

static enum outcome run(struct turn *turn)
{
	const char *rest = turn_text(turn, "what");
	const char *word = word_take(turn->arena, &rest);
	const struct part *part = part_find(parts, ARRAY_LEN(parts), word);
	const char *fallback;
	json_t *blocks;

	if (part)
		return part_run(turn, part, COMMAND, rest);
	if (*word && !text_equal_fold(word, "list"))
		return part_refuse(turn, COMMAND, "", NULL, PLAN_USAGE);
	blocks = view_maintenances(turn->arena, turn->policy, turn->site,
	    &fallback);
	return decision_reply_blocks(turn->out, fallback, blocks);
}

const struct handler cmd_maintenance = {
	.name = "maintenance", .aliases = "maint,maintenances",
	.arguments = "what:any?",
	.usage = "maintenance [plan|tell|move|start|finish|cancel ...]",
	.help = "Planned maintenance, for the public: what is planned, or "
	    "`maintenance plan sat 22:00-23:30 checkout What is done; what "
	    "people notice`. It begins and ends by itself.",
	.needs = ABOUT_SITE,
	.run = run,
};
