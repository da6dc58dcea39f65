/* SPDX-License-Identifier: MIT
 *
 * services/slack/slack_method, slack_pace, slack_patience, slack_body: the
 * tables say what Slack's pages say; what an answer means; no call and no
 * connection before its time; bodies are encoded as the method wants them.
 */
#include "services/slack/slack_body.h"
#include "services/slack/slack_method.h"
#include "services/slack/slack_pace.h"
#include "services/slack/slack_patience.h"
#include "tests/unit/unit.h"

static const struct slack_method *method(const char *name)
{
	const struct slack_method *m = slack_method_find(name);

	ck_assert_msg(m->name != NULL, "%s is not in the table", name);
	return m;
}

/* --- what an answer means ------------------------------------------------*/

START_TEST(words_are_judged)
{
	static const struct {
		const char *method;
		const char *word;
		enum slack_outcome outcome;
		enum slack_reach reach;
		int64_t retry_ms;
	} rows[] = {
		{ "chat.postMessage", "ratelimited", SLACK_LATER, 0, 30000 },
		{ "chat.postMessage", "rate_limited", SLACK_LATER, 0, 30000 },
		{ "bookmarks.add", "too_many_requests", SLACK_LATER, 0, 2000 },
		{ "chat.postMessage", "internal_error", SLACK_AMBIGUOUS, 0, 0 },
		{ "chat.postMessage", "fatal_error", SLACK_AMBIGUOUS, 0, 0 },
		{ "chat.postMessage", "service_unavailable", SLACK_AMBIGUOUS,
		    0, 0 },
		{ "conversations.create", "internal_error", SLACK_AMBIGUOUS,
		    0, 0 },
		{ "bookmarks.add", "internal_error", SLACK_AMBIGUOUS, 0, 0 },
		{ "chat.update", "internal_error", SLACK_UNAVAILABLE, 0, 0 },
		{ "chat.update", "update_failed", SLACK_UNAVAILABLE, 0, 0 },
		{ "pins.add", "fatal_error", SLACK_UNAVAILABLE, 0, 0 },
		{ "apps.connections.open", "internal_error",
		    SLACK_UNAVAILABLE, 0, 0 },
		{ "chat.postMessage", "request_timeout", SLACK_UNAVAILABLE,
		    0, 0 },
		{ "chat.postMessage", "team_added_to_org", SLACK_UNAVAILABLE,
		    0, 0 },
		{ "pins.add", "missing_scope", SLACK_HELD,
		    SLACK_REACH_METHOD, 0 },
		{ "pins.add", "invalid_auth", SLACK_HELD,
		    SLACK_REACH_TOKEN, 0 },
		{ "pins.add", "account_inactive", SLACK_HELD,
		    SLACK_REACH_TOKEN, 0 },
		{ "pins.add", "token_revoked", SLACK_HELD,
		    SLACK_REACH_TOKEN, 0 },
		{ "pins.add", "already_pinned", SLACK_REFUSED, 0, 0 },
		{ "chat.postMessage", "channel_not_found", SLACK_REFUSED,
		    0, 0 },
		{ "conversations.create", "name_taken", SLACK_REFUSED, 0, 0 },
		{ "chat.postMessage", "something_new", SLACK_REFUSED, 0, 0 },
		{ "chat.postMessage", "", SLACK_REFUSED, 0, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_LEN(rows); i++) {
		struct slack_verdict v = slack_judge_word(
		    method(rows[i].method), rows[i].word);

		ck_assert_msg(v.outcome == rows[i].outcome &&
		    v.reach == rows[i].reach &&
		    v.retry_ms == rows[i].retry_ms, "%s %s",
		    rows[i].method, rows[i].word);
	}
}
END_TEST

START_TEST(statuses_are_judged)
{
	const struct slack_method *post = method("chat.postMessage");
	const struct slack_method *update = method("chat.update");
	struct slack_verdict v = slack_judge_status(post, 429, 7000);

	ck_assert_int_eq(v.outcome, SLACK_LATER);
	ck_assert_int_eq(v.retry_ms, 7000);
	/* F37 */
	ck_assert_int_eq(slack_judge_status(post, 429, 0).retry_ms, 30000);
	ck_assert_int_eq(slack_judge_status(post, 500, 0).outcome,
	    SLACK_AMBIGUOUS);
	ck_assert_int_eq(slack_judge_status(post, 503, 1000).outcome,
	    SLACK_AMBIGUOUS);
	ck_assert_int_eq(slack_judge_status(post, 408, 0).outcome,
	    SLACK_AMBIGUOUS);
	ck_assert_int_eq(slack_judge_status(update, 500, 0).outcome,
	    SLACK_UNAVAILABLE);
	ck_assert_int_eq(slack_judge_status(post, 404, 0).outcome,
	    SLACK_UNAVAILABLE);
	ck_assert_int_eq(slack_judge_status(post, 302, 0).outcome,
	    SLACK_UNAVAILABLE);
}
END_TEST

START_TEST(failures_are_judged_by_what_was_sent)
{
	const struct slack_method *post = method("chat.postMessage");

	ck_assert_int_eq(slack_judge_failure(post, true).outcome,
	    SLACK_AMBIGUOUS);
	ck_assert_int_eq(slack_judge_failure(post, false).outcome,
	    SLACK_UNAVAILABLE);
	ck_assert_int_eq(slack_judge_failure(method("pins.add"), true).outcome,
	    SLACK_UNAVAILABLE);
	ck_assert_int_eq(slack_judge_failure(slack_method_find("new.method"),
	    true).outcome, SLACK_AMBIGUOUS);
}
END_TEST

START_TEST(retry_after_is_bounded)
{
	ck_assert_int_eq(slack_rate_wait_ms(1000), 1000);
	ck_assert_int_eq(slack_rate_wait_ms(10), 1000);
	ck_assert_int_eq(slack_rate_wait_ms(120000), 120000);
	ck_assert_int_eq(slack_rate_wait_ms(INT64_MAX), 3600000);
	ck_assert_int_eq(slack_rate_wait_ms(0), 30000);
	ck_assert_int_eq(slack_rate_wait_ms(-5), 30000);
}
END_TEST

START_TEST(reads_take_forms_and_writes_take_json)
{
	ck_assert(method("chat.postMessage")->json);
	ck_assert(method("views.open")->json);
	ck_assert(!method("conversations.info")->json);
	ck_assert(!method("users.info")->json);
	ck_assert(!method("conversations.replies")->json);
	ck_assert_int_eq(method("apps.connections.open")->token,
	    SLACK_TOKEN_APP);
	ck_assert_int_eq(method("views.open")->token, SLACK_TOKEN_BOT);
	ck_assert_ptr_null(slack_method_find("no.such.method")->name);
}
END_TEST

/* --- pace ----------------------------------------------------------------*/

static struct slack_pace pace;

/* How many calls go out in the given time if each is made as soon as it may,
 * starting from a full bucket. */
static int calls_within(const char *name, const char *channel, bool urgent,
    int64_t span_ms)
{
	int64_t now_ms = 1000000, end_ms = now_ms + span_ms;
	int count = 0;

	slack_pace_init(&pace);
	while (now_ms < end_ms) {
		int64_t wait = slack_pace_wait(&pace, method(name), channel,
		    urgent, now_ms);

		now_ms += wait;
		if (now_ms >= end_ms)
			break;
		slack_pace_take(&pace, method(name), channel, now_ms);
		count++;
	}
	return count;
}

START_TEST(no_tier_is_exceeded)
{
	/* Within a minute: the burst and what refills, per minute after. */
	ck_assert_int_le(calls_within("pins.add", "", false, 600000),
	    20 * 10 + 10);
	ck_assert_int_ge(calls_within("pins.add", "", false, 600000), 20 * 10);
	ck_assert_int_le(calls_within("chat.update", "", false, 600000),
	    50 * 10 + 20);
	ck_assert_int_ge(calls_within("chat.update", "", false, 600000),
	    50 * 10);
	ck_assert_int_le(calls_within("views.open", "", true, 600000),
	    100 * 10 + 30);
	ck_assert_int_le(calls_within("apps.connections.open", "", true,
	    3600000), 190);
}
END_TEST

START_TEST(a_channel_gets_a_message_a_second)
{
	ck_assert_int_eq(calls_within("chat.postMessage", "C1", false, 900),
	    3);
	ck_assert_int_eq(calls_within("chat.postMessage", "C1", false, 60000),
	    62);
}
END_TEST

START_TEST(channels_do_not_wait_for_each_other)
{
	const struct slack_method *post = method("chat.postMessage");
	int i;

	slack_pace_init(&pace);
	for (i = 0; i < 3; i++)
		slack_pace_take(&pace, post, "C1", 1000);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C1", false, 1000),
	    1000);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C2", false, 1000), 0);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C1", false, 2000), 0);
}
END_TEST

