/* SPDX-License-Identifier: MIT
 *
 * Messages: what is refused, what comes back and how, metadata, pages, threads.
 * Numbers are sections of the facts.
 */
#include "tests/workspace/trial.h"

static struct trial t;

static void begin(void)
{
	trial_begin(&t, 1, false);
}

static void end(void)
{
	trial_end(&t);
}

/* A channel of the app's own; id in a static buffer. */
static const char *own_channel(const char *name)
{
	static char id[32];
	json_t *answer = trial_call(&t, "conversations.create", "{s:s}",
		"name", name);

	(void)snprintf(id, sizeof(id), "%s", trial_text(answer,
		"channel.id"));
	json_decref(answer);
	return id;
}

static const char *post(const char *channel, const char *text)
{
	static char ts[32];
	json_t *answer = trial_call(&t, "chat.postMessage", "{s:s,s:s}",
		"channel", channel, "text", text);

	(void)snprintf(ts, sizeof(ts), "%s", trial_text(answer, "ts"));
	json_decref(answer);
	return ts;
}

#define IS(word, ...) ck_assert_str_eq(trial_error(&t, __VA_ARGS__), word)

START_TEST(s5_text_comes_back_as_slack_keeps_it)
{
	static const struct {
		const char *sent, *kept;
	} cases[] = {
		{ "a & b < c > d", "a &amp; b &lt; c &gt; d" },
		{ "a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;" },
		{ "<@U0ANA> <!here> <#C0GENERAL|general>",
			"<@U0ANA> <!here> <#C0GENERAL|general>" },
		{ "see https://a.example/x?y=1.", "see <https://a.example/"
			"x?y=1>." },
		{ "<https://a.example|a>", "<https://a.example|a>" },
		{ "🔥 ok ✅", ":fire: ok :white_check_mark:" },
		{ "<b>", "&lt;b&gt;" },
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		json_t *answer = trial_call(&t, "chat.postMessage",
			"{s:s,s:s}", "channel", "C0INCIDENTS", "text",
			cases[i].sent);

		ck_assert_str_eq(trial_text(answer, "message.text"),
			cases[i].kept);
		json_decref(answer);
	}
}
END_TEST

START_TEST(s3_messages_and_their_refusals)
{
	static char long_text[4003];
	const char *ts = post("C0INCIDENTS", "one");

	memset(long_text, 'x', 4001);
	IS("no_text", "chat.postMessage", "{s:s}", "channel", "C0INCIDENTS");
	IS("channel_not_found", "chat.postMessage", "{s:s,s:s}", "channel",
		"C0NOWHERE", "text", "x");
	IS("ok", "chat.postMessage", "{s:s,s:s}", "channel", "U0ANA", "text",
		"x");
	IS("ok", "chat.postMessage", "{s:s,s:s}", "channel", "#general",
		"text", "x");
	IS("markdown_text_conflict", "chat.postMessage", "{s:s,s:s,s:s}",
		"channel", "C0GENERAL", "text", "x", "markdown_text", "y");
	IS("msg_too_long", "chat.update", "{s:s,s:s,s:s}", "channel",
		"C0INCIDENTS", "ts", ts, "text", long_text);
	IS("ok", "chat.postMessage", "{s:s,s:s}", "channel", "C0INCIDENTS",
		"text", long_text);
	IS("message_not_found", "chat.update", "{s:s,s:s,s:s}", "channel",
		"C0INCIDENTS", "ts", "1.000001", "text", "x");
	IS("invalid_blocks_format", "chat.postMessage", "{s:s,s:s}",
		"channel", "C0INCIDENTS", "blocks", "[{");
	IS("user_not_in_channel", "chat.postEphemeral", "{s:s,s:s,s:s}",
		"channel", "C0INCIDENTS", "user", "U0EVE", "text", "x");
	IS("cannot_reply_to_message", "chat.postMessage", "{s:s,s:s,s:s}",
		"channel", "C0INCIDENTS", "text", "x", "thread_ts",
		"1.000001");
	IS("ok", "chat.delete", "{s:s,s:s}", "channel", "C0INCIDENTS", "ts",
		ts);
	IS("message_not_found", "chat.delete", "{s:s,s:s}", "channel",
		"C0INCIDENTS", "ts", ts);
}
END_TEST

START_TEST(s3_only_ones_own_message_can_be_changed)
{
	json_t *said = trial_act(&t, "{s:s,s:s,s:s,s:s}", "as", "U0ANA", "do",
		"say", "channel", "C0INCIDENTS", "text", "mine");
	const char *ts = trial_text(said, "ts");

	IS("cant_update_message", "chat.update", "{s:s,s:s,s:s}", "channel",
		"C0INCIDENTS", "ts", ts, "text", "x");
	IS("cant_delete_message", "chat.delete", "{s:s,s:s}", "channel",
		"C0INCIDENTS", "ts", ts);
	json_decref(said);
}
END_TEST

START_TEST(s3_an_update_with_text_alone_drops_the_blocks)
{
	json_t *answer = trial_call(&t, "chat.postMessage", "{s:s,s:s,s:s}",
		"channel", "C0INCIDENTS", "text", "a", "blocks",
		"[{\"type\":\"divider\"}]");
	char ts[32];

	(void)snprintf(ts, sizeof(ts), "%s", trial_text(answer, "ts"));
	ck_assert_str_eq(trial_text(answer, "message.blocks.0.type"),
		"divider");
	json_decref(answer);
	answer = trial_call(&t, "chat.update", "{s:s,s:s,s:s}", "channel",
		"C0INCIDENTS", "ts", ts, "text", "b");
	ck_assert_ptr_null(json_object_get(json_object_get(answer, "message"),
		"blocks"));
	ck_assert_str_eq(trial_text(answer, "message.edited.user"),
		WORKSPACE_BOT_USER);
	json_decref(answer);
}
END_TEST

