/* SPDX-License-Identifier: MIT
 *
 * daemon_config: a config that comes into force while incbot runs: everybody is
 * pointed to the fresh one, and the one before is kept for as long as a turn
 * may look at it. See daemon_parts.h.
 */
#include "daemon/daemon_parts.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/web/alerts_in.h"
#include "daemon/board/board_keeper.h"
#include "daemon/web/board_web.h"
#include "daemon/web/calendar_web.h"
#include "daemon/web/figures_web.h"
#include "daemon/directory.h"
#include "daemon/front.h"
#include "daemon/web/pager_web.h"
#include "daemon/web/twilio_web.h"
#include "daemon/jobs/oncall_watch.h"
#include "daemon/jobs/runner.h"
#include "daemon/jobs/ticket_watch.h"
#include "daemon/turns/turns.h"
#include "services/clock.h"

static void keep_identity(const struct policy *from, struct policy *to)
{
	memcpy(to->team_id, from->team_id, sizeof(to->team_id));
	memcpy(to->bot_user, from->bot_user, sizeof(to->bot_user));
}

void daemon_free_config(struct config *config)
{
	if (config)
		config_release(config);
	free(config);
}

static void log_problems(const struct problems *problems, const char *what)
{
	for (int i = 0; i < problems->count; i++) {
		char quoted[PROBLEM_SIZE];

		log_quote(quoted, sizeof(quoted), problems->lines[i]);
		log_warn(what, "problem=%s", quoted);
	}
}

/* What `incbot check` would refuse: the daemon runs all the same. */
void daemon_warn_of_gaps(struct daemon *daemon)
{
	struct problems *problems = xcalloc(1, sizeof(*problems));

	config_gaps(daemon->config, clock_now_ms(daemon->clock), problems);
	log_problems(problems, "oncall_gap");
	problems_clear(problems);
	free(problems);
}

/* All or nothing: with a mistake in it the file changes nothing. */
void daemon_reload(struct daemon *daemon)
{
	struct problems *problems = xcalloc(1, sizeof(*problems));
	struct config *fresh = config_new(daemon->file, daemon->environment, 0,
	    problems);

	if (!fresh) {
		log_problems(problems, "config_refused");
	} else {
		(void)config_restart_needed(daemon->config, fresh, problems);
		log_problems(problems, "config_needs_restart");
		keep_identity(&daemon->config->policy, &fresh->policy);
		directory_serve(daemon->directory, &fresh->policy);
		oncall_watch_serve(daemon->oncall, fresh);
		daemon_free_config(daemon->old_config);
		daemon->old_config = daemon->config;
		daemon->config = fresh;
		daemon->errands.config = fresh;
		turns_set_policy(daemon->turns, &fresh->policy);
		runner_set_policy(daemon->runner, &fresh->policy);
		front_set_policy(daemon->front, &fresh->policy);
		if (daemon->alerts_in)
			alerts_in_set_config(daemon->alerts_in, fresh);
		board_keeper_set_policy(daemon->board, &fresh->policy);
		board_web_set_policy(daemon->board_web, &fresh->policy);
		calendar_web_set_policy(daemon->calendar_web,
		    &fresh->policy);
		figures_web_set_policy(daemon->figures_web, &fresh->policy);
		pager_web_set_config(daemon->pager_web, fresh);
		twilio_web_set_config(daemon->twilio_web, fresh);
		ticket_watch_set_config(daemon->tickets, fresh);
		config_turn_begin(&daemon->config_turn,
		    config_watch_serve(daemon->config_watch, fresh));
		log_set_level(fresh->log_level);
		daemon_warn_of_gaps(daemon);
		log_info("config_loaded", "file=%s",
		    *fresh->file ? fresh->file : "none");
	}
	problems_clear(problems);
	free(problems);
}
