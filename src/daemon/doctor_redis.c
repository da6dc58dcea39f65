/* SPDX-License-Identifier: MIT
 *
 * doctor_redis: the doctor's questions to Redis: is it there, will it keep
 * what it is given, does its clock agree with ours. From INFO and TIME alone,
 * which the least of accounts may ask.
 */
#include "daemon/doctor_steps.h"
#include "base/text.h"
#include "base/url.h"
#include "io/redis_connection.h"
#include "io/tls.h"
#include "services/config.h"

#include <hiredis/hiredis.h>

#define VALUE_SIZE 64
#define WORKING_PERCENT 80	/* of maxmemory that may be in use */

/* The value of a line "key:value" of INFO, "" if there is none. */
static void info_get(const char *info, const char *key, char out[VALUE_SIZE])
{
	size_t length = strlen(key);
	const char *line = info;
	struct text value;

	text_init(&value, out, VALUE_SIZE);
	while (line != NULL) {
		if (strncmp(line, key, length) == 0 && line[length] == ':') {
			text_add_n(&value, line + length + 1,
			    strcspn(line + length + 1, "\r\n"));
			return;
		}
		line = strchr(line, '\n');
		if (line != NULL)
			line++;
	}
}

static int64_t info_number(const char *info, const char *key)
{
	char value[VALUE_SIZE];
	int64_t number = 0;

	info_get(info, key, value);
	if (!text_parse_int(value, 0, INT64_MAX, &number))
		return 0;
	return number;
}

/* What must stand in INFO, word for word. */
static const struct {
	const char *key, *value, *mend;
} wanted[] = {
	{ "loading", "0", "it is still reading its file: try again soon" },
	{ "role", "master", "this one is a replica and takes no writes: give "
	    "redis.url the address of the master" },
	{ "cluster_enabled", "0", "incbot does not follow a Redis Cluster: "
	    "give it a single Redis, with replicas if you like" },
	{ "aof_enabled", "1", "incidents would not survive its restart: set "
	    "\"appendonly yes\" and \"appendfsync always\" in redis.conf" },
	{ "aof_last_write_status", "ok", "it cannot write its file: is the "
	    "disk full?" },
	{ "maxmemory_policy", "noeviction", "it would throw incidents away "
	    "when memory is short: set \"maxmemory-policy noeviction\" in "
	    "redis.conf" },
};

static bool check_words(struct doctor *doctor, const char *info)
{
	bool good = true;
	size_t i;

	for (i = 0; i < ARRAY_LEN(wanted); i++) {
		char value[VALUE_SIZE];

		info_get(info, wanted[i].key, value);
		/* An account without rights or a fork may leave one out. */
		if (value[0] == '\0' || strcmp(value, wanted[i].value) == 0)
			continue;
		doctor_fail(doctor, "Redis: %s is %s: %s", wanted[i].key,
		    value, wanted[i].mend);
		good = false;
	}
	return good;
}

static bool check_figures(struct doctor *doctor, const char *info)
{
	char version[VALUE_SIZE];
	int64_t used = info_number(info, "used_memory");
	int64_t limit = info_number(info, "maxmemory");
	int64_t replicas = info_number(info, "connected_slaves");
	int needed = doctor->config->redis.replicas;
	bool good = true;

	info_get(info, "redis_version", version);
	if (strtol(version, NULL, 10) < 7) {
		doctor_fail(doctor, "Redis: its version is %s: 7.0 or later "
		    "is needed", version);
		good = false;
	}
	if (limit > 0 && used / WORKING_PERCENT * 100 > limit) {
		doctor_fail(doctor, "Redis: %lld of %lld bytes are in use: "
		    "raise maxmemory", (long long)used, (long long)limit);
		good = false;
	}
	if (replicas < needed) {
		doctor_fail(doctor, "Redis: %lld replicas are connected, "
		    "redis.replicas wants %d: start them, or lower it",
		    (long long)replicas, needed);
		good = false;
	}
	return good;
}

static void on_info(void *arg, const struct redisReply *reply)
{
	struct doctor *doctor = arg;
	char version[VALUE_SIZE];
	bool words, figures;

	if (doctor->redis == NULL)
		return;
	if (reply == NULL || reply->type != REDIS_REPLY_STRING) {
		doctor_fail(doctor, "Redis: INFO was refused (%s): allow "
		    "+info, +time and +wait to this user", reply == NULL ?
		    "no answer" : reply->str);
		doctor_next(doctor);
		return;
	}
	words = check_words(doctor, reply->str);
	figures = check_figures(doctor, reply->str);
	info_get(reply->str, "redis_version", version);
	if (words && figures)
		doctor_ok(doctor, "Redis: version %s, keeps what it is given",
		    version);
	doctor_next(doctor);
}

static void check_clock(struct doctor *doctor, const struct redisReply *reply)
{
	int64_t seconds, skew_ms;

	if (reply == NULL || reply->type != REDIS_REPLY_ARRAY ||
	    reply->elements != 2 || !text_parse_int(reply->element[0]->str, 0,
	    INT64_MAX / 1000, &seconds)) {
		doctor_fail(doctor, "clocks: TIME was refused: allow +time to "
		    "this user of Redis");
		return;
	}
	/* TIME's microseconds are left out: half a second on average. */
	skew_ms = seconds * 1000 + 500 - loop_now_ms(doctor->loop);
	if (skew_ms > DOCTOR_SKEW_MAX_MS || skew_ms < -DOCTOR_SKEW_MAX_MS)
		doctor_fail(doctor, "clocks: Redis is %lld s %s this machine: "
		    "run NTP on both; nothing is done above 5 s",
		    (long long)(skew_ms < 0 ? -skew_ms : skew_ms) / 1000,
		    skew_ms < 0 ? "behind" : "ahead of");
	else
		doctor_ok(doctor, "clocks: Redis and this machine agree");
}

static void send_command(struct doctor *doctor, const char *word,
    redis_reply_cb *callback)
{
	const struct redis_command command = {
		.argc = 1, .argv = &word, .callback = callback,
		.arg = doctor,
	};

	if (!redis_send(doctor->redis, &command))
		callback(doctor, NULL);
}

static void on_time(void *arg, const struct redisReply *reply)
{
	struct doctor *doctor = arg;

	if (doctor->redis == NULL)
		return;
	check_clock(doctor, reply);
	send_command(doctor, "INFO", on_info);
}

static void on_state(void *arg, bool up, const char *reason)
{
	struct doctor *doctor = arg;

	if (doctor->redis_answered)
		return;
	doctor->redis_answered = true;
	if (up) {
		doctor_ok(doctor, "Redis answers");
		send_command(doctor, "TIME", on_time);
		return;
	}
	doctor_fail(doctor, "Redis: %s: is it running there, and are address "
	    "and password right (redis.url, redis.password_file)?", reason);
	doctor_next(doctor);
}

void doctor_redis(struct doctor *doctor)
{
	struct redis_options options = {
		.resolver = doctor->resolver, .client_name = "incbot-doctor",
	};

	if (!doctor->config_good) {
		doctor_skip(doctor, "Redis: the config comes first");
		doctor_next(doctor);
		return;
	}
	options.url = &doctor->config->redis.address;
	if (url_is_secure(options.url) && doctor->trust != NULL)
		doctor->redis_tls = tls_trust_context(doctor->trust);
	options.tls = doctor->redis_tls;
	doctor->redis = redis_open(doctor->loop, &options, on_state, doctor);
}
