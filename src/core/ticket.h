/* SPDX-License-Identifier: MIT
 *
 * ticket: the tickets that an incident has elsewhere: one of its own (SEV3),
 * one for each action item. They are named by a number: 0 is the incident's,
 * n that of action item n. Pure questions, and what events do to them, which
 * incident_apply() alone calls; a tracker and its calls are
 * services/outside/tracker.h's. What is known of a ticket changes only when the
 * tracker said so, so that what is wanted and what is there can differ.
 */
#ifndef INCBOT_CORE_TICKET_H
#define INCBOT_CORE_TICKET_H

#include "base/base.h"
#include "core/incident.h"

#define TICKET_THEIRS 1	/* event.flags: it was done in the tracker, and what it
			   is about follows */

/* NULL if there is no such item. */
const struct ticket *ticket_by_number(const struct incident *incident,
    int number);

/* Should it be closed by now? What it is about is over. */
bool ticket_is_wanted_closed(const struct incident *incident, int number);

/* Asked for, and may still come or be there: what is sent to it waits for its
 * turn behind that. */
bool ticket_is_alive(const struct ticket *ticket);

/* "#42", "OPS-12". */
void ticket_label(const char *key, char out[ID_SIZE + 1]);

/* An address that may be shown as a link: https, and nothing that ends it. */
bool ticket_url_is_good(const char *url);

void tickets_note_asked(struct incident *incident, const struct event *event);
void tickets_note_opened(struct incident *incident,
    const struct event *event);
void tickets_note_failed(struct incident *incident,
    const struct event *event);
/* By the tracker's word; an action item follows it. */
void tickets_note_closed(struct incident *incident,
    const struct event *event);
void tickets_note_reopened(struct incident *incident,
    const struct event *event);
/* When a SEV3 is looked at, or asked about again. */
void tickets_note_triage(struct incident *incident,
    const struct event *event);

#endif
