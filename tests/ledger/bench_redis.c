/* SPDX-License-Identifier: MIT
 *
 * bench_redis: the contract's bench over a real redis-server, see bench.h. A
 * server of its own with a clock that stands still, written through to the
 * disk; the ledger logs in as a user with no more rights than the sample
 * configuration gives. Every test has a namespace of its own.
 */
#include "tests/ledger/bench_redis.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <hiredis/hiredis.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/url.h"
#include "services/clock.h"
#include "services/ledger/ledger_redis.h"
#include "tests/ledger/ask.h"
#include "tests/ledger/sample.h"
#include "tests/unit/pump.h"
#include "tests/unit/redis_server.h"

enum { HANDLES_MAX = 8, WAIT_MS = 8000 };

/* And the user of config/redis.conf. jemalloc's thread would sleep until a
 * time long past, again and again. */
#define SERVER_SETTINGS \
	"jemalloc-bg-thread no\nenable-debug-command local\n" \
	"appendonly yes\nmaxmemory-policy noeviction\n"

struct handle {
	struct ledger *ledger;
	bool up;
};

static struct {
	struct redis_server server;
	struct pump pump;
	struct url url;
	redisContext *admin;
	int64_t *clock_us;
	int64_t skew_ms;
	struct handle handles[HANDLES_MAX];
	size_t handle_count;
	int test;
	char answer[512];
} bench;

/* The clock seam: the caller's clock. */
int64_t clock_now_ms(struct clock *clock)
{
	(void)clock;
	return bench_now() - bench.skew_ms;
}

