/* SPDX-License-Identifier: MIT
 *
 * oncall: who is on call, and changes of it made here (P2.1): cover, swap and
 * drop. The rotations themselves stand in the config; what is changed here
 * belongs to the site (core/site.h), not to an incident.
 */
#include "handlers/handler.h"
#include "base/text.h"
#include "core/views/mrkdwn.h"
#include "core/oncall/oncall.h"
#include "core/oncall/shift_time.h"
#include "core/views/view.h"
#include "core/views/view_oncall.h"
#include "handlers/arguments.h"
#include "handlers/parts.h"

#define COMMAND "oncall"
#define COVER_USAGE "cover @user 18:00-22:00 [service]"
#define SWAP_USAGE "swap @user fri 18:00-22:00 [for sat 18:00-22:00]"

/* The rest of the line names a service, or nothing. False if it is none. */
static bool read_service(struct turn *turn, const char *name,
    const struct service **service)
{
	*service = *name ? policy_service(turn->policy, name) : NULL;
	return *service || !*name;
}

static enum outcome refuse_service(struct turn *turn, const char *name)
{
	struct text list = text_new(turn->arena, 2000);

	for (int i = 0; i < turn->policy->service_count; i++)
		text_addf(&list, "%s%s", i > 0 ? ", " : "",
		    mrkdwn_escape(turn->arena,
		    turn->policy->services[i].name));
	if (list.length == 0)
		return decision_refuse(turn->out, "I do not know the service "
		    "%s: none is in the config.",
		    mrkdwn_code(turn->arena, name));
	return decision_refuse(turn->out, "I do not know the service %s. "
	    "There is: %s.", mrkdwn_code(turn->arena, name), list.data);
}

#define STEPS_MAX 500		/* hand-offs that are looked at in that time */

static bool is_on_rung(const struct turn *turn, const char *service,
    enum oncall_rung rung, const char *user, const struct shift_time *time)
{
	int64_t at_ms = time->from_ms;

	for (int i = 0; i < STEPS_MAX && at_ms != 0 && at_ms < time->until_ms;
	    i++) {
		if (strcmp(oncall_user(turn->policy, turn->site, service,
		    rung, at_ms), user) == 0)
			return true;
		at_ms = oncall_change(turn->policy, turn->site, service, rung,
		    at_ms);
	}
	return false;
}

static bool is_on_call(const struct turn *turn, const char *service,
    const char *user, const struct shift_time *time)
{
	for (int rung = 0; rung < ONCALL_RUNG_COUNT; rung++) {
		if (is_on_rung(turn, service, (enum oncall_rung)rung, user,
		    time))
			return true;
	}
	return false;
}

/* For any service, or for incidents that name none, at any moment of it. */
static bool is_on_call_within(const struct turn *turn, const char *user,
    const struct shift_time *time)
{
	for (int i = 0; i < turn->policy->service_count; i++) {
		if (is_on_call(turn, turn->policy->services[i].name, user,
		    time))
			return true;
	}
	return is_on_call(turn, "", user, time);
}

/* Whose place is taken: that of whoever is primary of the service, if one is
 * named or there is but one; else the asker's own. False if it is nobody's. */
static bool choose_place(struct turn *turn, const struct service *service,
    const struct shift_time *time, struct event *event)
{
	const char *actor = turn->request->actor;

	if (service) {
		(void)text_copy(event->name, sizeof(event->name),
		    service->name);
		return true;
	}
	if (strcmp(event->user, actor) != 0 &&
	    is_on_call_within(turn, actor, time)) {
		(void)text_copy(event->ref, sizeof(event->ref), actor);
		return true;
	}
	return turn->policy->service_count <= 1;
}

static enum outcome refuse_place(struct turn *turn)
{
	turn->out->error_field = "service";
	return decision_refuse(turn->out, "You are not on call then, so say "
	    "for which service: `%s oncall cover @user 18:00-22:00 "
	    "service`.", turn->policy->command);
}

static enum outcome refuse_swap(struct turn *turn)
{
	turn->out->error_field = "when";
	return decision_refuse(turn->out, "Neither of you is on call then. "
	    "`%s oncall` shows who is.", turn->policy->command);
}

