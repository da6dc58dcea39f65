/* SPDX-License-Identifier: MIT
 *
 * alert_open, alert_join, alert_group, proposal_lost; confirm, dismiss: what an
 * alert brings about. A new one proposes an incident or declares it, as the
 * first rule says that fits; one that is known, or was sent together with a
 * known one, joins its incident. Which of them it is was looked up before
 * (daemon/web/alerts_in.h); that two replicas do not open two incidents for the
 * same alert is the request's key, which only one of them can spend.
 */
#include "handlers/handler.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/alert.h"
#include "core/incident_alerts.h"
#include "core/views/view.h"
#include "handlers/declare.h"
#include "handlers/proposals.h"

static void fire(struct turn *turn)
{
	const struct alert *alert = turn->request->alert;
	struct event event = turn_event(turn, EVENT_ALERT_FIRED);

	alert_hash(alert, event.ref);
	(void)text_copy(event.name, sizeof(event.name), alert->source);
	(void)text_copy(event.text, sizeof(event.text), alert->title);
	event.due_ms = alert->starts_ms > 0 ? alert->starts_ms : turn->now_ms;
	alert_alias(alert, turn->out->alias);
	(void)text_copy(turn->out->alias_from, ID_SIZE, alert->previous);
	decision_event(turn->out, &event);
}

/* The rule's service, or the one that the alert itself names. */
static const char *service_of(const struct turn *turn,
    const struct alert_rule *rule)
{
	const char *label = alert_label(turn->request->alert, "service");

	if (*rule->service)
		return rule->service;
	return policy_service(turn->policy, label) ? label : "";
}

static void propose(struct turn *turn, const struct alert_rule *rule,
    int severity)
{
	struct event event = turn_event(turn, EVENT_PROPOSED);

	(void)text_copy(event.ref, sizeof(event.ref), turn->new_id);
	(void)text_copy(event.name, sizeof(event.name),
	    service_of(turn, rule));
	(void)text_copy(event.text, sizeof(event.text),
	    turn->request->alert->title);
	(void)text_copy(event.user, sizeof(event.user), *rule->channel ?
	    rule->channel : turn->policy->broadcast_channel);
	event.number = severity;
	event.due_ms = proposal_next_ms(turn, severity, 0);
	decision_event(turn->out, &event);
	fire(turn);
	decision_effect(turn->out,
	    &(struct effect){ .kind = EFFECT_PROPOSAL_POST });
}

static enum outcome run_open(struct turn *turn)
{
	const struct alert *alert = turn->request->alert;
	const struct alert_rule *rule = alert_rule_find(turn->policy, alert);
	int severity = rule && rule->severity ? rule->severity : SEV1;

	if (!rule)
		return DECIDED;
	if (strcmp(rule->action, "propose") == 0) {
		propose(turn, rule, severity);
		return DECIDED;
	}
	declare_incident(turn, &(struct declaration){ .id = turn->new_id,
	    .title = alert->title, .service = service_of(turn, rule),
	    .severity = severity });
	fire(turn);
	similar_offer(turn);
	return DECIDED;
}

static void resolve(struct turn *turn, const char *hash)
{
	struct event event = turn_event(turn, EVENT_ALERT_RESOLVED);

	(void)text_copy(event.ref, sizeof(event.ref), hash);
	(void)text_copy(event.text, sizeof(event.text),
	    incident_alert(turn->incident, hash)->title);
	decision_event(turn->out, &event);
}

/* Repeats change nothing; nor does what fires on after people said that it is
 * over: they know. */
static enum outcome run_join(struct turn *turn)
{
	const struct alert *alert = turn->request->alert;
	const struct alert_state *known;
	char hash[ALERT_HASH_SIZE];
	bool fires;

	alert_hash(alert, hash);
	known = incident_alert(turn->incident, hash);
	fires = known && known->ended_ms == 0;
	if (!alert->firing && fires)
		resolve(turn, hash);
	else if (alert->firing && !fires &&
	    (incident_is_open(turn->incident) ||
	    incident_is_proposed(turn->incident)) &&
	    incident_takes_alert(turn->incident, hash))
		fire(turn);
	return DECIDED;
}

