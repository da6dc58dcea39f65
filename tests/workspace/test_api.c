/* SPDX-License-Identifier: MIT
 *
 * The stand-in refuses what Slack refuses, with Slack's word (tokens, scopes,
 * body formats, names, membership, limits), and what it accepts it gives back
 * as Slack does. Numbers in the names are sections of the facts it follows.
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

static const char *raw(const struct workspace_request *request)
{
	static char word[64];
	struct workspace_response response;

	workspace_api(t.ws, request, &response);
	(void)snprintf(word, sizeof(word), "%d %s", response.http_status,
		trial_text(response.body, "error"));
	workspace_response_release(&response);
	return word;
}

START_TEST(s2_1_tokens_of_the_wrong_kind)
{
	json_t *none = json_object();
	struct workspace_request r = { .method = "auth.test", .args = none };

	ck_assert_str_eq(raw(&r), "200 not_authed");
	r.token = "xoxb-nobody";
	ck_assert_str_eq(raw(&r), "200 invalid_auth");
	r.token = WORKSPACE_BOT_TOKEN;
	ck_assert_str_eq(raw(&r), "200 ");
	r.method = "apps.connections.open";
	ck_assert_str_eq(raw(&r), "200 not_allowed_token_type");
	r.token = WORKSPACE_APP_TOKEN;
	r.token_in_body = true;
	ck_assert_str_eq(raw(&r), "200 invalid_auth");
	r.method = "chat.postMessage";
	ck_assert_str_eq(raw(&r), "200 not_allowed_token_type");
	r.method = "chat.postLetter";
	ck_assert_str_eq(raw(&r), "200 unknown_method");
	json_decref(none);
}
END_TEST

START_TEST(s2_1_a_method_without_json_sees_no_arguments)
{
	json_t *args = json_pack("{s:s}", "user", "U0ANA");
	struct workspace_request r = { .method = "users.info", .args = args,
		.token = WORKSPACE_BOT_TOKEN };

	ck_assert_str_eq(raw(&r), "200 ");
	r.is_json = true;
	ck_assert_str_eq(raw(&r), "200 user_not_found");
	r.method = "team.info";
	ck_assert_str_eq(raw(&r), "200 ");
	r.body_error = "invalid_json";
	ck_assert_str_eq(raw(&r), "200 invalid_json");
	json_decref(args);
}
END_TEST

START_TEST(s2_1_charsets_are_warned_about)
{
	static const struct {
		bool json, charset;
		const char *warning;
	} cases[] = {
		{ true, false, "missing_charset" }, { true, true, "" },
		{ false, true, "superfluous_charset" }, { false, false, "" },
	};
	json_t *none = json_object();

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct workspace_request r = { .method = "auth.test",
			.args = none, .token = WORKSPACE_BOT_TOKEN,
			.is_json = cases[i].json,
			.has_charset = cases[i].charset };
		struct workspace_response response;

		workspace_api(t.ws, &r, &response);
		ck_assert_str_eq(trial_text(response.body, "warning"),
			cases[i].warning);
		ck_assert_str_eq(trial_text(response.body,
			"response_metadata.warnings.0"), cases[i].warning);
		workspace_response_release(&response);
	}
	json_decref(none);
}
END_TEST

START_TEST(s2_2_a_missing_scope_is_named)
{
	json_t *answer = trial_call(&t, "users.conversations", "{s:s}",
		"types", "im");

	ck_assert_str_eq(trial_text(answer, "error"), "missing_scope");
	ck_assert_str_eq(trial_text(answer, "needed"), "im:read");
	ck_assert_ptr_nonnull(strstr(trial_text(answer, "provided"),
		"channels:manage"));
	json_decref(answer);
}
END_TEST

START_TEST(s4_1_channel_names)
{
	char long_name[90];

	memset(long_name, 'a', 81);
	long_name[81] = '\0';
	IS("invalid_name_required", "conversations.create", "{}");
	IS("invalid_name_maxlength", "conversations.create", "{s:s}", "name",
		long_name);
	long_name[80] = '\0';
	IS("ok", "conversations.create", "{s:s}", "name", long_name);
	IS("invalid_name_specials", "conversations.create", "{s:s}", "name",
		"Inc-1");
	IS("invalid_name_specials", "conversations.create", "{s:s}", "name",
		"a b");
	IS("invalid_name_punctuation", "conversations.create", "{s:s}",
		"name", "-_-");
	IS("name_taken", "conversations.create", "{s:s}", "name", "general");
	IS("name_taken", "conversations.create", "{s:s}", "name", "here");
}
END_TEST

START_TEST(s3_archiving_ejects_the_app_and_keeps_the_name)
{
	const char *id = own_channel("inc-1");

	IS("ok", "conversations.archive", "{s:s}", "channel", id);
	IS("already_archived", "conversations.archive", "{s:s}", "channel",
		id);
	IS("is_archived", "chat.postMessage", "{s:s,s:s}", "channel", id,
		"text", "x");
	IS("is_archived", "conversations.setTopic", "{s:s,s:s}", "channel",
		id, "topic", "x");
	IS("not_in_channel", "conversations.history", "{s:s}", "channel", id);
	IS("not_in_channel", "conversations.unarchive", "{s:s}", "channel",
		id);
	IS("is_archived", "conversations.join", "{s:s}", "channel", id);
	IS("name_taken", "conversations.create", "{s:s}", "name", "inc-1");
	IS("cant_archive_general", "conversations.archive", "{s:s}",
		"channel", "C0GENERAL");
}
END_TEST

START_TEST(s3_invite_says_who_and_why)
{
	const char *id = own_channel("inc-1");
	json_t *answer = trial_call(&t, "conversations.invite",
		"{s:s,s:s}", "channel", id, "users", "U0ANA,U0NOBODY,U0EVE");

	ck_assert_str_eq(trial_text(answer, "error"), "user_not_found");
	ck_assert_str_eq(trial_text(answer, "errors.0.user"), "U0NOBODY");
	ck_assert_str_eq(trial_text(answer, "errors.1.error"),
		"user_is_restricted");
	json_decref(answer);
	IS("user_not_found", "conversations.invite", "{s:s,s:s,s:b}",
		"channel", id, "users", "U0BEN,U0NOBODY", "force", 1);
	IS("already_in_channel", "conversations.invite", "{s:s,s:s}",
		"channel", id, "users", "U0BEN");
	IS("ok", "conversations.invite", "{s:s,s:s}", "channel", id, "users",
		"U0ANA");
	IS("cant_invite_self", "conversations.invite", "{s:s,s:s}", "channel",
		id, "users", WORKSPACE_BOT_USER);
	IS("not_in_channel", "conversations.invite", "{s:s,s:s}", "channel",
		"C0GENERAL", "users", "U0ANA");
}
END_TEST

START_TEST(s3_topics)
{
	const char *id = own_channel("inc-1");
	char topic[252 * 2 + 1] = "";
	json_t *answer;

	for (size_t i = 0; i < 250; i++)
		memcpy(topic + 2 * i, "é", 2);
	IS("ok", "conversations.setTopic", "{s:s,s:s}", "channel", id,
		"topic", topic);
	memcpy(topic + 500, "é", 3);
	IS("too_long", "conversations.setTopic", "{s:s,s:s}", "channel", id,
		"topic", topic);
	answer = trial_call(&t, "conversations.setTopic", "{s:s}", "channel",
		id);
	ck_assert_str_eq(trial_text(answer, "error"), "invalid_arguments");
	ck_assert_str_eq(trial_text(answer, "response_metadata.messages.0"),
		"[ERROR] missing required field: topic");
	json_decref(answer);
	IS("not_in_channel", "conversations.setTopic", "{s:s,s:s}", "channel",
		"C0GENERAL", "topic", "x");
}
END_TEST

START_TEST(s3_rename_bends_the_name)
{
	json_t *answer = trial_call(&t, "conversations.rename", "{s:s,s:s}",
		"channel", own_channel("inc-1"), "name", "Inc 1.Checkout");

	ck_assert_str_eq(trial_text(answer, "channel.name"),
		"inc-1-checkout");
	ck_assert_str_eq(trial_text(answer, "channel.previous_names.0"),
		"inc-1");
	json_decref(answer);
	IS("not_authorized", "conversations.rename", "{s:s,s:s}", "channel",
		"C0INCIDENTS", "name", "mine");
}
END_TEST

START_TEST(s3_pins_bookmarks_reactions)
{
	const char *in = "C0INCIDENTS", *ts = post(in, "pin me");

	IS("no_item_specified", "pins.add", "{s:s}", "channel", in);
	IS("bad_timestamp", "pins.add", "{s:s,s:s}", "channel", in,
		"timestamp", "noon");
	IS("ok", "pins.add", "{s:s,s:s}", "channel", in, "timestamp", ts);
	IS("already_pinned", "pins.add", "{s:s,s:s}", "channel", in,
		"timestamp", ts);
	IS("ok", "pins.remove", "{s:s,s:s}", "channel", in, "timestamp", ts);
	IS("no_pin", "pins.remove", "{s:s,s:s}", "channel", in, "timestamp",
		ts);
	IS("invalid_link", "bookmarks.add", "{s:s,s:s,s:s,s:s}", "channel_id",
		in, "title", "t", "type", "link", "link", "ftp://x");
	IS("invalid_bookmark_type", "bookmarks.add", "{s:s,s:s,s:s}",
		"channel_id", in, "title", "t", "type", "file");
	IS("ok", "bookmarks.add", "{s:s,s:s,s:s,s:s}", "channel_id", in,
		"title", "t", "type", "link", "link", "https://x.example");
	IS("not_found", "bookmarks.edit", "{s:s,s:s}", "channel_id", in,
		"bookmark_id", "Bk1");
	IS("ok", "reactions.add", "{s:s,s:s,s:s}", "channel", in, "timestamp",
		ts, "name", "eyes");
	IS("already_reacted", "reactions.add", "{s:s,s:s,s:s}", "channel", in,
		"timestamp", ts, "name", "eyes");
	IS("invalid_name", "reactions.add", "{s:s,s:s,s:s}", "channel", in,
		"timestamp", ts, "name", "no_such_sign");
	IS("no_reaction", "reactions.remove", "{s:s,s:s,s:s}", "channel", in,
		"timestamp", ts, "name", "fire");
}
END_TEST

START_TEST(s3_a_private_channel_hides)
{
	json_t *made = trial_act(&t, "{s:s,s:s,s:s,s:b}", "as", "U0ANA", "do",
		"create", "name", "secret", "is_private", 1);
	const char *id = trial_text(made, "channel");

	IS("channel_not_found", "conversations.info", "{s:s}", "channel", id);
	IS("channel_not_found", "chat.postMessage", "{s:s,s:s}", "channel",
		id, "text", "x");
	json_decref(made);
}
END_TEST

START_TEST(s3_usergroups)
{
	IS("no_users_provided", "usergroups.users.update", "{s:s}",
		"usergroup", "S0ONCALL");
	IS("invalid_users", "usergroups.users.update", "{s:s,s:s}",
		"usergroup", "S0ONCALL", "users", "U0EVE");
	IS("ok", "usergroups.users.update", "{s:s,s:s}", "usergroup",
		"S0ONCALL", "users", "U0DAN");
	IS("no_such_subteam", "usergroups.users.list", "{s:s}", "usergroup",
		"S1");
	IS("users_not_found", "users.lookupByEmail", "{s:s}", "email",
		"nobody@acme.example");
	IS("ok", "users.lookupByEmail", "{s:s}", "email", "ana@acme.example");
}
END_TEST

START_TEST(s2_4_limits_per_method_and_per_channel)
{
	struct trial limited;
	json_t *answer = NULL;

	trial_begin(&limited, 1, true);
	for (int i = 0; i < 5; i++)
		ck_assert_str_eq(trial_error(&limited, "chat.postMessage",
			"{s:s,s:s}", "channel", "C0INCIDENTS", "text", "x"),
			"ok");
	ck_assert_str_eq(trial_error(&limited, "chat.postMessage",
		"{s:s,s:s}", "channel", "C0INCIDENTS", "text", "x"),
		"ratelimited");
	ck_assert_str_eq(trial_error(&limited, "chat.postMessage",
		"{s:s,s:s}", "channel", "C0GENERAL", "text", "x"), "ok");
	trial_pass(&limited, 1000);
	ck_assert_str_eq(trial_error(&limited, "chat.postMessage",
		"{s:s,s:s}", "channel", "C0INCIDENTS", "text", "x"), "ok");
	for (int i = 0; i < 20; i++)
		ck_assert_str_eq(trial_error(&limited, "users.list", "{}"),
			"ok");
	answer = trial_call(&limited, "users.list", "{}");
	ck_assert_str_eq(trial_text(answer, "error"), "ratelimited");
	json_decref(answer);
	trial_end(&limited);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_world)
{
	struct trial other;
	json_t *one, *two;

	trial_begin(&other, 1, false);
	for (int i = 0; i < 2; i++) {
		struct trial *trial = i == 0 ? &t : &other;

		json_decref(trial_call(trial, "conversations.create", "{s:s}",
			"name", "inc-1"));
		ck_assert_int_gt(trial_connect(trial), 0);
		json_decref(trial_act(trial, "{s:s,s:s,s:s,s:s}", "as",
			"U0ANA", "do", "say", "channel", "C0INCIDENTS",
			"text", "hello"));
	}
	one = workspace_log_since(t.ws, 0);
	two = workspace_log_since(other.ws, 0);
	ck_assert(json_equal(one, two));
	json_decref(one);
	json_decref(two);
	trial_end(&other);
}
END_TEST

int main(void)
{
	struct unit u = unit_new("workspace api");

	tcase_add_checked_fixture(u.tcase, begin, end);
	unit_add(&u, s2_1_tokens_of_the_wrong_kind);
	unit_add(&u, s2_1_a_method_without_json_sees_no_arguments);
	unit_add(&u, s2_1_charsets_are_warned_about);
	unit_add(&u, s2_2_a_missing_scope_is_named);
	unit_add(&u, s4_1_channel_names);
	unit_add(&u, s3_archiving_ejects_the_app_and_keeps_the_name);
	unit_add(&u, s3_invite_says_who_and_why);
	unit_add(&u, s3_topics);
	unit_add(&u, s3_rename_bends_the_name);
	unit_add(&u, s3_pins_bookmarks_reactions);
	unit_add(&u, s3_a_private_channel_hides);
	unit_add(&u, s3_usergroups);
	unit_add(&u, s2_4_limits_per_method_and_per_channel);
	unit_add(&u, the_same_seed_gives_the_same_world);
	return unit_run(&u);
}
