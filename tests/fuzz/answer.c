/* SPDX-License-Identifier: MIT
 *
 * answer: what Slack's Web API may answer: the first byte chooses the method,
 * the second the status, the rest is the body. The verdict is one that the
 * caller can act on. The same JSON as a call's arguments must come through
 * the form's encoding unharmed.
 */
#include "tests/fuzz/fuzz.h"

#include "base/text.h"
#include "base/url.h"
#include "io/http_client.h"
#include "services/slack/slack_body.h"
#include "services/slack/slack_judge.h"

static const char *const methods[] = {
	"chat.postMessage", "chat.update", "conversations.create",
	"conversations.invite", "views.open", "apps.connections.open",
	"auth.test", "bookmarks.add", "conversations.history", SLACK_RESPOND,
	"nobody.knows",
};

static const int statuses[] = { 200, 200, 200, 429, 500, 503, 404, 302 };

static void judge(const uint8_t *data, size_t size)
{
	const struct slack_method *method =
	    slack_method_find(methods[data[0] % ARRAY_LEN(methods)]);
	char *body = strndup((const char *)data + 2, size - 2);
	struct http_response http = { .outcome = HTTP_OK_ANSWER,
		.status = statuses[data[1] % ARRAY_LEN(statuses)],
		.body = body, .body_length = size - 2,
		.retry_after_ms = data[1] & 64 ? 7000 : 0,
		.content_type = "", .error = "" };
	struct slack_judged judged;

	http.body_length = strlen(body);
	slack_judge_response(method, &http, &judged);
	if (judged.verdict.outcome == SLACK_LATER &&
	    (judged.verdict.retry_ms < 1000 ||
	    judged.verdict.retry_ms > 3600000))
		fuzz_fail("no time to wait", judged.word);
	if (!memchr(judged.word, '\0', sizeof(judged.word)) ||
	    !utf8_valid(judged.word, strlen(judged.word)))
		fuzz_fail("a word that cannot be told", body);
	json_decref(judged.body);
	free(body);
}

/* The pair at *form, which moves on, as key and value. */
static bool take_pair(const char **form, size_t size, char *key, char *value)
{
	size_t name = strcspn(*form, "=");
	const char *from = *form + name + 1;
	size_t length;

	if ((*form)[name] != '=')
		return false;
	length = strcspn(from, "&");
	if (!url_decode_form(key, size, *form, name) ||
	    !url_decode_form(value, size, from, length))
		return false;
	*form = from + length + (from[length] == '&');
	return true;
}

static void check_pair(const json_t *args, const char *key,
    const char *value)
{
	const json_t *there = json_object_get(args, key);
	json_t *back;

	if (json_is_string(there) &&
	    strcmp(json_string_value(there), value) != 0)
		fuzz_fail("a string came out as another", value);
	if (!json_is_object(there) && !json_is_array(there))
		return;
	back = json_loads(value, 0, NULL);
	if (!json_equal((json_t *)(uintptr_t)there, back))
		fuzz_fail("an object came out as another", value);
	json_decref(back);
}

static void check_form(const json_t *args, const char *form, size_t length)
{
	char *key = malloc(length + 1);
	char *value = malloc(length + 1);

	while (*form != '\0') {
		if (!take_pair(&form, length + 1, key, value))
			fuzz_fail("no form", form);
		check_pair(args, key, value);
	}
	free(key);
	free(value);
}

static void encode(const char *data, size_t size)
{
	json_t *args = json_loadb(data, size, JSON_REJECT_DUPLICATES, NULL);
	json_t *named;
	size_t length = 0;
	char *body;

	if (!json_is_object(args)) {
		json_decref(args);
		return;
	}
	named = slack_body_identified(args);
	body = slack_body_encode(named, false, &length);
	if (body) {
		if (strlen(body) != length || length > SLACK_BODY_MAX)
			fuzz_fail("the form's length is not so", body);
		check_form(named, body, length);
	}
	free(body);
	free(slack_body_encode(named, true, &length));
	json_decref(named);
	json_decref(args);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	judge(data, size);
	encode((const char *)data + 2, size - 2);
	return 0;
}
