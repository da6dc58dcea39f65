/* SPDX-License-Identifier: MIT
 *
 * apply_record: how the events of marked messages (core/marked.c), of the channel
 * (core/apply_room.c), of keeping the record (core/keeping.c) and of its
 * documents (core/documents.c) change the incident. For the table in incident_apply.c alone.
 */
#ifndef INCBOT_CORE_APPLY_RECORD_H
#define INCBOT_CORE_APPLY_RECORD_H

#include "core/apply_postmortem.h"

apply_fn apply_MESSAGE_MARKED;
apply_fn apply_MESSAGE_UNMARKED;
apply_fn apply_MESSAGE_KEPT;
apply_fn apply_MESSAGE_DROPPED;

/* core/apply_room.c */
apply_fn apply_ROOM_OPENED;
apply_fn apply_ROOM_FAILED;
apply_fn apply_ROOM_LOST;
apply_fn apply_CHECKLIST_LOST;

/* core/keeping.c */
apply_fn apply_EXPORT_ASKED;
apply_fn apply_EXPORTED;
apply_fn apply_EXPORT_FAILED;
apply_fn apply_HELD;
apply_fn apply_RELEASED;
#define apply_ROOM_ARCHIVED apply_ROOM_LOST
#define apply_COMMS_ARCHIVED apply_COMMS_LOST

/* core/documents.c */
apply_fn apply_REPORT_ASKED;
#define apply_CANVAS_ASKED apply_REPORT_ASKED
#define apply_CANVAS_FAILED apply_REPORT_ASKED
#define apply_MANUSCRIPT_SHARED apply_REPORT_ASKED
#define apply_MANUSCRIPT_ASKED apply_REPORT_ASKED
#define apply_MANUSCRIPT_TAKEN apply_REPORT_ASKED
#define apply_MANUSCRIPT_LEFT apply_REPORT_ASKED
apply_fn apply_CANVAS_MADE;
apply_fn apply_CANVAS_LOST;
/* After every event: what was exported is old. */
apply_fn keeping_note_any;

#endif
