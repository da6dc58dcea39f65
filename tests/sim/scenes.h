/* SPDX-License-Identifier: MIT
 *
 * scenes: what the dice find too seldom, played on purpose: a few replicas and
 * people at the very moments when one guard matters and no other helps. The
 * same books are kept, and the same holds at rest. Each scene has its mutant
 * in mutation.sh.
 */
#ifndef INCBOT_TESTS_SIM_SCENES_H
#define INCBOT_TESTS_SIM_SCENES_H

#include "base/base.h"

/* The one of that name, or all if it is ""; a broken invariant ends the program
 * (world_broken()). Returns how many there were. */
int scenes_play(const char *name, bool print);

#endif
