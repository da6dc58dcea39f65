/* SPDX-License-Identifier: MIT
 *
 * tickets: what several handlers share about tickets and about the triage of
 * a SEV3 (P1): when one is asked for, what its answer means, who is reminded
 * to look. What is told to a ticket that is there follows by itself
 * (core/ticket_follow.h).
 */
#ifndef INCBOT_HANDLERS_TICKETS_H
#define INCBOT_HANDLERS_TICKETS_H

#include "handlers/handler.h"

/* Where the config wants one: for the incident (0) or an action item. None
 * for a drill, and none by itself for a private incident, whose title the
 * tracker's readers must not see. */
void ticket_ask_by_policy(struct turn *turn, int number);

/* In that tracker, whatever the config wants. */
void ticket_ask(struct turn *turn, int number, const char *way);

/* Says the event where those concerned read it: in the channel, or to the
 * owner of the item, else to whoever declared. */
void ticket_say(struct turn *turn, const struct event *event);

/* Declared as SEV3 or lowered to it: a ticket, and somebody to look at it in
 * business hours. */
void triage_plan(struct turn *turn);
void triage_due(struct turn *turn, int64_t late_ms);

#endif
