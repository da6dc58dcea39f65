/* SPDX-License-Identifier: MIT
 *
 * proposals: what an alert proposes and nobody decides is not forgotten: it is
 * said again, and the longer it lasts the more people are told. Whether it is
 * an incident stays people's to say. Used by on_alert.c, which makes
 * proposals, and by the clock (on_due.c).
 */
#ifndef INCBOT_HANDLERS_PROPOSALS_H
#define INCBOT_HANDLERS_PROPOSALS_H

#include "handlers/handler.h"

/* When it is said again, after it was so many times; 0 = never. */
int64_t proposal_next_ms(const struct turn *turn, int severity, int nags);

/* PROPOSAL_DUE fell due. */
void proposal_due(struct turn *turn, int64_t late_ms);

#endif
