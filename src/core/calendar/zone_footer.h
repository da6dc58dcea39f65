/* SPDX-License-Identifier: MIT
 *
 * zone_footer: the line at the end of TZif data that rules all years after
 * its table, such as "CET-1CEST,M3.5.0,M10.5.0/3" (POSIX TZ, RFC 8536). Only
 * reading it; what follows from it is zone.c's affair, the only user.
 */
#ifndef INCBOT_CORE_ZONE_FOOTER_H
#define INCBOT_CORE_ZONE_FOOTER_H

#include "base/base.h"

struct zone_kind {
	int offset_s;
	char abbreviation[8];
};

enum zone_date_form {
	DATE_JULIAN,		/* J60 is always the first of March */
	DATE_DAY,		/* 59, from 0, leap days counted */
	DATE_WEEKDAY,		/* M3.5.0 is March's last Sunday */
};

/* When, in local time, a footer's rule changes the clocks. */
struct zone_change {
	enum zone_date_form form;
	int day;
	int month;
	int week;
	int time_s;
};

struct zone_footer {
	bool given;
	bool has_summer;
	struct zone_kind standard;
	struct zone_kind summer;
	struct zone_change start;	/* of summer time, in standard time */
	struct zone_change end;	/* of summer time, in summer time */
};

/* Fills *footer, which must be zero. "" is a footer that says nothing. False
 * if it cannot be read. */
NODISCARD bool zone_footer_parse(const char *s, struct zone_footer *footer);

#endif
