/* SPDX-License-Identifier: MIT
 *
 * daemon: see daemon.h. Each part is given what it may know and nothing
 * more; the order of daemon_start() is the order of the floors.
 */
#include "daemon/daemon.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "daemon/web/alerts_in.h"
#include "daemon/board/board_keeper.h"
#include "daemon/web/board_web.h"
#include "daemon/web/calendar_web.h"
#include "daemon/web/figures_web.h"
#include "daemon/daemon_parts.h"
#include "daemon/directory.h"
#include "daemon/front.h"
#include "daemon/web/health.h"
#include "daemon/homes.h"
#include "daemon/notify.h"
#include "daemon/web/pager_web.h"
#include "daemon/web/twilio_web.h"
#include "daemon/jobs/oncall_watch.h"
#include "daemon/jobs/runner.h"
#include "daemon/jobs/ticket_watch.h"
#include "daemon/turns/turns.h"
#include "daemon/web/web.h"
#include "services/clock_loop.h"
#include "services/folder.h"
#include "services/ledger/ledger.h"
#include "services/outside/outbound_http.h"
#include "services/slack/slack_socket.h"
#include "services/slack/slack_web.h"
#include <signal.h>
#include <unistd.h>

#define IDENTIFY_AGAIN_MS 10000
#define STOP_POLL_MS 20
#define LEDGER_PATIENCE_MS 15000
#define HEARTBEAT_MS 10000

static void identify(void *arg);

static void on_committed(void *arg)
{
	struct daemon *daemon = arg;

	runner_poke(daemon->runner);
	homes_changed(daemon->homes);
}

static bool on_ack(void *arg, const struct slack_envelope *envelope,
    const json_t *payload)
{
	struct daemon *daemon = arg;

	return daemon->socket &&
	    slack_socket_ack(daemon->socket, envelope, payload);
}

static void on_envelope(void *arg, const struct slack_envelope *envelope)
{
	struct daemon *daemon = arg;

	if (strcmp(envelope->type, "events_api") == 0 &&
	    directory_hears(daemon->directory, envelope->payload))
		(void)on_ack(daemon, envelope, NULL);
	else
		front_envelope(daemon->front, envelope);
}

static void on_socket_state(void *arg, bool up)
{
	(void)arg;
	if (up)
		log_info("socket_up", "service=slack");
	else
		log_warn("socket_down", "service=slack");
}

static void tell_config(struct daemon *daemon)
{
	config_turn_begin(&daemon->config_turn,
	    config_watch_serve(daemon->config_watch, daemon->config));
}

/* What only makes sense with a ledger and a known self. */
static void start_work(struct daemon *daemon)
{
	if (!daemon->ledger_opened || !daemon->socket || daemon->working)
		return;
	daemon->working = true;
	runner_start(daemon->runner);
	tell_config(daemon);
	config_watch_start(daemon->config_watch);
	board_keeper_start(daemon->board);
	ticket_watch_start(daemon->tickets);
	oncall_watch_start(daemon->oncall);
}

/* Everything that incbot must know about itself before it can judge what
 * comes in: whose messages are its own, which team is at home. */
static void on_identity(void *arg, const struct slack_answer *answer,
    const struct slack_identity *identity)
{
	struct daemon *daemon = arg;
	struct policy *policy = &daemon->config->policy;
	struct slack_socket_events events = {
		.arg = daemon, .envelope = on_envelope,
		.state = on_socket_state,
	};

	if (daemon->stopping)
		return;
	if (!identity) {
		log_error("slack_unknown", "error=%s again_ms=%d",
		    answer->error, IDENTIFY_AGAIN_MS);
		clock_wake(daemon->clock, IDENTIFY_AGAIN_MS, identify,
		    daemon);
		return;
	}
	(void)text_copy(policy->team_id, sizeof(policy->team_id),
	    identity->self.team);
	(void)text_copy(policy->bot_user, sizeof(policy->bot_user),
	    identity->self.user);
	log_info("slack_known", "team=%s bot=%s", policy->team_id,
	    policy->bot_user);
	daemon->socket = slack_socket_new(daemon->loop, daemon->ws,
	    daemon->slack, &events, NULL);
	directory_start(daemon->directory);
	start_work(daemon);
}

static void identify(void *arg)
{
	struct daemon *daemon = arg;

	if (!daemon->stopping)
		slack_web_identify(daemon->slack, on_identity, daemon);
}

static void identify_once(struct daemon *daemon)
{
	if (!daemon->identifying)
		identify(daemon);
	daemon->identifying = true;
}

/* Slack comes after the ledger: a replica that never had one takes commands
 * away from those that have. But if it stays away for long, nobody may have
 * one, and whoever asks must at least be told what to do by hand. */
static void on_ledger_overdue(void *arg)
{
	struct daemon *daemon = arg;

	if (!daemon->ledger_opened && !daemon->identifying)
		log_warn("answering_without_ledger", "after_ms=%d",
		    LEDGER_PATIENCE_MS);
	identify_once(daemon);
}

void daemon_ledger_opened(struct daemon *daemon)
{
	daemon->ledger_opened = true;
	identify_once(daemon);
	start_work(daemon);
}

