/* SPDX-License-Identifier: MIT
 *
 * daemon_ledger: the daemon's way to its ledger: connect to Redis, open the
 * store, notice one that is not the one known before. Read next: daemon.c.
 */
#include "base/log.h"
#include "core/store_format.h"
#include "daemon/daemon_parts.h"
#include "daemon/turns/store_file.h"
#include "services/clock.h"
#include "services/ledger/ledger_redis.h"
#include <errno.h>

#define OPEN_AGAIN_MS 1000

static void open_ledger(void *arg);

/* Incidents that people rely on are gone: nothing is done until somebody has
 * looked. */
static void log_wiped(void)
{
	char path[STORE_PATH_SIZE];

	store_file_path(path);
	log_error("ledger_wiped", "hint=\"this Redis is not the one used "
	    "before, or has lost everything: bring back its data, or remove "
	    "%s to begin with an empty one\"", path);
}

/* An empty store is made anew; one that vanishes later is noticed by the
 * ledger, which then takes nothing more. Slack comes after it: a replica that
 * never had a ledger would only take commands away from those that have. */
static void on_ledger_open(void *arg, enum ledger_status status,
    const char *store)
{
	struct daemon *daemon = arg;

	if (status == LEDGER_OK) {
		log_info("ledger_open", "store=%s", store);
		if (!store_file_write(store))
			log_warn("store_not_remembered", "errno=%d", errno);
		daemon_ledger_opened(daemon);
		return;
	}
	if (daemon->outdated)
		return;
	if (status == LEDGER_WIPED || status == LEDGER_ABSENT)
		log_wiped();
	else
		log_error("ledger_closed", "status=%s error=\"%s\"",
		    ledger_status_name(status),
		    ledger_last_error(daemon->ledger));
	clock_wake(daemon->clock, OPEN_AGAIN_MS, open_ledger, daemon);
}

static void open_ledger(void *arg)
{
	struct daemon *daemon = arg;

	char known[STORE_ID_SIZE];

	store_file_read(known);
	if (!daemon->stopping)
		ledger_open(daemon->ledger, known, !*known, on_ledger_open,
		    daemon);
}

static void on_redis_state(void *arg, bool up, const char *reason)
{
	struct daemon *daemon = arg;

	daemon->redis_up = up;
	if (!up) {
		log_warn("redis_down", "reason=\"%s\"", reason);
		return;
	}
	log_info("redis_up", "service=redis");
	if (!daemon->opening) {
		daemon->opening = true;
		open_ledger(daemon);
	}
}

static void stop_soon(void *arg)
{
	daemon_stop(arg);
}

/* A newer incbot has begun to work on this store, and this one would drop what
 * it does not know of: it steps aside, at once. */
static void on_newer(void *arg)
{
	struct daemon *daemon = arg;

	if (daemon->outdated)
		return;
	daemon->outdated = true;
	log_error("newer_incbot", "hint=\"a newer incbot uses this store: "
	    "start that one; to go back see UPGRADES in incbot(8)\"");
	clock_wake(daemon->clock, 0, stop_soon, daemon);
}

bool daemon_start_ledger(struct daemon *daemon)
{
	const struct redis_config *config = &daemon->config->redis;
	struct ledger_redis_options options = {
		.redis = {
			.url = &config->address,
			.resolver = daemon->resolver,
			.tls = daemon->redis_tls,
			.client_name = daemon->worker,
		},
		.clock = daemon->clock,
		.workspace = config->namespace,
		.shards = 1,
		.replicas_wanted = config->replicas,
		.format = store_format(),
		.stays = true,
		.state = on_redis_state,
		.newer = on_newer,
		.state_arg = daemon,
	};

	if (config->address.scheme == URL_REDISS) {
		daemon->redis_tls = tls_trust_context(daemon->trust);
		options.redis.tls = daemon->redis_tls;
	}
	daemon->ledger = ledger_redis_new(daemon->loop, &options);
	return daemon->ledger != NULL;
}
