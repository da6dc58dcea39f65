/* SPDX-License-Identifier: MIT
 *
 * steps, assess, try, park, evidence, cause: first stop the harm, then look
 * for the cause (P5). What is done is ticked on the checklist by what happens;
 * for SEV1 the cause stays locked until somebody marks the service stable,
 * and talk about it is parked for the postmortem meanwhile.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/calendar/since.h"
#include "core/steps.h"
#include "core/views/view.h"

static void record(struct turn *turn, int kind, const char *text)
{
	struct event event = turn_event(turn, kind);

	(void)text_copy(event.text, sizeof(event.text), text);
	decision_event(turn->out, &event);
}

static enum outcome run_steps(struct turn *turn)
{
	const char *fallback;
	json_t *blocks = view_steps(turn->arena, turn->incident,
	    turn->policy, &fallback);

	return decision_reply_blocks(turn->out, fallback, blocks);
}

/* --- assess (P5.2) ------------------------------------------------------- */

static enum outcome run_assess(struct turn *turn)
{
	const char *since = turn_text(turn, "since");
	struct event event = turn_event(turn, EVENT_ASSESSED);
	struct text text;

	text_init(&text, event.text, sizeof(event.text));
	text_addf(&text, "%s\n%s\n%s", turn_text(turn, "broken"),
	    turn_text(turn, "reach"), since);
	assert(!text.truncated);
	if (!since_parse(since, turn->policy->zone, turn->now_ms,
	    &event.due_ms))
		event.due_ms = 0;	/* their words stand as they are */
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "Noted on the card. Is it still "
	    "%s? `%s sev 1|2|3 why` changes it.",
	    severity_name(turn->incident->severity), turn->policy->command);
}

/* What was typed so far, else what is known. */
static const char *prefill(const struct turn *turn, const char *name,
    const char *known)
{
	for (int i = 0; i < turn->argument_count; i++) {
		if (strcmp(turn->arguments[i].name, name) == 0 &&
		    *turn->arguments[i].text)
			return turn->arguments[i].text;
	}
	return known;
}

static json_t *form_assess(struct turn *turn)
{
	const struct incident *incident = turn->incident;

	return view_assess_form(turn->arena, incident,
	    prefill(turn, "broken", incident->broken),
	    prefill(turn, "reach", incident->reach),
	    prefill(turn, "since", incident->since));
}

/* --- try (P5.3) ---------------------------------------------------------- */

/* By its number on the list, or by its name; NULL if it is none of them. */
static const struct mitigation *find_path(const struct turn *turn,
    const char *words)
{
	const struct service *service = policy_service(turn->policy,
	    turn->incident->service);
	int64_t number = 0;

	if (!service)
		return NULL;
	if (text_parse_int(words, 1, MITIGATIONS_MAX, &number) &&
	    *service->mitigations[number - 1].title)
		return &service->mitigations[number - 1];
	for (int i = 0; i < MITIGATIONS_MAX; i++) {
		if (*service->mitigations[i].title &&
		    text_equal_fold(service->mitigations[i].title, words))
			return &service->mitigations[i];
	}
	return NULL;
}

static enum outcome refuse_path(struct turn *turn, int64_t number)
{
	const struct service *service = policy_service(turn->policy,
	    turn->incident->service);

	if (!service || !*service->mitigations[0].title)
		return decision_refuse(turn->out, "The config names no paths "
		    "for this incident. Say what you try: `%s try restarting "
		    "the pods`.", turn->policy->command);
	return decision_refuse(turn->out, "There is no path %lld for this "
	    "service. `%s steps` lists them; or say what you try: `%s try "
	    "restarting the pods`.", (long long)number, turn->policy->command,
	    turn->policy->command);
}

static enum outcome run_try(struct turn *turn)
{
	const char *words = turn_text(turn, "path");
	const struct mitigation *path = find_path(turn, words);
	int64_t number;

	if (!path && text_parse_int(words, INT32_MIN, INT32_MAX, &number))
		return refuse_path(turn, number);
	record(turn, EVENT_TRIED, path ? path->title : words);
	if (path && *path->command)
		return decision_reply(turn->out, "The command: %s. When it "
		    "helped: `%s mitigated what stopped the harm`.",
		    mrkdwn_code(turn->arena, path->command),
		    turn->policy->command);
	if (path)
		return decision_reply(turn->out, "It is done here: %s",
		    mrkdwn_escape(turn->arena, path->url));
	return decision_reply(turn->out, "Said in the channel. When it "
	    "helped: `%s mitigated what stopped the harm`.",
	    turn->policy->command);
}

