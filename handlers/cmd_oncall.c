/* SPDX-License-Identifier: MIT
 *
 * oncall: who is on call, and changes of it made here (P2.1): cover, swap and
 * drop. The rotations themselves stand in the config; what is changed here
 * belongs to the site (core/site.h), not to an incident.
 */
#include "handlers/handler.h"
#include "base/text.h"
#include "core/mrkdwn.h"
#include "core/oncall.h"
#include "core/shift_time.h"
#include "core/view.h"
#include "handlers/arguments.h"

static enum outcome refuse_usage(struct turn *turn, const char *problem,
    const char *usage)
{
	return decision_refuse(turn->out, "%s%sType `%s oncall %s`.",
	    problem ? problem : "", problem ? " " : "",
	    turn->policy->command, usage);
}

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

static bool is_on_call(const struct turn *turn, const char *service,
    const char *user, int64_t at_ms)
{
	for (int rung = 0; rung < ONCALL_RUNG_COUNT; rung++) {
		if (strcmp(oncall_user(turn->policy, turn->site, service,
		    (enum oncall_rung)rung, at_ms), user) == 0)
			return true;
	}
	return false;
}

/* For any service, or for incidents that name none. */
static bool is_on_call_at_all(const struct turn *turn, const char *user,
    int64_t at_ms)
{
	for (int i = 0; i < turn->policy->service_count; i++) {
		if (is_on_call(turn, turn->policy->services[i].name, user,
		    at_ms))
			return true;
	}
	return is_on_call(turn, "", user, at_ms);
}

/* Whose place is taken: that of whoever is primary of the service, if one is
 * named or there is but one; else the asker's own. False if it is nobody's. */
static bool choose_place(struct turn *turn, const struct service *service,
    struct event *event)
{
	const char *actor = turn->request->actor;

	if (service) {
		(void)text_copy(event->name, sizeof(event->name),
		    service->name);
		return true;
	}
	if (strcmp(event->user, actor) != 0 &&
	    is_on_call_at_all(turn, actor, event->due_ms)) {
		(void)text_copy(event->ref, sizeof(event->ref), actor);
		return true;
	}
	return turn->policy->service_count <= 1;
}

static enum outcome refuse_full(struct turn *turn)
{
	return decision_refuse(turn->out, "There are %d changes already; "
	    "drop one first: `%s oncall` lists them.", COVERS_MAX,
	    turn->policy->command);
}

static enum outcome run_cover(struct turn *turn)
{
	static const char usage[] = "cover @user 18:00-22:00 [service]";
	struct event event = turn_event(turn, EVENT_ONCALL_COVERED);
	const char *line = turn_text(turn, "when");
	const struct service *service;
	const char *problem;
	struct shift_time time;

	if (!shift_time_take(turn->arena, turn->policy->zone, turn->now_ms,
	    &line, &time, &problem))
		return refuse_usage(turn, problem, usage);
	if (!read_service(turn, line, &service))
		return refuse_service(turn, line);
	if (site_cover_count(turn->site, turn->now_ms) >= COVERS_MAX)
		return refuse_full(turn);
	(void)text_copy(event.user, sizeof(event.user),
	    turn_text(turn, "user"));
	event.due_ms = time.from_ms;
	event.span_ms = time.until_ms - time.from_ms;
	if (!choose_place(turn, service, &event))
		return decision_refuse(turn->out, "You are not on call then, "
		    "so say for which service: `%s oncall %s`.",
		    turn->policy->command, usage);
	decision_event(turn->out, &event);
	return DECIDED;
}

static enum outcome run_swap(struct turn *turn)
{
	static const char usage[] = "swap @user fri 18:00-22:00";
	struct event event = turn_event(turn, EVENT_ONCALL_SWAPPED);
	const char *actor = turn->request->actor;
	const char *user = turn_text(turn, "user");
	const char *line = turn_text(turn, "when");
	const char *problem;
	struct shift_time time;

