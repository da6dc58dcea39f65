/* SPDX-License-Identifier: MIT
 *
 * marks: what came of reading a marked message (on_mark.c), for on_result.c.
 */
#ifndef INCBOT_HANDLERS_MARKS_H
#define INCBOT_HANDLERS_MARKS_H

#include "handlers/handler.h"

/* EFFECT_MARK_READ was answered, or given up. */
void marks_result(struct turn *turn);

#endif