START_TEST(s2_6_metadata_is_whole_only_when_asked_for)
{
	json_t *answer = trial_call(&t, "chat.postMessage",
		"{s:s,s:s,s:{s:s,s:{s:s}}}", "channel", "C0INCIDENTS", "text",
		"a", "metadata", "event_type", "incbot_post", "event_payload",
		"key", "inc-1:card");

	json_decref(answer);
	answer = trial_call(&t, "conversations.history", "{s:s}", "channel",
		"C0INCIDENTS");
	ck_assert_str_eq(trial_text(answer, "messages.0.metadata.event_type"),
		"incbot_post");
	ck_assert_str_eq(trial_text(answer,
		"messages.0.metadata.event_payload.key"), "");
	json_decref(answer);
	answer = trial_call(&t, "conversations.history", "{s:s,s:s}",
		"channel", "C0INCIDENTS", "include_all_metadata", "true");
	ck_assert_str_eq(trial_text(answer,
		"messages.0.metadata.event_payload.key"), "inc-1:card");
	json_decref(answer);
	IS("invalid_metadata_format", "chat.postMessage", "{s:s,s:s,s:s}",
		"channel", "C0INCIDENTS", "text", "a", "metadata", "{\"a\":1}");
	IS("invalid_metadata_schema", "chat.postMessage",
		"{s:s,s:s,s:{s:s,s:{s:s}}}", "channel", "C0INCIDENTS", "text",
		"a", "metadata", "event_type", "incbot_post", "event_payload",
		"Key", "x");
}
END_TEST

START_TEST(s2_3_pages_and_bounds)
{
	const char *id = own_channel("inc-1");
	char second[32], cursor[64];
	json_t *answer;

	(void)post(id, "1");
	(void)snprintf(second, sizeof(second), "%s", post(id, "2"));
	(void)post(id, "3");
	answer = trial_call(&t, "conversations.history", "{s:s,s:i}",
		"channel", id, "limit", 2);
	ck_assert_str_eq(trial_text(answer, "messages.0.text"), "3");
	ck_assert(json_is_true(json_object_get(answer, "has_more")));
	(void)snprintf(cursor, sizeof(cursor), "%s", trial_text(answer,
		"response_metadata.next_cursor"));
	json_decref(answer);
	answer = trial_call(&t, "conversations.history", "{s:s,s:i,s:s}",
		"channel", id, "limit", 2, "cursor", cursor);
	ck_assert_str_eq(trial_text(answer, "messages.0.text"), "1");
	json_decref(answer);
	IS("invalid_cursor", "conversations.history", "{s:s,s:s}", "channel",
		id, "cursor", "nonsense");
	answer = trial_call(&t, "conversations.history", "{s:s,s:s}",
		"channel", id, "oldest", second);
	ck_assert_uint_eq(json_array_size(json_object_get(answer,
		"messages")), 1);
	json_decref(answer);
	answer = trial_call(&t, "conversations.history", "{s:s,s:s,s:b}",
		"channel", id, "oldest", second, "inclusive", 1);
	ck_assert_uint_eq(json_array_size(json_object_get(answer,
		"messages")), 2);
	json_decref(answer);
}
END_TEST

START_TEST(s3_threads)
{
	const char *parent = post("C0INCIDENTS", "parent");
	json_t *answer = trial_call(&t, "chat.postMessage", "{s:s,s:s,s:s}",
		"channel", "C0INCIDENTS", "text", "reply", "thread_ts",
		parent);
	char reply[32];

	(void)snprintf(reply, sizeof(reply), "%s", trial_text(answer, "ts"));
	json_decref(answer);
	answer = trial_call(&t, "conversations.replies", "{s:s,s:s}",
		"channel", "C0INCIDENTS", "ts", reply);
	ck_assert_str_eq(trial_text(answer, "messages.0.text"), "parent");
	ck_assert_str_eq(trial_text(answer, "messages.1.text"), "reply");
	ck_assert_str_eq(trial_text(answer, "messages.0.latest_reply"),
		reply);
	json_decref(answer);
	answer = trial_call(&t, "conversations.history", "{s:s}", "channel",
		"C0INCIDENTS");
	ck_assert_uint_eq(json_array_size(json_object_get(answer,
		"messages")), 1);
	json_decref(answer);
	IS("cannot_reply_to_message", "chat.postMessage", "{s:s,s:s,s:s}",
		"channel", "C0INCIDENTS", "text", "x", "thread_ts", reply);
	IS("thread_not_found", "conversations.replies", "{s:s,s:s}",
		"channel", "C0INCIDENTS", "ts", "1.000001");
}
END_TEST

int main(void)
{
	struct unit u = unit_new("workspace chat");

	tcase_add_checked_fixture(u.tcase, begin, end);
	unit_add(&u, s5_text_comes_back_as_slack_keeps_it);
	unit_add(&u, s3_messages_and_their_refusals);
	unit_add(&u, s3_only_ones_own_message_can_be_changed);
	unit_add(&u, s3_an_update_with_text_alone_drops_the_blocks);
	unit_add(&u, s2_6_metadata_is_whole_only_when_asked_for);
	unit_add(&u, s2_3_pages_and_bounds);
	unit_add(&u, s3_threads);
	return unit_run(&u);
}
