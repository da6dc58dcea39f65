/* SPDX-License-Identifier: MIT
 *
 * config_problems: a list of sentences about what is wrong, collected so
 * that a person hears of all mistakes at once. Whoever adds one quotes no
 * secret.
 */
#ifndef INCBOT_SERVICES_CONFIG_PROBLEMS_H
#define INCBOT_SERVICES_CONFIG_PROBLEMS_H

#include "base/base.h"

/* More are counted, not kept. */
#define PROBLEMS_MAX 100
#define PROBLEM_SIZE 640	/* bytes of one; longer ones are cut */

/* All zero is a valid empty list. */
struct problems {
	char *lines[PROBLEMS_MAX];
	int count;
	int left_out;
};

void problems_add(struct problems *problems, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* One a line. */
void problems_print(const struct problems *problems, FILE *out);
/* Empty again. */
void problems_clear(struct problems *problems);

#endif
