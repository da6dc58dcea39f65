/* SPDX-License-Identifier: MIT
 *
 * documents: the report as a file and the canvas of the postmortem
 * (cmd_document.c), for those who resolve and for answers.
 */
#ifndef INCBOT_HANDLERS_DOCUMENTS_H
#define INCBOT_HANDLERS_DOCUMENTS_H

#include "handlers/handler.h"

/* A canvas is to be made, unless there is one, or no channel for it. */
void canvas_ask(struct turn *turn);

/* An effect of TARGET_DOCUMENTS was answered or given up. */
void document_result(struct turn *turn);

#endif
