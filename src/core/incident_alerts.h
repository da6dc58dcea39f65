/* SPDX-License-Identifier: MIT
 *
 * incident_alerts: the part of incident_apply() that is about alerts and what
 * they propose, and what can be asked about them. Only incident_apply.c,
 * handlers and views include this.
 */
#ifndef INCBOT_CORE_INCIDENT_ALERTS_H
#define INCBOT_CORE_INCIDENT_ALERTS_H

#include "core/incident.h"

/* An alert that comes and goes more often than this is no news any more. */
#define ALERT_TIMES_MAX 20

void alerts_propose(struct incident *incident, const struct event *event);
void alerts_note_posted(struct incident *incident,
    const struct event *event);
void alerts_note_nagged(struct incident *incident,
    const struct event *event);
void alerts_dismiss(struct incident *incident, const struct event *event);
void alerts_fire(struct incident *incident, const struct event *event);
void alerts_resolve(struct incident *incident, const struct event *event);

/* By its hash; NULL if it was never part of the incident. */
const struct alert_state *incident_alert(const struct incident *incident,
    const char *hash);

/* True if there is room for one more, or it is known and still news. */
bool incident_takes_alert(const struct incident *incident,
    const char *hash);

/* Proposed by an alert, and nobody has decided yet. */
bool incident_is_proposed(const struct incident *incident);

/* How many there are, and how many of them still fire. */
int incident_alert_count(const struct incident *incident);
int incident_firing_count(const struct incident *incident);

#endif
