/* SPDX-License-Identifier: MIT
 *
 * json_tree: a JSON text as jansson's tree and back, in a quarter of the time:
 * what comes and goes by the thousand, Slack's envelopes, calls and answers, is
 * read and written by core/json_read.h and json_write.h, and only the tree is
 * jansson's. What that reader does not take (a number with a point, a very long
 * name, what is wrong) jansson reads and judges itself, so that both mean the
 * same by every text.
 */
#ifndef INCBOT_CORE_JSON_TREE_H
#define INCBOT_CORE_JSON_TREE_H

#include "base/base.h"
#include <jansson.h>

/* The same as json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL). */
json_t *json_tree(const char *text, size_t length);

/* The same as json_dumps(value, JSON_COMPACT), of a tree whose texts have no NUL
 * within; free() it. */
char *json_tree_text(const json_t *value, size_t *length);

#endif
