/* SPDX-License-Identifier: MIT
 *
 * config_calendar: the types of settings of rotations, for the table of types
 * in config_value.c. The values are those of core/oncall/rotation.h.
 */
#ifndef INCBOT_SERVICES_CONFIG_CALENDAR_H
#define INCBOT_SERVICES_CONFIG_CALENDAR_H

#include "services/config/config_table.h"

/* int, minutes: "weekly", "daily", "12h", "3d", "2w". */
bool calendar_set_turn(const struct setting *row, void *where,
    const char *text, struct text *why);
void calendar_format_turn(const void *where, struct text *out);

/* struct handoff: "mon 09:00", "09:00". */
bool calendar_set_handoff(const struct setting *row, void *where,
    const char *text, struct text *why);
void calendar_format_handoff(const void *where, struct text *out);

/* day_number: "2026-01-05", or "". */
bool calendar_set_date(const struct setting *row, void *where,
    const char *text, struct text *why);
void calendar_format_date(const void *where, struct text *out);

/* unsigned, a bit each: "mon-fri", "sat,sun", or "". */
bool calendar_set_day_count(const struct setting *row, void *where,
    const char *text, struct text *why);
bool calendar_set_days(const struct setting *row, void *where,
    const char *text, struct text *why);
void calendar_format_days(const void *where, struct text *out);

/* struct day_hours: "09:00-17:00", or "". */
bool calendar_set_hours(const struct setting *row, void *where,
    const char *text, struct text *why);
void calendar_format_hours(const void *where, struct text *out);

#endif
