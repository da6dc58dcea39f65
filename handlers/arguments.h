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
	ARGUMENTS_WRONG,	/* one cannot be read; *problem says which way,
				   *field its name */
};

/* Fills turn->arguments. */
enum arguments_result arguments_read(struct turn *turn,
    const char *template, const char **problem, const char **field);

/* "sev1", "SEV 1", "1", "sev2?" (doubt rounds up, P1.2); also at the
 * beginning of a command line. False if it is no severity. */
NODISCARD bool severity_parse(const char *word, int *severity);

/* "<@U0ANA>", "<@U0ANA|ana>" or a bare id; "me" is the actor. */
NODISCARD bool user_parse(const char *word, const char *actor,
    char user[ID_SIZE]);

/* Takes the first white-space separated word off *line. */
const char *word_take(struct arena *arena, const char **line);

#endif
