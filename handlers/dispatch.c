/* SPDX-License-Identifier: MIT
 *
 * dispatch: from a request to the handler that answers it, and everything
 * that an entry declares enforced before its run() starts. The reading rules
 * of the command line live here and nowhere else.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/view.h"
#include "handlers/arguments.h"

static bool name_matches(const struct handler *handler, const char *name)
{
	const char *alias = handler->aliases;

	if (text_equal_fold(handler->name, name))
		return true;
	while (*alias) {
		size_t length = strcspn(alias, ",");
		char one[32];

		assert(length < sizeof(one));
		memcpy(one, alias, length);
		one[length] = '\0';
		if (text_equal_fold(one, name))
			return true;
		alias += length + (alias[length] == ',');
	}
	return false;
}

const struct handler *handler_find(const char *name)
{
	for (size_t i = 0; handler_table[i]; i++) {
		if (name_matches(handler_table[i], name))
			return handler_table[i];
	}
	return NULL;
}

const struct handler *handler_nearest(const char *name)
{
	const struct handler *best = NULL;
	unsigned best_distance = 3;

	for (size_t i = 0; handler_table[i]; i++) {
		const struct handler *handler = handler_table[i];
		unsigned distance = text_distance(name, handler->name);

		if (handler->who == WHO_ITSELF || !*handler->usage ||
		    distance >= best_distance ||
		    distance >= strlen(handler->name) / 2 + 1)
			continue;
		best = handler;
		best_distance = distance;
	}
	return best;
}

static const struct handler *handler_must(const char *name)
{
	const struct handler *handler = handler_find(name);

	assert(handler);
	return handler;
}

/* "sev1 api outage" declares; in an incident's channel "sev1" alone sets the
 * severity. */
static const struct handler *typed_find(const char *first, const char *rest,
    bool in_incident)
{
	const struct handler *handler;
	int severity;

	if (!*first)
		return handler_must(in_incident ? "panel" : "declare");
	if (severity_parse(first, &severity))
		return handler_must(in_incident && !*rest ?
		    "severity" : "declare");
	handler = handler_find(first);
	return handler && *handler->usage ? handler : handler_must("unknown");
}

const struct handler *dispatch_find(const struct request *request,
    bool in_incident)
{
	char first[64];
	const char *rest = request->words;
	const struct handler *handler;
	size_t length;

	if (request->kind != REQUEST_COMMAND) {
		handler = handler_find(request->name);
		return handler ? handler : handler_must("unknown");
	}
	rest += strspn(rest, " \t\r\n");
	length = strcspn(rest, " \t\r\n");
	if (length >= sizeof(first))
		return handler_must("unknown");
	memcpy(first, rest, length);
	first[length] = '\0';
	rest += length;
	rest += strspn(rest, " \t\r\n");
	return typed_find(first, rest, in_incident);
}

/* Takes the command's own word off a typed line, so that only its arguments
 * are left; "sev1 api outage" keeps its severity. */
static const char *strip_command(struct turn *turn,
    const struct handler *handler)
{
	const char *line = turn->request->words;
	const char *word;

	if (turn->request->kind != REQUEST_COMMAND)
		return line;
	word = word_take(turn->arena, &line);
	return name_matches(handler, word) ? line : turn->request->words;
}

static enum outcome refuse_elsewhere(struct turn *turn)
{
	struct text list = text_new(turn->arena, 2000);

	if (*turn->request->incident)
		return decision_refuse(turn->out,
		    "I do not know incident INC-%s.",
		    mrkdwn_escape(turn->arena, turn->request->incident));
	for (int i = 0; i < turn->open_count && i < 5; i++) {
		const struct incident *incident = &turn->open[i];

		text_addf(&list, "\n• %s %s",
		    severity_name(incident->severity),
		    mrkdwn_escape(turn->arena, incident->title));
		if (*incident->room_id)
			text_addf(&list, " in <#%s>", incident->room_id);
	}
	if (list.length == 0)
		return decision_refuse(turn->out, "This is not an incident's "
		    "channel, and no incident is open. To open one: "
		    "`%s sev1 what is broken`.", turn->policy->command);
	return decision_refuse(turn->out, "This is not an incident's channel. "
	    "Say it in the channel of the incident that you mean:%s",
	    list.data);
}

