/* SPDX-License-Identifier: MIT
 *
 * ticket_watch: see ticket_watch.h.
 */
#include "daemon/jobs/ticket_watch.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/request.h"
#include "daemon/turns/turns.h"
#include "daemon/web/web.h"
#include "services/clock.h"
#include "services/config/config.h"
#include "services/outside/outbound.h"
#include "services/outside/tracker.h"

#define LOOK_MEMORY (64 << 10)
#define HINT_MS 200		/* several hints in a row are one look */
#define OVERLAP_MS (INT64_C(5) * 60 * 1000)	/* between clocks, and what
						   shows late */
#define LOOK_PAGES_MAX 40	/* of one look: 2,000 changed issues */
#define WAKE_MS 1000

/* One tracker. */
struct watched {
	struct ticket_watch *watch;
	const struct tracker *tracker;
	bool looking;
	int64_t begun_ms;	/* of the look that is under way */
	int page;
	char *token;		/* of that page, where pages have them */
	int turns;		/* under way, of what was seen */
	bool failed;		/* something seen is not known to be taken */
	int64_t since_ms;	/* what changed after this is not known yet */
	int64_t next_ms;	/* uptime of the next look */
};

struct ticket_watch {
	struct ticket_watch_options options;
	struct watched watched[TRACKER_COUNT];
	bool started;
};

/* Over is a look once all that it saw is taken; else the next one sees it
 * again. A damaged record would hold up all others for good. */
static void end_look(struct watched *watched)
{
	if (watched->turns > 0)
		return;
	watched->looking = false;
	if (!watched->failed)
		watched->since_ms = watched->begun_ms - OVERLAP_MS;
}

static void on_turn(void *arg, const struct turn_answer *answer)
{
	struct watched *watched = arg;

	watched->turns--;
	if (answer->result != TURN_DONE && answer->result != TURN_DUPLICATE &&
	    answer->result != TURN_DAMAGED)
		watched->failed = true;
	if (watched->page == 0)
		end_look(watched);
}

static void see(void *arg, const struct ticket_sight *sight)
{
	struct watched *watched = arg;
	struct arena *arena = arena_new(TURN_MEMORY_MAX);
	struct request *request = arena_alloc(arena, sizeof(*request));

	request_init(request, REQUEST_HAPPENING, "ticket_seen");
	request->incident = arena_strdup(arena, sight->incident);
	request->number = sight->number;
	request->succeeded = sight->closed;
	request->made_name = watched->tracker->way;
	request->made_ref = arena_strdup(arena, sight->key);
	request->due_ms = watched->begun_ms;
	watched->turns++;
	if (turn_run(watched->watch->options.turns, arena, request, "", "",
	    on_turn, watched))
		return;
	watched->turns--;
	watched->failed = true;
	log_warn("ticket_unseen", "tracker=%s reason=full",
	    watched->tracker->way);
}

static void ask(struct watched *watched);

/* True if there is one, and it may be asked for. */
static bool take_next_page(struct watched *watched, int count,
    const char *body)
{
	free(watched->token);
	watched->token = watched->tracker->next_page ?
	    watched->tracker->next_page(body) : NULL;
	if (watched->tracker->next_page ? !watched->token :
	    count < TRACKER_PAGE)
		return false;
	if (watched->page == LOOK_PAGES_MAX) {
		log_warn("tickets_left_out", "tracker=%s pages=%d",
		    watched->tracker->way, LOOK_PAGES_MAX);
		return false;
	}
	watched->page++;
	return true;
}

static void on_answer(void *arg, const struct outbound_answer *answer)
{
	struct watched *watched = arg;
	struct ticket_watch *watch = watched->watch;
	int count = -1;

	if (!watch->started)
		return;
	if (answer->outcome == OUTBOUND_OK)
		count = watched->tracker->read_look(watch->options.config,
		    answer->body, see, watched);
	if (count < 0) {
		log_warn("tickets_unread", "tracker=%s error=%s",
		    watched->tracker->way, answer->error);
		watched->failed = true;
	} else if (take_next_page(watched, count, answer->body)) {
		ask(watched);
		return;
	}
	watched->page = 0;	/* no more is seen */
	end_look(watched);
}

