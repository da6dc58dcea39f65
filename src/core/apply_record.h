/* SPDX-License-Identifier: MIT
 *
 * apply_record: how the events of marked messages (core/marked.c) change the
 * incident. For the table in incident_apply.c alone.
 */
#ifndef INCBOT_CORE_APPLY_RECORD_H
#define INCBOT_CORE_APPLY_RECORD_H

#include "core/apply_postmortem.h"

apply_fn apply_MESSAGE_MARKED;
apply_fn apply_MESSAGE_UNMARKED;
apply_fn apply_MESSAGE_KEPT;
apply_fn apply_MESSAGE_DROPPED;

#endif
