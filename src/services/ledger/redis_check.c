/* SPDX-License-Identifier: MIT
 *
 * redis_check: see redis_check.h. What must stand in INFO word for word is a
 * table; what takes counting is below it. config/redis.conf is the sample
 * that passes.
 */
#include "services/ledger/redis_check.h"

#include <stdarg.h>

#include "base/text.h"

#define MAJOR_NEEDED 7		/* scripts with flags */
#define MINOR_PATCHED 15	/* of 7.0: Lua's holes are closed in Debian's */
#define MEMORY_PERCENT 80	/* of maxmemory that may be in use */

struct findings {
	struct redis_finding *list;
	size_t count;
};

PRINTF_LIKE(3, 4)
static void add(struct findings *findings, bool serious, const char *format,
    ...)
{
	struct redis_finding *finding = &findings->list[findings->count];
	va_list args;

	assert(findings->count < REDIS_FINDINGS_MAX);
	findings->count++;
	finding->serious = serious;
	va_start(args, format);
	vsnprintf(finding->text, sizeof(finding->text), format, args);
	va_end(args);
}

bool redis_info_get(const char *info, const char *key,
    char value[REDIS_INFO_VALUE_SIZE])
{
	size_t length = strlen(key);
	const char *line = info;
	struct text text;

	text_init(&text, value, REDIS_INFO_VALUE_SIZE);
	while (line) {
		if (strncmp(line, key, length) == 0 && line[length] == ':') {
			line += length + 1;
			text_add_n(&text, line, strcspn(line, "\r\n"));
			return true;
		}
		line = strchr(line, '\n');
		line = line ? line + 1 : NULL;
	}
	return false;
}

/* -1 if it is not there or not a number. */
static int64_t info_number(const char *info, const char *key)
{
	char value[REDIS_INFO_VALUE_SIZE];
	int64_t number = -1;

	if (!redis_info_get(info, key, value) ||
	    !text_parse_int(value, 0, INT64_MAX, &number))
		return -1;
	return number;
}

static const struct rule {
	const char *key;
	const char *value;
	bool serious;
	const char *mend;
} rules[] = {
	{ "loading", "0", true,
	  "it is still reading its file: try again soon" },
	{ "role", "master", true,
	  "this one is a replica and takes no writes: give redis.url the "
	  "address of the master" },
	{ "redis_mode", "standalone", true,
	  "incbot needs a plain Redis, neither a cluster nor a sentinel: give "
	  "redis.url another address" },
	{ "cluster_enabled", "0", true,
	  "incbot does not follow a Redis Cluster: give it a single Redis, "
	  "with replicas if you like" },
	{ "aof_enabled", "1", true,
	  "incidents would not survive its restart: set \"appendonly yes\" "
	  "and \"appendfsync always\" in redis.conf" },
	{ "aof_last_write_status", "ok", true,
	  "it cannot write its file: is the disk full?" },
	{ "maxmemory_policy", "noeviction", true,
	  "it would throw incidents away when memory is short: set "
	  "\"maxmemory-policy noeviction\" in redis.conf" },
	{ "aof_last_bgrewrite_status", "ok", false,
	  "its file only grows: is there room on the disk, and memory for a "
	  "fork (vm.overcommit_memory = 1)?" },
	{ "rdb_last_bgsave_status", "ok", false,
	  "Redis may stop taking writes: is the disk full? Dumps are not "
	  "needed beside the append-only file: save \"\" in redis.conf" },
};

static void check_rules(struct findings *findings, const char *info)
{
	for (size_t i = 0; i < ARRAY_LEN(rules); i++) {
		const struct rule *rule = &rules[i];
		char value[REDIS_INFO_VALUE_SIZE];

		if (redis_info_get(info, rule->key, value) &&
		    strcmp(value, rule->value) != 0)
			add(findings, rule->serious, "%s is %s: %s",
			    rule->key, value, rule->mend);
	}
}

/* False for a text that is not INFO. */
static bool check_version(struct findings *findings, const char *info)
{
	char version[REDIS_INFO_VALUE_SIZE];
	char *rest = version;
	long major, minor = 0, patch = 0;

	if (!redis_info_get(info, "redis_version", version)) {
		add(findings, true, "it does not tell its version: allow "
		    "+info to this user");
		return false;
	}
	major = strtol(version, &rest, 10);
	if (*rest == '.')
		minor = strtol(rest + 1, &rest, 10);
	if (*rest == '.')
		patch = strtol(rest + 1, &rest, 10);
	if (major < MAJOR_NEEDED)
		add(findings, true, "its version is %s: 7.0 or later is "
		    "needed", version);
	else if (major == MAJOR_NEEDED && minor == 0 && patch < MINOR_PATCHED)
		add(findings, false, "its version is %s: it has known holes: "
		    "take at least 7.0.15, with your distribution's patches",
		    version);
	return true;
}

static void check_memory(struct findings *findings, const char *info)
{
	int64_t used = info_number(info, "used_memory");
	int64_t limit = info_number(info, "maxmemory");

	if (limit == 0)
		add(findings, false, "maxmemory is 0: when memory is short "
		    "the system kills Redis, where it could refuse new "
		    "incidents and go on: set maxmemory in redis.conf");
	if (limit > 0 && used > 0 && used / MEMORY_PERCENT >= limit / 100)
		add(findings, true, "%lld of %lld bytes are in use: new "
		    "incidents will be refused soon: raise maxmemory",
		    (long long)used, (long long)limit);
}

/* INFO does not tell appendfsync; but writes are only delayed by a sync in
 * the background where it is not "always". */
static void check_sync(struct findings *findings, const char *info)
{
	int64_t delayed = info_number(info, "aof_delayed_fsync");

	if (delayed > 0)
		add(findings, true, "aof_delayed_fsync is %lld: it says it "
		    "has kept what is not on the disk yet: set \"appendfsync "
		    "always\" in redis.conf", (long long)delayed);
}

static void check_replicas(struct findings *findings, const char *info,
    int wanted)
{
	int64_t connected = info_number(info, "connected_slaves");

	if (wanted == 0)
		return;
	if (connected >= 0 && connected < wanted)
		add(findings, true, "%lld replicas are connected, "
		    "redis.replicas wants %d: start them, or lower it",
		    (long long)connected, wanted);
	if (info_number(info, "min_slaves_good_slaves") < 0)
		add(findings, false, "min-replicas-to-write is not set: a "
		    "master that is cut off goes on taking writes: set it to "
		    "1, and min-replicas-max-lag to 2, in redis.conf");
}

size_t redis_check(const char *info, int replicas_wanted,
    struct redis_finding findings[REDIS_FINDINGS_MAX])
{
	struct redis_finding found[REDIS_FINDINGS_MAX] = { { 0 } };
	struct findings all = { .list = found };
	size_t count = 0;

	if (check_version(&all, info)) {
		check_rules(&all, info);
		check_sync(&all, info);
		check_memory(&all, info);
		check_replicas(&all, info, replicas_wanted);
	}
	for (int serious = 1; serious >= 0; serious--)
		for (size_t i = 0; i < all.count; i++)
			if (found[i].serious == (serious == 1))
				findings[count++] = found[i];
	return count;
}
