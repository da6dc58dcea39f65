/* SPDX-License-Identifier: MIT
 *
 * ticket_follow: what a turn means for the tickets that are there: a part of
 * decision_finish().
 */
#ifndef INCBOT_CORE_TICKET_FOLLOW_H
#define INCBOT_CORE_TICKET_FOLLOW_H

struct decision;
struct event;
struct incident;

/* Which ticket's readers should know of the event, by its number; -1 = none. */
int ticket_concerned(const struct event *event);

void tickets_follow(struct decision *decision, const struct incident *before);

#endif
