/* SPDX-License-Identifier: MIT
 *
 * shift_time: reads from when to when, as people type it for a shift:
 * "18:00-22:00" (today, or tomorrow if that is over), "fri 22:00-06:00",
 * "2026-12-24 18:00-22:00", "2026-12-24..2026-12-26" and "tomorrow" (whole
 * days), "until 22:00", "2h" (from now on). Local times are those of the
 * zone, by calendar arithmetic; what the clocks skip or repeat is read as
 * core/calendar/zone.h says.
 */
#ifndef INCBOT_CORE_SHIFT_TIME_H
#define INCBOT_CORE_SHIFT_TIME_H

#include "base/base.h"

struct arena;
struct zone;

struct shift_time {
	int64_t from_ms;
	int64_t until_ms;	/* not part of it */
};

/* Takes as many words off *line as belong to it. False, with *line untouched,
 * if it does not begin with a time, or one that is over or too long
 * (COVER_SPAN_MAX_MS); *problem then says what would be right. */
NODISCARD bool shift_time_take(struct arena *arena, const struct zone *zone,
    int64_t now_ms, const char **line, struct shift_time *out,
    const char **problem);

#endif
