/* SPDX-License-Identifier: MIT
 *
 * redis_fit: redis_check() finds what is wrong with a Redis, and finds nothing
 * wrong with one that runs by the sample configuration.
 */
#include "services/ledger/redis_check.h"

#include <check.h>
#include <ftw.h>
#include <hiredis/hiredis.h>

#include "tests/ledger/sample.h"
#include "tests/unit/redis_server.h"

static const char *const healthy[] = {
	"# Server", "redis_version:7.0.15", "redis_mode:standalone",
	"# Memory", "used_memory:800000", "maxmemory:1073741824",
	"maxmemory_policy:noeviction", "# Persistence", "loading:0",
	"rdb_last_bgsave_status:ok", "aof_enabled:1",
	"aof_last_bgrewrite_status:ok", "aof_last_write_status:ok",
	"aof_delayed_fsync:0", "# Replication", "role:master",
	"connected_slaves:1", "min_slaves_good_slaves:1", "# Cluster",
	"cluster_enabled:0",
};

/* INFO of a healthy Redis, but for the line with the key of `changed`; a
 * changed "key" without a value leaves that line out. */
static const char *info_with(const char *changed)
{
	static char info[2048];
	size_t key = strcspn(changed, ":");
	size_t length = 0;

	for (size_t i = 0; i < ARRAY_LEN(healthy); i++) {
		const char *line = healthy[i];

		if (key > 0 && strncmp(line, changed, key) == 0 &&
		    line[key] == ':')
			line = changed[key] == ':' ? changed : "# gone";
		length += (size_t)snprintf(info + length,
		    sizeof(info) - length, "%s\r\n", line);
	}
	return info;
}

static const struct {
	const char *changed;
	bool serious;
	const char *text;
} cases[] = {
	{ "redis_version", true, "it does not tell its version" },
	{ "redis_version:6.2.7", true, "its version is 6.2.7: 7.0 or later" },
	{ "redis_version:7.0.14", false, "its version is 7.0.14: it has" },
	{ "redis_version:7.0", false, "its version is 7.0: it has" },
	{ "redis_mode:sentinel", true, "redis_mode is sentinel" },
	{ "cluster_enabled:1", true, "cluster_enabled is 1" },
	{ "role:slave", true, "role is slave: this one is a replica" },
	{ "loading:1", true, "loading is 1" },
	{ "aof_enabled:0", true, "aof_enabled is 0: incidents would not" },
	{ "aof_last_write_status:err", true, "aof_last_write_status is err" },
	{ "aof_delayed_fsync:3", true, "aof_delayed_fsync is 3" },
	{ "aof_last_bgrewrite_status:err", false, "aof_last_bgrewrite" },
	{ "rdb_last_bgsave_status:err", false, "rdb_last_bgsave_status is" },
	{ "maxmemory_policy:allkeys-lru", true,
	  "maxmemory_policy is allkeys-lru: it would throw" },
	{ "maxmemory:0", false, "maxmemory is 0" },
	{ "maxmemory:1000000", true, "800000 of 1000000 bytes are in use" },
	{ "connected_slaves:0", true,
	  "0 replicas are connected, redis.replicas wants 1" },
	{ "min_slaves_good_slaves", false, "min-replicas-to-write is not" },
};

START_TEST(F24_each_wrong_setting_is_found)
{
	struct redis_finding found[REDIS_FINDINGS_MAX];

	ck_assert_uint_eq(redis_check(info_with(cases[_i].changed), 1, found),
	    1);
	ck_assert_int_eq(found[0].serious, cases[_i].serious);
	ck_assert_msg(strncmp(found[0].text, cases[_i].text,
	    strlen(cases[_i].text)) == 0, "%s", found[0].text);
	/* What it means and how to mend it is not cut off. */
	ck_assert_uint_lt(strlen(found[0].text),
	    sizeof(found[0].text) - 1);
}
END_TEST

START_TEST(a_healthy_redis_is_fit)
{
	static const char *const fine[] = {
		"", "maxmemory:1000100", "redis_version:7.2.4",
		"redis_version:8.0.0-rc1", "used_memory", "maxmemory",
		"aof_delayed_fsync", "redis_mode",
	};
	struct redis_finding found[REDIS_FINDINGS_MAX];

	for (size_t i = 0; i < ARRAY_LEN(fine); i++)
		ck_assert_uint_eq(redis_check(info_with(fine[i]), 1, found),
		    0);
	ck_assert_uint_eq(redis_check(info_with("connected_slaves:0"), 0,
	    found), 0);
}
END_TEST

