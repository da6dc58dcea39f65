/* SPDX-License-Identifier: MIT
 *
 * zone: a time zone from TZif bytes (RFC 8536), without libc's process-wide
 * zone. Pure: whoever makes one has read the file (src/services/config/config
 * reads /usr/share/zoneinfo). Calendar arithmetic is done on local civil
 * time first, then turned into UTC.
 */
#ifndef INCBOT_CORE_ZONE_H
#define INCBOT_CORE_ZONE_H

#include "base/base.h"
#include "base/when.h"

struct zone;

/* Parses version 2+ TZif data including the POSIX footer that rules the years
 * after the table; copies what it needs. NULL if the bytes are not valid. */
struct zone *zone_new(const char *name, const void *bytes, size_t length);
void zone_free(struct zone *zone);
const char *zone_name(const struct zone *zone);

/* Offset from UTC in seconds, at that instant. NULL zone = UTC. */
int zone_offset_s(const struct zone *zone, int64_t utc_ms,
    char abbreviation[8]);

/* Local civil time at an instant. */
struct civil zone_to_civil(const struct zone *zone, int64_t utc_ms);

/* The instant of a local time. If it does not exist (spring forward) the next
 * valid instant; if it exists twice, the first. */
int64_t zone_from_civil(const struct zone *zone, const struct civil *civil);

#endif
