/* SPDX-License-Identifier: MIT
 *
 * apply_postmortem: how the events of a postmortem and of its action items,
 * and the cause named before, change the incident. For the table in incident_apply.c alone.
 */
#ifndef INCBOT_CORE_APPLY_POSTMORTEM_H
#define INCBOT_CORE_APPLY_POSTMORTEM_H

#include "core/incident.h"

typedef void apply_fn(struct incident *incident, const struct event *event);

apply_fn apply_CAUSE_NAMED;
apply_fn apply_PATTERN_SUSPECTED;
apply_fn apply_POSTMORTEM_OWED;
apply_fn apply_POSTMORTEM_GIVEN;
apply_fn apply_POSTMORTEM_WRITTEN;
apply_fn apply_POSTMORTEM_NAGGED;
apply_fn apply_POSTMORTEM_SNOOZED;
apply_fn apply_ACTION_SET;
apply_fn apply_ACTION_DONE;
apply_fn apply_ACTION_DROPPED;
apply_fn apply_ACTION_NAGGED;

#endif
