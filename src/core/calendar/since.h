/* SPDX-License-Identifier: MIT
 *
 * since: reads how people say since when something is broken. What cannot be
 * read stays their words; nothing is guessed.
 */
#ifndef INCBOT_CORE_SINCE_H
#define INCBOT_CORE_SINCE_H

#include "base/base.h"

struct zone;

/* "14:05" or "since 14:05" (the last such time of day in the zone, NULL =
 * UTC), "20 min ago", "2h ago", "now". False, *ms untouched, for anything
 * else. */
NODISCARD bool since_parse(const char *words, const struct zone *zone,
    int64_t now_ms, int64_t *ms);

#endif
