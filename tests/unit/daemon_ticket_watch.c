/* SPDX-License-Identifier: MIT
 *
 * ticket_watch, over calls and turns that the test answers by hand: nothing
 * that a tracker showed is lost because it could not be taken then, and all
 * pages are read, counted or by token. The whole way, with real trackers'
 * stand-ins: tests/e2e/tickets.test.mjs.
 */
#include "daemon/jobs/ticket_watch.h"
#include "base/arena.h"
#include "base/text.h"
#include "core/request.h"
#include "daemon/turns/turns.h"
#include "daemon/web/web.h"
#include "services/clock.h"
#include "services/config/config.h"
#include "services/outside/outbound.h"
#include "tests/unit/unit.h"

#define START INT64_C(1781514000000)
#define EVERY_MS 60000

struct clock {
	int64_t ms;		/* since the start */
	clock_cb *callback;
	void *arg;
};

static struct clock world;
static struct config config;
static struct ticket_watch *watch;

/* The call under way, and what it asks. */
static outbound_cb *answered;
static void *answered_arg;
static char path[OUTBOUND_URL_SIZE], body[4096];
static int calls;

/* The turns under way. */
static struct { turn_cb *callback; void *arg; } turns[100];
static int turn_count;
static char seen[ID_SIZE];	/* the last one's key */

/* --- the seams ------------------------------------------------------------ */

int64_t clock_now_ms(struct clock *clock)
{
	return START + clock->ms;
}

int64_t clock_uptime_ms(struct clock *clock)
{
	return 1 + clock->ms;
}

void clock_wake(struct clock *clock, int64_t delay_ms UNUSED,
    clock_cb *callback, void *arg)
{
	clock->callback = callback;
	clock->arg = arg;
}

void outbound_send(struct outbound *outbound UNUSED,
    const struct outbound_request *request, outbound_cb *callback, void *arg)
{
	ck_assert(text_copy(path, sizeof(path), request->path));
	ck_assert(text_copy(body, sizeof(body),
	    request->body ? request->body : ""));
	ck_assert(!answered);
	answered = callback;
	answered_arg = arg;
	calls++;
}

bool turn_run(struct turns *unused UNUSED, struct arena *arena,
    const struct request *request, const char *job UNUSED,
    const char *token UNUSED, turn_cb *callback, void *arg)
{
	ck_assert(text_copy(seen, sizeof(seen), request->made_ref));
	turns[turn_count].callback = callback;
	turns[turn_count++].arg = arg;
	arena_free(arena);
	return true;
}

void web_add(struct web *web UNUSED, const char *at UNUSED,
    http_server_cb *callback UNUSED, void *arg UNUSED)
{
}

void web_answer(struct http_exchange *exchange UNUSED, int status UNUSED,
    const char *text UNUSED)
{
}

bool web_is_same(const char *value UNUSED, const struct secret *token UNUSED)
{
	return true;
}

bool web_is_signed(const char *header UNUSED, const char *prefix UNUSED,
    const struct http_server_request *request UNUSED,
    const struct secret *key UNUSED)
{
	return true;
}

const char *http_exchange_header(const struct http_exchange *e UNUSED,
    const char *name UNUSED)
{
	return NULL;
}

/* --- the world ------------------------------------------------------------ */

static void set_up(void)
{
	memset(&world, 0, sizeof(world));
	memset(&config, 0, sizeof(config));
	calls = turn_count = 0;
	answered = NULL;
	policy_init(&config.policy);
	(void)text_copy(config.policy.team_id, ID_SIZE, "T0");
	(void)text_copy(config.redis.namespace,
	    sizeof(config.redis.namespace), "main");
	config.trackers.look_ms = EVERY_MS;
	watch = ticket_watch_new(&(struct ticket_watch_options){
	    .clock = &world, .config = &config });
}

static void use_github(void)
{
	(void)text_copy(config.trackers.github_url,
	    sizeof(config.trackers.github_url), "https://api.github.com");
	(void)text_copy(config.trackers.github_repository,
	    sizeof(config.trackers.github_repository), "acme/shop");
	ck_assert(secret_set(&config.trackers.github_token, "x"));
	ticket_watch_start(watch);
}

