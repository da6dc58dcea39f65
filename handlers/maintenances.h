/* SPDX-License-Identifier: MIT
 *
 * maintenances: what every step of planned maintenance entails: it goes to the
 * public page, to the places outside that know planned work, to the broadcast
 * channel and to whoever subscribed to all updates. The record:
 * core/maintenance.h; by typing and clicking: cmd_maintenance.c; by the clock:
 * due_maintenance.c.
 */
#ifndef INCBOT_HANDLERS_MAINTENANCES_H
#define INCBOT_HANDLERS_MAINTENANCES_H

#include "handlers/handler.h"

/* Makes the event, whose text is told everywhere. */
void maintenance_tell(struct turn *turn, struct event *event);

/* What was told last goes again to the places. */
void maintenance_resend(struct turn *turn, int number, int places);

/* What came of telling it outside. */
enum outcome maintenance_result(struct turn *turn);

#endif
