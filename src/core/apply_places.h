/* SPDX-License-Identifier: MIT
 *
 * apply_places: how the events of the places that updates go to, of drafts on
 * their way there, and of the comms channel change the incident. For
 * incident_apply.c alone.
 */
#ifndef INCBOT_CORE_APPLY_PLACES_H
#define INCBOT_CORE_APPLY_PLACES_H

#include "core/incident.h"
#include "core/apply_postmortem.h"

/* An update is on its way to the places. */
void places_publish(struct incident *incident, const struct event *event);
/* What waits for a second pair of eyes waits no more. */
void places_forget_draft(struct incident *incident);

apply_fn apply_COMMS_OPENED;
apply_fn apply_COMMS_LOST;
apply_fn apply_COMMS_CARD_POSTED;
apply_fn apply_BROADCAST_POSTED;
apply_fn apply_PUBLIC_TITLE_SET;
apply_fn apply_UPDATE_DRAFTED;
apply_fn apply_DRAFT_TITLED;
apply_fn apply_DRAFT_POSTED;
apply_fn apply_OFFER_POSTED;
apply_fn apply_DRAFT_SENT_BACK;
apply_fn apply_PLACE_FAILED;
apply_fn apply_PLACE_REACHED;
apply_fn apply_PLACE_RETRIED;

#endif