static enum outcome refuse_phase(struct turn *turn,
    const struct handler *handler, const struct incident *incident)
{
	char label[ID_SIZE + 8];
	const char *phase = phase_name(incident->phase);

	incident_label(incident, label, sizeof(label));
	if (incident->phase == PHASE_RESOLVED ||
	    incident->phase == PHASE_CLOSED)
		return decision_refuse(turn->out, "%s is already %s: `%s` "
		    "cannot be done now. If it is back, type `%s reopen`.",
		    label, incident->phase == PHASE_CLOSED ? "closed" :
		    "resolved", handler->name, turn->policy->command);
	return decision_refuse(turn->out, "%s is in phase \"%s\": `%s` cannot "
	    "be done now. `%s` shows what can.", label, phase, handler->name,
	    turn->policy->command);
}

static enum outcome refuse_arguments(struct turn *turn,
    const struct handler *handler, const char *problem)
{
	return decision_refuse(turn->out, "%s%sType `%s %s`.",
	    problem ? problem : "", problem ? " " : "",
	    turn->policy->command, handler->usage);
}

/* Slack Connect: whoever is of another team may look on, no more. */
static bool is_stranger(const struct turn *turn)
{
	const struct request *request = turn->request;

	return *request->team && *turn->policy->team_id &&
	    strcmp(request->team, turn->policy->team_id) != 0;
}

/* A button of an earlier state: acknowledged, resolved or reopened since. */
static bool is_outdated(const struct turn *turn,
    const struct incident *incident)
{
	return turn->request->epoch != 0 && incident->phase != 0 &&
	    turn->request->epoch != incident->epoch;
}

static bool may_open_form(const struct turn *turn,
    const struct handler *handler)
{
	return handler->form && *turn->request->trigger_id &&
	    turn->request->kind != REQUEST_FORM;
}

static enum outcome run_with_arguments(struct turn *turn,
    const struct handler *handler)
{
	struct request request = *turn->request;
	const char *problem = NULL;
	const char *field = "";
	enum arguments_result result;

	request.words = strip_command(turn, handler);
	turn->request = &request;
	result = arguments_read(turn, handler->arguments, &problem, &field);
	turn->request = turn->out->request;
	if (result == ARGUMENTS_READ)
		return handler->run(turn);
	if (result == ARGUMENTS_MISSING && may_open_form(turn, handler))
		return decision_open_form(turn->out, handler->form(turn));
	turn->out->error_field = field;
	return refuse_arguments(turn, handler, problem);
}

static enum outcome run_checked(struct turn *turn,
    const struct handler *handler, const struct incident *incident)
{
	bool exists = incident->phase != 0;

	assert(handler->who != WHO_ITSELF ||
	    turn->request->kind == REQUEST_DUE ||
	    turn->request->kind == REQUEST_RESULT);
	if (is_stranger(turn))
		return decision_refuse(turn->out, "Only members of this "
		    "workspace may command incidents. Ask somebody here.");
	if ((handler->needs & NEEDS_INCIDENT) && !exists)
		return refuse_elsewhere(turn);
	if (exists && handler->phases && (handler->needs & NEEDS_INCIDENT) &&
	    !(handler->phases & (1u << incident->phase)))
		return refuse_phase(turn, handler, incident);
	if (is_outdated(turn, incident))
		return decision_refuse(turn->out, "This changed in the "
		    "meantime; nothing was done. How it stands now: "
		    "`%s status`.", turn->policy->command);
	return run_with_arguments(turn, handler);
}

void dispatch_run(struct turn *turn, const struct handler *handler,
    const struct incident *incident)
{
	turn->incident = &turn->out->incident;
	turn->out->outcome = run_checked(turn, handler, incident);
	assert(turn->out->outcome == DECIDED || turn->out->event_count == 0);
	decision_finish(turn->out, incident);
}

static const struct argument *turn_argument(const struct turn *turn,
    const char *name)
{
	for (int i = 0; i < turn->argument_count; i++) {
		if (strcmp(turn->arguments[i].name, name) == 0)
			return &turn->arguments[i];
	}
	abort();	/* not in the entry's template */
}

const char *turn_text(const struct turn *turn, const char *name)
{
	return turn_argument(turn, name)->text;
}

int turn_number(const struct turn *turn, const char *name)
{
	return turn_argument(turn, name)->number;
}

struct event turn_event(const struct turn *turn, int kind)
{
	struct event event = { .kind = kind };

	(void)text_copy(event.actor, sizeof(event.actor),
	    turn->request->actor);
	return event;
}