static enum outcome refuse_apart(struct turn *turn)
{
	turn->out->error_field = "when";
	return decision_refuse(turn->out, "The first time must be one of your "
	    "shifts, and the second, behind \"for\", one of theirs. "
	    "`%s oncall` shows who is on call.", turn->policy->command);
}

static enum outcome refuse_full(struct turn *turn)
{
	return decision_refuse(turn->out, "There are %d changes already; "
	    "drop one first: `%s oncall` lists them.", COVERS_MAX,
	    turn->policy->command);
}

static enum outcome run_cover(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_ONCALL_COVERED);
	const char *line = turn_text(turn, "when");
	const char *name = turn_text(turn, "service");
	const struct service *service;
	const char *problem;
	struct shift_time time;

	if (!shift_time_take(turn->arena, turn->policy->zone, turn->now_ms,
	    &line, &time, &problem))
		return part_refuse(turn, COMMAND, "when", problem, COVER_USAGE);
	if (!*name)
		name = line;	/* typed */
	if (!read_service(turn, name, &service))
		return refuse_service(turn, name);
	if (site_cover_count(turn->site, turn->now_ms) >= COVERS_MAX)
		return refuse_full(turn);
	(void)text_copy(event.user, sizeof(event.user),
	    turn_text(turn, "user"));
	event.due_ms = time.from_ms;
	event.span_ms = time.until_ms - time.from_ms;
	if (!choose_place(turn, service, &time, &event))
		return refuse_place(turn);
	decision_event(turn->out, &event);
	return DECIDED;
}

/* Each stands in for the other at another time: two changes, which can be
 * dropped one by one. */
static enum outcome swap_apart(struct turn *turn, const char *user,
    const struct shift_time *mine, const struct shift_time *theirs)
{
	const char *actor = turn->request->actor;
	struct event given = turn_event(turn, EVENT_ONCALL_COVERED);
	struct event taken = given;

	if (!is_on_call_within(turn, actor, mine) ||
	    !is_on_call_within(turn, user, theirs))
		return refuse_apart(turn);
	if (site_cover_count(turn->site, turn->now_ms) + 2 > COVERS_MAX)
		return refuse_full(turn);
	(void)text_copy(given.user, sizeof(given.user), user);
	(void)text_copy(given.ref, sizeof(given.ref), actor);
	given.due_ms = mine->from_ms;
	given.span_ms = mine->until_ms - mine->from_ms;
	(void)text_copy(taken.user, sizeof(taken.user), actor);
	(void)text_copy(taken.ref, sizeof(taken.ref), user);
	taken.due_ms = theirs->from_ms;
	taken.span_ms = theirs->until_ms - theirs->from_ms;
	decision_event(turn->out, &given);
	decision_event(turn->out, &taken);
	return decision_reply(turn->out, "%s.\n%s.",
	    view_sentence(turn->arena, turn->out->events[0]),
	    view_sentence(turn->arena, turn->out->events[1]));
}

/* "for sat 18:00-22:00" behind the first time, or the form's second field.
 * False: it was there and is none. */
static bool take_other(struct turn *turn, const char *line,
    struct shift_time *other, bool *given, const char **problem)
{
	const char *word = word_take(turn->arena, &line);

	*given = *word || *turn_text(turn, "other");
	*problem = NULL;
	if (*turn_text(turn, "other"))
		line = turn_text(turn, "other");
	else if (!*word)
		return true;
	else if (!text_equal_fold(word, "for"))
		return false;
	return shift_time_take(turn->arena, turn->policy->zone, turn->now_ms,
	    &line, other, problem) && !*line;
}

static enum outcome swap_at_once(struct turn *turn, const char *user,
    const struct shift_time *time)
{
	const char *actor = turn->request->actor;
	struct event event = turn_event(turn, EVENT_ONCALL_SWAPPED);

	if (!is_on_call_within(turn, actor, time) &&
	    !is_on_call_within(turn, user, time))
		return refuse_swap(turn);
	if (site_cover_count(turn->site, turn->now_ms) >= COVERS_MAX)
		return refuse_full(turn);
	(void)text_copy(event.user, sizeof(event.user), user);
	(void)text_copy(event.ref, sizeof(event.ref), actor);
	event.due_ms = time->from_ms;
	event.span_ms = time->until_ms - time->from_ms;
	decision_event(turn->out, &event);
	return DECIDED;
}