	if (!shift_time_take(turn->arena, turn->policy->zone, turn->now_ms,
	    &line, &time, &problem) || *line)
		return refuse_usage(turn, problem, usage);
	if (strcmp(actor, user) == 0)
		return refuse_usage(turn, "You cannot swap with yourself.",
		    usage);
	if (!is_on_call_at_all(turn, actor, time.from_ms) &&
	    !is_on_call_at_all(turn, user, time.from_ms))
		return decision_refuse(turn->out, "Neither of you is on call "
		    "then. `%s oncall` shows who is.", turn->policy->command);
	if (site_cover_count(turn->site, turn->now_ms) >= COVERS_MAX)
		return refuse_full(turn);
	(void)text_copy(event.user, sizeof(event.user), user);
	(void)text_copy(event.ref, sizeof(event.ref), actor);
	event.due_ms = time.from_ms;
	event.span_ms = time.until_ms - time.from_ms;
	decision_event(turn->out, &event);
	return DECIDED;
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

static void add_service(struct turn *turn, const char *service,
    struct text *out)
{
	text_addf(out, "%s*%s*", out->length ? "\n" : "", *service ?
	    mrkdwn_escape(turn->arena, service) : "every service");
	for (int rung = 0; rung < ONCALL_RUNG_COUNT; rung++) {
		const char *user = oncall_user(turn->policy, turn->site,
		    service, (enum oncall_rung)rung, turn->now_ms);

		if (*user)
			text_addf(out, "%s %s %s", rung ? "," : ":",
			    oncall_rung_word(rung),
			    mrkdwn_user(turn->arena, user));
		else if (rung == ONCALL_PRIMARY)
			text_add(out, ": nobody");
	}
}

static enum outcome run_show(struct turn *turn, const char *name)
{
	struct text out = text_new(turn->arena, 2900);
	const struct service *service;

	if (!read_service(turn, name, &service))
		return refuse_service(turn, name);
	if (service || turn->policy->service_count == 0) {
		add_service(turn, service ? service->name : "", &out);
		return decision_reply(turn->out, "%s", out.data);
	}
	for (int i = 0; i < turn->policy->service_count; i++)
		add_service(turn, turn->policy->services[i].name, &out);
	return decision_reply(turn->out, "%s", out.data);
}

/* What can be typed after "oncall", each with its own words. */
static const struct part {
	const char *word;
	const char *arguments;
	const char *usage;
	enum outcome (*run)(struct turn *turn);
} parts[] = {
	{ "cover", "user:user when:any", "cover @user 18:00-22:00 [service]",
	    run_cover },
	{ "swap", "user:user when:any", "swap @user fri 18:00-22:00",
	    run_swap },
	{ "drop", "change:number", "drop 3", run_drop },
};

static enum outcome run_part(struct turn *turn, const struct part *part,
    const char *words)
{
	struct request request = *turn->request;
	const char *problem = NULL;
	const char *field = "";
	enum arguments_result result;

	request.words = words;
	turn->request = &request;
	result = arguments_read(turn, part->arguments, &problem, &field);
	turn->request = turn->out->request;
	if (result == ARGUMENTS_READ)
		return part->run(turn);
	return refuse_usage(turn, problem, part->usage);
}

static enum outcome run(struct turn *turn)
{
	const char *line = turn_text(turn, "what");
	const char *rest = line;
	const char *word = word_take(turn->arena, &rest);

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (text_equal_fold(word, parts[i].word))
			return run_part(turn, &parts[i], rest);
	}
	return run_show(turn, line);
}

const struct handler cmd_oncall = {
	.name = "oncall", .aliases = "on-call,rota",
	.arguments = "what:any?",
	.usage = "oncall [service]",
	.help = "Who is on call. `oncall cover @user 18:00-22:00 [service]`, "
	    "`oncall swap @user 18:00-22:00` and `oncall drop 3` change it.",
	.needs = ABOUT_SITE,
	.run = run,
};
