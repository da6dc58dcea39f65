/* SPDX-License-Identifier: MIT
 *
 * slack_file: see slack_file.h. Bytes that were sent twice, or never shared,
 * are nobody's file, so sending them is harmless to repeat.
 */
#include "services/slack/slack_file.h"

#include "base/memory.h"
#include "base/text.h"
#include "io/http_client.h"
#include "services/slack/slack_web_parts.h"

/* Without the right to read it Slack shows a page to log in on. */
static bool is_page(const struct http_response *http)
{
	return text_starts_with(http->content_type, "text/html");
}

void slack_file_judge(const struct slack_method *method,
    const struct http_response *http, struct slack_judged *out)
{
	memset(out, 0, sizeof(*out));
	if (http->outcome != HTTP_OK_ANSWER) {
		out->verdict = slack_judge_failure(method,
		    http->outcome == HTTP_AMBIGUOUS);
		(void)text_copy(out->word, sizeof(out->word),
		    http->outcome == HTTP_AMBIGUOUS ? "no_answer" :
		    "not_sent");
		return;
	}
	if (http->status == 200 && !is_page(http)) {
		out->verdict.outcome = SLACK_OK;
		return;
	}
	(void)snprintf(out->word, sizeof(out->word), "http_%d",
	    http->status);
	if (http->status == 200)
		(void)text_copy(out->word, sizeof(out->word),
		    "file_not_readable");
	out->verdict = http->status == 429 || http->status >= 500 ?
	    slack_judge_status(method, http->status, http->retry_after_ms) :
	    (struct slack_verdict){ SLACK_REFUSED, SLACK_REACH_CALL, 0 };
}

void slack_file_answer(struct call *call, const struct slack_judged *judged,
    const struct http_response *http)
{
	bool ok = judged->verdict.outcome == SLACK_OK;
	struct slack_answer answer = { judged->verdict.outcome,
		judged->verdict.retry_ms, judged->word, NULL,
		ok ? http->body : "", ok ? http->body_length : 0 };
	slack_cb *callback = call->callback;
	void *arg = call->arg;

	call_free(call);
	callback(arg, &answer);
}

static struct call *file_call(struct slack *slack, const char *name,
    const char *url, slack_cb *callback, void *arg)
{
	struct call *call = call_new(slack, name, slack_method_find(name));

	call->callback = callback;
	call->arg = arg;
	if (slack_trusts_file(&slack->trust, url) &&
	    text_copy(call->url, sizeof(call->url), url))
		return call;
	call_end(call, SLACK_REFUSED, 0, "foreign_url");
	return NULL;
}

void slack_upload(struct slack *slack, const char *url, const char *bytes,
    size_t length, slack_cb *callback, void *arg)
{
	struct call *call = file_call(slack, SLACK_UPLOAD, url, callback,
	    arg);

	if (call == NULL)
		return;
	call->is_upload = true;
	call->body = xmalloc(length + 1);
	memcpy(call->body, bytes, length);
	call->length = length;
	call_start(call);
}

void slack_download(struct slack *slack, const char *url, slack_cb *callback,
    void *arg)
{
	struct call *call = file_call(slack, SLACK_DOWNLOAD, url, callback,
	    arg);

	if (call == NULL)
		return;
	call->is_download = true;
	call_start(call);
}