static json_t *form_try(struct turn *turn)
{
	return view_text_form(turn->arena, turn->incident, "try",
	    "Stop the harm", "What do you try?",
	    "Said in the channel before it is done.", "");
}

/* --- park, evidence, cause ----------------------------------------------- */

/* From a message shortcut with whose words they are and where they stand; what
 * was typed or filled in is the actor's own. */
static enum outcome run_park(struct turn *turn)
{
	const struct request *request = turn->request;
	struct event event = turn_event(turn, EVENT_PARKED);

	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "text"));
	if (request->kind == REQUEST_CLICK) {
		(void)text_copy(event.user, sizeof(event.user),
		    request->made_ref);
		(void)text_copy(event.list, sizeof(event.list),
		    request->made_name);
	}
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "Kept for the postmortem; nobody "
	    "has to look into it now.");
}

static json_t *form_park(struct turn *turn)
{
	return view_text_form(turn->arena, turn->incident, "park",
	    "Park a thought", "What to look at later?",
	    "Kept for the postmortem.", "");
}

static enum outcome run_evidence(struct turn *turn)
{
	record(turn, EVENT_EVIDENCE_KEPT, turn_text(turn, "text"));
	return DECIDED;
}

static json_t *form_evidence(struct turn *turn)
{
	return view_text_form(turn->arena, turn->incident, "evidence",
	    "Evidence is kept", "Where are logs and traces?",
	    "For the postmortem, before anything is cleaned up.", "");
}

static enum outcome run_cause(struct turn *turn)
{
	struct event event;

	if (step_state(turn->incident, STEP_CAUSE) == STEP_LOCKED)
		return decision_refuse(turn->out, "First stop the harm: for "
		    "SEV1 the root cause is locked until somebody marks the "
		    "service stable (`%s mitigated what stopped it`). To keep "
		    "the thought: `%s park what to look at later`.",
		    turn->policy->command, turn->policy->command);
	event = turn_event(turn, EVENT_CAUSE_NAMED);
	event.flags = CAUSE_SOUGHT;
	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "text"));
	decision_event(turn->out, &event);
	return DECIDED;
}

static json_t *form_cause(struct turn *turn)
{
	return view_text_form(turn->arena, turn->incident, "cause",
	    "Name the cause", "What was the root cause?",
	    "What, not who; it can be named again.", "");
}

const struct handler cmd_steps = {
	.name = "steps", .aliases = "firststeps",
	.arguments = "", .usage = "steps",
	.help = "The checklist of the first ten minutes.",
	.needs = NEEDS_INCIDENT, .phases = IN_ANY,
	.run = run_steps,
};

const struct handler cmd_assess = {
	.name = "assess", .aliases = "assessed",
	.arguments = "broken:part reach:part since:part",
	.usage = "assess what is broken; for how many; since when",
	.help = "Say how far it reaches; it stands on the card.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.form = form_assess, .run = run_assess,
};

const struct handler cmd_try = {
	.name = "try", .aliases = "mitigating",
	.arguments = "path:title", .usage = "try 1|what you try",
	.help = "Say which way of stopping the harm you take.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE,
	.form = form_try, .run = run_try,
};

const struct handler cmd_park = {
	.name = "park", .aliases = "later",
	.arguments = "text:text", .usage = "park what to look at later",
	.help = "Keep a thought about the cause for the postmortem.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE | IN_RESOLVED,
	.form = form_park, .run = run_park,
};

const struct handler cmd_evidence = {
	.name = "evidence", .aliases = "preserved",
	.arguments = "text:text", .usage = "evidence where it is kept",
	.help = "Say that logs and traces are safe.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE | IN_RESOLVED,
	.form = form_evidence, .run = run_evidence,
};

const struct handler cmd_cause = {
	.name = "cause", .aliases = "",
	.arguments = "text:text", .usage = "cause what it was",
	.help = "Name the root cause, once the service is stable.",
	.needs = NEEDS_INCIDENT, .phases = IN_LIVE | IN_RESOLVED,
	.form = form_cause, .run = run_cause,
};