static bool is_quiet(const struct daemon *daemon)
{
	return daemon->socket_closed && front_pending(daemon->front) == 0 &&
	    turns_running(daemon->turns) == 0 &&
	    runner_is_idle(daemon->runner);
}

static void on_stop_poll(void *arg)
{
	struct daemon *daemon = arg;

	if (is_quiet(daemon) ||
	    clock_uptime_ms(daemon->clock) >= daemon->stop_by_ms)
		loop_stop(daemon->loop);
	else
		clock_wake(daemon->clock, STOP_POLL_MS, on_stop_poll, daemon);
}

static void on_socket_closed(void *arg)
{
	struct daemon *daemon = arg;

	daemon->socket_closed = true;
}

void daemon_stop(struct daemon *daemon)
{
	if (daemon->stopping) {
		loop_stop(daemon->loop);	/* asked twice: at once */
		return;
	}
	log_info("stopping", "turns=%d", turns_running(daemon->turns));
	notify_stopping();
	daemon->stopping = true;
	daemon->stop_by_ms = clock_uptime_ms(daemon->clock) +
	    DAEMON_STOP_MAX_MS;
	runner_stop(daemon->runner);
	board_keeper_stop(daemon->board);
	ticket_watch_stop(daemon->tickets);
	oncall_watch_stop(daemon->oncall);
	if (daemon->socket)
		slack_socket_stop(daemon->socket, on_socket_closed, daemon);
	else
		daemon->socket_closed = true;
	on_stop_poll(daemon);
}

static void on_signal(void *arg, int number)
{
	struct daemon *daemon = arg;

	if (number == SIGHUP)
		daemon_reload(daemon);
	else
		daemon_stop(daemon);
}

/* Of a container both host and pid may be those of the process before. */
static void name_worker(struct daemon *daemon)
{
	char host[64] = "";
	struct text text;

	(void)gethostname(host, sizeof(host) - 1);
	text_init(&text, daemon->worker, sizeof(daemon->worker));
	text_addf(&text, "%s-%ld-%08lx", host, (long)getpid(),
	    (unsigned long)clock_dice(daemon->clock, UINT32_MAX));
}

static bool start_services(struct daemon *daemon)
{
	const struct slack_config *config = &daemon->config->slack;
	struct slack_options options = {
		.api_url = config->api_url,
		.bot_token = config->bot_token,
		.app_token = config->app_token,
	};
	const char *reason = "";

	daemon->trust = tls_trust_new(NULL, &reason);
	if (daemon->trust && *daemon->config->ca_file &&
	    !tls_trust_add(daemon->trust, daemon->config->ca_file)) {
		reason = "outbound.ca_file is missing or not PEM";
	} else if (daemon->trust) {
		reason = "the HTTP client cannot be set up";
		daemon->http = http_client_new(daemon->loop,
		    daemon->resolver, daemon->trust);
	}
	if (daemon->http) {
		reason = "the WebSocket client cannot be set up";
		daemon->ws = ws_client_new(daemon->loop, daemon->resolver,
		    daemon->trust);
	}
	if (daemon->ws)
		daemon->slack = slack_web_new(daemon->loop, daemon->http,
		    &options, &reason);
	if (daemon->slack && daemon_start_ledger(daemon))
		return true;
	log_error("start_failed", "reason=\"%s\"", reason);
	return false;
}

/* Hand-offs are planned anew, as after another config. */
static void on_oncall(void *arg)
{
	struct daemon *daemon = arg;

	tell_config(daemon);
}

static void start_bridge(struct daemon *daemon)
{
	const struct policy *policy = &daemon->config->policy;
	struct turns_options turns = {
		.clock = daemon->clock, .ledger = daemon->ledger,
		.policy = policy, .committed = on_committed, .arg = daemon,
	};
	struct runner_options runner = {
		.clock = daemon->clock, .ledger = daemon->ledger,
		.slack = daemon->slack, .errands = &daemon->errands,
		.policy = policy, .worker = daemon->worker,
	};
	struct board_keeper_options board = {
		.clock = daemon->clock, .ledger = daemon->ledger,
		.policy = policy,
	};
	struct front_options front = {
		.clock = daemon->clock, .slack = daemon->slack,
		.policy = policy, .ack = on_ack, .arg = daemon,
	};

	daemon->errands.config = daemon->config;
	daemon->errands.outbound = outbound_http_new(daemon->loop,
	    daemon->http, daemon->config->plain_loopback);
	daemon->turns = turns_new(&turns);
	runner.turns = front.turns = daemon->turns;
	daemon->tickets = ticket_watch_new(&(struct ticket_watch_options){
	    .clock = daemon->clock, .outbound = daemon->errands.outbound,
	    .turns = daemon->turns, .config = daemon->config });
	daemon->oncall = oncall_watch_new(&(struct oncall_watch_options){
	    .clock = daemon->clock, .outbound = daemon->errands.outbound,
	    .slack = daemon->slack, .changed = on_oncall, .arg = daemon });
	oncall_watch_serve(daemon->oncall, daemon->config);
	config_turn_init(&daemon->config_turn, daemon->turns, daemon->clock);
	daemon->config_watch = config_watch_new(daemon->ledger, daemon->clock);
	daemon->board = runner.board = board_keeper_new(&board);
	daemon->runner = runner_new(&runner);
	daemon->directory = directory_new(daemon->slack, daemon->clock);
	directory_serve(daemon->directory, &daemon->config->policy);
	front.directory = daemon->directory;
	daemon->homes = homes_new(daemon->clock, daemon->turns,
	    daemon->slack);
	front.homes = daemon->homes;
	daemon->front = front_new(&front);
}

