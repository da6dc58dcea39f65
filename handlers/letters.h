/* SPDX-License-Identifier: MIT
 *
 * letters: public updates by e-mail (P4.3). Each update is noted in the
 * mailboxes of those who want it (core/mailbox.h); when one is due, a letter
 * with everything new is begun, and what became of it comes back as a result.
 * What it says is written when it is sent (daemon/jobs/letter_job.h).
 */
#ifndef INCBOT_HANDLERS_LETTERS_H
#define INCBOT_HANDLERS_LETTERS_H

#include "handlers/handler.h"

/* The first letter: it only says what will come, and shows at once whether
 * letters arrive. */
#define LETTER_FIRST 1

/* Notes news of maintenance; `users` with a blank between them, may be "". */
void letters_note_maintenance(struct turn *turn, int number,
    const char *users);

/* Sends the first letter of a mailbox that was set by this turn. */
void letters_begin(struct turn *turn, const char *user);

/* The result of an effect LETTER_SEND. */
enum outcome letters_result(struct turn *turn);

#endif