START_TEST(urgent_calls_have_a_reserve)
{
	const struct slack_method *post = method("chat.postMessage");
	char channel[16];
	int i;

	slack_pace_init(&pace);
	for (i = 0; slack_pace_wait(&pace, post, "", false, 1000) == 0; i++) {
		(void)snprintf(channel, sizeof(channel), "C%d", i);
		slack_pace_take(&pace, post, channel, 1000);
	}
	ck_assert_int_eq(i, 40);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "D1", true, 1000), 0);
	ck_assert_int_gt(slack_pace_wait(&pace, post, "C99", false, 1000), 0);
}
END_TEST

START_TEST(a_hold_reaches_its_method_and_channel_only)
{
	const struct slack_method *post = method("chat.postMessage");
	const struct slack_method *pin = method("pins.add");

	slack_pace_init(&pace);
	slack_pace_hold(&pace, post, "C1", 1000, 30000);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C1", true, 1000),
	    30000);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C1", true, 30999), 1);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C1", true, 31000), 0);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C2", false, 1000), 0);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C1", true, 1000),
	    30000);
	slack_pace_hold(&pace, pin, "", 1000, 5000);
	ck_assert_int_eq(slack_pace_wait(&pace, pin, "", false, 1000), 5000);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C2", false, 1000), 0);
	/* A shorter hold does not end a longer one. */
	slack_pace_hold(&pace, pin, "", 1000, 1000);
	ck_assert_int_eq(slack_pace_wait(&pace, pin, "", false, 1000), 5000);
}
END_TEST

