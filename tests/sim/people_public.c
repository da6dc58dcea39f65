/* SPDX-License-Identifier: MIT
 *
 * people_public: what users type that the public hears of, beside updates:
 * planned maintenance, subscriptions, drafts that somebody else looks at, and
 * what did not arrive sent again. Only where the seed has such things
 * (world.h).
 */
#include "base/text.h"
#include "core/calendar/zone.h"
#include "tests/sim/outside.h"
#include "tests/sim/world.h"

#define LINE_SIZE 160
#define PLANS_MAX 6		/* of a run: what is over is kept for long */

static const char *const planned_lines[] = {
	"maintenance", "maintenance tell 1 Still planned",
	"maintenance start 1", "maintenance start 2",
	"maintenance finish 1", "maintenance finish 2 All is well",
	"maintenance cancel 2 Not today", "maintenance cancel 3 Not now",
	"maintenance tell 2 It takes longer", "maintenance tell 3 Soon",
	"maintenance finish 3",
};

static const char *const resent_lines[] = {
	"maintenance resend 1", "maintenance resend 2",
	"maintenance resend 3",
};

static const char *const reader_lines[] = {
	"subscribe all email", "subscribe all email daily",
	"subscribe all by e-mail", "subscribe all email hourly",
	"subscribe all", "unsubscribe", "subscribe",
	"subscribe all email nobody@", "subscribe all sev1 email",
};

static const char *const eyes_lines[] = {
	"approve", "approve", "approve", "sendback say since when",
	"update The draft is changed", "update We know what it is",
};

static const char *const again_lines[] = { "republish" };

static void type_in(struct world *world, const char *user,
    const char *channel, const char *text)
{
	world_tell(world, "%s in %s: /incident %s", user, channel, text);
	outside_type(world->outside, user, channel, text);
}

/* One of the lines; what it may tell the public is like nothing before. */
static void say(struct world *world, const char *user, const char *channel,
    const char *const *lines, size_t count)
{
	const char *text = lines[prng_below(&world->dice, count)];
	char line[LINE_SIZE];

	if (text_starts_with(text, "maintenance ") ||
	    text_starts_with(text, "update "))
		snprintf(line, sizeof(line), "%s (%llu)", text,
		    (unsigned long long)++world->said);
	else
		snprintf(line, sizeof(line), "%s", text);
	type_in(world, user, channel, line);
}

/* "maintenance plan 14:05-14:09 Work (7); It may be slow (7)": it begins and
 * ends while the world goes on. */
static void plan(struct world *world, const char *user, const char *channel)
{
	int64_t from_ms = world->now_ms + world_between(world, 60000, 240000);
	int64_t until_ms = from_ms + world_between(world, 60000, 240000);
	struct civil from = zone_to_civil(world->policy.zone, from_ms);
	struct civil until = zone_to_civil(world->policy.zone, until_ms);
	unsigned long long number = ++world->said;
	char line[LINE_SIZE];

	world->plans++;
	snprintf(line, sizeof(line), "maintenance plan %02d:%02d-%02d:%02d "
	    "Work (%llu); It may be slow (%llu)", from.hour, from.minute,
	    until.hour, until.minute, number, number);
	type_in(world, user, channel, line);
}

static void work(struct world *world, const char *user, const char *channel)
{
	if (world->plans < PLANS_MAX && world_chance(world, 400))
		plan(world, user, channel);
	else if (world_chance(world, 700))
		say(world, user, channel, planned_lines,
		    ARRAY_LEN(planned_lines));
	else
		type_in(world, user, channel, resent_lines[prng_below(
		    &world->dice, ARRAY_LEN(resent_lines))]);
}

void people_act_publicly(struct world *world, const char *user,
    const char *channel)
{
	if (world_has_maintenance(world->seed) && world_chance(world, 500))
		work(world, user, channel);
	else if (world_has_letters(world->seed))
		say(world, user, channel, reader_lines,
		    ARRAY_LEN(reader_lines));
	else if (world_has_approval(world->seed))
		say(world, user, channel, eyes_lines, ARRAY_LEN(eyes_lines));
	else
		say(world, user, channel, again_lines,
		    ARRAY_LEN(again_lines));
}
