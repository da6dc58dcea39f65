/* SPDX-License-Identifier: MIT
 *
 * keeping: exporting a closed incident and archiving its channel
 * (cmd_keep.c), for those who close, for reminders and for answers.
 */
#ifndef INCBOT_HANDLERS_KEEPING_H
#define INCBOT_HANDLERS_KEEPING_H

#include "handlers/handler.h"

/* When an incident that is closed now is exported; 0 = never. */
int64_t keeping_due_ms(const struct turn *turn);
/* It is to be exported now. */
void keeping_ask(struct turn *turn);
/* EFFECT_EXPORT_WRITE was answered or given up; EFFECT_ROOM_ARCHIVE was
 * answered. */
void keeping_exported(struct turn *turn);
void keeping_archived(struct turn *turn);

#endif