/* From now on what is sent together with it is known to belong to it. */
static enum outcome run_group(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_ALERTS_GROUPED);

	(void)text_copy(event.name, sizeof(event.name),
	    turn->request->alert->source);
	alert_group_hash(turn->request->alert, event.ref);
	alert_group_alias(turn->request->alert, turn->out->alias);
	(void)text_copy(turn->out->alias_from, ID_SIZE,
	    turn->request->alert->group_previous);
	decision_event(turn->out, &event);
	return DECIDED;
}

static void declare_proposed(struct turn *turn, int severity)
{
	/* The incident follows the events. */
	struct incident *incident = arena_alloc(turn->arena,
	    sizeof(*incident));

	*incident = *turn->incident;
	declare_incident(turn, &(struct declaration){ .id = incident->id,
	    .title = incident->title, .service = incident->service,
	    .severity = severity });
}

static int confirmed_severity(const struct turn *turn)
{
	return *turn_text(turn, "severity") ?
	    turn_number(turn, "severity") : turn->incident->severity;
}

static bool confirm_calls(const struct turn *turn)
{
	return turn->policy->severities[confirmed_severity(turn)].pages;
}

static enum outcome run_confirm(struct turn *turn)
{
	const struct incident *incident = turn->incident;
	int severity = confirmed_severity(turn);

	declare_proposed(turn, severity);
	return decision_reply(turn->out, "INC-%s declared: %s %s.",
	    incident->id, severity_name(severity),
	    mrkdwn_escape(turn->arena, incident->title));
}

/* Nobody can see it, so nobody can say that it is none. */
static enum outcome run_lost(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_EFFECT_DEAD);

	(void)text_copy(event.name, sizeof(event.name),
	    effect_meaning(EFFECT_PROPOSAL_POST));
	(void)text_copy(event.text, sizeof(event.text),
	    turn->request->error);
	decision_event(turn->out, &event);
	if (incident_is_proposed(turn->incident))
		declare_proposed(turn, turn->incident->severity);
	return DECIDED;
}

static enum outcome run_dismiss(struct turn *turn)
{
	struct event event = turn_event(turn, EVENT_DISMISSED);

	(void)text_copy(event.text, sizeof(event.text),
	    turn_text(turn, "reason"));
	decision_event(turn->out, &event);
	return decision_reply(turn->out, "Dismissed. If the same alert fires "
	    "anew, it is proposed anew.");
}

const struct handler on_alert_open = {
	.name = "alert_open", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_NEW_ID | NEEDS_SITE, .who = WHO_ITSELF,
	.run = run_open,
};

const struct handler on_alert_join = {
	.name = "alert_join", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT, .who = WHO_ITSELF,
	.run = run_join,
};

const struct handler on_alert_group = {
	.name = "alert_group", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT, .who = WHO_ITSELF,
	.run = run_group,
};

const struct handler on_proposal_lost = {
	.name = "proposal_lost", .aliases = "",
	.arguments = "", .usage = "", .help = "",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .who = WHO_ITSELF,
	.run = run_lost,
};

const struct handler cmd_confirm = {
	.right = RIGHT_DECLARE, .name = "confirm", .aliases = "promote",
	.arguments = "severity:severity?", .usage = "confirm [sev1|sev2|sev3]",
	.help = "Declare what an alert proposed.",
	.needs = NEEDS_INCIDENT | NEEDS_SITE, .phases = IN_PROPOSED,
	.calls = confirm_calls, .run = run_confirm,
};

const struct handler cmd_dismiss = {
	.name = "dismiss", .aliases = "",
	.arguments = "reason:text?", .usage = "dismiss [why]",
	.help = "Say that what an alert proposed is no incident.",
	.needs = NEEDS_INCIDENT, .phases = IN_PROPOSED,
	.run = run_dismiss,
};
