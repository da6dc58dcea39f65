/* SPDX-License-Identifier: MIT
 *
 * manuscripts: what a report that came back does to the incident, pasted
 * (cmd_import.c) or as a file (on_file.c).
 */
#ifndef INCBOT_HANDLERS_MANUSCRIPTS_H
#define INCBOT_HANDLERS_MANUSCRIPTS_H

#include "handlers/handler.h"
#include "core/report/manuscript.h"

/* Reads it and finds what it would change. */
void manuscript_look(const struct turn *turn, const char *text, size_t length,
    struct manuscript *manuscript, struct manuscript_changes *changes);

/* Makes the changes in that person's name; returns how many, since a turn does
 * not hold all of very many. */
int manuscript_take(struct turn *turn, const char *actor,
    const struct manuscript_changes *changes);

/* The event about a file, and the effect that reads it; of one that is to be
 * taken over the effect's event.text is the message that showed what it would
 * change, whose button then goes ("" = it was typed). */
void manuscript_file(struct turn *turn, int effect_kind,
    const struct event *event, const char *message);

#endif
