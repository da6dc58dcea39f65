/* SPDX-License-Identifier: MIT
 *
 * config_watch: see config_watch.h.
 */
#include "daemon/config_watch.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/site.h"
#include "services/clock.h"
#include "services/ledger/ledger.h"

struct config_watch {
	struct ledger *ledger;
	struct clock *clock;
	char own[CONFIG_FINGERPRINT_SIZE];
	int64_t differs_since_ms;	/* uptime; 0 = it does not */
	bool told;
};

static void look(void *arg);

struct config_watch *config_watch_new(struct ledger *ledger,
    struct clock *clock)
{
	struct config_watch *watch = xcalloc(1, sizeof(*watch));

	watch->ledger = ledger;
	watch->clock = clock;
	return watch;
}

void config_watch_free(struct config_watch *watch)
{
	free(watch);
}

const char *config_watch_serve(struct config_watch *watch,
    const struct config *config)
{
	config_fingerprint(config, watch->own);
	return watch->own;
}

bool config_watch_differs(const struct config_watch *watch)
{
	return watch->told;
}

static void note(struct config_watch *watch, const char *theirs)
{
	int64_t now_ms = clock_uptime_ms(watch->clock);

	if (!*theirs || strcmp(theirs, watch->own) == 0) {
		if (watch->told)
			log_info("config_agrees", "config=%s", watch->own);
		watch->differs_since_ms = 0;
		watch->told = false;
		return;
	}
	if (watch->differs_since_ms == 0)
		watch->differs_since_ms = now_ms;
	if (watch->told ||
	    now_ms - watch->differs_since_ms < CONFIG_PATIENCE_MS)
		return;
	watch->told = true;
	log_error("config_differs", "config=%s others=%s reason=\"another "
	    "replica runs another config; give all of them the same file and "
	    "reload\"", watch->own, theirs);
}

static void on_site(void *arg, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	struct config_watch *watch = arg;
	struct site *site = xmalloc(sizeof(*site));

	if (status == LEDGER_OK && site_decode(snapshot->data,
	    snapshot->length, site))
		note(watch, site->config);
	free(site);
	clock_wake(watch->clock, CONFIG_LOOK_MS, look, watch);
}

static void look(void *arg)
{
	struct config_watch *watch = arg;

	ledger_load(watch->ledger, SITE_ID, "", on_site, watch);
}

void config_watch_start(struct config_watch *watch)
{
	clock_wake(watch->clock, CONFIG_LOOK_MS, look, watch);
}
