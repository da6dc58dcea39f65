/* SPDX-License-Identifier: MIT
 *
 * postmortems: what resolving, the clock and several commands share about
 * the postmortem (P6). The rules themselves: core/postmortem.h.
 */
#ifndef INCBOT_HANDLERS_POSTMORTEMS_H
#define INCBOT_HANDLERS_POSTMORTEMS_H

#include "handlers/handler.h"

/* In the turn that resolved it: who owes a postmortem, if the rule says that
 * one is owed (P6.1), and tells them: whom the form names, else by default. */
void postmortem_owe(struct turn *turn);

/* What to type for this incident from where it was asked: "/incident", or
 * "/incident INC-7" if it has no channel. */
const char *postmortem_command(const struct turn *turn);

/* An action item becomes this, by that person; a number that follows the last
 * one's adds it. Its owner is told. */
void action_set(struct turn *turn, const char *actor, int number,
    const struct action *item);

/* An appointment fell due. */
void due_postmortem(struct turn *turn, int64_t late_ms);
void due_actions(struct turn *turn);

#endif
