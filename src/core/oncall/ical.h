/* SPDX-License-Identifier: MIT
 *
 * ical: the shifts of a rotation as an iCalendar feed (RFC 5545) that calendar
 * programs subscribe to. Instants are written in UTC, so a reader needs no
 * zone to understand them; the zone stands beside for people. Pure: drawn
 * from the config, the site and now.
 */
#ifndef INCBOT_CORE_ICAL_H
#define INCBOT_CORE_ICAL_H

#include "base/base.h"
#include "core/policy.h"
#include "core/site.h"

struct arena;
struct text;

#define ICAL_BEHIND_MS (INT64_C(14) * 24 * 60 * 60 * 1000)
#define ICAL_AHEAD_MS (INT64_C(120) * 24 * 60 * 60 * 1000)
#define ICAL_SHIFTS_MAX 3000	/* in one feed; later ones are left out, and
				   come with the days */
#define ICAL_BYTES_MAX (4u << 20)

/* The whole feed, lines ended and folded as the RFC wants. */
const char *ical_rotation(struct arena *arena, const struct policy *policy,
    const struct site *site, const struct rotation *rotation,
    int64_t now_ms);

/* User text as the value of a TEXT property: escaped, one line. */
void ical_escape(struct text *out, const char *raw);

/* Adds one content line: folded after 75 bytes, never within a character. */
void ical_line(struct text *out, const char *line);

#endif