START_TEST(more_channels_than_remembered_are_let_through)
{
	const struct slack_method *post = method("chat.postMessage");
	char channel[16];
	int i, k;

	slack_pace_init(&pace);
	for (i = 0; i < SLACK_PACE_CHANNELS; i++) {
		(void)snprintf(channel, sizeof(channel), "C%d", i);
		for (k = 0; k < 3; k++)
			slack_pace_take(&pace, post, channel, 1000);
	}
	/* Long after the method's own bucket is full again they are idle. */
	pace.methods[slack_method_index(post)].full_ms = 0;
	ck_assert_int_eq(slack_pace_wait(&pace, post, "C0", false, 1000),
	    1000);
	for (k = 0; k < 3; k++)
		slack_pace_take(&pace, post, "CNEW", 1000);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "CNEW", false, 1000),
	    0);
	for (k = 0; k < 3; k++)
		slack_pace_take(&pace, post, "CNEW", 9000);
	ck_assert_int_eq(slack_pace_wait(&pace, post, "CNEW", false, 9000),
	    1000);
}
END_TEST

/* --- patience ------------------------------------------------------------*/

/* The longest of many waits after so many failures. */
static int64_t longest_wait(int failures)
{
	struct slack_patience p = { .min_ms = 1000, .max_ms = 60000,
		.slow_ms = 30000, .proven_ms = 60000 };
	int64_t longest = 0, shortest = INT64_MAX;
	int i;

	prng_seed(&p.prng, 1);
	for (i = 0; i < failures; i++)
		slack_patience_count(&p, 59999);
	for (i = 0; i < 2000; i++) {
		int64_t wait = slack_patience_wait_ms(&p);

		longest = wait > longest ? wait : longest;
		shortest = wait < shortest ? wait : shortest;
	}
	/* Full jitter: from nothing on. */
	ck_assert_int_le(shortest, longest / 100);
	return longest;
}

static void check_longest(int failures, int64_t limit_ms)
{
	int64_t longest = longest_wait(failures);

	ck_assert_int_le(longest, limit_ms);
	ck_assert_int_ge(longest, limit_ms - limit_ms / 50);
}

START_TEST(waits_double_up_to_a_minute)
{
	check_longest(0, 0);
	check_longest(1, 1000);
	check_longest(2, 2000);
	check_longest(6, 32000);
	check_longest(7, 60000);
	check_longest(1000, 60000);
}
END_TEST

START_TEST(a_life_of_a_minute_forgets_the_failures)
{
	struct slack_patience p = { .min_ms = 1000, .max_ms = 60000,
		.proven_ms = 60000 };

	slack_patience_count(&p, 0);
	slack_patience_count(&p, 0);
	ck_assert_int_eq(p.failures, 2);
	slack_patience_count(&p, 60000);
	ck_assert_int_eq(p.failures, 0);
	ck_assert_int_eq(slack_patience_wait_ms(&p), 0);
}
END_TEST