static int remove_one(const char *path, const struct stat *info, int type,
    struct FTW *ftw)
{
	(void)info;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void end_server(void)
{
	redis_server_kill(&bench.server);
	nftw(bench.server.directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A suite that hangs and is ended, or crashes, takes its server along. */
static void on_end(int signal_number)
{
	(void)signal_number;
	if (bench.server.pid > 0)
		kill(bench.server.pid, SIGKILL);
	_exit(EXIT_FAILURE);
}

static void make_clock(void)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/clock", bench.server.directory);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert(fd >= 0 && ftruncate(fd, sizeof(*bench.clock_us)) == 0);
	bench.clock_us = mmap(NULL, sizeof(*bench.clock_us),
	    PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert(bench.clock_us != MAP_FAILED);
	close(fd);
	setenv("STILL_CLOCK", path, 1);
}

static void connect_admin(void)
{
	char path[128];
	struct timespec pause = { .tv_nsec = 5000000 };

	snprintf(path, sizeof(path), "%s/redis.sock", bench.server.directory);
	for (int tries = 0; tries < 1000; tries++) {
		bench.admin = redisConnectUnix(path);
		if (bench.admin && !bench.admin->err &&
		    strcmp(bench_raw("PING"), "PONG") == 0)
			return;
		redisFree(bench.admin);
		nanosleep(&pause, NULL);
	}
	ck_abort_msg("redis-server does not come up");
}

void bench_restart_server(void)
{
	char preload[PATH_MAX];
	char settings[2048];
	const char *sync = getenv("LEDGER_FSYNC");
	int length = snprintf(settings, sizeof(settings), "%sappendfsync %s\n",
	    SERVER_SETTINGS, sync ? sync : "always");

	sample_user(settings + length, sizeof(settings) - (size_t)length);
	/* For the server alone. */
	if (!realpath("tests/ledger/still_clock.so", preload))
		abort();
	setenv("LD_PRELOAD", preload, 1);
	redis_server_start(&bench.server, settings);
	unsetenv("LD_PRELOAD");
	connect_admin();
	/* Keys expire when they are looked at, not by chance before. */
	bench_raw("DEBUG SET-ACTIVE-EXPIRE 0");
}

void bench_kill_server(void)
{
	redisFree(bench.admin);
	bench.admin = NULL;
	redis_server_kill(&bench.server);
}

static void start_bench(void)
{
	const char *reason;
	char url[192];

	redis_server_init(&bench.server);
	atexit(end_server);
	signal(SIGTERM, on_end);
	signal(SIGABRT, on_end);
	make_clock();
	bench_set_now(BENCH_START_MS);
	bench_restart_server();
	pump_init(&bench.pump);
	snprintf(url, sizeof(url), "unix://incbot:CHANGE-ME@%s/redis.sock",
	    bench.server.directory);
	if (!url_parse(url, &bench.url, &reason))
		abort();
}

static void drop_handles(void)
{
	while (bench.handle_count > 0)
		ledger_free(bench.handles[--bench.handle_count].ledger);
}

void bench_end(void)
{
	if (bench.server.pid == 0)
		return;
	drop_handles();
	pump_release(&bench.pump);
	bench_kill_server();
}

static void on_state(void *arg, bool up, const char *reason)
{
	struct handle *handle = arg;

	(void)reason;
	handle->up = up;
}

struct ledger *bench_attach(void)
{
	struct handle *handle = &bench.handles[bench.handle_count++];
	char workspace[24];
	struct ledger_redis_options options = {
		.redis = { .url = &bench.url, .client_name = "test" },
		.workspace = workspace, .shards = 1,
		.state = on_state, .state_arg = handle,
	};

	assert(bench.handle_count <= HANDLES_MAX);
	snprintf(workspace, sizeof(workspace), "t%d", bench.test);
	handle->up = false;
	handle->ledger = ledger_redis_new(bench.pump.loop, &options);
	bench_wait(&handle->up);
	return handle->ledger;
}

void bench_wait_until_up(void)
{
	for (size_t i = 0; i < bench.handle_count; i++)
		bench_wait(&bench.handles[i].up);
}

struct ledger *bench_new_unopened(void)
{
	if (bench.server.directory[0] == '\0')
		start_bench();
	drop_handles();
	bench.test++;
	bench.skew_ms = 0;
	bench_set_now(BENCH_START_MS);
	return bench_attach();
}

struct ledger *bench_new(void)
{
	struct ledger *ledger = bench_new_unopened();

	ck_assert_int_eq(ask_open(ledger, "", true).status, LEDGER_OK);
	return ledger;
}

int64_t bench_now(void)
{
	return *bench.clock_us / 1000;
}

void bench_set_now(int64_t now_ms)
{
	*bench.clock_us = now_ms * 1000;
}

void bench_set_skew(int64_t skew_ms)
{
	bench.skew_ms = skew_ms;
}

void bench_wait(const bool *done)
{
	bool in_time = pump_within(&bench.pump, done, WAIT_MS);

	ck_assert_msg(in_time, "no answer came");
}

void bench_wipe(void)
{
	bench_raw("FLUSHALL");
}

void bench_split(const char *id)
{
	char key[64], incident[64];
	long version;

	snprintf(key, sizeof(key), "tl:%s", id);
	snprintf(incident, sizeof(incident), "inc:%s", id);
	version = strtol(bench_raw("HGET %s v", bench_key(incident)), NULL,
	    10);
	bench_raw("XADD %s %d-1 b stray", bench_key(key), (int)version + 1);
}

const char *bench_key(const char *rest)
{
	static char keys[4][128];
	static int next;
	char *key = keys[next++ % 4];

	snprintf(key, sizeof(keys[0]), "{ib:t%d:0}:%s", bench.test, rest);
	return key;
}

const char *bench_store(void)
{
	static char store[64];

	snprintf(store, sizeof(store), "%s.0",
	    bench_raw("HGET %s store", bench_key("meta")));
	return store;
}

static const char *keep_answer(redisReply *reply)
{
	const redisReply *shown = reply;

	bench.answer[0] = '\0';
	if (shown && shown->type == REDIS_REPLY_ARRAY && shown->elements > 0)
		shown = shown->element[0];
	if (shown && shown->type == REDIS_REPLY_INTEGER)
		snprintf(bench.answer, sizeof(bench.answer), "%lld",
		    shown->integer);
	else if (shown && shown->str)
		snprintf(bench.answer, sizeof(bench.answer), "%s",
		    shown->str);
	freeReplyObject(reply);
	return bench.answer;
}

const char *bench_raw(const char *format, ...)
{
	redisReply *reply;
	va_list args;

	va_start(args, format);
	reply = redisvCommand(bench.admin, format, args);
	va_end(args);
	return keep_answer(reply);
}

const char *bench_script(enum ledger_script which, size_t count,
    const char *const *args)
{
	static const char *const kinds[] = {
		"meta", "agenda", "job", "lane", "own", "open", "chan",
		"inc:1", "tl:1", "dd:in",
	};
	const char *argv[64];
	char keys[ARRAY_LEN(kinds)][64];
	char *text = ledger_script_text(which);
	size_t argc = 0;

	argv[argc++] = "EVAL";
	argv[argc++] = text;
	argv[argc++] = "10";
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		snprintf(keys[i], sizeof(keys[i]), "%s", bench_key(kinds[i]));
		argv[argc++] = keys[i];
	}
	assert(argc + count <= ARRAY_LEN(argv));
	for (size_t i = 0; i < count; i++)
		argv[argc++] = args[i];
	keep_answer(redisCommandArgv(bench.admin, (int)argc, argv, NULL));
	free(text);
	return bench.answer;
}