/* The folder, if something is to be written there and cannot be. */
static const char *unwritable(const char *folder)
{
	return *folder && !folder_is_writable(folder) ? folder : NULL;
}

static void on_health_look(void *arg, struct health_facts *facts)
{
	struct daemon *daemon = arg;

	facts->socket_up = daemon->socket &&
	    slack_socket_is_up(daemon->socket);
	facts->socket_others = daemon->socket ?
	    slack_socket_others(daemon->socket) : 0;
	facts->redis_up = daemon->redis_up;
	facts->stopping = daemon->stopping;
	facts->exports = unwritable(daemon->config->policy.keep.folder);
	facts->page = unwritable(daemon->config->policy.board.folder);
	facts->config_differs = config_watch_differs(daemon->config_watch);
}

static bool start_health(struct daemon *daemon)
{
	const struct health_config *config = &daemon->config->health;
	struct health_options options = {
		.clock = daemon->clock, .ledger = daemon->ledger,
		.turns = daemon->turns, .runner = daemon->runner,
		.look = on_health_look, .arg = daemon,
	};

	if (!*config->host)
		return true;
	daemon->health = health_new(daemon->loop, config, &options);
	return daemon->health != NULL;
}

/* A loop that is stuck misses it, and systemd starts another process. */
static void on_heartbeat(void *arg)
{
	struct daemon *daemon = arg;

	notify_watchdog();
	clock_wake(daemon->clock, HEARTBEAT_MS, on_heartbeat, daemon);
}

static bool daemon_start(struct daemon *daemon)
{
	daemon->loop = loop_new();
	if (!daemon->loop ||
	    !loop_on_signal(daemon->loop, on_signal, daemon)) {
		log_error("start_failed", "reason=\"no descriptors\"");
		return false;
	}
	daemon->clock = clock_loop_new(daemon->loop);
	name_worker(daemon);
	daemon->resolver = resolver_new(daemon->loop);
	if (!daemon->resolver) {
		log_error("start_failed", "reason=\"no thread, or no "
		    "descriptor, to look up names\"");
		return false;
	}
	if (!start_services(daemon))
		return false;
	start_bridge(daemon);
	daemon_warn_of_gaps(daemon);
	if (!start_health(daemon) || !daemon_start_web(daemon))
		return false;
	on_heartbeat(daemon);
	clock_wake(daemon->clock, LEDGER_PATIENCE_MS, on_ledger_overdue,
	    daemon);
	return true;
}

static void daemon_release(struct daemon *daemon)
{
	web_free(daemon->web);
	board_web_free(daemon->board_web);
	twilio_web_free(daemon->twilio_web);
	pager_web_free(daemon->pager_web);
	health_free(daemon->health);
	slack_socket_free(daemon->socket);
	front_free(daemon->front);
	homes_free(daemon->homes);
	runner_free(daemon->runner);
	board_keeper_free(daemon->board);
	turns_free(daemon->turns);
	config_watch_free(daemon->config_watch);
	ledger_free(daemon->ledger);
	calendar_web_free(daemon->calendar_web);
	figures_web_free(daemon->figures_web);
	outbound_http_free(daemon->errands.outbound);
	ticket_watch_free(daemon->tickets);
	oncall_watch_free(daemon->oncall);
	alerts_in_free(daemon->alerts_in);
	slack_web_free(daemon->slack);
	directory_free(daemon->directory);
	ws_client_free(daemon->ws);
	http_client_free(daemon->http);
	resolver_free(daemon->resolver);
	SSL_CTX_free(daemon->redis_tls);
	tls_trust_free(daemon->trust);
	clock_loop_free(daemon->clock);
	loop_free(daemon->loop);
	daemon_free_config(daemon->old_config);
	daemon_free_config(daemon->config);
}

int daemon_run(struct config *config, const char *file,
    char *const *environment)
{
	struct daemon *daemon = xcalloc(1, sizeof(*daemon));
	bool started;
	bool outdated;

	daemon->config = config;
	daemon->file = file;
	daemon->environment = environment;
	log_set_level(config->log_level);
	started = daemon_start(daemon);
	if (started) {
		notify_ready();	/* Slack or Redis being away is no reason to
				   be restarted */
		loop_run(daemon->loop);
		log_info("stopped", "clean=%s",
		    is_quiet(daemon) ? "yes" : "no");
	}
	outdated = daemon->outdated;
	daemon_release(daemon);
	free(daemon);
	return started && !outdated ? EXIT_OK : EXIT_START;
}
