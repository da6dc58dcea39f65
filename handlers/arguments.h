/* SPDX-License-Identifier: MIT
 *
 * arguments: reads a command's words, or a form's values, by the template in
 * its handler entry ("level:severity reason:text?"). One reader for both, so
 * that typing and clicking mean the same (P7.2).
 */
#ifndef INCBOT_HANDLERS_ARGUMENTS_H
#define INCBOT_HANDLERS_ARGUMENTS_H

#include "handlers/handler.h"

enum arguments_result {
	ARGUMENTS_READ,
	ARGUMENTS_MISSING,	/* a required one is absent */
	ARGUMENTS_WRONG,	/* one cannot be read, or words are left */
};

/* Fills turn->arguments. If something is wrong *problem is a sentence that
 * says what would be right (NULL if it is merely missing), and *field the
 * argument's name ("" = words are left). */
enum arguments_result arguments_read(struct turn *turn,
    const char *template, const char **problem, const char **field);

/* "sev1", "SEV-1", "P1", "1", "sev1:"; "sev2?" is SEV1 (doubt rounds up, P1.2).
 * False if it is no severity. */
NODISCARD bool severity_parse(const char *word, int *severity);

/* "sev1", "sev9" and "p1", but not "1", "several" or "p95": a title may begin
 * so. */
bool severity_is_meant(const char *word);

/* "<@U0ANA>", "<@U0ANA|ana>" or a bare id; "me" is the actor. */
NODISCARD bool user_parse(const char *word, const char *actor,
    char user[ID_SIZE]);

/* Takes the first white-space separated word off *line. */
const char *word_take(struct arena *arena, const char **line);

#endif
