/* SPDX-License-Identifier: MIT
 *
 * incident_alerts: see incident_alerts.h.
 */
#include "core/incident_alerts.h"
#include "base/text.h"

#define COPY(to, from) ((void)text_copy(to, sizeof(to), from))

const struct alert_state *incident_alert(const struct incident *incident,
    const char *hash)
{
	for (size_t i = 0; i < ALERTS_MAX; i++) {
		if (*incident->alerts[i].hash &&
		    strcmp(incident->alerts[i].hash, hash) == 0)
			return &incident->alerts[i];
	}
	return NULL;
}

int incident_alert_count(const struct incident *incident)
{
	int count = 0;

	while (count < ALERTS_MAX && *incident->alerts[count].hash)
		count++;
	return count;
}

int incident_firing_count(const struct incident *incident)
{
	int firing = 0;

	for (size_t i = 0; i < ALERTS_MAX; i++)
		firing += *incident->alerts[i].hash &&
		    incident->alerts[i].ended_ms == 0;
	return firing;
}

bool incident_takes_alert(const struct incident *incident, const char *hash)
{
	const struct alert_state *alert = incident_alert(incident, hash);

	return alert ? alert->times < ALERT_TIMES_MAX :
	    incident_alert_count(incident) < ALERTS_MAX;
}

bool incident_is_proposed(const struct incident *incident)
{
	return incident->phase == PHASE_PROPOSED;
}

void alerts_propose(struct incident *incident, const struct event *event)
{
	assert(incident->phase == 0);
	COPY(incident->id, event->ref);
	COPY(incident->title, event->text);
	COPY(incident->service, event->name);
	COPY(incident->proposed_in, event->user);
	incident->severity = event->number;
	incident->severity_ms = event->at_ms;
	incident->declared_ms = event->at_ms;
	incident->proposal_due_ms = event->due_ms;
	incident->phase = PHASE_PROPOSED;
	incident->epoch = 1;
}

void alerts_note_posted(struct incident *incident, const struct event *event)
{
	COPY(incident->proposal_ts, event->ref);
}

void alerts_note_nagged(struct incident *incident, const struct event *event)
{
	incident->proposal_nags = event->number;
	incident->proposal_due_ms = event->due_ms;
}

void alerts_dismiss(struct incident *incident, const struct event *event)
{
	incident->phase = PHASE_DISMISSED;
	COPY(incident->closed_by, event->actor);
	incident->closed_ms = event->at_ms;
}

static struct alert_state *take_slot(struct incident *incident,
    const char *hash)
{
	size_t i = 0;

	while (i < ALERTS_MAX && *incident->alerts[i].hash &&
	    strcmp(incident->alerts[i].hash, hash) != 0)
		i++;
	assert(i < ALERTS_MAX);
	return &incident->alerts[i];
}

void alerts_fire(struct incident *incident, const struct event *event)
{
	struct alert_state *alert = take_slot(incident, event->ref);

	COPY(alert->hash, event->ref);
	COPY(alert->source, event->name);
	COPY(alert->title, event->text);
	alert->starts_ms = event->due_ms;
	alert->ended_ms = 0;
	alert->times++;
}

/* What was only proposed needs no decision once nothing fires any more. */
void alerts_resolve(struct incident *incident, const struct event *event)
{
	struct alert_state *alert = take_slot(incident, event->ref);

	COPY(alert->hash, event->ref);
	alert->ended_ms = event->at_ms;
	if (incident->phase != PHASE_PROPOSED ||
	    incident_firing_count(incident) > 0)
		return;
	incident->phase = PHASE_DISMISSED;
	incident->closed_ms = event->at_ms;
}
