/* SPDX-License-Identifier: MIT
 *
 * daemon_web: what hangs on the one listener for other programs
 * (daemon/web/web.h): the status page, calendars, figures, alerts, what pagers
 * and trackers tell.
 */
#include "daemon/web/alerts_in.h"
#include "daemon/web/board_web.h"
#include "daemon/web/calendar_web.h"
#include "daemon/daemon_parts.h"
#include "daemon/web/figures_web.h"
#include "daemon/web/pager_web.h"
#include "daemon/web/twilio_web.h"
#include "daemon/jobs/ticket_watch.h"
#include "daemon/web/web.h"

/* Whoever hangs a route on it does so here. */
bool daemon_start_web(struct daemon *daemon)
{
	const struct web_config *config = &daemon->config->web;

	if (!*config->host)
		return true;
	daemon->web = web_new(daemon->loop, config);
	if (!daemon->web)
		return false;
	daemon->board_web = board_web_new(daemon->web,
	    &daemon->config->policy);
	daemon->calendar_web = calendar_web_new(daemon->web,
	    &(struct calendar_web_options){ .clock = daemon->clock,
	    .ledger = daemon->ledger, .policy = &daemon->config->policy,
	    .token = &config->calendar_token });
	daemon->figures_web = figures_web_new(daemon->web,
	    &(struct figures_web_options){ .clock = daemon->clock,
	    .ledger = daemon->ledger, .policy = &daemon->config->policy,
	    .token = &config->figures_token });
	daemon->alerts_in = alerts_in_new(daemon->web, daemon->config,
	    daemon->clock, daemon->ledger, daemon->turns,
	    daemon->errands.outbound);
	daemon->twilio_web = twilio_web_new(daemon->web, daemon->turns,
	    daemon->ledger, daemon->config);
	daemon->pager_web = pager_web_new(daemon->web, daemon->turns,
	    daemon->config);
	ticket_watch_listen(daemon->tickets, daemon->web);
	return true;
}
