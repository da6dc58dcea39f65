/* SPDX-License-Identifier: MIT
 *
 * ical: see ical.h.
 */
#include "core/oncall/ical.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/when.h"
#include "core/oncall/oncall.h"
#include "core/calendar/zone.h"

#define FOLD_BYTES 75
#define LINE_BYTES_MAX 2000

void ical_escape(struct text *out, const char *raw)
{
	for (; *raw; raw++) {
		if (*raw == '\r')
			continue;
		if (*raw == '\n')
			text_add(out, "\\n");
		else if ((unsigned char)*raw < ' ' || *raw == 0x7f)
			text_add_char(out, ' ');
		else {
			if (strchr("\\;,", *raw))
				text_add_char(out, '\\');
			text_add_char(out, *raw);
		}
	}
}

/* How many of these bytes fit on a line of so many, whole characters. */
static size_t fitting(const char *line, size_t room)
{
	size_t n = strlen(line);

	if (n <= room)
		return n;
	n = room;
	while (n > 1 && ((unsigned char)line[n] & 0xc0) == 0x80)
		n--;
	return n;
}

void ical_line(struct text *out, const char *line)
{
	size_t room = FOLD_BYTES;

	for (;;) {
		size_t n = fitting(line, room);

		text_add_n(out, line, n);
		text_add(out, "\r\n");
		line += n;
		if (*line == '\0')
			return;
		text_add_char(out, ' ');
		room = FOLD_BYTES - 1;
	}
}

static void add(struct text *out, struct arena *arena, const char *name,
    const char *raw)
{
	struct text line = text_new(arena, LINE_BYTES_MAX);

	text_addf(&line, "%s:", name);
	ical_escape(&line, raw);
	ical_line(out, line.data);
}

static void add_instant(struct text *out, const char *name, int64_t ms)
{
	struct civil c = when_to_civil_utc(ms);
	char line[80];
	struct text text;

	text_init(&text, line, sizeof(line));
	text_addf(&text, "%s:%04d%02d%02dT%02d%02d%02dZ", name, c.year,
	    c.month, c.day, c.hour, c.minute, c.second);
	ical_line(out, line);
}

struct stretch {
	const char *user;
	int64_t from_ms;
	int64_t until_ms;
};

/* A UID stays when the feed is drawn anew: one person begins at one instant. */
static void add_shift(struct text *out, struct arena *arena,
    const struct rotation *rotation, const struct stretch *shift,
    int64_t now_ms)
{
	ical_line(out, "BEGIN:VEVENT");
	ical_line(out, arena_printf(arena, "UID:%016llx-%lld-%s@incbot",
	    (unsigned long long)hash_string(rotation->name),
	    (long long)(shift->from_ms / WHEN_SECOND_MS), shift->user));
	add_instant(out, "DTSTAMP", now_ms);
	add_instant(out, "DTSTART", shift->from_ms);
	add_instant(out, "DTEND", shift->until_ms);
	add(out, arena, "SUMMARY", arena_printf(arena, "On call: %s (%s)",
	    shift->user, rotation->name));
	add(out, arena, "DESCRIPTION", arena_printf(arena, "%s is on call by "
	    "the rotation %s. Hand-off by the clock of %s.", shift->user,
	    rotation->name, *rotation->zone_name ? rotation->zone_name :
	    "UTC"));
	ical_line(out, "TRANSP:TRANSPARENT");
	ical_line(out, "END:VEVENT");
}

static void add_shifts(struct text *out, struct arena *arena,
    const struct policy *policy, const struct site *site,
    const struct rotation *rotation, int64_t now_ms)
{
	int64_t end_ms = now_ms + ICAL_AHEAD_MS;
	struct stretch shift = { .until_ms = now_ms - ICAL_BEHIND_MS };

	/* The first whole shift: what began before is not told as if it
	 * had begun then. */
	shift.until_ms = oncall_rotation_change(policy, site, rotation, shift.until_ms,
	    now_ms);
	if (shift.until_ms == now_ms)
		shift.until_ms = now_ms - ICAL_BEHIND_MS;
	for (int i = 0; i < ICAL_SHIFTS_MAX && shift.until_ms < end_ms; i++) {
		shift.from_ms = shift.until_ms;
		shift.user = oncall_rotation_user(policy, site, rotation, shift.from_ms);
		shift.until_ms = oncall_rotation_change(policy, site, rotation,
		    shift.from_ms, end_ms);
		if (*shift.user)
			add_shift(out, arena, rotation, &shift, now_ms);
	}
}

const char *ical_rotation(struct arena *arena, const struct policy *policy,
    const struct site *site, const struct rotation *rotation,
    int64_t now_ms)
{
	struct text out = text_new(arena, ICAL_BYTES_MAX);

	ical_line(&out, "BEGIN:VCALENDAR");
	ical_line(&out, "VERSION:2.0");
	ical_line(&out, "PRODID:-//incbot//on call//EN");
	ical_line(&out, "CALSCALE:GREGORIAN");
	add(&out, arena, "X-WR-CALNAME", arena_printf(arena, "On call: %s",
	    rotation->name));
	add(&out, arena, "X-WR-TIMEZONE", *rotation->zone_name ?
	    rotation->zone_name : "UTC");
	ical_line(&out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
	ical_line(&out, "X-PUBLISHED-TTL:PT1H");
	add_shifts(&out, arena, policy, site, rotation, now_ms);
	ical_line(&out, "END:VCALENDAR");
	assert(!out.truncated);
	return out.data;
}
