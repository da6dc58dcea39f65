/* SPDX-License-Identifier: MIT
 *
 * ledger_check: reads a whole store at rest, straight from Redis, and says
 * whether it is whole: each snapshot is the fold of its timeline, byte for
 * byte, versions without a gap; what has a reason has its appointment, and
 * nothing else has; each job has its place and each place its job; no effect
 * is left. It changes nothing and knows nothing of Slack.
 *
 *   ledger_check UNIX-SOCKET NAMESPACE
 * Prints a line for whatever is wrong, and a sum. Exit 1: something is wrong.
 */
#include "base/base.h"

#include <hiredis/hiredis.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/appointment.h"
#include "core/incident.h"
#include "core/site.h"

#define READING_BYTES_MAX ((size_t)64 << 20)
#define LEDGER_KEY_SIZE 400

static redisContext *redis;
static char tag[80];		/* "{ib:<namespace>:0}:" */
static struct {
	long incidents, events, jobs, wrong;
} sum;

static void PRINTF_LIKE(2, 3) wrong(const char *what, const char *format, ...)
{
	va_list arguments;

	sum.wrong++;
	printf("wrong  %s: ", what);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
}

/* Its answer, to be freed; Redis must be there. */
static redisReply *PRINTF_LIKE(1, 2) ask(const char *format, ...)
{
	va_list arguments;
	redisReply *reply;

	va_start(arguments, format);
	reply = redisvCommand(redis, format, arguments);
	va_end(arguments);
	if (reply == NULL || reply->type == REDIS_REPLY_ERROR) {
		fprintf(stderr, "%s: %s\n", format, reply != NULL ? reply->str
		    : redis->errstr);
		exit(2);
	}
	return reply;
}

/* Whether a command about a key, and about something in it unless that is
 * NULL, finds anything. */
static bool is_there(const char *command, const char *rest, const char *member)
{
	char key[LEDGER_KEY_SIZE];
	const char *words[] = { command, key, member };
	redisReply *reply;
	bool found;

	snprintf(key, sizeof(key), "%s%s", tag, rest);
	reply = redisCommandArgv(redis, member != NULL ? 3 : 2, words, NULL);
	if (reply == NULL || reply->type == REDIS_REPLY_ERROR)
		exit(2);
	found = reply->type != REDIS_REPLY_NIL &&
	    !(reply->type == REDIS_REPLY_INTEGER && reply->integer == 0);
	freeReplyObject(reply);
	return found;
}

/* Of one record, an incident or the site. */
struct fold {
	const char *id;
	bool is_site;
	struct incident incident;
	struct site site;
	int64_t version;
	int index;
};

static void apply(struct fold *fold, const redisReply *entry)
{
	const redisReply *stamp = entry->element[0];
	const redisReply *body = entry->element[1]->element[1];
	static struct event event;
	int64_t version;
	char *end = NULL;
	int index;

	version = strtoll(stamp->str, &end, 10);
	index = (int)strtol(end + 1, NULL, 10);
	if (!(version == fold->version + 1 && index == 1) &&
	    !(version == fold->version && index == fold->index + 1))
		wrong(fold->id, "%s after %lld-%d", stamp->str,
		    (long long)fold->version, fold->index);
	fold->version = version;
	fold->index = index;
	sum.events++;
	if (!event_decode(body->str, body->len, &event)) {
		wrong(fold->id, "unreadable event %s", body->str);
		return;
	}
	if (fold->is_site) {
		site_apply(&fold->site, &event);
		return;
	}
	incident_apply(&fold->incident, &event);
	fold->incident.version = version;
}

static void check_appointments(const struct fold *fold)
{
	char job[JOB_SIZE];
	int kind;

	for (kind = 0; kind < APPOINTMENT_COUNT; kind++) {
		bool due = fold->is_site ?
		    appointment_site_due_ms(&fold->site, kind) > 0 :
		    appointment_due_ms(&fold->incident, kind) > 0;

		appointment_job(fold->id, kind, job);
		if (due != is_there("HEXISTS", "job", job))
			wrong(fold->id, "appointment %s %s",
			    appointment_word(kind), due ? "is missing" :
			    "waits without a reason");
	}
}

