/* SPDX-License-Identifier: MIT
 *
 * dispatch: from a request to the handler that answers it, and everything
 * that an entry declares enforced before its run() starts. The reading rules
 * of the command line live here and nowhere else.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/views/view.h"
#include "handlers/arguments.h"
#include "handlers/handoffs.h"
#include "handlers/notices.h"
#include <limits.h>

static bool name_matches(const struct handler *handler, const char *name)
{
	return text_equal_fold(handler->name, name) ||
	    text_list_has(handler->aliases, name);
}

/* Names first: most are names, and aliases take longer to look through. */
/* Most names differ in the first letter already. */
static bool is_called(const struct handler *handler, const char *name)
{
	return ((*handler->name ^ *name) & ~('a' ^ 'A')) == 0 &&
	    text_equal_fold(handler->name, name);
}

const struct handler *handler_find(const char *name)
{
	for (size_t i = 0; handler_table[i]; i++) {
		if (is_called(handler_table[i], name))
			return handler_table[i];
	}
	for (size_t i = 0; handler_table[i]; i++) {
		if (text_list_has(handler_table[i]->aliases, name))
			return handler_table[i];
	}
	return NULL;
}

/* A short word is too soon another one. */
static unsigned slips_allowed(const char *name)
{
	size_t length = strlen(name);

	return length < 3 ? 0 : length < 6 ? 1 : 2;
}

