/* SPDX-License-Identifier: MIT
 *
 * incident_pages: what events do to the escalation and to the receipts of
 * pages, a part of incident_apply(), which alone includes this. What they
 * mean: core/event.def.
 */
#ifndef INCBOT_CORE_INCIDENT_PAGES_H
#define INCBOT_CORE_INCIDENT_PAGES_H

#include "core/incident.h"

void pages_ask(struct incident *incident, const struct event *event);
void pages_ask_again(struct incident *incident, const struct event *event);

/* A person asked for it: by and why are kept. A rung of the ladder is taken by it,
 * as if its time had come. */
void pages_call(struct incident *incident, const struct event *event);
void pages_plan(struct incident *incident, const struct event *event);
void pages_end(struct incident *incident, const struct event *event);
void pages_skip(struct incident *incident, const struct event *event);
void pages_note_sent(struct incident *incident, const struct event *event);
void pages_note_accepted(struct incident *incident,
    const struct event *event);
void pages_note_failed(struct incident *incident,
    const struct event *event);
void pages_note_forgotten(struct incident *incident,
    const struct event *event);
void pages_note_unreached(struct incident *incident,
    const struct event *event);
void pages_note_delivered(struct incident *incident,
    const struct event *event);

/* Nobody is on it any more: there is another target, and whoever acknowledged
 * before counts for the figures alone. */
void pages_begin_anew(struct incident *incident, int64_t ack_due_ms);

/* The escalation begins anew. */
void pages_restart(struct incident *incident, const struct event *event);

/* No more rungs are taken: somebody is on it. */
void pages_stop(struct incident *incident);

#endif
