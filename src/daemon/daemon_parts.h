/* SPDX-License-Identifier: MIT
 *
 * daemon_parts: what the files of the daemon share: the struct that holds all
 * parts. Only daemon*.c include this.
 */
#ifndef INCBOT_DAEMON_DAEMON_PARTS_H
#define INCBOT_DAEMON_DAEMON_PARTS_H

#include "base/base.h"
#include "daemon/config_watch.h"
#include "daemon/turns/config_turn.h"
#include "io/http_client.h"
#include "io/loop.h"
#include "io/resolver.h"
#include "io/tls.h"
#include "io/ws_client.h"
#include "services/config/config.h"
#include "services/outside/errand.h"
#include <openssl/ssl.h>

struct daemon {
	struct config *config;
	struct config *old_config;	/* turns begun before a reload may
					   still look at its policy */
	const char *file;
	char *const *environment;
	char worker[128];
	struct loop *loop;
	struct clock *clock;
	struct resolver *resolver;
	struct tls_trust *trust;
	SSL_CTX *redis_tls;		/* rediss only */
	struct http_client *http;
	struct ws_client *ws;
	struct slack *slack;
	struct errands errands;
	struct ledger *ledger;
	struct turns *turns;
	struct runner *runner;
	struct board_keeper *board;
	struct homes *homes;
	struct front *front;
	struct slack_socket *socket;
	struct health *health;	/* NULL: not wanted */
	struct web *web;	/* NULL: not wanted */
	struct calendar_web *calendar_web;	/* NULL: does not listen */
	struct figures_web *figures_web;	/* ditto */
	struct twilio_web *twilio_web;	/* the same */
	struct pager_web *pager_web;	/* NULL: no listener */
	struct ticket_watch *tickets;
	struct oncall_watch *oncall;
	struct board_web *board_web;	/* NULL: the same */
	struct config_turn config_turn;
	struct config_watch *config_watch;
	struct directory *directory;
	struct alerts_in *alerts_in;	/* the same */
	bool redis_up;
	bool opening;		/* the ledger is being opened, or is */
	bool ledger_opened;
	bool identifying;	/* Slack is being asked who we are, or was */
	bool working;		/* takes what is due */
	bool stopping;
	bool outdated;		/* a newer one uses the store: stops */
	bool socket_closed;
	int64_t stop_by_ms;	/* uptime */
};

/* Connects to Redis and opens the ledger, again and again until it is there;
 * then daemon_ledger_opened() is called, once. */
NODISCARD bool daemon_start_ledger(struct daemon *daemon);
void daemon_ledger_opened(struct daemon *daemon);

/* Stops taking work, finishes what is under way, ends. Asked twice: at once. */
void daemon_stop(struct daemon *daemon);

/* Reads the config anew, all or nothing: with a mistake in it the file changes
 * nothing. */
void daemon_reload(struct daemon *daemon);
/* Of stretches with nobody on call, in the log. */
void daemon_warn_of_gaps(struct daemon *daemon);
void daemon_free_config(struct config *config);

/* False if it is wanted and cannot listen; the log tells. */
NODISCARD bool daemon_start_web(struct daemon *daemon);

#endif
