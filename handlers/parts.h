/* SPDX-License-Identifier: MIT
 *
 * parts: a command of several parts ("oncall swap ...", "maintenance plan
 * ..."). Each part that can be typed is the entry that its button or its form
 * runs, with that entry's right, words and form: typing and clicking mean the
 * same (P7.2), and nobody types what they may not click. What the parts do is
 * the commands' own affair (cmd_oncall.c, cmd_maintenance.c).
 */
#ifndef INCBOT_HANDLERS_PARTS_H
#define INCBOT_HANDLERS_PARTS_H

#include "handlers/handler.h"

struct part {
	const char *word;
	const char *usage;	/* what comes after the command: "drop 3" */
	const struct handler *entry;
	bool numbered;		/* its form is of one that is named first */
};

/* The part that this word begins, or NULL; `count` of them. */
const struct part *part_find(const struct part *parts, size_t count,
    const char *word);

/* Runs a part with the words after it: refuses whoever may not, opens its form
 * if words are missing, or says how it is typed. */
enum outcome part_run(struct turn *turn, const struct part *part,
    const char *command, const char *words);

/* "PROBLEM Type `/incident COMMAND USAGE`."; in a form the sentence stands
 * under the field. `problem` may be NULL. */
enum outcome part_refuse(struct turn *turn, const char *command,
    const char *field, const char *problem, const char *usage);

#endif