/* The key is "...inc:<id>". */
static void check_record(const char *key)
{
	struct fold *fold = xcalloc(1, sizeof(*fold));
	struct arena *arena = arena_new(READING_BYTES_MAX);
	redisReply *stored = ask("HMGET %s v d", key);
	redisReply *timeline;
	const char *snapshot = stored->element[1]->str;
	const char *again;
	size_t i;

	fold->id = key + strlen(tag) + strlen("inc:");
	fold->is_site = strcmp(fold->id, SITE_ID) == 0;
	timeline = ask("XRANGE %stl:%s - +", tag, fold->id);
	for (i = 0; i < timeline->elements; i++)
		apply(fold, timeline->element[i]);
	again = fold->is_site ? site_encode(arena, &fold->site)
	    : incident_encode(arena, &fold->incident);
	if (snapshot == NULL || strcmp(again, snapshot) != 0)
		wrong(fold->id, "snapshot %s fold %s", snapshot, again);
	if (strtoll(stored->element[0]->str, NULL, 10) != fold->version)
		wrong(fold->id, "version %s, timeline at %lld",
		    stored->element[0]->str, (long long)fold->version);
	check_appointments(fold);
	sum.incidents += !fold->is_site;
	freeReplyObject(timeline);
	freeReplyObject(stored);
	arena_free(arena);
	free(fold);
}

static void check_records(void)
{
	redisReply *keys = ask("KEYS *inc:*");
	size_t i;

	for (i = 0; i < keys->elements; i++)
		if (text_starts_with(keys->element[i]->str, tag))
			check_record(keys->element[i]->str);
	freeReplyObject(keys);
	keys = ask("KEYS *tl:*");
	for (i = 0; i < keys->elements; i++) {
		const char *id = strstr(keys->element[i]->str, "}:tl:");
		char record[LEDGER_KEY_SIZE];

		if (id == NULL)
			continue;
		snprintf(record, sizeof(record), "inc:%s", id + 5);
		if (!is_there("EXISTS", record, NULL))
			wrong(id + 5, "a timeline without a snapshot");
	}
	freeReplyObject(keys);
}

/* A job stands in the agenda, or in its lane behind another. */
static void check_job(const char *id)
{
	sum.jobs++;
	if (!is_there("ZSCORE", "agenda", id)) {
		redisReply *lane = ask("HGET %sjob %s\x1f" "lane", tag, id);

		if (lane->type != REDIS_REPLY_STRING ||
		    !is_there("ZSCORE", "lane", lane->str))
			wrong(id, "waits nowhere");
		freeReplyObject(lane);
	}
	if (text_starts_with(id, "fx:"))
		wrong(id, "an effect that is not done");
}

static void check_jobs(void)
{
	redisReply *jobs = ask("HKEYS %sjob", tag);
	redisReply *agenda = ask("ZRANGE %sagenda 0 -1", tag);
	size_t i;

	for (i = 0; i < jobs->elements; i++)
		if (strchr(jobs->element[i]->str, '\x1f') == NULL)
			check_job(jobs->element[i]->str);
	for (i = 0; i < agenda->elements; i++)
		if (!is_there("HEXISTS", "job", agenda->element[i]->str))
			wrong(agenda->element[i]->str, "a place without a job");
	freeReplyObject(jobs);
	freeReplyObject(agenda);
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fprintf(stderr, "usage: ledger_check SOCKET NAMESPACE\n");
		return 2;
	}
	redis = redisConnectUnix(argv[1]);
	if (redis == NULL || redis->err != 0) {
		fprintf(stderr, "cannot connect to %s\n", argv[1]);
		return 2;
	}
	snprintf(tag, sizeof(tag), "{ib:%s:0}:", argv[2]);
	check_records();
	check_jobs();
	redisFree(redis);
	printf("%s  incidents=%ld events=%ld jobs=%ld\n",
	    sum.wrong == 0 ? "whole" : "NOT WHOLE", sum.incidents, sum.events,
	    sum.jobs);
	return sum.wrong == 0 && sum.incidents > 0 ? 0 : 1;
}