static void use_jira(void)
{
	(void)text_copy(config.trackers.jira_url,
	    sizeof(config.trackers.jira_url), "https://acme.example");
	(void)text_copy(config.trackers.jira_user,
	    sizeof(config.trackers.jira_user), "bot");
	(void)text_copy(config.trackers.jira_project,
	    sizeof(config.trackers.jira_project), "OPS");
	ck_assert(secret_set(&config.trackers.jira_token, "x"));
	ticket_watch_start(watch);
}

static void tear_down(void)
{
	ticket_watch_free(watch);
}

static void answer(const char *words)
{
	outbound_cb *callback = answered;
	struct outbound_answer answer = { .outcome = OUTBOUND_OK,
		.status = 200, .error = "", .body = words,
		.body_length = strlen(words) };

	ck_assert(callback);
	answered = NULL;
	callback(answered_arg, &answer);
}

static void end_turns(enum turn_result result)
{
	for (int i = 0; i < turn_count; i++)
		turns[i].callback(turns[i].arg, &(struct turn_answer){
		    .result = result });
	turn_count = 0;
}

static void wait(int64_t ms)
{
	world.ms += ms;
	world.callback(world.arg);
}

/* The instant since when it looks, as GitHub is asked. */
static const char *since(void)
{
	const char *at = strstr(path, "since=");

	ck_assert_ptr_nonnull(at);
	return at + strlen("since=");
}

static const char issue[] = "[{\"number\":12,\"html_url\":\"\","
    "\"state\":\"closed\",\"body\":\"<!-- incbot-T0-main-7-0 -->\"}]";

/* --- the tests ------------------------------------------------------------ */

START_TEST(what_could_not_be_taken_is_seen_again)
{
	char first[40];

	set_up();
	use_github();
	(void)text_copy(first, sizeof(first), since());
	answer(issue);
	ck_assert_str_eq(seen, "12");
	wait(EVERY_MS + 1000);
	ck_assert_int_eq(calls, 1);	/* the turn is under way */
	end_turns(TURN_UNAVAILABLE);
	wait(1000);
	ck_assert_int_eq(calls, 2);
	ck_assert_str_eq(since(), first);
	answer(issue);
	end_turns(TURN_DONE);
	wait(EVERY_MS + 1000);
	ck_assert_int_eq(calls, 3);
	ck_assert_str_gt(since(), first);
	tear_down();
}
END_TEST

START_TEST(a_damaged_record_does_not_hold_up_the_others)
{
	char first[40];

	set_up();
	use_github();
	(void)text_copy(first, sizeof(first), since());
	answer(issue);
	end_turns(TURN_DAMAGED);
	wait(EVERY_MS + 1000);
	ck_assert_str_gt(since(), first);
	tear_down();
}
END_TEST

START_TEST(all_pages_of_jira_are_read)
{
	static const char page[] = "{\"issues\":[{\"key\":\"OPS-%d\","
	    "\"fields\":{\"labels\":[\"incbot-T0-main-7-0\"],\"status\":{"
	    "\"statusCategory\":{\"key\":\"done\"}}}}]%s}";
	char words[400];

	set_up();
	use_jira();
	ck_assert_ptr_null(strstr(body, "nextPageToken"));
	snprintf(words, sizeof(words), page, 1, ",\"nextPageToken\":\"two\"");
	answer(words);
	ck_assert_ptr_nonnull(strstr(body, "\"nextPageToken\":\"two\""));
	snprintf(words, sizeof(words), page, 2, ",\"isLast\":true");
	answer(words);
	ck_assert_str_eq(seen, "OPS-2");
	ck_assert_int_eq(turn_count, 2);
	ck_assert_int_eq(calls, 2);
	end_turns(TURN_DONE);
	wait(EVERY_MS + 1000);
	ck_assert_ptr_null(strstr(body, "nextPageToken"));
	tear_down();
}
END_TEST

int main(void)
{
	struct unit u = unit_new("daemon/ticket_watch");

	unit_add(&u, what_could_not_be_taken_is_seen_again);
	unit_add(&u, a_damaged_record_does_not_hold_up_the_others);
	unit_add(&u, all_pages_of_jira_are_read);
	return unit_run(&u);
}
