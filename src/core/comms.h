/* SPDX-License-Identifier: MIT
 *
 * comms: the comms channel of an incident, where the severity has one: a
 * second channel in which those who talk to customers read and write without
 * the technical noise. What goes there is a closed list of what the public is
 * told and of who writes it; nobody's technical words are in it (P3.5). What a
 * turn means for it is a part of decision_finish(). Its messages:
 * core/views/view_comms.c.
 */
#ifndef INCBOT_CORE_COMMS_H
#define INCBOT_CORE_COMMS_H

#include "base/base.h"

struct decision;
struct event;
struct incident;

/* May its sentence be said there? Then it has no words but those meant for
 * the public; of a reopening the reason is left out. */
bool comms_says(const struct event *event);

/* Does the card in it look different? */
bool comms_differ(const struct incident *before,
    const struct incident *after);

/* And the announcement in the broadcast channel? */
bool announcement_differs(const struct incident *before,
    const struct incident *after);

void comms_follow(struct decision *decision, const struct incident *before);

#endif