START_TEST(F2_slow_is_half_a_minute_or_more)
{
	struct slack_patience p = { .slow_ms = 30000 };
	int i;

	prng_seed(&p.prng, 1);
	for (i = 0; i < 1000; i++) {
		int64_t wait = slack_patience_slow_ms(&p);

		ck_assert_int_ge(wait, 30000);
		ck_assert_int_le(wait, 60000);
	}
}
END_TEST

/* --- bodies --------------------------------------------------------------*/

static void check_body(const char *args, bool json, const char *expected)
{
	json_t *object = args != NULL ? json_loads(args, 0, NULL) : NULL;
	size_t length = 0;
	char *body = slack_body_encode(object, json, &length);

	ck_assert_str_eq(body, expected);
	ck_assert_uint_eq(length, strlen(expected));
	free(body);
	json_decref(object);
}

START_TEST(bodies_are_encoded_as_the_method_wants)
{
	check_body(NULL, false, "");
	check_body(NULL, true, "{}");
	check_body("{}", false, "");
	check_body("{\"channel\":\"C1\",\"text\":\"a b&c=d\\u00e9\"}", false,
	    "channel=C1&text=a%20b%26c%3Dd%C3%A9");
	check_body("{\"n\":20,\"on\":true,\"off\":false,\"no\":null,"
	    "\"r\":1.5}", false, "n=20&on=true&off=false&r=1.5");
	check_body("{\"blocks\":[{\"type\":\"divider\"}]}", false,
	    "blocks=%5B%7B%22type%22%3A%22divider%22%7D%5D");
	check_body("{\"a\": [1, 2]}", true, "{\"a\":[1,2]}");
}
END_TEST

START_TEST(a_body_that_is_too_long_is_not_made)
{
	char *text = malloc(SLACK_BODY_MAX + 1);
	json_t *args;
	size_t length;

	memset(text, 'x', SLACK_BODY_MAX);
	text[SLACK_BODY_MAX] = '\0';
	args = json_pack("{s:s}", "text", text);
	ck_assert_ptr_null(slack_body_encode(args, false, &length));
	ck_assert_ptr_null(slack_body_encode(args, true, &length));
	json_decref(args);
	free(text);
}
END_TEST

START_TEST(a_post_carries_the_same_id_on_every_replica)
{
	json_t *args = json_loads("{\"channel\":\"C1\",\"metadata\":{"
	    "\"event_type\":\"incbot_fx\",\"event_payload\":{"
	    "\"fx\":\"fx:42:7:0\"}}}", 0, NULL);
	json_t *sent = slack_body_identified(args);

	ck_assert_str_eq(json_string_value(json_object_get(sent,
	    "client_msg_id")), "81b55925-a120-50db-af51-9afd71f73485");
	ck_assert_ptr_null(json_object_get(args, "client_msg_id"));
	ck_assert_str_eq(json_string_value(json_object_get(sent, "channel")),
	    "C1");
	json_decref(sent);
	json_decref(args);
}
END_TEST

START_TEST(a_post_without_a_job_stays_as_it_is)
{
	json_t *args = json_pack("{s:s}", "channel", "C1");
	json_t *sent = slack_body_identified(args);

	ck_assert_ptr_eq(sent, args);
	json_decref(sent);
	json_decref(args);
	ck_assert_ptr_null(slack_body_identified(NULL));
}
END_TEST

int main(void)
{
	const TTest *const tests[] = {
		words_are_judged,
		statuses_are_judged,
		failures_are_judged_by_what_was_sent,
		retry_after_is_bounded,
		reads_take_forms_and_writes_take_json,
		no_tier_is_exceeded,
		a_channel_gets_a_message_a_second,
		channels_do_not_wait_for_each_other,
		urgent_calls_have_a_reserve,
		a_hold_reaches_its_method_and_channel_only,
		more_channels_than_remembered_are_let_through,
		waits_double_up_to_a_minute,
		a_life_of_a_minute_forgets_the_failures,
		F2_slow_is_half_a_minute_or_more,
		bodies_are_encoded_as_the_method_wants,
		a_body_that_is_too_long_is_not_made,
		a_post_carries_the_same_id_on_every_replica,
		a_post_without_a_job_stays_as_it_is,
	};
	struct unit unit = unit_new("services/slack_wire");
	size_t i;

	for (i = 0; i < ARRAY_LEN(tests); i++)
		unit_add(&unit, tests[i]);
	return unit_run(&unit);
}
