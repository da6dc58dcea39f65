/* SPDX-License-Identifier: MIT
 *
 * doctor_redis: the doctor's questions to Redis: is it there, will it keep
 * what it is given, does its clock agree with ours. From INFO and TIME alone,
 * which the least of accounts may ask.
 */
#include "daemon/doctor/doctor_steps.h"
#include "base/text.h"
#include "base/url.h"
#include "io/redis_connection.h"
#include "io/tls.h"
#include "services/config/config.h"
#include "services/ledger/redis_check.h"

#include <hiredis/hiredis.h>

static void on_info(void *arg, const struct redisReply *reply)
{
	struct doctor *doctor = arg;
	struct redis_finding findings[REDIS_FINDINGS_MAX];
	char version[REDIS_INFO_VALUE_SIZE];
	size_t count, i;

	if (doctor->redis == NULL)
		return;
	if (reply == NULL || reply->type != REDIS_REPLY_STRING) {
		doctor_fail(doctor, "Redis: INFO was refused (%s): allow "
		    "+info, +time and +wait to this user", reply == NULL ?
		    "no answer" : reply->str);
		doctor_next(doctor);
		return;
	}
	count = redis_check(reply->str, doctor->config->redis.replicas,
	    findings);
	for (i = 0; i < count; i++)
		(findings[i].serious ? doctor_fail : doctor_warn)(doctor,
		    "Redis: %s", findings[i].text);
	(void)redis_info_get(reply->str, "redis_version", version);
	if (count == 0 || !findings[0].serious)
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