static enum outcome run_swap(struct turn *turn)
{
	const char *user = turn_text(turn, "user");
	const char *line = turn_text(turn, "when");
	struct shift_time time;
	struct shift_time other = { 0 };
	const char *problem;
	bool apart;

	if (!shift_time_take(turn->arena, turn->policy->zone, turn->now_ms,
	    &line, &time, &problem))
		return part_refuse(turn, COMMAND, "when", problem, SWAP_USAGE);
	if (!take_other(turn, line, &other, &apart, &problem))
		return part_refuse(turn, COMMAND, *turn_text(turn, "other") ?
		    "other" : "when", problem, SWAP_USAGE);
	if (strcmp(turn->request->actor, user) == 0)
		return part_refuse(turn, COMMAND, "user",
		    "You cannot swap with yourself.", SWAP_USAGE);
	return apart ? swap_apart(turn, user, &time, &other) :
	    swap_at_once(turn, user, &time);
}

static enum outcome run_drop(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_ONCALL_DROPPED);
	int number = turn_number(turn, "change");
	struct text name;

	if (!site_cover(turn->site, number, turn->now_ms))
		return decision_refuse(turn->out, "There is no change %d. "
		    "`%s oncall` lists them.", number,
		    turn->policy->command);
	event.number = number;
	text_init(&name, event.name, sizeof(event.name));
	text_addf(&name, "%d", number);
	decision_event(turn->out, &event);
	return DECIDED;
}

static enum outcome run_show(struct turn *turn, const char *name)
{
	const struct service *service;
	const char *fallback;
	json_t *blocks;

	if (!read_service(turn, name, &service))
		return refuse_service(turn, name);
	blocks = view_oncall(turn->arena, turn->policy, turn->site, service,
	    turn->now_ms, &fallback);
	return decision_reply_blocks(turn->out, fallback, blocks);
}

static json_t *form_cover(struct turn *turn)
{
	return view_cover_form(turn->arena, turn->policy);
}

static json_t *form_swap(struct turn *turn)
{
	return view_swap_form(turn->arena);
}

#define COVER_ARGUMENTS "user:user when:any service:any?"
#define SWAP_ARGUMENTS "user:user when:any other:any?"
#define DROP_ARGUMENTS "change:number"

/* What the view's buttons and their forms run. */
const struct handler cmd_oncall_cover = {
	.name = "oncall_cover", .aliases = "",
	.arguments = COVER_ARGUMENTS, .usage = "", .help = "",
	.needs = ABOUT_SITE,
	.form = form_cover, .run = run_cover,
};

const struct handler cmd_oncall_swap = {
	.name = "oncall_swap", .aliases = "",
	.arguments = SWAP_ARGUMENTS, .usage = "", .help = "",
	.needs = ABOUT_SITE,
	.form = form_swap, .run = run_swap,
};

const struct handler cmd_oncall_drop = {
	.name = "oncall_drop", .aliases = "",
	.arguments = DROP_ARGUMENTS, .usage = "", .help = "",
	.needs = ABOUT_SITE,
	.run = run_drop,
};

/* The same by typing, after "oncall". */
static const struct part parts[] = {
	{ "cover", COVER_USAGE, &cmd_oncall_cover, false },
	{ "swap", SWAP_USAGE, &cmd_oncall_swap, false },
	{ "drop", "drop 3", &cmd_oncall_drop, true },
};

static enum outcome run(struct turn *turn)
{
	const char *line = turn_text(turn, "what");
	const char *rest = line;
	const char *word = word_take(turn->arena, &rest);
	const struct part *part = part_find(parts, ARRAY_LEN(parts), word);

	return part ? part_run(turn, part, COMMAND, rest) :
	    run_show(turn, line);
}

const struct handler cmd_oncall = {
	.name = "oncall", .aliases = "on-call,rota",
	.arguments = "what:any?",
	.usage = "oncall [service]",
	.help = "Who is on call. `oncall cover @user 18:00-22:00 [service]`, "
	    "`oncall swap @user fri 18:00-22:00 [for sat 18:00-22:00]` and "
	    "`oncall drop 3` change it.",
	.needs = ABOUT_SITE,
	.run = run,
};
