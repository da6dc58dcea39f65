/* SPDX-License-Identifier: MIT
 *
 * rotation: the rules of an on-call rotation, and whose turn it is at any
 * instant. A rotation is a pile of layers; where several are in force the last
 * one counts. A layer passes from member to member in turns of equal length by
 * the local calendar: the hand-off stays at its local day and hour across
 * summer time. A local hand-off time that the clocks skip happens at the next
 * instant there is, one that comes twice at the first (core/calendar/zone.h).
 * Plain data, filled by the config; knows no services and no Slack. One that
 * somebody else keeps is looked up (core/oncall/looked.h).
 */
#ifndef INCBOT_CORE_ROTATION_H
#define INCBOT_CORE_ROTATION_H

#include "base/base.h"
#include "core/limits.h"
#include "core/oncall/looked.h"

struct zone;

#define LAYERS_MAX 4		/* of a rotation */
#define MEMBERS_MAX 32		/* of a layer */
#define DAY_MINUTES 1440
#define WEEK_MINUTES (7 * DAY_MINUTES)
#define TURN_MINUTES_MIN 60
#define TURN_MINUTES_MAX (366 * DAY_MINUTES)

/* A day of the calendar: days since 1970-01-01; 0 = not given. */
typedef int32_t day_number;

/* From one minute of the day to another; until may be on the next day. Both
 * 0 = all day. */
struct day_hours {
	int from_minute;
	int until_minute;
};

struct handoff {
	bool given;
	int weekday;		/* 0 = Sunday; -1 = not said: Monday, where
				   turns are whole weeks; else any day */
	int minute;		/* of the day */
};

struct layer {
	char members[MEMBERS_MAX][ID_SIZE];	/* in the order of turns; first
						   empty one ends the list */
	int turn_minutes;	/* by the local clock */
	struct handoff handoff;
	day_number start;	/* the first member's first turn; nobody is on
				   call by this layer before */
	day_number end;		/* last day; 0 = no end */
	unsigned days;		/* in force on these: bit 0 = Sunday; 0 = all */
	struct day_hours hours;	/* and at these hours; those that run into the
				   next day belong to the day they began */
};

struct rotation {
	char name[NAME_SIZE];
	char zone_name[64];	/* "" = the site's */
	const struct zone *zone;	/* NULL = UTC */
	char handoff_channel[ID_SIZE];	/* where hand-offs are said; "" = they
					   are not told */
	char user_group[ID_SIZE];	/* whose members are who is on call;
					   "" = none */
	char schedule[ID_SIZE];	/* PagerDuty's, which says who it is; "" =
				   the layers alone do */
	const struct looked *looked;	/* what it last said; NULL = nothing
					   yet; owned by whoever set it */
	struct layer layers[LAYERS_MAX];	/* one without members is not
						   there. Behind a schedule they
						   count where it names nobody */
};

/* Puts in what was not said: weekly, Monday 09:00, from 2024-01-01 on. To be
 * done once with every layer; all zero but for its members is allowed. */
void layer_complete(struct layer *layer);

/* True if somebody is told when it passes on (core/site.h keeps whom). */
bool rotation_is_told(const struct rotation *rotation);

/* Whose turn it is: a user id, or "". Lives as long as the rotation. */
const char *rotation_user(const struct rotation *rotation, int64_t at_ms);

/* The next instant after at_ms at which any of its rules may change who that
 * is; INT64_MAX if none. Nothing changes between the two. */
int64_t rotation_next(const struct rotation *rotation, int64_t at_ms);

/* The next instant after at_ms at which it is really somebody else's turn, at
 * most until_ms, which is also the answer if there is none. */
int64_t rotation_change(const struct rotation *rotation, int64_t at_ms,
    int64_t until_ms);

/* The first stretch from from_ms on, and before until_ms, in which it is
 * nobody's turn. False if there is none. That every instant is looked at
 * costs next to nothing: which layers are in force depends on the local time
 * of the week alone, within their dates. */
struct gap {
	int64_t from_ms;
	int64_t until_ms;
};
NODISCARD bool rotation_gap(const struct rotation *rotation, int64_t from_ms,
    int64_t until_ms, struct gap *gap);

#endif
