/* SPDX-License-Identifier: MIT
 *
 * config_watch: replicas of one incbot must run one config, else who is on call
 * and what a severity means depends on who answers. Each tells the site's record
 * which one it runs when that comes into force (daemon/turns/config_turn.h), and
 * looks again and again whether the record still names the same. While files are
 * rolled out it does not; when it stays so, that is an alarm: in the log, once,
 * and in /metrics.
 */
#ifndef INCBOT_DAEMON_CONFIG_WATCH_H
#define INCBOT_DAEMON_CONFIG_WATCH_H

#include "base/base.h"
#include "services/config/config.h"

struct clock;
struct config_watch;
struct ledger;

#define CONFIG_LOOK_MS 60000
#define CONFIG_PATIENCE_MS 180000	/* so long it may differ */

struct config_watch *config_watch_new(struct ledger *ledger,
    struct clock *clock);
void config_watch_free(struct config_watch *watch);

/* The config that is in force here from now on; its fingerprint lives until
 * the next one. */
const char *config_watch_serve(struct config_watch *watch,
    const struct config *config);

/* Begins to look. */
void config_watch_start(struct config_watch *watch);

/* It has differed for too long. */
bool config_watch_differs(const struct config_watch *watch);

#endif
