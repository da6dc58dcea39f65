/* SPDX-License-Identifier: MIT
 *
 * rotation: see rotation.h. All rules are kept in local minutes since
 * 1970-01-01 00:00 of the wall clock; only their edges are turned into
 * instants, by the zone.
 */
#include "core/oncall/rotation.h"
#include "base/when.h"
#include "core/calendar/zone.h"

#define START_DEFAULT 19723	/* 2024-01-01, a Monday */
#define MONDAY 1
#define EDGE_DAYS 9		/* a rule of the week shows within these */

void layer_complete(struct layer *layer)
{
	if (layer->turn_minutes == 0)
		layer->turn_minutes = WEEK_MINUTES;
	if (!layer->handoff.given)
		layer->handoff = (struct handoff){ true, -1, 9 * 60 };
	if (layer->handoff.weekday < 0 &&
	    layer->turn_minutes % WEEK_MINUTES == 0)
		layer->handoff.weekday = MONDAY;
	if (layer->start == 0)
		layer->start = START_DEFAULT;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* The wall clock at an instant, in minutes, and back. */
static int64_t local_minutes(const struct zone *zone, int64_t at_ms)
{
	struct civil civil = zone_to_civil(zone, at_ms);

	return floor_div(when_from_civil_utc(&civil), WHEN_MINUTE_MS);
}

static int64_t instant_ms(const struct zone *zone, int64_t minutes)
{
	struct civil civil = when_to_civil_utc(minutes * WHEN_MINUTE_MS);

	return zone_from_civil(zone, &civil);
}

/* 1970-01-01 was a Thursday. */
static int weekday_of(int64_t day)
{
	return (int)(((day + 4) % 7 + 7) % 7);
}

static int member_count(const struct layer *layer)
{
	int count = 0;

	while (count < MEMBERS_MAX && *layer->members[count])
		count++;
	return count;
}

/* When the first turn began: turns of whole weeks begin on the hand-off's
 * day, the last one before the start. */
static int64_t anchor_minutes(const struct layer *layer)
{
	int64_t day = layer->start;

	if (layer->turn_minutes % WEEK_MINUTES == 0)
		day -= (weekday_of(day) - layer->handoff.weekday + 7) % 7;
	return day * DAY_MINUTES + layer->handoff.minute;
}

static int64_t turn_start_ms(const struct layer *layer,
    const struct zone *zone, int64_t turn)
{
	return instant_ms(zone, anchor_minutes(layer) +
	    turn * layer->turn_minutes);
}

/* By the calendar first. An edge is the first instant at which the wall clock
 * shows its time or a later one, so the turn that the wall clock names has
 * begun; but where it was turned back, a later one may have begun as well. */
static int64_t turn_at(const struct layer *layer, const struct zone *zone,
    int64_t at_ms)
{
	int64_t turn = floor_div(local_minutes(zone, at_ms) -
	    anchor_minutes(layer), layer->turn_minutes);

	while (turn_start_ms(layer, zone, turn + 1) <= at_ms)
		turn++;
	return turn;
}

static bool has_hours(const struct layer *layer)
{
	return layer->hours.until_minute > 0;
}

static bool on_day(const struct layer *layer, int64_t day)
{
	return layer->days == 0 || (layer->days & (1u << weekday_of(day)));
}

/* What it covers of a day: from and until in local minutes of that day. */
static struct day_hours hours_of(const struct layer *layer)
{
	return has_hours(layer) ? layer->hours :
	    (struct day_hours){ 0, DAY_MINUTES };
}

/* On one of its days, within its hours. Both edges are instants of the wall
 * clock like hand-offs, so that what ends at nine and what begins at nine
 * leave no gap and do not overlap, whatever the clocks do. */
static bool in_week(const struct layer *layer, const struct zone *zone,
    int64_t at_ms)
{
	int64_t today = floor_div(local_minutes(zone, at_ms), DAY_MINUTES);
	struct day_hours hours = hours_of(layer);

	if (layer->days == 0 && !has_hours(layer))
		return true;
	for (int64_t day = today - 2; day <= today + 1; day++) {
		int64_t start = day * DAY_MINUTES;

		if (on_day(layer, day) &&
		    at_ms >= instant_ms(zone, start + hours.from_minute) &&
		    at_ms < instant_ms(zone, start + hours.until_minute))
			return true;
	}
	return false;
}

static int64_t first_ms(const struct layer *layer, const struct zone *zone)
{
	return instant_ms(zone, (int64_t)layer->start * DAY_MINUTES);
}

static int64_t end_ms(const struct layer *layer, const struct zone *zone)
{
	return layer->end == 0 ? INT64_MAX :
	    instant_ms(zone, (int64_t)(layer->end + 1) * DAY_MINUTES);
}

static bool in_dates(const struct layer *layer, const struct zone *zone,
    int64_t at_ms)
{
	return *layer->members[0] && at_ms >= first_ms(layer, zone) &&
	    at_ms < end_ms(layer, zone);
}

static const char *layer_user(const struct layer *layer,
    const struct zone *zone, int64_t at_ms)
{
	int64_t turn = turn_at(layer, zone, at_ms);
	int count = member_count(layer);

	return layer->members[((turn % count) + count) % count];
}

static const char *layers_user(const struct rotation *rotation,
    int64_t at_ms)
{
	for (int i = LAYERS_MAX - 1; i >= 0; i--) {
		const struct layer *layer = &rotation->layers[i];

		if (in_dates(layer, rotation->zone, at_ms) &&
		    in_week(layer, rotation->zone, at_ms))
			return layer_user(layer, rotation->zone, at_ms);
	}
	return "";
}

const char *rotation_user(const struct rotation *rotation, int64_t at_ms)
{
	const char *user = *rotation->schedule ?
	    looked_user(rotation->looked, at_ms) : "";

	return *user ? user : layers_user(rotation, at_ms);
}

static void sooner(int64_t candidate_ms, int64_t after_ms, int64_t *best_ms)
{
	if (candidate_ms > after_ms && candidate_ms < *best_ms)
		*best_ms = candidate_ms;
}

/* The edges of its hours and days. The first after an instant lies within a
 * week by the wall clock. */
static void week_edges(const struct layer *layer, const struct zone *zone,
    int64_t at_ms, int64_t *best_ms)
{
	int64_t today = floor_div(local_minutes(zone, at_ms), DAY_MINUTES);
	struct day_hours hours = hours_of(layer);

	if (layer->days == 0 && !has_hours(layer))
		return;
	for (int64_t day = today - 2; day < today + EDGE_DAYS; day++) {
		if (!on_day(layer, day))
			continue;
		sooner(instant_ms(zone, day * DAY_MINUTES +
		    hours.from_minute), at_ms, best_ms);
		sooner(instant_ms(zone, day * DAY_MINUTES +
		    hours.until_minute), at_ms, best_ms);
	}
}

static void layer_edges(const struct layer *layer, const struct zone *zone,
    int64_t at_ms, int64_t *best_ms)
{
	sooner(turn_start_ms(layer, zone, turn_at(layer, zone, at_ms) + 1),
	    at_ms, best_ms);
	sooner(first_ms(layer, zone), at_ms, best_ms);
	sooner(end_ms(layer, zone), at_ms, best_ms);
	week_edges(layer, zone, at_ms, best_ms);
}

int64_t rotation_next(const struct rotation *rotation, int64_t at_ms)
{
	int64_t best_ms = *rotation->schedule ?
	    looked_next(rotation->looked, at_ms) : INT64_MAX;

	for (int i = 0; i < LAYERS_MAX; i++) {
		if (*rotation->layers[i].members[0])
			layer_edges(&rotation->layers[i], rotation->zone,
			    at_ms, &best_ms);
	}
	return best_ms;
}

int64_t rotation_change(const struct rotation *rotation, int64_t at_ms,
    int64_t until_ms)
{
	const char *user = rotation_user(rotation, at_ms);
	int64_t next_ms = at_ms;

	do {
		next_ms = rotation_next(rotation, next_ms);
		if (next_ms >= until_ms)
			return until_ms;
	} while (strcmp(rotation_user(rotation, next_ms), user) == 0);
	return next_ms;
}

/* Marks what the layer covers of any week. */
static void cover_week(const struct layer *layer, bool week[WEEK_MINUTES])
{
	struct day_hours hours = hours_of(layer);

	for (int day = 0; day < 7; day++) {
		if (layer->days != 0 && !(layer->days & (1u << day)))
			continue;
		for (int minute = hours.from_minute;
		    minute < hours.until_minute; minute++)
			week[(day * DAY_MINUTES + minute) % WEEK_MINUTES] =
			    true;
	}
}

/* The layers whose dates hold at this instant cover every week. */
static bool covers_all(const struct rotation *rotation, int64_t at_ms)
{
	bool week[WEEK_MINUTES] = { false };

	for (int i = 0; i < LAYERS_MAX; i++) {
		const struct layer *layer = &rotation->layers[i];

		if (!in_dates(layer, rotation->zone, at_ms))
			continue;
		if (layer->days == 0 && !has_hours(layer))
			return true;
		cover_week(layer, week);
	}
	return memchr(week, 0, sizeof(week)) == NULL;
}

/* When the dates of some layer begin or end next. */
static int64_t next_dates(const struct rotation *rotation, int64_t at_ms)
{
	int64_t best_ms = INT64_MAX;

	for (int i = 0; i < LAYERS_MAX; i++) {
		const struct layer *layer = &rotation->layers[i];

		if (!*layer->members[0])
			continue;
		sooner(first_ms(layer, rotation->zone), at_ms, &best_ms);
		sooner(end_ms(layer, rotation->zone), at_ms, &best_ms);
	}
	return best_ms;
}

bool rotation_gap(const struct rotation *rotation, int64_t from_ms,
    int64_t until_ms, struct gap *gap)
{
	int64_t at_ms = from_ms;

	while (at_ms < until_ms) {
		if (covers_all(rotation, at_ms)) {
			at_ms = next_dates(rotation, at_ms);
		} else if (*rotation_user(rotation, at_ms)) {
			at_ms = rotation_next(rotation, at_ms);
		} else {
			gap->from_ms = at_ms;
			gap->until_ms = rotation_change(rotation, at_ms,
			    until_ms);
			return true;
		}
	}
	return false;
}

bool rotation_is_told(const struct rotation *rotation)
{
	return *rotation->handoff_channel;
}
