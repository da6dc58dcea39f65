/* SPDX-License-Identifier: MIT
 *
 * slack_judge: see slack_judge.h.
 */
#include "services/slack/slack_judge.h"

#include "base/text.h"
#include "core/json_tree.h"
#include "io/http_client.h"
#include "services/slack/slack_element.h"

static void set_word(struct slack_judged *out, const char *word)
{
	(void)text_copy(out->word, sizeof(out->word), word);
}

static void judge_failure(const struct slack_method *method, bool sent,
    const char *word, struct slack_judged *out)
{
	out->verdict = slack_judge_failure(method, sent);
	set_word(out, word);
}

static void judge_status(const struct slack_method *method,
    const struct http_response *http, struct slack_judged *out)
{
	out->verdict = slack_judge_status(method, http->status,
	    http->retry_after_ms);
	if (out->verdict.outcome == SLACK_LATER)
		set_word(out, "ratelimited");
	else
		(void)snprintf(out->word, sizeof(out->word), "http_%d",
		    http->status);
}

/* 200: Slack's own answer. */
static void judge_body(const struct slack_method *method,
    const struct http_response *http, struct slack_judged *out)
{
	if (json_is_true(json_object_get(out->body, "ok"))) {
		out->verdict.outcome = SLACK_OK;
		return;
	}
	set_word(out, slack_string_at(out->body, "error"));
	out->verdict = slack_judge_word(method, out->word);
	if (out->verdict.outcome == SLACK_LATER && http->retry_after_ms > 0)
		out->verdict.retry_ms =
		    slack_rate_wait_ms(http->retry_after_ms);
}

/* A response_url says "ok" or {"ok":true}, or its status says the rest: 4xx
 * is about the message or the address, and stays so. */
static void judge_respond(const struct slack_method *method,
    const struct http_response *http, struct slack_judged *out)
{
	const char *word = slack_string_at(out->body, "error");
	int status = http->status;

	if (status == 200 && !json_is_false(json_object_get(out->body, "ok"))) {
		out->verdict.outcome = SLACK_OK;
		return;
	}
	judge_status(method, http, out);
	if (word[0] != '\0')
		set_word(out, word);
	if (status == 200 || (status >= 400 && status < 500 &&
	    status != 408 && status != 429))
		out->verdict.outcome = SLACK_REFUSED;
}

void slack_judge_response(const struct slack_method *method,
    const struct http_response *http, struct slack_judged *out)
{
	memset(out, 0, sizeof(*out));
	if (http->outcome == HTTP_NOT_SENT) {
		judge_failure(method, false, "not_sent", out);
		return;
	}
	if (http->outcome == HTTP_AMBIGUOUS) {
		judge_failure(method, true, "no_answer", out);
		return;
	}
	out->body = json_tree(http->body, http->body_length);
	if (method->token == SLACK_TOKEN_NONE)
		judge_respond(method, http, out);
	else if (http->status != 200)
		judge_status(method, http, out);
	else if (json_is_object(out->body))
		judge_body(method, http, out);
	else
		judge_failure(method, true, "bad_answer", out);
}
