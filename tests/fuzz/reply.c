/* SPDX-License-Identifier: MIT
 *
 * reply: what a Redis may answer: the shipped ledger and connection over a
 * stream and timers of this file. Every call is under way, then the input's
 * bytes arrive, cut into pieces of the size that its first byte says. Every
 * call is answered exactly once, whatever came.
 */
#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/url.h"
#include "core/incident.h"
#include "io/redis_connection.h"
#include "io/stream.h"
#include "services/clock.h"
#include "services/ledger/ledger.h"
#include "services/ledger/ledger_redis.h"

#define TIMERS_MAX 64
#define END_MS 10000

struct stream {
	struct stream_options options;
	bool up;
};

static struct timer *timers[TIMERS_MAX];
static struct stream *streams[2];
static int64_t now_ms;
static int answers;

/* --- the seams --- */

int64_t loop_now_ms(const struct loop *loop UNUSED)
{
	return 1781532000000 + now_ms;
}

int64_t loop_monotonic_ms(const struct loop *loop UNUSED)
{
	return now_ms;
}

int64_t clock_now_ms(struct clock *clock UNUSED)
{
	return 1781532000000 + now_ms;
}

int64_t clock_uptime_ms(struct clock *clock UNUSED)
{
	return now_ms;
}

void timer_stop(struct timer *t)
{
	for (size_t i = 0; i < TIMERS_MAX; i++)
		if (timers[i] == t)
			timers[i] = NULL;
}

void timer_start(struct timer *t, struct loop *loop, int64_t delay_ms,
    timer_cb *callback, void *arg)
{
	size_t i = 0;

	timer_stop(t);
	while (timers[i])
		if (++i == TIMERS_MAX)
			fuzz_fail("too many timers", "");
	t->loop = loop;
	t->callback = callback;
	t->arg = arg;
	t->due_us = (now_ms + (delay_ms > 0 ? delay_ms : 0)) * 1000;
	timers[i] = t;
}

bool timer_is_running(const struct timer *t)
{
	for (size_t i = 0; i < TIMERS_MAX; i++)
		if (timers[i] == t)
			return true;
	return false;
}

struct stream *stream_open(struct loop *loop UNUSED,
    const struct stream_options *options)
{
	struct stream *s = calloc(1, sizeof(*s));

	s->options = *options;
	streams[streams[0] ? 1 : 0] = s;
	return s;
}

bool stream_write(struct stream *s, const char *data UNUSED, size_t n UNUSED)
{
	return s->up;
}

void stream_free(struct stream *s)
{
	for (size_t i = 0; i < ARRAY_LEN(streams); i++)
		if (streams[i] == s)
			streams[i] = NULL;
	free(s);
}

/* --- the calls --- */

static void on_open(void *arg UNUSED, enum ledger_status status UNUSED,
    const char *store UNUSED)
{
	answers++;
}

static void on_load(void *arg UNUSED, enum ledger_status status,
    const struct ledger_snapshot *snapshot)
{
	static struct incident incident;

	answers++;
	if (status == LEDGER_OK ? !snapshot :
	    snapshot && status != LEDGER_SPLIT)
		fuzz_fail("a snapshot, or not?", ledger_status_name(status));
	if (snapshot && status == LEDGER_SPLIT &&
	    (snapshot->length > 0 || snapshot->version != 0))
		fuzz_fail("more than whose it is",
		    ledger_status_name(status));
	if (snapshot)
		(void)!incident_decode(snapshot->data, snapshot->length,
		    &incident);
}

static void on_number(void *arg UNUSED, enum ledger_status status,
    int64_t number)
{
	answers++;
	if (status == LEDGER_OK && number <= 0)
		fuzz_fail("no incident number", "");
}

static void on_commit(void *arg UNUSED, enum ledger_status status UNUSED,
    int64_t version, int64_t then_ms UNUSED)
{
	answers++;
	if (version < 0)
		fuzz_fail("no version", "");
}

static void on_claim(void *arg UNUSED, enum ledger_status status UNUSED,
    const struct ledger_claim *claims, size_t count,
    int64_t next_due_ms UNUSED, int64_t then_ms UNUSED)
{
	answers++;
	if (count > LEDGER_CLAIM_MAX)
		fuzz_fail("more claims than asked for", "");
	for (size_t i = 0; i < count; i++)
		if (!claims[i].job || !claims[i].token || !claims[i].body ||
		    claims[i].attempt < 1)
			fuzz_fail("half a claim", "");
}

