/* SPDX-License-Identifier: MIT
 *
 * config_turn: a config that comes into force, at the start or by a reload, may
 * change what the site's record plans (whose hand-offs are told, when a digest
 * is due): tells it in a turn of its own, again and again until that is
 * committed. What follows: handlers/on_site.c.
 */
#ifndef INCBOT_DAEMON_CONFIG_TURN_H
#define INCBOT_DAEMON_CONFIG_TURN_H

#include "base/base.h"

struct clock;
struct turns;

#define CONFIG_TURN_AGAIN_MS 5000

struct config_turn {
	struct turns *turns;
	struct clock *clock;
	char name[32];		/* the config's fingerprint; "" = not told */
	bool wanted;		/* not committed yet */
	bool under_way;
};

void config_turn_init(struct config_turn *config_turn, struct turns *turns,
    struct clock *clock);

/* The config is another one than the last time, or what it plans by is. */
void config_turn_begin(struct config_turn *config_turn, const char *name);

#endif
