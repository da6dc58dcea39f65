/* SPDX-License-Identifier: MIT
 *
 * ticket_follow: what a turn means for the tickets that are there: a part of
 * decision_finish(), which alone includes this.
 */
#ifndef INCBOT_CORE_TICKET_FOLLOW_H
#define INCBOT_CORE_TICKET_FOLLOW_H

struct decision;
struct incident;

void tickets_follow(struct decision *decision, const struct incident *before);

#endif