const struct handler *handler_nearest(const char *name)
{
	const struct handler *best = NULL;
	unsigned best_distance = UINT_MAX;

	for (size_t i = 0; handler_table[i]; i++) {
		const struct handler *handler = handler_table[i];
		unsigned distance = text_distance(name, handler->name);

		if (handler->who == WHO_ITSELF || !*handler->usage ||
		    distance >= best_distance ||
		    distance > slips_allowed(handler->name))
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

/* "sev1 api outage" declares; in an incident's channel it says how bad that
 * one is now, and why: nobody shall page the company for a second incident
 * because of a space that was not typed ("declare sev1 ..." does). */
static const struct handler *typed_find(const char *first, bool in_incident)
{
	const struct handler *handler = handler_find(first);

	if (!*first)
		return handler_must(in_incident ? "panel" : "declare");
	if (handler && *handler->usage)
		return handler;
	if (severity_is_meant(first))
		return handler_must(in_incident ? "severity" : "declare");
	return handler_must("unknown");
}

/* What people cannot ask for is not there for them. */
static const struct handler *named_find(const struct request *request)
{
	const struct handler *handler = handler_find(request->name);
	bool itself = request_is_own(request);

	if (!handler || (handler->who == WHO_ITSELF) != itself)
		return handler_must("unknown");
	return handler;
}

const struct handler *dispatch_find(const struct request *request,
    bool in_incident)
{
	char first[64];
	const char *line = request->words;
	size_t length;

	if (request->kind != REQUEST_COMMAND)
		return named_find(request);
	line += strspn(line, " \t\r\n");
	length = strcspn(line, " \t\r\n");
	if (length >= sizeof(first))
		return handler_must("unknown");
	memcpy(first, line, length);
	first[length] = '\0';
	/* "INC-9 sev1" is about INC-9, even if there is none. */
	return typed_find(first, in_incident || *request->incident);
}

void dispatch_address(struct arena *arena, struct request *request)
{
	const char *line = request->words;
	const char *word;
	size_t digits;

	if (request->kind != REQUEST_COMMAND || *request->incident)
		return;
	word = word_take(arena, &line);
	if (strlen(word) <= 4 || strlen(word) >= ID_SIZE)
		return;
	if (strncmp(word, "INC-", 4) != 0 && strncmp(word, "inc-", 4) != 0)
		return;
	digits = strspn(word + 4, "0123456789");
	if (word[4 + digits] != '\0')
		return;
	request->incident = word + 4;
	request->words = line;
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

/* A private incident exists only for those who take part, and in its own
 * channel. */
static bool is_hidden(const struct turn *turn,
    const struct incident *incident)
{
	return (incident->flags & FLAG_PRIVATE) &&
	    !incident_involves(incident, turn->request->actor);
}

static enum outcome refuse_number(struct turn *turn)
{
	return decision_refuse(turn->out, "I do not know incident INC-%s. "
	    "What is open: `%s list`.",
	    mrkdwn_escape(turn->arena, turn->request->incident),
	    turn->policy->command);
}

#define NAMED_MAX 5

static enum outcome refuse_elsewhere(struct turn *turn)
{
	struct text list = text_new(turn->arena, 2000);
	const char *named_id = "";
	int named = 0;

	if (*turn->request->incident)
		return refuse_number(turn);
	for (int i = 0; i < turn->open_count && named < NAMED_MAX; i++) {
		const struct incident *incident = &turn->open[i];

		if (is_hidden(turn, incident))
			continue;
		text_addf(&list, "\n• INC-%s %s %s%s%s", incident->id,
		    severity_name(incident->severity),
		    mrkdwn_escape(turn->arena, incident->title),
		    *incident->room_id ? " in " : "",
		    mrkdwn_channel(turn->arena, incident->room_id));
		if (named++ == 0)
			named_id = incident->id;
	}
	if (list.length == 0)
		return decision_refuse(turn->out, "This is not an incident's "
		    "channel, and no incident is open. To open one: "
		    "`%s sev1 what is broken`.", turn->policy->command);
	return decision_refuse(turn->out, "This is not an incident's channel. "
	    "Say it there, or begin with its number, as in `%s INC-%s "
	    "status`:%s", turn->policy->command, named_id, list.data);
}

static enum outcome refuse_phase(struct turn *turn,
    const struct handler *handler, const struct incident *incident)
{
	char label[ID_SIZE + 8];
	const char *phase = phase_name(incident->phase);

	incident_label(incident, label, sizeof(label));
	if (incident->phase == PHASE_PROPOSED)
		return decision_refuse(turn->out, "%s is what an alert "
		    "proposes, no incident yet: `%s %s confirm` declares it, "
		    "`%s %s dismiss` drops it.", label, turn->policy->command,
		    label, turn->policy->command, label);
	if (incident->phase == PHASE_DISMISSED)
		return decision_refuse(turn->out, "%s was proposed by an "
		    "alert and never declared. To declare: `%s sev1 what is "
		    "broken`.", label, turn->policy->command);
	if (handler->phases == IN_PROPOSED)
		return decision_refuse(turn->out, "%s is an incident already: "
		    "`%s %s status` shows how it stands.", label,
		    turn->policy->command, label);
	if (incident->phase == PHASE_RESOLVED ||
	    incident->phase == PHASE_CLOSED)
		return decision_refuse(turn->out, "%s is already %s: `%s` "
		    "cannot be done now. If it is back, type `%s reopen`.",
		    label, incident->phase == PHASE_CLOSED ? "closed" :
		    "resolved", handler->name, turn->policy->command);
	if (handler->phases & IN_RESOLVED && !(handler->phases & IN_CLOSED))
		return decision_refuse(turn->out, "%s is not resolved yet, and "
		    "that needs a last word to everybody: `%s resolved final "
		    "public text`.", label, turn->policy->command);
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

/* The Home tab opens for everybody; what it shows is on_home.c's affair. */
static bool may(const struct turn *turn, const struct handler *handler)
{
	return turn->request->kind == REQUEST_HAPPENING ||
	    rights_allow(turn->policy, handler->right, turn->request->actor);
}

enum outcome dispatch_refuse_right(struct turn *turn, enum right right)
{
	switch (rights_judge(turn->policy, right, turn->request->actor)) {
	case STANDING_NOT_KNOWN:
		return decision_refuse(turn->out, "Slack has not told me yet "
		    "whether you may %s here, so I do nothing. Do it once "
		    "more in a minute; if that does not help, ask somebody "
		    "else, and whoever runs incbot to look at `incbot "
		    "doctor`.", right_words(right));
	case STANDING_GUEST:
		return decision_refuse(turn->out, "Only members of this "
		    "workspace, no guests, may %s here. Ask somebody who "
		    "may.", right_words(right));
	case STANDING_NOT_LISTED:
	case STANDING_MAY:
		break;
	}
	return decision_refuse(turn->out, "Only those named in the config may "
	    "%s here%s. Ask somebody who may%s.", right_words(right),
	    right == RIGHT_PAGE ? ", and that would call whoever is on call" :
	    "", right == RIGHT_PAGE ? "; a SEV3 calls nobody" : "");
}

/* Whoever may not have people called may do the rest: a SEV3 calls nobody. */
static bool may_call(const struct turn *turn, const struct handler *handler)
{
	return handler->who == WHO_ITSELF || !handler->calls ||
	    !handler->calls(turn) ||
	    rights_allow(turn->policy, RIGHT_PAGE, turn->request->actor);
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

/* A number is spent only on what can become an incident: not on a form that
 * is opened, not on a refusal. */
static bool lacks_number(const struct turn *turn,
    const struct handler *handler)
{
	return (handler->needs & NEEDS_NEW_ID) && !turn->new_id;
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
	if (result == ARGUMENTS_READ && !may_call(turn, handler))
		return dispatch_refuse_right(turn, RIGHT_PAGE);
	if (result == ARGUMENTS_READ && lacks_number(turn, handler)) {
		turn->out->wants_number = true;
		return DECIDED;
	}
	if (result == ARGUMENTS_READ)
		return handler->run(turn);
	if (result == ARGUMENTS_MISSING && may_open_form(turn, handler))
		return decision_open_form(turn->out, handler->form(turn));
	turn->out->error_field = field;
	return refuse_arguments(turn, handler, problem);
}

/* What merely happens elsewhere, or to strangers, is met by silence. */
static bool is_nobodys(const struct turn *turn, const struct handler *handler,
    bool exists)
{
	return turn->request->kind == REQUEST_HAPPENING &&
	    (handler->needs & NEEDS_INCIDENT) &&
	    (!exists || is_stranger(turn));
}

static enum outcome run_checked(struct turn *turn,
    const struct handler *handler, const struct incident *incident)
{
	bool exists = incident->phase != 0;

	assert(handler->who != WHO_ITSELF || request_is_own(turn->request));
	if (is_nobodys(turn, handler, exists))
		return DECIDED;
	if (is_stranger(turn))
		return decision_refuse(turn->out, "Only members of this "
		    "workspace may command incidents. Ask somebody here.");
	if (handler->who == WHO_MEMBER && !may(turn, handler))
		return dispatch_refuse_right(turn, handler->right);
	if ((handler->needs & NEEDS_INCIDENT) && !exists)
		return refuse_elsewhere(turn);
	if (exists && turn->request->kind == REQUEST_COMMAND &&
	    *turn->request->incident && is_hidden(turn, incident) &&
	    strcmp(turn->request->channel, incident->room_id) != 0)
		return refuse_number(turn);
	if (exists && handler->phases && (handler->needs & NEEDS_INCIDENT) &&
	    !(handler->phases & (1u << incident->phase)))
		return refuse_phase(turn, handler, incident);
	if (is_outdated(turn, incident))
		return decision_refuse(turn->out, "This changed in the "
		    "meantime; nothing was done. How it stands now: "
		    "`%s status`.", turn->policy->command);
	return run_with_arguments(turn, handler);
}

/* What is said in the channel need not be told to the one who did it; without
 * a channel it is (P7.3: nothing is met by silence). */
static void answer_without_room(struct turn *turn)
{
	struct decision *out = turn->out;

	if (out->event_count > 0 && !out->reply && *turn->request->actor &&
	    !(out->incident.flags & FLAG_ROOM))
		(void)decision_reply(out, "%s.",
		    view_sentence(turn->arena, out->events[0]));
}

/* What was never set reads as empty. */
static void take_site(struct turn *turn, const struct handler *handler)
{
	static const struct site nothing;

	if (!turn->site)
		turn->site = &nothing;
	if (!(handler->needs & ABOUT_SITE))
		return;
	assert(!(handler->needs & (NEEDS_INCIDENT | NEEDS_NEW_ID)));
	decision_about_site(turn->out, turn->site);
	turn->site = turn->out->site;
}

void dispatch_run(struct turn *turn, const struct handler *handler,
    const struct incident *incident)
{
	assert(incident->phase == 0 || !(handler->needs & NEEDS_NEW_ID));
	turn->incident = &turn->out->incident;
	take_site(turn, handler);
	turn->out->policy = turn->policy;
	turn->out->outcome = run_checked(turn, handler, incident);
	assert(turn->out->outcome == DECIDED || turn->out->event_count == 0);
	notices_hold(turn);
	answer_without_room(turn);
	if (turn->out->about_site && turn->out->event_count > 0)
		handoffs_plan(turn);
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

bool turn_publishes(const struct turn *turn)
{
	return (*turn->policy->broadcast_channel ||
	    policy_has_page(turn->policy)) &&
	    !(turn->incident->flags & (FLAG_PRIVATE | FLAG_DRILL));
}

struct event turn_event(const struct turn *turn, int kind)
{
	struct event event = { .kind = kind };

	(void)text_copy(event.actor, sizeof(event.actor),
	    turn->request->actor);
	return event;
}