static void on_status(void *arg UNUSED, enum ledger_status status UNUSED)
{
	answers++;
}

static void on_list(void *arg UNUSED, enum ledger_status status UNUSED,
    const struct ledger_snapshot *snapshots, size_t count,
    size_t total UNUSED)
{
	answers++;
	if (count > LEDGER_LIST_MAX)
		fuzz_fail("a longer list than asked for", "");
	for (size_t i = 0; i < count; i++)
		if (!ledger_is_word(snapshots[i].id))
			fuzz_fail("no id", snapshots[i].id);
}

static void on_timeline(void *arg UNUSED, enum ledger_status status UNUSED,
    const struct ledger_entry *entries, size_t count)
{
	answers++;
	for (size_t i = 0; i < count; i++)
		if (entries[i].index < 0 || entries[i].version < 0)
			fuzz_fail("no place in the timeline", "");
}

#define CALLS 9

static void call_all(struct ledger *ledger)
{
	static const char *const events[] = { "{}" };
	struct ledger_commit commit = { .id = "7", .snapshot = "{}",
		.snapshot_length = 2, .dedupe_key = "", .finished_job = "",
		.finished_token = "", .events = events, .event_count = 1,
		.channel = "" };
	struct ledger_completion completion = { .job = "fx:7:1:0",
		.token = "1", .body = "{}", .body_length = 2 };

	ledger_open(ledger, "", true, on_open, NULL);
	ledger_load(ledger, "7", "", on_load, NULL);
	ledger_new_number(ledger, on_number, NULL);
	ledger_commit(ledger, &commit, on_commit, NULL);
	ledger_claim(ledger, &(struct ledger_ask){ "worker", 1, 1,
	    { 10, 10, 10 }, 1000 }, on_claim, NULL);
	ledger_load_owned(ledger, "7", "fx:7:1:0", "1", on_load, NULL);
	ledger_complete(ledger, &completion, on_status, NULL);
	ledger_list_open(ledger, 0, 10, on_list, NULL);
	ledger_timeline(ledger, "7", 0, 100, on_timeline, NULL);
}

/* --- the run --- */

static struct timer *next_timer(void)
{
	struct timer *next = NULL;

	for (size_t i = 0; i < TIMERS_MAX; i++)
		if (timers[i] && (!next || timers[i]->due_us < next->due_us))
			next = timers[i];
	return next;
}

static void advance(int64_t until_ms)
{
	struct timer *t;

	while ((t = next_timer()) != NULL && t->due_us <= until_ms * 1000) {
		if (t->due_us > now_ms * 1000)
			now_ms = t->due_us / 1000;
		timer_stop(t);
		t->callback(t->arg);
	}
	if (until_ms > now_ms)
		now_ms = until_ms;
}

static void receive(const char *data, size_t size)
{
	struct stream *s = streams[0];
	char *exact;

	if (!s || !s->up || size == 0)
		return;
	/* Of its own, so that reading past its end is noticed. */
	exact = malloc(size);
	memcpy(exact, data, size);
	s->options.received(s->options.arg, exact, size);
	free(exact);
}

static void begin(void)
{
	advance(0);
	if (!streams[0])
		fuzz_fail("nobody connects", "");
	streams[0]->up = true;
	streams[0]->options.connected(streams[0]->options.arg);
	for (const char *greeting = "+PONG\r\n"; answers == 0;
	    answers = redis_is_up(streams[0]->options.arg))
		receive(greeting, strlen(greeting));
	answers = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct url url;
	const char *reason;
	struct ledger_redis_options options = {
		.redis = { .url = &url }, .workspace = "acme", .shards = 1 };
	struct ledger *ledger;
	size_t step, i;

	if (size < 1 || !url_parse("unix:///run/redis.sock", &url, &reason))
		return 0;
	now_ms = 0;
	answers = 0;
	options.replicas_wanted = data[0] & 1;
	step = data[0] < 128 ? size : 1 + data[0] % 64u;
	ledger = ledger_redis_new(NULL, &options);
	begin();
	call_all(ledger);
	for (i = 1; i < size; i += step)
		receive((const char *)data + i,
		    size - i < step ? size - i : step);
	advance(END_MS);
	if (answers != CALLS)
		fuzz_fail("not every call is answered once", "");
	ledger_free(ledger);
	if (streams[0] || streams[1] || next_timer())
		fuzz_fail("something is left behind", "");
	return 0;
}
