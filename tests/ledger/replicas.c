/* SPDX-License-Identifier: MIT
 *
 * replicas: what the ledger over Redis says when replicas are wanted and are
 * there, or are not; and when it talks to a replica itself. Real servers, real
 * clocks.
 */
#include "base/base.h"

#include <check.h>
#include <ftw.h>
#include <hiredis/hiredis.h>
#include <signal.h>
#include <unistd.h>

#include "base/url.h"
#include "services/clock.h"
#include "services/ledger/ledger_redis.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/bench.h"
#include "tests/unit/pump.h"
#include "tests/unit/redis_server.h"

enum { WAIT_MS = 8000, POLLS = 800, POLL_NS = 10000000 };

static struct redis_server master, replica;
static struct pump pump;
static int test;

int64_t clock_now_ms(struct clock *clock)
{
	(void)clock;
	return loop_now_ms(pump.loop);
}

void bench_wait(const bool *done)
{
	bool in_time = pump_within(&pump, done, WAIT_MS);

	ck_assert_msg(in_time, "no answer came");
}

static void end_servers(void)
{
	redis_server_kill(&replica);
	redis_server_kill(&master);
}

static void on_end(int signal_number)
{
	(void)signal_number;
	if (master.pid > 0)
		kill(master.pid, SIGKILL);
	if (replica.pid > 0)
		kill(replica.pid, SIGKILL);
	_exit(EXIT_FAILURE);
}

/* The answer to one command over the server's socket, "" while there is
 * none. */
static void ask_server(const struct redis_server *server, const char *command,
    char *out, size_t size)
{
	char path[128];
	redisContext *context;
	redisReply *reply = NULL;

	out[0] = '\0';
	snprintf(path, sizeof(path), "%s/redis.sock", server->directory);
	context = redisConnectUnix(path);
	if (context && !context->err)
		reply = redisCommand(context, command);
	if (reply && reply->str)
		snprintf(out, size, "%s", reply->str);
	freeReplyObject(reply);
	redisFree(context);
}

static void await_in_info(const char *wanted)
{
	static char info[16384];
	const struct timespec pause = { .tv_nsec = POLL_NS };

	for (int i = 0; i < POLLS; i++) {
		ask_server(&master, "INFO", info, sizeof(info));
		if (strstr(info, wanted))
			return;
		nanosleep(&pause, NULL);
	}
	ck_abort_msg("never in INFO: %s", wanted);
}

static void start_servers(void)
{
	static const char *const common = "appendonly yes\nappendfsync always\n"
	    "repl-diskless-sync-delay 0\nrepl-diskless-sync yes\n";
	uint16_t port = free_port();
	char settings[256];

	redis_server_init(&master);
	redis_server_init(&replica);
	atexit(end_servers);
	signal(SIGTERM, on_end);
	signal(SIGABRT, on_end);
	snprintf(settings, sizeof(settings), "%sport %d\n", common, port);
	redis_server_start(&master, settings);
	snprintf(settings, sizeof(settings), "%sreplicaof 127.0.0.1 %d\n",
	    common, port);
	redis_server_start(&replica, settings);
	pump_init(&pump);
}