START_TEST(serious_findings_come_first)
{
	struct redis_finding found[REDIS_FINDINGS_MAX];
	size_t count = redis_check("redis_version:7.0.1\nmaxmemory:0\n"
	    "aof_last_bgrewrite_status:err\nrole:slave\n", 0, found);

	ck_assert_uint_eq(count, 4);
	ck_assert(found[0].serious && !found[1].serious);
}
END_TEST

START_TEST(I20_any_text_is_taken)
{
	static const char *const odd[] = {
		"", "\n", ":", "redis_version:", "redis_version",
		"redis_version:x.y.z", "redis_version:7.\n\n\nrole:",
		"redis_version:99999999999999999999.1\nused_memory:-5",
	};
	struct redis_finding found[REDIS_FINDINGS_MAX];

	for (size_t i = 0; i < ARRAY_LEN(odd); i++)
		ck_assert_uint_le(redis_check(odd[i], 9, found),
		    REDIS_FINDINGS_MAX);
}
END_TEST

static struct redis_server server;

static void end_server(void)
{
	redis_server_kill(&server);
}

static int remove_one(const char *path, const struct stat *info, int type,
    struct FTW *ftw)
{
	(void)info;
	(void)type;
	(void)ftw;
	return remove(path);
}

static redisContext *log_in(void)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	char path[128];

	snprintf(path, sizeof(path), "%s/redis.sock", server.directory);
	for (int tries = 0; tries < 800; tries++) {
		redisContext *context = redisConnectUnix(path);

		if (context && !context->err) {
			freeReplyObject(redisCommand(context,
			    "AUTH incbot CHANGE-ME"));
			return context;
		}
		redisFree(context);
		nanosleep(&pause, NULL);
	}
	ck_abort_msg("redis-server does not take the sample");
	return NULL;
}

START_TEST(the_sample_configuration_is_fit)
{
	static const char *const refused[] = {
		"FLUSHALL", "CONFIG GET *", "KEYS *", "SHUTDOWN",
		"GET other", "SET other x", "SCRIPT FLUSH", "DEL {ib:x:0}:a",
	};
	struct redis_finding found[REDIS_FINDINGS_MAX];
	char settings[9000];
	char *folder;
	redisContext *context;
	redisReply *reply;
	size_t count;

	redis_server_init(&server);
	atexit(end_server);
	ck_assert(sample_read(settings, sizeof(settings)));
	/* Redis goes there as soon as it reads the line. */
	folder = strstr(settings, "\ndir ");
	ck_assert_ptr_nonnull(folder);
	folder[1] = '#';
	snprintf(settings + strlen(settings),
	    sizeof(settings) - strlen(settings),
	    "\ndir %s\nunixsocket %s/redis.sock\n", server.directory,
	    server.directory);
	redis_server_start(&server, settings);
	context = log_in();
	reply = redisCommand(context, "INFO");
	ck_assert_int_eq(reply->type, REDIS_REPLY_STRING);
	count = redis_check(reply->str, 0, found);
	ck_assert_msg(count == 0, "%s", found[0].text);
	freeReplyObject(reply);
	for (size_t i = 0; i < ARRAY_LEN(refused); i++) {
		reply = redisCommand(context, refused[i]);
		ck_assert_msg(reply && reply->type == REDIS_REPLY_ERROR &&
		    strncmp(reply->str, "NOPERM", 6) == 0, "%s",
		    refused[i]);
		freeReplyObject(reply);
	}
	redisFree(context);
	redis_server_kill(&server);
	nftw(server.directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("redis fit");
	TCase *tcase = tcase_create("redis fit");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(tcase, F24_each_wrong_setting_is_found, 0,
	    ARRAY_LEN(cases));
	tcase_add_test(tcase, a_healthy_redis_is_fit);
	tcase_add_test(tcase, serious_findings_come_first);
	tcase_add_test(tcase, I20_any_text_is_taken);
	tcase_add_test(tcase, the_sample_configuration_is_fit);
	suite_add_tcase(suite, tcase);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