static void ask(struct watched *watched)
{
	const struct ticket_watch_options *options = &watched->watch->options;
	struct ticket_range range = { watched->since_ms, watched->begun_ms,
		watched->page, watched->token ? watched->token : "" };
	struct outbound_request request = { .target = "" };
	struct arena *arena = arena_new(LOOK_MEMORY);

	watched->looking = true;
	watched->tracker->look(options->config, arena, &range, &request);
	/* So that looking takes no turn away from those who write. */
	request.target = arena_printf(arena, "%s-look",
	    watched->tracker->way);
	request.per_minute = 0;
	outbound_send(options->outbound, &request, on_answer, watched);
	arena_free(arena);
}

/* The latest first: what changes meanwhile moves others to later pages, and
 * none is missed. */
static void look(struct watched *watched)
{
	watched->begun_ms = clock_now_ms(watched->watch->options.clock);
	if (watched->since_ms == 0)
		watched->since_ms = watched->begun_ms - TICKET_LOOK_BACK_MS;
	watched->page = 1;
	watched->failed = false;
	free(watched->token);
	watched->token = NULL;
	ask(watched);
}

static void on_wake(void *arg)
{
	struct ticket_watch *watch = arg;
	const struct config *config = watch->options.config;
	int64_t now_ms = clock_uptime_ms(watch->options.clock);

	if (!watch->started)
		return;
	for (size_t i = 0; i < TRACKER_COUNT; i++) {
		struct watched *watched = &watch->watched[i];

		if (watched->looking || watched->next_ms > now_ms ||
		    !watched->tracker->is_set(config))
			continue;
		watched->next_ms = config->trackers.look_ms > 0 ?
		    now_ms + config->trackers.look_ms : INT64_MAX;
		look(watched);
	}
	clock_wake(watch->options.clock, WAKE_MS, on_wake, watch);
}

/* Somebody changed something: soon, but not once for each delivery. */
static void hint(struct watched *watched)
{
	int64_t soon_ms = clock_uptime_ms(watched->watch->options.clock) +
	    HINT_MS;

	if (watched->next_ms > soon_ms)
		watched->next_ms = soon_ms;
}

static bool is_signed(const struct watched *watched,
    const struct http_server_request *request, struct http_exchange *exchange)
{
	const struct tracker *tracker = watched->tracker;
	const struct secret *secret = tracker->hook_secret(
	    watched->watch->options.config);
	const char *value = http_exchange_header(exchange,
	    tracker->hook_header);

	if (!tracker->hook_prefix)
		return web_is_same(value, secret);
	return value && secret_is_set(secret) && web_is_signed(value,
	    tracker->hook_prefix, request, secret);
}

static void on_request(void *arg, const struct http_server_request *request,
    struct http_exchange *exchange)
{
	struct watched *watched = arg;

	if (strcmp(request->method, "POST") != 0) {
		web_answer(exchange, 405, "POST only.\n");
		return;
	}
	if (!is_signed(watched, request, exchange)) {
		log_warn("hook_refused", "tracker=%s reason=signature",
		    watched->tracker->way);
		web_answer(exchange, 403, "The signature is not good.\n");
		return;
	}
	hint(watched);
	web_answer(exchange, 202, "Taken.\n");
}

struct ticket_watch *ticket_watch_new(
    const struct ticket_watch_options *options)
{
	struct ticket_watch *watch = xcalloc(1, sizeof(*watch));

	watch->options = *options;
	for (size_t i = 0; i < TRACKER_COUNT; i++)
		watch->watched[i] = (struct watched){ .watch = watch,
		    .tracker = trackers[i] };
	return watch;
}

void ticket_watch_free(struct ticket_watch *watch)
{
	for (size_t i = 0; watch && i < TRACKER_COUNT; i++)
		free(watch->watched[i].token);
	free(watch);
}

void ticket_watch_set_config(struct ticket_watch *watch,
    const struct config *config)
{
	watch->options.config = config;
}

void ticket_watch_listen(struct ticket_watch *watch, struct web *web)
{
	static const char *const paths[TRACKER_COUNT] = {
		"/tickets/github", "/tickets/gitlab", "/tickets/jira",
	};

	for (size_t i = 0; i < TRACKER_COUNT; i++)
		web_add(web, paths[i], on_request, &watch->watched[i]);
}

void ticket_watch_start(struct ticket_watch *watch)
{
	watch->started = true;
	on_wake(watch);
}

void ticket_watch_stop(struct ticket_watch *watch)
{
	watch->started = false;
}