static int remove_one(const char *path, const struct stat *info, int type,
    struct FTW *ftw)
{
	(void)info;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void stop_servers(void)
{
	end_servers();
	nftw(master.directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	nftw(replica.directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	pump_release(&pump);
}

static void on_state(void *arg, bool up, const char *reason)
{
	bool *seen = arg;

	(void)reason;
	*seen = up;
}

static struct ledger *connect_to(const struct redis_server *server)
{
	static bool up;
	const char *reason;
	struct url url;
	char workspace[16];
	struct ledger_redis_options options = {
		.redis = { .url = &url }, .workspace = workspace,
		.shards = 1, .replicas_wanted = 1,
		.state = on_state, .state_arg = &up,
	};
	struct ledger *ledger;

	ck_assert(url_parse(server->url, &url, &reason));
	snprintf(workspace, sizeof(workspace), "r%d", test);
	up = false;
	ledger = ledger_redis_new(pump.loop, &options);
	bench_wait(&up);
	return ledger;
}

static struct ledger *new_ledger(void)
{
	struct ledger *ledger;

	test++;
	redis_server_signal(&replica, SIGCONT);
	await_in_info("state=online");
	ledger = connect_to(&master);
	ck_assert_int_eq(ask_open(ledger, "", true).status, LEDGER_OK);
	return ledger;
}

static struct ledger_commit keyed_turn(int64_t version)
{
	struct ledger_commit turn = turn_of("1", version);

	turn.dedupe_key = "in";
	turn.dedupe_ttl_ms = 60000;
	return turn;
}

/* On a busy machine the replica's word may come later than a commit waits for
 * it. What was written then is confirmed by saying it again, as the daemon
 * does; `again` is how the ledger knows it. */
static enum ledger_status commit_until_confirmed(struct ledger *ledger,
    const struct ledger_commit *turn, enum ledger_status again)
{
	enum ledger_status status = ask_commit(ledger, turn).status;
	int tries = 0;

	if (status != LEDGER_UNCONFIRMED)
		return status;
	while (status == LEDGER_UNCONFIRMED && ++tries < 20)
		status = ask_commit(ledger, turn).status;
	return status == again ? LEDGER_OK : status;
}

START_TEST(I16_a_replica_confirms)
{
	struct ledger *ledger = new_ledger();
	struct ledger_commit turn = keyed_turn(0);
	struct ledger_job job = job_of("j", 0, "");
	char command[16];

	turn.jobs = &job;
	turn.job_count = 1;
	ck_assert_int_eq(commit_until_confirmed(ledger, &turn,
	    LEDGER_DUPLICATE), LEDGER_OK);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_DUPLICATE);
	expect_claim(ledger, "j");
	/* What Redis did not know is confirmed behind its second try. */
	ask_server(&master, "SCRIPT FLUSH", command, sizeof(command));
	turn = turn_of("1", 1);
	ck_assert_int_eq(commit_until_confirmed(ledger, &turn,
	    LEDGER_CONFLICT), LEDGER_OK);
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_CONFLICT);
	ledger_free(ledger);
}
END_TEST

START_TEST(F22_without_the_replica_nothing_is_confirmed)
{
	struct ledger *ledger = new_ledger();
	struct ledger_commit turn = keyed_turn(0);
	struct ledger_commit more = turn_of("1", 1);
	struct ledger_job job = job_of("j", 0, "");
	const struct seen_claims *claims;
	char command[16];

	turn.jobs = &job;
	turn.job_count = 1;
	redis_server_signal(&replica, SIGSTOP);
	ck_assert_int_eq(ask_commit(ledger, &turn).status,
	    LEDGER_UNCONFIRMED);
	ck_assert_int_eq(ask_commit(ledger, &turn).status,
	    LEDGER_UNCONFIRMED);
	claims = ask_claim(ledger, "w", 1, ASK_LEASE_MS);
	ck_assert_int_eq(claims->status, LEDGER_UNCONFIRMED);
	ck_assert_uint_eq(claims->count, 0);
	ask_server(&master, "SCRIPT FLUSH", command, sizeof(command));
	ck_assert_int_eq(ask_commit(ledger, &more).status,
	    LEDGER_UNCONFIRMED);
	/* What needs no confirming says so. */
	ck_assert_int_eq(ask_commit(ledger, &more).status, LEDGER_CONFLICT);
	ck_assert_int_eq(ask_load(ledger, "1", "").version, 2);
	redis_server_signal(&replica, SIGCONT);
	await_in_info("state=online");
	ck_assert_int_eq(ask_commit(ledger, &turn).status, LEDGER_DUPLICATE);
	ledger_free(ledger);
}
END_TEST

struct batch {
	int open;
	bool done;
	int ok;
};

static void on_batch(void *arg, enum ledger_status status, int64_t version,
    int64_t now_ms)
{
	struct batch *batch = arg;

	(void)version;
	(void)now_ms;
	batch->ok += status == LEDGER_OK;
	batch->done = --batch->open == 0;
}

START_TEST(turns_of_one_tick_share_a_wait)
{
	struct ledger *ledger = new_ledger();
	struct batch batch = { .open = 20 };
	char command[4096];
	const char *calls;

	ask_server(&master, "CONFIG RESETSTAT", command, sizeof(command));
	for (int version = 0; version < 20; version++) {
		struct ledger_commit turn = turn_of("1", version);

		ledger_commit(ledger, &turn, on_batch, &batch);
	}
	bench_wait(&batch.done);
	ck_assert_int_eq(batch.ok, 20);
	ask_server(&master, "INFO commandstats", command, sizeof(command));
	calls = strstr(command, "cmdstat_wait:calls=");
	ck_assert_ptr_nonnull(calls);
	ck_assert_int_le(strtol(calls + strlen("cmdstat_wait:calls="), NULL,
	    10), 2);
	ledger_free(ledger);
}
END_TEST

START_TEST(a_ledger_freed_while_it_waits_gives_no_answers)
{
	struct ledger *ledger = new_ledger();
	struct batch batch = { .open = 2 };
	struct ledger_commit turn = turn_of("1", 0);
	struct ledger_commit other = turn_of("2", 0);

	redis_server_signal(&replica, SIGSTOP);
	ledger_commit(ledger, &turn, on_batch, &batch);
	ledger_commit(ledger, &other, on_batch, &batch);
	/* Freed with the answers in hand and the WAIT under way. */
	ck_assert_int_eq(ask_load(ledger, "3", "").status, LEDGER_ABSENT);
	ledger_free(ledger);
	ck_assert_int_eq(batch.open, 2);
}
END_TEST

START_TEST(F21_a_replica_takes_no_turns)
{
	struct ledger *ledger = new_ledger();
	struct seen_open seen = ask_open(ledger, "", false);

	ledger_free(ledger);
	ledger = connect_to(&replica);
	ck_assert_int_eq(ask_open(ledger, seen.store, false).status,
	    LEDGER_UNKNOWN);
	ledger_free(ledger);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("replicas");
	TCase *tcase = tcase_create("replicas");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tcase, I16_a_replica_confirms);
	tcase_add_test(tcase, F22_without_the_replica_nothing_is_confirmed);
	tcase_add_test(tcase, turns_of_one_tick_share_a_wait);
	tcase_add_test(tcase, a_ledger_freed_while_it_waits_gives_no_answers);
	tcase_add_test(tcase, F21_a_replica_takes_no_turns);
	suite_add_tcase(suite, tcase);
	start_servers();
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	stop_servers();
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
